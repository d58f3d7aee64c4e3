/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "rate-share.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

double
ShareOfLargestRate(double y)
{
    if (!(y < 1))
    {
        return std::numeric_limits<double>::infinity();
    }
    if (y <= 0)
    {
        return 0;
    }
    // Two lower limits, from ln(1 + v) <= v / sqrt(1 + v) and, with it, from x >= y^2: the first is
    // the limit for y -> 1, the second for y -> 0. The function is concave, so that Newton's steps
    // from there rise to the root and do not pass it.
    double x = std::max(y * y / ((1 - y) * (1 + y)), y / (std::log(2) - 2 * std::log(y)));
    for (int i = 0; i < 60; ++i)
    {
        const double next = x + (y - x * std::log1p(1 / x)) / SlopeOfRateShare(x);
        if (!(next > x))
        {
            break;
        }
        x = next;
    }
    return x;
}

double
SlopeOfRateShare(double x)
{
    const double v = 1 / x;
    if (v < 1e-3)
    {
        return v * v * (1. / 2 - v * (2. / 3 - v * (3. / 4 - v * (4. / 5 - v * 5. / 6))));
    }
    return std::log1p(v) - 1 / (1 + x);
}

} // namespace edgeai
} // namespace ns3
