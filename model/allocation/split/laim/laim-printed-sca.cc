/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-printed-sca.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Where a round is linearised.
struct LocalPoint
{
    PartRatios anchor; ///< 1/rho'_k and 1/rho~'_k
    double power{0};   ///< p_k [W]
};

/// @returns the keep ratio that a round allows for a charged one: 2 X_k - X_k^2 / X
double
Linearise(double anchor, double charged, double most)
{
    return charged > 0 ? std::min(anchor * (2 - anchor / charged), most) : 0;
}

/**
 * Best charged ratios of a round for one price of time: most of the linearised share within the
 * weighed budget. Each is its anchor times sqrt(w / c) times a common factor, within its range.
 */
PartRatios
FillRound(const LaimTask& task,
          const PartBounds& bounds,
          const PartRatios& anchor,
          const PartPrices& prices)
{
    const PartRatios cost = prices.GetCost();
    const PartRatios weight{bounds.deviceWeight, 1 - bounds.deviceWeight};

    struct Part
    {
        double low;
        double high;
        double slope; ///< of the charged ratio in the common factor; 0: it stays at low
        double cost;
    };

    auto make = [&](double PartRatios::*part) {
        const double x = anchor.*part;
        const double least = bounds.least.*part;
        // The linearised keep ratio must not fall below its bound: at 0 by more than half a round.
        const double low = x > 0 ? x * x / (2 * x - least) : 0;
        const double high = std::max(bounds.most.*part, low);
        if (!(weight.*part > 0) || !(x > 0))
        {
            return Part{low, low, 0, cost.*part};
        }
        return cost.*part > 0
                   ? Part{low, high, x * std::sqrt(weight.*part / cost.*part), cost.*part}
                   : Part{high, high, 0, 0};
    };
    const std::array<Part, 2> parts{make(&PartRatios::device), make(&PartRatios::server)};
    auto ratioAt = [](const Part& part, double factor) {
        return std::clamp(part.slope * factor, part.low, part.high);
    };
    auto costAt = [&](double factor) {
        return parts[0].cost * ratioAt(parts[0], factor) +
               parts[1].cost * ratioAt(parts[1], factor);
    };
    std::array<double, 4> corners{};
    for (std::size_t i = 0; i < parts.size(); ++i)
    {
        const Part& part = parts[i];
        corners[2 * i] = part.slope > 0 ? part.low / part.slope : 0;
        corners[2 * i + 1] = part.slope > 0 ? part.high / part.slope : 0;
    }
    std::sort(corners.begin(), corners.end());
    const double budget = prices.GetBudget(task);
    double factor = corners.front();
    for (std::size_t i = 1; i < corners.size() && costAt(factor) < budget; ++i)
    {
        // The cost is a straight line between two corners.
        const double before = costAt(factor);
        const double after = costAt(corners[i]);
        factor = after <= budget
                     ? corners[i]
                     : factor + (corners[i] - factor) * (budget - before) / (after - before);
        if (after > budget)
        {
            break;
        }
    }
    return {ratioAt(parts[0], factor), ratioAt(parts[1], factor)};
}

/// @returns the largest common shrinking of charged ratios with which both budgets are kept
double
Shrink(const LaimTask& task, const PartPrices& prices, const PartRatios& charged)
{
    auto quotient = [&](double left, double used) { return used > left ? left / used : 1; };
    return std::min(quotient(task.latencyBudget - prices.constantTime,
                             prices.GetTime(charged) - prices.constantTime),
                    quotient(task.energyBudget - prices.constantEnergy,
                             prices.GetEnergy(charged) - prices.constantEnergy));
}

} // namespace

LaimPrintedScaResult
SolveLaimPrintedSca(const LaimTask& task,
                    const PartBounds& bounds,
                    const LaimPrintedScaOptions& options)
{
    LaimPrintedScaResult result;
    if (!(bounds.least.device <= bounds.most.device) ||
        !(bounds.least.server <= bounds.most.server))
    {
        return result;
    }
    LaimTask truth = task;
    truth.tangent.reset();
    truth.keepRatioMin = std::max(bounds.least.device, bounds.least.server);
    truth.keepRatioMax = std::min(bounds.most.device, bounds.most.server);
    result.solution = SolveLaimForRatios(truth, bounds.most, options.inner);
    result.solution.merit = bounds.GetShare(bounds.most);
    if (result.solution.feasible)
    {
        return result;
    }
    PlanSummary summary = result.solution.summary;
    const LaimSolution common = SolveLaim(truth, options.inner);
    summary.evaluations += common.summary.evaluations;
    if (!common.feasible)
    {
        result.solution = common;
        result.solution.summary = summary;
        return result;
    }

    LocalPoint point;
    double price = std::numeric_limits<double>::quiet_NaN();
    // One round: moves the point if there is a plan.
    auto step = [&]() {
        LaimTask round = truth;
        if (truth.linkRate == 0 && point.power > 0)
        {
            const double z = UplinkExponent(truth.uplink, point.power);
            round.tangent = {point.power,
                             UplinkEnergyPerBitAt(truth.uplink, z),
                             UplinkEnergySlopeAt(truth.uplink, z)};
        }
        auto choose = [&](const PartPrices& prices) {
            return FillRound(round, bounds, point.anchor, prices);
        };
        const PriceBracket bracket = FindTimePrice(round, choose, options.inner, price);
        summary.evaluations += bracket.evaluations;
        summary.limited = summary.limited || bracket.limited;
        ++summary.iterations;
        const PartPrices prices = MakePartPrices(round, bracket.fast);
        PartRatios charged = choose(prices);
        const double shrink = Shrink(round, prices, charged);
        // Rounding alone, or no plan at all.
        if (!(shrink > 1 - 1e-9))
        {
            return false;
        }
        charged = {charged.device * shrink, charged.server * shrink};
        const PartRatios kept{Linearise(point.anchor.device, charged.device, bounds.most.device),
                              Linearise(point.anchor.server, charged.server, bounds.most.server)};
        result.solution = EvaluateLaimPlan(truth,
                                           std::max(kept.device, bounds.least.device),
                                           std::max(kept.server, bounds.least.server),
                                           prices.deviceClock,
                                           prices.serverClock,
                                           prices.txPower);
        result.solution.feasible = true;
        result.solution.multiplier = std::exp(bracket.fast);
        result.solution.merit =
            bounds.GetShare({result.solution.deviceKeepRatio, result.solution.serverKeepRatio});
        result.shares.push_back(result.solution.merit);
        result.anchors.push_back(charged);
        point = {charged, prices.txPower};
        price = bracket.fast;
        return true;
    };

    const double top = truth.txPower.GetTop();
    auto startAt = [&](double keepRatio, double power) {
        point.anchor = {std::clamp(keepRatio, bounds.least.device, bounds.most.device),
                        std::clamp(keepRatio, bounds.least.server, bounds.most.server)};
        point.power = truth.linkRate > 0 ? 0 : truth.txPower.GetNearest(power > 0 ? power : top);
        return step();
    };
    const bool asked = options.initialKeepRatio > 0;
    double last = 0;
    if (!asked || !startAt(options.initialKeepRatio, options.initialPower))
    {
        const double power =
            !asked && options.initialPower > 0 ? options.initialPower : common.txPower;
        const double share = bounds.GetShare({common.deviceKeepRatio, common.serverKeepRatio});
        // With another power the start is no plan, and what it keeps says nothing about a round.
        last = power == common.txPower ? share : 0;
        if (!startAt(common.merit, power) && !startAt(common.merit, common.txPower))
        {
            // The start is a plan, and rounding alone keeps the first round from finding it again.
            result.solution = common;
            result.solution.merit = share;
            result.solution.summary = summary;
            return result;
        }
    }
    while (result.shares.size() < options.maxRounds &&
           !(result.shares.back() - last < options.tolerance))
    {
        last = result.shares.back();
        const LaimSolution before = result.solution;
        if (!step())
        {
            break;
        }
        if (result.shares.back() < last)
        {
            // Rounding at the optimum.
            result.solution = before;
            result.shares.pop_back();
            result.anchors.pop_back();
            break;
        }
    }
    // What no plan exceeds: the least share of the weighed budget over all prices.
    auto fill = [&](const PartPrices& prices) { return FillKnapsack(truth, bounds, prices); };
    const PriceBracket bracket = FindTimePrice(truth, fill, options.inner, price);
    summary.evaluations += bracket.evaluations;
    const double bound = std::min(bounds.GetShare(fill(MakePartPrices(truth, bracket.slow))),
                                  bounds.GetShare(fill(MakePartPrices(truth, bracket.fast))));
    summary.residual = std::max(bound - result.solution.merit, 0.0);
    summary.limited = summary.limited || summary.residual > options.gap;
    result.solution.summary = summary;
    return result;
}

} // namespace edgeai
} // namespace ns3
