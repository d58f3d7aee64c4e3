/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a monitor says of a run under way, against the summary of its records.

#include "support/expectations.h"
#include "support/monitor-records.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <cstdint>
#include <random>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What is known of a run under way.
class ProgressCase : public TestCase
{
  public:
    ProgressCase()
        : TestCase("progress: exact at first, then estimates close to the summary's percentiles")
    {
    }

  private:
    void DoRun() override
    {
        auto monitor = CreateObject<InferenceMonitor>();
        monitor->SetAttribute("RecordsInMemory", UintegerValue(1000));
        NS_TEST_EXPECT_MSG_EQ(std::isnan(monitor->GetLiveSummary().latencies.p50),
                              true,
                              "of nobody");
        std::mt19937_64 engine(1);
        for (uint64_t id = 0; id < 20000; ++id)
        {
            monitor->Begin(MakeTask(id));
            TaskRecord record = MakeEnded(id, TaskOutcome::COMPLETED);
            const double draw = (static_cast<double>(engine() >> 11) + .5) / 9007199254740992.;
            record.realised.latency = -std::log(draw);
            record.realised.energy = .5;
            record.latencyBudget = 3;
            monitor->End(record);
            if (id == 49)
            {
                const Percentiles exact = monitor->GetSummary().all.latencyRealised;
                const LiveSummary now = monitor->GetLiveSummary();
                NS_TEST_EXPECT_MSG_EQ(now.latencies.p50, exact.p50, "exact");
                NS_TEST_EXPECT_MSG_EQ(now.latencies.p99, exact.p99, "exact");
            }
        }
        const TaskSummary all = monitor->GetSummary().all;
        const LiveSummary progress = monitor->GetLiveSummary();
        NS_TEST_EXPECT_MSG_EQ(progress.counts.completed, 20000, "counts");
        NS_TEST_EXPECT_MSG_EQ(progress.late, all.late, "late ones");
        NS_TEST_EXPECT_MSG_EQ(progress.energy, 10000, "energy");
        EXPECT_RELATIVE(progress.latency, all.Find("latency")->realised, 1e-12, "mean");
        EXPECT_RELATIVE(progress.latencies.p50, all.latencyRealised.p50, .02, "median");
        EXPECT_RELATIVE(progress.latencies.p95, all.latencyRealised.p95, .02, "95th");
        EXPECT_RELATIVE(progress.latencies.p99, all.latencyRealised.p99, .05, "99th");
    }
};

/// All of the above.
class ProgressTestSuite : public TestSuite
{
  public:
    ProgressTestSuite()
        : TestSuite("edge-ai-progress", TEST_UNIT)
    {
        AddTestCase(new ProgressCase, TEST_QUICK);
    }
};

ProgressTestSuite g_progressTestSuite; ///< registers itself

} // namespace
