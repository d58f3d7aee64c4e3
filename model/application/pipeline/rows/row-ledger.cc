/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-ledger.h"

#include "application/ledger/task-accounts.h"
#include "row-figures.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(RowLedger);

namespace
{

constexpr std::size_t UPLOAD = 0; ///< its place in every record

/// @returns now [s]
double
GetNow()
{
    return Simulator::Now().GetSeconds();
}

/// @param [in] values of the nodes  @param [in] node which
/// @returns its value; not available where there is no such node
double
GetOf(const std::vector<double>& values, std::size_t node)
{
    return node < values.size() ? values[node] : NOT_AVAILABLE;
}

} // namespace

TypeId
RowLedger::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::RowLedger")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<RowLedger>();
    return tid;
}

RowLedger::RowLedger()
{
    m_tasks.onExpired = [this](uint64_t image, const TaskEnding& ending, double when) {
        FinishImage(image, ending, when);
    };
}

RowLedger::~RowLedger() = default;

void
RowLedger::DoDispose()
{
    m_tasks.Clear();
    m_tasks.SetMonitor(nullptr);
    m_batches.clear();
    Object::DoDispose();
}

void
RowLedger::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_tasks.SetMonitor(monitor);
}

Ptr<InferenceMonitor>
RowLedger::GetMonitor() const
{
    return m_tasks.GetMonitor();
}

void
RowLedger::SetNodes(const std::vector<uint32_t>& nodes)
{
    m_nodes = nodes;
}

std::size_t
RowLedger::GetCount() const
{
    return m_tasks.GetCount();
}

void
RowLedger::Begin(uint64_t image, TaskRecord record, Time timeout)
{
    record.family = RowFigures::FAMILY;
    m_tasks.Begin(image, std::move(record));
    m_tasks.Expire(image,
                   timeout,
                   {TaskOutcome::SERVER_SILENT, "there was no answer within the time-out"});
}

void
RowLedger::QueueUpload(uint64_t image, double bits)
{
    if (StepRecord* step = m_tasks.FindStep(image, UPLOAD))
    {
        step->queued = GetNow();
        step->bits = bits;
    }
}

void
RowLedger::Uploaded(uint64_t image, double started)
{
    StepRecord* step = m_tasks.FindStep(image, UPLOAD);
    if (!step)
    {
        return;
    }
    step->planned.peer = m_nodes.front();
    step->started = started;
    step->finished = GetNow();
    TaskRecord& record = *m_tasks.Find(image);
    RowFigures figures = record.Get<RowFigures>();
    figures.uploadRealised = step->GetTime();
    record.Set(figures);
}

void
RowLedger::AppendSteps(const BatchStart& start, uint32_t image, Batch& batch)
{
    TaskRecord* record = m_tasks.Find(start.images[image]);
    if (!record)
    {
        return;
    }
    const RowPartitionPlan& plan = *start.plan;
    // Steps of the plan to steps of the record; the uploads of a batch are one step of the plan.
    std::map<uint32_t, uint32_t> known{{0, UPLOAD}};
    for (uint32_t i = 1; i < plan.steps.size(); ++i)
    {
        const RowOperation& operation = plan.operations[i];
        const bool result = i + 1 == plan.steps.size();
        if (operation.task != image && !result)
        {
            continue;
        }
        StepRecord step;
        step.planned = plan.steps[i];
        step.planned.node = m_nodes[step.planned.node];
        step.planned.peer = result                               ? record->node
                            : step.planned.peer < m_nodes.size() ? m_nodes[step.planned.peer]
                                                                 : PlanStep::NO_NODE;
        step.planned.after.clear();
        for (const uint32_t before : plan.steps[i].after)
        {
            const auto own = known.find(before);
            if (own != known.end())
            {
                step.planned.after.push_back(own->second);
            }
        }
        if (step.planned.after.empty())
        {
            step.planned.after.push_back(UPLOAD); // what it waits for is of other images
        }
        if (result)
        {
            step.planned.bits = plan.steps[i].bits / start.images.size();
        }
        else if (operation.end > operation.first)
        {
            step.part =
                "rows " + std::to_string(operation.first) + "-" + std::to_string(operation.end - 1);
        }
        RowStepFigures figures;
        figures.startPlanned = operation.start + (GetNow() - start.begun);
        step.Set(figures);
        known[i] = record->steps.size();
        batch.places[i] = {start.images[image], record->steps.size()};
        record->steps.push_back(std::move(step));
    }
}

void
RowLedger::Start(const BatchStart& start)
{
    const RowPartitionPlan& plan = *start.plan;
    Batch& batch = m_batches[start.batch];
    batch.images = start.images;
    batch.begun = start.begun;
    batch.places.assign(plan.steps.size(), {0, SIZE_MAX});
    batch.lastEnd.assign(m_nodes.size(), GetNow());
    batch.stall.assign(m_nodes.size(), 0);
    batch.tails.assign(start.images.size(), plan.time);
    for (std::size_t i = 1; i + 1 < plan.steps.size(); ++i)
    {
        if (plan.operations[i].layer == plan.operations.back().layer)
        {
            batch.tails[plan.operations[i].task] = plan.operations[i].start + plan.steps[i].time;
        }
    }
    for (uint32_t i = 0; i < start.images.size(); ++i)
    {
        AppendSteps(start, i, batch);
        TaskRecord* record = m_tasks.Find(start.images[i]);
        if (!record)
        {
            continue;
        }
        RowFigures figures = record->Get<RowFigures>();
        figures.given = start.given ? 1 : 0;
        if (!start.given)
        {
            record->network = start.network;
            record->planner = start.planner;
            record->plan = start.number;
            figures.batch = start.batch;
            figures.images = start.images.size();
            figures.alone = plan.form == RowForm::BLOCKS && plan.workers == 1 ? 1 : 0;
            figures.inferencePlanned = batch.tails[i];
            figures.speedUpPlanned = plan.speedUp;
            const auto stall = [&plan](std::size_t node) {
                return node < plan.nodes.size() ? plan.nodes[node].stallTime : NOT_AVAILABLE;
            };
            figures.hostStallPlanned = stall(0);
            figures.firstStallPlanned = stall(1);
            figures.secondStallPlanned = stall(2);
            record->planned.latency = figures.uploadPlanned + batch.tails[i];
        }
        record->Set(figures);
    }
    batch.plan = plan;
    batch.plan.steps.clear();
    batch.plan.operations.clear();
}

StepRecord*
RowLedger::FindStep(uint64_t batch, uint32_t step)
{
    const auto found = m_batches.find(batch);
    if (found == m_batches.end() || step + 1 >= found->second.places.size())
    {
        return nullptr;
    }
    const Place& place = found->second.places[step + 1];
    return m_tasks.FindStep(place.first, place.second);
}

void
RowLedger::Queue(uint64_t batch, uint32_t step)
{
    if (StepRecord* record = FindStep(batch, step))
    {
        record->queued = GetNow();
        record->bits = record->planned.bits;
    }
}

void
RowLedger::Arrive(uint64_t batch, uint32_t step, double started)
{
    if (StepRecord* record = FindStep(batch, step))
    {
        record->started = started;
        record->finished = GetNow();
        RowStepFigures figures = record->Get<RowStepFigures>();
        figures.startRealised = started - m_batches.at(batch).begun;
        record->Set(figures);
    }
}

void
RowLedger::Compute(uint64_t batch, uint32_t step, uint32_t node, const JobReport& report)
{
    StepRecord* record = FindStep(batch, step);
    if (!record)
    {
        if (GetMonitor())
        {
            GetMonitor()->GetEnergyBook().AddUncharged(m_nodes[node],
                                                       report.energy,
                                                       "the image had ended");
        }
        return;
    }
    RecordJob(*record, report);
    if (std::isnan(record->started))
    {
        return; // it never began
    }
    record->work = report.done * record->planned.work;
    Batch& at = m_batches.at(batch);
    at.stall[node] += record->started - at.lastEnd[node];
    at.lastEnd[node] = report.ended.GetSeconds();
    RowStepFigures figures = record->Get<RowStepFigures>();
    figures.startRealised = record->started - at.begun;
    record->Set(figures);
}

void
RowLedger::Answer(uint64_t batch, uint64_t image)
{
    TaskRecord* record = m_tasks.Find(image);
    const auto found = m_batches.find(batch);
    if (!record || found == m_batches.end())
    {
        return;
    }
    const Batch& at = found->second;
    RowFigures figures = record->Get<RowFigures>();
    figures.inferenceRealised = GetNow() - at.begun;
    figures.speedUpRealised = at.plan.aloneTime / figures.inferenceRealised;
    figures.hostStallRealised = GetOf(at.stall, 0);
    figures.firstStallRealised = GetOf(at.stall, 1);
    figures.secondStallRealised = GetOf(at.stall, 2);
    record->Set(figures);
}

void
RowLedger::QueueResult(uint64_t image)
{
    TaskRecord* record = m_tasks.Find(image);
    if (record && !record->steps.empty() && record->steps.back().planned.name == "result")
    {
        StepRecord& step = record->steps.back();
        step.queued = GetNow();
        step.started = step.queued;
        step.bits = step.planned.bits;
    }
}

void
RowLedger::Complete(uint64_t image)
{
    TaskRecord* record = m_tasks.Find(image);
    if (record && !record->steps.empty() && record->steps.back().planned.name == "result")
    {
        record->steps.back().finished = GetNow();
    }
    FinishImage(image, {}, GetNow());
}

void
RowLedger::End(uint64_t image, const TaskEnding& ending)
{
    FinishImage(image, ending, GetNow());
}

void
RowLedger::FinishImage(uint64_t image, const TaskEnding& ending, double when)
{
    TaskRecord* record = m_tasks.Find(image);
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
    m_tasks.End(image, ending, when);
    // Of a batch without images under way nothing more is written.
    for (auto at = m_batches.begin(); at != m_batches.end();)
    {
        const bool over = std::none_of(at->second.images.begin(),
                                       at->second.images.end(),
                                       [this](uint64_t of) { return m_tasks.Find(of); });
        at = over ? m_batches.erase(at) : std::next(at);
    }
}

} // namespace edgeai
} // namespace ns3
