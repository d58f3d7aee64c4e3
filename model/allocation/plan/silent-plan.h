/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SILENT_PLAN_H
#define EDGE_AI_SILENT_PLAN_H

#include "ns3/plan-head.h"
#include "ns3/planner.h"

#include <cstddef>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * What a planner of somebody's own forgets is said by its name, before anybody looks at what is not
 * there: a reason where it makes no plan, and decisions where it makes one.
 * @tparam Plan of a family
 * @param [in] planner that made it
 * @param [in] decided how many decisions it has  @param [in] expected how many it needs
 * @param [in] whose one for each of these
 * @param [in,out] plan refused if it lacks decisions, and with a reason unless it can be used
 */
template <class Plan>
void
NameSilence(const PlannerBase& planner,
            std::size_t decided,
            std::size_t expected,
            const std::string& whose,
            Plan& plan)
{
    const std::string name = planner.GetInstanceTypeId().GetName();
    if (plan.IsUsable() && decided != expected)
    {
        plan = Plan();
        plan.Refuse(name + " decided about " + std::to_string(decided) + " " + whose + " of " +
                    std::to_string(expected));
    }
    if (!plan.IsUsable() && plan.reason.empty())
    {
        plan.reason = name + " makes no plan and gives no reason";
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SILENT_PLAN_H
