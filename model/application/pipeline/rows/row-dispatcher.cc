/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-dispatcher.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiRowDispatcher");

NS_OBJECT_ENSURE_REGISTERED(RowDispatcher);

namespace
{

constexpr uint32_t HOST = 0;

} // namespace

TypeId
RowDispatcher::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::RowDispatcher")
            .SetParent<RowNode>()
            .SetGroupName("EdgeAi")
            .AddAttribute(
                "Planner",
                "TypeId name of who divides the rows",
                StringValue("ns3::edgeai::HalpPlanner"),
                MakeStringAccessor(&RowDispatcher::SetPlannerName, &RowDispatcher::GetPlannerName),
                MakeStringChecker())
            .AddAttribute("Batch",
                          "Images that are shared together, 1 to 256",
                          UintegerValue(1),
                          MakeUintegerAccessor(&RowDispatcher::m_batchSize),
                          MakeUintegerChecker<uint32_t>(1, RowLimits::IMAGES))
            .AddAttribute("BatchWait",
                          "How long the first image waits for others of its batch",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&RowDispatcher::m_batchWait),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Patience",
                          "How long after its start the host waits for secondaries that have not "
                          "said yet what they are, before it runs alone",
                          TimeValue(Seconds(2)),
                          MakeTimeAccessor(&RowDispatcher::m_patience),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Replan",
                          "Plan again when a rate or a speed has moved too far",
                          BooleanValue(true),
                          MakeBooleanAccessor(&RowDispatcher::m_replan),
                          MakeBooleanChecker())
            .AddAttribute(
                "SilenceFactor",
                "How many times as long as planned a secondary's rows are waited for [1], >= 1",
                DoubleValue(3),
                MakeDoubleAccessor(&RowDispatcher::m_silenceFactor),
                MakeDoubleChecker<double>(1))
            .AddAttribute("SilenceMin",
                          "How long a secondary's rows are waited for anyway, > 0",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&RowDispatcher::m_silenceMin),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddTraceSource("Silent",
                            "A secondary fell silent or left while a batch was under way",
                            MakeTraceSourceAccessor(&RowDispatcher::m_silentTrace),
                            "ns3::edgeai::RowDispatcher::SilentTracedCallback");
    return tid;
}

RowDispatcher::RowDispatcher()
    : m_planner("RowHost", &CreateRowPartitionPlanner)
{
    m_silence.onSilent = [this](uint32_t node, uint32_t layer) {
        GiveUp(node, layer, "fell silent");
    };
}

RowDispatcher::~RowDispatcher() = default;

void
RowDispatcher::DoDispose()
{
    m_silence.Stop();
    m_startEvent.Cancel();
    m_planner.Set(nullptr);
    m_settings.planner = nullptr;
    RowNode::DoDispose();
}

void
RowDispatcher::SetPlanner(Ptr<RowPartitionPlanner> planner)
{
    m_planner.Set(planner);
}

void
RowDispatcher::SetPlannerName(const std::string& name)
{
    m_planner.SetName(name);
}

std::string
RowDispatcher::GetPlannerName() const
{
    return m_planner.GetName();
}

void
RowDispatcher::SetPlanning(const RowPlanning::Settings& settings)
{
    m_settings = settings;
}

void
RowDispatcher::StartApplication()
{
    NS_LOG_FUNCTION(this);
    m_planner.Require();
    m_settings.planner = m_planner.Get();
    m_plannedBy.clear();
    m_settings.networks = ShareNetworks();
    m_settings.nodes = GetNodeCount();
    m_settings.images = m_batchSize;
    m_planning = RowPlanning();
    m_planning.Start(m_settings);
    m_intake.Start(ShareNetworks());
    m_present.assign(GetNodeCount(), false);
    m_started = Simulator::Now();
    RowNode::StartApplication();
    m_planning.Describe(MakeStatus());
}

void
RowDispatcher::StopApplication()
{
    NS_LOG_FUNCTION(this);
    const TaskEnding stopped{TaskOutcome::STOPPED, "the host was stopped"};
    m_silence.Stop();
    m_startEvent.Cancel();
    for (const RowIntake::Image& image : m_intake.Take(m_intake.GetWaiting().size()))
    {
        EndImage(image.number, stopped);
    }
    EndBatch(stopped);
    RowNode::StopApplication();
}

bool
RowDispatcher::IsSharing()
{
    return GetBatch() && !m_images.empty() && !GetBatch()->GetPlan().GetDivision().IsAlone();
}

bool
RowDispatcher::HasAll() const
{
    return std::all_of(m_present.begin() + 1, m_present.end(), [](bool here) { return here; });
}

bool
RowDispatcher::MustWait(uint32_t count)
{
    const Time now = Simulator::Now();
    const std::deque<RowIntake::Image>& waiting = m_intake.GetWaiting();
    Time until = m_planning.KnowsAll() ? now : AddWait(m_started, m_patience);
    // Of another network behind them none will join these.
    if (until <= now && count < m_batchSize && count == waiting.size())
    {
        until = AddWait(waiting.front().arrived, m_batchWait);
    }
    if (until > now)
    {
        StartLater(until - now);
    }
    return until > now;
}

void
RowDispatcher::StartLater(Time delay)
{
    m_startEvent.Cancel();
    m_startEvent = Simulator::Schedule(LimitWait(delay), &RowDispatcher::TryStart, this);
}

void
RowDispatcher::TryStart()
{
    while (IsRunning() && m_images.empty() && !m_intake.GetWaiting().empty())
    {
        const uint32_t count = m_intake.CountFirst(m_batchSize);
        if (MustWait(count))
        {
            return;
        }
        m_startEvent.Cancel();
        StartBatch(count);
    }
}

void
RowDispatcher::PlanAnew()
{
    Mark("plans", "because", m_planning.ExplainDue());
    m_planner.Require();
    m_planning.SetPlanner(m_planner.Get()); // it may be another one since
    m_plannedBy = m_planner.GetName();
    m_planning.PlanAll(Simulator::Now().GetSeconds());
    HandleChange();
}

void
RowDispatcher::Mark(const std::string& what, const std::string& key, const std::string& value)
{
    if (GetLedger() && GetLedger()->GetMonitor())
    {
        GetLedger()->GetMonitor()->AddInstant(GetNode()->GetId(),
                                              what,
                                              Simulator::Now(),
                                              {{key, value}});
    }
}

void
RowDispatcher::EndImage(uint64_t image, const TaskEnding& ending)
{
    if (GetLedger())
    {
        GetLedger()->End(image, ending);
    }
}

void
RowDispatcher::StartBatch(uint32_t count)
{
    m_images = m_intake.Take(count);
    m_begun = Simulator::Now();
    const uint32_t network = m_images.front().network;
    if (!m_planning.KnowsAll() || !HasAll())
    {
        RunBatch(m_planning.GetAloneBody(network), m_planning.GetAlone(network, count), false);
        return;
    }
    if (m_planning.GetChanges().empty() || (m_replan && m_planning.IsDue()))
    {
        PlanAnew();
    }
    const RowPartitionPlan plan = m_planning.GetPlanFor(network, count);
    if (!plan.IsUsable())
    {
        EndBatch(
            {plan.status == PlanStatus::REFUSED ? TaskOutcome::REFUSED : TaskOutcome::INFEASIBLE,
             plan.reason});
        return;
    }
    const RowPlanBody body = m_planning.GetBody(network);
    for (const uint32_t node : m_planning.TakeUntold(network))
    {
        Tell(node, RowMessage::PLAN, body.number, Encode(body));
    }
    RunBatch(body, plan, false);
}

void
RowDispatcher::RunBatch(const RowPlanBody& body, const RowPartitionPlan& plan, bool given)
{
    const uint64_t number = ++m_batches;
    NS_LOG_LOGIC("batch " << number << ": " << m_images.size() << " images, plan " << body.number);
    if (GetLedger())
    {
        RowLedger::BatchStart start;
        start.batch = number;
        for (const RowIntake::Image& image : m_images)
        {
            start.images.push_back(image.number);
        }
        start.network = GetNetworks()[body.network].name;
        start.planner = body.number > 0 ? m_plannedBy : "";
        start.number = body.number;
        start.plan = &plan;
        start.begun = m_begun.GetSeconds();
        start.given = given;
        GetLedger()->Start(start);
    }
    m_answered = 0;
    OpenBatch(number, body, m_images.size());
    m_silence.Start(plan, m_silenceFactor, m_silenceMin);
    BeginBatch();
}

void
RowDispatcher::HandleSent(uint32_t step)
{
    m_silence.Note(step + 1); // in a plan the upload comes first
}

void
RowDispatcher::HandleArrived(uint32_t step)
{
    m_silence.Note(step + 1);
}

void
RowDispatcher::HandleComputed(uint32_t step)
{
    m_silence.Note(step + 1);
    const RowBatch& batch = *GetBatch();
    const RowStep& done = batch.GetStep(step);
    if (done.layer <= batch.GetLayerCount())
    {
        return;
    }
    // A tail: this image has its answer.
    const RowIntake::Image image = m_images[done.task];
    if (GetLedger())
    {
        GetLedger()->Answer(batch.GetNumber(), image.number);
        GetLedger()->QueueResult(image.number);
    }
    InferenceMessage message;
    message.type = RowMessage::RESULT;
    message.task = image.number;
    RowResultBody body;
    body.goodput = image.goodput;
    message.body = Encode(body);
    message.payloadBytes = batch.GetResultBytes();
    const bool last = ++m_answered == m_images.size();
    m_txTrace(message);
    GetLinks().Reply(image.device, message);
    if (last)
    {
        m_images.clear();
        m_silence.Stop();
        m_planning.Learn(MakeStatus());
        // The walk goes on to its end; what is next begins when it is done.
        StartLater(Time(0));
    }
}

void
RowDispatcher::HandleFailed(const JobReport& report)
{
    EndBatch(ExplainJob(report, "the host"));
    TryStart();
}

void
RowDispatcher::EndBatch(const TaskEnding& ending)
{
    m_silence.Stop();
    CloseBatch();
    for (const RowIntake::Image& image : std::exchange(m_images, {}))
    {
        EndImage(image.number, ending);
    }
}

void
RowDispatcher::GiveUp(uint32_t node, uint32_t layer, const std::string& why)
{
    const uint64_t batch = GetBatch()->GetNumber();
    const uint32_t network = GetBatch()->GetPlan().network;
    NS_LOG_INFO("secondary " << node << " " << why << ": batch " << batch << " runs alone");
    ++m_silences;
    // Its neighbour may only have waited for another one: whoever is there says so with the next
    // status, before which the host is not done alone.
    m_present.assign(m_present.size(), false);
    Mark("secondary " + std::to_string(node) + " " + why,
         "awaited",
         "rows of layer " + std::to_string(layer));
    for (uint32_t other = 1; other < GetNodeCount(); ++other)
    {
        Tell(other, RowMessage::ABANDON, batch, {});
    }
    CloseBatch();
    m_images.erase(m_images.begin(), m_images.begin() + m_answered);
    m_silentTrace(node, layer);
    RunBatch(m_planning.GetAloneBody(network), m_planning.GetAlone(network, m_images.size()), true);
    HandleChange();
}

} // namespace edgeai
} // namespace ns3
