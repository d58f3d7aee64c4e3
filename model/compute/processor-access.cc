/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Attribute accessors and plain queries of a Processor.

#include "processor.h"

#include "ns3/node.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

void
Processor::SetFlopPerCycle(double flopPerCycle)
{
    m_capacity.flopPerCycle = flopPerCycle;
}

double
Processor::GetFlopPerCycle() const
{
    return m_capacity.flopPerCycle;
}

void
Processor::SetUnits(uint32_t units)
{
    m_capacity.units = units;
}

uint32_t
Processor::GetUnits() const
{
    return m_capacity.units;
}

void
Processor::SetSpeedupExponent(double exponent)
{
    m_capacity.speedupExponent = exponent;
}

double
Processor::GetSpeedupExponent() const
{
    return m_capacity.speedupExponent;
}

void
Processor::SetMemoryBandwidth(double bandwidth)
{
    m_capacity.bandwidth = bandwidth;
}

double
Processor::GetMemoryBandwidth() const
{
    return m_capacity.bandwidth;
}

void
Processor::SetPowerLaw(PowerLaw::Kind kind)
{
    m_powerLaw.kind = kind;
}

PowerLaw::Kind
Processor::GetPowerLaw() const
{
    return m_powerLaw.kind;
}

void
Processor::SetStaticPower(double power)
{
    m_powerLaw.staticPower = power;
}

double
Processor::GetStaticPower() const
{
    return m_powerLaw.staticPower;
}

void
Processor::SetPowerCoefficient(double coefficient)
{
    m_powerLaw.powerCoefficient = coefficient;
}

double
Processor::GetPowerCoefficient() const
{
    return m_powerLaw.GetEquivalentCoefficient(m_points);
}

void
Processor::SetSwitchedCapacitance(double capacitance)
{
    m_powerLaw.capacitance = capacitance;
}

double
Processor::GetSwitchedCapacitance() const
{
    return m_powerLaw.capacitance;
}

std::string
Processor::GetName() const
{
    return m_name;
}

double
Processor::GetMaxClock() const
{
    return m_points.GetMax();
}

double
Processor::GetMinClock() const
{
    return m_points.GetMin();
}

double
Processor::GetClock() const
{
    return m_clockNow > 0 ? m_clockNow : GetMaxClock();
}

const OperatingPoints&
Processor::GetOperatingPoints() const
{
    return m_points;
}

double
Processor::GetUsageEffectiveness() const
{
    return m_usageEffectiveness;
}

double
Processor::GetJobOverhead() const
{
    return m_jobOverhead.GetSeconds();
}

ServiceCapacity
Processor::GetCapacity() const
{
    return m_capacity;
}

Processor::Discipline
Processor::GetDiscipline() const
{
    return m_discipline;
}

double
Processor::GetMemorySize() const
{
    return m_memorySize;
}

double
Processor::GetFreeMemory() const
{
    return m_memorySize > 0 ? m_memorySize - m_memoryUsed : std::numeric_limits<double>::infinity();
}

} // namespace edgeai
} // namespace ns3
