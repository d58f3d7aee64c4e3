/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a host learns and when it plans again; what overheads leave of the speed-up; networks under
// a deadline over an uplink that varies; queues; what a planner refuses; records.

#include "support/expectations.h"
#include "support/row-fixture.h"

#include "ns3/point-to-point-net-device.h"
#include "ns3/random-variable-stream.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Averages of speeds and rates, and when they ask for other plans.
class RowPlanningTestCase : public TestCase
{
  public:
    RowPlanningTestCase()
        : TestCase("plans are due when an average has moved by more than a tenth")
    {
    }

  private:
    void DoRun() override
    {
        RowPlanning::Settings settings;
        RowNetwork network;
        network.problem = MakeRowPartitionProblem(LoadNetworkProfile("VGG-16"));
        settings.networks = std::make_shared<const RowNetworks>(RowNetworks{network});
        settings.planner = CreateRowPartitionPlanner("HalpPlanner");
        settings.nodes = 3;
        settings.linkRate = 100e6;
        RowPlanning planning;
        planning.Start(settings);
        RowStatusBody status;
        status.flops = 10e9;
        for (status.node = 0; status.node < 3; ++status.node)
        {
            NS_TEST_EXPECT_MSG_EQ(planning.KnowsAll(), false, "somebody has said nothing yet");
            planning.Describe(status);
        }
        NS_TEST_EXPECT_MSG_EQ(planning.KnowsAll(), true, "all have");
        NS_TEST_EXPECT_MSG_EQ(planning.ExplainDue(), "first", "there are no plans yet");
        planning.PlanAll(1);
        NS_TEST_EXPECT_MSG_EQ(planning.IsDue(), false, "just planned");
        EXPECT_RELATIVE(planning.GetPlan(0).time, 1.095154995, 1e-9, "T");
        NS_TEST_EXPECT_MSG_EQ(planning.TakeUntold(0).size(), 2U, "both are told");
        NS_TEST_EXPECT_MSG_EQ(planning.TakeUntold(0).size(), 0U, "once");
        planning.Forget(2);
        NS_TEST_EXPECT_MSG_EQ(planning.TakeUntold(0).size(), 1U, "who forgot is told again");

        // 10 + 0.3 (7 - 10) = 9.1: less than a tenth; again: 8.47, more.
        status.node = 2;
        status.measuredFlops = 7e9;
        planning.Learn(status);
        NS_TEST_EXPECT_MSG_EQ(planning.IsDue(), false, "9.1 GFLOP/s");
        planning.Learn(status);
        NS_TEST_EXPECT_MSG_EQ(planning.ExplainDue(),
                              "speed of node 2 is 8.47e+09 instead of 1e+10",
                              "8.47 GFLOP/s");
        planning.PlanAll(2);
        NS_TEST_EXPECT_MSG_EQ(planning.IsDue(), false, "planned with that");
        NS_TEST_EXPECT_MSG_GT(planning.GetPlan(0).time, 1.1, "which takes longer");
        NS_TEST_EXPECT_MSG_GT(planning.GetPlan(0).ratio, .5, "and gives secondary 1 more");

        status.measuredFlops = 0;
        status.links = {{0, 50e6}, {2, 1}, {9, 1}};
        planning.Learn(status);
        NS_TEST_EXPECT_MSG_EQ(planning.ExplainDue(),
                              "rate from node 0 to node 2 is 8.5e+07 instead of 1e+08",
                              "neither its own nor one that is not there");
        NS_TEST_EXPECT_MSG_EQ(planning.GetChanges().size(), 2U, "plans");
        EXPECT_RELATIVE(planning.GetAlone(0, 2).time, 2 * 3.094052864, 1e-9, "alone, two images");
    }
};

/// A link degrades; plans follow.
class RowReplanTestCase : public TestCase
{
  public:
    RowReplanTestCase()
        : TestCase("a link that degrades has the rows divided anew")
    {
    }

  private:
    void DoRun() override
    {
        double late[2];
        for (const bool replan : {false, true})
        {
            RowFixture run("HalpPlanner");
            run.helper.SetHostAttribute("Replan", BooleanValue(replan));
            run.helper.SetHostAttribute("SilenceFactor", DoubleValue(1000));
            run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                   "Period",
                                   TimeValue(Seconds(5)),
                                   "Offset",
                                   TimeValue(Seconds(1)),
                                   "MaxTasks",
                                   UintegerValue(18));
            run.Build();
            for (const uint32_t end : {0, 1})
            {
                Simulator::Schedule(Seconds(4),
                                    &PointToPointNetDevice::SetDataRate,
                                    DynamicCast<PointToPointNetDevice>(run.links.Get(end)),
                                    DataRate(5000000));
            }
            const std::vector<RowPartitionImage> images = run.Run(120);
            NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved");
            NS_TEST_ASSERT_MSG_EQ(images.back().completed, true, "answered");
            NS_TEST_EXPECT_MSG_EQ((run.helper.GetChanges().size() > 1), replan, "plans");
            late[replan] = images.back().timeRealised;
            if (replan)
            {
                EXPECT_RELATIVE(images.back().timeRealised, images.back().timePlanned, .1, "T");
            }
        }
        NS_TEST_EXPECT_MSG_LT(late[1], 0.95 * late[0], "it is worth it");
    }
};

/// Another planner in the middle of a run makes the next plans.
class RowPlannerTestCase : public TestCase
{
  public:
    RowPlannerTestCase()
        : TestCase("records name the planner that made their plan")
    {
    }

  private:
    void DoRun() override
    {
        RowFixture run("HalpPlanner");
        run.helper.SetHostAttribute("Replan", BooleanValue(true));
        run.helper.SetHostAttribute("SilenceFactor", DoubleValue(1000));
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(5)),
                               "Offset",
                               TimeValue(Seconds(1)),
                               "MaxTasks",
                               UintegerValue(18));
        run.Build();
        ScheduleCall(Seconds(4), [&run] {
            run.applications.Get(0)->SetAttribute("Planner", StringValue("HalpOverlapPlanner"));
        });
        for (const uint32_t end : {0, 1})
        {
            Simulator::Schedule(Seconds(14),
                                &PointToPointNetDevice::SetDataRate,
                                DynamicCast<PointToPointNetDevice>(run.links.Get(end)),
                                DataRate(5000000));
        }
        run.Run(120);
        uint32_t former = 0;
        uint32_t present = 0;
        for (const TaskRecord* record : run.helper.GetMonitor().GetRecords())
        {
            const bool first = record->plan == 1;
            NS_TEST_EXPECT_MSG_EQ(
                record->planner,
                (first ? "ns3::edgeai::HalpPlanner" : "ns3::edgeai::HalpOverlapPlanner"),
                "plan " << record->plan);
            former += first && record->generated > 4;
            present += !first;
        }
        NS_TEST_EXPECT_MSG_GT(former, 1U, "a plan goes on");
        NS_TEST_EXPECT_MSG_GT(present, 1U, "until there is another");
    }
};

/// The largest time, which means for ever.
class RowEndlessWaitTestCase : public TestCase
{
  public:
    RowEndlessWaitTestCase()
        : TestCase("a host waits for ever where it is told to")
    {
    }

  private:
    void DoRun() override
    {
        {
            RowFixture run("HalpPlanner");
            run.helper.SetHostAttribute("Batch", UintegerValue(2));
            run.helper.SetHostAttribute("BatchWait", TimeValue(Time::Max()));
            run.Run(60);
            NS_TEST_EXPECT_MSG_EQ(run.helper.GetMonitor().GetCounts().unfinished,
                                  1U,
                                  "there is no second image");
        }
        RowFixture run("HalpPlanner");
        run.SetBatch(1, 5);
        run.helper.SetHostAttribute("Patience", TimeValue(Time::Max()));
        run.Build();
        run.applications.Get(0)->SetStartTime(Seconds(.5));
        for (const uint32_t secondary : {1, 2})
        {
            run.applications.Get(secondary)->SetStartTime(Seconds(30));
        }
        const std::vector<RowPartitionImage> images = run.Run(60);
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved");
        NS_TEST_ASSERT_MSG_EQ(images.at(0).completed, true, "answered");
        NS_TEST_EXPECT_MSG_EQ(images.at(0).alone, false, "with the secondaries, when they came");
    }
};

/// What fixed times leave, on one medium of 100 Mbit/s.
class RowOverheadTestCase : public TestCase
{
  public:
    RowOverheadTestCase()
        : TestCase("overheads make 1.7 times of 2.2 times")
    {
    }

  private:
    void DoRun() override
    {
        const double alone[] = {3.094052864, 3.189052864, 3.474052864};
        const double planned[] = {1.422184243, 1.583524787, 2.068};
        const double speedUp[] = {2.176, 2.014, 1.680};
        const double overheads[][2] = {{0, 0}, {5e-3, 1e-3}, {20e-3, 2e-3}};
        for (int i = 0; i < 3; ++i)
        {
            RowFixture run("HalpOverlapPlanner", 100e6, true);
            run.operationTime = overheads[i][0];
            run.delay = overheads[i][1];
            run.helper.SetMessageOverhead(overheads[i][1], 0);
            const std::vector<RowPartitionImage> images = run.Run(20);
            NS_TEST_ASSERT_MSG_EQ(images.at(0).completed, true, "answered");
            EXPECT_RELATIVE(images[0].timePlanned, planned[i], 1e-6, "T planned");
            EXPECT_RELATIVE(images[0].timeRealised, planned[i], .005, "T realised");
            EXPECT_RELATIVE(images[0].speedUpRealised, speedUp[i], .006, "speed-up");
            EXPECT_RELATIVE(images[0].speedUpRealised * images[0].timeRealised,
                            alone[i],
                            1e-6,
                            "T alone");
        }
    }
};

/// Eq. (9) against images that were in time.
class RowReliabilityTestCase : public TestCase
{
  public:
    RowReliabilityTestCase()
        : TestCase("reliability under a deadline, planned and counted")
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t IMAGES = 400;
        RowFixture run("HalpOverlapPlanner");
        run.speeds.assign(3, 5e9);
        run.networks = {"MobileNetV1@width=1", "MobileNetV1@resolution=160"};
        run.helper.SetUpload(20e6, 4e6);
        run.helper.SetDeadline(.12);
        run.helper.SetDeviceAttribute("Selection", BooleanValue(true));
        run.helper.SetDeviceAttribute("Learn", BooleanValue(false));
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(1)),
                               "Offset",
                               TimeValue(Seconds(2)),
                               "MaxTasks",
                               UintegerValue(IMAGES));
        run.Build();
        auto draw = CreateObject<NormalRandomVariable>();
        draw->SetAttribute("Mean", DoubleValue(20e6));
        draw->SetAttribute("Variance", DoubleValue(16e12));
        draw->SetStream(7);
        run.uplink.Get(1)->SetAttribute("DataRate", StringValue("100Gbps"));
        for (uint32_t i = 0; i < IMAGES; ++i)
        {
            double rate = 0;
            while (rate < 1)
            {
                rate = draw->GetValue();
            }
            Simulator::Schedule(Seconds(2 + i) - MilliSeconds(1),
                                &PointToPointNetDevice::SetDataRate,
                                DynamicCast<PointToPointNetDevice>(run.uplink.Get(0)),
                                DataRate(std::llround(rate)));
        }
        const std::vector<RowPartitionImage> images = run.Run(IMAGES + 10);
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved");
        double planned = 0;
        uint32_t inTime = 0;
        for (const RowPartitionImage& image : images)
        {
            planned += image.reliability / IMAGES;
            inTime += image.completed && !image.late ? 1 : 0;
            NS_TEST_ASSERT_MSG_EQ(image.network,
                                  "MobileNetV1@resolution=160",
                                  "the larger one does not keep the deadline");
        }
        // Of this network 0.0658 s remain of the deadline; see the suite of the selection.
        NS_TEST_EXPECT_MSG_GT(planned, .95, "planned");
        const double share = static_cast<double>(inTime) / IMAGES;
        // Three standard deviations of the count, and a hundredth for headers on the uplink.
        const double deviation = std::sqrt(planned * (1 - planned) / IMAGES);
        NS_TEST_EXPECT_MSG_EQ_TOL(share, planned, 3 * deviation + .01, "counted");
    }
};

/// The same over IPv6.
class RowIpv6TestCase : public TestCase
{
  public:
    RowIpv6TestCase()
        : TestCase("rows travel over IPv6")
    {
    }

  private:
    void DoRun() override
    {
        for (const char* planner : {"HalpOverlapPlanner", "ModnnPlanner"})
        {
            RowFixture run(planner);
            run.ipv6 = true;
            run.SetBatch(1, 6); // addresses are to be found unique first
            const std::vector<RowPartitionImage> images = run.Run(20);
            NS_TEST_ASSERT_MSG_EQ(images.at(0).completed, true, "answered");
            NS_TEST_EXPECT_MSG_EQ(images.at(0).alone, false, "by all three");
            EXPECT_RELATIVE(images.at(0).timeRealised, images.at(0).timePlanned, .01, "T");
        }
    }
};

/// What a device expects of its uplink follows its uploads.
class RowUplinkTestCase : public TestCase
{
  public:
    RowUplinkTestCase()
        : TestCase("a device learns the rate of its uplink")
    {
    }

  private:
    void DoRun() override
    {
        RowFixture run("HalpOverlapPlanner");
        run.helper.SetUpload(5e6);
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(5)),
                               "Offset",
                               TimeValue(Seconds(1)),
                               "MaxTasks",
                               UintegerValue(14));
        const std::vector<RowPartitionImage> images = run.Run(80);
        EXPECT_RELATIVE(images.front().uploadPlanned, 1204224 / 5e6, 1e-9, "as it was told");
        EXPECT_RELATIVE(images.front().uploadRealised, 1204224 / 20e6, .01, "as it is");
        EXPECT_RELATIVE(images.back().uploadPlanned, images.back().uploadRealised, .02, "learnt");
    }
};

/// A planner that refuses; a queue that is full.
class RowEndingTestCase : public TestCase
{
  public:
    RowEndingTestCase()
        : TestCase("images that nobody can answer end with the reason")
    {
    }

  private:
    void DoRun() override
    {
        {
            RowFixture run("HalpPlanner");
            run.speeds.assign(4, 10e9);
            run.Run(10);
            const TaskRecord& record = *run.helper.GetMonitor().GetRecords().at(0);
            NS_TEST_EXPECT_MSG_EQ(record.outcome, TaskOutcome::REFUSED, "HALP takes three nodes");
            NS_TEST_EXPECT_MSG_EQ((record.detail.find("nodes.size() is 4") != std::string::npos),
                                  true,
                                  record.detail);
        }
        RowFixture run("HalpOverlapPlanner");
        run.SetBatch(8);
        run.helper.SetHostAttribute("Batch", UintegerValue(1));
        run.helper.SetHostAttribute("QueueLimit", UintegerValue(3));
        run.Run(40);
        const TaskCounts counts = run.helper.GetMonitor().GetCounts();
        NS_TEST_EXPECT_MSG_EQ(run.IsSound(), true, "conserved");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0U, "each ended");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 3U, "what waited was answered");
        NS_TEST_EXPECT_MSG_EQ(counts.byOutcome.at(TaskOutcome::QUEUE_FULL),
                              counts.dropped,
                              "the others found the queue full");
    }
};

/// A record has the plan's graph, and what happened beside it.
class RowRecordTestCase : public TestCase
{
  public:
    RowRecordTestCase()
        : TestCase("a record is the plan's graph, and what happened")
    {
    }

  private:
    void DoRun() override
    {
        RowFixture run("HalpOverlapPlanner");
        run.SetBatch(2);
        run.Run(20);
        for (const TaskRecord* record : run.helper.GetMonitor().GetRecords())
        {
            double work = 0;
            double energy = 0;
            for (std::size_t i = 1; i < record->steps.size(); ++i)
            {
                const StepRecord& step = record->steps[i];
                NS_TEST_EXPECT_MSG_EQ(step.planned.after.empty(), false, "waits for something");
                for (const uint32_t before : step.planned.after)
                {
                    NS_TEST_ASSERT_MSG_LT(before, i, "that comes before");
                    NS_TEST_EXPECT_MSG_EQ((record->steps[before].finished <= step.started + 1e-9),
                                          true,
                                          "and ended before " << step.planned.name);
                }
                NS_TEST_EXPECT_MSG_EQ((step.queued <= step.started + 1e-9), true, "queued");
                NS_TEST_EXPECT_MSG_EQ((step.started <= step.finished), true, "started");
                const bool compute = step.planned.kind == StepKind::COMPUTE;
                work += compute ? step.work : 0;
                energy += compute ? step.energy : 0;
                if (!compute)
                {
                    EXPECT_RELATIVE(step.bits, step.planned.bits, 1e-12, "bits");
                }
            }
            EXPECT_RELATIVE(work, 2 * 15470264320.0, 1e-12, "every row once");
            EXPECT_RELATIVE(record->realised.energy, energy, 1e-12, "energy of its steps");
            EXPECT_RELATIVE(energy, 5 * work / 10e9, 1e-6, "5 W while computing");
        }
    }
};

class RowPlansTestSuite : public TestSuite
{
  public:
    RowPlansTestSuite()
        : TestSuite("edge-ai-row-plans", TEST_SYSTEM)
    {
        AddTestCase(new RowPlanningTestCase, TEST_QUICK);
        AddTestCase(new RowReplanTestCase, TEST_QUICK);
        AddTestCase(new RowPlannerTestCase, TEST_QUICK);
        AddTestCase(new RowEndlessWaitTestCase, TEST_QUICK);
        AddTestCase(new RowOverheadTestCase, TEST_QUICK);
        AddTestCase(new RowReliabilityTestCase, TEST_QUICK);
        AddTestCase(new RowIpv6TestCase, TEST_QUICK);
        AddTestCase(new RowUplinkTestCase, TEST_QUICK);
        AddTestCase(new RowEndingTestCase, TEST_QUICK);
        AddTestCase(new RowRecordTestCase, TEST_QUICK);
    }
};

RowPlansTestSuite g_rowPlansTestSuite; ///< registers the suite

} // namespace
