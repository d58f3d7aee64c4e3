/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The timeline of tasks as JSON: events, threads, order.

#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inference-monitor.h"
#include "ns3/nstime.h"

#include <fstream>
#include <nlohmann/json.hpp>

using namespace ns3;
using namespace ns3::edgeai;
using nlohmann::json;

namespace
{

/// @param [in] monitor to write  @param [in] path where to  @returns the timeline, parsed
json
WriteAndParse(const InferenceMonitor& monitor, const std::string& path)
{
    monitor.Write(path);
    std::ifstream file(path);
    return json::parse(file);
}

/// @param [in] microseconds of the format  @returns whole nanoseconds
int64_t
ToNanoseconds(const json& microseconds)
{
    return std::llround(microseconds.get<double>() * 1e3);
}

/// @param [in] name of the step  @param [in] node ns-3 id  @param [in] queued instant [s]
/// @param [in] started instant [s]  @param [in] finished instant [s]  @returns a step
StepRecord
MakeStep(const std::string& name, uint32_t node, double queued, double started, double finished)
{
    StepRecord step;
    step.planned.name = name;
    step.planned.node = node;
    step.queued = queued;
    step.started = started;
    step.finished = finished;
    return step;
}

/// One task through all stages: what is written where.
class TimelineContentTestCase : public TestCase
{
  public:
    TimelineContentTestCase()
        : TestCase("events of one task")
    {
    }

  private:
    void DoRun() override
    {
        TaskRecord task;
        task.id = 4;
        task.node = 3;
        task.network = "VGG \"16\"\\\x01";
        task.planner = "bytes that are not UTF-8: \xff";
        task.generated = 1;
        task.ended = 2;
        task.planWait = 0.1;
        task.steps = {MakeStep("device", 3, 1.1, 1.15, 1.4),
                      MakeStep("uplink", 3, 1.4, 1.5, 1.6),
                      MakeStep("server", 0, 1.6, 1.7, 1.900000001),
                      MakeStep("downlink", 0, NOT_AVAILABLE, 1.95, 2),
                      MakeStep("nothing", 3, 1.5, 1.5, 1.5), // took no time: nothing ran
                      MakeStep("lost", 3, 1.5, NOT_AVAILABLE, NOT_AVAILABLE)};
        task.steps[0].part = "blocks 1-3";
        task.steps[0].planned.time = 0.2;
        task.steps[0].planned.energy = 0.5;
        task.steps[0].energy = 0.75;
        task.steps[1].planned.kind = StepKind::TRANSFER;
        task.steps[1].planned.peer = 0;
        task.steps[1].planned.bits = 800;
        task.steps[1].bits = 1600;
        TransferFigures transfer;
        transfer.subchannel = 6;
        transfer.ratePlanned = 2e6;
        task.steps[1].Set(transfer);
        CoInferenceFigures figures;
        figures.planned.split = 3;
        figures.transmitPowerApplied = 0.1;
        task.Set(figures);
        task.outcome = TaskOutcome::COMPLETED;
        auto monitor = CreateObject<InferenceMonitor>();
        monitor->Begin(task);
        monitor->End(task);
        monitor->SetNodeName(3, "phone");
        monitor->SetRunInformation("note", "a \"quote\"");
        monitor->AddInstant(3, "plan changed", Seconds(1.2), {{"split", "7"}});
        monitor->AddCounter(3, "uplink rate [bit/s]", Seconds(1.3), 2.5e6);
        monitor->AddCounter(3, "uplink rate [bit/s]", Seconds(1.3), INFINITY); // left out

        const json trace = WriteAndParse(*monitor, CreateTempDirFilename("one.json"));
        NS_TEST_EXPECT_MSG_EQ(trace["otherData"]["note"], "a \"quote\"", "about the run");
        std::map<std::pair<int, int>, std::string> threads;
        std::map<int, std::string> processes;
        std::map<std::string, json> slices; // by "process/thread"
        json instant;
        json counter;
        for (const json& event : trace["traceEvents"])
        {
            const int pid = event["pid"];
            const int tid = event.value("tid", 0);
            const std::string phase = event["ph"];
            NS_TEST_EXPECT_MSG_EQ((pid == 4 || pid == 1), true, "one above the node, never 0");
            if (phase == "M" && event["name"] == "process_name")
            {
                processes[pid] = event["args"]["name"];
            }
            else if (phase == "M" && event["name"] == "thread_name")
            {
                threads[{pid, tid}] = event["args"]["name"];
            }
            else if (phase == "X")
            {
                const std::string key = processes[pid] + "/" + threads[{pid, tid}];
                NS_TEST_EXPECT_MSG_EQ(slices.count(key), 0, "one slice in " << key);
                slices[key] = event;
            }
            else if (phase == "i")
            {
                instant = event;
            }
            else if (phase == "C")
            {
                NS_TEST_EXPECT_MSG_EQ(counter.is_null(), true, "only the finite value");
                counter = event;
            }
        }
        const std::map<std::string, std::pair<int64_t, int64_t>> expected{
            // start and duration in nanoseconds
            {"phone/tasks", {1000000000, 1000000000}},
            {"phone/planning", {1000000000, 100000000}},
            {"phone/device queue", {1100000000, 50000000}},
            {"phone/device", {1150000000, 250000000}},
            {"phone/uplink queue", {1400000000, 100000000}},
            {"phone/uplink", {1500000000, 100000000}},
            {"node 0/server queue", {1600000000, 100000000}},
            {"node 0/server", {1700000000, 200000001}},
            {"node 0/downlink", {1950000000, 50000000}},
        };
        NS_TEST_EXPECT_MSG_EQ(slices.size(), expected.size(), "no other slices");
        for (const auto& [key, times] : expected)
        {
            NS_TEST_ASSERT_MSG_EQ(slices.count(key), 1, key);
            NS_TEST_EXPECT_MSG_EQ(ToNanoseconds(slices[key]["ts"]), times.first, key);
            NS_TEST_EXPECT_MSG_EQ(ToNanoseconds(slices[key]["dur"]), times.second, key);
            NS_TEST_EXPECT_MSG_EQ(slices[key]["args"]["task"], 4, key);
        }
        const json& device = slices["phone/device"]["args"];
        NS_TEST_EXPECT_MSG_EQ(device["time planned [s]"], 0.2, "plan");
        NS_TEST_EXPECT_MSG_EQ(device["energy realised [J]"], 0.75, "reality");
        NS_TEST_EXPECT_MSG_EQ(device["time realised [s]"].get<double>(), 1.4 - 1.15, "reality");
        NS_TEST_EXPECT_MSG_EQ(slices["phone/device"]["name"],
                              task.network + " blocks 1-3",
                              "what runs");
        NS_TEST_EXPECT_MSG_EQ(slices["phone/uplink"]["name"], "uplink", "the step");
        NS_TEST_EXPECT_MSG_EQ(slices["phone/uplink queue"]["args"].size(), 1, "the task alone");
        NS_TEST_EXPECT_MSG_EQ(slices["node 0/server"]["args"].size(),
                              2,
                              "nothing known but its time, nothing said");
        const json& uplink = slices["phone/uplink"]["args"];
        NS_TEST_EXPECT_MSG_EQ(uplink["to node"], 0, "the other end");
        NS_TEST_EXPECT_MSG_EQ(uplink["payload planned [bit]"], 800, "what there was to do");
        NS_TEST_EXPECT_MSG_EQ(uplink["payload realised [bit]"], 1600, "what was done");
        NS_TEST_EXPECT_MSG_EQ(uplink["subchannel"], 6, "figures of the step");
        NS_TEST_EXPECT_MSG_EQ(uplink["rate planned [bit/s]"], 2e6, "with their units");
        const json& whole = slices["phone/tasks"]["args"];
        NS_TEST_EXPECT_MSG_EQ(whole["split planned"], 3, "figures of the task");
        NS_TEST_EXPECT_MSG_EQ(whole["transmit power applied [W]"], 0.1, "with their units");
        NS_TEST_EXPECT_MSG_EQ(whole.contains("goodput [bit/s]"), false, "as far as known");
        NS_TEST_EXPECT_MSG_EQ(slices["phone/tasks"]["args"]["network"], task.network, "escaped");
        NS_TEST_EXPECT_MSG_EQ(instant["name"], "plan changed", "mark");
        NS_TEST_EXPECT_MSG_EQ(instant["args"]["split"], "7", "with details");
        NS_TEST_EXPECT_MSG_EQ(counter["args"]["value"], 2.5e6, "curve");
    }
};

/// Many tasks at once: slices of a thread never overlap, events ascend, the same bytes every time.
class TimelineOrderTestCase : public TestCase
{
  public:
    TimelineOrderTestCase()
        : TestCase("threads and order of many tasks")
    {
    }

  private:
    /// @returns a monitor with tasks that overlap in every stage
    static Ptr<InferenceMonitor> MakeMonitor()
    {
        auto monitor = CreateObject<InferenceMonitor>();
        for (uint64_t i = 0; i < 300; ++i)
        {
            TaskRecord task;
            task.id = (i * 7) % 300;
            task.node = static_cast<uint32_t>(1 + i % 4);
            task.generated = 0.01 * static_cast<double>((i * 13) % 300);
            monitor->Begin(task);
            if (i % 10 == 0)
            {
                continue;
            }
            const double length = 0.02 + 0.01 * static_cast<double>(i % 5);
            const double t = task.generated;
            task.steps = {MakeStep("device", PlanStep::NO_NODE, t, t + 0.1, t + 0.1 + length),
                          MakeStep("server", 0, NOT_AVAILABLE, t + 0.3, t + 0.3 + 2 * length)};
            task.ended = task.generated + 0.5;
            task.outcome = i % 7 ? TaskOutcome::COMPLETED : TaskOutcome::DEADLINE;
            monitor->End(task);
        }
        return monitor;
    }

    void DoRun() override
    {
        const auto monitor = MakeMonitor();
        const std::string path = CreateTempDirFilename("many.json");
        const json trace = WriteAndParse(*monitor, path);
        std::map<std::pair<int, int>, int64_t> ends;
        std::map<std::string, uint32_t> marks;
        std::set<std::string> names;
        int64_t last = 0;
        uint32_t slices = 0;
        bool metadata = true;
        for (const json& event : trace["traceEvents"])
        {
            if (event["ph"] == "M")
            {
                NS_TEST_ASSERT_MSG_EQ(metadata, true, "names come first");
                if (event["name"] == "thread_name" && event["pid"] == 1)
                {
                    names.insert(event["args"]["name"].get<std::string>());
                }
                continue;
            }
            metadata = false;
            const int64_t start = ToNanoseconds(event["ts"]);
            NS_TEST_ASSERT_MSG_EQ((start >= last), true, "ascending in time");
            last = start;
            if (event["ph"] == "X")
            {
                ++slices;
                int64_t& end = ends[{event["pid"], event["tid"]}];
                NS_TEST_ASSERT_MSG_EQ((start >= end), true, "slices of a thread do not overlap");
                end = start + ToNanoseconds(event["dur"]);
            }
            else
            {
                ++marks[event["name"].get<std::string>()];
            }
        }
        // 270 ended tasks: the whole, device queue, device and server each.
        NS_TEST_EXPECT_MSG_EQ(slices, 270 * 4, "all of them");
        NS_TEST_EXPECT_MSG_EQ(marks["UNFINISHED"], 30, "marked where they began");
        NS_TEST_EXPECT_MSG_EQ(marks["DEADLINE"],
                              monitor->GetCounts().byOutcome[TaskOutcome::DEADLINE],
                              "marked where they were dropped");
        // A server slice lasts 4 to 12 units of 0.01 s and one starts in each, so there are lanes.
        NS_TEST_EXPECT_MSG_EQ(names.count("server"), 1, "first lane");
        NS_TEST_EXPECT_MSG_EQ(names.count("server 8"), 1, "as many as are busy at once");
        NS_TEST_EXPECT_MSG_EQ(names.count("server 13"), 0, "and not more");

        const std::string again = CreateTempDirFilename("again.json");
        MakeMonitor()->Write(again);
        std::ifstream a(path);
        std::ifstream b(again);
        const std::string bytesA(std::istreambuf_iterator<char>(a), {});
        const std::string bytesB(std::istreambuf_iterator<char>(b), {});
        NS_TEST_EXPECT_MSG_EQ((bytesA == bytesB), true, "same tasks, same bytes");
    }
};

/// No tasks still make a timeline that opens.
class TimelineEmptyTestCase : public TestCase
{
  public:
    TimelineEmptyTestCase()
        : TestCase("empty timeline")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        const json trace = WriteAndParse(*monitor, CreateTempDirFilename("empty.json"));
        NS_TEST_EXPECT_MSG_EQ(trace["traceEvents"].is_array(), true, "an array");
        NS_TEST_EXPECT_MSG_EQ(trace["traceEvents"].size(), 0, "of nothing");
        NS_TEST_EXPECT_MSG_EQ(trace["otherData"].contains("edge_ai_version"), true, "the version");
    }
};

/// All of the above.
class TimelineTestSuite : public TestSuite
{
  public:
    TimelineTestSuite()
        : TestSuite("edge-ai-timeline", TEST_UNIT)
    {
        AddTestCase(new TimelineContentTestCase, TEST_QUICK);
        AddTestCase(new TimelineOrderTestCase, TEST_QUICK);
        AddTestCase(new TimelineEmptyTestCase, TEST_QUICK);
    }
};

TimelineTestSuite g_timelineTestSuite; ///< registers itself

} // namespace
