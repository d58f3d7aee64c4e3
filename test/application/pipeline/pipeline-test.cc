/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Pipelines on links that cost nothing but the payload: what is simulated is what the formulas of
// Wu et al. (arXiv 2411.00838, as this module states them) and a tandem of queues say.

#include "support/iovt-test-support.h"
#include "support/pipeline-fixture.h"
#include "support/tandem-queue.h"

#include "ns3/integer.h"
#include "ns3/iovt-defaults.h"
#include "ns3/step-summary.h"

#include <algorithm>
#include <fstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class TandemCase : public TestCase
{
  public:
    TandemCase()
        : TestCase("stages of 20, 50 and 30 ms: latency and spacing with and without a queue")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<double> times{.02, .05, .03};
        {
            PipelineFixture run(MakeTimedProblem(times, 10), "IovtEqualLayersPlanner");
            run.Run(20);
            const auto frames = run.GetCompleted();
            NS_TEST_ASSERT_MSG_GT(frames.size(), 150, "frames came through");
            for (std::size_t i = 1; i < frames.size(); ++i)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(frames[i]->realised.latency, .1, 1e-6, "nobody waits");
                NS_TEST_EXPECT_MSG_EQ_TOL(frames[i]->ended - frames[i - 1]->ended,
                                          .1,
                                          1e-6,
                                          "the camera sets the pace");
            }
            NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
        }
        PipelineFixture run(MakeTimedProblem(times, 25), "IovtEqualLayersPlanner");
        run.helper.SetQueues(1000000, Processor::DROP_NEWEST);
        run.Run(20);
        const auto frames = run.GetCompleted();
        NS_TEST_ASSERT_MSG_GT(frames.size(), 300, "frames came through");
        NS_TEST_EXPECT_MSG_EQ_TOL(frames[100]->realised.latency, 1.1, 1e-5, "100 x 10 ms of queue");
        for (std::size_t i = 1; i < frames.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(frames[i]->ended - frames[i - 1]->ended,
                                      .05,
                                      1e-6,
                                      "the slowest stage sets the pace");
        }
        NS_TEST_EXPECT_MSG_EQ(
            GetCount(run.helper.GetMonitor().GetCounts(), TaskOutcome::QUEUE_FULL),
            0,
            "none is dropped");
    }
};

class DropCase : public TestCase
{
  public:
    DropCase(Processor::DropPolicy policy)
        : TestCase(policy == Processor::DROP_NEWEST
                       ? "402 of 1000 frames pass when the newest goes"
                       : "dropping the oldest passes as many frames, with shorter waits"),
          m_policy(policy)
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<double> times{.05, .02};
        PipelineFixture run(MakeTimedProblem(times, 50), "IovtEqualLayersPlanner");
        run.helper.SetQueues(2, m_policy);
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(MilliSeconds(20)),
                               "MaxTasks",
                               UintegerValue(1000));
        const TaskCounts counts = run.Run(30);
        NS_TEST_EXPECT_MSG_EQ(counts.generated, 1000, "all were captured");
        NS_TEST_EXPECT_MSG_EQ(counts.completed, 402, "as many as in the tandem queue");
        NS_TEST_EXPECT_MSG_EQ(GetCount(counts, TaskOutcome::QUEUE_FULL), 598, "the others");
        NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
        const auto frames = run.GetCompleted();
        for (std::size_t i = 1; i < frames.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(frames[i]->ended - frames[i - 1]->ended,
                                      .05,
                                      1e-6,
                                      "20 frames per second");
        }
        if (m_policy == Processor::DROP_OLDEST)
        {
            NS_TEST_EXPECT_MSG_LT(frames[200]->realised.latency, .12, "the rest is fresh");
            return;
        }
        // Frame by frame what the tandem queue says.
        std::vector<double> arrivals;
        for (unsigned i = 0; i < 1000; ++i)
        {
            arrivals.push_back(.02 * i);
        }
        const auto reference = RunTandem(arrivals, times, {2, 2});
        const auto records = run.helper.GetMonitor().GetRecords();
        for (std::size_t i = 0; i < records.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ((records[i]->outcome == TaskOutcome::COMPLETED),
                                  reference[i].delivered,
                                  "frame " << i);
        }
    }

    Processor::DropPolicy m_policy;
};

/// Steady spacing is max(1 / lambda, T_b), latency and every hop what the plan expects.
class AcceptanceCase : public TestCase
{
  public:
    AcceptanceCase(const std::string& name,
                   const ChainProblem& problem,
                   const std::string& planner,
                   const std::string& attribute = "",
                   int64_t value = 0)
        : TestCase(name + ", " + planner + (attribute.empty() ? "" : " " + attribute + " ") +
                   (attribute.empty() ? "" : std::to_string(value))),
          m_problem(problem),
          m_planner(planner),
          m_attribute(attribute),
          m_value(value)
    {
    }

  private:
    static constexpr double SHARE = .005; ///< what protocols may add

    void DoRun() override
    {
        Run(true);
        Run(false);
    }

    void Run(bool slow)
    {
        ChainProblem problem = m_problem;
        problem.frameRate = 1; // does not count for the plan
        double bottleneck = 0;
        {
            // A first run tells T_b.
            PipelineFixture run(problem, m_planner);
            Configure(run);
            run.Run(1);
            bottleneck = run.helper.GetController()->GetPlans().at(0).plan.bottleneck;
        }
        problem.frameRate = (slow ? .5 : 2) / bottleneck;
        PipelineFixture run(problem, m_planner);
        Configure(run);
        run.Run(120 * bottleneck + 1);
        const auto frames = run.GetCompleted();
        NS_TEST_ASSERT_MSG_GT(frames.size(), 40, "frames came through");
        const double spacing = std::max(1 / problem.frameRate, bottleneck);
        const std::size_t last = frames.size() - 1;
        NS_TEST_EXPECT_MSG_EQ_TOL((frames[last]->ended - frames[10]->ended) / (last - 10),
                                  spacing,
                                  SHARE * spacing,
                                  "steady spacing");
        const ChainPlan& plan = run.helper.GetController()->GetPlans().at(0).plan;
        for (std::size_t i = 3; i < frames.size(); ++i)
        {
            if (slow)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(frames[i]->realised.latency,
                                          plan.latency,
                                          SHARE * plan.latency,
                                          "latency of frame " << i);
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(frames[i]->planned.latency, plan.latency, 1e-9, "expected");
            NS_TEST_EXPECT_MSG_EQ_TOL(frames[i]->realised.distortion,
                                      1 - plan.accuracy,
                                      1e-9,
                                      "accuracy");
            for (const StepRecord& step : frames[i]->steps)
            {
                if (!std::isnan(step.planned.time) &&
                    (slow || step.planned.kind == StepKind::COMPUTE))
                {
                    CheckStep(step.planned.name, step.planned.time, step.GetTime());
                }
            }
        }
        // With a queue TCP fills the last segment of a frame with the beginning of the next one, so
        // that links keep to the plan on the mean only.
        for (const StepSummary& step : SummariseSteps(run.helper.GetMonitor().GetRecords(), 0, 1))
        {
            if (step.kind == StepKind::TRANSFER)
            {
                CheckStep(step.name, step.planned, step.realised);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(IsSound(run.helper.GetMonitor()), true, "conserved");
    }

    void CheckStep(const std::string& name, double planned, double realised)
    {
        // Links: headers of 0.2 % at most, and 300 bytes at the ends.
        const bool link = name.find("link ") == 0;
        const double tolerance =
            link ? SHARE * planned + 8 * 300 / m_problem.linkRates[std::stoul(name.substr(5))]
                 : 2e-9;
        NS_TEST_EXPECT_MSG_EQ_TOL(realised, planned, tolerance, name);
    }

    void Configure(PipelineFixture& run) const
    {
        if (!m_attribute.empty())
        {
            run.helper.SetPlannerAttribute(m_attribute, IntegerValue(m_value));
        }
        run.helper.SetControllerAttribute("Replan", BooleanValue(false));
    }

    ChainProblem m_problem;
    std::string m_planner;
    std::string m_attribute;
    int64_t m_value;
};

class DatagramCase : public TestCase
{
  public:
    DatagramCase()
        : TestCase("frames over UDP take as long as over TCP")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 5;
        PipelineFixture run(problem, "IovtFixedStructurePlanner");
        run.helper.SetLinkAttribute("Protocol", StringValue("ns3::UdpSocketFactory"));
        run.Run(10);
        const auto frames = run.GetCompleted();
        NS_TEST_ASSERT_MSG_GT(frames.size(), 40, "frames came through");
        for (const TaskRecord* frame : frames)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(frame->realised.latency, .172568, .001, "latency");
        }
    }
};

/// @returns all a run leaves behind
std::string
Record(const PipelineFixture& run)
{
    std::string all;
    const InferenceMonitor& monitor = run.helper.GetMonitor();
    const std::string stem = "edge-ai-pipeline-test";
    monitor.Write(stem + ".csv");
    monitor.Write(stem + ".json");
    for (const std::string suffix : {".csv", ".json", "-steps.csv", "-nodes.csv"})
    {
        const std::string path = stem + suffix;
        std::ifstream file(path, std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        all += text.str();
        file.close();
        std::remove(path.c_str());
    }
    return all;
}

class DeterminismCase : public TestCase
{
  public:
    DeterminismCase()
        : TestCase("equal seeds leave equal bytes, other seeds others")
    {
    }

  private:
    std::string Run(uint64_t seed)
    {
        ChainProblem problem = iovttest::MakeToyProblem();
        problem.frameRate = 30;
        PipelineFixture run(problem, "IovtPlanner");
        RngSeedManager::SetRun(seed);
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(MilliSeconds(33)),
                               "Jitter",
                               TimeValue(MilliSeconds(20)));
        ScheduleCall(Seconds(3), [&run] { run.SetLinkRate(1, 20e6); });
        run.Run(8);
        return Record(run);
    }

    void DoRun() override
    {
        const std::string first = Run(1);
        NS_TEST_EXPECT_MSG_GT(first.size(), 10000, "there is something to compare");
        NS_TEST_EXPECT_MSG_EQ((first == Run(1)), true, "equal");
        NS_TEST_EXPECT_MSG_EQ((first == Run(2)), false, "the jitter counts");
        RngSeedManager::SetRun(1);
    }
};

class SummaryCase : public TestCase
{
  public:
    SummaryCase()
        : TestCase("utilisation, intensity and throughput windows follow from the records")
    {
    }

  private:
    void DoRun() override
    {
        PipelineFixture run(MakeTimedProblem({.02, .05, .03}, 10), "IovtEqualLayersPlanner");
        run.Run(10);
        const auto records = run.helper.GetMonitor().GetRecords();
        const auto steps = SummariseSteps(records, 0, 10);
        NS_TEST_ASSERT_MSG_EQ(steps.size(), 7, "four links, three stages");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[1].utilisation, .2, .01, "20 ms of 100");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[3].utilisation, .5, .01, "50 ms of 100");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[3].planned, .05, 1e-9, "planned");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[3].realised, .05, 1e-8, "realised");
        NS_TEST_EXPECT_MSG_EQ_TOL(steps[3].intensity, .05e12 / 3, 1, "work over traffic");
        NS_TEST_EXPECT_MSG_EQ(steps[3].name, "stage 2", "in the order of the way");
        NS_TEST_EXPECT_MSG_EQ((steps[3].kind == StepKind::COMPUTE), true, "a stage");
        NS_TEST_EXPECT_MSG_EQ(steps[4].name, "link 2", "behind the second stage");
        NS_TEST_EXPECT_MSG_EQ((steps[4].kind == StepKind::TRANSFER), true, "a link");
        const StepRecord& stage = records[5]->GetStep("stage 2");
        NS_TEST_EXPECT_MSG_EQ(stage.part, "layers 2-2", "what runs there");
        NS_TEST_EXPECT_MSG_EQ(stage.planned.node, run.GetDevices().Get(1)->GetId(), "where");
        NS_TEST_EXPECT_MSG_EQ(stage.Get<PipelineFigures>().structure.value_or(99), 0, "how");
        NS_TEST_EXPECT_MSG_EQ(records[5]->GetStep("link 3").planned.peer,
                              run.GetSinkNode()->GetId(),
                              "to the sink");
        const auto windows = ListThroughput(records, 1, 10);
        NS_TEST_ASSERT_MSG_EQ(windows.size(), 10, "ten seconds");
        for (std::size_t i = 2; i < 10; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(windows[i].GetThroughput(), 10, 1e-9, "ten a second");
            NS_TEST_EXPECT_MSG_EQ_TOL(windows[i].latency, .1, 1e-6, "latency");
        }
        std::ostringstream text;
        PrintSteps(steps, text);
        NS_TEST_EXPECT_MSG_NE(text.str().find("stage 2"), std::string::npos, "printed");
    }
};

class PipelineTestSuite : public TestSuite
{
  public:
    PipelineTestSuite()
        : TestSuite("edge-ai-pipeline", TEST_SYSTEM)
    {
        AddTestCase(new TandemCase, TEST_QUICK);
        AddTestCase(new DropCase(Processor::DROP_NEWEST), TEST_QUICK);
        AddTestCase(new DropCase(Processor::DROP_OLDEST), TEST_QUICK);
        const ChainProblem toy = iovttest::MakeToyProblem();
        for (const int64_t option : {0, 1, 2})
        {
            AddTestCase(
                new AcceptanceCase("toy chain", toy, "IovtFixedStructurePlanner", "Option", option),
                TEST_QUICK);
        }
        for (const char* planner : {"IovtPlanner",
                                    "IovtEqualLayersPlanner",
                                    "IovtUnfusedPlanner",
                                    "IovtSplitPointPlanner",
                                    "IovtDevicePlanner"})
        {
            AddTestCase(new AcceptanceCase("toy chain", toy, planner), TEST_QUICK);
        }
        AddTestCase(new AcceptanceCase("RepVGG-A0 at 100 Mbit per second",
                                       MakeIovtProblem(100e6),
                                       "IovtPlanner"),
                    TEST_QUICK);
        AddTestCase(new AcceptanceCase("RepVGG-A0 at 20 Mbit per second",
                                       MakeIovtProblem(20e6),
                                       "IovtFixedStructurePlanner"),
                    TEST_QUICK);
        AddTestCase(new DatagramCase, TEST_QUICK);
        AddTestCase(new DeterminismCase, TEST_QUICK);
        AddTestCase(new SummaryCase, TEST_QUICK);
    }
};

PipelineTestSuite g_pipelineTestSuite; ///< registers the suite

} // namespace
