/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_INSTANCES_H
#define EDGE_AI_FOMO_INSTANCES_H

// Problems of depth blocks that the tests and the benches of FoMo share.

#include "allocation/round/round-problem.h"
#include "ecc-instances.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fomotest
{

/// @returns workers of some speeds and depth blocks without any limit of memory, alpha = 3e11,
/// beta = 1e11, omega = 0; S = 8e5 bit over 2 MHz
inline RoundProblem
MakeFomoProblem(const std::vector<double>& flops,
                const std::vector<double>& efficiency,
                uint32_t blocks = 4)
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::BAND;
    problem.uplink.bandwidth = 2e6;
    problem.depth.forwardFlop = 3e11;
    problem.depth.backwardFlop = 1e11;
    problem.depth.activationBytes = 1;
    problem.depth.blocks.assign(blocks, RoundBlock{8e5, 0, 0, 1});
    for (std::size_t k = 0; k < flops.size(); ++k)
    {
        RoundWorker worker;
        worker.flops = flops[k];
        worker.efficiency = efficiency[k];
        problem.workers.push_back(worker);
    }
    return problem;
}

/// @param [in,out] problem in which activations take 1 B per block
/// @param [in] caps how many blocks each worker's memory holds
inline void
SetCaps(RoundProblem& problem, const std::vector<double>& caps)
{
    for (std::size_t k = 0; k < caps.size(); ++k)
    {
        // No memory at all is no limit to the problem, so that half a block stands for none.
        problem.workers[k].memoryBytes = std::max(caps[k], 0.5);
    }
}

/// @returns the instance of five workers and four blocks
inline RoundProblem
MakeFive()
{
    RoundProblem problem = MakeFomoProblem({1e12, 2e12, .5e12, 1.5e12, .8e12}, {4, 1, 2, .5, 3});
    SetCaps(problem, {2, 4, 4, 3, 4});
    return problem;
}

/// @returns the same at fixed powers
inline RoundProblem
MakeFiveOfPower()
{
    RoundProblem problem = MakeFive();
    problem.uplink.form = RoundUplinkForm::BAND_POWER;
    const std::vector<double> bands{6e6, 1e6, 3e6, 4e5, 5e6};
    for (std::size_t k = 0; k < bands.size(); ++k)
    {
        problem.workers[k].snrBand = bands[k];
    }
    return problem;
}

/// @returns the same on links of their own
inline RoundProblem
MakeFiveOfRates()
{
    RoundProblem problem = MakeFive();
    problem.uplink.form = RoundUplinkForm::RATES;
    for (RoundWorker& worker : problem.workers)
    {
        worker.rate = 5e5 * worker.efficiency;
    }
    return problem;
}

/// @returns a problem of ordinary figures: the random instances of the definition
inline RoundProblem
MakeRandomFomo(Draws& draws, std::size_t workers, uint32_t blocks)
{
    std::vector<double> flops;
    std::vector<double> efficiency;
    std::vector<double> caps;
    for (std::size_t k = 0; k < workers; ++k)
    {
        flops.push_back(std::pow(10, draws.Uniform(11.3, 12.3)));
        efficiency.push_back(draws.Uniform(.5, 5));
        caps.push_back(static_cast<double>(draws.Integer(1, blocks)));
    }
    RoundProblem problem = MakeFomoProblem(flops, efficiency, blocks);
    SetCaps(problem, caps);
    return problem;
}

} // namespace fomotest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_INSTANCES_H
