/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_BLOCKS_H
#define EDGE_AI_ROW_BLOCKS_H

#include "row-graph.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * @ingroup edge-ai
 * Layers in blocks that workers compute without exchange: before a block every worker fetches the
 * rows that it lacks, within the block it computes what its share of the block's last layer needs,
 * some rows twice. One layer per block is MoDNN's way, a single block is full fusion, in between is
 * DPFP (Li, Iosifidis, Zhang, arXiv 2207.11293; recursion of this module's derivation).
 */

/**
 * @param [in] rows H of a layer
 * @param [in] worker g, from 0
 * @param [in] workers n, >= 1
 * @returns its equal share: rows floor(H g / n + 0.5) to floor(H (g + 1) / n + 0.5)
 */
RowSpan GetEqualShare(uint32_t rows, uint32_t worker, uint32_t workers);

/**
 * @param [in] problem a sound problem
 * @param [in] first first layer of a block, from 1
 * @param [in] last its last layer
 * @param [in] share rows of the last layer
 * @returns the rows that are needed for them: of layer first - 1, first, ..., last
 */
std::vector<RowSpan> ProjectBack(const RowPartitionProblem& problem,
                                 uint32_t first,
                                 uint32_t last,
                                 const RowSpan& share);

/**
 * @param [in] problem a sound problem
 * @param [in] workers n, the first nodes of the problem
 * @param [in] first first layer of a block, from 1
 * @param [in] last its last layer
 * @returns how long a block takes with barriers: the largest message (all of them on a shared
 *          medium), then the largest work [s]
 */
double GetBlockTime(const RowPartitionProblem& problem,
                    uint32_t workers,
                    uint32_t first,
                    uint32_t last);

/**
 * The blocks of least time, by T(j) = min over i <= j of T(i - 1) + cost(i, j); of equal ones the
 * longest last block.
 * @param [in] problem a sound problem
 * @param [in] workers n, the first nodes of the problem
 * @returns the last layer of each block
 */
std::vector<uint32_t> ChooseBlocks(const RowPartitionProblem& problem, uint32_t workers);

/**
 * Adds the steps of layers in blocks, with a barrier behind every exchange and every block; at the
 * end all rows go to the host, which runs the tail.
 * @param [in] workers n, the first nodes of the problem; 1: the host alone
 * @param [in] blockEnds the last layer of each block, ascending, the last of them N
 * @param [in,out] graph steps are added behind those that it has
 */
void AddBlockSteps(uint32_t workers, const std::vector<uint32_t>& blockEnds, RowGraph& graph);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_BLOCKS_H
