/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-search.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double UNLIMITED = std::numeric_limits<double>::infinity();

/// Values closer than this share of themselves are equal: sums round.
constexpr double SEARCH_SLACK = 1e-12;

/// @returns whether a value exceeds another by more than rounding
bool
IsLarger(double value, double other)
{
    return value > other + SEARCH_SLACK * std::abs(other);
}

/// @returns whether a run is dense enough for its device: I_i >= eta I*_i
bool
KeepsIntensity(const ChainSegments& segments,
               uint32_t device,
               uint32_t from,
               uint32_t to,
               uint32_t option,
               double intensityShare)
{
    const double needed = intensityShare * segments.GetProblem().devices[device].GetRidge() *
                          segments.GetTraffic(from, to, option);
    return segments.GetFlop(from, to, option) >= needed * (1 - SEARCH_SLACK);
}

/// @returns whether a stage may run layers from..to-1 where the cuts are given
bool
KeepsCuts(const std::vector<uint32_t>& cuts, uint32_t stage, uint32_t from, uint32_t to)
{
    return cuts.empty() || (cuts[stage] == from && cuts[stage + 1] == to);
}

} // namespace

ChainSearch::ChainSearch(const ChainSegments& segments, const ChainFreedom& freedom)
    : m_problem(segments.GetProblem()),
      m_start(segments.GetLinkTime(0, 0)),
      m_stages(m_problem.devices.size(), m_problem.layers.size(), m_problem.GetOptionCount()),
      m_latencies(m_stages),
      m_losses(m_stages)
{
    const auto set = [&](uint32_t i, uint32_t from, uint32_t to, uint32_t v) {
        const double compute = segments.GetComputeTime(i, from, to, v);
        const double link = segments.GetLinkTime(i + 1, to);
        m_latencies.At(i, from, to, v) = compute + link;
        m_stages.At(i, from, to, v) = m_problem.overlap ? std::max(compute, link) : compute + link;
        m_losses.At(i, from, to, v) = segments.GetLoss(from, to, v);
    };
    for (uint32_t i = 0; i < m_stages.GetStages(); ++i)
    {
        for (uint32_t to = 0; to <= m_stages.GetItems(); ++to)
        {
            for (uint32_t from = 0; from <= to; ++from)
            {
                if (!KeepsCuts(freedom.cuts, i, from, to))
                {
                    continue;
                }
                if (from == to)
                {
                    // A relay has no structure.
                    set(i, from, to, 0);
                    continue;
                }
                for (uint32_t v = 0; v < m_stages.GetChoices(); ++v)
                {
                    if ((freedom.option < 0 || v == freedom.option) &&
                        segments.Fits(i, from, to, v) &&
                        KeepsIntensity(segments, i, from, to, v, freedom.intensityShare))
                    {
                        set(i, from, to, v);
                    }
                }
            }
        }
    }
    // T_b is the time of one of the stages or of the camera's link, and never less than the latter.
    m_thresholds = {m_start};
    for (const double value : m_stages.ListValues())
    {
        if (value > m_start)
        {
            m_thresholds.push_back(value);
        }
    }
}

ChainPath
ChainSearch::FindLeastBottleneck() const
{
    ++m_programmes;
    return MinimiseChain(m_stages, ChainRule::LARGEST, m_start);
}

ChainPath
ChainSearch::FindMostAccurate() const
{
    ++m_programmes;
    return MinimiseChain(m_losses, ChainRule::SUM);
}

ChainPath
ChainSearch::FindLeastLatency() const
{
    ++m_programmes;
    ChainPath path = MinimiseChain(m_latencies, ChainRule::SUM, m_start);
    // Every structure may be taken where there is no floor; else the fastest often is good enough.
    if (path.feasible && !KeepsAccuracy(path))
    {
        ++m_programmes;
        const double lossLimit = m_problem.accuracy - m_problem.accuracyMin * (1 - SEARCH_SLACK);
        const std::vector<ChainPath> paths =
            ListChainCompromises(m_latencies, m_losses, UNLIMITED, lossLimit);
        path = paths.empty() ? ChainPath() : paths.front();
        path.value += m_start;
    }
    return path.feasible && KeepsAccuracy(path) && KeepsLatency(path) ? path : ChainPath();
}

bool
ChainSearch::KeepsAccuracy(const ChainPath& path) const
{
    return GetAccuracy(path) >= m_problem.accuracyMin * (1 - SEARCH_SLACK);
}

bool
ChainSearch::KeepsLatency(const ChainPath& path) const
{
    return m_problem.latencyLimit == 0 ||
           MakePoint(path).latency <= m_problem.latencyLimit * (1 + SEARCH_SLACK);
}

ChainPath
ChainSearch::FindWithin(double threshold) const
{
    const ChainBound bound{&m_stages, threshold};
    ++m_programmes;
    ChainPath path = MinimiseChain(m_losses, ChainRule::SUM, 0, bound);
    if (!path.feasible || !KeepsAccuracy(path))
    {
        return ChainPath();
    }
    if (!KeepsLatency(path))
    {
        // The most accurate is too slow: a constrained shortest path.
        ++m_programmes;
        const double lossLimit = m_problem.accuracy - m_problem.accuracyMin * (1 - SEARCH_SLACK);
        const std::vector<ChainPath> paths =
            ListChainCompromises(m_latencies,
                                 m_losses,
                                 m_problem.latencyLimit * (1 + SEARCH_SLACK) - m_start,
                                 lossLimit,
                                 bound);
        path = paths.empty() || !KeepsAccuracy(paths.back()) ? ChainPath() : paths.back();
        path.value = path.second;
    }
    return path;
}

double
ChainSearch::GetAccuracy(const ChainPath& path) const
{
    // As whoever judges the plan adds it up, so that rounding cannot part the two.
    return MakePoint(path).accuracy;
}

ChainPath
ChainSearch::FindFastest() const
{
    // What can be kept within a threshold can be kept within every larger one.
    std::size_t low = 0;
    std::size_t high = m_thresholds.size() - 1;
    ChainPath best = FindWithin(m_thresholds[high]);
    while (best.feasible && low < high)
    {
        const std::size_t middle = low + (high - low) / 2;
        const ChainPath path = FindWithin(m_thresholds[middle]);
        if (path.feasible)
        {
            best = path;
            high = middle;
        }
        else
        {
            low = middle + 1;
        }
    }
    return best;
}

std::vector<ChainPoint>
ChainSearch::FindFront(Scan scan) const
{
    std::vector<ChainPoint> front;
    double reached = -UNLIMITED;
    auto improves = [&](const ChainPath& path) {
        return path.feasible && (front.empty() || IsLarger(GetAccuracy(path), reached));
    };
    auto keep = [&](const ChainPath& path) {
        front.push_back(MakePoint(path));
        reached = GetAccuracy(path);
    };
    if (scan == FULL)
    {
        for (const double threshold : m_thresholds)
        {
            const ChainPath path = FindWithin(threshold);
            if (improves(path))
            {
                keep(path);
            }
        }
        return front;
    }
    // The accuracy never falls with the threshold: bisect for the next one that improves on it.
    const ChainPath last = FindWithin(m_thresholds.back());
    std::size_t low = 0;
    while (improves(last))
    {
        std::size_t high = m_thresholds.size() - 1;
        ChainPath next = last;
        while (low < high)
        {
            const std::size_t middle = low + (high - low) / 2;
            const ChainPath path = FindWithin(m_thresholds[middle]);
            if (improves(path))
            {
                next = path;
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        keep(next);
    }
    return front;
}

ChainPoint
ChainSearch::MakePoint(const ChainPath& path) const
{
    ChainPoint point;
    point.cuts = path.cuts;
    point.options = path.choices;
    point.bottleneck = m_start;
    point.latency = m_start;
    point.accuracy = m_problem.accuracy;
    for (uint32_t i = 0; i < path.choices.size(); ++i)
    {
        const uint32_t from = path.cuts[i];
        const uint32_t to = path.cuts[i + 1];
        point.bottleneck = std::max(point.bottleneck, m_stages.At(i, from, to, path.choices[i]));
        point.latency += m_latencies.At(i, from, to, path.choices[i]);
        point.accuracy -= m_losses.At(i, from, to, path.choices[i]);
    }
    return point;
}

uint32_t
ChainSearch::GetProgrammes() const
{
    return m_programmes;
}

uint32_t
ChainSearch::GetThresholds() const
{
    return m_thresholds.size();
}

std::size_t
PickCompromise(const std::vector<ChainPoint>& front, double throughputWeight)
{
    double shortest = UNLIMITED;
    double mostAccurate = 0;
    for (const ChainPoint& point : front)
    {
        shortest = std::min(shortest, point.bottleneck);
        mostAccurate = std::max(mostAccurate, point.accuracy);
    }
    std::size_t pick = 0;
    double best = -UNLIMITED;
    for (std::size_t i = 0; i < front.size(); ++i)
    {
        // Phi / Phi_max; a pipeline that takes no time at all is as fast as any.
        const double speed = front[i].bottleneck > shortest ? shortest / front[i].bottleneck : 1;
        const double quality = mostAccurate > 0 ? front[i].accuracy / mostAccurate : 1;
        const double merit = throughputWeight * speed + (1 - throughputWeight) * quality;
        if (i == 0 || IsLarger(merit, best))
        {
            best = merit;
            pick = i;
        }
    }
    return pick;
}

} // namespace edgeai
} // namespace ns3
