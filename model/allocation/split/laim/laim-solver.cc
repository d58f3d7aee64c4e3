/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-solver.h"

#include "allocation/numeric/infinite.h"
#include "allocation/numeric/lambert-w.h"
#include "allocation/numeric/root-finding.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Relative room for rounding when a result is compared with a bound it should just reach.
constexpr double ROUNDING = 1e-12;

/// Width of ln(nu) searched below saturation: a clock falls by a factor e^100 over it.
constexpr double SPAN = 300;

/// @returns (budget - constant) / slope, and what it tends to for slope 0
double
Quotient(double budget, double constant, double slope)
{
    if (slope > 0)
    {
        return (budget - constant) / slope;
    }
    return constant <= budget ? INFINITE : -INFINITE;
}

bool
HasDeviceWork(const LaimTask& task)
{
    return task.constant.deviceCycles > 0 || task.scaled.deviceCycles > 0;
}

bool
HasServerWork(const LaimTask& task)
{
    return task.constant.serverCycles > 0 || task.scaled.serverCycles > 0;
}

bool
HasPayload(const LaimTask& task)
{
    return task.constant.uplinkBits > 0 || task.scaled.uplinkBits > 0;
}

/// @returns whether there is a transmit power to choose
bool
HasPower(const LaimTask& task)
{
    return HasPayload(task) && task.linkRate == 0 && task.txPower.IsFree();
}

/// @returns the clock whose marginal power 2 factor f^3 - staticPower is nu, within the knob
double
PricedClock(const StageKnob& knob, double factor, double staticPower, double nu)
{
    if (knob.fixed > 0 || factor == 0)
    {
        return knob.GetTop();
    }
    return knob.GetNearest(std::cbrt((nu + staticPower) / (2 * factor)));
}

/// @returns the price from which on a clock is at its limit [W]; not positive if it always is
double
SaturationPriceOf(const StageKnob& knob, double factor, double staticPower)
{
    return knob.IsFree() ? 2 * factor * std::pow(knob.limit, 3) - staticPower : 0;
}

/// @returns the exponent whose marginal power is nu, without a limit
double
PricedExponent(const LaimTask& task, double nu)
{
    const UplinkLaw& law = task.uplink;
    if (task.tangent)
    {
        return ExponentOfSquareLaw(nu * M_LN2 / (task.tangent->slope * law.unitPower * law.band));
    }
    return ExponentOfMarginalPower(nu / law.unitPower);
}

void
AddStage(PricePoint& point, double constant, double scaled, const StageCost& perUnit)
{
    point.constantTime += constant * perUnit.time;
    point.scaledTime += scaled * perUnit.time;
    point.constantEnergy += constant * perUnit.energy;
    point.scaledEnergy += scaled * perUnit.energy;
}

LaimSolution
Finish(const LaimTask& task, const PricePoint& point, double keepRatio, double nu)
{
    LaimSolution solution = EvaluateLaimPlan(task,
                                             keepRatio,
                                             keepRatio,
                                             point.deviceClock,
                                             point.serverClock,
                                             point.txPower);
    solution.feasible = true;
    solution.merit = keepRatio;
    solution.multiplier = nu;
    return solution;
}

} // namespace

double
PricePoint::GetTime(double keepRatio) const
{
    return constantTime + keepRatio * scaledTime;
}

double
PricePoint::GetEnergy(double keepRatio) const
{
    return constantEnergy + keepRatio * scaledEnergy;
}

double
PricePoint::GetKeepRatioInTime(double time) const
{
    return Quotient(time, constantTime, scaledTime);
}

double
PricePoint::GetKeepRatioInEnergy(double energy) const
{
    return Quotient(energy, constantEnergy, scaledEnergy);
}

PricePoint
MakePricePoint(const LaimTask& task, double nu)
{
    PricePoint point;
    if (HasDeviceWork(task))
    {
        const double factor = task.deviceEnergyFactor;
        const double power = task.deviceStaticPower;
        point.deviceClock = PricedClock(task.deviceClock, factor, power, nu);
        point.constantTime += task.deviceSwitch;
        AddStage(point,
                 task.constant.deviceCycles,
                 task.scaled.deviceCycles,
                 ComputeStageCost(point.deviceClock, 1, factor, power));
    }
    if (HasServerWork(task))
    {
        const double factor = task.serverEnergyFactor;
        const double power = task.serverStaticPower;
        point.serverClock = PricedClock(task.serverClock, factor, power, nu);
        point.constantTime += task.serverSwitch;
        AddStage(point,
                 task.constant.serverCycles,
                 task.scaled.serverCycles,
                 ComputeStageCost(point.serverClock, 1, factor, power));
    }
    if (HasPayload(task) && task.linkRate > 0)
    {
        AddStage(point, task.constant.uplinkBits, task.scaled.uplinkBits, {1 / task.linkRate, 0});
    }
    else if (HasPayload(task))
    {
        const double limit = UplinkExponent(task.uplink, task.txPower.GetTop());
        double z = limit;
        if (task.txPower.fixed <= 0)
        {
            const double least = UplinkExponent(task.uplink, task.txPower.least);
            z = std::clamp(PricedExponent(task, nu), std::min(least, limit), limit);
        }
        point.txPower = (z == limit) ? task.txPower.GetTop()
                                     : std::max(UplinkPowerAt(task.uplink, z), task.txPower.least);
        double energy = UplinkEnergyPerBitAt(task.uplink, z);
        if (task.tangent)
        {
            energy =
                task.tangent->energy + task.tangent->slope * (point.txPower - task.tangent->power);
        }
        AddStage(point,
                 task.constant.uplinkBits,
                 task.scaled.uplinkBits,
                 {UplinkTimePerBitAt(task.uplink, z), energy});
    }
    return point;
}

double
GetSaturationPrice(const LaimTask& task)
{
    double price = 0;
    if (HasDeviceWork(task))
    {
        price = std::max(
            price,
            SaturationPriceOf(task.deviceClock, task.deviceEnergyFactor, task.deviceStaticPower));
    }
    if (HasServerWork(task))
    {
        price = std::max(
            price,
            SaturationPriceOf(task.serverClock, task.serverEnergyFactor, task.serverStaticPower));
    }
    if (HasPower(task))
    {
        const UplinkLaw& law = task.uplink;
        const double z = UplinkExponent(law, task.txPower.limit);
        const double uplink = task.tangent ? task.tangent->slope * law.unitPower * law.band /
                                                 M_LN2 * z * z * std::exp(z)
                                           : law.unitPower * MarginalPowerOf(z);
        price = std::max(price, uplink);
    }
    return price;
}

LaimSolution
SolveLaim(const LaimTask& task, const LaimOptions& options)
{
    LaimSolution infeasible;
    if (!(task.keepRatioMin <= task.keepRatioMax) || !(task.latencyBudget > 0) ||
        !(task.energyBudget > 0))
    {
        return infeasible;
    }
    const double least = task.keepRatioMin * (1 - ROUNDING);
    const double most = task.keepRatioMax * (1 - ROUNDING);

    const double saturation = GetSaturationPrice(task);
    if (saturation == 0)
    {
        const PricePoint only = MakePricePoint(task, 1);
        const double keepRatio = std::min({only.GetKeepRatioInTime(task.latencyBudget),
                                           only.GetKeepRatioInEnergy(task.energyBudget),
                                           task.keepRatioMax});
        if (!(keepRatio >= least))
        {
            return infeasible;
        }
        LaimSolution solution = Finish(task, only, std::max(keepRatio, task.keepRatioMin), 0);
        solution.summary.evaluations = 1;
        return solution;
    }

    // Both functions of x = ln(nu) are monotone: the first grows, the second falls. Taken as
    // logarithms they are nearly straight, which saves the root finder half of its steps.
    auto energyExcess = [&task](double x) {
        const PricePoint point = MakePricePoint(task, std::exp(x));
        const double keepRatio = std::clamp(point.GetKeepRatioInTime(task.latencyBudget),
                                            task.keepRatioMin,
                                            task.keepRatioMax);
        return std::log(point.GetEnergy(keepRatio) / task.energyBudget);
    };
    auto latencyExcess = [&task](double x) {
        const PricePoint point = MakePricePoint(task, std::exp(x));
        return std::log(point.GetTime(task.keepRatioMax) / task.latencyBudget);
    };
    const RootOptions rootOptions{0, options.tolerance, options.maxEvaluations};

    PlanSummary summary;
    // A hair above, so that the limits are met exactly in spite of rounding.
    double x = std::log(saturation) + ROUNDING;
    // Time is worth nothing there: every stage is where its energy is least.
    const double floor = x - SPAN;
    bool atFloor = false;
    summary.evaluations = 2;
    if (energyExcess(x) > 0)
    {
        const Root bracket = ExpandBracket(energyExcess, x, -4, floor);
        summary.evaluations += bracket.evaluations;
        summary.limited = bracket.limited;
        if (bracket.found)
        {
            const Root root = FindRoot(energyExcess, bracket.last, bracket.first, rootOptions);
            x = root.first; // the end that keeps the energy budget
            summary.evaluations += root.evaluations;
            summary.residual = root.last - root.first;
            summary.limited = summary.limited || root.limited;
        }
        else
        {
            x = floor;
            atFloor = true;
        }
    }
    PricePoint point = MakePricePoint(task, std::exp(x));
    double keepRatio = point.GetKeepRatioInTime(task.latencyBudget);
    if (atFloor)
    {
        // Energy runs out before time does.
        keepRatio = std::min(keepRatio, point.GetKeepRatioInEnergy(task.energyBudget));
    }
    if (!(keepRatio >= least))
    {
        infeasible.summary = summary;
        return infeasible;
    }
    keepRatio = std::max(keepRatio, task.keepRatioMin);
    if (keepRatio >= most)
    {
        keepRatio = task.keepRatioMax;
        if (!task.preferLatency && !atFloor)
        {
            const Root bracket = ExpandBracket(latencyExcess, x, -4, floor);
            summary.evaluations += bracket.evaluations;
            summary.limited = summary.limited || bracket.limited;
            if (!bracket.found)
            {
                // The thriftiest plan of all meets the deadline (or only the one at hand does).
                ++summary.evaluations;
                atFloor = latencyExcess(floor) <= 0;
                x = atFloor ? floor : x;
            }
            else
            {
                const Root root = FindRoot(latencyExcess, bracket.first, bracket.last, rootOptions);
                x = root.first; // the end that keeps the deadline
                summary.evaluations += root.evaluations;
                summary.residual = root.first - root.last;
                summary.limited = summary.limited || root.limited;
            }
            point = MakePricePoint(task, std::exp(x));
        }
    }
    LaimSolution solution = Finish(task, point, keepRatio, atFloor ? 0 : std::exp(x));
    solution.summary = summary;
    return solution;
}

LaimSolution
SolveLaimForKeepRatio(LaimTask task, double keepRatio, const LaimOptions& options)
{
    task.keepRatioMin = keepRatio;
    task.keepRatioMax = keepRatio;
    return SolveLaim(task, options);
}

} // namespace edgeai
} // namespace ns3
