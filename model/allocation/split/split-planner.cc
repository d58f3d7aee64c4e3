/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-planner.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "split-completion.h"

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER_FAMILY(SplitPlanner)

bool
SplitPlanner::UsesDraws() const
{
    return false;
}

bool
SplitPlanner::DividesServer() const
{
    return false;
}

void
SplitPlanner::Complete(const SplitProblem& problem, SplitPlan& plan) const
{
    if (plan.IsUsable() && plan.decisions.size() != problem.devices.size())
    {
        plan.Refuse(GetInstanceTypeId().GetName() + " decided about " +
                    std::to_string(plan.decisions.size()) + " devices of " +
                    std::to_string(problem.devices.size()));
    }
    const std::string excess = plan.IsUsable() ? ExplainBandExcess(problem, plan) : "";
    if (!excess.empty())
    {
        plan.Refuse("no plan that can be carried out: " + excess);
    }
    if (!plan.IsUsable() && plan.reason.empty())
    {
        plan.reason = GetInstanceTypeId().GetName() + " makes no plan and gives no reason";
    }
    if (plan.status == PlanStatus::REFUSED)
    {
        SplitDecision refused;
        refused.Refuse(plan.reason);
        plan.decisions.assign(problem.devices.size(), refused);
        return;
    }
    SplitPlan checked;
    checked.status = PlanStatus::SOLVED;
    bool changed = false;
    for (std::size_t k = 0; k < plan.decisions.size(); ++k)
    {
        SplitDecision decision = plan.decisions[k];
        std::string beyond = decision.IsUsable() ? ExplainPlanRange(decision) : "";
        if (decision.IsUsable() && beyond.empty())
        {
            beyond = ExplainImpossible(problem, k, decision);
        }
        if (decision.IsUsable() && beyond.empty() && decision.steps.empty())
        {
            CompleteDecision(problem, k, decision);
            beyond = ExplainPlanRange(decision);
            changed = true;
        }
        if (!decision.IsUsable() && decision.reason.empty())
        {
            decision.reason = GetInstanceTypeId().GetName() + " gives no reason";
            changed = true;
        }
        if (!beyond.empty())
        {
            decision = SplitDecision();
            decision.status = PlanStatus::INFEASIBLE;
            decision.reason = "no plan that can be carried out: " + beyond;
            changed = true;
        }
        checked.Append(decision, "devices[" + std::to_string(k) + "]: ");
    }
    if (changed)
    {
        checked.summary = plan.summary;
        plan = checked;
    }
}

Ptr<SplitPlanner>
CreateSplitPlanner(const std::string& name)
{
    return CreatePlanner<SplitPlanner>(name);
}

Ptr<SplitPlanner>
RequireSplitPlanner(const std::string& name)
{
    return RequirePlanner<SplitPlanner>(name);
}

std::vector<std::string>
ListSplitPlanners()
{
    return ListPlannerTypes(SplitPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
