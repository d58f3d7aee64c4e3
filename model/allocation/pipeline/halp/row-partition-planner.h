/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_PARTITION_PLANNER_H
#define EDGE_AI_ROW_PARTITION_PLANNER_H

#include "row-partition-plan.h"
#include "row-partition-problem.h"

#include "ns3/planner.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of every method that divides feature maps by rows. A plan that misses the deadline is
/// VIOLATED; what would be beyond the ranges of its fields is INFEASIBLE, with the field in words.
class RowPartitionPlanner : public Planner<RowPartitionProblem, RowPartitionPlan>
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    void Complete(const RowPartitionProblem& problem, RowPartitionPlan& plan) const final;
};

/**
 * @ingroup edge-ai
 * @param [in] name TypeId name of a planner, with or without "ns3::edgeai::" before it
 * @returns the planner, or nullptr if no planner has that name
 */
Ptr<RowPartitionPlanner> CreateRowPartitionPlanner(const std::string& name);

/// @ingroup edge-ai
/// @returns TypeId names of all planners that divide feature maps by rows, sorted
std::vector<std::string> ListRowPartitionPlanners();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_PARTITION_PLANNER_H
