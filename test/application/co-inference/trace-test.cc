/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Tasks of recorded traces from the file to the record: what is uploaded and computed, what does
// not fit, whose rows are whose; and times at the end of the simulator's clock.

#include "support/co-inference-fixture.h"

#include "ns3/enum.h"
#include "ns3/test.h"
#include "ns3/trace-arrivals.h"
#include "ns3/udp-socket-factory.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class TraceRunCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    /// @param [in] text of a trace  @returns path of a file with it
    std::string Save(const std::string& text)
    {
        const std::string path = CreateTempDirFilename("trace.csv");
        std::ofstream(path) << text;
        return path;
    }

    /// @param [in] monitor of a run  @returns tasks in the order of their numbers
    static std::vector<const TaskRecord*> GetTasks(const InferenceMonitor& monitor)
    {
        std::vector<const TaskRecord*> tasks = monitor.GetRecords();
        std::sort(tasks.begin(), tasks.end(), [](const TaskRecord* a, const TaskRecord* b) {
            return std::make_pair(a->generated, a->node) < std::make_pair(b->generated, b->node);
        });
        return tasks;
    }
};

class AnswerRunCase : public TraceRunCase
{
  public:
    AnswerRunCase()
        : TraceRunCase("prompts and answers that do not fit together are refused with the limit")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 1, "GPT-2");
        run.helper.SetBudget(Seconds(8), 100);
        run.helper.SetArrivals("ns3::edgeai::TraceArrivals",
                               "File",
                               StringValue(Save("TIMESTAMP,in,out\n0,10,1000\n10,1000,1000\n"
                                                "20,510,1000\n30,1025,1\n")),
                               "TokensInColumn",
                               StringValue("in"),
                               "TokensOutColumn",
                               StringValue("out"));
        run.Run(60);
        const auto tasks = GetTasks(run.helper.GetMonitor());
        NS_TEST_ASSERT_MSG_EQ(tasks.size(), 4, "rows");
        NS_TEST_ASSERT_MSG_EQ(tasks[0]->outcome, TaskOutcome::COMPLETED, tasks[0]->detail);
        for (std::size_t i = 1; i < tasks.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(tasks[i]->outcome, TaskOutcome::REFUSED, "task " << i);
            NS_TEST_EXPECT_MSG_NE(tasks[i]->detail.find("in 1..1024, got"),
                                  std::string::npos,
                                  tasks[i]->detail);
        }
    }
};

class ImageRunCase : public TraceRunCase
{
  public:
    ImageRunCase()
        : TraceRunCase("a prompt without images uploads nothing, one with two their bits")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool datagrams : {false, true})
        {
            CoInferenceFixture run("LaimPlanner", 1, "GPT-2");
            if (datagrams)
            {
                run.helper.SetClientAttribute("Protocol",
                                              TypeIdValue(UdpSocketFactory::GetTypeId()));
            }
            run.helper.SetArrivals("ns3::edgeai::TraceArrivals",
                                   "File",
                                   StringValue(Save("\xEF\xBB\xBFTIMESTAMP,images,in,out\n"
                                                    "2024-10-15 00:00:00.1+00:00,0,300,20\n"
                                                    "2024-10-15 00:00:10.1+00:00,1,300,20\n"
                                                    "2024-10-15 00:00:20.1+00:00,2,300,20\n")),
                                   "InputColumn",
                                   StringValue("images"),
                                   "InputUnit",
                                   DoubleValue(1e6),
                                   "TokensInColumn",
                                   StringValue("in"),
                                   "TokensOutColumn",
                                   StringValue("out"));
            run.Run(40);
            const auto tasks = GetTasks(run.helper.GetMonitor());
            NS_TEST_ASSERT_MSG_EQ(tasks.size(), 3, "rows");
            for (std::size_t i = 0; i < tasks.size(); ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(tasks[i]->outcome, TaskOutcome::COMPLETED, tasks[i]->detail);
                NS_TEST_EXPECT_MSG_EQ(tasks[i]->GetStep("uplink").planned.bits, 1e6 * i, "bits");
                NS_TEST_EXPECT_MSG_EQ_TOL(tasks[i]->generated, 10. * i, 1e-6, "gaps");
            }
        }
    }
};

class DealRunCase : public TraceRunCase
{
  public:
    DealRunCase()
        : TraceRunCase("the helper deals a trace out among the devices it installs")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = Save("TIMESTAMP,user\n0,zoe\n1,ann\n2,zoe\n3,bob\n4,zoe\n5,bob\n");
        // Every device's instants.
        Check(path, "Whole", {{0, 1, 2, 3, 4, 5}, {0, 1, 2, 3, 4, 5}});
        Check(path, "InTurn", {{0, 2, 4}, {1, 3, 5}});
        Check(path, "ByColumn", {{0, 2, 3, 4, 5}, {1}});
        Check(path, "ByColumn", {{0, 2, 4}, {1}, {3, 5}, {}});
    }

    void Check(const std::string& path,
               const std::string& deal,
               const std::vector<std::vector<double>>& expected)
    {
        CoInferenceFixture run("LaimPlanner", expected.size());
        run.helper.SetArrivals("ns3::edgeai::TraceArrivals",
                               "File",
                               StringValue(path),
                               "Deal",
                               StringValue(deal),
                               "DealColumn",
                               StringValue("user"));
        run.Run(20);
        std::vector<std::vector<double>> instants(expected.size());
        for (const TaskRecord* task : GetTasks(run.helper.GetMonitor()))
        {
            instants.at(task->node).push_back(task->generated);
        }
        NS_TEST_EXPECT_MSG_EQ((instants == expected), true, deal << " of " << expected.size());
    }
};

class EndOfClockCase : public TraceRunCase
{
  public:
    EndOfClockCase()
        : TraceRunCase("budgets and time-outs as long as the simulator's clock do not wrap")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string policy : {"Finish", "Drop"})
        {
            for (const bool datagrams : {false, true})
            {
                CoInferenceFixture run;
                run.helper.SetBudget(Time::Max(), 0.1);
                run.helper.SetClientAttribute("DeadlinePolicy", StringValue(policy));
                run.helper.SetClientAttribute("Timeout", TimeValue(Time::Max()));
                if (datagrams)
                {
                    run.helper.SetClientAttribute("Protocol",
                                                  TypeIdValue(UdpSocketFactory::GetTypeId()));
                }
                const TaskCounts counts = run.Run();
                NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
                NS_TEST_EXPECT_MSG_EQ(counts.generated, 3, policy);
                // With so much time nobody hurries; but nothing ends before its time either.
                for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
                {
                    const bool fine = task->outcome == TaskOutcome::COMPLETED ||
                                      task->outcome == TaskOutcome::UNFINISHED;
                    NS_TEST_EXPECT_MSG_EQ(fine, true, policy << ": " << task->detail);
                }
            }
        }
        // A second task that comes after the end of time never comes.
        CoInferenceFixture run;
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Time::Max()),
                               "Offset",
                               TimeValue(Seconds(2)));
        NS_TEST_EXPECT_MSG_EQ(run.Run().generated, 1, "one");
    }
};

class TraceRunTestSuite : public TestSuite
{
  public:
    TraceRunTestSuite()
        : TestSuite("edge-ai-trace-run", TEST_SYSTEM)
    {
        AddTestCase(new AnswerRunCase, TEST_QUICK);
        AddTestCase(new ImageRunCase, TEST_QUICK);
        AddTestCase(new DealRunCase, TEST_QUICK);
        AddTestCase(new EndOfClockCase, TEST_QUICK);
    }
};

TraceRunTestSuite g_traceRunTestSuite; ///< registers the suite

} // namespace
