/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-listed-clocks.h"

#include <algorithm>
#include <numeric>

namespace ns3
{
namespace edgeai
{

std::vector<double>
GetUsableClocks(const ProcessorLimits& processor)
{
    const auto first =
        std::lower_bound(processor.clocks.begin(), processor.clocks.end(), processor.clockMin);
    return {first, std::upper_bound(first, processor.clocks.end(), processor.clockMax)};
}

void
TakeListedClocks(const SplitProblem& problem,
                 const EccProblem& ecc,
                 EccPlan& plan,
                 EccEvaluation& evaluation)
{
    const std::vector<double> clocks = GetUsableClocks(problem.server);
    if (problem.units.total > 0 || clocks.empty())
    {
        return;
    }
    std::vector<double> shares;
    for (const double clock : clocks)
    {
        shares.push_back(clock / ecc.cells.front().unitClock);
    }
    const std::size_t users = ecc.users.size();
    std::vector<std::size_t> levels(users, 0);
    auto costAt = [&](std::size_t i, std::size_t level) {
        return ComputeEccUserCost(ecc,
                                  i,
                                  plan.splits[i],
                                  evaluation.uplinkRates[i],
                                  evaluation.downlinkRates[i],
                                  plan.uplinkPowers[i],
                                  plan.downlinkPowers[i],
                                  shares[level]);
    };
    auto valueAt = [&](std::size_t i, std::size_t level) {
        const EccUserCost cost = costAt(i, level);
        return PriceEccUser(ecc, i, cost.GetTime(), cost.GetEnergy(), shares[level]).value;
    };
    std::vector<double> left(ecc.cells.size(), 1 + 1e-9);
    for (std::size_t i = 0; i < users; ++i)
    {
        if (IsOffloading(ecc, i, plan.splits[i]))
        {
            const auto above =
                std::upper_bound(shares.begin(), shares.end(), plan.units[i] * (1 + 1e-6));
            levels[i] = std::max<std::ptrdiff_t>(above - shares.begin(), 1) - 1;
            left[ecc.users[i].cell] -= shares[levels[i]];
        }
    }
    for (;;)
    {
        double most = 0;
        std::size_t winner = users;
        for (std::size_t i = 0; i < users; ++i)
        {
            const std::size_t next = levels[i] + 1;
            if (IsOffloading(ecc, i, plan.splits[i]) && next < shares.size() &&
                shares[next] - shares[levels[i]] <= left[ecc.users[i].cell])
            {
                const double gain = valueAt(i, levels[i]) - valueAt(i, next);
                if (gain > most)
                {
                    most = gain;
                    winner = i;
                }
            }
        }
        if (winner == users)
        {
            break;
        }
        const std::size_t now = levels[winner]++;
        left[ecc.users[winner].cell] -= shares[now + 1] - shares[now];
    }
    for (std::size_t i = 0; i < users; ++i)
    {
        if (IsOffloading(ecc, i, plan.splits[i]))
        {
            plan.units[i] = shares[levels[i]];
            const EccUserCost cost = costAt(i, levels[i]);
            evaluation.costs[i].serverTime = cost.serverTime;
            evaluation.costs[i].serverEnergy = cost.serverEnergy;
        }
    }
}

} // namespace edgeai
} // namespace ns3
