/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_PLANNER_H
#define EDGE_AI_CHAIN_PLANNER_H

#include "chain-plan.h"
#include "chain-problem.h"

#include "ns3/object.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of every method that cuts a chain of layers over a pipeline of devices. A planner is picked
 * by its TypeId name, so that methods are compared by changing one string. The mathematics is in
 * free functions beside each planner; the planner adds attributes.
 */
class ChainPlanner : public Object
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * Decide. Deterministic: the same problem gives the same plan.
     * @param [in] problem what is known now
     * @returns the plan; status REFUSED with the reason for a problem that is not sound or that
     *          this method does not take. Never throws, never aborts.
     */
    ChainPlan Plan(const ChainProblem& problem) const;

  private:
    /// @param [in] problem a sound problem  @returns "" or why this method does not take it
    virtual std::string ExplainRefusal(const ChainProblem& problem) const;
    /// @param [in] problem a sound problem that was not refused  @returns the plan
    virtual ChainPlan DoPlan(const ChainProblem& problem) const = 0;
};

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<ChainPlanner> CreateChainPlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all pipeline planners, sorted
std::vector<std::string> ListChainPlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_PLANNER_H
