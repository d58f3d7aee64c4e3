/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_GRAPH_H
#define EDGE_AI_ROW_GRAPH_H

#include "profile/row-span.h"
#include "row-partition-problem.h"

#include "ns3/plan-step.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// One compute operation or one message of a division by rows.
struct RowStep
{
    StepKind kind{StepKind::COMPUTE};
    uint32_t node{0};  ///< who computes or sends
    uint32_t peer{0};  ///< who receives
    uint32_t task{0};  ///< of the batch
    uint32_t layer{0}; ///< 1..N whose rows; 0 the image; N + 1 the tail
    RowSpan rows;
    double load{0};    ///< work [FLOP] or payload [B]
    double time{0};    ///< it occupies its node or its link [s]
    double latency{0}; ///< until it is over, besides [s]
};

/**
 * What is done in a division by rows and what waits for what. A node computes its steps one at a
 * time, in the order they were added; what a step waits for besides is said by AddWait. A message
 * is handed to its link when all it waits for has ended.
 */
class RowGraph
{
  public:
    static constexpr uint32_t NO_STEP = UINT32_MAX; ///< none

    /// @param [in] problem a sound problem, which must outlive this
    explicit RowGraph(const RowPartitionProblem& problem);

    /// Removes all steps; their memory is kept.
    void Clear();

    /// @param [in] node who  @param [in] task of the batch  @param [in] layer 1..N + 1
    /// @param [in] rows which rows of a layer; none of the tail  @returns the step
    uint32_t AddCompute(uint32_t node, uint32_t task, uint32_t layer, const RowSpan& rows);
    /// @param [in] from sender  @param [in] to receiver  @param [in] task of the batch
    /// @param [in] layer 0..N  @param [in] rows which rows  @returns the step
    uint32_t AddTransfer(uint32_t from,
                         uint32_t to,
                         uint32_t task,
                         uint32_t layer,
                         const RowSpan& rows);
    /// @param [in] step a step  @param [in] earlier what it waits for; NO_STEP: nothing
    void AddWait(uint32_t step, uint32_t earlier);

    /// @returns the problem
    const RowPartitionProblem& GetProblem() const
    {
        return m_problem;
    }

    /// @returns the steps, in order
    const std::vector<RowStep>& GetSteps() const
    {
        return m_steps;
    }

    /// @returns pairs: a step, and an earlier one that it waits for
    const std::vector<std::pair<uint32_t, uint32_t>>& GetWaits() const
    {
        return m_waits;
    }

  private:
    const RowPartitionProblem& m_problem;               ///< what is divided
    std::vector<RowStep> m_steps;                       ///< in order
    std::vector<std::pair<uint32_t, uint32_t>> m_waits; ///< step, what it waits for
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_GRAPH_H
