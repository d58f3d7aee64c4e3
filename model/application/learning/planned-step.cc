/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planned-step.h"

#include "learning-figures.h"
#include "sparse-figures.h"
#include "update-figures.h"

#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] planned step of a worker  @param [in] share of the plan
/// @param [in] crew who takes part  @param [in] index place of the worker
/// @param [in,out] step gets its figures and its name
void
DescribePart(const PlanStep& planned,
             const RoundShare& share,
             const PlannedCrew& crew,
             uint32_t index,
             StepRecord& step)
{
    LearningStepFigures of;
    of.worker = crew.numbers[index];
    of.attempt = crew.attempt;
    of.parameters = share.parameters;
    if (planned.kind == StepKind::TRANSFER && !IsToWorker(planned))
    {
        of.ratePlanned = share.rate;
        of.owned = share.subchannels;
        RecordFraction(share, step);
        RecordUpdatePlan(share, crew.timeShared, step);
    }
    if (!share.subchannels.empty())
    {
        of.subchannels = static_cast<uint32_t>(share.subchannels.size());
    }
    if (share.block > 0)
    {
        of.block = share.block;
    }
    step.Set(of);
    const std::string word = planned.name.substr(0, planned.name.find(' '));
    step.planned.name = word + " " + std::to_string(crew.numbers[index]);
}

} // namespace

bool
IsToWorker(const PlanStep& planned)
{
    return planned.kind == StepKind::TRANSFER && planned.node == PlanStep::NO_NODE;
}

StepRecord
MakePlannedStep(const PlanStep& planned, const RoundPlan& plan, const PlannedCrew& crew)
{
    StepRecord step;
    step.planned = planned;
    const bool down = IsToWorker(planned);
    const bool whole = planned.kind == StepKind::AGGREGATE;
    const uint32_t index = down ? planned.peer : planned.node;
    if (!whole)
    {
        DescribePart(planned, plan.workers[index], crew, index, step);
    }
    step.planned.node = whole || down ? crew.server : crew.nodes[index];
    step.planned.peer = down                                 ? crew.nodes[index]
                        : planned.kind == StepKind::TRANSFER ? crew.server
                                                             : PlanStep::NO_NODE;
    return step;
}

} // namespace edgeai
} // namespace ns3
