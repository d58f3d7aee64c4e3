/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_UPLINK_H
#define EDGE_AI_FOMO_UPLINK_H

#include "allocation/numeric/rate-share.h"
#include "allocation/round/round-problem.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What a worker's rate is, as a function of its share of the band (eq. (3) of the definition).
 *
 * - BAND: b r, at a fixed transmit density.
 * - BAND_POWER: b log2(1 + rho / b), at a fixed power that spreads over the share: increasing and
 *   concave, below rho / ln 2.
 * - RATES: a link of its own, whatever the share.
 * - SUBCHANNELS with the same gain on each: b = m subchannels with the power divided equally is
 *   BAND_POWER with rho = P H / (Gamma N0), in steps of a subchannel.
 */
class FomoUplink
{
  public:
    /// @param [in] problem sound, and one for which ExplainUneven() has nothing to say
    explicit FomoUplink(const RoundProblem& problem);

    /// @param [in] problem a sound problem
    /// @returns "" or which worker's subchannels are not alike, in words
    static std::string ExplainUneven(const RoundProblem& problem);

    /// @returns whether there is a band to divide
    bool DividesBand() const;
    /// @returns whether rates are proportional to shares: the form BAND
    bool IsProportional() const;
    /// @returns B [Hz]; 0 if there is no band to divide
    double GetBandwidth() const;
    /// @returns smallest step of a share [Hz]; 0: any share
    double GetGranularity() const;
    /// @param [in] k worker  @returns whether it can send at all
    bool CanSend(std::size_t k) const;

    /**
     * @param [in] k worker
     * @param [in] band its share [Hz], >= 0
     * @returns its rate [bit/s], >= 0
     */
    double GetRate(std::size_t k, double band) const;

    /**
     * @param [in] k worker
     * @param [in] bits to send [bit], > 0
     * @param [in] time to send them in [s]
     * @returns the least share that does it [Hz]: 0 on a link of its own; infinite if none does
     */
    double GetBand(std::size_t k, double bits, double time) const;

    /**
     * @param [in] k worker
     * @param [in] bits to send [bit], > 0
     * @param [in] time to send them in [s], of which GetBand() is finite
     * @returns derivative of GetBand() with respect to the time [Hz/s], <= 0
     */
    double GetBandSlope(std::size_t k, double bits, double time) const;

    /// @param [in] k worker  @param [in] bits to send [bit], > 0
    /// @returns time with the whole band, or on a link of its own [s]; infinite if it cannot send
    double GetLeastTime(std::size_t k, double bits) const;

  private:
    RoundUplinkForm m_form;       ///< SUBCHANNELS has become BAND_POWER
    double m_bandwidth{0};        ///< [Hz]
    double m_granularity{0};      ///< [Hz]
    std::vector<double> m_factor; ///< r_k [bit/s/Hz], rho_k [Hz] or rate [bit/s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_UPLINK_H
