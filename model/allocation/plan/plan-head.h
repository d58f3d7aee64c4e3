/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLAN_HEAD_H
#define EDGE_AI_PLAN_HEAD_H

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What became of a problem that was handed to a planner.
enum class PlanStatus
{
    SOLVED,     ///< every budget is kept
    VIOLATED,   ///< a plan that knowingly breaks a budget (reason says which, by how much)
    INFEASIBLE, ///< no plan keeps the budgets; nothing else is set but the reason
    REFUSED,    ///< the planner does not take this problem; the reason says why
};

/// @ingroup edge-ai
/// How the planner got there.
struct PlanSummary
{
    uint32_t iterations{0};  ///< of the method's outer loop
    uint32_t evaluations{0}; ///< inner solves
    double residual{0};      ///< what the method's stopping rule compares
    bool limited{false};     ///< an iteration ended at its bound, not at its rule
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLAN_HEAD_H
