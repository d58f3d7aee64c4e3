/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_PLANNER_H
#define EDGE_AI_ROUND_PLANNER_H

#include "round-plan.h"
#include "round-problem.h"

#include "ns3/planner.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of every method that plans rounds of learning. A method decides for each worker whether it
 * is involved, its load (parameters, units or block; work and bits), its subchannels with powers or
 * its band, and the rate that follows; times, energies and steps are completed here, the same for
 * all methods. A worker with load but without a rate makes a plan INFEASIBLE; what would be beyond
 * the ranges of a plan's fields likewise, with the field in words. A budget of energy or memory
 * that is exceeded makes it VIOLATED.
 */
class RoundPlanner : public Planner<RoundProblem, RoundPlan>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    void Complete(const RoundProblem& problem, RoundPlan& plan) const final;
};

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<RoundPlanner> CreateRoundPlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all planners of rounds, sorted
std::vector<std::string> ListRoundPlanners();

/**
 * @ingroup edge-ai
 * Times, energies and latency that follow from what a method decided.
 * @param [in] problem a sound problem
 * @param [in,out] plan of which each worker's work, bits, rate and powers are set
 */
void CompleteRoundTimes(const RoundProblem& problem, RoundPlan& plan);

/**
 * @ingroup edge-ai
 * The bits of a divided model that `parameters` of it come to, and their work.
 * @param [in] division of the problem  @param [in] parameters L_k  @param [in,out] share to set
 */
void SetRoundLoad(const RoundDivision& division, double parameters, RoundShare& share);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_PLANNER_H
