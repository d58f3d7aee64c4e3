/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-units.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// So many of each worker's units are placed one by one, past any rounding of the others' number.
constexpr double SINGLES = 4;
/// Halvings of a level of placement.
constexpr int HALVINGS = 100;

/// @param [in] units kinds of units  @returns the kinds from the largest to the smallest
std::vector<std::size_t>
SortKinds(const std::vector<RoundUnits>& units)
{
    std::vector<std::size_t> kinds(units.size());
    std::iota(kinds.begin(), kinds.end(), 0);
    std::stable_sort(kinds.begin(), kinds.end(), [&units](std::size_t a, std::size_t b) {
        return units[a].parameters > units[b].parameters;
    });
    return kinds;
}

/// Units of one kind over workers. A worker's next unit costs first + placed * step; the cheapest
/// is placed until all are.
struct Costs
{
    std::vector<double> first; ///< infinite: none for this worker
    std::vector<double> step;  ///< > 0
};

/// @param [in] costs of the next units  @param [in] level of cost  @param [in] k worker
/// @returns how many units of a worker cost less, within rounding
double
CountBelow(const Costs& costs, double level, std::size_t k)
{
    return std::isfinite(costs.first[k])
               ? std::max(std::floor((level - costs.first[k]) / costs.step[k]), 0.)
               : 0;
}

/// @param [in] costs of the next units  @param [in] count of units  @returns how many each gets
std::vector<uint32_t>
PlaceCheapest(const Costs& costs, uint32_t count)
{
    std::vector<uint32_t> placed(costs.first.size(), 0);
    double low = std::numeric_limits<double>::infinity();
    double widest = 0;
    for (std::size_t k = 0; k < placed.size(); ++k)
    {
        if (std::isfinite(costs.first[k]))
        {
            low = std::min(low, costs.first[k]);
            widest = std::max(widest, costs.step[k]);
        }
    }
    if (!std::isfinite(low))
    {
        return placed;
    }
    auto countBelow = [&](double level) {
        double sum = 0;
        for (std::size_t k = 0; k < placed.size(); ++k)
        {
            sum += CountBelow(costs, level, k);
        }
        return sum;
    };
    double high = low + widest * (static_cast<double>(count) + 2 * SINGLES);
    for (int i = 0; i < HALVINGS; ++i)
    {
        const double middle = low + (high - low) / 2;
        (countBelow(middle) <= count ? low : high) = middle;
    }
    using Next = std::pair<double, std::size_t>;
    std::priority_queue<Next, std::vector<Next>, std::greater<>> queue;
    uint32_t left = count;
    for (std::size_t k = 0; k < placed.size(); ++k)
    {
        if (std::isfinite(costs.first[k]))
        {
            placed[k] = static_cast<uint32_t>(std::max(CountBelow(costs, low, k) - SINGLES, 0.));
            left -= placed[k];
            queue.push({costs.first[k] + placed[k] * costs.step[k], k});
        }
    }
    for (; left > 0; --left)
    {
        const std::size_t k = queue.top().second;
        queue.pop();
        ++placed[k];
        queue.push({costs.first[k] + placed[k] * costs.step[k], k});
    }
    return placed;
}

/// @param [in] units kinds of units  @param [in] workers K
/// @param [in] costsOf what the next unit of a size costs each worker, given the loads so far
/// @returns the division
UnitDivision
Place(const std::vector<RoundUnits>& units,
      std::size_t workers,
      const std::function<Costs(double size, const std::vector<double>& loads)>& costsOf)
{
    UnitDivision division;
    division.loads.assign(workers, 0);
    division.counts.assign(workers, std::vector<uint32_t>(units.size(), 0));
    for (const std::size_t kind : SortKinds(units))
    {
        const double size = units[kind].parameters;
        const std::vector<uint32_t> placed =
            PlaceCheapest(costsOf(size, division.loads), units[kind].count);
        for (std::size_t k = 0; k < workers; ++k)
        {
            division.counts[k][kind] = placed[k];
            division.loads[k] += placed[k] * size;
        }
    }
    return division;
}

} // namespace

UnitDivision
PlaceUnits(const std::vector<RoundUnits>& units,
           const std::vector<double>& offsets,
           const std::vector<double>& times)
{
    return Place(units, times.size(), [&](double size, const std::vector<double>& loads) {
        Costs costs;
        for (std::size_t k = 0; k < times.size(); ++k)
        {
            costs.first.push_back(offsets[k] + (loads[k] + size) * times[k]);
            costs.step.push_back(size * times[k]);
        }
        return costs;
    });
}

UnitDivision
PlaceUnitsNear(const std::vector<RoundUnits>& units, const std::vector<double>& targets)
{
    return Place(units, targets.size(), [&](double size, const std::vector<double>& loads) {
        Costs costs;
        for (std::size_t k = 0; k < targets.size(); ++k)
        {
            costs.first.push_back(targets[k] > 0 ? loads[k] - targets[k]
                                                 : std::numeric_limits<double>::infinity());
            costs.step.push_back(size);
        }
        return costs;
    });
}

} // namespace edgeai
} // namespace ns3
