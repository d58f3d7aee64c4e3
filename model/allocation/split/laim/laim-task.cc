/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-task.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] levels ascending  @param [in] knob that takes them  @returns the usable levels
std::vector<double>
Within(const std::vector<double>& levels, const StageKnob& knob)
{
    const auto first = std::lower_bound(levels.begin(), levels.end(), knob.least);
    return {first, std::upper_bound(first, levels.end(), knob.limit)};
}

/// @returns time to set aside for a change of clock [s]
double
GetSwitchTime(const ProcessorLimits& processor,
              const StageKnob& clock,
              const std::vector<double>& levels)
{
    return levels.size() != 1 && clock.IsFree() ? processor.transitionLatency : 0;
}

} // namespace

double
StageKnob::GetTop() const
{
    return fixed > 0 ? fixed : limit;
}

bool
StageKnob::IsFree() const
{
    return fixed <= 0 && least < limit;
}

double
StageKnob::GetNearest(double value) const
{
    return fixed > 0 ? fixed : std::clamp(value, std::min(least, limit), limit);
}

LaimCase
MakeLaimCase(const SplitProblem& problem,
             std::size_t index,
             const SplitOption& option,
             double bandwidth)
{
    const SplitDevice& device = problem.devices[index];
    LaimCase made;
    made.split = option.split;
    made.deviceWeightShare = option.deviceWeightShare;
    made.overheadLatency = device.overheadLatency + (option.serverFlop > 0 ? device.serverWait : 0);
    made.overheadEnergy = device.overheadEnergy;
    made.bandwidth = bandwidth;
    // The raw input is not a feature: pruning does not make it smaller.
    made.payloadFollows = problem.payloadFollowsKeepRatio && option.split > 0;

    LaimTask& task = made.task;
    task.scaled.deviceCycles = option.deviceFlop / device.processor.flopPerCycle;
    task.scaled.serverCycles = option.serverFlop / problem.server.flopPerCycle;
    (made.payloadFollows ? task.scaled : task.constant).uplinkBits = option.uplinkBits;
    task.deviceEnergyFactor =
        device.processor.usageEffectiveness * device.processor.powerCoefficient;
    task.serverEnergyFactor = problem.countServerEnergy ? problem.server.usageEffectiveness *
                                                              problem.server.powerCoefficient
                                                        : 0;
    task.deviceStaticPower = device.processor.usageEffectiveness * device.processor.staticPower;
    task.serverStaticPower = problem.countServerEnergy
                                 ? problem.server.usageEffectiveness * problem.server.staticPower
                                 : 0;
    task.deviceClock.limit = device.processor.clockMax;
    task.deviceClock.least = device.processor.clockMin;
    task.serverClock.limit = problem.GetServerSlice(index);
    task.serverClock.least = std::min(problem.server.clockMin, task.serverClock.limit);
    if (device.linkRate > 0)
    {
        task.linkRate = device.rateFactor * device.linkRate;
    }
    else
    {
        task.txPower.limit = device.txPowerMax;
        task.txPower.least = device.txPowerMin;
        task.uplink =
            MakeUplinkLaw(bandwidth, problem.noiseDensity, device.gain, device.rateFactor);
    }
    task.latencyBudget = device.latencyBudget - made.overheadLatency;
    task.energyBudget = device.energyBudget - device.overheadEnergy;
    task.keepRatioMin = problem.keepRatioMin;

    const double weightBits = option.deviceWeights * device.bitsPerWeight;
    if (device.memoryBits > 0 && weightBits > device.memoryBits)
    {
        task.keepRatioMax = device.memoryBits / weightBits;
        made.memoryBinds = true;
    }

    made.levels.deviceClocks = Within(device.processor.clocks, task.deviceClock);
    made.levels.serverClocks = Within(problem.server.clocks, task.serverClock);
    if (device.linkRate == 0)
    {
        made.levels.txPowers = Within(device.txPowers, task.txPower);
    }
    task.deviceSwitch = GetSwitchTime(device.processor, task.deviceClock, made.levels.deviceClocks);
    task.serverSwitch = GetSwitchTime(problem.server, task.serverClock, made.levels.serverClocks);
    return made;
}

LaimSolution
EvaluateLaimPlan(const LaimTask& task,
                 double deviceKeepRatio,
                 double serverKeepRatio,
                 double deviceClock,
                 double serverClock,
                 double txPower)
{
    LaimSolution solution;
    solution.deviceKeepRatio = deviceKeepRatio;
    solution.serverKeepRatio = serverKeepRatio;
    const double deviceCycles =
        task.constant.deviceCycles + deviceKeepRatio * task.scaled.deviceCycles;
    const double serverCycles =
        task.constant.serverCycles + serverKeepRatio * task.scaled.serverCycles;
    const double bits = task.constant.uplinkBits + deviceKeepRatio * task.scaled.uplinkBits;
    if (deviceCycles > 0)
    {
        solution.deviceClock = deviceClock;
        solution.device = ComputeStageCost(deviceClock,
                                           deviceCycles,
                                           task.deviceEnergyFactor,
                                           task.deviceStaticPower);
        solution.device.time += task.deviceSwitch;
    }
    if (serverCycles > 0)
    {
        solution.serverClock = serverClock;
        solution.server = ComputeStageCost(serverClock,
                                           serverCycles,
                                           task.serverEnergyFactor,
                                           task.serverStaticPower);
        solution.server.time += task.serverSwitch;
    }
    if (bits > 0 && task.linkRate > 0)
    {
        solution.uplink.time = bits / task.linkRate;
    }
    else if (bits > 0)
    {
        const double z = UplinkExponent(task.uplink, txPower);
        solution.txPower = txPower;
        solution.uplink.time = bits * UplinkTimePerBitAt(task.uplink, z);
        solution.uplink.energy = bits * UplinkEnergyPerBitAt(task.uplink, z);
    }
    solution.latency = solution.device.time + solution.uplink.time + solution.server.time;
    solution.energy = solution.device.energy + solution.uplink.energy + solution.server.energy;
    return solution;
}

bool
IsBetterLaimSolution(const LaimSolution& a, const LaimSolution& b, bool preferLatency)
{
    if (a.feasible != b.feasible)
    {
        return a.feasible;
    }
    if (std::abs(a.merit - b.merit) > 1e-12)
    {
        return a.merit > b.merit;
    }
    return preferLatency ? a.latency < b.latency : a.energy < b.energy;
}

} // namespace edgeai
} // namespace ns3
