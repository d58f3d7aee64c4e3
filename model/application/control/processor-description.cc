/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-description.h"

#include "compute/service-rate.h"

namespace ns3
{
namespace edgeai
{

ProcessorLimits
DescribeProcessor(Ptr<const Processor> processor)
{
    ProcessorLimits limits;
    limits.flopPerCycle = processor->GetFlopPerCycle();
    limits.clockMax = processor->GetMaxClock();
    limits.powerCoefficient = processor->GetPowerCoefficient();
    limits.usageEffectiveness = processor->GetUsageEffectiveness();
    limits.clocks = processor->GetOperatingPoints().GetClocks();
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
    device.peakFlops = capacity.flopPerCycle * processor->GetMaxClock() *
                       GetSpeedup(capacity.units, capacity.speedupExponent);
    device.memoryBandwidth = capacity.bandwidth > 0 ? capacity.bandwidth : UNLIMITED;
    device.memoryBytes = processor->GetMemorySize();
    device.fixedTime = processor->GetJobOverhead();
    return device;
}

} // namespace edgeai
} // namespace ns3
