/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-worker.h"

#include "application/control/processor-description.h"
#include "application/message/message-archive.h"
#include "application/message/protocol-checker.h"
#include "application/message/socket-address.h"
#include "application/message/socket-settings.h"
#include "compute/time-steps.h"
#include "period-limits.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
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
            .SetParent<LearningTrainer>()
            .SetGroupName("EdgeAi")
            .AddConstructor<LearningWorker>()
            .AddAttribute("Server",
                          "Address and port of the server",
                          AddressValue(),
                          MakeAddressAccessor(&LearningWorker::m_server),
                          MakeSocketAddressChecker())
            .AddAttribute("Protocol",
                          "TypeId of the socket factory: TCP, or UDP, over which nothing is sent "
                          "again that is lost, and models should be of a few packets. A node looks "
                          "through all of its TCP connections for every packet that comes to it",
                          TypeIdValue(TcpSocketFactory::GetTypeId()),
                          MakeTypeIdAccessor(&LearningWorker::m_protocol),
                          MakeProtocolChecker())
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&LearningWorker::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("Group",
                          "Address and port of a group that models may be sent "
                          "to; invalid: it listens to none",
                          AddressValue(),
                          MakeAddressAccessor(&LearningWorker::m_group),
                          MakeSocketAddressChecker())
            .AddAttribute("GroupPatience",
                          "How long it waits for the next fragment of a model "
                          "that is sent to its group, at most, before it asks "
                          "for the rest, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&LearningWorker::m_groupPatience),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("UpdatePort",
                          "Port of the server that updates go to over UDP; 0: they go over the "
                          "connection",
                          UintegerValue(0),
                          MakeUintegerAccessor(&LearningWorker::m_updatePort),
                          MakeUintegerChecker<uint16_t>());
    return tid;
}

LearningWorker::LearningWorker() = default;

LearningWorker::~LearningWorker() = default;

void
LearningWorker::DoDispose()
{
    m_joinEvent.Cancel();
    m_updateEvent.Cancel();
    m_battery.Stop();
    m_session.Abandon();
    m_updates.Stop();
    m_reception.Stop();
    LearningTrainer::DoDispose();
}

uint64_t
LearningWorker::GetUselessFragments() const
{
    return m_reception.GetUseless();
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
    LearningTrainer::StartApplication();
    m_session.onReady = [this] { Join(); };
    m_session.onMessage = [this](const InferenceMessage& message) {
        m_rxTrace(message);
        HandleMessage(message);
    };
    m_session.onDelivered = [this](MessageType type, uint64_t round) {
        HandleDelivered(type, round);
    };
    m_updates.onDelivered = m_session.onDelivered;
    m_session.onClosed = [this](bool) { GiveUp(); };
    m_session.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_reception.onModel = [this](const LearningModelBody& body, const InferenceMessage& message) {
        m_rxTrace(message);
        LearningModelBody mine = body;
        mine.attempt = m_part.body.attempt; // that of a round is the same in all of them
        TakeModel(mine, message);
    };
    m_reception.onMissing = [this](const LearningRanges& missing) { AskForModel(missing); };
    m_reception.onGivenUp = [this](const std::string& reason) {
        Fail(reason);
        JoinLater();
    };
    m_reception.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_battery.onDepleted = [this] {
        GiveUp();
        m_reception.Stop();
        m_updates.Stop();
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
    LearningTrainer::StopApplication();
    m_joinEvent.Cancel();
    m_battery.Stop();
    m_reception.Stop();
    m_updates.Stop();
    m_session.Stop();
}

void
LearningWorker::Listen()
{
    if (!m_group.IsInvalid())
    {
        ModelReception::Settings settings;
        settings.group = m_group;
        settings.server = m_server;
        settings.patience = m_groupPatience;
        m_reception.Start(GetNode(), settings);
    }
}

void
LearningWorker::Connect()
{
    const bool datagrams = m_protocol == UdpSocketFactory::GetTypeId();
    NS_ABORT_MSG_IF(datagrams && m_updatePort > 0,
                    "LearningWorker: Protocol is UDP, and updates are to go in datagrams of their "
                    "own (UpdateWay); allowed is one of them");
    Listen();
    MessageSession::Settings settings;
    settings.remote = m_server;
    settings.remoteName = "LearningWorker::Server";
    settings.protocol = m_protocol;
    settings.announce = true;
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
    SendMessage(message);
}

void
LearningWorker::SendMessage(const InferenceMessage& message)
{
    if (message.type == LearningMessage::UPDATE && m_updatePort > 0)
    {
        SendDatagrams(message);
        return;
    }
    if (message.type != LearningMessage::UPDATE || m_method->Grants() ||
        !(m_method->GetWindow() > 0))
    {
        m_txTrace(message);
        m_session.Send(message, 0);
        return;
    }
    Announce();
    // TCP puts what is written at one instant into one segment: the word would come with the
    // update.
    m_updateEvent = ScheduleCall(TimeStep(2), [this, message] {
        if (m_part.round == message.task && m_part.sending)
        {
            m_txTrace(message);
            m_session.Send(message, 0);
        }
    });
}

void
LearningWorker::Announce()
{
    // Of an update that is late or lost the server would not know that it is on its way, and not
    // when its window ends.
    LearningTrainedBody body;
    body.attempt = m_part.body.attempt;
    Send(LearningMessage::TRAINED, m_part.round, Encode(body));
}

void
LearningWorker::SendDatagrams(const InferenceMessage& message)
{
    if (!m_session.IsConnected())
    {
        return; // nobody would know whose it is
    }
    if (!m_method->Grants())
    {
        Announce();
    }
    UpdateSending::Way way;
    way.node = GetNode();
    way.server = m_server;
    way.port = m_updatePort;
    way.localPort = m_session.GetLocalPort();
    way.fragmentSize = GetSocketSettings().fragmentSize;
    way.rate = m_link ? m_link->GetLinkRate() : 0;
    way.follows = !m_method->Grants();
    m_txTrace(message);
    m_updates.Send(message, way);
}

void
LearningWorker::StopWaiting()
{
    m_reception.Forget();
    m_updateEvent.Cancel();
    m_updates.Withdraw(m_part.round);
}

void
LearningWorker::JoinLater()
{
    m_joinEvent.Cancel();
    m_joinEvent = ScheduleCall(LimitWait(m_reconnectInterval), [this] { Join(); });
}

void
LearningWorker::Join()
{
    if (m_silent || !m_session.IsConnected())
    {
        return;
    }
    Send(LearningMessage::JOIN, 0, Encode(Describe()));
}

LearningJoinBody
LearningWorker::Describe() const
{
    const ChainDevice device = DescribeChainDevice(FindProcessor());
    LearningJoinBody body;
    body.worker = m_number;
    body.flops = device.peakFlops;
    body.energyPerFlop = device.busyPower / device.peakFlops;
    body.memoryBytes = device.memoryBytes;
    body.fixedTime = device.fixedTime;
    body.samples = m_method->GetSamples(m_number);
    body.powerMax = m_link ? m_link->GetMaxTxPower() : 0;
    body.link = m_link ? m_link->GetLink() : LearningLimits::NO_LINK;
    return body;
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
    if (message.type == LearningMessage::ASSIGN || message.type == LearningMessage::TRAIN ||
        message.type == LearningMessage::SPARSE)
    {
        fault = HandleAssign(message);
    }
    else if (message.type == LearningMessage::MODEL)
    {
        fault = HandleModel(message);
    }
    else if (message.type == LearningMessage::PIECES)
    {
        fault = HandlePieces(message);
    }
    else if (message.type == LearningMessage::GRANT)
    {
        LearningGrantBody grant;
        fault = Decode(message.body, grant, &fault) ? TakeGrant(message.task, grant) : fault;
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
    LearningTrainBody body;
    LearningAssignBody& plain = body;
    LearningSparseBody sparse;
    std::string fault;
    bool sound = false;
    if (message.type == LearningMessage::SPARSE)
    {
        sound = Decode(message.body, sparse, &fault);
        plain = sparse;
    }
    else
    {
        sound = message.type == LearningMessage::TRAIN ? Decode(message.body, body, &fault)
                                                       : Decode(message.body, plain, &fault);
    }
    if (!sound)
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
    m_part.kept = sparse.kept;
    m_part.maskSeed = sparse.maskSeed;
    m_part.note = message.payload;
    if (body.model == LearningModelWay::FOLLOWS)
    {
        return "";
    }
    if (m_modelRound == message.task)
    {
        if (m_ledger && body.model == LearningModelWay::GROUP)
        {
            m_ledger->ReceiveModel({m_part.round, body.attempt, m_number});
        }
        Compute(); // it has it already
    }
    else if (body.model == LearningModelWay::GROUP && m_reception.IsListening())
    {
        m_reception.Expect(message.task);
    }
    else
    {
        AskForModel({});
    }
    return "";
}

void
LearningWorker::AskForModel(const LearningRanges& missing)
{
    LearningRepeatBody body;
    body.attempt = m_part.body.attempt;
    body.missing = missing;
    Send(LearningMessage::REPEAT, m_part.round, Encode(body));
}

std::string
LearningWorker::HandlePieces(const InferenceMessage& message)
{
    LearningPiecesBody body;
    std::string fault;
    return Decode(message.body, body, &fault) ? m_reception.Fill(body, message) : fault;
}

std::string
LearningWorker::HandleModel(const InferenceMessage& message)
{
    LearningModelBody body;
    std::string fault;
    return Decode(message.body, body, &fault) ? TakeModel(body, message) : fault;
}

std::string
LearningWorker::TakeModel(const LearningModelBody& body, const InferenceMessage& message)
{
    m_model = message.payload ? message.payload : std::make_shared<const std::vector<uint8_t>>();
    m_modelRound = message.task;
    if (m_part.round != message.task || m_part.body.attempt != body.attempt || m_job > 0 ||
        m_part.trained || m_part.sending)
    {
        return m_part.round == 0 ? "it has no part in the round" : "";
    }
    m_reception.Forget();
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
LearningWorker::HandleDelivered(MessageType type, uint64_t round)
{
    if (type == LearningMessage::UPDATE && m_part.round == round)
    {
        EndSending();
    }
}

} // namespace edgeai
} // namespace ns3
