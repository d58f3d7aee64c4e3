/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "repetition.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

Repetition
SummariseRepetitions(const std::vector<double>& values)
{
    const double missing = std::numeric_limits<double>::quiet_NaN();
    Repetition result{missing, missing};
    std::vector<double> known;
    std::copy_if(values.begin(), values.end(), std::back_inserter(known), [](double value) {
        return !std::isnan(value);
    });
    if (known.empty())
    {
        return result;
    }
    // About the first value, so that equal values have exactly themselves as mean.
    const double n = static_cast<double>(known.size());
    double sum = 0;
    for (const double value : known)
    {
        sum += value == known.front() ? 0 : value - known.front();
    }
    result.mean = known.front() + sum / n;
    if (known.size() < 2)
    {
        return result;
    }
    double squares = 0;
    for (const double value : known)
    {
        squares += (value - result.mean) * (value - result.mean);
    }
    const boost::math::students_t_distribution<double> student(n - 1);
    result.halfWidth = boost::math::quantile(student, 0.975) * std::sqrt(squares / (n - 1) / n);
    return result;
}

} // namespace edgeai
} // namespace ns3
