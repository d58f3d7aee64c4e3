/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "renyi-accountant.h"

#include "privacy-search.h"

#include <algorithm>
#include <cmath>
#include <gsl/gsl_sf_gamma.h>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double INFINITE = std::numeric_limits<double>::infinity();

void
CheckStep(const SampledGaussian& step)
{
    RequirePrivacyRange("sampling", step.sampling, 1e-12, 1);
    if (step.noise != 0)
    {
        RequirePrivacyRange("noise", step.noise, PRIVACY_NOISE_MIN, PRIVACY_NOISE_MAX);
    }
}

/// @returns ln(e^x - 1) of x > 0, which neither overflows nor loses digits
double
LogExpMinusOne(double x)
{
    return x > 1 ? x + std::log1p(-std::exp(-x)) : std::log(std::expm1(x));
}

/// @returns ln(1 + e^x)
double
LogOnePlusExp(double x)
{
    return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

} // namespace

double
GetRenyiDivergence(const SampledGaussian& step, uint32_t order)
{
    CheckStep(step);
    RequirePrivacyRange("order", order, 2, RenyiAccountant::ORDER_MAX);
    if (step.noise == 0)
    {
        return INFINITE;
    }
    const double unit = 1 / (2 * step.noise * step.noise);
    if (step.sampling == 1)
    {
        return order * unit;
    }
    // The binomial weights sum to 1, so the sum is 1 plus positive terms with exp(.) - 1: nothing
    // cancels, however small q is.
    std::vector<double> logs;
    for (uint32_t k = 2; k <= order; ++k)
    {
        logs.push_back(gsl_sf_lnchoose(order, k) + (order - k) * std::log1p(-step.sampling) +
                       k * std::log(step.sampling) +
                       LogExpMinusOne(static_cast<double>(k) * (k - 1) * unit));
    }
    const double most = *std::max_element(logs.begin(), logs.end());
    double sum = 0;
    for (const double log : logs)
    {
        sum += std::exp(log - most);
    }
    return LogOnePlusExp(most + std::log(sum)) / (order - 1);
}

RenyiAccountant::RenyiAccountant(const SampledGaussian& step)
{
    for (uint32_t order = 2; order <= ORDER_MAX; ++order)
    {
        m_divergences.push_back(GetRenyiDivergence(step, order));
    }
}

double
RenyiAccountant::GetEpsilon(uint64_t steps, double delta) const
{
    CheckPrivacyBudget({1, delta});
    if (steps == 0)
    {
        return 0;
    }
    double least = INFINITE;
    for (uint32_t order = 2; order <= ORDER_MAX; ++order)
    {
        const double a = order;
        const double cost = static_cast<double>(steps) * m_divergences[order - 2] +
                            std::log1p(-1 / a) - (std::log(delta) + std::log(a)) / (a - 1);
        least = std::min(least, cost);
    }
    return std::max(least, 0.0);
}

double
RenyiAccountant::GetClassicEpsilon(uint64_t steps, double delta) const
{
    CheckPrivacyBudget({1, delta});
    if (steps == 0)
    {
        return 0;
    }
    double least = INFINITE;
    for (uint32_t order = 2; order <= ORDER_MAX; ++order)
    {
        least = std::min(least,
                         static_cast<double>(steps) * m_divergences[order - 2] -
                             std::log(delta) / (order - 1));
    }
    return least;
}

uint64_t
RenyiAccountant::CountSteps(const PrivacyBudget& budget) const
{
    CheckPrivacyBudget(budget);
    const auto keeps = [&](uint64_t steps) {
        return GetEpsilon(steps, budget.delta) <= budget.epsilon;
    };
    if (!keeps(1))
    {
        return 0;
    }
    uint64_t low = 1;
    while (low < STEPS_MAX && keeps(2 * low))
    {
        low *= 2;
    }
    if (low >= STEPS_MAX)
    {
        return STEPS_MAX;
    }
    uint64_t high = 2 * low;
    while (high - low > 1)
    {
        const uint64_t middle = low + (high - low) / 2;
        (keeps(middle) ? low : high) = middle;
    }
    return low;
}

double
FindNoiseMultiplier(double sampling, uint64_t steps, const PrivacyBudget& budget)
{
    CheckPrivacyBudget(budget);
    RequirePrivacyRange("steps", static_cast<double>(steps), 1, RenyiAccountant::STEPS_MAX);
    const auto keeps = [&](double noise) {
        return noise <= PRIVACY_NOISE_MAX &&
               RenyiAccountant({sampling, noise}).GetEpsilon(steps, budget.delta) <= budget.epsilon;
    };
    if (!keeps(PRIVACY_NOISE_MAX))
    {
        // The tight conversion alone costs something at every order.
        throw LearningError("no noise up to " + std::to_string(PRIVACY_NOISE_MAX) +
                            " keeps epsilon of " + std::to_string(budget.epsilon) + " in " +
                            std::to_string(steps) + " steps");
    }
    return FindFallingEnd(keeps, PRIVACY_NOISE_MIN, 1);
}

} // namespace edgeai
} // namespace ns3
