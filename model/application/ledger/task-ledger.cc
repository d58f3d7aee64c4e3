/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "task-ledger.h"

#include "compute/time-steps.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiTaskLedger");

TaskLedger::~TaskLedger()
{
    Clear();
}

void
TaskLedger::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_monitor = monitor;
}

Ptr<InferenceMonitor>
TaskLedger::GetMonitor() const
{
    return m_monitor;
}

void
TaskLedger::Begin(uint64_t number, TaskRecord record)
{
    NS_LOG_FUNCTION(this << number);
    const Ptr<InferenceMonitor> monitor = m_monitor;
    record.id = monitor ? monitor->NewTaskId() : number;
    // It is under way before anybody hears of it, who may end it.
    const auto kept = std::make_shared<TaskRecord>(std::move(record));
    m_entries[number].record = kept;
    if (monitor)
    {
        monitor->Begin(kept);
    }
    if (onBegun)
    {
        onBegun(*kept);
    }
}

TaskRecord*
TaskLedger::Find(uint64_t number)
{
    const auto it = m_entries.find(number);
    return it == m_entries.end() ? nullptr : it->second.record.get();
}

StepRecord*
TaskLedger::FindStep(uint64_t number, std::size_t step)
{
    TaskRecord* record = Find(number);
    if (!record || step >= record->steps.size())
    {
        return nullptr; // given up meanwhile, or a number somebody made up
    }
    StepRecord& found = record->steps[step];
    return std::isnan(found.finished) ? &found : nullptr;
}

void
TaskLedger::Expire(uint64_t number, Time delay, const TaskEnding& otherwise)
{
    const auto it = m_entries.find(number);
    if (it == m_entries.end())
    {
        return;
    }
    Entry& entry = it->second;
    entry.otherwise = otherwise;
    entry.noticed = 0;
    entry.expiry.Cancel();
    entry.expiry = Simulator::Schedule(LimitWait(delay), &TaskLedger::HandleExpiry, this, number);
}

void
TaskLedger::Relieve(uint64_t number)
{
    const auto it = m_entries.find(number);
    if (it != m_entries.end())
    {
        it->second.expiry.Cancel();
    }
}

void
TaskLedger::Note(uint64_t number, const TaskEnding& ending)
{
    const auto it = m_entries.find(number);
    if (it != m_entries.end() && it->second.noticed == 0)
    {
        it->second.otherwise = ending;
        it->second.noticed = Simulator::Now().GetSeconds();
    }
}

void
TaskLedger::HandleExpiry(uint64_t number)
{
    const Entry& entry = m_entries.at(number);
    const TaskEnding ending = entry.otherwise;
    const double when = entry.noticed > 0 ? entry.noticed : Simulator::Now().GetSeconds();
    if (onExpired)
    {
        onExpired(number, ending, when);
    }
    else
    {
        End(number, ending, when);
    }
}

void
TaskLedger::End(uint64_t number, const TaskEnding& ending, double when)
{
    const auto it = m_entries.find(number);
    if (it == m_entries.end())
    {
        return;
    }
    NS_LOG_LOGIC("task " << number << ": " << ending.outcome << " " << ending.detail);
    it->second.expiry.Cancel();
    // Not moved: the monitor looks at it until it is told.
    const std::shared_ptr<TaskRecord> kept = it->second.record;
    TaskRecord record = *kept;
    if (IsDropped(ending.outcome) && std::isnan(record.realised.energy))
    {
        record.realised.energy = SumEnergy(record);
    }
    // The ending may be kept by what goes away with the task.
    record.outcome = ending.outcome;
    record.detail = ending.detail;
    record.ended = when;
    m_entries.erase(it);
    const Ptr<InferenceMonitor> monitor = m_monitor;
    if (monitor)
    {
        monitor->End(record);
    }
    if (onEnded)
    {
        onEnded(record);
    }
}

void
TaskLedger::End(uint64_t number, const TaskEnding& ending)
{
    End(number, ending, Simulator::Now().GetSeconds());
}

void
TaskLedger::Clear()
{
    for (auto& [number, entry] : m_entries)
    {
        entry.expiry.Cancel();
    }
    m_entries.clear();
}

std::size_t
TaskLedger::GetCount() const
{
    return m_entries.size();
}

} // namespace edgeai
} // namespace ns3
