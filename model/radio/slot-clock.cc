/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "slot-clock.h"

#include "broadband-phy.h"
#include "radio-slot.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiSlotClock");

SlotClock::SlotClock(RadioSlot& slot, std::function<void()> sent)
    : m_slot(slot),
      m_sent(std::move(sent))
{
}

void
SlotClock::Stop()
{
    m_tick.Cancel();
}

void
SlotClock::SetDuration(Time duration)
{
    m_duration = duration;
}

uint64_t
SlotClock::GetSlot() const
{
    // At a boundary everybody asks, many times.
    return m_calling ? m_ticked : Simulator::Now().GetTimeStep() / m_duration.GetTimeStep();
}

void
SlotClock::Wake(const BroadbandPhy& base)
{
    NS_LOG_FUNCTION(this << base.GetId());
    RadioCell& cell = m_slot.GetCell(base);
    const uint64_t slot = GetSlot();
    const bool boundary = Simulator::Now().GetTimeStep() % m_duration.GetTimeStep() == 0;
    // The slot that begins now is still open until the slot users have been called for it.
    const bool open = boundary && cell.started != slot + 1 && (m_ticked != slot || m_calling);
    cell.next = std::min(cell.next, open ? slot : slot + 1);
    if (!m_calling)
    {
        Schedule();
    }
}

void
SlotClock::Schedule()
{
    uint64_t wanted = NEVER;
    for (const auto& cell : m_slot.GetCells())
    {
        wanted = std::min(wanted, cell->next);
        if (!cell->sent[UPLINK].empty() || !cell->sent[DOWNLINK].empty())
        {
            wanted = std::min(wanted, m_ticked + 1);
        }
    }
    if (IsPending(m_tick) && m_tickSlot == wanted)
    {
        return;
    }
    m_tick.Cancel();
    m_tickSlot = wanted;
    if (wanted != NEVER)
    {
        const Time at = TimeStep(wanted * m_duration.GetTimeStep());
        m_tick = Simulator::Schedule(at - Simulator::Now(), &SlotClock::Tick, this);
    }
}

void
SlotClock::Tick()
{
    const uint64_t slot = m_tickSlot;
    NS_LOG_FUNCTION(this << slot);
    m_ticked = slot;
    m_calling = true;
    const Time now = Simulator::Now();
    m_slot.Finish(now - m_duration, now);
    m_starting = true;
    Start(slot);
    m_starting = false;
    m_calling = false;
    m_sent();
    Schedule();
}

void
SlotClock::Start(uint64_t slot)
{
    // A slot user may wake another cell, so go round until nobody is left.
    for (bool called = true; called;)
    {
        called = false;
        for (std::size_t c = 0; c < m_slot.GetCells().size(); ++c)
        {
            RadioCell& cell = *m_slot.GetCells()[c];
            if (cell.next > slot || cell.started == slot + 1)
            {
                continue;
            }
            called = true;
            cell.started = slot + 1;
            cell.next = NEVER;
            if (BroadbandSlotUser* user = cell.base->GetSlotUser())
            {
                const uint64_t next = user->StartSlot(slot);
                NS_ABORT_MSG_IF(next <= slot,
                                "BroadbandSlotUser::StartSlot(" << slot << ") asked for slot "
                                                                << next << ", which has begun");
                cell.next = std::min(cell.next, next);
            }
        }
    }
}

} // namespace edgeai
} // namespace ns3
