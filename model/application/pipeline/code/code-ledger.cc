/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-ledger.h"

#include "code-figures.h"
#include "code-messages.h"

#include "ns3/simulator.h"

#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(CodeLedger);

namespace
{

/// @returns a step of a transfer between user and server, of which the plan says no time
StepRecord
MakeAccessStep(const std::string& name, uint32_t from, uint32_t to, double bits)
{
    StepRecord step;
    step.planned.name = name;
    step.planned.kind = StepKind::TRANSFER;
    step.planned.node = from;
    step.planned.peer = to;
    step.planned.bits = bits;
    return step;
}

double
Now()
{
    return Simulator::Now().GetSeconds();
}

} // namespace

TypeId
CodeLedger::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::CodeLedger")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<CodeLedger>();
    return tid;
}

void
CodeLedger::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_tasks.SetMonitor(monitor);
}

Ptr<InferenceMonitor>
CodeLedger::GetMonitor() const
{
    return m_tasks.GetMonitor();
}

void
CodeLedger::DoDispose()
{
    m_tasks.Clear();
    m_tasks.SetMonitor(nullptr);
    Object::DoDispose();
}

void
CodeLedger::Begin(uint64_t task,
                  uint32_t node,
                  const std::string& service,
                  const std::string& network)
{
    TaskRecord record;
    record.node = node;
    record.family = CodeFigures::FAMILY;
    record.network = network;
    record.generated = Now();
    CodeFigures figures;
    figures.service = service;
    record.Set(figures);
    m_tasks.Begin(task, std::move(record));
}

void
CodeLedger::Expire(uint64_t task, Time delay, const TaskEnding& ending)
{
    m_tasks.Expire(task, delay, ending);
}

void
CodeLedger::Admit(uint64_t task,
                  const CodeRoute& route,
                  uint32_t server,
                  double inputBits,
                  double resultBits)
{
    TaskRecord* record = m_tasks.Find(task);
    if (!record || !record->steps.empty())
    {
        return;
    }
    record->planner = route.planner;
    record->plan = route.number;
    record->planWait = Now() - record->generated;
    record->planned.latency = route.plan.latency;
    record->planned.distortion = 1 - route.plan.accuracy;
    CodeFigures figures = record->Get<CodeFigures>();
    figures.path = DescribeCodePath(route.plan);
    figures.pathNumber = static_cast<uint32_t>(route.number);
    figures.accuracyPlanned = route.plan.accuracy;
    if (route.HasHost())
    {
        figures.host = route.hostNode;
    }
    record->Set(figures);
    record->steps.push_back(MakeAccessStep("input", record->node, server, inputBits));
    for (const PlanStep& planned : route.plan.steps)
    {
        StepRecord step;
        step.planned = planned;
        step.planned.node = planned.node == 0 ? server : route.hostNode;
        if (planned.kind == StepKind::TRANSFER)
        {
            step.planned.peer = planned.node == 0 ? route.hostNode : server;
        }
        record->steps.push_back(step);
    }
    record->steps.push_back(MakeAccessStep("result", server, record->node, resultBits));
}

void
CodeLedger::Queue(uint64_t task, std::size_t step)
{
    if (StepRecord* record = m_tasks.FindStep(task, step))
    {
        record->queued = Now();
    }
}

void
CodeLedger::Send(uint64_t task, std::size_t step)
{
    if (StepRecord* record = m_tasks.FindStep(task, step))
    {
        record->started = Now();
        record->queued = std::fmin(record->queued, record->started); // nobody said that it waited
    }
}

void
CodeLedger::Arrive(uint64_t task, std::size_t step, double bits)
{
    if (StepRecord* record = m_tasks.FindStep(task, step))
    {
        record->bits = bits;
        record->finished = Now();
    }
}

void
CodeLedger::Compute(uint64_t task, std::size_t step, const JobReport& report, uint32_t node)
{
    StepRecord* record = m_tasks.FindStep(task, step);
    if (!record)
    {
        if (GetMonitor())
        {
            GetMonitor()->GetEnergyBook().AddUncharged(node,
                                                       report.energy,
                                                       "the task had been given up");
        }
        return;
    }
    RecordJob(*record, report);
    record->work = report.flop;
}

void
CodeLedger::Arrived(uint64_t task)
{
    if (const TaskRecord* record = m_tasks.Find(task))
    {
        if (!record->steps.empty())
        {
            Arrive(task, record->steps.size() - 1, record->steps.back().planned.bits);
        }
    }
}

void
CodeLedger::Judge(uint64_t task, bool correct)
{
    if (TaskRecord* record = m_tasks.Find(task))
    {
        CodeFigures figures = record->Get<CodeFigures>();
        figures.correctRealised = correct ? 1 : 0;
        record->Set(figures);
        if (!record->steps.empty())
        {
            Send(task, record->steps.size() - 1);
        }
    }
}

void
CodeLedger::End(uint64_t task, const TaskEnding& ending)
{
    TaskRecord* record = m_tasks.Find(task);
    if (!record)
    {
        return;
    }
    record->realised.energy = SumEnergy(*record);
    if (ending.outcome == TaskOutcome::COMPLETED)
    {
        record->realised.latency = Now() - record->generated;
        record->realised.distortion = 1 - record->Get<CodeFigures>().correctRealised;
    }
    m_tasks.End(task, ending);
}

std::size_t
CodeLedger::GetCount() const
{
    return m_tasks.GetCount();
}

} // namespace edgeai
} // namespace ns3
