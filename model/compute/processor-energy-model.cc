/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-energy-model.h"

#include "source-access.h"
#include "source-ledger.h"
#include "time-steps.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessorEnergyModel");
NS_OBJECT_ENSURE_REGISTERED(ProcessorEnergyModel);

namespace
{

/// Sources that decide by something else than their remaining energy; they are believed.
const char* const FOREIGN_THRESHOLDS[] = {"RvBatteryModelLowBatteryThreshold",
                                          "LowBatteryThreshold"};

} // namespace

TypeId
ProcessorEnergyModel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::ProcessorEnergyModel")
                            .SetParent<en::DeviceEnergyModel>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<ProcessorEnergyModel>();
    return tid;
}

ProcessorEnergyModel::ProcessorEnergyModel()
{
    NS_LOG_FUNCTION(this);
}

ProcessorEnergyModel::~ProcessorEnergyModel()
{
    NS_LOG_FUNCTION(this);
}

void
ProcessorEnergyModel::SetProcessor(Ptr<Processor> processor)
{
    NS_LOG_FUNCTION(this << processor);
    NS_ABORT_MSG_UNLESS(processor && !m_processor,
                        "ProcessorEnergyModel: SetProcessor takes one processor, once");
    m_processor = processor;
    m_power = processor->GetPower();
    m_before = processor->GetTotalEnergy();
    processor->TraceConnectWithoutContext("Power",
                                          MakeCallback(&ProcessorEnergyModel::HandlePower, this));
}

Ptr<Processor>
ProcessorEnergyModel::GetProcessor() const
{
    return m_processor;
}

void
ProcessorEnergyModel::SetEnergySource(Ptr<en::EnergySource> source)
{
    NS_LOG_FUNCTION(this << source);
    NS_ABORT_MSG_UNLESS(source && !m_source,
                        "ProcessorEnergyModel: SetEnergySource takes one source, once");
    m_source = source;
    SourceLedger::Follow(source);
    m_source->TraceConnectWithoutContext(
        "RemainingEnergy",
        MakeCallback(&ProcessorEnergyModel::HandleRemaining, this));
    RequestForecast();
}

double
ProcessorEnergyModel::GetTotalEnergyConsumption() const
{
    return m_processor ? m_processor->GetTotalEnergy() - m_before : 0;
}

void
ProcessorEnergyModel::ChangeState(int newState)
{
    NS_LOG_FUNCTION(this << newState);
    NS_ABORT_MSG_IF(newState != 0 && newState != 1,
                    "ProcessorEnergyModel: state is " << newState << ", there are 0 (off), 1 (on)");
    m_processor->SetPowered(newState == 1);
}

void
ProcessorEnergyModel::HandleEnergyDepletion()
{
    NS_LOG_FUNCTION(this);
    if (!m_depleted && m_processor)
    {
        m_depleted = true;
        m_expireEvent.Cancel();
        // Not at once: this may be called from the middle of a change of the processor.
        m_switchEvent.Cancel();
        m_switchEvent = Simulator::ScheduleNow(&ProcessorEnergyModel::SwitchProcessor, this);
    }
}

void
ProcessorEnergyModel::HandleEnergyRecharged()
{
    NS_LOG_FUNCTION(this);
    if (m_depleted && m_processor)
    {
        m_depleted = false;
        m_told = false;
        m_switchEvent.Cancel();
        m_switchEvent = Simulator::ScheduleNow(&ProcessorEnergyModel::SwitchProcessor, this);
        RequestForecast();
    }
}

void
ProcessorEnergyModel::HandleEnergyChanged()
{
    RequestForecast();
}

bool
ProcessorEnergyModel::IsDepleted() const
{
    return m_depleted;
}

void
ProcessorEnergyModel::SwitchProcessor()
{
    NS_LOG_FUNCTION(this);
    m_processor->SetPowered(!m_depleted);
}

void
ProcessorEnergyModel::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_forecastEvent.Cancel();
    m_expireEvent.Cancel();
    m_switchEvent.Cancel();
    m_recoverEvent.Cancel();
    if (m_processor)
    {
        m_processor->TraceDisconnectWithoutContext(
            "Power",
            MakeCallback(&ProcessorEnergyModel::HandlePower, this));
    }
    if (m_source)
    {
        m_source->TraceDisconnectWithoutContext(
            "RemainingEnergy",
            MakeCallback(&ProcessorEnergyModel::HandleRemaining, this));
    }
    m_processor = nullptr;
    m_source = nullptr;
    en::DeviceEnergyModel::DoDispose();
}

double
ProcessorEnergyModel::DoGetCurrentA() const
{
    if (m_lastCurrent >= 0)
    {
        return m_lastCurrent;
    }
    return m_source ? m_power / m_source->GetSupplyVoltage() : 0;
}

void
ProcessorEnergyModel::HandlePower(double before, double now)
{
    NS_LOG_FUNCTION(this << before << now);
    if (m_source)
    {
        m_source->UpdateEnergySource(); // charges what was drawn until now
        m_power = now;
        RequestForecast();
    }
}

void
ProcessorEnergyModel::HandleRemaining(double before, double now)
{
    // What is left of a step, and is still being drawn by somebody, is no charge.
    if (m_depleted && now > before &&
        now > SourceAccess::GetThreshold(m_source, false) * m_source->GetInitialEnergy())
    {
        if (m_told)
        {
            // Not at once: the source is in the middle of its account.
            m_recoverEvent = Simulator::ScheduleNow(&ProcessorEnergyModel::Recover, this);
        }
        HandleEnergyRecharged();
    }
}

void
ProcessorEnergyModel::Recover()
{
    SourceAccess::TellRecharged(m_source);
}

void
ProcessorEnergyModel::RequestForecast()
{
    // Devices tell the source before they change their current: look when they have done so.
    if (m_processor && !IsPending(m_forecastEvent))
    {
        m_forecastEvent = Simulator::ScheduleNow(&ProcessorEnergyModel::Forecast, this);
    }
}

void
ProcessorEnergyModel::Forecast()
{
    NS_LOG_FUNCTION(this);
    m_expireEvent.Cancel();
    for (const char* name : FOREIGN_THRESHOLDS)
    {
        DoubleValue value;
        if (m_source->GetAttributeFailSafe(name, value))
        {
            return;
        }
    }
    const double remaining = m_source->GetRemainingEnergy(); // brings the source up to now
    const double voltage = m_source->GetSupplyVoltage();
    const double current = SourceAccess::GetTotalCurrent(m_source);
    if (m_depleted || m_power <= 0 || current <= 0)
    {
        return;
    }
    m_others = current - m_power / voltage;
    m_usable =
        remaining - SourceAccess::GetThreshold(m_source, true) * m_source->GetInitialEnergy();
    m_forecastAt = Simulator::Now();
    // The last whole time step before it, so that the source itself is not first: one that
    // subtracts more than there is fails an assertion.
    const long double steps = m_usable / (current * voltage) / GetStepSeconds();
    Time delay;
    if (StepsToTime(std::max(std::ceil(steps - 1e-3L) - 1, 0.0L), delay))
    {
        m_expireEvent = Simulator::Schedule(delay, &ProcessorEnergyModel::Expire, this);
    }
}

void
ProcessorEnergyModel::Expire()
{
    NS_LOG_FUNCTION(this);
    const auto elapsed = static_cast<double>(ToSeconds(Simulator::Now() - m_forecastAt));
    if (elapsed > 0)
    {
        const double quanta = std::max(0.0, std::floor(m_usable / SourceAccess::STEP) - 1);
        const double current =
            quanta * SourceAccess::STEP / (elapsed * m_source->GetSupplyVoltage());
        m_lastCurrent = std::max(0.0, current - m_others);
        m_source->UpdateEnergySource();
        m_lastCurrent = -1;
    }
    HandleEnergyDepletion();
    m_told = true;
    SourceAccess::TellDrained(m_source);
}

} // namespace edgeai
} // namespace ns3
