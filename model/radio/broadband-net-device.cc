/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-net-device.h"

#include "broadband-base-mac.h"
#include "broadband-cell-channel.h"

#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/queue-item.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandNetDevice");
NS_OBJECT_ENSURE_REGISTERED(BroadbandNetDevice);

namespace
{
constexpr uint16_t PROTOCOL_IPV4 = 0x0800; ///< EtherType of IPv4
constexpr uint16_t PROTOCOL_IPV6 = 0x86DD; ///< EtherType of IPv6
} // namespace

TypeId
BroadbandNetDevice::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::BroadbandNetDevice")
            .SetParent<NetDevice>()
            .SetGroupName("EdgeAi")
            .AddConstructor<BroadbandNetDevice>()
            .AddAttribute(
                "Mtu",
                "Largest network-layer packet [B].",
                UintegerValue(1500),
                MakeUintegerAccessor(&BroadbandNetDevice::SetMtu, &BroadbandNetDevice::GetMtu),
                MakeUintegerChecker<uint16_t>(1, 65535))
            .AddAttribute("NeedsArp",
                          "Whether addresses are looked up with ARP and neighbour discovery.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&BroadbandNetDevice::m_needsArp),
                          MakeBooleanChecker())
            .AddTraceSource("MacTx",
                            "A packet was handed to the MAC.",
                            MakeTraceSourceAccessor(&BroadbandNetDevice::m_txTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacTxDrop",
                            "A packet was refused: empty, over the MTU, or by the MAC (full queue, "
                            "no such user).",
                            MakeTraceSourceAccessor(&BroadbandNetDevice::m_txDropTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("MacRx",
                            "A packet for this device was received.",
                            MakeTraceSourceAccessor(&BroadbandNetDevice::m_rxTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("Sniffer",
                            "An IP packet whose first byte this device sends, or which it has "
                            "received.",
                            MakeTraceSourceAccessor(&BroadbandNetDevice::m_snifferTrace),
                            "ns3::Packet::TracedCallback")
            .AddTraceSource("PromiscSniffer",
                            "The same, with packets for others.",
                            MakeTraceSourceAccessor(&BroadbandNetDevice::m_promiscSnifferTrace),
                            "ns3::Packet::TracedCallback");
    return tid;
}

BroadbandNetDevice::BroadbandNetDevice()
{
    NS_LOG_FUNCTION(this);
}

BroadbandNetDevice::~BroadbandNetDevice() = default;

void
BroadbandNetDevice::DoDispose()
{
    NS_LOG_FUNCTION(this);
    if (m_mac)
    {
        m_mac->Dispose();
    }
    if (m_phy)
    {
        m_phy->Dispose();
    }
    m_mac = nullptr;
    m_phy = nullptr;
    m_node = nullptr;
    m_channel = nullptr;
    m_queues = nullptr;
    m_receive = NetDevice::ReceiveCallback();
    m_promiscReceive = NetDevice::PromiscReceiveCallback();
    NetDevice::DoDispose();
}

void
BroadbandNetDevice::NotifyNewAggregate()
{
    if (!m_queues)
    {
        m_queues = GetObject<NetDeviceQueueInterface>();
        if (m_queues && m_mac)
        {
            m_mac->SetQueueInterface(m_queues);
        }
        if (m_queues && m_queues->GetNTxQueues() > 1)
        {
            m_queues->SetSelectQueueCallback([this](Ptr<QueueItem> item) -> std::size_t {
                const auto packet = DynamicCast<QueueDiscItem>(item);
                const auto base = DynamicCast<BroadbandBaseMac>(m_mac);
                return packet && base
                           ? base->SelectQueue(Mac48Address::ConvertFrom(packet->GetAddress()))
                           : 0;
            });
        }
    }
    NetDevice::NotifyNewAggregate();
}

void
BroadbandNetDevice::SetPhy(Ptr<BroadbandPhy> phy)
{
    m_phy = phy;
    m_phy->SetDevice(this);
}

Ptr<BroadbandPhy>
BroadbandNetDevice::GetPhy() const
{
    return m_phy;
}

void
BroadbandNetDevice::SetMac(Ptr<BroadbandMac> mac)
{
    NS_LOG_FUNCTION(this << mac);
    m_mac = mac;
    m_mac->SetAddress(m_address);
    m_mac->SetMtu(m_mtu);
    m_mac->SetQueueInterface(m_queues);
    m_mac->SetDeliver([this](Ptr<Packet> packet,
                             uint16_t protocol,
                             Mac48Address source,
                             Mac48Address destination) {
        // Blocks end in the slot's event, which belongs to no node. What the packet sets off
        // belongs to this one.
        Simulator::ScheduleWithContext(m_node->GetId(),
                                       Time(0),
                                       &BroadbandNetDevice::Receive,
                                       Ptr<BroadbandNetDevice>(this),
                                       packet,
                                       protocol,
                                       source,
                                       destination);
    });
    m_mac->SetBegun(
        [this](Ptr<const Packet> packet, uint16_t protocol) { Sniff(packet, protocol, true); });
    m_linkUp = true;
    m_linkChange();
}

Ptr<BroadbandMac>
BroadbandNetDevice::GetMac() const
{
    return m_mac;
}

void
BroadbandNetDevice::SetChannel(Ptr<BroadbandCellChannel> channel)
{
    m_channel = channel;
}

void
BroadbandNetDevice::Sniff(Ptr<const Packet> packet, uint16_t protocol, bool addressed)
{
    if (protocol != PROTOCOL_IPV4 && protocol != PROTOCOL_IPV6)
    {
        return; // files of raw IP have no place for anything else
    }
    if (addressed)
    {
        m_snifferTrace(packet);
    }
    m_promiscSnifferTrace(packet);
}

void
BroadbandNetDevice::Receive(Ptr<Packet> packet,
                            uint16_t protocol,
                            Mac48Address source,
                            Mac48Address destination)
{
    NS_LOG_FUNCTION(this << packet << protocol << source << destination);
    PacketType type = PACKET_OTHERHOST;
    if (destination == m_address)
    {
        type = PACKET_HOST;
    }
    else if (destination.IsBroadcast())
    {
        type = PACKET_BROADCAST;
    }
    else if (destination.IsGroup())
    {
        type = PACKET_MULTICAST;
    }
    Sniff(packet, protocol, type != PACKET_OTHERHOST);
    if (!m_promiscReceive.IsNull())
    {
        m_promiscReceive(this, packet->Copy(), protocol, source, destination, type);
    }
    if (type != PACKET_OTHERHOST)
    {
        m_rxTrace(packet);
        if (!m_receive.IsNull())
        {
            m_receive(this, packet, protocol, source);
        }
    }
}

bool
BroadbandNetDevice::Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << dest << protocolNumber);
    m_txTrace(packet);
    if (!m_mac || packet->GetSize() == 0 || packet->GetSize() > m_mtu ||
        !m_mac->Send(packet, m_address, Mac48Address::ConvertFrom(dest), protocolNumber))
    {
        m_txDropTrace(packet);
        return false;
    }
    return true;
}

bool
BroadbandNetDevice::SendFrom(Ptr<Packet> packet,
                             const Address& source,
                             const Address& dest,
                             uint16_t protocolNumber)
{
    NS_LOG_FUNCTION(this << packet << source << dest << protocolNumber);
    return Mac48Address::ConvertFrom(source) == m_address && Send(packet, dest, protocolNumber);
}

bool
BroadbandNetDevice::SupportsSendFrom() const
{
    return false;
}

void
BroadbandNetDevice::SetIfIndex(const uint32_t index)
{
    m_ifIndex = index;
}

uint32_t
BroadbandNetDevice::GetIfIndex() const
{
    return m_ifIndex;
}

Ptr<Channel>
BroadbandNetDevice::GetChannel() const
{
    return m_channel;
}

void
BroadbandNetDevice::SetAddress(Address address)
{
    m_address = Mac48Address::ConvertFrom(address);
    if (m_mac)
    {
        m_mac->SetAddress(m_address);
    }
}

Address
BroadbandNetDevice::GetAddress() const
{
    return m_address;
}

bool
BroadbandNetDevice::SetMtu(const uint16_t mtu)
{
    m_mtu = mtu;
    if (m_mac)
    {
        m_mac->SetMtu(mtu);
    }
    return true;
}

uint16_t
BroadbandNetDevice::GetMtu() const
{
    return m_mtu;
}

bool
BroadbandNetDevice::IsLinkUp() const
{
    return m_linkUp;
}

void
BroadbandNetDevice::AddLinkChangeCallback(Callback<void> callback)
{
    m_linkChange.ConnectWithoutContext(callback);
}

bool
BroadbandNetDevice::IsBroadcast() const
{
    return true;
}

Address
BroadbandNetDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
BroadbandNetDevice::IsMulticast() const
{
    return true;
}

Address
BroadbandNetDevice::GetMulticast(Ipv4Address multicastGroup) const
{
    return Mac48Address::GetMulticast(multicastGroup);
}

Address
BroadbandNetDevice::GetMulticast(Ipv6Address address) const
{
    return Mac48Address::GetMulticast(address);
}

bool
BroadbandNetDevice::IsBridge() const
{
    return false;
}

bool
BroadbandNetDevice::IsPointToPoint() const
{
    return false;
}

Ptr<Node>
BroadbandNetDevice::GetNode() const
{
    return m_node;
}

void
BroadbandNetDevice::SetNode(Ptr<Node> node)
{
    m_node = node;
}

bool
BroadbandNetDevice::NeedsArp() const
{
    return m_needsArp;
}

void
BroadbandNetDevice::SetReceiveCallback(NetDevice::ReceiveCallback callback)
{
    m_receive = callback;
}

void
BroadbandNetDevice::SetPromiscReceiveCallback(NetDevice::PromiscReceiveCallback callback)
{
    m_promiscReceive = callback;
}

} // namespace edgeai
} // namespace ns3
