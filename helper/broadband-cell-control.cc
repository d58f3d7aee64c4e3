/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-cell-control.h"

#include "broadband-cell-setup.h"
#include "power-limit.h"
#include "radio/broadband-base-mac.h"
#include "radio/broadband-spectrum.h"

#include "ns3/abort.h"
#include "ns3/broadband-medium.h"
#include "ns3/broadband-net-device.h"
#include "ns3/broadband-phy.h"
#include "ns3/double.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>

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
                          "Subchannels of the radio that make one planned subchannel, the parts a "
                          "plan may divide it into; 0: so many that there is one for every user of "
                          "the cell",
                          UintegerValue(1),
                          MakeUintegerAccessor(&BroadbandCellControl::m_parts),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute(
                "DownlinkPowerMin",
                "Least downlink power of a user that a plan may take [W], > 0 and up to 1e9",
                DoubleValue(1e-3),
                MakeDoubleAccessor(&BroadbandCellControl::m_downlinkPowerMin),
                MakeDoubleChecker<double>(tiny, POWER_LIMIT))
            .AddAttribute(
                "UplinkPowerMin",
                "Least uplink power of a user that a plan may take [W], > 0 and up to 1e9",
                DoubleValue(1e-4),
                MakeDoubleAccessor(&BroadbandCellControl::m_uplinkPowerMin),
                MakeDoubleChecker<double>(tiny, POWER_LIMIT));
    return tid;
}

void
BroadbandCellControl::DoDispose()
{
    m_bands.Release();
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
    const bool chosen = m_parts > 0;
    if (!chosen && subchannels > kept)
    {
        const auto mac = DynamicCast<BroadbandBaseMac>(device->GetMac());
        m_parts = ChooseSubchannelParts(subchannels - kept,
                                        static_cast<uint32_t>(mac->GetUsers()),
                                        m_phy->GetSuperposedUsers());
    }
    NS_ABORT_MSG_UNLESS(subchannels > kept && (!chosen || (subchannels - kept) % m_parts == 0),
                        "BroadbandCellControl: "
                            << subchannels << " Subchannels less " << kept
                            << " SignallingSubchannels must be a multiple of Parts, " << m_parts);
    NS_ABORT_MSG_UNLESS(m_phy->GetPowerLimit() >
                            m_scheduler->GetSignallingPower() + m_downlinkPowerMin,
                        "BroadbandCellControl: the base station's PowerLimit of "
                            << m_phy->GetPowerLimit()
                            << " W must be above SignallingPower and DownlinkPowerMin together");
    m_bands.SetCell(m_phy, m_scheduler);
}

NomaRadio
BroadbandCellControl::GetRadio() const
{
    NomaRadio radio;
    radio.subchannels = m_bands.GetPlannable() / m_parts;
    radio.width = m_bands.GetWidth() * m_parts;
    radio.usersPerSubchannel = m_phy->GetSuperposedUsers();
    radio.sicResidual = m_scheduler->GetSicResidual();
    radio.cells.front().powerMin = m_downlinkPowerMin;
    radio.cells.front().powerMax = m_phy->GetPowerLimit() - m_scheduler->GetSignallingPower();
    return radio;
}

double
BroadbandCellControl::GetNoiseDensity() const
{
    return m_phy->GetNoisePower() / m_bands.GetWidth();
}

std::vector<double>
BroadbandCellControl::GetGains(const BroadbandPhy& user, Direction direction) const
{
    const bool uplink = direction == UPLINK;
    const SpectrumValue& gain = uplink ? m_phy->GetMedium()->GetGain(user, *m_phy)
                                       : m_phy->GetMedium()->GetGain(*m_phy, user);
    const double noise = uplink ? 1 : m_phy->GetNoisePower() / user.GetNoisePower();
    return Merge({gain.ConstValuesBegin(), gain.ConstValuesEnd()}, noise);
}

std::vector<double>
BroadbandCellControl::Merge(const std::vector<double>& gains, double noise) const
{
    std::vector<double> merged(m_bands.GetPlannable() / m_parts);
    auto next = gains.begin();
    for (double& one : merged)
    {
        double logarithms = 0;
        for (uint32_t part = 0; part < m_parts; ++part, ++next)
        {
            logarithms += std::log(*next);
        }
        one = noise * std::exp(logarithms / m_parts);
    }
    return merged;
}

std::vector<double>
BroadbandCellControl::GetMeanGains(uint64_t link) const
{
    const Ptr<BroadbandPhy> user = m_bands.FindUser(link);
    if (!user)
    {
        return {};
    }
    const double gain = m_phy->GetMedium()->GetPathGain(*user, *m_phy);
    return Merge(std::vector<double>(m_bands.GetPlannable(), gain), 1);
}

bool
BroadbandCellControl::Measure(uint64_t link, NomaLink& gains) const
{
    const Ptr<BroadbandPhy> user = m_bands.FindUser(link);
    if (!user)
    {
        return false;
    }
    gains.cell = 0;
    gains.powerMin = std::min(m_uplinkPowerMin, user->GetPowerLimit());
    gains.uplinkGains = GetGains(*user, UPLINK);
    gains.downlinkGains = GetGains(*user, DOWNLINK);
    return true;
}

bool
BroadbandCellControl::IsFrom(uint64_t link, const Address& from) const
{
    const Ptr<BroadbandPhy> user =
        link <= UINT32_MAX ? m_phy->GetMedium()->FindPhy(static_cast<uint32_t>(link)) : nullptr;
    if (!user)
    {
        return true; // nobody's; Measure() says so
    }
    const Ptr<Node> node = user->GetDevice()->GetNode();
    if (InetSocketAddress::IsMatchingType(from))
    {
        const auto ipv4 = node->GetObject<Ipv4>();
        const Ipv4Address address = InetSocketAddress::ConvertFrom(from).GetIpv4();
        return ipv4 && ipv4->GetInterfaceForAddress(address) >= 0;
    }
    if (Inet6SocketAddress::IsMatchingType(from))
    {
        const auto ipv6 = node->GetObject<Ipv6>();
        const Ipv6Address address = Inet6SocketAddress::ConvertFrom(from).GetIpv6();
        return ipv6 && ipv6->GetInterfaceForAddress(address) >= 0;
    }
    return true;
}

std::string
BroadbandCellControl::AddShare(const CellShare& share,
                               Direction direction,
                               ResourcePlan& plan) const
{
    const PlannedWay& one = direction == UPLINK ? share.uplink : share.downlink;
    const auto& set = direction == UPLINK ? share.uplinkSet : share.downlinkSet;
    const uint32_t limit = GetRadio().subchannels;
    PlannedShare planned;
    planned.user = static_cast<uint32_t>(share.link);
    planned.direction = direction;
    planned.position = one.position;
    // What is planned for one subchannel, on `count` of the radio's from `first` on.
    const auto add = [&planned](uint32_t first, uint32_t count, double power) {
        for (uint32_t m = first; m < first + count; ++m)
        {
            planned.subchannels.push_back(m);
            planned.power.push_back(power / count);
        }
    };
    if (one.subchannel != NO_SUBCHANNEL)
    {
        if (!set.empty())
        {
            return "subchannel is " + std::to_string(one.subchannel) +
                   ", must be NO_SUBCHANNEL beside a set of subchannels";
        }
        if (one.subchannel >= limit)
        {
            return "subchannel is " + std::to_string(one.subchannel) + ", must be < " +
                   std::to_string(limit);
        }
        if (one.parts < 1 || m_parts % one.parts != 0 || one.part >= one.parts)
        {
            return "a subchannel is divided into " + std::to_string(one.parts) +
                   " parts, but consists of " + std::to_string(m_parts) +
                   " subchannels of the radio (attribute Parts)";
        }
        const uint32_t count = m_parts / one.parts;
        add(one.subchannel * m_parts + one.part * count, count, one.power);
    }
    for (const SubchannelPower& member : set)
    {
        if (member.subchannel >= limit)
        {
            return "subchannel is " + std::to_string(member.subchannel) + ", must be < " +
                   std::to_string(limit);
        }
        if (member.power != 0)
        {
            add(member.subchannel * m_parts, m_parts, member.power);
        }
    }
    if (planned.subchannels.empty())
    {
        return set.empty() ? "" : "power is 0 W on every subchannel of the set, must be > 0 on one";
    }
    plan.push_back(planned);
    return "";
}

std::string
BroadbandCellControl::Apply(const std::vector<CellShare>& shares)
{
    ResourcePlan plan;
    for (const CellShare& share : shares)
    {
        for (const Direction direction : {UPLINK, DOWNLINK})
        {
            const std::string wrong = AddShare(share, direction, plan);
            if (!wrong.empty())
            {
                return wrong;
            }
        }
    }
    NS_LOG_LOGIC("plan of " << plan.size() << " shares for " << shares.size() << " users");
    return m_bands.ApplyOther(plan);
}

double
BroadbandCellControl::GetBandwidth() const
{
    return m_bands.GetPlannable() * m_bands.GetWidth();
}

double
BroadbandCellControl::GetBandStep() const
{
    return m_bands.GetWidth();
}

std::string
BroadbandCellControl::FitBands(const std::vector<BandShare>& shares,
                               std::vector<BandGrant>& grants) const
{
    return m_bands.Fit(shares, grants);
}

std::string
BroadbandCellControl::ApplyBands(const std::vector<BandShare>& shares)
{
    return m_bands.Apply(shares);
}

} // namespace edgeai
} // namespace ns3
