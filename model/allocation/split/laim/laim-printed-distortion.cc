/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-printed-distortion.h"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace ns3
{
namespace edgeai
{

double
LogPrintedPrefactor(double weights)
{
    const double gammas = std::lgamma(weights / 2) - M_LN2 - std::lgamma(weights);
    return std::log2(weights) - 0.5 * std::log2(M_PI) - 1 / M_LN2 + gammas / (weights * M_LN2);
}

double
PrintedDistortionBound(double weights, double share, double bitsPerWeight, double entropy)
{
    return std::exp2(LogPrintedPrefactor(weights) - share * bitsPerWeight + entropy);
}

double
LaplaceEntropy(double weightRate)
{
    return std::log2(2 / weightRate) + 1 / M_LN2;
}

double
PrunedMoment(double keepRatio, WeightLaw law)
{
    if (keepRatio <= 0)
    {
        return 1;
    }
    if (keepRatio >= 1)
    {
        return 0;
    }
    if (law == WeightLaw::LAPLACE)
    {
        const double l = -std::log(keepRatio);
        return 1 - keepRatio * (1 + l + l * l / 2);
    }
    const double t = M_SQRT2 * boost::math::erf_inv(1 - keepRatio);
    return std::erf(t / M_SQRT2) - std::sqrt(2 / M_PI) * t * std::exp(-t * t / 2);
}

} // namespace edgeai
} // namespace ns3
