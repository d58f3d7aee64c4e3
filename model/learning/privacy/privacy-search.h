/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PRIVACY_SEARCH_H
#define EDGE_AI_PRIVACY_SEARCH_H

#include "learning/learning-error.h"
#include "short-number.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// Noise multipliers lie within these, so that no formula leaves the range of a double.
constexpr double PRIVACY_NOISE_MIN = 1e-3;
constexpr double PRIVACY_NOISE_MAX = 1e9; ///< see PRIVACY_NOISE_MIN
/// Least probability delta of a budget, which is more than 0.
constexpr double PRIVACY_DELTA_MIN = 1e-300;
/// Largest one, which is less than 1.
constexpr double PRIVACY_DELTA_MAX = 1 - 1e-15;

/**
 * @param [in] name of a setting  @param [in] value of it
 * @param [in] least allowed  @param [in] most allowed
 * @throws LearningError if the value is not within
 */
inline void
RequirePrivacyRange(const std::string& name, double value, double least, double most)
{
    if (!(value >= least && value <= most))
    {
        throw LearningError(name + " is " + WriteShort(value) + "; allowed is " +
                            WriteExact(least) + " to " + WriteExact(most));
    }
}

/**
 * The end of what is not private enough.
 * @param [in] holds whether a guarantee holds; it does from some value on
 * @param [in] least where to begin, >= 0
 * @param [in] step first one upwards, > 0; steps double
 * @returns a value at which it holds, as close to the least such as doubles are; infinity if it
 *          does not hold up to 1e300
 */
template <typename Condition>
double
FindFallingEnd(const Condition& holds, double least, double step)
{
    if (holds(least))
    {
        return least;
    }
    double low = least;
    double high = least + step;
    while (!holds(high))
    {
        low = high;
        high *= 2;
        if (high > 1e300)
        {
            return high * 1e300;
        }
    }
    while (true)
    {
        const double middle = low + (high - low) / 2;
        if (!(middle > low && middle < high))
        {
            return high;
        }
        (holds(middle) ? high : low) = middle;
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PRIVACY_SEARCH_H
