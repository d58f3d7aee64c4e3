/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-separate.h"

#include "allocation/numeric/unimodal-search.h"

namespace ns3
{
namespace edgeai
{

double
WeightedDistortion(const DistortionFunction& distortion,
                   double deviceWeightShare,
                   double deviceKeepRatio,
                   double serverKeepRatio)
{
    return deviceWeightShare * distortion.GetNormalised(1 - deviceKeepRatio) +
           (1 - deviceWeightShare) * distortion.GetNormalised(1 - serverKeepRatio);
}

LaimSolution
SolveLaimSeparate(const LaimTask& task,
                  double deviceWeightShare,
                  const DistortionFunction& distortion,
                  const LaimSeparateOptions& options)
{
    LaimSolution common = SolveLaim(task, options.inner);
    if (!common.feasible)
    {
        return common;
    }
    common.merit = -WeightedDistortion(distortion,
                                       deviceWeightShare,
                                       common.deviceKeepRatio,
                                       common.serverKeepRatio);
    if (task.scaled.deviceCycles == 0 || task.scaled.serverCycles == 0)
    {
        return common;
    }

    PlanSummary summary = common.summary;
    auto serverPart = [&](double deviceKeepRatio) {
        LaimTask rest = task;
        rest.constant.deviceCycles += deviceKeepRatio * task.scaled.deviceCycles;
        rest.constant.uplinkBits += deviceKeepRatio * task.scaled.uplinkBits;
        rest.scaled.deviceCycles = 0;
        rest.scaled.uplinkBits = 0;
        rest.keepRatioMax = 1; // the device's memory limits the device's ratio only
        LaimSolution solution = SolveLaim(rest, options.inner);
        summary.evaluations += solution.summary.evaluations;
        summary.limited = summary.limited || solution.summary.limited;
        ++summary.iterations;
        return solution;
    };
    auto objective = [&](double deviceKeepRatio) {
        const LaimSolution solution = serverPart(deviceKeepRatio);
        // Past the largest feasible kappa_d: worse than anything, and more so further out, so that
        // the valley stays one.
        return solution.feasible ? WeightedDistortion(distortion,
                                                      deviceWeightShare,
                                                      deviceKeepRatio,
                                                      solution.serverKeepRatio)
                                 : 1 + deviceKeepRatio;
    };
    const Minimum minimum = MinimiseUnimodal(objective,
                                             task.keepRatioMin,
                                             task.keepRatioMax,
                                             distortion.IsConvex() ? 1 : options.cells);
    summary.limited = summary.limited || minimum.limited;
    LaimSolution best = common;
    if (-minimum.value > common.merit)
    {
        const LaimSolution part = serverPart(minimum.argument);
        best = EvaluateLaimPlan(task,
                                minimum.argument,
                                part.serverKeepRatio,
                                part.deviceClock,
                                part.serverClock,
                                part.txPower);
        best.feasible = true;
        best.merit = -minimum.value;
        best.multiplier = part.multiplier;
    }
    best.summary = summary;
    return best;
}

} // namespace edgeai
} // namespace ns3
