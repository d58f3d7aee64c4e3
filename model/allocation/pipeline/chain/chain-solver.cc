/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-solver.h"

#include "chain-evaluation.h"
#include "chain-segments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double POINT_SLACK = 1e-12;

/// Largest number of entries of a table of runs: 32 MB, and a few seconds.
constexpr double MAX_ENTRIES = 4e6;

/// What the searches over all orders found for one intensity share.
struct Findings
{
    std::vector<ChainPoint> points; ///< the front, or the single best one
    PlanSummary summary;
};

/// @returns whether a point is better for an objective that looks at one number
bool
IsBetter(const ChainPoint& point, const ChainPoint& other, ChainObjective objective)
{
    const bool latency = objective == ChainObjective::LATENCY;
    const double mine = latency ? point.latency : point.bottleneck;
    const double yours = latency ? other.latency : other.bottleneck;
    if (std::abs(mine - yours) > POINT_SLACK * yours)
    {
        return mine < yours;
    }
    return point.accuracy > other.accuracy + POINT_SLACK;
}

/// @returns all orders of devices to try, the problem's own first
std::vector<std::vector<uint32_t>>
ListOrders(std::size_t count, bool freeOrder)
{
    std::vector<uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::vector<std::vector<uint32_t>> orders;
    do
    {
        orders.push_back(order);
    } while (freeOrder && std::next_permutation(order.begin(), order.end()));
    return orders;
}

/// @returns the front, or the single best point; empty if there is none
std::vector<ChainPoint>
FindPoints(const ChainSearch& search, const ChainSolverOptions& options)
{
    ChainPath path;
    switch (options.objective)
    {
    case ChainObjective::WEIGHTED:
        return search.FindFront(options.scan);
    case ChainObjective::THROUGHPUT:
        path = search.FindFastest();
        break;
    case ChainObjective::LATENCY:
        path = search.FindLeastLatency();
        break;
    case ChainObjective::BOTTLENECK:
        path = search.FindLeastBottleneck();
        break;
    }
    return path.feasible ? std::vector<ChainPoint>{search.MakePoint(path)}
                         : std::vector<ChainPoint>();
}

/// Searches every order.
Findings
Search(const ChainProblem& problem, const ChainSolverOptions& options, double intensityShare)
{
    Findings findings;
    for (const auto& order : ListOrders(problem.devices.size(), options.freeOrder))
    {
        const ChainProblem ordered = OrderDevices(problem, order);
        const ChainSegments segments(ordered);
        const ChainSearch search(segments, {options.option, options.cuts, intensityShare});
        for (ChainPoint point : FindPoints(search, options))
        {
            point.order = order;
            if (options.objective == ChainObjective::WEIGHTED || findings.points.empty())
            {
                findings.points.push_back(point);
            }
            else if (IsBetter(point, findings.points.front(), options.objective))
            {
                findings.points.front() = point;
            }
        }
        findings.summary.iterations += search.GetProgrammes();
        findings.summary.evaluations += search.GetThresholds();
    }
    if (options.objective == ChainObjective::WEIGHTED)
    {
        findings.points = MergeFronts(findings.points);
    }
    return findings;
}

/// @returns which measured times are missing for a plan
std::string
ExplainMissingTimes(const ChainProblem& problem, const ChainSolverOptions& options)
{
    const ChainSegments segments(problem);
    const bool any = options.option < 0;
    const uint32_t first = any ? 0 : static_cast<uint32_t>(options.option);
    const uint32_t end = any ? problem.GetOptionCount() : first + 1;
    for (uint32_t l = 0; l < problem.layers.size(); ++l)
    {
        bool offered = false;
        for (uint32_t i = 0; i < problem.devices.size(); ++i)
        {
            for (uint32_t v = first; v < end; ++v)
            {
                offered = offered || std::isfinite(segments.GetComputeTime(i, l, l + 1, v));
            }
        }
        if (!offered)
        {
            return "devices[].layerTimes offer layers[" + std::to_string(l) + "], '" +
                   problem.layers[l].name + "', on no device" +
                   (any ? "" : " in structure " + std::to_string(first));
        }
    }
    std::ostringstream text;
    text << "devices[].layerTimes offer no admissible division of the layers";
    if (problem.accuracyMin > 0)
    {
        text << " with an accuracy of at least accuracyMin, " << problem.accuracyMin;
    }
    return text.str();
}

/// @returns which limit cannot be kept, and what can
std::string
ExplainInfeasible(const ChainProblem& problem, const ChainSolverOptions& options)
{
    ChainProblem unlimited = problem;
    unlimited.accuracyMin = 0;
    unlimited.latencyLimit = 0;
    ChainPoint accurate;
    double quickest = std::numeric_limits<double>::infinity();
    for (const auto& order : ListOrders(problem.devices.size(), options.freeOrder))
    {
        const ChainProblem ordered = OrderDevices(unlimited, order);
        const ChainSegments segments(ordered);
        const ChainSearch search(segments, {options.option, options.cuts, 0});
        const ChainPath path = search.FindMostAccurate();
        if (path.feasible &&
            (accurate.cuts.empty() || search.MakePoint(path).accuracy > accurate.accuracy))
        {
            accurate = search.MakePoint(path);
        }
        ChainProblem floored = ordered;
        floored.accuracyMin = problem.accuracyMin;
        const ChainSegments flooredSegments(floored);
        const ChainSearch floor(flooredSegments, {options.option, options.cuts, 0});
        const ChainPath least = floor.FindLeastLatency();
        if (least.feasible)
        {
            quickest = std::min(quickest, least.value);
        }
    }
    std::ostringstream text;
    if (accurate.cuts.empty())
    {
        text << "devices[].memoryBytes hold no admissible division of the layers";
    }
    else if (accurate.accuracy < problem.accuracyMin * (1 - POINT_SLACK))
    {
        text << "accuracyMin of " << problem.accuracyMin
             << " cannot be kept: the highest accuracy of a division that fits is "
             << accurate.accuracy;
    }
    else if (!std::isfinite(quickest))
    {
        text << ExplainMissingTimes(problem, options);
    }
    else
    {
        text << "latencyLimit of " << problem.latencyLimit
             << " s cannot be kept: the least latency with an accuracy of at least "
             << problem.accuracyMin << " is " << quickest << " s";
    }
    return text.str();
}

} // namespace

std::string
ExplainChainSize(const ChainProblem& problem, bool freeOrder)
{
    std::ostringstream text;
    const double runs = (problem.layers.size() + 1.0) * (problem.layers.size() + 1.0);
    const double entries = problem.devices.size() * problem.GetOptionCount() * runs;
    if (entries > MAX_ENTRIES)
    {
        text << "layers, devices and options make " << entries
             << " runs of layers, (n+1)^2 M V; allowed is 1 to " << MAX_ENTRIES;
    }
    else if (freeOrder && problem.devices.size() > MAX_FREE_DEVICES)
    {
        text << "devices.size() is " << problem.devices.size() << "; allowed is 1 to "
             << MAX_FREE_DEVICES << " when their order is free";
    }
    return text.str();
}

std::vector<ChainPoint>
MergeFronts(std::vector<ChainPoint> points)
{
    std::stable_sort(points.begin(), points.end(), [](const ChainPoint& a, const ChainPoint& b) {
        return a.bottleneck < b.bottleneck;
    });
    std::vector<ChainPoint> front;
    for (const ChainPoint& point : points)
    {
        if (!front.empty() && point.accuracy <= front.back().accuracy + POINT_SLACK)
        {
            continue;
        }
        if (!front.empty() && point.bottleneck <= front.back().bottleneck * (1 + POINT_SLACK))
        {
            front.back() = point; // as fast, and more accurate
            continue;
        }
        front.push_back(point);
    }
    return front;
}

ChainPlan
SolveChain(const ChainProblem& problem, const ChainSolverOptions& options)
{
    double intensityShare = problem.intensityShare;
    Findings findings = Search(problem, options, intensityShare);
    PlanSummary summary = findings.summary;
    while (findings.points.empty() && intensityShare > 0)
    {
        // Steps of 0.1 do not end at 0 exactly.
        intensityShare = intensityShare > 0.1 + POINT_SLACK ? intensityShare - 0.1 : 0;
        findings = Search(problem, options, intensityShare);
        summary.iterations += findings.summary.iterations;
        summary.evaluations += findings.summary.evaluations;
    }

    ChainPlan plan;
    if (findings.points.empty())
    {
        plan.status = PlanStatus::INFEASIBLE;
        plan.reason = ExplainInfeasible(problem, options);
        plan.summary = summary;
        return plan;
    }
    const bool weighted = options.objective == ChainObjective::WEIGHTED;
    const std::size_t pick =
        weighted ? PickCompromise(findings.points, problem.throughputWeight) : 0;
    const ChainPoint& chosen = findings.points[pick];
    plan = EvaluateChain(problem, chosen.cuts, chosen.options, chosen.order);
    plan.intensityShare = intensityShare;
    plan.summary = summary;
    if (weighted)
    {
        plan.front = findings.points;
    }
    return plan;
}

} // namespace edgeai
} // namespace ns3
