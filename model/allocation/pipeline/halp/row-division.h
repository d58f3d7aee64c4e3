/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_DIVISION_H
#define EDGE_AI_ROW_DIVISION_H

#include "row-graph.h"
#include "row-partition-plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What of a plan has to be known to carry it out: its steps follow.
struct RowDivision
{
    RowForm form{RowForm::BLOCKS};
    uint32_t workers{1};             ///< of BLOCKS
    std::vector<RowZone> zones;      ///< of HALP: one per layer
    std::vector<uint32_t> blockEnds; ///< of BLOCKS: the last layer of each, the last of them N

    /// @returns whether nobody but the host has anything to do
    bool IsAlone() const
    {
        return form == RowForm::BLOCKS && workers == 1;
    }
};

/// @param [in] plan usable  @param [in] layers N  @returns what has to be known of it
RowDivision GetDivision(const RowPartitionPlan& plan, uint32_t layers);

/// @param [in] layers N  @returns the host runs everything
RowDivision MakeAloneDivision(uint32_t layers);

/**
 * @param [in] problem layers and nodes
 * @param [in] division whatever somebody says
 * @returns "" if its steps can be made for that problem, else what is wrong
 */
std::string ExplainDivision(const RowPartitionProblem& problem, const RowDivision& division);

/// Adds the steps of a division. @param [in] division sound for the graph's problem
/// @param [in,out] graph steps are added behind those that it has
void AddDivisionSteps(const RowDivision& division, RowGraph& graph);

/// @param [in] problem a sound problem  @param [in] division sound for it
/// @returns the plan of that division
RowPartitionPlan EvaluateDivision(const RowPartitionProblem& problem, const RowDivision& division);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_DIVISION_H
