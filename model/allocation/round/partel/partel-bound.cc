/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-bound.h"

#include "allocation/numeric/root-finding.h"
#include "partel-loads.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// The bracket closes faster than linearly; so many rounds are beyond what any round was seen to
/// need.
constexpr uint32_t MAX_BOUND_ROUNDS = 60;
/// Tolerance of the first solve, and what each next one's is smaller by.
constexpr double ROUGH = 1e-2;
constexpr double FINER = .1;

/**
 * @param [in] relaxation a division and its certificate
 * @param [in] offsets d_k after the least one [s]  @param [in] parameters L
 * @param [in] high a time after the least offset at which the division serves L [s]
 * @returns a time after the least offset at which no division serves L [s]
 */
double
FindInfeasibleTime(const PartelRelaxation& relaxation,
                   const std::vector<double>& offsets,
                   double parameters,
                   double high)
{
    if (*std::max_element(offsets.begin(), offsets.end()) == 0)
    {
        const std::vector<double> ones(offsets.size(), 1);
        return parameters / (relaxation.GetValue(ones) + relaxation.GetGap(ones));
    }
    auto served = [&](double time) {
        const std::vector<double> weights = GetWeights(offsets, time);
        return relaxation.GetValue(weights) + relaxation.GetGap(weights) - parameters;
    };
    RootOptions options;
    options.relative = 1e-13;
    const Root root = FindRoot(served, 0, high, options);
    // Rounding may leave F + gap a hair below L at the upper end.
    return root.found ? root.first : high;
}

} // namespace

std::vector<double>
GetWeights(const std::vector<double>& offsets, double time)
{
    std::vector<double> weights;
    for (const double offset : offsets)
    {
        weights.push_back(std::max(time - offset, 0.));
    }
    return weights;
}

PartelBound
FindRelaxedTime(const PartelRadio& radio, const RelaxationOptions& options)
{
    PartelBound bound;
    bound.time = bound.lowerBound = std::numeric_limits<double>::infinity();
    if (!radio.IsUseful())
    {
        return bound;
    }
    std::vector<double> offsets = GetOffsets(radio.workers);
    const double first = *std::min_element(offsets.begin(), offsets.end());
    for (double& offset : offsets)
    {
        offset -= first;
    }
    // What the solver leaves open adds to what the end of the round leaves open.
    RelaxationOptions half = options;
    if (*std::max_element(offsets.begin(), offsets.end()) > 0)
    {
        half.tolerance /= 2;
    }
    PartelRelaxation relaxation(radio, half);
    // A division for a T that is far off need not be good.
    double tolerance = half.tolerance < options.tolerance ? ROUGH : half.tolerance;
    double low = 0;
    double high = DivideLoads(radio.parameters, offsets, relaxation.GetDivision().speeds).time;
    while (bound.iterations < MAX_BOUND_ROUNDS)
    {
        ++bound.iterations;
        const bool certified = relaxation.Maximise(GetWeights(offsets, high), tolerance);
        const double before = high;
        high =
            std::min(high,
                     DivideLoads(radio.parameters, offsets, relaxation.GetDivision().speeds).time);
        low = std::max(low, FindInfeasibleTime(relaxation, offsets, radio.parameters, high));
        bound.limited = high - low > options.tolerance * high;
        if (!bound.limited || !certified || (tolerance <= half.tolerance && !(high < before)))
        {
            break;
        }
        tolerance = std::max(tolerance * FINER, half.tolerance);
    }
    bound.time = first + high;
    bound.lowerBound = std::min(first + low, bound.time);
    bound.gap = (high - low) / high;
    bound.shares = relaxation.GetDivision().shares;
    bound.evaluations = relaxation.GetEvaluations();
    return bound;
}

} // namespace edgeai
} // namespace ns3
