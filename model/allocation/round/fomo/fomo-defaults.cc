/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fomo-defaults.h"

#include "fomo-depth.h"

#include "ns3/network-catalogue.h"

#include <string>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns workers with that much memory at least, in steps from one to another [B]
RoundProblem
MakeProblem(std::size_t workers, double bandwidth, double memoryLeast, double memoryStep)
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::BAND;
    problem.uplink.bandwidth = bandwidth;
    for (std::size_t k = 0; k < workers; ++k)
    {
        RoundWorker worker;
        worker.name = "device " + std::to_string(k);
        worker.flops = (0.4 + 0.1 * static_cast<double>(7 * k % 16)) * 1e12;
        worker.efficiency = 1 + 0.25 * static_cast<double>(5 * k % 16);
        worker.memoryBytes = memoryLeast + memoryStep * static_cast<double>(3 * k % 16);
        problem.workers.push_back(worker);
    }
    return problem;
}

} // namespace

RoundProblem
MakeFomoAdapterProblem(std::size_t workers)
{
    RoundProblem problem = MakeProblem(workers, 10e6, 0.8e9, 0.15e9);
    problem.depth = MakeFomoDepth(LoadNetworkProfile("RoBERTa-base"));
    return problem;
}

RoundProblem
MakeFomoWholeProblem(std::size_t workers)
{
    RoundProblem problem = MakeProblem(workers, 100e6, 1.2e9, 0.1e9);
    FomoTuning tuning;
    tuning.rank = 0;
    tuning.gradientBits = 16;
    problem.depth = MakeFomoDepth(LoadNetworkProfile("RoBERTa-base"), tuning);
    return problem;
}

} // namespace edgeai
} // namespace ns3
