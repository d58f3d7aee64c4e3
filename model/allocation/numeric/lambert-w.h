/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAMBERT_W_H
#define EDGE_AI_LAMBERT_W_H

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Principal branch of the Lambert W function, W e^W = x (by GSL).
 * @param [in] x argument, >= -1/e, finite
 * @returns W0(x), >= -1; NaN outside the domain
 */
double LambertW0(double x);

/**
 * @ingroup edge-ai
 * u > 0 with e^(beta u) = 1 + u, that is u = -1 - W_{-1}(-beta e^(-beta)) / beta, to full precision
 * also next to the branch point, where it comes close to 0.
 * @param [in] beta in (0, 1), finite
 * @returns u, infinite where no double holds it; NaN outside the domain
 */
double GrowthCrossing(double beta);

/**
 * @ingroup edge-ai
 * e^z (z - 1) + 1 without cancellation at small z. In units of the power at which the
 * signal-to-noise ratio is 1, this is the energy saved per second by which a transmission is
 * stretched, when it carries z = bits ln2 / (band * time).
 * @param [in] z exponent, >= 0
 * @returns the value, >= 0
 */
double MarginalPowerOf(double z);

/**
 * @ingroup edge-ai
 * Inverse of MarginalPowerOf, z = 1 + W0((w - 1) / e), to full precision for every w: a series
 * about the branch point for small w, one Newton step on the exact residual above.
 * @param [in] w value, >= 0, finite
 * @returns z, >= 0; NaN outside the domain
 */
double ExponentOfMarginalPower(double w);

/**
 * @ingroup edge-ai
 * z with z^2 e^z = y, that is z = 2 W0(sqrt(y) / 2).
 * @param [in] y value, >= 0, finite
 * @returns z, >= 0
 */
double ExponentOfSquareLaw(double y);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAMBERT_W_H
