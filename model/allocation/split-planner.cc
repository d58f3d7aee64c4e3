/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-planner.h"

#include "ns3/log.h"
#include "ns3/object-factory.h"

#include <algorithm>

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
    TypeId tid;
    if (!TypeId::LookupByNameFailSafe(name, &tid) &&
        !TypeId::LookupByNameFailSafe("ns3::edgeai::" + name, &tid))
    {
        return nullptr;
    }
    if (!tid.IsChildOf(SplitPlanner::GetTypeId()) || !tid.HasConstructor())
    {
        return nullptr;
    }
    ObjectFactory factory;
    factory.SetTypeId(tid);
    return factory.Create<SplitPlanner>();
}

std::vector<std::string>
ListSplitPlanners()
{
    std::vector<std::string> names;
    // 3.35 counts types in 16 bits, later releases too; size_t holds either.
    for (std::size_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId tid = TypeId::GetRegistered(i);
        if (tid.IsChildOf(SplitPlanner::GetTypeId()) && tid.HasConstructor())
        {
            names.push_back(tid.GetName());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace edgeai
} // namespace ns3
