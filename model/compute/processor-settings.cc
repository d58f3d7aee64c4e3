/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor-settings.h"

#include "power-limit.h"
#include "service-rate.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

TypeId
ProcessorSettings::AddAttributes(TypeId tid)
{
    return AddLatencyAttributes(tid)
        .AddAttribute("Name",
                      "Name among the processors of its node",
                      StringValue("cpu"),
                      MakeStringAccessor(&ProcessorSettings::m_name),
                      MakeStringChecker())
        .AddAttribute("OperatingPoints",
                      "Clocks [cycle/s], each optionally with voltage [V] or busy power of a "
                      "unit [W]: \"0.6e9 1.5e9\", \"0.6e9:0.8V 1.5e9:1.1V\", \"0.6e9:0.5W "
                      "1.5e9:2W\"; \"1e6..2e9\" is a continuous range",
                      OperatingPointsValue(),
                      MakeOperatingPointsAccessor(&ProcessorSettings::m_points),
                      MakeOperatingPointsChecker())
        .AddAttribute("FlopPerCycle",
                      "Work of one unit per cycle [FLOP/cycle], > 0",
                      DoubleValue(8),
                      MakeDoubleAccessor(&ProcessorSettings::m_flopPerCycle),
                      MakeDoubleChecker<double>(std::numeric_limits<double>::min()))
        .AddAttribute("Units",
                      "Number of identical units (cores, slices), >= 1",
                      UintegerValue(1),
                      MakeUintegerAccessor(&ProcessorSettings::m_units),
                      MakeUintegerChecker<uint32_t>(1))
        .AddAttribute("SpeedupExponent",
                      "alpha [1]: a job on r units is r^alpha times as fast as on one, 0..1",
                      DoubleValue(1),
                      MakeDoubleAccessor(&ProcessorSettings::m_speedupExponent),
                      MakeDoubleChecker<double>(0, 1))
        .AddAttribute("UnitPowerExponent",
                      "x [1]: a job on r units draws r^x times the dynamic power of one on one, "
                      "0..10; 1: units do not know of each other",
                      DoubleValue(1),
                      MakeDoubleAccessor(&ProcessorSettings::m_unitPowerExponent),
                      MakeDoubleChecker<double>(0, 10))
        .AddAttribute("MemoryBandwidth",
                      "Roofline: bytes the memory moves [B/s], >= 0; 0 means unlimited",
                      DoubleValue(0),
                      MakeDoubleAccessor(&ProcessorSettings::m_memoryBandwidth),
                      MakeDoubleChecker<double>(0))
        .AddAttribute("MemorySize",
                      "Memory for resident models and activations [B], >= 0; 0 means unlimited",
                      DoubleValue(0),
                      MakeDoubleAccessor(&ProcessorSettings::m_memorySize),
                      MakeDoubleChecker<double>(0))
        .AddAttribute("JobOverhead",
                      "Fixed time of each service, whatever the clock, >= 0 s",
                      TimeValue(Seconds(0)),
                      MakeTimeAccessor(&ProcessorSettings::m_jobOverhead),
                      MakeTimeChecker(Seconds(0)))
        .AddAttribute("Discipline",
                      "Who is served next (none interrupts a service)",
                      EnumValue(FCFS),
                      CompatEnumAccessor<Discipline>(&ProcessorSettings::m_discipline),
                      MakeEnumChecker(FCFS,
                                      "Fcfs",
                                      PROCESSOR_SHARING,
                                      "ProcessorSharing",
                                      PRIORITY,
                                      "Priority",
                                      EARLIEST_DEADLINE,
                                      "EarliestDeadline"))
        .AddAttribute("WorkConserving",
                      "Whether jobs in slices may use what other slices leave over; a slice is "
                      "never slower than promised, either way",
                      BooleanValue(true),
                      MakeBooleanAccessor(&ProcessorSettings::m_workConserving),
                      MakeBooleanChecker())
        .AddAttribute("QueueLimit",
                      "Most jobs waiting; with ProcessorSharing, and in slices, most jobs sharing",
                      UintegerValue(std::numeric_limits<uint32_t>::max()),
                      MakeUintegerAccessor(&ProcessorSettings::m_queueLimit),
                      MakeUintegerChecker<uint32_t>())
        .AddAttribute("DropPolicy",
                      "Who goes when the queue is over its limit",
                      EnumValue(DROP_NEWEST),
                      CompatEnumAccessor<DropPolicy>(&ProcessorSettings::m_dropPolicy),
                      MakeEnumChecker(DROP_NEWEST, "DropNewest", DROP_OLDEST, "DropOldest"))
        .AddAttribute("ServiceLaw",
                      "Distribution of service times about what the work takes",
                      EnumValue(DETERMINISTIC),
                      CompatEnumAccessor<ServiceLaw>(&ProcessorSettings::m_serviceLaw),
                      MakeEnumChecker(DETERMINISTIC, "Deterministic", EXPONENTIAL, "Exponential"))
        .AddAttribute("BatchSize",
                      "Most jobs of one model served together, >= 1",
                      UintegerValue(1),
                      MakeUintegerAccessor(&ProcessorSettings::m_batchSize),
                      MakeUintegerChecker<uint32_t>(1))
        .AddAttribute("BatchWindow",
                      "Longest a job waits for its batch to fill while units are free, >= 0 s",
                      TimeValue(Seconds(0)),
                      MakeTimeAccessor(&ProcessorSettings::m_batchWindow),
                      MakeTimeChecker(Seconds(0)))
        .AddAttribute("BatchExponent",
                      "beta [1]: n jobs together take n^beta times as long as one, 0..1",
                      DoubleValue(1),
                      MakeDoubleAccessor(&ProcessorSettings::m_batchExponent),
                      MakeDoubleChecker<double>(0, 1))
        .AddAttribute("PowerLaw",
                      "Busy power of a unit: static + psi f^3, static + C V^2 f, or the powers "
                      "of OperatingPoints",
                      EnumValue(PowerLaw::CUBIC),
                      CompatEnumAccessor<PowerLaw::Kind>(&ProcessorSettings::m_powerKind),
                      MakeEnumChecker(PowerLaw::CUBIC,
                                      "Cubic",
                                      PowerLaw::SWITCHED,
                                      "SwitchedCapacitance",
                                      PowerLaw::TABLE,
                                      "Table"))
        .AddAttribute("StaticPower",
                      "Static power of a busy unit [W], 0..1e9; not used by the table law",
                      DoubleValue(0),
                      MakeDoubleAccessor(&ProcessorSettings::m_staticPower),
                      MakeDoubleChecker<double>(0, POWER_LIMIT))
        .AddAttribute("PowerCoefficient",
                      "psi of the cubic law [W/(cycle/s)^3], >= 0",
                      DoubleValue(1e-27),
                      MakeDoubleAccessor(&ProcessorSettings::SetPowerCoefficient,
                                         &ProcessorSettings::GetPowerCoefficient),
                      MakeDoubleChecker<double>(0))
        .AddAttribute("SwitchedCapacitance",
                      "C of the switched-capacitance law [F], >= 0",
                      DoubleValue(1e-9),
                      MakeDoubleAccessor(&ProcessorSettings::m_switchedCapacitance),
                      MakeDoubleChecker<double>(0))
        .AddAttribute("UsageEffectiveness",
                      "eta [1]: power drawn from the supply over power of the processor, >= 1",
                      DoubleValue(1),
                      MakeDoubleAccessor(&ProcessorSettings::m_usageEffectiveness),
                      MakeDoubleChecker<double>(1))
        .AddAttribute("IdlePower",
                      "Power of a unit without work [W], 0..1e9",
                      DoubleValue(0),
                      MakeDoubleAccessor(&ProcessorSettings::m_idlePower),
                      MakeDoubleChecker<double>(0, POWER_LIMIT))
        .AddAttribute("SleepPower",
                      "Power of the whole processor asleep [W], 0..1e9",
                      DoubleValue(0),
                      MakeDoubleAccessor(&ProcessorSettings::m_sleepPower),
                      MakeDoubleChecker<double>(0, POWER_LIMIT))
        .AddAttribute("SleepDelay",
                      "Idle time after which the processor sleeps; the largest time: never",
                      TimeValue(Time::Max()),
                      MakeTimeAccessor(&ProcessorSettings::m_sleepDelay),
                      MakeTimeChecker(Seconds(0)))
        .AddAttribute("WakeLatency",
                      "Time from sleep to service, at idle power, >= 0 s",
                      TimeValue(Seconds(0)),
                      MakeTimeAccessor(&ProcessorSettings::m_wakeLatency),
                      MakeTimeChecker(Seconds(0)))
        .AddAttribute("ClockDomain",
                      "Whether all units share the governor's clock, or each planned job has "
                      "its own (fixed slices of a server)",
                      EnumValue(SHARED_CLOCK),
                      CompatEnumAccessor<ClockDomain>(&ProcessorSettings::m_clockDomain),
                      MakeEnumChecker(SHARED_CLOCK, "Shared", PER_JOB_CLOCK, "PerJob"));
}

std::string
ProcessorSettings::GetName() const
{
    return m_name;
}

std::string
ProcessorSettings::Validate() const
{
    if (m_discipline == PROCESSOR_SHARING && m_batchSize > 1)
    {
        return "BatchSize must be 1 with the ProcessorSharing discipline, which never waits";
    }
    if (m_speedupExponent <= 0 && m_units > 1)
    {
        return "SpeedupExponent must be > 0 (and at most 1) with more than one unit";
    }
    const std::string error = GetPowerLaw().Validate(m_points);
    return error.empty() ? ExplainLatencies(GetPowerLaw(), m_points, m_units) : error;
}

void
ProcessorSettings::SetPowerCoefficient(double coefficient)
{
    m_powerCoefficient = coefficient;
}

double
ProcessorSettings::GetFlopPerCycle() const
{
    return m_flopPerCycle;
}

double
ProcessorSettings::GetLatencyClock() const
{
    return GetTableClock(m_points);
}

double
ProcessorSettings::GetMaxClock() const
{
    return m_points.GetMax();
}

double
ProcessorSettings::GetMinClock() const
{
    return m_points.GetMin();
}

const OperatingPoints&
ProcessorSettings::GetOperatingPoints() const
{
    return m_points;
}

uint32_t
ProcessorSettings::GetUnits() const
{
    return m_units;
}

ServiceCapacity
ProcessorSettings::GetCapacity() const
{
    return {m_flopPerCycle,
            m_units,
            m_speedupExponent,
            m_memoryBandwidth,
            m_points.GetMax(),
            m_workConserving};
}

double
ProcessorSettings::GetJobOverhead() const
{
    return m_jobOverhead.GetSeconds();
}

double
ProcessorSettings::GetMemorySize() const
{
    return m_memorySize;
}

ProcessorSettings::Discipline
ProcessorSettings::GetDiscipline() const
{
    return m_discipline;
}

uint32_t
ProcessorSettings::GetQueueLimit() const
{
    return m_queueLimit;
}

ProcessorSettings::DropPolicy
ProcessorSettings::GetDropPolicy() const
{
    return m_dropPolicy;
}

ProcessorSettings::ServiceLaw
ProcessorSettings::GetServiceLaw() const
{
    return m_serviceLaw;
}

uint32_t
ProcessorSettings::GetBatchSize() const
{
    return m_batchSize;
}

Time
ProcessorSettings::GetBatchWindow() const
{
    return m_batchWindow;
}

double
ProcessorSettings::GetBatchExponent() const
{
    return m_batchExponent;
}

ProcessorSettings::ClockDomain
ProcessorSettings::GetClockDomain() const
{
    return m_clockDomain;
}

PowerLaw
ProcessorSettings::GetPowerLaw() const
{
    PowerLaw law{m_powerKind,
                 m_staticPower,
                 m_powerCoefficient,
                 m_switchedCapacitance,
                 m_unitPowerExponent};
    law.scale = GetPowerScale(law, m_points, m_units);
    return law;
}

double
ProcessorSettings::GetPowerCoefficient() const
{
    return GetPowerLaw().GetEquivalentCoefficient(m_points);
}

double
ProcessorSettings::GetUnitPowerExponent() const
{
    return m_unitPowerExponent;
}

double
ProcessorSettings::GetUsageEffectiveness() const
{
    return m_usageEffectiveness;
}

double
ProcessorSettings::GetIdlePower() const
{
    return m_idlePower;
}

double
ProcessorSettings::GetSleepPower() const
{
    return m_sleepPower;
}

Time
ProcessorSettings::GetSleepDelay() const
{
    return m_sleepDelay;
}

Time
ProcessorSettings::GetWakeLatency() const
{
    return m_wakeLatency;
}

double
ProcessorSettings::GetServiceTime(double flop, double bytes, uint32_t units, double clock) const
{
    ServiceLoad load;
    load.flop = flop;
    load.bytes = bytes;
    load.units = units;
    load.clock = clock > 0 ? clock : GetMaxClock();
    return GetJobOverhead() + 1 / ComputeServiceRates({load}, GetCapacity()).front();
}

double
ProcessorSettings::GetBusyUnitPower(double clock) const
{
    const PowerLaw law = GetPowerLaw();
    return m_usageEffectiveness * (law.GetStatic() + law.GetDynamic(m_points, clock));
}

} // namespace edgeai
} // namespace ns3
