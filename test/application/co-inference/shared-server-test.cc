/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A server that several devices share: what plans take it for, and what it turns out to be.

#include "allocation/split/split-steps.h"
#include "application/co-inference/co-inference-body.h"
#include "application/co-inference/server-description.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"

#include "ns3/co-inference-figures.h"
#include "ns3/network-catalogue.h"
#include "ns3/processor.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// All of the work on the server, everything as fast as it goes: the server is what is loaded.
class ServerPlanner : public SplitPlanner
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::SharedServerTestPlanner")
                                .SetParent<SplitPlanner>()
                                .SetGroupName("EdgeAi")
                                .HideFromDocumentation();
        return tid;
    }

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override
    {
        SplitPlan plan;
        plan.status = PlanStatus::SOLVED;
        for (std::size_t i = 0; i < problem.devices.size(); ++i)
        {
            const SplitDevice& device = problem.devices[i];
            const SplitOption& option = device.options.front();
            SplitDecision decision;
            decision.status = PlanStatus::SOLVED;
            decision.deviceKeepRatio = decision.serverKeepRatio = 1;
            decision.txPower = device.txPowerMax;
            decision.bandwidth = problem.bandwidth / problem.devices.size();
            decision.serverClock = problem.GetServerSlice(i);
            const double noise = problem.noiseDensity * decision.bandwidth;
            const double rate = decision.bandwidth *
                                std::log2(1 + decision.txPower * device.gain / noise) *
                                device.rateFactor;
            SplitCosts costs;
            costs.uplink.time = option.uplinkBits / rate;
            costs.uplink.energy = decision.txPower * costs.uplink.time;
            costs.server.time =
                option.serverFlop / problem.server.flopPerCycle / decision.serverClock;
            costs.server.energy = problem.server.usageEffectiveness *
                                  problem.server.powerCoefficient *
                                  std::pow(decision.serverClock, 3) * costs.server.time;
            decision.steps = MakeSplitSteps(problem, i, decision, costs);
            decision.latency =
                costs.uplink.time + costs.server.time + device.overheadLatency + device.serverWait;
            decision.energy = costs.uplink.energy + costs.server.energy;
            plan.Append(decision, "");
        }
        return plan;
    }
};

/// A server that does all the work, behind uplinks that are no queue.
void
PutOnServer(CoInferenceFixture& run)
{
    run.helper.SetBudget(Seconds(100), 1e6);
    run.helper.SetControllerAttribute("AdaptRate", BooleanValue(false));
    run.helper.SetControllerAttribute("PlanTolerance", DoubleValue(1e-6));
    run.link.SetAttribute("Bandwidth", DoubleValue(1e9));
    run.Build();
    run.helper.GetController()->SetPlanner(CreateObject<ServerPlanner>());
}

/// Poisson arrivals at a queue: the law of the plan against the mean of what happened.
class QueueCase : public TestCase
{
  public:
    /// A load and how well the mean of so many tasks is known.
    struct Point
    {
        double load;      ///< utilisation aimed at
        double tolerance; ///< of the means, relative
    };

    /**
     * @param [in] what the queue
     * @param [in] discipline of the processor  @param [in] law of its service times
     * @param [in] points utilisations
     * @param [in] tasks how many each
     */
    QueueCase(const std::string& what,
              const std::string& discipline,
              const std::string& law,
              const std::vector<Point>& points,
              uint32_t tasks)
        : TestCase("planned against realised in a queue: " + what),
          m_discipline(discipline),
          m_law(law),
          m_points(points),
          m_tasks(tasks)
    {
    }

  private:
    static constexpr uint32_t DEVICES = 8;

    void DoRun() override
    {
        for (const Point& point : m_points)
        {
            Check(point);
        }
    }

    void Check(const Point& point)
    {
        const std::string where = GetName() + ", load " + std::to_string(point.load);
        CoInferenceFixture run("LaimPlanner", DEVICES, NETWORK);
        const Ptr<Processor> server = Processor::Find(run.server.Get(0));
        server->SetAttribute("FlopPerCycle", DoubleValue(m_work / 1e9)); // a tenth of a second
        server->SetAttribute("Discipline", StringValue(m_discipline));
        server->SetAttribute("ServiceLaw", StringValue(m_law));
        server->AssignStreams(900);
        const double service = server->GetServiceTime(m_work, 0, 1, 0);
        const double rate = point.load / service / DEVICES;
        run.helper.SetControllerAttribute("ServerSharing", StringValue("Queue"));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(1000)));
        run.helper.SetArrivals("Poisson", "Rate", DoubleValue(rate));
        PutOnServer(run);
        run.Run(20 + m_tasks * service / point.load);

        double waitPlanned = 0;
        double waitRealised = 0;
        double timePlanned = 0;
        double timeRealised = 0;
        double latencyPlanned = 0;
        double latencyRealised = 0;
        double count = 0;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            if (task->generated < 20 || task->outcome != TaskOutcome::COMPLETED)
            {
                continue; // before all devices were known, or after the end
            }
            const StepRecord& step = task->GetStep("server");
            waitPlanned += std::isnan(step.planned.wait) ? 0 : step.planned.wait;
            waitRealised += step.GetWait();
            timePlanned += step.planned.time;
            timeRealised += step.GetTime();
            latencyPlanned += task->planned.latency;
            latencyRealised += task->realised.latency;
            ++count;
        }
        NS_TEST_ASSERT_MSG_GT(count,
                              0.9 * m_tasks,
                              where << ": tasks; the first ended thus: "
                                    << run.helper.GetMonitor().GetRecords().front()->detail);
        std::cout << where << ": wait " << waitPlanned / count << " planned, "
                  << waitRealised / count << " s; time " << timePlanned / count << " planned, "
                  << timeRealised / count << " s; latency " << latencyPlanned / count
                  << " planned, " << latencyRealised / count << " s" << std::endl;
        EXPECT_RELATIVE(timeRealised, timePlanned, point.tolerance, where << ": time");
        EXPECT_RELATIVE(latencyRealised, latencyPlanned, point.tolerance, where << ": latency");
        const double residual = m_law == "Exponential" ? 1 : 0.5;
        const double wait = residual * point.load * service / (1 - point.load);
        if (m_discipline == "Fcfs")
        {
            EXPECT_RELATIVE(waitPlanned / count, wait, 1e-3, where << ": the plan is the law's");
            EXPECT_RELATIVE(waitRealised, waitPlanned, point.tolerance, where << ": wait");
        }
        else
        {
            EXPECT_RELATIVE(timePlanned / count,
                            service / (1 - point.load),
                            1e-3,
                            where << ": the plan is the law's");
            EXPECT_TRUE(waitRealised == 0 && waitPlanned == 0, where << ": nobody waits");
        }
    }

    static constexpr const char* NETWORK = "NiN"; ///< a small input, for many tasks in little time
    const double m_work = LoadNetworkProfile(NETWORK).GetFlop(); ///< [FLOP]
    std::string m_discipline;
    std::string m_law;
    std::vector<Point> m_points;
    uint32_t m_tasks;
};

/// A slice as loaded as it can be, among others that want all they can get.
class SliceCase : public TestCase
{
  public:
    SliceCase()
        : TestCase("plans of slices hold at every utilisation, whatever the others do")
    {
    }

  private:
    static constexpr uint32_t DEVICES = 4;

    void DoRun() override
    {
        const double work = LoadNetworkProfile("ViT-L/16@part=encoder").GetFlop();
        for (const bool conserving : {true, false})
        {
            for (const double load : {0.1, 0.3, 0.5, 0.7, 0.9})
            {
                std::ostringstream where;
                where << "load " << load << (conserving ? ", conserving" : "");
                CoInferenceFixture run("LaimPlanner", DEVICES);
                const Ptr<Processor> server = Processor::Find(run.server.Get(0));
                server->SetAttribute("WorkConserving", BooleanValue(conserving));
                const double service = DEVICES * server->GetServiceTime(work, 0, 1, 0);
                run.helper.SetArrivals("Periodic", "Period", TimeValue(Seconds(service / load)));
                PutOnServer(run);
                run.Run(20 * service / load);
                for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
                {
                    if (task->outcome == TaskOutcome::COMPLETED)
                    {
                        const StepRecord& step = task->GetStep("server");
                        EXPECT_RELATIVE(step.planned.time, service, 1e-6, where.str() << ": slice");
                        EXPECT_RELATIVE(step.GetTime(), service, 1e-6, where.str() << ": time");
                        EXPECT_RELATIVE(step.energy,
                                        step.planned.energy,
                                        1e-6,
                                        where.str() << ": energy");
                        EXPECT_RELATIVE(task->realised.latency,
                                        task->planned.latency,
                                        0.005,
                                        where.str() << ": latency");
                    }
                }
                EXPECT_TRUE(run.helper.GetMonitor().GetCounts().completed >= 19 * DEVICES,
                            where.str() << ": all are completed");
            }
        }
    }
};

/// README's script with eight devices and the default arrivals.
class ReadmeCase : public TestCase
{
  public:
    ReadmeCase()
        : TestCase("eight devices at a task a second each: nobody is late")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 8);
        run.helper.SetBudget(Seconds(1), 0.1);
        run.helper.SetArrivals("Periodic");
        const TaskCounts counts = run.Run(60);
        EXPECT_TRUE(counts.completed >= 8 * 59, counts.completed << " completed");
        EXPECT_TRUE(counts.dropped == 0, counts.dropped << " dropped");
        double latest = 0;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            if (task->outcome == TaskOutcome::COMPLETED)
            {
                latest = std::max(latest, task->realised.latency / task->planned.latency);
                EXPECT_TRUE(!task->deadlineMissed, "task " << task->id << " is late");
                EXPECT_RELATIVE(task->realised.energy,
                                task->planned.energy,
                                0.005,
                                "energy of task " << task->id);
            }
        }
        EXPECT_TRUE(latest < 1.01, "late by " << latest << ", the margin is 1.01");
        EXPECT_TRUE(run.helper.GetMonitor().GetSummary().notes.empty(), "nothing to say");
    }
};

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

/// Offered more than it can do.
class OverloadCase : public TestCase
{
  public:
    OverloadCase()
        : TestCase("who cannot keep up is said at the first plan, with the numbers")
    {
    }

  private:
    std::string Summarise(const std::string& sharing, double rate, uint32_t devices)
    {
        CoInferenceFixture run("LaimPlanner", devices);
        run.helper.SetControllerAttribute("ServerSharing", StringValue(sharing));
        run.helper.SetArrivals("Periodic", "Period", TimeValue(Seconds(1 / rate)));
        PutOnServer(run);
        run.Run(1);
        m_first = "";
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            m_first += m_first.empty() ? task->detail : "";
        }
        std::ostringstream text;
        run.helper.GetMonitor().PrintSummary(text);
        return text.str();
    }

    void DoRun() override
    {
        // 0.0966 s of the whole server: 2 x 8 a second are 1.5 of what it can do.
        const auto says = [this](const std::string& sharing, double rate, const char* words) {
            const std::string text = Summarise(sharing, rate, 2);
            EXPECT_TRUE(text.find(words) != std::string::npos, sharing << ": " << text);
        };
        says("Whole", 8, "the server cannot keep up: offered load 1.5");
        says("Slice", 8, "its slice of the server cannot keep up: offered load 1.5");
        says("Queue", 8, "the server cannot keep up: offered load 1.5");
        for (const char* sharing : {"Whole", "Slice", "Queue"})
        {
            const std::string text = Summarise(sharing, 2, 2);
            EXPECT_TRUE(text.find("keep up") == std::string::npos, sharing << ": " << text);
        }
    }

    std::string m_first;
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
        plan.decisions.resize(asked.devices.size());
        for (SplitDecision& decision : plan.decisions)
        {
            decision.status = PlanStatus::SOLVED;
            decision.deviceKeepRatio = decision.serverKeepRatio = 1;
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

class SharedServerTestSuite : public TestSuite
{
  public:
    SharedServerTestSuite()
        : TestSuite("edge-ai-shared-server", TEST_SYSTEM)
    {
        const std::vector<QueueCase::Point> few{{0.4, 0.15}};
        const std::vector<QueueCase::Point> all{{0.1, 0.1},
                                                {0.3, 0.08},
                                                {0.5, 0.08},
                                                {0.7, 0.12},
                                                {0.9, 0.3}};
        for (const auto& [points, tasks, duration] :
             {std::make_tuple(few, 3000, TEST_QUICK), std::make_tuple(all, 20000, TEST_EXTENSIVE)})
        {
            AddTestCase(new QueueCase("fixed work", "Fcfs", "Deterministic", points, tasks),
                        duration);
            AddTestCase(new QueueCase("exponential work", "Fcfs", "Exponential", points, tasks),
                        duration);
            AddTestCase(new QueueCase("fixed work, shared",
                                      "ProcessorSharing",
                                      "Deterministic",
                                      points,
                                      tasks),
                        duration);
        }
        AddTestCase(new SliceCase, TEST_QUICK);
        AddTestCase(new ReadmeCase, TEST_QUICK);
        AddTestCase(new ComingCase, TEST_QUICK);
        AddTestCase(new OverloadCase, TEST_QUICK);
        AddTestCase(new ProblemCase, TEST_QUICK);
        AddTestCase(new BoastCase, TEST_QUICK);
        AddTestCase(new DividingCase, TEST_QUICK);
    }
};

SharedServerTestSuite g_sharedServerTestSuite; ///< registers the suite

} // namespace
