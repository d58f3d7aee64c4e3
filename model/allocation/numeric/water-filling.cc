/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "water-filling.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

WaterLevel
FindWaterLevel(const double* floors, const double* shares, std::size_t count, double power)
{
    WaterLevel level;
    double volume = power; // power and floors under water
    double width = 0;
    for (std::size_t i = 0; i < count; ++i)
    {
        if (width > 0 && level.depth <= floors[i])
        {
            break;
        }
        const double share = shares ? shares[i] : 1;
        if (share > 0)
        {
            volume += share * floors[i];
            width += share;
            level.depth = volume / width;
            level.active = i + 1;
        }
    }
    return level;
}

WaterFilling
FillWater(const std::vector<double>& gains, double power, const std::vector<double>& shares)
{
    WaterFilling filling;
    filling.powers.assign(gains.size(), 0);
    std::vector<std::size_t> order;
    for (std::size_t n = 0; n < gains.size(); ++n)
    {
        if (gains[n] > 0 && (shares.empty() || shares[n] > 0))
        {
            order.push_back(n);
        }
    }
    if (order.empty())
    {
        return filling;
    }
    std::stable_sort(order.begin(), order.end(), [&gains](std::size_t a, std::size_t b) {
        return gains[a] > gains[b];
    });
    const double best = gains[order.front()];
    std::vector<double> floors;
    std::vector<double> widths;
    for (const std::size_t n : order)
    {
        floors.push_back((1 - gains[n] / best) / gains[n]);
        widths.push_back(shares.empty() ? 1 : shares[n]);
    }
    const WaterLevel level = FindWaterLevel(floors.data(), widths.data(), floors.size(), power);
    filling.level = level.depth + 1 / best;
    double sum = 0;
    for (std::size_t i = 0; i < level.active; ++i)
    {
        filling.powers[order[i]] = widths[i] * (level.depth - floors[i]);
        sum += filling.powers[order[i]];
    }
    for (std::size_t i = 0; i < level.active && sum > 0; ++i)
    {
        // A share far larger than that of the best channel makes much of a rounding of the level.
        double& spent = filling.powers[order[i]];
        spent *= power / sum;
        filling.bits += widths[i] * std::log1p(spent / widths[i] * gains[order[i]]) / M_LN2;
    }
    return filling;
}

} // namespace edgeai
} // namespace ns3
