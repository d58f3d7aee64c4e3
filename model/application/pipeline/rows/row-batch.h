/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_BATCH_H
#define EDGE_AI_ROW_BATCH_H

#include "row-body.h"
#include "row-network.h"
#include "row-walk.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] networks that may answer  @param [in] network which of them
 * @param [in] nodes how many there are  @param [in] images of a batch
 * @returns a problem from which graphs can be made; its speeds and rates mean nothing
 */
RowPartitionProblem MakeGraphProblem(const RowNetworks& networks,
                                     uint32_t network,
                                     uint32_t nodes,
                                     uint32_t images);

/// @ingroup edge-ai
/// A batch under way, as one node sees it: the graph of its plan and how far the node is.
class RowBatch
{
  public:
    /**
     * @param [in] number of the batch  @param [in] plan sound for the problem
     * @param [in] problem of all its images, see MakeGraphProblem  @param [in] node who this is
     */
    RowBatch(uint64_t number,
             const RowPlanBody& plan,
             const RowPartitionProblem& problem,
             uint32_t node);
    RowBatch(const RowBatch&) = delete;
    RowBatch& operator=(const RowBatch&) = delete;

    /// @returns its number
    uint64_t GetNumber() const
    {
        return m_number;
    }

    /// @returns what messages say of it
    const RowBatchBody& GetHead() const
    {
        return m_head;
    }

    /// @returns the plan it follows
    const RowPlanBody& GetPlan() const
    {
        return m_plan;
    }

    /// @param [in] step of the graph  @returns what it is
    const RowStep& GetStep(uint32_t step) const
    {
        return m_graph.GetSteps()[step];
    }

    /// @returns N
    uint32_t GetLayerCount() const
    {
        return m_problem.layers.size();
    }

    /// @returns size of an answer [B]
    uint64_t GetResultBytes() const;

    /// @returns how far the node is
    RowWalk& GetWalk()
    {
        return m_walk;
    }

    /// @param [in] step a message of this node  @param [in] now instant [s]  @returns it
    InferenceMessage MakeRows(uint32_t step, double now) const;
    /// @param [in] notice of this node  @returns it as a message
    InferenceMessage MakeNotice(uint32_t notice) const;
    /**
     * @param [in] from who sent rows  @param [in] message as they came  @param [in] body of it
     * @returns whether the plan wants them here
     */
    bool Expects(uint32_t from, const InferenceMessage& message, const RowRowsBody& body) const;

    uint64_t job{0}; ///< at the processor; 0: none

  private:
    const uint64_t m_number;
    const uint32_t m_node;
    RowBatchBody m_head;
    const RowPlanBody m_plan;
    const RowPartitionProblem m_problem;
    RowGraph m_graph;
    RowWalk m_walk;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_BATCH_H
