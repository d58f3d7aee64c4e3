/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "job-service.h"

#include "time-steps.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

JobService::JobService(std::vector<PendingJob> jobs, double overhead, double exponent)
    : m_jobs(std::move(jobs)),
      m_units(m_jobs.front().job.units),
      m_workClock(m_jobs.front().job.workClock),
      m_slice(m_jobs.front().job.slice),
      m_flow(m_jobs.front().job.flow),
      m_waiting(m_slice > 0),
      m_started(Simulator::Now())
{
    double scale = 0;
    for (auto& pending : m_jobs)
    {
        pending.report.started = m_started;
        pending.report.ended = m_started;
        scale += pending.scale;
        m_flop += pending.scale * pending.job.flop;
        m_bytes += pending.scale * pending.job.bytesMoved;
        m_askedClock = std::max(m_askedClock, pending.job.clock);
    }
    const auto count = static_cast<double>(m_jobs.size());
    for (const auto& pending : m_jobs)
    {
        m_weights.push_back(m_flop > 0 ? pending.scale * pending.job.flop / m_flop : 1 / count);
    }
    const auto& measured = m_jobs.front().job.batchGrowth;
    const double growth =
        (measured && m_jobs.size() <= measured->size() ? measured->at(m_jobs.size() - 1)
                                                       : std::pow(count, exponent)) /
        count;
    m_flop *= growth;
    m_bytes *= growth;
    m_progress.overheadLeft = overhead * scale / count;
}

const std::vector<PendingJob>&
JobService::GetJobs() const
{
    return m_jobs;
}

uint32_t
JobService::GetUnits() const
{
    return m_units;
}

double
JobService::GetAskedClock() const
{
    return m_askedClock;
}

double
JobService::GetClock() const
{
    return m_progress.clock;
}

double
JobService::GetSlice() const
{
    return m_slice;
}

const UnitShare&
JobService::GetShare() const
{
    return m_share;
}

long double
JobService::GetOverheadLeft() const
{
    return m_progress.overheadLeft;
}

long double
JobService::GetTimeLeft() const
{
    return m_progress.overheadLeft + m_progress.left / m_progress.rate;
}

bool
JobService::IsMoving() const
{
    return m_progress.rate > 0;
}

bool
JobService::IsWaiting() const
{
    return m_waiting;
}

ServiceLoad
JobService::GetLoad(bool alone) const
{
    ServiceLoad load;
    load.flop = m_flop;
    load.bytes = m_bytes;
    load.units = m_units;
    load.clock = m_progress.clock;
    load.moving = alone || m_progress.overheadLeft <= 0;
    load.slice = m_slice;
    load.flow = m_flow;
    load.own = m_ownClock;
    load.workClock = m_workClock;
    return load;
}

PendingWork
JobService::GetWork(long double elapsed) const
{
    Progress later = m_progress;
    later.Advance(elapsed);
    PendingWork work;
    work.overhead = static_cast<double>(later.overheadLeft);
    work.flop = static_cast<double>(later.left * m_flop);
    work.bytes = static_cast<double>(later.left * m_bytes);
    work.units = m_units;
    work.clock = m_askedClock;
    work.workClock = m_workClock;
    work.slice = m_slice;
    work.flow = m_flow;
    for (const auto& pending : m_jobs)
    {
        work.deadline = std::min(work.deadline, pending.job.deadline);
    }
    return work;
}

long double
JobService::GetEnergy(long double elapsed) const
{
    Progress later = m_progress;
    later.Advance(elapsed);
    return later.energy;
}

void
JobService::SetClock(double clock, bool own)
{
    m_progress.clock = clock;
    m_ownClock = own;
}

void
JobService::SetShare(const UnitShare& share)
{
    m_share = share;
}

void
JobService::SetRate(double rate)
{
    m_progress.rate = rate;
}

void
JobService::Start()
{
    m_waiting = false;
    m_started = Simulator::Now();
    m_progress.cycles = 0;
    for (auto& pending : m_jobs)
    {
        pending.report.started = m_started;
        pending.report.ended = m_started;
    }
}

void
JobService::SetPower(double power)
{
    m_progress.power = power;
}

void
JobService::Advance(long double elapsed)
{
    m_progress.Advance(elapsed);
}

void
JobService::EndOverhead()
{
    m_progress.overheadLeft = 0;
}

void
JobService::Progress::Advance(long double elapsed)
{
    cycles += clock * elapsed;
    if (rate <= 0)
    {
        return; // standing still: the energy is a transition's, not the job's
    }
    energy += power * elapsed;
    const long double overhead = std::min(elapsed, overheadLeft);
    overheadLeft -= overhead;
    const long double work = elapsed - overhead;
    if (work > 0)
    {
        left = std::max(0.0L, left - rate * work);
    }
}

PendingJob
JobService::TakeOut(std::size_t index)
{
    PendingJob job = std::move(m_jobs[index]);
    const double weight = m_weights[index];
    m_jobs.erase(m_jobs.begin() + static_cast<std::ptrdiff_t>(index));
    m_weights.erase(m_weights.begin() + static_cast<std::ptrdiff_t>(index));

    job.energy =
        static_cast<double>(m_jobs.empty() ? m_progress.energy : m_progress.energy * weight);
    m_progress.energy -= job.energy;
    job.done = static_cast<double>(1 - m_progress.left);
    double sum = 0;
    for (const double other : m_weights)
    {
        sum += other;
    }
    for (double& other : m_weights)
    {
        other = sum > 0 ? other / sum : 1 / static_cast<double>(m_weights.size());
    }
    if (m_waiting)
    {
        job.report.started = Simulator::Now(); // it never began
    }
    const Time served = Simulator::Now() - m_started;
    job.report.meanClock = served.IsStrictlyPositive()
                               ? static_cast<double>(m_progress.cycles / ToSeconds(served))
                               : m_progress.clock;
    return job;
}

} // namespace edgeai
} // namespace ns3
