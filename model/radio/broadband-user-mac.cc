/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-user-mac.h"

#include "broadband-base-mac.h"
#include "broadband-medium.h"

#include "ns3/log.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandUserMac");
NS_OBJECT_ENSURE_REGISTERED(BroadbandUserMac);

TypeId
BroadbandUserMac::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::BroadbandUserMac")
                            .SetParent<BroadbandMac>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<BroadbandUserMac>();
    return tid;
}

void
BroadbandUserMac::DoDispose()
{
    NS_LOG_FUNCTION(this);
    if (m_sender)
    {
        m_sender->Stop();
    }
    m_baseMac = nullptr;
    BroadbandMac::DoDispose();
}

void
BroadbandUserMac::Prepare()
{
    if (m_sender)
    {
        return;
    }
    m_sender = std::make_unique<BlockSender>(MakeSender());
    m_receiver =
        std::make_unique<BlockReceiver>([this](Ptr<Packet> packet, const LinkAddressing& link) {
            if (m_deliver && m_baseMac)
            {
                m_deliver(packet,
                          link.protocol,
                          link.hasSource ? link.source : m_baseMac->GetAddress(),
                          link.hasDestination ? link.destination : m_address);
            }
        });
}

void
BroadbandUserMac::AttachTo(Ptr<BroadbandBaseMac> base)
{
    NS_LOG_FUNCTION(this << base);
    m_baseMac = PeekPointer(base);
    Prepare();
}

bool
BroadbandUserMac::Send(Ptr<Packet> packet,
                       Mac48Address source,
                       Mac48Address destination,
                       uint16_t protocol)
{
    NS_LOG_FUNCTION(this << packet << source << destination << protocol);
    if (!m_baseMac)
    {
        ++m_counters.offered;
        CountDrop(packet, MacDropReason::NO_USER);
        return false;
    }
    LinkAddressing link;
    link.protocol = protocol;
    link.hasSource = source != m_address;
    link.source = source;
    link.hasDestination = destination != m_baseMac->GetAddress();
    link.destination = destination;
    const uint64_t before = m_sender->GetBacklog();
    if (!Enqueue(*m_sender, packet, link, 0))
    {
        return false;
    }
    if (m_baseMac->GetControlDelay() > 0)
    {
        const uint64_t bits = m_sender->GetBacklog() - before;
        m_recent.emplace_back(m_phy->GetMedium()->GetSlot(), bits);
        m_recentBits += bits;
    }
    m_baseMac->NotifyBacklog(m_phy->GetId());
    return true;
}

MacCounters
BroadbandUserMac::GetCounters() const
{
    MacCounters counters = m_counters;
    counters.unfinished = m_sender ? m_sender->GetUnfinished() : 0;
    return counters;
}

void
BroadbandUserMac::BlockReceived(const BlockReport& report, const TransportBlock& block)
{
    m_receiver->Receive(block.id, block.payload, report.outcome);
}

void
BroadbandUserMac::BlockAcknowledged(const BlockReport& report)
{
    m_sender->End(report.block, report.outcome);
    WakeQueue(*m_sender, 0);
}

void
BroadbandUserMac::PowerRestored()
{
    if (m_baseMac && HasBacklog())
    {
        m_baseMac->NotifyBacklog(m_phy->GetId());
    }
}

bool
BroadbandUserMac::TransmitGranted(const std::shared_ptr<const Grant>& grant,
                                  uint64_t repeat,
                                  std::string& wrong)
{
    const Sending result = SendBlock(*m_sender, grant, repeat, wrong);
    WakeQueue(*m_sender, 0);
    return result == Sending::SENT;
}

void
BroadbandUserMac::Abandon(Direction direction, uint64_t block)
{
    if (direction == UPLINK)
    {
        m_sender->End(block, BlockOutcome::DROPPED);
        WakeQueue(*m_sender, 0);
    }
    else
    {
        if (m_phy)
        {
            m_phy->Forget(m_phy->GetId(), block);
        }
        m_receiver->Receive(block, nullptr, BlockOutcome::DROPPED);
    }
}

uint64_t
BroadbandUserMac::GetBacklog(uint64_t slot, uint64_t age)
{
    while (!m_recent.empty() && m_recent.front().first + age < slot)
    {
        m_recentBits -= m_recent.front().second;
        m_recent.pop_front();
    }
    const uint64_t backlog = HasPower() ? m_sender->GetBacklog() : 0;
    return backlog - std::min(backlog, m_recentBits);
}

bool
BroadbandUserMac::HasPower() const
{
    return m_phy && m_phy->IsPowered();
}

bool
BroadbandUserMac::HasBacklog() const
{
    return HasPower() && m_sender->GetBacklog() > 0;
}

} // namespace edgeai
} // namespace ns3
