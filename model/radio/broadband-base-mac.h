/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_BASE_MAC_H
#define EDGE_AI_BROADBAND_BASE_MAC_H

#include "broadband-mac.h"
#include "broadband-scheduler.h"

#include <map>
#include <set>

namespace ns3
{
namespace edgeai
{

class BroadbandUserMac;

/**
 * @ingroup edge-ai
 * MAC of a base station: queues towards every user, the scheduler, and the slot clock's caller.
 *
 * Users with nothing to send are in no list that a slot walks through.
 */
class BroadbandBaseMac : public BroadbandMac, public BroadbandSlotUser
{
  public:
    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    /**
     * @param [in] scheduler scheduler of both directions
     */
    void SetScheduler(Ptr<BroadbandScheduler> scheduler);

    /**
     * @returns the scheduler
     */
    Ptr<BroadbandScheduler> GetScheduler() const;

    /**
     * @param [in] user MAC of a user of this cell
     * @param [in] address its address
     */
    void AddUser(Ptr<BroadbandUserMac> user, Mac48Address address);

    /**
     * A user has uplink data (buffer report); wakes the cell after the control delay.
     * @param [in] user identifier of the user's PHY
     */
    void NotifyBacklog(uint32_t user);

    bool Send(Ptr<Packet> packet,
              Mac48Address source,
              Mac48Address destination,
              uint16_t protocol) override;
    void BlockReceived(const BlockReport& report, const TransportBlock& block) override;
    void BlockAcknowledged(const BlockReport& report) override;
    uint64_t StartSlot(uint64_t slot) override;

  private:
    /// A user of the cell: MAC, downlink queue, throughputs, channel reports, blocks under way.
    struct User;

    Ptr<BroadbandScheduler> m_scheduler;               ///< scheduler
    std::map<uint32_t, std::unique_ptr<User>> m_users; ///< by identifier of the PHY
    std::set<uint32_t> m_backlogged[2]; ///< by direction: users with something to send
    GrantList m_inForce;                ///< grants that still have slots to come
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_BASE_MAC_H
