/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-node.h"

#include "application/message/message-archive.h"
#include "application/message/socket-address.h"
#include "compute/time-steps.h"
#include "period-limits.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/tcp-socket-factory.h"

#include <string>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiPipelineNode");

NS_OBJECT_ENSURE_REGISTERED(PipelineNode);

TypeId
PipelineNode::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PipelineNode")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Controller",
                          "Address and port of the controller",
                          AddressValue(),
                          MakeAddressAccessor(&PipelineNode::m_controller),
                          MakeSocketAddressChecker())
            .AddAttribute("ReportPeriod",
                          "Time between reports to the controller, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&PipelineNode::m_reportPeriod),
                          MakeTimeChecker(PeriodLimits::Message()))
            .AddAttribute("ReconnectInterval",
                          "Pause before a lost connection is tried again, >= 0.1 ms",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&PipelineNode::m_reconnectInterval),
                          MakeTimeChecker(PeriodLimits::Message()));
    return tid;
}

PipelineNode::PipelineNode() = default;

PipelineNode::~PipelineNode() = default;

void
PipelineNode::DoDispose()
{
    m_running = false;
    m_reportEvent.Cancel();
    m_battery.Stop();
    m_control.Abandon();
    m_network = nullptr;
    m_ledger = nullptr;
    MessageApplication::DoDispose();
}

void
PipelineNode::SetPlace(std::shared_ptr<const ChainProblem> network, uint32_t position)
{
    m_network = network;
    m_position = position;
}

void
PipelineNode::SetLedger(Ptr<FrameLedger> ledger)
{
    m_ledger = ledger;
}

uint32_t
PipelineNode::GetPosition() const
{
    return m_position;
}

const ChainProblem&
PipelineNode::GetNetwork() const
{
    return *m_network;
}

std::shared_ptr<const ChainProblem>
PipelineNode::ShareNetwork() const
{
    return m_network;
}

Ptr<FrameLedger>
PipelineNode::GetLedger() const
{
    return m_ledger;
}

bool
PipelineNode::IsRunning() const
{
    return m_running;
}

void
PipelineNode::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_network,
                        "PipelineNode: node " << GetNode()->GetId()
                                              << " does not know the network; call SetPlace()");
    m_running = true;
    m_control.onReady = [this] { Report(true); };
    m_control.onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
    m_control.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_battery.onDepleted = [this] { SetDepleted(true); };
    m_battery.onRecharged = [this] { SetDepleted(false); };
    m_battery.Start(GetNode()); // first: who has no energy does not connect
    if (!m_battery.IsDepleted())
    {
        StartControl();
    }
    ScheduleReport();
}

void
PipelineNode::StartControl()
{
    MessageSession::Settings settings;
    settings.remote = m_controller;
    settings.remoteName = "PipelineNode::Controller";
    settings.protocol = TcpSocketFactory::GetTypeId(); // plans must not get lost
    settings.socket = GetSocketSettings();
    settings.reconnectInterval = m_reconnectInterval;
    m_control.Start(GetNode(), settings);
}

void
PipelineNode::SetDepleted(bool depleted)
{
    NS_LOG_FUNCTION(this << depleted);
    m_depleted = depleted;
    if (m_ledger && m_ledger->GetMonitor())
    {
        InferenceMonitor& monitor = *m_ledger->GetMonitor();
        const Time now = Simulator::Now();
        const uint32_t node = GetNode()->GetId();
        monitor.AddInstant(node, depleted ? "battery empty" : "battery charged", now);
        monitor.GetEnergyBook().NoteBattery(node, now.GetSeconds(), depleted);
    }
    depleted ? m_control.Stop() : StartControl();
    HandleBattery();
}

bool
PipelineNode::IsDepleted() const
{
    return m_depleted;
}

TaskEnding
PipelineNode::ExplainDepletion() const
{
    return {TaskOutcome::BATTERY,
            "the node at position " + std::to_string(m_position) + " ran out of energy"};
}

void
PipelineNode::HandleBattery()
{
}

void
PipelineNode::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_depleted = false;
    m_battery.Stop();
    m_reportEvent.Cancel();
    m_control.Stop();
}

void
PipelineNode::ScheduleReport()
{
    m_reportEvent = ScheduleCall(LimitWait(m_reportPeriod), [this] {
        Report(false);
        ScheduleReport();
    });
}

void
PipelineNode::Report(bool hello)
{
    if (!m_control.IsConnected())
    {
        return; // what was measured is told with the next one
    }
    PipelineReportBody report;
    report.position = m_position;
    report.hello = hello;
    FillReport(report);
    Tell(PipelineMessage::REPORT, 0, Encode(report));
}

void
PipelineNode::Tell(MessageType type, uint64_t number, std::vector<uint8_t> body)
{
    if (!m_control.IsConnected())
    {
        return;
    }
    InferenceMessage message;
    message.type = type;
    message.task = number;
    message.body = std::move(body);
    m_txTrace(message);
    m_control.Send(message, 0);
}

void
PipelineNode::HandleWeights(uint64_t, uint64_t)
{
    CountMalformed("WEIGHTS for who is no stage");
}

void
PipelineNode::Receive(FrameReceiver& receiver, uint16_t port, bool ipv6, double measureMin)
{
    FrameReceiver::Settings settings;
    settings.listener.port = port;
    settings.listener.ipv6 = ipv6;
    settings.listener.socket = GetSocketSettings();
    settings.link = m_position - 1;
    settings.network = m_network;
    settings.measureMin = measureMin;
    receiver.onReceive = [this](const InferenceMessage& message) { m_rxTrace(message); };
    receiver.onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    receiver.Start(GetNode(), settings, m_ledger);
}

void
PipelineNode::FillLink(FrameReceiver& receiver, PipelineReportBody& report)
{
    const FrameReceiver::Measurement link = receiver.TakeMeasurement();
    report.linkBits = link.bits;
    report.linkTime = link.time;
    report.linkFrames = link.frames;
}

void
PipelineNode::HandleMessage(const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << ToString(message.type) << message.task);
    m_rxTrace(message);
    if (message.type == PipelineMessage::WEIGHTS && message.body.empty())
    {
        HandleWeights(message.task, message.payloadBytes);
        return;
    }
    if (message.type != PipelineMessage::PLAN)
    {
        CountMalformed(std::string("a controller has no business sending ") +
                       ToString(message.type));
        return;
    }
    PipelinePlanBody plan;
    std::string fault;
    if (Decode(message.body, plan, &fault))
    {
        fault = plan.number != message.task ? "number is not the one in the header"
                                            : ExplainFault(plan, *m_network);
    }
    if (!fault.empty())
    {
        CountMalformed("PIPELINE_PLAN: " + fault);
        return;
    }
    HandlePlan(plan);
}

} // namespace edgeai
} // namespace ns3
