/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-worker.h"

#include "application/control/processor-description.h"
#include "application/message/message-archive.h"
#include "application/message/socket-address.h"
#include "period-limits.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiLearningWorker");

NS_OBJECT_ENSURE_REGISTERED(LearningWorker);

TypeId
LearningWorker::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::LearningWorker")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddConstructor<LearningWorker>()
            .AddAttribute("Server",
                          "Address and port of the server",
                          AddressValue(),
                          MakeAddressAccessor(&LearningWorker::m_server),
                          MakeSocketAddressChecker())
            .AddAttribute("Processor",
                          "Name of the node's processor to use; empty: its first",
                          StringValue(""),
                          MakeStringAccessor(&LearningWorker::m_processorName),
                          MakeStringChecker())
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&LearningWorker::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()));
    return tid;
}

LearningWorker::LearningWorker() = default;

LearningWorker::~LearningWorker() = default;

void
LearningWorker::DoDispose()
{
    m_running = false;
    m_battery.Stop();
    m_session.Abandon();
    m_processor = nullptr;
    m_link = nullptr;
    m_ledger = nullptr;
    m_method = nullptr;
    m_model = nullptr;
    MessageApplication::DoDispose();
}

void
LearningWorker::SetMethod(std::shared_ptr<RoundMethod> method, uint32_t number)
{
    m_method = std::move(method);
    m_number = number;
}

void
LearningWorker::SetLinkControl(Ptr<LinkControl> link)
{
    m_link = link;
}

void
LearningWorker::SetLedger(Ptr<LearningLedger> ledger)
{
    m_ledger = ledger;
}

void
LearningWorker::SetSilent(bool silent)
{
    const bool back = m_silent && !silent;
    m_silent = silent;
    if (m_running && silent)
    {
        GiveUp();
    }
    else if (m_running && back)
    {
        Join();
    }
}

void
LearningWorker::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_method,
                        "LearningWorker: node "
                            << GetNode()->GetId()
                            << " does not know what to learn; call SetMethod()");
    m_processor = Processor::Find(GetNode(), m_processorName);
    NS_ABORT_MSG_UNLESS(m_processor,
                        "LearningWorker: node " << GetNode()->GetId() << " has no processor"
                                                << (m_processorName.empty() ? "" : " named ")
                                                << m_processorName
                                                << "; install one with ProcessorHelper");
    m_running = true;
    m_session.onReady = [this] { Join(); };
    m_session.onMessage = [this](const InferenceMessage& message) {
        m_rxTrace(message);
        HandleMessage(message);
    };
    m_session.onDelivered = [this](MessageType type, uint64_t round) {
        HandleDelivered(type, round);
    };
    m_session.onClosed = [this](bool) { GiveUp(); };
    m_session.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_battery.onDepleted = [this] {
        GiveUp();
        m_session.Stop(false);
    };
    m_battery.onRecharged = [this] { Connect(); };
    m_battery.Start(GetNode()); // first: who has no energy does not connect
    if (!m_battery.IsDepleted())
    {
        Connect();
    }
}

void
LearningWorker::StopApplication()
{
    NS_LOG_FUNCTION(this);
    GiveUp();
    m_running = false;
    m_battery.Stop();
    m_session.Stop();
}

void
LearningWorker::Connect()
{
    MessageSession::Settings settings;
    settings.remote = m_server;
    settings.remoteName = "LearningWorker::Server";
    settings.protocol = TcpSocketFactory::GetTypeId();
    settings.socket = GetSocketSettings();
    settings.reconnectInterval = m_reconnectInterval;
    m_session.Start(GetNode(), settings);
}

void
LearningWorker::Send(MessageType type, uint64_t round, std::vector<uint8_t> body)
{
    InferenceMessage message;
    message.type = type;
    message.task = round;
    message.body = std::move(body);
    m_txTrace(message);
    m_session.Send(message, 0);
}

void
LearningWorker::Join()
{
    if (m_silent || !m_session.IsConnected())
    {
        return;
    }
    const ChainDevice device = DescribeChainDevice(m_processor);
    LearningJoinBody body;
    body.worker = m_number;
    body.flops = device.peakFlops;
    body.energyPerFlop = device.busyPower / device.peakFlops;
    body.memoryBytes = device.memoryBytes;
    body.fixedTime = device.fixedTime;
    body.samples = m_method->GetSamples(m_number);
    body.powerMax = m_link ? m_link->GetMaxTxPower() : 0;
    body.link = m_link ? m_link->GetLink() : LearningLimits::NO_LINK;
    Send(LearningMessage::JOIN, 0, Encode(body));
}

void
LearningWorker::HandleMessage(const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << ToString(message.type) << message.task);
    if (m_silent)
    {
        return;
    }
    std::string fault;
    if (message.type == LearningMessage::ASSIGN)
    {
        fault = HandleAssign(message);
    }
    else if (message.type == LearningMessage::MODEL)
    {
        fault = HandleModel(message);
    }
    else if (message.type == LearningMessage::ABANDON)
    {
        fault = HandleAbandon(message);
    }
    else
    {
        fault = "a server has no business sending it";
    }
    if (!fault.empty())
    {
        CountMalformed(std::string(ToString(message.type)) + ": " + fault);
    }
}

std::string
LearningWorker::HandleAssign(const InferenceMessage& message)
{
    LearningAssignBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    if (message.task == 0)
    {
        return "round is 0; allowed is 1 and more";
    }
    GiveUp();
    m_part = Part();
    m_part.round = message.task;
    m_part.body = body;
    if (body.model == LearningModelWay::KNOWN)
    {
        if (m_modelRound == message.task)
        {
            Compute();
        }
        else
        {
            Send(LearningMessage::REPEAT, message.task, Encode(LearningAttemptBody{body.attempt}));
        }
    }
    return "";
}

std::string
LearningWorker::HandleModel(const InferenceMessage& message)
{
    LearningModelBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    m_model = message.payload ? message.payload : std::make_shared<const std::vector<uint8_t>>();
    m_modelRound = message.task;
    if (m_part.round != message.task || m_part.body.attempt != body.attempt || m_job > 0 ||
        m_part.sending)
    {
        return m_part.round == 0 ? "it has no part in the round" : "";
    }
    m_part.modelTime = std::max(0.0, Simulator::Now().GetSeconds() - body.sent);
    if (m_ledger)
    {
        m_ledger->ReceiveModel({m_part.round, m_part.body.attempt, m_number});
    }
    Compute();
    return "";
}

std::string
LearningWorker::HandleAbandon(const InferenceMessage& message)
{
    LearningAttemptBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    if (message.task == m_part.round && body.attempt == m_part.body.attempt)
    {
        GiveUp();
    }
    Join(); // it is there
    return "";
}

void
LearningWorker::Compute()
{
    Job job;
    job.flop = m_part.body.work;
    job.units = m_processor->GetUnits();
    job.tag = m_part.round;
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
LearningWorker::HandleJob(uint64_t round, uint32_t attempt, const JobReport& report)
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
        return;
    }
    const double time = (report.ended - report.started).GetSeconds();
    m_part.speed = time > 0 ? report.flop / time : 0;
    SendUpdate();
}

void
LearningWorker::SendUpdate()
{
    LearningAssignment assignment;
    assignment.round = m_part.round;
    assignment.phase = m_part.body.phase;
    assignment.ranges = m_part.body.ranges;
    std::vector<uint8_t> update;
    const std::string fault = m_method->Train(m_number, assignment, *m_model, update);
    if (!fault.empty())
    {
        CountMalformed("LEARNING_ASSIGN: " + fault);
        Fail(fault);
        return;
    }
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
            spent = [link = m_link, before = m_link->GetTxEnergy()] {
                return link->GetTxEnergy() - before;
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
    m_txTrace(message);
    m_session.Send(message, 0);
}

void
LearningWorker::HandleDelivered(MessageType type, uint64_t round)
{
    if (type == LearningMessage::UPDATE && m_part.round == round)
    {
        EndSending();
    }
}

void
LearningWorker::EndSending()
{
    if (std::exchange(m_part.sending, false) && m_link)
    {
        m_link->EndUpload();
    }
}

void
LearningWorker::Fail(const std::string& reason)
{
    LearningFailedBody body;
    body.attempt = m_part.body.attempt;
    body.reason = reason.substr(0, BodyLimits::TEXT);
    Send(LearningMessage::FAILED, m_part.round, Encode(body));
    m_part = Part();
}

void
LearningWorker::GiveUp()
{
    if (m_job > 0)
    {
        const uint64_t job = std::exchange(m_job, 0);
        m_processor->Cancel(job); // its report charges what it cost
    }
    EndSending();
    m_part = Part();
}

} // namespace edgeai
} // namespace ns3
