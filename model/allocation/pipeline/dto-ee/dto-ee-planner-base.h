/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_PLANNER_BASE_H
#define EDGE_AI_DTO_EE_PLANNER_BASE_H

#include "dto-ee-plan.h"
#include "dto-ee-problem.h"

#include "ns3/planner.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of every method that routes tasks through stages of several nodes with early exits. What
/// would be beyond the ranges of a plan's fields is INFEASIBLE, with the field in words.
class DtoEePlannerBase : public Planner<DtoEeProblem, DtoEePlan>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    /// @param [in] problem a sound one  @returns "", or that this method has one threshold for each
    /// exit where nodes have thresholds of their own in force
    std::string ExplainRefusal(const DtoEeProblem& problem) const override;

  private:
    void Complete(const DtoEeProblem& problem, DtoEePlan& plan) const final;
};

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<DtoEePlannerBase> CreateDtoEePlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all planners of this family, sorted
std::vector<std::string> ListDtoEePlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_PLANNER_BASE_H
