/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "gaussian-mechanism.h"

#include "learning/learning-error.h"
#include "privacy-search.h"

#include <cmath>
#include <gsl/gsl_sf_erf.h>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns logarithm of the standard normal distribution function, good far below 0
double
LogNormal(double x)
{
    return gsl_sf_log_erfc(-x / M_SQRT2) - M_LN2;
}

} // namespace

void
CheckPrivacyBudget(const PrivacyBudget& budget)
{
    RequirePrivacyRange("epsilon", budget.epsilon, 1e-6, 1e6);
    RequirePrivacyRange("delta", budget.delta, PRIVACY_DELTA_MIN, PRIVACY_DELTA_MAX);
}

double
GetGaussianDelta(double noise, double epsilon)
{
    RequirePrivacyRange("noise", noise, PRIVACY_NOISE_MIN, PRIVACY_NOISE_MAX);
    RequirePrivacyRange("epsilon", epsilon, 0, 1e300);
    const double half = 1 / (2 * noise);
    const double kept = LogNormal(half - epsilon * noise);
    // Their logarithms keep digits where both terms are tiny, and e^epsilon where it is huge.
    const double taken = epsilon + LogNormal(-half - epsilon * noise);
    return kept > taken ? std::exp(kept) * -std::expm1(taken - kept) : 0;
}

double
GetGaussianEpsilon(double noise, double delta)
{
    CheckPrivacyBudget({1, delta});
    return FindFallingEnd([&](double epsilon) { return GetGaussianDelta(noise, epsilon) <= delta; },
                          0,
                          1);
}

double
FindGaussianNoise(const PrivacyBudget& budget)
{
    CheckPrivacyBudget(budget);
    return FindFallingEnd(
        [&](double noise) { return GetGaussianDelta(noise, budget.epsilon) <= budget.delta; },
        PRIVACY_NOISE_MIN,
        1);
}

double
GetClassicGaussianNoise(const PrivacyBudget& budget)
{
    CheckPrivacyBudget(budget);
    RequirePrivacyRange("epsilon of the classical theorem", budget.epsilon, 1e-6, 1);
    return std::sqrt(2 * std::log(1.25 / budget.delta)) / budget.epsilon;
}

} // namespace edgeai
} // namespace ns3
