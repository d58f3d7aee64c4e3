/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_GRAPH_H
#define EDGE_AI_HALP_GRAPH_H

#include "halp-zones.h"
#include "row-graph.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// In which order a node computes the rows of a layer.
enum class HalpOrder
{
    EDGE_FIRST, ///< rows that another node waits for come first and travel behind the others
    BODY_FIRST, ///< they come last; whoever waits sees how long they travel
    BARRIERS,   ///< all compute, then all exchange, layer by layer
};

/**
 * Adds the steps of HALP. Per layer and task, with EDGE_FIRST: a secondary waits for the host's
 * rows, computes the rows that the host needs, hands them over and computes the others; the host
 * waits for both secondaries' rows, computes those that secondary 1 needs, then those that
 * secondary 2 needs and are not there yet, then the rest; each is handed over when it is there. At
 * the end the host runs the tail of every task. Batches go layer by layer, task by task.
 * @param [in] zones valid boundaries (see ExplainHalpZones)
 * @param [in] order of the rows of a layer
 * @param [in,out] graph of a problem with three nodes; steps are added behind those that it has
 */
void AddHalpSteps(const std::vector<RowZone>& zones, HalpOrder order, RowGraph& graph);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_GRAPH_H
