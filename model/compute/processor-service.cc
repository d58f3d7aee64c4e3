/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How a Processor takes in, orders, serves and ends jobs. Attributes and life cycle are in
// processor.cc, clock, power and accounts in processor-accounts.cc.

#include "processor.h"
#include "time-steps.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessorService");

namespace
{

/// @param [in] value a figure of a job  @returns whether it is finite and >= 0
bool
IsAmount(double value)
{
    return std::isfinite(value) && value >= 0;
}

/// A plan's clock may exceed the largest one by this much: rounding, not a wrong plan.
constexpr double CLOCK_SLACK = 1e-9;

} // namespace

uint64_t
Processor::Submit(Job job)
{
    NS_LOG_FUNCTION(this << job.flop << job.bytesMoved << job.tag);
    Start();
    Settle();
    const uint64_t id = ++m_lastId;
    PendingJob pending;
    pending.report.id = id;
    pending.report.tag = job.tag;
    pending.report.submitted = Simulator::Now();
    pending.report.deadline = job.deadline;
    pending.job = std::move(job);
    // Drawn here, so that jobs have the same service times whatever the discipline.
    pending.scale = m_serviceLaw == EXPONENTIAL ? m_draw->GetValue(1, 0) : 1;

    JobOutcome outcome = JobOutcome::INVALID;
    const std::string reason = ExplainRefusal(pending.job, outcome);
    if (!reason.empty())
    {
        NS_LOG_INFO("job " << id << " refused: " << reason);
        pending.job.residentBytes = 0;
        EndJob(std::move(pending), outcome, reason);
        Refresh();
        return id;
    }
    m_memoryUsed += pending.job.residentBytes;
    m_notices.push_back({Notice::QUEUED, pending.report, nullptr});
    m_queue.Push(std::move(pending));
    Refresh();
    return id;
}

std::string
Processor::ExplainRefusal(const Job& job, JobOutcome& outcome) const
{
    std::ostringstream reason;
    outcome = JobOutcome::INVALID;
    if (!IsAmount(job.flop) || !IsAmount(job.bytesMoved) || !IsAmount(job.residentBytes))
    {
        reason << "flop " << job.flop << ", bytesMoved " << job.bytesMoved << " and residentBytes "
               << job.residentBytes << " must be finite and >= 0";
    }
    else if (job.units < 1 || job.units > m_capacity.units)
    {
        reason << "units is " << job.units << ", allowed are 1 to " << m_capacity.units;
    }
    else if (!IsAmount(job.clock) || job.clock > GetMaxClock() * (1 + CLOCK_SLACK))
    {
        reason << "clock is " << job.clock << " cycle/s, allowed are 0 to " << GetMaxClock();
    }
    else if (!m_powered)
    {
        outcome = JobOutcome::BATTERY;
        reason << "there is no power";
    }
    else if (job.residentBytes > GetFreeMemory())
    {
        outcome = JobOutcome::MEMORY;
        reason << "residentBytes is " << job.residentBytes << " B, free are " << GetFreeMemory()
               << " of " << m_memorySize << " B";
    }
    return reason.str();
}

bool
Processor::Cancel(uint64_t id)
{
    NS_LOG_FUNCTION(this << id);
    if (!m_started)
    {
        return false;
    }
    Settle();
    PendingJob job;
    bool found = m_queue.Remove(id, job);
    for (auto service = m_services.begin(); !found && service != m_services.end(); ++service)
    {
        for (std::size_t i = 0; !found && i < service->jobs.size(); ++i)
        {
            if (service->jobs[i].report.id == id)
            {
                found = true;
                job = TakeOut(*service, i);
            }
        }
        if (service->jobs.empty())
        {
            m_services.erase(service);
            break;
        }
    }
    if (found)
    {
        EndJob(std::move(job), JobOutcome::CANCELLED, "withdrawn by its owner");
    }
    Refresh();
    return found;
}

bool
Processor::ReserveMemory(double bytes)
{
    NS_LOG_FUNCTION(this << bytes);
    NS_ABORT_MSG_UNLESS(IsAmount(bytes), "ReserveMemory: bytes is " << bytes << ", must be >= 0");
    if (bytes > GetFreeMemory())
    {
        return false;
    }
    m_memoryUsed += bytes;
    return true;
}

void
Processor::ReleaseMemory(double bytes)
{
    NS_LOG_FUNCTION(this << bytes);
    NS_ABORT_MSG_UNLESS(IsAmount(bytes) && bytes <= m_memoryUsed,
                        "ReleaseMemory: bytes is " << bytes << ", in use are " << m_memoryUsed);
    m_memoryUsed -= bytes;
}

void
Processor::SetPowered(bool powered)
{
    NS_LOG_FUNCTION(this << powered);
    Start();
    if (powered == m_powered)
    {
        return;
    }
    Settle();
    if (!powered)
    {
        EndAll(JobOutcome::BATTERY, "the energy source ran dry");
    }
    m_powered = powered;
    m_asleep = false;
    m_idleSince = Simulator::Now();
    Refresh();
}

void
Processor::Dispatch()
{
    m_batchEvent.Cancel();
    while (m_powered && m_queue.GetSize() > 0)
    {
        if (m_discipline != PROCESSOR_SHARING)
        {
            const PendingJob& next = m_queue.Front();
            uint32_t taken = 0;
            for (const auto& service : m_services)
            {
                taken += service.units;
            }
            if (next.job.units > m_capacity.units - taken)
            {
                return;
            }
            const Time patience = m_batchWindow - (Simulator::Now() - next.report.submitted);
            if (!next.job.model.empty() && patience.IsStrictlyPositive() &&
                m_queue.CountBatch(m_batchSize) < m_batchSize)
            {
                if (patience < Time::Max() - Simulator::Now())
                {
                    m_batchEvent = Simulator::Schedule(patience, &Processor::HandleEvent, this);
                }
                return;
            }
        }
        else if (m_services.size() >= m_queueLimit)
        {
            EnforceSharingLimit();
            continue;
        }
        BeginService(m_queue.PopBatch(m_batchSize));
    }
}

void
Processor::BeginService(std::vector<PendingJob> jobs)
{
    Service service;
    service.started = Simulator::Now();
    service.units = jobs.front().job.units;
    double scale = 0;
    for (auto& pending : jobs)
    {
        pending.report.started = service.started;
        pending.report.ended = service.started;
        m_notices.push_back({Notice::STARTED, pending.report, nullptr});
        scale += pending.scale;
        service.flop += pending.scale * pending.job.flop;
        service.bytes += pending.scale * pending.job.bytesMoved;
        service.askedClock = std::max(service.askedClock, pending.job.clock);
    }
    const auto count = static_cast<double>(jobs.size());
    for (const auto& pending : jobs)
    {
        service.weights.push_back(service.flop > 0 ? pending.scale * pending.job.flop / service.flop
                                                   : 1 / count);
    }
    const double growth = std::pow(count, m_batchExponent) / count;
    service.flop *= growth;
    service.bytes *= growth;
    service.progress.overheadLeft = GetJobOverhead() * scale / count;
    service.jobs = std::move(jobs);
    if (m_asleep)
    {
        m_asleep = false;
        m_waking = m_wakeLatency.IsStrictlyPositive();
        m_stallEnd = std::max(m_stallEnd, Simulator::Now() + m_wakeLatency);
    }
    m_services.push_back(std::move(service));
}

void
Processor::EnforceQueueLimit()
{
    PendingJob job;
    while (m_queue.GetSize() > m_queueLimit)
    {
        const bool newest = m_dropPolicy == DROP_NEWEST;
        const uint64_t victim = newest ? m_queue.GetNewest() : m_queue.GetOldest();
        ForgetQueued(victim);
        m_queue.Remove(victim, job);
        EndJob(std::move(job), JobOutcome::QUEUE_FULL, "the queue is at its limit");
    }
}

void
Processor::EnforceSharingLimit()
{
    PendingJob job;
    if (m_dropPolicy == DROP_OLDEST && !m_services.empty())
    {
        job = TakeOut(m_services.front(), 0);
        m_services.pop_front();
    }
    else
    {
        const uint64_t victim = m_queue.Front().report.id;
        ForgetQueued(victim);
        m_queue.Remove(victim, job);
    }
    EndJob(std::move(job), JobOutcome::QUEUE_FULL, "as many jobs as may share are there");
}

void
Processor::ForgetQueued(uint64_t id)
{
    const auto notice = std::find_if(m_notices.begin(), m_notices.end(), [&](const Notice& n) {
        return n.kind == Notice::QUEUED && n.report.id == id;
    });
    if (notice != m_notices.end())
    {
        m_notices.erase(notice);
    }
}

PendingJob
Processor::TakeOut(Service& service, std::size_t index) const
{
    PendingJob job = std::move(service.jobs[index]);
    const double weight = service.weights[index];
    service.jobs.erase(service.jobs.begin() + static_cast<std::ptrdiff_t>(index));
    service.weights.erase(service.weights.begin() + static_cast<std::ptrdiff_t>(index));

    const bool last = service.jobs.empty();
    job.energy =
        static_cast<double>(last ? service.progress.energy : service.progress.energy * weight);
    service.progress.energy -= job.energy;
    double sum = 0;
    for (const double other : service.weights)
    {
        sum += other;
    }
    for (double& other : service.weights)
    {
        other = sum > 0 ? other / sum : 1 / static_cast<double>(service.weights.size());
    }
    const Time served = Simulator::Now() - service.started;
    job.report.meanClock = served.IsStrictlyPositive()
                               ? static_cast<double>(service.progress.cycles / ToSeconds(served))
                               : service.progress.clock;
    return job;
}

void
Processor::EndJob(PendingJob job, JobOutcome outcome, const std::string& reason)
{
    m_memoryUsed -= job.job.residentBytes;
    JobReport& report = job.report;
    report.outcome = outcome;
    report.reason = reason;
    report.ended = Simulator::Now();
    report.energy = job.energy;
    if (report.meanClock == 0)
    {
        report.started = report.ended;
    }
    const bool completed = outcome == JobOutcome::COMPLETED;
    ++(completed ? m_completed : m_dropped);
    m_notices.push_back(
        {completed ? Notice::FINISHED : Notice::DROPPED, report, std::move(job.job.done)});
}

void
Processor::EndAll(JobOutcome outcome, const std::string& reason)
{
    for (auto& service : m_services)
    {
        while (!service.jobs.empty())
        {
            EndJob(TakeOut(service, 0), outcome, reason);
        }
    }
    m_services.clear();
    PendingJob job;
    while (m_queue.GetSize() > 0)
    {
        m_queue.Remove(m_queue.Front().report.id, job);
        EndJob(std::move(job), outcome, reason);
    }
}

void
Processor::Flush()
{
    if (m_flushing)
    {
        return;
    }
    m_flushing = true;
    // Whoever is told may let go of the last reference to this processor.
    const Ptr<Processor> self(this);
    while (!m_notices.empty())
    {
        const Notice notice = std::move(m_notices.front());
        m_notices.pop_front();
        switch (notice.kind)
        {
        case Notice::QUEUED:
            m_jobQueued(notice.report);
            break;
        case Notice::STARTED:
            m_jobStarted(notice.report);
            break;
        case Notice::FINISHED:
            m_jobFinished(notice.report);
            break;
        case Notice::DROPPED:
            m_jobDropped(notice.report);
            break;
        }
        if (notice.done)
        {
            notice.done(notice.report);
        }
    }
    m_flushing = false;
}

} // namespace edgeai
} // namespace ns3
