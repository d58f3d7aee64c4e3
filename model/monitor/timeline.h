/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIMELINE_H
#define EDGE_AI_TIMELINE_H

#include "event-log.h"
#include "task-record.h"

#include <cstdint>
#include <map>
#include <ostream>
#include <string>

namespace ns3
{
namespace edgeai
{

/// What a timeline shows.
struct TimelineInput
{
    const RecordSource& records;
    const EventLog& events;
    std::map<uint32_t, std::string> nodeNames;      ///< names other than "node ID"
    std::map<std::string, std::string> information; ///< about the run
};

/**
 * Write a timeline in the JSON form of the Chrome trace-event format, which Perfetto
 * (ui.perfetto.dev) and chrome://tracing open. A process is a node (numbered one above the node's
 * id); its threads are the whole tasks, the time without a plan, and each step with the wait before
 * it, at the node that computes or sends. Slices of one thread never overlap: tasks that are in the
 * same step at once are spread over numbered lanes. Events are ascending in time; instants are
 * whole nanoseconds written in microseconds.
 * Of many tasks what is shown is sorted in temporary files.
 * @param [in] input what to show
 * @param [in,out] os where to write
 * @throws std::runtime_error if a temporary file cannot be written or read
 */
void WriteTimeline(const TimelineInput& input, std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIMELINE_H
