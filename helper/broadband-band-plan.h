/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BAND_PLAN_H
#define EDGE_AI_BROADBAND_BAND_PLAN_H

#include "ns3/object.h"
#include "ns3/planned-scheduler.h"

#include <cstdint>
#include <map>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Divide whole subchannels in proportion to planned bands: everybody gets at least one, the rest by
 * largest remainder.
 * @param [in] bands planned band of each user [Hz], > 0
 * @param [in] subchannels number of subchannels, at least as many as users
 * @param [in] width of a subchannel [Hz], > 0
 * @returns subchannels of each user; they add up to no more than there are
 */
std::vector<uint32_t> DivideSubchannels(const std::vector<double>& bands,
                                        uint32_t subchannels,
                                        double width);

/**
 * @ingroup edge-ai
 * Turns the bands and powers that plans give the users of one cell into a resource plan of its
 * Planned scheduler: disjoint subchannels, the power spread evenly over them. The downlink is
 * divided equally. A user that no plan has spoken of yet has an equal share at its power limit, so
 * that it can ask for one.
 */
class BroadbandBandPlan : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * @param [in] scheduler the cell's scheduler
     * @param [in] subchannels number of subchannels of either direction
     * @param [in] width of a subchannel [Hz]
     * @param [in] basePower power limit of the base station [W]
     */
    void SetCell(Ptr<PlannedScheduler> scheduler,
                 uint32_t subchannels,
                 double width,
                 double basePower);

    /// @param [in] user identifier of its PHY  @param [in] powerLimit its largest power [W]
    void AddUser(uint32_t user, double powerLimit);

    /**
     * @param [in] user identifier of its PHY
     * @param [in] bandwidth planned uplink band [Hz]; 0: leave as it is
     * @param [in] power planned uplink power [W]; 0: leave as it is
     */
    void SetShare(uint32_t user, double bandwidth, double power);

    /// @param [in] user identifier of its PHY  @returns band it really has [Hz]
    double GetBandwidth(uint32_t user) const;

  private:
    /// What a user is to have.
    struct Share
    {
        double bandwidth{0}; ///< [Hz]; 0: no plan yet
        double power{0};     ///< [W]
        uint32_t count{0};   ///< subchannels it has
    };

    void Apply();

    Ptr<PlannedScheduler> m_scheduler;
    uint32_t m_subchannels{0};
    double m_width{0};
    double m_basePower{0};
    std::map<uint32_t, Share> m_shares;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BAND_PLAN_H
