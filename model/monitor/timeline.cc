/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "timeline.h"

#include "csv-format.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <queue>
#include <set>
#include <tuple>

namespace ns3
{
namespace edgeai
{

namespace
{

/// What is shown on a thread of its own, in the order of the threads.
enum Lane
{
    TASKS,
    PLANNING,
    DEVICE_QUEUE,
    DEVICE,
    UPLINK_QUEUE,
    UPLINK,
    SERVER_QUEUE,
    SERVER,
    DOWNLINK,
    STAGE_QUEUE,
    STAGE,
    LINK_QUEUE,
    LINK,
};

/// Names of the threads.
constexpr const char* LANE_NAMES[] = {"tasks",
                                      "planning",
                                      "device queue",
                                      "device",
                                      "uplink queue",
                                      "uplink",
                                      "server queue",
                                      "server",
                                      "downlink",
                                      "stage queue",
                                      "stage",
                                      "link queue",
                                      "link"};

/// A stretch of time on a thread.
struct Slice
{
    int64_t start; ///< [ns]
    int64_t end;   ///< [ns]
    uint32_t node;
    Lane lane;
    const TaskRecord* record;
    uint32_t thread;      ///< number within the node, from 1
    const HopRecord* hop; ///< of a pipeline, else null
};

/// A line of the file, by when and what.
struct Entry
{
    int64_t when; ///< [ns]

    enum Kind
    {
        SLICE,
        OUTCOME, ///< mark where a task was dropped or generated without ever ending
        EVENT,
    } kind;

    size_t index; ///< slice, or event
};

/// Threads of the nodes: (node, thread number) to name.
using Threads = std::map<std::pair<uint32_t, uint32_t>, std::string>;

/// @param [in] text any bytes  @returns it as a JSON string; what is not UTF-8 is replaced
std::string
Quote(const std::string& text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// @param [in] value a number  @returns it in JSON, which knows neither NaN nor infinity
std::string
Number(double value)
{
    return std::isfinite(value) ? FormatNumber(value) : "null";
}

/// @param [in] nanoseconds a time  @returns it in microseconds, exactly
std::string
Microseconds(int64_t nanoseconds)
{
    char buffer[32];
    std::snprintf(buffer,
                  sizeof(buffer),
                  "%lld.%03lld",
                  static_cast<long long>(nanoseconds / 1000),
                  static_cast<long long>(nanoseconds % 1000));
    return buffer;
}

/// @param [in] seconds an instant  @returns true if it can be shown
bool
IsShowable(double seconds)
{
    return seconds >= 0 && seconds < 9e9; // what int64_t holds in nanoseconds
}

/// @param [in] seconds an instant that can be shown  @returns it in whole nanoseconds
int64_t
ToNanoseconds(double seconds)
{
    return std::llround(seconds * 1e9);
}

/// @param [in] records tasks  @returns every stretch of time known about them
std::vector<Slice>
CollectSlices(const std::vector<const TaskRecord*>& records)
{
    std::vector<Slice> slices;
    for (const TaskRecord* r : records)
    {
        const HopRecord* hop = nullptr;
        const auto add = [&](uint32_t node, Lane lane, double start, double end) {
            if (IsShowable(start) && IsShowable(end) && start <= end)
            {
                slices.push_back({ToNanoseconds(start), ToNanoseconds(end), node, lane, r, 0, hop});
            }
        };
        const auto addWait = [&](uint32_t node, Lane lane, double wait, double end) {
            if (wait > 0)
            {
                add(node, lane, std::max(end - wait, 0.0), end);
            }
        };
        const uint32_t server = r->serverNode == TaskRecord::NO_NODE ? r->node : r->serverNode;
        if (r->outcome != TaskOutcome::UNFINISHED)
        {
            add(r->node, TASKS, r->generated, r->ended);
        }
        addWait(r->node, PLANNING, r->planWait, r->generated + r->planWait);
        addWait(r->node, DEVICE_QUEUE, r->deviceWait, r->deviceSpan.start);
        add(r->node, DEVICE, r->deviceSpan.start, r->deviceSpan.end);
        addWait(r->node, UPLINK_QUEUE, r->uplinkWait, r->uplinkSpan.start);
        add(r->node, UPLINK, r->uplinkSpan.start, r->uplinkSpan.end);
        addWait(server, SERVER_QUEUE, r->serverWait, r->serverSpan.start);
        add(server, SERVER, r->serverSpan.start, r->serverSpan.end);
        add(r->node, DOWNLINK, r->downlinkSpan.start, r->downlinkSpan.end);
        for (const HopRecord& each : r->hops)
        {
            hop = &each;
            addWait(hop->node,
                    hop->link ? LINK_QUEUE : STAGE_QUEUE,
                    hop->started - hop->queued,
                    hop->started);
            add(hop->node, hop->link ? LINK : STAGE, hop->started, hop->finished);
        }
    }
    return slices;
}

/**
 * Give every slice a thread such that slices of a thread do not overlap: in order of their starts,
 * the lowest-numbered lane that is free. O(n log n).
 * @param [in,out] slices sorted by node, lane, start on return
 * @returns the threads
 */
Threads
AssignThreads(std::vector<Slice>& slices)
{
    std::sort(slices.begin(), slices.end(), [](const Slice& a, const Slice& b) {
        return std::tie(a.node, a.lane, a.start, a.end, a.record->id) <
               std::tie(b.node, b.lane, b.start, b.end, b.record->id);
    });
    using Busy = std::pair<int64_t, uint32_t>; // until when, which
    Threads threads;
    std::set<uint32_t> free;
    std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy;
    uint32_t first = 1; // thread number of the first lane of this kind
    uint32_t count = 0; // lanes of this kind
    for (size_t i = 0; i < slices.size(); ++i)
    {
        Slice& slice = slices[i];
        const bool sameNode = i && slices[i - 1].node == slice.node;
        if (!sameNode || slices[i - 1].lane != slice.lane)
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
                LANE_NAMES[slice.lane] + (lane ? " " + std::to_string(lane + 1) : "");
        }
        else
        {
            lane = *free.begin();
            free.erase(free.begin());
        }
        slice.thread = first + lane;
        busy.push({slice.end, lane});
    }
    return threads;
}

/// @param [in] slice of a stage  @param [in] planned or else realised  @returns the stage's
StageFigure
GetFigure(const Slice& slice, bool planned)
{
    if (slice.hop)
    {
        const bool served = slice.lane == STAGE || slice.lane == LINK;
        return !served   ? StageFigure()
               : planned ? StageFigure{slice.hop->planned, NOT_AVAILABLE}
                         : StageFigure{slice.hop->GetTime(), slice.hop->energy};
    }
    const TaskFigures& figures = planned ? slice.record->planned : slice.record->realised;
    switch (slice.lane)
    {
    case TASKS:
        return {figures.latency, figures.energy};
    case DEVICE:
        return figures.device;
    case UPLINK:
        return figures.uplink;
    case SERVER:
        return figures.server;
    case DOWNLINK:
        return figures.downlink;
    default:
        return {};
    }
}

/// @param [in] slice to show  @returns its details as the members of a JSON object
std::string
GetArguments(const Slice& slice)
{
    const TaskRecord& r = *slice.record;
    std::string arguments = "\"task\":" + std::to_string(r.id);
    const StageFigure planned = GetFigure(slice, true);
    const StageFigure realised = GetFigure(slice, false);
    for (const auto& [name, value] : {std::make_pair("time planned [s]", planned.time),
                                      std::make_pair("time realised [s]", realised.time),
                                      std::make_pair("energy planned [J]", planned.energy),
                                      std::make_pair("energy realised [J]", realised.energy)})
    {
        if (std::isfinite(value))
        {
            arguments += std::string(",\"") + name + "\":" + Number(value);
        }
    }
    if (slice.lane == TASKS)
    {
        arguments += ",\"outcome\":" + Quote(ToString(r.outcome)) +
                     ",\"detail\":" + Quote(r.detail) + ",\"network\":" + Quote(r.network) +
                     ",\"planner\":" + Quote(r.planner) + ",\"split\":" + std::to_string(r.split) +
                     ",\"deadline missed\":" + (r.deadlineMissed ? "true" : "false");
    }
    return arguments;
}

/**
 * @param [in] phase letter of the format  @param [in] name shown  @param [in] node process
 * @returns the beginning of an event of the process. Process numbers are one above node ids,
 *          because viewers take process 0 for the idle process of a kernel.
 */
std::string
Open(char phase, const std::string& name, uint32_t node)
{
    return std::string("{\"ph\":\"") + phase + "\",\"name\":" + Quote(name) +
           ",\"pid\":" + std::to_string(uint64_t{node} + 1);
}

/// @param [in] thread number within its process  @returns the member that names it
std::string
OnThread(uint32_t thread)
{
    return ",\"tid\":" + std::to_string(thread);
}

/// @param [in] slice to show  @returns it as a complete event
std::string
ShowSlice(const Slice& slice)
{
    return Open('X', "task " + std::to_string(slice.record->id), slice.node) +
           OnThread(slice.thread) + ",\"cat\":\"" + LANE_NAMES[slice.lane] +
           "\",\"ts\":" + Microseconds(slice.start) +
           ",\"dur\":" + Microseconds(slice.end - slice.start) + ",\"args\":{" +
           GetArguments(slice) + "}}";
}

/// @param [in] record a task that was not completed  @param [in] when [ns]  @returns a mark
std::string
ShowOutcome(const TaskRecord& record, int64_t when)
{
    return Open('i', ToString(record.outcome), record.node) +
           ",\"cat\":\"outcome\",\"s\":\"p\",\"ts\":" + Microseconds(when) +
           ",\"args\":{\"task\":" + std::to_string(record.id) +
           ",\"detail\":" + Quote(record.detail) + "}}";
}

/// @param [in] event a mark or a point of a curve  @param [in] when [ns]  @returns it in JSON
std::string
ShowEvent(const TimelineEvent& event, int64_t when)
{
    if (event.counter)
    {
        return Open('C', event.name, event.node) + ",\"ts\":" + Microseconds(when) +
               ",\"args\":{\"value\":" + Number(event.value) + "}}";
    }
    std::string arguments;
    for (const auto& [key, value] : event.arguments)
    {
        arguments += (arguments.empty() ? "" : ",") + Quote(key) + ":" + Quote(value);
    }
    return Open('i', event.name, event.node) +
           ",\"cat\":\"event\",\"s\":\"p\",\"ts\":" + Microseconds(when) + ",\"args\":{" +
           arguments + "}}";
}

/// @param [in] kind "process" or "thread"  @param [in] node process
/// @param [in] thread member that names the thread, empty for a process
/// @param [in] name shown  @param [in] place in the order shown  @returns two metadata events
std::string
ShowName(const std::string& kind,
         uint32_t node,
         const std::string& thread,
         const std::string& name,
         uint32_t place)
{
    return Open('M', kind + "_name", node) + thread + ",\"args\":{\"name\":" + Quote(name) +
           "}},\n" + Open('M', kind + "_sort_index", node) + thread +
           ",\"args\":{\"sort_index\":" + std::to_string(place) + "}}";
}

} // namespace

void
WriteTimeline(const TimelineInput& input, std::ostream& os)
{
    static const std::vector<TimelineEvent> none;
    const std::vector<TimelineEvent>& events = input.events ? *input.events : none;
    std::vector<Slice> slices = CollectSlices(input.records);
    const Threads threads = AssignThreads(slices);

    std::vector<Entry> entries;
    std::set<uint32_t> nodes;
    for (size_t i = 0; i < slices.size(); ++i)
    {
        entries.push_back({slices[i].start, Entry::SLICE, i});
        nodes.insert(slices[i].node);
    }
    for (size_t i = 0; i < input.records.size(); ++i)
    {
        const TaskRecord& r = *input.records[i];
        const double when = IsDropped(r.outcome) ? r.ended : r.generated;
        if (r.outcome != TaskOutcome::COMPLETED && IsShowable(when))
        {
            entries.push_back({ToNanoseconds(when), Entry::OUTCOME, i});
            nodes.insert(r.node);
        }
    }
    for (size_t i = 0; i < events.size(); ++i)
    {
        if (IsShowable(events[i].when))
        {
            entries.push_back({ToNanoseconds(events[i].when), Entry::EVENT, i});
            nodes.insert(events[i].node);
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.when, a.kind, a.index) < std::tie(b.when, b.kind, b.index);
    });

    os << "{\"displayTimeUnit\":\"ms\",\"otherData\":{";
    const char* separator = "";
    for (const auto& [key, value] : input.information)
    {
        os << separator << Quote(key) << ':' << Quote(value);
        separator = ",";
    }
    os << "},\"traceEvents\":[";
    separator = "\n";
    const auto put = [&](const std::string& text) {
        os << separator << text;
        separator = ",\n";
    };
    for (const uint32_t node : nodes)
    {
        const auto named = input.nodeNames.find(node);
        const std::string name =
            named == input.nodeNames.end() ? "node " + std::to_string(node) : named->second;
        put(ShowName("process", node, "", name, node));
    }
    for (const auto& [thread, name] : threads)
    {
        put(ShowName("thread", thread.first, OnThread(thread.second), name, thread.second));
    }
    for (const Entry& entry : entries)
    {
        switch (entry.kind)
        {
        case Entry::SLICE:
            put(ShowSlice(slices[entry.index]));
            break;
        case Entry::OUTCOME:
            put(ShowOutcome(*input.records[entry.index], entry.when));
            break;
        case Entry::EVENT:
            put(ShowEvent(events[entry.index], entry.when));
            break;
        }
    }
    os << "\n]}\n";
}

} // namespace edgeai
} // namespace ns3
