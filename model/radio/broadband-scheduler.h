/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_SCHEDULER_H
#define EDGE_AI_BROADBAND_SCHEDULER_H

#include "block-error-model.h"
#include "block-grant.h"

#include "ns3/object.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What a base station knows of a link: possibly old, possibly wrong, if the MAC was told so.
struct ChannelState
{
    std::vector<double> gain;         ///< power gain per subchannel, linear
    std::vector<double> interference; ///< noise plus other cells at the receiver [W per subchannel]
};

/// A user with something to send in one direction.
struct UserDemand
{
    uint32_t user{0};            ///< identifier of the user's PHY
    Direction direction{UPLINK}; ///< direction
    uint64_t backlog{0};         ///< queued, with headers and not yet granted [bit], > 0
    double throughput{0};        ///< average delivered so far, in the MAC's window [bit/s]
    double powerLimit{0};        ///< power still free in this slot: the user's (uplink) or the
                                 ///< base station's (downlink, shared by all its users) [W]
    double target{0.01};         ///< failure probability to plan blocks for, in (0, 1)
    const ChannelState* channel{nullptr};       ///< the link; null only without NeedsChannel
    const BlockErrorModel* errorModel{nullptr}; ///< of the receiver; never null
};

/// What bounds a cell's grants.
struct CellLimits
{
    uint32_t subchannels{0};                   ///< M
    uint32_t superposedUsers{1};               ///< L_max
    double basePower{0};                       ///< sum over the downlink's grants [W]
    std::function<double(uint32_t)> userPower; ///< of a user: sum over its uplink grants [W];
                                               ///< negative if it is not of this cell
    std::function<bool(uint32_t, Direction)> bandless; ///< whether a user's blocks in a direction
                                                       ///< need no subchannels (error model of the
                                                       ///< receiver Ideal); not set: they do
};

/// What a scheduler is asked with.
struct CellDemand
{
    uint64_t slot{0};               ///< number of the slot to fill
    uint32_t cell{0};               ///< identifier of the base station's PHY
    uint32_t subchannels{0};        ///< M, both directions
    double width{0};                ///< b [Hz]
    double slotDuration{0};         ///< tau [s]
    double symbols{0};              ///< channel uses per subchannel and slot, tau*b
    uint32_t superposedUsers{1};    ///< L_max
    std::vector<uint32_t> taken[2]; ///< by direction and subchannel: blocks already placed there
                                    ///< (repetitions, grants still in force)
    std::vector<std::shared_ptr<const Grant>> placed; ///< those blocks' grants
    std::vector<UserDemand> users; ///< those of BroadbandScheduler::GetAttention() that have a
                                   ///< backlog and no grant in force, ascending by user, uplink
                                   ///< before downlink
    std::function<const ChannelState*(uint32_t, Direction)> channel; ///< a link of any user; null
                                                                     ///< for unknown users
};

/// Grants decided together. Shared, because they may stay in force for many slots.
using GrantList = std::vector<std::shared_ptr<const Grant>>;

/**
 * @ingroup edge-ai
 * Fills slots: which user sends on which subchannels, with which power, how many bits, in which
 * decoding order.
 *
 * Called once per slot and cell while some user has backlog that no grant in force serves. A
 * scheduler that returns grants for several slots is not asked about those users again until the
 * grants end, their queue runs empty, or Invalidate is called. Repetitions of failed blocks are
 * placed by the MAC before it asks, with the subchannels and powers of the first transmission.
 */
class BroadbandScheduler : public Object
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    /**
     * @param [in] demand state of the cell
     * @returns grants that keep the limits in `demand`; a grant that breaks one is refused by the
     * PHY and counted by the MAC
     */
    virtual GrantList Schedule(const CellDemand& demand) = 0;

    /**
     * @returns whether demands need channel reports; taking them costs time. The default is yes.
     */
    virtual bool NeedsChannel() const;

    /**
     * Whether asking again next slot is of use after Schedule left backlog without any grant. The
     * default is yes. A scheduler that waits for something else says no and calls the wake
     * callback when that has come, so that the cell sleeps meanwhile.
     * @returns true to be called every slot
     */
    virtual bool WantsNextSlot() const;

    /// Whom of the users with backlog in a direction a scheduler looks at.
    struct Attention
    {
        static constexpr std::size_t ALL = std::numeric_limits<std::size_t>::max(); ///< no bound

        std::size_t inTurn{ALL};     ///< at most so many of those that can send: ALL, or the first
                                     ///< behind `last`, and then from the beginning
        int64_t last{-1};            ///< identifier of the user behind whom the turn begins
        std::vector<uint32_t> named; ///< users it looks at besides, ascending
    };

    /**
     * Where many users have something to send and few of them are served in a slot, demands need
     * not tell of the others: a slot then costs what is sent in it. Demands may tell of more users
     * than that. Whoever says so must grant the same as if they told of all. The default is all.
     * @param [in] direction direction
     * @returns whom demands of the next slot must tell of
     */
    virtual Attention GetAttention(Direction direction) const;

    /**
     * @param [in] wake to be called when grants in force shall be dropped and the cell be
     * scheduled anew at the next slot boundary
     */
    void SetWakeCallback(std::function<void()> wake);

    /**
     * @param [in] limits tells the limits of the cell; set by its MAC
     */
    void SetLimits(std::function<CellLimits()> limits);

    /**
     * Fix random streams, if the scheduler draws.
     * @param [in] stream first stream to use
     * @returns number of streams used
     */
    virtual int64_t AssignStreams(int64_t stream);

  protected:
    void DoDispose() override;

    /// Drop grants in force and schedule anew at the next slot boundary.
    void Invalidate();

    /**
     * @param [out] limits the limits of the cell
     * @returns false while the scheduler belongs to no cell
     */
    bool GetLimits(CellLimits& limits) const;

    /**
     * The largest block for given powers.
     * @param [in] demand state of the cell
     * @param [in] user the user
     * @param [in] sinr SINR on each subchannel of the block, linear
     * @returns block size [bit], at most the user's backlog; 0 if it would not carry a segment
     */
    static uint64_t PlanBits(const CellDemand& demand,
                             const UserDemand& user,
                             const std::vector<double>& sinr);

    /**
     * Cut a block to what somebody else can decode, who has to in order to remove it.
     * @param [in] demand state of the cell
     * @param [in] user the block's user
     * @param [in] bits size planned for its own receiver [bit]
     * @param [in] sinr SINR of the block at the other receiver on each of its subchannels, linear
     * @param [in] errorModel of the other receiver
     * @returns block size [bit], at most `bits`; 0 if it would not carry a segment
     */
    static uint64_t LimitBits(const CellDemand& demand,
                              const UserDemand& user,
                              uint64_t bits,
                              const std::vector<double>& sinr,
                              const BlockErrorModel& errorModel);

  private:
    std::function<void()> m_wake;         ///< wakes the cell's MAC
    std::function<CellLimits()> m_limits; ///< asks the cell's MAC
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_SCHEDULER_H
