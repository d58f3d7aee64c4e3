/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-problem.h"

#include "allocation/plan/field-inspection.h"

#include "ns3/profile-error.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Largest counts: a chain of 512 layers over 32 devices in 16 structures is beyond any use, and
/// sizes below these never overflow an index.
constexpr double MAX_LAYERS = 512;
constexpr double MAX_DEVICES = 32;
constexpr double MAX_OPTIONS = 16;

std::string
Indexed(const std::string& field, std::size_t index)
{
    return field + "[" + std::to_string(index) + "]";
}

void
InspectLayer(FieldInspection& inspection,
             const ChainLayer& layer,
             const std::string& path,
             std::size_t optionCount)
{
    inspection.SetPath(path);
    inspection.Amount("inputBytes", layer.inputBytes, " B");
    inspection.Amount("outputBytes", layer.outputBytes, " B");
    inspection.Amount("sentBytes", layer.sentBytes, " B");
    inspection.Within("activationPasses", layer.activationPasses, 1, MAX_OPTIONS, "");
    inspection.Within("options.size()", layer.options.size(), 1, MAX_OPTIONS, "");
    if (layer.options.size() != 1 && layer.options.size() != optionCount)
    {
        inspection.Complain("options has " + std::to_string(layer.options.size()) +
                            " structures; allowed is 1 or " + std::to_string(optionCount) +
                            ", as many as other layers have");
    }
    for (std::size_t v = 0; v < layer.options.size(); ++v)
    {
        inspection.SetPath(path + Indexed("options", v) + ".");
        inspection.Amount("flop", layer.options[v].flop, " FLOP");
        inspection.Amount("weightBytes", layer.options[v].weightBytes, " B");
        inspection.Within("accuracyLoss", layer.options[v].accuracyLoss, 0, 1, "");
    }
}

} // namespace

uint32_t
ChainProblem::GetOptionCount() const
{
    std::size_t count = 0;
    for (const ChainLayer& layer : layers)
    {
        count = std::max(count, layer.options.size());
    }
    return count;
}

const ChainOption&
ChainProblem::GetOption(uint32_t layer, uint32_t option) const
{
    const std::vector<ChainOption>& options = layers.at(layer).options;
    return options.size() == 1 ? options.front() : options.at(option);
}

double
ChainProblem::GetSentBytes(uint32_t cut) const
{
    return cut == 0 ? frameBytes : layers.at(cut - 1).sentBytes;
}

namespace
{

/// Inspects what was measured on a device.
void
InspectTimes(FieldInspection& inspection,
             const ChainDevice& device,
             const std::vector<ChainLayer>& layers)
{
    const auto complain =
        [&inspection](const std::string& field, std::size_t size, std::size_t all) {
            inspection.Complain(field + " has " + std::to_string(size) +
                                " entries; needed are none or " + std::to_string(all));
        };
    if (!device.layerTimes.empty() && device.layerTimes.size() != layers.size())
    {
        complain("layerTimes", device.layerTimes.size(), layers.size());
        return;
    }
    for (std::size_t l = 0; l < device.layerTimes.size(); ++l)
    {
        const std::vector<double>& times = device.layerTimes[l];
        if (times.size() != layers[l].options.size())
        {
            complain(Indexed("layerTimes", l), times.size(), layers[l].options.size());
        }
        for (std::size_t v = 0; v < times.size(); ++v)
        {
            if (!std::isnan(times[v]))
            {
                inspection.Amount(Indexed(Indexed("layerTimes", l), v), times[v], " s");
            }
        }
    }
}

} // namespace

std::string
ChainProblem::Validate() const
{
    FieldInspection inspection;
    inspection.Amount("frameBytes", frameBytes, " B");
    inspection.Within("layers.size()", layers.size(), 1, MAX_LAYERS, "");
    inspection.Within("devices.size()", devices.size(), 1, MAX_DEVICES, "");
    if (linkRates.size() != devices.size() + 1)
    {
        inspection.Complain("linkRates has " + std::to_string(linkRates.size()) +
                            " rates; needed is one before every device and one behind the last, " +
                            std::to_string(devices.size() + 1));
    }
    inspection.Positive("frameRate", frameRate, " 1/s");
    inspection.Within("accuracy", accuracy, FieldInspection::SMALLEST, 1, "");
    inspection.Within("accuracyMin", accuracyMin, 0, 1, "");
    inspection.Amount("latencyLimit", latencyLimit, " s");
    inspection.Within("throughputWeight", throughputWeight, 0, 1, "");
    inspection.Within("intensityShare", intensityShare, 0, 1, "");
    for (std::size_t i = 0; i < linkRates.size(); ++i)
    {
        inspection.Positive(Indexed("linkRates", i), linkRates[i], " bit/s");
    }
    for (std::size_t i = 0; i < devices.size(); ++i)
    {
        inspection.SetPath(Indexed("devices", i) + ".");
        inspection.Positive("peakFlops", devices[i].peakFlops, " FLOP/s");
        inspection.Positive("memoryBandwidth", devices[i].memoryBandwidth, " B/s");
        inspection.Amount("memoryBytes", devices[i].memoryBytes, " B");
        inspection.Amount("fixedTime", devices[i].fixedTime, " s");
        inspection.Amount("busyPower", devices[i].busyPower, " W");
        InspectTimes(inspection, devices[i], layers);
    }
    const std::size_t optionCount = GetOptionCount();
    for (std::size_t l = 0; l < layers.size(); ++l)
    {
        InspectLayer(inspection, layers[l], Indexed("layers", l) + ".", optionCount);
    }
    return inspection.GetComplaint();
}

std::vector<ChainLayer>
MakeChainLayers(const std::vector<NetworkProfile>& structures,
                const std::vector<double>& lossPerLayer,
                double activationBytes)
{
    if (structures.empty() || structures.size() != lossPerLayer.size())
    {
        throw ProfileError("lossPerLayer has " + std::to_string(lossPerLayer.size()) +
                           " values; needed is one for each of " +
                           std::to_string(structures.size()) + " structures, at least one");
    }
    const NetworkProfile& last = structures.back();
    if (last.inputShape.empty())
    {
        throw ProfileError("profile '" + last.name +
                           "' has no inputShape, which the activation "
                           "of its first block needs");
    }
    double inputElements = 1;
    for (const uint32_t extent : last.inputShape)
    {
        inputElements *= extent;
    }

    std::vector<ChainLayer> layers;
    for (uint32_t b = 0; b < last.blocks.size(); ++b)
    {
        const Block& block = last.blocks[b];
        ChainLayer layer;
        layer.name = block.name;
        layer.inputBytes = inputElements * activationBytes;
        layer.outputBytes = block.GetOutputElements() * activationBytes;
        layer.sentBytes = last.GetCutBits(b + 1) / 8.0;
        bool same = true;
        for (std::size_t v = 0; v < structures.size(); ++v)
        {
            if (structures[v].blocks.size() != last.blocks.size() ||
                structures[v].blocks[b].outputShape != block.outputShape ||
                structures[v].inputShape != last.inputShape)
            {
                throw ProfileError("profiles '" + structures[v].name + "' and '" + last.name +
                                   "' differ in blocks or shapes; structures of one network must "
                                   "not");
            }
            const Block& variant = structures[v].blocks[b];
            same = same && variant.flop == block.flop && variant.weightBytes == block.weightBytes;
            layer.options.push_back(
                {double(variant.flop), double(variant.weightBytes), lossPerLayer[v]});
        }
        if (same)
        {
            layer.options.assign(1, {double(block.flop), double(block.weightBytes), 0});
        }
        layers.push_back(layer);
        inputElements = block.GetOutputElements();
    }
    return layers;
}

} // namespace edgeai
} // namespace ns3
