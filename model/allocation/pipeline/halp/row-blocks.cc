/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-blocks.h"

#include "row-phases.h"

#include <algorithm>
#include <limits>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns the rows of a layer that one worker sends another one that needs some
RowSpan
GetFetchedRows(const RowPartitionProblem& problem,
               uint32_t workers,
               uint32_t layer,
               uint32_t owner,
               const RowSpan& needed)
{
    if (layer == 0)
    {
        return owner == 0 ? needed : RowSpan(); // The host has the whole image.
    }
    return needed.Intersect(GetEqualShare(problem.GetRows(layer), owner, workers));
}

} // namespace

RowSpan
GetEqualShare(uint32_t rows, uint32_t worker, uint32_t workers)
{
    const auto bound = [&](uint32_t g) {
        return static_cast<uint32_t>((2 * uint64_t{rows} * g + workers) / (2 * workers));
    };
    return {bound(worker), bound(worker + 1)};
}

std::vector<RowSpan>
ProjectBack(const RowPartitionProblem& problem, uint32_t first, uint32_t last, const RowSpan& share)
{
    std::vector<RowSpan> needed(last - first + 2);
    needed.back() = share;
    for (uint32_t layer = last; layer >= first; --layer)
    {
        needed[layer - first] = GetReadRows(problem.layers[layer - 1].rows,
                                            problem.GetRows(layer - 1),
                                            needed[layer - first + 1]);
    }
    return needed;
}

double
GetBlockTime(const RowPartitionProblem& problem, uint32_t workers, uint32_t first, uint32_t last)
{
    const bool shared = problem.medium == RowMedium::SHARED;
    double transfer = 0;
    double compute = 0;
    for (uint32_t g = 0; g < workers; ++g)
    {
        const std::vector<RowSpan> needed =
            ProjectBack(problem, first, last, GetEqualShare(problem.GetRows(last), g, workers));
        double time = 0;
        for (uint32_t layer = first; layer <= last; ++layer)
        {
            const uint32_t rows = needed[layer - first + 1].GetCount();
            if (rows > 0)
            {
                time += rows * problem.layers[layer - 1].rowFlop / problem.nodes[g].flops +
                        problem.nodes[g].operationTime;
            }
        }
        compute = std::max(compute, time);
        for (uint32_t owner = 0; owner < workers; ++owner)
        {
            const RowSpan rows = GetFetchedRows(problem, workers, first - 1, owner, needed.front());
            if (owner == g || rows.GetCount() == 0)
            {
                continue;
            }
            const double message =
                8 * (rows.GetCount() * problem.GetRowBytes(first - 1) + problem.messageBytes) /
                problem.GetRate(owner, g);
            transfer = shared ? transfer + message : std::max(transfer, message);
        }
    }
    return transfer + (transfer > 0 ? problem.messageTime : 0) + compute;
}

std::vector<uint32_t>
ChooseBlocks(const RowPartitionProblem& problem, uint32_t workers)
{
    const uint32_t count = problem.layers.size();
    std::vector<double> least(count + 1, std::numeric_limits<double>::infinity());
    std::vector<uint32_t> begin(count + 1, 0);
    least[0] = 0;
    for (uint32_t j = 1; j <= count; ++j)
    {
        for (uint32_t i = 1; i <= j; ++i)
        {
            const double time = least[i - 1] + GetBlockTime(problem, workers, i, j);
            if (time < least[j])
            {
                least[j] = time;
                begin[j] = i;
            }
        }
    }
    std::vector<uint32_t> ends;
    for (uint32_t j = count; j > 0; j = begin[j] - 1)
    {
        ends.push_back(j);
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

void
AddBlockSteps(uint32_t workers, const std::vector<uint32_t>& blockEnds, RowGraph& graph)
{
    const RowPartitionProblem& problem = graph.GetProblem();
    RowPhases phases(graph);
    uint32_t first = 1;
    for (const uint32_t last : blockEnds)
    {
        std::vector<std::vector<RowSpan>> needed;
        for (uint32_t g = 0; g < workers; ++g)
        {
            needed.push_back(ProjectBack(problem,
                                         first,
                                         last,
                                         GetEqualShare(problem.GetRows(last), g, workers)));
        }
        phases.Begin();
        for (uint32_t task = 0; task < problem.tasks; ++task)
        {
            for (uint32_t owner = 0; owner < workers; ++owner)
            {
                for (uint32_t g = 0; g < workers; ++g)
                {
                    const RowSpan rows =
                        GetFetchedRows(problem, workers, first - 1, owner, needed[g].front());
                    phases.Transfer(owner, g, task, first - 1, rows);
                }
            }
        }
        phases.Begin();
        for (uint32_t layer = first; layer <= last; ++layer)
        {
            for (uint32_t task = 0; task < problem.tasks; ++task)
            {
                for (uint32_t g = 0; g < workers; ++g)
                {
                    phases.Compute(g, task, layer, needed[g][layer - first + 1]);
                }
            }
        }
        first = last + 1;
    }
    const uint32_t end = problem.layers.size();
    phases.Begin();
    for (uint32_t task = 0; task < problem.tasks; ++task)
    {
        for (uint32_t g = 1; g < workers; ++g)
        {
            phases.Transfer(g, 0, task, end, GetEqualShare(problem.GetRows(end), g, workers));
        }
    }
    phases.Begin();
    for (uint32_t task = 0; task < problem.tasks; ++task)
    {
        phases.Tail(task);
    }
}

} // namespace edgeai
} // namespace ns3
