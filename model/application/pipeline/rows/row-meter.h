/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROW_METER_H
#define EDGE_AI_ROW_METER_H

#include "compute/time-steps.h"
#include "row-body.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <map>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a node measures: the goodput of its links from others, and its own speed.
class RowMeter
{
  public:
    /// @param [in] least payload below which a message tells nothing of its link's rate [B]
    void SetLeast(double least)
    {
        m_least = least;
    }

    /**
     * A message has come.
     * @param [in] from its sender  @param [in] sent instant it was handed over [s]
     * @param [in] bytes its payload [B]  @param [in] now instant
     * @returns since when the link was busy with it: not before the one before had come
     */
    Time Arrive(uint32_t from, double sent, uint64_t bytes, Time now)
    {
        Link& link = m_links[from];
        // An instant in seconds may be a nanosecond off.
        const Time started = Min(now, Max(ToTime(sent), link.lastArrival));
        link.lastArrival = now;
        if (bytes >= m_least && now > started)
        {
            link.bits += 8.0 * bytes;
            link.time += (now - started).GetSeconds();
        }
        return started;
    }

    /// A computation ended. @param [in] flop its work  @param [in] time it took besides the fixed
    /// time of an operation [s]
    void AddWork(double flop, double time)
    {
        if (flop > 0 && time > 0)
        {
            m_flop += flop;
            m_time += time;
        }
    }

    /// @param [in,out] status gets what was measured since it was asked last
    void Take(RowStatusBody& status)
    {
        if (m_time > 0)
        {
            status.measuredFlops = m_flop / m_time;
            m_flop = m_time = 0;
        }
        for (auto& [peer, link] : m_links)
        {
            if (link.time > 0)
            {
                status.links.push_back({peer, link.bits / link.time});
                link.bits = link.time = 0;
            }
        }
    }

  private:
    /// Of the messages of one sender.
    struct Link
    {
        double bits{0};   ///< [bit]
        double time{0};   ///< [s]
        Time lastArrival; ///< of any message
    };

    double m_least{0};                ///< see SetLeast()
    std::map<uint32_t, Link> m_links; ///< by sender
    double m_flop{0};                 ///< of ended computations [FLOP]
    double m_time{0};                 ///< they took [s]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROW_METER_H
