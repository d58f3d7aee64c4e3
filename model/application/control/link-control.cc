/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "link-control.h"

#include "power-limit.h"

#include "ns3/double.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(LinkControl);

TypeId
LinkControl::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LinkControl")
            .SetParent<Object>()
            .SetGroupName("EdgeAi")
            .AddConstructor<LinkControl>()
            .AddAttribute(
                "MaxTxPower",
                "Largest transmit power [W], > 0 and up to 1e9",
                DoubleValue(0.2),
                MakeDoubleAccessor(&LinkControl::m_maxTxPower),
                MakeDoubleChecker<double>(std::numeric_limits<double>::min(), POWER_LIMIT))
            .AddAttribute("Gain",
                          "Channel power gain to the peer, antennas included, where it is not "
                          "measured [1]",
                          DoubleValue(1e-10),
                          MakeDoubleAccessor(&LinkControl::m_gain),
                          MakeDoubleChecker<double>(std::numeric_limits<double>::min()))
            .AddAttribute("Bandwidth",
                          "Band of the link [Hz]; 0: the controller's default",
                          DoubleValue(0),
                          MakeDoubleAccessor(&LinkControl::m_bandwidth),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("NoiseDensity",
                          "Noise density at the receiver [W/Hz]; 0: the controller's default",
                          DoubleValue(0),
                          MakeDoubleAccessor(&LinkControl::m_noiseDensity),
                          MakeDoubleChecker<double>(0));
    return tid;
}

double
LinkControl::SetTxPower(double watt)
{
    return std::min(watt, m_maxTxPower);
}

void
LinkControl::SetBandwidth(double)
{
}

std::string
LinkControl::ExplainBand() const
{
    return "";
}

std::vector<double>
LinkControl::GetTxPowers() const
{
    return {};
}

double
LinkControl::GetMaxTxPower() const
{
    return m_maxTxPower;
}

double
LinkControl::GetMinTxPower() const
{
    return 0;
}

double
LinkControl::GetPowerFor(double rate, double gain) const
{
    // With as many hertz as bit/s it is the noise of that band. More band carries more; without
    // end, it would take ln 2 of it, so that little is given away.
    const double power = GetNoiseDensity() * rate / gain;
    return std::isfinite(power) ? std::min(power, GetMaxTxPower()) : 0;
}

double
LinkControl::GetGain() const
{
    return m_gain;
}

double
LinkControl::GetBandwidth() const
{
    return m_bandwidth;
}

bool
LinkControl::CanDivideBand() const
{
    return false;
}

std::string
LinkControl::GetArbiter() const
{
    return "";
}

double
LinkControl::GetSubchannelWidth() const
{
    return 0;
}

double
LinkControl::GetLinkRate() const
{
    return 0;
}

LinkMedium
LinkControl::GetMedium() const
{
    return {};
}

double
LinkControl::GetNoiseDensity() const
{
    return m_noiseDensity;
}

double
LinkControl::GetTxEnergy() const
{
    return std::numeric_limits<double>::quiet_NaN();
}

double
LinkControl::GetUploadEnergy() const
{
    return m_perUpload + (GetTxEnergy() - m_counted) / std::max(1U, m_underWay);
}

void
LinkControl::CountUploads(int more)
{
    const double energy = GetTxEnergy();
    if (!std::isnan(energy)) // a control that measures begins to at any time
    {
        m_perUpload = GetUploadEnergy();
        m_counted = energy;
    }
    m_underWay += more;
}

uint64_t
LinkControl::GetLink() const
{
    return NO_LINK;
}

bool
LinkControl::GetTally(Way, LinkTally&) const
{
    return false;
}

void
LinkControl::BeginUpload()
{
    CountUploads(1);
}

void
LinkControl::EndUpload()
{
    if (m_underWay > 0)
    {
        CountUploads(-1);
    }
}

void
LinkControl::BeginTally(const LinkMessage&)
{
}

bool
LinkControl::EndTally(const LinkMessage&, LinkTally&)
{
    return false;
}

} // namespace edgeai
} // namespace ns3
