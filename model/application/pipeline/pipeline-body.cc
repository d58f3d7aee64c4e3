/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pipeline-body.h"

#include <algorithm>
#include <numeric>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Longest text in a plan, which shall stay small [B].
constexpr std::size_t MAX_TEXT = 60;

} // namespace

bool
PipelinePlanBody::IsUsable() const
{
    return status == static_cast<uint8_t>(PlanStatus::SOLVED) ||
           status == static_cast<uint8_t>(PlanStatus::VIOLATED);
}

double
PipelinePlanBody::GetLatency() const
{
    const double compute = std::accumulate(computeTimes.begin(), computeTimes.end(), 0.0);
    return std::accumulate(linkTimes.begin(), linkTimes.end(), compute);
}

PipelinePlanBody
MakePlanBody(const ChainPlan& plan, uint64_t number, const std::string& planner)
{
    PipelinePlanBody body;
    body.number = number;
    body.status = static_cast<uint8_t>(plan.status);
    if (!body.IsUsable())
    {
        body.text = plan.reason.substr(0, MAX_TEXT);
        return body;
    }
    body.text = planner.substr(0, MAX_TEXT);
    body.cuts = plan.cuts;
    for (const ChainStage& stage : plan.stages)
    {
        body.options.push_back(stage.option);
    }
    for (const PlanStep& step : plan.steps)
    {
        const bool relays = std::isnan(step.time); // the message says 0 then
        (step.kind == StepKind::TRANSFER ? body.linkTimes : body.computeTimes)
            .push_back(relays ? 0 : step.time);
    }
    body.accuracy = plan.accuracy;
    return body;
}

std::string
ExplainFault(const PipelinePlanBody& plan, const ChainProblem& problem)
{
    const std::string complaint = plan.Validate();
    if (!complaint.empty())
    {
        return complaint;
    }
    if (!plan.IsUsable())
    {
        return "";
    }
    const std::size_t stages = problem.linkRates.size() - 1;
    if (plan.cuts.size() != stages + 1 || plan.options.size() != stages ||
        plan.computeTimes.size() != stages || plan.linkTimes.size() != stages + 1)
    {
        return "it is for " + std::to_string(plan.options.size()) + " stages, there are " +
               std::to_string(stages);
    }
    if (plan.cuts.front() != 0 || plan.cuts.back() != problem.layers.size() ||
        !std::is_sorted(plan.cuts.begin(), plan.cuts.end()))
    {
        return "cuts do not rise from 0 to " + std::to_string(problem.layers.size());
    }
    const auto known = [&](uint32_t option) { return option < problem.GetOptionCount(); };
    if (!std::all_of(plan.options.begin(), plan.options.end(), known))
    {
        return "options must be below " + std::to_string(problem.GetOptionCount());
    }
    return "";
}

std::string
ExplainFault(const PipelineReportBody& report, std::size_t devices)
{
    if (report.position > devices + 1)
    {
        return "position must be at most " + std::to_string(devices + 1) + ", got " +
               std::to_string(report.position);
    }
    const bool stage = report.position > 0 && report.position <= devices;
    if (stage && (report.peakFlops == 0 || report.memoryBandwidth == 0))
    {
        return "peakFlops and memoryBandwidth of a stage must be > 0";
    }
    return report.Validate();
}

} // namespace edgeai
} // namespace ns3
