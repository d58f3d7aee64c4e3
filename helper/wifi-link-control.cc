/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "wifi-link-control.h"

#include "power-limit.h"

#include "ns3/double.h"
#include "ns3/wifi-mac-header.h"
#include "ns3/wifi-mac.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(WifiLinkControl);

namespace
{

double
ToDbm(double watt)
{
    return 10 * std::log10(watt) + 30;
}

double
ToWatt(double dbm)
{
    return std::pow(10, (dbm - 30) / 10);
}

} // namespace

void
SetWifiTxPower(Ptr<WifiPhy> phy, double watt)
{
    // The PHY asks for start <= end at all times, so the order depends on the direction.
    const DoubleValue dbm(ToDbm(watt));
    DoubleValue end;
    phy->GetAttribute("TxPowerEnd", end);
    const bool up = dbm.Get() > end.Get();
    phy->SetAttribute(up ? "TxPowerEnd" : "TxPowerStart", dbm);
    phy->SetAttribute(up ? "TxPowerStart" : "TxPowerEnd", dbm);
}

TypeId
WifiLinkControl::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::WifiLinkControl")
            .SetParent<LinkControl>()
            .SetGroupName("EdgeAi")
            .AddConstructor<WifiLinkControl>()
            .AddAttribute(
                "MinTxPower",
                "Least transmit power of the PHY [W], > 0 and up to 1e9",
                DoubleValue(1e-3),
                MakeDoubleAccessor(&WifiLinkControl::m_minTxPower),
                MakeDoubleChecker<double>(std::numeric_limits<double>::min(), POWER_LIMIT))
            .AddAttribute(
                "PowerStep",
                "Step between the PHY's powers, counted down from MaxTxPower [dB]; 0: any "
                "power",
                DoubleValue(0.5),
                MakeDoubleAccessor(&WifiLinkControl::m_powerStep),
                MakeDoubleChecker<double>(0))
            .AddAttribute(
                "PeerTxPower",
                "Power the access point sends with, to tell the gain from what is heard [W], > 0 "
                "and up to 1e9",
                DoubleValue(0.1),
                MakeDoubleAccessor(&WifiLinkControl::m_peerTxPower),
                MakeDoubleChecker<double>(std::numeric_limits<double>::min(), POWER_LIMIT))
            .AddAttribute(
                "Sensitivity",
                "Least power at which the access point detects a frame [W], 0..1e9; ns-3's default "
                "is -82 dBm",
                DoubleValue(6.30957344480193e-12),
                MakeDoubleAccessor(&WifiLinkControl::m_sensitivity),
                MakeDoubleChecker<double>(0, POWER_LIMIT))
            .AddAttribute("NoiseFigure",
                          "Noise figure of the access point's receiver [dB]; ns-3's default is 7",
                          DoubleValue(7),
                          MakeDoubleAccessor(&WifiLinkControl::m_noiseFigure),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("GainWeight",
                          "Weight of a frame in the average gain [1], in (0, 1]",
                          DoubleValue(0.1),
                          MakeDoubleAccessor(&WifiLinkControl::m_gainWeight),
                          MakeDoubleChecker<double>(std::numeric_limits<double>::min(), 1));
    return tid;
}

void
WifiLinkControl::DoDispose()
{
    m_phy = nullptr;
    LinkControl::DoDispose();
}

void
WifiLinkControl::SetDevice(Ptr<WifiNetDevice> device)
{
    m_phy = device->GetPhy();
    m_phy->GetState()->TraceConnectWithoutContext(
        "State",
        MakeCallback(&WifiLinkControl::HandleState, this));
    m_phy->TraceConnectWithoutContext("MonitorSnifferRx",
                                      MakeCallback(&WifiLinkControl::HandleRx, this));
    device->GetMac()->TraceConnectWithoutContext(
        "Assoc",
        MakeCallback(&WifiLinkControl::HandleAssociation, this));
    SetTxPower(m_maxTxPower);
}

double
WifiLinkControl::SetTxPower(double watt)
{
    double chosen = std::clamp(watt, std::min(m_minTxPower, m_maxTxPower), m_maxTxPower);
    const std::vector<double> powers = GetTxPowers();
    if (!powers.empty())
    {
        // The next power up: the planned rate is kept, at a little more energy.
        const auto at = std::lower_bound(powers.begin(), powers.end(), chosen * (1 - 1e-9));
        chosen = at == powers.end() ? powers.back() : *at;
    }
    m_power = chosen;
    if (m_phy)
    {
        SetWifiTxPower(m_phy, m_power);
    }
    return m_power;
}

std::vector<double>
WifiLinkControl::GetTxPowers() const
{
    std::vector<double> powers;
    if (m_powerStep > 0)
    {
        const double top = ToDbm(m_maxTxPower);
        const double bottom = ToDbm(GetLeastHeard());
        for (int i = std::floor((top - bottom) / m_powerStep + 1e-9); i > 0; --i)
        {
            powers.push_back(ToWatt(top - i * m_powerStep));
        }
        powers.push_back(m_maxTxPower); // the way through decibels may end just beside it
    }
    return powers;
}

double
WifiLinkControl::GetMaxTxPower() const
{
    return m_maxTxPower;
}

double
WifiLinkControl::GetMinTxPower() const
{
    const std::vector<double> powers = GetTxPowers();
    return powers.empty() ? GetLeastHeard() : powers.front();
}

double
WifiLinkControl::GetLeastHeard() const
{
    const double detected = m_measuredGain > 0 ? m_sensitivity / m_measuredGain : 0;
    return std::min(std::max(m_minTxPower, detected), m_maxTxPower);
}

double
WifiLinkControl::GetGain() const
{
    return m_measuredGain > 0 ? m_measuredGain : std::numeric_limits<double>::quiet_NaN();
}

double
WifiLinkControl::GetBandwidth() const
{
    return m_phy ? m_phy->GetChannelWidth() * 1e6 : m_bandwidth;
}

std::string
WifiLinkControl::GetArbiter() const
{
    return "stations contend for the one channel of Wi-Fi";
}

double
WifiLinkControl::GetNoiseDensity() const
{
    constexpr double boltzmann = 1.380649e-23;
    return boltzmann * 290 * std::pow(10, m_noiseFigure / 10);
}

double
WifiLinkControl::GetTxEnergy() const
{
    return m_energy;
}

void
WifiLinkControl::HandleState(Time, Time duration, WifiPhyState state)
{
    // Reported once per transmission, at its start, with all of its duration.
    if (state == WifiPhyState::TX)
    {
        m_energy += m_power * duration.GetSeconds();
    }
}

void
WifiLinkControl::HandleAssociation(Mac48Address accessPoint)
{
    m_associated = true;
    m_accessPoint = accessPoint;
}

void
WifiLinkControl::HandleRx(Ptr<const Packet> packet,
                          uint16_t,
                          WifiTxVector,
                          MpduInfo,
                          SignalNoiseDbm strength,
                          uint16_t)
{
    WifiMacHeader header;
    if (!m_associated || packet->GetSize() < 24 || packet->PeekHeader(header) == 0 ||
        header.IsCtl() || header.GetAddr2() != m_accessPoint)
    {
        return;
    }
    const double gain = ToWatt(strength.signal) / m_peerTxPower;
    m_measuredGain += (m_measuredGain > 0 ? m_gainWeight : 1) * (gain - m_measuredGain);
}

} // namespace edgeai
} // namespace ns3
