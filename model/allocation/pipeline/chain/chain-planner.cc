/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-planner.h"

#include "allocation/plan/planner-registry.h"

#include "ns3/log.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("ChainPlanner");
NS_OBJECT_ENSURE_REGISTERED(ChainPlanner);

TypeId
ChainPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::ChainPlanner").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

ChainPlan
ChainPlanner::Plan(const ChainProblem& problem) const
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
    ChainPlan plan;
    plan.status = PlanStatus::REFUSED;
    plan.reason = reason;
    return plan;
}

std::string
ChainPlanner::ExplainRefusal(const ChainProblem&) const
{
    return "";
}

Ptr<ChainPlanner>
CreateChainPlanner(const std::string& name)
{
    return CreatePlanner<ChainPlanner>(name);
}

std::vector<std::string>
ListChainPlanners()
{
    return ListPlannerTypes(ChainPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
