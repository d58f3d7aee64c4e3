/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-tally.h"

#include "ns3/broadband-medium.h"

namespace ns3
{
namespace edgeai
{

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
BroadbandTally::HandleBlock(const BlockReport& report)
{
    LinkTally& tally = m_tallies[report.grant->user];
    ++tally.blocks;
    tally.energy += report.grant->GetTotalPower() * m_slot;
    if (report.outcome != BlockOutcome::DECODED)
    {
        ++tally.failed;
        return;
    }
    const auto bits = static_cast<double>(report.payloadBits);
    tally.bits += bits;
    tally.weightedSinr += bits * report.sinrMean;
}

} // namespace edgeai
} // namespace ns3
