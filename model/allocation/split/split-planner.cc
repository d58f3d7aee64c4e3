/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-planner.h"

#include "allocation/plan/planner-registry.h"

#include "ns3/log.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("SplitPlanner");
NS_OBJECT_ENSURE_REGISTERED(SplitPlanner);

TypeId
SplitPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::SplitPlanner").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

bool
SplitPlanner::UsesDraws() const
{
    return false;
}

SplitPlan
SplitPlanner::Plan(const SplitProblem& problem) const
{
    NS_LOG_FUNCTION(this << problem.devices.size());
    std::string reason = problem.Validate();
    if (reason.empty())
    {
        reason = ExplainRefusal(problem);
    }
    if (reason.empty())
    {
        return DoPlan(problem);
    }
    NS_LOG_INFO("refused: " << reason);
    SplitPlan plan;
    plan.status = PlanStatus::REFUSED;
    plan.reason = reason;
    SplitDecision refused;
    refused.status = PlanStatus::REFUSED;
    refused.reason = reason;
    plan.decisions.assign(problem.devices.size(), refused);
    return plan;
}

std::string
SplitPlanner::ExplainRefusal(const SplitProblem&) const
{
    return "";
}

Ptr<SplitPlanner>
CreateSplitPlanner(const std::string& name)
{
    return CreatePlanner<SplitPlanner>(name);
}

std::vector<std::string>
ListSplitPlanners()
{
    return ListPlannerTypes(SplitPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
