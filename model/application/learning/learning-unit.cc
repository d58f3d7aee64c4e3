/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-unit.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] ranges in any order, disjoint  @returns the same, ascending, neighbours joined
LearningRanges
Join(LearningRanges ranges)
{
    std::sort(ranges.begin(), ranges.end(), [](const LearningRange& a, const LearningRange& b) {
        return a.first < b.first;
    });
    LearningRanges joined;
    for (const LearningRange& range : ranges)
    {
        if (!joined.empty() && joined.back().first + joined.back().count == range.first)
        {
            joined.back().count += range.count;
        }
        else
        {
            joined.push_back(range);
        }
    }
    return joined;
}

/**
 * @param [in] units that were described
 * @param [in] kinds of them, as described
 * @param [in] share of a worker
 * @param [in,out] next of each kind that nobody has yet
 * @returns its parameters
 */
LearningRanges
AssignUnits(const std::vector<LearningUnit>& units,
            const std::vector<RoundUnits>& kinds,
            const RoundShare& share,
            std::vector<std::size_t>& next)
{
    LearningRanges ranges;
    std::size_t first = 0;
    for (std::size_t kind = 0; kind < kinds.size() && kind < share.units.size(); ++kind)
    {
        for (uint32_t i = 0; i < share.units[kind] && next[kind] < kinds[kind].count; ++i)
        {
            const LearningUnit& unit = units[first + next[kind]++];
            ranges.insert(ranges.end(), unit.ranges.begin(), unit.ranges.end());
        }
        first += kinds[kind].count;
    }
    return Join(ranges);
}

} // namespace

void
DescribeUnits(const std::vector<LearningUnit>& units, RoundDivision& division)
{
    for (const LearningUnit& unit : units)
    {
        if (division.units.empty() || division.units.back().parameters != unit.parameters)
        {
            division.units.push_back({0, unit.parameters});
        }
        ++division.units.back().count;
    }
}

std::vector<LearningAssignment>
AssignDivision(const RoundPlan& plan,
               const LearningAssignment& given,
               const LearningRanges& missing,
               const std::vector<LearningUnit>& units)
{
    RoundDivision division;
    DescribeUnits(units, division);
    std::vector<std::size_t> next(division.units.size(), 0);
    const uint64_t total = CountParameters(missing);
    uint64_t passed = 0;
    std::vector<LearningAssignment> assignments;
    for (const RoundShare& share : plan.workers)
    {
        LearningAssignment assignment = given;
        const auto load = static_cast<uint64_t>(std::llround(share.parameters));
        if (!share.involved)
        {
            assignment.ranges.clear();
        }
        else if (load >= total)
        {
            assignment.ranges = missing; // everybody has all of them
        }
        else if (!share.units.empty())
        {
            assignment.ranges = AssignUnits(units, division.units, share, next);
        }
        else
        {
            assignment.ranges = TakeParameters(missing, passed, load);
            passed += load;
        }
        assignments.push_back(assignment);
    }
    return assignments;
}

} // namespace edgeai
} // namespace ns3
