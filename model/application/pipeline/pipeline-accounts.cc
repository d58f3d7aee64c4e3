/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-accounts.h"

#include "pipeline-report.h"

#include <cstddef>
#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] nodes by position  @param [in] position on the way
/// @returns ns-3 id of the node there, as far as known
uint32_t
GetNode(const std::vector<uint32_t>& nodes, std::size_t position)
{
    return position < nodes.size() ? nodes[position] : PlanStep::NO_NODE;
}

/// @param [in] place of a step, 2 link or 2 stage - 1  @param [in] plan usable
/// @param [in] nodes by position  @returns what is expected of it; no time where a stage relays
StepRecord
MakeStep(std::size_t place, const PipelinePlanBody& plan, const std::vector<uint32_t>& nodes)
{
    const std::size_t position = (place + 1) / 2; // of who sends or computes
    StepRecord step;
    step.planned = plan.steps[place];
    step.planned.node = GetNode(nodes, position);
    if (step.planned.kind == StepKind::TRANSFER)
    {
        step.planned.peer = GetNode(nodes, position + 1);
        return step;
    }
    const uint32_t before = plan.cuts[position - 1];
    const uint32_t last = plan.cuts[position];
    if (before < last)
    {
        step.part = "layers " + std::to_string(before + 1) + "-" + std::to_string(last);
        PipelineFigures figures;
        figures.structure = plan.options[position - 1];
        step.Set(figures);
    }
    return step;
}

} // namespace

void
RecordPlan(const PipelinePlanBody& plan, const std::vector<uint32_t>& nodes, TaskRecord& record)
{
    record.family = PipelineFigures::FAMILY;
    record.plan = plan.number;
    if (!plan.IsUsable())
    {
        return;
    }
    record.planner = plan.planner;
    record.planned.latency = plan.GetLatency();
    record.planned.distortion = 1 - plan.accuracy;
    for (std::size_t place = 0; place < plan.steps.size(); ++place)
    {
        record.steps.push_back(MakeStep(place, plan, nodes));
    }
}

} // namespace edgeai
} // namespace ns3
