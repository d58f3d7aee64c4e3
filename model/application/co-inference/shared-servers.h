/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SHARED_SERVERS_H
#define EDGE_AI_SHARED_SERVERS_H

#include "co-inference-roster.h"

#include "ns3/co-inference-controller.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/// How servers are shared.
struct ServerSharingTerms
{
    /// slices, a queue or the whole
    CoInferenceController::ServerSharing sharing{CoInferenceController::SLICE};
    /// what slices follow
    CoInferenceController::SliceWeights weights{CoInferenceController::EQUAL};
    bool planDivides{false}; ///< whether plans share out the server themselves
    std::string planner;     ///< whose plans they are
    double tolerance{0};     ///< relative accuracy of a queue's wait or slowdown, >= 0
};

/**
 * What the devices of a controller get of the processors they share, by the way of sharing the
 * controller was told: slices, a queue, or the whole for each.
 */
class SharedServers
{
  public:
    /// Plans for devices as they are. @see CoInferenceDevice::share
    using Solve = std::function<SplitPlan(const CoInferenceGroup& group)>;

    /// @param [in] roster the devices, which outlive this
    explicit SharedServers(const CoInferenceRoster& roster);

    /// @param [in] processor one of the server's  @param [in] devices that have connected to it,
    /// whether they asked for a plan or not
    void SetPresent(uint32_t processor, uint32_t devices);

    /// @returns devices that have connected and asked for no plan yet
    std::size_t CountUnheard() const;

    /**
     * Tells the devices at a processor what they get of it now, by the plans they have.
     * @param [in] terms how it is shared
     * @param [in] processor one of the server's
     * @param [in] now instant, for the rates of arrival
     */
    void Divide(const ServerSharingTerms& terms, uint32_t processor, Time now) const;
    /// The same at all processors. @param [in] terms how they are shared  @param [in] now instant
    void DivideAll(const ServerSharingTerms& terms, Time now) const;

    /**
     * Plans for devices that are planned together. In a queue, for the wait (or slowdown) that
     * follows from the plan itself and from those of the others.
     * @param [in] terms how the server is shared
     * @param [in] group the devices; in a queue their shares are set
     * @param [in] solve plans for given shares
     * @returns the plan
     * @throws std::runtime_error in words if the planner does not go with a queue
     */
    SplitPlan Plan(const ServerSharingTerms& terms,
                   const CoInferenceGroup& group,
                   const Solve& solve) const;

    /**
     * @param [in] terms how the server is shared
     * @param [in] device a device with a plan
     * @returns "", or what of its way cannot keep up with the tasks, with the numbers
     */
    std::string ExplainLoad(const ServerSharingTerms& terms, const CoInferenceDevice& device) const;

    /**
     * A task was served.
     * @param [in] terms how the server is shared
     * @param [in] device whose  @param [in] wait before its service [s]
     */
    void ObserveWait(const ServerSharingTerms& terms, const CoInferenceDevice& device, double wait);

    /**
     * @param [in] device a device with a plan
     * @returns "", or that tasks wait much longer or shorter than the law of the plans says, which
     *          is about tasks that come by chance and independent of each other
     */
    std::string ExplainWaits(const CoInferenceDevice& device) const;

    /**
     * @param [in] terms how the server is shared
     * @param [in] device a device with a plan
     * @returns the share of its processor that is kept for it, in [0, 1]; 0: none
     */
    static double GetSlice(const ServerSharingTerms& terms, const CoInferenceDevice& device);

  private:
    /// @returns loads of those at a processor that are not in the group
    std::vector<ServerLoad> GetOthers(uint32_t processor, const CoInferenceGroup& group) const;
    SplitPlan PlanInQueue(const CoInferenceGroup& group,
                          const Solve& solve,
                          double tolerance) const;

    /// Waits at a processor that serves in turn.
    struct Waits
    {
        uint64_t count{0};  ///< tasks
        double realised{0}; ///< recent mean [s]
        double planned{0};  ///< that of their plans [s]
        double said{0};     ///< realised mean in the words [s]
        std::string words;  ///< about it, if it is far from planned
    };

    const CoInferenceRoster& m_roster;
    std::map<uint32_t, Waits> m_waits;      ///< by processor
    std::map<uint32_t, uint32_t> m_present; ///< devices that have connected, by processor
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SHARED_SERVERS_H
