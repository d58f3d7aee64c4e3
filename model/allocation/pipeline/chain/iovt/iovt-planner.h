/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_PLANNER_H
#define EDGE_AI_IOVT_PLANNER_H

#include "allocation/pipeline/chain/chain-solver.h"

#include "ns3/chain-planner.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Cuts and structures together, exactly (Wu et al., arXiv 2411.00838; algorithms of this module's
/// derivation, see SolveChain).
class IovtPlanner : public ChainPlanner
{
  public:
    /// Values of the attribute Objective.
    enum Objective
    {
        WEIGHTED,
        THROUGHPUT,
        LATENCY,
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const ChainProblem& problem) const override;
    ChainPlan DoPlan(const ChainProblem& problem) const override;

    Objective m_objective; ///< what to plan for
    bool m_fullScan;       ///< whether every threshold is tried
    bool m_freeOrder;      ///< whether the devices may change places
};

/// @ingroup edge-ai
/// The same by looking at every division (see EnumerateChain): the reference for IovtPlanner.
class IovtEnumerationPlanner : public ChainPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const ChainProblem& problem) const override;
    ChainPlan DoPlan(const ChainProblem& problem) const override;

    IovtPlanner::Objective m_objective; ///< what to plan for
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_PLANNER_H
