/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-rounds.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"
#include "period-limits.h"

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
            .SetParent<LearningHandout>()
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
            .AddAttribute("Patience",
                          "Without a deadline an attempt is given so many times its planned time, "
                          "and a second, > 0",
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
    m_checkEvent.Cancel();
    m_processor = nullptr;
    LearningHandout::DoDispose();
}

void
LearningRounds::StartApplication()
{
    LearningHandout::StartApplication();
    m_processor = Processor::Find(GetNode(), m_processorName);
    m_running = true;
    ScheduleRound(m_joinTimeout);
}

void
LearningRounds::StopApplication()
{
    Suspend({TaskOutcome::STOPPED, "the server was stopped"});
    LearningHandout::StopApplication();
}

void
LearningRounds::Suspend(const TaskEnding& ending)
{
    m_running = false;
    m_roundEvent.Cancel();
    m_deadlineEvent.Cancel();
    m_checkEvent.Cancel();
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
    const bool complete = m_begun == 0 && IsComplete();
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
    Lose(number, "cannot do its part: " + reason);
}

std::string
LearningRounds::HandleUpdate(uint32_t number,
                             const LearningUpdateBody& body,
                             const InferenceMessage& message)
{
    Trust(number); // it is there
    LearningCourse::Part* part = FindAwaited(number, message.task, body.attempt);
    if (!part)
    {
        return message.task > m_begun ? "a round that has not begun" : ""; // or one that is over
    }
    static const std::vector<uint8_t> none;
    const std::string fault =
        GetMethod().Take(number, part->assignment, message.payload ? *message.payload : none);
    if (!fault.empty())
    {
        Lose(number, "sent an update that cannot be read: " + fault);
        return fault;
    }
    m_course.Take(number);
    const double now = Simulator::Now().GetSeconds();
    part->modelTime = std::min(body.modelTime, now - part->sent);
    if (GetLedger())
    {
        GetLedger()->ReceiveUpdate({m_course.GetRound(), m_course.GetAttempt(), number});
    }
    LearnOf(number, *part, body, message.payloadBytes);
    CheckAttempt();
    return "";
}

std::string
LearningRounds::RepeatModel(uint32_t number, uint64_t round, const LearningRepeatBody& body)
{
    LearningCourse::Part* part = FindAwaited(number, round, body.attempt);
    return part ? SendAgain(m_course, number, *part, body) : "";
}

LearningCourse::Part*
LearningRounds::FindAwaited(uint32_t number, uint64_t round, uint32_t attempt)
{
    LearningCourse::Part* part = m_course.Find(number);
    const bool present = part && round == m_course.GetRound() && attempt == m_course.GetAttempt();
    return present && !part->came && part->lost.empty() && !m_aggregating ? part : nullptr;
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
    if (!m_running || m_course.GetRound() > 0 || (m_rounds > 0 && m_begun >= m_rounds))
    {
        return;
    }
    NoteAbsence(m_begun, m_joinTimeout);
    if (GetUsable().empty())
    {
        return; // whoever joins begins
    }
    NS_LOG_FUNCTION(this << m_begun + 1);
    m_course.Begin(++m_begun);
    m_aggregating = false;
    const uint32_t phase = GetMethod().Begin(m_begun);
    RecordBegin(m_begun, phase, m_deadline);
    if (m_deadline.IsStrictlyPositive())
    {
        m_deadlineEvent = ScheduleCall(LimitWait(m_deadline), [this] { HandleDeadline(); });
    }
    BeginModel(m_begun);
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
    if (!m_plan.IsUsable())
    {
        return false;
    }
    m_course.Open(members, m_plan, GetMethod().Assign(m_plan));
    RecordPlan(m_course, m_plan, members);
    if (!m_deadline.IsStrictlyPositive())
    {
        m_deadlineEvent.Cancel();
        m_deadlineEvent = ScheduleCall(LimitWait(Seconds(1) + ToTime(m_patience * m_plan.time)),
                                       [this] { HandleDeadline(); });
    }
    HandOut(m_course);
    return true;
}

void
LearningRounds::Lose(uint32_t number, const std::string& why)
{
    if (m_course.Lose(number, why))
    {
        NS_LOG_INFO("round " << m_course.GetRound() << ": worker " << number << " " << why);
        // It may be found out in the middle of sending to all.
        m_checkEvent.Cancel();
        m_checkEvent = ScheduleCall(Time(0), [this] { CheckAttempt(); });
    }
}

void
LearningRounds::HandleDeadline()
{
    for (const uint32_t number : m_course.GetAwaited())
    {
        GiveUp(number);
        InferenceMessage message;
        message.type = LearningMessage::ABANDON;
        message.task = m_course.GetRound();
        message.body = Encode(LearningAttemptBody{m_course.GetAttempt()});
        Send(number, message);
        m_course.Lose(number, "was silent until the deadline", TaskOutcome::SERVER_SILENT);
    }
    if (m_deadline.IsStrictlyPositive() && m_course.GetRound() > 0 && !m_aggregating)
    {
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
    if (!m_running || m_course.GetRound() == 0 || m_aggregating || !m_course.GetAwaited().empty())
    {
        return;
    }
    LearnModelTimes(m_course);
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
    m_aggregating = true;
    m_deadlineEvent.Cancel();
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
    if (!m_course.HasAny())
    {
        EndRound(
            {m_course.GetFirstOutcome(), "no update came: a worker " + m_course.GetFirstLoss()});
        return;
    }
    const uint64_t missing = CountParameters(GetMethod().GetMissing());
    FinishModel();
    EndRound({}, missing);
}

void
LearningRounds::EndRound(const TaskEnding& ending)
{
    EndRound(ending, CountParameters(GetMethod().GetMissing()));
}

void
LearningRounds::EndRound(const TaskEnding& ending, uint64_t missing)
{
    m_deadlineEvent.Cancel();
    m_checkEvent.Cancel();
    RecordEnd(m_course.GetRound(), ending, missing);
    m_course.End();
    EndModel();
    if (m_running)
    {
        ScheduleRound(ending.outcome == TaskOutcome::COMPLETED ? m_pause : m_retryInterval);
    }
}

} // namespace edgeai
} // namespace ns3
