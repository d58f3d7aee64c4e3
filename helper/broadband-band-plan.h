/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BAND_PLAN_H
#define EDGE_AI_BROADBAND_BAND_PLAN_H

#include "ns3/object.h"
#include "ns3/planned-scheduler.h"

#include <cstdint>
#include <map>
#include <string>
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

/// A set of subchannels with a power on each.
struct SubchannelSet
{
    std::vector<uint32_t> subchannels; ///< ascending
    std::vector<double> power;         ///< on each of them [W], >= 0; 0: it is left out
};

/**
 * @ingroup edge-ai
 * Turns the bands and powers that plans give the users of one cell into a resource plan of its
 * Planned scheduler: disjoint subchannels, the power spread evenly over them. The downlink is
 * divided equally. A user that no plan has spoken of yet has an equal share at its power limit, so
 * that it can ask for one. Users hear of a new plan one by one, and until the last has, bands may
 * add up to more than there is: they are scaled down together, and Explain() says so.
 *
 * A plan may also name a user's subchannels itself, with a power on each (water-filling). Users
 * without such a set divide the subchannels that no set takes, in the downlink with the power that
 * the sets leave.
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

    /**
     * Give a user a set of subchannels with a power on each, instead of a share of the band.
     * @param [in] user identifier of its PHY
     * @param [in] direction direction
     * @param [in] set the set; empty: a share of the band again
     * @returns empty if it is in force; else what is wrong, beginning with the name of the field or
     * limit it breaks (user, subchannels, power, PowerLimit, ...), and nothing changes
     */
    [[nodiscard]] std::string SetSubchannels(uint32_t user,
                                             Direction direction,
                                             const SubchannelSet& set);

    /**
     * @param [in] user identifier of its PHY
     * @returns which band it had since it was planned, and why it was another one, in words; "": it
     * was the planned one, or nothing is planned
     */
    std::string Explain(uint32_t user) const;

    /// @param [in] user identifier of its PHY  @returns uplink band it really has [Hz]
    double GetBandwidth(uint32_t user) const;

  private:
    /// What a user is to have.
    struct Share
    {
        double bandwidth{0};  ///< [Hz]; 0: no plan yet
        double power{0};      ///< [W]
        uint32_t count{0};    ///< subchannels it has
        uint32_t least{0};    ///< since the band was planned
        uint32_t most{0};     ///< likewise
        double asked{0};      ///< largest sum of all bands since then [Hz]
        SubchannelSet set[2]; ///< by direction: subchannels named by a plan
    };

    /// @returns sum of the uplink bands that users are to have, and of the subchannels in sets [Hz]
    double GetAsked() const;

    /// What is to be in force. @returns empty if it is, else what is wrong
    std::string Apply();

    /**
     * @param [in] direction direction
     * @param [in,out] plan gets the shares of all users
     * @returns empty, or what is wrong
     */
    std::string Plan(Direction direction, std::map<uint32_t, PlannedShare>& plan) const;

    Ptr<PlannedScheduler> m_scheduler;  ///< the cell's
    uint32_t m_subchannels{0};          ///< of either direction
    double m_width{0};                  ///< of a subchannel [Hz]
    double m_basePower{0};              ///< limit of the base station [W]
    std::map<uint32_t, Share> m_shares; ///< by user
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BAND_PLAN_H
