/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-evaluation.h"

#include "chain-segments.h"

#include <algorithm>
#include <limits>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Budgets that are exceeded by less than this share of themselves are kept: sums round. More than
/// what searches allow themselves (1e-12), so that a sum in another order does not make a division
/// break a limit that it was chosen to keep.
constexpr double LIMIT_SLACK = 2e-12;

/// @returns "" or what is wrong with a division
std::string
InspectDivision(const ChainProblem& problem,
                const std::vector<uint32_t>& cuts,
                const std::vector<uint32_t>& options,
                const std::vector<uint32_t>& order)
{
    const std::size_t count = problem.devices.size();
    if (cuts.size() != count + 1 || cuts.front() != 0 || cuts.back() != problem.layers.size() ||
        !std::is_sorted(cuts.begin(), cuts.end()))
    {
        return "cuts must rise from 0 to " + std::to_string(problem.layers.size()) + " in " +
               std::to_string(count + 1) + " numbers";
    }
    if (options.size() != count)
    {
        return "options has " + std::to_string(options.size()) +
               " numbers; needed is one for "
               "each of " +
               std::to_string(count) + " devices";
    }
    for (const uint32_t option : options)
    {
        if (option >= problem.GetOptionCount())
        {
            return "options has structure " + std::to_string(option) + "; allowed is 0 to " +
                   std::to_string(problem.GetOptionCount() - 1);
        }
    }
    std::vector<uint32_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i)
    {
        if (sorted.size() != count || sorted[i] != i)
        {
            return "order must hold every device from 0 to " + std::to_string(count - 1) + " once";
        }
    }
    return "";
}

/// @returns the step on a link  @param [in] link its place, from 0
PlanStep
MakeLinkStep(std::size_t link, uint32_t from, uint32_t to, double bytes, double time)
{
    PlanStep step;
    step.name = "link " + std::to_string(link);
    step.kind = StepKind::TRANSFER;
    step.node = from;
    step.peer = to;
    step.bits = 8 * bytes;
    step.time = time;
    return step;
}

/// @returns the step of a stage  @param [in] place of it, from 1  @param [in] power busy [W]
PlanStep
MakeStageStep(std::size_t place, const ChainStage& stage, double flop, double time, double power)
{
    PlanStep step;
    step.name = "stage " + std::to_string(place);
    step.node = stage.device;
    step.work = flop;
    step.time = stage.IsRelay() ? PlanStep::NOT_PLANNED : time;
    step.energy = stage.IsRelay() || power == 0 ? PlanStep::NOT_PLANNED : power * time;
    return step;
}

/// Sets status and reason from what the plan breaks.
void
JudgePlan(const ChainProblem& problem, ChainPlan& plan)
{
    std::ostringstream text;
    for (const ChainStage& stage : plan.stages)
    {
        const double memory = problem.devices[stage.device].memoryBytes;
        if (memory > 0 && stage.memoryBytes > memory * (1 + LIMIT_SLACK))
        {
            text << "devices[" << stage.device << "].memoryBytes of " << memory
                 << " B is exceeded: its layers take " << stage.memoryBytes << " B";
            break;
        }
    }
    if (text.str().empty() && plan.accuracy < problem.accuracyMin * (1 - LIMIT_SLACK))
    {
        text << "accuracyMin of " << problem.accuracyMin << " is not reached: accuracy is "
             << plan.accuracy;
    }
    if (text.str().empty() && problem.latencyLimit > 0 &&
        plan.latency > problem.latencyLimit * (1 + LIMIT_SLACK))
    {
        text << "latencyLimit of " << problem.latencyLimit << " s is exceeded: latency is "
             << plan.latency << " s";
    }
    plan.reason = text.str();
    plan.status = plan.reason.empty() ? PlanStatus::SOLVED : PlanStatus::VIOLATED;
}

} // namespace

ChainProblem
OrderDevices(const ChainProblem& problem, const std::vector<uint32_t>& order)
{
    ChainProblem ordered = problem;
    for (std::size_t i = 0; i < order.size(); ++i)
    {
        ordered.devices[i] = problem.devices[order[i]];
    }
    return ordered;
}

ChainPlan
EvaluateChain(const ChainProblem& problem,
              const std::vector<uint32_t>& cuts,
              const std::vector<uint32_t>& options,
              const std::vector<uint32_t>& order)
{
    ChainPlan plan;
    plan.reason = InspectDivision(problem, cuts, options, order);
    if (!plan.reason.empty())
    {
        plan.status = PlanStatus::REFUSED;
        return plan;
    }
    const ChainSegments segments(problem);
    const std::size_t count = problem.devices.size();
    const auto deviceAt = [&](std::size_t place) {
        return order.empty() ? static_cast<uint32_t>(place) : order[place];
    };
    const double cameraTime = segments.GetLinkTime(0, 0);
    plan.cuts = cuts;
    plan.accuracy = problem.accuracy;
    plan.bottleneck = cameraTime;
    plan.latency = cameraTime;
    plan.steps.push_back(
        MakeLinkStep(0, PlanStep::NO_NODE, deviceAt(0), problem.frameBytes, cameraTime));
    for (std::size_t i = 0; i < count; ++i)
    {
        const uint32_t device = deviceAt(i);
        const uint32_t from = cuts[i];
        const uint32_t to = cuts[i + 1];
        const ChainStage stage = segments.MakeStage(device, from, to, options[i]);
        const double computeTime = segments.GetComputeTime(device, from, to, options[i]);
        const double linkTime = segments.GetLinkTime(i + 1, to);
        plan.latency += computeTime + linkTime;
        plan.bottleneck =
            std::max(plan.bottleneck,
                     problem.overlap ? std::max(computeTime, linkTime) : computeTime + linkTime);
        plan.accuracy -= stage.accuracyLoss;
        plan.stages.push_back(stage);
        plan.steps.push_back(MakeStageStep(i + 1,
                                           stage,
                                           segments.GetFlop(from, to, options[i]),
                                           computeTime,
                                           problem.devices[device].busyPower));
        plan.steps.push_back(MakeLinkStep(i + 1,
                                          device,
                                          i + 1 < count ? deviceAt(i + 1) : PlanStep::NO_NODE,
                                          problem.GetSentBytes(to),
                                          linkTime));
    }
    // A pipeline that costs no time passes whatever the camera sends.
    plan.capacity =
        plan.bottleneck > 0 ? 1 / plan.bottleneck : std::numeric_limits<double>::infinity();
    plan.throughput = std::min(problem.frameRate, plan.capacity);
    JudgePlan(problem, plan);
    return plan;
}

} // namespace edgeai
} // namespace ns3
