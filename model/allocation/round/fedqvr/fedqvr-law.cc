/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fedqvr-law.h"

#include "allocation/numeric/lambert-w.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

double
GetOutageExponent(const OutageLaw& law, double band)
{
    return band / law.nu * std::expm1(law.rate * M_LN2 / band);
}

double
GetOutageSlope(const OutageLaw& law, double band)
{
    return MarginalPowerOf(law.rate * M_LN2 / band) / law.nu;
}

double
GetOutage(const OutageLaw& law, double band)
{
    return -std::expm1(-GetOutageExponent(law, band));
}

double
GetLeastBand(const OutageLaw& law, double outage)
{
    // With a = -nu ln(1 - q) and u = a / W the law is e^(beta u) = 1 + u.
    const double a = -law.nu * std::log1p(-outage);
    const double beta = law.rate * M_LN2 / a;
    return beta < 1 ? a / GrowthCrossing(beta) : std::numeric_limits<double>::infinity();
}

double
GetRateLimit(double nu, double outage)
{
    return -nu * std::log1p(-outage) / M_LN2;
}

double
GetOutageRate(double nu, double band, double outage)
{
    return band * std::log1p(-nu * std::log1p(-outage) / band) / M_LN2;
}

uint32_t
GetLocalSteps(double flops, double window, double flopPerStep, uint32_t most)
{
    return static_cast<uint32_t>(
        std::clamp(std::floor(flops * window / flopPerStep), 1.0, static_cast<double>(most)));
}

double
GetCappedPower(double energyMax, double computeEnergy, double window, double powerMax)
{
    return std::min(powerMax, (energyMax - computeEnergy) / window);
}

} // namespace edgeai
} // namespace ns3
