/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-agent.h"

#include "compute/time-steps.h"
#include "period-limits.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <numeric>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiDtoEeAgent");

NS_OBJECT_ENSURE_REGISTERED(DtoEeAgent);

namespace
{

/// How far the sum of a row may be from 1.
constexpr double ROW_SLACK = 1e-6;

/// Type of service of words, which queues that know it send before tasks (RFC 1349).
constexpr uint8_t LOW_DELAY = 0x10;

} // namespace

TypeId
DtoEeAgent::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::DtoEeAgent")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Port",
                          "Port for TCP, 1 to 65535",
                          UintegerValue(4848),
                          MakeUintegerAccessor(&DtoEeAgent::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Ipv6",
                          "Listen on IPv6 instead of IPv4",
                          BooleanValue(false),
                          MakeBooleanAccessor(&DtoEeAgent::m_ipv6),
                          MakeBooleanChecker())
            .AddAttribute("QueueLimit",
                          "Tasks that may wait for each link; 0: any number [tasks]",
                          UintegerValue(0),
                          MakeUintegerAccessor(&DtoEeAgent::m_queueLimit),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("InFlight",
                          "Tasks handed to a link's transport at once, >= 1 [tasks]",
                          UintegerValue(2),
                          MakeUintegerAccessor(&DtoEeAgent::m_inFlight),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("TaskTimeout",
                          "How long a task may take over a link before it counts as lost, > 0",
                          TimeValue(Seconds(10)),
                          MakeTimeAccessor(&DtoEeAgent::m_taskTimeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(MilliSeconds(200)),
                          MakeTimeAccessor(&DtoEeAgent::m_reconnect),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("MeasureMin",
                          "Data below which a task tells nothing of the rate of a link [B]",
                          DoubleValue(4096),
                          MakeDoubleAccessor(&DtoEeAgent::m_measureMin),
                          MakeDoubleChecker<double>(0));
    return tid;
}

DtoEeAgent::DtoEeAgent()
    : m_draw(CreateObject<UniformRandomVariable>())
{
}

DtoEeAgent::~DtoEeAgent() = default;

void
DtoEeAgent::DoDispose()
{
    m_running = false;
    m_slotEvent.Cancel();
    m_listener.Abandon();
    m_forwarder.Abandon();
    for (auto& [target, session] : m_words)
    {
        session->Abandon();
    }
    m_words.clear();
    m_control.Abandon();
    m_rounds = nullptr;
    m_ledger = nullptr;
    m_course = nullptr;
    MessageApplication::DoDispose();
}

void
DtoEeAgent::SetSetup(std::shared_ptr<const DtoEeSetup> setup, const DtoEePlace& place)
{
    m_setup = std::move(setup);
    m_place = place;
}

void
DtoEeAgent::SetLedger(Ptr<DtoEeLedger> ledger)
{
    m_ledger = ledger;
}

void
DtoEeAgent::SetCourse(std::shared_ptr<DtoEeCourse> course)
{
    m_course = std::move(course);
}

void
DtoEeAgent::SetTargets(const std::vector<Address>& targets)
{
    m_targets = targets;
}

void
DtoEeAgent::SetController(const Address& controller)
{
    m_controller = controller;
}

const DtoEePlace&
DtoEeAgent::GetPlace() const
{
    return m_place;
}

DtoEeRounds*
DtoEeAgent::GetRounds() const
{
    return m_rounds.get();
}

double
DtoEeAgent::GetLinkRate(uint32_t target) const
{
    return m_forwarder.GetLinkRate(target);
}

int64_t
DtoEeAgent::AssignStreams(int64_t stream)
{
    m_draw->SetStream(stream);
    return 1;
}

const DtoEeSetup&
DtoEeAgent::GetSetup() const
{
    return *m_setup;
}

Ptr<DtoEeLedger>
DtoEeAgent::GetLedger() const
{
    return m_ledger;
}

DtoEeCourse*
DtoEeAgent::GetCourse() const
{
    return m_course.get();
}

bool
DtoEeAgent::IsRunning() const
{
    return m_running;
}

MessageListener&
DtoEeAgent::GetListener()
{
    return m_listener;
}

const std::map<MessageListener::Peer, DtoEeHelloBody>&
DtoEeAgent::GetPeers() const
{
    return m_peers;
}

MessageSession::Settings
DtoEeAgent::MakeSession(const Address& remote) const
{
    MessageSession::Settings settings;
    settings.remote = remote;
    settings.protocol = TcpSocketFactory::GetTypeId();
    settings.socket = GetSocketSettings();
    settings.socket.typeOfService = LOW_DELAY;
    settings.reconnectInterval = m_reconnect;
    return settings;
}

MessageQueue::Settings
DtoEeAgent::MakeQueue() const
{
    MessageQueue::Settings settings;
    settings.session = MakeSession(Address());
    settings.session.socket.typeOfService = 0; // tasks are large, and not urgent
    settings.limit = m_queueLimit;
    settings.inFlight = m_inFlight;
    settings.timeout = m_taskTimeout;
    return settings;
}

void
DtoEeAgent::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_setup && m_setup->Exists(m_place),
                        "DtoEeAgent: node " << GetNode()->GetId()
                                            << " has no place; call SetSetup()");
    m_running = true;
    if (m_course)
    {
        m_course->NoteThere(m_place, true);
    }
    MessageListener::Settings listen;
    listen.port = m_port;
    listen.ipv6 = m_ipv6;
    listen.socket = GetSocketSettings();
    m_listener.onMessage = [this](MessageListener::Peer peer, const InferenceMessage& message) {
        HandleMessage(peer, message);
    };
    m_listener.onGone = [this](MessageListener::Peer peer) {
        const auto it = m_peers.find(peer);
        if (it != m_peers.end())
        {
            const DtoEeHelloBody hello = it->second;
            m_peers.erase(it);
            HandleGone(peer, hello);
        }
    };
    m_listener.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_listener.Start(GetNode(), listen);

    m_rounds = std::make_unique<DtoEeRounds>(*m_setup, m_place);
    if (m_place.stage < m_setup->GetStages())
    {
        DtoEeForwarder::Settings settings;
        settings.queue = MakeQueue();
        settings.place = m_place;
        settings.inputBits = m_setup->problem.stages[m_place.stage].inputBits;
        settings.targets = m_targets;
        settings.linkRates = m_setup->problem.stages[m_place.stage].linkRates[m_place.index];
        settings.measureMin = m_measureMin;
        settings.watches = !m_setup->distributed;
        m_forwarder.onSend = [this](const InferenceMessage& message) { m_txTrace(message); };
        m_forwarder.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
        m_forwarder.Start(GetNode(), settings, m_ledger, m_draw);
        m_row = m_setup->GetRow(m_place);
        m_forwarder.SetRow(m_row);
    }
    m_setup->distributed ? StartRounds() : StartControl();
    ScheduleSlot();
}

void
DtoEeAgent::StartRounds()
{
    m_rounds->tellRate = [this](uint32_t target, uint64_t word, const DtoEeRateReport& report) {
        const auto it = m_words.find(target);
        if (it != m_words.end() && it->second->IsConnected())
        {
            const InferenceMessage message =
                m_setup->HasNodeThresholds()
                    ? MakeWord(DtoEeMessage::MIXTURE,
                               word,
                               DtoEeMixtureReport{report.mixture.GetSteps()})
                    : MakeWord(DtoEeMessage::RATE, word, report);
            NoteWord(message);
            it->second->Send(message, 0);
        }
    };
    m_rounds->tellPrice = [this](uint32_t sender, uint64_t word, const DtoEePriceReport& report) {
        TellPrice(sender,
                  m_setup->HasNodeThresholds()
                      ? MakeWord(DtoEeMessage::CURVE,
                                 word,
                                 DtoEeCurveReport{report.curve.GetPieces(), report.bounds})
                      : MakeWord(DtoEeMessage::PRICE, word, report));
    };
    m_rounds->onRound = [this](uint64_t word) {
        if (m_course)
        {
            m_course->NoteRound(m_place, word, m_rounds->GetPart());
        }
    };
    m_rounds->onSettled = [this](uint64_t slot) { HandleSettled(slot); };
    m_rounds->onSilent = [this](uint32_t target) { LoseTarget(target); };
    m_rounds->onGained = [this](uint32_t target) { m_forwarder.SetThere(target, true); };
    for (uint32_t target = 0; target < m_targets.size(); ++target)
    {
        if (!m_targets[target].IsInvalid())
        {
            StartWords(target, m_targets[target]);
        }
    }
}

void
DtoEeAgent::StartWords(uint32_t target, const Address& address)
{
    m_words[target] = std::make_unique<MessageSession>();
    MessageSession& session = *m_words[target];
    session.onReady = [this, target] {
        const InferenceMessage hello = MakeHello(DtoEePurpose::WORDS);
        NoteWord(hello);
        m_words.at(target)->Send(hello, 0);
    };
    session.onMessage = [this, target](const InferenceMessage& message) {
        HandlePrice(target, message);
    };
    session.onClosed = [this, target](bool) { LoseTarget(target); };
    session.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    session.Start(GetNode(), MakeSession(address));
}

void
DtoEeAgent::StartControl()
{
    m_control.onReady = [this] {
        const InferenceMessage hello = MakeHello(DtoEePurpose::CONTROL);
        NoteWord(hello);
        m_control.Send(hello, 0);
    };
    m_control.onMessage = [this](const InferenceMessage& message) { HandleRow(message); };
    m_control.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    if (!m_controller.IsInvalid())
    {
        m_control.Start(GetNode(), MakeSession(m_controller));
    }
}

void
DtoEeAgent::StopApplication()
{
    NS_LOG_FUNCTION(this);
    Leave({TaskOutcome::STOPPED, m_place.Describe() + " was stopped"}, true);
}

void
DtoEeAgent::Leave(const TaskEnding& ending, bool tell)
{
    m_running = false;
    m_slotEvent.Cancel();
    if (m_course)
    {
        m_course->NoteThere(m_place, false);
    }
    if (m_rounds)
    {
        m_rounds->Stop();
    }
    m_forwarder.Stop(ending);
    for (auto& [target, session] : m_words)
    {
        tell ? session->Stop() : session->Abandon();
    }
    m_words.clear();
    tell ? m_control.Stop() : m_control.Abandon();
    tell ? m_listener.Stop() : m_listener.Abandon();
    m_peers.clear();
}

void
DtoEeAgent::ScheduleSlot()
{
    const bool before = Simulator::Now() <= m_setup->first;
    const uint64_t slot = before ? 0 : m_setup->GetSlot() + 1;
    m_slotEvent =
        ScheduleCall(LimitWait(m_setup->GetTimeTo(slot)), [this, slot] { BeginSlot(slot); });
}

void
DtoEeAgent::BeginSlot(uint64_t slot)
{
    const bool sends = m_place.stage < m_setup->GetStages();
    if (m_setup->measured && sends)
    {
        m_forwarder.CloseWindow(m_setup->averaging);
        for (const DtoEeLink& link : m_setup->network.layers[m_place.stage].links[m_place.index])
        {
            const double rate = m_forwarder.GetLinkRate(link.target);
            const double bits = m_setup->problem.stages[m_place.stage].inputBits;
            m_rounds->SetLinkTime(link.target, bits / rate);
            if (m_course)
            {
                m_course->NoteLinkRate(m_place, link.target, rate);
            }
        }
    }
    PrepareSlot(slot);
    if (m_setup->distributed)
    {
        m_rounds->BeginSlot(slot);
        m_row = sends ? m_rounds->GetRow() : m_row;
    }
    else
    {
        m_row = m_nextRow.value_or(m_row);
        m_nextRow.reset();
        if (m_control.IsConnected())
        {
            DtoEeStateBody state;
            state.arrivals = m_rounds->GetPart().GetRate();
            for (uint32_t target = 0; target < m_targets.size(); ++target)
            {
                state.linkRates.push_back(m_forwarder.GetLinkRate(target));
            }
            const InferenceMessage message = MakeWord(DtoEeMessage::STATE, slot, state);
            NoteWord(message);
            m_control.Send(message, 0);
        }
    }
    if (sends)
    {
        m_forwarder.SetRow(m_row);
        if (m_course)
        {
            m_course->NoteRow(m_place, m_row);
        }
    }
    m_slotEvent = ScheduleCall(LimitWait(m_setup->GetTimeTo(slot + 1)),
                               [this, slot] { BeginSlot(slot + 1); });
}

void
DtoEeAgent::PrepareSlot(uint64_t)
{
}

void
DtoEeAgent::HandleThreshold(double)
{
}

void
DtoEeAgent::HandleSettled(uint64_t)
{
}

void
DtoEeAgent::HandleGone(MessageListener::Peer, const DtoEeHelloBody&)
{
}

void
DtoEeAgent::HandleHello(MessageListener::Peer, const DtoEeHelloBody&)
{
}

void
DtoEeAgent::TellPrice(uint32_t, const InferenceMessage&)
{
}

InferenceMessage
DtoEeAgent::MakeHello(DtoEePurpose purpose) const
{
    InferenceMessage message;
    message.type = DtoEeMessage::HELLO;
    message.body = Encode(DtoEeHelloBody{purpose, m_place.stage, m_place.index});
    return message;
}

void
DtoEeAgent::NoteWord(const InferenceMessage& message)
{
    m_txTrace(message);
    if (m_course)
    {
        m_course->NoteControl(message);
    }
}

void
DtoEeAgent::Forward(const DtoEeTask& task)
{
    m_forwarder.Send(task);
}

void
DtoEeAgent::LoseTarget(uint32_t target)
{
    NS_LOG_FUNCTION(this << target);
    m_rounds->LoseTarget(target);
    m_forwarder.SetThere(target, false);
    const auto it = m_words.find(target);
    if (it != m_words.end() && it->second->IsConnected())
    {
        it->second->Break(); // nobody reads what is said over it
    }
}

void
DtoEeAgent::HandlePrice(uint32_t target, const InferenceMessage& message)
{
    m_rxTrace(message);
    DtoEePriceReport price;
    DtoEeCurveReport curve;
    const bool own = m_setup->HasNodeThresholds();
    if (message.type != (own ? DtoEeMessage::CURVE : DtoEeMessage::PRICE))
    {
        CountMalformed(std::string("a node of the next stage has no business sending ") +
                       ToString(message.type));
    }
    else if (!own && Read(message, price))
    {
        m_rounds->HearPrice(target, message.task, price);
    }
    else if (own && Read(message, curve))
    {
        const std::size_t ahead = m_setup->CountExits(m_place.stage + 1);
        if (curve.bounds.size() != ahead)
        {
            CountMalformed("DTO_EE_CURVE: exit_bound has " + std::to_string(curve.bounds.size()) +
                           " values, needed are " + std::to_string(ahead));
            return;
        }
        price.curve = DtoEeCurve(curve.pieces);
        price.bounds = curve.bounds;
        m_rounds->HearPrice(target, message.task, price);
    }
}

void
DtoEeAgent::HandleRow(const InferenceMessage& message)
{
    m_rxTrace(message);
    DtoEeRowBody row;
    if (message.type != DtoEeMessage::ROW)
    {
        CountMalformed(std::string("a controller has no business sending ") +
                       ToString(message.type));
        return;
    }
    if (!Read(message, row))
    {
        return;
    }
    const bool sends = m_place.stage < m_setup->GetStages();
    const double sum = std::accumulate(row.shares.begin(), row.shares.end(), 0.0);
    bool sound = row.shares.size() == m_targets.size();
    for (std::size_t j = 0; sound && j < m_targets.size(); ++j)
    {
        sound = row.shares[j] == 0 || !m_targets[j].IsInvalid();
    }
    if (!sound || (sends && std::abs(sum - 1) > ROW_SLACK))
    {
        CountMalformed("DTO_EE_ROW: share is not for the links there are, or they do not sum to 1");
        return;
    }
    m_nextRow = row.shares;
    HandleThreshold(row.threshold);
}

void
DtoEeAgent::HandleMessage(MessageListener::Peer peer, const InferenceMessage& message)
{
    m_rxTrace(message);
    const auto known = m_peers.find(peer);
    if (message.type != DtoEeMessage::HELLO)
    {
        const DtoEeHelloBody hello = known == m_peers.end() ? DtoEeHelloBody() : known->second;
        HandlePeer(peer, known == m_peers.end() ? nullptr : &hello, message);
        return;
    }
    DtoEeHelloBody hello;
    if (!Read(message, hello))
    {
        return;
    }
    std::string fault = known != m_peers.end()                         ? "it was said before"
                        : !m_setup->Exists({hello.stage, hello.index}) ? "there is nobody there"
                                                                       : ExplainHello(hello);
    if (!fault.empty())
    {
        CountMalformed("DTO_EE_HELLO: " + fault);
        return;
    }
    m_peers[peer] = hello;
    HandleHello(peer, hello);
}

} // namespace edgeai
} // namespace ns3
