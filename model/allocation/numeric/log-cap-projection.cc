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

/// A value of the projection and what it changes by.
struct Pushed
{
    double log{0};   ///< q, where mu e^q = v - q
    double slope{0}; ///< -dq/dt, in [0, 1]
};

/**
 * One value under a price.
 * @param [in] v the value's logarithm before
 * @param [in] t logarithm of the price mu
 * @returns q = v - W0(mu e^v), also where e^v overflows, to the digits of q rather than of v
 */
Pushed
Push(double v, double t)
{
    // omega = W0(e^y) = v - q. Past v it is the difference of two large numbers that is asked for,
    // but omega + ln omega = y gives q = ln omega - t as well.
    const double y = t + v;
    if (y < 0)
    {
        const double omega = LambertW0(std::exp(y));
        return {v - omega, omega / (1 + omega)};
    }
    double omega = y;
    if (y < 500)
    {
        omega = LambertW0(std::exp(y));
    }
    else
    {
        // Newton's method on w + ln w = y; from here two steps reach full precision.
        omega -= std::log(y);
        for (int i = 0; i < 3; ++i)
        {
            omega *= (1 + y - std::log(omega)) / (1 + omega);
        }
    }
    return {std::log(omega) - t, omega / (1 + omega)};
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
    // Newton's method on ln(sum / cap) as a function of t = ln (mu cap), inside a bracket: v - q of
    // the largest value is between the excess and what a double can hold, and its x between cap /
    // count and cap. The start is exact when all values are equal.
    double low = -100;
    double high = 800;
    double t = std::clamp(std::log(excess * n), low, high);
    for (int i = 0; i < 200; ++i)
    {
        double sum = 0;
        double slope = 0;
        for (std::size_t k = 0; k < count; ++k)
        {
            const Pushed pushed = Push(logs[k], t - logCap);
            const double share = std::exp(std::max(pushed.log, floor) - logCap);
            sum += share;
            slope -= pushed.log > floor ? share * pushed.slope : 0;
        }
        const double residual = std::log(sum);
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
        logs[k] = std::max(floor, Push(logs[k], t - logCap).log);
    }
    return true;
}

} // namespace edgeai
} // namespace ns3
