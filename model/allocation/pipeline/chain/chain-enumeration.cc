/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-enumeration.h"

#include "chain-evaluation.h"
#include "chain-segments.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double LISTING_SLACK = 1e-12;

/// Counts through all divisions, device by device, adding up what they cost.
class Enumeration
{
  public:
    Enumeration(const ChainProblem& problem, ChainObjective objective)
        : m_problem(problem),
          m_segments(problem),
          m_objective(objective)
    {
        m_point.cuts.assign(problem.devices.size() + 1, 0);
        m_point.options.assign(problem.devices.size(), 0);
        for (uint32_t i = 0; i < problem.devices.size(); ++i)
        {
            m_point.order.push_back(i);
        }
    }

    /// @returns the front, or the single best point
    std::vector<ChainPoint> Run()
    {
        const double start = m_segments.GetLinkTime(0, 0);
        Visit(0, {start, m_problem.accuracy, start});
        return MergeFronts(m_points);
    }

    /// @returns number of divisions that fit the memories
    uint32_t GetVisited() const
    {
        return m_visited;
    }

  private:
    /// What the first stages add up to.
    struct Costs
    {
        double bottleneck;
        double accuracy;
        double latency;
    };

    void Visit(uint32_t stage, const Costs& costs)
    {
        const uint32_t from = m_point.cuts[stage];
        const auto layers = static_cast<uint32_t>(m_problem.layers.size());
        if (stage == m_problem.devices.size())
        {
            if (from == layers)
            {
                ++m_visited;
                Judge(costs);
            }
            return;
        }
        const bool last = stage + 1 == m_problem.devices.size();
        for (uint32_t to = last ? layers : from; to <= layers; ++to)
        {
            const uint32_t options = from < to ? m_problem.GetOptionCount() : 1;
            for (uint32_t v = 0; v < options; ++v)
            {
                if (!m_segments.Fits(stage, from, to, v))
                {
                    continue;
                }
                const double compute = m_segments.GetComputeTime(stage, from, to, v);
                const double link = m_segments.GetLinkTime(stage + 1, to);
                const double period = m_problem.overlap ? std::max(compute, link) : compute + link;
                m_point.cuts[stage + 1] = to;
                m_point.options[stage] = v;
                Visit(stage + 1,
                      {std::max(costs.bottleneck, period),
                       costs.accuracy - m_segments.GetLoss(from, to, v),
                       costs.latency + compute + link});
            }
        }
    }

    void Judge(const Costs& costs)
    {
        const bool tooInaccurate = costs.accuracy < m_problem.accuracyMin * (1 - LISTING_SLACK);
        const bool tooLate = m_problem.latencyLimit > 0 &&
                             costs.latency > m_problem.latencyLimit * (1 + LISTING_SLACK);
        if (m_objective != ChainObjective::BOTTLENECK && (tooInaccurate || tooLate))
        {
            return;
        }
        m_point.bottleneck = costs.bottleneck;
        m_point.accuracy = costs.accuracy;
        m_point.latency = costs.latency;
        if (m_objective == ChainObjective::WEIGHTED)
        {
            Collect();
            return;
        }
        const auto key = [this](const ChainPoint& point) {
            const bool latency = m_objective == ChainObjective::LATENCY;
            return std::make_pair(latency ? point.latency : point.bottleneck, -point.accuracy);
        };
        if (m_points.empty())
        {
            m_points.push_back(m_point);
        }
        else if (key(m_point) < key(m_points.front()))
        {
            m_points.front() = m_point;
        }
    }

    /// Keeps the present point unless one of the front is as good in both.
    void Collect()
    {
        for (const ChainPoint& point : m_points)
        {
            if (point.bottleneck <= m_point.bottleneck * (1 + LISTING_SLACK) &&
                point.accuracy >= m_point.accuracy - LISTING_SLACK)
            {
                return;
            }
        }
        m_points.push_back(m_point);
        m_points = MergeFronts(std::move(m_points));
    }

    const ChainProblem& m_problem;
    ChainSegments m_segments;
    ChainObjective m_objective;
    ChainPoint m_point;               ///< the division that is looked at
    std::vector<ChainPoint> m_points; ///< the best so far
    uint32_t m_visited{0};
};

} // namespace

double
CountDivisions(const ChainProblem& problem)
{
    const double layers = problem.layers.size();
    const double devices = problem.devices.size();
    double count = std::pow(problem.GetOptionCount(), devices);
    for (double i = 1; i < devices; ++i)
    {
        count *= (layers + i) / i;
    }
    return std::round(count);
}

ChainPlan
EnumerateChain(const ChainProblem& problem, ChainObjective objective)
{
    Enumeration enumeration(problem, objective);
    const std::vector<ChainPoint> points = enumeration.Run();
    ChainPlan plan;
    if (points.empty())
    {
        plan.reason = "no division keeps memoryBytes, accuracyMin and latencyLimit";
    }
    else
    {
        const bool weighted = objective == ChainObjective::WEIGHTED;
        const std::size_t pick = weighted ? PickCompromise(points, problem.throughputWeight) : 0;
        plan = EvaluateChain(problem, points[pick].cuts, points[pick].options);
        plan.front = weighted ? points : std::vector<ChainPoint>();
    }
    plan.summary.evaluations = enumeration.GetVisited();
    return plan;
}

} // namespace edgeai
} // namespace ns3
