/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

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

/// @param [in] path of a file  @returns its bytes
std::string
ReadFile(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

/// @returns a monitor with a completed, a dropped and an unfinished task, told out of order
Ptr<InferenceMonitor>
MakeMonitor()
{
    TaskRecord done;
    done.id = 5;
    done.node = 2;
    done.serverNode = 0;
    done.network = "ViT-L/16";
    done.planner = "ns3::edgeai::LaimPlanner";
    done.generated = 1.25;
    done.split = 3;
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
    done.deviceKeepRatio = 0.125;
    done.goodput = 2.5e6;
    done.retransmissions = 7;
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
            "id,node,server_node,network,planner,outcome,detail,generated_s,ended_s,split_block,"
            "device_keep_ratio,server_keep_ratio,tx_power_planned_W,tx_power_applied_W,"
            "device_clock_planned_cycle_per_s,device_clock_applied_cycle_per_s,"
            "server_clock_planned_cycle_per_s,server_clock_applied_cycle_per_s,"
            "latency_budget_s,energy_budget_J,latency_planned_s,latency_realised_s,"
            "energy_planned_J,energy_realised_J,distortion_planned,distortion_realised,"
            "device_time_planned_s,device_time_realised_s,"
            "uplink_time_planned_s,uplink_time_realised_s,"
            "server_time_planned_s,server_time_realised_s,"
            "downlink_time_planned_s,downlink_time_realised_s,"
            "device_energy_planned_J,device_energy_realised_J,"
            "uplink_energy_planned_J,uplink_energy_realised_J,"
            "server_energy_planned_J,server_energy_realised_J,"
            "downlink_energy_planned_J,downlink_energy_realised_J,"
            "plan_wait_s,device_wait_s,uplink_wait_s,server_wait_s,"
            "uplink_payload_bit,downlink_payload_bit,rate_factor,goodput_bit_per_s,"
            "retransmissions,device_start_s,device_end_s,uplink_start_s,uplink_end_s,"
            "server_start_s,server_end_s,downlink_start_s,downlink_end_s,"
            "units_planned,units_applied,"
            "uplink_subchannel,uplink_position,uplink_power_planned_W,uplink_sinr_planned,"
            "uplink_sinr_realised,uplink_rate_planned_bit_per_s,uplink_rate_realised_bit_per_s,"
            "uplink_blocks,uplink_blocks_failed,"
            "downlink_subchannel,downlink_position,downlink_power_planned_W,downlink_sinr_planned,"
            "downlink_sinr_realised,downlink_rate_planned_bit_per_s,downlink_rate_realised_bit_per_"
            "s,"
            "downlink_blocks,downlink_blocks_failed,"
            "deadline_missed,energy_missed\n"
            "1,3,,\"a \"\"quoted\"\", name\",,LINK_LOST,\"reset\nby peer\",0.1,0.3,0,"
            ",,,,,,,,1,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,0,,,,,,,,,,,,,,,,,,,,,,,,,,,,,1,0\n"
            "5,2,0,ViT-L/16,ns3::edgeai::LaimPlanner,COMPLETED,,1.25,1.75,3,"
            "0.125,,,,,,,,,1e-10,0.3333333333333333,0.5,,1e-09,,,,,,,,,,,,,,,,,,,,,,,,,,2500000,"
            "7,,,,,,,,,,,,,,,,,,,,,,,,,,,,,0,1\n"
            "9,0,,,,UNFINISHED,,2,,0,"
            ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,0,,,,,,,,,,,,,,,,,,,,,,,,,,,,,0,0\n";
        const auto monitor = MakeMonitor();
        const std::string path = CreateTempDirFilename("golden.csv");
        monitor->Write(path);
        NS_TEST_EXPECT_MSG_EQ(ReadFile(path), expected, "as it should be");

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
                              expected.substr(0, expected.find('\n') + 1),
                              "without tasks only the heads, and nothing of the old file");
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
            Query(path, "SELECT network, detail, server_node, ended_s FROM tasks WHERE id = 1"),
            "a \"quoted\", name|reset\nby peer|null|0.3|",
            "text as it was, NULL where there is nothing");
        NS_TEST_EXPECT_MSG_EQ(Query(path,
                                    "SELECT latency_realised_s / latency_planned_s > 1.49999999, "
                                    "energy_realised_J = 1e-9, typeof(goodput_bit_per_s), "
                                    "typeof(distortion_realised), retransmissions, energy_missed "
                                    "FROM tasks WHERE id = 5"),
                              "1|1|real|null|7|1|",
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

        // The heads are those of CSV.
        const std::string csv = CreateTempDirFilename("tasks.csv");
        monitor->Write(csv);
        std::string heads = ReadFile(csv);
        heads = heads.substr(0, heads.find('\n'));
        NS_TEST_EXPECT_MSG_EQ(
            Query(path, "SELECT group_concat(name) FROM pragma_table_info('tasks')"),
            heads + "|",
            "same columns");

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
