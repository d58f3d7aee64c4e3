/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SMOOTH_MINIMISATION_H
#define EDGE_AI_SMOOTH_MINIMISATION_H

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * A function without constraints and its gradient.
 * @param [in] point where  @param [out] gradient of the point's size, unless null
 * @returns the value, finite
 */
using SmoothFunction =
    std::function<double(const std::vector<double>& point, std::vector<double>* gradient)>;

/// @ingroup edge-ai
/// Settings of a quasi-Newton search.
struct SmoothOptions
{
    double firstStep{0.05};      ///< length of the first step, > 0
    double lineTolerance{0.1};   ///< of a search along a line, in (0, 1)
    double gradientNorm{1e-9};   ///< a gradient this short ends the search, >= 0
    uint32_t maxIterations{200}; ///< searches along a line
};

/// @ingroup edge-ai
/// Where a search ended.
struct SmoothMinimum
{
    std::vector<double> point;
    double value{0};
    uint32_t iterations{0};  ///< searches along a line
    uint32_t evaluations{0}; ///< of the function or its gradient
    bool limited{false};     ///< the bound on the iterations ended it
};

/**
 * @ingroup edge-ai
 * A local minimum of a smooth function, the only one of a convex one (Broyden, Fletcher, Goldfarb
 * and Shanno's method, GSL's bfgs2).
 * @param [in] f function and gradient
 * @param [in] start where to begin, one coordinate at least
 * @param [in] options settings
 * @returns the best point that was met: never worse than the start
 */
SmoothMinimum MinimiseSmooth(const SmoothFunction& f,
                             const std::vector<double>& start,
                             const SmoothOptions& options = SmoothOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SMOOTH_MINIMISATION_H
