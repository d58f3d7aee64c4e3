/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-task.h"

#include "application/control/measured-times.h"
#include "application/message/message-archive.h"
#include "co-inference-accounts.h"
#include "co-inference-figures.h"
#include "co-inference-losses.h"
#include "compute/time-steps.h"
#include "printable-text.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCoInferenceTask");

Time
CoInferenceSurroundings::GetPatience() const
{
    // Far beyond any plan that makes sense, and yet an end.
    constexpr double FACTOR = 100;
    const double seconds = FACTOR * (latencyBudget.GetSeconds() + timeout.GetSeconds());
    const Time left = Time::Max() - Simulator::Now();
    return seconds < left.GetSeconds() ? Seconds(seconds) : left;
}

CoInferenceTask::CoInferenceTask(uint64_t number,
                                 const TaskShape& shape,
                                 std::shared_ptr<const CoInferenceSurroundings> surroundings)
    : m_number(number),
      m_shape(shape),
      m_around(std::move(surroundings))
{
}

CoInferenceTask::~CoInferenceTask()
{
    m_timeout.Cancel();
}

CoInferenceTask::Stage
CoInferenceTask::GetStage() const
{
    return m_stage;
}

bool
CoInferenceTask::IsAsking() const
{
    return m_stage == Stage::PLAN && m_asked;
}

double
CoInferenceTask::GetUploadEnergy() const
{
    const double energy =
        m_stage == Stage::UPLINK ? m_around->link->GetUploadEnergy() - m_energyBefore : 0;
    return std::isnan(energy) ? 0 : energy;
}

bool
CoInferenceTask::NeedsConnection() const
{
    return IsAsking() || m_stage == Stage::UPLINK || m_stage == Stage::RESULT ||
           m_stage == Stage::CANCEL;
}

TaskRecord&
CoInferenceTask::GetRecord()
{
    TaskRecord* record = m_around->ledger->Find(m_number);
    NS_ABORT_MSG_UNLESS(record, "CoInferenceTask: task " << m_number << " is not in the ledger");
    return *record;
}

void
CoInferenceTask::Wait(double expected)
{
    const double most = m_around->GetPatience().GetSeconds(); // whatever a plan says
    // std::min would take most for what is not a number.
    const Time planned = Seconds(expected > 0 ? std::min(most, 2 * expected) : 0);
    const Time wait = std::max(m_around->timeout, planned);
    m_timeout.Cancel();
    m_timeout = Simulator::Schedule(LimitWait(wait), &CoInferenceTask::HandleTimeout, this);
}

void
CoInferenceTask::HandleTimeout()
{
    const std::shared_ptr<CoInferenceTask> keep = shared_from_this();
    switch (m_stage)
    {
    case Stage::OVER:
        return;
    case Stage::DEVICE:
        m_around->end(m_number, {TaskOutcome::DEADLINE, "the device did not get through with it"});
        return;
    case Stage::TURN:
        if (m_around->session->IsConnected())
        {
            return; // there is one again; its turn will come
        }
        m_around->end(m_number, {TaskOutcome::LINK_LOST, "there is no connection"});
        return;
    case Stage::UPLINK:
        m_withdrawn = !m_around->session->IsDatagram(); // by the end of the connection
        m_around->end(m_number, {TaskOutcome::LINK_LOST, "the upload did not get through in time"});
        if (!m_around->session->IsDatagram())
        {
            // What is half sent on a stream cannot be taken back; begin a new one.
            m_around->session->Break();
        }
        return;
    case Stage::CANCEL:
        m_ending.detail += ", nor when it was told to drop it: no contact";
        m_around->end(m_number, m_ending);
        return;
    case Stage::PLAN:
        m_ending = {TaskOutcome::SERVER_SILENT, "the server sent no plan in time"};
        break;
    case Stage::RESULT:
        m_ending = {TaskOutcome::SERVER_SILENT, "the server did not answer in time"};
        break;
    }
    m_around->session->IsConnected()
        ? GiveUp(m_ending)
        : m_around->end(m_number, {TaskOutcome::LINK_LOST, "there is no connection"});
}

void
CoInferenceTask::GiveUp(const TaskEnding& ending)
{
    if (m_stage != Stage::RESULT || !m_around->session->IsConnected())
    {
        m_around->end(m_number, ending);
        return;
    }
    // Long enough for a way there and back, and short beside what was waited already.
    constexpr double SHARE = 0.1;
    const std::shared_ptr<CoInferenceTask> keep = shared_from_this();
    m_stage = Stage::CANCEL;
    m_givenUp = true;
    m_givenUpAt = Simulator::Now().GetSeconds();
    m_ending = ending;
    m_timeout.Cancel();
    m_timeout = Simulator::Schedule(LimitWait(Seconds(SHARE * m_around->timeout.GetSeconds())),
                                    &CoInferenceTask::HandleTimeout,
                                    this);
    SendCancel(ending.detail, true);
}

void
CoInferenceTask::SendCancel(const std::string& reason, bool account)
{
    m_withdrawn = true;
    Send(CoInferenceMessage::CANCEL,
         Encode(CancelBody{MakeLegible(reason, BodyLimits::REASON), account}),
         0,
         0);
}

void
CoInferenceTask::Recall(TaskEnding& ending, double& when) const
{
    if (m_givenUp)
    {
        ending = m_ending;
        when = m_givenUpAt;
    }
}

void
CoInferenceTask::Abandon()
{
    if (m_stage == Stage::UPLINK)
    {
        m_around->link->EndUpload();
        m_around->session->Withdraw(m_number);
    }
    m_stage = Stage::OVER;
    m_timeout.Cancel();
}

void
CoInferenceTask::Leave()
{
    const Stage stage = std::exchange(m_stage, Stage::OVER);
    if (stage == Stage::UPLINK)
    {
        m_around->link->EndUpload();
    }
    Abandon();
    const bool sent = stage == Stage::UPLINK || stage == Stage::RESULT || stage == Stage::CANCEL;
    TaskRecord& record = GetRecord();
    if (sent && !m_answered)
    {
        const double before = m_energyBefore;
        const double energy =
            stage == Stage::UPLINK ? m_around->link->GetUploadEnergy() - before : NOT_AVAILABLE;
        const double now = Simulator::Now().GetSeconds();
        RecordUnanswered(energy, m_delivered > 0 ? m_delivered : now, record);
    }
    if (std::exchange(m_jobKnown, false))
    {
        JobReport report;
        if (m_around->processor->Cancel(m_job, &report))
        {
            RecordWithdrawal(report, record);
        }
    }
    RecordAnswer(); // or as much as was sent of it
    if (!m_answered)
    {
        record.realised.energy = GetSpent(m_plan, record);
    }
    if (sent && !m_withdrawn && m_around->session->IsConnected())
    {
        SendCancel("the device gave it up", false);
    }
}

void
CoInferenceTask::HandleRefusal(const ResultBody& result)
{
    // A feature that has come was sent before, and nothing ends in the future.
    const bool came = result.received >= GetRecord().GetStep("uplink").started;
    if (result.received > 0 && came && result.finished <= Simulator::Now().GetSeconds())
    {
        RecordRefusal(result, GetRecord());
    }
    if (!m_givenUp)
    {
        m_around->end(m_number, ExplainRefusal(result));
        return;
    }
    if (result.status == ServerStatus::UNKNOWN && m_around->session->IsDatagram())
    {
        m_ending.outcome = TaskOutcome::SEGMENT_LOST;
    }
    m_ending.detail += ": " + result.reason;
    m_around->end(m_number, m_ending);
}

void
CoInferenceTask::Send(MessageType type, std::vector<uint8_t> body, uint64_t payload, double rate)
{
    InferenceMessage message;
    message.type = type;
    message.task = m_number;
    message.body = std::move(body);
    message.payloadBytes = payload;
    m_around->send(message, rate);
}

bool
CoInferenceTask::IsMeasured() const
{
    return m_around->processor && m_around->processor->HasLatenciesOf(m_around->network);
}

void
CoInferenceTask::Ask(RequestBody request, bool behind)
{
    m_asked = true;
    m_behind = behind;
    m_askTime = Simulator::Now().GetSeconds();
    request.network = IsMeasured() ? GetTimedName(*m_around->processor, m_around->networkOnWire)
                                   : m_around->networkOnWire;
    request.tokensIn = m_shape.tokensIn;
    request.tokensOut = m_shape.tokensOut;
    request.inputBits = m_shape.inputBits;
    Send(CoInferenceMessage::REQUEST, Encode(request), 0, 0);
}

void
CoInferenceTask::Follow(const PlanBody& plan)
{
    if (m_stage != Stage::PLAN)
    {
        return;
    }
    TaskRecord& record = GetRecord();
    m_timeout.Cancel();
    m_plan = plan;
    record.planner = plan.planner;
    record.planWait = Simulator::Now().GetSeconds() - record.generated;
    if (plan.status == PlanStatus::INFEASIBLE)
    {
        m_around->end(m_number, {TaskOutcome::INFEASIBLE, plan.reason});
        return;
    }
    if (!plan.IsUsable())
    {
        m_around->end(m_number, {TaskOutcome::REFUSED, plan.reason});
        return;
    }
    m_plan.reason = ExplainPlan(plan, *m_around->link);
    const std::string mates = m_around->explainMates ? m_around->explainMates(plan) : "";
    m_plan.reason += (m_plan.reason.empty() || mates.empty() ? "" : "; ") + mates;
    RecordPlan(m_plan, m_around->serverNode, record);
    if (const Ptr<InferenceMonitor> monitor = m_around->ledger->GetMonitor())
    {
        monitor->AddNote(m_plan.reason);
    }
    const Processor& processor = *m_around->processor;
    const std::string delay = ExplainDelay(plan,
                                           processor.GetFlopPerCycle() * processor.GetMaxClock(),
                                           m_around->GetPatience().GetSeconds());
    if (!delay.empty())
    {
        m_around->malformed("PLAN: " + delay);
        m_around->end(m_number, {TaskOutcome::MALFORMED, delay});
        return;
    }
    if (plan.deviceFlop == 0)
    {
        RecordNothing(Simulator::Now().GetSeconds(), DEVICE_STEP, record);
        QueueUpload();
        return;
    }
    Compute();
}

void
CoInferenceTask::Compute()
{
    m_stage = Stage::DEVICE;
    m_timeout = Simulator::Schedule(m_around->GetPatience(), &CoInferenceTask::HandleTimeout, this);
    Job job;
    job.flop = m_plan.deviceFlop;
    job.clock = m_plan.deviceClock;
    job.bytesMoved = GetDeviceTraffic(m_plan);
    if (IsMeasured())
    {
        // Work and clock of the plan stand for the measured time, which the memory is part of.
        const bool fixed = m_around->processor->GetLatencyScaling() == Processor::FIXED_LATENCY;
        job.bytesMoved = 0;
        job.workClock = fixed ? m_plan.deviceClock : 0;
    }
    job.residentBytes = m_plan.GetUplinkBits() / 8;
    job.deadline = AddWait(Seconds(GetRecord().generated), m_around->latencyBudget);
    job.tag = m_number;
    job.model = m_around->network;
    job.done = [waiting = weak_from_this()](const JobReport& report) {
        if (const std::shared_ptr<CoInferenceTask> task = waiting.lock())
        {
            task->HandleJob(report);
        }
    };
    const uint64_t number = m_around->processor->Submit(job);
    if (m_stage == Stage::DEVICE) // the job may have ended already
    {
        m_job = number;
        m_jobKnown = true;
    }
}

void
CoInferenceTask::HandleJob(const JobReport& report)
{
    if (m_stage != Stage::DEVICE)
    {
        return;
    }
    TaskRecord& record = GetRecord();
    m_jobKnown = false;
    if (report.outcome != JobOutcome::COMPLETED)
    {
        RecordWithdrawal(report, record);
        m_around->end(m_number, ExplainJob(report, "the device"));
        return;
    }
    m_timeout.Cancel();
    RecordDevice(report, record);
    m_deviceTime = (report.ended - report.started).GetSeconds();
    if (m_plan.serverClock == 0 && m_plan.GetUplinkBits() == 0)
    {
        const double now = Simulator::Now().GetSeconds();
        RecordNothing(now, UPLINK_STEP, record);
        RecordNothing(now, SERVER_STEP, record);
        Complete();
        return;
    }
    QueueUpload();
}

void
CoInferenceTask::QueueUpload()
{
    m_stage = Stage::TURN;
    AwaitConnection();
    m_around->queueUpload(m_number);
}

void
CoInferenceTask::AwaitConnection()
{
    // Once: whoever comes to the queue behind it must not put off its end.
    if (m_stage == Stage::TURN && !m_around->session->IsConnected() && m_timeout.IsExpired())
    {
        Wait(0);
    }
}

void
CoInferenceTask::Upload()
{
    if (m_stage != Stage::TURN)
    {
        return;
    }
    if (!m_around->session->IsConnected())
    {
        AwaitConnection();
        return; // comes back when the session is ready
    }
    Wait(GetStep(m_plan.steps, "uplink").time);
    LinkControl& link = *m_around->link;
    if (m_plan.bandwidth > 0)
    {
        link.SetBandwidth(m_plan.bandwidth);
    }
    const double power = m_plan.txPower > 0 ? link.SetTxPower(m_plan.txPower) : NOT_AVAILABLE;
    m_stage = Stage::UPLINK;
    link.BeginUpload();
    m_energyBefore = link.GetUploadEnergy();
    m_measured = link.GetTally(LinkControl::UP, m_uplinkBefore);
    m_answer = {m_around->session->GetLocalPort(), CoInferenceMessage::RESULT, m_number};
    link.BeginTally(m_answer);
    RecordUpload(m_plan, Simulator::Now().GetSeconds(), power, GetRecord());
    const uint64_t payload = std::ceil(m_plan.GetUplinkBits() / 8);
    FeatureBody feature = MakeFeature(m_plan, GetRecord());
    feature.network = m_around->networkOnWire;
    feature.tokensIn = m_shape.tokensIn;
    feature.tokensOut = m_shape.tokensOut;
    feature.inputBits = m_shape.inputBits;
    feature.dropLate = m_around->dropLate;
    std::vector<uint8_t> body = Encode(feature);
    const double pace = GetPace(body.size() + payload);
    Send(CoInferenceMessage::FEATURE, std::move(body), payload, pace);
}

double
CoInferenceTask::GetPace(uint64_t bytes) const
{
    const double expected = GetStep(m_plan.steps, "uplink").time;
    if (!(expected > 0))
    {
        return 0;
    }
    // The rate factor turned the link's rate into what is left of it for the feature.
    double link = m_plan.GetUplinkBits() / expected * std::max(1.0, 1 / m_plan.rateFactor);
    if (m_around->link->GetLinkRate() > 0)
    {
        link /= m_around->session->GetPayloadShare(); // what its plan was made for, see REQUEST
    }
    return m_around->session->GetPace(bytes, 8.0 * bytes / expected, link);
}

void
CoInferenceTask::FinishUpload()
{
    m_stage = Stage::RESULT;
    m_around->link->EndUpload();
    m_delivered = Simulator::Now().GetSeconds();
    GetRecord().steps[UPLINK_STEP].energy = m_around->link->GetUploadEnergy() - m_energyBefore;
    Remark(m_plan.bandwidth > 0 ? m_around->link->ExplainBand() : "");
}

void
CoInferenceTask::HandleDelivered()
{
    if (m_stage != Stage::UPLINK)
    {
        return;
    }
    FinishUpload();
    double expected = 0;
    for (const char* name : {"server", "downlink"})
    {
        const double time = GetStep(m_plan.steps, name).time;
        expected += time > 0 ? time : 0; // not every plan says how long an answer is on its way
    }
    Wait(expected);
}

void
CoInferenceTask::HandleResult(const InferenceMessage& message)
{
    if (m_stage == Stage::OVER)
    {
        return;
    }
    m_withdrawn = true; // whatever it says, the server is done with it
    ResultBody body;
    std::string fault;
    const double now = Simulator::Now().GetSeconds();
    if (Decode(message.body, body, &fault) && body.status == ServerStatus::OK &&
        (body.finished > now || body.received < GetRecord().GetStep("uplink").started))
    {
        fault = "its instants are not between the upload's begin and now";
    }
    if (!fault.empty())
    {
        m_around->malformed("RESULT: " + fault);
        m_around->end(m_number, {TaskOutcome::MALFORMED, "its result is malformed: " + fault});
        return;
    }
    if (body.status != ServerStatus::OK)
    {
        HandleRefusal(body);
        return;
    }
    if (m_stage == Stage::CANCEL)
    {
        RecordResult(body, 8.0 * message.payloadBytes, now, GetRecord());
        RecordAnswer();
        m_ending.detail += "; its answer came as it was given up";
        m_around->end(m_number, m_ending);
        return;
    }
    if (m_stage == Stage::UPLINK)
    {
        FinishUpload(); // the answer overtook the last acknowledgement
    }
    if (m_stage != Stage::RESULT)
    {
        m_around->malformed("RESULT of a task whose feature was not sent yet");
        return;
    }
    m_answered = true;
    RecordResult(body, 8.0 * message.payloadBytes, now, GetRecord());
    LinkTally uplink;
    if (m_measured && m_around->link->GetTally(LinkControl::UP, uplink))
    {
        RecordTally(m_uplinkBefore, uplink, GetRecord().steps[UPLINK_STEP]);
    }
    RecordAnswer();
    Complete();
}

void
CoInferenceTask::Remark(const std::string& words)
{
    if (words.empty())
    {
        return;
    }
    std::string& detail = GetRecord().detail;
    detail += (detail.empty() ? "" : "; ") + words;
    if (const Ptr<InferenceMonitor> monitor = m_around->ledger->GetMonitor())
    {
        monitor->AddNote(words);
    }
}

void
CoInferenceTask::RecordAnswer()
{
    LinkTally answer;
    // Nothing was sent of it where the task ended before.
    if (m_around->link->EndTally(m_answer, answer) && answer.blocks > 0)
    {
        StepRecord& downlink = GetRecord().steps[DOWNLINK_STEP];
        downlink.energy = RecordTally(LinkTally(), answer, downlink);
    }
}

void
CoInferenceTask::Complete()
{
    m_answered = true;
    TaskRecord& record = GetRecord();
    RecordTotals(m_plan, Simulator::Now().GetSeconds(), record);
    const double goodput = record.Get<CoInferenceFigures>().goodput;
    const Ptr<InferenceMonitor> monitor = m_around->ledger->GetMonitor();
    if (monitor && !std::isnan(goodput))
    {
        monitor->AddCounter(record.node, "goodput [bit/s]", Simulator::Now(), goodput);
    }
    ReportBody body = MakeReport(m_plan, record, m_deviceTime, m_around->link->GetGain());
    // Before it could ask it waited for the connection, or for a plan that another asked for.
    const double waited = m_asked ? m_askTime - record.generated : record.planWait;
    body.waited += m_behind ? record.planWait : waited;
    // The task first: sending can find the connection broken, which ends all that depends on it.
    m_around->end(m_number, {TaskOutcome::COMPLETED, record.detail});
    if (m_around->session->IsConnected())
    {
        Send(CoInferenceMessage::REPORT, Encode(body), 0, 0);
    }
}

} // namespace edgeai
} // namespace ns3
