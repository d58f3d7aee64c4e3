/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-steps.h"

#include <sstream>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns a step of some kind, without its work or bits
PlanStep
MakeStep(const char* name, StepKind kind, uint32_t node, const StageCost& cost)
{
    PlanStep step;
    step.name = name;
    step.kind = kind;
    step.node = node;
    step.time = cost.time;
    step.energy = cost.energy;
    return step;
}

/// @returns a step that computes
PlanStep
MakeComputing(const char* name, uint32_t node, double work, const StageCost& cost)
{
    PlanStep step = MakeStep(name, StepKind::COMPUTE, node, cost);
    step.work = work;
    return step;
}

/// @returns a step that sends
PlanStep
MakeTransfer(const char* name, uint32_t from, uint32_t to, double bits, const StageCost& cost)
{
    PlanStep step = MakeStep(name, StepKind::TRANSFER, from, cost);
    step.peer = to;
    step.bits = bits;
    return step;
}

} // namespace

StageCost
ComputeStageCost(double clock, double cycles, double energyFactor, double staticPower)
{
    const double time = cycles / clock;
    // A stage may be as good as endless.
    const double fixed = staticPower > 0 ? staticPower * time : 0;
    return {time, energyFactor * cycles * clock * clock + fixed};
}

std::vector<PlanStep>
MakeSplitSteps(const SplitProblem& problem,
               std::size_t index,
               const SplitDecision& decision,
               const SplitCosts& costs)
{
    const SplitDevice& device = problem.devices[index];
    const SplitOption* option = device.FindOption(decision.split);
    std::vector<PlanStep> steps;
    if (!option)
    {
        return steps;
    }
    const auto node = static_cast<uint32_t>(index);
    const auto server = static_cast<uint32_t>(problem.devices.size() + device.noma.cell);
    const double deviceWork = option->deviceFlop * decision.deviceKeepRatio;
    const double serverWork = option->serverFlop * decision.serverKeepRatio;
    // The raw input is not a feature: pruning does not make it smaller.
    const bool follows = problem.payloadFollowsKeepRatio && option->split > 0;
    const double bits = option->uplinkBits * (follows ? decision.deviceKeepRatio : 1);
    if (deviceWork > 0)
    {
        steps.push_back(MakeComputing("device", node, deviceWork, costs.device));
    }
    if (bits > 0)
    {
        steps.push_back(MakeTransfer("uplink", node, server, bits, costs.uplink));
    }
    if (serverWork > 0)
    {
        steps.push_back(MakeComputing("server", server, serverWork, costs.server));
        steps.back().wait = device.serverWait > 0 ? device.serverWait : PlanStep::NOT_PLANNED;
    }
    if (bits > 0 || serverWork > 0)
    {
        steps.push_back(MakeTransfer("downlink", server, node, device.resultBits, costs.downlink));
    }
    return steps;
}

std::string
ExplainExcess(const SplitDecision& decision, double latencyBudget, double energyBudget)
{
    constexpr double ROUNDING = 1e-9;
    std::ostringstream text;
    if (decision.latency > latencyBudget * (1 + ROUNDING))
    {
        text << "latencyBudget of " << latencyBudget << " s is exceeded by "
             << decision.latency - latencyBudget << " s";
    }
    if (decision.energy > energyBudget * (1 + ROUNDING))
    {
        text << (text.str().empty() ? "" : ", ") << "energyBudget of " << energyBudget
             << " J is exceeded by " << decision.energy - energyBudget << " J";
    }
    return text.str();
}

} // namespace edgeai
} // namespace ns3
