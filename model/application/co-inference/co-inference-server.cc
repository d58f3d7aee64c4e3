/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-server.h"

#include "application/control/measured-times.h"
#include "application/control/processor-description.h"
#include "application/control/remote/planning-charge.h"
#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "co-inference-accounts.h"
#include "co-inference-body.h"
#include "co-inference-losses.h"
#include "compute/battery-watch.h"
#include "printable-text.h"
#include "server-description.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/cell-control.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/link-control.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/task-profiles.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCoInferenceServer");

NS_OBJECT_ENSURE_REGISTERED(CoInferenceServer);

namespace
{

/// @returns whether times of a task's network were measured on a processor: without an answer that
/// is generated token by token, of which they say nothing
bool
IsMeasured(const Processor& processor, const NetworkProfile& profile, double tokensOut)
{
    return tokensOut == 0 && processor.HasLatenciesOf(profile.name);
}

/// @returns measured times of the network a device asks for; nullptr: there are none
std::shared_ptr<const BlockTimes>
MeasurePart(TaskProfiles& profiles, const Processor& processor, const RequestBody& request)
{
    if (!processor.GetLatencies())
    {
        return nullptr;
    }
    try
    {
        const NetworkProfile& profile =
            profiles.Get(request.network, {request.tokensIn, request.tokensOut, request.inputBits});
        if (IsMeasured(processor, profile, request.tokensOut))
        {
            return std::make_shared<const BlockTimes>(DescribeTimes(processor, profile));
        }
    }
    catch (const std::exception& error)
    {
        NS_LOG_LOGIC("the controller will say so: " << error.what());
    }
    return nullptr;
}

} // namespace

TypeId
CoInferenceServer::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::CoInferenceServer")
                            .SetParent<MessageApplication>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<CoInferenceServer>()
                            .AddAttribute("Port",
                                          "Port for TCP and UDP, 1 to 65535",
                                          UintegerValue(4747),
                                          MakeUintegerAccessor(&CoInferenceServer::m_port),
                                          MakeUintegerChecker<uint16_t>(1))
                            .AddAttribute("Ipv6",
                                          "Listen on IPv6 instead of IPv4",
                                          BooleanValue(false),
                                          MakeBooleanAccessor(&CoInferenceServer::m_ipv6),
                                          MakeBooleanChecker())
                            .AddAttribute("Processor",
                                          "Name of the node's processor to use; empty: its first",
                                          StringValue(""),
                                          MakeStringAccessor(&CoInferenceServer::m_processorName),
                                          MakeStringChecker())
                            .AddAttribute("Patience",
                                          "UDP: how long an incomplete message is kept after its "
                                          "latest fragment, > 0",
                                          TimeValue(Seconds(10)),
                                          MakeTimeAccessor(&CoInferenceServer::m_patience),
                                          MakeTimeChecker(NanoSeconds(1)))
                            .AddAttribute("Controller",
                                          "Who decides",
                                          PointerValue(),
                                          MakePointerAccessor(&CoInferenceServer::m_controller),
                                          MakePointerChecker<CoInferenceController>());
    return tid;
}

CoInferenceServer::CoInferenceServer()
    : m_listener(std::make_unique<MessageListener>()),
      m_battery(std::make_unique<BatteryWatch>())
{
}

CoInferenceServer::~CoInferenceServer() = default;

void
CoInferenceServer::DoDispose()
{
    m_running = false;
    m_battery->Stop();
    m_listener->Abandon();
    m_peers.clear();
    m_processors.clear();
    m_monitor = nullptr;
    if (m_controller)
    {
        m_controller->Dispose();
        m_controller = nullptr;
    }
    Application::DoDispose();
}

void
CoInferenceServer::SetController(Ptr<CoInferenceController> controller)
{
    m_controller = controller;
}

Ptr<CoInferenceController>
CoInferenceServer::GetController() const
{
    return m_controller;
}

void
CoInferenceServer::SetProcessors(const std::vector<std::string>& names)
{
    m_processorNames = names;
}

void
CoInferenceServer::SetSlices(const std::vector<std::string>& names)
{
    SetProcessors(names);
}

void
CoInferenceServer::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_monitor = monitor;
}

std::size_t
CoInferenceServer::GetJobCount() const
{
    std::size_t jobs = 0;
    for (const auto& [client, peer] : m_peers)
    {
        jobs += peer.works.size();
    }
    return jobs;
}

int64_t
CoInferenceServer::AssignStreams(int64_t stream)
{
    return m_controller ? m_controller->AssignStreams(stream) : 0;
}

void
CoInferenceServer::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_controller, "CoInferenceServer: Controller must not be null");
    const std::vector<std::string> names =
        m_processorNames.empty() ? std::vector<std::string>{m_processorName} : m_processorNames;
    m_processors.clear();
    for (const auto& name : names)
    {
        const Ptr<Processor> processor = Processor::Find(GetNode(), name);
        NS_ABORT_MSG_UNLESS(processor,
                            "CoInferenceServer: node " << GetNode()->GetId() << " has no processor"
                                                       << (name.empty() ? "" : " named " + name)
                                                       << "; install one with ProcessorHelper");
        m_processors.push_back(processor);
    }
    m_controller->SetPush([this](Client client, const PlanBody& plan) {
        Reply(client, CoInferenceMessage::PLAN, 0, Encode(plan), 0);
    });
    m_running = true;
    m_listener->onPeer = [this](Client client) { HandlePeer(client); };
    m_listener->onHello = [this](Client client) { TakeProcessor(client); };
    m_listener->onMessage = [this](Client client, const InferenceMessage& message) {
        HandleMessage(client, message);
    };
    m_listener->onGone = [this](Client client) { HandleGone(client); };
    m_listener->onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_listener->onIncomplete = [this](Client client, const MessagePart& part) {
        HandleIncomplete(client, part);
    };
    m_listener->onCut = [this](Client client, const MessagePart& part) {
        if (m_controller && part.type == CoInferenceMessage::FEATURE)
        {
            m_controller->ObserveCut(client, part.goodput);
        }
    };
    m_listener->onResumed = [this](Client client, Client former) {
        if (m_controller)
        {
            m_controller->Resume(client, former);
        }
    };
    StartListening();
    m_battery->onDepleted = [this] { SetDepleted(true); };
    m_battery->onRecharged = [this] { SetDepleted(false); };
    m_battery->Start(GetNode());
}

void
CoInferenceServer::StartListening()
{
    MessageListener::Settings settings;
    settings.port = m_port;
    settings.ipv6 = m_ipv6;
    settings.socket = GetSocketSettings();
    settings.patience = m_patience;
    m_listener->Start(GetNode(), settings);
}

void
CoInferenceServer::SetDepleted(bool depleted)
{
    NS_LOG_FUNCTION(this << depleted);
    if (m_monitor)
    {
        const Time now = Simulator::Now();
        const uint32_t node = GetNode()->GetId();
        m_monitor->AddInstant(node, depleted ? "battery empty" : "battery charged", now);
        m_monitor->GetEnergyBook().NoteBattery(node, now.GetSeconds(), depleted);
    }
    depleted ? m_listener->Stop(false) : StartListening();
}

void
CoInferenceServer::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_battery->Stop();
    if (m_controller)
    {
        m_controller->SetPush(nullptr);
    }
    m_listener->Stop();
}

void
CoInferenceServer::HandlePeer(Client client)
{
    Peer& peer = m_peers[client];
    if (m_processors.size() == 1 && !m_listener->IsDatagram(client))
    {
        peer.processor = m_processors.front(); // there is no other, and one datagram is no device
        CountPresent();
    }
}

void
CoInferenceServer::TakeProcessor(Client client)
{
    Peer& peer = m_peers.at(client);
    if (!peer.processor)
    {
        // A processor is taken by the first message, so that stray datagrams take none.
        peer.number = static_cast<uint32_t>(std::min(m_processorsUsed++, m_processors.size() - 1));
        peer.processor = m_processors[peer.number];
        CountPresent();
    }
}

void
CoInferenceServer::CountPresent()
{
    std::vector<uint32_t> devices(m_processors.size(), 0);
    for (const auto& [client, peer] : m_peers)
    {
        devices[peer.number] += peer.processor ? 1 : 0;
    }
    for (std::size_t number = 0; m_controller && number < devices.size(); ++number)
    {
        m_controller->SetPresent(number, devices[number]);
    }
}

void
CoInferenceServer::HandleGone(Client client)
{
    NS_LOG_FUNCTION(this << client);
    const auto it = m_peers.find(client);
    if (it == m_peers.end())
    {
        return;
    }
    const Peer peer = std::move(it->second);
    m_peers.erase(it);
    for (const auto& [task, work] : peer.works)
    {
        peer.processor->Cancel(work.job);
    }
    if (m_controller)
    {
        m_controller->Leave(client);
        CountPresent();
    }
}

void
CoInferenceServer::HandleMessage(Client client, const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << client << ToString(message.type) << message.task);
    m_rxTrace(message);
    TakeProcessor(client);
    switch (message.type)
    {
    case CoInferenceMessage::REQUEST:
        HandleRequest(client, message);
        return;
    case CoInferenceMessage::FEATURE:
        HandleFeature(client, message);
        return;
    case CoInferenceMessage::REPORT:
        HandleReport(client, message);
        return;
    case CoInferenceMessage::CANCEL:
        HandleCancel(client, message);
        return;
    default:
        CountMalformed(std::string("a device has no business sending ") + ToString(message.type));
    }
}

void
CoInferenceServer::HandleRequest(Client client, const InferenceMessage& message)
{
    RequestBody request;
    std::string fault;
    if (!Decode(message.body, request, &fault))
    {
        CountMalformed("REQUEST: " + fault);
        PlanBody plan;
        plan.Refuse(MakeLegible("the request is malformed: " + fault, BodyLimits::REASON));
        Reply(client, CoInferenceMessage::PLAN, message.task, Encode(plan), 0);
        return;
    }
    const Ptr<CellControl> cell = m_controller->GetCellControl();
    if (cell && request.link != LinkControl::NO_LINK &&
        !cell->IsFrom(request.link, m_listener->GetAddress(client)))
    {
        const std::string reason =
            "link " + std::to_string(request.link) + " is not the one the request came over";
        CountMalformed("REQUEST: " + reason);
        PlanBody plan;
        plan.Refuse(reason);
        Reply(client, CoInferenceMessage::PLAN, message.task, Encode(plan), 0);
        return;
    }
    const Peer& peer = m_peers.at(client);
    ServerDescription server;
    server.times = MeasurePart(m_controller->GetProfiles(), *peer.processor, request);
    server.limits = DescribeProcessor(peer.processor, server.times != nullptr);
    server.units = DescribeUnits(peer.processor);
    server.processor = peer.number;
    server.together = peer.processor->GetDiscipline() == Processor::PROCESSOR_SHARING;
    server.random = peer.processor->GetServiceLaw() == Processor::EXPONENTIAL;
    const PlanBody plan = m_controller->Decide(client, request, server);
    const double charge = TakePlanningTime(*m_controller->GetPlanner());
    if (charge == 0)
    {
        Reply(client, CoInferenceMessage::PLAN, message.task, Encode(plan), 0);
        return;
    }
    ScheduleCall(Seconds(charge),
                 [self = Ptr<CoInferenceServer>(this), client, task = message.task, plan] {
                     self->Reply(client, CoInferenceMessage::PLAN, task, Encode(plan), 0);
                 });
}

void
CoInferenceServer::HandleFeature(Client client, const InferenceMessage& message)
{
    FeatureBody feature;
    std::string fault;
    if (!Decode(message.body, feature, &fault))
    {
        CountMalformed("FEATURE: " + fault);
        Refuse(client, message.task, ServerStatus::REFUSED, "the feature is malformed: " + fault);
        return;
    }
    Job job;
    uint64_t resultBits = 0;
    try
    {
        const NetworkProfile& profile = m_controller->GetProfiles().Get(
            feature.network,
            {feature.tokensIn, feature.tokensOut, feature.inputBits});
        job = MakeServerJob(feature,
                            profile,
                            m_peers.at(client).processor->GetUnits(),
                            message.payloadBytes);
        const Processor& processor = *m_peers.at(client).processor;
        if (IsMeasured(processor, profile, feature.tokensOut))
        {
            TimeJob(processor,
                    profile,
                    feature.split,
                    profile.GetBlockCount(),
                    feature.serverKeepRatio,
                    job);
        }
        resultBits = profile.resultBits;
    }
    catch (const std::exception& error)
    {
        Refuse(client, message.task, ServerStatus::REFUSED, error.what());
        return;
    }
    if (message.goodput > 0)
    {
        // Who sends no reports is not remembered for ever.
        constexpr std::size_t MOST = 64;
        auto& goodput = m_peers.at(client).goodput;
        goodput[message.task] = message.goodput;
        if (goodput.size() > MOST)
        {
            goodput.erase(goodput.begin());
        }
    }
    job.slice = m_controller->GetSlice(client);
    job.flow = client;
    const uint64_t task = message.task;
    job.tag = task;
    job.done = [this, client, task, resultBits](const JobReport& report) {
        HandleJob(client, task, resultBits, report);
    };
    Peer& peer = m_peers.at(client);
    if (peer.works.count(task))
    {
        CountMalformed("FEATURE of a task that is being served");
        return;
    }
    peer.works[task].received = Simulator::Now().GetSeconds();
    const uint64_t number = peer.processor->Submit(job);
    const auto still = m_peers.find(client);
    if (still == m_peers.end() || !still->second.works.count(task))
    {
        return; // the job has ended already
    }
    still->second.works[task].job = number;
    if (feature.dropLate && job.deadline != Time::Max())
    {
        // Work nobody waits for would make the next tasks late too.
        Simulator::Schedule(Max(job.deadline - Simulator::Now(), Time(0)),
                            &CoInferenceServer::CancelJob,
                            this,
                            client,
                            task);
    }
}

void
CoInferenceServer::HandleIncomplete(Client client, const MessagePart& part)
{
    NS_LOG_FUNCTION(this << client << part.task << part.received << part.size);
    if (part.type != CoInferenceMessage::FEATURE)
    {
        return; // who asks has a timer of his own
    }
    std::ostringstream reason;
    reason << "of the upload's " << part.size << " B only " << part.received << " B came";
    if (part.goodput > 0)
    {
        reason << ", at " << part.goodput << " bit/s";
        m_controller->ObserveLoss(client, part.goodput);
    }
    Refuse(client, part.task, ServerStatus::SEGMENT_LOST, reason.str());
}

void
CoInferenceServer::CancelJob(Client client, uint64_t task)
{
    const auto peer = m_peers.find(client);
    if (peer == m_peers.end())
    {
        return;
    }
    const auto work = peer->second.works.find(task);
    if (work != peer->second.works.end())
    {
        peer->second.processor->Cancel(work->second.job);
    }
}

void
CoInferenceServer::HandleCancel(Client client, const InferenceMessage& message)
{
    CancelBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault))
    {
        CountMalformed("CANCEL: " + fault);
        return;
    }
    Peer& peer = m_peers.at(client);
    const auto found = peer.works.find(message.task);
    if (found == peer.works.end())
    {
        if (body.account) // its RESULT is on the way, or its feature never came
        {
            Refuse(client, message.task, ServerStatus::UNKNOWN, "the server has no such task");
        }
        return;
    }
    Work& work = found->second;
    work.account = body.account;
    work.abandoned = DescribeProgress(*peer.processor, work.job, work.received);
    const Ptr<Processor> processor = peer.processor; // whoever is told may let the peer go
    processor->Cancel(work.job);
}

void
CoInferenceServer::HandleJob(Client client,
                             uint64_t task,
                             uint64_t resultBits,
                             const JobReport& report)
{
    const auto it = m_peers.find(client);
    if (it == m_peers.end())
    {
        WriteOff(report,
                 m_battery->IsDepleted() ? "the server ran out of energy" : "its device was gone");
        return;
    }
    const auto found = it->second.works.find(task);
    const Work work = found == it->second.works.end() ? Work() : found->second;
    it->second.works.erase(task);
    if (m_battery->IsDepleted())
    {
        WriteOff(report, "the server ran out of energy");
        return;
    }
    ResultBody body = MakeResult(report, work.received);
    if (report.outcome == JobOutcome::COMPLETED)
    {
        m_controller->ObserveWait(client,
                                  body.started - body.received,
                                  body.finished - body.started);
        Reply(client, CoInferenceMessage::RESULT, task, Encode(body), (resultBits + 7) / 8);
        return;
    }
    const bool abandoned = !work.abandoned.empty() && report.outcome == JobOutcome::CANCELLED;
    if (abandoned && !work.account)
    {
        WriteOff(report, "its device had given it up");
        return;
    }
    body.status = abandoned ? ServerStatus::GIVEN_UP : ToStatus(report.outcome);
    body.reason = abandoned ? work.abandoned : ExplainJob(report, "the server").detail;
    body.reason = MakeLegible(body.reason, BodyLimits::REASON);
    Reply(client, CoInferenceMessage::RESULT, task, Encode(body), 0);
}

void
CoInferenceServer::WriteOff(const JobReport& report, const std::string& why)
{
    if (m_monitor)
    {
        m_monitor->GetEnergyBook().AddUncharged(GetNode()->GetId(), report.energy, why);
    }
}

void
CoInferenceServer::HandleReport(Client client, const InferenceMessage& message)
{
    ReportBody report;
    std::string fault;
    if (!Decode(message.body, report, &fault))
    {
        CountMalformed("REPORT: " + fault);
        return;
    }
    auto& goodput = m_peers.at(client).goodput;
    const auto came = goodput.find(message.task);
    if (came != goodput.end())
    {
        // What is sent at a pace takes that and the way: measured with it, each pace would make the
        // next one slower.
        report.uplinkTime = report.uplinkBits > 0 ? report.uplinkBits / came->second : 0;
        goodput.erase(came);
    }
    m_controller->Observe(client, report);
}

void
CoInferenceServer::Refuse(Client client,
                          uint64_t task,
                          ServerStatus status,
                          const std::string& reason)
{
    ResultBody body;
    body.status = status;
    body.reason = MakeLegible(reason, BodyLimits::REASON);
    Reply(client, CoInferenceMessage::RESULT, task, Encode(body), 0);
}

void
CoInferenceServer::Reply(Client client,
                         MessageType type,
                         uint64_t task,
                         std::vector<uint8_t> body,
                         uint64_t payload)
{
    if (!m_peers.count(client) || !m_running || m_battery->IsDepleted())
    {
        return; // a node without energy says nothing, not even why
    }
    InferenceMessage message;
    message.type = type;
    message.task = task;
    message.body = std::move(body);
    message.payloadBytes = payload;
    m_txTrace(message);
    m_listener->Send(client, message);
}

} // namespace edgeai
} // namespace ns3
