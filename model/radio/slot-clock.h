/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SLOT_CLOCK_H
#define EDGE_AI_SLOT_CLOCK_H

#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <limits>

namespace ns3
{
namespace edgeai
{

class BroadbandPhy;
class RadioSlot;

/**
 * @ingroup edge-ai
 * The clock all cells of a medium run by: one event per slot boundary that somebody wants, none
 * while nobody does. At a boundary the slot that ends is finished, then the base stations that
 * asked for the one that begins are called (BroadbandSlotUser), then what they sent is heard.
 */
class SlotClock
{
  public:
    /// No further slot wanted.
    static constexpr uint64_t NEVER = std::numeric_limits<uint64_t>::max();

    /**
     * @param [in] slot what is on the air
     * @param [in] sent called when all cells have sent
     */
    SlotClock(RadioSlot& slot, std::function<void()> sent);

    /// No more events.
    void Stop();

    /**
     * @param [in] duration duration of a slot
     */
    void SetDuration(Time duration);

    /**
     * @returns duration of a slot
     */
    Time GetDuration() const
    {
        return m_duration;
    }

    /**
     * @returns number of the slot that is running now (the one that starts now, at a boundary)
     */
    uint64_t GetSlot() const;

    /**
     * @param [in] base base station that wants to be called from the next boundary on; at a
     * boundary whose slot has not begun for its cell, now
     */
    void Wake(const BroadbandPhy& base);

    /**
     * @returns whether base stations are being called, that is, blocks may be sent
     */
    bool IsStarting() const
    {
        return m_starting;
    }

    /**
     * @returns whether the slot that is running had an event at its start
     */
    bool HasTicked() const
    {
        return m_ticked == GetSlot();
    }

  private:
    /// The event.
    void Tick();

    /**
     * Call the base stations that want a slot.
     * @param [in] slot its number
     */
    void Start(uint64_t slot);

    /// Schedule the next tick, if anybody wants one.
    void Schedule();

    RadioSlot& m_slot;            ///< what is on the air
    std::function<void()> m_sent; ///< called when all cells have sent
    Time m_duration;              ///< of a slot
    EventId m_tick;               ///< the next slot boundary somebody wants
    uint64_t m_tickSlot{NEVER};   ///< slot of m_tick
    uint64_t m_ticked{NEVER};     ///< slot of the last tick done or under way
    bool m_calling{false};        ///< whether a tick is under way and slots are open
    bool m_starting{false};       ///< whether slot users are being called
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SLOT_CLOCK_H
