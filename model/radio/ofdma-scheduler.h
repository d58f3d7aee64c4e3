/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_OFDMA_SCHEDULER_H
#define EDGE_AI_OFDMA_SCHEDULER_H

#include "broadband-scheduler.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What schedulers share that give every subchannel to one user: which users are served in a slot,
 * how power is spread, how large blocks are.
 *
 * Power: in the uplink a user spreads its free power evenly over its subchannels; in the downlink
 * every free subchannel gets the same share of the base station's free power.
 */
class OfdmaScheduler : public BroadbandScheduler
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    GrantList Schedule(const CellDemand& demand) override;

  protected:
    /// Users that are given subchannels together, and what they were given.
    struct Unit
    {
        std::vector<const UserDemand*> users; ///< the users
        std::vector<uint32_t> subchannels;    ///< theirs, ascending
        double estimate{0};                   ///< bits these carry, about
    };

    /**
     * Fill one direction.
     * @param [in] demand state of the cell
     * @param [in] users users with backlog in this direction, ascending
     * @param [in] free subchannels nothing is placed on, ascending, not empty
     * @param [in,out] grants the grants
     */
    virtual void ScheduleDirection(const CellDemand& demand,
                                   const std::vector<const UserDemand*>& users,
                                   const std::vector<uint32_t>& free,
                                   GrantList& grants) = 0;

    /**
     * @returns attribute UsersPerSlot
     */
    uint32_t GetUsersPerSlot() const
    {
        return m_usersPerSlot;
    }

    /**
     * The users of a slot, in turn: those behind the last one served come first.
     * @param [in] users users with backlog, ascending, one direction
     * @param [in] free number of free subchannels
     * @returns at most UsersPerSlot of them, and at most one per subchannel
     */
    std::vector<const UserDemand*> TakeTurns(const std::vector<const UserDemand*>& users,
                                             std::size_t free) const;

    /**
     * @param [in] direction direction
     * @returns what GetAttention() is for those who serve users by TakeTurns() alone
     */
    Attention GetTurn(Direction direction) const;

    /**
     * Remember whose turn it was.
     * @param [in] user last user served
     */
    void EndTurn(const UserDemand& user);

    /**
     * @param [in] demand state of the cell
     * @param [in] unit users with what they were given so far
     * @param [in] need their backlog [bit]
     * @returns whether that is enough to send it all
     */
    static bool Covers(const CellDemand& demand, const Unit& unit, double need);

    /**
     * Deal subchannels round the units until all are given or nobody needs more; a unit gets as
     * many per round as it has users.
     * @param [in] demand state of the cell
     * @param [in] free subchannels to deal, ascending
     * @param [in,out] units the units
     */
    void Deal(const CellDemand& demand,
              const std::vector<uint32_t>& free,
              std::vector<Unit>& units) const;

    /**
     * Power on one subchannel.
     * @param [in] user the user
     * @param [in] given subchannels the user is given
     * @param [in] free subchannels that were free in its direction
     * @returns power [W]
     */
    static double GetPower(const UserDemand& user, std::size_t given, std::size_t free);

    /**
     * @param [in] user the user
     * @param [in] subchannel the subchannel
     * @returns gain over noise, interference and SNR gap there [1/W]
     */
    static double GetQuality(const UserDemand& user, uint32_t subchannel);

    /**
     * A grant of subchannels nobody else has.
     * @param [in] demand state of the cell
     * @param [in] user the user
     * @param [in] subchannels its subchannels, ascending, not empty
     * @param [in] power power on each [W]
     * @returns the grant, or null if it could carry nothing
     */
    static std::shared_ptr<Grant> MakeGrant(const CellDemand& demand,
                                            const UserDemand& user,
                                            std::vector<uint32_t> subchannels,
                                            double power);

  private:
    uint32_t m_usersPerSlot;   ///< UsersPerSlot
    int64_t m_last[2]{-1, -1}; ///< by direction: last user served in turn
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_OFDMA_SCHEDULER_H
