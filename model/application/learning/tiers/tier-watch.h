/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_WATCH_H
#define EDGE_AI_TIER_WATCH_H

#include "ns3/event-id.h"
#include "ns3/nstime.h"

#include <functional>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Waits for somebody without whom nothing goes on, and says so when that takes long: a run in which
 * he never comes has no record that could. When he comes after all, that is said, too.
 */
class TierWatch
{
  public:
    /**
     * He is not there, and somebody waits; nothing happens if that is known.
     * @param [in] whom in words, e.g. "server 0"  @param [in] who waits, in words, e.g. "server 2"
     * @param [in] patience how long that may take, before it is said
     * @param [in] say is told the sentences
     */
    void Wait(const std::string& whom,
              const std::string& who,
              Time patience,
              std::function<void(const std::string&)> say);
    /// He is there.
    void End();
    /// Nobody waits any more.
    void Stop();

  private:
    std::string m_whom;
    std::string m_who;
    std::function<void(const std::string&)> m_say;
    Time m_since;
    bool m_waiting{false};
    bool m_said{false};
    EventId m_event;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_WATCH_H
