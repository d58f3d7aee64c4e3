/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-description.h"

#include "compute/service-rate.h"

#include "ns3/governor.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] processor a processor
/// @returns the one clock its governor takes [cycle/s]; 0: there are several
double
GetOnlyClock(const Processor& processor)
{
    const Ptr<const Governor> governor = processor.GetGovernor();
    const double wanted = governor ? governor->GetOnlyClock(processor) : 0;
    return wanted > 0 ? processor.GetOperatingPoints().AtLeast(wanted) : 0;
}

/// @param [in] processor a processor  @param [in] measured whether its part was measured
/// @returns the one clock plans may use [cycle/s]; 0: there are several
double
GetPlanClock(const Processor& processor, bool measured)
{
    const double only = GetOnlyClock(processor);
    const bool bound = measured && processor.GetLatencyScaling() == Processor::FIXED_LATENCY;
    return only == 0 && bound ? processor.GetLatencyClock() : only;
}

/**
 * Another law than the cubic one as one that agrees with it at both ends of the clocks, or, where
 * there is none, at the largest.
 * @param [in] processor whose law it is  @param [in,out] limits with both ends of its clocks
 */
void
FitPower(const Processor& processor, ProcessorLimits& limits)
{
    const PowerLaw law = processor.GetPowerLaw();
    const OperatingPoints& points = processor.GetOperatingPoints();
    const auto cube = [](double clock) { return clock * clock * clock; };
    const double most = law.GetDynamic(points, limits.clockMax);
    const double least = law.GetDynamic(points, limits.clockMin);
    limits.staticPower = law.GetStatic();
    limits.powerCoefficient = most / cube(limits.clockMax);
    const double span = cube(limits.clockMax) - cube(limits.clockMin);
    const double slope = span > 0 ? (most - least) / span : 0;
    const double rest = least - slope * cube(limits.clockMin);
    if (slope > 0 && rest > 0)
    {
        limits.powerCoefficient = slope;
        limits.staticPower += rest;
    }
}

} // namespace

ProcessorLimits
DescribeProcessor(Ptr<const Processor> processor, bool measured)
{
    ProcessorLimits limits;
    limits.flopPerCycle = processor->GetFlopPerCycle();
    limits.clockMax = processor->GetMaxClock();
    limits.clockMin = processor->GetMinClock();
    limits.powerCoefficient = processor->GetPowerCoefficient();
    limits.usageEffectiveness = processor->GetUsageEffectiveness();
    limits.clocks = processor->GetOperatingPoints().GetClocks();
    limits.staticPower = processor->GetPowerLaw().GetStatic();
    if (const Ptr<const Governor> governor = processor->GetGovernor())
    {
        limits.transitionLatency = governor->GetTransitionLatency().GetSeconds();
    }
    if (const double only = GetPlanClock(*PeekPointer(processor), measured))
    {
        limits.clockMin = limits.clockMax = only;
        limits.clocks.clear();
    }
    if (processor->GetPowerLaw().kind != PowerLaw::CUBIC)
    {
        FitPower(*PeekPointer(processor), limits);
    }
    return limits;
}

ComputingUnits
DescribeUnits(Ptr<const Processor> processor)
{
    ComputingUnits units;
    if (processor->GetUnits() > 1)
    {
        units.total = processor->GetUnits();
        units.least = 1;
        units.clock = processor->GetMaxClock();
        units.speedupExponent = processor->GetCapacity().speedupExponent;
        units.powerExponent = processor->GetUnitPowerExponent();
    }
    return units;
}

double
DescribeChainClock(const Processor& processor, bool measured)
{
    const double only = GetPlanClock(processor, measured);
    return only > 0 ? only : processor.GetMaxClock();
}

ChainDevice
DescribeChainDevice(Ptr<const Processor> processor, bool measured)
{
    constexpr double UNLIMITED = 1e18; // [B/s]; moving an exabyte takes a second
    const ServiceCapacity capacity = processor->GetCapacity();
    ChainDevice device;
    device.name = processor->GetName();
    const double clock = DescribeChainClock(*PeekPointer(processor), measured);
    device.peakFlops =
        capacity.flopPerCycle * clock * GetSpeedup(capacity.units, capacity.speedupExponent);
    const PowerLaw law = processor->GetPowerLaw();
    device.busyPower = processor->GetUsageEffectiveness() *
                       (GetSpeedup(capacity.units, law.unitExponent) *
                            law.GetDynamic(processor->GetOperatingPoints(), clock) +
                        capacity.units * law.GetStatic());
    device.memoryBandwidth = capacity.bandwidth > 0 ? capacity.bandwidth : UNLIMITED;
    device.memoryBytes = processor->GetMemorySize();
    device.fixedTime = processor->GetJobOverhead();
    return device;
}

} // namespace edgeai
} // namespace ns3
