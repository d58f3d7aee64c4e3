/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "battery-watch.h"

#include "source-access.h"
#include "source-ledger.h"

#include "ns3/energy-source-container.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBatteryWatch");
NS_OBJECT_ENSURE_REGISTERED(BatteryListener);

TypeId
BatteryListener::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::BatteryListener")
                            .SetParent<en::DeviceEnergyModel>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<BatteryListener>();
    return tid;
}

BatteryListener::BatteryListener() = default;

BatteryListener::~BatteryListener() = default;

void
BatteryListener::DoDispose()
{
    onChange = nullptr;
    m_source = nullptr;
    en::DeviceEnergyModel::DoDispose();
}

void
BatteryListener::SetEnergySource(Ptr<en::EnergySource> source)
{
    m_source = source;
}

Ptr<en::EnergySource>
BatteryListener::GetSource() const
{
    return m_source;
}

double
BatteryListener::GetTotalEnergyConsumption() const
{
    return 0;
}

void
BatteryListener::ChangeState(int)
{
}

void
BatteryListener::HandleEnergyDepletion()
{
    if (onChange)
    {
        onChange(true);
    }
}

void
BatteryListener::HandleEnergyRecharged()
{
    if (onChange)
    {
        onChange(false);
    }
}

void
BatteryListener::HandleEnergyChanged()
{
}

BatteryWatch::BatteryWatch() = default;

BatteryWatch::~BatteryWatch()
{
    Stop();
}

void
BatteryWatch::Start(Ptr<Node> node)
{
    NS_LOG_FUNCTION(this << node);
    Stop();
    const auto sources = node->GetObject<en::EnergySourceContainer>();
    for (uint32_t i = 0; sources && i < sources->GetN(); ++i)
    {
        const Ptr<en::EnergySource> source = sources->Get(i);
        SourceLedger::Follow(source);
        auto listener = CreateObject<BatteryListener>();
        listener->onChange = [this, i](bool empty) { HandleChange(i, empty); };
        listener->SetEnergySource(source);
        source->AppendDeviceEnergyModel(listener);
        m_listeners.push_back(listener);
        const double least = SourceAccess::GetThreshold(source, true) * source->GetInitialEnergy();
        m_empty.push_back(source->GetRemainingEnergy() <= least + SourceAccess::STEP);
    }
    Tell();
}

void
BatteryWatch::Stop()
{
    // Nobody can be taken off a source: they stay there, and are silent.
    for (const auto& listener : m_listeners)
    {
        listener->onChange = nullptr;
    }
    m_listeners.clear();
    m_empty.clear();
    m_tellEvent.Cancel();
    m_told = false;
}

bool
BatteryWatch::IsDepleted() const
{
    return std::find(m_empty.begin(), m_empty.end(), true) != m_empty.end();
}

double
BatteryWatch::GetRemainingEnergy() const
{
    double energy = m_listeners.empty() ? std::numeric_limits<double>::quiet_NaN() : 0;
    for (const auto& listener : m_listeners)
    {
        // The source may be gone with its node, or have given more than it had.
        const Ptr<en::EnergySource> source = listener->GetSource();
        energy += source ? std::max(0.0, source->GetRemainingEnergy()) : 0;
    }
    return energy;
}

void
BatteryWatch::HandleChange(std::size_t source, bool empty)
{
    m_empty[source] = empty;
    if (!IsPending(m_tellEvent))
    {
        m_tellEvent = Simulator::ScheduleNow(&BatteryWatch::Tell, this);
    }
}

void
BatteryWatch::Tell()
{
    const bool depleted = IsDepleted();
    if (depleted == m_told)
    {
        return;
    }
    m_told = depleted;
    const auto& tell = depleted ? onDepleted : onRecharged;
    if (tell)
    {
        tell();
    }
}

} // namespace edgeai
} // namespace ns3
