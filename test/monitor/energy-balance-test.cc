/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Where energy went, against meters that say so; and what does not add up.

#include "support/expectations.h"
#include "support/monitor-records.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/energy-balance.h"
#include "ns3/inference-monitor.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <cmath>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a task that computed 2 J and sent 0.5 J on node 1, and computed 3 J on node 7
TaskRecord
MakeSpent()
{
    TaskRecord task = MakeEnded(0, TaskOutcome::COMPLETED);
    StepRecord device;
    device.planned.name = "device";
    device.planned.node = 1;
    device.energy = 2;
    StepRecord uplink;
    uplink.planned.name = "uplink";
    uplink.planned.kind = StepKind::TRANSFER;
    uplink.planned.node = 1;
    uplink.planned.peer = 7;
    uplink.energy = 0.5;
    StepRecord server = device;
    server.planned.name = "server";
    server.planned.node = 7;
    server.energy = 3;
    task.steps = {device, uplink, server};
    return task;
}

/// @returns what its device's meters say: 9 J for processors, 1 J for the radio, of a battery
EnergyReading
MakeReading()
{
    EnergyReading reading;
    reading.node = 1;
    reading.processors = 9;
    reading.idle = 4;
    reading.ended = 4.5;
    reading.served = 0.5;
    reading.radio = 1;
    reading.source = 12;
    reading.metered = 10;
    reading.battery = 88;
    reading.capacity = 100;
    return reading;
}

class BalanceCase : public TestCase
{
  public:
    BalanceCase()
        : TestCase("drawn = tasks + uncharged + under way + idle + radio besides + others")
    {
    }

  private:
    void DoRun() override
    {
        EnergyBook book;
        const TaskRecord task = MakeSpent();
        NS_TEST_EXPECT_MSG_EQ(book.Balance({&task}, 10).nodes.empty(), true, "nobody has a meter");
        book.AddMeter([] { return std::vector<EnergyReading>{MakeReading()}; });
        book.AddMeter([] {
            EnergyReading again = MakeReading();
            again.idle = 77;
            return std::vector<EnergyReading>{again};
        });
        book.AddUncharged(1, 1.5, "given up");
        book.AddUncharged(1, 0.5, "given up");
        book.AddUncharged(1, 0.25, "lost");
        book.AddUncharged(1, 0, "nothing");
        book.AddUncharged(1, NOT_AVAILABLE, "nobody knows");
        book.NoteBattery(1, 2, true);
        book.NoteBattery(1, 3, true);
        book.NoteBattery(1, 4, false);
        book.NoteBattery(1, 7, true);
        const EnergyBalance balance = book.Balance({&task}, 10);
        NS_TEST_EXPECT_MSG_EQ(balance.fault, "", "adds up");
        NS_TEST_ASSERT_MSG_EQ(balance.nodes.size(), 1, "the one with meters, once");
        const NodeEnergy& node = balance.nodes.front();
        EXPECT_RELATIVE(node.drawn, 12, 1e-12, "what the source gave");
        EXPECT_RELATIVE(node.GetTasks(), 2.5, 1e-12, "2 + 0.5");
        EXPECT_RELATIVE(node.uncharged, 2.5, 1e-12, "4.5 - 2");
        EXPECT_RELATIVE(node.radioBesides, 0.5, 1e-12, "1 - 0.5");
        EXPECT_RELATIVE(node.others, 2, 1e-12, "12 - 10");
        EXPECT_RELATIVE(node.emptySince, 2, 1e-12, "first");
        EXPECT_RELATIVE(node.emptyFor, 5, 1e-12, "2 + 3");
        NS_TEST_ASSERT_MSG_EQ(balance.uncharged.size(), 2, "reasons");
        NS_TEST_EXPECT_MSG_EQ(balance.uncharged.at("given up").count, 2, "twice");
        EXPECT_RELATIVE(balance.uncharged.at("given up").energy, 2, 1e-12, "1.5 + 0.5");
    }
};

class FaultCase : public TestCase
{
  public:
    FaultCase()
        : TestCase("what does not add up is said, and where")
    {
    }

  private:
    void Try(const std::string& expected, const std::function<void(EnergyReading&)>& change)
    {
        EnergyReading reading = MakeReading();
        change(reading);
        auto monitor = CreateObject<InferenceMonitor>();
        const TaskRecord task = MakeSpent();
        monitor->Begin(task);
        monitor->End(task);
        monitor->GetEnergyBook().AddMeter(
            [reading] { return std::vector<EnergyReading>{reading}; });
        monitor->GetEnergyBook().AddUncharged(1, 1, "given up");
        const std::string fault = monitor->GetEnergyBalance().fault;
        NS_TEST_EXPECT_MSG_EQ(fault.substr(0, 8),
                              std::string("node 1: ").substr(0, fault.size()),
                              "");
        NS_TEST_EXPECT_MSG_NE(fault.find(expected), std::string::npos, fault);
        NS_TEST_EXPECT_MSG_EQ(fault.empty(), expected.empty(), fault);
        std::ostringstream os;
        monitor->PrintSummary(os);
        const bool silent = os.str().find("ENERGY DOES NOT ADD UP") == std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(silent, expected.empty(), os.str());
    }

    void DoRun() override
    {
        Try("", [](EnergyReading&) {});
        Try("its processors drew 9 J, of which 8 J are", [](EnergyReading& r) { r.idle = 3; });
        Try("its processors drew 8 J, of which 9 J are",
            [](EnergyReading& r) { r.processors = 8; });
        Try("tasks are charged 2 J for computations that took 1.5 J", [](EnergyReading& r) {
            r.ended = 1.5;
            r.idle = 7;
        });
        Try("1 J are said to be charged to no task, where it is 0.5 J", [](EnergyReading& r) {
            r.ended = 2.5;
            r.idle = 6;
        });
        Try("charged 0.5 J for transfers, its radio took 0.25 J",
            [](EnergyReading& r) { r.radio = 0.25; });
        Try("its energy source gave 9.5 J, its consumers took 10 J",
            [](EnergyReading& r) { r.source = 9.5; });
        Try("", [](EnergyReading& r) {
            r.radio = NOT_AVAILABLE;
            r.source = NOT_AVAILABLE;
        });
        Simulator::Destroy();
    }
};

class WrittenCase : public TestCase
{
  public:
    WrittenCase()
        : TestCase("a record that goes on being written is seen as it is")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        const auto task = std::make_shared<TaskRecord>(MakeTask(3));
        monitor->Begin(task);
        task->planner = "somebody";
        task->steps = MakeSpent().steps;
        NS_TEST_EXPECT_MSG_EQ(monitor->GetRecords().front()->planner, "somebody", "now");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetSummary().byPlanner.count("somebody"), 1, "summary");
        TaskRecord ended = *task;
        ended.outcome = TaskOutcome::COMPLETED;
        ended.ended = 4;
        monitor->End(ended);
        task->planner = "nobody";
        NS_TEST_EXPECT_MSG_EQ(monitor->GetRecords().front()->planner, "somebody", "final");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().GetTotal(), 0, "no misuse");
        monitor->Begin(task);
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().doubleBegin, 1, "counted");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetRecords().front()->planner, "somebody", "ignored");
        Simulator::Destroy();
    }
};

class ReasonCase : public TestCase
{
  public:
    ReasonCase()
        : TestCase("the most frequent words of every reason")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        const std::vector<std::pair<TaskOutcome, std::string>> ends{
            {TaskOutcome::DEADLINE, "place 12 of 20"},
            {TaskOutcome::DEADLINE, "never began"},
            {TaskOutcome::DEADLINE, "place 3 of 7.5"},
            {TaskOutcome::DEADLINE, "place 4 of 8"},
            {TaskOutcome::MEMORY, ""},
            {TaskOutcome::REFUSED, "no"},
            {TaskOutcome::COMPLETED, "converged"}};
        for (std::size_t i = 0; i < ends.size(); ++i)
        {
            TaskRecord task = MakeEnded(i, ends[i].first);
            task.detail = ends[i].second;
            monitor->Begin(task);
            monitor->End(task);
        }
        const auto reasons = monitor->GetSummary().all.reasons;
        NS_TEST_ASSERT_MSG_EQ(reasons.size(), 2, "reasons of drops that have words");
        NS_TEST_EXPECT_MSG_EQ(reasons.at(TaskOutcome::DEADLINE).words, "place 12 of 20", "first");
        NS_TEST_EXPECT_MSG_EQ(reasons.at(TaskOutcome::DEADLINE).count, 3, "whatever the numbers");
        std::ostringstream os;
        monitor->PrintSummary(os);
        NS_TEST_EXPECT_MSG_NE(os.str().find("DEADLINE, 3 of 4: place 12 of 20\n"),
                              std::string::npos,
                              os.str());
        NS_TEST_EXPECT_MSG_NE(os.str().find("REFUSED, 1 of 1: no\n"), std::string::npos, os.str());
        Simulator::Destroy();
    }
};

class NothingCase : public TestCase
{
  public:
    NothingCase()
        : TestCase("a node whose zero nobody measured is named, one that drew something is not")
    {
    }

  private:
    /// @param [in] bare nodes without a power  @returns the summary of these and of node 1
    std::string Print(uint32_t bare)
    {
        auto monitor = CreateObject<InferenceMonitor>();
        std::vector<EnergyReading> readings{MakeReading()};
        for (uint32_t i = 0; i < bare; ++i)
        {
            readings.emplace_back();
            readings.back().node = 2 + i;
        }
        monitor->GetEnergyBook().AddMeter([readings] { return readings; });
        monitor->SetNodeName(2, "sink");
        std::ostringstream os;
        monitor->PrintSummary(os);
        Simulator::Destroy();
        return os.str();
    }

    void DoRun() override
    {
        const std::string words = "0 J, as they have no power or did nothing: ";
        NS_TEST_EXPECT_MSG_EQ(Print(0).find(words), std::string::npos, "no such node");
        const std::string two = Print(2);
        NS_TEST_EXPECT_MSG_NE(two.find(words + "sink, node 3\n"), std::string::npos, two);
        const std::string many = Print(40);
        NS_TEST_EXPECT_MSG_NE(many.find(words + "40 of 41 nodes\n"), std::string::npos, many);
    }
};

class UnfedCase : public TestCase
{
  public:
    UnfedCase()
        : TestCase("radios that no energy source feeds are named, many of them in one line")
    {
    }

  private:
    /// @param [in] count nodes with such a radio  @returns the summary of these and of node 1
    std::string Print(uint32_t count)
    {
        auto monitor = CreateObject<InferenceMonitor>();
        std::vector<EnergyReading> readings{MakeReading()};
        for (uint32_t i = 0; i < count; ++i)
        {
            readings.emplace_back();
            readings.back().node = 2 + i;
            readings.back().radio = 0.0022;
            readings.back().unfed = 0.0022;
            readings.back().battery = 1;
        }
        monitor->GetEnergyBook().AddMeter([readings] { return readings; });
        monitor->SetNodeName(2, "camera");
        std::ostringstream os;
        monitor->PrintSummary(os);
        Simulator::Destroy();
        return os.str();
    }

    void DoRun() override
    {
        const std::string words = " J that its energy source did not give: no energy model of that "
                                  "radio is installed\n";
        NS_TEST_EXPECT_MSG_EQ(Print(0).find("its radio used"), std::string::npos, "no such node");
        const std::string two = Print(2);
        for (const std::string who : {"camera", "node 3"})
        {
            const std::string line = who + ": its radio used 0.0022" + words;
            NS_TEST_EXPECT_MSG_NE(two.find('\n' + line), std::string::npos, two);
        }
        const std::string many = Print(40);
        const std::string line = "each of 40 nodes, in all: its radio used 0.088" + words;
        NS_TEST_EXPECT_MSG_NE(many.find('\n' + line), std::string::npos, many);
    }
};

class EnergyBalanceTestSuite : public TestSuite
{
  public:
    EnergyBalanceTestSuite()
        : TestSuite("edge-ai-energy-balance", TEST_UNIT)
    {
        AddTestCase(new BalanceCase, TEST_QUICK);
        AddTestCase(new FaultCase, TEST_QUICK);
        AddTestCase(new WrittenCase, TEST_QUICK);
        AddTestCase(new ReasonCase, TEST_QUICK);
        AddTestCase(new NothingCase, TEST_QUICK);
        AddTestCase(new UnfedCase, TEST_QUICK);
    }
};

EnergyBalanceTestSuite g_energyBalanceTestSuite; ///< the suite

} // namespace
