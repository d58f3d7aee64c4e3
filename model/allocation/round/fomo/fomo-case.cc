/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-case.h"

#include <algorithm>
#include <limits>

namespace ns3
{
namespace edgeai
{

FomoCase::FomoCase(const RoundProblem& problem, std::size_t blocksMax)
    : blocks(MergeFomoBlocks(problem.depth,
                             blocksMax == 0 ? problem.workers.size()
                                            : std::min(blocksMax, problem.workers.size()))),
      compute(MakeFomoComputeTable(problem.workers, blocks)),
      uplink(problem)
{
    for (std::size_t k = 0; k < compute.workers; ++k)
    {
        if (!uplink.CanSend(k))
        {
            std::fill_n(compute.values.begin() + static_cast<std::ptrdiff_t>(k * compute.blocks),
                        compute.blocks,
                        std::numeric_limits<double>::infinity());
        }
    }
}

FomoTable
FomoCase::MakeTable(const std::vector<double>& band) const
{
    FomoTable table = compute;
    for (std::size_t k = 0; k < table.workers; ++k)
    {
        const double rate = uplink.GetRate(k, band[k]);
        for (std::size_t j = 0; j < table.blocks; ++j)
        {
            table.values[k * table.blocks + j] += blocks[j].bits / rate;
        }
    }
    return table;
}

std::vector<FomoUpload>
FomoCase::MakeUploads(const std::vector<std::size_t>& workers) const
{
    std::vector<FomoUpload> uploads;
    for (std::size_t j = 0; j < workers.size(); ++j)
    {
        uploads.push_back({workers[j], compute.Get(workers[j], j), blocks[j].bits});
    }
    return uploads;
}

double
FomoCase::GetEqualShare() const
{
    return uplink.GetBandwidth() / static_cast<double>(blocks.size());
}

FomoSolution
DivideAmong(const FomoCase& problem, const std::vector<std::size_t>& workers)
{
    FomoSolution solution;
    solution.workers = workers;
    solution.division = DivideFomoBand(problem.uplink, problem.MakeUploads(workers));
    solution.iterations = solution.division.iterations;
    solution.evaluations = 1;
    solution.residual = solution.division.residual;
    solution.limited = solution.division.limited;
    return solution;
}

} // namespace edgeai
} // namespace ns3
