/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-spectrum.h"

#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

BroadbandSpectrum::BroadbandSpectrum(double carrier, double bandwidth, uint32_t subchannels)
    : m_carrier(carrier),
      m_width(bandwidth / subchannels),
      m_subchannels(subchannels)
{
    std::ostringstream wrong;
    if (!(bandwidth > 0))
    {
        wrong << "bandwidth is " << bandwidth << " Hz, must be > 0";
    }
    else if (!(carrier > bandwidth / 2))
    {
        wrong << "carrier is " << carrier << " Hz, must be > half the bandwidth, " << bandwidth / 2;
    }
    else if (subchannels < 1)
    {
        wrong << "subchannels is 0, must be >= 1";
    }
    if (!wrong.str().empty())
    {
        throw std::invalid_argument("BroadbandSpectrum: " + wrong.str());
    }
    Bands bands(subchannels);
    const double lowest = carrier - bandwidth / 2;
    for (uint32_t m = 0; m < subchannels; ++m)
    {
        bands[m].fl = lowest + m * m_width;
        bands[m].fc = lowest + (m + 0.5) * m_width;
        bands[m].fh = lowest + (m + 1) * m_width;
    }
    m_model = Create<SpectrumModel>(bands);
}

double
BroadbandSpectrum::GetWavelength() const
{
    return 299792458.0 / m_carrier;
}

Ptr<SpectrumValue>
BroadbandSpectrum::MakeDensity(const std::vector<double>& power) const
{
    auto density = Create<SpectrumValue>(m_model);
    auto value = density->ValuesBegin();
    for (double p : power)
    {
        *value++ = p / m_width;
    }
    return density;
}

} // namespace edgeai
} // namespace ns3
