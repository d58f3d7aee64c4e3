/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_COSTS_H
#define EDGE_AI_FOMO_COSTS_H

#include "allocation/round/round-problem.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Consecutive depth blocks that one worker trains: forward through the whole model, back from the
/// output to the bottom of the last one.
struct FomoBlock
{
    uint32_t first{1};     ///< nearest to the output, from 1
    uint32_t last{1};      ///< nearest to the input
    double bits{0};        ///< of its gradient [bit]
    double work{0};        ///< alpha + beta times the layers gone back through + omega [FLOP]
    double memoryBytes{0}; ///< M0 + m_a times those layers + m_g [B]
};

/**
 * @ingroup edge-ai
 * @param [in] depth of a sound problem
 * @param [in] first block, from 1  @param [in] last block, >= first
 * @returns what training these blocks takes (eqs. (1) and (2) of the definition)
 */
FomoBlock MakeFomoBlock(const RoundDepth& depth, uint32_t first, uint32_t last);

/**
 * @ingroup edge-ai
 * Merges consecutive depth blocks into as many as there can be, the larger ones deepest.
 * @param [in] depth of a sound problem
 * @param [in] count of merged blocks, at least 1; where there are fewer to merge, none is merged
 * @returns the blocks, from the output to the input
 */
std::vector<FomoBlock> MergeFomoBlocks(const RoundDepth& depth, std::size_t count);

/**
 * @ingroup edge-ai
 * @param [in] worker of a sound problem  @param [in] block to train
 * @returns offset and compute time [s]; infinite where its memory does not hold it
 */
double GetFomoComputeTime(const RoundWorker& worker, const FomoBlock& block);

/// @ingroup edge-ai
/// A cost for each worker and block: how long it takes [s], infinite where it cannot be.
struct FomoTable
{
    std::size_t workers{0};     ///< K
    std::size_t blocks{0};      ///< J
    std::vector<double> values; ///< worker by worker

    /// @param [in] k worker  @param [in] j block, from 0 beside the output  @returns its cost [s]
    double Get(std::size_t k, std::size_t j) const
    {
        return values[k * blocks + j];
    }

    /// @returns whether for no worker a deeper block costs less: what CRUNCH builds on
    bool RisesWithDepth() const;
};

/**
 * @ingroup edge-ai
 * @param [in] workers of a sound problem  @param [in] blocks to train
 * @returns compute times (1) with the cut of memory (2): what would be if sending took no time
 */
FomoTable MakeFomoComputeTable(const std::vector<RoundWorker>& workers,
                               const std::vector<FomoBlock>& blocks);

/**
 * @ingroup edge-ai
 * @param [in] table of costs
 * @returns for each block, how many workers can train it and can train every block above it: N_j of
 *          the finite costs. From the deepest block on up each must be at least 1, 2, 3, ...
 */
std::vector<std::size_t> CountFomoWorkers(const FomoTable& table);

/**
 * @ingroup edge-ai
 * @param [in] blocks of a problem  @param [in] compute times of its workers
 * @returns why no matching exists, in words: where workers with enough memory are missing
 */
std::string ExplainFomoShortage(const std::vector<FomoBlock>& blocks, const FomoTable& compute);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_COSTS_H
