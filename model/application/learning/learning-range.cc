/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-range.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

uint64_t
CountParameters(const LearningRanges& ranges)
{
    uint64_t count = 0;
    for (const LearningRange& range : ranges)
    {
        count += range.count;
    }
    return count;
}

std::string
ExplainRanges(const LearningRanges& ranges, uint64_t parameters)
{
    uint64_t next = 0;
    for (std::size_t i = 0; i < ranges.size(); ++i)
    {
        const LearningRange& range = ranges[i];
        const std::string name = "range[" + std::to_string(i) + "]";
        if (range.first < next)
        {
            return name + ".first is " + std::to_string(range.first) + "; allowed is " +
                   std::to_string(next) + " or more, behind the one before";
        }
        if (range.count == 0 || range.first > parameters || range.count > parameters - range.first)
        {
            return name + " is " + std::to_string(range.count) + " from " +
                   std::to_string(range.first) + "; allowed is within the " +
                   std::to_string(parameters) + " parameters of the model";
        }
        next = range.first + range.count;
    }
    return "";
}

LearningRanges
TakeParameters(const LearningRanges& ranges, uint64_t skip, uint64_t count)
{
    LearningRanges taken;
    for (const LearningRange& range : ranges)
    {
        const uint64_t passed = std::min(skip, range.count);
        skip -= passed;
        const uint64_t here = std::min(count, range.count - passed);
        count -= here;
        if (here > 0)
        {
            taken.push_back({range.first + passed, here});
        }
    }
    return taken;
}

LearningRanges
SubtractRanges(const LearningRanges& ranges, const LearningRanges& taken)
{
    LearningRanges left;
    auto next = taken.begin();
    for (const LearningRange& range : ranges)
    {
        uint64_t at = range.first;
        const uint64_t end = range.first + range.count;
        while (next != taken.end() && next->first + next->count <= at)
        {
            ++next;
        }
        for (auto hole = next; hole != taken.end() && hole->first < end; ++hole)
        {
            if (hole->first > at)
            {
                left.push_back({at, hole->first - at});
            }
            at = std::max(at, hole->first + hole->count);
        }
        if (at < end)
        {
            left.push_back({at, end - at});
        }
    }
    return left;
}

} // namespace edgeai
} // namespace ns3
