/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-band-sets.h"

#include "broadband-band-plan.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <sstream>

namespace ns3
{
namespace edgeai
{

std::vector<std::vector<uint32_t>>
ChooseSubchannels(const std::vector<uint32_t>& counts,
                  const std::vector<std::vector<double>>& gains)
{
    const std::size_t users = counts.size();
    std::vector<std::vector<uint32_t>> sets(users);
    std::vector<bool> taken(users > 0 ? gains.front().size() : 0, false);
    while (true)
    {
        std::size_t next = users;
        double least = 1;
        for (std::size_t k = 0; k < users; ++k)
        {
            const double share =
                counts[k] > 0 ? sets[k].size() / static_cast<double>(counts[k]) : 1;
            if (share < least)
            {
                least = share;
                next = k;
            }
        }
        if (next == users)
        {
            break;
        }
        uint32_t best = 0;
        bool found = false;
        for (uint32_t m = 0; m < taken.size(); ++m)
        {
            if (!taken[m] && (!found || gains[next][m] > gains[next][best]))
            {
                best = m;
                found = true;
            }
        }
        taken[best] = true;
        sets[next].push_back(best);
    }
    for (std::vector<uint32_t>& set : sets)
    {
        std::sort(set.begin(), set.end());
    }
    return sets;
}

std::string
DivideBand(const std::vector<BandUser>& users, const BandGrid& grid, std::vector<BandSet>& sets)
{
    constexpr double ROUNDING = 1e-9;
    std::vector<std::size_t> sending;
    std::vector<double> bands;
    std::vector<std::vector<double>> gains;
    for (std::size_t k = 0; k < users.size(); ++k)
    {
        if (users[k].bandwidth > 0)
        {
            sending.push_back(k);
            bands.push_back(users[k].bandwidth);
            gains.push_back(users[k].gains);
        }
    }
    const double total = std::accumulate(bands.begin(), bands.end(), 0.0);
    std::ostringstream wrong;
    if (total > grid.subchannels * grid.width * (1 + ROUNDING))
    {
        wrong << "bandwidth is " << total << " Hz in sum, must be at most "
              << grid.subchannels * grid.width << " Hz";
    }
    else if (sending.size() > grid.subchannels)
    {
        wrong << "bandwidth is planned for " << sending.size() << " devices, and there are "
              << grid.subchannels << " subchannels for plans, must be one each at least";
    }
    sets.clear();
    if (!wrong.str().empty() || sending.empty())
    {
        sets.resize(wrong.str().empty() ? users.size() : 0);
        return wrong.str();
    }
    const auto chosen =
        ChooseSubchannels(DivideSubchannels(bands, grid.subchannels, grid.width), gains);
    sets.resize(users.size());
    for (std::size_t i = 0; i < sending.size(); ++i)
    {
        const BandUser& user = users[sending[i]];
        BandSet& set = sets[sending[i]];
        set.subchannels = chosen[i];
        const double snr = user.power / static_cast<double>(chosen[i].size()) / grid.noise;
        for (const uint32_t m : chosen[i])
        {
            set.rate += grid.width * std::log1p(snr * user.gains[m]) / M_LN2;
        }
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
