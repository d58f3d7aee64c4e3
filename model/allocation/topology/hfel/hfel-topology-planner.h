/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_TOPOLOGY_PLANNER_H
#define EDGE_AI_HFEL_TOPOLOGY_PLANNER_H

#include "allocation/topology/topology-planner.h"
#include "hfel-links.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of the planners of HFEL's section S2 (after Gao, Zhang, Gong and Guo, arXiv 2409.19509):
 * which links the servers use in a round, and the weights of mixing.
 */
class HfelTopologyPlanner : public TopologyPlanner
{
  public:
    /// Values of the attribute Weights.
    enum Weights
    {
        METROPOLIS,
        BEST_CONSTANT,
        FASTEST,
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const TopologyProblem& problem) const final;
    TopologyPlan DoPlan(const TopologyProblem& problem) const final;

    /// @param [in] problem sound  @returns "" or why the method does not take it
    virtual std::string ExplainUnfit(const TopologyProblem& problem) const;

    /// @param [in] problem that is taken  @param [in] weights that are asked for
    /// @returns the choice
    virtual HfelLinks Choose(const TopologyProblem& problem, const HfelWeights& weights) const = 0;

    Weights m_weights;    ///< kind
    bool m_allowNegative; ///< weights below 0
};

/// @ingroup edge-ai
/// All links that finish by the least threshold that mixes enough.
class HfelThresholdPlanner : public HfelTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const TopologyProblem& problem) const override;
    HfelLinks Choose(const TopologyProblem& problem, const HfelWeights& weights) const override;
};

/// @ingroup edge-ai
/// One interface for each server: links are taken away as long as that helps.
class HfelEgressPlanner : public HfelTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const TopologyProblem& problem) const override;
    HfelLinks Choose(const TopologyProblem& problem, const HfelWeights& weights) const override;
};

/// @ingroup edge-ai
/// The reference: every set of links.
class HfelEnumerationPlanner : public HfelTopologyPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const TopologyProblem& problem) const override;
    HfelLinks Choose(const TopologyProblem& problem, const HfelWeights& weights) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_TOPOLOGY_PLANNER_H
