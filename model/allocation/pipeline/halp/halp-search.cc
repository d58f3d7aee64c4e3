/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "halp-search.h"

#include "row-partition-evaluation.h"
#include "row-timeline.h"

#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] least first value  @param [in] most last value  @param [in] step between them
/// @returns the values; the last is met in spite of roundings
std::vector<double>
MakeGrid(double least, double most, double step)
{
    std::vector<double> grid;
    const double slack = 1e-9 * step;
    for (uint32_t i = 0; least + i * step <= most + slack; ++i)
    {
        grid.push_back(least + i * step);
    }
    return grid;
}

/// Times boundaries, one set after the other, in the same memory.
class HalpClock
{
  public:
    HalpClock(const RowPartitionProblem& problem, HalpOrder order)
        : m_order(order),
          m_graph(problem)
    {
    }

    /// @param [in] zones boundaries within the layers  @returns T [s], infinity if not valid
    double GetTime(const std::vector<RowZone>& zones)
    {
        if (!AreHalpZonesValid(m_graph.GetProblem(), zones))
        {
            return std::numeric_limits<double>::infinity();
        }
        ++m_count;
        m_graph.Clear();
        AddHalpSteps(zones, m_order, m_graph);
        return m_timeline.Run(m_graph);
    }

    /// @returns how many were timed
    uint32_t GetCount() const
    {
        return m_count;
    }

  private:
    const HalpOrder m_order; ///< of the rows of a layer
    RowGraph m_graph;        ///< of the last
    RowTimeline m_timeline;  ///< of the last
    uint32_t m_count{0};     ///< how many
};

/// Moves one layer's boundaries while that helps. @param [in] rows of the layer
/// @param [in,out] zones boundaries  @param [in] layer index  @param [in,out] time T of zones [s]
/// @param [in,out] clock times them  @returns whether something got better
bool
RefineLayer(uint32_t rows,
            std::vector<RowZone>& zones,
            std::size_t layer,
            double& time,
            HalpClock& clock)
{
    static const std::vector<std::pair<int, int>>
        MOVES{{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, 1}, {-1, 1}, {1, -1}};
    bool better = false;
    for (const auto& [up, down] : MOVES)
    {
        const RowZone old = zones[layer];
        const int64_t first = int64_t{old.zoneFirst} + up;
        const int64_t end = int64_t{old.zoneEnd} + down;
        if (first < 0 || first > end || end > rows)
        {
            continue;
        }
        zones[layer] = {static_cast<uint32_t>(first), static_cast<uint32_t>(end)};
        const double moved = clock.GetTime(zones);
        if (moved < time)
        {
            time = moved;
            better = true;
        }
        else
        {
            zones[layer] = old;
        }
    }
    return better;
}

/// @param [in] order of the rows of a layer  @returns the form of a plan with it
RowForm
GetForm(HalpOrder order)
{
    return order == HalpOrder::EDGE_FIRST   ? RowForm::EDGE_FIRST
           : order == HalpOrder::BODY_FIRST ? RowForm::BODY_FIRST
                                            : RowForm::BARRIERS;
}

} // namespace

RowPartitionPlan
EvaluateHalp(const RowPartitionProblem& problem, const std::vector<RowZone>& zones, HalpOrder order)
{
    RowGraph graph(problem);
    AddHalpSteps(zones, order, graph);
    RowPartitionPlan plan = EvaluateRowPartition(graph);
    plan.form = GetForm(order);
    plan.zones = zones;
    return plan;
}

RowPartitionPlan
SearchHalp(const RowPartitionProblem& problem, const HalpSearchOptions& options)
{
    const bool equal = problem.nodes[1].flops == problem.nodes[2].flops;
    const std::vector<double> ratios =
        equal ? std::vector<double>{.5}
              : MakeGrid(options.ratioMin, options.ratioMax, options.ratioStep);
    HalpClock clock(problem, options.order);
    HalpShape shape{0, 0, options.convolutionZone, options.poolingZone};
    HalpShape best = shape;
    double time = std::numeric_limits<double>::infinity();
    std::vector<RowZone> zones;
    for (const double zone : MakeGrid(options.zoneMin, options.zoneMax, options.zoneStep))
    {
        shape.zoneShare = zone;
        for (const double ratio : ratios)
        {
            shape.ratio = ratio;
            MakeHalpZones(problem, shape, zones);
            const double tried = clock.GetTime(zones);
            if (tried < time)
            {
                time = tried;
                best = shape;
            }
        }
    }
    RowPartitionPlan plan;
    plan.summary.evaluations = clock.GetCount();
    if (time == std::numeric_limits<double>::infinity())
    {
        plan.reason = "no zone of the grid keeps the two secondaries apart in every layer";
        return plan;
    }
    MakeHalpZones(problem, best, zones);
    uint32_t sweeps = 0;
    bool better = options.refine;
    while (better)
    {
        better = false;
        ++sweeps;
        for (std::size_t layer = zones.size(); layer-- > 0;)
        {
            better |= RefineLayer(problem.layers[layer].outputRows, zones, layer, time, clock);
        }
    }
    plan = EvaluateHalp(problem, zones, options.order);
    plan.zoneShare = best.zoneShare;
    plan.ratio = best.ratio;
    plan.summary.iterations = sweeps;
    plan.summary.evaluations = clock.GetCount();
    return plan;
}

} // namespace edgeai
} // namespace ns3
