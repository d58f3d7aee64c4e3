/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FADING_PROCESS_H
#define EDGE_AI_FADING_PROCESS_H

#include "keyed-random.h"
#include "tapped-delay-profile.h"

#include <complex>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The complex amplitudes of a link's taps, as a function of where and when.
 *
 * Diffuse part of a tap: plane waves of equal power from N directions spread evenly around a random
 * origin, each with a random phase (Clarke's model; the sum of sinusoids of Pop and Beaulieu,
 * IEEE Trans. Commun. 49(4), 2001). A displacement d of one end against the other turns wave n by
 * 2 pi d.u_n / lambda, and t seconds of environment motion at speed v turn it by
 * 2 pi v t cos(angle) / lambda: the maximum Doppler shift is v/lambda and the autocorrelation of a
 * tap is J0(2 pi v t / lambda). The value is a function of place and time alone, so it does not
 * depend on how often it was asked for, and a link whose ends rest keeps its channel.
 *
 * With finite N the fourth moment of |h| is 2 - 1/N instead of 2. The waves are shared out so that
 * the sum of all taps errs as one tap of Options::waves waves would.
 */
class FadingProcess
{
  public:
    /// Options of the process.
    struct Options
    {
        uint32_t waves{64};     ///< plane waves of a tap that holds all the power, >= 8
        uint32_t fewest{8};     ///< plane waves of the weakest tap, >= 4
        double wavelength{0.1}; ///< carrier wavelength [m], > 0
    };

    /**
     * @param [in] taps power-delay profile
     * @param [in] options options
     * @param [in] random source of the angles and phases of this link
     */
    FadingProcess(const std::vector<DelayTap>& taps,
                  const Options& options,
                  const KeyedRandom& random);

    /**
     * @param [in] x displacement of the ends against each other, east [m]
     * @param [in] y the same, north [m]
     * @param [in] travel distance the surroundings have moved, speed times time [m]
     * @param [out] amplitudes one complex amplitude per tap, mean power the tap's
     */
    void Evaluate(double x,
                  double y,
                  double travel,
                  std::vector<std::complex<double>>& amplitudes) const;

    /**
     * Independent taps for a coherence block, the block-fading counterpart of Evaluate.
     * @param [in] taps power-delay profile
     * @param [in] random source of this link
     * @param [in] block number of the block
     * @param [out] amplitudes one complex amplitude per tap, mean power the tap's
     */
    static void Redraw(const std::vector<DelayTap>& taps,
                       const KeyedRandom& random,
                       uint64_t block,
                       std::vector<std::complex<double>>& amplitudes);

  private:
    /// A plane wave.
    struct Wave
    {
        double east;      ///< phase per metre east [rad/m]
        double north;     ///< phase per metre north [rad/m]
        double moving;    ///< phase per metre the surroundings move [rad/m]
        double phase;     ///< phase at the origin [rad]
        double amplitude; ///< amplitude
    };

    std::vector<Wave> m_waves;      ///< the waves of all taps in a row
    std::vector<uint32_t> m_behind; ///< for each tap, the index behind its last wave
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FADING_PROCESS_H
