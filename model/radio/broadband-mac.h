/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_MAC_H
#define EDGE_AI_BROADBAND_MAC_H

#include "block-receiver.h"
#include "block-sender.h"
#include "broadband-phy.h"

#include "ns3/mac48-address.h"
#include "ns3/net-device-queue-interface.h"
#include "ns3/object.h"
#include "ns3/traced-callback.h"

#include <functional>

namespace ns3
{
namespace edgeai
{

/// What became of the packets a MAC was given: offered = delivered + dropped + unfinished.
struct MacCounters
{
    uint64_t offered{0};                  ///< packets, a broadcast once per user
    uint64_t delivered{0};                ///< received whole by the other end of the link
    uint64_t dropped[MAC_DROP_REASONS]{}; ///< by MacDropReason
    uint64_t unfinished{0};               ///< waiting or under way
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

    /// Tells the device that the first byte of a packet is on the air: packet, protocol number.
    using Begun = std::function<void(Ptr<const Packet>, uint16_t)>;

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
     * @returns whether there is a PHY; a device that was disposed of has none
     */
    bool HasPhy() const
    {
        return m_phy != nullptr;
    }

    /**
     * @param [in] address address of this MAC's device
     */
    void SetAddress(Mac48Address address);

    /**
     * @returns address of this MAC's device
     */
    Mac48Address GetAddress() const;

    /**
     * @param [in] deliver called for every packet received
     */
    void SetDeliver(Deliver deliver);

    /**
     * @param [in] begun called when the first byte of a packet is on the air
     */
    void SetBegun(Begun begun);

    /**
     * @param [in] queues the device's transmission queues, stopped while a user's queue is full;
     * a base station has one per user, or one for all
     */
    void SetQueueInterface(Ptr<NetDeviceQueueInterface> queues);

    /**
     * @param [in] mtu largest packet of the device [B]; a queue counts as full when it has no room
     * for one of these
     */
    void SetMtu(uint32_t mtu);

    /**
     * Queue a packet.
     * @param [in] packet network-layer packet, at least one byte
     * @param [in] source this device's address
     * @param [in] destination a user of the cell, the base station, or broadcast
     * @param [in] protocol EtherType
     * @returns false if it was dropped at once (queue full, no such user)
     */
    virtual bool Send(Ptr<Packet> packet,
                      Mac48Address source,
                      Mac48Address destination,
                      uint16_t protocol) = 0;

    /**
     * @returns what became of the packets given to Send
     */
    virtual MacCounters GetCounters() const;

    /**
     * TracedCallback signature of Drop.
     * @param [in] packet the packet
     * @param [in] reason reason
     */
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet, MacDropReason reason);

  protected:
    void DoDispose() override;

    /// What came of an attempt to send a block.
    enum class Sending
    {
        SENT,    ///< on the air
        NOTHING, ///< nothing to send, or it does not fit
        REFUSED, ///< the PHY refused the grant
    };

    /**
     * Hand a block to the PHY.
     * @param [in] sender where it comes from
     * @param [in] grant grant
     * @param [in] repeat number of the block to repeat, or 0 for a new one
     * @param [out] wrong what is wrong with a refused grant
     * @returns what came of it
     */
    Sending SendBlock(BlockSender& sender,
                      const std::shared_ptr<const Grant>& grant,
                      uint64_t repeat,
                      std::string& wrong);

    /**
     * Queue a packet towards a peer; stops the device's queue when it gets full.
     * @param [in] sender queue
     * @param [in] packet packet
     * @param [in] link addressing
     * @param [in] queue index of the device's transmission queue
     * @returns false if it was dropped
     */
    bool Enqueue(BlockSender& sender,
                 Ptr<Packet> packet,
                 const LinkAddressing& link,
                 std::size_t queue);

    /**
     * Start the device's queue again if there is room.
     * @param [in] sender queue
     * @param [in] queue index of the device's transmission queue
     */
    void WakeQueue(const BlockSender& sender, std::size_t queue);

    /**
     * @returns a sender with this MAC's attributes, whose packets are counted and traced here
     */
    BlockSender MakeSender();

    /**
     * Count and trace the loss of a packet.
     * @param [in] packet packet
     * @param [in] reason reason
     */
    void CountDrop(Ptr<const Packet> packet, MacDropReason reason);

    Ptr<BroadbandPhy> m_phy;               ///< PHY
    Mac48Address m_address;                ///< of the device
    Deliver m_deliver;                     ///< device
    Begun m_begun;                         ///< device
    Ptr<NetDeviceQueueInterface> m_queues; ///< of the device; may be null
    uint32_t m_mtu{1500};                  ///< of the device [B]
    MacCounters m_counters;                ///< all but unfinished

  private:
    QueueSize m_queueLimit; ///< QueueLimit
    bool m_countHeaders;    ///< CountHeaders

    TracedCallback<Ptr<const Packet>> m_enqueueTrace;             ///< Enqueue
    TracedCallback<Ptr<const Packet>> m_dequeueTrace;             ///< Dequeue
    TracedCallback<Ptr<const Packet>, MacDropReason> m_dropTrace; ///< Drop
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_MAC_H
