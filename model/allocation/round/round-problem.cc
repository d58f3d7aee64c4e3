/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-problem.h"

#include "allocation/plan/field-inspection.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Largest counts: beyond any use, and products of these never overflow an index.
constexpr double MAX_WORKERS = 100000;
constexpr double MAX_SUBCHANNELS = 100000;
constexpr double MAX_CELLS = 5e7; ///< of the table of gains
constexpr double MAX_UNITS = 1e9; ///< together
constexpr double MAX_BLOCKS = 10000;
constexpr double MAX_PARAMETERS = 1e15; ///< still exact as a double
constexpr double MAX_BITS = 16;         ///< of a coordinate's magnitude
constexpr double MAX_STEPS = 1e6;       ///< of local training

void
InspectUplink(FieldInspection& inspection, const RoundUplink& uplink)
{
    inspection.SetPath("uplink.");
    switch (uplink.form)
    {
    case RoundUplinkForm::SUBCHANNELS:
        inspection.Within("subchannels", uplink.subchannels, 1, MAX_SUBCHANNELS, "");
        inspection.Positive("subchannelWidth", uplink.subchannelWidth, " Hz");
        inspection.Positive("noiseDensity", uplink.noiseDensity, " W/Hz");
        inspection.Within("snrGap", uplink.snrGap, 1, FieldInspection::LARGEST, "");
        break;
    case RoundUplinkForm::BAND:
    case RoundUplinkForm::BAND_POWER:
        inspection.Positive("bandwidth", uplink.bandwidth, " Hz");
        inspection.UpTo("bandGranularity", uplink.bandGranularity, uplink.bandwidth, " Hz");
        break;
    case RoundUplinkForm::RATES:
        break;
    default:
        inspection.Within("form", static_cast<double>(uplink.form), 0, 3, "");
    }
}

void
InspectProcessor(FieldInspection& inspection, const RoundProcessor& processor)
{
    inspection.Positive("processor.cycles", processor.cycles, " cycle");
    inspection.Positive("processor.flopPerCycle", processor.flopPerCycle, " FLOP/cycle");
    inspection.Positive("processor.clockMax", processor.clockMax, " cycle/s");
    inspection.UpTo("processor.clockMin", processor.clockMin, processor.clockMax, " cycle/s");
    inspection.Amount("processor.powerCoefficient", processor.powerCoefficient, " W/(cycle/s)^3");
}

void
InspectWorker(FieldInspection& inspection, const RoundWorker& worker, const RoundUplink& uplink)
{
    if (worker.processor.clockMax != 0)
    {
        InspectProcessor(inspection, worker.processor);
    }
    else
    {
        inspection.Positive("flops", worker.flops, " FLOP/s");
    }
    inspection.Amount("startTime", worker.startTime, " s");
    inspection.Amount("offset", worker.offset, " s");
    inspection.Amount("energyMax", worker.energyMax, " J");
    inspection.Amount("energyPerFlop", worker.energyPerFlop, " J/FLOP");
    inspection.Amount("memoryBytes", worker.memoryBytes, " B");
    inspection.Amount("samples", worker.samples, "");
    switch (uplink.form)
    {
    case RoundUplinkForm::SUBCHANNELS:
        inspection.Positive("powerMax", worker.powerMax, " W");
        inspection.Within("gains.size()",
                          worker.gains.size(),
                          uplink.subchannels,
                          uplink.subchannels,
                          "");
        for (std::size_t n = 0; n < worker.gains.size(); ++n)
        {
            inspection.Amount("gains[" + std::to_string(n) + "]", worker.gains[n], "");
        }
        break;
    case RoundUplinkForm::BAND:
        inspection.Positive("efficiency", worker.efficiency, " bit/s/Hz");
        break;
    case RoundUplinkForm::BAND_POWER:
        inspection.Positive("snrBand", worker.snrBand, " Hz");
        break;
    case RoundUplinkForm::RATES:
        inspection.Positive("rate", worker.rate, " bit/s");
        break;
    }
}

void
InspectDivision(FieldInspection& inspection, const RoundDivision& division)
{
    inspection.SetPath("division.");
    inspection.Within("parameters", division.parameters, 1, MAX_PARAMETERS, "");
    inspection.Positive("bitsPerParameter", division.bitsPerParameter, " bit");
    inspection.Positive("flopPerParameter", division.flopPerParameter, " FLOP");
    inspection.Amount("fixedFlop", division.fixedFlop, " FLOP");
    if (division.parameters != std::floor(division.parameters))
    {
        inspection.Complain("parameters must be a whole number");
    }
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < division.units.size(); ++i)
    {
        const RoundUnits& units = division.units[i];
        const std::string path = "units[" + std::to_string(i) + "].";
        inspection.Within(path + "count", units.count, 1, MAX_UNITS, "");
        inspection.Within(path + "parameters", units.parameters, 1, MAX_UNITS, "");
        count += units.count;
        sum += static_cast<double>(units.count) * units.parameters;
    }
    inspection.Within("units together", count, 0, MAX_UNITS, "");
    if (!division.units.empty() && sum != division.parameters)
    {
        inspection.Complain("parameters must be the sum over all units, " + std::to_string(sum));
    }
}

void
InspectDepth(FieldInspection& inspection, const RoundDepth& depth)
{
    inspection.SetPath("depth.");
    inspection.Amount("forwardFlop", depth.forwardFlop, " FLOP");
    inspection.Amount("backwardFlop", depth.backwardFlop, " FLOP");
    inspection.Amount("baseMemoryBytes", depth.baseMemoryBytes, " B");
    inspection.Amount("activationBytes", depth.activationBytes, " B");
    inspection.Within("blocks.size()", depth.blocks.size(), 1, MAX_BLOCKS, "");
    for (std::size_t j = 0; j < depth.blocks.size(); ++j)
    {
        inspection.SetPath("depth.blocks[" + std::to_string(j) + "].");
        inspection.Positive("gradientBits", depth.blocks[j].gradientBits, " bit");
        inspection.Amount("weightFlop", depth.blocks[j].weightFlop, " FLOP");
        inspection.Amount("memoryBytes", depth.blocks[j].memoryBytes, " B");
        inspection.Within("layers", depth.blocks[j].layers, 1, MAX_BLOCKS, "");
    }
}

void
InspectSparsity(FieldInspection& inspection, const RoundSparsity& sparsity, std::size_t workers)
{
    inspection.SetPath("sparsity.");
    inspection.Within("parameters", sparsity.parameters, 1, MAX_PARAMETERS, "");
    if (sparsity.parameters != std::floor(sparsity.parameters))
    {
        inspection.Complain("parameters must be a whole number");
    }
    inspection.Positive("bitsPerParameter", sparsity.bitsPerParameter, " bit");
    inspection.Amount("headerBits", sparsity.headerBits, " bit");
    inspection.Amount("flop", sparsity.flop, " FLOP");
    inspection.Within("fractionMin", sparsity.fractionMin, FieldInspection::SMALLEST, 1, "");
    inspection.Within("gain",
                      sparsity.gain,
                      -FieldInspection::LARGEST,
                      FieldInspection::LARGEST,
                      "");
    inspection.Within("weight", sparsity.weight, FieldInspection::SMALLEST, 1, "");
    inspection.Positive("delayMean", sparsity.delayMean, " s");
    inspection.Amount("delayQueue", sparsity.delayQueue, " s");
    inspection.Within("turn", sparsity.turn, 0, static_cast<double>(workers) - 1, "");
    inspection.Within("workers.size()", sparsity.workers.size(), workers, workers, "");
    for (std::size_t k = 0; k < sparsity.workers.size(); ++k)
    {
        inspection.SetPath("sparsity.workers[" + std::to_string(k) + "].");
        inspection.Amount("penalty", sparsity.workers[k].penalty, "");
        inspection.Amount("participationQueue", sparsity.workers[k].participationQueue, "");
        inspection.Amount("energyQueue", sparsity.workers[k].energyQueue, " J");
    }
}

void
InspectOutage(FieldInspection& inspection, const RoundOutage& outage, std::size_t workers)
{
    inspection.SetPath("outage.");
    inspection.Within("parameters", outage.parameters, 1, MAX_PARAMETERS, "");
    inspection.Amount("plainBits", outage.plainBits, " bit");
    inspection.Within("blockParameters", outage.blockParameters, 0, MAX_PARAMETERS, "");
    inspection.Amount("scaleBits", outage.scaleBits, " bit");
    inspection.Amount("headerBits", outage.headerBits, " bit");
    inspection.Within("bitsMin", outage.bitsMin, 1, outage.bitsMax, " bit");
    inspection.Within("bitsMax", outage.bitsMax, 1, MAX_BITS, " bit");
    inspection.Amount("window", outage.window, " s");
    inspection.Within("outageMax", outage.outageMax, 0, 1, "");
    inspection.Amount("flopPerStep", outage.flopPerStep, " FLOP");
    inspection.Amount("computeWindow", outage.computeWindow, " s");
    inspection.Within("stepsMax", outage.stepsMax, 1, MAX_STEPS, "");
    inspection.Within("workers.size()", outage.workers.size(), workers, workers, "");
    for (std::size_t k = 0; k < outage.workers.size(); ++k)
    {
        const RoundOutageWorker& update = outage.workers[k];
        inspection.SetPath("outage.workers[" + std::to_string(k) + "].");
        inspection.Amount("spread", update.spread, "");
        inspection.Amount("power", update.power, "");
        inspection.Within("steps", update.steps, 0, MAX_STEPS, "");
        if (update.steps == 0 && !(outage.computeWindow > 0 && outage.flopPerStep > 0))
        {
            inspection.Complain("steps is 0; without outage.computeWindow and "
                                "outage.flopPerStep it must be at least 1");
        }
    }
}

} // namespace

uint32_t
RoundDepth::GetLayers(std::size_t block) const
{
    uint32_t layers = 0;
    for (std::size_t j = 0; j < block && j < blocks.size(); ++j)
    {
        layers += blocks[j].layers;
    }
    return layers;
}

double
RoundOutage::GetPayload(double bits) const
{
    if (plainBits > 0)
    {
        return plainBits + headerBits;
    }
    const double blocks = blockParameters > 0 ? std::ceil(parameters / blockParameters) : 1;
    return parameters * (bits + 1) + scaleBits * blocks + headerBits;
}

double
RoundProblem::GetSnrPerWatt(std::size_t worker, std::size_t subchannel) const
{
    return workers[worker].gains[subchannel] /
           (uplink.snrGap * uplink.noiseDensity * uplink.subchannelWidth);
}

double
RoundProblem::GetTimePerParameter(std::size_t worker) const
{
    return division.flopPerParameter / workers[worker].flops;
}

double
RoundProblem::GetOffset(std::size_t worker) const
{
    const RoundWorker& of = workers[worker];
    return of.startTime + of.offset + division.fixedFlop / of.flops;
}

std::string
RoundProblem::Validate() const
{
    FieldInspection inspection;
    inspection.Within("workers.size()", workers.size(), 1, MAX_WORKERS, "");
    inspection.Amount("broadcastTime", broadcastTime, " s");
    inspection.Amount("aggregateTime", aggregateTime, " s");
    InspectUplink(inspection, uplink);
    if (uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        inspection.Within("subchannels times workers",
                          static_cast<double>(uplink.subchannels) * workers.size(),
                          1,
                          MAX_CELLS,
                          "");
    }
    for (std::size_t k = 0; k < workers.size() && inspection.GetComplaint().empty(); ++k)
    {
        inspection.SetPath("workers[" + std::to_string(k) + "].");
        InspectWorker(inspection, workers[k], uplink);
    }
    // Parts of a model are work in FLOP, and take a speed in FLOP/s.
    const bool works =
        division.parameters != 0 || !depth.blocks.empty() || sparsity.parameters != 0;
    for (std::size_t k = 0; k < workers.size() && works; ++k)
    {
        inspection.SetPath("workers[" + std::to_string(k) + "].");
        inspection.Positive("flops", workers[k].flops, " FLOP/s");
    }
    if (division.parameters != 0)
    {
        InspectDivision(inspection, division);
    }
    if (!depth.blocks.empty())
    {
        InspectDepth(inspection, depth);
    }
    if (update.bits != 0)
    {
        inspection.SetPath("update.");
        inspection.Positive("bits", update.bits, " bit");
        inspection.Amount("time", update.time, " s");
    }
    if (sparsity.parameters != 0)
    {
        InspectSparsity(inspection, sparsity, workers.size());
    }
    if (outage.parameters != 0)
    {
        InspectOutage(inspection, outage, workers.size());
    }
    inspection.SetPath("");
    if (division.parameters == 0 && depth.blocks.empty() && update.bits == 0 &&
        sparsity.parameters == 0 && outage.parameters == 0)
    {
        inspection.Complain("none of division.parameters, depth.blocks, update.bits, "
                            "sparsity.parameters and outage.parameters says what is learned");
    }
    for (std::size_t i = 0; i < uniformDraws.size(); ++i)
    {
        inspection.Within("uniformDraws[" + std::to_string(i) + "]", uniformDraws[i], 0, 1, "");
    }
    return inspection.GetComplaint();
}

} // namespace edgeai
} // namespace ns3
