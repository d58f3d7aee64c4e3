/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-energy-model.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandEnergyModel");
NS_OBJECT_ENSURE_REGISTERED(BroadbandEnergyModel);

namespace
{

/// Sources round what they subtract to this, because they compute it as a Time [J].
constexpr double SOURCE_STEP = 1e-9;
/// How long after the forecast a source with a reserve is looked at [s].
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
                          "Radiated power over power taken by the amplifier, in (0, 1].",
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
    m_source = nullptr;
    m_depleted = nullptr;
    m_recharged = nullptr;
    en::DeviceEnergyModel::DoDispose();
}

void
BroadbandEnergyModel::SetPhy(Ptr<BroadbandPhy> phy)
{
    NS_LOG_FUNCTION(this << phy);
    phy->TraceConnectWithoutContext(
        "Activity",
        MakeCallback(&BroadbandEnergyModel::NotifyActivity, Ptr<BroadbandEnergyModel>(this)));
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
    const double power = GetPresentPower();
    if (!m_source || power <= 0)
    {
        return;
    }
    // A source with a reserve says so itself once it has got there; one without trips an assertion
    // when asked for more than it has, so it is left a moment before.
    const double left =
        (remaining - m_reserve) / power + (m_reserve > 0 ? LATE : -SOURCE_STEP / power);
    if (left > FORECAST_LIMIT || m_isDepleted)
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
    if (m_reserve == 0 && remaining - SOURCE_STEP < GetPresentPower() * 1e-9)
    {
        HandleEnergyDepletion();
    }
    Forecast(remaining);
}

void
BroadbandEnergyModel::SetEnergySource(Ptr<en::EnergySource> source)
{
    m_source = source;
    m_reserve = GetReserve();
    Forecast(m_source->GetRemainingEnergy());
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
    if (m_depleted)
    {
        m_depleted();
    }
}

void
BroadbandEnergyModel::HandleEnergyRecharged()
{
    NS_LOG_FUNCTION(this);
    Account();
    m_isDepleted = false;
    Forecast(m_source->GetRemainingEnergy());
    if (m_recharged)
    {
        m_recharged();
    }
}

void
BroadbandEnergyModel::HandleEnergyChanged()
{
    NS_LOG_FUNCTION(this);
}

} // namespace edgeai
} // namespace ns3
