/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "measured-times.h"

#include "compute/service-rate.h"
#include "processor-description.h"

#include "ns3/profile-error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns how many times as fast as one unit those were that the table was measured on
double
GetMeasuredSpeedup(const Processor& processor)
{
    const uint32_t units = processor.GetLatencies()->GetSource().units;
    return GetSpeedup(units > 0 ? units : processor.GetUnits(),
                      processor.GetCapacity().speedupExponent);
}

/// @returns whether measured times stay whatever the clock is
bool
IsFixed(const Processor& processor)
{
    return processor.GetLatencyScaling() == Processor::FIXED_LATENCY;
}

/// @returns what batches of some blocks take over what one input takes; null: only that was
/// measured
std::shared_ptr<const std::vector<double>>
DescribeBatches(const Processor& processor,
                const NetworkProfile& profile,
                std::size_t from,
                std::size_t to)
{
    const LatencyTable& table = *processor.GetLatencies();
    uint32_t most = std::numeric_limits<uint32_t>::max();
    std::vector<std::pair<std::string, std::string>> rows;
    for (std::size_t b = from; b < to; ++b)
    {
        const std::string& block = profile.blocks.at(b).name;
        rows.emplace_back(block, table.FindOption(processor.GetLatencyOptions(), block).first);
        most = std::min(most, table.GetBatches(block, rows.back().second).back());
    }
    most = std::min(most, processor.GetBatchSize());
    if (rows.empty() || most < 2)
    {
        return nullptr;
    }
    std::vector<double> growth;
    for (uint32_t batch = 1; batch <= most; ++batch)
    {
        double sum = 0;
        for (const auto& [block, option] : rows)
        {
            sum += table.GetSeconds(block, option, batch);
        }
        growth.push_back(growth.empty() ? sum : sum / growth.front());
    }
    growth.front() = 1;
    return std::make_shared<const std::vector<double>>(growth);
}

} // namespace

BlockTimes
DescribeTimes(const Processor& processor, const NetworkProfile& profile)
{
    BlockTimes times =
        MeasureBlocks(profile, *processor.GetLatencies(), processor.GetLatencyOptions());
    for (double& seconds : times.seconds)
    {
        seconds *= GetMeasuredSpeedup(processor);
    }
    times.clock = IsFixed(processor) ? 0 : processor.GetLatencyClock();
    return times;
}

double
GetEquivalentWork(double seconds, double clock, double planned, double flopPerCycle)
{
    return seconds * flopPerCycle * (clock > 0 ? clock : planned);
}

std::string
GetTimedName(const Processor& processor, const std::string& network)
{
    std::ostringstream name;
    name.precision(std::numeric_limits<double>::max_digits10);
    name << network << ";" << processor.GetLatencies()->GetSource().device;
    for (const std::string& option : processor.GetLatencyOptions())
    {
        name << ";" << option;
    }
    if (!IsFixed(processor))
    {
        name << ";" << processor.GetLatencyClock();
    }
    if (processor.GetUnits() > 1)
    {
        name << ";" << processor.GetUnits();
    }
    return name.str();
}

void
TimeJob(const Processor& processor,
        const NetworkProfile& profile,
        std::size_t from,
        std::size_t to,
        double keepRatio,
        Job& job)
{
    const BlockTimes times = DescribeTimes(processor, profile);
    const double seconds = times.GetTime(from, to);
    if (std::isnan(seconds))
    {
        std::string missing;
        for (std::size_t b = from; b < to && missing.empty(); ++b)
        {
            missing = std::isnan(times.seconds[b]) ? profile.blocks[b].name : "";
        }
        throw ProfileError("block '" + missing + "' was not measured on " +
                           processor.GetLatencies()->GetSource().device);
    }
    const double clock = processor.GetLatencyClock();
    job.flop = keepRatio * GetEquivalentWork(seconds, clock, clock, processor.GetFlopPerCycle());
    job.bytesMoved = 0; // what the memory takes is in the measured time
    job.workClock = IsFixed(processor) ? clock : 0;
    job.batchGrowth = DescribeBatches(processor, profile, from, to);
}

std::vector<std::vector<double>>
DescribeLayerTimes(const Processor& processor, const std::vector<ChainLayer>& layers)
{
    const LatencyTable& table = *processor.GetLatencies();
    const double planned = DescribeChainClock(processor, true);
    const double factor = (IsFixed(processor) ? 1 : processor.GetLatencyClock() / planned) *
                          GetMeasuredSpeedup(processor) /
                          GetSpeedup(processor.GetUnits(), processor.GetCapacity().speedupExponent);
    bool any = false;
    std::vector<std::vector<double>> times;
    for (const ChainLayer& layer : layers)
    {
        times.emplace_back();
        for (const ChainOption& option : layer.options)
        {
            double least = std::numeric_limits<double>::infinity();
            const auto consider = [&](const std::vector<std::string>& ways) {
                const auto [way, found] = table.FindOption(ways, layer.name);
                least = found ? std::min(least, table.GetSeconds(layer.name, way)) : least;
            };
            for (const std::string& way : option.ways)
            {
                consider({way});
            }
            if (option.ways.empty())
            {
                consider(processor.GetLatencyOptions());
            }
            any = any || std::isfinite(least);
            times.back().push_back(std::isfinite(least) ? factor * least
                                                        : std::numeric_limits<double>::quiet_NaN());
        }
    }
    return any ? times : std::vector<std::vector<double>>();
}

void
TimeStageJob(const Processor& processor, double seconds, Job& job)
{
    const double clock = DescribeChainClock(processor, true);
    job.flop = seconds * processor.GetFlopPerCycle() * clock *
               GetSpeedup(processor.GetUnits(), processor.GetCapacity().speedupExponent);
    job.bytesMoved = 0; // what the memory takes is in the measured time
    job.clock = clock;
    job.workClock = IsFixed(processor) ? clock : 0;
}

} // namespace edgeai
} // namespace ns3
