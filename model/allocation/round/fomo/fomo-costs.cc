/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-costs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace ns3
{
namespace edgeai
{

FomoBlock
MakeFomoBlock(const RoundDepth& depth, uint32_t first, uint32_t last)
{
    const double layers = depth.GetLayers(last);
    FomoBlock block;
    block.first = first;
    block.last = last;
    block.work = depth.forwardFlop + depth.backwardFlop * layers;
    block.memoryBytes = depth.baseMemoryBytes + depth.activationBytes * layers;
    for (uint32_t j = first; j <= last; ++j)
    {
        const RoundBlock& single = depth.blocks[j - 1];
        block.bits += single.gradientBits;
        block.work += single.weightFlop;
        block.memoryBytes += single.memoryBytes;
    }
    return block;
}

std::vector<FomoBlock>
MergeFomoBlocks(const RoundDepth& depth, std::size_t count)
{
    const std::size_t all = depth.blocks.size();
    const std::size_t merged = std::min(std::max<std::size_t>(count, 1), all);
    const std::size_t size = all / merged;
    const std::size_t larger = all % merged;
    std::vector<FomoBlock> blocks;
    std::size_t end = 0;
    for (std::size_t j = 0; j < merged; ++j)
    {
        const std::size_t begin = end;
        end += size + (j >= merged - larger ? 1 : 0);
        blocks.push_back(
            MakeFomoBlock(depth, static_cast<uint32_t>(begin + 1), static_cast<uint32_t>(end)));
    }
    return blocks;
}

double
GetFomoComputeTime(const RoundWorker& worker, const FomoBlock& block)
{
    // Memory is a counter of bytes, not a delay: one byte too many is too many. Only the rounding
    // of the sum itself is let pass.
    constexpr double ROUNDING = 1 + 1e-12;
    const bool fits = worker.memoryBytes == 0 || block.memoryBytes <= worker.memoryBytes * ROUNDING;
    return fits ? worker.startTime + worker.offset + block.work / worker.flops
                : std::numeric_limits<double>::infinity();
}

bool
FomoTable::RisesWithDepth() const
{
    for (std::size_t k = 0; k < workers; ++k)
    {
        const auto row = values.begin() + static_cast<std::ptrdiff_t>(k * blocks);
        if (!std::is_sorted(row, row + static_cast<std::ptrdiff_t>(blocks)))
        {
            return false;
        }
    }
    return true;
}

FomoTable
MakeFomoComputeTable(const std::vector<RoundWorker>& workers, const std::vector<FomoBlock>& blocks)
{
    FomoTable table{workers.size(), blocks.size(), {}};
    table.values.reserve(workers.size() * blocks.size());
    for (const RoundWorker& worker : workers)
    {
        for (const FomoBlock& block : blocks)
        {
            table.values.push_back(GetFomoComputeTime(worker, block));
        }
    }
    return table;
}

std::vector<std::size_t>
CountFomoWorkers(const FomoTable& table)
{
    std::vector<std::size_t> counts(table.blocks, 0);
    for (std::size_t k = 0; k < table.workers; ++k)
    {
        for (std::size_t j = 0; j < table.blocks && std::isfinite(table.Get(k, j)); ++j)
        {
            ++counts[j];
        }
    }
    return counts;
}

std::string
ExplainFomoShortage(const std::vector<FomoBlock>& blocks, const FomoTable& compute)
{
    std::ostringstream text;
    const std::vector<std::size_t> counts = CountFomoWorkers(compute);
    for (std::size_t j = blocks.size(); j > 0; --j)
    {
        const std::size_t needed = blocks.size() - j + 1;
        if (counts[j - 1] < needed)
        {
            text << counts[j - 1] << " of " << compute.workers << " workers have the "
                 << blocks[j - 1].memoryBytes << " B of memory that depth block "
                 << blocks[j - 1].last << " takes, and can send; needed is " << needed;
            return text.str();
        }
    }
    text << "memory and links leave no worker of its own to each of the " << blocks.size()
         << " depth blocks";
    return text.str();
}

} // namespace edgeai
} // namespace ns3
