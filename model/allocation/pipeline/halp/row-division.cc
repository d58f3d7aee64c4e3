/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-division.h"

#include "halp-graph.h"
#include "halp-search.h"
#include "row-blocks.h"
#include "row-partition-evaluation.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// Nodes among which HALP divides.
constexpr std::size_t DIVIDED_NODES = 3;

/// @param [in] form of HALP  @returns the order of a layer's rows
HalpOrder
GetOrder(RowForm form)
{
    return form == RowForm::EDGE_FIRST   ? HalpOrder::EDGE_FIRST
           : form == RowForm::BODY_FIRST ? HalpOrder::BODY_FIRST
                                         : HalpOrder::BARRIERS;
}

/// @returns "" or what is wrong with blocks
std::string
ExplainBlocks(const RowPartitionProblem& problem, const RowDivision& division)
{
    if (division.workers < 1 || division.workers > problem.nodes.size())
    {
        return "workers is " + std::to_string(division.workers) + "; allowed is 1 to " +
               std::to_string(problem.nodes.size());
    }
    uint32_t before = 0;
    for (const uint32_t end : division.blockEnds)
    {
        if (end <= before || end > problem.layers.size())
        {
            return "block_ends do not rise from 1 to " + std::to_string(problem.layers.size());
        }
        before = end;
    }
    return before == problem.layers.size()
               ? ""
               : "block_ends do not end with " + std::to_string(problem.layers.size());
}

} // namespace

RowDivision
GetDivision(const RowPartitionPlan& plan, uint32_t layers)
{
    RowDivision division{plan.form, plan.workers, plan.zones, plan.blockEnds};
    return division.IsAlone() ? MakeAloneDivision(layers) : division;
}

RowDivision
MakeAloneDivision(uint32_t layers)
{
    return {RowForm::BLOCKS, 1, {}, {layers}};
}

std::string
ExplainDivision(const RowPartitionProblem& problem, const RowDivision& division)
{
    if (division.form == RowForm::BLOCKS)
    {
        return division.zones.empty() ? ExplainBlocks(problem, division)
                                      : "blocks have no zones, got some";
    }
    if (problem.nodes.size() != DIVIDED_NODES)
    {
        return "zones are for 3 nodes, there are " + std::to_string(problem.nodes.size());
    }
    return ExplainHalpZones(problem, division.zones);
}

void
AddDivisionSteps(const RowDivision& division, RowGraph& graph)
{
    if (division.form == RowForm::BLOCKS)
    {
        AddBlockSteps(division.workers, division.blockEnds, graph);
    }
    else
    {
        AddHalpSteps(division.zones, GetOrder(division.form), graph);
    }
}

RowPartitionPlan
EvaluateDivision(const RowPartitionProblem& problem, const RowDivision& division)
{
    if (division.IsAlone())
    {
        return EvaluateAlone(problem);
    }
    return division.form == RowForm::BLOCKS
               ? EvaluateBlocks(problem, division.workers, division.blockEnds)
               : EvaluateHalp(problem, division.zones, GetOrder(division.form));
}

} // namespace edgeai
} // namespace ns3
