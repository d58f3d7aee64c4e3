/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-cuts.h"

#include "chain-segments.h"

#include <limits>
#include <numeric>

namespace ns3
{
namespace edgeai
{

std::vector<uint32_t>
CutForDevice(const ChainProblem& problem, uint32_t device)
{
    std::vector<uint32_t> cuts(problem.devices.size() + 1, 0);
    for (std::size_t i = device + 1; i < cuts.size(); ++i)
    {
        cuts[i] = problem.layers.size();
    }
    return cuts;
}

std::vector<uint32_t>
CutIntoEqualLayers(const ChainProblem& problem)
{
    const std::size_t layers = problem.layers.size();
    const std::size_t devices = problem.devices.size();
    std::vector<uint32_t> cuts;
    for (std::size_t i = 0; i <= devices; ++i)
    {
        // Halves are rounded up, in whole numbers so that they are the same everywhere.
        cuts.push_back((2 * i * layers + devices) / (2 * devices));
    }
    return cuts;
}

std::vector<uint32_t>
CutByShares(const ChainProblem& problem, const std::vector<double>& shares, uint32_t option)
{
    const ChainSegments segments(problem);
    const auto layers = static_cast<uint32_t>(problem.layers.size());
    const double work = segments.GetFlop(0, layers, option);
    const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<uint32_t> cuts{0};
    double share = 0;
    for (std::size_t i = 0; i + 1 < shares.size(); ++i)
    {
        share += shares[i];
        uint32_t cut = cuts.back();
        // A share that a layer meets exactly must not be missed by rounding.
        while (cut < layers &&
               segments.GetFlop(0, cut, option) < work * (share / whole) * (1 - 1e-12))
        {
            ++cut;
        }
        cuts.push_back(cut);
    }
    cuts.push_back(layers);
    return cuts;
}

std::vector<uint32_t>
CutBetweenTwo(const ChainProblem& problem, uint32_t option)
{
    const ChainSegments segments(problem);
    const auto layers = static_cast<uint32_t>(problem.layers.size());
    const auto last = static_cast<uint32_t>(problem.devices.size()) - 1;
    double least = std::numeric_limits<double>::infinity();
    uint32_t best = layers;
    for (uint32_t cut = last > 0 ? 0 : layers; cut <= layers; ++cut)
    {
        double latency = segments.GetComputeTime(0, 0, cut, option) +
                         segments.GetComputeTime(last, cut, layers, option);
        for (uint32_t link = 1; link <= last; ++link)
        {
            latency += segments.GetLinkTime(link, cut);
        }
        if (latency < least)
        {
            least = latency;
            best = cut;
        }
    }
    std::vector<uint32_t> cuts(problem.devices.size() + 1, best);
    cuts.front() = 0;
    cuts.back() = layers;
    return cuts;
}

ChainProblem
MakeUnfused(const ChainProblem& problem)
{
    ChainProblem unfused = problem;
    for (ChainLayer& layer : unfused.layers)
    {
        ChainOption all;
        all.accuracyLoss = layer.options.back().accuracyLoss;
        for (const ChainOption& branch : layer.options)
        {
            all.flop += branch.flop;
            all.weightBytes += branch.weightBytes;
        }
        layer.activationPasses *= layer.options.size();
        layer.options = {all};
    }
    return unfused;
}

} // namespace edgeai
} // namespace ns3
