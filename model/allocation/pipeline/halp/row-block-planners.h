/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_BLOCK_PLANNERS_H
#define EDGE_AI_ROW_BLOCK_PLANNERS_H

#include "row-partition-planner.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of the planners whose workers have equal shares of the rows and compute blocks of layers
/// without exchange, with barriers (see row-blocks.h). The host is a worker.
class RowBlockPlanner : public RowPartitionPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const RowPartitionProblem& problem) const override;
    RowPartitionPlan DoPlan(const RowPartitionProblem& problem) const override;
    /// @param [in] problem a sound problem  @param [in] workers how many of its nodes work
    /// @returns the last layer of each block
    virtual std::vector<uint32_t> ChooseBlockEnds(const RowPartitionProblem& problem,
                                                  uint32_t workers) const = 0;

    uint32_t m_workers; ///< 0: all nodes
};

/// @ingroup edge-ai
/// MoDNN: rows are exchanged behind every layer. Only the name is the authors'; the definition is
/// this module's.
class ModnnPlanner : public RowBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<uint32_t> ChooseBlockEnds(const RowPartitionProblem& problem,
                                          uint32_t workers) const override;
};

/// @ingroup edge-ai
/// DPFP: blocks of least time by dynamic programming (idea of arXiv 2207.11293; see ChooseBlocks).
class DpfpPlanner : public RowBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<uint32_t> ChooseBlockEnds(const RowPartitionProblem& problem,
                                          uint32_t workers) const override;
};

/// @ingroup edge-ai
/// All layers in one block: nothing is exchanged, and the most is computed twice.
class HalpFusedPlanner : public RowBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<uint32_t> ChooseBlockEnds(const RowPartitionProblem& problem,
                                          uint32_t workers) const override;
};

/// @ingroup edge-ai
/// The host runs everything.
class HalpAlonePlanner : public RowPartitionPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    RowPartitionPlan DoPlan(const RowPartitionProblem& problem) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_BLOCK_PLANNERS_H
