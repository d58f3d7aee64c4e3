/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-description.h"

#include "compute/service-rate.h"

namespace ns3
{
namespace edgeai
{

ProcessorBody
DescribeProcessor(Ptr<const Processor> processor)
{
    ProcessorBody body;
    body.flopPerCycle = processor->GetFlopPerCycle();
    body.clockMax = processor->GetMaxClock();
    body.powerCoefficient = processor->GetPowerCoefficient();
    body.usageEffectiveness = processor->GetUsageEffectiveness();
    body.clocks = processor->GetOperatingPoints().GetClocks();
    return body;
}

ProcessorLimits
ToLimits(const ProcessorBody& body)
{
    ProcessorLimits limits;
    limits.flopPerCycle = body.flopPerCycle;
    limits.clockMax = body.clockMax;
    limits.powerCoefficient = body.powerCoefficient;
    limits.usageEffectiveness = body.usageEffectiveness;
    limits.clocks = body.clocks;
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
