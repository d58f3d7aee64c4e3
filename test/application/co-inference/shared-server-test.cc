/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A server that several devices share: what plans take it for, and what it turns out to be.

#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/server-planner.h"

#include "ns3/network-catalogue.h"
#include "ns3/processor.h"

#include <algorithm>
#include <iostream>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Poisson arrivals at a queue: the law of the plan against the mean of what happened.
class SharedQueueCase : public TestCase
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
    SharedQueueCase(const std::string& what,
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

/// Tasks that come all at once, which no law of independent tasks is about.
class BunchCase : public TestCase
{
  public:
    BunchCase()
        : TestCase("waits that are far from the law of the plans are said, and planned with")
    {
    }

  private:
    /// @param [in] together whether all tasks come at the same instant, or by chance
    /// @param [in] discipline of the server  @returns the notes of the summary
    std::string Run(bool together, const std::string& discipline)
    {
        CoInferenceFixture run("LaimPlanner", DEVICES, "NiN");
        const Ptr<Processor> server = Processor::Find(run.server.Get(0));
        const double work = LoadNetworkProfile("NiN").GetFlop();
        server->SetAttribute("FlopPerCycle", DoubleValue(work / 1e9)); // a tenth of a second
        server->SetAttribute("Discipline", StringValue(discipline));
        run.helper.SetControllerAttribute("ServerSharing", StringValue("Queue"));
        constexpr double PERIOD = 1.6; // a load of 0.5 [s]
        if (together)
        {
            run.helper.SetArrivals("Periodic", "Period", TimeValue(Seconds(PERIOD)));
        }
        else
        {
            run.helper.SetArrivals("Poisson", "Rate", DoubleValue(1 / PERIOD));
        }
        PutOnServer(run);
        for (uint32_t i = 0; i < DEVICES; ++i)
        {
            run.GetClient(i)->SetAttribute("LatencyBudget", TimeValue(Seconds(5)));
        }
        run.Run(60);
        const InferenceMonitor& monitor = run.helper.GetMonitor();
        m_last = {0, 0};
        unsigned counted = 0;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            if (task->generated > 40 && task->outcome == TaskOutcome::COMPLETED)
            {
                const StepRecord& step = task->GetStep("server");
                ++counted;
                m_last.first += (step.planned.wait - m_last.first) / counted;
                m_last.second += (step.planned.time - m_last.second) / counted;
            }
        }
        EXPECT_TRUE(counted > 80, counted << " tasks");
        EXPECT_TRUE(IsConserved(monitor), ExplainImbalance(monitor));
        std::string notes;
        for (const auto& [note, count] : monitor.GetSummary().notes)
        {
            notes += note + "; ";
        }
        return notes;
    }

    void DoRun() override
    {
        // The eighth waits for seven others, all eight for 3.5 in the mean; by M/D/1 for a half.
        const std::string together = Run(true, "Fcfs");
        EXPECT_TRUE(together.find("tasks wait 0.35 s for the server on average, the law of the "
                                  "plans (M/G/1, tasks that come by chance) says 0.05 s: plans "
                                  "count on what is measured") != std::string::npos,
                    together);
        EXPECT_RELATIVE(m_last.first, 0.35, 0.01, "what plans count on");
        EXPECT_TRUE(Run(false, "Fcfs").empty(), "by chance");
        EXPECT_RELATIVE(m_last.first, 0.05, 0.1, "the law holds");
        // All eight take as long as one after the other; by M/D/1 with sharing twice as long.
        const std::string shared = Run(true, "ProcessorSharing");
        EXPECT_TRUE(shared.find("tasks take 8 times as long at the server as alone, the law of the "
                                "plans (M/G/1 processor sharing, tasks that come by chance) says "
                                "2: plans count on what is measured") != std::string::npos,
                    shared);
        EXPECT_RELATIVE(m_last.second, 0.8, 0.01, "what plans count on");
        EXPECT_TRUE(Run(false, "ProcessorSharing").empty(), "by chance");
        EXPECT_RELATIVE(m_last.second, 0.2, 0.1, "the law holds");
    }

    std::pair<double, double> m_last; ///< wait and time of the server's step in later plans [s]
    static constexpr uint32_t DEVICES = 8;
};

class SharedServerTestSuite : public TestSuite
{
  public:
    SharedServerTestSuite()
        : TestSuite("edge-ai-shared-server", TEST_SYSTEM)
    {
        const std::vector<SharedQueueCase::Point> few{{0.4, 0.15}};
        const std::vector<SharedQueueCase::Point> all{{0.1, 0.1},
                                                      {0.3, 0.08},
                                                      {0.5, 0.08},
                                                      {0.7, 0.12},
                                                      {0.9, 0.3}};
        for (const auto& [points, tasks, duration] :
             {std::make_tuple(few, 3000, TEST_QUICK), std::make_tuple(all, 20000, TEST_EXTENSIVE)})
        {
            AddTestCase(new SharedQueueCase("fixed work", "Fcfs", "Deterministic", points, tasks),
                        duration);
            AddTestCase(
                new SharedQueueCase("exponential work", "Fcfs", "Exponential", points, tasks),
                duration);
            AddTestCase(new SharedQueueCase("fixed work, shared",
                                            "ProcessorSharing",
                                            "Deterministic",
                                            points,
                                            tasks),
                        duration);
        }
        AddTestCase(new BunchCase, TEST_QUICK);
        AddTestCase(new SliceCase, TEST_QUICK);
        AddTestCase(new ReadmeCase, TEST_QUICK);
        AddTestCase(new OverloadCase, TEST_QUICK);
    }
};

SharedServerTestSuite g_sharedServerTestSuite; ///< registers the suite

} // namespace
