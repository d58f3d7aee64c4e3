/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-controller.h"

#include "application/control/planner-chooser.h"
#include "application/control/replan-trigger.h"
#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "application/message/resume-body.h"
#include "period-limits.h"
#include "pipeline-body.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiPipelineController");

NS_OBJECT_ENSURE_REGISTERED(PipelineController);

namespace
{
/// Measurements in one report that are looked at.
constexpr uint32_t MAX_MEASUREMENTS = 100;
} // namespace

TypeId
PipelineController::GetTypeId()
{
    constexpr double tiny = std::numeric_limits<double>::min();
    static TypeId tid =
        TypeId("ns3::edgeai::PipelineController")
            .SetParent<MessageApplication>()
            .SetGroupName("EdgeAi")
            .AddConstructor<PipelineController>()
            .AddAttribute("Port",
                          "TCP port, 1 to 65535",
                          UintegerValue(4748),
                          MakeUintegerAccessor(&PipelineController::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Ipv6",
                          "Listen on IPv6 instead of IPv4",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PipelineController::m_ipv6),
                          MakeBooleanChecker())
            .AddAttribute("Planner",
                          "TypeId name of the pipeline planner that decides",
                          StringValue("ns3::edgeai::IovtPlanner"),
                          MakeStringAccessor(&PipelineController::SetPlannerName,
                                             &PipelineController::GetPlannerName),
                          MakeStringChecker())
            .AddAttribute("Replan",
                          "Whether to plan again when measured rates ask for it",
                          BooleanValue(true),
                          MakeBooleanAccessor(&PipelineController::m_replan),
                          MakeBooleanChecker())
            .AddAttribute("RateWeight",
                          "Weight of a new measurement in the mean rate of a link [1], in (0, 1]",
                          DoubleValue(0.2),
                          MakeDoubleAccessor(&PipelineController::m_rateWeight),
                          MakeDoubleChecker<double>(tiny, 1))
            .AddAttribute("ReplanDrift",
                          "Plan again when an estimate is off by more than this share from the one "
                          "planned with, > 0 [1]",
                          DoubleValue(0.15),
                          MakeDoubleAccessor(&PipelineController::m_replanDrift),
                          MakeDoubleChecker<double>(tiny))
            .AddAttribute("ReplanPeriod",
                          "Plan again at the latest after this time, >= 1 ms",
                          TimeValue(Seconds(5)),
                          MakeTimeAccessor(&PipelineController::m_replanPeriod),
                          MakeTimeChecker(PeriodLimits::Plan()))
            .AddAttribute("ReadyTimeout",
                          "How long stages may take to get ready for a plan before another one may "
                          "be made instead, > 0",
                          TimeValue(Seconds(30)),
                          MakeTimeAccessor(&PipelineController::m_readyTimeout),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddTraceSource("Plan",
                            "A plan was made",
                            MakeTraceSourceAccessor(&PipelineController::m_planTrace),
                            "ns3::edgeai::PipelineController::PlanTracedCallback")
            .AddTraceSource("Report",
                            "A position has reported",
                            MakeTraceSourceAccessor(&PipelineController::m_reportTrace),
                            "ns3::edgeai::PipelineController::ReportTracedCallback");
    return tid;
}

PipelineController::PipelineController()
    : m_planner(std::make_unique<PlannerChooser<ChainPlanner>>("PipelineController",
                                                               &CreateChainPlanner)),
      m_listener(std::make_unique<MessageListener>()),
      m_current(std::make_unique<PipelinePlanBody>()),
      m_pending(std::make_unique<PipelinePlanBody>())
{
}

PipelineController::~PipelineController() = default;

void
PipelineController::DoDispose()
{
    m_running = false;
    m_listener->Abandon();
    m_planner->Set(nullptr);
    m_monitor = nullptr;
    MessageApplication::DoDispose();
}

void
PipelineController::SetProblem(const ChainProblem& problem)
{
    m_problem = problem;
}

void
PipelineController::SetPlanner(Ptr<ChainPlanner> planner)
{
    m_planner->Set(planner);
}

void
PipelineController::SetPlannerName(std::string name)
{
    m_planner->SetName(name);
}

std::string
PipelineController::GetPlannerName() const
{
    return m_planner->GetName();
}

void
PipelineController::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_monitor = monitor;
}

const std::vector<PipelineChange>&
PipelineController::GetPlans() const
{
    return m_plans;
}

uint64_t
PipelineController::GetPlanNumber() const
{
    return m_current->number;
}

std::vector<double>
PipelineController::GetRates() const
{
    return m_trigger ? m_trigger->GetRates() : m_problem.linkRates;
}

uint32_t
PipelineController::GetStageCount() const
{
    return m_problem.linkRates.size() - 1;
}

bool
PipelineController::IsThere(uint32_t position) const
{
    return m_positions.count(position) > 0;
}

void
PipelineController::StartApplication()
{
    NS_LOG_FUNCTION(this);
    NS_ABORT_MSG_UNLESS(m_problem.linkRates.size() >= 2,
                        "PipelineController: the problem needs the rates of at least two links; "
                        "call SetProblem()");
    m_problem.devices.resize(GetStageCount());
    ReplanOptions options;
    options.weight = m_rateWeight;
    options.drift = m_replanDrift;
    options.period = m_replanPeriod.GetSeconds();
    m_trigger = std::make_unique<ReplanTrigger>(m_problem.linkRates, options);
    m_running = true;
    MessageListener::Settings settings;
    settings.port = m_port;
    settings.ipv6 = m_ipv6;
    settings.socket = GetSocketSettings();
    m_listener->onMessage = [this](Peer peer, const InferenceMessage& message) {
        HandleMessage(peer, message);
    };
    m_listener->onGone = [this](Peer peer) { HandleGone(peer); };
    m_listener->onMalformed = [this](const std::string& reason) { CountMalformed(reason); };
    m_listener->Start(GetNode(), settings);
}

void
PipelineController::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_running = false;
    m_listener->Stop();
    m_positions.clear();
    *m_pending = PipelinePlanBody();
}

void
PipelineController::HandleGone(Peer peer)
{
    for (auto it = m_positions.begin(); it != m_positions.end();)
    {
        it = it->second == peer ? m_positions.erase(it) : std::next(it);
    }
}

void
PipelineController::HandleMessage(Peer peer, const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << peer << ToString(message.type) << message.task);
    m_rxTrace(message);
    switch (message.type)
    {
    case PipelineMessage::REPORT:
        HandleReport(peer, message);
        return;
    case PipelineMessage::PLAN_READY:
        HandleReady(peer, message);
        return;
    default:
        CountMalformed(std::string("nobody has business sending ") + ToString(message.type));
    }
}

void
PipelineController::HandleReport(Peer peer, const InferenceMessage& message)
{
    PipelineReportBody report;
    std::string fault;
    if (Decode(message.body, report, &fault))
    {
        fault = ExplainFault(report, GetStageCount());
    }
    if (!fault.empty())
    {
        CountMalformed("PIPELINE_REPORT: " + fault);
        return;
    }
    const uint32_t position = report.position;
    if (!report.hello && (!IsThere(position) || m_positions.at(position) != peer))
    {
        CountMalformed("PIPELINE_REPORT of somebody who did not say hello as that position");
        return;
    }
    if (report.hello && IsThere(position) && m_positions.at(position) != peer &&
        !AreSameHost(m_listener->GetAddress(m_positions.at(position)),
                     m_listener->GetAddress(peer)))
    {
        CountMalformed("PIPELINE_REPORT: somebody else holds position " + std::to_string(position));
        m_listener->Close(peer); // whoever has moved tries again, until the old connection is gone
        return;
    }
    m_reportTrace(report);
    if (report.hello)
    {
        m_positions[position] = peer;
        if (position > 0 && position <= GetStageCount())
        {
            ChainDevice& device = m_problem.devices[position - 1];
            device.name = "stage " + std::to_string(position);
            device.peakFlops = report.peakFlops;
            device.memoryBandwidth = report.memoryBandwidth;
            device.memoryBytes = report.memoryBytes;
            device.fixedTime = report.fixedTime;
            device.busyPower = report.busyPower;
        }
        // Who comes back has missed what the others were told.
        const bool stage = position > 0 && position <= GetStageCount();
        for (const PipelinePlanBody* plan : {m_current.get(), m_pending.get()})
        {
            if (plan->number > 0 &&
                ((stage && plan->IsUsable()) || (position == 0 && plan == m_current.get())))
            {
                Send(peer, PipelineMessage::PLAN, plan->number, Encode(*plan));
            }
        }
    }
    if (report.linkTime > 0 && position > 0)
    {
        // Every frame is a measurement; a report tells their mean. Beyond some, more change
        // nothing.
        for (uint32_t i = 0; i < std::min(report.linkFrames, MAX_MEASUREMENTS); ++i)
        {
            m_trigger->AddGoodput(position - 1, report.linkBits / report.linkTime);
        }
    }
    if (m_plans.empty())
    {
        // Everybody must be there: the first frames would be lost otherwise.
        if (m_positions.size() == GetStageCount() + 2)
        {
            Decide("start");
        }
        return;
    }
    const Time now = Simulator::Now();
    const bool busy = m_pending->number > 0 && now - m_pendingSince < m_readyTimeout;
    if (m_replan && !busy)
    {
        const ReplanTrigger::Verdict verdict = m_trigger->Judge(now.GetSeconds());
        if (verdict != ReplanTrigger::KEEP)
        {
            Decide(verdict == ReplanTrigger::DRIFT ? "drift" : "period");
        }
    }
}

void
PipelineController::Decide(const std::string& cause)
{
    NS_LOG_FUNCTION(this << cause);
    const Time now = Simulator::Now();
    m_problem.linkRates = m_trigger->GetRates();
    PipelineChange change;
    change.plan = m_planner->Require().Plan(m_problem);
    for (uint32_t i = 0; i < change.plan.stages.size(); ++i)
    {
        if (change.plan.stages[i].device != i)
        {
            change.plan.status = PlanStatus::REFUSED;
            change.plan.reason = "it changes the order of devices, which stand where they are";
        }
    }
    m_trigger->MarkPlanned(now.GetSeconds());
    const PipelinePlanBody body = MakePlanBody(change.plan, m_lastNumber + 1, GetPlannerName());
    if (change.plan.IsUsable() && !body.IsUsable())
    {
        change.plan.status = body.status;
        change.plan.reason = body.reason;
    }
    const bool same = body.IsUsable() && m_current->IsUsable() && body.cuts == m_current->cuts &&
                      body.options == m_current->options;
    if (same && cause == "period")
    {
        return; // nothing to tell
    }
    if (!body.IsUsable() && m_current->IsUsable())
    {
        NS_LOG_WARN("no new plan: " << change.plan.reason);
        return; // what runs is better than nothing
    }
    ++m_lastNumber;
    change.made = now;
    change.used = NanoSeconds(-1);
    change.cause = cause;
    change.number = body.number;
    m_plans.push_back(change);
    m_planTrace(change);
    m_pendingIndex = m_plans.size() - 1;
    *m_pending = body;
    m_pendingSince = now;
    m_ready.clear();
    if (body.IsUsable())
    {
        TellStages();
    }
    else
    {
        TellCamera(); // its frames are dropped, with the reason
    }
}

void
PipelineController::TellStages()
{
    const std::vector<uint8_t> body = Encode(*m_pending);
    const uint64_t number = m_pending->number;
    for (uint32_t stage = 1; stage <= GetStageCount(); ++stage)
    {
        if (IsThere(stage)) // who is not is told when it says hello
        {
            Send(m_positions.at(stage), PipelineMessage::PLAN, number, body);
        }
    }
}

void
PipelineController::TellCamera()
{
    *m_current = *m_pending;
    *m_pending = PipelinePlanBody();
    m_plans[m_pendingIndex].used = Simulator::Now();
    if (m_monitor)
    {
        m_monitor->AddInstant(GetNode()->GetId(),
                              (m_current->IsUsable() ? "plan " : "no plan ") +
                                  std::to_string(m_current->number),
                              Simulator::Now(),
                              {{"cause", m_plans[m_pendingIndex].cause},
                               {"planner", m_current->planner},
                               {"reason", m_current->reason}});
    }
    if (IsThere(0))
    {
        Send(m_positions.at(0), PipelineMessage::PLAN, m_current->number, Encode(*m_current));
    }
}

void
PipelineController::HandleReady(Peer peer, const InferenceMessage& message)
{
    PlanReadyBody ready;
    uint32_t stage = 1;
    while (stage <= GetStageCount() && !(IsThere(stage) && m_positions.at(stage) == peer))
    {
        ++stage;
    }
    std::string fault;
    // Number 0 is no plan's, but what stands where there is none.
    if (!Decode(message.body, ready, &fault) || stage > GetStageCount() || message.task == 0)
    {
        CountMalformed("PLAN_READY: " +
                       (fault.empty() ? "its sender is no stage, or it is about no plan" : fault));
        return;
    }
    if (ready.missingBytes > 0)
    {
        // Also for the plan in force, which a stage that comes back may lack weights for.
        if (message.task == m_pending->number || message.task == m_current->number)
        {
            m_plans[m_pendingIndex].movedBytes += ready.missingBytes;
            Send(peer,
                 PipelineMessage::WEIGHTS,
                 message.task,
                 {},
                 static_cast<uint64_t>(std::ceil(ready.missingBytes)));
        }
        return;
    }
    if (m_pending->number == 0 || message.task != m_pending->number)
    {
        return; // about a plan that is no longer waited for
    }
    m_ready.insert(stage);
    if (m_ready.size() == GetStageCount())
    {
        TellCamera();
    }
}

void
PipelineController::Send(Peer peer,
                         MessageType type,
                         uint64_t number,
                         std::vector<uint8_t> body,
                         uint64_t payload)
{
    if (!m_running)
    {
        return;
    }
    InferenceMessage message;
    message.type = type;
    message.task = number;
    message.body = std::move(body);
    message.payloadBytes = payload;
    m_txTrace(message);
    m_listener->Send(peer, message);
}

} // namespace edgeai
} // namespace ns3
