/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "frame-ledger.h"

#include "compute/time-steps.h"
#include "task-ledger.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <utility>

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

FrameLedger::FrameLedger()
    : m_tasks(std::make_unique<TaskLedger>())
{
    m_tasks->onBegun = [this](const TaskRecord& record) { m_begunTrace(record); };
    m_tasks->onEnded = [this](const TaskRecord& record) { m_endedTrace(record); };
    m_tasks->onExpired = [this](uint64_t frame, const TaskEnding& ending, double when) {
        Finish(frame, ending, when);
    };
}

FrameLedger::~FrameLedger() = default;

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
    m_tasks->SetMonitor(monitor);
}

Ptr<InferenceMonitor>
FrameLedger::GetMonitor() const
{
    return m_tasks->GetMonitor();
}

void
FrameLedger::DoDispose()
{
    m_tasks->Clear();
    m_tasks->SetMonitor(nullptr);
    Object::DoDispose();
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
    record.node = m_nodes.empty() ? 0 : m_nodes.front();
    m_tasks->Begin(frame, std::move(record));
}

void
FrameLedger::Queue(uint64_t frame, std::size_t step)
{
    if (StepRecord* record = m_tasks->FindStep(frame, step))
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
    if (StepRecord* record = m_tasks->FindStep(frame, step))
    {
        record->bits = bits;
        // Just behind the instant itself, at which the frame may still come.
        const Time left = expires - Simulator::Now();
        m_tasks->Expire(frame, AddWait(left, NanoSeconds(1)), otherwise);
    }
}

void
FrameLedger::Note(uint64_t frame, std::size_t step, const TaskEnding& ending)
{
    if (m_tasks->FindStep(frame, step))
    {
        m_tasks->Note(frame, ending);
    }
}

void
FrameLedger::Arrive(uint64_t frame, std::size_t step, Time started)
{
    if (StepRecord* record = m_tasks->FindStep(frame, step))
    {
        m_tasks->Relieve(frame);
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
    StepRecord* record = m_tasks->FindStep(frame, step);
    if (!record)
    {
        if (GetMonitor() && step / 2 + 1 < m_nodes.size())
        {
            GetMonitor()->GetEnergyBook().AddUncharged(m_nodes[step / 2 + 1],
                                                       report.energy,
                                                       "the frame had been given up");
        }
        return;
    }
    RecordJob(*record, report);
    record->work = report.done * flop;
    record->traffic = report.done * traffic;
}

void
FrameLedger::End(uint64_t frame, const TaskEnding& ending)
{
    Finish(frame, ending, Simulator::Now().GetSeconds());
}

void
FrameLedger::Finish(uint64_t frame, const TaskEnding& ending, double when)
{
    TaskRecord* record = m_tasks->Find(frame);
    if (!record)
    {
        return;
    }
    record->realised.energy = SumEnergy(*record);
    if (ending.outcome == TaskOutcome::COMPLETED)
    {
        record->realised.latency = when - record->generated;
        record->realised.distortion = record->planned.distortion;
    }
    m_tasks->End(frame, ending, when);
}

std::size_t
FrameLedger::GetCount() const
{
    return m_tasks->GetCount();
}

} // namespace edgeai
} // namespace ns3
