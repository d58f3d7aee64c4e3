/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_UPLINK_LAW_H
#define EDGE_AI_UPLINK_LAW_H

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * A Shannon link: rate = band * log2(1 + power / unitPower). Everything is computed through the
 * exponent z = bits ln2 / (band * time) = ln(1 + power / unitPower), with log1p and expm1, so that
 * very long, very short, very weak and very strong transmissions keep full relative precision.
 * (LAIM paper, arXiv 2505.09214: standard form of the uplink.)
 */
struct UplinkLaw
{
    double band{0};      ///< factor before the logarithm [Hz], > 0
    double unitPower{0}; ///< transmit power at which the signal-to-noise ratio is 1 [W], > 0
};

/**
 * @param [in] bandwidth B [Hz], > 0
 * @param [in] noiseDensity N0 [W/Hz], > 0
 * @param [in] gain channel power gain g, > 0
 * @param [in] rateFactor realised over Shannon rate, > 0; multiplies the band before the logarithm,
 *             while the noise stays that of the whole band
 * @returns the law
 */
UplinkLaw MakeUplinkLaw(double bandwidth, double noiseDensity, double gain, double rateFactor = 1);

/// @param [in] law the link  @param [in] power p [W], >= 0  @returns exponent ln(1 + p / unitPower)
double UplinkExponent(const UplinkLaw& law, double power);

/// @param [in] law the link  @param [in] power p [W], >= 0  @returns rate R(p) [bit/s]
double UplinkRate(const UplinkLaw& law, double power);

/// @param [in] law the link  @param [in] z exponent, >= 0  @returns power p [W]
double UplinkPowerAt(const UplinkLaw& law, double z);

/// @param [in] law the link  @param [in] z exponent, > 0  @returns time of one bit [s]
double UplinkTimePerBitAt(const UplinkLaw& law, double z);

/// @param [in] law the link  @param [in] z exponent, >= 0 (0: the limit)
/// @returns energy of one bit, p / R(p) [J]
double UplinkEnergyPerBitAt(const UplinkLaw& law, double z);

/**
 * @param [in] law the link
 * @param [in] z exponent, >= 0 (0: the limit)
 * @returns derivative of the energy of one bit with respect to the power, d(p/R)/dp [J/W]
 */
double UplinkEnergySlopeAt(const UplinkLaw& law, double z);

/**
 * @param [in] law the link
 * @param [in] bits payload [bit], >= 0
 * @param [in] time duration [s], > 0
 * @returns the power that sends the payload in that time [W]; infinite if no double holds it
 */
double UplinkPower(const UplinkLaw& law, double bits, double time);

/**
 * @param [in] law the link
 * @param [in] bits payload [bit], >= 0
 * @param [in] time duration [s], > 0, may be infinite (the least energy of all)
 * @returns energy of sending the payload in that time [J]; decreasing and convex in time
 */
double UplinkEnergy(const UplinkLaw& law, double bits, double time);

/**
 * Time at which stretching the transmission by one more second would save nu joules.
 * @param [in] law the link
 * @param [in] bits payload [bit], >= 0
 * @param [in] nu marginal power -dE/dt [W], > 0
 * @returns the time [s]
 */
double UplinkTimeOfMarginalPower(const UplinkLaw& law, double bits, double nu);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_UPLINK_LAW_H
