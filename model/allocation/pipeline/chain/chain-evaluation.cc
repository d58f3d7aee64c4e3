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

/// Budgets that are exceeded by less than this share of themselves are kept: sums round.
constexpr double SLACK = 1e-12;

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

/// Sets status and reason from what the plan breaks.
void
JudgePlan(const ChainProblem& problem, ChainPlan& plan)
{
    std::ostringstream text;
    for (const ChainStage& stage : plan.stages)
    {
        const double memory = problem.devices[stage.device].memoryBytes;
        if (memory > 0 && stage.memoryBytes > memory * (1 + SLACK))
        {
            text << "devices[" << stage.device << "].memoryBytes of " << memory
                 << " B is exceeded: its layers take " << stage.memoryBytes << " B";
            break;
        }
    }
    if (text.str().empty() && plan.accuracy < problem.accuracyMin * (1 - SLACK))
    {
        text << "accuracyMin of " << problem.accuracyMin << " is not reached: accuracy is "
             << plan.accuracy;
    }
    if (text.str().empty() && problem.latencyLimit > 0 &&
        plan.latency > problem.latencyLimit * (1 + SLACK))
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
    plan.cuts = cuts;
    plan.accuracy = problem.accuracy;
    plan.linkTimes.push_back(segments.GetLinkTime(0, 0));
    plan.bottleneck = plan.linkTimes[0];
    plan.latency = plan.linkTimes[0];
    for (std::size_t i = 0; i < count; ++i)
    {
        const uint32_t device = order.empty() ? i : order[i];
        ChainStage stage = segments.MakeStage(device, cuts[i], cuts[i + 1], options[i]);
        stage.linkTime = segments.GetLinkTime(i + 1, cuts[i + 1]);
        stage.sentBytes = problem.GetSentBytes(cuts[i + 1]);
        plan.linkTimes.push_back(stage.linkTime);
        plan.latency += stage.computeTime + stage.linkTime;
        plan.bottleneck = std::max(plan.bottleneck,
                                   problem.overlap ? std::max(stage.computeTime, stage.linkTime)
                                                   : stage.computeTime + stage.linkTime);
        plan.accuracy -= stage.accuracyLoss;
        plan.stages.push_back(stage);
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
