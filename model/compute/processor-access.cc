/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Attribute accessors and plain queries of a Processor.

#include "processor.h"

#include "ns3/node.h"

#include <algorithm>
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
Processor::SetUnitPowerExponent(double exponent)
{
    m_powerLaw.unitExponent = exponent;
}

double
Processor::GetUnitPowerExponent() const
{
    return m_powerLaw.unitExponent;
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

double
Processor::GetServiceTime(double flop, double bytes, uint32_t units, double clock) const
{
    ServiceLoad load;
    load.flop = flop;
    load.bytes = bytes;
    load.units = units;
    load.clock = clock > 0 ? clock : GetMaxClock();
    return GetJobOverhead() + 1 / ComputeServiceRates({load}, m_capacity).front();
}

uint32_t
Processor::GetServedCount() const
{
    std::size_t count = 0;
    for (const auto& service : m_services)
    {
        count += service.jobs.size();
    }
    return static_cast<uint32_t>(count);
}

uint32_t
Processor::GetWaitingCount() const
{
    return static_cast<uint32_t>(m_queue.GetSize());
}

uint64_t
Processor::GetSubmittedCount() const
{
    return m_lastId;
}

uint64_t
Processor::GetCompletedCount() const
{
    return m_completed;
}

uint64_t
Processor::GetDroppedCount() const
{
    return m_dropped;
}

std::vector<PendingWork>
Processor::GetWorkWaiting() const
{
    std::vector<PendingWork> list;
    for (const PendingJob* pending : m_queue.List())
    {
        PendingWork work;
        work.overhead = GetJobOverhead() * pending->scale;
        work.flop = pending->job.flop * pending->scale;
        work.bytes = pending->job.bytesMoved * pending->scale;
        work.units = pending->job.units;
        work.clock = pending->job.clock;
        work.deadline = pending->job.deadline;
        list.push_back(work);
    }
    return list;
}

std::vector<PendingWork>
Processor::GetWorkInService() const
{
    std::vector<PendingWork> list;
    for (const auto& service : m_services)
    {
        Progress progress = service.progress;
        Advance(progress, GetElapsed());
        PendingWork work;
        work.overhead = static_cast<double>(progress.overheadLeft);
        work.flop = static_cast<double>(progress.left * service.flop);
        work.bytes = static_cast<double>(progress.left * service.bytes);
        work.units = service.units;
        work.clock = service.askedClock;
        for (const auto& pending : service.jobs)
        {
            work.deadline = std::min(work.deadline, pending.job.deadline);
        }
        list.push_back(work);
    }
    return list;
}

} // namespace edgeai
} // namespace ns3
