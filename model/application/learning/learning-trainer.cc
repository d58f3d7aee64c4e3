/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-trainer.h"

#include "application/message/message-archive.h"

#include "ns3/abort.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <functional>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(LearningTrainer);

TypeId
LearningTrainer::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::LearningTrainer")
                            .SetParent<MessageApplication>()
                            .SetGroupName("EdgeAi")
                            .AddAttribute("Processor",
                                          "Name of the node's processor to use; empty: its first",
                                          StringValue(""),
                                          MakeStringAccessor(&LearningTrainer::m_processorName),
                                          MakeStringChecker());
    return tid;
}

LearningTrainer::LearningTrainer() = default;

LearningTrainer::~LearningTrainer() = default;

void
LearningTrainer::DoDispose()
{
    m_running = false;
    m_processor = nullptr;
    m_link = nullptr;
    m_ledger = nullptr;
    m_method = nullptr;
    m_model = nullptr;
    MessageApplication::DoDispose();
}

void
LearningTrainer::StartApplication()
{
    NS_ABORT_MSG_UNLESS(m_method,
                        "LearningWorker: node "
                            << GetNode()->GetId()
                            << " does not know what to learn; call SetMethod()");
    m_processor = FindProcessor();
    m_running = true;
}

Ptr<Processor>
LearningTrainer::FindProcessor() const
{
    if (m_processor)
    {
        return m_processor;
    }
    Ptr<Processor> found = Processor::Find(GetNode(), m_processorName);
    NS_ABORT_MSG_UNLESS(found,
                        "LearningWorker: node " << GetNode()->GetId() << " has no processor"
                                                << (m_processorName.empty() ? "" : " named ")
                                                << m_processorName
                                                << "; install one with ProcessorHelper");
    return found;
}

void
LearningTrainer::StopApplication()
{
    GiveUp();
    m_running = false;
}

void
LearningTrainer::SetMethod(std::shared_ptr<RoundMethod> method, uint32_t number)
{
    m_method = std::move(method);
    m_number = number;
}

void
LearningTrainer::SetLinkControl(Ptr<LinkControl> link)
{
    m_link = link;
}

void
LearningTrainer::SetLedger(Ptr<LearningLedger> ledger)
{
    m_ledger = ledger;
}

void
LearningTrainer::Compute()
{
    Job job;
    job.flop = m_part.body.work;
    job.units = m_processor->GetUnits();
    job.tag = m_part.round;
    job.clock = m_method->GetClock(GetAssignment());
    const uint64_t round = m_part.round;
    const uint32_t attempt = m_part.body.attempt;
    job.done = [this, round, attempt](const JobReport& report) {
        HandleJob(round, attempt, report);
    };
    m_job = UINT64_MAX; // it may end at once
    const uint64_t id = m_processor->Submit(job);
    if (m_job == UINT64_MAX)
    {
        m_job = id;
    }
}

void
LearningTrainer::HandleJob(uint64_t round, uint32_t attempt, const JobReport& report)
{
    if (m_ledger)
    {
        m_ledger->Compute({round, attempt, m_number}, GetNode()->GetId(), report);
    }
    if (!m_running || m_part.round != round || m_part.body.attempt != attempt || m_job == 0 ||
        report.outcome == JobOutcome::CANCELLED)
    {
        return;
    }
    m_job = 0;
    if (report.outcome != JobOutcome::COMPLETED)
    {
        Fail(ExplainJob(report, "the worker").detail);
        if (report.outcome == JobOutcome::QUEUE_FULL)
        {
            JoinLater();
        }
        return;
    }
    const double time = (report.ended - report.started).GetSeconds();
    m_part.speed = time > 0 ? report.flop / time : 0;
    Train();
}

LearningAssignment
LearningTrainer::GetAssignment() const
{
    LearningAssignment assignment;
    assignment.round = m_part.round;
    assignment.phase = m_part.body.phase;
    assignment.ranges = m_part.body.ranges;
    assignment.kept = m_part.kept;
    assignment.maskSeed = m_part.maskSeed;
    assignment.steps = m_part.body.steps;
    assignment.counted = m_part.body.counted;
    if (m_part.note)
    {
        assignment.note = *m_part.note;
    }
    return assignment;
}

void
LearningTrainer::Train()
{
    const LearningAssignment assignment = GetAssignment();
    RoundMethod::Bytes update;
    LearningReport report;
    const bool grants = m_method->Grants();
    const std::string fault = grants ? m_method->Prepare(m_number, assignment, *m_model, report)
                                     : m_method->Train(m_number, assignment, *m_model, update);
    if (!fault.empty())
    {
        CountMalformed("LEARNING_ASSIGN: " + fault);
        Fail(fault);
        JoinLater(); // another round, another model: it may be able then
        return;
    }
    if (!grants)
    {
        SendUpdate(std::move(update));
        return;
    }
    LearningTrainedBody body;
    body.attempt = m_part.body.attempt;
    body.spread = report.spread;
    body.power = report.power;
    InferenceMessage message;
    message.type = LearningMessage::TRAINED;
    message.task = m_part.round;
    message.body = Encode(body);
    m_part.trained = true;
    SendMessage(message);
}

std::string
LearningTrainer::TakeGrant(uint64_t round, const LearningGrantBody& body)
{
    if (!m_part.trained || m_part.round != round || m_part.body.attempt != body.attempt)
    {
        return "nothing of attempt " + std::to_string(body.attempt) + " of round " +
               std::to_string(round) + " waits to be sent";
    }
    m_part.trained = false;
    m_part.body.power = body.power;
    m_part.body.bandwidth = body.bandwidth;
    RoundMethod::Bytes update;
    const std::string fault = m_method->Encode(m_number, {round, body.codeBits}, update);
    if (!fault.empty())
    {
        Fail(fault);
        JoinLater();
        return fault;
    }
    SendUpdate(std::move(update));
    return "";
}

void
LearningTrainer::SendUpdate(RoundMethod::Bytes update)
{
    if (m_link && m_part.body.power > 0)
    {
        m_link->SetTxPower(m_part.body.power);
    }
    if (m_link && m_part.body.bandwidth > 0)
    {
        m_link->SetBandwidth(m_part.body.bandwidth);
    }
    LearningUpdateBody body;
    body.attempt = m_part.body.attempt;
    body.sent = Simulator::Now().GetSeconds();
    body.modelTime = m_part.modelTime;
    body.speed = m_part.speed;
    InferenceMessage message;
    message.type = LearningMessage::UPDATE;
    message.task = m_part.round;
    message.body = Encode(body);
    message.SetPayload(std::move(update));
    if (m_ledger)
    {
        std::function<double()> spent;
        if (m_link)
        {
            spent = [link = m_link, before = m_link->GetUploadEnergy()] {
                return link->GetUploadEnergy() - before;
            };
        }
        m_ledger->SendUpdate({m_part.round, body.attempt, m_number},
                             8.0 * message.payloadBytes,
                             spent);
    }
    m_part.sending = true;
    if (m_link)
    {
        m_link->BeginUpload();
    }
    SendMessage(message);
}

void
LearningTrainer::EndSending()
{
    if (std::exchange(m_part.sending, false) && m_link)
    {
        m_link->EndUpload();
    }
}

void
LearningTrainer::Fail(const std::string& reason)
{
    LearningFailedBody body;
    body.attempt = m_part.body.attempt;
    body.reason = reason.substr(0, BodyLimits::TEXT);
    InferenceMessage message;
    message.type = LearningMessage::FAILED;
    message.task = m_part.round;
    message.body = Encode(body);
    m_part = Part();
    SendMessage(message);
}

void
LearningTrainer::GiveUp()
{
    if (m_job > 0)
    {
        const uint64_t job = std::exchange(m_job, 0);
        m_processor->Cancel(job); // its report charges what it cost
    }
    EndSending();
    StopWaiting();
    m_part = Part();
}

} // namespace edgeai
} // namespace ns3
