/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "iovt-defaults.h"

#include "iovt-measured.h"

#include "ns3/network-catalogue.h"

#include <string>

namespace ns3
{
namespace edgeai
{

std::vector<ChainLayer>
MakeRepVggLayers()
{
    std::vector<NetworkProfile> structures;
    for (const char* kernel : {"1", "3", "5"})
    {
        structures.push_back(LoadNetworkProfile(std::string("RepVGG-A0@kernel=") + kernel +
                                                ",bits=8,weightbits=32"));
    }
    const double elementBytes = 4;
    std::vector<ChainLayer> layers = MakeChainLayers(structures, {0.006, 0.001, 0}, elementBytes);
    // The classifier reads what global pooling left of the last activation: one value per channel.
    layers.back().inputBytes =
        structures.back().blocks[layers.size() - 2].outputShape[0] * elementBytes;
    return layers;
}

std::vector<ChainDevice>
MakeIovtDevices()
{
    return {{"pi", 13.5e9, 4e9, 1e9, 1e-3},
            {"nano", 236e9, 25.6e9, 4e9, 1e-3},
            {"xavier", 845e9, 59.7e9, 8e9, 1e-3}};
}

ChainProblem
MakeIovtProblem(double linkRate, double cameraRate)
{
    ChainProblem problem;
    problem.frameBytes = 150528; // 224 x 224 x 3 at one byte per value
    problem.layers = MakeRepVggLayers();
    problem.devices = MakeIovtDevices();
    problem.linkRates.assign(problem.devices.size() + 1, linkRate);
    problem.linkRates[0] = cameraRate;
    return problem;
}

ChainProblem
MakeMeasuredProblem(const std::vector<std::pair<std::string, double>>& structures,
                    double linkRate,
                    double otherRate)
{
    ChainProblem problem;
    problem.frameBytes = 3 * 224 * 224 * 4;
    problem.layers = MakeRepVggB3Layers(structures);
    problem.devices = MakeMeasuredDevices(problem.layers);
    problem.linkRates = {otherRate, linkRate, otherRate};
    problem.accuracy = 0.8052;
    return problem;
}

} // namespace edgeai
} // namespace ns3
