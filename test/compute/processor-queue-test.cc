/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Who is served when: disciplines, limits, batches, several units, and queueing theory.

#include "compute-fixture.h"

#include "ns3/edge-ai-compat.h"

#include <cmath>
#include <iostream>
#include <sstream>

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
     * @returns the order in which they ended
     */
    static std::string RunFour(const std::string& discipline)
    {
        JobLog log;
        auto processor = MakeProcessor({{"FlopPerCycle", "1"}, {"Discipline", discipline}});
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
        const std::function<void(const JobReport&)> countQueued = [&](const JobReport&) {
            ++queued;
        };
        processor->TraceConnectWithoutContext("JobQueued",
                                              Callback<void, const JobReport&>(countQueued));
        const std::function<void(const JobReport&)> countDropped = [&](const JobReport&) {
            ++dropped;
        };
        processor->TraceConnectWithoutContext("JobDropped",
                                              Callback<void, const JobReport&>(countDropped));
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
        Simulator::Schedule(Seconds(1), [&]() { processor->Cancel(ids[1]); });
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

/// Poisson arrivals at one processor.
class QueueingTheoryCase : public TestCase
{
  public:
    /**
     * @param [in] what the queue
     * @param [in] attributes of the processor; its service takes 20 ms on average
     * @param [in] response expected mean response time [s]
     */
    QueueingTheoryCase(const std::string& what, const TextAttributes& attributes, double response)
        : TestCase(what),
          m_attributes(attributes),
          m_response(response)
    {
    }

  private:
    static constexpr uint32_t JOBS = 200000;

    void DoRun() override
    {
        m_processor = MakeProcessor(m_attributes);
        m_processor->SetAttribute("FlopPerCycle", DoubleValue(1));
        m_processor->AssignStreams(7);
        m_gap = CreateObject<ExponentialRandomVariable>();
        m_gap->SetStream(8);
        Simulator::ScheduleNow(&QueueingTheoryCase::Arrive, this);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(m_ended, JOBS, "all jobs end");
        NS_TEST_EXPECT_MSG_EQ(m_processor->GetCompletedCount() + m_processor->GetDroppedCount(),
                              JOBS,
                              "submitted = completed + dropped");
        const double mean = m_sum / static_cast<double>(m_processor->GetCompletedCount());
        std::cout << GetName() << ": mean response " << mean << " s, in theory " << m_response
                  << " s" << std::endl;
        NS_TEST_EXPECT_MSG_EQ_TOL(mean, m_response, 0.02 * m_response, "mean response time");
        m_processor = nullptr;
        Simulator::Destroy();
    }

    /// One more job, 30 per second.
    void Arrive()
    {
        Job job;
        job.flop = 0.02e9;
        job.done = [this](const JobReport& report) {
            ++m_ended;
            m_sum += report.outcome == JobOutcome::COMPLETED
                         ? (report.ended - report.submitted).GetSeconds()
                         : 0;
        };
        m_processor->Submit(job);
        if (m_processor->GetSubmittedCount() < JOBS)
        {
            Simulator::Schedule(Seconds(m_gap->GetValue(1.0 / 30, 0)),
                                &QueueingTheoryCase::Arrive,
                                this);
        }
    }

    TextAttributes m_attributes;          //!< of the processor
    double m_response;                    //!< expected mean response time [s]
    Ptr<Processor> m_processor;           //!< under test
    Ptr<ExponentialRandomVariable> m_gap; //!< between arrivals
    uint32_t m_ended{0};                  //!< jobs that ended
    double m_sum{0};                      //!< of response times [s]
};

/// A busy mixture of everything, twice.
class ConservationCase : public TestCase
{
  public:
    ConservationCase()
        : TestCase("every job ends once, sums agree, and a run repeats itself byte for byte")
    {
    }

  private:
    /**
     * @param [in] stopped whether the run is cut off in the middle
     * @returns every report in words
     */
    std::string RunMixture(bool stopped)
    {
        std::ostringstream text;
        text.precision(17);
        auto processor = MakeProcessor({{"FlopPerCycle", "1"},
                                        {"Units", "4"},
                                        {"SpeedupExponent", "0.9"},
                                        {"MemoryBandwidth", "2e9"},
                                        {"MemorySize", "4e6"},
                                        {"Discipline", "Priority"},
                                        {"QueueLimit", "6"},
                                        {"DropPolicy", "DropOldest"},
                                        {"ServiceLaw", "Exponential"},
                                        {"BatchSize", "3"},
                                        {"BatchWindow", "3ms"},
                                        {"BatchExponent", "0.8"},
                                        {"JobOverhead", "1ms"},
                                        {"StaticPower", "0.5"},
                                        {"IdlePower", "0.1"},
                                        {"UsageEffectiveness", "1.5"},
                                        {"OperatingPoints", "0.5e9 1e9 2e9"}});
        processor->AssignStreams(3);
        processor->GetGovernor()->SetAttribute("TransitionLatency", TimeValue(MicroSeconds(50)));
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(4);
        const uint32_t count = 2000;
        std::vector<int> told(count + 1, 0);
        double energy = 0;
        const double clocks[] = {0, 0.5e9, 1e9, 2e9};
        Time at;
        for (uint32_t i = 0; i < count; ++i)
        {
            Job job;
            job.flop = random->GetValue(0, 4e7);
            job.bytesMoved = random->GetValue(0, 4e7);
            job.residentBytes = random->GetInteger(0, 1000000);
            job.units = random->GetInteger(1, 5); // five is one too many
            job.priority = random->GetInteger(0, 3);
            job.clock = clocks[random->GetInteger(0, 3)];
            job.model = random->GetInteger(0, 1) ? "a" : "";
            job.done = [&](const JobReport& report) {
                ++told.at(report.id);
                energy += report.energy;
                text << report.id << " " << report.outcome << " " << report.started.GetTimeStep()
                     << " " << report.ended.GetTimeStep() << " " << report.energy << " "
                     << report.meanClock << "\n";
            };
            at += MicroSeconds(random->GetInteger(0, 20000));
            Simulator::Schedule(at, [processor, job, &random]() {
                const uint64_t id = processor->Submit(job);
                if (random->GetInteger(0, 9) == 0)
                {
                    processor->Cancel(id > 3 ? id - 3 : id);
                }
            });
        }
        if (stopped)
        {
            Simulator::Stop(at * 0.5);
        }
        Simulator::Run();
        uint64_t ended = 0;
        for (uint32_t id = 1; id <= processor->GetSubmittedCount(); ++id)
        {
            NS_TEST_EXPECT_MSG_LT_OR_EQ(told[id], 1, "nobody is told twice");
            ended += told[id];
        }
        const uint64_t pending = processor->GetServedCount() + processor->GetWaitingCount();
        NS_TEST_EXPECT_MSG_EQ(processor->GetSubmittedCount(),
                              processor->GetCompletedCount() + processor->GetDroppedCount() +
                                  pending,
                              "submitted = completed + dropped + pending");
        NS_TEST_EXPECT_MSG_EQ(ended + pending, processor->GetSubmittedCount(), "all are told");
        NS_TEST_EXPECT_MSG_EQ((pending > 0), stopped, "jobs pend only if the run was cut off");
        NS_TEST_EXPECT_MSG_GT(processor->GetCompletedCount(), 200, "a good part completes");
        NS_TEST_EXPECT_MSG_GT(processor->GetDroppedCount(), 200, "and another does not");
        if (!stopped)
        {
            NS_TEST_EXPECT_MSG_EQ(processor->GetFreeMemory(), 4e6, "all memory is given back");
            NS_TEST_EXPECT_MSG_EQ_TOL(energy,
                                      processor->GetBusyEnergy(),
                                      1e-12 * energy,
                                      "the jobs' energies add up to the busy energy");
            NS_TEST_EXPECT_MSG_GT(processor->GetEnergy(ENERGY_TRANSITION), 0, "clocks changed");
        }
        Simulator::Destroy();
        return text.str();
    }

    void DoRun() override
    {
        const std::string first = RunMixture(false);
        NS_TEST_EXPECT_MSG_EQ((first == RunMixture(false)), true, "the same bytes");
        const std::string half = RunMixture(true);
        NS_TEST_EXPECT_MSG_EQ((first.compare(0, half.size(), half) == 0), true, "a prefix of it");
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
        AddTestCase(new BatchCase, TEST_QUICK);
        // rho = 0.6 at 50 jobs per second: 1/(mu - lambda), and s (1 + rho/(2 (1 - rho))).
        const TextAttributes exponential{{"ServiceLaw", "Exponential"}};
        AddTestCase(new QueueingTheoryCase("M M 1", exponential, 0.05), TEST_QUICK);
        AddTestCase(new QueueingTheoryCase("M D 1", {}, 0.035), TEST_QUICK);
        // Processor sharing is insensitive to the distribution: s/(1 - rho).
        AddTestCase(new QueueingTheoryCase("M D 1 PS", {{"Discipline", "ProcessorSharing"}}, 0.05),
                    TEST_QUICK);
        AddTestCase(new ConservationCase, TEST_QUICK);
    }
};

ProcessorQueueTestSuite g_processorQueueTestSuite; //!< registers the suite

} // namespace
