/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_TEST_SUPPORT_H
#define EDGE_AI_IOVT_TEST_SUPPORT_H

#include "expectations.h"

#include "ns3/chain-plan.h"
#include "ns3/chain-planner.h"
#include "ns3/chain-problem.h"
#include "ns3/random-variable-stream.h"
#include "ns3/string.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace iovttest
{

/// Relative tolerance of figures that are given.
constexpr double GIVEN = 1e-6;

/// @returns a problem over its first devices alone
inline ChainProblem
KeepDevices(ChainProblem problem, std::size_t count)
{
    problem.devices.resize(count);
    problem.linkRates.erase(problem.linkRates.begin() + static_cast<std::ptrdiff_t>(count),
                            problem.linkRates.end() - 1);
    return problem;
}

/// @returns six layers in three structures over three devices, the toy chain of the checks
inline ChainProblem
MakeToyProblem()
{
    const std::vector<double> flop{2e8, 1e8, 4e8, 3e8, 2e8, 1e8};
    const std::vector<double> weights{1e5, 2e5, 4e5, 8e5, 16e5, 4e6};
    const std::vector<double> activations{6e5, 1.6e6, 8e5, 4e5, 2e5, 1e5, 4e3};
    const std::vector<double> sent{1.5e5, 4e5, 2e5, 1e5, 5e4, 2.5e4, 1e3};
    const std::vector<double> loss{.012, .010, .008, .006, .004, .002};
    const std::vector<double> growth{1, 2, 4};
    const std::vector<double> lossShare{1, .4, 0};
    ChainProblem problem;
    problem.frameBytes = sent[0];
    for (std::size_t l = 0; l < flop.size(); ++l)
    {
        ChainLayer layer;
        layer.name = "layer" + std::to_string(l + 1);
        for (std::size_t v = 0; v < growth.size(); ++v)
        {
            layer.options.push_back(
                {flop[l] * growth[v], weights[l] * growth[v], loss[l] * lossShare[v]});
        }
        layer.inputBytes = activations[l];
        layer.outputBytes = activations[l + 1];
        layer.sentBytes = sent[l + 1];
        problem.layers.push_back(layer);
    }
    problem.devices = {{"one", 20e9, 4e9, 1e9, 1e-3},
                       {"two", 40e9, 10e9, 1e9, 1e-3},
                       {"three", 60e9, .5e9, 2e9, 2e-3}};
    problem.linkRates = {1e9, 200e6, 100e6, 50e6};
    problem.accuracy = .75;
    return problem;
}

/// @returns the problem with one structure left
inline ChainProblem
KeepStructure(ChainProblem problem, uint32_t option)
{
    for (ChainLayer& layer : problem.layers)
    {
        if (layer.options.size() > 1)
        {
            layer.options = {layer.options[option]};
        }
    }
    return problem;
}

/// @returns the plan of a planner with an objective
inline ChainPlan
PlanFor(const ChainProblem& problem,
        const std::string& objective,
        const std::string& planner = "IovtPlanner")
{
    Ptr<ChainPlanner> made = CreateChainPlanner(planner);
    made->SetAttribute("Objective", StringValue(objective));
    return made->Plan(problem);
}

/// What a division costs, added up layer by layer and straight from the equations, without a line
/// of the module's.
struct NaiveCosts
{
    bool fits{true};
    bool dense{true}; ///< every device that computes reaches its ridge's intensity times eta
    double bottleneck{0};
    double latency{0};
    double accuracy{0};
};

/// @returns costs of a division
inline NaiveCosts
Evaluate(const ChainProblem& problem,
         const std::vector<uint32_t>& cuts,
         const std::vector<uint32_t>& options,
         double eta = 0)
{
    NaiveCosts costs;
    costs.accuracy = problem.accuracy;
    costs.bottleneck = 8 * problem.frameBytes / problem.linkRates[0];
    costs.latency = costs.bottleneck;
    for (std::size_t i = 0; i < problem.devices.size(); ++i)
    {
        const ChainDevice& device = problem.devices[i];
        double flop = 0;
        double traffic = 0;
        double weights = 0;
        double pair = 0;
        for (uint32_t l = cuts[i]; l < cuts[i + 1]; ++l)
        {
            const ChainLayer& layer = problem.layers[l];
            const ChainOption& option = layer.options[layer.options.size() == 1 ? 0 : options[i]];
            flop += option.flop;
            weights += option.weightBytes;
            traffic += option.weightBytes +
                       layer.activationPasses * (layer.inputBytes + layer.outputBytes);
            pair = std::max(pair, layer.inputBytes + layer.outputBytes);
            costs.accuracy -= option.accuracyLoss;
        }
        const uint32_t cut = cuts[i + 1];
        const double sent = cut == 0 ? problem.frameBytes : problem.layers[cut - 1].sentBytes;
        const double link = 8 * sent / problem.linkRates[i + 1];
        double compute = 0;
        if (cuts[i] < cut)
        {
            const double attained =
                std::min(device.peakFlops, device.memoryBandwidth * flop / traffic);
            compute = device.fixedTime + flop / attained;
            costs.fits =
                costs.fits && (device.memoryBytes == 0 || weights + pair <= device.memoryBytes);
            costs.dense =
                costs.dense && flop / traffic >= eta * device.peakFlops / device.memoryBandwidth;
        }
        costs.latency += compute + link;
        costs.bottleneck =
            std::max(costs.bottleneck, problem.overlap ? std::max(compute, link) : compute + link);
    }
    return costs;
}

/// Calls a function with every division of a problem.
inline void
ForEachDivision(
    const ChainProblem& problem,
    const std::function<void(const std::vector<uint32_t>&, const std::vector<uint32_t>&)>& call)
{
    const std::size_t devices = problem.devices.size();
    const auto layers = static_cast<uint32_t>(problem.layers.size());
    std::vector<uint32_t> cuts(devices + 1, 0);
    cuts.back() = layers;
    std::vector<uint32_t> options(devices, 0);
    const std::function<void(std::size_t)> choose = [&](std::size_t i) {
        if (i == devices)
        {
            call(cuts, options);
            return;
        }
        for (options[i] = 0; options[i] < problem.GetOptionCount(); ++options[i])
        {
            choose(i + 1);
        }
        options[i] = 0;
    };
    const std::function<void(std::size_t)> cut = [&](std::size_t i) {
        if (i == devices)
        {
            choose(0);
            return;
        }
        for (cuts[i] = cuts[i - 1]; cuts[i] <= layers; ++cuts[i])
        {
            cut(i + 1);
        }
    };
    cut(1);
}

/// A compromise as the tests list it.
struct Pair
{
    double bottleneck;
    double accuracy;
};

/// @returns the front by brute force; keeps memory, floor, latency limit and the given eta
inline std::vector<Pair>
FrontOf(const ChainProblem& problem, double eta = 0)
{
    std::vector<Pair> all;
    ForEachDivision(problem, [&](const auto& cuts, const auto& options) {
        const NaiveCosts costs = Evaluate(problem, cuts, options, eta);
        if (costs.fits && costs.dense && costs.accuracy >= problem.accuracyMin - 1e-12 &&
            (problem.latencyLimit == 0 || costs.latency <= problem.latencyLimit * (1 + 1e-12)))
        {
            all.push_back({costs.bottleneck, costs.accuracy});
        }
    });
    std::sort(all.begin(), all.end(), [](const Pair& a, const Pair& b) {
        return a.bottleneck < b.bottleneck ||
               (a.bottleneck == b.bottleneck && a.accuracy > b.accuracy);
    });
    std::vector<Pair> front;
    for (const Pair& pair : all)
    {
        if (!front.empty() && pair.accuracy <= front.back().accuracy + 1e-12)
        {
            continue;
        }
        if (!front.empty() && pair.bottleneck <= front.back().bottleneck * (1 + 1e-12))
        {
            front.back() = pair;
            continue;
        }
        front.push_back(pair);
    }
    return front;
}

/// Random chains; the same for a given stream.
class RandomPipelines
{
  public:
    explicit RandomPipelines(int64_t stream)
        : m_uniform(CreateObject<UniformRandomVariable>())
    {
        m_uniform->SetStream(stream);
    }

    /// @returns a value between two others, uniform in the logarithm
    double Between(double low, double high)
    {
        return low * std::pow(high / low, m_uniform->GetValue(0, 1));
    }

    /// @returns a whole number of low..high
    uint32_t Count(uint32_t low, uint32_t high)
    {
        return m_uniform->GetInteger(low, high);
    }

    /// @returns a chain of some layers over some devices in some structures
    ChainProblem Make(uint32_t layers, uint32_t devices, uint32_t structures)
    {
        ChainProblem problem;
        problem.frameBytes = Between(1e4, 1e6);
        problem.accuracy = .9;
        for (uint32_t l = 0; l < layers; ++l)
        {
            ChainLayer layer;
            double flop = Between(1e7, 1e9);
            double weights = Between(1e4, 1e7);
            double loss = m_uniform->GetValue(0.01, 0.03);
            for (uint32_t v = 0; v < structures; ++v)
            {
                layer.options.push_back({flop, weights, v + 1 == structures ? 0 : loss});
                flop *= m_uniform->GetValue(1.2, 4);
                weights *= m_uniform->GetValue(1.2, 4);
                loss *= m_uniform->GetValue(0.1, 0.9);
            }
            layer.inputBytes = Between(1e4, 1e7);
            layer.outputBytes = Between(1e4, 1e7);
            layer.sentBytes = Between(1e3, 1e6);
            problem.layers.push_back(layer);
        }
        for (uint32_t i = 0; i < devices; ++i)
        {
            problem.devices.push_back({"device" + std::to_string(i),
                                       Between(1e9, 1e12),
                                       Between(1e9, 1e11),
                                       Between(5e6, 5e8),
                                       Between(1e-4, 1e-2)});
        }
        for (uint32_t i = 0; i <= devices; ++i)
        {
            problem.linkRates.push_back(Between(1e7, 1e10));
        }
        return problem;
    }

  private:
    Ptr<UniformRandomVariable> m_uniform; ///< source of all draws
};

} // namespace iovttest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_TEST_SUPPORT_H
