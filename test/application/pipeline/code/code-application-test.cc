/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Services whose tasks pass each other's blocks, through the stack: what the closed form promises
// and what comes of it, for every planner; records, determinism, several services, slices.

#include "support/code-fixture.h"
#include "support/expectations.h"
#include "support/test-text.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double FROM = 2; ///< means begin here [s]

/// The planned figures are those of the definition; the stack makes of them what it should.
class BaseCase : public TestCase
{
  public:
    BaseCase()
        : TestCase("base case: +37.1 % of throughput, -1.9 % of accuracy")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture own;
        own.AddBase("CodeOwnPathPlanner");
        own.Run(22);
        const double before = own.helper.GetOutcome(0, FROM, 22).throughput +
                              own.helper.GetOutcome(1, FROM, 22).throughput;
        Simulator::Destroy();

        CodeFixture f;
        f.AddBase("CodePlanner");
        const TaskCounts counts = f.Run(22);
        const std::vector<CodePathReport> decisions = f.helper.GetDecisions(0);
        NS_TEST_ASSERT_MSG_EQ(decisions.size(), 1, "nothing changes after the first decision");
        const CodePathReport& plan = decisions[0];
        NS_TEST_EXPECT_MSG_EQ(plan.path, "l1 h2 h3 l4 l5", "path");
        NS_TEST_EXPECT_MSG_EQ(plan.outcome, "used", "the host grants it");
        EXPECT_RELATIVE(plan.granted, 62.861651, 1e-6, "granted");
        const double planned = plan.localRate + plan.hostRate;
        EXPECT_ABSOLUTE(planned / (plan.ownLocalRate + plan.ownHostRate) - 1,
                        .371402,
                        1e-6,
                        "throughput planned");
        EXPECT_ABSOLUTE(plan.averageAccuracy / plan.ownAverageAccuracy - 1,
                        -.019101,
                        1e-6,
                        "accuracy planned");
        EXPECT_RELATIVE(plan.reward, 1.088061991, 1e-8, "reward");

        const CodeOutcome local = f.helper.GetOutcome(0, FROM, 22);
        const CodeOutcome host = f.helper.GetOutcome(1, FROM, 22);
        EXPECT_RELATIVE(local.throughput, plan.localRate, .005, "x_l realised");
        EXPECT_RELATIVE(host.throughput, 40., .005, "x_h realised");
        EXPECT_ABSOLUTE((local.throughput + host.throughput) / before - 1,
                        .371,
                        .005,
                        "throughput realised");
        // Four standard deviations of as many draws.
        const double draws = local.throughput * (22 - FROM);
        const double spread = 4 * std::sqrt(plan.accuracy * (1 - plan.accuracy) / draws);
        EXPECT_ABSOLUTE(local.accuracy, plan.accuracy, spread, "right answers");
        NS_TEST_EXPECT_MSG_LT(std::abs(local.accuracyPlanned - plan.accuracy), 1e-12, "law");
        EXPECT_TRUE(IsSound(f), "every task ends once");
        NS_TEST_EXPECT_MSG_EQ(f.helper.GetTurnedAway(1), 0, "the host turns none away");
        NS_TEST_EXPECT_MSG_EQ(counts.byOutcome.size(), 2, "completed, or not let in");
        NS_TEST_EXPECT_MSG_GT(counts.byOutcome.at(TaskOutcome::REFUSED), 100, "not let in");
    }
};

/// Every planner: never more than the closed form and 2 %, never much less; the host is protected.
class BoundCase : public TestCase
{
  public:
    explicit BoundCase(double hostLoad)
        : TestCase("all planners, host's load " + std::to_string(std::lround(hostLoad))),
          m_hostLoad(hostLoad)
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(CodeHelper::ListPlanners().size(), 8, "planners");
        for (const std::string& planner : CodeHelper::ListPlanners())
        {
            CodeFixture f;
            f.AddBase(planner, m_hostLoad);
            f.Run(8);
            const CodePathReport plan = f.helper.GetDecisions(0).at(0);
            const double local = f.helper.GetOutcome(0, FROM, 8).throughput;
            const double host = f.helper.GetOutcome(1, FROM, 8).throughput;
            const double planned = plan.localRate + plan.hostRate;
            NS_TEST_EXPECT_MSG_LT(local + host, 1.02 * planned, planner << ": bound");
            NS_TEST_EXPECT_MSG_GT(local + host, .98 * planned, planner << ": what was promised");
            NS_TEST_EXPECT_MSG_GT(host, .98 * plan.hostRate, planner << ": the host is protected");
            EXPECT_TRUE(IsSound(f), planner << ": every task ends once");
            NS_TEST_EXPECT_MSG_EQ(f.GetServer(0)->GetMalformedCount() +
                                      f.GetServer(1)->GetMalformedCount(),
                                  0,
                                  planner << ": servers understand each other");
            Simulator::Destroy();
        }
    }

    double m_hostLoad;
};

/// A record has the plan's steps, and what happened beside them; files have the family's columns.
class RecordCase : public TestCase
{
  public:
    RecordCase()
        : TestCase("records: steps, path, answers")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        constexpr double POWER = 12; // [W]
        f.Build();
        for (uint32_t i : {0, 1})
        {
            Processor::Find(f.servers.Get(i))->SetAttribute("StaticPower", DoubleValue(POWER));
        }
        f.Run(4);
        EXPECT_TRUE(IsSound(f), "energy adds up");
        const std::vector<std::string>
            names{"input", "local 1", "uplink 1", "host 1", "downlink 1", "local 2", "result"};
        uint64_t seen = 0;
        for (const TaskRecord* record : f.helper.GetMonitor().GetRecords())
        {
            if (record->outcome != TaskOutcome::COMPLETED || record->steps.size() != names.size())
            {
                continue;
            }
            ++seen;
            double sum = 0;
            for (std::size_t i = 0; i < names.size(); ++i)
            {
                const StepRecord& step = record->steps[i];
                NS_TEST_EXPECT_MSG_EQ(step.planned.name, names[i], "name");
                sum += step.GetTime() + step.GetWait();
                if (step.planned.kind == StepKind::COMPUTE)
                {
                    EXPECT_RELATIVE(step.GetTime(), step.planned.time, 1e-6, names[i]);
                    EXPECT_RELATIVE(step.work, step.planned.work, 1e-12, names[i]);
                    EXPECT_RELATIVE(step.energy, POWER * step.GetTime(), 1e-6, names[i]);
                }
                else
                {
                    EXPECT_RELATIVE(step.bits, step.planned.bits, 1e-9, names[i]);
                }
            }
            EXPECT_ABSOLUTE(sum + record->planWait, record->realised.latency, 1e-6, "latency");
            for (const std::size_t link : {2, 4})
            {
                // One behind another at times: two are handed to the transport at once.
                const StepRecord& step = record->steps[link];
                NS_TEST_EXPECT_MSG_GT(step.GetTime(), step.planned.time, "no link is faster");
                NS_TEST_EXPECT_MSG_LT(step.GetTime(), 2.5 * step.planned.time, "nor much slower");
            }
            NS_TEST_EXPECT_MSG_EQ(record->steps[3].planned.node,
                                  f.servers.Get(1)->GetId(),
                                  "the host's node");
        }
        NS_TEST_EXPECT_MSG_GT(seen, 150, "tasks passed the host");
        SetDataDir(NS_TEST_SOURCEDIR);
        const std::string file = CreateTempDirFilename("code.csv");
        f.helper.GetMonitor().Write(file);
        const std::string text = ReadFile(file);
        for (const std::string column : {"code_service",
                                         "code_path",
                                         "code_path_number",
                                         "code_host",
                                         "code_accuracy_planned",
                                         "code_accuracy_realised"})
        {
            EXPECT_TRUE(text.find(column) != std::string::npos, column << " is a column");
        }
        EXPECT_TRUE(text.find("l1 h2 h3 l4 l5") != std::string::npos, "paths are told");
    }
};

/// The same seed gives the same bytes; the ledger only observes.
class SameCase : public TestCase
{
  public:
    SameCase()
        : TestCase("same seed, same bytes")
    {
    }

  private:
    std::string Run()
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.helper.SetPoisson(true);
        f.Build();
        f.helper.ScheduleLoad(1, 3, 1.5);
        f.Run(8);
        EXPECT_TRUE(IsSound(f), "every task ends once");
        SetDataDir(NS_TEST_SOURCEDIR);
        const std::string file = CreateTempDirFilename("code.csv");
        f.helper.GetMonitor().Write(file);
        std::string all = ReadFile(file);
        all += ReadFile(CreateTempDirFilename("code-steps.csv"));
        for (const CodePathReport& decision : f.helper.GetDecisions(0))
        {
            std::ostringstream line;
            line << decision.made << decision.path << decision.granted << decision.outcome;
            all += line.str();
        }
        return all;
    }

    void DoRun() override
    {
        const std::string first = Run();
        NS_TEST_EXPECT_MSG_GT(first.size(), 100000, "something was written");
        EXPECT_TRUE(first == Run(), "it is the same again");
    }
};

/// Two services want the same host: together they get no more than it has to spare.
class ServicesCase : public TestCase
{
  public:
    ServicesCase()
        : TestCase("three services, two of which route")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.helper.AddService({"rival", "AlexNet", 50e9, 200, "CodePlanner"});
        f.count = 3;
        f.Run(14);
        double sum = 0;
        double guests = 0;
        for (uint32_t i = 0; i < 3; ++i)
        {
            sum += f.helper.GetOutcome(i, FROM, 14).throughput;
        }
        for (const CodeSecond& second : f.helper.GetSeconds(1))
        {
            guests = std::max(guests, second.guestShare);
        }
        const double host = f.helper.GetOutcome(1, FROM, 14).throughput;
        NS_TEST_EXPECT_MSG_GT(host, .98 * 40, "the host is protected");
        NS_TEST_EXPECT_MSG_GT(sum, 110 * 1.05, "more than all by themselves");
        NS_TEST_EXPECT_MSG_LT(guests, .37, "guests have what is not protected");
        EXPECT_TRUE(IsSound(f), "every task ends once");
    }
};

/// With slices guests cannot make own tasks wait for long, and all that was promised still passes.
class SliceCase : public TestCase
{
  public:
    SliceCase()
        : TestCase("slices instead of one queue")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.helper.SetServerAttribute("Slices", BooleanValue(true));
        f.Run(14);
        EXPECT_RELATIVE(f.helper.GetOutcome(0, FROM, 14).throughput, 62.8617, .02, "x_l");
        EXPECT_RELATIVE(f.helper.GetOutcome(1, FROM, 14).throughput, 40., .02, "x_h");
        EXPECT_TRUE(IsSound(f), "every task ends once");
        bool slower = false;
        for (const TaskRecord* record : f.helper.GetMonitor().GetRecords())
        {
            const StepRecord* step = record->FindStep("host 1");
            if (step && !std::isnan(step->finished))
            {
                // Beside an own task a guest has its share, not the whole processor.
                slower = slower || step->GetTime() > 1.5 * step->planned.time;
                NS_TEST_EXPECT_MSG_LT(step->GetTime(),
                                      4 * step->planned.time,
                                      "its share at least");
            }
        }
        EXPECT_TRUE(slower, "guests share the processor with own tasks");
    }
};

class CodeApplicationSuite : public TestSuite
{
  public:
    CodeApplicationSuite()
        : TestSuite("edge-ai-code-application", TEST_SYSTEM)
    {
        AddTestCase(new BaseCase, TEST_QUICK);
        AddTestCase(new BoundCase(20), TEST_QUICK);
        AddTestCase(new BoundCase(40), TEST_QUICK);
        AddTestCase(new RecordCase, TEST_QUICK);
        AddTestCase(new SameCase, TEST_QUICK);
        AddTestCase(new ServicesCase, TEST_QUICK);
        AddTestCase(new SliceCase, TEST_QUICK);
    }
} g_codeApplicationSuite;

} // namespace
