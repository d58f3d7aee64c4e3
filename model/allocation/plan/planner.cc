/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planner.h"

#include "nearest-name.h"
#include "planner-registry.h"
#include "printable-text.h"

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

std::string
PlannerBase::ExplainUnknown(const std::string& name, TypeId family)
{
    std::vector<std::string> known;
    std::string list;
    for (const std::string& full : ListPlannerTypes(family))
    {
        known.push_back(GetBareName(full));
        list += (list.empty() ? "" : ", ") + known.back();
    }
    const std::string kind = GetBareName(family.GetName());
    std::string words = "there is no " + kind + " '" + MakeLegible(name) + "'";
    TypeId other;
    if (name.find('[') != std::string::npos &&
        FindPlannerType(name.substr(0, name.find('[')), family, other))
    {
        return "'" + MakeLegible(name) +
               "' is a planner with attributes, where only its name may " +
               "be: " + GetBareName(other.GetName()) + "; its attributes are set one by one";
    }
    if (FindPlannerType(name, GetTypeId(), other))
    {
        while (other.GetParent() != GetTypeId())
        {
            other = other.GetParent();
        }
        words = "'" + MakeLegible(name) + "' is a " + GetBareName(other.GetName()) +
                ", for another kind of problem, and no " + kind + ".";
    }
    else
    {
        const std::string suggestion = SuggestName(name, known);
        words += suggestion.empty() ? "." : suggestion;
    }
    return words + " There are: " + list;
}

void
PlannerBase::LogRefusal(const std::string& reason) const
{
    NS_LOG_INFO(GetInstanceTypeId().GetName() << " refuses: " << reason);
}

} // namespace edgeai
} // namespace ns3
