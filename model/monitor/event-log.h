/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EVENT_LOG_H
#define EDGE_AI_EVENT_LOG_H

#include "spool-file.h"
#include "timeline-event.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Marks and points of curves in the order they were told: in memory as long as they are few, then
/// in a temporary file.
class EventLog
{
  public:
    /// Told about an event and its place.
    using Visitor = std::function<void(const TimelineEvent& event, uint64_t place)>;

    /// @param [in] event one more
    void Add(TimelineEvent event);

    /**
     * Bring events to the file if more are in memory than may be. If that fails they stay, and so
     * do all later ones.
     * @param [in] limit events in memory at most
     * @returns "", or the reason in words, the first time that it fails
     */
    std::string Relieve(uint64_t limit);

    /// @param [in] visitor is told about each, in the order they were added
    /// @throws std::runtime_error if the file cannot be read
    void Visit(const Visitor& visitor) const;

    /// @param [in] place of an event, by Visit(), with none added since  @returns the event
    /// @throws std::runtime_error if the file cannot be read
    TimelineEvent Get(uint64_t place) const;

    /// @returns how many are in memory
    uint64_t GetHeld() const;

  private:
    /// @param [in] at where an event is in the file [B]  @param [out] next where the next is [B]
    /// @returns it
    TimelineEvent Read(uint64_t at, uint64_t& next) const;

    std::vector<TimelineEvent> m_events; ///< behind those in the file
    std::unique_ptr<SpoolFile> m_file;   ///< there once something was written
    bool m_failed{false};                ///< there is no room for more
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EVENT_LOG_H
