/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-response.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

uint32_t
ChooseEccSplit(const EccProblem& problem,
               std::size_t i,
               double uplinkRate,
               double downlinkRate,
               double uplinkPower,
               double downlinkPower,
               double units,
               bool mayStaySilent)
{
    const uint32_t layers = problem.GetLayerCount(i);
    uint32_t best = 0;
    double least = HUGE_VAL;
    for (uint32_t split = 0; split < layers + (mayStaySilent ? 1 : 0); ++split)
    {
        const auto cost = ComputeEccUserCost(problem,
                                             i,
                                             split,
                                             uplinkRate,
                                             downlinkRate,
                                             uplinkPower,
                                             downlinkPower,
                                             units);
        const double value =
            PriceEccUser(problem, i, cost.GetTime(), cost.GetEnergy(), split < layers ? units : 0)
                .value;
        if (value < least)
        {
            least = value;
            best = split;
        }
    }
    return best;
}

std::vector<uint32_t>
RespondEcc(const EccProblem& problem,
           const std::vector<uint32_t>& splits,
           const EccVariables& variables,
           const EccEvaluation& rates)
{
    auto response = splits;
    for (std::size_t i = 0; i < splits.size(); ++i)
    {
        if (IsOffloading(problem, i, splits[i]))
        {
            response[i] = ChooseEccSplit(problem,
                                         i,
                                         rates.uplinkRates[i],
                                         rates.downlinkRates[i],
                                         variables.uplinkPowers[i],
                                         variables.downlinkPowers[i],
                                         variables.units[i]);
        }
    }
    return response;
}

namespace
{

/// @param [in] problem a sound problem  @param [in] splits s_i  @param [in] shares beta of a
/// direction
/// @returns subchannel of each user
std::vector<uint32_t>
RoundShares(const EccProblem& problem,
            const std::vector<uint32_t>& splits,
            const std::vector<double>& shares)
{
    const std::size_t subchannels = problem.GetSubchannelCount();
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < splits.size(); ++i)
    {
        for (std::size_t m = 0; m < subchannels && IsOffloading(problem, i, splits[i]); ++m)
        {
            order.push_back(i * subchannels + m);
        }
    }
    std::stable_sort(order.begin(), order.end(), [&shares](std::size_t a, std::size_t b) {
        return shares[a] > shares[b];
    });
    std::vector<uint32_t> chosen(splits.size(), ECC_NO_SUBCHANNEL);
    std::vector<uint32_t> crowd(problem.cells.size() * subchannels);
    for (std::size_t entry : order)
    {
        const std::size_t i = entry / subchannels;
        const std::size_t m = entry % subchannels;
        auto& users = crowd[problem.users[i].cell * subchannels + m];
        if (chosen[i] == ECC_NO_SUBCHANNEL && users < problem.usersPerSubchannel)
        {
            chosen[i] = static_cast<uint32_t>(m);
            ++users;
        }
    }
    return chosen;
}

} // namespace

EccPlan
RoundEccShares(const EccProblem& problem, const EccPoint& point)
{
    EccPlan plan;
    plan.splits = point.splits;
    plan.uplinkSubchannels = RoundShares(problem, plan.splits, point.uplinkShares);
    for (std::size_t i = 0; i < plan.splits.size(); ++i)
    {
        if (plan.uplinkSubchannels[i] == ECC_NO_SUBCHANNEL)
        {
            plan.splits[i] = problem.GetLayerCount(i);
        }
    }
    // Who found room in the uplink finds it in the downlink, which has as much.
    plan.downlinkSubchannels = RoundShares(problem, plan.splits, point.downlinkShares);
    plan.uplinkPowers = point.uplinkPowers;
    plan.downlinkPowers = point.downlinkPowers;
    plan.units = point.units;
    ClearSilentUsers(problem, plan);
    return plan;
}

EccProblem
KeepWholeUnits(EccProblem problem)
{
    for (auto& cell : problem.cells)
    {
        // The tiny surplus lets ten times 0.3 be three.
        cell.unitMin = std::ceil(cell.unitMin * (1 - 1e-12));
        cell.unitTotal = std::floor(cell.unitTotal * (1 + 1e-12));
    }
    return problem;
}

namespace
{
/// Units of one cell that are handed out one by one. Rounding down leaves less than one a user, so
/// that more than this is left only where the plan did not want it.
constexpr uint32_t RESPONSE_UNITS_MAX = 10000;
} // namespace

bool
RoundEccUnits(const EccProblem& problem, EccPlan& plan, bool* limited)
{
    auto rounded = plan.units;
    std::vector<double> left;
    for (const auto& cell : problem.cells)
    {
        left.push_back(std::floor(cell.unitTotal * (1 + 1e-12)));
    }
    const auto now = EvaluateEcc(problem, plan);
    auto valueOf = [&](std::size_t i, double units) {
        const auto cost = ComputeEccUserCost(problem,
                                             i,
                                             plan.splits[i],
                                             now.uplinkRates[i],
                                             now.downlinkRates[i],
                                             plan.uplinkPowers[i],
                                             plan.downlinkPowers[i],
                                             units);
        return PriceEccUser(problem, i, cost.GetTime(), cost.GetEnergy(), units).value;
    };
    for (std::size_t i = 0; i < rounded.size(); ++i)
    {
        if (IsOffloading(problem, i, plan.splits[i]))
        {
            const double least = std::ceil(problem.cells[problem.users[i].cell].unitMin);
            // A descent leaves 3 as 2.999999.
            rounded[i] = std::max(least, std::floor(rounded[i] * (1 + 1e-6)));
            left[problem.users[i].cell] -= rounded[i];
        }
    }
    if (*std::min_element(left.begin(), left.end()) < 0)
    {
        return false;
    }
    for (std::size_t n = 0; n < left.size(); ++n)
    {
        const auto users = problem.GetUsersOf(n);
        uint32_t handed = 0;
        for (; left[n] >= 1 && handed < RESPONSE_UNITS_MAX; --left[n], ++handed)
        {
            double most = 0;
            std::size_t winner = rounded.size();
            for (std::size_t i : users)
            {
                const double gain = IsOffloading(problem, i, plan.splits[i])
                                        ? valueOf(i, rounded[i]) - valueOf(i, rounded[i] + 1)
                                        : 0;
                if (gain > most)
                {
                    most = gain;
                    winner = i;
                }
            }
            if (winner == rounded.size())
            {
                break;
            }
            ++rounded[winner];
        }
        if (limited && handed == RESPONSE_UNITS_MAX)
        {
            *limited = true;
        }
    }
    plan.units = rounded;
    return true;
}

} // namespace edgeai
} // namespace ns3
