/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Runs of every family of applications whose records go to a temporary file write, byte for byte,
// what they write with all records in memory.

#include "support/co-inference-fixture.h"
#include "support/code-fixture.h"
#include "support/dp-sparse-stack.h"
#include "support/dto-ee-fault-case.h"
#include "support/dto-ee-rig.h"
#include "support/noma-fixture.h"
#include "support/pipeline-fixture.h"
#include "support/row-fixture.h"
#include "support/tier-fixture.h"
#include "support/written-run.h"

#include "ns3/config.h"
#include "ns3/test.h"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Looks at the monitor of a run that has ended and is not destroyed yet.
using Look = std::function<void(const InferenceMonitor& monitor)>;

/// A run, which is the same each time.
struct Scenario
{
    std::string name;
    uint64_t tasks; ///< at least
    std::function<void(const Look& look)> run;
};

/// @returns a run of every family
std::vector<Scenario>
ListScenarios()
{
    return {
        {"co-inference",
         18,
         [](const Look& look) {
             CoInferenceFixture run("LaimPlanner", 6);
             run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                    "Period",
                                    TimeValue(MilliSeconds(700)),
                                    "MaxTasks",
                                    UintegerValue(4));
             run.Run(12);
             look(run.helper.GetMonitor());
         }},
        {"transfers over subchannels",
         18,
         [](const Look& look) {
             NomaFixture run("EccPlanner");
             run.Run(40);
             look(run.helper.GetMonitor());
         }},
        {"pipeline whose queues are full",
         100,
         [](const Look& look) {
             PipelineFixture run(MakeTimedProblem({.02, .05, .03}, 25), "IovtEqualLayersPlanner");
             run.helper.SetQueues(3, Processor::DROP_NEWEST);
             run.Run(6);
             look(run.helper.GetMonitor());
         }},
        {"early exits",
         20,
         [](const Look& look) {
             dtoeetest::DtoEeRig run(dtoeetest::MakeToy(0.9),
                                     dtoeetest::MakeFaultSettings("DtoEePlanner"));
             run.Run(6);
             look(run.helper->GetMonitor());
         }},
        {"services that pass each other's blocks",
         100,
         [](const Look& look) {
             CodeFixture run;
             run.AddBase("CodePlanner");
             run.Run(4);
             look(run.helper.GetMonitor());
         }},
        {"rows",
         8,
         [](const Look& look) {
             RowFixture run("HalpOverlapPlanner");
             run.SetBatch(8);
             run.Run(30);
             look(run.helper.GetMonitor());
         }},
        {"rounds of learning",
         8,
         [](const Look& look) {
             dpsparsetest::DpSparseStack run("", "DpSparsePlanner", 8);
             run.Build();
             run.run.Run(1000);
             look(run.run.helper.GetMonitor());
         }},
        {"rounds in two tiers",
         8,
         [](const Look& look) {
             TierFixture run("HfelFullMeshPlanner", 4, 3);
             run.Build();
             run.Run();
             look(run.helper.GetMonitor());
         }},
    };
}

/// The same bytes.
class SameBytesCase : public TestCase
{
  public:
    explicit SameBytesCase(Scenario scenario)
        : TestCase(scenario.name + ": files are the same with records in a temporary file"),
          m_scenario(std::move(scenario))
    {
    }

  private:
    /// @param [in] limit of records in memory  @param [in] look at the monitor
    void Run(uint64_t limit, const Look& look)
    {
        Config::SetDefault("ns3::edgeai::InferenceMonitor::RecordsInMemory", UintegerValue(limit));
        m_scenario.run(look);
        Config::Reset();
    }

    void DoRun() override
    {
        const std::string stem = CreateTempDirFilename("run");
        WrittenRun kept;
        Run(1000000, [&](const InferenceMonitor& monitor) {
            NS_TEST_EXPECT_MSG_EQ(monitor.GetSpooledCount(), 0, "all in memory");
            NS_TEST_EXPECT_MSG_GT_OR_EQ(monitor.GetHeldCount(), m_scenario.tasks, "some tasks");
            kept = WriteRun(monitor, stem);
        });
        for (const uint64_t limit : {0, 3})
        {
            Run(limit, [&](const InferenceMonitor& monitor) {
                const TaskCounts counts = monitor.GetCounts();
                NS_TEST_EXPECT_MSG_GT(monitor.GetSpooledCount(), 0, "some are in a file");
                NS_TEST_EXPECT_MSG_LT_OR_EQ(monitor.GetHeldCount(),
                                            counts.unfinished + limit,
                                            "few are in memory");
                NS_TEST_EXPECT_MSG_EQ(ExplainDifference(kept, WriteRun(monitor, stem)),
                                      "",
                                      "the same bytes, " << limit << " in memory");
            });
        }
    }

    Scenario m_scenario;
};

/// All families.
class RecordSpoolRunTestSuite : public TestSuite
{
  public:
    RecordSpoolRunTestSuite()
        : TestSuite("edge-ai-record-spool-run", TEST_SYSTEM)
    {
        for (const Scenario& scenario : ListScenarios())
        {
            AddTestCase(new SameBytesCase(scenario), TEST_QUICK);
        }
    }
};

RecordSpoolRunTestSuite g_recordSpoolRunTestSuite; ///< registers itself

} // namespace
