/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Every governor, and the forecast the deadline governor relies on.

#include "compute/completion-forecast.h"
#include "compute/constant-governors.h"
#include "compute/deadline-governor.h"
#include "compute/load-governors.h"
#include "compute/planned-governor.h"
#include "support/compute-fixture.h"

#include "ns3/edge-ai-compat.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A clock and since when.
struct ClockChange
{
    double at;    ///< [s]
    double clock; ///< [cycle/s]
};

/// A clock changed. @param [out] changes where to note it @param [in] now it is [cycle/s]
void
NoteClock(std::vector<ClockChange>* changes, double, double now)
{
    changes->push_back({Simulator::Now().GetSeconds(), now});
}

/**
 * Note every clock a processor takes from now on.
 * @param [in] processor the processor
 * @param [out] changes where to; must live as long as the processor
 */
void
NoteClocks(Ptr<Processor> processor, std::vector<ClockChange>& changes)
{
    processor->TraceConnectWithoutContext("Clock", MakeBoundCallback(&NoteClock, &changes));
}

/**
 * @param [in] changes clocks
 * @returns them as "time:clock in GHz" in one line
 */
std::string
ToText(const std::vector<ClockChange>& changes)
{
    std::ostringstream text;
    for (const auto& change : changes)
    {
        text << (text.str().empty() ? "" : " ") << change.at << ":" << change.clock / 1e9;
    }
    return text.str();
}

/**
 * @param [in] governor TypeId name, possibly shortened
 * @returns a governor with its defaults
 */
Ptr<Governor>
MakeGovernor(const std::string& governor)
{
    ObjectFactory factory;
    factory.SetTypeId(FindGovernor(governor));
    return factory.Create<Governor>();
}

/// Governors that keep one clock, and their names.
class ConstantCase : public TestCase
{
  public:
    ConstantCase()
        : TestCase("fixed, performance and powersave keep their clock")
    {
    }

  private:
    void DoRun() override
    {
        const auto clockOf = [](Ptr<Governor> governor) {
            auto processor = MakeProcessor({{"OperatingPoints", "0.5e9 1e9 2e9"}});
            processor->SetGovernor(governor);
            processor->Initialize();
            return processor->GetClock();
        };
        NS_TEST_EXPECT_MSG_EQ(clockOf(MakeGovernor("Performance")), 2e9, "largest");
        NS_TEST_EXPECT_MSG_EQ(clockOf(MakeGovernor("Powersave")), 0.5e9, "least");
        auto fixed = MakeGovernor("ns3::edgeai::FixedGovernor");
        fixed->SetAttribute("Clock", DoubleValue(0.7e9));
        NS_TEST_EXPECT_MSG_EQ(clockOf(fixed), 1e9, "the next point above");
        NS_TEST_EXPECT_MSG_EQ(clockOf(MakeGovernor("Fixed")), 2e9, "the largest unless set");
        NS_TEST_EXPECT_MSG_EQ(ListGovernors().size(), 7, "seven governors by name");
        std::string said;
        try
        {
            RequireGovernor("nosuch");
        }
        catch (const std::invalid_argument& refusal)
        {
            said = refusal.what();
        }
        NS_TEST_EXPECT_MSG_EQ(said.substr(0, 75),
                              "there is no governor 'nosuch'; there are: "
                              "ns3::edgeai::ConservativeGovernor",
                              "in words");
        Simulator::Destroy();
    }
};

/// Clock per job.
class PlannedCase : public TestCase
{
  public:
    PlannedCase()
        : TestCase("planned clocks hold while their job is served")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<ClockChange> changes;
        JobLog log;
        auto processor = MakeProcessor({{"OperatingPoints", "1e8..2e9"}, {"FlopPerCycle", "1"}});
        processor->Initialize();
        NoteClocks(processor, changes);
        Job job = log.MakeJob(1e9);
        for (const double clock : {0.5e9, 0.0, 1e9, 1e7})
        {
            job.clock = clock;
            processor->Submit(job);
            ++job.tag;
        }
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(ToText(changes), "0:0.5 2:2 2.5:1 3.5:0.1", "one after the other");
        NS_TEST_EXPECT_MSG_EQ(log.Get(3).meanClock, 1e8, "below the least clock: the least one");
        Simulator::Destroy();

        // Two at once: one clock for both, or each its own.
        for (const std::string domain : {"Shared", "PerJob"})
        {
            JobLog two;
            processor = MakeProcessor({{"OperatingPoints", "1e8..2e9"},
                                       {"FlopPerCycle", "1"},
                                       {"Units", "2"},
                                       {"PowerCoefficient", "1e-27"},
                                       {"ClockDomain", domain}});
            job = two.MakeJob(1e9);
            job.clock = 1e9;
            processor->Submit(job);
            job.tag = 1;
            job.clock = 0.5e9;
            processor->Submit(job);
            Simulator::Run();
            const bool own = domain == "PerJob";
            NS_TEST_EXPECT_MSG_EQ(two.Get(0).ended, Seconds(1), "the faster one");
            NS_TEST_EXPECT_MSG_EQ(two.Get(1).ended, Seconds((own ? 2 : 1)), "the slower one");
            NS_TEST_EXPECT_MSG_EQ_TOL(two.Get(1).energy, (own ? 0.25 : 1), 1e-12, "its energy");
            Simulator::Destroy();
        }

        // Other governors do not follow plans.
        JobLog other;
        processor = MakeProcessor({{"OperatingPoints", "1e9 2e9"}, {"FlopPerCycle", "1"}});
        processor->SetGovernor(MakeGovernor("Performance"));
        job = other.MakeJob(2e9);
        job.clock = 1e9;
        processor->Submit(job);
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ(other.Get(0).ended, Seconds(1), "at the largest clock");
        Simulator::Destroy();
    }
};

/// Governors that sample the load.
class LoadCase : public TestCase
{
  public:
    LoadCase()
        : TestCase("ondemand and conservative follow the sampled load")
    {
    }

  private:
    /**
     * Work that takes 60 % of a second at 1 GHz at 1 s, and 6 s of it at 20.5 s.
     * @param [in] governor the governor
     * @param [in] points operating points
     * @returns the clocks
     */
    static std::string RunLoad(const std::string& governor,
                               const std::string& points,
                               const std::string& rounding = "Nearest")
    {
        std::vector<ClockChange> changes;
        JobLog log;
        auto processor = MakeProcessor({{"OperatingPoints", points}, {"FlopPerCycle", "1"}});
        auto chosen = MakeGovernor(governor);
        chosen->SetAttribute("SamplingPeriod", TimeValue(Seconds(1)));
        chosen->SetAttributeFailSafe("Rounding", StringValue(rounding));
        processor->SetGovernor(chosen);
        processor->Initialize();
        NoteClocks(processor, changes);
        SubmitAt(Seconds(1), processor, log.MakeJob(0.6e9));
        SubmitAt(Seconds(20.5), processor, log.MakeJob(6e9));
        Simulator::Run();
        const double end = Simulator::Now().GetSeconds();
        Simulator::Destroy();
        return ToText(changes) + (end < 40 ? "" : " without end");
    }

    void DoRun() override
    {
        // Idle for a second: least clock. Then a load of 0.6: 1 + 0.6 (2 - 1) = 1.6, nearest 1.5.
        // From 20.5 s a load of 0.5 first (1.5 GHz), then of 1 (2 GHz), and idle in the end.
        NS_TEST_EXPECT_MSG_EQ(RunLoad("OnDemand", "1e9 1.5e9 2e9"),
                              "1:1 2:1.5 3:1 21:1.5 22:2 25:1",
                              "nearest operating point");
        NS_TEST_EXPECT_MSG_EQ(RunLoad("OnDemand", "1e9 1.5e9 2e9", "Up"),
                              "1:1 2:2 3:1 21:1.5 22:2 25:1",
                              "upper operating point");
        NS_TEST_EXPECT_MSG_EQ(RunLoad("OnDemand", "1e9 1.7e9 2e9", "Down"),
                              "1:1 22:2 25:1",
                              "lower operating point");
        NS_TEST_EXPECT_MSG_EQ(RunLoad("OnDemand", "1e9..2e9"),
                              "1:1 2:1.6 3:1 21:1.5 22:2 25:1",
                              "continuous");
        NS_TEST_EXPECT_MSG_EQ(RunLoad("Conservative", "1e9 1.5e9 2e9"),
                              "1:1.5 3:1 22:1.5 23:2 26:1.5 27:1",
                              "one point at a time");
        NS_TEST_EXPECT_MSG_EQ(RunLoad("Conservative", "1.8e9..2e9"),
                              "1:1.9 3:1.8 22:1.9 23:2 25:1.9 26:1.8",
                              "steps of a twentieth of the largest clock");
    }
};

/// Lowest clock that meets every deadline.
class DeadlineCase : public TestCase
{
  public:
    DeadlineCase()
        : TestCase("the deadline governor takes the lowest clock that meets every deadline")
    {
    }

  private:
    /**
     * Submit jobs at once and run them.
     * @param [in] attributes of the processor
     * @param [in] jobs work [FLOP] and deadline [s]; deadline 0: none
     * @param [out] log how they ended
     * @returns the clocks
     */
    static std::string RunJobs(TextAttributes attributes,
                               const std::vector<std::pair<double, double>>& jobs,
                               JobLog& log)
    {
        std::vector<ClockChange> changes;
        attributes.emplace_back("FlopPerCycle", "1");
        auto processor = MakeProcessor(attributes);
        processor->SetGovernor(CreateObject<DeadlineAwareGovernor>());
        processor->Initialize();
        NoteClocks(processor, changes);
        Job job = log.MakeJob(0);
        for (const auto& one : jobs)
        {
            job.flop = one.first;
            job.deadline = one.second > 0 ? Seconds(one.second) : Time::Max();
            processor->Submit(job);
            ++job.tag;
        }
        Simulator::Run();
        Simulator::Destroy();
        return ToText(changes);
    }

    void DoRun() override
    {
        const TextAttributes range{{"OperatingPoints", "1e8..2e9"}};
        JobLog one;
        NS_TEST_EXPECT_MSG_EQ(RunJobs(range, {{1e9, 2}}, one), "0:0.5 2:0.1", "W / D");
        NS_TEST_EXPECT_MSG_EQ_TOL(one.Get(0).ended.GetSeconds(), 2, 1e-7, "just in time");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(one.Get(0).ended, Seconds(2), "and not later");

        // Densities of the prefixes: 1/4, (1 + 3)/5 = 0.8, (1 + 3 + 1)/10; then 1/5 for the last.
        JobLog three;
        NS_TEST_EXPECT_MSG_EQ(RunJobs(range, {{1e9, 4}, {3e9, 5}, {1e9, 10}}, three),
                              "0:0.25 0:0.8 5:0.2 10:0.1",
                              "largest density of all prefixes");
        for (const auto& report : three.reports)
        {
            NS_TEST_EXPECT_MSG_LT_OR_EQ(report.ended, report.deadline, "in time");
        }

        JobLog points;
        NS_TEST_EXPECT_MSG_EQ(RunJobs({{"OperatingPoints", "0.4e9 1e9 2e9"}}, {{1e9, 2}}, points),
                              "0:1 1:0.4",
                              "the next operating point");
        JobLog late;
        NS_TEST_EXPECT_MSG_EQ(RunJobs(range, {{1e9, 0.1}, {1e9, 0}}, late),
                              "0:2 0.5:0.1",
                              "the largest if nothing helps, the least if nobody is in a hurry");
        JobLog overhead;
        RunJobs({{"OperatingPoints", "1e8..2e9"}, {"JobOverhead", "500ms"}}, {{1e9, 2}}, overhead);
        NS_TEST_EXPECT_MSG_EQ_TOL(overhead.Get(0).meanClock, 1e9 / 1.5, 10, "overhead set aside");
        JobLog sharing;
        RunJobs({{"OperatingPoints", "1e8..2e9"}, {"Discipline", "ProcessorSharing"}},
                {{1e9, 3}, {2e9, 3}},
                sharing);
        NS_TEST_EXPECT_MSG_EQ_TOL(sharing.Get(1).ended.GetSeconds(), 3, 1e-7, "both by then");
        NS_TEST_EXPECT_MSG_EQ_TOL(sharing.Get(0).ended.GetSeconds(), 2, 1e-7, "the short one");
    }
};

/// What a transition costs.
class TransitionCase : public TestCase
{
  public:
    TransitionCase()
        : TestCase("units stand still for the transition latency")
    {
    }

  private:
    void DoRun() override
    {
        JobLog log;
        auto processor = MakeProcessor({{"OperatingPoints", "1e9 2e9"}, {"FlopPerCycle", "1"}});
        auto governor = CreateObject<DeadlineAwareGovernor>();
        governor->SetAttribute("TransitionLatency", TimeValue(MilliSeconds(100)));
        processor->SetGovernor(governor);
        Job job = log.MakeJob(2e9);
        job.deadline = Seconds(2.01);
        processor->Submit(job);
        job = log.MakeJob(1e9);
        job.tag = 1;
        job.deadline = Seconds(2.15);
        SubmitAt(Seconds(0.5), processor, job);
        Simulator::Run();
        // 0.5 s at 1 GHz, 0.1 s of standstill, 1.5e9 and 1e9 FLOP at 2 GHz.
        NS_TEST_EXPECT_MSG_EQ(log.Get(0).ended, Seconds(1.35), "once, at 0.5 s");
        NS_TEST_EXPECT_MSG_LT_OR_EQ(log.Get(1).ended, Seconds(2.15), "in time all the same");
        Simulator::Destroy();

        // Deadlines are met although every decision may cost a standstill, and one arrival costs
        // at most one.
        JobLog many;
        std::vector<ClockChange> changes;
        processor = MakeProcessor({{"OperatingPoints", "1e8..2e9"}, {"FlopPerCycle", "1"}});
        governor = CreateObject<DeadlineAwareGovernor>();
        governor->SetAttribute("TransitionLatency", TimeValue(MilliSeconds(1)));
        processor->SetGovernor(governor);
        processor->Initialize();
        NoteClocks(processor, changes);
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(31);
        Time at;
        for (uint64_t tag = 0; tag < 200; ++tag)
        {
            at += MilliSeconds(random->GetInteger(0, 500));
            job = many.MakeJob(random->GetValue(0.01e9, 0.2e9));
            job.tag = tag;
            job.deadline = at + Seconds(1.5);
            SubmitAt(at, processor, job);
        }
        Simulator::Run();
        uint64_t late = 0;
        for (const auto& report : many.reports)
        {
            late += report.ended > report.deadline ? 1 : 0;
        }
        NS_TEST_EXPECT_MSG_EQ(late, 0, "nobody is late");
        NS_TEST_EXPECT_MSG_LT(changes.size(), 601, "an arrival, an end, and the way back");
        Simulator::Destroy();
    }
};

/// The forecast against what a processor then does.
class ForecastCase : public TestCase
{
  public:
    ForecastCase()
        : TestCase("the forecast of completions is what a processor then does")
    {
    }

  private:
    void DoRun() override
    {
        auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(11);
        for (int round = 0; round < 40; ++round)
        {
            const bool sharing = round % 2 == 1;
            JobLog log;
            auto processor = MakeProcessor({{"OperatingPoints", "1e9"},
                                            {"FlopPerCycle", "2"},
                                            {"Units", "3"},
                                            {"SpeedupExponent", "0.8"},
                                            {"JobOverhead", "20ms"},
                                            {"MemoryBandwidth", round % 4 < 2 ? "1e9" : "0"},
                                            {"Discipline", sharing ? "ProcessorSharing" : "Fcfs"}});
            std::vector<PendingWork> work;
            for (uint64_t tag = 0; tag < 8; ++tag)
            {
                Job job = log.MakeJob(random->GetValue(0, 1e9));
                job.tag = tag;
                job.bytesMoved = random->GetValue(0, 1e9);
                job.units = random->GetInteger(1, 3);
                processor->Submit(job);
            }
            Simulator::Stop(MilliSeconds(random->GetInteger(0, 100)));
            Simulator::Run();
            const double now = Simulator::Now().GetSeconds();
            work = processor->GetWorkInService();
            const std::size_t served = work.size();
            const auto waiting = processor->GetWorkWaiting();
            work.insert(work.end(), waiting.begin(), waiting.end());
            std::vector<double> forecast =
                ForecastCompletions(work, served, processor->GetCapacity(), 1e9, sharing);
            const std::size_t before = log.reports.size();
            Simulator::Run();
            NS_TEST_ASSERT_MSG_EQ(log.reports.size() - before, forecast.size(), "all end");
            std::sort(forecast.begin(), forecast.end());
            for (std::size_t i = 0; i < forecast.size(); ++i)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(log.reports[before + i].ended.GetSeconds() - now,
                                          forecast[i],
                                          2e-8,
                                          "end of service " << i << " in round " << round);
            }
            Simulator::Destroy();
        }
    }
};

class GovernorTestSuite : public TestSuite
{
  public:
    GovernorTestSuite()
        : TestSuite("edge-ai-governors", TEST_UNIT)
    {
        AddTestCase(new ConstantCase, TEST_QUICK);
        AddTestCase(new PlannedCase, TEST_QUICK);
        AddTestCase(new LoadCase, TEST_QUICK);
        AddTestCase(new DeadlineCase, TEST_QUICK);
        AddTestCase(new TransitionCase, TEST_QUICK);
        AddTestCase(new ForecastCase, TEST_QUICK);
    }
};

GovernorTestSuite g_governorTestSuite; //!< registers the suite

} // namespace
