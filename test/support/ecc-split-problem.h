/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_SPLIT_PROBLEM_H
#define EDGE_AI_ECC_SPLIT_PROBLEM_H

#include "ns3/ecc-problem.h"
#include "ns3/split-problem.h"

namespace ns3
{
namespace edgeai
{

/// @returns one of ECC's instances as a split-inference problem; all cells must be alike
inline SplitProblem
MakeSplitProblem(const EccProblem& ecc)
{
    SplitProblem problem;
    problem.bandwidth = ecc.bandwidth * static_cast<double>(ecc.GetSubchannelCount());
    problem.noiseDensity = ecc.noiseDensity;
    const EccCell& first = ecc.cells.front();
    problem.server.clockMax = first.unitClock;
    problem.server.flopPerCycle = first.unitSpeed / first.unitClock;
    problem.server.powerCoefficient = first.unitEnergyCoefficient;
    problem.units.total = first.unitTotal;
    problem.units.least = first.unitMin;
    problem.units.clock = first.unitClock;
    problem.units.speedupExponent = first.unitExponent;
    problem.units.powerExponent = first.GetUnitPowerExponent();
    problem.noma.subchannels = static_cast<uint32_t>(ecc.GetSubchannelCount());
    problem.noma.width = ecc.bandwidth;
    problem.noma.usersPerSubchannel = ecc.usersPerSubchannel;
    problem.noma.sicResidual = ecc.sicResidual;
    problem.noma.cells.clear();
    for (const EccCell& cell : ecc.cells)
    {
        problem.noma.cells.push_back({cell.powerMin, cell.powerTotal});
    }
    for (std::size_t i = 0; i < ecc.users.size(); ++i)
    {
        const EccUser& user = ecc.users[i];
        SplitDevice device;
        device.blockCount = user.chain.GetLayerCount();
        for (uint32_t s = 0; s <= device.blockCount; ++s)
        {
            SplitOption option;
            option.split = s;
            option.deviceFlop = user.chain.deviceFlop[s];
            option.serverFlop = user.chain.GetServerFlop(s);
            option.uplinkBits = s < device.blockCount ? user.chain.uploadBits[s] : 0;
            option.deviceWeightShare = double(s) / device.blockCount;
            option.deviceWeights = 1e6 * s;
            device.options.push_back(option);
        }
        device.processor.clockMax = user.deviceClock;
        device.processor.flopPerCycle = user.deviceSpeed / user.deviceClock;
        device.processor.powerCoefficient = user.deviceEnergyCoefficient;
        device.txPowerMax = user.powerMax;
        device.gain = ecc.uplinkGains(0, user.cell, i);
        device.latencyBudget = 100;
        device.energyBudget = 100;
        device.resultBits = user.chain.resultBits;
        device.timeWeight = user.weights.time;
        device.energyWeight = user.weights.energy;
        device.noma.cell = user.cell;
        device.noma.powerMin = user.powerMin;
        for (std::size_t n = 0; n < ecc.cells.size(); ++n)
        {
            for (std::size_t m = 0; m < ecc.GetSubchannelCount(); ++m)
            {
                device.noma.uplinkGains.push_back(ecc.uplinkGains(m, n, i));
                device.noma.downlinkGains.push_back(ecc.downlinkGains(m, n, i));
            }
        }
        problem.devices.push_back(device);
    }
    return problem;
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_SPLIT_PROBLEM_H
