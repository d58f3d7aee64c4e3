/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-silence.h"

#include "compute/time-steps.h"

#include "ns3/simulator.h"

namespace ns3
{
namespace edgeai
{

RowSilence::~RowSilence()
{
    Stop();
}

void
RowSilence::Start(const RowPartitionPlan& plan, double factor, Time least)
{
    Stop();
    std::vector<HalpSilenceLimit> limits = GetBarrierSilenceLimits(plan, factor);
    for (uint32_t node = 1; node < plan.nodes.size(); ++node)
    {
        const std::vector<HalpSilenceLimit> messages = GetHalpSilenceLimits(plan, node, factor);
        limits.insert(limits.end(), messages.begin(), messages.end());
    }
    for (const HalpSilenceLimit& limit : limits)
    {
        Due& due = m_due[limit.step];
        due.node = limit.node;
        due.layer = limit.layer;
        due.limit = Max(least, ToTime(limit.time));
        due.missing = limit.after.size();
        for (const uint32_t before : limit.after)
        {
            m_waiting[before].push_back(limit.step);
        }
    }
    for (const auto& [step, due] : m_due)
    {
        if (due.missing == 0)
        {
            Arm(step);
        }
    }
}

void
RowSilence::Arm(uint32_t step)
{
    Due& due = m_due.at(step);
    due.alarm = Simulator::Schedule(LimitWait(due.limit), &RowSilence::HandleAlarm, this, step);
}

void
RowSilence::Note(uint32_t step)
{
    const auto come = m_due.find(step);
    if (come != m_due.end())
    {
        come->second.alarm.Cancel();
        m_due.erase(come);
    }
    const auto waiting = m_waiting.find(step);
    if (waiting == m_waiting.end())
    {
        return;
    }
    for (const uint32_t message : waiting->second)
    {
        const auto due = m_due.find(message);
        if (due != m_due.end() && --due->second.missing == 0)
        {
            Arm(message);
        }
    }
    m_waiting.erase(waiting);
}

void
RowSilence::HandleAlarm(uint32_t step)
{
    const Due& due = m_due.at(step);
    onSilent(due.node, due.layer);
}

void
RowSilence::Stop()
{
    for (auto& [step, due] : m_due)
    {
        due.alarm.Cancel();
    }
    m_due.clear();
    m_waiting.clear();
}

} // namespace edgeai
} // namespace ns3
