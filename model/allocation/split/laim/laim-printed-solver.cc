/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-printed-solver.h"

#include "allocation/numeric/infinite.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Relative room for rounding when a result should just reach a bound.
constexpr double PRINTED_ROUNDING = 1e-12;

/// A budget that two linear costs use up.
struct LinearBudget
{
    double left{0};  ///< for both parts
    PartRatios cost; ///< of a whole part

    /// @param [in] device keep ratio  @returns the most of the server's part (may be infinite)
    double GetServer(double device) const
    {
        const double rest = left - cost.device * device;
        return cost.server > 0 ? rest / cost.server : rest >= 0 ? INFINITE : -INFINITE;
    }

    /// @param [in] server keep ratio  @returns the most of the device's part (may be infinite)
    double GetDevice(double server) const
    {
        const double rest = left - cost.server * server;
        return cost.device > 0 ? rest / cost.device : rest >= 0 ? INFINITE : -INFINITE;
    }
};

/**
 * Largest share within both budgets at given clocks and power: a linear programme in two variables,
 * whose optimum is at a corner of the concave polygon that bounds the server's keep ratio.
 * @returns nothing if not even the least keep ratios fit
 */
std::optional<PartRatios>
KeepMost(const LaimTask& task, const PartBounds& bounds, const PartPrices& prices)
{
    const LinearBudget time{task.latencyBudget - prices.constantTime, prices.time};
    const LinearBudget energy{task.energyBudget - prices.constantEnergy, prices.energy};
    // A part without weights gains nothing from being kept.
    const double deviceMost = bounds.deviceWeight > 0 ? bounds.most.device : bounds.least.device;
    const double serverMost = bounds.deviceWeight < 1 ? bounds.most.server : bounds.least.server;
    const double last = std::min(
        {deviceMost, time.GetDevice(bounds.least.server), energy.GetDevice(bounds.least.server)});
    if (!(last >= bounds.least.device))
    {
        return {};
    }
    std::vector<double> corners{bounds.least.device,
                                last,
                                time.GetDevice(serverMost),
                                energy.GetDevice(serverMost)};
    const double cross =
        time.cost.device * energy.cost.server - energy.cost.device * time.cost.server;
    if (cross != 0)
    {
        corners.push_back((time.left * energy.cost.server - energy.left * time.cost.server) /
                          cross);
    }
    PartRatios best;
    double most = -INFINITE;
    for (double device : corners)
    {
        device = std::clamp(device, bounds.least.device, last);
        double server = std::min(time.GetServer(device), energy.GetServer(device));
        // At a corner where the part is whole it shall not be less for rounding alone.
        server = server >= serverMost * (1 - PRINTED_ROUNDING) ? serverMost : server;
        const PartRatios kept{device, std::max(server, bounds.least.server)};
        if (bounds.GetShare(kept) > most)
        {
            most = bounds.GetShare(kept);
            best = kept;
        }
    }
    return best;
}

} // namespace

PartBounds
MakePartBounds(const LaimCase& planned)
{
    const double least = planned.task.keepRatioMin;
    return {planned.deviceWeightShare, {least, least}, {planned.task.keepRatioMax, 1}};
}

LaimSolution
SolveLaimPrinted(const LaimTask& task, const PartBounds& bounds, const LaimOptions& options)
{
    LaimSolution best;
    if (!(bounds.least.device <= bounds.most.device) ||
        !(bounds.least.server <= bounds.most.server))
    {
        return best;
    }
    if (!(task.latencyBudget > 0) || !(task.energyBudget > 0))
    {
        return best;
    }
    LaimTask whole = task;
    PlanSummary summary;
    auto solveFor = [&](const PartRatios& kept) {
        LaimSolution solution = SolveLaimForRatios(whole, kept, options);
        solution.merit = bounds.GetShare(kept);
        summary.evaluations += solution.summary.evaluations;
        summary.limited = summary.limited || solution.summary.limited;
        ++summary.iterations;
        return solution;
    };

    const PriceBracket bracket = FindTimePrice(
        task,
        [&](const PartPrices& prices) { return FillKnapsack(task, bounds, prices); },
        options);
    summary.evaluations = bracket.evaluations;
    summary.limited = bracket.limited;
    double bound = INFINITE;
    for (const double price : {bracket.fast, bracket.slow})
    {
        const PartPrices prices = MakePartPrices(task, price);
        bound = std::min(bound, bounds.GetShare(FillKnapsack(task, bounds, prices)));
        const std::optional<PartRatios> kept = KeepMost(task, bounds, prices);
        summary.evaluations += 2;
        if (kept && (!best.feasible || bounds.GetShare(*kept) > best.merit))
        {
            best = EvaluateLaimPlan(task,
                                    kept->device,
                                    kept->server,
                                    prices.deviceClock,
                                    prices.serverClock,
                                    prices.txPower);
            best.feasible = true;
            best.merit = bounds.GetShare(*kept);
            best.multiplier = std::exp(price);
        }
    }
    // Where everything fits there is no trade-off left, only thrift.
    if (bound >= bounds.GetShare(bounds.most) * (1 - PRINTED_ROUNDING))
    {
        const LaimSolution all = solveFor(bounds.most);
        best = all.feasible ? all : best;
    }
    // What just fits may not by rounding at that price.
    if (!best.feasible)
    {
        whole.preferLatency = false;
        best = solveFor(bounds.least);
        if (!best.feasible)
        {
            best.summary = summary;
            return best;
        }
    }
    summary.residual = std::max(bound - best.merit, 0.0);
    best.summary = summary;
    return best;
}

} // namespace edgeai
} // namespace ns3
