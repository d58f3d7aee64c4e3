/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-planner.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER_FAMILY(ChainPlanner)

bool
ChainPlanner::PlansBranchByBranch() const
{
    return false;
}

void
ChainPlanner::Complete(const ChainProblem&, ChainPlan& plan) const
{
    const std::string beyond = plan.IsUsable() ? ExplainPlanRange(plan) : "";
    if (!beyond.empty())
    {
        const PlanSummary summary = plan.summary;
        plan = ChainPlan();
        plan.reason = "no plan that can be carried out: " + beyond;
        plan.summary = summary;
    }
}

Ptr<ChainPlanner>
CreateChainPlanner(const std::string& name)
{
    return CreatePlanner<ChainPlanner>(name);
}

Ptr<ChainPlanner>
RequireChainPlanner(const std::string& name)
{
    return RequirePlanner<ChainPlanner>(name);
}

std::vector<std::string>
ListChainPlanners()
{
    return ListPlannerTypes(ChainPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
