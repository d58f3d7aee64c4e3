/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-node.h"

#include "application/control/processor-description.h"
#include "application/message/message-archive.h"
#include "compute/time-steps.h"
#include "period-limits.h"

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
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&RowNode::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()));
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
    m_meter.SetLeast(m_measureMin);
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

std::string
RowNode::ExplainFault(const RowPlanBody& plan) const
{
    if (plan.network >= m_networks->size())
    {
        return "network is " + std::to_string(plan.network) + "; allowed is 0 to " +
               std::to_string(m_networks->size() - 1);
    }
    return ExplainDivision(MakeGraphProblem(*m_networks, plan.network, m_nodes, 1),
                           plan.GetDivision());
}

void
RowNode::OpenBatch(uint64_t number, const RowPlanBody& plan, uint32_t images)
{
    NS_LOG_FUNCTION(this << number << plan.number << images);
    CloseBatch();
    m_lastBatch = number;
    m_batch =
        std::make_unique<RowBatch>(number,
                                   plan,
                                   MakeGraphProblem(*m_networks, plan.network, m_nodes, images),
                                   m_index);
    RowWalk& walk = m_batch->GetWalk();
    walk.onCompute = [this](uint32_t step) { Compute(step); };
    walk.onSend = [this](uint32_t step) { SendRows(step); };
    walk.onNotice = [this](uint32_t peer, uint32_t notice) {
        const InferenceMessage message = m_batch->MakeNotice(notice);
        m_txTrace(message);
        m_links.Send(peer, message);
    };
}

void
RowNode::BeginBatch()
{
    m_batch->GetWalk().Begin();
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
    const InferenceMessage message = m_batch->MakeRows(step, Simulator::Now().GetSeconds());
    const uint32_t peer = m_batch->GetStep(step).peer;
    if (m_ledger)
    {
        m_ledger->Queue(m_batch->GetNumber(), step);
    }
    m_txTrace(message);
    m_links.Send(peer, message);
    HandleSent(step);
}

void
RowNode::Compute(uint32_t step)
{
    Job job;
    job.flop = m_batch->GetStep(step).load;
    job.units = m_processor->GetUnits();
    job.tag = step;
    const uint64_t number = m_batch->GetNumber();
    job.done = [this, number, step](const JobReport& report) { HandleJob(number, step, report); };
    const uint64_t id = m_processor->Submit(job);
    if (m_batch && m_batch->GetNumber() == number && !m_batch->GetWalk().IsOver(step))
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
    if (!m_running || !m_batch || m_batch->GetNumber() != number ||
        report.outcome == JobOutcome::CANCELLED)
    {
        return;
    }
    m_batch->job = 0;
    if (report.outcome != JobOutcome::COMPLETED)
    {
        // It may have been refused at once, in the middle of a step of the walk.
        ScheduleCall(Time(0), [this, number, report] {
            if (m_running && m_batch && m_batch->GetNumber() == number)
            {
                HandleFailed(report);
            }
        });
        return;
    }
    const double fixed = m_processor->GetJobOverhead();
    const double time = (report.ended - report.started).GetSeconds() - fixed;
    m_meter.AddWork(m_batch->GetStep(step).load, time);
    HandleComputed(step);
    if (m_batch && m_batch->GetNumber() == number)
    {
        m_batch->GetWalk().End(step);
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
    if (!m_batch || m_batch->GetNumber() != message.task)
    {
        return; // it was given up meanwhile
    }
    const Time now = Simulator::Now();
    if (!m_batch->Expects(from, message, body) || !(body.sent <= now.GetSeconds()))
    {
        CountMalformed(std::string(ToString(message.type)) + ": not what the plan wants here");
        return;
    }
    const Time started = m_meter.Arrive(from, body.sent, message.payloadBytes, now);
    if (m_ledger)
    {
        m_ledger->Arrive(m_batch->GetNumber(), body.step, started.GetSeconds());
    }
    if (!m_batch->GetWalk().End(body.step))
    {
        CountMalformed(std::string(ToString(message.type)) + ": the same rows twice");
        return;
    }
    if (m_batch && m_batch->GetNumber() == message.task)
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
    if (m_batch && m_batch->GetNumber() == message.task &&
        !m_batch->GetWalk().Hear(from, body.notice))
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
    m_meter.Take(status);
    return status;
}

} // namespace edgeai
} // namespace ns3
