/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "laim-baselines.h"

#include "allocation/plan/planner-registry.h"
#include "laim-baseline-plans.h"
#include "laim-solver.h"

#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLaimBaselines");
NS_OBJECT_ENSURE_REGISTERED(LaimRestrictedPlanner);
NS_OBJECT_ENSURE_REGISTERED(LaimRandomPlanner);
EDGE_AI_PLANNER_ALIAS(RandomPlanner, LaimRandomPlanner);

namespace
{

LaimSolution
SolveExactly(const LaimCase& planned, const LaimTask& task)
{
    return SolveWithLevels(task, planned.levels, [](const LaimTask& t) { return SolveLaim(t); });
}

} // namespace

TypeId
LaimRestrictedPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::LaimRestrictedPlanner")
                            .SetParent<LaimPlannerBase>()
                            .SetGroupName("EdgeAi");
    return tid;
}

LaimSolution
LaimRestrictedPlanner::Solve(const LaimCase& planned, const Context&) const
{
    return SolveExactly(planned, planned.task);
}

bool
LaimRestrictedPlanner::MaximisesKeepRatio() const
{
    return true;
}

EDGE_AI_PLANNER(LaimOnDevicePlanner, LaimRestrictedPlanner)
EDGE_AI_PLANNER_ALIAS(OnDevicePlanner, LaimOnDevicePlanner);

std::vector<SplitOption>
LaimOnDevicePlanner::SelectOptions(const SplitDevice& device) const
{
    return OnlyCut(device, device.blockCount);
}

EDGE_AI_PLANNER(LaimOnServerPlanner, LaimRestrictedPlanner)
EDGE_AI_PLANNER_ALIAS(OnServerPlanner, LaimOnServerPlanner);

std::vector<SplitOption>
LaimOnServerPlanner::SelectOptions(const SplitDevice& device) const
{
    return OnlyCut(device, 0);
}

EDGE_AI_PLANNER(LaimFixedSplitPlanner, LaimRestrictedPlanner)
EDGE_AI_PLANNER_ALIAS(FixedSplitPlanner, LaimFixedSplitPlanner);

std::vector<SplitOption>
LaimFixedSplitPlanner::SelectOptions(const SplitDevice& device) const
{
    if (GetSplit() >= 0)
    {
        return LaimPlannerBase::SelectOptions(device);
    }
    const int64_t middle = (int64_t{device.blockCount} + 1) / 2;
    const SplitOption* nearest = nullptr;
    auto distance = [middle](const SplitOption& option) {
        return std::abs(int64_t{option.split} - middle);
    };
    for (const SplitOption& option : device.options)
    {
        if (!nearest || distance(option) < distance(*nearest))
        {
            nearest = &option;
        }
    }
    return {*nearest};
}

EDGE_AI_PLANNER(LaimFixedFrequencyPlanner, LaimRestrictedPlanner)
EDGE_AI_PLANNER_ALIAS(FixedFrequencyPlanner, LaimFixedFrequencyPlanner);

void
LaimFixedFrequencyPlanner::Restrict(LaimCase& planned) const
{
    LaimTask& task = planned.task;
    FixAtTop(task.deviceClock, planned.levels.deviceClocks, task.deviceSwitch);
    FixAtTop(task.serverClock, planned.levels.serverClocks, task.serverSwitch);
}

EDGE_AI_PLANNER(LaimFixedPowerPlanner, LaimRestrictedPlanner)
EDGE_AI_PLANNER_ALIAS(FixedPowerPlanner, LaimFixedPowerPlanner);

void
LaimFixedPowerPlanner::Restrict(LaimCase& planned) const
{
    if (planned.task.linkRate == 0)
    {
        FixAtTop(planned.task.txPower, planned.levels.txPowers);
    }
}

TypeId
LaimRandomPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LaimRandomPlanner")
            .SetParent<LaimPlannerBase>()
            .SetGroupName("EdgeAi")
            .AddConstructor<LaimRandomPlanner>()
            .AddAttribute("Draws",
                          "Number of uniform draws that each device takes from the problem.",
                          UintegerValue(400),
                          MakeUintegerAccessor(&LaimRandomPlanner::m_draws),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

bool
LaimRandomPlanner::UsesDraws() const
{
    return true;
}

std::string
LaimRandomPlanner::ExplainMethodRefusal(const SplitProblem& problem) const
{
    const uint64_t needed = uint64_t{m_draws} * problem.devices.size();
    if (problem.uniformDraws.size() >= needed)
    {
        return "";
    }
    std::ostringstream text;
    text << "uniformDraws holds " << problem.uniformDraws.size()
         << " draws; LaimRandomPlanner needs " << needed << " (Draws = " << m_draws
         << " for each of " << problem.devices.size() << " devices)";
    return text.str();
}

LaimSolution
LaimRandomPlanner::Solve(const LaimCase& planned, const Context& context) const
{
    const auto first = context.problem.uniformDraws.begin() + context.index * m_draws;
    return SolveRandomKeepRatio(planned.task,
                                context.distortion,
                                {first, first + m_draws},
                                [&](const LaimTask& task) { return SolveExactly(planned, task); });
}

void
LaimRandomPlanner::Fail(const LaimCase& planned,
                        const LaimSolution& solution,
                        const SplitDevice& device,
                        SplitDecision& decision) const
{
    LaimPlannerBase::Fail(planned, solution, device, decision);
    const LaimSolution largest = SolveExactly(planned, planned.task);
    if (largest.feasible)
    {
        std::ostringstream text;
        text << "none of the " << m_draws << " draws keeps the budgets; at cut " << planned.split
             << " the largest keep ratio that does is " << largest.merit;
        decision.reason = text.str();
    }
}

EDGE_AI_PLANNER(LaimEqualTimePlanner, LaimPlannerBase)
EDGE_AI_PLANNER_ALIAS(EqualTimePlanner, LaimEqualTimePlanner);

LaimSolution
LaimEqualTimePlanner::Solve(const LaimCase& planned, const Context&) const
{
    return SolveEqualTime(planned.task, planned.levels);
}

LaimPlannerBase::Shortfall
LaimEqualTimePlanner::FindShortfall(const LaimCase& planned) const
{
    if (planned.task.keepRatioMax < planned.task.keepRatioMin)
    {
        return LaimPlannerBase::FindShortfall(planned);
    }
    LaimTask task = planned.task;
    task.keepRatioMax = task.keepRatioMin;
    task.energyBudget = UNLIMITED_BUDGET;
    const LaimSolution least = SolveEqualTime(task, planned.levels);
    if (least.feasible)
    {
        return {Shortfall::ENERGY,
                least.energy + planned.overheadEnergy,
                planned.task.energyBudget + planned.overheadEnergy};
    }
    return {Shortfall::LATENCY,
            GetLeastEqualTimeLatency(task, planned.levels) + planned.overheadLatency,
            planned.task.latencyBudget + planned.overheadLatency};
}

EDGE_AI_PLANNER(LaimNoPruningPlanner, LaimPlannerBase)
EDGE_AI_PLANNER_ALIAS(NoPruningPlanner, LaimNoPruningPlanner);

LaimSolution
LaimNoPruningPlanner::Solve(const LaimCase& planned, const Context&) const
{
    LaimSolution solution = SolveWithoutPruning(planned.task, [&](const LaimTask& task) {
        return SolveExactly(planned, task);
    });
    if (planned.memoryBinds)
    {
        solution.feasible = false;
        solution.merit = std::min(solution.merit, -1 / planned.task.keepRatioMax);
    }
    return solution;
}

void
LaimNoPruningPlanner::Fail(const LaimCase& planned,
                           const LaimSolution&,
                           const SplitDevice& device,
                           SplitDecision& decision) const
{
    decision.status = PlanStatus::VIOLATED;
    std::ostringstream text;
    const char* separator = "";
    auto violation = [&](const char* name, double value, double budget, const char* unit) {
        if (value > budget * (1 + 1e-9))
        {
            text << separator << name << " " << value << unit << " exceeds its budget of " << budget
                 << unit << " by a factor of " << value / budget;
            separator = "; ";
        }
    };
    violation("latency", decision.latency, device.latencyBudget, " s");
    violation("energy", decision.energy, device.energyBudget, " J");
    if (planned.memoryBinds)
    {
        violation("weight memory",
                  device.memoryBits / planned.task.keepRatioMax,
                  device.memoryBits,
                  " bit");
    }
    decision.reason = text.str();
}

} // namespace edgeai
} // namespace ns3
