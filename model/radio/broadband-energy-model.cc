/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-energy-model.h"

#include "source-access.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandEnergyModel");
NS_OBJECT_ENSURE_REGISTERED(BroadbandEnergyModel);

namespace
{

/// Drawn between two looks at a source at least, so that it takes notice whichever way it rounds
/// [J].
constexpr double LEAST_DRAW = 2 * SourceAccess::STEP;
/// How long after the forecast a source with a reserve is looked at, at least [s].
constexpr double LATE = 1e-6;
/// What is further away is looked at when the power changes [s].
constexpr double FORECAST_LIMIT = 1e9;

} // namespace

TypeId
BroadbandEnergyModel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::BroadbandEnergyModel")
            .SetParent<en::DeviceEnergyModel>()
            .SetGroupName("EdgeAi")
            .AddConstructor<BroadbandEnergyModel>()
            .AddAttribute("IdlePower",
                          "Power that is always taken [W].",
                          DoubleValue(0),
                          MakeDoubleAccessor(&BroadbandEnergyModel::m_idlePower),
                          MakeDoubleChecker<double>(0, 1e6))
            .AddAttribute("ReceivePower",
                          "Circuit power in slots in which the radio receives, on top [W].",
                          DoubleValue(0.1),
                          MakeDoubleAccessor(&BroadbandEnergyModel::m_receivePower),
                          MakeDoubleChecker<double>(0, 1e6))
            .AddAttribute("TransmitCircuitPower",
                          "Circuit power in slots in which the radio sends, on top [W].",
                          DoubleValue(0.1),
                          MakeDoubleAccessor(&BroadbandEnergyModel::m_transmitPower),
                          MakeDoubleChecker<double>(0, 1e6))
            .AddAttribute("AmplifierEfficiency",
                          "Radiated power over power taken by the amplifier [1], in (0, 1].",
                          DoubleValue(0.35),
                          MakeDoubleAccessor(&BroadbandEnergyModel::m_efficiency),
                          MakeDoubleChecker<double>(1e-6, 1));
    return tid;
}

BroadbandEnergyModel::BroadbandEnergyModel()
    : m_since(Simulator::Now())
{
    NS_LOG_FUNCTION(this);
}

BroadbandEnergyModel::~BroadbandEnergyModel() = default;

void
BroadbandEnergyModel::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_expireEvent.Cancel();
    m_lookEvent.Cancel();
    m_recoverEvent.Cancel();
    if (m_source)
    {
        m_source->TraceDisconnectWithoutContext(
            "RemainingEnergy",
            MakeCallback(&BroadbandEnergyModel::HandleRemaining, this));
    }
    m_source = nullptr;
    m_phy = nullptr;
    m_depleted = nullptr;
    m_recharged = nullptr;
    en::DeviceEnergyModel::DoDispose();
}

void
BroadbandEnergyModel::SetPhy(Ptr<BroadbandPhy> phy)
{
    NS_LOG_FUNCTION(this << phy);
    m_phy = PeekPointer(phy);
    phy->TraceConnectWithoutContext(
        "Activity",
        MakeCallback(&BroadbandEnergyModel::NotifyActivity, Ptr<BroadbandEnergyModel>(this)));
}

Ptr<BroadbandPhy>
BroadbandEnergyModel::GetPhy() const
{
    return m_phy;
}

void
BroadbandEnergyModel::SetCallbacks(std::function<void()> depleted, std::function<void()> recharged)
{
    m_depleted = std::move(depleted);
    m_recharged = std::move(recharged);
}

double
BroadbandEnergyModel::GetPower(const BroadbandPhy::Activity& activity) const
{
    double power = m_idlePower;
    if (activity.receiving)
    {
        power += m_receivePower;
    }
    if (activity.transmitPower > 0)
    {
        power += m_transmitPower + activity.transmitPower / m_efficiency;
    }
    return power;
}

double
BroadbandEnergyModel::GetPresentPower() const
{
    return m_isDepleted ? 0 : GetPower(m_activity);
}

void
BroadbandEnergyModel::Account()
{
    const Time now = Simulator::Now();
    m_energy += GetPresentPower() * (now - m_since).GetSeconds();
    m_since = now;
}

void
BroadbandEnergyModel::NotifyActivity(const BroadbandPhy::Activity& activity)
{
    NS_LOG_FUNCTION(this << activity.receiving << activity.transmitPower);
    // Asked before the change, the source takes what was used so far at the old power.
    const double remaining = m_source ? m_source->GetRemainingEnergy() : 0;
    Account();
    m_activity = activity;
    Forecast(remaining);
}

double
BroadbandEnergyModel::GetReserve() const
{
    DoubleValue threshold(0);
    if (!m_source->GetAttributeFailSafe("BasicEnergyLowBatteryThreshold", threshold))
    {
        m_source->GetAttributeFailSafe("LiIonEnergyLowBatteryThreshold", threshold);
    }
    return threshold.Get() * m_source->GetInitialEnergy();
}

void
BroadbandEnergyModel::Forecast(double remaining)
{
    if (!m_source || m_isDepleted || GetPresentPower() <= 0)
    {
        return;
    }
    const double current = SourceAccess::GetTotalCurrent(m_source);
    m_others = current - DoGetCurrentA();
    const double power = current * m_source->GetSupplyVoltage();
    if (power <= 0)
    {
        m_expireEvent.Cancel();
        return; // as much is harvested
    }
    // A source with a reserve says so itself once it has got there; one without trips an assertion
    // when asked for more than it has, so it is left a moment before.
    const double left =
        (remaining - m_reserve) / power +
        (m_reserve > 0 ? std::max(LATE, LEAST_DRAW / power) : -SourceAccess::STEP / power);
    if (left > FORECAST_LIMIT)
    {
        return;
    }
    const Time delay = NanoSeconds(static_cast<int64_t>(std::max(0.0, left) * 1e9));
    if (!IsPending(m_expireEvent) || Simulator::Now() + delay < m_expires)
    {
        m_expireEvent.Cancel();
        m_expires = Simulator::Now() + delay;
        m_expireEvent = Simulator::Schedule(delay, &BroadbandEnergyModel::Expire, this);
    }
}

void
BroadbandEnergyModel::Expire()
{
    NS_LOG_FUNCTION(this);
    const double remaining = m_source->GetRemainingEnergy();
    m_reserve = GetReserve();
    const double power = SourceAccess::GetTotalCurrent(m_source) * m_source->GetSupplyVoltage();
    // The next look must find less, or there would be one at every instant from here on.
    const double least = std::max(LEAST_DRAW, power * 1e-9) + SourceAccess::STEP;
    if (m_reserve == 0 && remaining < least && !m_isDepleted)
    {
        HandleEnergyDepletion();
        m_told = true;
        SourceAccess::TellDrained(m_source);
    }
    Forecast(remaining);
}

void
BroadbandEnergyModel::RequestForecast()
{
    // Consumers tell the source before they change their current: look when they have done so.
    if (!IsPending(m_lookEvent))
    {
        m_lookEvent = Simulator::ScheduleNow(&BroadbandEnergyModel::Look, this);
    }
}

void
BroadbandEnergyModel::Look()
{
    Forecast(m_source->GetRemainingEnergy());
}

void
BroadbandEnergyModel::SetEnergySource(Ptr<en::EnergySource> source)
{
    m_source = source;
    m_reserve = GetReserve();
    m_source->TraceConnectWithoutContext(
        "RemainingEnergy",
        MakeCallback(&BroadbandEnergyModel::HandleRemaining, this));
    RequestForecast(); // when the source knows of this model
}

double
BroadbandEnergyModel::GetTotalEnergyConsumption() const
{
    return m_energy + GetPresentPower() * (Simulator::Now() - m_since).GetSeconds();
}

double
BroadbandEnergyModel::DoGetCurrentA() const
{
    const double voltage = m_source ? m_source->GetSupplyVoltage() : 0;
    return voltage > 0 ? GetPresentPower() / voltage : 0;
}

void
BroadbandEnergyModel::ChangeState(int newState)
{
    // The PHY's Activity trace says what the radio does; there are no numbered states.
    NS_LOG_FUNCTION(this << newState);
}

void
BroadbandEnergyModel::HandleEnergyDepletion()
{
    NS_LOG_FUNCTION(this);
    if (m_isDepleted)
    {
        return;
    }
    Account();
    m_isDepleted = true;
    m_expireEvent.Cancel();
    if (m_phy)
    {
        m_phy->SetPowered(false);
    }
    if (m_depleted)
    {
        m_depleted();
    }
}

void
BroadbandEnergyModel::HandleEnergyRecharged()
{
    NS_LOG_FUNCTION(this);
    if (!m_isDepleted)
    {
        return;
    }
    Account();
    m_isDepleted = false;
    m_told = false;
    RequestForecast();
    if (m_phy)
    {
        m_phy->SetPowered(true);
    }
    if (m_recharged)
    {
        m_recharged();
    }
}

void
BroadbandEnergyModel::HandleRemaining(double before, double now)
{
    if (m_told && now > before)
    {
        DoubleValue high(0);
        m_source->GetAttributeFailSafe("BasicEnergyHighBatteryThreshold", high);
        if (now > high.Get() * m_source->GetInitialEnergy())
        {
            // Not at once: the source is in the middle of its account.
            m_told = false;
            m_recoverEvent = Simulator::ScheduleNow(&BroadbandEnergyModel::Recover, this);
        }
    }
}

void
BroadbandEnergyModel::Recover()
{
    HandleEnergyRecharged();
    SourceAccess::TellRecharged(m_source);
}

void
BroadbandEnergyModel::HandleEnergyChanged()
{
    NS_LOG_FUNCTION(this);
    if (m_isDepleted || !m_source || GetPresentPower() <= 0)
    {
        return;
    }
    // Another consumer may bring the end nearer.
    const double current = SourceAccess::GetTotalCurrent(m_source);
    if (std::abs(current - DoGetCurrentA() - m_others) > 1e-9 * std::abs(current))
    {
        RequestForecast();
    }
}

} // namespace edgeai
} // namespace ns3
