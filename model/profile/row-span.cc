/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-span.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

RowSpan
GetReadRows(const RowGeometry& geometry, uint32_t inputRows, const RowSpan& part)
{
    if (part.GetCount() == 0)
    {
        return {};
    }
    const int64_t first = int64_t{part.first} * geometry.stride - geometry.padding;
    const int64_t end =
        (int64_t{part.end} - 1) * geometry.stride - geometry.padding + geometry.kernel;
    return {static_cast<uint32_t>(std::clamp<int64_t>(first, 0, inputRows)),
            static_cast<uint32_t>(std::clamp<int64_t>(end, 0, inputRows))};
}

void
ReceptiveField::Append(const RowGeometry& geometry)
{
    size += (geometry.kernel - uint64_t{1}) * jump;
    jump *= geometry.stride;
}

uint64_t
ReceptiveField::GetOverlap() const
{
    return size > jump ? size - jump : 0;
}

} // namespace edgeai
} // namespace ns3
