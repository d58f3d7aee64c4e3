/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNED_SCHEDULER_H
#define EDGE_AI_PLANNED_SCHEDULER_H

#include "broadband-scheduler.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * What a resource plan gives one user in one direction, in every slot: a set of subchannels with a
 * power on each. One block per slot is spread over the set. Sets of different users may overlap in
 * any number of subchannels, up to SuperposedUsers on each; a block has one place in the decoding
 * order, the same on all its subchannels.
 */
struct PlannedShare
{
    uint32_t user{0};                  ///< identifier of the user's PHY
    Direction direction{UPLINK};       ///< direction
    std::vector<uint32_t> subchannels; ///< subchannels, ascending, at least one
    std::vector<double> power;         ///< transmit power on each of them [W], >= 0
    uint32_t position{0}; ///< place in the decoding order, 1 first; needed where subchannels are
                          ///< shared, and then different from the other users' there
    uint64_t bits{0};     ///< size of each block [bit]; 0: what the channel reports allow
};

/// A resource plan: shares of a cell's users. Who has no share gets nothing.
using ResourcePlan = std::vector<PlannedShare>;

/**
 * @ingroup edge-ai
 * Executes a resource plan until it is replaced. Every user with backlog sends on the subchannels,
 * with the powers and in the decoding order of its share; without a plan nothing is sent. Block
 * sizes follow the channel reports of the users that send in the slot (equation (1) of
 * SicReceiver), unless the share fixes them.
 *
 * A user whose subchannels or power are taken by a repetition of its own waits for the next slot,
 * as does one whose subchannels are full because of repetitions of a plan that was replaced.
 *
 * With SignallingSubchannels, the last subchannels of either direction are kept out of plans. Users
 * without a share take turns there, one at a time and direction, so that they can still ask for a
 * plan and be told one.
 */
class PlannedScheduler : public BroadbandScheduler
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    /**
     * Replace the plan, from the next slot on.
     * @param [in] plan the plan; may be empty
     * @returns empty if it is in force; else what is wrong, beginning with the name of the field or
     * limit it breaks (user, subchannels, power, position, PowerLimit, SuperposedUsers), and the
     * plan before stays in force
     */
    [[nodiscard]] std::string SetPlan(const ResourcePlan& plan);

    /**
     * @returns the plan in force
     */
    const ResourcePlan& GetPlan() const
    {
        return m_plan;
    }

    /**
     * @returns attribute SignallingSubchannels
     */
    uint32_t GetSignallingSubchannels() const
    {
        return m_signalling;
    }

    /**
     * @returns attribute SignallingPower [W]
     */
    double GetSignallingPower() const
    {
        return m_signallingPower;
    }

    /**
     * @returns attribute SicResidual
     */
    double GetSicResidual() const
    {
        return m_residual;
    }

    GrantList Schedule(const CellDemand& demand) override;
    bool WantsNextSlot() const override;
    Attention GetAttention(Direction direction) const override;

  private:
    /// A signal of the slot being filled, as far as block sizes depend on it.
    struct Signal
    {
        uint32_t user;                            ///< its user
        Direction direction;                      ///< direction
        const std::vector<uint32_t>* subchannels; ///< where it is
        const std::vector<double>* power;         ///< transmit power there [W]
        uint32_t position;                        ///< place in the decoding order
    };

    /**
     * @param [in] plan a plan
     * @returns what is wrong with it, or empty
     */
    std::string Check(const ResourcePlan& plan) const;

    /**
     * @param [in] demand state of the cell
     * @param [in] user the user
     * @param [in] signals all signals of the slot
     * @param [in] own which one is the user's
     * @returns size of its block, so that everybody who must decode it can [bit]
     */
    uint64_t Size(const CellDemand& demand,
                  const UserDemand& user,
                  const std::vector<Signal>& signals,
                  const Signal& own) const;

    /**
     * SINR of a signal at a receiver, equation (1) of SicReceiver with all cancellations done.
     * @param [in] demand state of the cell
     * @param [in] signals all signals of the slot
     * @param [in] own the signal
     * @param [in] receiver user that receives it (downlink), or sent it (uplink)
     * @returns SINR per subchannel of the signal, linear; empty if the link is not known
     */
    std::vector<double> GetSinr(const CellDemand& demand,
                                const std::vector<Signal>& signals,
                                const Signal& own,
                                uint32_t receiver) const;

    /**
     * @param [in] demand state of the cell
     * @param [in] granted what planned users get in this slot
     * @param [in] share a user's share
     * @returns whether its subchannels have room beside repetitions
     */
    static bool HasRoom(const CellDemand& demand,
                        const GrantList& granted,
                        const PlannedShare& share);

    /**
     * Serve one user without a share in each direction.
     * @param [in] demand state of the cell
     * @param [in,out] grants of the slot so far
     */
    void ServeUnplanned(const CellDemand& demand, GrantList& grants);

    ResourcePlan m_plan;                                            ///< in force
    std::map<std::pair<uint32_t, Direction>, std::size_t> m_byUser; ///< index into m_plan
    std::vector<uint32_t> m_named[2]; ///< by direction: users with a share, ascending
    bool m_wantsNextSlot{false};      ///< whether a user with a share was left waiting
    double m_residual;                ///< SicResidual
    uint32_t m_signalling;            ///< SignallingSubchannels
    double m_signallingPower;         ///< SignallingPower [W]
    uint32_t m_lastServed[2]{0, 0};   ///< by direction: user without a share served last
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNED_SCHEDULER_H
