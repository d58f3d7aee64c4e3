/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Who missed a deadline or an energy budget, by how much one may, and who is not counted.

#include "support/monitor-records.h"

#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/nstime.h"
#include "ns3/test.h"

#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Who missed a budget.
class BudgetTestCase : public TestCase
{
  public:
    BudgetTestCase()
        : TestCase("budgets missed")
    {
    }

  private:
    /**
     * @param [in] outcome how the task ends  @param [in] latency realised [s]
     * @param [in] budget latency budget [s]  @param [in] tolerance attribute, relative
     * @returns true if the deadline was missed
     */
    static bool IsLate(TaskOutcome outcome, double latency, double budget, double tolerance = 1e-6)
    {
        auto monitor = CreateObject<InferenceMonitor>();
        monitor->SetAttribute("BudgetTolerance", DoubleValue(tolerance));
        monitor->Begin(MakeTask(0));
        TaskRecord record = MakeEnded(0, outcome);
        record.realised.latency = latency;
        record.latencyBudget = budget;
        record.deadlineMissed = true; // what the caller says does not matter
        monitor->End(record);
        return monitor->GetRecords()[0]->deadlineMissed;
    }

    void DoRun() override
    {
        using O = TaskOutcome;
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::COMPLETED, 0.5, 0.6), false, "in time");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::COMPLETED, 0.5, 0.4), true, "late");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::COMPLETED, 0.5, 0.5), false, "on the dot");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::COMPLETED, 0.500000003, 0.5), false, "rounded instants");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::COMPLETED, 0.500000003, 0.5, 0), true, "no tolerance");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::COMPLETED, 0.500001, 0.5), true, "beyond rounding");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::COMPLETED, 0.5, NOT_AVAILABLE), false, "no budget");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::LINK_LOST, 0.1, 0.5), true, "a lost task has no answer");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::LINK_LOST, 0.1, NOT_AVAILABLE), false, "and no deadline");
        NS_TEST_EXPECT_MSG_EQ(IsLate(O::STOPPED, 0.1, 0.5), false, "cut off by the end of the run");

        auto monitor = CreateObject<InferenceMonitor>();
        for (uint64_t i = 0; i < 4; ++i)
        {
            monitor->Begin(MakeTask(i));
            TaskRecord record = MakeEnded(i, i == 3 ? O::BATTERY : O::COMPLETED);
            record.realised.energy = 0.1 * static_cast<double>(i);
            record.energyBudget = i == 0 ? NOT_AVAILABLE : 0.15;
            monitor->End(record);
        }
        const TaskSummary all = monitor->GetSummary().all;
        NS_TEST_EXPECT_MSG_EQ(all.energyMissed, 2, "0.2 J and 0.3 J of 0.15 J");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.energyMissRatio, 2.0 / 3, 1e-12, "one has no budget");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.energyTotal, 0.6, 1e-12, "all tasks");
        NS_TEST_EXPECT_MSG_EQ_TOL(all.energyWasted, 0.3, 1e-12, "the dropped one");
    }
};

/// Tasks of the warm-up are kept, and not summarised.
class WarmUpTestCase : public TestCase
{
  public:
    WarmUpTestCase()
        : TestCase("tasks generated before the end of the warm-up")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        for (uint64_t i = 0; i < 5; ++i) // generated at i seconds
        {
            monitor->Begin(MakeTask(i));
            TaskRecord record = MakeEnded(i, TaskOutcome::COMPLETED);
            record.realised.latency = i < 2 ? 9 : 1;
            record.latencyBudget = 2;
            monitor->End(record);
        }
        std::ostringstream before;
        monitor->PrintSummary(before);
        NS_TEST_EXPECT_MSG_EQ(before.str().find("warm-up"), std::string::npos, "none unless set");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetSummary().all.late, 2, "of all");

        monitor->SetAttribute("WarmUp", TimeValue(Seconds(2)));
        const InferenceSummary summary = monitor->GetSummary();
        NS_TEST_EXPECT_MSG_EQ(summary.leftOut, 2, "those at 0 and 1 s");
        NS_TEST_EXPECT_MSG_EQ(summary.all.counts.generated, 3, "that at 2 s counts");
        NS_TEST_EXPECT_MSG_EQ(summary.all.late, 0, "the late ones were before");
        NS_TEST_EXPECT_MSG_EQ(summary.all.Find("latency")->realised, 1, "their latency too");
        NS_TEST_EXPECT_MSG_EQ(summary.byNode.begin()->second.counts.generated, 3, "by node");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetCounts().generated, 5, "counts are of all");
        NS_TEST_EXPECT_MSG_EQ(monitor->GetRecords().size(), 5, "records are of all");
        std::ostringstream said;
        monitor->PrintSummary(said);
        NS_TEST_EXPECT_MSG_EQ(said.str().find("Without the 2 tasks generated before 2 s (warm-up)"),
                              0,
                              said.str());
    }
};

/// All of the above.
class BudgetTestSuite : public TestSuite
{
  public:
    BudgetTestSuite()
        : TestSuite("edge-ai-monitor-budget", TEST_UNIT)
    {
        AddTestCase(new BudgetTestCase, TEST_QUICK);
        AddTestCase(new WarmUpTestCase, TEST_QUICK);
    }
};

BudgetTestSuite g_budgetTestSuite; ///< registers itself

} // namespace
