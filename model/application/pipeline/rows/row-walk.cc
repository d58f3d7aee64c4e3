/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-walk.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint32_t WALK_HOST = 0;

} // namespace

RowWalk::RowWalk(const RowGraph& graph, uint32_t node)
    : m_graph(graph),
      m_node(node)
{
    const std::vector<RowStep>& steps = graph.GetSteps();
    m_pending.assign(steps.size(), 0);
    m_waiting.resize(steps.size());
    m_telling.resize(steps.size());
    m_over.assign(steps.size(), false);
    for (uint32_t i = 0; i < steps.size(); ++i)
    {
        if (steps[i].node == node && steps[i].kind == StepKind::COMPUTE)
        {
            m_computations.push_back(i);
        }
    }
    for (const auto& [step, earlier] : graph.GetWaits())
    {
        if (steps[step].node == node && GetEndPlace(earlier) == node)
        {
            ++m_pending[step];
            m_waiting[earlier].push_back(step);
        }
    }
    CollectNotices();
}

uint32_t
RowWalk::GetEndPlace(uint32_t step) const
{
    const RowStep& what = m_graph.GetSteps()[step];
    return what.kind == StepKind::COMPUTE ? what.node : what.peer;
}

void
RowWalk::CollectNotices()
{
    const std::vector<RowStep>& steps = m_graph.GetSteps();
    // What each step waits for elsewhere, by where.
    std::vector<std::map<uint32_t, std::vector<uint32_t>>> elsewhere(steps.size());
    std::vector<bool> waits(steps.size(), false);
    for (const auto& [step, earlier] : m_graph.GetWaits())
    {
        waits[step] = true;
        if (GetEndPlace(earlier) != steps[step].node)
        {
            elsewhere[step][GetEndPlace(earlier)].push_back(earlier);
        }
    }
    std::map<uint32_t, bool> computes; // nodes that have a computation before
    std::map<std::tuple<uint32_t, uint32_t, std::vector<uint32_t>>, std::size_t> known;
    for (uint32_t i = 0; i < steps.size(); ++i)
    {
        const bool first = steps[i].kind == StepKind::TRANSFER || !computes[steps[i].node];
        computes[steps[i].node] |= steps[i].kind == StepKind::COMPUTE;
        if (!waits[i] && first && steps[i].node != WALK_HOST)
        {
            elsewhere[i][WALK_HOST]; // the images are there
        }
        for (auto& [from, set] : elsewhere[i])
        {
            std::sort(set.begin(), set.end());
            const auto [at, added] =
                known.emplace(std::make_tuple(from, steps[i].node, set), m_notices.size());
            if (added)
            {
                m_notices.push_back({from, steps[i].node, set, {}, set.size()});
            }
            Told& told = m_notices[at->second];
            told.waiting.push_back(i);
            if (steps[i].node == m_node)
            {
                ++m_pending[i];
            }
        }
    }
    for (uint32_t n = 0; n < m_notices.size(); ++n)
    {
        for (const uint32_t step : m_notices[n].set)
        {
            if (m_notices[n].from == m_node)
            {
                m_telling[step].push_back(n);
            }
        }
    }
}

void
RowWalk::Begin()
{
    if (m_begun)
    {
        return;
    }
    m_begun = true;
    const std::vector<RowStep>& steps = m_graph.GetSteps();
    for (uint32_t n = 0; n < m_notices.size(); ++n)
    {
        if (m_notices[n].from == m_node && m_notices[n].set.empty())
        {
            m_notices[n].over = true;
            onNotice(m_notices[n].to, n);
        }
    }
    for (uint32_t i = 0; i < steps.size(); ++i)
    {
        if (steps[i].node == m_node && steps[i].kind == StepKind::TRANSFER && m_pending[i] == 0)
        {
            onSend(i);
        }
    }
    StartNext();
}

void
RowWalk::StartNext()
{
    if (m_begun && !m_computing && m_next < m_computations.size() &&
        m_pending[m_computations[m_next]] == 0)
    {
        m_computing = true;
        onCompute(m_computations[m_next]);
    }
}

void
RowWalk::Release(uint32_t step)
{
    if (--m_pending[step] > 0)
    {
        return;
    }
    if (m_graph.GetSteps()[step].kind == StepKind::TRANSFER)
    {
        onSend(step);
    }
    else
    {
        StartNext();
    }
}

bool
RowWalk::End(uint32_t step)
{
    if (step >= m_over.size() || m_over[step] || GetEndPlace(step) != m_node)
    {
        return false;
    }
    const bool own = m_graph.GetSteps()[step].kind == StepKind::COMPUTE;
    if (own && (!m_computing || m_computations[m_next] != step))
    {
        return false;
    }
    m_over[step] = true;
    // Messages first: they leave before the next computation begins, at the same instant.
    for (const uint32_t notice : m_telling[step])
    {
        if (--m_notices[notice].missing == 0)
        {
            m_notices[notice].over = true;
            onNotice(m_notices[notice].to, notice);
        }
    }
    if (own)
    {
        m_computing = false;
        ++m_next;
    }
    for (const uint32_t waiting : m_waiting[step])
    {
        Release(waiting);
    }
    StartNext();
    return true;
}

bool
RowWalk::Hear(uint32_t from, uint32_t notice)
{
    if (notice >= m_notices.size() || m_notices[notice].from != from ||
        m_notices[notice].to != m_node || m_notices[notice].over)
    {
        return false;
    }
    m_notices[notice].over = true;
    for (const uint32_t waiting : m_notices[notice].waiting)
    {
        Release(waiting);
    }
    return true;
}

} // namespace edgeai
} // namespace ns3
