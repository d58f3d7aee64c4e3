/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIMELINE_EVENT_H
#define EDGE_AI_TIMELINE_EVENT_H

#include <cstdint>
#include <map>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A mark or a point of a curve that is not part of a task.
struct TimelineEvent
{
    uint32_t node{0};
    std::string name;
    double when{0}; ///< [s]
    bool counter{false};
    double value{0};                              ///< counters only
    std::map<std::string, std::string> arguments; ///< instants only
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIMELINE_EVENT_H
