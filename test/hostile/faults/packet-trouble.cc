/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packet-trouble.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/loopback-net-device.h"
#include "ns3/simulator.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-l4-protocol.h"

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(PacketTrouble);

const PacketTrouble::Rule PacketTrouble::Rule::NONE{};

TypeId
PacketTrouble::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PacketTrouble").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

Ptr<PacketTrouble>
PacketTrouble::Install(Ptr<Node> node)
{
    const auto trouble = CreateObject<PacketTrouble>();
    trouble->m_node = node;
    for (uint32_t i = 0; i < node->GetNDevices(); ++i)
    {
        const Ptr<NetDevice> device = node->GetDevice(i);
        if (!DynamicCast<LoopbackNetDevice>(device))
        {
            device->SetReceiveCallback(MakeCallback(&PacketTrouble::Receive, trouble));
        }
    }
    return trouble;
}

void
PacketTrouble::SetRule(const Rule& rule)
{
    m_rule = rule;
    m_reset.clear();
    m_kept = nullptr; // lost with the trouble it was in
}

bool
PacketTrouble::Receive(Ptr<NetDevice> device,
                       Ptr<const Packet> packet,
                       uint16_t protocol,
                       const Address& from)
{
    bool concerned = protocol == Ipv4L3Protocol::PROT_NUMBER;
    if (concerned && m_rule.protocol != 0)
    {
        Ipv4Header header;
        packet->PeekHeader(header);
        concerned = header.GetProtocol() == m_rule.protocol;
    }
    if (m_rule.lose && (concerned || m_rule.protocol == 0))
    {
        ++m_count;
        return true;
    }
    if (!concerned)
    {
        Deliver(device, packet, protocol, from);
        return true;
    }
    Ptr<const Packet> arriving = packet;
    if (m_rule.reset)
    {
        if (const Ptr<Packet> reset = MakeReset(packet))
        {
            ++m_count;
            arriving = reset;
        }
    }
    if (m_rule.late.IsStrictlyPositive())
    {
        ++m_count;
        const Ptr<PacketTrouble> self = this;
        const Address sender = from;
        ScheduleCall(m_rule.late, [self, device, arriving, protocol, sender] {
            self->Deliver(device, arriving, protocol, sender);
        });
        return true;
    }
    if (m_rule.turned && !m_kept)
    {
        // It comes behind the next one, or by itself if there is none for a while.
        ++m_count;
        m_kept = arriving;
        const Ptr<PacketTrouble> self = this;
        const Address sender = from;
        ScheduleCall(MilliSeconds(50), [self, device, arriving, protocol, sender] {
            if (self->m_kept == arriving)
            {
                self->m_kept = nullptr;
                self->Deliver(device, arriving, protocol, sender);
            }
        });
        return true;
    }
    Deliver(device, arriving, protocol, from);
    if (const Ptr<const Packet> before = m_kept)
    {
        m_kept = nullptr;
        Deliver(device, before, protocol, from);
    }
    if (m_rule.twice)
    {
        ++m_count;
        Deliver(device, arriving, protocol, from);
    }
    return true;
}

void
PacketTrouble::Deliver(Ptr<NetDevice> device,
                       Ptr<const Packet> packet,
                       uint16_t protocol,
                       Address from)
{
    // Nobody takes what is neither IPv4 nor ARP: nodes of these simulations have no other protocol.
    if (protocol == Ipv4L3Protocol::PROT_NUMBER || protocol == 0x0806)
    {
        m_node->GetObject<TrafficControlLayer>()->Receive(device,
                                                          packet->Copy(),
                                                          protocol,
                                                          from,
                                                          device->GetAddress(),
                                                          NetDevice::PACKET_HOST);
    }
}

Ptr<Packet>
PacketTrouble::MakeReset(Ptr<const Packet> packet)
{
    const Ptr<Packet> forged = packet->Copy();
    Ipv4Header ip;
    forged->RemoveHeader(ip);
    if (ip.GetProtocol() != TcpL4Protocol::PROT_NUMBER || ip.GetFragmentOffset() > 0)
    {
        return nullptr;
    }
    TcpHeader tcp;
    forged->RemoveHeader(tcp);
    const uint64_t addresses = (uint64_t{ip.GetSource().Get()} << 32) | ip.GetDestination().Get();
    const uint32_t ports = (uint32_t{tcp.GetSourcePort()} << 16) | tcp.GetDestinationPort();
    if (forged->GetSize() == 0 || !m_reset.emplace(addresses, ports).second)
    {
        return nullptr;
    }
    const Ptr<Packet> reset = Create<Packet>();
    tcp.SetFlags(TcpHeader::RST | TcpHeader::ACK);
    reset->AddHeader(tcp);
    ip.SetPayloadSize(static_cast<uint16_t>(reset->GetSize()));
    reset->AddHeader(ip);
    return reset;
}

} // namespace edgeai
} // namespace ns3
