/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-graph.h"

namespace ns3
{
namespace edgeai
{

RowGraph::RowGraph(const RowPartitionProblem& problem)
    : m_problem(problem)
{
}

void
RowGraph::Clear()
{
    m_steps.clear();
    m_waits.clear();
}

uint32_t
RowGraph::AddCompute(uint32_t node, uint32_t task, uint32_t layer, const RowSpan& rows)
{
    RowStep step;
    step.node = node;
    step.task = task;
    step.layer = layer;
    step.rows = rows;
    step.load = layer > m_problem.layers.size()
                    ? m_problem.tailFlop
                    : rows.GetCount() * m_problem.layers[layer - 1].rowFlop;
    // Eq. (6); the tail is an operation as others are.
    step.time = step.load / m_problem.nodes[node].flops + m_problem.nodes[node].operationTime;
    m_steps.push_back(step);
    return m_steps.size() - 1;
}

uint32_t
RowGraph::AddTransfer(uint32_t from,
                      uint32_t to,
                      uint32_t task,
                      uint32_t layer,
                      const RowSpan& rows)
{
    RowStep step;
    step.kind = StepKind::TRANSFER;
    step.node = from;
    step.peer = to;
    step.task = task;
    step.layer = layer;
    step.rows = rows;
    step.load = rows.GetCount() * m_problem.GetRowBytes(layer);
    // The latency of a message keeps no other message from the link.
    step.time = 8 * (step.load + m_problem.messageBytes) / m_problem.GetRate(from, to);
    step.latency = m_problem.messageTime;
    m_steps.push_back(step);
    return m_steps.size() - 1;
}

void
RowGraph::AddWait(uint32_t step, uint32_t earlier)
{
    if (earlier != NO_STEP)
    {
        m_waits.emplace_back(step, earlier);
    }
}

} // namespace edgeai
} // namespace ns3
