/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "iovt-authors-planner.h"

#include "allocation/pipeline/chain/chain-cuts.h"
#include "allocation/pipeline/chain/chain-evaluation.h"
#include "allocation/pipeline/chain/chain-segments.h"
#include "iovt-authors-scan.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/log.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiIovtAuthorsPlanner");
NS_OBJECT_ENSURE_REGISTERED(IovtAuthorsPlanner);

namespace
{

constexpr double TINY = std::numeric_limits<double>::min();

/// @returns the mode of the largest weight; of equal ones that of the least loss
uint32_t
PickMode(const std::vector<double>& theta, const std::vector<double>& delta)
{
    std::size_t best = 0;
    for (std::size_t j = 1; j < theta.size(); ++j)
    {
        const bool better =
            theta[j] > theta[best] || (theta[j] == theta[best] && delta[j] <= delta[best]);
        best = better ? j : best;
    }
    return static_cast<uint32_t>(best);
}

/// @returns the cut that has a share of the work before it, 0 and all of it included
uint32_t
CutAt(const ChainProblem& problem, double share)
{
    if (share <= 0 || share >= 1)
    {
        return share <= 0 ? 0 : static_cast<uint32_t>(problem.layers.size());
    }
    return CutByShares(problem, {share, 1 - share}, problem.GetOptionCount() - 1)[1];
}

} // namespace

TypeId
IovtAuthorsPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::IovtAuthorsPlanner")
            .SetParent<ChainPlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<IovtAuthorsPlanner>()
            .AddAttribute("Mode",
                          "How to look for the division: Exact scans every split for the least sum "
                          "of latencies, Vertex solves the objective of 2024 exactly, "
                          "GradientDescent and Grid are its published versions.",
                          EnumValue(EXACT),
                          CompatEnumAccessor<Mode>(&IovtAuthorsPlanner::m_mode),
                          MakeEnumChecker(EXACT,
                                          "Exact",
                                          VERTEX,
                                          "Vertex",
                                          GRADIENT_DESCENT,
                                          "GradientDescent",
                                          GRID,
                                          "Grid"))
            .AddAttribute("Order",
                          "Who has the first part. ServerFirst is the published code's; pipelines "
                          "run plans of DeviceFirst.",
                          EnumValue(DEVICE_FIRST),
                          CompatEnumAccessor<Order>(&IovtAuthorsPlanner::m_order),
                          MakeEnumChecker(DEVICE_FIRST, "DeviceFirst", SERVER_FIRST, "ServerFirst"))
            .AddAttribute("LinkTime",
                          "Fixed time of the link in the sum of Exact [s]; 1 ms in the published "
                          "scan",
                          DoubleValue(1e-3),
                          MakeDoubleAccessor(&IovtAuthorsPlanner::m_linkTime),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("Streams",
                          "How often the sum of Exact charges the activation at the cut [1], 1..3; "
                          "the published scan charges 2 whatever the branches",
                          DoubleValue(1),
                          MakeDoubleAccessor(&IovtAuthorsPlanner::m_streams),
                          MakeDoubleChecker<double>(1, 3))
            .AddAttribute("Kappa",
                          "Weight of the accuracy loss in the objective [1], >= 0",
                          DoubleValue(1),
                          MakeDoubleAccessor(&IovtAuthorsPlanner::m_kappa),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("TimeUnit",
                          "What the objective counts times in [s]: 1, or 1e-3 for milliseconds",
                          DoubleValue(1),
                          MakeDoubleAccessor(&IovtAuthorsPlanner::m_timeUnit),
                          MakeDoubleChecker<double>(TINY))
            .AddAttribute("Efficiency1",
                          "mu of the device with the first part, objective of 2024 [1], > 0",
                          DoubleValue(1),
                          MakeDoubleAccessor(&IovtAuthorsPlanner::m_efficiency1),
                          MakeDoubleChecker<double>(TINY))
            .AddAttribute("Efficiency2",
                          "mu of the other device, objective of 2024 [1], > 0",
                          DoubleValue(1),
                          MakeDoubleAccessor(&IovtAuthorsPlanner::m_efficiency2),
                          MakeDoubleChecker<double>(TINY))
            .AddAttribute("ComputeRatio",
                          "k of Grid [1]: k lambda of the compute is on the first device, > 0",
                          DoubleValue(1),
                          MakeDoubleAccessor(&IovtAuthorsPlanner::m_computeRatio),
                          MakeDoubleChecker<double>(TINY))
            .AddAttribute(
                "TrafficRatio",
                "p of Grid [1]: p lambda of the memory traffic is on the first device, > 0",
                DoubleValue(1),
                MakeDoubleAccessor(&IovtAuthorsPlanner::m_trafficRatio),
                MakeDoubleChecker<double>(TINY))
            .AddAttribute("GridStep",
                          "Step of Grid between lambdas from 0 to 1 [1], 1e-6..1",
                          DoubleValue(0.01),
                          MakeDoubleAccessor(&IovtAuthorsPlanner::m_gridStep),
                          MakeDoubleChecker<double>(1e-6, 1));
    return tid;
}

std::string
IovtAuthorsPlanner::ExplainRefusal(const ChainProblem& problem) const
{
    if (problem.devices.size() != 2)
    {
        return "devices are " + std::to_string(problem.devices.size()) +
               "; the published objective knows 2";
    }
    const ChainSegments segments(problem);
    const uint32_t largest = problem.GetOptionCount() - 1;
    const auto count = static_cast<uint32_t>(problem.layers.size());
    if (m_mode != EXACT &&
        !(segments.GetFlop(0, count, largest) > 0 && segments.GetTraffic(0, count, largest) > 0))
    {
        return "the network has no work or no traffic, and so no intensity, which the objective of "
               "2024 is about";
    }
    return "";
}

AuthorsObjective
IovtAuthorsPlanner::MakeObjective(const ChainProblem& problem) const
{
    const ChainSegments segments(problem);
    const uint32_t largest = problem.GetOptionCount() - 1;
    const auto count = static_cast<uint32_t>(problem.layers.size());
    AuthorsObjective objective;
    objective.work = segments.GetFlop(0, count, largest);
    objective.intensity = objective.work / segments.GetTraffic(0, count, largest);
    for (std::size_t part = 0; part < 2; ++part)
    {
        const std::size_t device = m_order == SERVER_FIRST ? 1 - part : part;
        AuthorsDevice& who = objective.devices[part];
        who.efficiency = part == 0 ? m_efficiency1 : m_efficiency2;
        who.bandwidth = problem.devices[device].memoryBandwidth;
        for (uint32_t v = 0; v <= largest; ++v)
        {
            who.delta.push_back(segments.GetLoss(0, count, v));
        }
    }
    objective.sentBytes = problem.GetSentBytes(CutAt(problem, 0.5));
    objective.sendingRate = problem.linkRates[1] / 8;
    objective.kappa = m_kappa;
    objective.timeUnit = m_timeUnit;
    if (m_mode == GRID)
    {
        objective.computeRatio = m_computeRatio;
        objective.trafficRatio = m_trafficRatio;
    }
    return objective;
}

ChainPlan
IovtAuthorsPlanner::PlanExactly(const ChainProblem& problem) const
{
    AuthorsScanTerms terms;
    terms.order =
        m_order == SERVER_FIRST ? std::array<uint32_t, 2>{1, 0} : std::array<uint32_t, 2>{0, 1};
    terms.linkTime = m_linkTime;
    terms.streams = m_streams;
    terms.kappa = m_kappa;
    terms.timeUnit = m_timeUnit;
    const std::vector<AuthorsSplit> splits = ScanSplits(problem, terms);
    const auto best = std::min_element(
        splits.begin(),
        splits.end(),
        [](const AuthorsSplit& a, const AuthorsSplit& b) { return a.value < b.value; });
    ChainPlan plan;
    if (!std::isfinite(best->value))
    {
        plan.reason = "no split has times of all layers: each device lacks some of those it would "
                      "run";
        return plan;
    }
    NS_LOG_INFO("split " << best->cut << ", sum of latencies " << best->total << " s");
    plan = EvaluateChain(problem,
                         {0, best->cut, static_cast<uint32_t>(problem.layers.size())},
                         {best->options[0], best->options[1]},
                         {terms.order[0], terms.order[1]});
    plan.summary.evaluations = splits.size();
    return plan;
}

ChainPlan
IovtAuthorsPlanner::PlanByShare(const ChainProblem& problem) const
{
    const AuthorsObjective objective = MakeObjective(problem);
    AuthorsPoint point;
    if (m_mode == GRADIENT_DESCENT)
    {
        point = Descend(objective, AuthorsDescent());
    }
    else if (m_mode == VERTEX)
    {
        point = FindVertex(objective);
    }
    else
    {
        std::vector<double> lambdas;
        const auto steps = static_cast<uint32_t>(std::floor(1 / m_gridStep * (1 + 1e-12)));
        for (uint32_t i = 0; i <= steps; ++i)
        {
            lambdas.push_back(std::min(1.0, i * m_gridStep));
        }
        std::vector<std::vector<double>> thetas;
        for (std::size_t j = 0; j < objective.devices[0].delta.size(); ++j)
        {
            thetas.emplace_back(objective.devices[0].delta.size(), 0.0);
            thetas.back()[j] = 1;
        }
        point = SearchGrid(objective, lambdas, thetas);
    }
    NS_LOG_INFO("lambda " << point.lambda << ", J " << point.value);
    const bool swapped = m_order == SERVER_FIRST;
    ChainPlan plan = EvaluateChain(
        problem,
        {0, CutAt(problem, point.lambda), static_cast<uint32_t>(problem.layers.size())},
        {PickMode(point.thetas[0], objective.devices[0].delta),
         PickMode(point.thetas[1], objective.devices[1].delta)},
        {swapped ? 1U : 0U, swapped ? 0U : 1U});
    plan.summary.iterations = point.round;
    return plan;
}

ChainPlan
IovtAuthorsPlanner::DoPlan(const ChainProblem& problem) const
{
    return m_mode == EXACT ? PlanExactly(problem) : PlanByShare(problem);
}

} // namespace edgeai
} // namespace ns3
