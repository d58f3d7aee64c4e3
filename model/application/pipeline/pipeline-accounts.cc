/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-accounts.h"

#include "ns3/pipeline-figures.h"

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

/// @param [in] link 0..M  @param [in] plan usable  @param [in] nodes by position
/// @returns what is expected of it
StepRecord
MakeLink(uint32_t link, const PipelinePlanBody& plan, const std::vector<uint32_t>& nodes)
{
    StepRecord step;
    step.planned.name = "link " + std::to_string(link);
    step.planned.kind = StepKind::TRANSFER;
    step.planned.node = GetNode(nodes, link);
    step.planned.peer = GetNode(nodes, link + 1);
    step.planned.time = plan.linkTimes[link];
    return step;
}

/// @param [in] stage 1..M  @param [in] plan usable  @param [in] nodes by position
/// @returns what is expected of it; nothing where it relays
StepRecord
MakeStage(uint32_t stage, const PipelinePlanBody& plan, const std::vector<uint32_t>& nodes)
{
    StepRecord step;
    step.planned.name = "stage " + std::to_string(stage);
    step.planned.kind = StepKind::COMPUTE;
    step.planned.node = GetNode(nodes, stage);
    const uint32_t before = plan.cuts[stage - 1];
    const uint32_t last = plan.cuts[stage];
    if (before < last)
    {
        step.planned.time = plan.computeTimes[stage - 1];
        step.part = "layers " + std::to_string(before + 1) + "-" + std::to_string(last);
        PipelineFigures figures;
        figures.structure = plan.options[stage - 1];
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
    record.planner = plan.text;
    record.planned.latency = plan.GetLatency();
    record.planned.distortion = 1 - plan.accuracy;
    for (uint32_t link = 0; link < plan.linkTimes.size(); ++link)
    {
        if (link > 0)
        {
            record.steps.push_back(MakeStage(link, plan, nodes));
        }
        record.steps.push_back(MakeLink(link, plan, nodes));
    }
}

} // namespace edgeai
} // namespace ns3
