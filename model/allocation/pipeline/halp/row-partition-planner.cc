/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-partition-planner.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "allocation/plan/silent-plan.h"

#include <sstream>

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER_FAMILY(RowPartitionPlanner)

void
RowPartitionPlanner::Complete(const RowPartitionProblem& problem, RowPartitionPlan& plan) const
{
    NameSilence(*this, plan.nodes.size(), problem.nodes.size(), "nodes", plan);
    if (!plan.IsUsable())
    {
        return;
    }
    const std::string beyond = ExplainPlanRange(plan);
    if (!beyond.empty())
    {
        const PlanSummary summary = plan.summary;
        plan = RowPartitionPlan();
        plan.reason = "no plan that can be carried out: " + beyond;
        plan.summary = summary;
        return;
    }
    const double total = plan.uploadTime + plan.time;
    if (problem.deadline > 0 && total > problem.deadline)
    {
        std::ostringstream text;
        text << "deadline of " << problem.deadline
             << " s cannot be kept: upload and inference take " << total << " s";
        plan.status = PlanStatus::VIOLATED;
        plan.reason = text.str();
    }
}

Ptr<RowPartitionPlanner>
CreateRowPartitionPlanner(const std::string& name)
{
    return CreatePlanner<RowPartitionPlanner>(name);
}

std::vector<std::string>
ListRowPartitionPlanners()
{
    return ListPlannerTypes(RowPartitionPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
