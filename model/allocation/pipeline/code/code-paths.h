/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_PATHS_H
#define EDGE_AI_CODE_PATHS_H

#include "code-costs.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Largest number of blocks of either model; CodeProblem::Validate sees to it.
constexpr uint32_t CODE_BLOCKS_MAX = 24;

/**
 * All paths of two models, in order of their nodes: block 1 of either model, then any later blocks
 * of either, with a limited number of changes of the model on the way from the first block to the
 * local head. Counts are exact up to 2 * 3^23.
 */
class CodePathSpace
{
  public:
    /// @param [in] blocks B, 1..CODE_BLOCKS_MAX  @param [in] changesMax X_max
    CodePathSpace(uint32_t blocks, uint32_t changesMax);

    /// @returns |P|; 2 * 3^(B - 1) without a limit
    uint64_t GetCount() const;
    /// @param [in] index 0..GetCount() - 1  @returns the path of that number
    CodePath Get(uint64_t index) const;

  private:
    /// @param [in] node last one so far  @param [in] changes how many are left, from there on
    /// @returns number of paths that go on from there; the one that ends there is one of them
    uint64_t CountFrom(const CodeNode& node, uint32_t changes) const;

    uint32_t m_blocks;  ///< B
    uint32_t m_changes; ///< X_max, at most B
    /// Per block from 0, model, and changes left: see CountFrom.
    std::vector<std::vector<std::vector<uint64_t>>> m_counts;
};

/**
 * Calls a function with every path and its costs, in the order of CodePathSpace.
 * @param [in] costs of a problem
 * @param [in] call what to do with path and label (with the head)
 */
void ForEachCodePath(const CodeCosts& costs,
                     const std::function<void(const CodePath&, const CodeLabel&)>& call);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_PATHS_H
