/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Every task of a ledger ends once, whoever ends it, and when it expires.

#include "application/ledger/task-ledger.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class TaskLedgerCase : public TestCase
{
  public:
    TaskLedgerCase()
        : TestCase("ends, expiry, notes, and listeners that end tasks")
    {
    }

  private:
    void DoRun() override
    {
        const Ptr<InferenceMonitor> monitor = CreateObject<InferenceMonitor>();
        TaskLedger ledger;
        ledger.SetMonitor(monitor);
        std::vector<TaskRecord> ended;
        ledger.onBegun = [&](const TaskRecord& record) {
            if (record.network == "unwanted")
            {
                ledger.End(9, {TaskOutcome::STOPPED, "a listener"});
            }
        };
        ledger.onEnded = [&](const TaskRecord& record) {
            ended.push_back(record);
            ledger.End(1, {TaskOutcome::STOPPED, "again"}); // it is out of the ledger already
        };
        for (const uint64_t number : {1, 2, 3, 4, 5})
        {
            ledger.Begin(number, TaskRecord());
        }
        TaskRecord unwanted;
        unwanted.network = "unwanted";
        ledger.Begin(9, unwanted);
        NS_TEST_EXPECT_MSG_EQ((ledger.Find(9) == nullptr), true, "ended as it began");
        NS_TEST_EXPECT_MSG_EQ(ledger.GetCount(), 4, "and the first one with it");

        const TaskEnding late{TaskOutcome::DEADLINE, "late"};
        for (const uint64_t number : {2, 3, 4})
        {
            ledger.Expire(number, Seconds(2), late);
        }
        ScheduleCall(Seconds(1), [&] {
            ledger.Note(3, {TaskOutcome::LINK_LOST, "noticed"});
            ledger.Relieve(4);
        });
        ScheduleCall(Seconds(1.5), [&] { ledger.Note(3, late); });
        Simulator::Run();
        ledger.End(4, {TaskOutcome::COMPLETED, ""});
        ledger.End(4, late);
        ledger.Clear();
        NS_TEST_EXPECT_MSG_EQ((ledger.Find(5) == nullptr), true, "forgotten");

        const std::vector<std::string> details{"a listener", "again", "late", "noticed", ""};
        const std::vector<double> instants{0, 0, 2, 1, 2};
        NS_TEST_ASSERT_MSG_EQ(ended.size(), details.size(), "each once");
        for (std::size_t i = 0; i < ended.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(ended[i].detail, details[i], "reason " << i);
            NS_TEST_EXPECT_MSG_EQ(ended[i].ended, instants[i], "instant " << i);
        }
        const TaskCounts counts = monitor->GetCounts();
        NS_TEST_EXPECT_MSG_EQ(counts.IsConserved(), true, "the monitor knows of all");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetErrors().GetTotal(), 0, "and of no misuse");
        Simulator::Destroy();
    }
};

class TaskLedgerTestSuite : public TestSuite
{
  public:
    TaskLedgerTestSuite()
        : TestSuite("edge-ai-task-ledger", TEST_UNIT)
    {
        AddTestCase(new TaskLedgerCase, TEST_QUICK);
    }
};

TaskLedgerTestSuite g_taskLedgerTestSuite; ///< the suite

} // namespace
