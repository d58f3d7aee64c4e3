/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "timeline.h"

#include "csv-format.h"
#include "spill-sorter.h"
#include "step-names.h"
#include "timeline-slices.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

namespace ns3
{
namespace edgeai
{

namespace
{

/// A line of the file, by when and what.
struct Entry
{
    int64_t when{0}; ///< [ns]

    enum Kind
    {
        SLICE,
        OUTCOME, ///< mark where a task was dropped or generated without ever ending
        EVENT,
    } kind{SLICE};

    uint64_t index{0};   ///< in the order of those of its kind
    uint64_t place{0};   ///< of the record or of the event
    TimelineSlice slice; ///< SLICE only
};

/// @param [in] a line  @param [in] b another  @returns their order
bool
IsBefore(const Entry& a, const Entry& b)
{
    return std::tie(a.when, a.kind, a.index) < std::tie(b.when, b.kind, b.index);
}

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

/// @param [in] number whole  @returns it as a value
FigureValue
Whole(uint64_t number)
{
    return static_cast<int64_t>(number);
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

/// Members of a JSON object, with what is available.
class Arguments
{
  public:
    /// @param [in] name of a member  @param [in] json its value
    void AddJson(const std::string& name, const std::string& json)
    {
        m_text += (m_text.empty() ? "" : ",") + Quote(name) + ":" + json;
    }

    /// @param [in] words what it is  @param [in] unit its unit  @param [in] value any
    void Add(const std::string& words, const std::string& unit, const FigureValue& value)
    {
        const std::string name = unit.empty() ? words : words + " [" + unit + "]";
        if (const auto* real = std::get_if<double>(&value))
        {
            AddJson(name, Number(*real));
        }
        else if (const auto* whole = std::get_if<int64_t>(&value))
        {
            AddJson(name, std::to_string(*whole));
        }
        else if (const auto* text = std::get_if<std::string>(&value))
        {
            AddJson(name, Quote(*text));
        }
    }

    /// @param [in] words what it is  @param [in] unit its unit  @param [in] value left out if it is
    /// not available
    void Add(const std::string& words, const std::string& unit, double value)
    {
        if (std::isfinite(value))
        {
            Add(words, unit, FigureValue(value));
        }
    }

    /// @param [in] figures of families
    template <FigureScope SCOPE>
    void Add(const FigureSet<SCOPE>& figures)
    {
        for (const FigureKind* kind : figures.GetKinds())
        {
            auto column = kind->GetColumns().begin();
            figures.Visit(*kind, [&](const Field&, FigureType, const FigureValue& value) {
                Add(column->words, column->unit, value);
                ++column;
            });
        }
    }

    /// @returns them in the order they were added
    const std::string& Get() const
    {
        return m_text;
    }

  private:
    std::string m_text;
};

/// @param [in] record a task  @returns its details
Arguments
DescribeTask(const TaskRecord& record)
{
    Arguments arguments;
    arguments.Add("task", "", Whole(record.id));
    arguments.Add("latency planned", "s", record.planned.latency);
    arguments.Add("latency realised", "s", record.realised.latency);
    arguments.Add("energy planned", "J", record.planned.energy);
    arguments.Add("energy realised", "J", record.realised.energy);
    arguments.Add("distortion planned", "", record.planned.distortion);
    arguments.Add("distortion realised", "", record.realised.distortion);
    arguments.Add("outcome", "", ToString(record.outcome));
    arguments.Add("detail", "", record.detail);
    arguments.Add("family", "", record.family);
    arguments.Add("network", "", record.network);
    arguments.Add("planner", "", record.planner);
    arguments.Add("plan", "", Whole(record.plan));
    arguments.AddJson("deadline missed", record.deadlineMissed ? "true" : "false");
    arguments.Add(record);
    return arguments;
}

/// @param [in] record a task  @param [in] step of it  @returns its details
Arguments
DescribeStep(const TaskRecord& record, const StepRecord& step)
{
    Arguments arguments;
    arguments.Add("task", "", Whole(record.id));
    if (step.planned.peer != PlanStep::NO_NODE)
    {
        arguments.Add("to node", "", Whole(step.planned.peer));
    }
    arguments.Add("time planned", "s", step.planned.time);
    arguments.Add("time realised", "s", step.GetTime());
    arguments.Add("energy planned", "J", step.planned.energy);
    arguments.Add("energy realised", "J", step.energy);
    arguments.Add("payload planned", "bit", step.planned.bits);
    arguments.Add("payload realised", "bit", step.bits);
    arguments.Add("work planned", "FLOP", step.planned.work);
    arguments.Add("work realised", "FLOP", step.work);
    arguments.Add("memory traffic", "B", step.traffic);
    arguments.Add(step);
    return arguments;
}

/// @param [in] slice to show  @param [in] record its task  @returns what runs
std::string
GetName(const TimelineSlice& slice, const TaskRecord& record)
{
    const std::string task = "task " + std::to_string(record.id);
    if (slice.kind != TimelineSlice::STEP)
    {
        return task;
    }
    const StepRecord& step = record.steps.at(slice.step);
    return step.part.empty() ? step.planned.name : record.network + " " + step.part;
}

/// @param [in] slice to show  @param [in] record its task
/// @returns its details as the members of a JSON object
std::string
GetArguments(const TimelineSlice& slice, const TaskRecord& record)
{
    switch (slice.kind)
    {
    case TimelineSlice::TASK:
        return DescribeTask(record).Get();
    case TimelineSlice::STEP:
        return DescribeStep(record, record.steps.at(slice.step)).Get();
    default:
        return "\"task\":" + std::to_string(record.id);
    }
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

/// @param [in] slice to show  @param [in] record its task  @param [in] lane name of its lane
/// @returns it as a complete event
std::string
ShowSlice(const TimelineSlice& slice, const TaskRecord& record, const std::string& lane)
{
    return Open('X', GetName(slice, record), slice.node) + OnThread(slice.thread) +
           ",\"cat\":" + Quote(lane) + ",\"ts\":" + Microseconds(slice.start) +
           ",\"dur\":" + Microseconds(slice.end - slice.start) + ",\"args\":{" +
           GetArguments(slice, record) + "}}";
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
    StepNames names;
    input.records.ForEach([&names](const TaskRecord& record) { names.Add(record); });
    TimelineSlices slices(names.Get());
    SpillSorter<Entry> entries(&IsBefore);
    std::set<uint32_t> nodes;
    Entry entry;
    const auto add = [&](Entry::Kind kind, int64_t when, uint64_t place, uint32_t node) {
        entry.kind = kind;
        entry.when = when;
        entry.place = place;
        entries.Add(entry);
        ++entry.index;
        nodes.insert(node);
    };
    input.records.Visit([&](const TaskRecord& record, RecordSource::Place place) {
        slices.Add(record, place);
        const double when = IsDropped(record.outcome) ? record.ended : record.generated;
        if (record.outcome != TaskOutcome::COMPLETED && IsShowable(when))
        {
            add(Entry::OUTCOME, ToNanoseconds(when), place, record.node);
        }
    });
    input.events.Visit([&](const TimelineEvent& event, uint64_t place) {
        if (IsShowable(event.when))
        {
            add(Entry::EVENT, ToNanoseconds(event.when), place, event.node);
        }
    });
    TimelineThreads threads;
    slices.Drain(threads, [&](const TimelineSlice& slice) {
        entry.slice = slice;
        add(Entry::SLICE, slice.start, slice.record, slice.node);
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
    entries.Drain([&](const Entry& next) {
        switch (next.kind)
        {
        case Entry::SLICE:
            put(ShowSlice(next.slice,
                          input.records.Get(next.place),
                          GetLaneName(next.slice, names.Get())));
            break;
        case Entry::OUTCOME:
            put(ShowOutcome(input.records.Get(next.place), next.when));
            break;
        case Entry::EVENT:
            put(ShowEvent(input.events.Get(next.place), next.when));
            break;
        }
    });
    os << "\n]}\n";
}

} // namespace edgeai
} // namespace ns3
