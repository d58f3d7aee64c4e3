/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-admission.h"

#include "ecc-closed-forms.h"
#include "ecc-cost.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] problem a sound problem  @param [in] i user  @returns what offloading saves it if
/// nobody else is there
double
GetLoneBenefit(const EccProblem& problem, std::size_t i)
{
    const auto& user = problem.users[i];
    const auto& cell = problem.cells[user.cell];
    const auto weights = GetEccWeights(problem, i);
    double up = 0;
    double down = 0;
    for (std::size_t m = 0; m < problem.GetSubchannelCount(); ++m)
    {
        up = std::max(up, problem.uplinkGains(m, user.cell, i) / problem.GetNoisePower());
        down = std::max(down, problem.downlinkGains(m, user.cell, i) / problem.GetNoisePower());
    }
    const double p = GetLonePower(up, weights.time, weights.energy, user.powerMin, user.powerMax);
    const double q =
        GetLonePower(down, weights.time, weights.energy, cell.powerMin, cell.powerTotal);
    const double units = GetLoneUnits(problem, i);
    const bool radio = user.linkRate == 0;
    auto valueOf = [&](uint32_t split) {
        const auto cost =
            ComputeEccUserCost(problem,
                               i,
                               split,
                               radio ? GetShannonRate(problem.bandwidth, p * up) : user.linkRate,
                               radio ? GetShannonRate(problem.bandwidth, q * down) : user.linkRate,
                               radio ? p : 0,
                               radio ? q : 0,
                               units);
        return PriceEccUser(problem, i, cost.GetTime(), cost.GetEnergy(), units).value;
    };
    double least = HUGE_VAL;
    for (uint32_t split = 0; split < user.chain.GetLayerCount(); ++split)
    {
        least = std::min(least, valueOf(split));
    }
    const auto alone = ComputeEccUserCost(problem, i, user.chain.GetLayerCount(), 0, 0, 0, 0, 0);
    return PriceEccUser(problem, i, alone.GetTime(), alone.GetEnergy(), 0).value - least;
}

} // namespace

std::vector<bool>
AdmitEccUsers(const EccProblem& problem)
{
    std::vector<bool> admitted(problem.users.size(), true);
    for (std::size_t n = 0; n < problem.cells.size(); ++n)
    {
        auto users = problem.GetUsersOf(n);
        std::size_t room = problem.GetUnitLimit(n);
        std::size_t onAir = problem.GetOffloadLimit(n);
        const auto radios = std::count_if(users.begin(), users.end(), [&problem](std::size_t i) {
            return problem.users[i].linkRate == 0;
        });
        if (users.size() <= room && static_cast<std::size_t>(radios) <= onAir)
        {
            continue;
        }
        std::vector<double> benefit(problem.users.size());
        for (std::size_t i : users)
        {
            benefit[i] = GetLoneBenefit(problem, i);
        }
        std::stable_sort(users.begin(), users.end(), [&benefit](std::size_t a, std::size_t b) {
            return benefit[a] > benefit[b];
        });
        for (std::size_t i : users)
        {
            const bool radio = problem.users[i].linkRate == 0;
            admitted[i] = room > 0 && (!radio || onAir > 0);
            room -= admitted[i] ? 1 : 0;
            onAir -= admitted[i] && radio ? 1 : 0;
        }
    }
    return admitted;
}

} // namespace edgeai
} // namespace ns3
