/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLAN_HEAD_BODY_H
#define EDGE_AI_PLAN_HEAD_BODY_H

#include "ns3/field.h"
#include "ns3/plan-head.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/// What every plan begins with when it travels, whatever its family.
struct PlanHeadBody
{
    uint64_t number{0};                     ///< counted by the controller, from 1; 0: no plan
    PlanStatus status{PlanStatus::REFUSED}; ///< what became of the problem
    std::string reason;                     ///< in words, unless solved
    std::string planner;                    ///< TypeId name of who decided

    /// The fields, by name.
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("number", "", "of the plan, counted by the controller"), number);
        archive(Field("status", "", "what became of the problem")
                    .Choices({"solved", "violated", "infeasible", "refused"}),
                status);
        archive(Field("reason", "", "in words, unless solved"), reason);
        archive(Field("planner", "", "who decided"), planner);
    }

    /// @returns whether tasks can follow it
    bool IsUsable() const
    {
        return status == PlanStatus::SOLVED || status == PlanStatus::VIOLATED;
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLAN_HEAD_BODY_H
