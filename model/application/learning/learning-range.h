/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_RANGE_H
#define EDGE_AI_LEARNING_RANGE_H

#include "ns3/field.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Some of a model's parameters, in a row.
struct LearningRange
{
    uint64_t first{0}; ///< index
    uint64_t count{0}; ///< > 0

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("first", "", "index of the first").Within(0, 1e15), first);
        archive(Field("count", "", "how many").Within(1, 1e15), count);
    }

    /// @param [in] other one  @returns whether it is the same
    bool operator==(const LearningRange& other) const
    {
        return first == other.first && count == other.count;
    }
};

/// @ingroup edge-ai
/// Ascending and disjoint; neighbours may touch.
using LearningRanges = std::vector<LearningRange>;

/// @param [in] ranges some  @returns how many parameters they are together
uint64_t CountParameters(const LearningRanges& ranges);

/// @param [in] ranges as somebody says  @param [in] parameters of the model
/// @returns "" if they are ascending, disjoint, and of the model; else what is wrong
std::string ExplainRanges(const LearningRanges& ranges, uint64_t parameters);

/**
 * @param [in] ranges some
 * @param [in] skip how many of their parameters to pass over
 * @param [in] count how many to take after that
 * @returns those, as ranges; fewer where there are not so many
 */
LearningRanges TakeParameters(const LearningRanges& ranges, uint64_t skip, uint64_t count);

/// @param [in] ranges some  @param [in] taken of them  @returns what is left
LearningRanges SubtractRanges(const LearningRanges& ranges, const LearningRanges& taken);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_RANGE_H
