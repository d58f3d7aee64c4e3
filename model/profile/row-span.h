/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_SPAN_H
#define EDGE_AI_ROW_SPAN_H

#include "network-profile.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Consecutive rows of a feature map, from 0: first, first + 1, ..., end - 1.
struct RowSpan
{
    uint32_t first{0}; ///< the first row
    uint32_t end{0};   ///< the one behind the last; first or less where there are none

    /// @returns how many rows there are
    uint32_t GetCount() const
    {
        return end > first ? end - first : 0;
    }

    /// @param [in] other rows  @returns the rows that are in both
    RowSpan Intersect(const RowSpan& other) const
    {
        return {first > other.first ? first : other.first, end < other.end ? end : other.end};
    }
};

/**
 * @ingroup edge-ai
 * Rows of its input that a block reads for a part of its output: max(0, a s - p) to
 * min(H - 1, b s - p + k - 1) for output rows a..b, kernel k, stride s, padding p; rows of padding
 * are no rows of the input.
 * @param [in] geometry of the block, kernel >= 1
 * @param [in] inputRows H, rows of the whole input
 * @param [in] part output rows
 * @returns input rows; none for no output rows
 */
RowSpan GetReadRows(const RowGeometry& geometry, uint32_t inputRows, const RowSpan& part);

/// @ingroup edge-ai
/// How one row behind a run of blocks depends on the rows before it, away from the borders.
struct ReceptiveField
{
    uint64_t size{1}; ///< rows before the run that one row behind it depends on
    uint64_t jump{1}; ///< rows before the run from one row behind it to the next

    /// Adds a block at the end of the run: size += (k - 1) jump, jump *= s.
    /// @param [in] geometry of the block, kernel >= 1
    void Append(const RowGeometry& geometry);

    /// @returns rows before the run that both sides of a cut behind it need; 0 if they are apart
    uint64_t GetOverlap() const;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_SPAN_H
