/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-rounds.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"
#include "period-limits.h"
#include "printable-text.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLearningRounds");

NS_OBJECT_ENSURE_REGISTERED(LearningRounds);

TypeId
LearningRounds::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LearningRounds")
            .SetParent<LearningAnswers>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Processor",
                          "Name of the node's processor that makes one model of the updates; "
                          "empty: its first; where there is none it takes no time",
                          StringValue(""),
                          MakeStringAccessor(&LearningRounds::m_processorName),
                          MakeStringChecker())
            .AddAttribute("Rounds",
                          "Rounds to begin; 0: until it is stopped",
                          UintegerValue(0),
                          MakeUintegerAccessor(&LearningRounds::m_rounds),
                          MakeUintegerChecker<uint64_t>())
            .AddAttribute("JoinTimeout",
                          "How long the first round waits for workers, > 0",
                          TimeValue(Seconds(5)),
                          MakeTimeAccessor(&LearningRounds::m_joinTimeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute(
                "Deadline",
                "Of a round: who has not sent its update by then is given up; 0: Patience "
                "says when",
                TimeValue(Seconds(0)),
                MakeTimeAccessor(&LearningRounds::m_deadline),
                MakeTimeChecker(Seconds(0)))
            .AddAttribute("TrainedBy",
                          "Part of Deadline by which workers must have trained, where a method "
                          "grants how to send then [1]: what is left is for sending, in (0, 1]",
                          DoubleValue(.75),
                          MakeDoubleAccessor(&LearningRounds::m_trainedBy),
                          MakeDoubleChecker<double>(1e-3, 1))
            .AddAttribute("Patience",
                          "Without a deadline an attempt is given so many times its planned time, "
                          "and a second [1], > 0",
                          DoubleValue(10),
                          MakeDoubleAccessor(&LearningRounds::m_patience),
                          MakeDoubleChecker<double>(1e-3, 1e6))
            .AddAttribute(
                "Attempts",
                "Plans of a round at most: the first, and those for what is missing, >= 1",
                UintegerValue(3),
                MakeUintegerAccessor(&LearningRounds::m_attemptLimit),
                MakeUintegerChecker<uint32_t>(1, LearningLimits::ATTEMPTS))
            .AddAttribute("Pause",
                          "Between the end of a round and the next",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&LearningRounds::m_pause),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("RetryInterval",
                          "Between a round without a plan and the next, >= 1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&LearningRounds::m_retryInterval),
                          MakeTimeChecker(PeriodLimits::Plan()));
    return tid;
}

LearningRounds::LearningRounds() = default;

LearningRounds::~LearningRounds() = default;

void
LearningRounds::DoDispose()
{
    m_running = false;
    m_roundEvent.Cancel();
    m_deadlineEvent.Cancel();
    m_reportsEvent.Cancel();
    m_processor = nullptr;
    m_gate = RoundGate();
    LearningAnswers::DoDispose();
}

void
LearningRounds::SetGate(RoundGate gate)
{
    m_gate = std::move(gate);
}

void
LearningRounds::Proceed()
{
    if (m_running && m_course.GetRound() == 0 && !IsPending(m_roundEvent))
    {
        ScheduleRound(Time(0));
    }
}

void
LearningRounds::StartApplication()
{
    LearningAnswers::StartApplication();
    m_processor = Processor::Find(GetNode(), m_processorName);
    m_running = true;
    ScheduleRound(m_joinTimeout);
}

void
LearningRounds::StopApplication()
{
    Suspend({TaskOutcome::STOPPED, "the server was stopped"});
    LearningAnswers::StopApplication();
}

void
LearningRounds::Suspend(const TaskEnding& ending)
{
    m_running = false;
    m_roundEvent.Cancel();
    m_deadlineEvent.Cancel();
    m_reportsEvent.Cancel();
    CancelAnswers();
    if (m_job > 0)
    {
        m_processor->Cancel(std::exchange(m_job, 0)); // its report charges what it cost
    }
    if (m_course.GetRound() > 0)
    {
        EndRound(ending);
    }
    TrustAll();
}

void
LearningRounds::Resume()
{
    m_running = true;
    ScheduleRound(m_retryInterval);
}

void
LearningRounds::HandleJoined(const LearningJoinBody& body)
{
    Join(body);
    const bool complete = m_course.GetLatest() == 0 && IsComplete();
    if (complete || (m_course.GetRound() == 0 && !IsPending(m_roundEvent)))
    {
        ScheduleRound(Time(0));
    }
}

void
LearningRounds::HandleLeft(uint32_t number)
{
    Leave(number);
    m_course.Forget(number);
    Lose(number, "left");
}

void
LearningRounds::HandleFailed(uint32_t number, const std::string& reason)
{
    GiveUp(number); // until it says that it is able again
    const std::string why = MakePrintable(reason);
    m_course.Fail(number, why);
    Note("in round " + std::to_string(m_course.GetRound()) + " worker " + std::to_string(number) +
         " cannot do its part: " + why);
    Lose(number, "cannot do its part: " + why);
}

void
LearningRounds::ScheduleRound(Time delay)
{
    m_roundEvent.Cancel();
    m_roundEvent = ScheduleCall(LimitWait(delay), [this] { StartRound(); });
}

void
LearningRounds::StartRound()
{
    if (!m_running || m_course.GetRound() > 0 || (m_rounds > 0 && m_course.GetLatest() >= m_rounds))
    {
        return;
    }
    if (m_gate.mayBegin && !m_gate.mayBegin())
    {
        return; // until it may
    }
    NoteAbsence(m_course.GetLatest(), m_joinTimeout);
    if (GetUsable().empty())
    {
        if (m_gate.onNobody)
        {
            m_gate.onNobody();
        }
        return; // whoever joins begins
    }
    const uint64_t round = m_course.GetLatest() + 1;
    NS_LOG_FUNCTION(this << round);
    m_course.Begin(round);
    const uint32_t phase = GetMethod().Begin(round);
    GetLinks()->BeginRound(round);
    RecordBegin(round, phase, m_deadline);
    if (m_deadline.IsStrictlyPositive())
    {
        m_deadlineEvent = ScheduleCall(LimitWait(m_deadline), [this] { HandleDeadline(); });
        m_reportsEvent = ScheduleCall(LimitWait(ToTime(m_trainedBy * m_deadline.GetSeconds())),
                                      [this] { HandleReportsDue(); });
    }
    BeginModel(round);
    if (!StartAttempt())
    {
        const bool refused = m_plan.status == PlanStatus::REFUSED;
        EndRound({refused ? TaskOutcome::REFUSED : TaskOutcome::INFEASIBLE, m_plan.reason});
    }
}

bool
LearningRounds::StartAttempt()
{
    std::vector<uint32_t> members;
    m_plan = MakePlan(m_course, members);
    const bool nobody = IsIdle(m_plan);
    if (!m_plan.IsUsable() || (nobody && m_course.GetAttempts() > 0))
    {
        return false;
    }
    m_idle = nobody;
    m_course.Open(members, m_plan, GetMethod().Assign(m_plan));
    m_attempted = true;
    RecordPlan(m_course, m_plan, members);
    if (m_gate.onPlanned)
    {
        m_gate.onPlanned(m_plan);
    }
    if (m_idle)
    {
        m_reportsEvent.Cancel();
        m_deadlineEvent.Cancel();
        const Time idle = ToTime(GetMethod().GetIdleTime());
        m_deadlineEvent = ScheduleCall(LimitWait(idle), [this] { Aggregate(); });
        return true;
    }
    BeginTraining();
    WaitFor(m_plan.time);
    HandOut(m_course);
    return true;
}

void
LearningRounds::ObserveAttempt()
{
    if (std::exchange(m_attempted, false))
    {
        const double delay = Simulator::Now().GetSeconds() - m_course.GetFirstModel();
        Observe(m_plan, m_idle ? 0 : std::max(0.0, delay));
    }
}

void
LearningRounds::WaitFor(double planned)
{
    if (!m_deadline.IsStrictlyPositive())
    {
        m_deadlineEvent.Cancel();
        // Nobody is silent while his window is open.
        const double wait = std::max(m_patience * planned, GetWindow());
        m_deadlineEvent = ScheduleCall(LimitWait(AddWait(Seconds(1), ToTime(wait))),
                                       [this] { HandleDeadline(); });
    }
}

void
LearningRounds::HandleReportsDue()
{
    if (IsTraining())
    {
        GiveUpSilent();
        CheckAttempt();
    }
}

void
LearningRounds::HandleDeadline()
{
    GiveUpSilent();
    if (m_deadline.IsStrictlyPositive() && m_course.GetRound() > 0 && !m_course.IsClosed())
    {
        for (const uint32_t number : m_course.GetAwaited())
        {
            m_course.Lose(number, "has trained when the round was over");
        }
        Aggregate(); // there is no time for another attempt
    }
    else
    {
        CheckAttempt();
    }
}

void
LearningRounds::CheckAttempt()
{
    if (!m_running || m_course.GetRound() == 0 || m_course.IsClosed())
    {
        return;
    }
    double planned = 0;
    if (GrantTrained(planned))
    {
        WaitFor(planned);
        return;
    }
    if (!m_course.GetAwaited().empty())
    {
        return;
    }
    LearnModelTimes(m_course);
    ObserveAttempt();
    const bool more = m_course.GetAttempts() < m_attemptLimit && !GetUsable().empty();
    if (more && !GetMethod().GetMissing().empty() && StartAttempt())
    {
        return;
    }
    Aggregate();
}

void
LearningRounds::Aggregate()
{
    ObserveAttempt();
    m_course.Close();
    m_deadlineEvent.Cancel();
    m_reportsEvent.Cancel();
    CancelAnswers();
    if (!m_processor || !(GetMethod().GetAggregateFlop() > 0))
    {
        Finish(nullptr);
        return;
    }
    Job job;
    job.flop = GetMethod().GetAggregateFlop();
    job.units = m_processor->GetUnits();
    job.tag = m_course.GetRound();
    job.done = [this](const JobReport& report) {
        m_job = 0;
        const bool completed = report.outcome == JobOutcome::COMPLETED;
        if (GetLedger() && !completed)
        {
            GetLedger()->Aggregate(m_course.GetRound(), &report);
        }
        if (m_running && completed)
        {
            Finish(&report);
        }
        else if (m_running)
        {
            EndRound(ExplainJob(report, "the server"));
        }
    };
    const uint64_t id = m_processor->Submit(job);
    m_job = m_course.GetRound() > 0 ? id : 0; // it may be over already
}

void
LearningRounds::Finish(const JobReport* report)
{
    if (GetLedger())
    {
        GetLedger()->Aggregate(m_course.GetRound(), report);
    }
    if (!m_course.HasAny() && !m_idle)
    {
        EndRound({m_course.GetFirstOutcome(), "no update came: " + m_course.GetFirstLoss()});
        return;
    }
    const uint64_t missing = m_idle ? 0 : CountParameters(GetMethod().GetMissing());
    FinishModel();
    std::string detail = m_course.GetFailures();
    const std::string diverged = m_idle ? "" : GetMethod().ExplainModel();
    if (!diverged.empty())
    {
        Note("in round " + std::to_string(m_course.GetRound()) + " " + diverged);
        detail += (detail.empty() ? "" : "; ") + diverged;
    }
    EndRound({TaskOutcome::COMPLETED, detail}, missing);
}

void
LearningRounds::EndRound(const TaskEnding& ending)
{
    EndRound(ending, CountParameters(GetMethod().GetMissing()));
}

void
LearningRounds::EndRound(const TaskEnding& ending, uint64_t missing)
{
    ObserveAttempt(); // of one that was cut short
    m_deadlineEvent.Cancel();
    m_reportsEvent.Cancel();
    CancelAnswers();
    RecordEnd(m_course.GetRound(), ending, missing);
    m_course.End();
    EndModel();
    if (m_gate.onEnded)
    {
        m_gate.onEnded(ending);
    }
    if (m_running)
    {
        ScheduleRound(ending.outcome == TaskOutcome::COMPLETED ? m_pause : m_retryInterval);
    }
}

} // namespace edgeai
} // namespace ns3
