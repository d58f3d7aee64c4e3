/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-part-prices.h"

#include "allocation/numeric/root-finding.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Width of ln(nu) that is searched to either side.
constexpr double PRICE_SPAN = 300;

} // namespace

double
PartBounds::GetShare(const PartRatios& kept) const
{
    return deviceWeight * kept.device + (1 - deviceWeight) * kept.server;
}

double
PartPrices::GetTime(const PartRatios& kept) const
{
    return constantTime + kept.device * time.device + kept.server * time.server;
}

double
PartPrices::GetEnergy(const PartRatios& kept) const
{
    return constantEnergy + kept.device * energy.device + kept.server * energy.server;
}

PartRatios
PartPrices::GetCost() const
{
    return {priceShare * time.device + energyShare * energy.device,
            priceShare * time.server + energyShare * energy.server};
}

double
PartPrices::GetBudget(const LaimTask& task) const
{
    return priceShare * (task.latencyBudget - constantTime) +
           energyShare * (task.energyBudget - constantEnergy);
}

PartPrices
MakePartPrices(const LaimTask& task, double logPrice)
{
    const PricePoint point = MakePricePoint(task, std::exp(logPrice));
    PartPrices prices;
    prices.priceShare = 1 / (1 + std::exp(-logPrice));
    prices.energyShare = 1 / (1 + std::exp(logPrice));
    prices.constantTime = point.constantTime;
    prices.constantEnergy = point.constantEnergy;
    prices.deviceClock = point.deviceClock;
    prices.serverClock = point.serverClock;
    prices.txPower = point.txPower;
    // What pruning scales is the device's, but for the server's work.
    StageCost server;
    if (task.scaled.serverCycles > 0)
    {
        server = ComputeStageCost(point.serverClock,
                                  task.scaled.serverCycles,
                                  task.serverEnergyFactor,
                                  task.serverStaticPower);
    }
    StageCost device;
    if (task.scaled.deviceCycles > 0)
    {
        device = ComputeStageCost(point.deviceClock,
                                  task.scaled.deviceCycles,
                                  task.deviceEnergyFactor,
                                  task.deviceStaticPower);
    }
    if (task.scaled.uplinkBits > 0)
    {
        // By difference; rounding may leave less than nothing where it is next to nothing.
        device.time += std::max(point.scaledTime - device.time - server.time, 0.0);
        device.energy += std::max(point.scaledEnergy - device.energy - server.energy, 0.0);
    }
    prices.time = {device.time, server.time};
    prices.energy = {device.energy, server.energy};
    return prices;
}

PriceBracket
FindTimePrice(const LaimTask& task,
              const PartChoice& choice,
              const LaimOptions& options,
              double near)
{
    PriceBracket found;
    auto excess = [&](double logPrice) {
        const PartPrices prices = MakePartPrices(task, logPrice);
        return std::log(prices.GetTime(choice(prices)) / task.latencyBudget);
    };
    const double saturation = GetSaturationPrice(task);
    // Without a free stage only the weighing changes with the price.
    const double middle =
        std::log(saturation > 0 ? saturation : task.energyBudget / task.latencyBudget);
    const bool known = near > middle - PRICE_SPAN && near < middle + PRICE_SPAN;
    const double start = known ? near : middle;
    const bool late = excess(start) > 0;
    const double step = known ? 0.02 : 4;
    const Root bracket = ExpandBracket(excess,
                                       start,
                                       late ? step : -step,
                                       late ? middle + PRICE_SPAN : middle - PRICE_SPAN);
    found.evaluations = bracket.evaluations + 1;
    found.limited = bracket.limited;
    if (!bracket.found)
    {
        found.slow = bracket.last;
        found.fast = bracket.last;
        return found;
    }
    const double slow = late ? bracket.first : bracket.last;
    const double fast = late ? bracket.last : bracket.first;
    // Far from 0 no two numbers are nearer than the relative width.
    const Root root =
        FindRoot(excess, slow, fast, {1e-15, options.tolerance, options.maxEvaluations});
    found.slow = root.first;
    found.fast = root.last;
    found.evaluations += root.evaluations;
    found.limited = found.limited || root.limited;
    return found;
}

PartRatios
FillKnapsack(const LaimTask& task, const PartBounds& bounds, const PartPrices& prices)
{
    const PartRatios cost = prices.GetCost();
    const PartRatios& least = bounds.least;
    const PartRatios weight{bounds.deviceWeight, 1 - bounds.deviceWeight};
    PartRatios kept = least;
    double left = prices.GetBudget(task) - cost.device * least.device - cost.server * least.server;
    auto fill = [&](double PartRatios::*part) {
        const double room = bounds.most.*part - least.*part;
        const double price = cost.*part;
        const double added = price > 0 ? std::clamp(left / price, 0.0, room) : room;
        kept.*part += weight.*part > 0 ? added : 0;
        left -= weight.*part > 0 ? added * price : 0;
    };
    const bool deviceFirst = weight.device * cost.server >= weight.server * cost.device;
    fill(deviceFirst ? &PartRatios::device : &PartRatios::server);
    fill(deviceFirst ? &PartRatios::server : &PartRatios::device);
    return kept;
}

LaimSolution
SolveLaimForRatios(const LaimTask& task, const PartRatios& kept, const LaimOptions& options)
{
    LaimTask fixed = task;
    fixed.constant.deviceCycles += kept.device * task.scaled.deviceCycles;
    fixed.constant.uplinkBits += kept.device * task.scaled.uplinkBits;
    fixed.constant.serverCycles += kept.server * task.scaled.serverCycles;
    fixed.scaled = StageWork();
    fixed.keepRatioMin = 1;
    fixed.keepRatioMax = 1;
    const LaimSolution plan = SolveLaim(fixed, options);
    if (!plan.feasible)
    {
        return plan;
    }
    LaimSolution solution = EvaluateLaimPlan(task,
                                             kept.device,
                                             kept.server,
                                             plan.deviceClock,
                                             plan.serverClock,
                                             plan.txPower);
    solution.feasible = true;
    solution.multiplier = plan.multiplier;
    solution.summary = plan.summary;
    return solution;
}

} // namespace edgeai
} // namespace ns3
