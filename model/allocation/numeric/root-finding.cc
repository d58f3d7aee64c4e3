/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "root-finding.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Doublings that lead from the least positive double beyond the largest.
constexpr int STEPS_MAX = std::numeric_limits<double>::max_exponent -
                          std::numeric_limits<double>::min_exponent +
                          std::numeric_limits<double>::digits + 1;

} // namespace

Root
FindRoot(const std::function<double(double)>& f,
         double first,
         double last,
         const RootOptions& options)
{
    Root root;
    // Infinite values would make the interpolation inside the algorithm produce NaN.
    auto bounded = [&f](double x) {
        constexpr double largest = 1e300;
        return std::clamp(f(x), -largest, largest);
    };
    const double atFirst = bounded(first);
    const double atLast = bounded(last);
    root.evaluations = 2;
    root.first = first;
    root.last = last;
    if (std::isnan(atFirst) || std::isnan(atLast) || (atFirst > 0 && atLast > 0) ||
        (atFirst < 0 && atLast < 0))
    {
        return root;
    }
    root.found = true;
    if (atFirst == 0 || atLast == 0 || first == last)
    {
        root.first = root.last = (atFirst == 0 ? first : last);
        return root;
    }
    auto narrow = [&options](double a, double b) {
        return std::abs(b - a) <=
               options.absolute + options.relative * std::min(std::abs(a), std::abs(b));
    };
    const bool ascending = first < last;
    boost::uintmax_t evaluations = std::max<uint32_t>(options.maxEvaluations, 3) - 2;
    const auto [low, high] = boost::math::tools::toms748_solve(bounded,
                                                               ascending ? first : last,
                                                               ascending ? last : first,
                                                               ascending ? atFirst : atLast,
                                                               ascending ? atLast : atFirst,
                                                               narrow,
                                                               evaluations);
    root.evaluations += static_cast<uint32_t>(evaluations);
    root.limited =
        !narrow(low, high) && evaluations + 2 >= std::max<uint32_t>(options.maxEvaluations, 3);
    root.first = ascending ? low : high;
    root.last = ascending ? high : low;
    return root;
}

Root
ExpandBracket(const std::function<double(double)>& f, double start, double step, double limit)
{
    Root bracket;
    bracket.first = bracket.last = start;
    const bool positive = f(start) > 0;
    bracket.evaluations = 1;
    bracket.limited = true;
    for (int steps = 0; steps < STEPS_MAX; ++steps)
    {
        if (bracket.last == limit)
        {
            bracket.limited = false;
            break;
        }
        bracket.first = bracket.last;
        bracket.last += step;
        if ((step > 0) == (bracket.last > limit))
        {
            bracket.last = limit;
        }
        step *= 2;
        ++bracket.evaluations;
        if ((f(bracket.last) > 0) != positive)
        {
            bracket.found = true;
            bracket.limited = false;
            break;
        }
    }
    return bracket;
}

double
LargestTrue(const std::function<bool(double)>& holds, double low, double high, uint32_t halvings)
{
    if (!holds(low))
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (holds(high))
    {
        return high;
    }
    for (uint32_t i = 0; i < halvings; ++i)
    {
        const double middle = low + (high - low) / 2;
        (holds(middle) ? low : high) = middle;
    }
    return low;
}

} // namespace edgeai
} // namespace ns3
