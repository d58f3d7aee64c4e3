/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-planner.h"

#include "planner-registry.h"

#include "ns3/log.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("PipelinePlanner");
NS_OBJECT_ENSURE_REGISTERED(PipelinePlanner);

TypeId
PipelinePlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PipelinePlanner").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

PipelinePlan
PipelinePlanner::Plan(const PipelineProblem& problem) const
{
    NS_LOG_FUNCTION(this << problem.layers.size() << problem.devices.size());
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
    PipelinePlan plan;
    plan.status = PlanStatus::REFUSED;
    plan.reason = reason;
    return plan;
}

std::string
PipelinePlanner::ExplainRefusal(const PipelineProblem&) const
{
    return "";
}

Ptr<PipelinePlanner>
CreatePipelinePlanner(const std::string& name)
{
    return CreatePlanner<PipelinePlanner>(name);
}

std::vector<std::string>
ListPipelinePlanners()
{
    return ListPlannerTypes(PipelinePlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
