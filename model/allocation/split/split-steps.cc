/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-steps.h"

#include "say.h"

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

SplitLoad
GetSplitLoad(const SplitProblem& problem, std::size_t index, const SplitDecision& decision)
{
    const SplitOption* option = problem.devices[index].FindOption(decision.split);
    if (!option)
    {
        return {};
    }
    // The raw input is not a feature: pruning does not make it smaller.
    const bool follows = problem.payloadFollowsKeepRatio && option->split > 0;
    return {option->deviceFlop * decision.deviceKeepRatio,
            option->uplinkBits * (follows ? decision.deviceKeepRatio : 1),
            option->serverFlop * decision.serverKeepRatio};
}

std::vector<PlanStep>
MakeSplitSteps(const SplitProblem& problem,
               std::size_t index,
               const SplitDecision& decision,
               const SplitCosts& costs)
{
    const SplitDevice& device = problem.devices[index];
    const SplitLoad load = GetSplitLoad(problem, index, decision);
    const auto node = static_cast<uint32_t>(index);
    const auto server = static_cast<uint32_t>(problem.devices.size() + device.noma.cell);
    std::vector<PlanStep> steps;
    if (load.deviceWork > 0)
    {
        steps.push_back(MakeComputing("device", node, load.deviceWork, costs.device));
    }
    if (load.uplinkBits > 0)
    {
        steps.push_back(MakeTransfer("uplink", node, server, load.uplinkBits, costs.uplink));
    }
    if (load.serverWork > 0)
    {
        steps.push_back(MakeComputing("server", server, load.serverWork, costs.server));
        steps.back().wait = device.serverWait > 0 ? device.serverWait : PlanStep::NOT_PLANNED;
    }
    if (load.uplinkBits > 0 || load.serverWork > 0)
    {
        steps.push_back(MakeTransfer("downlink", server, node, device.resultBits, costs.downlink));
    }
    return steps;
}

std::string
ExplainExcess(const SplitDecision& decision, double latencyBudget, double energyBudget)
{
    constexpr double ROUNDING = 1e-9;
    std::string text;
    if (decision.latency > latencyBudget * (1 + ROUNDING))
    {
        text = Say("latencyBudget of ",
                   latencyBudget,
                   " s is exceeded by ",
                   decision.latency - latencyBudget,
                   " s");
    }
    if (decision.energy > energyBudget * (1 + ROUNDING))
    {
        text += Say(text.empty() ? "" : ", ",
                    "energyBudget of ",
                    energyBudget,
                    " J is exceeded by ",
                    decision.energy - energyBudget,
                    " J");
    }
    return text;
}

} // namespace edgeai
} // namespace ns3
