/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a problem says of a server that several devices share.

#include "application/co-inference/co-inference-body.h"
#include "application/co-inference/server-description.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/server-planner.h"

#include "ns3/co-inference-figures.h"
#include "ns3/processor.h"

#include <cstddef>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Whoever comes and goes.
class ComingCase : public TestCase
{
  public:
    ComingCase()
        : TestCase("who comes and who goes changes the slices, and those who keep plans are told")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 3);
        run.helper.SetClientAttribute("PlanPerTask", BooleanValue(false));
        run.helper.SetArrivals("Periodic", "Period", TimeValue(Seconds(2)));
        PutOnServer(run);
        run.GetClient(1)->SetStartTime(Seconds(9));
        run.GetClient(1)->SetStopTime(Seconds(19));
        run.GetClient(2)->SetStartTime(Seconds(13));
        run.GetServer()->TraceConnectWithoutContext("Tx", MakeCallback(&ComingCase::CountTx, this));
        const TaskCounts counts = run.Run(29.9);
        EXPECT_TRUE(counts.dropped == 0, "nobody is dropped");
        // Alone, then two, three, two.
        const auto expect = [&](double instant, double slice) {
            for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
            {
                if (task->node == run.devices.Get(0)->GetId() && task->generated == instant)
                {
                    EXPECT_RELATIVE(task->Get<CoInferenceFigures>().planned.serverClock,
                                    1e10 * slice,
                                    1e-9,
                                    "at " << instant << " s");
                    EXPECT_RELATIVE(task->GetStep("server").GetTime(),
                                    task->GetStep("server").planned.time,
                                    1e-6,
                                    "at " << instant << " s");
                    return;
                }
            }
            EXPECT_TRUE(false, "no task at " << instant);
        };
        expect(8, 1);
        expect(10, 1.0 / 2);
        expect(14, 1.0 / 3);
        expect(20, 1.0 / 2);
        // A plan for each of the three, and one for each change to those who were there.
        EXPECT_TRUE(m_plans >= 3 + 1 + 2 + 2, m_plans << " plans");
        EXPECT_TRUE(m_plans <= 16, m_plans << " plans: nobody is told what has not changed");
    }

    void CountTx(const InferenceMessage& message)
    {
        m_plans += message.type == CoInferenceMessage::PLAN;
    }

    unsigned m_plans{0};
};

/// Sees what a planner is asked.
class ProbePlanner : public SplitPlanner
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::SharedServerProbePlanner")
                                .SetParent<SplitPlanner>()
                                .SetGroupName("EdgeAi")
                                .HideFromDocumentation();
        return tid;
    }

    bool DividesServer() const override
    {
        return divides;
    }

    mutable SplitProblem problem; ///< the latest
    bool divides{false};          ///< what it says of itself

  private:
    SplitPlan DoPlan(const SplitProblem& asked) const override
    {
        problem = asked;
        SplitPlan plan;
        plan.status = PlanStatus::SOLVED;
        for (std::size_t i = 0; i < asked.devices.size(); ++i)
        {
            plan.Append(DecideForServer(asked, i), "");
        }
        return plan;
    }
};

/// What problems say of the server.
class ProblemCase : public TestCase
{
  public:
    ProblemCase()
        : TestCase("problems state the whole server, and what each device gets of it")
    {
    }

  private:
    /// @returns the problem of four devices
    SplitProblem Ask(const std::string& sharing,
                     const ServerDescription& server,
                     bool divides = false,
                     const std::vector<double>& rates = {0, 0, 0, 0})
    {
        auto controller = CreateObject<CoInferenceController>();
        auto planner = CreateObject<ProbePlanner>();
        planner->divides = divides;
        controller->SetPlanner(planner);
        controller->SetAttribute("ServerSharing", StringValue(sharing));
        controller->SetAttribute("SliceWeights", StringValue(rates[0] > 0 ? "Load" : "Equal"));
        controller->Offer("ViT-L/16@part=encoder");
        RequestBody request;
        request.network = "ViT-L/16@part=encoder";
        request.latencyBudget = 1;
        request.energyBudget = 1;
        request.gain = 1e-10;
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.divideBand = true;
        request.processor.flopPerCycle = 32;
        request.processor.clockMax = 2e9;
        request.processor.powerCoefficient = 1e-28;
        for (uint64_t client = 1; client <= 4; ++client)
        {
            request.arrivalRate = rates[client - 1];
            const PlanBody plan = controller->Decide(client, request, server);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
            m_slice = controller->GetSlice(client);
        }
        const SplitProblem problem = planner->problem;
        controller->Dispose();
        return problem;
    }

    void DoRun() override
    {
        ServerDescription server;
        server.limits.flopPerCycle = 128;
        server.limits.clockMax = 10e9;
        server.limits.powerCoefficient = 1e-28;
        SplitProblem problem = Ask("Slice", server);
        EXPECT_RELATIVE(problem.server.clockMax, 10e9, 1e-12, "the whole server's");
        EXPECT_RELATIVE(problem.GetServerSlice(2), 2.5e9, 1e-12, "a quarter");
        EXPECT_RELATIVE(m_slice, 0.25, 1e-12, "which is enforced");
        problem = Ask("Slice", server, false, {1, 2, 3, 4});
        EXPECT_RELATIVE(problem.GetServerSlice(0), 1e9, 1e-12, "by load");
        EXPECT_RELATIVE(problem.GetServerSlice(3), 4e9, 1e-12, "by load");
        problem = Ask("Slice", server, true);
        EXPECT_RELATIVE(problem.server.clockMax, 10e9, 1e-12, "the planner shares it out");
        EXPECT_TRUE(problem.devices[1].serverClockMax == 0, "slices are open");
        for (const char* sharing : {"Whole", "Queue"})
        {
            problem = Ask(sharing, server);
            EXPECT_RELATIVE(problem.server.clockMax, 10e9, 1e-12, sharing << ": the server's");
            EXPECT_RELATIVE(problem.GetServerSlice(2), 10e9, 1e-12, sharing << ": in turns");
            EXPECT_TRUE(m_slice == 0, sharing << ": no slice");
        }
        // Clocks that do not go as low as a slice: a share of the time, worth as much.
        server.limits.clocks = {5e9, 10e9};
        problem = Ask("Slice", server);
        EXPECT_RELATIVE(problem.GetServerSlice(0), 5e9, 1e-12, "the least clock");
        EXPECT_RELATIVE(problem.server.flopPerCycle, 64, 1e-12, "half of the time");
        EXPECT_RELATIVE(problem.server.powerCoefficient, 0.5e-28, 1e-12, "and of the power");
        EXPECT_RELATIVE(problem.server.flopPerCycle * problem.server.clockMax,
                        128 * 10e9,
                        1e-12,
                        "the whole server's");
        // Units: one job runs on one.
        server.limits.clocks.clear();
        server.units.total = 8;
        server.units.clock = 10e9;
        problem = Ask("Slice", server);
        EXPECT_RELATIVE(problem.GetServerSlice(0), 10e9, 1e-12, "a unit");
        EXPECT_RELATIVE(problem.server.clockMax, 80e9, 1e-12, "of eight");
        problem = Ask("Slice", server, true);
        EXPECT_RELATIVE(problem.units.total, 8, 1e-12, "to be shared out");
    }

    double m_slice{0};
};

/// One that says it has a thousand tasks a second, and has one.
class BoastCase : public TestCase
{
  public:
    BoastCase()
        : TestCase("what a device says of its rate does not keep others from being served")
    {
    }

  private:
    void DoRun() override
    {
        auto controller = CreateObject<CoInferenceController>();
        controller->SetAttribute("ServerSharing", StringValue("Queue"));
        controller->SetPlanner(CreateObject<ServerPlanner>());
        controller->Offer("ViT-L/16@part=encoder");
        ServerDescription server;
        server.limits.flopPerCycle = 128;
        server.limits.clockMax = 10e9;
        server.limits.powerCoefficient = 1e-28;
        RequestBody request;
        request.network = "ViT-L/16@part=encoder";
        request.latencyBudget = 10;
        request.energyBudget = 1;
        request.gain = 1e-10;
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.processor.flopPerCycle = 32;
        request.processor.clockMax = 2e9;
        request.processor.powerCoefficient = 1e-28;
        PlanBody honest;
        for (int second = 0; second < 5; ++second)
        {
            ScheduleCall(Seconds(second), [&]() {
                for (uint64_t client : {1, 2})
                {
                    request.arrivalRate = client == 1 ? 1000 : 1;
                    const PlanBody plan = controller->Decide(client, request, server);
                    honest = client == 2 ? plan : honest;
                }
            });
        }
        Simulator::Run();
        const double wait = GetStep(honest.steps, "server").wait;
        // Two of about one task a second each, a tenth of a second long.
        EXPECT_TRUE(wait > 0.005 && wait < 0.02, "wait of the honest one is " << wait << " s");
        controller->Dispose();
        Simulator::Destroy();
    }
};

/// Planners that share out the server themselves.
class DividingCase : public TestCase
{
  public:
    DividingCase()
        : TestCase("what ECC shares out is enforced, in units and in clocks")
    {
    }

  private:
    void DoRun() override
    {
        for (const char* preset : {"EccServer", "LaimServer"})
        {
            CoInferenceFixture run("EccPlanner", 4);
            run.devices = NodeContainer(4);
            run.server = NodeContainer(1);
            ProcessorHelper("EccDevice").Install(run.devices);
            ProcessorHelper(preset).Install(run.server);
            run.helper.SetBudget(Seconds(10), 100);
            run.helper.SetArrivals("Periodic",
                                   "Period",
                                   TimeValue(Seconds(40)),
                                   "Offset",
                                   TimeValue(Seconds(1)));
            run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(40)));
            const TaskCounts counts = run.Run(240);
            EXPECT_TRUE(counts.completed >= 20, preset << ": " << counts.completed);
            EXPECT_TRUE(counts.dropped == 0, preset << ": " << counts.dropped);
            int onServer = 0;
            for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
            {
                const StepRecord& step = task->GetStep("server");
                if (task->outcome == TaskOutcome::COMPLETED && task->generated > 2 &&
                    step.planned.time > 0)
                {
                    ++onServer;
                    EXPECT_RELATIVE(step.GetTime(), step.planned.time, 0.005, preset);
                    EXPECT_TRUE(step.GetWait() == 0, preset << ": nobody waits");
                }
            }
            EXPECT_TRUE(onServer > 0, preset << ": somebody uses the server");
        }
    }
};

class ServerProblemTestSuite : public TestSuite
{
  public:
    ServerProblemTestSuite()
        : TestSuite("edge-ai-server-problem", TEST_SYSTEM)
    {
        AddTestCase(new ComingCase, TEST_QUICK);
        AddTestCase(new ProblemCase, TEST_QUICK);
        AddTestCase(new BoastCase, TEST_QUICK);
        AddTestCase(new DividingCase, TEST_QUICK);
    }
};

ServerProblemTestSuite g_serverProblemTestSuite; ///< registers the suite

} // namespace
