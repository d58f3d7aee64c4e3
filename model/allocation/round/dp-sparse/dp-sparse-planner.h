/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_PLANNER_H
#define EDGE_AI_DP_SPARSE_PLANNER_H

#include "dp-sparse-law.h"
#include "dp-sparse-planner-base.h"

#include <cstdint>
#include <memory>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of the planners that weigh the progress of a round against its queues.
class DpSparseQueuePlanner : public DpSparsePlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    double GetTradeoff() const override
    {
        return m_tradeoff;
    }

    double m_tradeoff; ///< V
};

/// @ingroup edge-ai
/// DP-sparse FL (Wei et al., arXiv 2304.04164) as this module defines it: drift plus penalty of
/// each round, at full power (see SearchDpSparse).
class DpSparsePlanner : public DpSparseQueuePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    DpSparseSolution Solve(const DpSparseCase& problem,
                           const RoundProblem& original) const override;

    /// @param [in] law of the pairs  @returns the best that the search finds
    DpSparseSolution Search(const DpSparseLaw& law) const;

  private:
    uint32_t m_starts;     ///< values of D to begin with
    uint32_t m_iterations; ///< alternations from each, at most
};

/// @ingroup edge-ai
/// The same with queues of energy and just-in-time power.
class DpSparseBatteryPlanner : public DpSparsePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    DpSparseSolution Solve(const DpSparseCase& problem,
                           const RoundProblem& original) const override;

    double m_delayFactor;  ///< latest end, in mean delays
    double m_energyWeight; ///< of the queues of energy [1/J^2]
};

/// @ingroup edge-ai
/// Looks at every partial matching: the reference for DpSparsePlanner.
class DpSparseEnumerationPlanner : public DpSparseQueuePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    DpSparseSolution Solve(const DpSparseCase& problem,
                           const RoundProblem& original) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_PLANNER_H
