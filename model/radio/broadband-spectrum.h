/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_BROADBAND_SPECTRUM_H
#define EDGE_AI_BROADBAND_SPECTRUM_H

#include "ns3/object.h"
#include "ns3/spectrum-model.h"
#include "ns3/spectrum-value.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The band of one direction: M adjacent subchannels of equal width around a carrier.
 */
class BroadbandSpectrum : public SimpleRefCount<BroadbandSpectrum>
{
  public:
    /**
     * @param [in] carrier centre of the band [Hz], > bandwidth/2
     * @param [in] bandwidth width B of the band [Hz], > 0
     * @param [in] subchannels number M of subchannels, >= 1
     * @throws std::invalid_argument naming the field and its range
     */
    BroadbandSpectrum(double carrier, double bandwidth, uint32_t subchannels);

    /**
     * @returns ns-3's model of the band, for SpectrumValues and stock spectrum classes
     */
    Ptr<const SpectrumModel> GetModel() const
    {
        return m_model;
    }

    /**
     * @returns centre of the band [Hz]
     */
    double GetCarrier() const
    {
        return m_carrier;
    }

    /**
     * @returns carrier wavelength [m]
     */
    double GetWavelength() const;

    /**
     * @returns number M of subchannels
     */
    uint32_t GetSubchannels() const
    {
        return m_subchannels;
    }

    /**
     * @returns width b = B/M of a subchannel [Hz]
     */
    double GetWidth() const
    {
        return m_width;
    }

    /**
     * A power-spectral density from powers per subchannel.
     * @param [in] power power on each subchannel [W], M values
     * @returns density [W/Hz]
     */
    Ptr<SpectrumValue> MakeDensity(const std::vector<double>& power) const;

  private:
    double m_carrier;                 ///< centre [Hz]
    double m_width;                   ///< width of a subchannel [Hz]
    uint32_t m_subchannels;           ///< number of subchannels
    Ptr<const SpectrumModel> m_model; ///< the band as ns-3 sees it
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_BROADBAND_SPECTRUM_H
