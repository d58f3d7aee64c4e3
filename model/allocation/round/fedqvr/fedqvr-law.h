/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_LAW_H
#define EDGE_AI_FEDQVR_LAW_H

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// An upload of a given rate over a band with unit-mean Rayleigh fading that stays as it is: lost
/// iff band log2(1 + nu |h|^2 / band) < rate. (Section "System model" of the definition.)
struct OutageLaw
{
    double nu{0};   ///< p g / N0, the band at which the mean signal-to-noise ratio is 1 [Hz], > 0
    double rate{0}; ///< R [bit/s], > 0
};

/// @param [in] law of an upload  @param [in] band W [Hz], > 0
/// @returns x = (W / nu)(2^(R/W) - 1), by which the upload is lost with 1 - e^-x; it may be
/// infinite
double GetOutageExponent(const OutageLaw& law, double band);

/// @param [in] law of an upload  @param [in] band W [Hz], > 0
/// @returns -dx/dW [1/Hz], > 0
double GetOutageSlope(const OutageLaw& law, double band);

/// @param [in] law of an upload  @param [in] band W [Hz], > 0
/// @returns q, the probability of its loss
double GetOutage(const OutageLaw& law, double band);

/// @param [in] law of an upload  @param [in] outage that is allowed, in (0, 1)
/// @returns the smallest band that keeps it [Hz]; infinite where none does
double GetLeastBand(const OutageLaw& law, double outage);

/// @param [in] nu of a link [Hz]  @param [in] outage that is allowed, in (0, 1)
/// @returns the rate that no band reaches [bit/s]
double GetRateLimit(double nu, double outage);

/// @param [in] nu of a link [Hz]  @param [in] band W [Hz], > 0
/// @param [in] outage that is allowed, in (0, 1)  @returns the largest rate that keeps it [bit/s]
double GetOutageRate(double nu, double band, double outage);

/**
 * @param [in] flops speed [FLOP/s], > 0
 * @param [in] window for computing T_cmp [s], > 0
 * @param [in] flopPerStep of a local step [FLOP], > 0
 * @param [in] most E_cap, >= 1
 * @returns clip(floor(flops window / flopPerStep), 1, most)
 */
uint32_t GetLocalSteps(double flops, double window, double flopPerStep, uint32_t most);

/**
 * @param [in] energyMax of a round [J]
 * @param [in] computeEnergy of it [J]
 * @param [in] window of the upload tau [s], > 0
 * @param [in] powerMax of the radio [W]
 * @returns min(powerMax, (energyMax - computeEnergy) / window) [W]; not positive where computing
 *          alone takes all of it
 */
double GetCappedPower(double energyMax, double computeEnergy, double window, double powerMax);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_LAW_H
