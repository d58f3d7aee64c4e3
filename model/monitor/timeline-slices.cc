/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "timeline-slices.h"

#include <cmath>
#include <functional>
#include <optional>
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
    return {slice.step != TimelineSlice::NO_STEP, slice.place, slice.kind};
}

/// @param [in] a slice  @param [in] b another  @returns their order
bool
IsBefore(const TimelineSlice& a, const TimelineSlice& b)
{
    const auto getOrder = [](const TimelineSlice& slice) {
        return std::make_tuple(slice.node,
                               GetLane(slice),
                               slice.start,
                               slice.end,
                               slice.id,
                               slice.step);
    };
    return getOrder(a) < getOrder(b);
}

} // namespace

std::string
GetLaneName(const TimelineSlice& slice, const std::vector<std::string>& names)
{
    switch (slice.kind)
    {
    case TimelineSlice::TASK:
        return "tasks";
    case TimelineSlice::PLAN:
        return "planning";
    case TimelineSlice::WAIT:
        return names.at(slice.place) + " queue";
    case TimelineSlice::STEP:
        break;
    }
    return names.at(slice.place);
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

TimelineSlices::TimelineSlices(const std::vector<std::string>& names)
    : m_names(names),
      m_slices(&IsBefore)
{
    for (const std::string& name : names)
    {
        m_places.emplace(name, m_places.size());
    }
}

void
TimelineSlices::Add(const TaskRecord& record, RecordSource::Place place)
{
    TimelineSlice slice;
    slice.record = place;
    slice.id = record.id;
    slice.node = record.node;
    const auto add = [&](TimelineSlice::Kind kind, double start, double end) {
        if (IsShowable(start) && IsShowable(end) && start <= end)
        {
            slice.kind = kind;
            slice.start = ToNanoseconds(start);
            slice.end = ToNanoseconds(end);
            m_slices.Add(slice);
        }
    };
    if (record.outcome != TaskOutcome::UNFINISHED)
    {
        add(TimelineSlice::TASK, record.generated, record.ended);
    }
    if (record.planWait > 0)
    {
        add(TimelineSlice::PLAN, record.generated, record.generated + record.planWait);
    }
    for (const StepRecord& step : record.steps)
    {
        slice.step = static_cast<uint32_t>(&step - record.steps.data());
        slice.place = m_places.at(step.planned.name);
        // Who does it may not be known: it is then shown where the task is.
        slice.node = step.planned.node == PlanStep::NO_NODE ? record.node : step.planned.node;
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

void
TimelineSlices::Drain(TimelineThreads& threads,
                      const std::function<void(const TimelineSlice&)>& take)
{
    using Busy = std::pair<int64_t, uint32_t>; // until when, which
    std::set<uint32_t> free;
    std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy;
    uint32_t first = 1; // thread number of the first lane of this kind
    uint32_t count = 0; // lanes of this kind
    std::optional<TimelineSlice> before;
    m_slices.Drain([&](TimelineSlice slice) {
        const bool sameNode = before && before->node == slice.node;
        if (!sameNode || GetLane(*before) != GetLane(slice))
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
                GetLaneName(slice, m_names) + (lane ? " " + std::to_string(lane + 1) : "");
        }
        else
        {
            lane = *free.begin();
            free.erase(free.begin());
        }
        slice.thread = first + lane;
        busy.push({slice.end, lane});
        before = slice;
        take(slice);
    });
}

} // namespace edgeai
} // namespace ns3
