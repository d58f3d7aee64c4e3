/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REMOTE_READING_H
#define EDGE_AI_REMOTE_READING_H

#include "field-json-families.h"
#include "remote-completion.h"
#include "remote-round.h"

#include <stdexcept>
#include <string>
#include <type_traits>

namespace ns3
{
namespace edgeai
{

/**
 * A plan that another process made, held against its problem and completed: all of its fields are
 * then within their ranges, and what is not solved says why.
 * @tparam Problem of a family  @tparam Plan of the same
 * @param [in] problem sound  @param [in] answer the process's  @param [out] plan it
 * @throws std::invalid_argument naming what cannot be, and what could
 */
template <typename Problem, typename Plan>
void
ReadRemotePlan(const Problem& problem, const nlohmann::ordered_json& answer, Plan& plan)
{
    plan.status = PlanStatus::SOLVED;
    ReadFieldJson(answer, "", plan);
    if (plan.status != PlanStatus::SOLVED && plan.reason.empty())
    {
        throw std::invalid_argument(
            std::string("status says that ") +
            (plan.IsUsable() ? "a budget is not kept" : "there is no plan") +
            ", and reason is empty");
    }
    if (plan.IsUsable())
    {
        CompletePlan(problem, plan);
        // What follows from decisions at the ends of their ranges may be beyond its own.
        Plan again;
        ReadFieldJson(WriteFieldJson(plan), "completed plan", again);
        return;
    }
    const PlanVerdict verdict = plan;
    plan = Plan();
    static_cast<PlanVerdict&>(plan) = verdict;
    if constexpr (std::is_same_v<Plan, SplitPlan>)
    {
        // A plan of nothing has what every plan of the family has.
        SplitDecision none;
        none.status = plan.status;
        none.reason = plan.reason;
        plan.decisions.assign(problem.devices.size(), none);
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REMOTE_READING_H
