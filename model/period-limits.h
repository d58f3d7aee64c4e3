/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PERIOD_LIMITS_H
#define EDGE_AI_PERIOD_LIMITS_H

#include "ns3/attribute.h"
#include "ns3/nstime.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Least values of what is done again and again for as long as a simulation runs. Below them a
 * second of simulated time takes longer than anybody waits, with nothing wrong to be seen.
 */
struct PeriodLimits
{
    /// @returns least time between two plans that nobody asked for: a planner may take longer
    static Time Plan()
    {
        return MilliSeconds(1);
    }

    /// @returns least time between two reports, or between two attempts at a connection
    static Time Message()
    {
        return MicroSeconds(100);
    }

    /// @returns least time between two tasks of a client
    static Time Task()
    {
        return MicroSeconds(1);
    }

    /// @returns highest rate of a client's tasks [1/s]
    static double TaskRate()
    {
        return 1 / Task().GetSeconds();
    }

    /// @returns least duration of a slot of the radio
    static Time Slot()
    {
        return MicroSeconds(1);
    }
};

/**
 * @ingroup edge-ai
 * @param [in] least shortest period
 * @returns checker of an attribute made by TimeValue() that takes 0, which means never, and what is
 * not below the least
 */
Ptr<const AttributeChecker> MakeOptionalPeriodChecker(Time least);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PERIOD_LIMITS_H
