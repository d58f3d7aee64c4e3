/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Jobs in slices of a processor: never slower than the slice, whatever the others do.

#include "compute/constant-governors.h"
#include "compute/planned-governor.h"
#include "support/compute-fixture.h"

#include "ns3/edge-ai-compat.h"

#include <algorithm>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a job of a flow in a slice
Job
MakeSliced(JobLog& log, uint64_t flow, double slice, double flop, double clock)
{
    Job job = log.MakeJob(flop);
    job.flow = flow;
    job.slice = slice;
    job.clock = clock;
    job.tag = flow;
    return job;
}

/// @returns a processor of 1e9 cycle/s that follows plans; a busy unit draws 1e-27 f^3
Ptr<Processor>
MakeServer(const TextAttributes& attributes = {})
{
    Ptr<Processor> processor = MakeProcessor(
        {{"FlopPerCycle", "1"}, {"OperatingPoints", "1e6..1e9"}, {"PowerCoefficient", "1e-27"}});
    for (const auto& [name, value] : attributes)
    {
        processor->SetAttribute(name, StringValue(value));
    }
    processor->SetGovernor(CreateObject<PlannedGovernor>());
    return processor;
}

/// Side by side at their own clocks, with their own energy.
class SideBySideCase : public TestCase
{
  public:
    SideBySideCase()
        : TestCase("slices run side by side at clocks of their own")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        Ptr<Processor> processor = MakeServer();
        // Full slices of 0.25 and 0.75, and one below its slice.
        processor->Submit(MakeSliced(log, 1, 0.25, 0.5e9, 0.25e9));
        processor->Submit(MakeSliced(log, 2, 0.5, 0.5e9, 0.5e9));
        processor->Submit(MakeSliced(log, 3, 0.25, 0.2e9, 0.1e9));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(2), "0.5e9 FLOP at 0.25e9 cycle/s");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).ended, Seconds(1), "0.5e9 FLOP at 0.5e9 cycle/s");
        NS_TEST_EXPECT_MSG_EQ(log.Get(3).ended, Seconds(2), "0.2e9 FLOP at 0.1e9 cycle/s");
        // psi f^3 t each.
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(1).energy, 0.25 * 0.25 * 0.25 * 2, 1e-9, "energy");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(2).energy, 0.5 * 0.5 * 0.5, 1e-9, "energy");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(3).energy, 0.1 * 0.1 * 0.1 * 2, 1e-9, "energy");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(3).meanClock, 0.1e9, 1, "clock");
        const double sum = log.Get(1).energy + log.Get(2).energy + log.Get(3).energy;
        NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetBusyEnergy(), sum, 1e-9, "all of it is somebody's");
        NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetBusyUnitTime(), 1.5, 1e-9, "slices in use");
        Simulator::Destroy();
    }
};

/// What a flow asks beyond its slice.
class GuaranteeCase : public TestCase
{
  public:
    explicit GuaranteeCase(bool conserving)
        : TestCase(conserving ? "what is left over is used, and given back when it is needed"
                              : "nobody gets more than a slice, even if it is left over"),
          m_conserving(conserving)
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        Ptr<Processor> processor =
            MakeServer({{"WorkConserving", m_conserving ? "true" : "false"}});
        // Flow 1 asks for all, has a quarter; flow 2 comes at 0.5 s for its three quarters.
        processor->Submit(MakeSliced(log, 1, 0.25, 1e9, 1e9));
        CallAt(Seconds(0.5),
               [&]() { processor->Submit(MakeSliced(log, 2, 0.75, 0.75e9, 0.75e9)); });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).ended, Seconds(1.5), "its slice is there at once");
        // Conserving: 0.5e9 by 0.5 s, 0.25e9 by 1.5 s, the rest at full speed. Otherwise 4 s.
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended,
                              (m_conserving ? Seconds(1.75) : Seconds(4)),
                              "the greedy one");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(1).energy, 1, 1e-9, "1e9 cycles at 1e9 cycle/s, always");
        Simulator::Destroy();
    }

    bool m_conserving;
};

/// Two jobs of one flow, jobs outside slices, slices that are too many.
class OrderCase : public TestCase
{
  public:
    OrderCase()
        : TestCase("a slice serves its flow in order; who has none gets what is left over")
    {
    }

  private:
    void DoRun() override
    {
        {
            JobLog log;
            Ptr<Processor> processor = MakeServer({{"WorkConserving", "false"}});
            Job second = MakeSliced(log, 1, 0.5, 0.5e9, 0.5e9);
            second.tag = 7;
            processor->Submit(MakeSliced(log, 1, 0.5, 0.5e9, 0.5e9));
            processor->Submit(second);
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(1), "the first as if alone");
            NS_TEST_EXPECT_MSG_EQ(log.Get(7).started, Seconds(1), "the second waits its turn");
            NS_TEST_EXPECT_MSG_EQ(log.Get(7).ended, Seconds(2), "and is as fast then");
            NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(7).meanClock, 0.5e9, 1, "its wait is no work");
            Simulator::Destroy();
        }
        {
            JobLog log;
            Ptr<Processor> processor = MakeServer({{"WorkConserving", "false"}});
            Job outside = log.MakeJob(0.5e9);
            outside.tag = 9;
            processor->Submit(outside);
            processor->Submit(MakeSliced(log, 1, 0.75, 0.75e9, 0.75e9));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(1), "the slice");
            NS_TEST_EXPECT_MSG_EQ(log.Get(9).ended, Seconds(1.25), "a quarter for 1 s, then all");
            Simulator::Destroy();
        }
        {
            // 0.8 and 0.8 are promised: both are cut alike.
            JobLog log;
            Ptr<Processor> processor = MakeServer();
            processor->Submit(MakeSliced(log, 1, 0.8, 0.8e9, 0.8e9));
            processor->Submit(MakeSliced(log, 2, 0.8, 0.8e9, 0.8e9));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(1.6), "1 / 1.6 of it");
            NS_TEST_EXPECT_MSG_EQ(log.Get(2).ended, Seconds(1.6), "1 / 1.6 of it");
            Simulator::Destroy();
        }
    }
};

/// Shares of the time where the clock does not go as low, units, and limits.
class ClockCase : public TestCase
{
  public:
    ClockCase()
        : TestCase("a slice below the least clock is a share of the time; units; bad slices")
    {
    }

  private:
    void DoRun() override
    {
        {
            // A tenth of the processor at its least clock of 0.5e9: a fifth of the time.
            JobLog log;
            Ptr<Processor> processor =
                MakeServer({{"WorkConserving", "false"}, {"OperatingPoints", "0.5e9..1e9"}});
            processor->Submit(MakeSliced(log, 1, 0.1, 0.1e9, 0.1e9));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(1), "as fast as the slice");
            NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(1).energy, 0.025, 1e-9, "1e8 cycles at 0.5e9");
            Simulator::Destroy();
        }
        {
            // Two of four units each, linear: 2e9 FLOP/s.
            JobLog log;
            Ptr<Processor> processor = MakeServer({{"Units", "4"}});
            for (uint64_t flow : {1, 2})
            {
                Job job = MakeSliced(log, flow, 0.5, 2e9, 1e9);
                job.units = 2;
                processor->Submit(job);
            }
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(1), "two units");
            NS_TEST_EXPECT_MSG_EQ(log.Get(2).ended, Seconds(1), "two units");
            NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetBusyUnitTime(), 4, 1e-9, "all four are busy");
            Simulator::Destroy();
        }
        {
            // A governor with a mind of its own: shares of the time at its clock.
            JobLog log;
            Ptr<Processor> processor = MakeServer();
            processor->SetGovernor(CreateObject<PerformanceGovernor>());
            processor->Submit(MakeSliced(log, 1, 0.5, 1e9, 0));
            processor->Submit(MakeSliced(log, 2, 0.5, 1e9, 0));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(2), "half the time");
            Simulator::Destroy();
        }
        for (const double slice : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()})
        {
            JobLog log;
            MakeServer()->Submit(MakeSliced(log, 1, slice, 1, 0));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.Get(1).outcome, JobOutcome::INVALID, "slice " << slice);
            Simulator::Destroy();
        }
    }
};

/// Whoever leaves, and whoever is one too many.
class EndingCase : public TestCase
{
  public:
    EndingCase()
        : TestCase("cancelling, limits and a dry battery end jobs in slices too")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        Ptr<Processor> processor = MakeServer({{"QueueLimit", "2"}, {"WorkConserving", "false"}});
        const uint64_t first = processor->Submit(MakeSliced(log, 1, 0.5, 1e9, 0.5e9));
        Job second = MakeSliced(log, 1, 0.5, 1e9, 0.5e9);
        second.tag = 2;
        const uint64_t waiting = processor->Submit(second);
        Job third = MakeSliced(log, 3, 0.5, 1e9, 0.5e9);
        processor->Submit(third);
        CallAt(Seconds(0.5), [&]() {
            processor->Cancel(waiting);
            processor->Cancel(first);
            Job last = MakeSliced(log, 4, 0.5, 1e9, 0.5e9);
            processor->Submit(last);
        });
        CallAt(Seconds(1), [&]() { processor->SetPowered(false); });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.Get(3).outcome, JobOutcome::QUEUE_FULL, "the third");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).outcome, JobOutcome::CANCELLED, "waiting");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).energy, 0, "it never began");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(1).energy, 0.0625, 1e-9, "half a second at 0.5e9");
        NS_TEST_EXPECT_MSG_EQ(log.Get(4).outcome, JobOutcome::BATTERY, "served");
        Simulator::Destroy();
    }
};

/// Random jobs: every job of a flow that asks for no more than its slice, one at a time, is as fast
/// as alone.
class PromiseCase : public TestCase
{
  public:
    PromiseCase()
        : TestCase("under random loads no slice is slower than promised, and energy is conserved")
    {
    }

  private:
    static constexpr uint32_t FLOWS = 6;
    static constexpr int JOBS = 3000;

    void DoRun() override
    {
        m_draw = CreateObject<UniformRandomVariable>();
        m_draw->SetStream(5);
        m_processor = MakeServer();
        for (uint64_t flow = 0; flow < FLOWS; ++flow)
        {
            Simulator::ScheduleNow(&PromiseCase::Submit, this, flow);
        }
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_ended, JOBS, "all end");
        NS_TEST_EXPECT_MSG_LT(m_worst, 1e-6, "as fast as alone in its slice, or faster");
        NS_TEST_EXPECT_MSG_EQ_TOL(m_processor->GetBusyEnergy() / m_energy, 1, 1e-9, "energy");
        m_processor = nullptr;
        Simulator::Destroy();
    }

    void Submit(uint64_t flow)
    {
        if (m_begun == JOBS)
        {
            return;
        }
        ++m_begun;
        const bool greedy = flow == 0; // asks for all of it
        const double slice = 1.0 / FLOWS;
        Job job;
        job.flow = flow;
        job.slice = slice;
        job.flop = m_draw->GetValue(1e6, 1e9);
        job.clock = greedy ? 1e9 : m_draw->GetValue(0.2, 1) * slice * 1e9;
        const double alone = job.flop / std::min(job.clock, slice * 1e9);
        job.done = [this, flow, alone](const JobReport& report) {
            ++m_ended;
            m_energy += report.energy;
            m_worst = std::max(m_worst, (report.ended - report.submitted).GetSeconds() / alone - 1);
            Simulator::Schedule(Seconds(m_draw->GetValue(0, 2)), &PromiseCase::Submit, this, flow);
        };
        m_processor->Submit(job);
    }

    Ptr<Processor> m_processor;
    Ptr<UniformRandomVariable> m_draw;
    int m_begun{0};
    int m_ended{0};
    double m_energy{0};
    double m_worst{0};
};

class ProcessorSliceTestSuite : public TestSuite
{
  public:
    ProcessorSliceTestSuite()
        : TestSuite("edge-ai-processor-slice", TEST_UNIT)
    {
        AddTestCase(new SideBySideCase, TEST_QUICK);
        AddTestCase(new GuaranteeCase(true), TEST_QUICK);
        AddTestCase(new GuaranteeCase(false), TEST_QUICK);
        AddTestCase(new OrderCase, TEST_QUICK);
        AddTestCase(new ClockCase, TEST_QUICK);
        AddTestCase(new EndingCase, TEST_QUICK);
        AddTestCase(new PromiseCase, TEST_QUICK);
    }
};

ProcessorSliceTestSuite g_processorSliceTestSuite; ///< registers the suite

} // namespace
