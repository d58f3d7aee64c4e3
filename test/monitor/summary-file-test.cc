/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The summary as files: a row for the run and one for each of several planners and nodes, the same
// in JSON.

#include "support/test-text.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/inference-monitor.h"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Rows of a CSV file without quotes, by the heads.
using CsvRows = std::vector<std::map<std::string, std::string>>;

/// @param [in] line of a CSV file without quotes  @returns its fields
std::vector<std::string>
Split(const std::string& line)
{
    std::vector<std::string> fields;
    std::istringstream in(line + ",");
    for (std::string field; std::getline(in, field, ',');)
    {
        fields.push_back(field);
    }
    return fields;
}

/// @param [in] text of a CSV file without quotes  @returns its rows
CsvRows
ReadRows(const std::string& text)
{
    std::istringstream in(text);
    std::string line;
    std::getline(in, line);
    const std::vector<std::string> heads = Split(line);
    CsvRows rows;
    while (std::getline(in, line))
    {
        const std::vector<std::string> fields = Split(line);
        std::map<std::string, std::string> row;
        for (std::size_t i = 0; i < heads.size() && i < fields.size(); ++i)
        {
            row[heads[i]] = fields[i];
        }
        rows.push_back(row);
    }
    return rows;
}

/// @param [in] id of a task  @param [in] node its device  @param [in] planner its planner
/// @param [in] latency realised [s]; not available: dropped, the queue was full
/// @param [in,out] monitor told of it
void
AddTask(uint64_t id,
        uint32_t node,
        const std::string& planner,
        double latency,
        InferenceMonitor& monitor)
{
    TaskRecord task;
    task.id = id;
    task.node = node;
    task.planner = planner;
    task.network = "ViT-B/16";
    task.generated = 1;
    task.latencyBudget = 0.5;
    monitor.Begin(task);
    const bool isDropped = std::isnan(latency);
    task.ended = isDropped ? 1.5 : 1 + latency;
    task.outcome = isDropped ? TaskOutcome::QUEUE_FULL : TaskOutcome::COMPLETED;
    task.planned.latency = 0.5;
    task.realised.latency = latency;
    task.realised.energy = 0.25;
    monitor.End(task);
}

/// @returns a monitor with three tasks of two devices and two planners, one dropped and one late
Ptr<InferenceMonitor>
MakeSummedMonitor()
{
    auto monitor = CreateObject<InferenceMonitor>();
    AddTask(0, 4, "First", 0.25, *monitor);
    AddTask(1, 4, "First", 0.75, *monitor);
    AddTask(2, 7, "Second", NOT_AVAILABLE, *monitor);
    monitor->SetNodeName(7, "camera");
    monitor->AddNote("why");
    return monitor;
}

/// Figures worked out by hand.
class SummaryCsvTestCase : public TestCase
{
  public:
    SummaryCsvTestCase()
        : TestCase("summary.csv")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("summary.csv");
        const auto monitor = MakeSummedMonitor();
        monitor->Write(path);
        const std::string text = ReadFile(path);
        CsvRows rows = ReadRows(text);
        NS_TEST_ASSERT_MSG_EQ(rows.size(),
                              5,
                              "the run, two planners, two nodes, one network: " << text);
        const std::map<std::string, std::string> expected{{"group", "all"},
                                                          {"name", ""},
                                                          {"rng_run", "1"},
                                                          {"generated", "3"},
                                                          {"completed", "2"},
                                                          {"dropped", "1"},
                                                          {"unfinished", "0"},
                                                          {"late", "1"},
                                                          {"deadline_missed", "2"},
                                                          {"dropped_queue_full", "1"},
                                                          {"dropped_battery", "0"},
                                                          {"energy_total_J", "0.75"},
                                                          {"energy_wasted_J", "0.25"},
                                                          {"latency_planned_s", "0.5"},
                                                          {"latency_realised_s", "0.5"},
                                                          {"latency_ratio", "1"},
                                                          {"latency_realised_p50_s", "0.5"},
                                                          {"latency_tasks", "2"},
                                                          {"energy_planned_J", ""},
                                                          {"energy_realised_J", "0.25"}};
        for (const auto& [name, value] : expected)
        {
            NS_TEST_EXPECT_MSG_EQ(rows[0].count(name), 1, "a column " << name);
            NS_TEST_EXPECT_MSG_EQ(rows[0][name], value, name);
        }
        const auto is = [&](std::size_t row, const char* group, const char* name) {
            NS_TEST_EXPECT_MSG_EQ(rows[row]["group"], group, "kind of row " << row);
            NS_TEST_EXPECT_MSG_EQ(rows[row]["name"], name, "name of row " << row);
        };
        is(1, "planner", "First");
        is(2, "planner", "Second");
        is(3, "node", "node 4");
        is(4, "node", "camera");
        NS_TEST_EXPECT_MSG_EQ(rows[2]["dropped"], "1", "whose task was dropped");
        NS_TEST_EXPECT_MSG_EQ(rows[2]["latency_realised_s"], "", "not available, not zero");

        const std::string again = CreateTempDirFilename("x-summary.csv");
        MakeSummedMonitor()->Write(again);
        NS_TEST_EXPECT_MSG_EQ(ReadFile(again), text, "equal runs, equal bytes");
        const std::string other = CreateTempDirFilename("summary-x.csv");
        monitor->Write(other);
        NS_TEST_EXPECT_MSG_EQ(ReadRows(ReadFile(other)).size(), 3, "another name: tasks");
    }
};

/// The same figures by the same names.
class SummaryJsonTestCase : public TestCase
{
  public:
    SummaryJsonTestCase()
        : TestCase("summary.json")
    {
    }

  private:
    void DoRun() override
    {
        const auto monitor = MakeSummedMonitor();
        const std::string path = CreateTempDirFilename("summary.json");
        monitor->Write(path);
        const auto json = nlohmann::json::parse(ReadFile(path));
        NS_TEST_ASSERT_MSG_EQ(json.at("groups").size(), 5, "as in CSV");
        const auto& all = json["groups"][0];
        NS_TEST_EXPECT_MSG_EQ(all.at("completed").get<int>(), 2, "a number");
        NS_TEST_EXPECT_MSG_EQ(all.at("latency_realised_s").get<double>(), 0.5, "a number");
        NS_TEST_EXPECT_MSG_EQ(all.at("energy_planned_J").is_null(), true, "not available");
        NS_TEST_EXPECT_MSG_EQ(json.at("run").at("rng_seed").get<std::string>(), "1", "of the run");
        NS_TEST_EXPECT_MSG_EQ(json.at("notes").at(0).at("words").get<std::string>(), "why", "note");
        NS_TEST_EXPECT_MSG_EQ(json.at("energy").size(), 0, "no node has meters");
        const std::string csv = CreateTempDirFilename("summary.csv");
        monitor->Write(csv);
        const CsvRows rows = ReadRows(ReadFile(csv));
        NS_TEST_EXPECT_MSG_EQ(all.size(), rows.at(0).size(), "the same figures");
        for (const auto& [name, value] : rows[0])
        {
            NS_TEST_EXPECT_MSG_EQ(all.contains(name), true, "both have " << name);
        }
    }
};

/// Suite.
class SummaryFileTestSuite : public TestSuite
{
  public:
    SummaryFileTestSuite()
        : TestSuite("edge-ai-summary-file", TEST_UNIT)
    {
        AddTestCase(new SummaryCsvTestCase, TEST_QUICK);
        AddTestCase(new SummaryJsonTestCase, TEST_QUICK);
    }
};

SummaryFileTestSuite g_summaryFileTestSuite; ///< registers itself

} // namespace
