/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Records of steps and nodes: what there was to do and what was done, steps that nobody takes,
// uploads that are not over, and a server whose battery is.

#include "support/co-inference-fixture.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/co-inference-figures.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/network-catalogue.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class LoadOfStepsCase : public TestCase
{
  public:
    LoadOfStepsCase()
        : TestCase("every step says what there is to do, and what was done")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        NS_TEST_ASSERT_MSG_EQ(run.Run().completed, 3, "done");
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            const StepRecord& server = task->GetStep("server");
            const StepRecord& downlink = task->GetStep("downlink");
            const double clock = task->Get<CoInferenceFigures>().planned.serverClock;
            const Ptr<Processor> processor = Processor::Find(run.server.Get(0));
            const double time = server.planned.work / (clock * processor->GetFlopPerCycle());
            NS_TEST_EXPECT_MSG_EQ_TOL(time, server.planned.time, 1e-9 * time, "work of the plan");
            NS_TEST_EXPECT_MSG_EQ_TOL(server.work,
                                      server.planned.work,
                                      1e-12 * server.work,
                                      "all of it was done");
            const NetworkProfile profile = LoadNetworkProfile(task->network);
            const CoInferenceFigures figures = task->Get<CoInferenceFigures>();
            const uint32_t split = figures.planned.split;
            const double weights = profile.GetParameters() - profile.GetParametersBefore(split);
            const double traffic = 2 * weights * figures.planned.serverKeepRatio +
                                   std::ceil(task->GetStep("uplink").bits / 8);
            NS_TEST_EXPECT_MSG_EQ_TOL(server.traffic, traffic, 1e-9 * traffic, "memory traffic");
            NS_TEST_EXPECT_MSG_GT(task->GetStep("device").traffic, 0, "likewise");
            NS_TEST_EXPECT_MSG_GT(downlink.planned.bits, 0, "the answer");
            NS_TEST_EXPECT_MSG_EQ_TOL(downlink.planned.bits, downlink.bits, 8, "in whole bytes");
            for (const StepRecord& step : task->steps)
            {
                NS_TEST_EXPECT_MSG_EQ(step.planned.share, 1, step.planned.name << " is taken");
            }
        }
    }
};

/// A server whose jobs are more or less work than their network says, and tasks that are dropped.
class WorkDoneCase : public TestCase
{
  public:
    WorkDoneCase()
        : TestCase("the server's work is what it did, not what was planned")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 4);
        const Ptr<Processor> server = Processor::Find(run.server.Get(0));
        server->SetAttribute("ServiceLaw", StringValue("Exponential"));
        run.helper.SetClientAttribute("DeadlinePolicy", StringValue("Drop"));
        run.helper.SetArrivals("Periodic", "Period", TimeValue(Seconds(1.5)));
        run.Run(60);
        unsigned part = 0;
        unsigned whole = 0;
        unsigned other = 0;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            const StepRecord& step = task->GetStep("server");
            if (std::isnan(step.energy) || step.planned.share == 0)
            {
                continue;
            }
            ++(task->outcome == TaskOutcome::COMPLETED ? whole : part);
            other += std::abs(step.work / step.planned.work - 1) > 0.1;
            // The clock of the plan is kept, so that energy follows the work.
            const double energy = step.planned.energy * step.work / step.planned.work;
            // Very short jobs begin and end at whole nanoseconds.
            const double rounding = 2e-9 * step.planned.energy / step.planned.time;
            NS_TEST_EXPECT_MSG_EQ_TOL(step.energy,
                                      energy,
                                      1e-6 * energy + rounding,
                                      "task " << task->id);
            NS_TEST_EXPECT_MSG_GT(step.traffic, 0, "and moved something");
        }
        NS_TEST_EXPECT_MSG_GT(whole, 10, "answers");
        NS_TEST_EXPECT_MSG_GT(part, 0, "and tasks that were given up");
        NS_TEST_EXPECT_MSG_GT(other, 10, "hardly any is as planned");
    }
};

class StepsNobodyTakesCase : public TestCase
{
  public:
    StepsNobodyTakesCase()
        : TestCase("steps that a plan does without")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimOnServerPlanner");
        NS_TEST_ASSERT_MSG_EQ(run.Run().completed, 3, "done");
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        const TaskSummary all = monitor.GetSummary().all;
        NS_TEST_EXPECT_MSG_EQ(monitor.GetRecords().front()->GetStep("device").planned.share,
                              0,
                              "nobody computes there");
        NS_TEST_EXPECT_MSG_EQ(all.Find("device time")->realisedCount, 0, "zeros are no times");
        NS_TEST_EXPECT_MSG_EQ(all.Find("device energy")->realisedCount, 0, "nor energies");
        NS_TEST_EXPECT_MSG_EQ(all.Find("uplink time")->count, 3, "the others are");
        const QuantitySummary* clock = all.Find("device clock");
        NS_TEST_EXPECT_MSG_EQ((!clock || clock->plannedCount == 0), true, "no clock is planned");
    }
};

class UploadUnderWayCase : public TestCase
{
  public:
    UploadUnderWayCase()
        : TestCase("what an unfinished upload has radiated is for its task")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimOnServerPlanner");
        run.Build();
        const TaskCounts counts = run.Run(1.02);
        NS_TEST_ASSERT_MSG_EQ(counts.unfinished, 1, "in the middle of it");
        const EnergyBalance balance = run.helper.GetMonitor().GetEnergyBalance();
        NS_TEST_EXPECT_MSG_EQ(balance.fault, "", "adds up");
        const NodeEnergy& device = balance.nodes.front();
        const double sent = run.GetClient()->GetUploadEnergy();
        NS_TEST_ASSERT_MSG_GT(sent, 0, "something is on the air");
        NS_TEST_EXPECT_MSG_EQ(device.GetUnderWay(), sent, "under way");
        // What is left is the request's.
        NS_TEST_EXPECT_MSG_LT(device.radioBesides, 0.2 * sent, "and not besides");
        NS_TEST_EXPECT_MSG_EQ_TOL(device.drawn,
                                  device.processors + device.radio,
                                  1e-9 * device.drawn,
                                  "all of it");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(device.emptyFor), true, "without a battery none is empty");
    }
};

class DeadServerCase : public TestCase
{
  public:
    DeadServerCase()
        : TestCase("a server whose battery is empty says nothing")
    {
    }

  private:
    /// @param [in] capacity of the battery [J]
    void Try(double capacity)
    {
        CoInferenceFixture run("LaimOnServerPlanner");
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(1.1)),
                               "MaxTasks",
                               UintegerValue(20));
        const Ptr<Processor> processor = Processor::Find(run.server.Get(0));
        processor->SetAttribute("IdlePower", DoubleValue(1));
        run.Build();
        BasicEnergySourceHelper battery;
        battery.Set("BasicEnergySourceInitialEnergyJ", DoubleValue(capacity));
        const auto sources = battery.Install(run.server);
        ProcessorContainer processors;
        processors.Add(processor);
        ProcessorHelper().InstallEnergyModel(processors, sources);
        double last = 0;
        run.GetServer()->TraceConnectWithoutContext("Tx",
                                                    MakeBoundCallback(
                                                        +[](double* last, const InferenceMessage&) {
                                                            *last = Simulator::Now().GetSeconds();
                                                        },
                                                        &last));
        const TaskCounts counts = run.Run(60);
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        const EnergyBalance balance = monitor.GetEnergyBalance();
        NS_TEST_EXPECT_MSG_EQ(balance.fault, "", "adds up");
        const NodeEnergy& server = balance.nodes.back();
        NS_TEST_ASSERT_MSG_EQ(server.node, run.server.Get(0)->GetId(), "the server");
        NS_TEST_ASSERT_MSG_EQ(std::isnan(server.emptySince), false, "its death is known");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 0, "before");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "nothing hangs");
        NS_TEST_EXPECT_MSG_LT(last, server.emptySince, "nothing is said by the dead");
        for (const TaskRecord* task : monitor.GetRecords())
        {
            const bool battery = task->outcome == TaskOutcome::BATTERY;
            NS_TEST_EXPECT_MSG_EQ(battery, false, "who would have told: " << task->detail);
        }
    }

    void DoRun() override
    {
        for (const double capacity : {3.0, 3.2, 3.4, 3.6, 3.8, 4.0})
        {
            Try(capacity); // dies idle, or in the middle of a task
        }
    }
};

/// All of the above.
class StepRecordTestSuite : public TestSuite
{
  public:
    StepRecordTestSuite()
        : TestSuite("edge-ai-step-records", TEST_SYSTEM)
    {
        AddTestCase(new LoadOfStepsCase, TEST_QUICK);
        AddTestCase(new WorkDoneCase, TEST_QUICK);
        AddTestCase(new StepsNobodyTakesCase, TEST_QUICK);
        AddTestCase(new UploadUnderWayCase, TEST_QUICK);
        AddTestCase(new DeadServerCase, TEST_QUICK);
    }
};

StepRecordTestSuite g_stepRecordTestSuite; ///< registers itself

} // namespace
