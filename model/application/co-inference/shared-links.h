/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SHARED_LINKS_H
#define EDGE_AI_SHARED_LINKS_H

#include "co-inference-roster.h"

#include "ns3/co-inference-controller.h"

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * What the devices of a controller get of links that have a rate and are shared, by the way of
 * sharing the controller was told. With slices, an equal part for each of those that are known to
 * be there: uploads over UDP leave at that pace, so that nobody takes more. As a queue, what all
 * that send at once leave each other on average: M/G/1 with processor sharing slows an upload down
 * by 1 / (1 - rho) (queueing-law.h), and never below the equal part, because a device uploads one
 * thing at a time. As the whole, all of it.
 */
class SharedLinks
{
  public:
    /// @param [in] roster the devices, which outlive this
    explicit SharedLinks(const CoInferenceRoster& roster);

    /// Tells all devices what they get of their links now, by the plans they have.
    /// @param [in] sharing how links are shared
    void Divide(CoInferenceController::ServerSharing sharing) const;

    /**
     * The same for one device where links are shared by slices, and nobody else gets another part
     * than before.
     * @param [in,out] device with a place in the roster
     */
    void DivideFor(CoInferenceDevice& device) const;

    /**
     * Adds to what devices with a plan are told that what they share cannot keep up, with the
     * numbers, and that nobody knows who else is on the way.
     * @param [in] sharing how links are shared
     * @param [in] group the devices
     */
    void ExplainLoads(CoInferenceController::ServerSharing sharing,
                      const CoInferenceGroup& group) const;

  private:
    /// What is known of a medium.
    struct Load
    {
        uint32_t devices{0}; ///< that named it
        double rate{0};      ///< uploads [1/s]
        double bits{0};      ///< of uploads [bit/s]
    };

    /// @param [in] sharing how links are shared  @param [in] load of what the device shares
    /// @param [in,out] device that is told what it gets
    static void DivideOne(CoInferenceController::ServerSharing sharing,
                          const Load& load,
                          CoInferenceDevice& device);
    /// @returns loads of all media, by number
    std::map<uint64_t, Load> GetLoads() const;
    /// @param [in] request of a device that uploads  @param [in] load of what it shares; nullptr:
    /// it has a part of its own  @returns "", or what is to be said of its link
    static std::string Explain(const RequestBody& request, const Load* load);

    const CoInferenceRoster& m_roster;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SHARED_LINKS_H
