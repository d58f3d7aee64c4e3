/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "band-allocation.h"

#include "root-finding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

BandShares
DivideBandMaxMin(std::size_t count,
                 double bandwidth,
                 const BandMerit& merit,
                 const BandOptions& options)
{
    constexpr double infinite = std::numeric_limits<double>::infinity();
    const double least = std::min(options.leastBand, bandwidth * 1e-6);
    const RootOptions rootOptions{0, options.tolerance, 200};
    BandShares shares;

    auto leastBandFor = [&](std::size_t device, double level) {
        auto surplus = [&](double logBand) {
            ++shares.evaluations;
            return merit(device, std::exp(logBand)) - level;
        };
        if (surplus(std::log(least)) >= 0)
        {
            return least;
        }
        const Root root = FindRoot(surplus, std::log(least), std::log(bandwidth), rootOptions);
        return root.found ? std::exp(root.last) : infinite;
    };
    auto bandsFor = [&](double level) {
        std::vector<double> bands;
        for (std::size_t device = 0; device < count; ++device)
        {
            bands.push_back(leastBandFor(device, level));
        }
        return bands;
    };
    auto sum = [](const std::vector<double>& bands) {
        return std::accumulate(bands.begin(), bands.end(), 0.0);
    };

    // Rounding of exp(log(B)) must not make one device with the whole band infeasible.
    const double room = bandwidth * (1 + 1e-11);
    auto shortage = [&](double level) { return sum(bandsFor(level)) / room - 1; };

    double level = 1;
    for (std::size_t device = 0; device < count; ++device)
    {
        level = std::min(level, merit(device, bandwidth));
        ++shares.evaluations;
    }
    constexpr double lowest = -1;
    shares.feasible = level >= lowest && shortage(lowest) <= 0;
    if (!shares.feasible)
    {
        shares.needed = level >= lowest ? sum(bandsFor(lowest)) : infinite;
        shares.bands.assign(count, bandwidth / count);
        return shares;
    }
    if (shortage(level) > 0)
    {
        level = FindRoot(shortage, lowest, level, rootOptions).first;
    }
    shares.level = level;
    shares.bands = bandsFor(level);
    const double total = sum(shares.bands);
    if (total > bandwidth)
    {
        for (double& band : shares.bands)
        {
            band *= bandwidth / total;
        }
    }
    shares.needed = sum(shares.bands);
    return shares;
}

BandShares
HandOutLeftover(BandShares shares, double bandwidth, const BandMerit& merit)
{
    const double left = bandwidth - shares.needed;
    if (!shares.feasible || left <= 0)
    {
        return shares;
    }
    double most = 1e-12;
    std::size_t winner = shares.bands.size();
    for (std::size_t device = 0; device < shares.bands.size(); ++device)
    {
        const double gain =
            merit(device, shares.bands[device] + left) - merit(device, shares.bands[device]);
        shares.evaluations += 2;
        if (gain > most)
        {
            most = gain;
            winner = device;
        }
    }
    for (std::size_t device = 0; device < shares.bands.size(); ++device)
    {
        if (winner == shares.bands.size())
        {
            shares.bands[device] += left / shares.bands.size();
        }
        else if (device == winner)
        {
            shares.bands[device] += left;
        }
    }
    shares.needed = bandwidth;
    return shares;
}

} // namespace edgeai
} // namespace ns3
