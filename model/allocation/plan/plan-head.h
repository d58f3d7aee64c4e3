/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLAN_HEAD_H
#define EDGE_AI_PLAN_HEAD_H

#include "field.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What became of a problem that was handed to a planner.
enum class PlanStatus : uint8_t
{
    SOLVED = 0,     ///< every budget is kept
    VIOLATED = 1,   ///< a plan that knowingly breaks a budget (reason says which, by how much)
    INFEASIBLE = 2, ///< no plan keeps the budgets; nothing else is set but the reason
    REFUSED = 3,    ///< the planner does not take this problem; the reason says why
};

/// @ingroup edge-ai
/// @param [in] status of a plan  @returns whether the plan can be carried out
inline bool
IsUsable(PlanStatus status)
{
    return status == PlanStatus::SOLVED || status == PlanStatus::VIOLATED;
}

/// @ingroup edge-ai
/// How the planner got there.
struct PlanSummary
{
    uint32_t iterations{0};  ///< of the method's outer loop
    uint32_t evaluations{0}; ///< inner solves
    double residual{0};      ///< what the method's stopping rule compares
    bool limited{false};     ///< an iteration ended at its bound, not at its rule

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("iterations", "", "of the method's outer loop"), iterations);
        archive(Field("evaluations", "", "inner solves"), evaluations);
        archive(Field("residual", "", "what the stopping rule compares").OrUnknown(), residual);
        archive(Field("limited", "", "an iteration ended at its bound"), limited);
    }
};

/// @ingroup edge-ai
/// What a plan, or the part of it that concerns one device, comes to.
struct PlanVerdict
{
    PlanStatus status{PlanStatus::INFEASIBLE}; ///< in a word
    std::string reason;                        ///< in words, when status is not SOLVED

    /// @returns whether it can be carried out: SOLVED or VIOLATED
    bool IsUsable() const
    {
        return edgeai::IsUsable(status);
    }

    /// Say that the problem is not taken. @param [in] why in words
    void Refuse(const std::string& why)
    {
        status = PlanStatus::REFUSED;
        reason = why;
    }

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("status", "", "what became of the problem")
                    .Choices({"solved", "violated", "infeasible", "refused"}),
                status);
        archive(Field("reason", "", "in words, unless solved"), reason);
    }
};

/// @ingroup edge-ai
/// What every plan has, whatever its family decides.
struct PlanHead : PlanVerdict
{
    PlanSummary summary; ///< how the planner got there

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        PlanVerdict::Fields(archive);
        archive(Field("summary", "", "how the planner got there"), summary);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLAN_HEAD_H
