/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIMELINE_SLICES_H
#define EDGE_AI_TIMELINE_SLICES_H

#include "spill-sorter.h"
#include "task-record.h"

#include <cstdint>
#include <functional>
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

    static constexpr uint32_t NO_STEP = UINT32_MAX; ///< it is not about a step

    int64_t start{0};              ///< [ns]
    int64_t end{0};                ///< [ns]
    RecordSource::Place record{0}; ///< of the task
    uint64_t id{0};                ///< of the task
    uint32_t step{NO_STEP};        ///< its number among the task's steps, of WAIT and STEP
    uint32_t place{0};             ///< of the step's name among all names
    uint32_t node{0};              ///< ns-3 id
    uint32_t thread{0};            ///< number within the node, from 1
    Kind kind{TASK};               ///< what it is
};

/// Threads of the nodes: (node, thread number) to name.
using TimelineThreads = std::map<std::pair<uint32_t, uint32_t>, std::string>;

/// @param [in] slice any  @param [in] names of all steps
/// @returns what kind of thread it is on: "tasks", "uplink queue", "uplink"
std::string GetLaneName(const TimelineSlice& slice, const std::vector<std::string>& names);

/// @param [in] seconds an instant  @returns true if it can be shown
bool IsShowable(double seconds);

/// @param [in] seconds an instant that can be shown  @returns it in whole nanoseconds
int64_t ToNanoseconds(double seconds);

/// Every stretch of time that is known about tasks. Steps that took no time are left out: nothing
/// ran. Of many tasks the stretches are sorted in a temporary file.
class TimelineSlices
{
  public:
    /// @param [in] names of the steps of all tasks, in order; must outlive this
    explicit TimelineSlices(const std::vector<std::string>& names);

    /// @param [in] record a task  @param [in] place of it
    /// @throws std::runtime_error if a temporary file cannot be written
    void Add(const TaskRecord& record, RecordSource::Place place);

    /**
     * Call once, after all tasks were added. Slices get threads such that those of one thread do
     * not overlap: in order of their starts, the lowest-numbered lane that is free. O(n log n).
     * @param [out] threads gets the names of the threads
     * @param [in] take gets every slice, by node, lane and start
     * @throws std::runtime_error if a temporary file cannot be written or read
     */
    void Drain(TimelineThreads& threads, const std::function<void(const TimelineSlice&)>& take);

  private:
    const std::vector<std::string>& m_names;
    std::map<std::string, uint32_t> m_places; ///< of the names
    SpillSorter<TimelineSlice> m_slices;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIMELINE_SLICES_H
