/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIME_STEPS_H
#define EDGE_AI_TIME_STEPS_H

#include "ns3/nstime.h"
#include "ns3/simulator.h"

#include <cmath>
#include <cstdint>

namespace ns3
{
namespace edgeai
{

/**
 * @file
 * @ingroup edge-ai
 * Seconds and time steps of the simulator, to the last digit. Time::GetSeconds() goes through a
 * fixed-point number with 64 bits after the point, which is 4e-11 off for one nanosecond.
 */

/// @returns one time step of the simulator [s]
inline long double
GetStepSeconds()
{
    return 1.0L / static_cast<long double>(Seconds(1).GetTimeStep());
}

/// @param [in] time a duration  @returns the same [s]
inline long double
ToSeconds(Time time)
{
    return static_cast<long double>(time.GetTimeStep()) /
           static_cast<long double>(Seconds(1).GetTimeStep());
}

/**
 * @param [in] steps duration in time steps, >= 0, may be infinite
 * @param [out] time the nearest whole number of time steps
 * @returns whether the simulator can wait that long from now
 */
inline bool
StepsToTime(long double steps, Time& time)
{
    const long double whole = std::round(steps);
    if (!(whole < static_cast<long double>((Time::Max() - Simulator::Now()).GetTimeStep())))
    {
        return false;
    }
    time = TimeStep(static_cast<uint64_t>(whole));
    return true;
}

/**
 * Seconds() of a number too large for Time wraps to anything.
 * @param [in] seconds a duration [s], >= 0, may be infinite
 * @returns the same as Time; Time::Max() if it is longer
 */
inline Time
ToTime(double seconds)
{
    return seconds < Time::Max().GetSeconds() ? Seconds(seconds) : Time::Max();
}

/**
 * What is scheduled behind the simulator's last instant would wrap to its first.
 * @param [in] wait a duration, >= 0
 * @returns the same, or what is left of the simulator's time if that is shorter
 */
inline Time
LimitWait(Time wait)
{
    return Min(wait, Time::Max() - Simulator::Now());
}

/**
 * What comes behind a wait that has no end would wrap to the past.
 * @param [in] from an instant or a duration, >= 0  @param [in] wait a duration, >= 0
 * @returns their sum; Time::Max() if it is longer
 */
inline Time
AddWait(Time from, Time wait)
{
    return from + Min(wait, Time::Max() - from);
}

/**
 * Likewise of a wait that is as long as several.
 * @param [in] wait a duration, >= 0  @param [in] times how many
 * @returns all of them one after the other; Time::Max() if that is longer
 */
inline Time
RepeatWait(Time wait, uint64_t times)
{
    const auto steps = static_cast<uint64_t>(wait.GetTimeStep());
    const auto most = static_cast<uint64_t>(Time::Max().GetTimeStep());
    return steps > 0 && times > most / steps ? Time::Max() : TimeStep(steps * times);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIME_STEPS_H
