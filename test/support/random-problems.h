/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RANDOM_PROBLEMS_H
#define EDGE_AI_RANDOM_PROBLEMS_H

// Random problems of the split and chain families, of ordinary and of extreme but sound figures.

#include "ecc-instances.h"

#include "ns3/chain-problem.h"
#include "ns3/split-problem.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace randomproblems
{

/// How far figures are spread.
enum Spread
{
    ORDINARY, ///< as of devices and cells there are
    WIDE,     ///< five orders of magnitude to either side
    EXTREME,  ///< now and then a figure at an end of its allowed range
};

/// Random figures around ordinary ones.
class Figures
{
  public:
    /// @param [in] seed which sequence  @param [in] spread how far
    Figures(uint64_t seed, Spread spread)
        : m_draws(seed),
          m_spread(spread)
    {
    }

    /// @param [in] low ordinary least  @param [in] high ordinary largest
    /// @param [in] least allowed  @param [in] most allowed
    /// @returns a quantity, uniform in the logarithm
    double Quantity(double low, double high, double least = 1e-50, double most = 1e50)
    {
        const bool end = m_draws.Uniform() < 0.03;
        const double wide = m_spread == ORDINARY ? 1 : 1e5;
        const double value = std::exp(m_draws.Uniform(std::log(low / wide), std::log(high * wide)));
        if (m_spread == EXTREME && end)
        {
            return m_draws.Uniform() < 0.5 ? least : most;
        }
        return std::clamp(value, least, most);
    }

    /// @param [in] chance of it  @returns whether
    bool Happens(double chance)
    {
        return m_draws.Uniform() < chance;
    }

    /// @param [in] low least  @param [in] high largest  @returns uniform whole number
    std::size_t Count(std::size_t low, std::size_t high)
    {
        return m_draws.Integer(low, high);
    }

    /// @returns uniform in (0, 1)
    double Draw()
    {
        return m_draws.Uniform();
    }

    /// @returns uniform in (0, 1), now and then an end
    double Share()
    {
        const double share = m_draws.Uniform();
        return m_spread == EXTREME && share < 0.05   ? 0
               : m_spread == EXTREME && share > 0.95 ? 1
                                                     : share;
    }

  private:
    Draws m_draws;
    Spread m_spread;
};

/// @returns a processor
inline ProcessorLimits
MakeProcessor(Figures& figures)
{
    ProcessorLimits processor;
    processor.flopPerCycle = figures.Quantity(1, 64);
    processor.clockMax = figures.Quantity(2e8, 5e9);
    processor.powerCoefficient = figures.Quantity(1e-30, 1e-27);
    processor.usageEffectiveness = figures.Quantity(1, 2, 1);
    return processor;
}

/// @returns gains of a device, on every subchannel of every cell
inline std::vector<double>
MakeGains(Figures& figures, const SplitProblem& problem)
{
    std::vector<double> gains;
    for (std::size_t k = 0; k < problem.noma.subchannels * problem.noma.cells.size(); ++k)
    {
        gains.push_back(figures.Quantity(1e-13, 1e-8));
    }
    return gains;
}

/// @returns a device with a network of 1 to 6 blocks
inline SplitDevice
MakeDevice(Figures& figures, const SplitProblem& problem)
{
    SplitDevice device;
    device.blockCount = static_cast<uint32_t>(figures.Count(1, 6));
    std::vector<double> flop;
    double total = 0;
    for (uint32_t b = 0; b < device.blockCount; ++b)
    {
        flop.push_back(figures.Happens(0.1) ? 0 : figures.Quantity(1e7, 1e9, 1e-50, 1e49));
        total += flop.back();
    }
    double before = 0;
    for (uint32_t s = 0; s <= device.blockCount; ++s)
    {
        SplitOption option;
        option.split = s;
        option.deviceFlop = before;
        option.serverFlop = s < device.blockCount ? total - before : 0;
        option.uplinkBits = s < device.blockCount ? figures.Quantity(1e4, 1e7) : 0;
        option.deviceWeightShare = double(s) / device.blockCount;
        option.deviceWeights = 1e6 * s;
        before += s < device.blockCount ? flop[s] : 0;
        if (s == 0 || s == device.blockCount || !figures.Happens(0.2))
        {
            device.options.push_back(option);
        }
    }
    device.processor = MakeProcessor(figures);
    if (figures.Happens(0.2))
    {
        device.processor.clocks = {0.25 * device.processor.clockMax, device.processor.clockMax};
    }
    device.memoryBits = figures.Happens(0.8) ? 0 : figures.Quantity(1e6, 1e9);
    device.txPowerMax = figures.Quantity(0.05, 1);
    if (figures.Happens(0.1))
    {
        device.txPowers = {0.1 * device.txPowerMax, device.txPowerMax};
    }
    device.gain = figures.Quantity(1e-13, 1e-8);
    device.rateFactor = figures.Quantity(0.5, 1);
    device.latencyBudget = figures.Quantity(0.05, 5);
    device.energyBudget = figures.Quantity(0.01, 5);
    device.overheadLatency = figures.Happens(0.7) ? 0 : figures.Quantity(1e-4, 1e-2);
    device.overheadEnergy = figures.Happens(0.7) ? 0 : figures.Quantity(1e-5, 1e-3);
    device.weightRate = figures.Quantity(1, 100);
    device.bitsPerWeight = figures.Quantity(8, 32);
    device.resultBits = figures.Happens(0.3) ? 0 : figures.Quantity(1e3, 1e5);
    if (figures.Happens(0.5))
    {
        device.timeWeight = figures.Quantity(0.1, 1);
        device.energyWeight = figures.Quantity(0.1, 1);
    }
    if (problem.noma.subchannels > 0)
    {
        device.noma.cell = static_cast<uint32_t>(figures.Count(0, problem.noma.cells.size() - 1));
        device.noma.powerMin = device.txPowerMax * (figures.Happens(0.1) ? 1 : 1e-3);
        device.noma.powerMin = std::max(device.noma.powerMin, 1e-50);
        device.noma.uplinkGains = MakeGains(figures, problem);
        device.noma.downlinkGains = MakeGains(figures, problem);
    }
    return device;
}

/// @returns a problem of one to five devices
inline SplitProblem
MakeSplit(Figures& figures)
{
    SplitProblem problem;
    problem.server = MakeProcessor(figures);
    problem.bandwidth = figures.Quantity(1e6, 2e7);
    problem.noiseDensity = figures.Quantity(2e-21, 8e-21);
    problem.keepRatioMin = figures.Quantity(0.01, 0.2, 1e-9, 1);
    problem.countServerEnergy = !figures.Happens(0.1);
    const std::size_t devices = figures.Count(1, 5);
    problem.subchannelWidth =
        figures.Happens(0.8) ? 0 : problem.bandwidth / static_cast<double>(devices + 7);
    if (figures.Happens(0.7))
    {
        problem.noma.subchannels = static_cast<uint32_t>(figures.Count(1, 4));
        problem.noma.width = figures.Quantity(1e5, 5e6);
        problem.noma.usersPerSubchannel = static_cast<uint32_t>(figures.Count(1, 3));
        problem.noma.sicResidual = figures.Happens(0.6) ? 0 : figures.Share();
        problem.noma.cells.resize(figures.Count(1, 2));
        for (NomaCell& cell : problem.noma.cells)
        {
            cell.powerMax = figures.Quantity(1, 20);
            cell.powerMin = cell.powerMax * (figures.Happens(0.1) ? 1 : 1e-4);
            cell.powerMin = std::max(cell.powerMin, 1e-50);
        }
    }
    if (figures.Happens(0.7))
    {
        problem.units.total = figures.Quantity(1, 24, 1e-50, SplitDecision::MAX_UNITS);
        problem.units.least = problem.units.total * (figures.Happens(0.1) ? 1 : 0.1);
        problem.units.least = std::max(problem.units.least, 1e-50);
        problem.units.clock = figures.Quantity(1e9, 3e9);
        problem.units.speedupExponent = std::max(0.01, figures.Share());
        problem.units.powerExponent = std::max(problem.units.speedupExponent, 3 * figures.Share());
    }
    for (std::size_t k = 0; k < devices; ++k)
    {
        problem.devices.push_back(MakeDevice(figures, problem));
    }
    for (std::size_t k = 0; k < 600; ++k)
    {
        problem.uniformDraws.push_back(figures.Draw());
    }
    return problem;
}

/// @returns a chain of one to six layers over one to three devices
inline ChainProblem
MakeChain(Figures& figures)
{
    ChainProblem problem;
    problem.frameBytes = figures.Quantity(1e4, 1e6);
    problem.accuracy = std::max(1e-3, figures.Share());
    problem.accuracyMin = figures.Happens(0.4) ? 0 : problem.accuracy * figures.Share();
    problem.latencyLimit = figures.Happens(0.4) ? 0 : figures.Quantity(0.01, 2);
    problem.throughputWeight = figures.Share();
    problem.intensityShare = figures.Happens(0.7) ? 0 : figures.Share();
    problem.overlap = figures.Happens(0.5);
    problem.frameRate = figures.Quantity(5, 60);
    const std::size_t structures = figures.Count(1, 3);
    for (std::size_t l = figures.Count(1, 6); l > 0; --l)
    {
        ChainLayer layer;
        layer.name = "layer";
        for (std::size_t v = 0; v < structures; ++v)
        {
            const double loss = v + 1 == structures ? 0 : 0.1 * figures.Share();
            layer.options.push_back({figures.Quantity(1e7, 1e9),
                                     figures.Quantity(1e4, 1e7),
                                     figures.Happens(0.1) ? figures.Share() : loss});
        }
        layer.inputBytes = figures.Quantity(1e4, 1e7);
        layer.outputBytes = figures.Quantity(1e4, 1e7);
        layer.sentBytes = figures.Happens(0.1) ? 0 : figures.Quantity(1e3, 1e6);
        problem.layers.push_back(layer);
    }
    const std::size_t devices = figures.Count(1, 3);
    for (std::size_t i = 0; i < devices; ++i)
    {
        problem.devices.push_back({"device",
                                   figures.Quantity(1e9, 1e12),
                                   figures.Quantity(1e9, 1e11),
                                   figures.Happens(0.6) ? 0 : figures.Quantity(1e6, 1e9),
                                   figures.Happens(0.3) ? 0 : figures.Quantity(1e-4, 1e-2)});
    }
    for (std::size_t i = 0; i <= devices; ++i)
    {
        problem.linkRates.push_back(figures.Quantity(1e6, 1e9));
    }
    return problem;
}

} // namespace randomproblems
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RANDOM_PROBLEMS_H
