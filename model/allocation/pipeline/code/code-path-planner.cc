/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-path-planner.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "allocation/plan/silent-plan.h"

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER_FAMILY(CodePathPlanner)

void
CodePathPlanner::Complete(const CodeProblem&, CodePlan& plan) const
{
    const bool decided = plan.mirrored || !plan.path.empty();
    NameSilence(*this, decided ? 1 : 0, 1, "paths", plan);
    const std::string beyond = plan.IsUsable() ? ExplainPlanRange(plan) : "";
    if (!beyond.empty())
    {
        const PlanSummary summary = plan.summary;
        plan = CodePlan();
        plan.reason = "no plan that can be carried out: " + beyond;
        plan.summary = summary;
    }
}

Ptr<CodePathPlanner>
CreateCodePathPlanner(const std::string& name)
{
    return CreatePlanner<CodePathPlanner>(name);
}

std::vector<std::string>
ListCodePathPlanners()
{
    return ListPlannerTypes(CodePathPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
