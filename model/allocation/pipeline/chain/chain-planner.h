/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_PLANNER_H
#define EDGE_AI_CHAIN_PLANNER_H

#include "chain-plan.h"
#include "chain-problem.h"

#include "ns3/planner.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of every method that cuts a chain of layers over a row of devices. What would be beyond the
/// ranges of a plan's fields, such as a time without end, is INFEASIBLE, with the field in words.
class ChainPlanner : public Planner<ChainProblem, ChainPlan>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * @returns whether its plans are for stages that compute the branches of a layer one after the
     *          other instead of fused into one
     */
    virtual bool PlansBranchByBranch() const;

  private:
    void Complete(const ChainProblem& problem, ChainPlan& plan) const final;
};

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<ChainPlanner> CreateChainPlanner(const std::string& name);

/**
 * @ingroup edge-ai
 * The same for names that users give.
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner
 * @throws std::invalid_argument if no planner has that name; it says which one may have been meant,
 *         or that it is one of another family, and which there are
 */
Ptr<ChainPlanner> RequireChainPlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all chain planners, sorted
std::vector<std::string> ListChainPlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_PLANNER_H
