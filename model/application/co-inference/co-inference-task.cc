/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The way of a task: plan, device, upload, result.

#include "application/control/processor-description.h"
#include "application/message/message-archive.h"
#include "co-inference-accounts.h"
#include "co-inference-client.h"
#include "co-inference-figures.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCoInferenceTask");

void
CoInferenceClient::RequestWaiting()
{
    if (!m_session.IsConnected())
    {
        return;
    }
    std::vector<uint64_t> asking;
    for (const auto& [id, task] : m_tasks)
    {
        if (task.stage != Stage::PLAN)
        {
            continue;
        }
        if (!m_planPerTask && task.requested)
        {
            return; // its answer will do for all
        }
        if (!task.requested && (m_planPerTask || asking.empty()))
        {
            asking.push_back(id);
        }
    }
    for (const uint64_t id : asking)
    {
        Request(id);
    }
}

RequestBody
CoInferenceClient::MakeRequest(const Task& task) const
{
    RequestBody body;
    body.network = m_network;
    body.tokensIn = task.shape.tokensIn;
    body.tokensOut = task.shape.tokensOut;
    body.inputBits = task.shape.inputBits;
    body.latencyBudget = m_latencyBudget.GetSeconds();
    body.energyBudget = m_energyBudget;
    body.gain = m_link->GetGain();
    body.bandwidth = m_link->GetBandwidth();
    body.noiseDensity = m_link->GetNoiseDensity();
    body.divideBand = m_link->CanDivideBand();
    body.subchannelWidth = m_link->GetSubchannelWidth();
    body.txPowerMax = m_link->GetMaxTxPower();
    body.txPowers = m_link->GetTxPowers();
    body.weightRate = m_weightRate;
    body.memoryBits = m_memoryBits;
    body.splitMin = m_splitMin;
    body.processor = ToBody(DescribeProcessor(m_processor));
    body.link = m_link->GetLink();
    body.timeWeight = m_timeWeight;
    body.energyWeight = m_energyWeight;
    return body;
}

void
CoInferenceClient::Request(uint64_t id)
{
    const auto it = m_tasks.find(id);
    if (it == m_tasks.end() || !m_session.IsConnected())
    {
        return;
    }
    it->second.requested = true;
    Send(CoInferenceMessage::REQUEST, id, Encode(MakeRequest(it->second)), 0, 0);
}

void
CoInferenceClient::HandlePlan(const InferenceMessage& message)
{
    PlanBody plan;
    const auto it = m_tasks.find(message.task);
    const bool asked = it != m_tasks.end() && it->second.stage == Stage::PLAN;
    std::string fault;
    if (!Decode(message.body, plan, &fault))
    {
        CountMalformed("PLAN: " + fault);
        if (asked)
        {
            End(message.task, TaskOutcome::MALFORMED, "its plan is malformed: " + fault);
        }
        return;
    }
    const bool usable = plan.IsUsable();
    if (m_monitor && message.task == 0)
    {
        m_monitor->AddInstant(GetNode()->GetId(),
                              usable ? "new plan" : "no plan",
                              Simulator::Now());
    }
    if (!m_planPerTask)
    {
        m_plan = plan;
        m_planned = usable;
        std::vector<uint64_t> waiting;
        for (const auto& [id, task] : m_tasks)
        {
            if (task.stage == Stage::PLAN)
            {
                waiting.push_back(id);
            }
        }
        for (const uint64_t id : waiting)
        {
            Begin(id, plan);
        }
        return;
    }
    if (asked)
    {
        Begin(message.task, plan);
    }
}

Time
CoInferenceClient::GetPatience() const
{
    // Far beyond any plan that makes sense, and yet an end.
    constexpr double FACTOR = 100;
    const double seconds = FACTOR * (m_latencyBudget.GetSeconds() + m_timeout.GetSeconds());
    const Time left = Time::Max() - Simulator::Now();
    return seconds < left.GetSeconds() ? Seconds(seconds) : left;
}

void
CoInferenceClient::Begin(uint64_t id, const PlanBody& plan)
{
    const auto it = m_tasks.find(id);
    if (it == m_tasks.end() || it->second.stage != Stage::PLAN)
    {
        return;
    }
    Task& task = it->second;
    TaskRecord& record = task.record;
    task.timeout.Cancel();
    task.plan = plan;
    record.planner = plan.planner;
    record.planWait = Simulator::Now().GetSeconds() - record.generated;
    if (plan.status == PlanStatus::INFEASIBLE)
    {
        End(id, TaskOutcome::INFEASIBLE, plan.reason);
        return;
    }
    if (!plan.IsUsable())
    {
        End(id, TaskOutcome::REFUSED, plan.reason);
        return;
    }
    RecordPlan(plan, m_serverNode, record);
    const std::string delay =
        ExplainDelay(plan,
                     m_processor->GetFlopPerCycle() * m_processor->GetMaxClock(),
                     GetPatience().GetSeconds());
    if (!delay.empty())
    {
        CountMalformed("PLAN: " + delay);
        End(id, TaskOutcome::MALFORMED, delay);
        return;
    }

    if (plan.deviceFlop == 0)
    {
        RecordNothing(Simulator::Now().GetSeconds(), DEVICE_STEP, record);
        task.stage = Stage::UPLINK;
        m_uploads.push_back(id);
        StartUpload();
        return;
    }
    task.stage = Stage::DEVICE;
    task.timeout = Simulator::Schedule(GetPatience(), &CoInferenceClient::HandleTimeout, this, id);
    Job job;
    job.flop = plan.deviceFlop;
    job.clock = plan.deviceClock;
    job.bytesMoved = GetDeviceTraffic(plan);
    job.residentBytes = plan.GetUplinkBits() / 8;
    job.deadline = Seconds(record.generated) + m_latencyBudget;
    job.tag = id;
    job.model = m_network;
    job.done = [this, id](const JobReport& report) { HandleJob(id, report); };
    const uint64_t number = m_processor->Submit(job);
    const auto still = m_tasks.find(id); // the job may have ended already
    if (still != m_tasks.end() && still->second.stage == Stage::DEVICE)
    {
        still->second.job = number;
        still->second.jobKnown = true;
    }
}

void
CoInferenceClient::HandleJob(uint64_t id, const JobReport& report)
{
    const auto it = m_tasks.find(id);
    if (it == m_tasks.end() || it->second.stage != Stage::DEVICE)
    {
        return;
    }
    Task& task = it->second;
    TaskRecord& record = task.record;
    task.jobKnown = false;
    record.steps[DEVICE_STEP].energy = report.energy;
    if (report.outcome != JobOutcome::COMPLETED)
    {
        const TaskEnding ending = ExplainJob(report, "the device");
        End(id, ending.outcome, ending.detail);
        return;
    }
    task.timeout.Cancel();
    RecordDevice(report, task.plan, record);
    task.deviceTime = (report.ended - report.started).GetSeconds();
    if (task.plan.serverClock == 0 && task.plan.GetUplinkBits() == 0)
    {
        RecordNothing(Simulator::Now().GetSeconds(), UPLINK_STEP, record);
        RecordNothing(Simulator::Now().GetSeconds(), SERVER_STEP, record);
        Complete(id);
        return;
    }
    task.stage = Stage::UPLINK;
    m_uploads.push_back(id);
    StartUpload();
}

void
CoInferenceClient::StartUpload()
{
    if (m_uploads.empty())
    {
        return;
    }
    const uint64_t id = m_uploads.front();
    Task& task = m_tasks.at(id);
    if (task.sending)
    {
        return;
    }
    RestartTimeout(id, task);
    if (!m_session.IsConnected())
    {
        return; // comes back when the session is ready
    }
    const PlanBody& plan = task.plan;
    TaskRecord& record = task.record;
    if (plan.bandwidth > 0)
    {
        m_link->SetBandwidth(plan.bandwidth);
    }
    const double power = plan.txPower > 0 ? m_link->SetTxPower(plan.txPower) : NOT_AVAILABLE;
    task.sending = true;
    task.energyBefore = m_link->GetTxEnergy();
    task.measured =
        m_link->GetTally(true, task.uplinkBefore) && m_link->GetTally(false, task.downlinkBefore);
    task.downlinkAfter = task.downlinkBefore;
    RecordUpload(plan, Simulator::Now().GetSeconds(), power, record);

    FeatureBody body;
    body.plan = plan.number;
    body.network = m_network;
    body.tokensIn = task.shape.tokensIn;
    body.tokensOut = task.shape.tokensOut;
    body.inputBits = task.shape.inputBits;
    body.split = plan.split;
    body.serverKeepRatio = plan.serverKeepRatio;
    body.serverClock = plan.serverClock;
    body.deadline = record.generated + record.latencyBudget;
    body.dropLate = m_deadlinePolicy == DROP;
    body.units = std::max(1.0, std::floor(plan.units + 1e-9)); // a processor's are whole
    if (plan.units > 0)
    {
        CoInferenceFigures figures = record.Get<CoInferenceFigures>();
        figures.computingUnitsApplied = body.units;
        record.Set(figures);
    }
    const uint64_t payload = std::ceil(plan.GetUplinkBits() / 8);
    std::vector<uint8_t> encoded = Encode(body);
    const double expected = GetStep(plan.steps, "uplink").time;
    double pace = 0;
    if (expected > 0)
    {
        const uint64_t bytes = encoded.size() + payload;
        // The rate factor turned the link's rate into what is left of it for the feature.
        const double link = plan.GetUplinkBits() / expected * std::max(1.0, 1 / plan.rateFactor);
        pace = m_session.GetPace(bytes, 8.0 * bytes / expected, link);
    }
    Send(CoInferenceMessage::FEATURE, id, std::move(encoded), payload, pace);
}

void
CoInferenceClient::FinishUpload(Task& task)
{
    task.sending = false;
    task.stage = Stage::RESULT;
    task.record.steps[UPLINK_STEP].energy = m_link->GetTxEnergy() - task.energyBefore;
}

void
CoInferenceClient::HandleDelivered(MessageType type, uint64_t id)
{
    const auto it = m_tasks.find(id);
    if (type != CoInferenceMessage::FEATURE || it == m_tasks.end() ||
        it->second.stage != Stage::UPLINK || !it->second.sending)
    {
        return;
    }
    FinishUpload(it->second);
    // What came down so far were acknowledgements; the answer is still to come.
    m_link->GetTally(false, it->second.downlinkAfter);
    RestartTimeout(id, it->second);
    m_uploads.pop_front();
    StartUpload();
}

void
CoInferenceClient::HandleResult(const InferenceMessage& message)
{
    const uint64_t id = message.task;
    const auto it = m_tasks.find(id);
    if (it == m_tasks.end())
    {
        return; // the task was given up meanwhile
    }
    Task& task = it->second;
    ResultBody body;
    std::string fault;
    const double now = Simulator::Now().GetSeconds();
    if (Decode(message.body, body, &fault) && body.status == ServerStatus::OK &&
        (body.finished > now || body.received < task.record.GetStep("uplink").started))
    {
        fault = "its instants are not between the upload's begin and now";
    }
    if (!fault.empty())
    {
        CountMalformed("RESULT: " + fault);
        End(id, TaskOutcome::MALFORMED, "its result is malformed: " + fault);
        return;
    }
    if (body.status != ServerStatus::OK)
    {
        const TaskEnding ending = ExplainRefusal(body);
        End(id, ending.outcome, ending.detail);
        return;
    }
    if (task.stage == Stage::UPLINK && task.sending)
    {
        // The answer overtook the last acknowledgement.
        FinishUpload(task);
        m_uploads.pop_front(); // the next upload starts when this task ends
    }
    if (task.stage != Stage::RESULT)
    {
        CountMalformed("RESULT of a task whose feature was not sent yet");
        return;
    }
    RecordResult(body, 8.0 * message.payloadBytes, Simulator::Now().GetSeconds(), task.record);
    LinkTally uplink;
    LinkTally downlink;
    if (task.measured && m_link->GetTally(true, uplink) && m_link->GetTally(false, downlink))
    {
        std::vector<StepRecord>& steps = task.record.steps;
        RecordTally(task.uplinkBefore, uplink, steps[UPLINK_STEP]);
        // The last acknowledgement may share a block with the answer.
        const bool apart = downlink.bits > task.downlinkAfter.bits;
        steps[DOWNLINK_STEP].energy = RecordTally(apart ? task.downlinkAfter : task.downlinkBefore,
                                                  downlink,
                                                  steps[DOWNLINK_STEP]);
    }
    Complete(id);
}

void
CoInferenceClient::Complete(uint64_t id)
{
    Task& task = m_tasks.at(id);
    TaskRecord& record = task.record;
    RecordTotals(task.plan, Simulator::Now().GetSeconds(), record);
    const double goodput = record.Get<CoInferenceFigures>().goodput;
    if (m_monitor && !std::isnan(goodput))
    {
        m_monitor->AddCounter(record.node, "goodput [bit/s]", Simulator::Now(), goodput);
    }
    const ReportBody body = MakeReport(task.plan, record, task.deviceTime, m_link->GetGain());
    // The task first: sending can find the connection broken, which ends all that depends on it.
    End(id, TaskOutcome::COMPLETED, std::string(record.detail));
    if (m_session.IsConnected())
    {
        Send(CoInferenceMessage::REPORT, id, Encode(body), 0, 0);
    }
}

} // namespace edgeai
} // namespace ns3
