/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_INSTANCES_H
#define EDGE_AI_DP_SPARSE_INSTANCES_H

// Problems of sparse updates that the tests and the bench of DP-sparse share.

#include "allocation/round/dp-sparse/dp-sparse-case.h"
#include "allocation/round/round-problem.h"
#include "ecc-instances.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace dpsparsetest
{

/// N0 of the definition, 10^-20.4 [W/Hz].
inline const double NOISE = std::pow(10, -20.4);

/// @param [in] kilometres from the base station  @returns mean gain of a channel
inline double
GetPathGain(double kilometres)
{
    return std::pow(10, -(128.1 + 37.6 * std::log10(kilometres)) / 10);
}

/**
 * @param [in] gains h of each worker and subchannel, without further states: A = 0.095, B = 0.108,
 *             s_min = 0.05, d = 1386, o = 64 bit, p_w = 1 over subchannels, Dbar = 0.15 s
 * @param [in] computeTimes Tc of each worker [s]
 * @returns the problem over subchannels of 15 kHz at 0.01 W
 */
inline RoundProblem
MakeDpSparseProblem(const std::vector<std::vector<double>>& gains,
                    const std::vector<double>& computeTimes)
{
    RoundProblem problem;
    problem.uplink.subchannels = static_cast<uint32_t>(gains.front().size());
    problem.uplink.subchannelWidth = 15e3;
    problem.uplink.noiseDensity = NOISE;
    problem.sparsity.parameters = 1386;
    problem.sparsity.flop = 1e6;
    problem.sparsity.gain = 0.095;
    problem.sparsity.weight = 1.0 / static_cast<double>(gains.front().size());
    problem.sparsity.delayMean = 0.15;
    for (std::size_t k = 0; k < gains.size(); ++k)
    {
        RoundWorker worker;
        worker.flops = problem.sparsity.flop / computeTimes[k];
        worker.powerMax = 0.01;
        worker.gains = gains[k];
        problem.workers.push_back(worker);
        RoundSparseWorker state;
        state.penalty = 0.108;
        problem.sparsity.workers.push_back(state);
    }
    return problem;
}

/// @returns the fixed instance of the definition's check D11, of five workers and three subchannels
inline RoundProblem
MakeDpSparseFive()
{
    const std::vector<double> kilometres{0.2, 0.5, 0.8, 0.9, 0.4};
    const std::vector<double> queues{0, 0.05, 0, 0, 0.02};
    std::vector<std::vector<double>> gains(5, std::vector<double>(3));
    for (std::size_t i = 0; i < 5; ++i)
    {
        for (std::size_t j = 0; j < 3; ++j)
        {
            gains[i][j] =
                GetPathGain(kilometres[i]) * (1 + 0.5 * std::cos(3 * double(i) + double(j)));
        }
    }
    RoundProblem problem = MakeDpSparseProblem(gains, {0.02, 0.03, 0.04, 0.05, 0.06});
    for (std::size_t i = 0; i < 5; ++i)
    {
        problem.sparsity.workers[i].participationQueue = queues[i];
    }
    problem.sparsity.delayQueue = 0.8;
    return problem;
}

/// @returns a random cell as the definition's defaults have it, in the middle of a run
inline RoundProblem
MakeRandomDpSparse(Draws& draws, std::size_t workers, std::size_t subchannels)
{
    std::vector<std::vector<double>> gains(workers);
    std::vector<double> times;
    for (std::vector<double>& row : gains)
    {
        const double mean = GetPathGain(draws.Uniform(0.1, 1));
        for (std::size_t j = 0; j < subchannels; ++j)
        {
            row.push_back(-mean * std::log(1 - draws.Uniform()));
        }
        times.push_back(draws.Uniform(0.01, 0.06));
    }
    RoundProblem problem = MakeDpSparseProblem(gains, times);
    problem.sparsity.delayQueue = draws.Uniform() < 0.2 ? 0 : draws.Uniform(0, 1.2);
    for (RoundSparseWorker& state : problem.sparsity.workers)
    {
        state.penalty = draws.Uniform(0.02, 0.5);
        state.participationQueue = std::max(0.0, draws.Uniform(-0.1, 0.2));
    }
    return problem;
}

} // namespace dpsparsetest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_INSTANCES_H
