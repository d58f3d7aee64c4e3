/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Whatever breaks in a pipeline, every frame ends once, with the reason it deserves, and frames
// pass again when it is whole. Plans change while frames are on their way, and none is lost by it.

#include "support/iovt-test-support.h"
#include "support/pipeline-fixture.h"

#include "ns3/error-model.h"
#include "ns3/integer.h"
#include "ns3/object-factory.h"
#include "ns3/pointer.h"
#include "ns3/step-summary.h"

#include <set>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Something happens at 10 s of a run of the toy chain at 20 frames per second.
class PipelineFaultCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    static constexpr double FAULT = 10; ///< [s]

    static ChainProblem MakeProblem()
    {
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 20;
        return problem;
    }

    static void Prepare(PipelineFixture& run)
    {
        run.helper.SetNetworkName("toy");
        run.helper.SetLinkAttribute("FrameTimeout", TimeValue(Seconds(2)));
    }

    /// Conservation holds, frames pass before the fault, and none is left behind.
    TaskCounts Check(PipelineFixture& run, double until = 30)
    {
        const TaskCounts counts = run.Run(until);
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        NS_TEST_EXPECT_MSG_EQ(IsSound(monitor), true, "conserved");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, run.helper.GetLedger()->GetCount(), "ledger");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 180, "fine before the fault");
        for (const TaskRecord* frame : monitor.GetRecords())
        {
            if (frame->generated < until - 6)
            {
                NS_TEST_EXPECT_MSG_NE(frame->outcome,
                                      TaskOutcome::UNFINISHED,
                                      "frame of " << frame->generated << " s hangs");
            }
        }
        return counts;
    }

    /// All packets over one link are lost in both directions from the fault until an instant.
    static void BreakLink(PipelineFixture& run, uint32_t link, double until)
    {
        run.Build();
        auto model = CreateObjectWithAttributes<RateErrorModel>("ErrorRate",
                                                                DoubleValue(1),
                                                                "ErrorUnit",
                                                                StringValue("ERROR_UNIT_PACKET"));
        model->Disable();
        for (const uint32_t end : {2 * link, 2 * link + 1})
        {
            run.links.Get(end)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        }
        Simulator::Schedule(Seconds(FAULT), &ErrorModel::Enable, model);
        Simulator::Schedule(Seconds(until), &ErrorModel::Disable, model);
    }

    /// @returns frames completed that were captured after an instant
    static uint64_t CountLate(const PipelineFixture& run, double after)
    {
        uint64_t late = 0;
        for (const TaskRecord* frame : run.GetCompleted())
        {
            late += frame->generated > after;
        }
        return late;
    }
};

class LinkDownCase : public PipelineFaultCase
{
  public:
    LinkDownCase()
        : PipelineFaultCase("a link down for a while, then back, over TCP")
    {
    }

  private:
    void DoRun() override
    {
        PipelineFixture run(MakeProblem(), "IovtPlanner");
        Prepare(run);
        BreakLink(run, 1, 15);
        const TaskCounts counts = Check(run, 40);
        NS_TEST_EXPECT_MSG_GT(GetCount(counts, TaskOutcome::LINK_LOST), 1, "what was on the link");
        NS_TEST_EXPECT_MSG_GT(counts.dropped, 80, "frames meanwhile are dropped");
        NS_TEST_EXPECT_MSG_GT(CountLate(run, 30), 150, "it works again afterwards");
    }
};

class LossyDatagramCase : public PipelineFaultCase
{
  public:
    LossyDatagramCase()
        : PipelineFaultCase("UDP over a link that loses a tenth of the packets")
    {
    }

  private:
    void DoRun() override
    {
        PipelineFixture run(MakeProblem(), "IovtPlanner");
        Prepare(run);
        run.helper.SetLinkAttribute("Protocol", StringValue("ns3::UdpSocketFactory"));
        run.helper.SetSocketAttribute("FragmentSize", UintegerValue(20000));
        run.helper.SetControllerAttribute("Replan", BooleanValue(false));
        run.Build();
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(5);
        auto model = CreateObjectWithAttributes<RateErrorModel>("ErrorRate",
                                                                DoubleValue(.1),
                                                                "ErrorUnit",
                                                                StringValue("ERROR_UNIT_PACKET"));
        model->SetRandomVariable(random);
        ScheduleCall(Seconds(FAULT), [&run, model] {
            run.links.Get(3)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        });
        const TaskCounts counts = Check(run);
        const uint64_t lost = GetCount(counts, TaskOutcome::SEGMENT_LOST);
        // Two packets carry the 25 000 bytes behind the fifth layer, ten the 200 000 behind the
        // second: whatever the cut, some frames have a hole and some do not.
        NS_TEST_EXPECT_MSG_GT(lost, 20, "frames with a hole are dropped");
        NS_TEST_EXPECT_MSG_EQ(counts.dropped, lost, "for no other reason");
        NS_TEST_EXPECT_MSG_GT(CountLate(run, FAULT + 1), 20, "the others pass");
    }
};

class StageStopCase : public PipelineFaultCase
{
  public:
    StageStopCase(uint32_t stage, bool udp)
        : PipelineFaultCase("stage " + std::to_string(stage) + " stopped in the middle, " +
                            (udp ? "UDP" : "TCP")),
          m_stage(stage),
          m_udp(udp)
    {
    }

  private:
    void DoRun() override
    {
        PipelineFixture run(MakeProblem(), "IovtFixedStructurePlanner");
        Prepare(run);
        run.helper.SetQueues(4, Processor::DROP_OLDEST);
        if (m_udp)
        {
            run.helper.SetLinkAttribute("Protocol", StringValue("ns3::UdpSocketFactory"));
        }
        run.Build();
        run.GetStage(m_stage)->SetStopTime(Seconds(FAULT + .03)); // between captures
        const TaskCounts counts = run.Run(25);
        NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 100, "fine before");
        NS_TEST_EXPECT_MSG_EQ(CountLate(run, FAULT + .03), 0, "none gets through afterwards");
        NS_TEST_EXPECT_MSG_EQ(run.GetStage(m_stage)->GetJobCount(), 0, "the stage has no jobs");
        NS_TEST_EXPECT_MSG_GT(GetCount(counts, TaskOutcome::STOPPED), 0, "those at the stage");
        NS_TEST_EXPECT_MSG_GT(GetCount(counts, TaskOutcome::LINK_LOST) +
                                  GetCount(counts, TaskOutcome::SEGMENT_LOST),
                              100,
                              "those behind them");
        for (const TaskRecord* frame : run.helper.GetMonitor().GetRecords())
        {
            if (frame->generated < 20)
            {
                NS_TEST_EXPECT_MSG_NE(frame->outcome, TaskOutcome::UNFINISHED, "none hangs");
            }
        }
    }

    uint32_t m_stage;
    bool m_udp;
};

class CameraStopCase : public PipelineFaultCase
{
  public:
    CameraStopCase()
        : PipelineFaultCase("the camera stopped: its frames end, those ahead are completed")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = MakeProblem();
        problem.linkRates[0] = 24e6; // the camera's link is where frames wait
        PipelineFixture run(problem, "IovtFixedStructurePlanner");
        Prepare(run);
        run.Build();
        run.GetCamera()->SetStopTime(Seconds(FAULT));
        const TaskCounts counts = run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "none is left");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 100, "fine before");
        NS_TEST_EXPECT_MSG_GT(GetCount(counts, TaskOutcome::QUEUE_FULL), 0, "too many");
    }
};

/// A plan that knowingly leaves nothing of the accuracy runs like any that breaks its floor.
class NegativeAccuracyCase : public PipelineFaultCase
{
  public:
    NegativeAccuracyCase()
        : PipelineFaultCase("losses that add up to more than the accuracy do not stop the frames")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = MakeProblem();
        for (ChainLayer& layer : problem.layers)
        {
            layer.options.front().accuracyLoss = 0.91 / problem.layers.size();
        }
        PipelineFixture run(problem, "IovtFixedStructurePlanner");
        Prepare(run);
        run.helper.SetPlannerAttribute("Option", IntegerValue(0));
        Check(run);
        for (const TaskRecord* frame : run.GetCompleted())
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(frame->planned.distortion, 1.16, 1e-9, "Acc is -0.16");
        }
    }
};

/// A period beyond the simulator's clock, and a time-out as long as it.
class SlowCameraCase : public PipelineFaultCase
{
  public:
    SlowCameraCase()
        : PipelineFaultCase("a camera whose second frame comes after the end of time has one frame")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = MakeProblem();
        problem.frameRate = 1e-40;
        PipelineFixture run(problem, "IovtPlanner");
        Prepare(run);
        run.helper.SetLinkAttribute("FrameTimeout", TimeValue(Time::Max()));
        const TaskCounts counts = run.Run(30);
        NS_TEST_EXPECT_MSG_EQ(counts.generated, 1, "frames");
        NS_TEST_EXPECT_MSG_EQ(counts.completed, 1, "completed");
    }
};

class BatteryCase : public PipelineFaultCase
{
  public:
    BatteryCase()
        : PipelineFaultCase("a stage without power for a while, and one without memory")
    {
    }

  private:
    void DoRun() override
    {
        LosePower();
        LoseMemory();
    }

    void LosePower()
    {
        PipelineFixture run(MakeProblem(), "IovtPlanner");
        Prepare(run);
        run.Build();
        // The stage that works in whatever the plan is: all of them.
        for (uint32_t stage = 1; stage <= 3; ++stage)
        {
            const auto processor = Processor::Find(run.way.Get(stage));
            ScheduleCall(Seconds(FAULT), [processor] { processor->SetPowered(false); });
            ScheduleCall(Seconds(15), [processor] { processor->SetPowered(true); });
        }
        const TaskCounts counts = Check(run);
        NS_TEST_EXPECT_MSG_GT(GetCount(counts, TaskOutcome::BATTERY), 90, "no power for 5 s");
        NS_TEST_EXPECT_MSG_GT(CountLate(run, 16), 200, "power again");
    }

    void LoseMemory()
    {
        PipelineFixture small(MakeProblem(), "IovtDevicePlanner");
        small.Build();
        const auto processor = Processor::Find(small.way.Get(1));
        NS_TEST_EXPECT_MSG_EQ(processor->ReserveMemory(processor->GetFreeMemory()),
                              true,
                              "somebody else has it all");
        const TaskCounts none = small.Run(3);
        NS_TEST_EXPECT_MSG_GT(GetCount(none, TaskOutcome::MEMORY), 40, "no memory for weights");
        NS_TEST_EXPECT_MSG_EQ(none.completed, 0, "so nothing passes");
        NS_TEST_EXPECT_MSG_EQ(IsSound(small.helper.GetMonitor()), true, "conserved");
    }
};

class StalePlanCase : public PipelineFaultCase
{
  public:
    StalePlanCase()
        : PipelineFaultCase("plans that were forgotten, and none at all")
    {
    }

  private:
    void DoRun() override
    {
        Forget();
        FindNone();
    }

    void Forget()
    {
        // Frames wait longer than a stage remembers plans that change with every report.
        PipelineFixture run(MakeProblem(), "IovtFixedStructurePlanner");
        Prepare(run);
        run.helper.SetQueues(1000, Processor::DROP_NEWEST);
        run.helper.SetStageAttribute("PlansKept", UintegerValue(2));
        run.helper.SetStageAttribute("MeasureMin", DoubleValue(0));
        run.helper.SetControllerAttribute("ReplanDrift", DoubleValue(1e-9));
        run.Build();
        for (unsigned i = 1; i < 20; ++i)
        {
            ScheduleCall(Seconds(i), [&run, i] { run.SetLinkRate(0, 1e9 - 1e7 * i); });
        }
        const TaskCounts counts = run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_GT(GetCount(counts, TaskOutcome::STALE_PLAN), 10, "forgotten");
    }

    void FindNone()
    {
        ChainProblem impossible = MakeProblem();
        impossible.accuracyMin = 1;
        PipelineFixture none(impossible, "IovtPlanner");
        const TaskCounts dropped = none.Run(5);
        NS_TEST_EXPECT_MSG_GT(dropped.generated, 90, "captured all the same");
        NS_TEST_EXPECT_MSG_EQ(GetCount(dropped, TaskOutcome::INFEASIBLE), dropped.generated, "why");
        NS_TEST_EXPECT_MSG_EQ(IsSound(none.helper.GetMonitor()), true, "conserved");
    }
};

class ReplanCase : public PipelineFaultCase
{
  public:
    ReplanCase()
        : PipelineFaultCase("a link that degrades: planning again recovers the throughput")
    {
    }

  private:
    /// @returns frames per second from 25 s to 40 s
    double Run(bool replan, const std::string& cache, uint64_t& plans, double& moved)
    {
        ChainProblem problem = MakeProblem();
        problem.throughputWeight = 1;
        problem.frameRate = 40;
        PipelineFixture run(problem, "IovtPlanner");
        Prepare(run);
        run.helper.SetControllerAttribute("Replan", BooleanValue(replan));
        run.helper.SetStageAttribute("Cache", StringValue(cache));
        run.controlRate = 20e6; // weights take a while
        run.Build();
        ScheduleCall(Seconds(FAULT), [&run] { run.SetLinkRate(1, 10e6); });
        const TaskCounts counts = Check(run, 40);
        NS_TEST_EXPECT_MSG_EQ(GetCount(counts, TaskOutcome::STALE_PLAN),
                              0,
                              "plans are there first");
        const auto& made = run.helper.GetController()->GetPlans();
        plans = made.size();
        moved = 0;
        for (const PipelineChange& change : made)
        {
            moved += change.movedBytes;
        }
        // Every frame follows one plan from end to end, and plans follow each other.
        uint64_t before = 0;
        std::set<uint64_t> used;
        for (const TaskRecord* frame : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_EXPECT_MSG_EQ((frame->plan >= before), true, "a frame follows an older plan");
            before = frame->plan;
            used.insert(before);
        }
        NS_TEST_EXPECT_MSG_EQ(used.size(), plans, "every plan was used");
        double completed = 0;
        for (const ThroughputWindow& window :
             ListThroughput(run.helper.GetMonitor().GetRecords(), 1, 40))
        {
            completed += window.start >= 25 ? window.completed : 0;
        }
        return completed / 15;
    }

    void DoRun() override
    {
        uint64_t plans = 0;
        double moved = 0;
        const double without = Run(false, "Everything", plans, moved);
        NS_TEST_EXPECT_MSG_EQ(plans, 1, "only the first");
        const double with = Run(true, "Everything", plans, moved);
        NS_TEST_EXPECT_MSG_GT(plans, 1, "the link was noticed");
        NS_TEST_EXPECT_MSG_EQ(moved, 0, "all weights were there");
        NS_TEST_EXPECT_MSG_GT(with, 1.5 * without, "it pays");
        const double moving = Run(true, "FirstPlan", plans, moved);
        NS_TEST_EXPECT_MSG_GT(moved, 1e5, "weights were sent");
        NS_TEST_EXPECT_MSG_GT(moving, 1.5 * without, "it still pays");
    }
};

/// Everybody is stopped before the start.
class EarlyStopCase : public PipelineFaultCase
{
  public:
    EarlyStopCase()
        : PipelineFaultCase("a stop before the start stops nothing")
    {
    }

  private:
    void DoRun() override
    {
        PipelineFixture run(MakeProblem(), "IovtPlanner");
        Prepare(run);
        run.Build();
        run.applications.Start(Seconds(1));
        run.applications.Stop(Seconds(.5));
        const TaskCounts counts = run.Run(10);
        NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 100, "frames pass");
    }
};

class PipelineFaultTestSuite : public TestSuite
{
  public:
    PipelineFaultTestSuite()
        : TestSuite("edge-ai-pipeline-faults", TEST_SYSTEM)
    {
        AddTestCase(new LinkDownCase, TEST_QUICK);
        AddTestCase(new LossyDatagramCase, TEST_QUICK);
        for (const uint32_t stage : {1, 2, 3})
        {
            AddTestCase(new StageStopCase(stage, false), TEST_QUICK);
        }
        AddTestCase(new StageStopCase(2, true), TEST_QUICK);
        AddTestCase(new CameraStopCase, TEST_QUICK);
        AddTestCase(new NegativeAccuracyCase, TEST_QUICK);
        AddTestCase(new SlowCameraCase, TEST_QUICK);
        AddTestCase(new BatteryCase, TEST_QUICK);
        AddTestCase(new StalePlanCase, TEST_QUICK);
        AddTestCase(new ReplanCase, TEST_QUICK);
        AddTestCase(new EarlyStopCase, TEST_QUICK);
    }
};

PipelineFaultTestSuite g_pipelineFaultTestSuite; ///< registers the suite

} // namespace
