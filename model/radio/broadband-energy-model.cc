/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-energy-model.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandEnergyModel");
NS_OBJECT_ENSURE_REGISTERED(BroadbandEnergyModel);

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

void
BroadbandEnergyModel::NotifyActivity(const BroadbandPhy::Activity& activity)
{
    NS_LOG_FUNCTION(this << activity.receiving << activity.transmitPower);
    const Time now = Simulator::Now();
    m_energy += GetPower(m_activity) * (now - m_since).GetSeconds();
    m_since = now;
    if (m_source)
    {
        m_source->UpdateEnergySource(); // takes what was used so far, at the old power
    }
    m_activity = activity;
}

void
BroadbandEnergyModel::SetEnergySource(Ptr<en::EnergySource> source)
{
    m_source = source;
}

double
BroadbandEnergyModel::GetTotalEnergyConsumption() const
{
    return m_energy + GetPower(m_activity) * (Simulator::Now() - m_since).GetSeconds();
}

double
BroadbandEnergyModel::DoGetCurrentA() const
{
    const double voltage = m_source ? m_source->GetSupplyVoltage() : 0;
    return voltage > 0 ? GetPower(m_activity) / voltage : 0;
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
    if (m_depleted)
    {
        m_depleted();
    }
}

void
BroadbandEnergyModel::HandleEnergyRecharged()
{
    NS_LOG_FUNCTION(this);
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
