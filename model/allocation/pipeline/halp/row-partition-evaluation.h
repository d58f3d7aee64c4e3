/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_PARTITION_EVALUATION_H
#define EDGE_AI_ROW_PARTITION_EVALUATION_H

#include "row-graph.h"
#include "row-partition-plan.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] problem a sound problem
 * @returns T of the host alone, eq. (7), for the whole batch [s]; every layer and the tail are an
 *          operation each
 */
double GetAloneTime(const RowPartitionProblem& problem);

/**
 * What the steps of a division come to, as a plan: their times, each node's part, T, the bound of
 * eq. (8) - no node is faster than its work, and the tail of a task comes behind all layers - with
 * the host's own work beside that of the secondaries.
 * @param [in] graph all steps
 * @returns the plan, solved; what the method decided is left to the caller
 */
RowPartitionPlan EvaluateRowPartition(const RowGraph& graph);

/// @param [in] problem a sound problem  @returns the plan in which the host runs everything
RowPartitionPlan EvaluateAlone(const RowPartitionProblem& problem);

/**
 * @param [in] problem a sound problem
 * @param [in] workers n, the first nodes of the problem
 * @param [in] blockEnds the last layer of each block, ascending, the last of them N
 * @returns the plan of layers in blocks (see AddBlockSteps)
 */
RowPartitionPlan EvaluateBlocks(const RowPartitionProblem& problem,
                                uint32_t workers,
                                const std::vector<uint32_t>& blockEnds);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_PARTITION_EVALUATION_H
