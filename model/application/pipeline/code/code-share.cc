/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-share.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Share of own tasks that remains whatever guests were granted: a slice cannot be empty.
constexpr double LEAST_SLICE = 1e-6;

} // namespace

void
CodeShare::Start(Ptr<Processor> processor, bool slices)
{
    m_processor = processor;
    m_slices = slices;
}

void
CodeShare::Stop()
{
    const std::map<uint64_t, Entry> entries = std::move(m_entries);
    m_entries.clear();
    for (const auto& [number, entry] : entries)
    {
        m_processor->Cancel(entry.job);
    }
    m_shares.clear();
}

void
CodeShare::SetShare(uint32_t guest, double share)
{
    m_shares[guest] = share;
}

void
CodeShare::Submit(CodeWork work, uint32_t service, double flop, Done done)
{
    const uint64_t number = ++m_last;
    m_entries[number] = {0, work, flop, std::move(done)};
    Job job;
    job.flop = flop;
    job.units = m_processor->GetUnits();
    job.tag = number;
    job.done = [this, number](const JobReport& report) { Finish(number, report); };
    if (m_slices && work != CodeWork::TRAINING)
    {
        double guests = 0;
        for (const auto& [guest, share] : m_shares)
        {
            guests += share;
        }
        job.flow = work == CodeWork::OWN ? 0 : 1 + service;
        job.slice = work == CodeWork::OWN ? 1 - guests : m_shares[service];
        job.slice = std::clamp(job.slice, LEAST_SLICE, 1.0);
    }
    const uint64_t id = m_processor->Submit(job);
    const auto still = m_entries.find(number); // it may have ended already
    if (still != m_entries.end())
    {
        still->second.job = id;
    }
}

void
CodeShare::Finish(uint64_t number, const JobReport& report)
{
    const auto it = m_entries.find(number);
    if (it == m_entries.end())
    {
        return; // withdrawn when the server was stopped
    }
    const Entry entry = std::move(it->second);
    m_entries.erase(it);
    if (report.outcome == JobOutcome::COMPLETED)
    {
        m_done[entry.work] += entry.flop;
    }
    entry.done(report);
}

double
CodeShare::GetSpeed() const
{
    constexpr double WORK = 1e9; // any [FLOP]
    const uint32_t units = m_processor->GetUnits();
    const double time = m_processor->GetServiceTime(WORK, 0, units, m_processor->GetClock());
    return WORK / (time - m_processor->GetJobOverhead());
}

std::size_t
CodeShare::GetJobCount() const
{
    return m_entries.size();
}

double
CodeShare::GetDone(CodeWork work) const
{
    const auto it = m_done.find(work);
    return it == m_done.end() ? 0 : it->second;
}

double
CodeShare::GetBusyTime() const
{
    return m_processor->GetBusyUnitTime() / m_processor->GetUnits();
}

Ptr<Processor>
CodeShare::GetProcessor() const
{
    return m_processor;
}

} // namespace edgeai
} // namespace ns3
