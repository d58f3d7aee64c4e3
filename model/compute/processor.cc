/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor.h"

#include "planned-governor.h"
#include "processor-list.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessor");
NS_OBJECT_ENSURE_REGISTERED(Processor);

TypeId
Processor::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::Processor")
            .SetParent<Object>()
            .SetGroupName("EdgeAi")
            .AddConstructor<Processor>()
            .AddAttribute("Name",
                          "Name among the processors of its node",
                          StringValue("cpu"),
                          MakeStringAccessor(&Processor::m_name),
                          MakeStringChecker())
            .AddAttribute("OperatingPoints",
                          "Clocks [cycle/s], each optionally with voltage [V] or busy power of a "
                          "unit [W]: \"0.6e9 1.5e9\", \"0.6e9:0.8V 1.5e9:1.1V\", \"0.6e9:0.5W "
                          "1.5e9:2W\"; \"1e6..2e9\" is a continuous range",
                          OperatingPointsValue(),
                          MakeOperatingPointsAccessor(&Processor::m_points),
                          MakeOperatingPointsChecker())
            .AddAttribute(
                "FlopPerCycle",
                "Work of one unit per cycle [FLOP/cycle], > 0",
                DoubleValue(8),
                MakeDoubleAccessor(&Processor::SetFlopPerCycle, &Processor::GetFlopPerCycle),
                MakeDoubleChecker<double>(std::numeric_limits<double>::min()))
            .AddAttribute("Units",
                          "Number of identical units (cores, slices), >= 1",
                          UintegerValue(1),
                          MakeUintegerAccessor(&Processor::SetUnits, &Processor::GetUnits),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute(
                "SpeedupExponent",
                "alpha: a job on r units is r^alpha times as fast as on one, 0..1",
                DoubleValue(1),
                MakeDoubleAccessor(&Processor::SetSpeedupExponent, &Processor::GetSpeedupExponent),
                MakeDoubleChecker<double>(0, 1))
            .AddAttribute("UnitPowerExponent",
                          "x: a job on r units draws r^x times the dynamic power of one on one, "
                          "0..10; 1: units do not know of each other",
                          DoubleValue(1),
                          MakeDoubleAccessor(&Processor::SetUnitPowerExponent,
                                             &Processor::GetUnitPowerExponent),
                          MakeDoubleChecker<double>(0, 10))
            .AddAttribute(
                "MemoryBandwidth",
                "Roofline: bytes the memory moves [B/s], >= 0; 0 means unlimited",
                DoubleValue(0),
                MakeDoubleAccessor(&Processor::SetMemoryBandwidth, &Processor::GetMemoryBandwidth),
                MakeDoubleChecker<double>(0))
            .AddAttribute("MemorySize",
                          "Memory for resident models and activations [B], >= 0; 0 means unlimited",
                          DoubleValue(0),
                          MakeDoubleAccessor(&Processor::m_memorySize),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("JobOverhead",
                          "Fixed time of each service, whatever the clock, >= 0 s",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Processor::m_jobOverhead),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("Discipline",
                          "Who is served next (none interrupts a service)",
                          EnumValue(FCFS),
                          CompatEnumAccessor<Discipline>(&Processor::m_discipline),
                          MakeEnumChecker(FCFS,
                                          "Fcfs",
                                          PROCESSOR_SHARING,
                                          "ProcessorSharing",
                                          PRIORITY,
                                          "Priority",
                                          EARLIEST_DEADLINE,
                                          "EarliestDeadline"))
            .AddAttribute("QueueLimit",
                          "Most jobs waiting; with ProcessorSharing most jobs sharing",
                          UintegerValue(std::numeric_limits<uint32_t>::max()),
                          MakeUintegerAccessor(&Processor::m_queueLimit),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute("DropPolicy",
                          "Who goes when the queue is over its limit",
                          EnumValue(DROP_NEWEST),
                          CompatEnumAccessor<DropPolicy>(&Processor::m_dropPolicy),
                          MakeEnumChecker(DROP_NEWEST, "DropNewest", DROP_OLDEST, "DropOldest"))
            .AddAttribute(
                "ServiceLaw",
                "Distribution of service times about what the work takes",
                EnumValue(DETERMINISTIC),
                CompatEnumAccessor<ServiceLaw>(&Processor::m_serviceLaw),
                MakeEnumChecker(DETERMINISTIC, "Deterministic", EXPONENTIAL, "Exponential"))
            .AddAttribute("BatchSize",
                          "Most jobs of one model served together, >= 1",
                          UintegerValue(1),
                          MakeUintegerAccessor(&Processor::m_batchSize),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("BatchWindow",
                          "Longest a job waits for its batch to fill while units are free, >= 0 s",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Processor::m_batchWindow),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("BatchExponent",
                          "beta: n jobs together take n^beta times as long as one, 0..1",
                          DoubleValue(1),
                          MakeDoubleAccessor(&Processor::m_batchExponent),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("PowerLaw",
                          "Busy power of a unit: static + psi f^3, static + C V^2 f, or the powers "
                          "of OperatingPoints",
                          EnumValue(PowerLaw::CUBIC),
                          CompatEnumAccessor<PowerLaw::Kind>(&Processor::SetPowerLaw,
                                                             &Processor::GetPowerLaw),
                          MakeEnumChecker(PowerLaw::CUBIC,
                                          "Cubic",
                                          PowerLaw::SWITCHED,
                                          "SwitchedCapacitance",
                                          PowerLaw::TABLE,
                                          "Table"))
            .AddAttribute(
                "StaticPower",
                "Static power of a busy unit [W], >= 0; not used by the table law",
                DoubleValue(0),
                MakeDoubleAccessor(&Processor::SetStaticPower, &Processor::GetStaticPower),
                MakeDoubleChecker<double>(0))
            .AddAttribute("PowerCoefficient",
                          "psi of the cubic law [W/(cycle/s)^3], >= 0",
                          DoubleValue(1e-27),
                          MakeDoubleAccessor(&Processor::SetPowerCoefficient,
                                             &Processor::GetPowerCoefficient),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("SwitchedCapacitance",
                          "C of the switched-capacitance law [F], >= 0",
                          DoubleValue(1e-9),
                          MakeDoubleAccessor(&Processor::SetSwitchedCapacitance,
                                             &Processor::GetSwitchedCapacitance),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("UsageEffectiveness",
                          "eta: power drawn from the supply over power of the processor, >= 1",
                          DoubleValue(1),
                          MakeDoubleAccessor(&Processor::m_usageEffectiveness),
                          MakeDoubleChecker<double>(1))
            .AddAttribute("IdlePower",
                          "Power of a unit without work [W], >= 0",
                          DoubleValue(0),
                          MakeDoubleAccessor(&Processor::m_idlePower),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("SleepPower",
                          "Power of the whole processor asleep [W], >= 0",
                          DoubleValue(0),
                          MakeDoubleAccessor(&Processor::m_sleepPower),
                          MakeDoubleChecker<double>(0))
            .AddAttribute("SleepDelay",
                          "Idle time after which the processor sleeps; the largest time: never",
                          TimeValue(Time::Max()),
                          MakeTimeAccessor(&Processor::m_sleepDelay),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("WakeLatency",
                          "Time from sleep to service, at idle power, >= 0 s",
                          TimeValue(Seconds(0)),
                          MakeTimeAccessor(&Processor::m_wakeLatency),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("ClockDomain",
                          "Whether all units share the governor's clock, or each planned job has "
                          "its own (fixed slices of a server)",
                          EnumValue(SHARED_CLOCK),
                          CompatEnumAccessor<ClockDomain>(&Processor::m_clockDomain),
                          MakeEnumChecker(SHARED_CLOCK, "Shared", PER_JOB_CLOCK, "PerJob"))
            .AddAttribute("Governor",
                          "Decides the clock; a PlannedGovernor unless set",
                          PointerValue(),
                          MakePointerAccessor(&Processor::SetGovernor, &Processor::GetGovernor),
                          MakePointerChecker<Governor>())
            .AddTraceSource("JobQueued",
                            "A job was accepted",
                            MakeTraceSourceAccessor(&Processor::m_jobQueued),
                            "ns3::edgeai::Processor::JobTracedCallback")
            .AddTraceSource("JobStarted",
                            "A job's service began",
                            MakeTraceSourceAccessor(&Processor::m_jobStarted),
                            "ns3::edgeai::Processor::JobTracedCallback")
            .AddTraceSource("JobFinished",
                            "A job completed",
                            MakeTraceSourceAccessor(&Processor::m_jobFinished),
                            "ns3::edgeai::Processor::JobTracedCallback")
            .AddTraceSource("JobDropped",
                            "A job ended otherwise; the report says why",
                            MakeTraceSourceAccessor(&Processor::m_jobDropped),
                            "ns3::edgeai::Processor::JobTracedCallback")
            .AddTraceSource("Clock",
                            "Clock of the processor [cycle/s]",
                            MakeTraceSourceAccessor(&Processor::m_clockTrace),
                            "ns3::TracedValueCallback::Double")
            .AddTraceSource("Power",
                            "Power drawn [W]",
                            MakeTraceSourceAccessor(&Processor::m_powerTrace),
                            "ns3::TracedValueCallback::Double")
            .AddTraceSource("QueueLength",
                            "Jobs waiting",
                            MakeTraceSourceAccessor(&Processor::m_queueTrace),
                            "ns3::TracedValueCallback::Uint32")
            .AddTraceSource("Utilization",
                            "Busy units over units",
                            MakeTraceSourceAccessor(&Processor::m_utilizationTrace),
                            "ns3::TracedValueCallback::Double");
    return tid;
}

Processor::Processor()
    : m_draw(CreateObject<ExponentialRandomVariable>()),
      m_settled(Simulator::Now()),
      m_stallEnd(Simulator::Now()),
      m_idleSince(Simulator::Now())
{
    NS_LOG_FUNCTION(this);
}

Processor::~Processor()
{
    NS_LOG_FUNCTION(this);
}

Ptr<Processor>
Processor::Find(Ptr<Node> node, const std::string& name)
{
    const auto list = node ? node->GetObject<ProcessorList>() : nullptr;
    return list ? list->Find(name) : nullptr;
}

int64_t
Processor::AssignStreams(int64_t stream)
{
    NS_LOG_FUNCTION(this << stream);
    m_draw->SetStream(stream);
    return 1;
}

void
Processor::SetGovernor(Ptr<Governor> governor)
{
    NS_LOG_FUNCTION(this << governor);
    if (!governor)
    {
        // The attribute's default; NotifyConstructionCompleted puts a planned governor there.
        return;
    }
    if (m_governor && m_governor != governor)
    {
        m_governor->Attach(nullptr);
    }
    m_governor = governor;
    if (m_started)
    {
        m_governor->Attach(this);
        Reconsider();
    }
}

Ptr<Governor>
Processor::GetGovernor() const
{
    return m_governor;
}

void
Processor::SetNode(Ptr<Node> node)
{
    m_node = node;
}

Ptr<Node>
Processor::GetNode() const
{
    return m_node;
}

void
Processor::NotifyConstructionCompleted()
{
    if (!m_governor)
    {
        m_governor = CreateObject<PlannedGovernor>();
    }
    Object::NotifyConstructionCompleted();
}

void
Processor::DoInitialize()
{
    NS_LOG_FUNCTION(this);
    Start();
    Object::DoInitialize();
}

void
Processor::Start()
{
    if (m_started)
    {
        return;
    }
    const std::string error = Validate();
    NS_ABORT_MSG_UNLESS(error.empty(), "Processor '" << m_name << "': " << error);
    m_started = true;
    m_queue.SetOrder(m_discipline == PRIORITY            ? JobQueue::HIGHEST_PRIORITY
                     : m_discipline == EARLIEST_DEADLINE ? JobQueue::NEXT_DEADLINE
                                                         : JobQueue::SUBMISSION);
    m_settled = Simulator::Now();
    m_stallEnd = m_settled;
    m_idleSince = m_settled;
    m_governor->Attach(this);
    Refresh();
}

void
Processor::DoDispose()
{
    NS_LOG_FUNCTION(this);
    // Nobody is called when the last holder has let go of this, or once the simulation has ended:
    // those to be told are being taken apart too.
    if (m_started && GetReferenceCount() > 0 && !Simulator::IsFinished())
    {
        Settle();
        EndAll(JobOutcome::CANCELLED, "the processor was disposed of");
        m_powered = false;
        UpdatePower();
        Flush();
    }
    // From here on jobs are refused for want of power.
    m_started = true;
    m_powered = false;
    m_event.Cancel();
    m_batchEvent.Cancel();
    m_sleepEvent.Cancel();
    m_governor->Attach(nullptr);
    m_governor->Dispose();
    m_node = nullptr;
    Object::DoDispose();
}

std::string
Processor::Validate() const
{
    if (m_discipline == PROCESSOR_SHARING && m_batchSize > 1)
    {
        return "BatchSize must be 1 with the ProcessorSharing discipline, which never waits";
    }
    if (m_capacity.speedupExponent <= 0 && m_capacity.units > 1)
    {
        return "SpeedupExponent must be > 0 (and at most 1) with more than one unit";
    }
    return m_powerLaw.Validate(m_points);
}

} // namespace edgeai
} // namespace ns3
