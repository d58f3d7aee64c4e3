/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "co-inference-client.h"

#include "application/control/processor-description.h"
#include "application/message/message-archive.h"
#include "application/message/message-session.h"
#include "application/message/protocol-checker.h"
#include "application/message/socket-address.h"
#include "application/workload/network-on-wire.h"
#include "co-inference-accounts.h"
#include "co-inference-body.h"
#include "co-inference-figures.h"
#include "co-inference-task-set.h"
#include "compute/battery-watch.h"
#include "monitor/battery-figures.h"
#include "period-limits.h"

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

#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiCoInferenceClient");

NS_OBJECT_ENSURE_REGISTERED(CoInferenceClient);

namespace
{

/// Of a new gap in the mean time between tasks.
constexpr double GAP_WEIGHT = 0.2;

} // namespace

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
                          MakeSocketAddressChecker())
            .AddAttribute("Protocol",
                          "TypeId of the socket factory: TCP, or UDP with fragments",
                          TypeIdValue(TcpSocketFactory::GetTypeId()),
                          MakeTypeIdAccessor(&CoInferenceClient::m_protocol),
                          MakeProtocolChecker())
            .AddAttribute(
                "Network",
                "Network to run: catalogue name or profile file, as the server offers it; "
                "a change counts from the client's next start",
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
                          MakeBooleanAccessor(&CoInferenceClient::SetPlanPerTask,
                                              &CoInferenceClient::GetPlanPerTask),
                          MakeBooleanChecker())
            .AddAttribute("QueueLimit",
                          "Tasks under way at once, >= 1; further ones are dropped",
                          UintegerValue(100),
                          MakeUintegerAccessor(&CoInferenceClient::m_queueLimit),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute(
                "Timeout",
                "How long a plan, the end of an upload, or a result is waited for, > 0, or "
                "twice as long as the plan says it takes; work on the device may take 100 times "
                "this and LatencyBudget together",
                TimeValue(Seconds(10)),
                MakeTimeAccessor(&CoInferenceClient::m_timeout),
                MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&CoInferenceClient::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()))
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
    : m_serverNode(PlanStep::NO_NODE),
      m_link(CreateObject<LinkControl>()),
      m_session(std::make_unique<MessageSession>()),
      m_tasks(std::make_unique<CoInferenceTaskSet>(*m_session)),
      m_battery(std::make_unique<BatteryWatch>())
{
    TaskLedger& ledger = m_tasks->GetLedger();
    ledger.onBegun = [this](const TaskRecord& record) { m_begunTrace(record); };
    ledger.onEnded = [this](const TaskRecord& record) { m_endedTrace(record); };
    m_tasks->makeRequest = [this] { return MakeRequest(); };
    m_tasks->malformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_tasks->explainMates = [this](const PlanBody& plan) {
        const auto timeOf = [&plan](const char* name) {
            const double time = GetStep(plan.steps, name).time;
            return time > 0 ? time : 0;
        };
        NodeLoad& own = m_tasks->GetLoad();
        own.rate = GetArrivalRate();
        own.processor = timeOf("device");
        own.link = timeOf("uplink");
        NodeMates mates;
        for (uint32_t i = 0; i < GetNode()->GetNApplications(); ++i)
        {
            const auto mate = DynamicCast<CoInferenceClient>(GetNode()->GetApplication(i));
            if (!mate || !mate->m_running || !(mate->m_tasks->GetLoad().rate > 0))
            {
                continue;
            }
            const NodeLoad& load = mate->m_tasks->GetLoad();
            if (mate->m_processor == m_processor)
            {
                mates.processor.push_back(load);
            }
            if (mate->m_link == m_link) // plans divide a cable, which each has a control of
            {
                mates.link.push_back(load);
            }
        }
        if (mates.GetCount() <= own.told)
        {
            return std::string(); // it was said
        }
        own.told = mates.GetCount();
        return mates.Explain();
    };
    m_tasks->finish = [this](TaskRecord& record) {
        const double left = m_battery->GetRemainingEnergy();
        if (!std::isnan(left))
        {
            record.Set(BatteryFigures{left});
        }
    };
}

CoInferenceClient::~CoInferenceClient() = default;

void
CoInferenceClient::DoDispose()
{
    m_session->Abandon();
    m_battery->Stop();
    m_arrivalEvent.Cancel();
    m_running = false;
    m_tasks->Clear();
    m_arrivals = nullptr;
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
    m_tasks->GetLedger().SetMonitor(monitor);
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

void
CoInferenceClient::SetPlanPerTask(bool each)
{
    m_tasks->SetPlanPerTask(each);
}

bool
CoInferenceClient::GetPlanPerTask() const
{
    return m_tasks->IsPlanPerTask();
}

Ptr<LinkControl>
CoInferenceClient::GetLinkControl() const
{
    return m_link;
}

std::size_t
CoInferenceClient::GetTaskCount() const
{
    return m_tasks->GetCount();
}

double
CoInferenceClient::GetUploadEnergy() const
{
    return m_tasks->GetUploadEnergy();
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
    m_tasks->SetRunning(true);
    m_session->onReady = [this] {
        m_tasks->RequestPlans();
        m_tasks->StartUpload();
    };
    m_session->onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
    m_session->onDelivered = [this](MessageType type, uint64_t task) {
        m_tasks->HandleDelivered(type, task);
    };
    m_session->onClosed = [this](bool error) { m_tasks->HandleClosed(error); };
    m_session->onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_session->onIncomplete = [this](const MessagePart& part) {
        std::ostringstream detail;
        detail << "of the server's " << ToString(part.type) << " of " << part.size << " B only "
               << part.received << " B came";
        m_tasks->End(part.task, {TaskOutcome::SEGMENT_LOST, detail.str()});
    };
    m_battery->onDepleted = [this] { HandleDepletion(); };
    m_battery->onRecharged = [this] { HandleRecharged(); };
    m_battery->Start(GetNode()); // first: who has no energy does not connect
    if (!m_battery->IsDepleted())
    {
        StartSession();
    }
    ScheduleArrival();
}

void
CoInferenceClient::StartSession()
{
    MessageSession::Settings settings;
    m_networkOnWire = GetNetworkOnWire(m_network);
    m_tasks->SetNetwork(m_network);
    settings.remote = m_remote;
    settings.remoteName = "CoInferenceClient::Remote";
    settings.protocol = m_protocol;
    settings.socket = GetSocketSettings();
    settings.patience = m_timeout;
    settings.reconnectInterval = m_reconnectInterval;
    settings.announce = true;
    m_session->Start(GetNode(), settings);
}

void
CoInferenceClient::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_battery->Stop();
    m_tasks->SetRunning(false);
    m_arrivalEvent.Cancel();
    m_tasks->EndAll({TaskOutcome::STOPPED, "the client was stopped"});
    m_session->Stop();
}

void
CoInferenceClient::ScheduleArrival()
{
    TaskArrival arrival;
    if (!m_running || !m_arrivals || !m_arrivals->Next(arrival))
    {
        return;
    }
    if (arrival.after > Time::Max() - Simulator::Now())
    {
        return; // later than the simulator can tell
    }
    m_arrivalEvent = ScheduleCall(arrival.after, [this, shape = arrival.shape] {
        if (!m_depleted) // nobody is there to have a task
        {
            Generate(shape);
        }
        ScheduleArrival();
    });
}

void
CoInferenceClient::Generate(const TaskShape& shape)
{
    NS_LOG_FUNCTION(this);
    CoInferenceSurroundings around;
    around.network = m_tasks->GetNetwork();
    around.networkOnWire = m_networkOnWire;
    around.latencyBudget = m_latencyBudget;
    around.timeout = m_timeout;
    around.dropLate = m_deadlinePolicy == DROP;
    around.serverNode = m_serverNode;
    around.link = m_link;
    around.processor = m_processor;
    around.send = [this](const InferenceMessage& message, double rate) {
        m_txTrace(message);
        m_session->Send(message, rate);
    };
    TaskRecord record;
    record.node = GetNode()->GetId();
    record.family = CoInferenceFigures::FAMILY;
    record.network = m_tasks->GetNetwork();
    record.generated = Simulator::Now().GetSeconds();
    record.latencyBudget = m_latencyBudget.GetSeconds();
    record.energyBudget = m_energyBudget;
    const uint64_t id = ++m_lastId;
    const Time gap = Simulator::Now() - std::exchange(m_lastArrival, Simulator::Now());
    if (id > 1)
    {
        m_gap.Add(gap.GetSeconds(), GAP_WEIGHT);
    }
    const auto task = m_tasks->Begin(id, shape, std::move(around), std::move(record));
    if (task->GetStage() == CoInferenceTask::Stage::OVER)
    {
        return; // whoever was told has stopped the client
    }
    if (!m_running)
    {
        m_tasks->End(id, {TaskOutcome::STOPPED, "the client is not running"});
        return;
    }
    if (m_depleted)
    {
        m_tasks->End(id, {TaskOutcome::BATTERY, "the device has no energy"});
        return;
    }
    if (m_tasks->GetCount() > m_queueLimit)
    {
        const std::string most = std::to_string(m_queueLimit);
        m_tasks->End(id, {TaskOutcome::QUEUE_FULL, most + " tasks are under way already"});
        return;
    }
    if (m_deadlinePolicy == DROP)
    {
        const TaskEnding late{TaskOutcome::DEADLINE, "the latency budget was used up"};
        m_tasks->GetLedger().Expire(id, m_latencyBudget, late);
    }
    m_tasks->SetOut(task);
}

double
CoInferenceClient::GetArrivalRate() const
{
    const double declared = m_arrivals ? m_arrivals->GetRate() : 0;
    const double measured = m_lastId > 1 ? 1 / m_gap.Get() : 0;
    return declared > 0 ? declared : measured;
}

RequestBody
CoInferenceClient::MakeRequest() const
{
    RequestBody body;
    DescribeLink(*m_link, body);
    body.linkRate *= m_session->GetPayloadShare();
    body.mediumRate *= m_session->GetPayloadShare();
    body.latencyBudget = m_latencyBudget.GetSeconds();
    body.energyBudget = m_energyBudget;
    body.weightRate = m_weightRate;
    body.memoryBits = m_memoryBits;
    body.splitMin = m_splitMin;
    const bool timed = m_processor->HasLatenciesOf(m_tasks->GetNetwork());
    body.processor = ToBody(DescribeProcessor(m_processor, timed));
    body.timeWeight = m_timeWeight;
    body.energyWeight = m_energyWeight;
    body.arrivalRate = GetArrivalRate();
    body.keepsPlan = !m_tasks->IsPlanPerTask();
    return body;
}

void
CoInferenceClient::HandleMessage(const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << ToString(message.type) << message.task);
    m_rxTrace(message);
    switch (message.type)
    {
    case CoInferenceMessage::PLAN:
        m_tasks->HandlePlan(message, GetNode()->GetId());
        return;
    case CoInferenceMessage::RESULT:
        if (const auto task = m_tasks->Find(message.task))
        {
            task->HandleResult(message);
        }
        else if (const Ptr<InferenceMonitor> monitor = m_tasks->GetLedger().GetMonitor())
        {
            ResultBody late; // the task was given up meanwhile, and cannot be charged any more
            if (Decode(message.body, late))
            {
                monitor->GetEnergyBook().AddUncharged(m_serverNode,
                                                      late.energy,
                                                      "its device had given it up");
            }
        }
        return;
    default:
        CountMalformed(std::string("a server has no business sending ") + ToString(message.type));
    }
}

void
CoInferenceClient::HandleDepletion()
{
    NS_LOG_FUNCTION(this);
    if (std::exchange(m_depleted, true))
    {
        return;
    }
    NoteBattery("battery empty");
    m_session->Stop(false); // first, so that nothing is sent about what ends
    m_tasks->EndAll({TaskOutcome::BATTERY, "the device ran out of energy"});
}

void
CoInferenceClient::HandleRecharged()
{
    NS_LOG_FUNCTION(this);
    if (!std::exchange(m_depleted, false))
    {
        return;
    }
    NoteBattery("battery charged");
    if (m_running)
    {
        StartSession();
    }
}

void
CoInferenceClient::NoteBattery(const std::string& what)
{
    if (const Ptr<InferenceMonitor> monitor = m_tasks->GetLedger().GetMonitor())
    {
        const Time now = Simulator::Now();
        monitor->AddInstant(GetNode()->GetId(), what, now);
        monitor->GetEnergyBook().NoteBattery(GetNode()->GetId(), now.GetSeconds(), m_depleted);
    }
}

} // namespace edgeai
} // namespace ns3
