/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Clock, power and accounts of a Processor: work and energy are integrated in closed form from one
// change to the next. Jobs are handled in processor-service.cc.

#include "processor.h"
#include "time-steps.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiProcessorAccounts");

namespace
{

/// How often a trace is told at most in one go; listeners that change something need a few.
constexpr int TELLINGS_MAX = 1000;

/// @param [in,out] trace what is told  @param [in] state what it shall say in the end
template <typename Trace, typename State>
void
Tell(Trace& trace, const State& state)
{
    for (int tellings = 0; tellings < TELLINGS_MAX && trace.Get() != state(); ++tellings)
    {
        trace = state();
    }
}

} // namespace

void
Processor::Settle()
{
    const long double elapsed = GetElapsed();
    if (elapsed > 0)
    {
        for (std::size_t cause = 0; cause < ENERGY_CAUSES; ++cause)
        {
            m_energy[cause] += m_powerNow[cause] * elapsed;
        }
        m_busyUnitTime += m_busyUnits * elapsed;
        for (auto& service : m_services)
        {
            Advance(service.progress, elapsed);
        }
    }
    m_settled = Simulator::Now();
    if (IsStalled())
    {
        return;
    }
    m_waking = false;
    // Ends are scheduled at the nearest time step; what is left of a service then is less than one.
    const long double tolerance = 0.5001L * GetStepSeconds();
    for (auto service = m_services.begin(); service != m_services.end();)
    {
        if (service->progress.overheadLeft <= tolerance && m_capacity.bandwidth > 0)
        {
            service->progress.overheadLeft = 0; // its end may have had an event of its own
        }
        // Work that takes no time still ends by its own event, not inside the call that brought it.
        const bool begun = service->progress.rate > 0;
        if (!begun || GetTimeLeft(service->progress) > tolerance)
        {
            ++service;
            continue;
        }
        while (!service->jobs.empty())
        {
            EndJob(TakeOut(*service, 0), JobOutcome::COMPLETED, "");
        }
        service = m_services.erase(service);
    }
}

void
Processor::Advance(Progress& progress, long double elapsed)
{
    progress.cycles += progress.clock * elapsed;
    if (progress.rate <= 0)
    {
        return; // standing still: the energy is a transition's, not the job's
    }
    progress.energy += progress.power * elapsed;
    const long double overhead = std::min(elapsed, progress.overheadLeft);
    progress.overheadLeft -= overhead;
    const long double work = elapsed - overhead;
    if (work > 0)
    {
        progress.left = std::max(0.0L, progress.left - progress.rate * work);
    }
}

long double
Processor::GetTimeLeft(const Progress& progress)
{
    return progress.overheadLeft + progress.left / progress.rate;
}

void
Processor::Reconsider()
{
    NS_LOG_FUNCTION(this);
    if (m_started && !m_refreshing)
    {
        Settle();
        Refresh();
    }
}

void
Processor::HandleEvent()
{
    NS_LOG_FUNCTION(this);
    Settle();
    Refresh();
}

void
Processor::Refresh()
{
    m_refreshing = true;
    Dispatch();
    EnforceQueueLimit();
    if (m_services.empty())
    {
        if (m_busyUnits > 0)
        {
            m_idleSince = Simulator::Now();
        }
        m_asleep = m_powered && Simulator::Now() - m_idleSince >= m_sleepDelay;
    }
    if (m_powered)
    {
        UpdateClock();
    }
    UpdateRates();
    UpdatePower();
    UpdateEvents();
    m_refreshing = false;
    Publish();
    Flush();
}

void
Processor::UpdateClock()
{
    const double clock = m_points.AtLeast(m_governor->ChooseClock());
    if (clock == m_clockNow)
    {
        return;
    }
    NS_LOG_LOGIC("clock " << m_clockNow << " -> " << clock);
    const Time latency = m_governor->GetTransitionLatency();
    // The first clock of all is not a change.
    if (m_clockNow > 0 && latency.IsStrictlyPositive())
    {
        m_stallClock = std::max(IsStalled() ? m_stallClock : m_clockNow, clock);
        m_stallEnd = std::max(m_stallEnd, Simulator::Now() + latency);
    }
    m_clockNow = clock;
}

void
Processor::UpdateRates()
{
    const bool ownClocks = m_clockDomain == PER_JOB_CLOCK && m_governor->FollowsPlans();
    std::vector<ServiceLoad> loads;
    for (auto& service : m_services)
    {
        service.progress.clock =
            ownClocks && service.askedClock > 0 ? m_points.AtLeast(service.askedClock) : m_clockNow;
        ServiceLoad load;
        load.flop = service.flop;
        load.bytes = service.bytes;
        load.units = service.units;
        load.clock = service.progress.clock;
        load.moving = m_services.size() == 1 || service.progress.overheadLeft <= 0;
        loads.push_back(load);
    }
    const auto rates = ComputeServiceRates(loads, m_capacity);
    auto rate = rates.begin();
    for (auto& service : m_services)
    {
        service.progress.rate = IsStalled() ? 0 : *rate;
        ++rate;
    }
}

void
Processor::UpdatePower()
{
    m_powerNow.fill(0);
    m_busyUnits = 0;
    if (!m_powered)
    {
        return;
    }
    const double eta = m_usageEffectiveness;
    if (m_asleep)
    {
        m_powerNow[ENERGY_SLEEP] = eta * m_sleepPower;
        return;
    }
    uint64_t wanted = 0;
    for (const auto& service : m_services)
    {
        wanted += service.units;
    }
    const double share = GetUnitShare(wanted, m_capacity.units);
    const bool stalled = IsStalled();
    for (auto& service : m_services)
    {
        const double units = service.units * share;
        m_busyUnits += units;
        const double clock =
            stalled ? std::max(service.progress.clock, m_stallClock) : service.progress.clock;
        const double dynamic = eta * share * GetSpeedup(service.units, m_powerLaw.unitExponent) *
                               m_powerLaw.GetDynamic(m_points, clock);
        const double fixed = eta * units * m_powerLaw.GetStatic();
        service.progress.power = dynamic + fixed;
        if (stalled)
        {
            m_powerNow[ENERGY_TRANSITION] += m_waking ? 0 : service.progress.power;
        }
        else
        {
            m_powerNow[ENERGY_DYNAMIC] += dynamic;
            m_powerNow[ENERGY_STATIC] += fixed;
        }
    }
    if (stalled && m_waking)
    {
        m_powerNow[ENERGY_TRANSITION] = eta * m_capacity.units * m_idlePower;
        return;
    }
    m_powerNow[ENERGY_IDLE] = eta * std::max(0.0, m_capacity.units - m_busyUnits) * m_idlePower;
}

void
Processor::UpdateEvents()
{
    m_event.Cancel();
    m_sleepEvent.Cancel();
    if (!m_powered)
    {
        return;
    }
    Time delay;
    if (m_services.empty())
    {
        const Time left = m_sleepDelay - (Simulator::Now() - m_idleSince);
        if (!m_asleep && left < Time::Max() - Simulator::Now())
        {
            m_sleepEvent = Simulator::Schedule(left, &Processor::HandleEvent, this);
        }
        return;
    }
    if (IsStalled())
    {
        m_event = Simulator::Schedule(m_stallEnd - Simulator::Now(), &Processor::HandleEvent, this);
        return;
    }
    // The end of an overhead matters to the others only through the memory bandwidth they share.
    const bool overheadMatters = m_capacity.bandwidth > 0 && m_services.size() > 1;
    long double least = std::numeric_limits<long double>::infinity();
    for (const auto& service : m_services)
    {
        least = std::min(least,
                         overheadMatters && service.progress.overheadLeft > 0
                             ? service.progress.overheadLeft
                             : GetTimeLeft(service.progress));
    }
    if (StepsToTime(least / GetStepSeconds(), delay))
    {
        m_event = Simulator::Schedule(delay, &Processor::HandleEvent, this);
    }
}

void
Processor::Publish()
{
    // A traced value tells before it stores, so listeners that change something come back to here
    // first; repeat until the trace has the last word of the state.
    Tell(m_clockTrace, [this] { return m_clockNow; });
    Tell(m_queueTrace, [this] { return GetWaitingCount(); });
    Tell(m_utilizationTrace, [this] { return m_busyUnits / m_capacity.units; });
    Tell(m_powerTrace, [this] { return GetPower(); });
}

bool
Processor::IsStalled() const
{
    return Simulator::Now() < m_stallEnd;
}

double
Processor::GetStandstill() const
{
    return IsStalled() ? static_cast<double>(ToSeconds(m_stallEnd - Simulator::Now())) : 0;
}

long double
Processor::GetElapsed() const
{
    return m_started ? ToSeconds(Simulator::Now() - m_settled) : 0;
}

double
Processor::GetBusyUnitTime() const
{
    return static_cast<double>(m_busyUnitTime + m_busyUnits * GetElapsed());
}

double
Processor::GetPower() const
{
    long double power = 0;
    for (const long double part : m_powerNow)
    {
        power += part;
    }
    return static_cast<double>(power);
}

double
Processor::GetEnergy(EnergyCause cause) const
{
    return static_cast<double>(m_energy.at(cause) + m_powerNow.at(cause) * GetElapsed());
}

double
Processor::GetBusyEnergy() const
{
    return GetEnergy(ENERGY_DYNAMIC) + GetEnergy(ENERGY_STATIC);
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

double
Processor::GetBusyUnitPower(double clock) const
{
    return m_usageEffectiveness * (m_powerLaw.GetStatic() + m_powerLaw.GetDynamic(m_points, clock));
}

} // namespace edgeai
} // namespace ns3
