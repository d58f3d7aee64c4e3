/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MEASURE_H
#define EDGE_AI_MEASURE_H

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

/**
 * @param [in] work what is timed
 * @param [in] repeats number of measurements, of which the median is taken
 * @returns median time of one call [us], and what the last call returned
 */
inline std::pair<double, double>
Measure(const std::function<double()>& work, uint32_t repeats)
{
    using Clock = std::chrono::steady_clock;
    std::vector<double> times;
    double value = 0;
    for (uint32_t i = 0; i < repeats; ++i)
    {
        // A batch is long enough for the clock's resolution.
        const auto start = Clock::now();
        uint32_t calls = 0;
        std::chrono::duration<double, std::micro> spent{};
        do
        {
            value = work();
            ++calls;
            spent = Clock::now() - start;
        } while (spent.count() < 50);
        times.push_back(spent.count() / calls);
    }
    std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
    return {times[times.size() / 2], value};
}

/// @returns exponent of growth between two rows; not a number: there is no row before
inline double
GetExponent(double before, double now, double countBefore, double count)
{
    return std::log(now / before) / std::log(count / countBefore);
}

#endif // EDGE_AI_MEASURE_H
