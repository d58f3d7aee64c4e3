/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-likeness.h"

#include <algorithm>
#include <boost/functional/hash.hpp>
#include <tuple>
#include <unordered_map>

namespace ns3
{
namespace edgeai
{

namespace
{

// A structured binding names all the fields of a struct: one that is added does not compile until
// it is compared, too.

auto
Tie(const SplitOption& option)
{
    const auto& [split, deviceFlop, serverFlop, uplinkBits, weightShare, weights] = option;
    return std::tie(split, deviceFlop, serverFlop, uplinkBits, weightShare, weights);
}

auto
Tie(const ProcessorLimits& processor)
{
    const auto& [perCycle, most, power, effectiveness, clocks, least, fixed, change] = processor;
    return std::tie(perCycle, most, power, effectiveness, clocks, least, fixed, change);
}

auto
Tie(const NomaLink& link)
{
    const auto& [cell, powerMin, uplinkGains, downlinkGains] = link;
    return std::tie(cell, powerMin, uplinkGains, downlinkGains);
}

/// @returns whether no field tells two devices apart
bool
IsAlike(const SplitDevice& one, const SplitDevice& other)
{
    const auto tie = [](const SplitDevice& device) {
        const auto& [options,
                     blockCount,
                     processor,
                     memoryBits,
                     txPowerMax,
                     txPowerMin,
                     txPowers,
                     linkRate,
                     gain,
                     rateFactor,
                     latencyBudget,
                     energyBudget,
                     overheadLatency,
                     overheadEnergy,
                     weightRate,
                     bitsPerWeight,
                     serverClockMax,
                     serverWait,
                     resultBits,
                     timeWeight,
                     energyWeight,
                     noma] = device;
        return std::make_tuple(std::tie(blockCount,
                                        memoryBits,
                                        txPowerMax,
                                        txPowerMin,
                                        txPowers,
                                        linkRate,
                                        gain,
                                        rateFactor,
                                        latencyBudget,
                                        energyBudget,
                                        overheadLatency,
                                        overheadEnergy,
                                        weightRate,
                                        bitsPerWeight,
                                        serverClockMax,
                                        serverWait,
                                        resultBits,
                                        timeWeight,
                                        energyWeight),
                               Tie(processor),
                               Tie(noma),
                               options.size());
    };
    return tie(one) == tie(other) && HaveSameCuts(one, other);
}

/// @returns a number that devices which are alike share: of what usually tells devices apart
std::size_t
Hash(const SplitDevice& device)
{
    std::size_t seed = device.options.size();
    for (const double value : {device.gain,
                               device.linkRate,
                               device.rateFactor,
                               device.latencyBudget,
                               device.energyBudget,
                               device.overheadLatency,
                               device.overheadEnergy,
                               device.serverClockMax,
                               device.serverWait,
                               device.processor.clockMax})
    {
        boost::hash_combine(seed, value);
    }
    return seed;
}

} // namespace

bool
HaveSameCuts(const SplitDevice& one, const SplitDevice& other)
{
    const auto same = [](const SplitOption& a, const SplitOption& b) { return Tie(a) == Tie(b); };
    return one.blockCount == other.blockCount && std::equal(one.options.begin(),
                                                            one.options.end(),
                                                            other.options.begin(),
                                                            other.options.end(),
                                                            same);
}

bool
IsAlike(const ProcessorLimits& one, const ProcessorLimits& other)
{
    return Tie(one) == Tie(other);
}

std::vector<std::size_t>
FindAlike(const std::vector<SplitDevice>& devices)
{
    std::vector<std::size_t> alike;
    std::unordered_map<std::size_t, std::vector<std::size_t>> kinds; // never iterated
    for (std::size_t i = 0; i < devices.size(); ++i)
    {
        std::vector<std::size_t>& kind = kinds[Hash(devices[i])];
        const auto found = std::find_if(kind.begin(), kind.end(), [&](std::size_t first) {
            return IsAlike(devices[first], devices[i]);
        });
        alike.push_back(found == kind.end() ? i : *found);
        if (found == kind.end())
        {
            kind.push_back(i);
        }
    }
    return alike;
}

} // namespace edgeai
} // namespace ns3
