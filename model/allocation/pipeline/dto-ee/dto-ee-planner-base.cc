/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-planner-base.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "allocation/plan/silent-plan.h"

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER_FAMILY(DtoEePlannerBase)

std::string
DtoEePlannerBase::ExplainRefusal(const DtoEeProblem& problem) const
{
    return problem.nodeThresholds.empty()
               ? ""
               : "nodeThresholds is not empty; allowed is none, as this method has one threshold "
                 "for each exit (attribute ThresholdScope of those that have more)";
}

void
DtoEePlannerBase::Complete(const DtoEeProblem& problem, DtoEePlan& plan) const
{
    const std::size_t senders = problem.GetFirstIndex(problem.stages.size());
    NameSilence(*this, plan.rows.size(), senders, "senders", plan);
    const std::string beyond = plan.IsUsable() ? ExplainPlanRange(plan) : "";
    if (!beyond.empty())
    {
        const PlanSummary summary = plan.summary;
        plan = DtoEePlan();
        plan.reason = "no plan that can be carried out: " + beyond;
        plan.summary = summary;
    }
}

Ptr<DtoEePlannerBase>
CreateDtoEePlanner(const std::string& name)
{
    return CreatePlanner<DtoEePlannerBase>(name);
}

std::vector<std::string>
ListDtoEePlanners()
{
    return ListPlannerTypes(DtoEePlannerBase::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
