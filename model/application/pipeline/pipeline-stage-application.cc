/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-stage-application.h"

#include "allocation/pipeline/chain/chain-cuts.h"
#include "application/control/measured-times.h"
#include "application/control/processor-description.h"
#include "application/message/message-archive.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiPipelineStageApplication");

NS_OBJECT_ENSURE_REGISTERED(PipelineStageApplication);

TypeId
PipelineStageApplication::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PipelineStageApplication")
            .SetParent<PipelineSource>()
            .SetGroupName("EdgeAi")
            .AddConstructor<PipelineStageApplication>()
            .AddAttribute("Port",
                          "Port for TCP and UDP, 1 to 65535",
                          UintegerValue(4747),
                          MakeUintegerAccessor(&PipelineStageApplication::m_port),
                          MakeUintegerChecker<uint16_t>(1))
            .AddAttribute("Ipv6",
                          "Listen on IPv6 instead of IPv4",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PipelineStageApplication::m_ipv6),
                          MakeBooleanChecker())
            .AddAttribute("Processor",
                          "Name of the node's processor to use; empty: its first",
                          StringValue(""),
                          MakeStringAccessor(&PipelineStageApplication::m_processorName),
                          MakeStringChecker())
            .AddAttribute("MeasureMin",
                          "Payload below which a frame tells nothing of the rate of the link "
                          "before this stage [B]",
                          DoubleValue(4096),
                          MakeDoubleAccessor(&PipelineStageApplication::m_measureMin),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Cache",
                          "Which weights are there at the beginning: of all layers (Everything), "
                          "or of the layers of the first plan (FirstPlan)",
                          EnumValue(PipelineStageApplication::EVERYTHING),
                          CompatEnumAccessor<Cache>(&PipelineStageApplication::m_cache),
                          MakeEnumChecker(PipelineStageApplication::EVERYTHING,
                                          "Everything",
                                          PipelineStageApplication::FIRST_PLAN,
                                          "FirstPlan"))
            .AddAttribute("BranchByBranch",
                          "Compute the branches of a layer one after the other instead of fused, "
                          "whatever structure the plan asks for",
                          BooleanValue(false),
                          MakeBooleanAccessor(&PipelineStageApplication::m_branchByBranch),
                          MakeBooleanChecker())
            .AddAttribute("PlansKept",
                          "Plans kept for frames that follow an older one, >= 2",
                          UintegerValue(8),
                          MakeUintegerAccessor(&PipelineStageApplication::m_plansKept),
                          MakeUintegerChecker<uint32_t>(2));
    return tid;
}

PipelineStageApplication::PipelineStageApplication() = default;

PipelineStageApplication::~PipelineStageApplication() = default;

void
PipelineStageApplication::DoDispose()
{
    m_receiver.Abandon();
    m_works.clear(); // before the processor asks who wants to know
    m_processor = nullptr;
    PipelineSource::DoDispose();
}

Ptr<Processor>
PipelineStageApplication::GetProcessor() const
{
    return m_processor;
}

std::size_t
PipelineStageApplication::GetJobCount() const
{
    return m_works.size();
}

std::string
PipelineStageApplication::GetTitle() const
{
    return "stage " + std::to_string(GetPosition());
}

bool
PipelineStageApplication::IsMeasured() const
{
    return !GetNetwork().devices.at(GetPosition() - 1).layerTimes.empty();
}

void
PipelineStageApplication::StartApplication()
{
    NS_LOG_FUNCTION(this);
    m_processor = Processor::Find(GetNode(), m_processorName);
    NS_ABORT_MSG_UNLESS(m_processor,
                        "PipelineStageApplication: node "
                            << GetNode()->GetId() << " has no processor"
                            << (m_processorName.empty() ? "" : " named " + m_processorName)
                            << "; install one with ProcessorHelper");
    m_work = m_branchByBranch ? MakeUnfused(GetNetwork()) : GetNetwork();
    m_segments = std::make_unique<ChainSegments>(m_work);
    m_reported = Simulator::Now();
    m_receiver.onFrame = [this](const PipelineFrame& frame) { HandleFrame(frame); };
    Receive(m_receiver, m_port, m_ipv6, m_measureMin);
    PipelineSource::StartApplication();
}

void
PipelineStageApplication::StopApplication()
{
    NS_LOG_FUNCTION(this);
    DropAll({TaskOutcome::STOPPED, GetTitle() + " was stopped"});
    m_receiver.Stop();
    PipelineSource::StopApplication();
    m_plans.clear();
    if (m_processor) // else it is stopped before its start
    {
        m_processor->ReleaseMemory(m_reserved);
    }
    m_reserved = 0;
    m_activePlan = 0;
}

void
PipelineStageApplication::DropAll(const TaskEnding& ending)
{
    // Frames first, so that none is sent on by the end of its job.
    const std::map<uint64_t, Work> works = std::move(m_works);
    m_works.clear();
    for (const auto& [number, work] : works)
    {
        JobReport report;
        if (m_processor->Cancel(work.job, &report))
        {
            Charge(work, report);
        }
        Drop(number, ending.outcome, ending.detail);
    }
}

void
PipelineStageApplication::HandleBattery()
{
    if (IsDepleted())
    {
        DropAll(ExplainDepletion());
    }
    PipelineSource::HandleBattery();
}

void
PipelineStageApplication::Drop(uint64_t number, TaskOutcome outcome, const std::string& detail)
{
    if (GetLedger())
    {
        GetLedger()->End(number, {outcome, detail});
    }
}

void
PipelineStageApplication::HandlePlan(const PipelinePlanBody& plan)
{
    NS_LOG_FUNCTION(this << plan.number);
    if (!plan.IsUsable())
    {
        CountMalformed("PIPELINE_PLAN: only the camera is told that there is none");
        return;
    }
    Part part;
    part.plan = plan;
    part.from = plan.cuts[GetPosition() - 1];
    part.to = plan.cuts[GetPosition()];
    part.option = std::min(plan.options[GetPosition() - 1], m_work.GetOptionCount() - 1);
    part.flop = m_segments->GetFlop(part.from, part.to, part.option);
    part.seconds = m_segments->GetMeasuredTime(GetPosition() - 1, part.from, part.to, part.option);
    part.traffic = m_segments->GetTraffic(part.from, part.to, part.option);
    part.memory = m_segments->GetMemory(part.from, part.to, part.option);
    for (uint32_t layer = part.from; layer < part.to; ++layer)
    {
        part.weights += m_work.GetOption(layer, part.option).weightBytes;
    }
    KeepFirst(part);
    for (uint32_t layer = part.from; layer < part.to; ++layer)
    {
        if (!m_weights.Holds(GetPosition() - 1, layer))
        {
            part.missing += std::ceil(m_work.GetOption(layer, part.option).weightBytes);
        }
    }
    m_plans[plan.number] = part;
    while (m_plans.size() > m_plansKept)
    {
        m_plans.erase(m_plans.begin());
    }
    Tell(PipelineMessage::PLAN_READY, plan.number, Encode(PlanReadyBody{part.missing}));
}

void
PipelineStageApplication::Hold(uint32_t from, uint32_t to)
{
    for (uint32_t layer = from; layer < to; ++layer)
    {
        m_weights.Add(GetPosition() - 1, layer);
    }
}

void
PipelineStageApplication::KeepFirst(const Part& part)
{
    if (m_hasFirst)
    {
        return;
    }
    m_hasFirst = true;
    const uint32_t layers = m_work.layers.size();
    Hold(m_cache == EVERYTHING ? 0 : part.from, m_cache == EVERYTHING ? layers : part.to);
}

void
PipelineStageApplication::HandleWeights(uint64_t number, uint64_t bytes)
{
    const auto it = m_plans.find(number);
    if (it == m_plans.end() || it->second.missing == 0 || bytes < it->second.missing)
    {
        CountMalformed("WEIGHTS that were not asked for");
        return;
    }
    Part& part = it->second;
    part.missing = 0;
    Hold(part.from, part.to);
    Tell(PipelineMessage::PLAN_READY, number, Encode(PlanReadyBody()));
}

bool
PipelineStageApplication::Activate(const Part& part)
{
    if (part.plan.number <= m_activePlan)
    {
        return m_fits;
    }
    m_activePlan = part.plan.number;
    m_processor->ReleaseMemory(m_reserved);
    m_fits = m_processor->ReserveMemory(part.weights);
    m_reserved = m_fits ? part.weights : 0;
    Show(part);
    return m_fits;
}

void
PipelineStageApplication::Show(const Part& part) const
{
    if (!GetLedger() || !GetLedger()->GetMonitor())
    {
        return;
    }
    InferenceMonitor& monitor = *GetLedger()->GetMonitor();
    const uint32_t node = GetNode()->GetId();
    const Time now = Simulator::Now();
    const double intensity = part.traffic > 0 ? part.flop / part.traffic : 0;
    const double ridge = DescribeChainDevice(m_processor, IsMeasured()).GetRidge();
    monitor.AddInstant(
        node,
        "plan " + std::to_string(part.plan.number),
        now,
        {{"layers",
          part.from == part.to ? "none"
                               : std::to_string(part.from + 1) + " to " + std::to_string(part.to)},
         {"structure", std::to_string(part.option)}});
    monitor.AddCounter(node, "intensity [FLOP/B]", now, intensity);
    monitor.AddCounter(node, "efficiency", now, std::min(1.0, intensity / ridge));
    monitor.AddCounter(node, "weights in memory [B]", now, m_reserved);
}

void
PipelineStageApplication::HandleFrame(const PipelineFrame& frame)
{
    NS_LOG_FUNCTION(this << frame.number);
    if (IsDepleted())
    {
        Drop(frame.number, ExplainDepletion().outcome, ExplainDepletion().detail);
        return;
    }
    const auto it = m_plans.find(frame.body.plan);
    if (it == m_plans.end() || it->second.missing > 0)
    {
        Drop(frame.number,
             TaskOutcome::STALE_PLAN,
             GetTitle() + " has no plan " + std::to_string(frame.body.plan));
        return;
    }
    const Part& part = it->second;
    if (frame.body.cut != part.from || m_works.count(frame.number))
    {
        CountMalformed("a frame the plan does not want here, or the same frame twice");
        return;
    }
    const bool fits = Activate(part);
    if (part.from == part.to)
    {
        Forward(frame);
        return;
    }
    if (!fits)
    {
        Drop(frame.number,
             TaskOutcome::MEMORY,
             "the weights do not fit the memory of " + GetTitle());
        return;
    }
    if (GetLedger())
    {
        GetLedger()->Queue(frame.number, FrameLedger::GetStageStep(GetPosition()));
    }
    Job job;
    job.flop = part.flop;
    job.bytesMoved = part.traffic;
    // The weights are there already; what comes with the frame is its activations.
    job.residentBytes = std::max(0.0, part.memory - part.weights);
    job.units = m_processor->GetUnits();
    if (IsMeasured())
    {
        TimeStageJob(*m_processor, part.seconds, job);
    }
    job.tag = frame.number;
    const uint64_t number = frame.number;
    job.done = [this, number](const JobReport& report) { HandleJob(number, report); };
    Work& work = m_works[number];
    work.frame = frame;
    // The plan may be forgotten when the job ends, which is no reason to forget what was done.
    work.flop = part.flop;
    work.traffic = part.traffic;
    const uint64_t id = m_processor->Submit(job);
    const auto still = m_works.find(number); // the job may have ended already
    if (still != m_works.end())
    {
        still->second.job = id;
    }
}

void
PipelineStageApplication::HandleJob(uint64_t number, const JobReport& report)
{
    const auto it = m_works.find(number);
    if (it == m_works.end())
    {
        return; // it was given up when the stage was stopped
    }
    const Work work = it->second;
    PipelineFrame frame = work.frame;
    m_works.erase(it);
    Charge(work, report);
    if (report.outcome != JobOutcome::COMPLETED)
    {
        const TaskEnding ending = ExplainJob(report, GetTitle());
        Drop(number, ending.outcome, ending.detail);
        return;
    }
    ++m_frames;
    m_serviceTime += (report.ended - report.started).GetSeconds();
    const auto plan = m_plans.find(frame.body.plan);
    if (plan == m_plans.end())
    {
        Drop(number, TaskOutcome::STALE_PLAN, GetTitle() + " forgot the plan meanwhile");
        return;
    }
    frame.body.cut = plan->second.to;
    Forward(frame);
}

void
PipelineStageApplication::Charge(const Work& work, const JobReport& report)
{
    if (!GetLedger())
    {
        return;
    }
    GetLedger()->Compute(work.frame.number,
                         FrameLedger::GetStageStep(GetPosition()),
                         report,
                         work.flop,
                         work.traffic);
}

void
PipelineStageApplication::FillReport(PipelineReportBody& report)
{
    const ChainDevice device = DescribeChainDevice(m_processor, IsMeasured());
    report.peakFlops = device.peakFlops;
    report.memoryBandwidth = device.memoryBandwidth;
    report.memoryBytes = device.memoryBytes;
    report.fixedTime = device.fixedTime;
    report.busyPower = device.busyPower;
    FillLink(m_receiver, report);
    report.frames = m_frames;
    report.serviceTime = m_serviceTime;
    report.waiting = m_processor->GetWaitingCount() + GetWaitingForLink();
    const Time now = Simulator::Now();
    if (GetLedger() && GetLedger()->GetMonitor() && now > m_reported)
    {
        InferenceMonitor& monitor = *GetLedger()->GetMonitor();
        const uint32_t node = GetNode()->GetId();
        const double elapsed = (now - m_reported).GetSeconds();
        monitor.AddCounter(node, "utilisation", now, m_serviceTime / elapsed);
        monitor.AddCounter(node, "waiting [frames]", now, report.waiting);
        if (report.linkTime > 0)
        {
            monitor.AddCounter(node,
                               "goodput of the link before [bit/s]",
                               now,
                               report.linkBits / report.linkTime);
        }
    }
    m_frames = 0;
    m_serviceTime = 0;
    m_reported = now;
}

} // namespace edgeai
} // namespace ns3
