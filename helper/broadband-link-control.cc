/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-link-control.h"

#include "radio/broadband-base-mac.h"
#include "radio/broadband-spectrum.h"

#include "ns3/boolean.h"
#include "ns3/broadband-medium.h"
#include "ns3/broadband-net-device.h"
#include "ns3/double.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(BroadbandLinkControl);

TypeId
BroadbandLinkControl::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::BroadbandLinkControl")
                            .SetParent<LinkControl>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<BroadbandLinkControl>()
                            .AddAttribute("AverageFading",
                                          "Tell planners the gain with the fading averaged out, "
                                          "path loss and shadowing, instead of the instant's",
                                          BooleanValue(false),
                                          MakeBooleanAccessor(&BroadbandLinkControl::m_average),
                                          MakeBooleanChecker())
                            .AddAttribute("LeastRate",
                                          "Plans leave the device a power that carries this "
                                          "[bit/s], if it has one: blocks need room for more than "
                                          "the headers of segments; 0: none",
                                          DoubleValue(3e5),
                                          MakeDoubleAccessor(&BroadbandLinkControl::m_leastRate),
                                          MakeDoubleChecker<double>(0));
    return tid;
}

void
BroadbandLinkControl::DoDispose()
{
    while (m_uploads > 0)
    {
        EndHold();
    }
    m_cell = nullptr;
    m_phy = nullptr;
    m_plan = nullptr;
    m_uplink = nullptr;
    m_downlink = nullptr;
    LinkControl::DoDispose();
}

void
BroadbandLinkControl::SetDevice(Ptr<BroadbandNetDevice> device)
{
    m_phy = device->GetPhy();
    m_powerLimit = m_phy->GetPowerLimit();
    m_phy->TraceConnectWithoutContext("Activity",
                                      MakeCallback(&BroadbandLinkControl::HandleActivity, this));
    BroadbandPhy& base = m_phy->GetBase();
    m_uplink = BroadbandTally::Of(Ptr<BroadbandPhy>(&base));
    m_downlink = BroadbandTally::Of(m_phy);
    auto baseDevice = DynamicCast<BroadbandNetDevice>(base.GetDevice());
    auto mac = DynamicCast<BroadbandBaseMac>(baseDevice->GetMac());
    auto scheduler = DynamicCast<PlannedScheduler>(mac->GetScheduler());
    m_cell = scheduler && scheduler->GetSignallingSubchannels() > 0 ? scheduler : nullptr;
    if (scheduler && !m_cell)
    {
        m_plan = scheduler->GetObject<BroadbandBandPlan>();
        if (!m_plan)
        {
            const BroadbandSpectrum& spectrum = m_phy->GetMedium()->GetSpectrum(UPLINK);
            m_plan = CreateObject<BroadbandBandPlan>();
            m_plan->SetCell(scheduler,
                            spectrum.GetSubchannels(),
                            spectrum.GetWidth(),
                            base.GetPowerLimit());
            scheduler->AggregateObject(m_plan);
        }
        m_plan->AddUser(m_phy->GetId(), m_powerLimit);
    }
}

double
BroadbandLinkControl::SetTxPower(double watt)
{
    const double power = std::min(watt, m_powerLimit);
    if (m_plan)
    {
        m_plan->SetShare(m_phy->GetId(), 0, power);
    }
    else if (m_cell)
    {
        m_plannedPower = power;
    }
    else
    {
        m_phy->SetAttribute("PowerLimit", DoubleValue(power));
    }
    return power;
}

void
BroadbandLinkControl::SetBandwidth(double hertz)
{
    if (m_plan)
    {
        m_plan->SetShare(m_phy->GetId(), hertz, 0);
    }
    m_plannedBand = hertz;
}

std::string
BroadbandLinkControl::ExplainBand() const
{
    return m_plan ? m_plan->Explain(m_phy->GetId()) : m_lack;
}

double
BroadbandLinkControl::GetMaxTxPower() const
{
    return m_powerLimit;
}

bool
BroadbandLinkControl::IsThere() const
{
    return m_phy && m_phy->IsAttached();
}

double
BroadbandLinkControl::GetMinTxPower() const
{
    if (!IsThere())
    {
        return 0;
    }
    // Plans for all go on with it when the fade it was asked in is over.
    return GetPowerFor(m_leastRate, m_phy->GetMedium()->GetPathGain(*m_phy, m_phy->GetBase()));
}

double
BroadbandLinkControl::GetGain() const
{
    if (!IsThere())
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (m_average)
    {
        return m_phy->GetMedium()->GetPathGain(*m_phy, m_phy->GetBase());
    }
    const SpectrumValue& gain = m_phy->GetMedium()->GetGain(*m_phy, m_phy->GetBase());
    double sum = 0;
    for (auto it = gain.ConstValuesBegin(); it != gain.ConstValuesEnd(); ++it)
    {
        sum += *it;
    }
    return sum / gain.GetSpectrumModel()->GetNumBands();
}

double
BroadbandLinkControl::GetBandwidth() const
{
    if (!IsThere())
    {
        return 0;
    }
    const BroadbandSpectrum& spectrum = m_phy->GetMedium()->GetSpectrum(UPLINK);
    return spectrum.GetSubchannels() * spectrum.GetWidth();
}

bool
BroadbandLinkControl::CanDivideBand() const
{
    return m_plan || m_cell;
}

double
BroadbandLinkControl::GetSubchannelWidth() const
{
    // Where subchannels are shared there may be more devices than subchannels.
    return m_plan && IsThere() ? m_phy->GetMedium()->GetSpectrum(UPLINK).GetWidth() : 0;
}

std::string
BroadbandLinkControl::GetArbiter() const
{
    if (CanDivideBand() || !IsThere())
    {
        return "";
    }
    BroadbandPhy& base = m_phy->GetBase();
    const auto mac =
        DynamicCast<BroadbandBaseMac>(DynamicCast<BroadbandNetDevice>(base.GetDevice())->GetMac());
    return mac->GetScheduler()->GetInstanceTypeId().GetName() +
           " gives them out (without a Scheduler of the user's choice, or with Planned and "
           "SignallingSubchannels, plans do)";
}

double
BroadbandLinkControl::GetNoiseDensity() const
{
    if (!IsThere())
    {
        return 0;
    }
    const BroadbandSpectrum& spectrum = m_phy->GetMedium()->GetSpectrum(UPLINK);
    return m_phy->GetBase().GetNoisePower() / spectrum.GetWidth();
}

double
BroadbandLinkControl::GetTxEnergy() const
{
    return m_energy + m_power * (Simulator::Now() - m_since).GetSeconds();
}

uint64_t
BroadbandLinkControl::GetLink() const
{
    return m_phy->GetId();
}

bool
BroadbandLinkControl::GetTally(Way way, LinkTally& tally) const
{
    tally = (way == UP ? m_uplink : m_downlink)->Get(m_phy->GetId());
    return true;
}

Ptr<BroadbandBandHolds>
BroadbandLinkControl::GetHolds() const
{
    // Whoever plans for the cell may come after its devices.
    return m_cell ? m_cell->GetObject<BroadbandBandHolds>() : nullptr;
}

void
BroadbandLinkControl::BeginUpload()
{
    LinkControl::BeginUpload();
    const Ptr<BroadbandBandHolds> holds = GetHolds();
    m_lack.clear();
    if (holds && m_plannedBand > 0 && m_plannedPower > 0)
    {
        ++m_uploads;
        m_user = m_phy->GetId();
        holds->Begin(m_user, m_plannedBand, m_plannedPower);
    }
    m_plannedBand = 0;
    m_plannedPower = 0;
}

void
BroadbandLinkControl::EndUpload()
{
    LinkControl::EndUpload();
    EndHold();
}

void
BroadbandLinkControl::EndHold()
{
    if (m_uploads > 0)
    {
        --m_uploads;
        m_lack = GetHolds()->End(m_user);
    }
}

void
BroadbandLinkControl::BeginTally(const LinkMessage& message)
{
    m_downlink->Begin(message);
}

bool
BroadbandLinkControl::EndTally(const LinkMessage& message, LinkTally& tally)
{
    return m_downlink && m_downlink->End(message, tally);
}

void
BroadbandLinkControl::HandleActivity(const BroadbandPhy::Activity& activity)
{
    m_energy = GetTxEnergy();
    m_since = Simulator::Now();
    m_power = activity.transmitPower;
}

} // namespace edgeai
} // namespace ns3
