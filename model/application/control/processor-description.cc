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

} // namespace

ProcessorLimits
DescribeProcessor(Ptr<const Processor> processor)
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
    if (const double only = GetOnlyClock(*PeekPointer(processor)))
    {
        limits.clockMin = limits.clockMax = only;
        limits.clocks.clear();
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

ChainDevice
DescribeChainDevice(Ptr<const Processor> processor)
{
    constexpr double UNLIMITED = 1e18; // [B/s]; moving an exabyte takes a second
    const ServiceCapacity capacity = processor->GetCapacity();
    ChainDevice device;
    device.name = processor->GetName();
    const double only = GetOnlyClock(*PeekPointer(processor));
    const double clock = only > 0 ? only : processor->GetMaxClock();
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
