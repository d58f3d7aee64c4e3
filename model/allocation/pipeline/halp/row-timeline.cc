/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-timeline.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace ns3
{
namespace edgeai
{

void
RowTimeline::Arrange(const RowGraph& graph)
{
    const std::vector<RowStep>& steps = graph.GetSteps();
    const std::size_t count = steps.size();
    const std::size_t nodes = graph.GetProblem().nodes.size();
    m_start.assign(count, 0);
    m_end.assign(count, 0);
    m_wait.assign(count, 0);
    m_ready.assign(count, 0);
    m_pending.assign(count, 0);
    m_firstWaiting.assign(count + 1, 0);
    m_waiting.resize(graph.GetWaits().size());
    m_nextAtNode.assign(count, RowGraph::NO_STEP);
    m_current.assign(nodes, RowGraph::NO_STEP);
    m_running.assign(nodes, false);
    m_nodeFree.assign(nodes, 0);
    m_linkFree.assign(nodes * nodes, 0);
    m_events.clear();
    for (const auto& [step, earlier] : graph.GetWaits())
    {
        ++m_pending[step];
        ++m_firstWaiting[earlier + 1];
    }
    for (std::size_t i = 0; i < count; ++i)
    {
        m_firstWaiting[i + 1] += m_firstWaiting[i];
    }
    for (auto wait = graph.GetWaits().rbegin(); wait != graph.GetWaits().rend(); ++wait)
    {
        m_waiting[--m_firstWaiting[wait->second + 1]] = wait->first;
    }
    // Entry i + 1 went down to where the steps that wait for i begin.
    m_firstWaiting.erase(m_firstWaiting.begin());
    m_firstWaiting.push_back(m_waiting.size());
    for (std::size_t i = count; i-- > 0;)
    {
        if (steps[i].kind == StepKind::COMPUTE)
        {
            m_nextAtNode[i] = m_current[steps[i].node];
            m_current[steps[i].node] = i;
        }
    }
}

void
RowTimeline::Push(double time, uint32_t step)
{
    m_end[step] = time;
    m_events.emplace_back(time, step);
    std::push_heap(m_events.begin(), m_events.end(), std::greater<>());
}

void
RowTimeline::HandOver(const RowGraph& graph, uint32_t step, double now)
{
    const RowStep& message = graph.GetSteps()[step];
    const bool shared = graph.GetProblem().medium == RowMedium::SHARED;
    double& free =
        m_linkFree[shared ? 0 : message.node * graph.GetProblem().nodes.size() + message.peer];
    m_start[step] = std::max(free, now);
    m_wait[step] = m_start[step] - now;
    free = m_start[step] + message.time;
    Push(free + message.latency, step);
}

void
RowTimeline::Begin(const RowGraph& graph, uint32_t node)
{
    const uint32_t step = m_current[node];
    if (step == RowGraph::NO_STEP || m_running[node] || m_pending[step] > 0)
    {
        return;
    }
    m_running[node] = true;
    m_start[step] = std::max(m_nodeFree[node], m_ready[step]);
    m_wait[step] = m_start[step] - m_nodeFree[node];
    Push(m_start[step] + graph.GetSteps()[step].time, step);
}

double
RowTimeline::Run(const RowGraph& graph)
{
    Arrange(graph);
    const std::vector<RowStep>& steps = graph.GetSteps();
    for (uint32_t i = 0; i < steps.size(); ++i)
    {
        if (steps[i].kind == StepKind::TRANSFER && m_pending[i] == 0)
        {
            HandOver(graph, i, 0);
        }
    }
    for (uint32_t node = 0; node < m_current.size(); ++node)
    {
        Begin(graph, node);
    }
    std::size_t ended = 0;
    double now = 0;
    while (!m_events.empty())
    {
        std::pop_heap(m_events.begin(), m_events.end(), std::greater<>());
        const uint32_t step = m_events.back().second;
        now = m_events.back().first;
        m_events.pop_back();
        ++ended;
        if (steps[step].kind == StepKind::COMPUTE)
        {
            const uint32_t node = steps[step].node;
            m_running[node] = false;
            m_nodeFree[node] = now;
            m_current[node] = m_nextAtNode[step];
            Begin(graph, node);
        }
        for (uint32_t i = m_firstWaiting[step]; i < m_firstWaiting[step + 1]; ++i)
        {
            const uint32_t waiting = m_waiting[i];
            m_ready[waiting] = now;
            if (--m_pending[waiting] > 0)
            {
                continue;
            }
            if (steps[waiting].kind == StepKind::TRANSFER)
            {
                HandOver(graph, waiting, now);
            }
            else
            {
                Begin(graph, steps[waiting].node);
            }
        }
    }
    // Steps that wait for each other never end.
    return ended == steps.size() ? now : std::numeric_limits<double>::infinity();
}

} // namespace edgeai
} // namespace ns3
