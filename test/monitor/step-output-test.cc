/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What the monitor writes about the links and stages of frames, and what it does not take.

#include "ns3/edge-ai-compat.h"
#include "ns3/inference-monitor.h"
#include "ns3/pipeline-summary.h"
#include "ns3/test.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a frame that passed a link and a stage and is on its second link
TaskRecord
MakeFrame()
{
    TaskRecord frame;
    frame.id = 4;
    frame.node = 0;
    frame.plan = 7;
    frame.generated = 1;
    HopRecord link;
    link.link = true;
    link.planned = .1;
    link.queued = 1;
    link.started = 1.25;
    link.finished = 1.5;
    link.bits = 800;
    HopRecord stage;
    stage.index = 1;
    stage.node = 2;
    stage.planned = .25;
    stage.queued = 1.5;
    stage.started = 1.5;
    stage.finished = 2;
    stage.flop = 1e9;
    stage.traffic = 1e6;
    stage.energy = .125;
    HopRecord last;
    last.link = true;
    last.index = 1;
    last.node = 2;
    last.queued = 2;
    frame.hops = {link, stage, last};
    return frame;
}

Ptr<InferenceMonitor>
MakeHopMonitor()
{
    auto monitor = CreateObject<InferenceMonitor>();
    TaskRecord frame = MakeFrame();
    monitor->Begin(frame);
    frame.ended = 2.5;
    frame.outcome = TaskOutcome::SEGMENT_LOST;
    monitor->End(frame);
    return monitor;
}

std::string
ReadAndRemove(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    file.close();
    std::remove(path.c_str());
    return text;
}

class HopCsvCase : public TestCase
{
  public:
    HopCsvCase()
        : TestCase("a row per link and stage, with what is not known left empty")
    {
    }

  private:
    void DoRun() override
    {
        const auto monitor = MakeHopMonitor();
        monitor->WriteHops("edge-ai-hop-test.csv");
        NS_TEST_EXPECT_MSG_EQ(
            ReadAndRemove("edge-ai-hop-test.csv"),
            "task,plan,kind,number,node,planned_s,realised_s,wait_s,queued_s,started_s,finished_s,"
            "payload_bit,work_FLOP,memory_traffic_B,energy_J\n"
            "4,7,link,0,0,0.1,0.25,0.25,1,1.25,1.5,800,,,\n"
            "4,7,stage,1,2,0.25,0.5,0,1.5,1.5,2,,1e+09,1e+06,0.125\n"
            "4,7,link,1,2,,,,2,,,,,,\n",
            "byte for byte");
        bool thrown = false;
        try
        {
            monitor->WriteHops("/no/such/folder/hops.csv");
        }
        catch (const std::runtime_error&)
        {
            thrown = true;
        }
        NS_TEST_EXPECT_MSG_EQ(thrown, true, "a folder that does not exist");
    }
};

class HopDatabaseCase : public TestCase
{
  public:
    HopDatabaseCase()
        : TestCase("SQLite has a table of hops, if there are any")
    {
    }

  private:
    /// @returns the first field of the first row, empty if there is none
    static std::string Ask(const std::string& question)
    {
        sqlite3* database = nullptr;
        std::string answer;
        sqlite3_open("edge-ai-hop-test.sqlite", &database);
        sqlite3_exec(
            database,
            question.c_str(),
            [](void* to, int, char** fields, char**) {
                *static_cast<std::string*>(to) = fields[0] ? fields[0] : "NULL";
                return 0;
            },
            &answer,
            nullptr);
        sqlite3_close(database);
        return answer;
    }

    void DoRun() override
    {
        MakeHopMonitor()->Write("edge-ai-hop-test.sqlite");
        NS_TEST_EXPECT_MSG_EQ(Ask("select count(*) from hops"), "3", "three hops");
        NS_TEST_EXPECT_MSG_EQ(Ask("select realised_s from hops where kind = 'stage'"), "0.5", "t");
        NS_TEST_EXPECT_MSG_EQ(Ask("select realised_s from hops where number = 1 and kind = 'link'"),
                              "NULL",
                              "not there yet");
        CreateObject<InferenceMonitor>()->Write("edge-ai-hop-test.sqlite");
        NS_TEST_EXPECT_MSG_EQ(Ask("select count(*) from sqlite_master where name = 'hops'"),
                              "0",
                              "no hops, no table");
        std::remove("edge-ai-hop-test.sqlite");
    }
};

class HopTimelineCase : public TestCase
{
  public:
    HopTimelineCase()
        : TestCase("the timeline shows links and stages where they are, with plan and reality")
    {
    }

  private:
    void DoRun() override
    {
        MakeHopMonitor()->Write("edge-ai-hop-test.json");
        const auto json = nlohmann::json::parse(ReadAndRemove("edge-ai-hop-test.json"));
        unsigned links = 0;
        unsigned stages = 0;
        unsigned waits = 0;
        for (const auto& event : json["traceEvents"])
        {
            const std::string category = event.value("cat", "");
            links += category == "link";
            waits += category == "link queue" || category == "stage queue";
            if (category == "stage")
            {
                ++stages;
                NS_TEST_EXPECT_MSG_EQ(event["pid"].get<int>(), 3, "on its own node");
                NS_TEST_EXPECT_MSG_EQ(event["ts"].get<double>(), 1.5e6, "when it began");
                NS_TEST_EXPECT_MSG_EQ(event["dur"].get<double>(), 5e5, "how long it took");
                NS_TEST_EXPECT_MSG_EQ(event["args"]["time planned [s]"].get<double>(), .25, "plan");
                NS_TEST_EXPECT_MSG_EQ(event["args"]["time realised [s]"].get<double>(), .5, "real");
                NS_TEST_EXPECT_MSG_EQ(event["args"]["energy realised [J]"].get<double>(),
                                      .125,
                                      "energy");
            }
        }
        NS_TEST_EXPECT_MSG_EQ(links, 1, "the link it passed");
        NS_TEST_EXPECT_MSG_EQ(stages, 1, "the stage");
        NS_TEST_EXPECT_MSG_EQ(waits, 1, "it waited for the first link only");
    }
};

class HopFaultCase : public TestCase
{
  public:
    HopFaultCase()
        : TestCase("a hop that ends before it begins is counted; windows must have a length")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        TaskRecord frame = MakeFrame();
        monitor->Begin(frame);
        frame.ended = 3;
        frame.outcome = TaskOutcome::COMPLETED;
        frame.hops[1].finished = 1;
        monitor->End(frame);
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().badRecord, 1, "counted");
        bool thrown = false;
        try
        {
            ListThroughput(monitor->GetRecords(), 0, 1);
        }
        catch (const std::invalid_argument&)
        {
            thrown = true;
        }
        NS_TEST_EXPECT_MSG_EQ(thrown, true, "no window");
        NS_TEST_EXPECT_MSG_EQ(ListThroughput(monitor->GetRecords(), 2, 5).size(),
                              2,
                              "the last, incomplete one is left out");
        NS_TEST_EXPECT_MSG_EQ(SummariseHops({}, 0, 1).size(), 0, "nothing to summarise");
    }
};

class HopOutputTestSuite : public TestSuite
{
  public:
    HopOutputTestSuite()
        : TestSuite("edge-ai-hop-output", TEST_UNIT)
    {
        AddTestCase(new HopCsvCase, TEST_QUICK);
        AddTestCase(new HopDatabaseCase, TEST_QUICK);
        AddTestCase(new HopTimelineCase, TEST_QUICK);
        AddTestCase(new HopFaultCase, TEST_QUICK);
    }
};

HopOutputTestSuite g_hopOutputTestSuite; ///< registers the suite

} // namespace
