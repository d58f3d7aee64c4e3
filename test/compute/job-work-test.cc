/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What reports say was done on a job: work and memory traffic, of jobs that end early, too.

#include "support/compute-fixture.h"
#include "support/expectations.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class EndedEarlyCase : public TestCase
{
  public:
    EndedEarlyCase()
        : TestCase("a job that ends early has done the share of its work that it had time for")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        auto processor = MakeProcessor({{"OperatingPoints", "1e9"},
                                        {"FlopPerCycle", "4"},
                                        {"PowerCoefficient", "1e-27"},
                                        {"JobOverhead", "0.5s"}});
        for (uint64_t tag = 0; tag < 4; ++tag)
        {
            Job job = log.MakeJob(4e9); // a second of work, and half of one before that
            job.bytesMoved = tag == 3 ? 0 : 1000;
            job.tag = tag;
            const uint64_t id = processor->Submit(job);
            if (tag == 1) // from 1.5 s to 3 s
            {
                CallAt(Seconds(2.25), [processor, id] { processor->Cancel(id); });
            }
            if (tag == 2) // from 2.25 s on
            {
                CallAt(Seconds(2.5), [processor, id] { processor->Cancel(id); });
            }
        }
        Job waiting = log.MakeJob(4e9);
        waiting.tag = 4;
        const uint64_t id = processor->Submit(waiting);
        CallAt(Seconds(1), [processor, id] { processor->Cancel(id); });
        Simulator::Run();
        EXPECT_RELATIVE(log.Get(0).flop, 4e9, 0, "all of it");
        EXPECT_RELATIVE(log.Get(0).bytesMoved, 1000, 0, "all of it");
        EXPECT_RELATIVE(log.Get(1).flop, 1e9, 1e-9, "a quarter");
        EXPECT_RELATIVE(log.Get(1).bytesMoved, 250, 1e-9, "a quarter");
        EXPECT_ABSOLUTE(log.Get(2).flop, 0, 0, "nothing but the time before the work");
        EXPECT_ABSOLUTE(log.Get(2).bytesMoved, 0, 0, "likewise");
        EXPECT_RELATIVE(log.Get(3).flop, 4e9, 0, "all of it");
        EXPECT_TRUE(std::isnan(log.Get(3).bytesMoved), "of traffic nothing was said");
        EXPECT_ABSOLUTE(log.Get(4).flop, 0, 0, "it never began");
        Simulator::Destroy();
    }
};

class RandomWorkCase : public TestCase
{
  public:
    RandomWorkCase()
        : TestCase("random work is done as drawn, and a batch does the work of all its jobs")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        auto processor = MakeProcessor({{"OperatingPoints", "1e9"},
                                        {"FlopPerCycle", "4"},
                                        {"PowerCoefficient", "1e-27"},
                                        {"ServiceLaw", "Exponential"}});
        processor->AssignStreams(1);
        for (int i = 0; i < 20; ++i)
        {
            Job job = log.MakeJob(4e9);
            job.bytesMoved = 1000;
            processor->Submit(job);
        }
        Simulator::Run();
        for (const JobReport& report : log.reports)
        {
            const double seconds = (report.ended - report.started).GetSeconds();
            EXPECT_RELATIVE(report.flop, 4e9 * seconds, 1e-6, "work at 4 GFLOP/s");
            EXPECT_RELATIVE(report.bytesMoved, 1000 * seconds, 1e-6, "and its traffic");
        }
        Simulator::Destroy();
    }
};

class JobWorkTestSuite : public TestSuite
{
  public:
    JobWorkTestSuite()
        : TestSuite("edge-ai-job-work", TEST_UNIT)
    {
        AddTestCase(new EndedEarlyCase, TEST_QUICK);
        AddTestCase(new RandomWorkCase, TEST_QUICK);
    }
};

JobWorkTestSuite g_jobWorkTestSuite; ///< registers the suite

} // namespace
