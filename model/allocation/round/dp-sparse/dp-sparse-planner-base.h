/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_PLANNER_BASE_H
#define EDGE_AI_DP_SPARSE_PLANNER_BASE_H

#include "allocation/round/round-planner.h"
#include "dp-sparse-case.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of every planner of sparse updates with differential privacy: takes problems with a sparsity
 * part. Channels are the subchannels, or slots of equal shares where there are none; each is for
 * one worker. Workers whose budget of privacy is spent have no part in any plan; a plan in which
 * nobody takes part is a plan. Fractions are planned as real numbers; what is sent, and how long
 * that takes, is of k = max(1, round(s d)) whole entries.
 */
class DpSparsePlannerBase : public RoundPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const RoundProblem& problem) const final;
    RoundPlan DoPlan(const RoundProblem& problem) const final;

    /// @param [in] problem sound, with a sparsity part
    /// @returns "" or why the method does not take it
    virtual std::string ExplainUnfit(const RoundProblem& problem) const
    {
        (void)problem;
        return "";
    }

    /// @param [in] problem one that the method takes  @returns V
    virtual double GetTradeoff() const
    {
        return 1;
    }

    /// @param [in] problem as the method sees it  @param [in] original all of it
    /// @returns who sends what
    virtual DpSparseSolution Solve(const DpSparseCase& problem,
                                   const RoundProblem& original) const = 0;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_PLANNER_BASE_H
