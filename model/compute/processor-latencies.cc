/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-latencies.h"

#include "operating-points.h"
#include "power-law.h"
#include "say.h"
#include "service-rate.h"

#include "ns3/abort.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/enum.h"
#include "ns3/latency-table.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"
#include "ns3/string.h"

#include <boost/algorithm/string/predicate.hpp>
#include <exception>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns power of the whole processor, busy, by its law [W]
double
GetBusyPower(const PowerLaw& law, const OperatingPoints& points, double clock, uint32_t units)
{
    return GetSpeedup(units, law.unitExponent) * law.GetDynamic(points, clock) +
           units * law.GetStatic();
}

} // namespace

TypeId
ProcessorLatencies::AddLatencyAttributes(TypeId tid)
{
    return tid
        .AddAttribute("LatencyTable",
                      "Measured times of the blocks of a network, instead of FLOP and bytes: a "
                      "table of the catalogue (repvgg-b3-jetson-tx2) or a .csv file; empty: none",
                      StringValue(""),
                      MakeStringAccessor(&ProcessorLatencies::LoadLatencies,
                                         &ProcessorLatencies::GetLatencyName),
                      MakeStringChecker())
        .AddAttribute("LatencyOptions",
                      "Ways to execute a block that the table knows, the preferred first, with "
                      "blanks between them; empty: each block's only one",
                      StringValue(""),
                      MakeStringAccessor(&ProcessorLatencies::m_options),
                      MakeStringChecker())
        .AddAttribute("LatencyScaling",
                      "What a clock makes of a measured time, which was measured at one clock: "
                      "Fixed assumes nothing, the time stays and plans use no other clock; Clock "
                      "assumes inverse proportion",
                      EnumValue(FIXED_LATENCY),
                      CompatEnumAccessor<LatencyScaling>(&ProcessorLatencies::m_scaling),
                      MakeEnumChecker(FIXED_LATENCY, "Fixed", LATENCY_OVER_CLOCK, "Clock"));
}

void
ProcessorLatencies::SetLatencies(std::shared_ptr<const LatencyTable> table)
{
    m_table = table;
    m_tableName = "";
}

void
ProcessorLatencies::LoadLatencies(std::string nameOrFile)
{
    m_table = nullptr;
    m_tableName = nameOrFile;
    if (nameOrFile.empty())
    {
        return;
    }
    try
    {
        m_table = std::make_shared<const LatencyTable>(LoadLatencyTable(nameOrFile));
    }
    catch (const std::exception& error)
    {
        NS_FATAL_ERROR("Processor: LatencyTable: " << error.what());
    }
}

std::string
ProcessorLatencies::GetLatencyName() const
{
    return m_tableName;
}

std::shared_ptr<const LatencyTable>
ProcessorLatencies::GetLatencies() const
{
    return m_table;
}

bool
ProcessorLatencies::HasLatenciesOf(const std::string& network) const
{
    if (!m_table || m_table->IsAbout(network))
    {
        return m_table != nullptr;
    }
    // A profile file has a name of its own inside; names of the catalogue are what they are.
    if (!boost::algorithm::iends_with(network, ".json"))
    {
        return false;
    }
    const auto [at, unread] = m_profileNames.try_emplace(network);
    if (unread)
    {
        try
        {
            at->second = LoadNetworkProfile(network).name;
        }
        catch (const ProfileError&)
        {
            // it stays without a name; whoever runs it says what is wrong with it
        }
    }
    return m_table->IsAbout(at->second);
}

std::vector<std::string>
ProcessorLatencies::GetLatencyOptions() const
{
    std::istringstream words(m_options);
    std::vector<std::string> options;
    for (std::string option; words >> option;)
    {
        options.push_back(option);
    }
    return options;
}

ProcessorLatencies::LatencyScaling
ProcessorLatencies::GetLatencyScaling() const
{
    return m_scaling;
}

double
ProcessorLatencies::GetTableClock(const OperatingPoints& points) const
{
    const double clock = m_table ? m_table->GetSource().clock : 0;
    return clock > 0 ? clock : points.GetMax();
}

double
ProcessorLatencies::GetPowerScale(const PowerLaw& law,
                                  const OperatingPoints& points,
                                  uint32_t units) const
{
    const bool sound = m_table && law.Validate(points).empty();
    const double measured = sound ? m_table->GetSource().busyPower : 0;
    const double power = measured > 0 ? GetBusyPower(law, points, GetTableClock(points), units) : 0;
    return power > 0 ? measured / power : 1;
}

std::string
ProcessorLatencies::ExplainLatencies(const PowerLaw& law,
                                     const OperatingPoints& points,
                                     uint32_t units) const
{
    if (!m_table)
    {
        return "";
    }
    const LatencySource& source = m_table->GetSource();
    const double clock = GetTableClock(points);
    constexpr double SLACK = 1e-9;
    if (clock < points.GetMin() * (1 - SLACK) || clock > points.GetMax() * (1 + SLACK) ||
        points.AtLeast(clock) > clock * (1 + SLACK))
    {
        return Say("LatencyTable was measured at ",
                   clock,
                   " cycle/s, which is none of OperatingPoints");
    }
    if (source.units > units)
    {
        return Say("LatencyTable was measured on ", source.units, " units, Units is ", units);
    }
    if (source.busyPower > 0 && !(GetBusyPower(law, points, clock, units) > 0))
    {
        return Say("LatencyTable states a busy power of ",
                   source.busyPower,
                   " W, but by its power law the processor draws none: StaticPower or "
                   "PowerCoefficient must be > 0");
    }
    return "";
}

} // namespace edgeai
} // namespace ns3
