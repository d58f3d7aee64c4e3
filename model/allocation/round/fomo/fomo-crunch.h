/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_CRUNCH_H
#define EDGE_AI_FOMO_CRUNCH_H

#include "fomo-costs.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A worker of its own for each block.
struct FomoMatching
{
    bool found{false};                ///< there is one of finite cost
    double time{0};                   ///< its largest cost [s]
    std::vector<std::size_t> workers; ///< of each block, from the output to the input
    uint32_t evaluations{0};          ///< times that were tried
};

/// @ingroup edge-ai
/// CRUNCH, "cut": @param [in] table of costs that rise with depth  @param [in] time that is tried
/// @returns for each worker how deep it comes within the time: cap_k
std::vector<std::size_t> CutFomoPairs(const FomoTable& table, double time);

/// @ingroup edge-ai
/// CRUNCH, "re-count": @param [in] caps of the workers  @param [in] blocks J
/// @returns N_j, how many workers come to block j or deeper
std::vector<std::size_t> RecountFomoPairs(const std::vector<std::size_t>& caps, std::size_t blocks);

/// @ingroup edge-ai
/// CRUNCH, "check": whether N_j >= J - j + 1 for every j, which is Hall's condition as the workers
/// that come to a block come to all above it. @param [in] counts N_j  @returns whether
bool CheckFomoCounts(const std::vector<std::size_t>& counts);

/**
 * @ingroup edge-ai
 * CRUNCH: the matching whose largest cost is least, for costs that rise with depth (section 4.1 of
 * the definition).
 * @param [in] table for which RisesWithDepth() holds, with at least as many workers as blocks
 * @returns the matching: from the deepest block on the worker that comes just deep enough
 */
FomoMatching SolveFomoCrunch(const FomoTable& table);

/**
 * @ingroup edge-ai
 * The same for any costs: CRUNCH where they rise with depth, else by an assignment problem for each
 * of the times that are tried.
 * @param [in] table with at least as many workers as blocks
 * @returns a matching whose largest cost is least
 */
FomoMatching MatchFomoBlocks(const FomoTable& table);

/**
 * @ingroup edge-ai
 * The second way alone: what CRUNCH is held against.
 * @param [in] table with at least as many workers as blocks
 * @returns a matching whose largest cost is least
 */
FomoMatching SolveFomoBottleneck(const FomoTable& table);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_CRUNCH_H
