/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "log-cap-projection.h"

#include "lambert-w.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] y argument  @returns W0(e^y), also where e^y overflows
double
WrightOmega(double y)
{
    if (y < 500)
    {
        return LambertW0(std::exp(y));
    }
    // Newton's method on w + ln w = y; from here two steps reach full precision.
    double w = y - std::log(y);
    for (int i = 0; i < 3; ++i)
    {
        w *= (1 + y - std::log(w)) / (1 + w);
    }
    return w;
}

/// @param [in] logs v  @param [in] count of them  @param [in] floor ln least
/// @returns ln of the sum of max(e^v, least)
double
LogOfSum(const double* logs, std::size_t count, double floor)
{
    const double largest = std::max(*std::max_element(logs, logs + count), floor);
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
    {
        sum += std::exp(std::max(logs[i], floor) - largest);
    }
    return largest + std::log(sum);
}

} // namespace

bool
ProjectOntoLogCap(double* logs, std::size_t count, double least, double cap)
{
    const double n = static_cast<double>(count);
    if (n * least > cap)
    {
        return false;
    }
    if (count == 0)
    {
        return true;
    }
    const double floor = std::log(least);
    const double logCap = std::log(cap);
    const double excess = LogOfSum(logs, count, floor) - logCap;
    if (excess <= 0)
    {
        for (std::size_t i = 0; i < count; ++i)
        {
            logs[i] = std::max(logs[i], floor);
        }
        return true;
    }
    // Newton's method on ln(sum) as a function of t = ln mu, inside a bracket. The start is exact
    // when all values are equal.
    double low = -100;
    double high = 100;
    double t = std::clamp(std::log(excess * n / cap), low, high);
    for (int i = 0; i < 200; ++i)
    {
        double sum = 0;
        double slope = 0;
        for (std::size_t k = 0; k < count; ++k)
        {
            const double omega = WrightOmega(t + logs[k]);
            const double q = logs[k] - omega;
            if (q > floor)
            {
                const double x = std::exp(q);
                sum += x;
                slope -= x * omega / (1 + omega);
            }
            else
            {
                sum += least;
            }
        }
        const double residual = std::log(sum) - logCap;
        (residual > 0 ? low : high) = t;
        if (std::abs(residual) < 1e-15 || high - low < 1e-15 * std::abs(t))
        {
            break;
        }
        double next = slope < 0 ? t - residual * sum / slope : high;
        if (!(next > low && next < high))
        {
            next = low + (high - low) / 2;
        }
        if (next == t)
        {
            break;
        }
        t = next;
    }
    for (std::size_t k = 0; k < count; ++k)
    {
        logs[k] = std::max(floor, logs[k] - WrightOmega(t + logs[k]));
    }
    return true;
}

} // namespace edgeai
} // namespace ns3
