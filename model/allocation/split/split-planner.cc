/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-planner.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"

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
        const std::string beyond = decision.IsUsable() ? ExplainPlanRange(decision) : "";
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
