/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "processor.h"

#include "planned-governor.h"
#include "processor-engine.h"
#include "processor-list.h"
#include "time-steps.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessor");
NS_OBJECT_ENSURE_REGISTERED(Processor);

namespace
{

/// How often a trace is told at most in one go; listeners that change something need a few.
constexpr int TELLINGS_MAX = 1000;

/// @param [in,out] trace what is told  @param [in] state what it shall say in the end
template <typename Trace, typename State>
void
Follow(Trace& trace, const State& state)
{
    for (int tellings = 0; tellings < TELLINGS_MAX && trace.Get() != state(); ++tellings)
    {
        trace = state();
    }
}

} // namespace

TypeId
Processor::GetTypeId()
{
    static TypeId tid =
        AddAttributes(TypeId("ns3::edgeai::Processor")
                          .SetParent<Object>()
                          .SetGroupName("EdgeAi")
                          .AddConstructor<Processor>())
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
    : m_engine(std::make_unique<ProcessorEngine>(*this))
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
    return m_engine->AssignStreams(stream);
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
    if (m_engine->IsStarted())
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
    m_engine->Start();
    Object::DoInitialize();
}

void
Processor::DoDispose()
{
    NS_LOG_FUNCTION(this);
    // Nobody is called when the last holder has let go of this, or once the simulation has ended:
    // those to be told are being taken apart too.
    m_engine->Stop(GetReferenceCount() > 0 && !Simulator::IsFinished());
    m_governor->Attach(nullptr);
    m_governor->Dispose();
    m_node = nullptr;
    Object::DoDispose();
}

uint64_t
Processor::Submit(Job job)
{
    NS_LOG_FUNCTION(this << job.flop << job.bytesMoved << job.tag);
    return m_engine->Submit(std::move(job));
}

bool
Processor::Cancel(uint64_t id, JobReport* report)
{
    NS_LOG_FUNCTION(this << id);
    return m_engine->Cancel(id, report);
}

bool
Processor::ReserveMemory(double bytes)
{
    NS_LOG_FUNCTION(this << bytes);
    return m_engine->GetAdmission().Reserve(bytes);
}

void
Processor::ReleaseMemory(double bytes)
{
    NS_LOG_FUNCTION(this << bytes);
    m_engine->GetAdmission().Release(bytes);
}

void
Processor::SetPowered(bool powered)
{
    NS_LOG_FUNCTION(this << powered);
    m_engine->SetPowered(powered);
}

void
Processor::Reconsider()
{
    NS_LOG_FUNCTION(this);
    m_engine->Reconsider();
}

void
Processor::Publish()
{
    // A traced value tells before it stores, so listeners that change something come back to here
    // first; repeat until the trace has the last word of the state.
    const ProcessorAccounts& accounts = m_engine->GetAccounts();
    Follow(m_clockTrace, [this] { return m_engine->GetState().GetClock(); });
    Follow(m_queueTrace, [this] { return GetWaitingCount(); });
    Follow(m_utilizationTrace, [&] { return accounts.GetBusyUnits() / GetUnits(); });
    Follow(m_powerTrace, [this] { return GetPower(); });
}

void
Processor::Tell(const JobNotice& notice)
{
    switch (notice.kind)
    {
    case JobNotice::QUEUED:
        m_jobQueued(notice.report);
        break;
    case JobNotice::STARTED:
        m_jobStarted(notice.report);
        break;
    case JobNotice::FINISHED:
        m_jobFinished(notice.report);
        break;
    case JobNotice::DROPPED:
        m_jobDropped(notice.report);
        break;
    }
    if (notice.done)
    {
        notice.done(notice.report);
    }
}

double
Processor::GetClock() const
{
    const double clock = m_engine->GetState().GetClock();
    return clock > 0 ? clock : GetMaxClock();
}

double
Processor::GetFreeMemory() const
{
    return m_engine->GetAdmission().GetFreeMemory();
}

uint32_t
Processor::GetServedCount() const
{
    return m_engine->GetServices().GetJobCount();
}

uint32_t
Processor::GetWaitingCount() const
{
    return static_cast<uint32_t>(m_engine->GetQueue().GetSize());
}

uint32_t
Processor::GetWaitingBefore(uint64_t id) const
{
    return static_cast<uint32_t>(m_engine->GetQueue().CountBefore(id));
}

uint64_t
Processor::GetSubmittedCount() const
{
    return m_engine->GetSubmittedCount();
}

uint64_t
Processor::GetCompletedCount() const
{
    return m_engine->GetNotices().GetCompletedCount();
}

uint64_t
Processor::GetDroppedCount() const
{
    return m_engine->GetNotices().GetDroppedCount();
}

std::vector<PendingWork>
Processor::GetWorkInService() const
{
    return m_engine->GetServices().GetWork(m_engine->GetElapsed());
}

std::vector<PendingWork>
Processor::GetWorkWaiting() const
{
    return m_engine->GetQueue().GetWork(GetJobOverhead());
}

double
Processor::GetStandstill() const
{
    return static_cast<double>(ToSeconds(m_engine->GetState().GetStandstill()));
}

double
Processor::GetBusyUnitTime() const
{
    return m_engine->GetAccounts().GetBusyUnitTime(m_engine->GetElapsed());
}

double
Processor::GetPower() const
{
    return m_engine->GetAccounts().GetPower();
}

double
Processor::GetEnergy(EnergyCause cause) const
{
    return m_engine->GetAccounts().GetEnergy(cause, m_engine->GetElapsed());
}

double
Processor::GetBusyEnergy() const
{
    return GetEnergy(ENERGY_DYNAMIC) + GetEnergy(ENERGY_STATIC);
}

double
Processor::GetEndedEnergy() const
{
    return m_engine->GetNotices().GetEnergy();
}

double
Processor::GetServedEnergy() const
{
    return m_engine->GetServices().GetEnergy(m_engine->GetElapsed());
}

double
Processor::GetTotalEnergy() const
{
    double energy = 0;
    for (int cause = 0; cause < ENERGY_CAUSES; ++cause)
    {
        energy += GetEnergy(static_cast<EnergyCause>(cause));
    }
    return energy;
}

} // namespace edgeai
} // namespace ns3
