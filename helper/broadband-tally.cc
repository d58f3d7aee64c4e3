/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-tally.h"

#include "application/message/message-tag.h"
#include "radio/segment-queue.h"

#include "ns3/broadband-medium.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * @param [in] report of a block
 * @param [in] share of it
 * @param [in] slot duration [s]
 * @param [in,out] tally gets that share of its bits and energy, and the block
 */
void
Add(const BlockReport& report, double share, double slot, LinkTally& tally)
{
    ++tally.blocks;
    tally.energy += share * report.grant->GetTotalPower() * slot;
    if (report.outcome != BlockOutcome::DECODED)
    {
        ++tally.failed;
        return;
    }
    const double bits = share * static_cast<double>(report.payloadBits);
    tally.bits += bits;
    tally.weightedSinr += bits * report.sinrMean;
}

} // namespace

NS_OBJECT_ENSURE_REGISTERED(BroadbandTally);

TypeId
BroadbandTally::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::BroadbandTally")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<BroadbandTally>();
    return tid;
}

Ptr<BroadbandTally>
BroadbandTally::Of(Ptr<BroadbandPhy> phy)
{
    Ptr<BroadbandTally> tally = phy->GetObject<BroadbandTally>();
    if (!tally)
    {
        tally = CreateObject<BroadbandTally>();
        tally->m_slot = phy->GetMedium()->GetSlotDuration().GetSeconds();
        phy->TraceConnectWithoutContext(
            "TransportBlock",
            MakeCallback(&BroadbandTally::HandleBlock, PeekPointer(tally)));
        phy->AggregateObject(tally);
    }
    return tally;
}

LinkTally
BroadbandTally::Get(uint32_t user) const
{
    const auto found = m_tallies.find(user);
    return found == m_tallies.end() ? LinkTally() : found->second;
}

void
BroadbandTally::Begin(const LinkMessage& message)
{
    m_messages[message] = LinkTally();
}

bool
BroadbandTally::End(const LinkMessage& message, LinkTally& tally)
{
    const auto found = m_messages.find(message);
    if (found == m_messages.end())
    {
        return false;
    }
    tally = found->second;
    m_messages.erase(found);
    return true;
}

void
BroadbandTally::HandleBlock(const BlockReport& report)
{
    Add(report, 1, m_slot, m_tallies[report.grant->user]);
    if (!m_messages.empty())
    {
        Divide(report);
    }
}

void
BroadbandTally::Divide(const BlockReport& report)
{
    const auto payload = dynamic_cast<const SegmentedPayload*>(report.payload);
    if (!payload)
    {
        return;
    }
    double all = 0;
    std::map<LinkMessage, double> parts; // bytes of the block
    for (const Segment& segment : payload->segments)
    {
        const double bytes = segment.GetSize();
        all += bytes;
        // The segment may hold no more than headers: what the packet is for says what they are for.
        double tagged = 0;
        std::map<LinkMessage, double> messages;
        for (auto it = segment.packet->packet->GetByteTagIterator(); it.HasNext();)
        {
            const auto item = it.Next();
            if (item.GetTypeId() == MessageTag::GetTypeId())
            {
                MessageTag tag;
                item.GetTag(tag);
                const double length = item.GetEnd() - item.GetStart();
                tagged += length;
                messages[{tag.port, tag.type, tag.task}] += length;
            }
        }
        for (const auto& [message, length] : messages)
        {
            parts[message] += bytes * length / tagged;
        }
    }
    for (const auto& [message, bytes] : parts)
    {
        const auto found = m_messages.find(message);
        if (found != m_messages.end())
        {
            Add(report, bytes / all, m_slot, found->second);
        }
    }
}

} // namespace edgeai
} // namespace ns3
