/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-crunch.h"

#include "allocation/numeric/assignment.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/**
 * Tries the costs of a table, of which one is the least largest cost of all matchings.
 * @param [in] table of costs
 * @param [in] feasible whether a matching within a time exists
 * @returns that time, nothing else; not found if none is
 */
FomoMatching
FindLeastTime(const FomoTable& table, const std::function<bool(double)>& feasible)
{
    std::vector<double> times;
    std::copy_if(table.values.begin(), table.values.end(), std::back_inserter(times), [](double t) {
        return std::isfinite(t);
    });
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    FomoMatching matching;
    // Halved at every turn.
    std::size_t low = 0;
    std::size_t high = times.size();
    while (low < high)
    {
        const std::size_t middle = low + (high - low) / 2;
        ++matching.evaluations;
        if (feasible(times[middle]))
        {
            high = middle;
        }
        else
        {
            low = middle + 1;
        }
    }
    matching.found = low < times.size();
    matching.time = matching.found ? times[low] : std::numeric_limits<double>::infinity();
    return matching;
}

/// @returns the assignment among the pairs within a time, block by block
Assignment
AssignWithin(const FomoTable& table, double time)
{
    std::vector<double> costs(table.values.size());
    for (std::size_t j = 0; j < table.blocks; ++j)
    {
        for (std::size_t k = 0; k < table.workers; ++k)
        {
            costs[j * table.workers + k] =
                table.Get(k, j) <= time ? 0 : std::numeric_limits<double>::infinity();
        }
    }
    return AssignRows(costs, table.blocks, table.workers);
}

} // namespace

std::vector<std::size_t>
CutFomoPairs(const FomoTable& table, double time)
{
    std::vector<std::size_t> caps;
    for (std::size_t k = 0; k < table.workers; ++k)
    {
        const auto row = table.values.begin() + static_cast<std::ptrdiff_t>(k * table.blocks);
        const auto end = row + static_cast<std::ptrdiff_t>(table.blocks);
        caps.push_back(static_cast<std::size_t>(std::upper_bound(row, end, time) - row));
    }
    return caps;
}

std::vector<std::size_t>
RecountFomoPairs(const std::vector<std::size_t>& caps, std::size_t blocks)
{
    std::vector<std::size_t> counts(blocks, 0);
    for (const std::size_t cap : caps)
    {
        if (cap > 0)
        {
            ++counts[cap - 1];
        }
    }
    for (std::size_t j = blocks; j > 1; --j)
    {
        counts[j - 2] += counts[j - 1];
    }
    return counts;
}

bool
CheckFomoCounts(const std::vector<std::size_t>& counts)
{
    for (std::size_t j = 0; j < counts.size(); ++j)
    {
        if (counts[j] < counts.size() - j)
        {
            return false;
        }
    }
    return true;
}

FomoMatching
SolveFomoCrunch(const FomoTable& table)
{
    FomoMatching matching = FindLeastTime(table, [&table](double time) {
        return CheckFomoCounts(RecountFomoPairs(CutFomoPairs(table, time), table.blocks));
    });
    if (!matching.found)
    {
        return matching;
    }
    const std::vector<std::size_t> caps = CutFomoPairs(table, matching.time);
    std::set<std::pair<std::size_t, std::size_t>> free; // how deep a worker comes, and which it is
    for (std::size_t k = 0; k < caps.size(); ++k)
    {
        free.emplace(caps[k], k);
    }
    matching.workers.assign(table.blocks, 0);
    for (std::size_t j = table.blocks; j > 0; --j)
    {
        const auto least = free.lower_bound({j, 0});
        matching.workers[j - 1] = least->second;
        free.erase(least);
    }
    return matching;
}

FomoMatching
SolveFomoBottleneck(const FomoTable& table)
{
    FomoMatching matching =
        FindLeastTime(table, [&table](double time) { return AssignWithin(table, time).found; });
    if (matching.found)
    {
        matching.workers = AssignWithin(table, matching.time).columns;
    }
    return matching;
}

FomoMatching
MatchFomoBlocks(const FomoTable& table)
{
    return table.RisesWithDepth() ? SolveFomoCrunch(table) : SolveFomoBottleneck(table);
}

} // namespace edgeai
} // namespace ns3
