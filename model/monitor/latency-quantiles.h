/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LATENCY_QUANTILES_H
#define EDGE_AI_LATENCY_QUANTILES_H

#include "inference-summary.h"
#include "spill-sorter.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Percentiles of the latencies of several groups of tasks. They are exact; of many tasks the
/// values are sorted in a temporary file.
class LatencyQuantiles
{
  public:
    /// Of one group.
    struct Result
    {
        Percentiles planned;
        Percentiles realised;
    };

    LatencyQuantiles();

    /// @param [in] group number of a group, from 0  @param [in] totals plan of a completed task of
    /// it
    /// @param [in] realised what became of that
    void Add(uint32_t group, const TaskTotals& planned, const TaskTotals& realised);

    /**
     * Call once.
     * @param [in] groups how many there are
     * @returns the percentiles of each: over tasks with both figures, if there are such; else of
     *          those with a realised one or, if there are none, with a planned one
     */
    std::vector<Result> Get(uint32_t groups);

  private:
    /// Which values stand together.
    enum Kind : uint32_t
    {
        PLANNED_ALONE,
        REALISED_ALONE,
        PLANNED, ///< of a task with both
        REALISED,
        KINDS,
    };

    /// A value of a group.
    struct Value
    {
        uint32_t group;
        Kind kind;
        double latency; ///< [s]
    };

    /// @param [in] a value  @param [in] b another  @returns their order
    static bool IsLess(const Value& a, const Value& b);

    SpillSorter<Value> m_values;
    std::vector<std::array<uint64_t, KINDS>> m_counts; ///< by group
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LATENCY_QUANTILES_H
