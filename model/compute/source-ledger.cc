/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "source-ledger.h"

#include "ns3/basic-energy-source.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiSourceLedger");
NS_OBJECT_ENSURE_REGISTERED(SourceLedger);

TypeId
SourceLedger::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::SourceLedger")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<SourceLedger>();
    return tid;
}

SourceLedger::SourceLedger() = default;

SourceLedger::~SourceLedger() = default;

Ptr<SourceLedger>
SourceLedger::Follow(Ptr<en::EnergySource> source)
{
    NS_LOG_FUNCTION(source);
    if (!DynamicCast<en::BasicEnergySource>(source))
    {
        return nullptr;
    }
    auto ledger = source->GetObject<SourceLedger>();
    if (!ledger)
    {
        ledger = CreateObject<SourceLedger>();
        ledger->m_source = PeekPointer(source);
        ledger->m_whole = Simulator::Now().IsZero();
        if (!ledger->m_whole) // asked before, a source would begin to look at itself
        {
            ledger->m_given = source->GetInitialEnergy() - source->GetRemainingEnergy();
        }
        source->AggregateObject(ledger);
        source->TraceConnectWithoutContext(
            "RemainingEnergy",
            MakeCallback(&SourceLedger::HandleRemaining, PeekPointer(ledger)));
    }
    return ledger;
}

double
SourceLedger::GetGiven() const
{
    return m_given;
}

bool
SourceLedger::IsWhole() const
{
    return m_whole;
}

void
SourceLedger::HandleRemaining(double before, double now)
{
    // It is full when it was charged, with more or with less, and at no other time.
    if (now != m_source->GetInitialEnergy())
    {
        m_given += before - now;
    }
}

} // namespace edgeai
} // namespace ns3
