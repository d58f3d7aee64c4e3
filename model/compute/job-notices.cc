/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "job-notices.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

void
JobNotices::AddQueued(const JobReport& report)
{
    m_notices.push_back({JobNotice::QUEUED, report, nullptr});
}

void
JobNotices::AddStarted(const JobReport& report)
{
    m_notices.push_back({JobNotice::STARTED, report, nullptr});
}

JobReport
JobNotices::AddEnd(PendingJob job, JobOutcome outcome, const std::string& reason)
{
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
    report.done = job.scale * (completed ? 1 : job.done); // a job ends on a time step
    report.flop = report.done * job.job.flop;
    if (job.job.bytesMoved > 0)
    {
        report.bytesMoved = report.done * job.job.bytesMoved;
    }
    ++(completed ? m_completed : m_dropped);
    m_energy += job.energy;
    m_notices.push_back(
        {completed ? JobNotice::FINISHED : JobNotice::DROPPED, report, std::move(job.job.done)});
    return report;
}

void
JobNotices::ForgetQueued(uint64_t id)
{
    const auto notice = std::find_if(m_notices.begin(), m_notices.end(), [&](const JobNotice& n) {
        return n.kind == JobNotice::QUEUED && n.report.id == id;
    });
    if (notice != m_notices.end())
    {
        m_notices.erase(notice);
    }
}

void
JobNotices::Flush(const std::function<void(const JobNotice&)>& tell)
{
    if (m_flushing)
    {
        return;
    }
    m_flushing = true;
    while (!m_notices.empty())
    {
        const JobNotice notice = std::move(m_notices.front());
        m_notices.pop_front();
        tell(notice);
    }
    m_flushing = false;
}

uint64_t
JobNotices::GetCompletedCount() const
{
    return m_completed;
}

uint64_t
JobNotices::GetDroppedCount() const
{
    return m_dropped;
}

double
JobNotices::GetEnergy() const
{
    return static_cast<double>(m_energy);
}

} // namespace edgeai
} // namespace ns3
