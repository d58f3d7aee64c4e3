/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-resource-blocks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace ns3
{
namespace edgeai
{

std::vector<double>
RoundToResourceBlocks(const std::vector<double>& bands, double bandwidth, double width)
{
    constexpr double ROUNDING = 1 + 1e-9; // ten blocks of a tenth of the band are ten
    constexpr double RESOLVED = 1e12;     // more blocks than this are no coarser than a double
    const double count = std::floor(bandwidth / width * ROUNDING);
    if (count > RESOLVED)
    {
        return bands;
    }
    if (count < static_cast<double>(bands.size()))
    {
        return {};
    }
    std::vector<double> blocks;
    std::vector<double> remainders;
    double left = count;
    for (const double band : bands)
    {
        // Shares of all blocks there are, so that a leftover of the band does not go to anybody.
        const double share = band / bandwidth * count;
        blocks.push_back(std::floor(share));
        remainders.push_back(share - blocks.back());
        left -= blocks.back();
    }
    std::vector<std::size_t> order(bands.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&remainders](std::size_t a, std::size_t b) {
        return remainders[a] > remainders[b];
    });
    for (const std::size_t i : order)
    {
        if (left < 1)
        {
            break;
        }
        ++blocks[i];
        --left;
    }
    for (double& own : blocks)
    {
        if (own < 1)
        {
            --*std::max_element(blocks.begin(), blocks.end());
            own = 1;
        }
    }
    for (double& own : blocks)
    {
        own *= width;
    }
    return blocks;
}

} // namespace edgeai
} // namespace ns3
