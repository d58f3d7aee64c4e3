/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-partition-evaluation.h"

#include "row-blocks.h"
#include "row-timeline.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] problem a problem  @param [in] layer 0..N + 1  @returns its name
std::string
GetLayerName(const RowPartitionProblem& problem, uint32_t layer)
{
    if (layer == 0)
    {
        return "image";
    }
    if (layer > problem.layers.size())
    {
        return "tail";
    }
    const std::string& name = problem.layers[layer - 1].name;
    return name.empty() ? "layer " + std::to_string(layer) : name;
}

/// @returns the step that brings the images to the host
PlanStep
MakeUpload(const RowPartitionProblem& problem)
{
    PlanStep step;
    step.name = "upload";
    step.kind = StepKind::TRANSFER;
    step.peer = 0;
    step.bits = problem.tasks * problem.GetImageBits();
    if (problem.uploadRate > 0)
    {
        step.time = step.bits / problem.uploadRate;
    }
    return step;
}

/// @returns a step of the graph without what it waits for
PlanStep
MakeStep(const RowPartitionProblem& problem, const RowStep& step, double wait)
{
    PlanStep made;
    made.name = GetLayerName(problem, step.layer);
    made.kind = step.kind;
    made.node = step.node;
    made.time = step.time + step.latency;
    made.wait = wait;
    if (step.kind == StepKind::TRANSFER)
    {
        made.name = "rows of " + made.name;
        made.peer = step.peer;
        made.bits = 8 * step.load;
    }
    else
    {
        made.work = step.load;
        const double power = problem.nodes[step.node].busyPower;
        if (power > 0)
        {
            made.energy = power * step.time;
        }
    }
    return made;
}

/// Adds what the graph's steps wait for, and each compute step's one before at its node.
void
AddWaits(const RowGraph& graph, std::vector<PlanStep>& steps)
{
    constexpr uint32_t UPLOAD = 0;
    for (const auto& [step, earlier] : graph.GetWaits())
    {
        steps[step + 1].after.push_back(earlier + 1);
    }
    std::vector<uint32_t> last(graph.GetProblem().nodes.size(), UPLOAD);
    for (std::size_t i = 1; i < steps.size(); ++i)
    {
        PlanStep& step = steps[i];
        if (step.kind == StepKind::COMPUTE)
        {
            if (last[step.node] != UPLOAD)
            {
                step.after.push_back(last[step.node]);
            }
            last[step.node] = i;
        }
        if (step.after.empty())
        {
            step.after.push_back(UPLOAD);
        }
        std::sort(step.after.begin(), step.after.end());
        step.after.erase(std::unique(step.after.begin(), step.after.end()), step.after.end());
    }
}

/// Adds the step that takes the answers to the device.
void
AddResult(const RowPartitionProblem& problem, RowPartitionPlan& plan)
{
    PlanStep step;
    step.name = "result";
    step.kind = StepKind::TRANSFER;
    step.node = 0;
    step.bits = problem.tasks * problem.resultBits;
    RowOperation operation;
    operation.layer = problem.layers.size() + 1;
    operation.start = plan.time;
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
    {
        if (plan.operations[i].layer == operation.layer)
        {
            step.after.push_back(i);
        }
    }
    plan.steps.push_back(step);
    plan.operations.push_back(operation);
}

} // namespace

double
GetAloneTime(const RowPartitionProblem& problem)
{
    const RowPartitionNode& host = problem.nodes.front();
    return problem.tasks *
           (problem.GetFlop() / host.flops + (problem.layers.size() + 1) * host.operationTime);
}

RowPartitionPlan
EvaluateRowPartition(const RowGraph& graph)
{
    const RowPartitionProblem& problem = graph.GetProblem();
    const std::vector<RowStep>& steps = graph.GetSteps();
    RowTimeline timeline;
    RowPartitionPlan plan;
    plan.status = PlanStatus::SOLVED;
    plan.time = timeline.Run(graph);
    plan.aloneTime = GetAloneTime(problem);
    plan.speedUp = plan.time > 0 ? plan.aloneTime / plan.time : 1;
    plan.uploadTime = problem.GetUploadTime();
    plan.nodes.resize(problem.nodes.size());

    plan.steps.push_back(MakeUpload(problem));
    RowOperation upload;
    upload.end = problem.imageRows;
    upload.start = -(problem.tasks * plan.uploadTime);
    plan.operations.push_back(upload);
    for (std::size_t i = 0; i < steps.size(); ++i)
    {
        const RowStep& step = steps[i];
        plan.steps.push_back(MakeStep(problem, step, timeline.GetWait(i)));
        plan.operations.push_back(
            {step.task, step.layer, step.rows.first, step.rows.end, timeline.GetStart(i)});
        RowNodeShare& share = plan.nodes[step.node];
        if (step.kind == StepKind::COMPUTE)
        {
            share.flop += step.load;
            share.busyTime += step.time;
            share.stallTime += timeline.GetWait(i);
        }
        else
        {
            share.sentBytes += step.load;
        }
    }
    AddWaits(graph, plan.steps);
    AddResult(problem, plan);

    const double tail = problem.tailFlop / problem.nodes[0].flops + problem.nodes[0].operationTime;
    plan.bound = plan.nodes[0].busyTime;
    for (const RowStep& step : steps)
    {
        // Nobody waits for the end of one that has no rows of the last layer.
        if (step.kind == StepKind::TRANSFER && step.layer == problem.layers.size())
        {
            plan.bound = std::max(plan.bound, plan.nodes[step.node].busyTime + tail);
        }
    }
    return plan;
}

RowPartitionPlan
EvaluateAlone(const RowPartitionProblem& problem)
{
    RowPartitionPlan plan =
        EvaluateBlocks(problem, 1, {static_cast<uint32_t>(problem.layers.size())});
    plan.blockEnds.clear();
    plan.alone = true;
    return plan;
}

RowPartitionPlan
EvaluateBlocks(const RowPartitionProblem& problem,
               uint32_t workers,
               const std::vector<uint32_t>& blockEnds)
{
    RowGraph graph(problem);
    AddBlockSteps(workers, blockEnds, graph);
    RowPartitionPlan plan = EvaluateRowPartition(graph);
    plan.workers = workers;
    plan.blockEnds = blockEnds;
    return plan;
}

} // namespace edgeai
} // namespace ns3
