/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_UNIT_STATE_H
#define EDGE_AI_UNIT_STATE_H

#include "ns3/nstime.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What the units of a processor are doing apart from jobs: their clock, standing still for a change
 * of clock or for waking up, asleep, or without power.
 */
class UnitState
{
  public:
    /// Instants are counted from now on.
    UnitState();

    /// The units are idle from now on, and stand still no longer.
    void Begin();
    /**
     * Switch the supply; the units are awake and idle from now on.
     * @param [in] powered whether there is power
     */
    void SetPowered(bool powered);
    /// There is no power from now on; nothing else changes.
    void CutOff();
    /// The last service has ended.
    void NoteIdle();
    /// Fall asleep if it is time. @param [in] delay idle time before sleep
    void UpdateSleep(Time delay);
    /**
     * Be awake for a service.
     * @param [in] latency standstill if the units were asleep
     */
    void Wake(Time latency);
    /**
     * @param [in] clock from now on [cycle/s]
     * @param [in] latency standstill if that is a change; the first clock of all is none
     */
    void SetClock(double clock, Time latency);
    /// Forget about a standstill that is over.
    void UpdateStandstill();

    /// @returns whether there is power
    bool IsPowered() const;
    /// @returns whether the units are asleep
    bool IsAsleep() const;
    /// @returns whether the standstill is a waking up
    bool IsWaking() const;
    /// @returns whether the units stand still now
    bool IsStandingStill() const;
    /// @returns how long the units will still stand still
    Time GetStandstill() const;
    /// @param [in] delay idle time before sleep  @returns how long it still is to sleep
    Time GetTimeToSleep(Time delay) const;
    /// @returns current clock [cycle/s]; 0: none was chosen yet
    double GetClock() const;
    /// @returns larger clock of the transition [cycle/s]
    double GetTransitionClock() const;

  private:
    bool m_powered{true};        //!< supply
    bool m_asleep{false};        //!< sleep state
    bool m_waking{false};        //!< the standstill is a waking up
    double m_clock{0};           //!< [cycle/s]
    double m_transitionClock{0}; //!< larger clock of the transition [cycle/s]
    Time m_standstillEnd;        //!< end of the standstill
    Time m_idleSince;            //!< since when nothing is served
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_UNIT_STATE_H
