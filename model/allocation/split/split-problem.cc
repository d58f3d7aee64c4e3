/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "split-problem.h"

#include "allocation/plan/field-inspection.h"
#include "split-likeness.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

void
InspectProcessor(FieldInspection& inspection,
                 const std::string& name,
                 const ProcessorLimits& processor)
{
    inspection.Positive(name + "flopPerCycle", processor.flopPerCycle, " FLOP/cycle");
    inspection.Positive(name + "clockMax", processor.clockMax, " cycle/s");
    inspection.Positive(name + "powerCoefficient", processor.powerCoefficient, " W/(cycle/s)^3");
    inspection.Within(name + "usageEffectiveness",
                      processor.usageEffectiveness,
                      1,
                      FieldInspection::LARGEST,
                      "");
    inspection.UpTo(name + "clockMin", processor.clockMin, processor.clockMax, " cycle/s");
    inspection.Amount(name + "staticPower", processor.staticPower, " W");
    inspection.Amount(name + "transitionLatency", processor.transitionLatency, " s");
}

/// The radio of a device, unless its link has a rate of its own.
void
InspectRadio(FieldInspection& inspection, const SplitDevice& device)
{
    inspection.Amount("linkRate", device.linkRate, " bit/s");
    if (device.linkRate > 0)
    {
        return;
    }
    inspection.Positive("txPowerMax", device.txPowerMax, " W");
    inspection.UpTo("txPowerMin", device.txPowerMin, device.txPowerMax, " W");
    inspection.Levels("txPowers", device.txPowers, device.txPowerMax, " W", device.txPowerMin);
    inspection.Positive("gain", device.gain, "");
}

void
InspectOptions(FieldInspection& inspection, const SplitDevice& device, const std::string& path)
{
    if (device.options.empty())
    {
        inspection.Complain("options is empty; at least one admissible cut is needed");
    }
    for (std::size_t i = 0; i < device.options.size(); ++i)
    {
        const SplitOption& option = device.options[i];
        inspection.SetPath(path + "options[" + std::to_string(i) + "].");
        inspection.Within("split", option.split, 0, device.blockCount, "");
        inspection.Amount("deviceFlop", option.deviceFlop, " FLOP");
        inspection.Amount("serverFlop", option.serverFlop, " FLOP");
        inspection.Amount("uplinkBits", option.uplinkBits, " bit");
        inspection.Within("deviceWeightShare", option.deviceWeightShare, 0, 1, "");
        inspection.Amount("deviceWeights", option.deviceWeights, "");
        if (i > 0 && device.options[i - 1].split >= option.split)
        {
            inspection.Complain("split must be larger than that of the option before it");
        }
    }
    inspection.SetPath(path);
}

void
InspectGains(FieldInspection& inspection,
             const std::string& field,
             const std::vector<double>& gains,
             const SplitProblem& problem,
             uint32_t cell)
{
    const std::size_t wanted = problem.noma.subchannels * problem.noma.cells.size();
    if (problem.noma.subchannels == 0 ? !gains.empty() : gains.size() != wanted)
    {
        inspection.Complain(field + " has " + std::to_string(gains.size()) +
                            " entries; allowed is one per subchannel of every cell, " +
                            std::to_string(problem.noma.subchannels == 0 ? 0 : wanted));
        return;
    }
    for (std::size_t k = 0; k < gains.size(); ++k)
    {
        const std::string name = field + "[" + std::to_string(k) + "]";
        if (k / problem.noma.subchannels == cell)
        {
            inspection.Positive(name, gains[k], "");
        }
        else
        {
            inspection.Amount(name, gains[k], "");
        }
    }
}

void
InspectNomaLink(FieldInspection& inspection, const SplitDevice& device, const SplitProblem& problem)
{
    const NomaLink& link = device.noma;
    if (problem.noma.subchannels > 0 && device.linkRate == 0)
    {
        inspection.Within("noma.powerMin",
                          link.powerMin,
                          FieldInspection::SMALLEST,
                          device.txPowerMax,
                          " W");
    }
    if (link.cell >= problem.noma.cells.size())
    {
        inspection.Complain("noma.cell is " + std::to_string(link.cell) +
                            "; allowed is less than the number of noma.cells, " +
                            std::to_string(problem.noma.cells.size()));
        return;
    }
    InspectGains(inspection, "noma.uplinkGains", link.uplinkGains, problem, link.cell);
    InspectGains(inspection, "noma.downlinkGains", link.downlinkGains, problem, link.cell);
}

void
InspectNoma(FieldInspection& inspection, const SplitProblem& problem)
{
    const NomaRadio& noma = problem.noma;
    if (noma.subchannels > 0)
    {
        inspection.Positive("noma.width", noma.width, " Hz");
        inspection.Within("noma.usersPerSubchannel", noma.usersPerSubchannel, 1, 1e9, "");
        inspection.Within("noma.sicResidual", noma.sicResidual, 0, 1, "");
        if (noma.cells.empty())
        {
            inspection.Complain("noma.cells is empty; at least one cell is needed");
        }
        for (std::size_t n = 0; n < noma.cells.size(); ++n)
        {
            const std::string cell = "noma.cells[" + std::to_string(n) + "].";
            inspection.Positive(cell + "powerMax", noma.cells[n].powerMax, " W");
            inspection.Within(cell + "powerMin",
                              noma.cells[n].powerMin,
                              FieldInspection::SMALLEST,
                              noma.cells[n].powerMax,
                              " W");
        }
    }
    const ComputingUnits& units = problem.units;
    if (units.total != 0)
    {
        inspection.Within("units.total",
                          units.total,
                          FieldInspection::SMALLEST,
                          SplitDecision::MAX_UNITS,
                          "");
        inspection.Within("units.least", units.least, FieldInspection::SMALLEST, units.total, "");
        inspection.Positive("units.clock", units.clock, " cycle/s");
        inspection.Within("units.speedupExponent", units.speedupExponent, 0.01, 1, "");
        inspection.Within("units.powerExponent",
                          units.powerExponent,
                          units.speedupExponent,
                          10,
                          "");
    }
}

} // namespace

std::vector<SplitOption>
MakeSplitOptions(const NetworkProfile& profile)
{
    const uint32_t blockCount = profile.blocks.size();
    std::vector<uint32_t> cuts = profile.cuts;
    if (cuts.empty())
    {
        for (uint32_t s = 0; s <= blockCount; ++s)
        {
            cuts.push_back(s);
        }
    }
    double flop = 0;
    double weights = 0;
    for (const Block& block : profile.blocks)
    {
        flop += block.flop;
        weights += block.parameters;
    }

    std::vector<SplitOption> options;
    for (const uint32_t s : cuts)
    {
        SplitOption option;
        option.split = s;
        for (uint32_t b = 0; b < s && b < blockCount; ++b)
        {
            option.deviceFlop += profile.blocks[b].flop;
            option.deviceWeights += profile.blocks[b].parameters;
        }
        option.serverFlop = flop - option.deviceFlop;
        option.deviceWeightShare = weights > 0 ? option.deviceWeights / weights : 0;
        if (s == 0)
        {
            option.uplinkBits = profile.inputBits;
        }
        else if (s < blockCount)
        {
            double elements = 1;
            for (const uint32_t extent : profile.blocks[s - 1].outputShape)
            {
                elements *= extent;
            }
            option.uplinkBits = elements * profile.elementBits;
        }
        options.push_back(option);
    }
    return options;
}

const SplitOption*
SplitDevice::FindOption(uint32_t split) const
{
    for (const SplitOption& option : options)
    {
        if (option.split == split)
        {
            return &option;
        }
    }
    return nullptr;
}

double
SplitProblem::GetServerSlice(std::size_t index) const
{
    if (devices[index].serverClockMax > 0)
    {
        return devices[index].serverClockMax;
    }
    if (serverInTurns)
    {
        return server.clockMax;
    }
    double left = server.clockMax;
    std::size_t sharers = 0;
    for (const SplitDevice& device : devices)
    {
        left -= device.serverClockMax;
        sharers += (device.serverClockMax == 0);
    }
    return left / sharers;
}

namespace
{
/// Keeps the time of a plan bounded.
constexpr double MAX_SUBCHANNELS = 1e5;
} // namespace

std::string
SplitProblem::Validate() const
{
    FieldInspection inspection;
    InspectProcessor(inspection, "server.", server);
    const auto radios = std::count_if(devices.begin(), devices.end(), [](const SplitDevice& d) {
        return !(d.linkRate > 0);
    });
    if (radios > 0 || devices.empty())
    {
        inspection.Positive("bandwidth", bandwidth, " Hz");
    }
    const double least = static_cast<double>(radios) * subchannelWidth;
    if (!(subchannelWidth == 0 || radios == 0 ||
          (subchannelWidth >= bandwidth / MAX_SUBCHANNELS && least <= bandwidth * (1 + 1e-9))))
    {
        inspection.Complain(
            "subchannelWidth is neither 0 nor in [bandwidth/100000, bandwidth/number "
            "of devices]; every device with a radio needs a subchannel");
    }
    inspection.Positive("noiseDensity", noiseDensity, " W/Hz");
    inspection.Within("keepRatioMin", keepRatioMin, 1e-9, 1, "");
    InspectNoma(inspection, *this);
    for (std::size_t i = 0; i < uniformDraws.size(); ++i)
    {
        if (!(uniformDraws[i] >= 0 && uniformDraws[i] < 1))
        {
            inspection.Complain("uniformDraws[" + std::to_string(i) +
                                "] is outside [0, 1), the range of a draw");
        }
    }
    if (devices.empty())
    {
        inspection.Complain("devices is empty; at least one device is needed");
    }
    if (!present.empty() && present.size() != devices.size())
    {
        inspection.Complain("present has " + std::to_string(present.size()) +
                            " decisions; allowed is one per device or none");
    }
    double slices = 0;
    for (std::size_t k = 0; k < devices.size(); ++k)
    {
        const SplitDevice& device = devices[k];
        const std::string path = "devices[" + std::to_string(k) + "].";
        inspection.SetPath(path);
        InspectProcessor(inspection, "processor.", device.processor);
        inspection.Levels("processor.clocks",
                          device.processor.clocks,
                          device.processor.clockMax,
                          " cycle/s",
                          device.processor.clockMin);
        inspection.Amount("memoryBits", device.memoryBits, " bit");
        InspectRadio(inspection, device);
        inspection.Positive("rateFactor", device.rateFactor, "");
        inspection.Positive("latencyBudget", device.latencyBudget, " s");
        inspection.Positive("energyBudget", device.energyBudget, " J");
        inspection.Amount("overheadLatency", device.overheadLatency, " s");
        inspection.Amount("overheadEnergy", device.overheadEnergy, " J");
        inspection.Positive("weightRate", device.weightRate, " 1/weight");
        inspection.Positive("bitsPerWeight", device.bitsPerWeight, " bit");
        inspection.Amount("serverClockMax", device.serverClockMax, " cycle/s");
        inspection.Amount("serverWait", device.serverWait, " s");
        inspection.Amount("resultBits", device.resultBits, " bit");
        inspection.Amount("timeWeight", device.timeWeight, " 1/s");
        inspection.Amount("energyWeight", device.energyWeight, " 1/J");
        InspectNomaLink(inspection, device, *this);
        if (k == 0 || !HaveSameCuts(devices[k - 1], device)) // or what is wrong is known by now
        {
            InspectOptions(inspection, device, path);
        }
        slices = serverInTurns ? std::max(slices, device.serverClockMax)
                               : slices + device.serverClockMax;
    }
    inspection.SetPath("");
    if (!inspection.GetComplaint().empty())
    {
        return inspection.GetComplaint();
    }

    if (slices > server.clockMax * (1 + 1e-9))
    {
        std::ostringstream text;
        text << "the devices' serverClockMax " << (serverInTurns ? "go up to " : "add up to ")
             << slices << " cycle/s; allowed is 0 to server.clockMax, " << server.clockMax
             << " cycle/s";
        return text.str();
    }
    for (std::size_t k = 0; k < devices.size(); ++k)
    {
        const double slice = GetServerSlice(k);
        if (!(slice > 0))
        {
            return "devices[" + std::to_string(k) +
                   "].serverClockMax is 0 and the slices of the others leave it nothing";
        }
        if (slice < server.clockMin * (1 - 1e-9))
        {
            std::ostringstream text;
            text << "devices[" << k << "].serverClockMax leaves it " << slice
                 << " cycle/s of the server; allowed is server.clockMin, " << server.clockMin
                 << " cycle/s, or more";
            return text.str();
        }
        inspection.Levels("server.clocks", server.clocks, slice, " cycle/s", server.clockMin);
    }
    return inspection.GetComplaint();
}

} // namespace edgeai
} // namespace ns3
