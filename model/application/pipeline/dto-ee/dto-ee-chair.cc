/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-chair.h"

#include "allocation/pipeline/dto-ee/dto-ee-evaluation.h"
#include "compute/time-steps.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns a leader that knows what the setup says
DtoEeLeader
MakeLeader(const DtoEeSetup& setup, std::size_t exit)
{
    std::vector<std::size_t> sizes;
    for (uint32_t h = 1; h <= setup.GetStages(); ++h)
    {
        sizes.push_back(setup.problem.GetSize(h));
    }
    DtoEeQueueLaw law = MakeDtoEeQueueLaw(setup.problem, setup.options.kappa);
    law.penalty = setup.options.penalty;
    return DtoEeLeader(
        DtoEeExitModel(setup.problem),
        exit,
        sizes,
        law,
        {setup.problem.accuracyValue, setup.problem.thresholdGrid, setup.options.measuredOnly},
        StartDtoEeThresholds(setup.problem, setup.options.thresholds));
}

} // namespace

DtoEeChair::DtoEeChair(const DtoEeSetup& setup, std::size_t exit)
    : m_setup(setup),
      m_exit(exit),
      m_leader(MakeLeader(setup, exit))
{
    for (uint32_t h = 1; h <= setup.GetStages(); ++h)
    {
        for (uint32_t j = 0; j < setup.problem.GetSize(h); ++j)
        {
            m_heard[{h, j}] = 0;
        }
    }
}

DtoEeChair::~DtoEeChair()
{
    Stop();
}

void
DtoEeChair::Stop()
{
    m_timeout.Cancel();
}

void
DtoEeChair::Substitute(double threshold)
{
    m_substitute = true;
    m_leader.HearUpdate(m_exit, {threshold, 1});
}

void
DtoEeChair::LoseNode(const DtoEePlace& place)
{
    m_lost.insert({place.stage, place.index});
    m_leader.LoseNode(place.stage, place.index);
}

void
DtoEeChair::Begin(uint64_t slot)
{
    m_begun = slot + 1;
    m_decided = false;
    m_timeout.Cancel();
    // As long as a round may take that waits for somebody in every stage.
    m_timeout = ScheduleCall(LimitWait(RepeatWait(m_setup.patience, 2 * m_setup.GetStages() + 2)),
                             [this] { HandleTimeout(); });
}

void
DtoEeChair::HearReport(const DtoEePlace& place, uint64_t slot, const DtoEeExitReport& report)
{
    const Key key{place.stage, place.index};
    const auto heard = m_heard.find(key);
    if (heard == m_heard.end())
    {
        return;
    }
    heard->second = std::max(heard->second, slot + 1);
    m_misses.erase(key);
    m_lost.erase(key);
    m_leader.HearReport(place.stage, place.index, report);
    if (slot >= m_begun)
    {
        Begin(slot);
    }
    if (!m_decided && IsComplete())
    {
        Decide();
    }
}

void
DtoEeChair::HearUpdate(std::size_t exit, uint64_t slot, const DtoEeExitUpdate& update)
{
    if (!m_decided || slot >= m_begun)
    {
        m_updates[exit] = update;
    }
    else
    {
        m_leader.HearUpdate(exit, update);
    }
}

bool
DtoEeChair::IsComplete() const
{
    return std::all_of(m_heard.begin(), m_heard.end(), [this](const auto& heard) {
        return heard.second >= m_begun || m_lost.count(heard.first) > 0;
    });
}

bool
DtoEeChair::MayDecide() const
{
    const auto heard = std::count_if(m_heard.begin(), m_heard.end(), [this](const auto& report) {
        return report.second >= m_begun;
    });
    return !m_substitute || 2 * static_cast<std::size_t>(heard) > m_heard.size();
}

void
DtoEeChair::HandleTimeout()
{
    for (const auto& [key, heard] : m_heard)
    {
        if (heard < m_begun && m_lost.count(key) == 0 && ++m_misses[key] >= m_setup.misses)
        {
            LoseNode({key.first, key.second});
        }
    }
    Decide();
}

void
DtoEeChair::Decide()
{
    m_timeout.Cancel();
    m_decided = true;
    if (!MayDecide())
    {
        return; // what others decided counts with the next decision
    }
    const DtoEeExitUpdate update = m_leader.Decide();
    m_leader.RaisePenalty();
    for (const auto& [exit, other] : m_updates)
    {
        m_leader.HearUpdate(exit, other);
    }
    m_updates.clear();
    onDecided(m_begun - 1, update);
}

} // namespace edgeai
} // namespace ns3
