/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "dto-ee-course.h"

#include "allocation/pipeline/dto-ee/dto-ee-evaluation.h"
#include "allocation/pipeline/dto-ee/dto-ee-exits.h"
#include "allocation/pipeline/dto-ee/dto-ee-mixed-flow.h"
#include "compute/time-steps.h"
#include "dto-ee-body.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <numeric>

namespace ns3
{
namespace edgeai
{

DtoEeCourse::DtoEeCourse(std::shared_ptr<const DtoEeSetup> setup, const std::string& planner)
    : m_setup(std::move(setup)),
      m_planner(planner),
      m_problem(m_setup->problem)
{
    m_problem.rows = MakeDtoEeRows(m_setup->network, m_setup->shares);
    const std::vector<double> thresholds =
        StartDtoEeThresholds(m_problem, m_setup->options.thresholds);
    for (std::size_t b = 0; b < thresholds.size(); ++b)
    {
        m_problem.exits[b].threshold = thresholds[b];
    }
    if (m_setup->HasNodeThresholds())
    {
        m_problem.nodeThresholds = StartDtoEeNodeThresholds(m_problem, m_setup->options.thresholds);
    }
    Evaluate();
}

DtoEeCourse::~DtoEeCourse()
{
    m_slotEvent.Cancel();
}

void
DtoEeCourse::Start()
{
    m_slotEvent.Cancel();
    m_slotEvent = ScheduleCall(LimitWait(AddWait(m_setup->GetTimeTo(0), NanoSeconds(1))),
                               [this] { HandleSlot(); });
}

void
DtoEeCourse::HandleSlot()
{
    Evaluate();
    m_present.slot = m_setup->GetSlot();
    m_present.begun = m_setup->first.GetSeconds() +
                      static_cast<double>(m_present.slot) * m_setup->slot.GetSeconds();
    m_slots.push_back(m_present);
    m_open.clear(); // of rounds that nobody goes on with
    // Just behind the instant at which everybody begins the slot.
    m_slotEvent =
        ScheduleCall(LimitWait(AddWait(m_setup->GetTimeTo(m_present.slot + 1), NanoSeconds(1))),
                     [this] { HandleSlot(); });
}

void
DtoEeCourse::Evaluate()
{
    // Where nothing comes there is nothing to expect: rates then stay those of the setup.
    const DtoEeProblem& known = m_problem.GetTotalRate() > 0 ? m_problem : m_setup->problem;
    const DtoEeNetwork network = MakeDtoEeNetwork(known);
    const DtoEeShares shares = MakeDtoEeShares(known, network);
    const std::vector<double> thresholds = m_problem.GetThresholds();
    m_present.arrivals = known.GetTotalRate();
    DtoEeProblem exponential = known;
    exponential.serviceVariability = 1;
    const DtoEeQueueLaw law = MakeDtoEeQueueLaw(exponential);
    if (m_setup->HasNodeThresholds())
    {
        const std::vector<double>& own = m_problem.nodeThresholds;
        m_present.plan = EvaluateDtoEeNodes(known, network, shares, own);
        const DtoEeMixedFlow flow(known, network, shares, own);
        m_present.exponentialTime = GetDtoEeResponseTime(network, law, shares, flow.GetSigma());
    }
    else
    {
        m_present.plan = EvaluateDtoEe(known, network, shares, thresholds);
        const DtoEeExitModel model(exponential);
        m_present.exponentialTime =
            GetDtoEeResponseTime(network, law, shares, model.GetPassing(thresholds));
    }
    m_steps.clear();
    const std::size_t last = m_problem.GetFirstIndex(m_setup->GetStages());
    double reaching = 0;
    for (std::size_t s = 0; s < m_present.plan.steps.size(); ++s)
    {
        const PlanStep& step = m_present.plan.steps[s];
        m_steps[{step.node, step.peer}] = s;
        reaching += step.kind == StepKind::COMPUTE && step.node >= last ? step.share : 0;
    }
    // Sums of shares are rounded: what is left of one by that is no share of tasks.
    constexpr double ROUNDING = 1e-12;
    m_present.leavingEarly = 1 - reaching > ROUNDING ? std::min(1 - reaching, 1.0) : 0;
}

PlanStep
DtoEeCourse::Expect(const DtoEePlace& from, const DtoEePlace* peer) const
{
    const auto index = [this](const DtoEePlace& place) {
        return m_problem.GetFirstIndex(place.stage) + place.index;
    };
    const auto found = m_steps.find({index(from), peer ? index(*peer) : PlanStep::NO_NODE});
    if (found != m_steps.end())
    {
        PlanStep step = m_present.plan.steps[found->second];
        step.after.clear(); // a task takes its own steps one after the other
        return step;
    }
    PlanStep step;
    step.share = peer && peer->stage == 0 ? 1 : 0; // an answer, or what the plan does not use
    return step;
}

void
DtoEeCourse::NoteThere(const DtoEePlace& place, bool there)
{
    const std::pair<uint32_t, uint32_t> key{place.stage, place.index};
    there ? static_cast<void>(m_there.insert(key)) : static_cast<void>(m_there.erase(key));
}

void
DtoEeCourse::NoteRound(const DtoEePlace& place, uint64_t word, const DtoEePart& part)
{
    OpenRound& open = m_open[word];
    ++open.parts;
    open.known = open.known && part.IsInformed();
    if (part.IsInformed())
    {
        open.cost += part.GetCost();
        open.gap += place.stage == 0 ? part.GetRate() * part.GetGap() : 0;
        open.rate += place.stage == 0 ? part.GetRate() : 0;
    }
    if (open.parts < m_there.size())
    {
        return;
    }
    if (open.known && open.rate > 0)
    {
        DtoEeRoundNote note;
        note.slot = DtoEeWord::GetSlot(word);
        note.round = DtoEeWord::GetRound(word);
        note.ended = Simulator::Now().GetSeconds();
        note.responseTime = open.cost / open.rate;
        note.gap = open.gap / open.cost;
        note.utility = m_problem.accuracyValue * m_present.plan.accuracy - note.responseTime;
        m_rounds.push_back(note);
    }
    m_open.erase(word);
}

void
DtoEeCourse::NoteRow(const DtoEePlace& place, const std::vector<double>& shares)
{
    // Who reaches nobody has no row.
    if (std::accumulate(shares.begin(), shares.end(), 0.0) > 0)
    {
        m_problem.rows[m_problem.GetFirstIndex(place.stage) + place.index].shares = shares;
    }
}

void
DtoEeCourse::NoteThreshold(const DtoEePlace& place, std::size_t exit, double threshold)
{
    if (m_setup->HasNodeThresholds())
    {
        const std::size_t node =
            m_problem.GetFirstIndex(place.stage) - m_problem.GetSize(0) + place.index;
        m_problem.nodeThresholds[node] = threshold;
        return;
    }
    const auto first = m_there.lower_bound({place.stage, 0});
    if (first == m_there.end() || first->second >= place.index || first->first != place.stage)
    {
        m_problem.exits[exit].threshold = threshold;
    }
}

void
DtoEeCourse::NoteArrivals(uint32_t device, double rate)
{
    m_problem.arrivalRates[device] = rate;
}

void
DtoEeCourse::NoteLinkRate(const DtoEePlace& place, uint32_t target, double rate)
{
    m_problem.stages[place.stage].linkRates[place.index][target] = rate;
}

void
DtoEeCourse::NoteControl(const InferenceMessage& message)
{
    ++m_control.messages;
    m_control.bodyBytes += message.body.size();
    m_control.headerBytes += InferenceHeader::SIZE;
}

} // namespace edgeai
} // namespace ns3
