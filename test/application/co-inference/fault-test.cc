/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Whatever breaks, every task ends once, with the reason it deserves, and nothing hangs.

#include "support/co-inference-fixture.h"

#include "ns3/error-model.h"
#include "ns3/object-factory.h"
#include "ns3/pointer.h"
#include "ns3/udp-socket-factory.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Break something at 20 s in a run of a task every 0.5 s, and see how the tasks end.
class FaultCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    static constexpr double FAULT = 20; ///< [s]

    static void Prepare(CoInferenceFixture& run)
    {
        run.helper.SetBudget(Seconds(0.5), 0.1);
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(0.5)),
                               "Offset",
                               TimeValue(Seconds(0.1)));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(3)));
    }

    /// Tasks before the fault are completed, conservation holds, and none is left behind.
    TaskCounts Check(CoInferenceFixture& run, double until = 60)
    {
        const TaskCounts counts = run.Run(until);
        NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_GT(counts.completed, 36, "fine before the fault");
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            if (task->generated < until - 7)
            {
                NS_TEST_EXPECT_MSG_NE(task->outcome,
                                      TaskOutcome::UNFINISHED,
                                      "task of " << task->generated << " s hangs");
            }
        }
        return counts;
    }

    static uint64_t Get(const TaskCounts& counts, TaskOutcome outcome)
    {
        const auto it = counts.byOutcome.find(outcome);
        return it == counts.byOutcome.end() ? 0 : it->second;
    }

    /// All frames are lost in both directions from the fault until an instant.
    static void BreakLink(CoInferenceFixture& run, double until)
    {
        run.Build();
        auto model = CreateObjectWithAttributes<RateErrorModel>("ErrorRate",
                                                                DoubleValue(1),
                                                                "ErrorUnit",
                                                                StringValue("ERROR_UNIT_PACKET"));
        model->Disable();
        for (uint32_t i = 0; i < run.links.GetN(); ++i)
        {
            run.links.Get(i)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        }
        Simulator::Schedule(Seconds(FAULT), &ErrorModel::Enable, model);
        Simulator::Schedule(Seconds(until), &ErrorModel::Disable, model);
    }
};

class ServerStopCase : public FaultCase
{
  public:
    ServerStopCase()
        : FaultCase("server stopped in the middle of the run")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool udp : {false, true})
        {
            CoInferenceFixture run;
            Prepare(run);
            if (udp)
            {
                run.helper.SetClientAttribute("Protocol",
                                              TypeIdValue(UdpSocketFactory::GetTypeId()));
            }
            run.Build();
            run.GetServer()->SetStopTime(Seconds(FAULT));
            const TaskCounts counts = Check(run);
            NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::SERVER_SILENT) +
                                      Get(counts, TaskOutcome::LINK_LOST),
                                  60,
                                  "tasks after it are dropped, udp = " << udp);
            NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::SERVER_SILENT),
                                  0,
                                  "those it was working on know why");
            NS_TEST_EXPECT_MSG_EQ(run.GetServer()->GetJobCount(), 0, "the server forgot its jobs");
        }
    }
};

class StandingPlanCase : public FaultCase
{
  public:
    StandingPlanCase()
        : FaultCase("the server goes while tasks follow a standing plan: each ends in its own time")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        Prepare(run);
        run.helper.SetClientAttribute("PlanPerTask", BooleanValue(false));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(3)));
        run.Build();
        run.GetServer()->SetStopTime(Seconds(FAULT));
        const TaskCounts counts = Check(run);
        NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::LINK_LOST), 20, "nobody is there");
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            if (task->outcome != TaskOutcome::UNFINISHED)
            {
                NS_TEST_EXPECT_MSG_LT(task->ended - task->generated,
                                      7,
                                      "whatever comes behind it: task " << task->id);
            }
        }
    }
};

class LinkDownCase : public FaultCase
{
  public:
    LinkDownCase()
        : FaultCase("link down for a while, then back")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        Prepare(run);
        BreakLink(run, 35);
        const TaskCounts counts = Check(run, 90);
        NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::LINK_LOST) +
                                  Get(counts, TaskOutcome::SERVER_SILENT),
                              10,
                              "tasks meanwhile are dropped");
        uint64_t late = 0;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            late += task->generated > 60 && task->outcome == TaskOutcome::COMPLETED;
        }
        NS_TEST_EXPECT_MSG_GT(late, 50, "it works again afterwards");
    }
};

class LossyDatagramCase : public FaultCase
{
  public:
    LossyDatagramCase()
        : FaultCase("UDP over a link that loses a third of the frames")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        Prepare(run);
        run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        run.Build();
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(5);
        ScheduleCall(Seconds(FAULT), [&run, random] {
            auto model =
                CreateObjectWithAttributes<RateErrorModel>("ErrorRate",
                                                           DoubleValue(0.33),
                                                           "ErrorUnit",
                                                           StringValue("ERROR_UNIT_PACKET"));
            model->SetRandomVariable(random);
            run.links.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        });
        const TaskCounts counts = Check(run);
        NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::SEGMENT_LOST) +
                                  Get(counts, TaskOutcome::SERVER_SILENT),
                              20,
                              "features with a hole are never answered, until plans send none");
        NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::SEGMENT_LOST),
                              5,
                              "and the server says so where it can be asked");
    }
};

class DepletionCase : public FaultCase
{
  public:
    DepletionCase()
        : FaultCase("the device runs out of energy, and is charged again")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run;
        Prepare(run);
        run.Build();
        ScheduleCall(Seconds(FAULT), [&run] {
            Processor::Find(run.devices.Get(0))->SetPowered(false);
            run.GetClient()->HandleDepletion();
        });
        ScheduleCall(Seconds(30), [&run] {
            Processor::Find(run.devices.Get(0))->SetPowered(true);
            run.GetClient()->HandleRecharged();
        });
        const TaskCounts counts = Check(run);
        NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::BATTERY), 0, "what was under way");
        NS_TEST_EXPECT_MSG_LT(Get(counts, TaskOutcome::BATTERY), 3, "and nothing else");
        uint64_t meanwhile = 0;
        uint64_t later = 0;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            meanwhile += task->generated > FAULT && task->generated < 30;
            later += task->generated > 30 && task->outcome == TaskOutcome::COMPLETED;
        }
        NS_TEST_EXPECT_MSG_EQ(meanwhile, 0, "a device without energy has no tasks");
        NS_TEST_EXPECT_MSG_GT(later, 50, "it works again afterwards");
        NS_TEST_EXPECT_MSG_EQ(counts.dropped, Get(counts, TaskOutcome::BATTERY), "no other reason");
    }
};

class QueueCase : public FaultCase
{
  public:
    QueueCase()
        : FaultCase("more tasks than the device can take: queues fill, tasks are dropped")
    {
    }

  private:
    void DoRun() override
    {
        // At the client.
        {
            CoInferenceFixture run;
            Prepare(run);
            run.helper.SetClientAttribute("QueueLimit", UintegerValue(4));
            run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                   "Period",
                                   TimeValue(Seconds(0.05)));
            const TaskCounts counts = run.Run(20);
            NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
            NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::QUEUE_FULL), 100, "dropped");
            NS_TEST_EXPECT_MSG_GT(counts.completed, 20, "the others go on");
        }
        // At the device's processor.
        {
            CoInferenceFixture run;
            Prepare(run);
            run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                   "Period",
                                   TimeValue(Seconds(0.05)));
            run.Build();
            Processor::Find(run.devices.Get(0))->SetAttribute("QueueLimit", UintegerValue(2));
            const TaskCounts counts = run.Run(20);
            NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
            NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::QUEUE_FULL), 20, "dropped");
        }
        // At the server's: two devices, one slow shared processor.
        {
            CoInferenceFixture run("LaimPlanner", 2);
            Prepare(run);
            run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                                   "Period",
                                   TimeValue(Seconds(0.25)));
            run.Build();
            Processor::Find(run.server.Get(0))->SetAttribute("QueueLimit", UintegerValue(1));
            const TaskCounts counts = run.Run(20);
            NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
            NS_TEST_EXPECT_MSG_GT(Get(counts, TaskOutcome::QUEUE_FULL), 10, "dropped");
            NS_TEST_EXPECT_MSG_GT(counts.completed, 10, "the others go on");
        }
    }
};

class DeadlineCase : public FaultCase
{
  public:
    DeadlineCase()
        : FaultCase("late tasks go on with their deadline missed, or are dropped, as told")
    {
    }

  private:
    TaskCounts RunOverloaded(const std::string& policy, uint64_t& missed)
    {
        CoInferenceFixture run;
        Prepare(run);
        run.helper.SetClientAttribute("DeadlinePolicy", StringValue(policy));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(30)));
        // A plan that ends exactly at the deadline is late by the headers.
        run.helper.SetControllerAttribute("Margin", DoubleValue(0.02));
        run.helper.SetArrivals("ns3::edgeai::PoissonArrivals",
                               "Rate",
                               DoubleValue(6),
                               "MaxTasks",
                               UintegerValue(20));
        const TaskCounts counts = run.Run(60);
        NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "nothing hangs");
        missed = 0;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            missed += task->deadlineMissed;
        }
        return counts;
    }

    void DoRun() override
    {
        uint64_t missed = 0;
        const TaskCounts finish = RunOverloaded("Finish", missed);
        NS_TEST_EXPECT_MSG_EQ(finish.completed, 20, "all are completed");
        NS_TEST_EXPECT_MSG_GT(missed, 10, "most of them late");
        const TaskCounts drop = RunOverloaded("Drop", missed);
        NS_TEST_EXPECT_MSG_GT(Get(drop, TaskOutcome::DEADLINE), 5, "late ones are dropped");
        NS_TEST_EXPECT_MSG_GT(drop.completed, 3, "which lets others through");
        NS_TEST_EXPECT_MSG_EQ(drop.completed + Get(drop, TaskOutcome::DEADLINE),
                              20,
                              "no other end");
    }
};

class StopCase : public FaultCase
{
  public:
    StopCase()
        : FaultCase("tasks of a stopped client end as stopped, those at the end stay unfinished")
    {
    }

  private:
    void DoRun() override
    {
        {
            CoInferenceFixture run;
            Prepare(run);
            run.Build();
            run.GetClient()->SetStopTime(Seconds(FAULT + 0.2));
            const TaskCounts counts = Check(run);
            NS_TEST_EXPECT_MSG_EQ(Get(counts, TaskOutcome::STOPPED), 1, "the one under way");
            NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "none is left");
            run.GetClient()->Generate(TaskShape());
            NS_TEST_EXPECT_MSG_EQ(Get(run.helper.GetMonitor().GetCounts(), TaskOutcome::STOPPED),
                                  2,
                                  "a task asked of a stopped client ends at once");
        }
        CoInferenceFixture run;
        Prepare(run);
        const TaskCounts counts = run.Run(20.3);
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 1, "cut off by the end of the simulation");
        NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
    }
};

class RefusalCase : public FaultCase
{
  public:
    RefusalCase()
        : FaultCase("what the server does not offer, or cannot plan, is refused in words")
    {
    }

  private:
    void DoRun() override
    {
        Try("Network", StringValue("VGG-16"), "not offered", TaskOutcome::REFUSED);
        Try("Network", StringValue("/etc/passwd"), "not offered", TaskOutcome::REFUSED);
        Try("SplitMin", UintegerValue(25), "splitMin = 25", TaskOutcome::REFUSED);
        Try("EnergyBudget", DoubleValue(1e-9), "energy", TaskOutcome::INFEASIBLE);
        Try("LatencyBudget", TimeValue(MicroSeconds(1)), "latency", TaskOutcome::INFEASIBLE);
    }

    void Try(const std::string& name,
             const AttributeValue& value,
             const std::string& expected,
             TaskOutcome outcome)
    {
        CoInferenceFixture run;
        run.Build();
        run.GetClient()->SetAttribute(name, value);
        run.Run();
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            NS_TEST_EXPECT_MSG_EQ(task->outcome, outcome, name);
            NS_TEST_EXPECT_MSG_NE(task->detail.find(expected), std::string::npos, task->detail);
        }
        NS_TEST_EXPECT_MSG_EQ(run.GetServer()->GetMalformedCount(), 0, "well-formed nevertheless");
    }
};

class FaultTestSuite : public TestSuite
{
  public:
    FaultTestSuite()
        : TestSuite("edge-ai-faults", TEST_SYSTEM)
    {
        AddTestCase(new ServerStopCase, TEST_QUICK);
        AddTestCase(new StandingPlanCase, TEST_QUICK);
        AddTestCase(new LinkDownCase, TEST_QUICK);
        AddTestCase(new LossyDatagramCase, TEST_QUICK);
        AddTestCase(new DepletionCase, TEST_QUICK);
        AddTestCase(new QueueCase, TEST_QUICK);
        AddTestCase(new DeadlineCase, TEST_QUICK);
        AddTestCase(new StopCase, TEST_QUICK);
        AddTestCase(new RefusalCase, TEST_QUICK);
    }
};

FaultTestSuite g_faultTestSuite; ///< registers the suite

} // namespace
