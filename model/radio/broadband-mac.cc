/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-mac.h"

#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandMac");
NS_OBJECT_ENSURE_REGISTERED(BroadbandMac);

TypeId
BroadbandMac::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::BroadbandMac")
            .SetParent<Object>()
            .SetGroupName("EdgeAi")
            .AddAttribute("QueueLimit",
                          "What the queue of each user and direction holds at most [packets with "
                          "unit p, bytes with unit B].",
                          QueueSizeValue(QueueSize("100p")),
                          MakeQueueSizeAccessor(&BroadbandMac::m_queueLimit),
                          MakeQueueSizeChecker())
            .AddAttribute("CountHeaders",
                          "Whether the MAC's own headers take room in blocks. Without, the rate of "
                          "a link is that of the network layer's bytes.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&BroadbandMac::m_countHeaders),
                          MakeBooleanChecker())
            .AddTraceSource("Enqueue",
                            "A packet was put into a queue.",
                            MakeTraceSourceAccessor(&BroadbandMac::m_enqueueTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("Dequeue",
                            "The first byte of a packet went on the air.",
                            MakeTraceSourceAccessor(&BroadbandMac::m_dequeueTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("Drop",
                            "A packet was given up, with the reason.",
                            MakeTraceSourceAccessor(&BroadbandMac::m_dropTrace),
                            "ns3::edgeai::BroadbandMac::DropTracedCallback");
    return tid;
}

void
BroadbandMac::DoDispose()
{
    NS_LOG_FUNCTION(this);
    if (m_phy)
    {
        m_phy->SetUser(nullptr);
    }
    m_phy = nullptr;
    m_deliver = nullptr;
    m_begun = nullptr;
    m_queues = nullptr;
    Object::DoDispose();
}

void
BroadbandMac::SetPhy(Ptr<BroadbandPhy> phy)
{
    NS_LOG_FUNCTION(this << phy);
    m_phy = phy;
    m_phy->SetUser(this);
}

Ptr<BroadbandPhy>
BroadbandMac::GetPhy() const
{
    return m_phy;
}

void
BroadbandMac::SetAddress(Mac48Address address)
{
    m_address = address;
}

Mac48Address
BroadbandMac::GetAddress() const
{
    return m_address;
}

void
BroadbandMac::SetDeliver(Deliver deliver)
{
    m_deliver = std::move(deliver);
}

void
BroadbandMac::SetBegun(Begun begun)
{
    m_begun = std::move(begun);
}

void
BroadbandMac::SetQueueInterface(Ptr<NetDeviceQueueInterface> queues)
{
    m_queues = queues;
}

void
BroadbandMac::SetMtu(uint32_t mtu)
{
    m_mtu = mtu;
}

MacCounters
BroadbandMac::GetCounters() const
{
    return m_counters;
}

BlockSender
BroadbandMac::MakeSender()
{
    BlockSender::Options options;
    options.limit = m_queueLimit;
    options.countHeaders = m_countHeaders;
    BlockSender::Listener listener;
    listener.begun = [this](const QueuedPacket& queued) {
        m_dequeueTrace(queued.packet);
        if (m_begun)
        {
            m_begun(queued.packet, queued.link.protocol);
        }
    };
    listener.delivered = [this](const QueuedPacket&) { ++m_counters.delivered; };
    listener.dropped = [this](const QueuedPacket& queued, MacDropReason reason) {
        CountDrop(queued.packet, reason);
    };
    return BlockSender(options, std::move(listener));
}

void
BroadbandMac::CountDrop(Ptr<const Packet> packet, MacDropReason reason)
{
    NS_LOG_INFO("drop, " << ToString(reason) << ": " << *packet);
    ++m_counters.dropped[static_cast<uint32_t>(reason)];
    m_dropTrace(packet, reason);
}

BroadbandMac::Sending
BroadbandMac::SendBlock(BlockSender& sender,
                        const std::shared_ptr<const Grant>& grant,
                        uint64_t repeat,
                        std::string& wrong)
{
    const TransportBlock* block = repeat > 0 ? sender.Find(repeat) : sender.Make(grant->bits);
    if (!block)
    {
        return Sending::NOTHING;
    }
    const uint64_t id = block->id;
    wrong = m_phy->Transmit(grant, *block);
    if (!wrong.empty())
    {
        if (repeat == 0)
        {
            sender.TakeBack(id);
        }
        return Sending::REFUSED;
    }
    if (repeat == 0)
    {
        sender.Begin(id);
    }
    return Sending::SENT;
}

bool
BroadbandMac::Enqueue(BlockSender& sender,
                      Ptr<Packet> packet,
                      const LinkAddressing& link,
                      std::size_t queue)
{
    ++m_counters.offered;
    const bool accepted = sender.Enqueue(packet, link);
    if (accepted)
    {
        m_enqueueTrace(packet);
    }
    if (m_queues && queue < m_queues->GetNTxQueues() && !sender.HasRoom(m_mtu))
    {
        m_queues->GetTxQueue(queue)->Stop();
    }
    return accepted;
}

void
BroadbandMac::WakeQueue(const BlockSender& sender, std::size_t queue)
{
    if (m_queues && queue < m_queues->GetNTxQueues() && m_queues->GetTxQueue(queue)->IsStopped() &&
        (sender.HasRoom(m_mtu) || sender.GetQueue().GetPackets() == 0))
    {
        // The queue discipline runs as an event of its node, not of the slot's.
        Simulator::ScheduleWithContext(m_phy->GetDevice()->GetNode()->GetId(),
                                       Time(0),
                                       &NetDeviceQueue::Wake,
                                       m_queues->GetTxQueue(queue));
    }
}

} // namespace edgeai
} // namespace ns3
