/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-ledger.h"

#include "learning-figures.h"
#include "planned-step.h"
#include "round-energies.h"
#include "sparse-figures.h"
#include "update-figures.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(LearningLedger);

namespace
{

/// @returns now [s]
double
GetNow()
{
    return Simulator::Now().GetSeconds();
}

/// @param [in,out] label a count  @param [in] more to add to it
void
Increase(FigureLabel& label, uint32_t more)
{
    label = label.value_or(0) + more;
}

} // namespace

bool
LearningPart::operator<(const LearningPart& other) const
{
    return std::tie(round, attempt, worker) < std::tie(other.round, other.attempt, other.worker);
}

TypeId
LearningLedger::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::LearningLedger")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<LearningLedger>();
    return tid;
}

LearningLedger::LearningLedger() = default;

LearningLedger::~LearningLedger() = default;

void
LearningLedger::DoDispose()
{
    m_tasks.Clear();
    m_tasks.SetMonitor(nullptr);
    m_places.clear();
    m_spent.clear();
    Object::DoDispose();
}

void
LearningLedger::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_tasks.SetMonitor(monitor);
}

Ptr<InferenceMonitor>
LearningLedger::GetMonitor() const
{
    return m_tasks.GetMonitor();
}

std::size_t
LearningLedger::GetCount() const
{
    return m_tasks.GetCount();
}

void
LearningLedger::Begin(const RoundStart& start)
{
    TaskRecord record;
    record.node = start.node;
    record.family = LearningFigures::FAMILY;
    record.network = start.model;
    record.planner = start.planner;
    record.generated = GetNow();
    record.latencyBudget = start.deadline;
    m_timeShared = start.timeShared;
    LearningFigures figures;
    figures.round = static_cast<uint32_t>(start.round);
    figures.phase = start.phase;
    figures.attempts = 0;
    figures.involved = 0;
    figures.lost = 0;
    record.Set(figures);
    m_tasks.Begin(start.round, std::move(record));
}

void
LearningLedger::Plan(uint64_t round,
                     uint32_t attempt,
                     const RoundPlan& plan,
                     const std::vector<uint32_t>& numbers,
                     const std::vector<uint32_t>& nodes,
                     uint32_t server)
{
    TaskRecord* record = m_tasks.Find(round);
    if (!record)
    {
        return;
    }
    if (attempt == 0)
    {
        record->planWait = GetNow() - record->generated;
        record->planned.latency = plan.time;
    }
    record->plan = round;
    // The aggregate of an attempt before waited for what does not come any more.
    if (!record->steps.empty() && record->steps.back().planned.kind == StepKind::AGGREGATE)
    {
        record->steps.pop_back();
    }
    LearningFigures figures = record->Get<LearningFigures>();
    Increase(figures.attempts, 1);
    if (plan.lowerBound > 0 && attempt == 0)
    {
        figures.lowerBound = plan.lowerBound;
    }
    const auto before = static_cast<uint32_t>(record->steps.size());
    const PlannedCrew crew{attempt, numbers, nodes, server, m_timeShared};
    double energy = 0;
    for (const PlanStep& planned : plan.steps)
    {
        StepRecord step = MakePlannedStep(planned, plan, crew);
        const bool down = IsToWorker(planned);
        energy += planned.kind != StepKind::AGGREGATE && planned.energy >= 0 ? planned.energy : 0;
        for (uint32_t& after : step.planned.after)
        {
            after += before;
        }
        if (down)
        {
            const uint32_t index = planned.peer;
            Increase(figures.involved, HasPart(round, attempt, numbers[index]) ? 0 : 1);
            m_places[{round, attempt, numbers[index]}] = record->steps.size();
        }
        record->steps.push_back(std::move(step));
    }
    AddKnown(record->planned.energy, energy);
    record->Set(figures);
    if (attempt == 0)
    {
        RecordUpdatePlan(plan, false, *record);
    }
}

void
LearningLedger::Grant(uint64_t round,
                      uint32_t attempt,
                      const RoundPlan& plan,
                      const std::vector<uint32_t>& numbers)
{
    TaskRecord* record = m_tasks.Find(round);
    if (!record)
    {
        return;
    }
    for (std::size_t k = 0; k < numbers.size(); ++k)
    {
        StepRecord* upload = FindStep({round, attempt, numbers[k]}, UPLOAD);
        if (upload && plan.workers[k].involved)
        {
            RecordGrant(plan.workers[k], m_timeShared, *upload);
        }
    }
    RecordUpdatePlan(plan, true, *record);
}

bool
LearningLedger::HasPart(uint64_t round, uint32_t before, uint32_t worker) const
{
    for (uint32_t attempt = 0; attempt < before; ++attempt)
    {
        if (m_places.count({round, attempt, worker}) > 0)
        {
            return true;
        }
    }
    return false;
}

StepRecord*
LearningLedger::FindStep(const LearningPart& part, Way way)
{
    const auto place = m_places.find(part);
    return place == m_places.end() ? nullptr : m_tasks.FindStep(part.round, place->second + way);
}

void
LearningLedger::BeginBroadcast(StepRecord& step, double bits)
{
    step.queued = GetNow();
    step.started = step.queued;
    step.bits = bits;
}

void
LearningLedger::SendModel(const LearningPart& part, double bits)
{
    if (StepRecord* step = FindStep(part, BROADCAST))
    {
        BeginBroadcast(*step, bits);
        TaskRecord& record = *m_tasks.Find(part.round);
        LearningFigures figures = record.Get<LearningFigures>();
        AddKnown(figures.bitsDown, bits);
        record.Set(figures);
    }
}

void
LearningLedger::SendToGroup(uint64_t round,
                            uint32_t attempt,
                            const std::vector<uint32_t>& workers,
                            double bits)
{
    TaskRecord* record = m_tasks.Find(round);
    if (!record)
    {
        return;
    }
    for (const uint32_t worker : workers)
    {
        if (StepRecord* step = FindStep({round, attempt, worker}, BROADCAST))
        {
            BeginBroadcast(*step, bits);
        }
    }
    LearningFigures figures = record->Get<LearningFigures>();
    AddKnown(figures.bitsDown, bits);
    AddKnown(figures.bitsGroup, bits);
    record->Set(figures);
}

void
LearningLedger::RepeatModel(const LearningPart& part, double bits)
{
    if (StepRecord* step = FindStep(part, BROADCAST))
    {
        if (std::isnan(step->queued))
        {
            BeginBroadcast(*step, bits);
        }
        TaskRecord& record = *m_tasks.Find(part.round);
        LearningFigures figures = record.Get<LearningFigures>();
        AddKnown(figures.bitsDown, bits);
        AddKnown(figures.bitsAgain, bits);
        record.Set(figures);
    }
}

void
LearningLedger::ReceiveModel(const LearningPart& part)
{
    if (StepRecord* step = FindStep(part, BROADCAST))
    {
        step->finished = GetNow();
    }
}

void
LearningLedger::Compute(const LearningPart& part, uint32_t node, const JobReport& report)
{
    if (StepRecord* step = FindStep(part, COMPUTE))
    {
        RecordJob(*step, report);
    }
    else if (GetMonitor())
    {
        GetMonitor()->GetEnergyBook().AddUncharged(node, report.energy, "the round had ended");
    }
}

void
LearningLedger::SendUpdate(const LearningPart& part, double bits, std::function<double()> spent)
{
    // What is still under way of an attempt before is this one's from now on, not both's.
    for (LearningPart former{part.round, 0, part.worker}; former < part; ++former.attempt)
    {
        if (StepRecord* step = FindStep(former, UPLOAD))
        {
            Charge(former, *step);
        }
    }
    if (StepRecord* step = FindStep(part, UPLOAD))
    {
        step->queued = GetNow();
        step->started = step->queued;
        step->bits = bits;
        m_spent[part] = std::move(spent);
    }
}

void
LearningLedger::Charge(const LearningPart& part, StepRecord& upload)
{
    const auto meter = m_spent.find(part);
    if (meter != m_spent.end())
    {
        const double spent = meter->second ? meter->second() : NOT_AVAILABLE;
        upload.energy = spent >= 0 ? spent : NOT_AVAILABLE;
        m_spent.erase(meter);
    }
}

void
LearningLedger::ReceiveUpdate(const LearningPart& part)
{
    StepRecord* step = FindStep(part, UPLOAD);
    if (!step)
    {
        return;
    }
    step->finished = GetNow();
    Charge(part, *step);
    LearningStepFigures of = step->Get<LearningStepFigures>();
    if (step->GetTime() > 0)
    {
        of.rateRealised = step->bits / step->GetTime();
    }
    step->Set(of);
    TaskRecord& record = *m_tasks.Find(part.round);
    LearningFigures figures = record.Get<LearningFigures>();
    AddKnown(figures.bitsUp, step->bits);
    record.Set(figures);
}

void
LearningLedger::Aggregate(uint64_t round, const JobReport* report)
{
    TaskRecord* record = m_tasks.Find(round);
    if (!record || record->steps.empty())
    {
        return;
    }
    StepRecord& step = record->steps.back();
    if (report)
    {
        RecordJob(step, *report);
    }
    else
    {
        step.queued = step.started = step.finished = GetNow();
    }
}

std::vector<uint32_t>
LearningLedger::ListInvolved(uint64_t round) const
{
    std::set<uint32_t> workers;
    for (auto part = m_places.lower_bound({round, 0, 0});
         part != m_places.end() && part->first.round == round;
         ++part)
    {
        workers.insert(part->first.worker);
    }
    return {workers.begin(), workers.end()};
}

void
LearningLedger::End(uint64_t round, const RoundEnd& end)
{
    TaskRecord* record = m_tasks.Find(round);
    if (!record)
    {
        return;
    }
    LearningFigures figures = record->Get<LearningFigures>();
    figures.loss = end.score.loss;
    figures.accuracy = end.score.accuracy;
    figures.missing = static_cast<double>(end.missing);
    std::map<uint32_t, bool> brought; // by worker: something, in any attempt
    auto part = m_places.lower_bound({round, 0, 0});
    while (part != m_places.end() && part->first.round == round)
    {
        StepRecord& upload = record->steps[part->second + UPLOAD];
        const bool came = !std::isnan(upload.finished);
        Charge(part->first, upload); // of one that is still on its way
        brought[part->first.worker] |= came;
        part = m_places.erase(part);
    }
    figures.lost = static_cast<uint32_t>(
        std::count_if(brought.begin(), brought.end(), [](const auto& of) { return !of.second; }));
    record->Set(figures);
    if (end.standing)
    {
        if (!std::isnan(end.standing->delayQueue))
        {
            RecordStanding(*end.standing, end.delayPlanned, end.delayRealised, *record);
        }
        RecordUpdates(end.standing->updates, *record);
    }
    RecordEnergies(*record);
    if (end.ending.outcome == TaskOutcome::COMPLETED)
    {
        record->realised.latency = GetNow() - record->generated;
    }
    m_tasks.End(round, end.ending);
}

} // namespace edgeai
} // namespace ns3
