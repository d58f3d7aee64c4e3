/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_PATH_PLANNER_H
#define EDGE_AI_CODE_PATH_PLANNER_H

#include "code-plan.h"
#include "code-problem.h"

#include "ns3/planner.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of every method that chooses a path through two services' blocks. What would be beyond the
/// ranges of a plan's fields is INFEASIBLE, with the field in words.
class CodePathPlanner : public Planner<CodeProblem, CodePlan>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    void Complete(const CodeProblem& problem, CodePlan& plan) const final;
};

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<CodePathPlanner> CreateCodePathPlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all planners of paths, sorted
std::vector<std::string> ListCodePathPlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_PATH_PLANNER_H
