/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "frame-ledger.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiFrameLedger");

NS_OBJECT_ENSURE_REGISTERED(FrameLedger);

TypeId
FrameLedger::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::FrameLedger")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<FrameLedger>()
                            .AddTraceSource("FrameBegun",
                                            "A frame was captured",
                                            MakeTraceSourceAccessor(&FrameLedger::m_begunTrace),
                                            "ns3::edgeai::FrameLedger::FrameTracedCallback")
                            .AddTraceSource("FrameEnded",
                                            "A frame was completed or dropped",
                                            MakeTraceSourceAccessor(&FrameLedger::m_endedTrace),
                                            "ns3::edgeai::FrameLedger::FrameTracedCallback");
    return tid;
}

std::size_t
FrameLedger::GetLinkStep(uint32_t link)
{
    return 2 * static_cast<std::size_t>(link);
}

std::size_t
FrameLedger::GetStageStep(uint32_t stage)
{
    return 2 * static_cast<std::size_t>(stage) - 1;
}

void
FrameLedger::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_monitor = monitor;
}

Ptr<InferenceMonitor>
FrameLedger::GetMonitor() const
{
    return m_monitor;
}

void
FrameLedger::DoDispose()
{
    for (auto& [number, frame] : m_frames)
    {
        frame.expiry.Cancel();
    }
    m_frames.clear(); // unfinished: the monitor counts them as such
    m_monitor = nullptr;
    Object::DoDispose();
}

StepRecord*
FrameLedger::Find(uint64_t frame, std::size_t step)
{
    const auto it = m_frames.find(frame);
    if (it == m_frames.end() || step >= it->second.record.steps.size())
    {
        return nullptr; // given up meanwhile, or a number somebody made up
    }
    // What is over is over: nobody is believed who tells it otherwise.
    StepRecord& record = it->second.record.steps[step];
    return std::isnan(record.finished) ? &record : nullptr;
}

void
FrameLedger::SetNodes(const std::vector<uint32_t>& nodes)
{
    m_nodes = nodes;
}

const std::vector<uint32_t>&
FrameLedger::GetNodes() const
{
    return m_nodes;
}

void
FrameLedger::Begin(uint64_t frame, TaskRecord record)
{
    NS_LOG_FUNCTION(this << frame);
    record.id = m_monitor ? m_monitor->NewTaskId() : frame;
    record.node = m_nodes.empty() ? 0 : m_nodes.front();
    if (m_monitor)
    {
        m_monitor->Begin(record);
    }
    m_begunTrace(record);
    m_frames[frame].record = std::move(record);
}

void
FrameLedger::Queue(uint64_t frame, std::size_t step)
{
    if (StepRecord* record = Find(frame, step))
    {
        record->queued = Simulator::Now().GetSeconds();
    }
}

void
FrameLedger::Send(uint64_t frame,
                  std::size_t step,
                  double bits,
                  Time expires,
                  const TaskEnding& otherwise)
{
    StepRecord* record = Find(frame, step);
    if (!record)
    {
        return;
    }
    record->bits = bits;
    Frame& sent = m_frames.at(frame);
    sent.otherwise = otherwise;
    sent.noticed = 0;
    sent.expiry.Cancel();
    // Just behind the instant itself, at which the frame may still come.
    sent.expiry = Simulator::Schedule(expires - Simulator::Now() + NanoSeconds(1),
                                      &FrameLedger::HandleExpiry,
                                      this,
                                      frame);
}

void
FrameLedger::Note(uint64_t frame, std::size_t step, const TaskEnding& ending)
{
    if (Find(frame, step))
    {
        Frame& sent = m_frames.at(frame);
        if (sent.noticed == 0)
        {
            sent.otherwise = ending;
            sent.noticed = Simulator::Now().GetSeconds();
        }
    }
}

void
FrameLedger::Arrive(uint64_t frame, std::size_t step, Time started)
{
    if (StepRecord* record = Find(frame, step))
    {
        m_frames.at(frame).expiry.Cancel();
        record->started = started.GetSeconds();
        record->finished = Simulator::Now().GetSeconds();
    }
}

void
FrameLedger::Compute(uint64_t frame,
                     std::size_t step,
                     const JobReport& report,
                     double flop,
                     double traffic)
{
    if (StepRecord* record = Find(frame, step))
    {
        record->queued = report.submitted.GetSeconds();
        record->started = report.started.GetSeconds();
        record->finished = report.ended.GetSeconds();
        record->work = flop;
        record->traffic = traffic;
        record->energy = report.energy;
    }
}

void
FrameLedger::HandleExpiry(uint64_t frame)
{
    const Frame& lost = m_frames.at(frame);
    const double when = lost.noticed > 0 ? lost.noticed : Simulator::Now().GetSeconds();
    Finish(frame, TaskEnding(lost.otherwise), when);
}

void
FrameLedger::End(uint64_t frame, const TaskEnding& ending)
{
    if (m_frames.count(frame))
    {
        Finish(frame, ending, Simulator::Now().GetSeconds());
    }
}

void
FrameLedger::Finish(uint64_t frame, const TaskEnding& ending, double when)
{
    NS_LOG_LOGIC("frame " << frame << ": " << ending.outcome << " " << ending.detail);
    const auto it = m_frames.find(frame);
    it->second.expiry.Cancel();
    TaskRecord record = std::move(it->second.record);
    m_frames.erase(it);
    record.outcome = ending.outcome;
    record.detail = ending.detail;
    record.ended = when;
    double energy = NOT_AVAILABLE;
    for (const StepRecord& step : record.steps)
    {
        if (!std::isnan(step.energy))
        {
            energy = (std::isnan(energy) ? 0 : energy) + step.energy;
        }
    }
    record.realised.energy = energy;
    if (ending.outcome == TaskOutcome::COMPLETED)
    {
        record.realised.latency = record.ended - record.generated;
        record.realised.distortion = record.planned.distortion;
    }
    if (m_monitor)
    {
        m_monitor->End(record);
    }
    m_endedTrace(record);
}

std::size_t
FrameLedger::GetCount() const
{
    return m_frames.size();
}

} // namespace edgeai
} // namespace ns3
