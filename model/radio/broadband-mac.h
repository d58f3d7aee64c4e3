/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_MAC_H
#define EDGE_AI_BROADBAND_MAC_H

#include "broadband-phy.h"
#include "segment-queue.h"

#include "ns3/mac48-address.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <functional>

namespace ns3
{
namespace edgeai
{

/// Why the MAC gave up a packet.
enum class MacDropReason
{
    QUEUE_FULL, ///< no room in the user's queue
    NO_USER,    ///< destination not attached to this cell
    BLOCK_LOST, ///< a block that held part of it was dropped after its last repetition
    STOPPED,    ///< still waiting when the device was disposed of
};

/**
 * @ingroup edge-ai
 * What the MACs of both sides share: queues towards a peer, blocks under way, reassembly, counters.
 *
 * Every packet ends delivered once or dropped with one MacDropReason.
 */
class BroadbandMac : public Object, public BroadbandPhyUser
{
  public:
    /// Hands a packet to the device: packet, protocol number, source, destination.
    using Deliver = std::function<void(Ptr<Packet>, uint16_t, Mac48Address, Mac48Address)>;

    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();

    /**
     * @param [in] phy the PHY, which has joined its medium
     */
    virtual void SetPhy(Ptr<BroadbandPhy> phy);

    /**
     * @returns the PHY
     */
    Ptr<BroadbandPhy> GetPhy() const;

    /**
     * @param [in] deliver called for every packet received
     */
    void SetDeliver(Deliver deliver);

    /**
     * Queue a packet.
     * @param [in] packet network-layer packet
     * @param [in] source this device's address
     * @param [in] destination a user of the cell, the base station, or broadcast
     * @param [in] protocol EtherType
     * @returns false if it was dropped at once (queue full, no such user)
     */
    virtual bool Send(Ptr<Packet> packet,
                      Mac48Address source,
                      Mac48Address destination,
                      uint16_t protocol) = 0;

  protected:
    Ptr<BroadbandPhy> m_phy;                                      ///< PHY
    Deliver m_deliver;                                            ///< device
    TracedCallback<Ptr<const Packet>, MacDropReason> m_dropTrace; ///< Drop
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_MAC_H
