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

/// @param [in] levels ascending  @param [in] limit largest usable  @returns the usable levels
std::vector<double>
Upto(const std::vector<double>& levels, double limit)
{
    return {levels.begin(), std::upper_bound(levels.begin(), levels.end(), limit)};
}

} // namespace

double
StageKnob::GetTop() const
{
    return fixed > 0 ? fixed : limit;
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
    task.deviceClock.limit = device.processor.clockMax;
    task.serverClock.limit = problem.GetServerSlice(index);
    task.txPower.limit = device.txPowerMax;
    task.uplink = MakeUplinkLaw(bandwidth, problem.noiseDensity, device.gain, device.rateFactor);
    task.latencyBudget = device.latencyBudget - made.overheadLatency;
    task.energyBudget = device.energyBudget - device.overheadEnergy;
    task.keepRatioMin = problem.keepRatioMin;

    const double weightBits = option.deviceWeights * device.bitsPerWeight;
    if (device.memoryBits > 0 && weightBits > device.memoryBits)
    {
        task.keepRatioMax = device.memoryBits / weightBits;
        made.memoryBinds = true;
    }

    made.levels.deviceClocks = Upto(device.processor.clocks, task.deviceClock.limit);
    made.levels.serverClocks = Upto(problem.server.clocks, task.serverClock.limit);
    made.levels.txPowers = Upto(device.txPowers, task.txPower.limit);
    return made;
}

StageCost
ComputeStageCost(double clock, double cycles, double energyFactor)
{
    return {cycles / clock, energyFactor * cycles * clock * clock};
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
        solution.device = ComputeStageCost(deviceClock, deviceCycles, task.deviceEnergyFactor);
    }
    if (serverCycles > 0)
    {
        solution.serverClock = serverClock;
        solution.server = ComputeStageCost(serverClock, serverCycles, task.serverEnergyFactor);
    }
    if (bits > 0)
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
