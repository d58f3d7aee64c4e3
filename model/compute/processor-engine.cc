/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-engine.h"

#include "operating-points.h"
#include "processor.h"
#include "time-steps.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessorEngine");

ProcessorEngine::ProcessorEngine(Processor& owner)
    : m_owner(owner),
      m_settings(owner),
      m_draw(CreateObject<ExponentialRandomVariable>()),
      m_admission(owner),
      m_settled(Simulator::Now())
{
    NS_LOG_FUNCTION(this);
}

ProcessorEngine::~ProcessorEngine()
{
    NS_LOG_FUNCTION(this);
}

void
ProcessorEngine::Start()
{
    if (m_started)
    {
        return;
    }
    FollowSettings();
    m_started = true;
    m_settled = Simulator::Now();
    m_state.Begin();
    m_owner.GetGovernor()->Attach(&m_owner);
    Refresh();
}

void
ProcessorEngine::Stop(bool tell)
{
    NS_LOG_FUNCTION(this << tell);
    if (tell && m_started)
    {
        const Ptr<Processor> self(&m_owner); // who is told may let go of it
        Settle();
        EndAll(JobOutcome::CANCELLED, "the processor was disposed of");
        m_state.CutOff();
        m_accounts.Update(m_settings, m_state, m_services);
        Flush();
    }
    m_started = true;
    m_state.CutOff();
    m_event.Cancel();
    m_batchEvent.Cancel();
    m_sleepEvent.Cancel();
}

bool
ProcessorEngine::IsStarted() const
{
    return m_started;
}

uint64_t
ProcessorEngine::Submit(Job job)
{
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
    pending.scale =
        m_settings.GetServiceLaw() == Processor::EXPONENTIAL ? m_draw->GetValue(1, 0) : 1;

    JobOutcome outcome = JobOutcome::INVALID;
    const std::string reason =
        m_admission.ExplainRefusal(pending.job, m_state.IsPowered(), outcome);
    if (!reason.empty())
    {
        NS_LOG_INFO("job " << id << " refused: " << reason);
        pending.job.residentBytes = 0;
        EndJob(std::move(pending), outcome, reason);
        Refresh();
        return id;
    }
    m_admission.Admit(pending.job);
    m_notices.AddQueued(pending.report);
    if (pending.job.slice > 0)
    {
        BeginSliced(std::move(pending));
    }
    else
    {
        m_queue.Push(std::move(pending));
    }
    Refresh();
    return id;
}

bool
ProcessorEngine::Cancel(uint64_t id, JobReport* report)
{
    if (!m_started)
    {
        return false;
    }
    Settle();
    PendingJob job;
    const bool found = m_queue.Remove(id, job) || m_services.TakeOut(id, job);
    if (found)
    {
        const JobReport end =
            EndJob(std::move(job), JobOutcome::CANCELLED, "withdrawn by its owner");
        if (report)
        {
            *report = end;
        }
    }
    Refresh();
    return found;
}

void
ProcessorEngine::SetPowered(bool powered)
{
    Start();
    if (powered == m_state.IsPowered())
    {
        return;
    }
    Settle();
    if (!powered)
    {
        EndAll(JobOutcome::BATTERY, "the energy source ran dry");
    }
    m_state.SetPowered(powered);
    Refresh();
}

void
ProcessorEngine::Reconsider()
{
    if (m_started && !m_refreshing)
    {
        Settle();
        Refresh();
    }
}

int64_t
ProcessorEngine::AssignStreams(int64_t stream)
{
    m_draw->SetStream(stream);
    return 1;
}

void
ProcessorEngine::Settle()
{
    const long double elapsed = GetElapsed();
    if (elapsed > 0)
    {
        m_accounts.Settle(elapsed);
        m_services.Advance(elapsed);
    }
    m_settled = Simulator::Now();
    if (m_state.IsStandingStill())
    {
        return;
    }
    m_state.UpdateStandstill();
    for (auto& job : m_services.TakeFinished(m_settings.GetCapacity().bandwidth > 0))
    {
        EndJob(std::move(job), JobOutcome::COMPLETED, "");
    }
}

void
ProcessorEngine::HandleEvent()
{
    NS_LOG_FUNCTION(this);
    Settle();
    Refresh();
}

void
ProcessorEngine::Refresh()
{
    // Whoever is asked or told may let go of the last reference to the owner, and so to this.
    const Ptr<Processor> self(&m_owner);
    m_refreshing = true;
    FollowSettings();
    Dispatch();
    EnforceQueueLimit();
    if (m_services.IsEmpty())
    {
        if (m_accounts.GetBusyUnits() > 0)
        {
            m_state.NoteIdle();
        }
        m_state.UpdateSleep(m_settings.GetSleepDelay());
    }
    if (m_state.IsPowered())
    {
        UpdateClock();
    }
    const bool own = m_settings.GetClockDomain() == Processor::PER_JOB_CLOCK &&
                     m_owner.GetGovernor()->FollowsPlans();
    m_services.SetClocks(m_settings.GetOperatingPoints(),
                         m_state.GetClock(),
                         own,
                         m_owner.GetGovernor()->FollowsPlans());
    m_services.SetRates(m_settings.GetCapacity(), m_state.IsStandingStill());
    for (const JobReport& report : m_services.TakeStarted())
    {
        m_notices.AddStarted(report);
    }
    m_accounts.Update(m_settings, m_state, m_services);
    UpdateEvents();
    m_refreshing = false;
    m_owner.Publish();
    Flush();
}

void
ProcessorEngine::FollowSettings()
{
    // Not where an attribute is set: of two that go together one is set first.
    const std::string error = m_settings.Validate();
    NS_ABORT_MSG_UNLESS(error.empty(), "Processor '" << m_settings.GetName() << "': " << error);
    const auto discipline = m_settings.GetDiscipline();
    m_queue.SetOrder(discipline == Processor::PRIORITY            ? JobQueue::HIGHEST_PRIORITY
                     : discipline == Processor::EARLIEST_DEADLINE ? JobQueue::NEXT_DEADLINE
                                                                  : JobQueue::SUBMISSION);
    DropMisfits();
}

void
ProcessorEngine::DropMisfits()
{
    if (m_units == m_settings.GetUnits() && m_maxClock == m_settings.GetMaxClock())
    {
        return;
    }
    m_units = m_settings.GetUnits();
    m_maxClock = m_settings.GetMaxClock();
    std::vector<std::pair<uint64_t, std::string>> misfits;
    m_queue.ForEach([&](const PendingJob& pending) {
        const std::string reason = m_admission.ExplainMisfit(pending.job);
        if (!reason.empty())
        {
            misfits.emplace_back(pending.report.id, reason);
        }
    });
    for (const auto& [id, reason] : misfits)
    {
        NS_LOG_INFO("job " << id << " fits no longer: " << reason);
        DropQueued(id, JobOutcome::INVALID, reason);
    }
}

void
ProcessorEngine::Dispatch()
{
    m_batchEvent.Cancel();
    while (m_state.IsPowered() && m_queue.GetSize() > 0)
    {
        if (m_settings.GetDiscipline() != Processor::PROCESSOR_SHARING)
        {
            if (MustWait())
            {
                return;
            }
        }
        else if (m_services.GetServices().size() >= m_settings.GetQueueLimit())
        {
            EnforceSharingLimit();
            continue;
        }
        BeginService();
    }
}

bool
ProcessorEngine::MustWait()
{
    const PendingJob& next = m_queue.Front();
    if (m_services.GetUnitsWanted() + next.job.units > m_settings.GetUnits())
    {
        return true;
    }
    const uint32_t size = GetBatchLimit();
    const Time waited = Simulator::Now() - next.report.submitted;
    const Time patience = m_settings.GetBatchWindow() - waited;
    if (next.job.model.empty() || !patience.IsStrictlyPositive() ||
        m_queue.CountBatch(size) >= size)
    {
        return false;
    }
    if (patience < Time::Max() - Simulator::Now())
    {
        m_batchEvent = Simulator::Schedule(patience, &ProcessorEngine::HandleEvent, this);
    }
    return true;
}

uint32_t
ProcessorEngine::GetBatchLimit() const
{
    const uint32_t size = m_settings.GetBatchSize();
    const auto& measured = m_queue.Front().job.batchGrowth;
    return measured ? std::min<std::size_t>(size, measured->size()) : size;
}

void
ProcessorEngine::BeginService()
{
    const JobService& service = m_services.Begin(m_queue.PopBatch(GetBatchLimit()),
                                                 m_settings.GetJobOverhead(),
                                                 m_settings.GetBatchExponent());
    for (const auto& pending : service.GetJobs())
    {
        m_notices.AddStarted(pending.report);
    }
    m_state.Wake(m_settings.GetWakeLatency());
}

void
ProcessorEngine::BeginSliced(PendingJob pending)
{
    if (m_services.GetServices().size() >= m_settings.GetQueueLimit())
    {
        m_notices.ForgetQueued(pending.report.id);
        EndJob(std::move(pending), JobOutcome::QUEUE_FULL, "as many jobs as may share are there");
        return;
    }
    std::vector<PendingJob> jobs;
    jobs.push_back(std::move(pending));
    m_services.Begin(std::move(jobs), m_settings.GetJobOverhead(), m_settings.GetBatchExponent());
    m_state.Wake(m_settings.GetWakeLatency());
}

void
ProcessorEngine::EnforceQueueLimit()
{
    while (m_queue.GetSize() > m_settings.GetQueueLimit())
    {
        const bool newest = m_settings.GetDropPolicy() == Processor::DROP_NEWEST;
        DropQueued(newest ? m_queue.GetNewest() : m_queue.GetOldest(),
                   JobOutcome::QUEUE_FULL,
                   "the queue is at its limit");
    }
}

void
ProcessorEngine::EnforceSharingLimit()
{
    const std::string reason = "as many jobs as may share are there";
    if (m_settings.GetDropPolicy() == Processor::DROP_OLDEST && !m_services.IsEmpty())
    {
        EndJob(m_services.TakeOldest(), JobOutcome::QUEUE_FULL, reason);
    }
    else
    {
        DropQueued(m_queue.Front().report.id, JobOutcome::QUEUE_FULL, reason);
    }
}

void
ProcessorEngine::DropQueued(uint64_t id, JobOutcome outcome, const std::string& reason)
{
    PendingJob job;
    m_notices.ForgetQueued(id);
    m_queue.Remove(id, job);
    EndJob(std::move(job), outcome, reason);
}

void
ProcessorEngine::UpdateClock()
{
    const Ptr<Governor> governor = m_owner.GetGovernor();
    const double clock = m_settings.GetOperatingPoints().AtLeast(governor->ChooseClock());
    if (clock != m_state.GetClock())
    {
        NS_LOG_LOGIC("clock " << m_state.GetClock() << " -> " << clock);
        m_state.SetClock(clock, governor->GetTransitionLatency());
    }
}

void
ProcessorEngine::UpdateEvents()
{
    m_event.Cancel();
    m_sleepEvent.Cancel();
    if (!m_state.IsPowered())
    {
        return;
    }
    if (m_services.IsEmpty())
    {
        const Time left = m_state.GetTimeToSleep(m_settings.GetSleepDelay());
        if (!m_state.IsAsleep() && left < Time::Max() - Simulator::Now())
        {
            m_sleepEvent = Simulator::Schedule(left, &ProcessorEngine::HandleEvent, this);
        }
        return;
    }
    Time delay = m_state.GetStandstill();
    if (m_state.IsStandingStill() ||
        StepsToTime(m_services.GetTimeToChange(m_settings.GetCapacity()) / GetStepSeconds(), delay))
    {
        m_event = Simulator::Schedule(delay, &ProcessorEngine::HandleEvent, this);
    }
}

void
ProcessorEngine::Flush()
{
    m_notices.Flush([this](const JobNotice& notice) { m_owner.Tell(notice); });
}

JobReport
ProcessorEngine::EndJob(PendingJob job, JobOutcome outcome, const std::string& reason)
{
    m_admission.Dismiss(job.job);
    return m_notices.AddEnd(std::move(job), outcome, reason);
}

void
ProcessorEngine::EndAll(JobOutcome outcome, const std::string& reason)
{
    for (auto& served : m_services.TakeAll())
    {
        EndJob(std::move(served), outcome, reason);
    }
    PendingJob job;
    while (m_queue.GetSize() > 0)
    {
        m_queue.Remove(m_queue.Front().report.id, job);
        EndJob(std::move(job), outcome, reason);
    }
}

long double
ProcessorEngine::GetElapsed() const
{
    return m_started ? ToSeconds(Simulator::Now() - m_settled) : 0;
}

uint64_t
ProcessorEngine::GetSubmittedCount() const
{
    return m_lastId;
}

} // namespace edgeai
} // namespace ns3
