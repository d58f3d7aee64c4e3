/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-cell-control.h"

#include "radio/broadband-base-mac.h"

#include "ns3/abort.h"
#include "ns3/broadband-medium.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandCellControl");

NS_OBJECT_ENSURE_REGISTERED(BroadbandCellControl);

namespace
{

/// @param [in] device a base station's  @returns its scheduler, if it is Planned
Ptr<PlannedScheduler>
FindScheduler(Ptr<BroadbandNetDevice> device)
{
    const auto mac = DynamicCast<BroadbandBaseMac>(device->GetMac());
    return mac ? DynamicCast<PlannedScheduler>(mac->GetScheduler()) : nullptr;
}

} // namespace

TypeId
BroadbandCellControl::GetTypeId()
{
    constexpr double tiny = std::numeric_limits<double>::min();
    static TypeId tid =
        TypeId("ns3::edgeai::BroadbandCellControl")
            .SetParent<CellControl>()
            .SetGroupName("EdgeAi")
            .AddConstructor<BroadbandCellControl>()
            .AddAttribute("Parts",
                          "Subchannels of the radio that make one planned subchannel, >= 1; the "
                          "parts a plan may divide it into",
                          UintegerValue(1),
                          MakeUintegerAccessor(&BroadbandCellControl::m_parts),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("DownlinkPowerMin",
                          "Least downlink power of a user that a plan may take [W], > 0",
                          DoubleValue(1e-3),
                          MakeDoubleAccessor(&BroadbandCellControl::m_downlinkPowerMin),
                          MakeDoubleChecker<double>(tiny))
            .AddAttribute("UplinkPowerMin",
                          "Least uplink power of a user that a plan may take [W], > 0",
                          DoubleValue(1e-4),
                          MakeDoubleAccessor(&BroadbandCellControl::m_uplinkPowerMin),
                          MakeDoubleChecker<double>(tiny));
    return tid;
}

void
BroadbandCellControl::DoDispose()
{
    m_phy = nullptr;
    m_scheduler = nullptr;
    CellControl::DoDispose();
}

bool
BroadbandCellControl::Fits(Ptr<BroadbandNetDevice> device)
{
    const auto scheduler = FindScheduler(device);
    return scheduler && scheduler->GetSignallingSubchannels() > 0;
}

void
BroadbandCellControl::SetDevice(Ptr<BroadbandNetDevice> device)
{
    NS_ABORT_MSG_UNLESS(Fits(device),
                        "BroadbandCellControl: the device must be a base station with the Planned "
                        "scheduler and SignallingSubchannels >= 1");
    m_phy = device->GetPhy();
    m_scheduler = FindScheduler(device);
    const uint32_t subchannels = m_phy->GetMedium()->GetSpectrum(UPLINK).GetSubchannels();
    const uint32_t kept = m_scheduler->GetSignallingSubchannels();
    NS_ABORT_MSG_UNLESS(subchannels > kept && (subchannels - kept) % m_parts == 0,
                        "BroadbandCellControl: "
                            << subchannels << " Subchannels less " << kept
                            << " SignallingSubchannels must be a multiple of Parts, " << m_parts);
    NS_ABORT_MSG_UNLESS(m_phy->GetPowerLimit() >
                            m_scheduler->GetSignallingPower() + m_downlinkPowerMin,
                        "BroadbandCellControl: the base station's PowerLimit of "
                            << m_phy->GetPowerLimit()
                            << " W must be above SignallingPower and DownlinkPowerMin together");
}

NomaRadio
BroadbandCellControl::GetRadio() const
{
    const BroadbandSpectrum& spectrum = m_phy->GetMedium()->GetSpectrum(UPLINK);
    NomaRadio radio;
    radio.subchannels =
        (spectrum.GetSubchannels() - m_scheduler->GetSignallingSubchannels()) / m_parts;
    radio.width = spectrum.GetWidth() * m_parts;
    radio.usersPerSubchannel = m_phy->GetSuperposedUsers();
    radio.sicResidual = m_scheduler->GetSicResidual();
    radio.cells.front().powerMin = m_downlinkPowerMin;
    radio.cells.front().powerMax = m_phy->GetPowerLimit() - m_scheduler->GetSignallingPower();
    return radio;
}

double
BroadbandCellControl::GetNoiseDensity() const
{
    return m_phy->GetNoisePower() / m_phy->GetMedium()->GetSpectrum(UPLINK).GetWidth();
}

std::vector<double>
BroadbandCellControl::GetGains(const BroadbandPhy& user, bool uplink) const
{
    const SpectrumValue& gain = uplink ? m_phy->GetMedium()->GetGain(user, *m_phy)
                                       : m_phy->GetMedium()->GetGain(*m_phy, user);
    const double noise = uplink ? 1 : m_phy->GetNoisePower() / user.GetNoisePower();
    std::vector<double> gains;
    auto next = gain.ConstValuesBegin();
    for (uint32_t m = 0; m < GetRadio().subchannels; ++m, next += m_parts)
    {
        double logarithms = 0;
        for (uint32_t part = 0; part < m_parts; ++part)
        {
            logarithms += std::log(next[part]);
        }
        gains.push_back(noise * std::exp(logarithms / m_parts));
    }
    return gains;
}

bool
BroadbandCellControl::Measure(uint64_t link, NomaLink& gains) const
{
    const Ptr<BroadbandPhy> user =
        link <= UINT32_MAX ? m_phy->GetMedium()->FindPhy(static_cast<uint32_t>(link)) : nullptr;
    if (!user || user->GetRole() != BroadbandPhy::USER || &user->GetBase() != PeekPointer(m_phy))
    {
        return false;
    }
    gains.cell = 0;
    gains.powerMin = std::min(m_uplinkPowerMin, user->GetPowerLimit());
    gains.uplinkGains = GetGains(*user, true);
    gains.downlinkGains = GetGains(*user, false);
    return true;
}

std::string
BroadbandCellControl::AddShare(uint32_t user,
                               Direction direction,
                               const PlannedWay& way,
                               ResourcePlan& plan) const
{
    if (way.subchannel == NO_SUBCHANNEL)
    {
        return "";
    }
    if (way.parts < 1 || m_parts % way.parts != 0 || way.part >= way.parts)
    {
        return "a subchannel is divided into " + std::to_string(way.parts) +
               " parts, but consists of " + std::to_string(m_parts) +
               " subchannels of the radio (attribute Parts)";
    }
    PlannedShare share;
    share.user = user;
    share.direction = direction;
    share.subchannels.resize(m_parts / way.parts);
    std::iota(share.subchannels.begin(),
              share.subchannels.end(),
              way.subchannel * m_parts + way.part * (m_parts / way.parts));
    share.power.assign(share.subchannels.size(), way.power / share.subchannels.size());
    share.position = way.position;
    plan.push_back(share);
    return "";
}

std::string
BroadbandCellControl::Apply(const std::vector<CellShare>& shares)
{
    ResourcePlan plan;
    for (const CellShare& share : shares)
    {
        const auto user = static_cast<uint32_t>(share.link);
        for (const bool uplink : {true, false})
        {
            const std::string wrong = AddShare(user,
                                               uplink ? UPLINK : DOWNLINK,
                                               uplink ? share.uplink : share.downlink,
                                               plan);
            if (!wrong.empty())
            {
                return wrong;
            }
        }
    }
    NS_LOG_LOGIC("plan of " << plan.size() << " shares for " << shares.size() << " users");
    return m_scheduler->SetPlan(plan);
}

} // namespace edgeai
} // namespace ns3
