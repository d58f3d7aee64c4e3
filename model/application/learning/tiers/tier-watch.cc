/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-watch.h"

#include "compute/time-steps.h"
#include "short-number.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

void
TierWatch::Wait(const std::string& whom,
                const std::string& who,
                Time patience,
                std::function<void(const std::string&)> say)
{
    if (std::exchange(m_waiting, true))
    {
        return;
    }
    m_whom = whom;
    m_who = who;
    m_say = std::move(say);
    m_since = Simulator::Now();
    m_said = false;
    m_event = ScheduleCall(LimitWait(patience), [this] {
        m_said = true;
        m_say(m_whom + " is not there, and " + m_who + " waits for it since " +
              WriteShort(m_since.GetSeconds()) +
              " s: it has not started, was stopped or has no energy, or no route leads to it");
    });
}

void
TierWatch::End()
{
    if (std::exchange(m_waiting, false) && m_said)
    {
        m_say(m_whom + " is there from " + WriteShort(Simulator::Now().GetSeconds()) + " s on; " +
              m_who + " had waited for it since " + WriteShort(m_since.GetSeconds()) + " s");
    }
    m_event.Cancel();
}

void
TierWatch::Stop()
{
    m_waiting = false;
    m_event.Cancel();
}

} // namespace edgeai
} // namespace ns3
