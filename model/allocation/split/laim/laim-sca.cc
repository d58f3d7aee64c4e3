/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-sca.h"

#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns the tangent of the energy of a bit at a power
UplinkTangent
MakeTangent(const UplinkLaw& law, double power)
{
    const double z = UplinkExponent(law, power);
    return {power, UplinkEnergyPerBitAt(law, z), UplinkEnergySlopeAt(law, z)};
}

} // namespace

LaimScaResult
SolveLaimSca(const LaimTask& task, const LaimScaOptions& options)
{
    LaimScaResult result;
    PlanSummary summary;
    LaimTask round = task;
    auto solve = [&](double power) {
        if (task.linkRate == 0)
        {
            round.tangent = MakeTangent(task.uplink, power);
        }
        const LaimSolution solution = SolveLaim(round, options.inner);
        summary.evaluations += solution.summary.evaluations;
        summary.limited = summary.limited || solution.summary.limited;
        ++summary.iterations;
        return solution;
    };

    double power = options.initialPower > 0 ? options.initialPower : task.txPower.GetTop();
    LaimSolution next = solve(power);
    if (!next.feasible && task.linkRate == 0)
    {
        round.keepRatioMax = task.keepRatioMin;
        round.energyBudget = std::numeric_limits<double>::max();
        round.preferLatency = false;
        double last = std::numeric_limits<double>::infinity();
        for (uint32_t k = 0; k < options.maxRounds; ++k)
        {
            const LaimSolution thriftier = solve(power);
            if (!thriftier.feasible || thriftier.txPower == 0)
            {
                break;
            }
            power = thriftier.txPower;
            if (thriftier.energy <= task.energyBudget || !(thriftier.energy < last))
            {
                break;
            }
            last = thriftier.energy;
        }
        round = task;
        next = solve(power);
    }

    result.initialPower = power;
    uint32_t k = 0;
    for (; k < options.maxRounds && next.feasible; ++k)
    {
        const double growth = (k == 0) ? next.merit : next.merit - result.iterates.back();
        const double move = std::abs(next.txPower - power);
        result.solution = next;
        result.iterates.push_back(next.merit);
        summary.residual = growth;
        const bool settled = next.merit < task.keepRatioMax || move <= 1e-9 * power;
        if (next.txPower == 0 || (k > 0 && growth < options.tolerance && settled))
        {
            break;
        }
        power = next.txPower;
        next = solve(power);
    }
    summary.limited = summary.limited || (next.feasible && k == options.maxRounds);
    result.solution.summary = summary;
    return result;
}

} // namespace edgeai
} // namespace ns3
