/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-server.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCodeServer");

NS_OBJECT_ENSURE_REGISTERED(CodeServer);

TypeId
CodeServer::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::CodeServer")
                            .SetParent<CodeServerSettings>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<CodeServer>();
    return tid;
}

CodeServer::CodeServer()
    : m_tasks(m_place),
      m_guests(m_place),
      m_controller(m_place, m_tasks, m_guests),
      m_reception(m_place, m_tasks, m_guests, m_controller)
{
    m_place.draw = CreateObject<UniformRandomVariable>();
    m_place.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_controller.onLoad = [this] {
        for (const auto& [service, peer] : m_place.peers)
        {
            Advertise(*peer);
        }
    };
    m_tasks.tellUser = [this](MessageListener::Peer user, const InferenceMessage& message) {
        m_txTrace(message);
        m_listener.Send(user, message);
    };
}

CodeServer::~CodeServer() = default;

void
CodeServer::DoDispose()
{
    m_running = false;
    m_tickEvent.Cancel();
    m_advertEvent.Cancel();
    m_listener.Abandon();
    for (auto& [service, peer] : m_place.peers)
    {
        peer->link.Abandon();
    }
    m_place.peers.clear();
    m_place.ledger = nullptr;
    m_place.node = nullptr;
    m_planner = nullptr;
    MessageApplication::DoDispose();
}

void
CodeServer::SetService(uint32_t index, const CodeService& service, const CodeProblem& base)
{
    m_place.service = index;
    m_place.name = service.name;
    m_place.self = service;
    m_place.base = base;
}

void
CodeServer::SetPlanner(Ptr<CodePathPlanner> planner)
{
    m_planner = planner;
}

void
CodeServer::SetLedger(Ptr<CodeLedger> ledger)
{
    m_place.ledger = ledger;
}

void
CodeServer::AddPeer(uint32_t service, const Address& address, uint32_t node, double up, double down)
{
    m_known[service] = {address, node, up, down};
}

const std::vector<CodeDecision>&
CodeServer::GetDecisions() const
{
    return m_controller.GetDecisions();
}

const std::vector<CodeTrainingRecord>&
CodeServer::GetTraining() const
{
    return m_controller.GetTraining();
}

const std::vector<CodeSample>&
CodeServer::GetSamples() const
{
    return m_samples;
}

std::shared_ptr<const CodeRoute>
CodeServer::GetRoute() const
{
    return m_tasks.GetRoute();
}

uint64_t
CodeServer::GetTurnedAway() const
{
    return m_guests.GetTurnedAway();
}

const CodeService&
CodeServer::GetService() const
{
    return m_place.self;
}

int64_t
CodeServer::AssignStreams(int64_t stream)
{
    m_place.draw->SetStream(stream);
    return 1;
}

void
CodeServer::StartApplication()
{
    NS_LOG_FUNCTION(this);
    const uint32_t node = GetNode()->GetId();
    NS_ABORT_MSG_UNLESS(m_planner, "CodeServer: node " << node << " has no planner");
    Ptr<Processor> processor = Processor::Find(GetNode(), m_processorName);
    NS_ABORT_MSG_UNLESS(processor,
                        "CodeServer: node "
                            << node << " has no processor"
                            << (m_processorName.empty() ? "" : " named " + m_processorName)
                            << "; install one with ProcessorHelper");
    m_running = true;
    m_place.node = GetNode();
    m_place.weight = m_weight;
    m_place.measureMin = m_measureMin;
    m_place.resultBytes = m_resultSize;
    m_place.load = MovingAverage(m_place.self.load);
    m_place.plannedLoad = m_place.self.load;
    m_place.share.Start(processor, m_slices);
    m_tasks.Start({m_burst, m_taskLimit, m_transferTimeout});
    m_guests.Start(m_guestBurst);
    m_mark = CodeSample();
    m_reported = CodeSample();
    StartListener();
    StartLinks();
    CodeController::Settings control;
    control.planner = m_planner;
    control.exchange = m_exchange;
    control.drift = m_drift;
    control.margin = m_margin;
    control.trainingShare = m_trainingShare;
    control.loadWindow = m_loadWindow;
    control.startPatience = m_startPatience;
    control.hostPatience = m_hostPatience;
    m_controller.Start(control);
    Tick();
    Sample();
}

void
CodeServer::StartListener()
{
    m_listener.onMessage = [this](MessageListener::Peer from, const InferenceMessage& message) {
        m_rxTrace(message);
        m_reception.HandleMessage(from, message);
    };
    m_listener.onGone = [this](MessageListener::Peer from) {
        if (m_running)
        {
            m_reception.HandleGone(from);
        }
    };
    m_listener.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    MessageListener::Settings settings;
    settings.port = m_port;
    settings.ipv6 = m_ipv6;
    settings.socket = GetSocketSettings();
    m_listener.Start(GetNode(), settings);
}

void
CodeServer::StartLinks()
{
    for (const auto& [service, known] : m_known)
    {
        auto& peer = m_place.peers[service];
        peer = std::make_unique<CodePeer>();
        peer->service = service;
        peer->node = known.node;
        peer->up = MovingAverage(known.up);
        peer->down = MovingAverage(known.down);
        CodePeer* raw = peer.get();
        const uint32_t other = service;
        peer->link.onReady = [this, raw] { Advertise(*raw); };
        peer->link.onClosed = [this, other] {
            m_reception.Lose(other, "the connection to the host was lost");
        };
        peer->link.onSend = [this](const InferenceMessage& message) { m_txTrace(message); };
        peer->link.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
        peer->link.onHandOver = [this](const CodeParcel& parcel) {
            if (m_place.ledger && !parcel.body.training)
            {
                m_place.ledger->Send(parcel.number, parcel.body.step + CodeLedger::FIRST);
            }
        };
        CodeLink::Settings settings;
        settings.session.remote = known.address;
        settings.session.protocol = TcpSocketFactory::GetTypeId();
        settings.session.socket = GetSocketSettings();
        settings.session.reconnectInterval = m_reconnectInterval;
        settings.queueLimit = m_queueLimit;
        settings.inFlight = m_inFlight;
        settings.timeout = m_transferTimeout;
        peer->link.Start(GetNode(), settings);
    }
}

void
CodeServer::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_tickEvent.Cancel();
    m_advertEvent.Cancel();
    m_controller.Stop();
    m_tasks.Stop({TaskOutcome::STOPPED, "the server was stopped"});
    m_guests.Stop();
    m_place.share.Stop();
    for (auto& [service, peer] : m_place.peers)
    {
        peer->link.Stop();
    }
    m_listener.Stop();
    m_reception.Stop();
}

void
CodeServer::Advertise(CodePeer& peer)
{
    CodeProblem pair = m_place.base;
    pair.host = m_place.self;
    pair.host.flops = m_place.share.GetSpeed();
    pair.host.load = m_place.plannedLoad;
    const double kept = pair.protectedShare * GetHostOwnThroughput(pair) * pair.host.GetFlop();
    const double spare = std::max(0., pair.host.flops - kept - m_guests.GetGranted(peer.service));
    const CodeAdvertBody body =
        MakeCodeAdvert(m_place.self, pair.host.flops, pair.host.load, spare, pair.protectedShare);
    peer.link.Tell(MakeCodeMessage(CodeMessage::ADVERT, m_place.service, Encode(body)));
}

void
CodeServer::Tick()
{
    m_controller.Tick();
    TellLoad();
    m_tickEvent = Simulator::Schedule(LimitWait(m_reportPeriod), &CodeServer::Tick, this);
}

void
CodeServer::TellLoad()
{
    const Time now = Simulator::Now();
    const double elapsed = (now - m_reported.when).GetSeconds();
    const double busy = m_place.share.GetBusyTime();
    const double guest = m_place.share.GetDone(CodeWork::GUEST) / m_place.share.GetSpeed();
    CodeLoadBody body;
    if (elapsed > 0)
    {
        body.utilisation = std::clamp((busy - m_reported.utilisation) / elapsed, 0., 1.);
        body.guestShare = std::max(0., guest - m_reported.guestShare) / elapsed;
    }
    body.queue = static_cast<double>(m_place.share.GetJobCount());
    m_reported.when = now;
    m_reported.utilisation = busy;
    m_reported.guestShare = guest;
    for (const auto& [service, peer] : m_place.peers)
    {
        peer->link.Tell(MakeCodeMessage(CodeMessage::LOAD, m_place.service, Encode(body)));
    }
}

void
CodeServer::Sample()
{
    const Time now = Simulator::Now();
    CodeSample total;
    total.when = now;
    total.utilisation = m_place.share.GetBusyTime();
    total.guestShare = m_place.share.GetDone(CodeWork::GUEST) / m_place.share.GetSpeed();
    total.trainingShare = m_place.share.GetDone(CodeWork::TRAINING) / m_place.share.GetSpeed();
    total.queue = static_cast<double>(m_place.share.GetJobCount());
    for (const auto& [service, peer] : m_place.peers)
    {
        total.sentBits += 8 * peer->link.GetSentBytes();
        Advertise(*peer);
    }
    const double elapsed = (now - m_mark.when).GetSeconds();
    if (elapsed > 0)
    {
        CodeSample sample = total;
        sample.utilisation = (total.utilisation - m_mark.utilisation) / elapsed;
        sample.guestShare = (total.guestShare - m_mark.guestShare) / elapsed;
        sample.trainingShare = (total.trainingShare - m_mark.trainingShare) / elapsed;
        sample.sentBits = total.sentBits - m_mark.sentBits;
        m_samples.push_back(sample);
        Show(sample, elapsed);
    }
    m_mark = total;
    m_advertEvent = Simulator::Schedule(LimitWait(m_advertPeriod), &CodeServer::Sample, this);
}

void
CodeServer::Show(const CodeSample& sample, double elapsed) const
{
    if (!m_place.ledger || !m_place.ledger->GetMonitor())
    {
        return;
    }
    InferenceMonitor& monitor = *m_place.ledger->GetMonitor();
    const uint32_t node = GetNode()->GetId();
    monitor.AddCounter(node, "utilisation", sample.when, sample.utilisation);
    monitor.AddCounter(node, "share of guests", sample.when, sample.guestShare);
    monitor.AddCounter(node, "share of training", sample.when, sample.trainingShare);
    monitor.AddCounter(node, "jobs", sample.when, sample.queue);
    monitor.AddCounter(node, "to other servers [bit/s]", sample.when, sample.sentBits / elapsed);
}

} // namespace edgeai
} // namespace ns3
