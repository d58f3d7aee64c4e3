/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_PHASES_H
#define EDGE_AI_ROW_PHASES_H

#include "row-graph.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Adds steps in phases with a barrier between them: each step waits for all of the phase before.
class RowPhases
{
  public:
    /// @param [in,out] graph where steps go; must outlive this
    explicit RowPhases(RowGraph& graph)
        : m_graph(graph)
    {
    }

    /// Ends a phase; one without steps is none.
    void Begin()
    {
        if (!m_present.empty())
        {
            m_before.swap(m_present);
            m_present.clear();
        }
    }

    /// Adds a compute step unless it has no rows. @param [in] node who @param [in] task of the
    /// batch @param [in] layer 1..N @param [in] rows which
    void Compute(uint32_t node, uint32_t task, uint32_t layer, const RowSpan& rows)
    {
        if (rows.GetCount() > 0)
        {
            Add(m_graph.AddCompute(node, task, layer, rows));
        }
    }

    /// Adds the host's tail. @param [in] task of the batch
    void Tail(uint32_t task)
    {
        Add(m_graph.AddCompute(0, task, m_graph.GetProblem().layers.size() + 1, {}));
    }

    /// Adds a message unless it has no rows or stays at its node. @param [in] from sender
    /// @param [in] to receiver @param [in] task of the batch @param [in] layer 0..N
    /// @param [in] rows which
    void Transfer(uint32_t from, uint32_t to, uint32_t task, uint32_t layer, const RowSpan& rows)
    {
        if (from != to && rows.GetCount() > 0)
        {
            Add(m_graph.AddTransfer(from, to, task, layer, rows));
        }
    }

  private:
    /// @param [in] step of this phase
    void Add(uint32_t step)
    {
        for (const uint32_t earlier : m_before)
        {
            m_graph.AddWait(step, earlier);
        }
        m_present.push_back(step);
    }

    RowGraph& m_graph;               ///< where steps go
    std::vector<uint32_t> m_before;  ///< steps of the last phase
    std::vector<uint32_t> m_present; ///< steps of this phase
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_PHASES_H
