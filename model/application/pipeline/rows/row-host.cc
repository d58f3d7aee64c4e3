/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-host.h"

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

NS_LOG_COMPONENT_DEFINE("EdgeAiRowHost");

NS_OBJECT_ENSURE_REGISTERED(RowHost);

namespace
{

constexpr uint32_t HOST = 0;

/// @param [in] layer of a network  @param [in] problem of it  @returns its name
std::string
GetLayerName(const RowPartitionProblem& problem, uint32_t layer)
{
    return layer >= 1 && layer <= problem.layers.size() && !problem.layers[layer - 1].name.empty()
               ? problem.layers[layer - 1].name
               : "layer " + std::to_string(layer);
}

} // namespace

TypeId
RowHost::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::RowHost")
            .SetParent<RowNode>()
            .SetGroupName("EdgeAi")
            .AddConstructor<RowHost>()
            .AddAttribute("Planner",
                          "TypeId name of who divides the rows",
                          StringValue("ns3::edgeai::HalpPlanner"),
                          MakeStringAccessor(&RowHost::SetPlannerName, &RowHost::GetPlannerName),
                          MakeStringChecker())
            .AddAttribute("Batch",
                          "Images that are shared together, 1 to 1024",
                          UintegerValue(1),
                          MakeUintegerAccessor(&RowHost::m_batchSize),
                          MakeUintegerChecker<uint32_t>(1, RowLimits::IMAGES))
            .AddAttribute("BatchWait",
                          "How long the first image waits for others of its batch",
                          TimeValue(Seconds(1)),
                          MakeTimeAccessor(&RowHost::m_batchWait),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Patience",
                          "How long after its start the host waits for secondaries that have not "
                          "said yet what they are, before it runs alone",
                          TimeValue(Seconds(2)),
                          MakeTimeAccessor(&RowHost::m_patience),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("QueueLimit",
                          "Images that may wait, >= 1; the newest goes",
                          UintegerValue(1000),
                          MakeUintegerAccessor(&RowHost::m_queueLimit),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("Replan",
                          "Plan again when a rate or a speed has moved too far",
                          BooleanValue(true),
                          MakeBooleanAccessor(&RowHost::m_replan),
                          MakeBooleanChecker())
            .AddAttribute("SilenceFactor",
                          "How many times as long as planned a secondary's rows are waited for, "
                          ">= 1",
                          DoubleValue(3),
                          MakeDoubleAccessor(&RowHost::m_silenceFactor),
                          MakeDoubleChecker<double>(1))
            .AddAttribute("SilenceMin",
                          "How long a secondary's rows are waited for anyway, > 0",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&RowHost::m_silenceMin),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddTraceSource("Silent",
                            "A secondary fell silent or left while a batch was under way",
                            MakeTraceSourceAccessor(&RowHost::m_silentTrace),
                            "ns3::edgeai::RowHost::SilentTracedCallback");
    return tid;
}

RowHost::RowHost()
    : m_planner("RowHost", &CreateRowPartitionPlanner)
{
    m_silence.onSilent = [this](uint32_t node, uint32_t layer) {
        GiveUp(node, layer, "fell silent");
    };
}

RowHost::~RowHost() = default;

void
RowHost::DoDispose()
{
    m_silence.Stop();
    m_startEvent.Cancel();
    m_planner.Set(nullptr);
    m_settings.planner = nullptr;
    RowNode::DoDispose();
}

void
RowHost::SetPlanner(Ptr<RowPartitionPlanner> planner)
{
    m_planner.Set(planner);
}

void
RowHost::SetPlannerName(const std::string& name)
{
    m_planner.SetName(name);
}

std::string
RowHost::GetPlannerName() const
{
    return m_planner.GetName();
}

void
RowHost::SetPlanning(const RowPlanning::Settings& settings)
{
    m_settings = settings;
}

const std::vector<RowChange>&
RowHost::GetChanges() const
{
    return m_changes;
}

uint64_t
RowHost::GetSilenceCount() const
{
    return m_silences;
}

const RowPlanning&
RowHost::GetPlanning() const
{
    return m_planning;
}

void
RowHost::StartApplication()
{
    NS_LOG_FUNCTION(this);
    m_planner.Require();
    m_settings.planner = m_planner.Get();
    m_settings.networks = ShareNetworks();
    m_settings.nodes = GetNodeCount();
    m_settings.images = m_batchSize;
    m_planning = RowPlanning();
    m_planning.Start(m_settings);
    m_plans.assign(GetNetworks().size(), Current());
    m_present.assign(GetNodeCount(), false);
    m_started = Simulator::Now();
    RowNode::StartApplication();
    m_planning.Describe(MakeStatus());
}

void
RowHost::StopApplication()
{
    NS_LOG_FUNCTION(this);
    const TaskEnding stopped{TaskOutcome::STOPPED, "the host was stopped"};
    m_silence.Stop();
    m_startEvent.Cancel();
    for (const Image& image : std::exchange(m_queue, {}))
    {
        if (GetLedger())
        {
            GetLedger()->End(image.number, stopped);
        }
    }
    EndBatch(stopped);
    m_devices.clear();
    m_lastUpload.clear();
    RowNode::StopApplication();
}

bool
RowHost::HasAll() const
{
    return std::all_of(m_present.begin() + 1, m_present.end(), [](bool here) { return here; });
}

uint32_t
RowHost::CountImages() const
{
    uint32_t count = 0;
    while (count < m_queue.size() && count < m_batchSize &&
           m_queue[count].network == m_queue.front().network)
    {
        ++count;
    }
    return count;
}

bool
RowHost::MustWait(uint32_t count)
{
    const Time now = Simulator::Now();
    Time until = m_started + m_patience;
    if (!m_planning.KnowsAll() && now < until)
    {
        m_startEvent.Cancel();
        m_startEvent = Simulator::Schedule(until - now, &RowHost::TryStart, this);
        return true;
    }
    until = m_queue.front().arrived + m_batchWait;
    // Of another network behind them none will join these.
    if (count < m_batchSize && count == m_queue.size() && now < until)
    {
        m_startEvent.Cancel();
        m_startEvent = Simulator::Schedule(LimitWait(until - now), &RowHost::TryStart, this);
        return true;
    }
    return false;
}

void
RowHost::TryStart()
{
    while (IsRunning() && m_images.empty() && !m_queue.empty())
    {
        const uint32_t count = CountImages();
        if (MustWait(count))
        {
            return;
        }
        m_startEvent.Cancel();
        StartBatch(count);
    }
}

void
RowHost::PlanAnew()
{
    const std::string cause = m_planning.ExplainDue();
    m_planning.PlanAll();
    for (uint32_t network = 0; network < GetNetworks().size(); ++network)
    {
        const RowPartitionPlan& plan = m_planning.GetPlan(network);
        const uint64_t number = ++m_lastPlan;
        m_changes.push_back({number, network, Simulator::Now(), cause, plan});
        Current& current = m_plans[network];
        current = Current();
        if (plan.IsUsable())
        {
            const uint32_t layers = GetNetworks()[network].problem.layers.size();
            const RowDivision division = edgeai::GetDivision(plan, layers);
            current.body = {number,
                            network,
                            division.form,
                            division.workers,
                            division.zones,
                            division.blockEnds};
        }
    }
    if (GetLedger() && GetLedger()->GetMonitor())
    {
        GetLedger()->GetMonitor()->AddInstant(GetNode()->GetId(),
                                              "plan " + std::to_string(m_lastPlan),
                                              Simulator::Now(),
                                              {{"because", cause}});
    }
    OfferAll();
}

RowPlanBody
RowHost::MakeAloneBody(uint32_t network) const
{
    const RowDivision alone = MakeAloneDivision(GetNetworks()[network].problem.layers.size());
    return {0, network, alone.form, alone.workers, alone.zones, alone.blockEnds};
}

void
RowHost::TellPlan(Current& current)
{
    if (current.body.GetDivision().IsAlone())
    {
        return;
    }
    for (uint32_t node = 1; node < GetNodeCount(); ++node)
    {
        if (current.told.insert(node).second)
        {
            Tell(node, RowMessage::PLAN, current.body.number, Encode(current.body));
        }
    }
}

void
RowHost::StartBatch(uint32_t count)
{
    m_images.assign(m_queue.begin(), m_queue.begin() + count);
    m_queue.erase(m_queue.begin(), m_queue.begin() + count);
    m_begun = Simulator::Now();
    const uint32_t network = m_images.front().network;
    if (!m_planning.KnowsAll() || !HasAll())
    {
        RunBatch(MakeAloneBody(network), m_planning.GetAlone(network, count), false);
        return;
    }
    if (m_changes.empty() || (m_replan && m_planning.IsDue()))
    {
        PlanAnew();
    }
    const RowPartitionPlan plan = m_planning.GetPlanFor(network, count);
    if (!plan.IsUsable())
    {
        EndBatch({plan.status == PlanStatus::REFUSED ? TaskOutcome::REFUSED
                                                     : TaskOutcome::INFEASIBLE,
                  plan.reason});
        return;
    }
    TellPlan(m_plans[network]);
    RunBatch(m_plans[network].body, plan, false);
}

void
RowHost::RunBatch(const RowPlanBody& body, const RowPartitionPlan& plan, bool given)
{
    const uint64_t number = ++m_batches;
    NS_LOG_LOGIC("batch " << number << ": " << m_images.size() << " images, plan " << body.number);
    if (GetLedger())
    {
        RowLedger::BatchStart start;
        start.batch = number;
        for (const Image& image : m_images)
        {
            start.images.push_back(image.number);
        }
        start.network = GetNetworks()[body.network].name;
        start.planner = body.number > 0 ? m_planner.GetName() : "";
        start.number = body.number;
        start.plan = &plan;
        start.begun = m_begun.GetSeconds();
        start.given = given;
        GetLedger()->Start(start);
    }
    OpenBatch(number, body, m_images.size());
    m_silence.Start(plan, m_silenceFactor, m_silenceMin);
    BeginBatch();
}

void
RowHost::HandleSent(uint32_t step)
{
    m_silence.Note(step + 1); // in a plan the upload comes first
}

void
RowHost::HandleArrived(uint32_t step)
{
    m_silence.Note(step + 1);
}

void
RowHost::HandleComputed(uint32_t step)
{
    const Batch& batch = *GetBatch();
    const RowStep& done = batch.graph->GetSteps()[step];
    if (done.layer <= batch.problem.layers.size())
    {
        return;
    }
    // A tail: this image has its answer.
    const Image image = m_images[done.task];
    if (GetLedger())
    {
        GetLedger()->Answer(batch.number, image.number);
        GetLedger()->QueueResult(image.number);
    }
    InferenceMessage message;
    message.type = RowMessage::RESULT;
    message.task = image.number;
    RowResultBody body;
    body.goodput = image.goodput;
    message.body = Encode(body);
    message.payloadBytes = static_cast<uint64_t>(std::ceil(batch.problem.resultBits / 8));
    const bool last = done.task + 1 == m_images.size();
    m_txTrace(message);
    GetLinks().Reply(image.device, message);
    if (last)
    {
        m_images.clear();
        m_silence.Stop();
        m_planning.Learn(MakeStatus());
        // The walk goes on to its end; what is next begins when it is done.
        m_startEvent.Cancel();
        m_startEvent = Simulator::ScheduleNow(&RowHost::TryStart, this);
    }
}

void
RowHost::HandleFailed(const JobReport& report)
{
    EndBatch(ExplainJob(report, "the host"));
    TryStart();
}

void
RowHost::EndBatch(const TaskEnding& ending)
{
    m_silence.Stop();
    CloseBatch();
    for (const Image& image : std::exchange(m_images, {}))
    {
        if (GetLedger())
        {
            GetLedger()->End(image.number, ending);
        }
    }
}

void
RowHost::GiveUp(uint32_t node, uint32_t layer, const std::string& why)
{
    const Batch& batch = *GetBatch();
    const uint32_t network = batch.plan.network;
    NS_LOG_INFO("secondary " << node << " " << why << ": batch " << batch.number << " runs alone");
    ++m_silences;
    // Who else is awaited may be silent, too; whoever is not says so with the next status.
    std::vector<uint32_t> suspects = m_silence.GetAwaited();
    suspects.push_back(node);
    for (const uint32_t suspect : suspects)
    {
        m_present[suspect] = false;
    }
    if (GetLedger() && GetLedger()->GetMonitor())
    {
        GetLedger()->GetMonitor()->AddInstant(
            GetNode()->GetId(),
            "secondary " + std::to_string(node) + " " + why,
            Simulator::Now(),
            {{"awaited", GetLayerName(GetNetworks()[network].problem, layer)}});
    }
    for (uint32_t other = 1; other < GetNodeCount(); ++other)
    {
        Tell(other, RowMessage::ABANDON, batch.number, {});
    }
    CloseBatch();
    m_silentTrace(node, layer);
    RunBatch(MakeAloneBody(network), m_planning.GetAlone(network, m_images.size()), true);
    OfferAll();
}

} // namespace edgeai
} // namespace ns3
