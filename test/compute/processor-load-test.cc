/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Processors under long random loads: queueing theory, conservation, repeatability.

#include "support/compute-fixture.h"

#include "ns3/edge-ai-compat.h"

#include <iostream>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

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
            CallAt(at, [processor, job, &random]() {
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

class ProcessorLoadTestSuite : public TestSuite
{
  public:
    ProcessorLoadTestSuite()
        : TestSuite("edge-ai-processor-load", TEST_UNIT)
    {
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

ProcessorLoadTestSuite g_processorLoadTestSuite; //!< registers the suite

} // namespace
