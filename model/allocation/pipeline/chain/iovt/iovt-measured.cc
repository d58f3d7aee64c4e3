/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "iovt-measured.h"

#include "ns3/latency-table.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double NONE = std::numeric_limits<double>::quiet_NaN();
const char* const JETSON = "repvgg-b3-jetson-tx2";
const char* const GPU = "repvgg-b3-server-gpu";
const char* const MODELLED = "stage4.0"; ///< the only block of the GPU's table
const char* const SIMILAR = "stage3.0";  ///< what it is like on the Jetson

/// A way to execute a block: how many kernels one after the other, and with how much work in all,
/// over that of a 3 x 3 convolution.
struct Way
{
    double streams;
    double work;
};

constexpr double POINT = 1.0 / 9; ///< work of a 1 x 1 over that of a 3 x 3 convolution

/// The options of the published table.
const std::map<std::string, Way> WAYS{{"SOLO_K3", {1, 1}},
                                      {"SOLO_K1", {1, POINT}},
                                      {"SOLO_ID", {1, 0}},
                                      {"PARA_3_1", {2, 1 + POINT}},
                                      {"FUSED_3_1", {1, 1}},
                                      {"PARA_3_I", {2, 1}},
                                      {"FUSED_3_I", {1, 1}},
                                      {"PARA_1_I", {2, POINT}},
                                      {"FUSED_1_I", {1, POINT}},
                                      {"PARA_ALL", {3, 1 + POINT}},
                                      {"PART_31_I", {2, 1}},
                                      {"PART_3I_1", {2, 1 + POINT}},
                                      {"PART_1I_3", {2, 1 + POINT}},
                                      {"FUSED_ALL", {1, 1}}};

/// @returns the ways to execute a branch set; none if it is none
std::vector<std::string>
ListWays(const std::string& structure, bool identity)
{
    if (structure == "K1")
    {
        return {"SOLO_K1"};
    }
    if (structure == "K3")
    {
        return {"SOLO_K3"};
    }
    if (structure == "K3+K1" || (structure == "all" && !identity))
    {
        return {"PARA_3_1", "FUSED_3_1"};
    }
    if (structure == "all")
    {
        return {"PARA_ALL", "PART_31_I", "PART_3I_1", "PART_1I_3", "FUSED_ALL"};
    }
    std::vector<std::string> ways;
    if (structure == "any")
    {
        for (const auto& [way, cost] : WAYS)
        {
            if (identity || way == "SOLO_K3" || way == "SOLO_K1" || way == "PARA_3_1" ||
                way == "FUSED_3_1")
            {
                ways.push_back(way);
            }
        }
    }
    return ways;
}

/// @returns the least time of the ways, by a function of them
template <typename Time>
double
FindFastest(const std::vector<std::string>& ways, Time time)
{
    double least = std::numeric_limits<double>::infinity();
    for (const std::string& way : ways)
    {
        const double seconds = time(way);
        least = std::isnan(seconds) ? least : std::min(least, seconds);
    }
    return std::isfinite(least) ? least : NONE;
}

/// @returns what a table says, or not a number
double
Look(const LatencyTable& table, const std::string& block, const std::string& way)
{
    return table.GetBatches(block, way).empty() ? NONE : table.GetSeconds(block, way);
}

/// @returns work of a block's 3 x 3 convolution [FLOP]
std::map<std::string, double>
ListWork()
{
    std::map<std::string, double> work;
    for (const Block& block : LoadNetworkProfile("RepVGG-B3@part=blocks").blocks)
    {
        work[block.name] = static_cast<double>(block.flop);
    }
    return work;
}

} // namespace

std::vector<ChainLayer>
MakeRepVggB3Layers(const std::vector<std::pair<std::string, double>>& structures)
{
    constexpr double ELEMENT = 4;             // [B]
    constexpr double ANSWER = 1000 * ELEMENT; // of the classifier, which takes no time here [B]
    const NetworkProfile profile = LoadNetworkProfile("RepVGG-B3@part=blocks,bits=32");
    std::vector<ChainLayer> layers;
    double inputElements = 1;
    for (const uint32_t extent : profile.inputShape)
    {
        inputElements *= extent;
    }
    for (const Block& block : profile.blocks)
    {
        ChainLayer layer;
        layer.name = block.name;
        layer.inputBytes = inputElements * ELEMENT;
        inputElements = static_cast<double>(block.GetOutputElements());
        layer.outputBytes = inputElements * ELEMENT;
        layer.sentBytes = layer.outputBytes;
        const bool identity = block.rows.stride == 1;
        // Without the bias, of which the published counts know nothing.
        const double weights = ELEMENT * (block.parameters - double(block.outputShape[0]));
        for (const auto& [name, loss] : structures)
        {
            ChainOption option;
            option.ways = ListWays(name, identity);
            if (option.ways.empty())
            {
                throw ProfileError("no branch set is called '" + name +
                                   "'; there are K1, K3, K3+K1, all and any");
            }
            // Fused: what is executed has one kernel, of the largest branch.
            const double share = name == "K1" || name == "any" ? POINT : 1;
            option.flop = share * static_cast<double>(block.flop);
            option.weightBytes = share * weights;
            option.accuracyLoss = loss;
            layer.options.push_back(option);
        }
        layers.push_back(layer);
    }
    layers.back().sentBytes = ANSWER;
    return layers;
}

std::vector<ChainDevice>
MakeMeasuredDevices(const std::vector<ChainLayer>& layers)
{
    const LatencyTable jetson = LoadLatencyTable(JETSON);
    const LatencyTable gpu = LoadLatencyTable(GPU);
    const std::map<std::string, double> work = ListWork();
    // Two measurements of one stream each give the time per stream and the peak.
    const double large = gpu.GetSeconds(MODELLED, "SOLO_K3");
    const double small = gpu.GetSeconds(MODELLED, "SOLO_K1");
    const double peak = (1 - POINT) * work.at(MODELLED) / (large - small);
    const double perStream = large - work.at(MODELLED) / peak;

    std::vector<ChainDevice> devices{{"jetson-tx2", 5e11, 4e9, 8e9, 0, 0},
                                     {"server-gpu", peak, 400e9, 24e9, 0, 0}};
    for (const ChainLayer& layer : layers)
    {
        const auto onJetson = [&](const std::string& way) {
            return layer.name != MODELLED
                       ? Look(jetson, layer.name, way)
                       : Look(jetson, SIMILAR, way) * work.at(MODELLED) / work.at(SIMILAR);
        };
        const auto onGpu = [&](const std::string& way) {
            return layer.name == MODELLED ? Look(gpu, layer.name, way)
                                          : WAYS.at(way).streams * perStream +
                                                WAYS.at(way).work * work.at(layer.name) / peak;
        };
        for (ChainDevice& device : devices)
        {
            device.layerTimes.emplace_back();
            for (const ChainOption& option : layer.options)
            {
                device.layerTimes.back().push_back(&device == &devices[0]
                                                       ? FindFastest(option.ways, onJetson)
                                                       : FindFastest(option.ways, onGpu));
            }
        }
    }
    return devices;
}

} // namespace edgeai
} // namespace ns3
