/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-server.h"

#include "application/control/processor-description.h"
#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "co-inference-accounts.h"
#include "co-inference-body.h"
#include "server-description.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/task-profiles.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCoInferenceServer");

NS_OBJECT_ENSURE_REGISTERED(CoInferenceServer);

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
    : m_listener(std::make_unique<MessageListener>())
{
}

CoInferenceServer::~CoInferenceServer() = default;

void
CoInferenceServer::DoDispose()
{
    m_running = false;
    m_listener->Abandon();
    m_peers.clear();
    m_processors.clear();
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

std::size_t
CoInferenceServer::GetJobCount() const
{
    std::size_t jobs = 0;
    for (const auto& [client, peer] : m_peers)
    {
        jobs += peer.jobs.size();
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
    MessageListener::Settings settings;
    settings.port = m_port;
    settings.ipv6 = m_ipv6;
    settings.socket = GetSocketSettings();
    settings.patience = m_patience;
    m_listener->onPeer = [this](Client client) { HandlePeer(client); };
    m_listener->onMessage = [this](Client client, const InferenceMessage& message) {
        HandleMessage(client, message);
    };
    m_listener->onGone = [this](Client client) { HandleGone(client); };
    m_listener->onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_listener->Start(GetNode(), settings);
}

void
CoInferenceServer::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
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
    for (const auto& [task, job] : peer.jobs)
    {
        peer.processor->Cancel(job);
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
    Peer& peer = m_peers.at(client);
    if (!peer.processor)
    {
        // A processor is taken by the first message, so that stray datagrams take none.
        peer.number = static_cast<uint32_t>(std::min(m_processorsUsed++, m_processors.size() - 1));
        peer.processor = m_processors[peer.number];
        CountPresent();
    }
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
        plan.Refuse(("the request is malformed: " + fault).substr(0, 500));
        Reply(client, CoInferenceMessage::PLAN, message.task, Encode(plan), 0);
        return;
    }
    const Peer& peer = m_peers.at(client);
    ServerDescription server;
    server.limits = DescribeProcessor(peer.processor);
    server.units = DescribeUnits(peer.processor);
    server.processor = peer.number;
    server.together = peer.processor->GetDiscipline() == Processor::PROCESSOR_SHARING;
    server.random = peer.processor->GetServiceLaw() == Processor::EXPONENTIAL;
    const PlanBody plan = m_controller->Decide(client, request, server);
    Reply(client, CoInferenceMessage::PLAN, message.task, Encode(plan), 0);
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
        resultBits = profile.resultBits;
    }
    catch (const std::exception& error)
    {
        Refuse(client, message.task, ServerStatus::REFUSED, error.what());
        return;
    }
    job.slice = m_controller->GetSlice(client);
    job.flow = client;
    const double received = Simulator::Now().GetSeconds();
    const uint64_t task = message.task;
    job.tag = task;
    job.done = [this, client, task, received, resultBits](const JobReport& report) {
        HandleJob(client, task, received, resultBits, report);
    };
    Peer& peer = m_peers.at(client);
    if (peer.jobs.count(task))
    {
        CountMalformed("FEATURE of a task that is being served");
        return;
    }
    peer.jobs[task] = 0;
    const uint64_t number = peer.processor->Submit(job);
    const auto still = m_peers.find(client);
    if (still == m_peers.end() || !still->second.jobs.count(task))
    {
        return; // the job has ended already
    }
    still->second.jobs[task] = number;
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
CoInferenceServer::CancelJob(Client client, uint64_t task)
{
    const auto peer = m_peers.find(client);
    if (peer == m_peers.end())
    {
        return;
    }
    const auto job = peer->second.jobs.find(task);
    if (job != peer->second.jobs.end())
    {
        peer->second.processor->Cancel(job->second);
    }
}

void
CoInferenceServer::HandleJob(Client client,
                             uint64_t task,
                             double received,
                             uint64_t resultBits,
                             const JobReport& report)
{
    const auto it = m_peers.find(client);
    if (it == m_peers.end())
    {
        return; // the device is gone
    }
    it->second.jobs.erase(task);
    if (report.outcome != JobOutcome::COMPLETED)
    {
        Refuse(client, task, ToStatus(report.outcome), ExplainJob(report, "the server").detail);
        return;
    }
    ResultBody body;
    body.received = received;
    body.started = report.started.GetSeconds();
    body.finished = report.ended.GetSeconds();
    body.energy = report.energy;
    body.clock = report.meanClock;
    Reply(client, CoInferenceMessage::RESULT, task, Encode(body), (resultBits + 7) / 8);
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
    body.reason = reason.substr(0, 500);
    Reply(client, CoInferenceMessage::RESULT, task, Encode(body), 0);
}

void
CoInferenceServer::Reply(Client client,
                         MessageType type,
                         uint64_t task,
                         std::vector<uint8_t> body,
                         uint64_t payload)
{
    if (!m_peers.count(client) || !m_running)
    {
        return;
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
