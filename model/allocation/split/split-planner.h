/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_PLANNER_H
#define EDGE_AI_SPLIT_PLANNER_H

#include "split-plan.h"
#include "split-problem.h"

#include "ns3/object.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of every method that splits inference between devices and their server. A planner is picked
 * by its TypeId name, so that methods are compared by changing one string. The mathematics is in
 * free functions beside each planner; the planner adds attributes.
 */
class SplitPlanner : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * Decide. Deterministic: the same problem gives the same plan.
     * @param [in] problem what is known now
     * @returns one decision per device; status REFUSED with the reason for a problem that is not
     *          sound or that this method does not take. Never throws, never aborts.
     */
    SplitPlan Plan(const SplitProblem& problem) const;

    /**
     * @returns whether the plan depends on SplitProblem::uniformDraws, so that asking again about
     * the same problem with new draws is of use
     */
    virtual bool UsesDraws() const;

  private:
    /// @param [in] problem a sound problem  @returns "" or why this method does not take it
    virtual std::string ExplainRefusal(const SplitProblem& problem) const;
    /// @param [in] problem a sound problem that was not refused  @returns the plan
    virtual SplitPlan DoPlan(const SplitProblem& problem) const = 0;
};

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<SplitPlanner> CreateSplitPlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all split planners, sorted
std::vector<std::string> ListSplitPlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_PLANNER_H
