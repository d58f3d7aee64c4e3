/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_PLANNER_H
#define EDGE_AI_IOVT_PLANNER_H

#include "pipeline-planner.h"
#include "pipeline-solver.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Cuts and structures together, exactly (Wu et al., arXiv 2411.00838; algorithms of this module's
/// derivation, see SolvePipeline).
class IovtPlanner : public PipelinePlanner
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
    std::string ExplainRefusal(const PipelineProblem& problem) const override;
    PipelinePlan DoPlan(const PipelineProblem& problem) const override;

    Objective m_objective; ///< what to plan for
    bool m_fullScan;       ///< whether every threshold is tried
    bool m_freeOrder;      ///< whether the devices may change places
};

/// @ingroup edge-ai
/// The same by looking at every division (see EnumeratePipeline): the reference for IovtPlanner.
class IovtEnumerationPlanner : public PipelinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const PipelineProblem& problem) const override;
    PipelinePlan DoPlan(const PipelineProblem& problem) const override;

    IovtPlanner::Objective m_objective; ///< what to plan for
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_PLANNER_H
