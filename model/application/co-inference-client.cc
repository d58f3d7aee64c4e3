/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-client.h"

#include "datagram-transport.h"
#include "processor-description.h"
#include "stream-transport.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/split-plan.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("CoInferenceClient");

NS_OBJECT_ENSURE_REGISTERED(CoInferenceClient);

TypeId
CoInferenceClient::GetTypeId()
{
    constexpr double tiny = std::numeric_limits<double>::min();
    static TypeId tid =
        TypeId("ns3::edgeai::CoInferenceClient")
            .SetParent<Application>()
            .SetGroupName("EdgeAi")
            .AddConstructor<CoInferenceClient>()
            .AddAttribute("Remote",
                          "Address and port of the server",
                          AddressValue(),
                          MakeAddressAccessor(&CoInferenceClient::m_remote),
                          MakeAddressChecker())
            .AddAttribute("Protocol",
                          "TypeId of the socket factory: TCP, or UDP with fragments",
                          TypeIdValue(TcpSocketFactory::GetTypeId()),
                          MakeTypeIdAccessor(&CoInferenceClient::m_protocol),
                          MakeTypeIdChecker())
            .AddAttribute("Network",
                          "Network to run: catalogue name or profile file, as the server offers it",
                          StringValue("ViT-L/16@part=encoder"),
                          MakeStringAccessor(&CoInferenceClient::m_network),
                          MakeStringChecker())
            .AddAttribute("Processor",
                          "Name of the node's processor to use; empty: its first",
                          StringValue(""),
                          MakeStringAccessor(&CoInferenceClient::m_processorName),
                          MakeStringChecker())
            .AddAttribute("LatencyBudget",
                          "T0, from a task's generation to its answer, > 0",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&CoInferenceClient::m_latencyBudget),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("EnergyBudget",
                          "E0 of a task [J], > 0",
                          DoubleValue(0.1),
                          MakeDoubleAccessor(&CoInferenceClient::m_energyBudget),
                          MakeDoubleChecker<double>(tiny))
            .AddAttribute("WeightRate",
                          "lambda, rate of the magnitudes of the network's weights [1/weight], > 0",
                          DoubleValue(30),
                          MakeDoubleAccessor(&CoInferenceClient::m_weightRate),
                          MakeDoubleChecker<double>(tiny))
            .AddAttribute("Memory",
                          "Memory for weights on the device [bit]; 0: unlimited",
                          DoubleValue(0),
                          MakeDoubleAccessor(&CoInferenceClient::m_memoryBits),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("SplitMin",
                          "Least number of blocks on the device; 1 keeps the raw input there",
                          UintegerValue(0),
                          MakeUintegerAccessor(&CoInferenceClient::m_splitMin),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("PlanPerTask",
                          "Whether every task asks for its own plan; otherwise the first asks and "
                          "the server sends new plans as it makes them",
                          BooleanValue(true),
                          MakeBooleanAccessor(&CoInferenceClient::m_planPerTask),
                          MakeBooleanChecker())
            .AddAttribute("QueueLimit",
                          "Tasks under way at once, >= 1; further ones are dropped",
                          UintegerValue(100),
                          MakeUintegerAccessor(&CoInferenceClient::m_queueLimit),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("Timeout",
                          "How long a plan, the end of an upload, or a result is waited for, > 0",
                          TimeValue(Seconds(10)),
                          MakeTimeAccessor(&CoInferenceClient::m_timeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, > 0",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&CoInferenceClient::m_reconnectInterval),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("DeadlinePolicy",
                          "Whether a late task goes on (Finish) or is dropped (Drop)",
                          EnumValue(CoInferenceClient::FINISH),
                          CompatEnumAccessor<DeadlinePolicy>(&CoInferenceClient::m_deadlinePolicy),
                          MakeEnumChecker(CoInferenceClient::FINISH,
                                          "Finish",
                                          CoInferenceClient::DROP,
                                          "Drop"))
            .AddAttribute("FragmentSize",
                          "UDP: bytes of a message per datagram [B]",
                          UintegerValue(1400),
                          MakeUintegerAccessor(&CoInferenceClient::m_fragmentSize),
                          MakeUintegerChecker<uint32_t>(1, 65000))
            .AddAttribute("SegmentSize",
                          "TCP: maximum segment size [B]; 0: the socket's default. 1428 fits an "
                          "Ethernet frame over IPv6 with TCP time stamps",
                          UintegerValue(1428),
                          MakeUintegerAccessor(&CoInferenceClient::m_segmentSize),
                          MakeUintegerChecker<uint32_t>(0, 65000))
            .AddAttribute("SocketBuffer",
                          "TCP: send and receive buffer [B]; 0: the socket's default",
                          UintegerValue(0),
                          MakeUintegerAccessor(&CoInferenceClient::m_socketBuffer),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("Arrivals",
                          "When tasks come",
                          PointerValue(),
                          MakePointerAccessor(&CoInferenceClient::m_arrivals),
                          MakePointerChecker<TaskArrivals>())
            .AddAttribute("LinkControl",
                          "Applies the radio part of plans to the device",
                          PointerValue(),
                          MakePointerAccessor(&CoInferenceClient::m_link),
                          MakePointerChecker<LinkControl>())
            .AddTraceSource("TaskBegun",
                            "A task was generated",
                            MakeTraceSourceAccessor(&CoInferenceClient::m_begunTrace),
                            "ns3::edgeai::CoInferenceClient::TaskTracedCallback")
            .AddTraceSource("TaskEnded",
                            "A task was completed or dropped",
                            MakeTraceSourceAccessor(&CoInferenceClient::m_endedTrace),
                            "ns3::edgeai::CoInferenceClient::TaskTracedCallback")
            .AddTraceSource("Tx",
                            "A message was handed to the transport",
                            MakeTraceSourceAccessor(&CoInferenceClient::m_txTrace),
                            "ns3::edgeai::CoInferenceClient::MessageTracedCallback")
            .AddTraceSource("Rx",
                            "A whole message has come",
                            MakeTraceSourceAccessor(&CoInferenceClient::m_rxTrace),
                            "ns3::edgeai::CoInferenceClient::MessageTracedCallback");
    return tid;
}

CoInferenceClient::CoInferenceClient()
    : m_link(CreateObject<LinkControl>())
{
}

CoInferenceClient::~CoInferenceClient() = default;

void
CoInferenceClient::DoDispose()
{
    DropConnection(false);
    m_arrivalEvent.Cancel();
    m_reconnectEvent.Cancel();
    m_running = false;
    for (auto& [id, task] : m_tasks)
    {
        task.timeout.Cancel();
        task.deadline.Cancel();
    }
    m_tasks.clear(); // unfinished: the monitor counts them as such
    m_uploads.clear();
    m_arrivals = nullptr;
    m_monitor = nullptr;
    m_link = nullptr;
    m_processor = nullptr;
    Application::DoDispose();
}

void
CoInferenceClient::SetArrivals(Ptr<TaskArrivals> arrivals)
{
    m_arrivals = arrivals;
}

void
CoInferenceClient::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_monitor = monitor;
}

void
CoInferenceClient::SetLinkControl(Ptr<LinkControl> link)
{
    m_link = link;
}

Ptr<LinkControl>
CoInferenceClient::GetLinkControl() const
{
    return m_link;
}

uint64_t
CoInferenceClient::GetMalformedCount() const
{
    return m_malformed;
}

std::size_t
CoInferenceClient::GetTaskCount() const
{
    return m_tasks.size();
}

int64_t
CoInferenceClient::AssignStreams(int64_t stream)
{
    return m_arrivals ? m_arrivals->AssignStreams(stream) : 0;
}

// ---------------------------------------------------------------------------- connection

void
CoInferenceClient::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_link, "CoInferenceClient: LinkControl must not be null");
    m_processor = Processor::Find(GetNode(), m_processorName);
    NS_ABORT_MSG_UNLESS(m_processor,
                        "CoInferenceClient: node "
                            << GetNode()->GetId() << " has no processor"
                            << (m_processorName.empty() ? "" : " named " + m_processorName)
                            << "; install one with ProcessorHelper");
    m_running = true;
    Connect();
    ScheduleArrival();
}

void
CoInferenceClient::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_arrivalEvent.Cancel();
    EndAll(TaskOutcome::STOPPED, "the client was stopped");
    DropConnection();
    m_reconnectEvent.Cancel();
}

void
CoInferenceClient::Connect()
{
    NS_LOG_FUNCTION(this);
    m_socket = Socket::CreateSocket(GetNode(), m_protocol);
    const bool v6 = Inet6SocketAddress::IsMatchingType(m_remote);
    if (m_protocol == UdpSocketFactory::GetTypeId())
    {
        const int bound = v6 ? m_socket->Bind6() : m_socket->Bind();
        NS_ABORT_MSG_IF(bound != 0, "CoInferenceClient: no socket could be bound");
        m_datagrams =
            std::make_shared<DatagramTransport>(m_socket, m_remote, m_fragmentSize, m_timeout);
        m_socket->SetRecvCallback(MakeCallback(&CoInferenceClient::HandleDatagram, this));
        SetTransport(m_datagrams);
        return;
    }
    if (m_segmentSize > 0)
    {
        m_socket->SetAttribute("SegmentSize", UintegerValue(m_segmentSize));
    }
    if (m_socketBuffer > 0)
    {
        m_socket->SetAttribute("SndBufSize", UintegerValue(m_socketBuffer));
        m_socket->SetAttribute("RcvBufSize", UintegerValue(m_socketBuffer));
    }
    m_socket->SetConnectCallback(MakeCallback(&CoInferenceClient::HandleConnected, this),
                                 MakeCallback(&CoInferenceClient::HandleRefused, this));
    m_socket->SetCloseCallbacks(MakeCallback(&CoInferenceClient::HandleRefused, this),
                                MakeCallback(&CoInferenceClient::HandleRefused, this));
    const int bound = v6 ? m_socket->Bind6() : m_socket->Bind();
    if (bound != 0 || m_socket->Connect(m_remote) != 0)
    {
        HandleRefused(m_socket); // no route yet, or none any more
    }
}

void
CoInferenceClient::HandleConnected(Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this);
    if (m_running)
    {
        SetTransport(StreamTransport::Open(socket));
    }
}

void
CoInferenceClient::HandleRefused(Ptr<Socket> socket)
{
    NS_LOG_FUNCTION(this);
    if (socket == m_socket)
    {
        DropConnection();
        ScheduleReconnect();
    }
}

void
CoInferenceClient::SetTransport(std::shared_ptr<MessageTransport> transport)
{
    m_transport = transport;
    transport->onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
    transport->onDelivered = [this](MessageType type, uint64_t task) {
        HandleDelivered(type, task);
    };
    transport->onClosed = [this](bool error) { HandleClosed(error); };
    transport->onMalformed = [this] { CountMalformed(); };
    RequestWaiting();
    StartUpload();
}

void
CoInferenceClient::HandleDatagram(Ptr<Socket> socket)
{
    Address from;
    while (Ptr<Packet> packet = socket->RecvFrom(from))
    {
        if (m_datagrams)
        {
            m_datagrams->HandleDatagram(packet);
        }
    }
}

void
CoInferenceClient::CountMalformed()
{
    ++m_malformed;
    NS_LOG_WARN("node " << GetNode()->GetId() << " received bytes that are no message");
}

void
CoInferenceClient::DropConnection(bool tellPeer)
{
    if (m_transport)
    {
        tellPeer ? m_transport->Close() : m_transport->Abandon();
        m_transport = nullptr;
        m_datagrams = nullptr;
    }
    if (m_socket)
    {
        m_socket->SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                                     MakeNullCallback<void, Ptr<Socket>>());
        m_socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                    MakeNullCallback<void, Ptr<Socket>>());
        m_socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
        if (tellPeer)
        {
            m_socket->Close();
        }
        m_socket = nullptr;
    }
}

void
CoInferenceClient::ScheduleReconnect()
{
    if (m_running && m_reconnectEvent.IsExpired())
    {
        m_reconnectEvent =
            Simulator::Schedule(m_reconnectInterval, &CoInferenceClient::Connect, this);
    }
}

void
CoInferenceClient::HandleClosed(bool error)
{
    NS_LOG_FUNCTION(this << error);
    DropConnection();
    ScheduleReconnect();
    const TaskOutcome outcome = error ? TaskOutcome::LINK_LOST : TaskOutcome::SERVER_SILENT;
    const std::string detail = error ? "the connection broke" : "the server closed the connection";
    std::vector<uint64_t> lost;
    for (const auto& [id, task] : m_tasks)
    {
        if (task.stage == Stage::RESULT || (task.stage == Stage::UPLINK && task.sending) ||
            (task.stage == Stage::PLAN && task.requested))
        {
            lost.push_back(id);
        }
    }
    for (const uint64_t id : lost)
    {
        End(id, outcome, detail);
    }
}

void
CoInferenceClient::Send(MessageType type,
                        uint64_t id,
                        std::vector<uint8_t> body,
                        uint64_t payload,
                        double rate)
{
    InferenceMessage message;
    message.type = type;
    message.task = id;
    message.body = std::move(body);
    message.payloadBytes = payload;
    m_txTrace(message);
    // Sending can find the connection dead and end it: keep the transport alive meanwhile.
    const auto transport = m_transport;
    transport->Send(message, rate);
}

// ---------------------------------------------------------------------------- tasks

void
CoInferenceClient::ScheduleArrival()
{
    TaskArrival arrival;
    if (!m_running || !m_arrivals || !m_arrivals->Next(arrival))
    {
        return;
    }
    m_arrivalEvent = ScheduleCall(arrival.after, [this, shape = arrival.shape] {
        Generate(shape);
        ScheduleArrival();
    });
}

void
CoInferenceClient::Generate(const TaskShape& shape)
{
    NS_LOG_FUNCTION(this);
    const uint64_t id = ++m_lastId;
    Task& task = m_tasks[id];
    task.shape = shape;
    TaskRecord& record = task.record;
    record.id = m_monitor ? m_monitor->NewTaskId() : id;
    record.node = GetNode()->GetId();
    record.network = m_network;
    record.generated = Simulator::Now().GetSeconds();
    record.latencyBudget = m_latencyBudget.GetSeconds();
    record.energyBudget = m_energyBudget;
    if (m_monitor)
    {
        m_monitor->Begin(record);
    }
    m_begunTrace(record);

    if (!m_running)
    {
        End(id, TaskOutcome::STOPPED, "the client is not running");
        return;
    }
    if (m_depleted)
    {
        End(id, TaskOutcome::BATTERY, "the device has no energy");
        return;
    }
    if (m_tasks.size() > m_queueLimit)
    {
        End(id,
            TaskOutcome::QUEUE_FULL,
            std::to_string(m_queueLimit) + " tasks are under way already");
        return;
    }
    if (m_deadlinePolicy == DROP)
    {
        task.deadline = ScheduleCall(m_latencyBudget, [this, id] {
            End(id, TaskOutcome::DEADLINE, "the latency budget was used up");
        });
    }
    RestartTimeout(id, task);
    if (!m_planPerTask && m_planned)
    {
        Begin(id, m_plan);
    }
    else
    {
        RequestWaiting();
    }
}

void
CoInferenceClient::RestartTimeout(uint64_t id, Task& task)
{
    task.timeout.Cancel();
    task.timeout = Simulator::Schedule(m_timeout, &CoInferenceClient::HandleTimeout, this, id);
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
    body.txPowerMax = m_link->GetMaxTxPower();
    body.txPowers = m_link->GetTxPowers();
    body.weightRate = m_weightRate;
    body.memoryBits = m_memoryBits;
    body.splitMin = m_splitMin;
    body.processor = DescribeProcessor(m_processor);
    return body;
}

void
CoInferenceClient::RequestWaiting()
{
    if (!m_transport)
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

void
CoInferenceClient::Request(uint64_t id)
{
    const auto it = m_tasks.find(id);
    if (it == m_tasks.end() || !m_transport)
    {
        return;
    }
    it->second.requested = true;
    Send(MessageType::REQUEST, id, Encode(MakeRequest(it->second)), 0, 0);
}

void
CoInferenceClient::HandleMessage(const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << ToString(message.type) << message.task);
    m_rxTrace(message);
    switch (message.type)
    {
    case MessageType::PLAN:
        HandlePlan(message);
        return;
    case MessageType::RESULT:
        HandleResult(message);
        return;
    default:
        CountMalformed(); // a server has no business sending these
    }
}

void
CoInferenceClient::HandlePlan(const InferenceMessage& message)
{
    PlanBody plan;
    const auto it = m_tasks.find(message.task);
    const bool asked = it != m_tasks.end() && it->second.stage == Stage::PLAN;
    const bool decoded = Decode(message.body, plan);
    const auto positive = [](double value) { return std::isfinite(value) && value >= 0; };
    if (!decoded || !positive(plan.txPower) || !positive(plan.deviceClock) ||
        !positive(plan.deviceFlop) || !positive(plan.deviceMemory) || !positive(plan.uplinkBits) ||
        plan.uplinkBits > 8.0 * MessageTransport::MAX_MESSAGE || !positive(plan.uplinkTime) ||
        !positive(plan.bandwidth))
    {
        CountMalformed();
        if (asked)
        {
            End(message.task, TaskOutcome::MALFORMED, "its plan could not be read");
        }
        return;
    }
    const bool usable = plan.status == static_cast<uint8_t>(PlanStatus::SOLVED) ||
                        plan.status == static_cast<uint8_t>(PlanStatus::VIOLATED);
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
    if (plan.status == static_cast<uint8_t>(PlanStatus::INFEASIBLE))
    {
        End(id, TaskOutcome::INFEASIBLE, plan.reason);
        return;
    }
    if (plan.status != static_cast<uint8_t>(PlanStatus::SOLVED) &&
        plan.status != static_cast<uint8_t>(PlanStatus::VIOLATED))
    {
        End(id, TaskOutcome::REFUSED, plan.reason);
        return;
    }
    record.split = plan.split;
    record.deviceKeepRatio = plan.deviceKeepRatio;
    record.serverKeepRatio = plan.serverKeepRatio;
    record.txPowerPlanned = plan.txPower;
    record.deviceClockPlanned = plan.deviceClock;
    record.serverClockPlanned = plan.serverClock;
    record.rateFactor = plan.rateFactor;
    record.planned.device = {plan.deviceTime, plan.deviceEnergy};
    record.planned.uplink = {plan.uplinkTime, plan.uplinkEnergy};
    record.planned.server = {plan.serverTime, plan.serverEnergy};
    record.planned.latency = plan.latency;
    record.planned.energy = plan.energy;
    record.planned.distortion = plan.distortion;
    record.detail = plan.reason;

    if (plan.deviceFlop == 0)
    {
        record.deviceWait = 0;
        record.realised.device = {0, 0};
        task.stage = Stage::UPLINK;
        m_uploads.push_back(id);
        StartUpload();
        return;
    }
    task.stage = Stage::DEVICE;
    Job job;
    job.flop = plan.deviceFlop;
    job.clock = plan.deviceClock;
    job.bytesMoved = plan.deviceMemory + plan.uplinkBits / 8;
    job.residentBytes = plan.uplinkBits / 8;
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
    record.realised.device.energy = report.energy;
    switch (report.outcome)
    {
    case JobOutcome::COMPLETED:
        break;
    case JobOutcome::QUEUE_FULL:
        End(id, TaskOutcome::QUEUE_FULL, "the device's processor queue is full");
        return;
    case JobOutcome::MEMORY:
        End(id, TaskOutcome::MEMORY, "the device's memory is too small");
        return;
    case JobOutcome::BATTERY:
        End(id, TaskOutcome::BATTERY, "the device ran out of energy");
        return;
    case JobOutcome::INVALID:
        End(id, TaskOutcome::REFUSED, report.reason);
        return;
    case JobOutcome::CANCELLED:
        End(id, TaskOutcome::STOPPED, "the device's processor gave the job back");
        return;
    }
    record.deviceWait = (report.started - report.submitted).GetSeconds();
    record.realised.device.time = (report.ended - report.started).GetSeconds();
    record.deviceSpan = {report.started.GetSeconds(), report.ended.GetSeconds()};
    record.deviceClockApplied = report.meanClock;
    if (task.plan.serverClock == 0 && task.plan.uplinkBits == 0)
    {
        record.realised.uplink = {0, 0};
        record.realised.server = {0, 0};
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
    if (!m_transport)
    {
        return; // SetTransport() comes back here
    }
    const PlanBody& plan = task.plan;
    TaskRecord& record = task.record;
    if (plan.bandwidth > 0)
    {
        m_link->SetBandwidth(plan.bandwidth);
    }
    if (plan.txPower > 0)
    {
        record.txPowerApplied = m_link->SetTxPower(plan.txPower);
    }
    task.sending = true;
    task.energyBefore = m_link->GetTxEnergy();
    record.uplinkSpan.start = Simulator::Now().GetSeconds();
    record.uplinkBits = plan.uplinkBits;
    const double deviceEnd = std::isnan(record.deviceSpan.end) ? record.generated + record.planWait
                                                               : record.deviceSpan.end;
    record.uplinkWait = record.uplinkSpan.start - deviceEnd;

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
    const uint64_t payload = std::ceil(plan.uplinkBits / 8);
    const double rate = plan.uplinkTime > 0 ? plan.uplinkBits / plan.uplinkTime : 0;
    Send(MessageType::FEATURE, id, Encode(body), payload, rate);
}

void
CoInferenceClient::FinishUpload(Task& task)
{
    task.sending = false;
    task.stage = Stage::RESULT;
    task.record.realised.uplink.energy = m_link->GetTxEnergy() - task.energyBefore;
}

void
CoInferenceClient::HandleDelivered(MessageType type, uint64_t id)
{
    const auto it = m_tasks.find(id);
    if (type != MessageType::FEATURE || it == m_tasks.end() || it->second.stage != Stage::UPLINK ||
        !it->second.sending)
    {
        return;
    }
    FinishUpload(it->second);
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
    TaskRecord& record = task.record;
    ResultBody body;
    if (!Decode(message.body, body))
    {
        CountMalformed();
        End(id, TaskOutcome::MALFORMED, "its result could not be read");
        return;
    }
    if (body.status != static_cast<uint8_t>(ServerStatus::OK))
    {
        TaskOutcome outcome = TaskOutcome::REFUSED;
        switch (static_cast<ServerStatus>(body.status))
        {
        case ServerStatus::QUEUE_FULL:
            outcome = TaskOutcome::QUEUE_FULL;
            break;
        case ServerStatus::MEMORY:
            outcome = TaskOutcome::MEMORY;
            break;
        case ServerStatus::BATTERY:
            outcome = TaskOutcome::BATTERY;
            break;
        case ServerStatus::STOPPED:
            outcome = TaskOutcome::SERVER_SILENT;
            break;
        default:
            break;
        }
        End(id, outcome, "server: " + body.reason);
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
        CountMalformed();
        return; // an answer to a question that was not asked yet
    }
    const double now = Simulator::Now().GetSeconds();
    record.uplinkSpan.end = body.received;
    record.realised.uplink.time = body.received - record.uplinkSpan.start;
    if (std::isnan(record.realised.uplink.energy))
    {
        // A link that measures nothing: power times duration, as the formulas take it.
        record.realised.uplink.energy = record.txPowerApplied * record.realised.uplink.time;
    }
    record.goodput = record.uplinkBits / record.realised.uplink.time;
    record.serverWait = body.started - body.received;
    record.serverSpan = {body.started, body.finished};
    record.realised.server = {body.finished - body.started, body.energy};
    record.serverClockApplied = body.clock;
    record.downlinkSpan = {body.finished, now};
    record.downlinkBits = 8.0 * message.payloadBytes;
    record.realised.downlink.time = now - body.finished;
    Complete(id);
}

void
CoInferenceClient::Complete(uint64_t id)
{
    Task& task = m_tasks.at(id);
    TaskRecord& record = task.record;
    record.realised.latency = Simulator::Now().GetSeconds() - record.generated;
    record.realised.energy = record.realised.device.energy + record.realised.uplink.energy +
                             (task.plan.countServerEnergy ? record.realised.server.energy : 0);
    record.realised.distortion = task.plan.distortion;
    if (m_monitor && !std::isnan(record.goodput))
    {
        m_monitor->AddCounter(record.node, "goodput [bit/s]", Simulator::Now(), record.goodput);
    }
    ReportBody body;
    body.plan = task.plan.number;
    body.deviceTime = record.realised.device.time;
    body.uplinkTime = record.realised.uplink.time;
    body.serverTime = record.realised.server.time;
    body.latency = record.realised.latency;
    body.deviceEnergy = record.realised.device.energy;
    body.uplinkEnergy = record.realised.uplink.energy;
    body.uplinkBits = task.plan.uplinkBits;
    body.gain = m_link->GetGain();
    // The task first: sending can find the connection broken, which ends all that depends on it.
    End(id, TaskOutcome::COMPLETED, std::string(record.detail));
    if (m_transport)
    {
        Send(MessageType::REPORT, id, Encode(body), 0, 0);
    }
}

void
CoInferenceClient::HandleTimeout(uint64_t id)
{
    const auto it = m_tasks.find(id);
    if (it == m_tasks.end())
    {
        return;
    }
    if (it->second.stage != Stage::UPLINK)
    {
        const bool connected = m_transport != nullptr;
        End(id,
            connected ? TaskOutcome::SERVER_SILENT : TaskOutcome::LINK_LOST,
            connected ? "the server did not answer in time" : "there is no connection");
        return;
    }
    if (!it->second.sending)
    {
        End(id, TaskOutcome::LINK_LOST, "there is no connection");
        return;
    }
    End(id, TaskOutcome::LINK_LOST, "the upload did not get through in time");
    if (!m_datagrams)
    {
        // What is half sent on a stream cannot be taken back; begin a new one.
        HandleClosed(true);
    }
}

void
CoInferenceClient::End(uint64_t id, TaskOutcome outcome, const std::string& detail)
{
    const auto it = m_tasks.find(id);
    if (it == m_tasks.end())
    {
        return;
    }
    NS_LOG_LOGIC("task " << id << ": " << outcome << " " << detail);
    Task task = std::move(it->second);
    m_tasks.erase(it);
    task.timeout.Cancel();
    task.deadline.Cancel();
    const auto queued = std::find(m_uploads.begin(), m_uploads.end(), id);
    if (queued != m_uploads.end())
    {
        m_uploads.erase(queued);
    }
    if (task.jobKnown && m_processor)
    {
        m_processor->Cancel(task.job);
    }
    task.record.ended = Simulator::Now().GetSeconds();
    task.record.outcome = outcome;
    task.record.detail = detail;
    if (m_monitor)
    {
        m_monitor->End(task.record);
    }
    m_endedTrace(task.record);
    if (m_running)
    {
        StartUpload();
        if (!m_planPerTask && task.stage == Stage::PLAN && task.requested && !m_planned)
        {
            RequestWaiting();
        }
    }
}

void
CoInferenceClient::EndAll(TaskOutcome outcome, const std::string& detail)
{
    m_uploads.clear();
    while (!m_tasks.empty())
    {
        End(m_tasks.begin()->first, outcome, detail);
    }
}

void
CoInferenceClient::HandleDepletion()
{
    NS_LOG_FUNCTION(this);
    m_depleted = true;
    EndAll(TaskOutcome::BATTERY, "the device ran out of energy");
}

void
CoInferenceClient::HandleRecharged()
{
    NS_LOG_FUNCTION(this);
    m_depleted = false;
}

} // namespace edgeai
} // namespace ns3
