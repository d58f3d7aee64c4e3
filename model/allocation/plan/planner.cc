/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planner.h"

#include "ns3/log.h"

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiPlanner");
NS_OBJECT_ENSURE_REGISTERED(PlannerBase);

TypeId
PlannerBase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PlannerBase").SetParent<Object>().SetGroupName("EdgeAi");
    return tid;
}

void
PlannerBase::LogRefusal(const std::string& reason) const
{
    NS_LOG_INFO(GetInstanceTypeId().GetName() << " refuses: " << reason);
}

} // namespace edgeai
} // namespace ns3
