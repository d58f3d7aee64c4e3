/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-node.h"

#include "application/control/processor-description.h"
#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiRowNode");

NS_OBJECT_ENSURE_REGISTERED(RowNode);

TypeId
RowNode::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::RowNode")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Port",
                          "Port for TCP, 1 to 65535",
                          UintegerValue(4751),
                          MakeUintegerAccessor(&RowNode::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Ipv6",
                          "Listen on IPv6 instead of IPv4",
                          BooleanValue(false),
                          MakeBooleanAccessor(&RowNode::m_ipv6),
                          MakeBooleanChecker())
            .AddAttribute("Processor",
                          "Name of the node's processor to use; empty: its first",
                          StringValue(""),
                          MakeStringAccessor(&RowNode::m_processorName),
                          MakeStringChecker())
            .AddAttribute("MeasureMin",
                          "Payload below which a message tells nothing of the rate of its link [B]",
                          DoubleValue(4096),
                          MakeDoubleAccessor(&RowNode::m_measureMin),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, > 0",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&RowNode::m_reconnectInterval),
                          MakeTimeChecker(NanoSeconds(1)));
    return tid;
}

RowNode::RowNode() = default;

RowNode::~RowNode() = default;

void
RowNode::DoDispose()
{
    m_running = false;
    m_links.Abandon();
    m_batch = nullptr; // before the processor asks who wants to know
    m_processor = nullptr;
    m_ledger = nullptr;
    m_networks = nullptr;
    MessageApplication::DoDispose();
}

void
RowNode::SetPlace(std::shared_ptr<const RowNetworks> networks, uint32_t index, uint32_t nodes)
{
    m_networks = std::move(networks);
    m_index = index;
    m_nodes = nodes;
}

void
RowNode::SetLedger(Ptr<RowLedger> ledger)
{
    m_ledger = ledger;
}

Ptr<Processor>
RowNode::GetProcessor() const
{
    return m_processor;
}

uint32_t
RowNode::GetIndex() const
{
    return m_index;
}

const RowNetworks&
RowNode::GetNetworks() const
{
    return *m_networks;
}

std::shared_ptr<const RowNetworks>
RowNode::ShareNetworks() const
{
    return m_networks;
}

uint32_t
RowNode::GetNodeCount() const
{
    return m_nodes;
}

Ptr<RowLedger>
RowNode::GetLedger() const
{
    return m_ledger;
}

RowLinks&
RowNode::GetLinks()
{
    return m_links;
}

bool
RowNode::IsRunning() const
{
    return m_running;
}

RowNode::Batch*
RowNode::GetBatch()
{
    return m_batch.get();
}

uint64_t
RowNode::GetLastBatch() const
{
    return m_lastBatch;
}

void
RowNode::TraceRx(const InferenceMessage& message)
{
    m_rxTrace(message);
}

void
RowNode::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_networks && !m_networks->empty(),
                        "RowNode: node " << GetNode()->GetId()
                                         << " does not know the networks; call SetPlace()");
    m_processor = Processor::Find(GetNode(), m_processorName);
    NS_ABORT_MSG_UNLESS(m_processor,
                        "RowNode: node " << GetNode()->GetId() << " has no processor"
                                         << (m_processorName.empty() ? "" : " named ")
                                         << m_processorName
                                         << "; install one with ProcessorHelper");
    m_running = true;
    m_links.onReady = [this](uint32_t index) { HandleReady(index); };
    m_links.onMessage = [this](uint32_t from, const InferenceMessage& message) {
        m_rxTrace(message);
        HandleMessage(from, message);
    };
    m_links.onGone = [this](uint32_t index) {
        // It may be found out by sending, in the middle of a step.
        ScheduleCall(Time(0), [this, index] {
            if (m_running && !m_links.IsConnected(index))
            {
                HandleGone(index);
            }
        });
    };
    m_links.onStranger = [this](MessageListener::Peer peer, const InferenceMessage& message) {
        m_rxTrace(message);
        HandleStranger(peer, message);
    };
    m_links.onStrangerGone = [this](MessageListener::Peer peer) { HandleStrangerGone(peer); };
    m_links.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    RowLinks::Settings settings;
    settings.listener.port = m_port;
    settings.listener.ipv6 = m_ipv6;
    settings.listener.socket = GetSocketSettings();
    settings.reconnectInterval = m_reconnectInterval;
    m_links.Start(GetNode(), settings);
}

void
RowNode::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    CloseBatch();
    m_links.Stop();
}

void
RowNode::HandleStrangerGone(MessageListener::Peer)
{
}

void
RowNode::HandleSent(uint32_t)
{
}

void
RowNode::HandleArrived(uint32_t)
{
}

void
RowNode::HandleComputed(uint32_t)
{
}

RowPartitionProblem
RowNode::MakeGraphProblem(uint32_t network, uint32_t images) const
{
    RowPartitionProblem problem = m_networks->at(network).problem;
    problem.nodes.assign(m_nodes, {"", 1, 0, 0});
    problem.linkRate = 1;
    problem.tasks = images;
    return problem;
}

std::string
RowNode::ExplainFault(const RowPlanBody& plan) const
{
    if (plan.network >= m_networks->size())
    {
        return "network is " + std::to_string(plan.network) + "; allowed is 0 to " +
               std::to_string(m_networks->size() - 1);
    }
    return ExplainDivision(MakeGraphProblem(plan.network, 1), plan.GetDivision());
}

void
RowNode::OpenBatch(uint64_t number, const RowPlanBody& plan, uint32_t images)
{
    NS_LOG_FUNCTION(this << number << plan.number << images);
    CloseBatch();
    m_batch = std::make_unique<Batch>();
    m_lastBatch = number;
    m_batch->number = number;
    m_batch->head.plan = plan.number;
    m_batch->head.images = images;
    m_batch->plan = plan;
    m_batch->problem = MakeGraphProblem(plan.network, images);
    m_batch->graph = std::make_unique<RowGraph>(m_batch->problem);
    AddDivisionSteps(plan.GetDivision(), *m_batch->graph);
    m_batch->walk = std::make_unique<RowWalk>(*m_batch->graph, m_index);
    m_batch->walk->onCompute = [this](uint32_t step) { Compute(step); };
    m_batch->walk->onSend = [this](uint32_t step) { SendRows(step); };
    m_batch->walk->onNotice = [this](uint32_t peer, uint32_t notice) {
        RowNoticeBody body;
        static_cast<RowBatchBody&>(body) = m_batch->head;
        body.notice = notice;
        Tell(peer, RowMessage::NOTICE, m_batch->number, Encode(body));
    };
}

void
RowNode::BeginBatch()
{
    m_batch->walk->Begin();
}

void
RowNode::CloseBatch()
{
    if (!m_batch)
    {
        return;
    }
    const uint64_t job = m_batch->job;
    if (job > 0)
    {
        m_processor->Cancel(job); // its done tells the ledger what was spent
    }
    m_batch = nullptr;
}

void
RowNode::Tell(uint32_t index, MessageType type, uint64_t number, std::vector<uint8_t> body)
{
    InferenceMessage message;
    message.type = type;
    message.task = number;
    message.body = std::move(body);
    m_txTrace(message);
    m_links.Send(index, message);
}

void
RowNode::SendRows(uint32_t step)
{
    const RowStep& rows = m_batch->graph->GetSteps()[step];
    RowRowsBody body;
    static_cast<RowBatchBody&>(body) = m_batch->head;
    body.step = step;
    body.image = rows.task;
    body.layer = rows.layer;
    body.first = rows.rows.first;
    body.end = rows.rows.end;
    body.sent = Simulator::Now().GetSeconds();
    InferenceMessage message;
    message.type = RowMessage::Of(rows, m_batch->problem.layers.size());
    message.task = m_batch->number;
    message.body = Encode(body);
    message.payloadBytes = static_cast<uint64_t>(std::ceil(rows.load));
    if (m_ledger)
    {
        m_ledger->Queue(m_batch->number, step);
    }
    m_txTrace(message);
    m_links.Send(rows.peer, message);
    HandleSent(step);
}

void
RowNode::Compute(uint32_t step)
{
    const RowStep& work = m_batch->graph->GetSteps()[step];
    Job job;
    job.flop = work.load;
    job.units = m_processor->GetUnits();
    job.tag = step;
    const uint64_t number = m_batch->number;
    job.done = [this, number, step](const JobReport& report) { HandleJob(number, step, report); };
    const uint64_t id = m_processor->Submit(job);
    if (m_batch && m_batch->number == number && !m_batch->walk->IsOver(step))
    {
        m_batch->job = id; // unless it has ended already
    }
}

void
RowNode::HandleJob(uint64_t number, uint32_t step, const JobReport& report)
{
    if (m_ledger)
    {
        m_ledger->Compute(number, step, m_index, report);
    }
    if (!m_running || !m_batch || m_batch->number != number ||
        report.outcome == JobOutcome::CANCELLED)
    {
        return;
    }
    m_batch->job = 0;
    if (report.outcome != JobOutcome::COMPLETED)
    {
        HandleFailed(report);
        return;
    }
    const double fixed = m_processor->GetJobOverhead();
    const double time = (report.ended - report.started).GetSeconds() - fixed;
    const double flop = m_batch->graph->GetSteps()[step].load;
    if (flop > 0 && time > 0)
    {
        m_measuredFlop += flop;
        m_measuredTime += time;
    }
    HandleComputed(step);
    if (m_batch && m_batch->number == number)
    {
        m_batch->walk->End(step);
    }
}

bool
RowNode::IsWork(MessageType type)
{
    return type == RowMessage::IMAGE_ROWS || type == RowMessage::EDGE_ROWS ||
           type == RowMessage::ZONE_ROWS || type == RowMessage::FINAL_ROWS ||
           type == RowMessage::NOTICE;
}

void
RowNode::HandleWork(uint32_t from, const InferenceMessage& message)
{
    if (message.type == RowMessage::NOTICE)
    {
        HandleNotice(from, message);
    }
    else
    {
        HandleRows(from, message);
    }
}

void
RowNode::HandleRows(uint32_t from, const InferenceMessage& message)
{
    RowRowsBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault) || !FindBatch(message.task, body))
    {
        CountMalformed(std::string(ToString(message.type)) + ": " +
                       (fault.empty() ? "of no batch there is" : fault));
        return;
    }
    if (!m_batch || m_batch->number != message.task)
    {
        return; // it was given up meanwhile
    }
    const std::vector<RowStep>& steps = m_batch->graph->GetSteps();
    const RowStep* rows = body.step < steps.size() ? &steps[body.step] : nullptr;
    const Time now = Simulator::Now();
    if (!rows || rows->kind != StepKind::TRANSFER || rows->node != from || rows->peer != m_index ||
        rows->task != body.image || rows->layer != body.layer || rows->rows.first != body.first ||
        rows->rows.end != body.end || message.type != RowMessage::Of(*rows, m_batch->problem.layers.size()) ||
        message.payloadBytes != static_cast<uint64_t>(std::ceil(rows->load)) ||
        !(body.sent <= now.GetSeconds()))
    {
        CountMalformed(std::string(ToString(message.type)) + ": not what the plan wants here");
        return;
    }
    Measurement& link = m_measured[from];
    // An instant in seconds may be a nanosecond off.
    const Time started = Min(now, Max(ToTime(body.sent), link.lastArrival));
    link.lastArrival = now;
    if (message.payloadBytes >= m_measureMin && now > started)
    {
        link.bits += 8.0 * message.payloadBytes;
        link.time += (now - started).GetSeconds();
    }
    if (m_ledger)
    {
        m_ledger->Arrive(m_batch->number, body.step, started.GetSeconds());
    }
    if (!m_batch->walk->End(body.step))
    {
        CountMalformed(std::string(ToString(message.type)) + ": the same rows twice");
        return;
    }
    if (m_batch && m_batch->number == message.task)
    {
        HandleArrived(body.step);
    }
}

void
RowNode::HandleNotice(uint32_t from, const InferenceMessage& message)
{
    RowNoticeBody body;
    std::string fault;
    if (!Decode(message.body, body, &fault) || !FindBatch(message.task, body))
    {
        CountMalformed("ROW_NOTICE: " + (fault.empty() ? "of no batch there is" : fault));
        return;
    }
    if (m_batch && m_batch->number == message.task && !m_batch->walk->Hear(from, body.notice))
    {
        CountMalformed("ROW_NOTICE: not for this node, or the same twice");
    }
}

RowStatusBody
RowNode::MakeStatus()
{
    const ChainDevice device = DescribeChainDevice(m_processor);
    RowStatusBody status;
    status.node = m_index;
    status.flops = device.peakFlops;
    status.operationTime = device.fixedTime;
    status.busyPower = device.busyPower;
    if (m_measuredTime > 0)
    {
        status.measuredFlops = m_measuredFlop / m_measuredTime;
        m_measuredFlop = m_measuredTime = 0;
    }
    for (auto& [peer, link] : m_measured)
    {
        if (link.time > 0)
        {
            status.links.push_back({peer, link.bits / link.time});
            link.bits = link.time = 0;
        }
    }
    return status;
}

} // namespace edgeai
} // namespace ns3
