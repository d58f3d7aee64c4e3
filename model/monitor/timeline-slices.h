/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIMELINE_SLICES_H
#define EDGE_AI_TIMELINE_SLICES_H

#include "task-record.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A stretch of time on a thread of the timeline.
struct TimelineSlice
{
    /// What is shown.
    enum Kind : uint8_t
    {
        TASK, ///< a task from generation to end
        PLAN, ///< it has no plan yet
        WAIT, ///< a step waits
        STEP, ///< a step is under way
    };

    int64_t start{0};                  ///< [ns]
    int64_t end{0};                    ///< [ns]
    uint32_t node{0};                  ///< ns-3 id
    Kind kind{TASK};                   ///< what it is
    uint32_t place{0};                 ///< of a step's name among all names
    const TaskRecord* record{nullptr}; ///< whose it is
    const StepRecord* step{nullptr};   ///< of WAIT and STEP
    uint32_t thread{0};                ///< number within the node, from 1
};

/// Threads of the nodes: (node, thread number) to name.
using TimelineThreads = std::map<std::pair<uint32_t, uint32_t>, std::string>;

/// @param [in] slice any  @returns what kind of thread it is on: "tasks", "uplink queue", "uplink"
std::string GetLaneName(const TimelineSlice& slice);

/// @param [in] seconds an instant  @returns true if it can be shown
bool IsShowable(double seconds);

/// @param [in] seconds an instant that can be shown  @returns it in whole nanoseconds
int64_t ToNanoseconds(double seconds);

/**
 * Steps that took no time are left out: nothing ran. Slices get threads such that those of one
 * thread do not overlap: in order of their starts, the lowest-numbered lane that is free.
 * @param [in] records tasks, ascending in id; must outlive the slices
 * @param [out] threads gets the names of the threads
 * @returns every stretch of time known about them, by node, lane and start. O(n log n).
 */
std::vector<TimelineSlice> MakeSlices(const std::vector<const TaskRecord*>& records,
                                      TimelineThreads& threads);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIMELINE_SLICES_H
