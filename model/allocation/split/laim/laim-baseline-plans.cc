/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-baseline-plans.h"

#include "allocation/numeric/root-finding.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] knob the knob  @param [in] levels its list  @param [in] needed least that will do
/// @param [in] thrifty where its stage takes least energy; more below it, and more above
/// @param [in] cost energy of its stage at a value
/// @returns the admissible value of least energy that is at least as large as needed; NaN if none
/// is
double
ThriftiestSufficient(const StageKnob& knob,
                     const std::vector<double>& levels,
                     double needed,
                     double thrifty,
                     const std::function<double(double)>& cost)
{
    const double least = needed * (1 - 1e-12);
    const double none = std::numeric_limits<double>::quiet_NaN();
    if (knob.fixed > 0)
    {
        return knob.fixed >= least ? knob.fixed : none;
    }
    if (levels.empty())
    {
        return knob.limit >= least ? knob.GetNearest(std::max(needed, thrifty)) : none;
    }
    auto level = std::lower_bound(levels.begin(), levels.end(), least);
    if (level == levels.end())
    {
        return none;
    }
    return *std::min_element(level, levels.end(), [&cost](double a, double b) {
        return cost(a) < cost(b);
    });
}

/// @returns the clock that does some work in some time for the least energy; NaN if none does
double
ThriftiestClock(const StageKnob& knob,
                const std::vector<double>& levels,
                double cycles,
                double time,
                double factor,
                double staticPower)
{
    if (!(time > 0))
    {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double thrifty = factor > 0 ? std::cbrt(staticPower / (2 * factor)) : INFINITY;
    return ThriftiestSufficient(knob, levels, cycles / time, thrifty, [=](double clock) {
        // What is not counted is done as fast as it can be.
        return factor > 0 ? ComputeStageCost(clock, cycles, factor, staticPower).energy : -clock;
    });
}

/// @returns the largest admissible value of a knob
double
TopOf(const StageKnob& knob, const std::vector<double>& levels)
{
    return (knob.fixed > 0 || levels.empty()) ? knob.GetTop() : levels.back();
}

/// Work of a task at one keep ratio.
StageWork
WorkAt(const LaimTask& task, double keepRatio)
{
    return {task.constant.deviceCycles + keepRatio * task.scaled.deviceCycles,
            task.constant.serverCycles + keepRatio * task.scaled.serverCycles,
            task.constant.uplinkBits + keepRatio * task.scaled.uplinkBits};
}

int
CountStages(const StageWork& work)
{
    return (work.deviceCycles > 0) + (work.serverCycles > 0) + (work.uplinkBits > 0);
}

/// @returns the plan in which every stage takes at most the same part of the deadline
LaimSolution
EqualTimePlan(const LaimTask& task, const LaimLevels& levels, double keepRatio)
{
    const StageWork work = WorkAt(task, keepRatio);
    const double time = task.latencyBudget / std::max(CountStages(work), 1);
    double deviceClock = 0;
    double serverClock = 0;
    double txPower = 0;
    if (work.deviceCycles > 0)
    {
        deviceClock = ThriftiestClock(task.deviceClock,
                                      levels.deviceClocks,
                                      work.deviceCycles,
                                      time - task.deviceSwitch,
                                      task.deviceEnergyFactor,
                                      task.deviceStaticPower);
    }
    if (work.serverCycles > 0)
    {
        serverClock = ThriftiestClock(task.serverClock,
                                      levels.serverClocks,
                                      work.serverCycles,
                                      time - task.serverSwitch,
                                      task.serverEnergyFactor,
                                      task.serverStaticPower);
    }
    if (work.uplinkBits > 0 && task.linkRate > 0)
    {
        const bool fits = work.uplinkBits / task.linkRate <= time * (1 + 1e-12);
        txPower = fits ? 0 : std::numeric_limits<double>::quiet_NaN();
    }
    else if (work.uplinkBits > 0)
    {
        txPower = ThriftiestSufficient(task.txPower,
                                       levels.txPowers,
                                       UplinkPower(task.uplink, work.uplinkBits, time),
                                       0,
                                       [](double power) { return power; });
    }
    if (std::isnan(deviceClock + serverClock + txPower))
    {
        return {};
    }
    LaimSolution plan =
        EvaluateLaimPlan(task, keepRatio, keepRatio, deviceClock, serverClock, txPower);
    plan.feasible = plan.energy <= task.energyBudget;
    plan.merit = keepRatio;
    return plan;
}

} // namespace

LaimSolution
SolveEqualTime(const LaimTask& task, const LaimLevels& levels)
{
    if (!(task.keepRatioMin <= task.keepRatioMax) || !(task.latencyBudget > 0) ||
        !(task.energyBudget > 0))
    {
        return {};
    }
    uint32_t evaluations = 0;
    const double keepRatio = LargestTrue(
        [&](double candidate) {
            ++evaluations;
            return EqualTimePlan(task, levels, candidate).feasible;
        },
        task.keepRatioMin,
        task.keepRatioMax);
    LaimSolution solution;
    if (!std::isnan(keepRatio))
    {
        solution = EqualTimePlan(task, levels, keepRatio);
    }
    solution.summary.evaluations = evaluations;
    return solution;
}

double
GetLeastEqualTimeLatency(const LaimTask& task, const LaimLevels& levels)
{
    const LaimSolution fastest = EvaluateLaimPlan(task,
                                                  task.keepRatioMin,
                                                  task.keepRatioMin,
                                                  TopOf(task.deviceClock, levels.deviceClocks),
                                                  TopOf(task.serverClock, levels.serverClocks),
                                                  TopOf(task.txPower, levels.txPowers));
    return CountStages(WorkAt(task, task.keepRatioMin)) *
           std::max({fastest.device.time, fastest.uplink.time, fastest.server.time});
}

LaimSolution
SolveRandomKeepRatio(const LaimTask& task,
                     const DistortionFunction& distortion,
                     const std::vector<double>& draws,
                     const LaimSolver& solver)
{
    LaimSolution largest = solver(task);
    if (!largest.feasible)
    {
        return largest;
    }
    double sum = 0;
    double lowest = task.keepRatioMax;
    double highest = task.keepRatioMin;
    uint32_t feasible = 0;
    for (const double draw : draws)
    {
        const double keepRatio = task.keepRatioMin + draw * (task.keepRatioMax - task.keepRatioMin);
        if (keepRatio <= largest.merit)
        {
            sum += distortion.GetNormalised(1 - keepRatio);
            lowest = std::min(lowest, keepRatio);
            highest = std::max(highest, keepRatio);
            ++feasible;
        }
    }
    LaimSolution solution;
    solution.summary = largest.summary;
    if (feasible > 0)
    {
        LaimTask atMean = task;
        atMean.keepRatioMin = atMean.keepRatioMax =
            1 - distortion.GetPruningRatio(sum / feasible, 1 - highest, 1 - lowest);
        solution = solver(atMean);
        solution.summary.evaluations += largest.summary.evaluations;
        solution.summary.limited = solution.summary.limited || largest.summary.limited;
    }
    solution.summary.iterations = draws.size();
    return solution;
}

LaimSolution
SolveWithoutPruning(const LaimTask& task, const LaimSolver& solver)
{
    LaimTask whole = task;
    whole.keepRatioMin = whole.keepRatioMax = 1;
    LaimSolution solution = solver(whole);
    if (solution.feasible)
    {
        return solution;
    }
    whole.energyBudget = UNLIMITED_BUDGET;
    whole.preferLatency = false;
    solution = solver(whole);
    if (!solution.feasible)
    {
        whole.latencyBudget = UNLIMITED_BUDGET;
        whole.preferLatency = true;
        solution = solver(whole);
    }
    solution.feasible = false;
    solution.merit = -std::max(solution.latency / std::max(task.latencyBudget, 1e-300),
                               solution.energy / std::max(task.energyBudget, 1e-300));
    return solution;
}

} // namespace edgeai
} // namespace ns3
