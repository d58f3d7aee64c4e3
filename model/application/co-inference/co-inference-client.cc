/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-client.h"

#include "co-inference-figures.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCoInferenceClient");

NS_OBJECT_ENSURE_REGISTERED(CoInferenceClient);

TypeId
CoInferenceClient::GetTypeId()
{
    constexpr double tiny = std::numeric_limits<double>::min();
    static TypeId tid =
        TypeId("ns3::edgeai::CoInferenceClient")
            .SetParent<MessageApplication>()
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
            .AddAttribute("TimeWeight",
                          "What a second is worth to planners that weigh delay against energy "
                          "[1/s]; 0, together with EnergyWeight: as their attributes say",
                          DoubleValue(0),
                          MakeDoubleAccessor(&CoInferenceClient::m_timeWeight),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("EnergyWeight",
                          "What a joule is worth to them [1/J]",
                          DoubleValue(0),
                          MakeDoubleAccessor(&CoInferenceClient::m_energyWeight),
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
                          "How long a plan, the end of an upload, or a result is waited for, > 0; "
                          "work on the device may take 100 times this and LatencyBudget together",
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
                            "ns3::edgeai::CoInferenceClient::TaskTracedCallback");
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
    m_session.Abandon();
    m_arrivalEvent.Cancel();
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

void
CoInferenceClient::SetServerNode(uint32_t node)
{
    m_serverNode = node;
}

Ptr<LinkControl>
CoInferenceClient::GetLinkControl() const
{
    return m_link;
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
    MessageSession::Settings settings;
    settings.remote = m_remote;
    settings.protocol = m_protocol;
    settings.socket = GetSocketSettings();
    settings.patience = m_timeout;
    settings.reconnectInterval = m_reconnectInterval;
    m_session.onReady = [this] {
        RequestWaiting();
        StartUpload();
    };
    m_session.onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
    m_session.onDelivered = [this](MessageType type, uint64_t task) {
        HandleDelivered(type, task);
    };
    m_session.onClosed = [this](bool error) { HandleClosed(error); };
    m_session.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_session.Start(GetNode(), settings);
    ScheduleArrival();
}

void
CoInferenceClient::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_arrivalEvent.Cancel();
    EndAll(TaskOutcome::STOPPED, "the client was stopped");
    m_session.Stop();
}

void
CoInferenceClient::HandleClosed(bool error)
{
    NS_LOG_FUNCTION(this << error);
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
    m_session.Send(message, rate);
}

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
    record.family = CoInferenceFigures::FAMILY;
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

void
CoInferenceClient::HandleMessage(const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << ToString(message.type) << message.task);
    m_rxTrace(message);
    switch (message.type)
    {
    case CoInferenceMessage::PLAN:
        HandlePlan(message);
        return;
    case CoInferenceMessage::RESULT:
        HandleResult(message);
        return;
    default:
        CountMalformed(std::string("a server has no business sending ") + ToString(message.type));
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
    if (it->second.stage == Stage::DEVICE)
    {
        End(id, TaskOutcome::DEADLINE, "the device did not get through with it");
        return;
    }
    if (it->second.stage != Stage::UPLINK)
    {
        const bool connected = m_session.IsConnected();
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
    if (!m_session.IsDatagram())
    {
        // What is half sent on a stream cannot be taken back; begin a new one.
        m_session.Break();
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
