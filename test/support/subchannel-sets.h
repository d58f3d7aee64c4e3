/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TEST_SUBCHANNEL_SETS_H
#define EDGE_AI_TEST_SUBCHANNEL_SETS_H

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace ns3
{
namespace edgeai
{

inline constexpr double SUBCHANNEL_WIDTH = 180e3; ///< [Hz]
inline constexpr double SLOT = 1e-3;              ///< [s]

/**
 * @param [in] snr SNR per watt on each subchannel [1/W]
 * @param [in] power sum of the powers [W]
 * @returns the powers that carry most
 */
inline std::vector<double>
FillWater(const std::vector<double>& snr, double power)
{
    double low = 0;
    double high = power + 1 / *std::min_element(snr.begin(), snr.end());
    std::vector<double> filled(snr.size());
    for (int i = 0; i < 200; ++i)
    {
        const double level = (low + high) / 2;
        double sum = 0;
        for (std::size_t k = 0; k < snr.size(); ++k)
        {
            filled[k] = std::max(0.0, level - 1 / snr[k]);
            sum += filled[k];
        }
        (sum > power ? high : low) = level;
    }
    // What bisection leaves over or lacks.
    const double sum = std::accumulate(filled.begin(), filled.end(), 0.0);
    for (double& p : filled)
    {
        p *= power / sum;
    }
    return filled;
}

/**
 * @param [in] snr SNR per watt on each subchannel [1/W]
 * @param [in] power on each of them [W]
 * @returns bits of a slot, sum over the subchannels of W log2(1 + p g / (N0 W)) times its duration
 */
inline double
ClosedForm(const std::vector<double>& snr, const std::vector<double>& power)
{
    double sum = 0;
    for (std::size_t k = 0; k < snr.size(); ++k)
    {
        sum += SUBCHANNEL_WIDTH * std::log2(1 + power[k] * snr[k]);
    }
    return SLOT * sum;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TEST_SUBCHANNEL_SETS_H
