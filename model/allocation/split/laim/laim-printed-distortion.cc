/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-printed-distortion.h"

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

} // namespace edgeai
} // namespace ns3
