/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// CSV byte for byte, SQLite read back, and paths that cannot be written.

#include "support/test-text.h"

#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inference-monitor.h"

#include <clocale>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sqlite3.h>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a monitor with a completed, a dropped and an unfinished task, told out of order
Ptr<InferenceMonitor>
MakeMonitor()
{
    TaskRecord done;
    done.id = 5;
    done.node = 2;
    done.family = "co-inference";
    done.network = "ViT-L/16";
    done.planner = "ns3::edgeai::LaimPlanner";
    done.generated = 1.25;
    auto monitor = CreateObject<InferenceMonitor>();
    monitor->Begin(done);

    TaskRecord lost;
    lost.id = 1;
    lost.node = 3;
    lost.network = "a \"quoted\", name";
    lost.generated = 0.1;
    lost.latencyBudget = 1;
    monitor->Begin(lost);
    TaskRecord open;
    open.id = 9;
    open.generated = 2;
    monitor->Begin(open);

    lost.ended = 0.3;
    lost.outcome = TaskOutcome::LINK_LOST;
    lost.detail = "reset\nby peer";
    monitor->End(lost);
    done.ended = 1.75;
    done.planned.latency = 1.0 / 3;
    done.realised.latency = 0.5;
    done.realised.energy = 1e-9;
    CoInferenceFigures figures;
    figures.planned.split = 3;
    figures.planned.deviceKeepRatio = 0.125;
    figures.goodput = 2.5e6;
    done.Set(figures);
    StepRecord uplink;
    uplink.planned.name = "uplink";
    uplink.planned.kind = StepKind::TRANSFER;
    uplink.planned.node = 2;
    uplink.planned.peer = 0;
    uplink.planned.time = 0.25;
    uplink.planned.after = {0, 3};
    uplink.part = "blocks 1-3";
    uplink.queued = 1.25;
    uplink.started = 1.5;
    uplink.finished = 1.75;
    uplink.bits = 800;
    TransferFigures transfer;
    transfer.subchannel = 2;
    transfer.sinrPlanned = 10;
    uplink.Set(transfer);
    StepRecord server; // nothing is known about it
    done.steps = {uplink, server};
    done.energyBudget = 1e-10;
    done.outcome = TaskOutcome::COMPLETED;
    monitor->End(done);
    return monitor;
}

/// CSV, byte for byte.
class CsvTestCase : public TestCase
{
  public:
    CsvTestCase()
        : TestCase("CSV golden rows")
    {
    }

  private:
    void DoRun() override
    {
        const std::string expected =
            "id,node,family,network,planner,plan,outcome,detail,generated_s,ended_s,plan_wait_s,"
            "latency_budget_s,energy_budget_J,latency_planned_s,latency_realised_s,"
            "energy_planned_J,energy_realised_J,distortion_planned,distortion_realised,"
            "deadline_missed,energy_missed,"
            "split_planned,device_keep_ratio_planned,server_keep_ratio_planned,"
            "transmit_power_planned_W,device_clock_planned_cycle_per_s,"
            "server_clock_planned_cycle_per_s,bandwidth_planned_Hz,computing_units_planned,"
            "transmit_power_applied_W,device_clock_applied_cycle_per_s,"
            "server_clock_applied_cycle_per_s,computing_units_applied,rate_factor_planned,"
            "goodput_bit_per_s\n"
            "1,3,,\"a \"\"quoted\"\", name\",,0,LINK_LOST,\"reset\nby peer\",0.1,0.3,,"
            "1,,,,,,,,1,0,,,,,,,,,,,,,,\n"
            "5,2,co-inference,ViT-L/16,ns3::edgeai::LaimPlanner,0,COMPLETED,,1.25,1.75,,"
            ",1e-10,0.3333333333333333,0.5,,1e-09,,,0,1,3,0.125,0,,,,,,,,,,,2500000\n"
            "9,0,,,,0,UNFINISHED,,2,,,,,,,,,,,0,0,,,,,,,,,,,,,,\n";
        const std::string steps =
            "task,step,name,kind,node,peer,part,after,share,time_planned_s,time_realised_s,"
            "wait_planned_s,wait_s,energy_planned_J,energy_realised_J,payload_planned_bit,payload_"
            "realised_bit,"
            "work_planned_FLOP,work_realised_FLOP,memory_traffic_B,queued_s,started_s,finished_s,"
            "subchannel,position,power_planned_W,sinr_planned,sinr_realised,"
            "rate_planned_bit_per_s,rate_realised_bit_per_s,blocks,blocks_failed\n"
            "5,0,uplink,transfer,2,0,blocks 1-3,0 3,1,0.25,0.25,,0.25,,,,800,,,,1.25,1.5,1.75,"
            "2,,,10,,,,,\n"
            "5,1,,compute,,,,,1,,,,,,,,,,,,,,,,,,,,,,,\n";
        const auto monitor = MakeMonitor();
        const std::string path = CreateTempDirFilename("golden.csv");
        monitor->Write(path);
        NS_TEST_EXPECT_MSG_EQ(ReadFile(path), expected, "as it should be");
        const std::string beside = path.substr(0, path.size() - 4) + "-steps.csv";
        NS_TEST_EXPECT_MSG_EQ(ReadFile(beside), steps, "and a row per step beside it");

        // A locale with a decimal comma changes nothing, where one is installed.
        const std::string before = std::setlocale(LC_ALL, nullptr);
        for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8"})
        {
            std::setlocale(LC_ALL, locale);
        }
        monitor->Write(path);
        std::setlocale(LC_ALL, before.c_str());
        NS_TEST_EXPECT_MSG_EQ(ReadFile(path), expected, "in every locale");

        CreateObject<InferenceMonitor>()->Write(path);
        NS_TEST_EXPECT_MSG_EQ(ReadFile(path),
                              expected.substr(0, expected.find(",split_planned")) + "\n",
                              "without tasks only the common heads, and nothing of the old file");
        NS_TEST_EXPECT_MSG_EQ(ReadFile(beside),
                              steps.substr(0, steps.find(",subchannel")) + "\n",
                              "the same for steps");
    }
};

/// SQLite, read back with its own interface.
class DatabaseTestCase : public TestCase
{
  public:
    DatabaseTestCase()
        : TestCase("SQLite read back")
    {
    }

  private:
    /// @param [in] path of a database  @param [in] sql query
    /// @returns its rows, fields separated by '|', NULL as "null"
    static std::string Query(const std::string& path, const std::string& sql)
    {
        sqlite3* database = nullptr;
        sqlite3_stmt* statement = nullptr;
        std::string result;
        if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
            sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK)
        {
            while (sqlite3_step(statement) == SQLITE_ROW)
            {
                for (int i = 0; i < sqlite3_column_count(statement); ++i)
                {
                    const auto* text =
                        reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
                    result += std::string(text ? text : "null") + "|";
                }
            }
        }
        else
        {
            result = sqlite3_errmsg(database);
        }
        sqlite3_finalize(statement);
        sqlite3_close(database);
        return result;
    }

    void DoRun() override
    {
        const auto monitor = MakeMonitor();
        monitor->SetRunInformation("devices", "old");
        monitor->SetRunInformation("devices", "8");
        const std::string path = CreateTempDirFilename("tasks.sqlite");
        monitor->Write(path);
        NS_TEST_EXPECT_MSG_EQ(Query(path, "SELECT id, outcome FROM tasks"),
                              "1|LINK_LOST|5|COMPLETED|9|UNFINISHED|",
                              "rows in the order of ids");
        NS_TEST_EXPECT_MSG_EQ(
            Query(path, "SELECT network, detail, split_planned, ended_s FROM tasks WHERE id = 1"),
            "a \"quoted\", name|reset\nby peer|null|0.3|",
            "text as it was, NULL where there is nothing");
        NS_TEST_EXPECT_MSG_EQ(Query(path,
                                    "SELECT latency_realised_s / latency_planned_s > 1.49999999, "
                                    "energy_realised_J = 1e-9, typeof(goodput_bit_per_s), "
                                    "typeof(distortion_realised), split_planned, energy_missed "
                                    "FROM tasks WHERE id = 5"),
                              "1|1|real|null|3|1|",
                              "numbers are numbers");
        NS_TEST_EXPECT_MSG_EQ(
            Query(path,
                  "SELECT value FROM run WHERE key IN "
                  "('devices', 'monitor_errors', 'tasks_generated') ORDER BY key"),
            "8|0|3|",
            "about the run");
        NS_TEST_EXPECT_MSG_EQ(
            Query(path,
                  "SELECT count(*) FROM run WHERE key IN ('edge_ai_version', 'ns3_release', "
                  "'rng_seed', 'rng_run')"),
            "4|",
            "what names the run");
        NS_TEST_EXPECT_MSG_EQ(Query(path, "PRAGMA integrity_check"), "ok|", "sound");

        NS_TEST_EXPECT_MSG_EQ(
            Query(path, "SELECT name, kind, peer, wait_s, subchannel, position FROM steps"),
            "uplink|transfer|0|0.25|2|null||compute|null|null|null|null|",
            "a row per step");
        NS_TEST_EXPECT_MSG_EQ(
            Query(path, "SELECT \"table\", unit, help FROM columns WHERE name = 'wait_s'"),
            "steps|s|before it|",
            "columns explain themselves");
        NS_TEST_EXPECT_MSG_EQ(Query(path, "SELECT count(*) FROM columns WHERE help = ''"),
                              "0|",
                              "every one");

        // The heads are those of CSV, and the explanations are theirs in order.
        const std::string csv = CreateTempDirFilename("tasks.csv");
        monitor->Write(csv);
        for (const std::string table : {"tasks", "steps"})
        {
            std::string heads =
                ReadFile(table == "tasks" ? csv : csv.substr(0, csv.size() - 4) + "-steps.csv");
            heads = heads.substr(0, heads.find('\n'));
            NS_TEST_EXPECT_MSG_EQ(
                Query(path, "SELECT group_concat(name) FROM pragma_table_info('" + table + "')"),
                heads + "|",
                "same columns");
            NS_TEST_EXPECT_MSG_EQ(Query(path,
                                        "SELECT group_concat(name) FROM columns "
                                        "WHERE \"table\" = '" +
                                            table + "'"),
                                  heads + "|",
                                  "all explained");
        }

        // Same tasks, same bytes, also over an old file of another content.
        const std::string first = ReadFile(path);
        const std::string other = CreateTempDirFilename("tasks.db");
        std::ofstream(other) << "this was something else";
        MakeMonitor()->Write(other);
        NS_TEST_EXPECT_MSG_EQ(Query(other, "SELECT count(*) FROM tasks"), "3|", "replaced");
        const auto again = MakeMonitor();
        again->SetRunInformation("devices", "8");
        again->Write(other);
        NS_TEST_EXPECT_MSG_EQ((ReadFile(other) == first), true, "byte for byte");
    }
};

/// What cannot be written says why.
class WriteFailureTestCase : public TestCase
{
  public:
    WriteFailureTestCase()
        : TestCase("unwritable paths")
    {
    }

  private:
    /// @tparam E exception expected  @param [in] path to write to
    /// @returns what the exception says, "" if there was none
    template <typename E>
    static std::string GetFailure(const std::string& path)
    {
        try
        {
            MakeMonitor()->Write(path);
        }
        catch (const E& failure)
        {
            return failure.what();
        }
        return "";
    }

    void DoRun() override
    {
        const std::string folder = CreateTempDirFilename("");
        NS_TEST_EXPECT_MSG_EQ(GetFailure<std::invalid_argument>(folder + "tasks.xlsx"),
                              "cannot tell what to write to '" + folder +
                                  "tasks.xlsx': the suffix must be .csv, .sqlite, .db or .json",
                              "suffix");
        NS_TEST_EXPECT_MSG_NE(GetFailure<std::invalid_argument>(".csv"), "", "no name");
        for (const std::string suffix : {".csv", ".json", ".sqlite"})
        {
            const std::string lost = folder + "no/such/folder/tasks" + suffix;
            const std::string said = GetFailure<std::runtime_error>(lost);
            NS_TEST_EXPECT_MSG_NE(said.find("cannot write '" + lost + "': "),
                                  std::string::npos,
                                  "said: " << said);
            const std::string taken = folder + "taken" + suffix;
            std::filesystem::create_directories(taken);
            NS_TEST_EXPECT_MSG_NE(GetFailure<std::runtime_error>(taken).find("directory"),
                                  std::string::npos,
                                  "a directory is in the way");
            NS_TEST_EXPECT_MSG_EQ(std::filesystem::is_directory(taken), true, "and stays");
        }
        // A device that is always full, where the system has one.
        if (std::filesystem::exists("/dev/full"))
        {
            const std::string full = folder + "full.csv";
            std::error_code ignored;
            std::filesystem::create_symlink("/dev/full", full, ignored);
            NS_TEST_EXPECT_MSG_NE(GetFailure<std::runtime_error>(full), "", "disk full");
        }
    }
};

/// All of the above.
class MonitorOutputTestSuite : public TestSuite
{
  public:
    MonitorOutputTestSuite()
        : TestSuite("edge-ai-monitor-output", TEST_UNIT)
    {
        AddTestCase(new CsvTestCase, TEST_QUICK);
        AddTestCase(new DatabaseTestCase, TEST_QUICK);
        AddTestCase(new WriteFailureTestCase, TEST_QUICK);
    }
};

MonitorOutputTestSuite g_monitorOutputTestSuite; ///< registers itself

} // namespace
