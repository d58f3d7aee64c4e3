/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "unit-state.h"

#include "time-steps.h"

#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

UnitState::UnitState()
{
    Begin();
}

void
UnitState::Begin()
{
    m_standstillEnd = Simulator::Now();
    m_idleSince = m_standstillEnd;
}

void
UnitState::SetPowered(bool powered)
{
    m_powered = powered;
    m_asleep = false;
    m_idleSince = Simulator::Now();
}

void
UnitState::CutOff()
{
    m_powered = false;
}

void
UnitState::NoteIdle()
{
    m_idleSince = Simulator::Now();
}

void
UnitState::UpdateSleep(Time delay)
{
    m_asleep = m_powered && Simulator::Now() - m_idleSince >= delay;
}

void
UnitState::Wake(Time latency)
{
    if (m_asleep)
    {
        m_asleep = false;
        m_waking = latency.IsStrictlyPositive();
        m_standstillEnd = std::max(m_standstillEnd, AddWait(Simulator::Now(), latency));
    }
}

void
UnitState::SetClock(double clock, Time latency)
{
    if (m_clock > 0 && latency.IsStrictlyPositive())
    {
        m_transitionClock = std::max(IsStandingStill() ? m_transitionClock : m_clock, clock);
        m_standstillEnd = std::max(m_standstillEnd, AddWait(Simulator::Now(), latency));
    }
    m_clock = clock;
}

void
UnitState::UpdateStandstill()
{
    if (!IsStandingStill())
    {
        m_waking = false;
    }
}

bool
UnitState::IsPowered() const
{
    return m_powered;
}

bool
UnitState::IsAsleep() const
{
    return m_asleep;
}

bool
UnitState::IsWaking() const
{
    return m_waking;
}

bool
UnitState::IsStandingStill() const
{
    return Simulator::Now() < m_standstillEnd;
}

Time
UnitState::GetStandstill() const
{
    return std::max(m_standstillEnd - Simulator::Now(), Seconds(0));
}

Time
UnitState::GetTimeToSleep(Time delay) const
{
    return delay - (Simulator::Now() - m_idleSince);
}

double
UnitState::GetClock() const
{
    return m_clock;
}

double
UnitState::GetTransitionClock() const
{
    return m_transitionClock;
}

} // namespace edgeai
} // namespace ns3
