/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Jobs of one processor: closed forms, change of clock, refusal.

#include "compute/constant-governors.h"
#include "support/compute-fixture.h"

#include "ns3/edge-ai-compat.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Delay and energy of one job against the closed form with the constants of Lyu et al.
class ClosedFormCase : public TestCase
{
  public:
    ClosedFormCase()
        : TestCase("delay and energy of one job follow their closed forms")
    {
    }

  private:
    void DoRun() override
    {
        // Half of a ViT-L/16 device part of four blocks at 1.5 GHz.
        const double flop = 0.5 * 20466515968;
        JobLog log;
        auto device = MakeProcessor({{"OperatingPoints", "1e6..2e9"},
                                     {"FlopPerCycle", "32"},
                                     {"PowerCoefficient", "2e-29"}});
        Job job = log.MakeJob(flop);
        job.clock = 1.5e9;
        device->Submit(job);
        auto server = MakeProcessor({{"OperatingPoints", "1e6..1e10"},
                                     {"FlopPerCycle", "128"},
                                     {"PowerCoefficient", "1e-28"},
                                     {"UsageEffectiveness", "2"}});
        job.flop = 0.5 * (122799095808 - 20466515968);
        job.clock = 1e9;
        server->Submit(job);
        Simulator::Run();
        NS_TEST_ASSERT_MSG_EQ(log.reports.size(), 2, "both jobs end");
        const auto& first = log.reports.at(0);
        NS_TEST_EXPECT_MSG_EQ_TOL(first.ended.GetSeconds(), 0.2131928747, 1e-9, "device time");
        NS_TEST_EXPECT_MSG_EQ_TOL(first.energy, 0.0143905190, 1e-10, "device energy");
        NS_TEST_EXPECT_MSG_EQ_TOL(first.meanClock, 1.5e9, 1, "device clock");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.reports.at(1).ended.GetSeconds(),
                                  0.3997366400,
                                  1e-9,
                                  "server time");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.reports.at(1).energy, 0.0799473280, 1e-9, "server energy");
        NS_TEST_EXPECT_MSG_EQ_TOL(device->GetBusyEnergy(), first.energy, 1e-15, "accounts");
        Simulator::Destroy();
    }
};

/// A clock that is halved in the middle of a job.
class HalvingCase : public TestCase
{
  public:
    HalvingCase()
        : TestCase("halving the clock in the middle of a job doubles the rest of it")
    {
    }

  private:
    void DoRun() override
    {
        const double flop = 3e9;
        const double clock = 1.2e9;
        const double perCycle = 4;
        JobLog log;
        auto processor = MakeProcessor({{"OperatingPoints", "0.6e9 1.2e9"},
                                        {"FlopPerCycle", "4"},
                                        {"PowerCoefficient", "1e-27"}});
        auto governor = CreateObject<FixedGovernor>();
        processor->SetGovernor(governor);
        processor->Submit(log.MakeJob(flop));
        const double half = flop / 2 / (clock * perCycle);
        Simulator::Schedule(Seconds(half), &FixedGovernor::SetClock, governor, clock / 2);
        Simulator::Run();
        const auto& report = log.Get(0);
        NS_TEST_EXPECT_MSG_EQ(report.ended, Seconds(half) + Seconds(2 * half), "finish time");
        const double power = 1e-27 * clock * clock * clock;
        NS_TEST_EXPECT_MSG_EQ_TOL(report.energy, power * half + power / 8 * 2 * half, 1e-12, "J");
        NS_TEST_EXPECT_MSG_EQ_TOL(report.meanClock, clock * 2 / 3, 1e-3, "cycles over time");
        Simulator::Destroy();
    }
};

/// Very many clock changes under one job.
class RandomClocksCase : public TestCase
{
  public:
    RandomClocksCase()
        : TestCase("a hundred thousand clock changes keep the sum of the work")
    {
    }

  private:
    void DoRun() override
    {
        const double flop = 4e9;
        JobLog log;
        m_processor = MakeProcessor({{"OperatingPoints", "1e8..2e9"},
                                     {"FlopPerCycle", "2"},
                                     {"PowerCoefficient", "1e-27"}});
        m_governor = CreateObject<FixedGovernor>();
        m_processor->SetGovernor(m_governor);
        m_clock = 1e9;
        m_governor->SetClock(m_clock);
        m_random = CreateObject<UniformRandomVariable>();
        m_random->SetStream(1);
        m_processor->Submit(log.MakeJob(flop));
        Simulator::ScheduleNow(&RandomClocksCase::Change, this);
        Simulator::Run();
        const long double left = flop - m_work;
        const double end = static_cast<double>(m_last * 1e-9L + left / (2 * m_clock));
        m_energy += 1e-27L * m_clock * m_clock * m_clock * (left / (2 * m_clock));
        NS_TEST_EXPECT_MSG_EQ(m_changes, 100000, "all changes fell into the job");
        NS_TEST_EXPECT_MSG_LT(m_worst, 1e-12, "largest error of the work done, over all work");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).ended.GetSeconds(), end, 1e-9, "finish time");
        // The end falls on a time step, so the last piece may be half a step long or short.
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).energy,
                                  static_cast<double>(m_energy),
                                  1e-12 * m_energy + 8 * 0.5e-9,
                                  "energy");
        m_processor = nullptr;
        Simulator::Destroy();
    }

    /// Account independently, in integers of time, and change the clock.
    void Change()
    {
        const int64_t now = Simulator::Now().GetNanoSeconds();
        const long double step = (now - m_last) * 1e-9L;
        m_work += 2.0L * m_clock * step;
        m_energy += 1e-27L * m_clock * m_clock * m_clock * step;
        m_last = now;
        const auto service = m_processor->GetWorkInService();
        NS_TEST_ASSERT_MSG_EQ(service.size(), 1, "the job is served");
        const long double error = (4e9L - service.front().flop - m_work) / 4e9L;
        m_worst = std::max(m_worst, std::abs(static_cast<double>(error)));
        m_clock = m_random->GetValue(1e8, 2e9);
        m_governor->SetClock(m_clock);
        if (++m_changes < 100000)
        {
            Simulator::Schedule(NanoSeconds(m_random->GetInteger(1, 30000)),
                                &RandomClocksCase::Change,
                                this);
        }
    }

    Ptr<Processor> m_processor;          //!< under test
    Ptr<FixedGovernor> m_governor;       //!< its clock
    Ptr<UniformRandomVariable> m_random; //!< clocks and times
    double m_clock{0};                   //!< now [cycle/s]
    int64_t m_last{0};                   //!< instant of the last change [ns]
    uint32_t m_changes{0};               //!< so far
    long double m_work{0};               //!< done until the last change [FLOP]
    long double m_energy{0};             //!< used until the last change [J]
    double m_worst{0};                   //!< largest relative error so far
};

/// Overhead, roofline and speed-up law.
class ServiceTimeCase : public TestCase
{
  public:
    ServiceTimeCase()
        : TestCase("overhead, roofline and speed-up law")
    {
    }

  private:
    /**
     * @param [in] attributes of the processor
     * @param [in] job the job
     * @param [in] clockLater clock from 0.1 s on [cycle/s]
     * @returns when the job is done [s]
     */
    static double RunJob(const TextAttributes& attributes, Job job, double clockLater = 1e9)
    {
        auto processor = MakeProcessor(attributes);
        auto governor = CreateObject<FixedGovernor>();
        processor->SetGovernor(governor);
        double end = -1;
        job.done = [&end](const JobReport& report) { end = report.ended.GetSeconds(); };
        processor->Submit(job);
        Simulator::Schedule(MilliSeconds(100), &FixedGovernor::SetClock, governor, clockLater);
        Simulator::Run();
        Simulator::Destroy();
        return end;
    }

    void DoRun() override
    {
        Job job;
        job.flop = 4e9;
        job.bytesMoved = 1e9;
        const TextAttributes base{{"OperatingPoints", "0.25e9..1e9"}, {"FlopPerCycle", "8"}};
        const auto with = [&](const TextAttributes& more) {
            TextAttributes all = base;
            all.insert(all.end(), more.begin(), more.end());
            return all;
        };
        NS_TEST_EXPECT_MSG_EQ_TOL(RunJob(base, job), 0.5, 1e-9, "compute bound");
        NS_TEST_EXPECT_MSG_EQ_TOL(RunJob(with({{"MemoryBandwidth", "1e9"}}), job),
                                  1,
                                  1e-9,
                                  "memory bound");
        NS_TEST_EXPECT_MSG_EQ_TOL(
            RunJob(with({{"MemoryBandwidth", "1e9"}, {"JobOverhead", "30ms"}}), job),
            1.03,
            1e-9,
            "overhead adds");
        NS_TEST_EXPECT_MSG_EQ_TOL(RunJob(with({{"MemoryBandwidth", "1e9"}}), job, 0.5e9),
                                  1,
                                  1e-9,
                                  "half the clock does not slow the memory");
        NS_TEST_EXPECT_MSG_EQ_TOL(RunJob(with({{"MemoryBandwidth", "1e9"}}), job, 0.25e9),
                                  0.1 + 0.9 * 2,
                                  1e-9,
                                  "a quarter of it makes the work compute bound");
        NS_TEST_EXPECT_MSG_EQ_TOL(RunJob(with({{"JobOverhead", "200ms"}}), job, 0.5e9),
                                  0.2 + 1,
                                  1e-9,
                                  "the clock does not scale the overhead");
        job.bytesMoved = 0;
        job.units = 4;
        NS_TEST_EXPECT_MSG_EQ_TOL(RunJob(with({{"Units", "8"}, {"SpeedupExponent", "0.5"}}), job),
                                  0.25,
                                  1e-9,
                                  "four units are twice as fast with alpha 0.5");
        auto processor = MakeProcessor(
            with({{"Units", "8"}, {"SpeedupExponent", "0.5"}, {"JobOverhead", "1ms"}}));
        NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetServiceTime(4e9, 0, 4, 0.5e9),
                                  0.501,
                                  1e-12,
                                  "the time planners ask for");
        job.flop = 0;
        NS_TEST_EXPECT_MSG_EQ(RunJob(base, job), 0, "no work takes no time");
    }
};

/// Memory admission.
class MemoryCase : public TestCase
{
  public:
    MemoryCase()
        : TestCase("resident bytes that do not fit are refused and never wait")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        auto processor = MakeProcessor({{"FlopPerCycle", "1"}, {"MemorySize", "1000"}});
        NS_TEST_EXPECT_MSG_EQ(processor->ReserveMemory(400), true, "weights fit");
        NS_TEST_EXPECT_MSG_EQ(processor->ReserveMemory(700), false, "more do not");
        const auto submit = [&](uint64_t tag, double bytes) {
            Job job = log.MakeJob(1e9);
            job.residentBytes = bytes;
            job.tag = tag;
            processor->Submit(job);
        };
        submit(1, 500);
        submit(2, 101);
        submit(3, 100);
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).outcome, JobOutcome::MEMORY, "one byte too many");
        NS_TEST_EXPECT_MSG_EQ((log.Get(2).reason.find("residentBytes") != std::string::npos),
                              true,
                              "the reason names the field: " << log.Get(2).reason);
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).started, log.Get(2).ended, "it never began");
        NS_TEST_EXPECT_MSG_EQ(processor->GetFreeMemory(), 0, "all of it is used");
        CallAt(Seconds(1.5), [&]() { submit(4, 500); });
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.Get(3).outcome, JobOutcome::COMPLETED, "what fits waits");
        NS_TEST_EXPECT_MSG_EQ(log.Get(4).outcome, JobOutcome::COMPLETED, "memory is given back");
        // In parts whose sum is not 400 to the last bit, with fractions of jobs beside it.
        for (int i = 0; i < 30; ++i)
        {
            processor->ReleaseMemory(400. / 30);
        }
        NS_TEST_EXPECT_MSG_EQ(processor->GetFreeMemory(), 1000, "nothing is left behind");
        Simulator::Destroy();
    }
};

/// Jobs whose figures make no sense.
class InvalidJobCase : public TestCase
{
  public:
    InvalidJobCase()
        : TestCase("an unsound job is refused with the name of the field")
    {
    }

  private:
    void DoRun() override
    {
        auto processor = MakeProcessor({{"Units", "2"}, {"OperatingPoints", "1e9"}});
        const double nan = std::nan("");
        const std::vector<std::pair<std::string, std::function<void(Job&)>>> faults{
            {"flop", [](Job& job) { job.flop = -1; }},
            {"flop", [nan](Job& job) { job.flop = nan; }},
            {"bytesMoved", [](Job& job) { job.bytesMoved = HUGE_VAL; }},
            {"residentBytes", [](Job& job) { job.residentBytes = -5; }},
            {"units", [](Job& job) { job.units = 0; }},
            {"units", [](Job& job) { job.units = 3; }},
            {"clock", [](Job& job) { job.clock = 1.1e9; }},
            {"clock", [nan](Job& job) { job.clock = nan; }},
        };
        for (const auto& fault : faults)
        {
            JobLog log;
            Job job = log.MakeJob(1e6);
            fault.second(job);
            processor->Submit(job);
            NS_TEST_ASSERT_MSG_EQ(log.reports.size(), 1, "refused at once");
            NS_TEST_EXPECT_MSG_EQ(log.Get(0).outcome, JobOutcome::INVALID, fault.first);
            NS_TEST_EXPECT_MSG_EQ((log.Get(0).reason.find(fault.first) != std::string::npos),
                                  true,
                                  log.Get(0).reason);
        }
        NS_TEST_EXPECT_MSG_EQ(processor->GetDroppedCount(), faults.size(), "they count as dropped");
        Simulator::Destroy();
    }
};

class ProcessorTestSuite : public TestSuite
{
  public:
    ProcessorTestSuite()
        : TestSuite("edge-ai-processor", TEST_UNIT)
    {
        AddTestCase(new ClosedFormCase, TEST_QUICK);
        AddTestCase(new HalvingCase, TEST_QUICK);
        AddTestCase(new RandomClocksCase, TEST_QUICK);
        AddTestCase(new ServiceTimeCase, TEST_QUICK);
        AddTestCase(new MemoryCase, TEST_QUICK);
        AddTestCase(new InvalidJobCase, TEST_QUICK);
    }
};

ProcessorTestSuite g_processorTestSuite; //!< registers the suite

} // namespace
