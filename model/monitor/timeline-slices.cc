/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "timeline-slices.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <set>
#include <tuple>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] slice any  @returns what tells its lane from others of the node, in their order
std::tuple<bool, uint32_t, TimelineSlice::Kind>
GetLane(const TimelineSlice& slice)
{
    return {slice.step != nullptr, slice.place, slice.kind};
}

/// @param [in] records tasks  @returns every stretch of time known about them
std::vector<TimelineSlice>
CollectSlices(const std::vector<const TaskRecord*>& records)
{
    std::map<std::string, uint32_t> places;
    for (const std::string& name : ListStepNames(records))
    {
        places.emplace(name, places.size());
    }
    std::vector<TimelineSlice> slices;
    for (const TaskRecord* record : records)
    {
        TimelineSlice slice;
        slice.record = record;
        slice.node = record->node;
        const auto add = [&](TimelineSlice::Kind kind, double start, double end) {
            if (IsShowable(start) && IsShowable(end) && start <= end)
            {
                slice.kind = kind;
                slice.start = ToNanoseconds(start);
                slice.end = ToNanoseconds(end);
                slices.push_back(slice);
            }
        };
        if (record->outcome != TaskOutcome::UNFINISHED)
        {
            add(TimelineSlice::TASK, record->generated, record->ended);
        }
        if (record->planWait > 0)
        {
            add(TimelineSlice::PLAN, record->generated, record->generated + record->planWait);
        }
        for (const StepRecord& step : record->steps)
        {
            slice.step = &step;
            slice.place = places.at(step.planned.name);
            // Who does it may not be known: it is then shown where the task is.
            slice.node = step.planned.node == PlanStep::NO_NODE ? record->node : step.planned.node;
            if (step.started > step.queued)
            {
                add(TimelineSlice::WAIT, step.queued, step.started);
            }
            if (step.finished > step.started)
            {
                add(TimelineSlice::STEP, step.started, step.finished);
            }
        }
    }
    return slices;
}

} // namespace

std::string
GetLaneName(const TimelineSlice& slice)
{
    switch (slice.kind)
    {
    case TimelineSlice::TASK:
        return "tasks";
    case TimelineSlice::PLAN:
        return "planning";
    case TimelineSlice::WAIT:
        return slice.step->planned.name + " queue";
    case TimelineSlice::STEP:
        break;
    }
    return slice.step->planned.name;
}

bool
IsShowable(double seconds)
{
    return seconds >= 0 && seconds < 9e9; // what int64_t holds in nanoseconds
}

int64_t
ToNanoseconds(double seconds)
{
    return std::llround(seconds * 1e9);
}

std::vector<TimelineSlice>
MakeSlices(const std::vector<const TaskRecord*>& records, TimelineThreads& threads)
{
    std::vector<TimelineSlice> slices = CollectSlices(records);
    const auto getOrder = [](const TimelineSlice& slice) {
        return std::make_tuple(slice.node,
                               GetLane(slice),
                               slice.start,
                               slice.end,
                               slice.record->id,
                               slice.step ? slice.step - slice.record->steps.data() : 0);
    };
    std::sort(slices.begin(),
              slices.end(),
              [&getOrder](const TimelineSlice& a, const TimelineSlice& b) {
                  return getOrder(a) < getOrder(b);
              });
    using Busy = std::pair<int64_t, uint32_t>; // until when, which
    std::set<uint32_t> free;
    std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy;
    uint32_t first = 1; // thread number of the first lane of this kind
    uint32_t count = 0; // lanes of this kind
    for (std::size_t i = 0; i < slices.size(); ++i)
    {
        TimelineSlice& slice = slices[i];
        const bool sameNode = i && slices[i - 1].node == slice.node;
        if (!sameNode || GetLane(slices[i - 1]) != GetLane(slice))
        {
            first = sameNode ? first + count : 1;
            count = 0;
            free.clear();
            busy = {};
        }
        for (; !busy.empty() && busy.top().first <= slice.start; busy.pop())
        {
            free.insert(busy.top().second);
        }
        uint32_t lane = count;
        if (free.empty())
        {
            ++count;
            threads[{slice.node, first + lane}] =
                GetLaneName(slice) + (lane ? " " + std::to_string(lane + 1) : "");
        }
        else
        {
            lane = *free.begin();
            free.erase(free.begin());
        }
        slice.thread = first + lane;
        busy.push({slice.end, lane});
    }
    return slices;
}

} // namespace edgeai
} // namespace ns3
