/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_PLANNER_H
#define EDGE_AI_SPLIT_PLANNER_H

#include "split-plan.h"
#include "split-problem.h"

#include "ns3/planner.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of every method that splits inference between devices and their server. A plan has one
/// decision per device, refused plans too. Plans are checked and completed: a decision without
/// steps gets the steps, latency and energy that follow from its choices, and is VIOLATED where
/// they exceed a budget; choices that device, link or server cannot carry out, steps that the cut
/// does not take, and what would be beyond the ranges of a decision's fields, such as a time
/// without end, are INFEASIBLE, with the field in words. More band than there is makes a plan
/// REFUSED.
class SplitPlanner : public Planner<SplitProblem, SplitPlan>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * @returns whether the plan depends on SplitProblem::uniformDraws, so that asking again about
     * the same problem with new draws is of use
     */
    virtual bool UsesDraws() const;

    /// @returns whether its plans share out the server among the devices of a problem; otherwise
    /// they use the slices it states
    virtual bool DividesServer() const;

  private:
    void Complete(const SplitProblem& problem, SplitPlan& plan) const final;
};

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<SplitPlanner> CreateSplitPlanner(const std::string& name);

/**
 * @ingroup edge-ai
 * The same for names that users give.
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner
 * @throws std::invalid_argument if no planner has that name; it says which one may have been meant,
 *         or that it is one of another family, and which there are
 */
Ptr<SplitPlanner> RequireSplitPlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all split planners, sorted
std::vector<std::string> ListSplitPlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_PLANNER_H
