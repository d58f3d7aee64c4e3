/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-ledger.h"

#include "application/ledger/task-ledger.h"
#include "compute/time-steps.h"

#include "ns3/simulator.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(DtoEeLedger);

TypeId
DtoEeLedger::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::DtoEeLedger")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<DtoEeLedger>()
                            .AddTraceSource("TaskEnded",
                                            "A task was completed or dropped",
                                            MakeTraceSourceAccessor(&DtoEeLedger::m_endedTrace),
                                            "ns3::edgeai::DtoEeLedger::TaskTracedCallback");
    return tid;
}

DtoEeLedger::DtoEeLedger()
    : m_tasks(std::make_unique<TaskLedger>())
{
    m_tasks->onEnded = [this](const TaskRecord& record) { m_endedTrace(record); };
    m_tasks->onExpired = [this](uint64_t task, const TaskEnding& ending, double when) {
        Finish(task, ending, when);
    };
}

DtoEeLedger::~DtoEeLedger() = default;

void
DtoEeLedger::DoDispose()
{
    m_tasks->Clear();
    m_tasks->SetMonitor(nullptr);
    m_expectation = nullptr;
    Object::DoDispose();
}

void
DtoEeLedger::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_tasks->SetMonitor(monitor);
}

void
DtoEeLedger::SetNodes(const std::vector<std::vector<uint32_t>>& nodes)
{
    m_nodes = nodes;
}

void
DtoEeLedger::SetExpectation(Expectation expectation)
{
    m_expectation = std::move(expectation);
}

Ptr<InferenceMonitor>
DtoEeLedger::GetMonitor() const
{
    return m_tasks->GetMonitor();
}

uint32_t
DtoEeLedger::GetNode(const DtoEePlace& place) const
{
    return place.stage < m_nodes.size() && place.index < m_nodes[place.stage].size()
               ? m_nodes[place.stage][place.index]
               : PlanStep::NO_NODE;
}

void
DtoEeLedger::Begin(uint64_t task, TaskRecord record)
{
    m_tasks->Begin(task, std::move(record));
}

StepRecord*
DtoEeLedger::FindLast(uint64_t task)
{
    const TaskRecord* record = m_tasks->Find(task);
    return record && !record->steps.empty() ? m_tasks->FindStep(task, record->steps.size() - 1)
                                            : nullptr;
}

void
DtoEeLedger::Queue(uint64_t task, const PlanStep& step)
{
    TaskRecord* record = m_tasks->Find(task);
    if (!record)
    {
        return;
    }
    StepRecord* last = FindLast(task);
    if (last && last->planned.name == step.name)
    {
        last->planned = step; // it was to go elsewhere, and still waits since then
        return;
    }
    StepRecord next;
    next.planned = step;
    next.queued = Simulator::Now().GetSeconds();
    record->steps.push_back(next);
}

void
DtoEeLedger::QueueLink(uint64_t task, const DtoEePlace& from, const DtoEePlace& to)
{
    PlanStep step;
    if (m_expectation)
    {
        step = m_expectation(from, &to);
    }
    step.name = to.stage == 0 ? "answer" : "link " + std::to_string(to.stage);
    step.kind = StepKind::TRANSFER;
    step.node = GetNode(from);
    step.peer = GetNode(to);
    Queue(task, step);
}

void
DtoEeLedger::Send(uint64_t task, double bits, Time expires, const TaskEnding& otherwise)
{
    if (StepRecord* step = FindLast(task))
    {
        step->started = Simulator::Now().GetSeconds();
        step->bits = bits;
        // Just behind the instant itself, at which it may still come.
        const Time left = expires - Simulator::Now();
        m_tasks->Expire(task, AddWait(left, NanoSeconds(1)), otherwise);
    }
}

void
DtoEeLedger::Note(uint64_t task, const TaskEnding& ending)
{
    m_tasks->Note(task, ending);
}

void
DtoEeLedger::Arrive(uint64_t task)
{
    if (StepRecord* step = FindLast(task))
    {
        m_tasks->Relieve(task);
        step->finished = Simulator::Now().GetSeconds();
    }
}

void
DtoEeLedger::QueueNode(uint64_t task, const DtoEePlace& node)
{
    PlanStep step;
    if (m_expectation)
    {
        step = m_expectation(node, nullptr);
    }
    step.name = "stage " + std::to_string(node.stage);
    step.kind = StepKind::COMPUTE;
    step.node = GetNode(node);
    Queue(task, step);
}

void
DtoEeLedger::Compute(uint64_t task, const JobReport& report)
{
    StepRecord* step = FindLast(task);
    if (!step)
    {
        return;
    }
    RecordJob(*step, report);
    step->work = report.flop;
}

void
DtoEeLedger::Complete(uint64_t task, const DtoEeFigures& figures)
{
    if (TaskRecord* record = m_tasks->Find(task))
    {
        DtoEeFigures both = figures;
        both.leftEarlyPlanned = record->Get<DtoEeFigures>().leftEarlyPlanned; // when it was made
        record->Set(both);
        record->realised.distortion = 1 - figures.correct;
        Finish(task, {TaskOutcome::COMPLETED, ""}, Simulator::Now().GetSeconds());
    }
}

void
DtoEeLedger::End(uint64_t task, const TaskEnding& ending)
{
    Finish(task, ending, Simulator::Now().GetSeconds());
}

void
DtoEeLedger::Finish(uint64_t task, const TaskEnding& ending, double when)
{
    TaskRecord* record = m_tasks->Find(task);
    if (!record)
    {
        return;
    }
    record->realised.energy = SumEnergy(*record);
    if (ending.outcome == TaskOutcome::COMPLETED)
    {
        record->realised.latency = when - record->generated;
    }
    m_tasks->End(task, ending, when);
}

std::size_t
DtoEeLedger::GetCount() const
{
    return m_tasks->GetCount();
}

} // namespace edgeai
} // namespace ns3
