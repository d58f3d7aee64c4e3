/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "server-planner.h"

#include "allocation/split/split-steps.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

TypeId
ServerPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::SharedServerTestPlanner")
                            .SetParent<SplitPlanner>()
                            .SetGroupName("EdgeAi")
                            .HideFromDocumentation();
    return tid;
}

SplitPlan
ServerPlanner::DoPlan(const SplitProblem& problem) const
{
    SplitPlan plan;
    plan.status = PlanStatus::SOLVED;
    for (std::size_t i = 0; i < problem.devices.size(); ++i)
    {
        const SplitDevice& device = problem.devices[i];
        const SplitOption& option = device.options.front();
        SplitDecision decision;
        decision.status = PlanStatus::SOLVED;
        decision.deviceKeepRatio = decision.serverKeepRatio = 1;
        decision.txPower = device.txPowerMax;
        decision.bandwidth = problem.bandwidth / problem.devices.size();
        decision.serverClock = problem.GetServerSlice(i);
        const double noise = problem.noiseDensity * decision.bandwidth;
        const double rate = decision.bandwidth *
                            std::log2(1 + decision.txPower * device.gain / noise) *
                            device.rateFactor;
        SplitCosts costs;
        costs.uplink.time = option.uplinkBits / rate;
        costs.uplink.energy = decision.txPower * costs.uplink.time;
        costs.server.time = option.serverFlop / problem.server.flopPerCycle / decision.serverClock;
        costs.server.energy = problem.server.usageEffectiveness * problem.server.powerCoefficient *
                              std::pow(decision.serverClock, 3) * costs.server.time;
        decision.steps = MakeSplitSteps(problem, i, decision, costs);
        decision.latency =
            costs.uplink.time + costs.server.time + device.overheadLatency + device.serverWait;
        decision.energy = costs.uplink.energy + costs.server.energy;
        plan.Append(decision, "");
    }
    return plan;
}

SplitDecision
DecideForServer(const SplitProblem& problem, std::size_t index)
{
    const SplitDevice& device = problem.devices[index];
    SplitDecision decision;
    decision.status = PlanStatus::SOLVED;
    decision.deviceKeepRatio = decision.serverKeepRatio = 1;
    decision.txPower = device.txPowerMax;
    decision.bandwidth = problem.bandwidth / static_cast<double>(problem.devices.size());
    decision.serverClock = problem.server.clockMax;
    decision.steps = MakeSplitSteps(problem, index, decision, {{}, {1e-3, 0}, {1e-3, 0}});
    decision.latency = 2e-3;
    return decision;
}

void
PutOnServer(CoInferenceFixture& run)
{
    run.helper.SetBudget(Seconds(100), 1e6);
    run.helper.SetControllerAttribute("AdaptRate", BooleanValue(false));
    run.helper.SetControllerAttribute("PlanTolerance", DoubleValue(1e-6));
    run.link.SetAttribute("Bandwidth", DoubleValue(1e9));
    run.Build();
    run.helper.GetController()->SetPlanner(CreateObject<ServerPlanner>());
}

} // namespace edgeai
} // namespace ns3
