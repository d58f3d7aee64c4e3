/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIMELINE_H
#define EDGE_AI_TIMELINE_H

#include "task-record.h"

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Details of an instant, shown when it is selected.
using TimelineArguments = std::map<std::string, std::string>;

/// @ingroup edge-ai
/// A mark or a point of a curve that is not part of a task.
struct TimelineEvent
{
    uint32_t node{0};
    std::string name;
    double when{0}; ///< [s]
    bool counter{false};
    double value{0};             ///< counters only
    TimelineArguments arguments; ///< instants only
};

/// @ingroup edge-ai
/// What a timeline shows.
struct TimelineInput
{
    std::vector<const TaskRecord*> records;            ///< ascending in id
    const std::vector<TimelineEvent>* events{nullptr}; ///< may be null
    std::map<uint32_t, std::string> nodeNames;         ///< names other than "node ID"
    std::map<std::string, std::string> information;    ///< about the run
};

/**
 * @ingroup edge-ai
 * Write a timeline in the JSON form of the Chrome trace-event format, which Perfetto
 * (ui.perfetto.dev) and chrome://tracing open. A process is a node (numbered one above the node's
 * id); its threads are the stages (whole tasks, waits, device, uplink, server, downlink, and
 * the stages and links of a pipeline). Slices of
 * one thread never overlap: tasks that are in the same stage at once are spread over numbered
 * lanes. Events are ascending in time; instants are whole nanoseconds written in microseconds.
 * @param [in] input what to show
 * @param [in,out] os where to write
 */
void WriteTimeline(const TimelineInput& input, std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIMELINE_H
