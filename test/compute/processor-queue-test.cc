/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Who is served when: disciplines, limits, batches, several units.

#include "support/compute-fixture.h"

#include "ns3/edge-ai-compat.h"

#include <cmath>
#include <functional>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/**
 * @param [in] log where jobs reported
 * @returns tags in the order in which jobs ended, e.g. "0 2 1"
 */
std::string
GetOrder(const JobLog& log)
{
    std::ostringstream order;
    for (const auto& report : log.reports)
    {
        order << (order.str().empty() ? "" : " ") << report.tag;
    }
    return order.str();
}

/// Order of service.
class DisciplineCase : public TestCase
{
  public:
    DisciplineCase()
        : TestCase("each discipline serves in its own order")
    {
    }

  private:
    /**
     * Four jobs of one second, submitted together.
     * @param [in] discipline text form
     * @param [in] later another one, from 0.5 s on; empty: the same
     * @returns the order in which they ended
     */
    static std::string RunFour(const std::string& discipline, const std::string& later = "")
    {
        JobLog log;
        auto processor = MakeProcessor({{"FlopPerCycle", "1"}, {"Discipline", discipline}});
        if (!later.empty())
        {
            CallAt(Seconds(0.5),
                   [&]() { processor->SetAttribute("Discipline", StringValue(later)); });
        }
        const uint32_t priority[] = {0, 1, 3, 3};
        const double deadline[] = {9, 4, 8, 2};
        for (uint64_t tag = 0; tag < 4; ++tag)
        {
            Job job = log.MakeJob(1e9 * (1 + 0.1 * static_cast<double>(tag)));
            job.tag = tag;
            job.priority = priority[tag];
            job.deadline = Seconds(deadline[tag]);
            processor->Submit(job);
        }
        Simulator::Run();
        Simulator::Destroy();
        return GetOrder(log);
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(RunFour("Fcfs"), "0 1 2 3", "first come");
        // The first one is in service when the others arrive, and nobody is interrupted.
        NS_TEST_EXPECT_MSG_EQ(RunFour("Priority"), "0 2 3 1", "largest priority");
        NS_TEST_EXPECT_MSG_EQ(RunFour("EarliestDeadline"), "0 3 1 2", "next deadline");
        NS_TEST_EXPECT_MSG_EQ(RunFour("ProcessorSharing"), "0 1 2 3", "shortest work");
        NS_TEST_EXPECT_MSG_EQ(RunFour("Fcfs", "Priority"), "0 2 3 1", "those that wait, too");
        NS_TEST_EXPECT_MSG_EQ(RunFour("Priority", "EarliestDeadline"), "0 3 1 2", "once more");
    }
};

/// Processor sharing against hand-computed instants.
class SharingCase : public TestCase
{
  public:
    SharingCase()
        : TestCase("processor sharing gives equal shares of the units")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        auto processor = MakeProcessor({{"FlopPerCycle", "1"},
                                        {"Discipline", "ProcessorSharing"},
                                        {"PowerCoefficient", "1e-27"}});
        Job job = log.MakeJob(2e9);
        processor->Submit(job);
        job.tag = 1;
        job.flop = 1e9;
        SubmitAt(Seconds(1), processor, job);
        Simulator::Run();
        // One second alone, then two share: each has 1e9 left and both end at 3 s.
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).ended, Seconds(3), "first");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(3), "second");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).energy, 2, 1e-12, "1 s alone, 2 s at half a unit");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(1).energy, 1, 1e-12, "2 s at half a unit");
        NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetBusyUnitTime(), 3, 1e-12, "busy all the time");
        Simulator::Destroy();

        // Up to two jobs have a unit each, so that nobody is slowed down.
        JobLog two;
        processor = MakeProcessor(
            {{"FlopPerCycle", "1"}, {"Discipline", "ProcessorSharing"}, {"Units", "2"}});
        for (uint64_t tag = 0; tag < 3; ++tag)
        {
            job = two.MakeJob(1e9);
            job.tag = tag;
            SubmitAt(Seconds(0.5) * static_cast<int64_t>(tag), processor, job);
        }
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(two.Get(0).ended, Seconds(1), "never more than two");
        NS_TEST_EXPECT_MSG_EQ(two.Get(1).ended, Seconds(1.5), "never more than two");
        NS_TEST_EXPECT_MSG_EQ(two.Get(2).ended, Seconds(2), "never more than two");
        Simulator::Destroy();
    }
};

/// Several units, first come first served.
class UnitsCase : public TestCase
{
  public:
    UnitsCase()
        : TestCase("units serve side by side and share the memory bandwidth fairly")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        auto processor = MakeProcessor(
            {{"FlopPerCycle", "1"}, {"Units", "3"}, {"IdlePower", "1"}, {"PowerCoefficient", "0"}});
        const uint32_t units[] = {1, 3, 1};
        for (uint64_t tag = 0; tag < 3; ++tag)
        {
            Job job = log.MakeJob(units[tag] * 1e9);
            job.tag = tag;
            job.units = units[tag];
            processor->Submit(job);
        }
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).ended, Seconds(1), "one unit");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).started, Seconds(1), "waits for three units");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).started, Seconds(2), "nobody overtakes");
        NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetEnergy(ENERGY_IDLE), 2 + 0 + 2, 1e-12, "idle");
        Simulator::Destroy();

        // 3e9 B/s for two: one needs 0.5e9 B/s only, so the other gets 2.5e9 B/s.
        JobLog shared;
        processor =
            MakeProcessor({{"FlopPerCycle", "1"}, {"Units", "2"}, {"MemoryBandwidth", "3e9"}});
        Job light = shared.MakeJob(2e9);
        light.bytesMoved = 1e9;
        Job heavy = shared.MakeJob(1e9);
        heavy.bytesMoved = 5e9;
        heavy.tag = 1;
        processor->Submit(light);
        processor->Submit(heavy);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(shared.Get(0).ended, Seconds(2), "compute bound");
        NS_TEST_EXPECT_MSG_EQ(shared.Get(1).ended, Seconds(2), "5e9 B at 2.5e9 B/s");
        Simulator::Destroy();
    }
};

/// Limits of the queue.
class LimitCase : public TestCase
{
  public:
    LimitCase()
        : TestCase("a full queue drops the newest or the oldest")
    {
    }

  private:
    /// Something happened to a job. @param [in,out] number how often so far
    static void Count(int* number, const JobReport&)
    {
        ++*number;
    }

    /**
     * Five jobs of one second, submitted together.
     * @param [in] attributes of the processor
     * @returns tags and outcomes in the order in which jobs ended
     */
    static std::string RunFive(TextAttributes attributes)
    {
        JobLog log;
        attributes.emplace_back("FlopPerCycle", "1");
        auto processor = MakeProcessor(attributes);
        int queued = 0;
        int dropped = 0;
        processor->TraceConnectWithoutContext("JobQueued",
                                              MakeBoundCallback(&LimitCase::Count, &queued));
        processor->TraceConnectWithoutContext("JobDropped",
                                              MakeBoundCallback(&LimitCase::Count, &dropped));
        for (uint64_t tag = 0; tag < 5; ++tag)
        {
            Job job = log.MakeJob(1e9);
            job.tag = tag;
            processor->Submit(job);
        }
        Simulator::Run();
        Simulator::Destroy();
        std::ostringstream text;
        for (const auto& report : log.reports)
        {
            text << report.tag << (report.outcome == JobOutcome::COMPLETED ? "+ " : "- ");
        }
        text << queued << " queued " << dropped << " dropped";
        return text.str();
    }

    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(RunFive({{"QueueLimit", "2"}}),
                              "3- 4- 0+ 1+ 2+ 3 queued 2 dropped",
                              "newest");
        NS_TEST_EXPECT_MSG_EQ(RunFive({{"QueueLimit", "2"}, {"DropPolicy", "DropOldest"}}),
                              "1- 2- 0+ 3+ 4+ 5 queued 2 dropped",
                              "oldest of those that wait");
        NS_TEST_EXPECT_MSG_EQ(RunFive({{"QueueLimit", "0"}}),
                              "1- 2- 3- 4- 0+ 1 queued 4 dropped",
                              "nobody may wait");
        NS_TEST_EXPECT_MSG_EQ(RunFive({{"QueueLimit", "2"}, {"Discipline", "ProcessorSharing"}}),
                              "2- 3- 4- 0+ 1+ 2 queued 3 dropped",
                              "two may share");
        NS_TEST_EXPECT_MSG_EQ(RunFive({{"QueueLimit", "2"},
                                       {"Discipline", "ProcessorSharing"},
                                       {"DropPolicy", "DropOldest"}}),
                              "0- 1- 2- 3+ 4+ 5 queued 3 dropped",
                              "oldest of those that share");
    }
};

/// A processor that becomes smaller while jobs wait.
class ShrinkCase : public TestCase
{
  public:
    ShrinkCase()
        : TestCase("a waiting job that fits no longer ends in words, those behind it go on")
    {
    }

  private:
    /// Three jobs of 1 s, of which the third is small, and a change at 0.5 s.
    /// @param [in] attributes before  @param [in] large wants all of it  @param [in] name changed
    /// @param [in] value after  @param [in] words of the refusal
    void Try(const TextAttributes& attributes,
             const std::function<void(Job&)>& large,
             const std::string& name,
             const std::string& value,
             const std::string& words)
    {
        JobLog log;
        auto processor = MakeProcessor(attributes);
        for (uint64_t tag = 0; tag < 3; ++tag)
        {
            Job job = log.MakeJob(1e9);
            job.tag = tag;
            job.clock = 1e9;
            if (tag < 2)
            {
                large(job);
            }
            processor->Submit(job);
        }
        CallAt(Seconds(0.5), [&]() {
            processor->SetAttribute(name, StringValue(value));
            processor->Reconsider();
        });
        Job late = log.MakeJob(1e9);
        late.tag = 3;
        large(late);
        SubmitAt(Seconds(5), processor, late);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).outcome, JobOutcome::COMPLETED, "it had begun");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).ended.GetSeconds(), 1.5, 2e-9, "at half the rate");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).outcome, JobOutcome::INVALID, words);
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).reason, words, "why");
        NS_TEST_EXPECT_MSG_EQ(log.Get(1).ended, Seconds(0.5), "when the processor looks");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).outcome, JobOutcome::COMPLETED, "behind it");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(2).ended.GetSeconds(), 2.5, 4e-9, "behind it");
        NS_TEST_EXPECT_MSG_EQ(log.Get(3).reason, words, "as one that comes later");
        NS_TEST_EXPECT_MSG_EQ(processor->GetWaitingCount(), 0, "nobody waits for ever");
        Simulator::Destroy();
    }

    void DoRun() override
    {
        Try(
            {{"FlopPerCycle", "1"}, {"Units", "4"}},
            [](Job& job) {
                job.units = 4;
                job.flop = 4e9;
            },
            "Units",
            "2",
            "units is 4, allowed are 1 to 2");
        Try(
            {{"FlopPerCycle", "1"}, {"OperatingPoints", "1e9 2e9"}},
            [](Job& job) {
                job.clock = 2e9;
                job.flop = 2e9;
            },
            "OperatingPoints",
            "1e9",
            "clock is 2e+09 cycle/s, allowed are 0 to 1e+09");
    }
};

/// Jobs served together.
class BatchCase : public TestCase
{
  public:
    BatchCase()
        : TestCase("n jobs of one model take overhead plus n to the beta times one")
    {
    }

  private:
    void DoRun() override
    {
        const double beta = 0.7;
        const TextAttributes attributes{{"FlopPerCycle", "1"},
                                        {"BatchSize", "4"},
                                        {"BatchWindow", "100ms"},
                                        {"BatchExponent", "0.7"},
                                        {"JobOverhead", "10ms"},
                                        {"PowerCoefficient", "1e-27"}};
        JobLog log;
        auto processor = MakeProcessor(attributes);
        const auto submit = [&](double at, uint64_t tag, const std::string& model) {
            Job job = log.MakeJob(1e9);
            job.tag = tag;
            job.model = model;
            SubmitAt(Seconds(at), processor, job);
        };
        for (uint64_t tag = 0; tag < 3; ++tag)
        {
            submit(0.01 * static_cast<double>(tag), tag, "a");
        }
        submit(0.05, 3, "b"); // another model
        submit(0.06, 4, "");  // and one of none
        for (uint64_t tag = 5; tag < 10; ++tag)
        {
            submit(1, tag, "b"); // full at once
        }
        Simulator::Run();
        const double three = 0.01 + std::pow(3, beta);
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).started, Seconds(0.1), "the window of the first");
        NS_TEST_EXPECT_MSG_EQ(log.Get(2).started, Seconds(0.1), "three go together");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(2).ended.GetSeconds(), 0.1 + three, 1e-9, "and end so");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).energy, three / 3, 1e-8, "equal shares of 1 W");
        const double second = 0.1 + three + 0.01 + std::pow(4, beta);
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(3).ended.GetSeconds(), second, 2e-9, "with three others");
        NS_TEST_EXPECT_MSG_EQ(log.Get(7).ended, log.Get(3).ended, "the first three of them");
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(4).ended.GetSeconds(),
                                  second + 1.01,
                                  3e-9,
                                  "no model, no batch, no window");
        NS_TEST_EXPECT_MSG_EQ(log.Get(9).started, log.Get(4).ended, "what was left over");
        Simulator::Destroy();

        // One of a batch is withdrawn: the others go on, and no energy is lost.
        JobLog cut;
        processor = MakeProcessor(attributes);
        std::vector<uint64_t> ids;
        for (uint64_t tag = 0; tag < 4; ++tag)
        {
            Job job = cut.MakeJob(1e9);
            job.tag = tag;
            job.model = "a";
            ids.push_back(processor->Submit(job));
        }
        CallAt(Seconds(1), [&]() { processor->Cancel(ids[1]); });
        Simulator::Run();
        double sum = 0;
        for (const auto& report : cut.reports)
        {
            sum += report.energy;
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(cut.Get(1).energy, 0.25, 1e-12, "a quarter of one second");
        NS_TEST_EXPECT_MSG_EQ_TOL(cut.Get(0).ended.GetSeconds(),
                                  0.01 + std::pow(4, beta),
                                  1e-9,
                                  "the batch keeps its size");
        NS_TEST_EXPECT_MSG_EQ_TOL(sum, processor->GetBusyEnergy(), 1e-12, "sum over the jobs");
        Simulator::Destroy();
    }
};

class ProcessorQueueTestSuite : public TestSuite
{
  public:
    ProcessorQueueTestSuite()
        : TestSuite("edge-ai-processor-queue", TEST_UNIT)
    {
        AddTestCase(new DisciplineCase, TEST_QUICK);
        AddTestCase(new SharingCase, TEST_QUICK);
        AddTestCase(new UnitsCase, TEST_QUICK);
        AddTestCase(new LimitCase, TEST_QUICK);
        AddTestCase(new ShrinkCase, TEST_QUICK);
        AddTestCase(new BatchCase, TEST_QUICK);
    }
};

ProcessorQueueTestSuite g_processorQueueTestSuite; //!< registers the suite

} // namespace
