/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TOPOLOGY_PLANNER_H
#define EDGE_AI_TOPOLOGY_PLANNER_H

#include "topology-plan.h"
#include "topology-problem.h"
#include "topology-times.h"

#include "ns3/planner.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of every method that chooses over which links servers mix their models, and with which
 * weights. A method says links and weights; times, rho and steps are completed here, the same for
 * all. A plan whose rho is above rho_max is VIOLATED, whether the method looks at it or not.
 */
class TopologyPlanner : public Planner<TopologyProblem, TopologyPlan>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    void Complete(const TopologyProblem& problem, TopologyPlan& plan) const final;
};

/**
 * @ingroup edge-ai
 * @param [in] links that are used, ascending  @param [in] weights P
 * @param [in,out] plan that becomes usable
 */
void UseLinks(const LinkList& links, const Eigen::MatrixXd& weights, TopologyPlan& plan);

/// @ingroup edge-ai
/// @param [in] plan usable  @returns P
Eigen::MatrixXd GetMixingMatrix(const TopologyPlan& plan);

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<TopologyPlanner> CreateTopologyPlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all planners of topologies, sorted
std::vector<std::string> ListTopologyPlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TOPOLOGY_PLANNER_H
