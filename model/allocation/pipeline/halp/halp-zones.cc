/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "halp-zones.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Rows of the output of a layer that each node reads for the next one.
struct ReadRows
{
    RowSpan first;
    RowSpan host;
    RowSpan second;
};

/// @param [in] problem a problem  @param [in] zones boundaries  @param [in] layer 0..N - 1
/// @returns who reads what of the layer's output
ReadRows
GetNextReadRows(const RowPartitionProblem& problem,
                const std::vector<RowZone>& zones,
                uint32_t layer)
{
    const RowPartitionLayer& next = problem.layers[layer];
    const RowZone& zone = zones[layer];
    const uint32_t rows = problem.GetRows(layer);
    return {GetReadRows(next.rows, rows, {0, zone.zoneFirst}),
            GetReadRows(next.rows, rows, {zone.zoneFirst, zone.zoneEnd}),
            GetReadRows(next.rows, rows, {zone.zoneEnd, next.outputRows})};
}

/// @param [in] read who reads what  @param [in] own the zone  @returns whether both secondaries do
/// with their own rows and the zone's
bool
KeepsApart(const ReadRows& read, const RowZone& own)
{
    return (read.first.GetCount() == 0 || read.first.end <= own.zoneEnd) &&
           (read.second.GetCount() == 0 || read.second.first >= own.zoneFirst);
}

} // namespace

void
MakeHalpZones(const RowPartitionProblem& problem,
              const HalpShape& shape,
              std::vector<RowZone>& zones)
{
    zones.resize(problem.layers.size());
    for (std::size_t i = 0; i < zones.size(); ++i)
    {
        const RowPartitionLayer& layer = problem.layers[i];
        const auto wide = static_cast<uint32_t>(shape.zoneShare * layer.outputRows + 0.5);
        const uint32_t least = layer.pooling ? shape.poolingZone : shape.convolutionZone;
        const uint32_t rows = std::min(layer.outputRows, std::max(least, wide));
        zones[i].zoneFirst = static_cast<uint32_t>(shape.ratio * (layer.outputRows - rows) + 0.5);
        zones[i].zoneEnd = zones[i].zoneFirst + rows;
    }
}

HalpExchange
GetHalpExchange(const RowPartitionProblem& problem,
                const std::vector<RowZone>& zones,
                uint32_t layer)
{
    const uint32_t rows = problem.GetRows(layer);
    HalpExchange exchange;
    if (layer == problem.layers.size())
    {
        exchange.fromFirst = {0, zones.back().zoneFirst};
        exchange.fromSecond = {zones.back().zoneEnd, rows};
        return exchange;
    }
    const ReadRows read = GetNextReadRows(problem, zones, layer);
    if (layer == 0)
    {
        exchange.toFirst = read.first;
        exchange.toSecond = read.second;
        return exchange;
    }
    const RowZone& own = zones[layer - 1];
    if (read.first.GetCount() > 0)
    {
        exchange.toFirst = {own.zoneFirst, read.first.end};
    }
    if (read.second.GetCount() > 0)
    {
        exchange.toSecond = {read.second.first, own.zoneEnd};
    }
    if (read.host.GetCount() > 0)
    {
        exchange.fromFirst = {read.host.first, own.zoneFirst};
        exchange.fromSecond = {own.zoneEnd, read.host.end};
    }
    return exchange;
}

std::string
ExplainHalpZones(const RowPartitionProblem& problem, const std::vector<RowZone>& zones)
{
    std::ostringstream text;
    if (zones.size() != problem.layers.size())
    {
        text << "zones has " << zones.size() << " entries; needed is one per layer, "
             << problem.layers.size();
        return text.str();
    }
    for (uint32_t i = 0; i < zones.size(); ++i)
    {
        const RowZone& zone = zones[i];
        if (zone.zoneFirst > zone.zoneEnd || zone.zoneEnd > problem.layers[i].outputRows)
        {
            text << "zones[" << i << "] is " << zone.zoneFirst << " to " << zone.zoneEnd
                 << "; allowed is 0 to " << problem.layers[i].outputRows << ", ascending";
            return text.str();
        }
    }
    for (uint32_t i = 1; i < zones.size(); ++i)
    {
        const ReadRows read = GetNextReadRows(problem, zones, i);
        if (!KeepsApart(read, zones[i - 1]))
        {
            text << "zones[" << i - 1 << "], rows " << zones[i - 1].zoneFirst << " to "
                 << zones[i - 1].zoneEnd << ", is too narrow: of its layer secondary 1 reads rows "
                 << read.first.first << " to " << read.first.end << " and secondary 2 rows "
                 << read.second.first << " to " << read.second.end;
            return text.str();
        }
    }
    return "";
}

bool
AreHalpZonesValid(const RowPartitionProblem& problem, const std::vector<RowZone>& zones)
{
    for (uint32_t i = 1; i < zones.size(); ++i)
    {
        if (!KeepsApart(GetNextReadRows(problem, zones, i), zones[i - 1]))
        {
            return false;
        }
    }
    return true;
}

} // namespace edgeai
} // namespace ns3
