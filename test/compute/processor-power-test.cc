/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Operating points, the end points of every power law, and energy by cause.

#include "compute/constant-governors.h"
#include "support/compute-fixture.h"

#include "ns3/edge-ai-compat.h"

#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The text form of operating points.
class OperatingPointsCase : public TestCase
{
  public:
    OperatingPointsCase()
        : TestCase("operating points read and write their text form and refuse nonsense")
    {
    }

  private:
    void DoRun() override
    {
        OperatingPoints points;
        for (const std::string text :
             {"600000000 1200000000",
              "600000000:0.80000000000000004V 1500000000:1.1000000000000001V",
              "1000000000:0.5W 2000000000:2W",
              "1000000..2000000000"})
        {
            NS_TEST_EXPECT_MSG_EQ(OperatingPoints::Parse(text, points), "", text);
            std::ostringstream written;
            written << points;
            NS_TEST_EXPECT_MSG_EQ(written.str(), text, "written as read");
        }
        NS_TEST_EXPECT_MSG_EQ(points.IsContinuous(), true, "two dots make a range");
        NS_TEST_EXPECT_MSG_EQ(points.AtLeast(1.5e9), 1.5e9, "everything in between is there");
        NS_TEST_EXPECT_MSG_EQ(points.AtLeast(3e9), 2e9, "but nothing above");
        NS_TEST_EXPECT_MSG_EQ(points.AtMost(1), 1e6, "and nothing below");
        NS_TEST_EXPECT_MSG_EQ(points.GetClocks().size(), 0, "no list of them");

        OperatingPoints::Parse("1e9:0.5W, 2e9:2W, 4e9:9W", points);
        NS_TEST_EXPECT_MSG_EQ(points.AtLeast(1.5e9), 2e9, "upper neighbour");
        NS_TEST_EXPECT_MSG_EQ(points.AtMost(1.5e9), 1e9, "lower neighbour");
        NS_TEST_EXPECT_MSG_EQ(points.Nearest(1.4e9), 1e9, "nearest");
        NS_TEST_EXPECT_MSG_EQ(points.Nearest(1.5e9), 2e9, "the upper one of a tie");
        NS_TEST_EXPECT_MSG_EQ(points.GetPower(2e9), 2, "at a point");
        NS_TEST_EXPECT_MSG_EQ(points.GetPower(3e9), 5.5, "linear in between");

        const OperatingPoints before = points;
        for (const std::string text : {"",
                                       "fast",
                                       "1e9 -1",
                                       "2e9 1e9",
                                       "1e9 1e9",
                                       "1e9:1.1",
                                       "1e9:V",
                                       "1e9:-1V",
                                       "1e9:0.5W 2e9",
                                       "1e9:1.1e9W",
                                       "1e9:0.5W 2e9:1V",
                                       "1e9..",
                                       "1e9..2e9 3e9",
                                       "nan",
                                       "1e999"})
        {
            const std::string error = OperatingPoints::Parse(text, points);
            NS_TEST_EXPECT_MSG_NE(error, "", "refused: '" << text << "'");
            NS_TEST_EXPECT_MSG_EQ(points.GetMax(), before.GetMax(), "untouched");
            // Later releases of ns-3 take an empty string for the default, without asking anyone.
            NS_TEST_EXPECT_MSG_EQ(
                (!std::string(text).empty() &&
                 CreateObject<Processor>()->SetAttributeFailSafe("OperatingPoints",
                                                                 StringValue(text))),
                false,
                "as an attribute too: '" << text << "'");
        }
    }
};

/// Every power law at its ends, seen through a processor.
class PowerLawCase : public TestCase
{
  public:
    PowerLawCase()
        : TestCase("every power law gives its power at the least and the largest clock")
    {
    }

  private:
    /**
     * Serve one job for a second at a clock.
     * @param [in] attributes of the processor
     * @param [in] clock the clock [cycle/s]
     * @returns its energy [J], equal to the power [W]
     */
    double Measure(const TextAttributes& attributes, double clock)
    {
        JobLog log;
        auto processor = MakeProcessor(attributes);
        processor->SetAttribute("FlopPerCycle", DoubleValue(1));
        auto governor = CreateObject<FixedGovernor>();
        governor->SetClock(clock);
        processor->SetGovernor(governor);
        processor->Submit(log.MakeJob(clock));
        const double power = processor->GetPower();
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).energy, power, 1e-12 * power, "energy of a second");
        NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetBusyUnitPower(clock), power, 1e-12 * power, "law");
        Simulator::Destroy();
        return power;
    }

    void DoRun() override
    {
        const TextAttributes cubic{{"OperatingPoints", "0.5e9 2e9"},
                                   {"PowerCoefficient", "1e-27"},
                                   {"StaticPower", "0.25"}};
        NS_TEST_EXPECT_MSG_EQ_TOL(Measure(cubic, 0.5e9), 0.25 + 0.125, 1e-12, "cubic, least");
        NS_TEST_EXPECT_MSG_EQ_TOL(Measure(cubic, 2e9), 0.25 + 8, 1e-12, "cubic, largest");

        TextAttributes eta = cubic;
        eta.emplace_back("UsageEffectiveness", "2");
        NS_TEST_EXPECT_MSG_EQ_TOL(Measure(eta, 2e9), 16.5, 1e-12, "everything times eta");

        const TextAttributes switched{{"OperatingPoints", "0.5e9:0.8V 2e9:1.2V"},
                                      {"PowerLaw", "SwitchedCapacitance"},
                                      {"SwitchedCapacitance", "2e-9"},
                                      {"StaticPower", "0.1"}};
        NS_TEST_EXPECT_MSG_EQ_TOL(Measure(switched, 0.5e9), 0.1 + 0.64, 1e-12, "C V^2 f, least");
        NS_TEST_EXPECT_MSG_EQ_TOL(Measure(switched, 2e9), 0.1 + 5.76, 1e-12, "C V^2 f, largest");

        const TextAttributes range{{"OperatingPoints", "0.5e9:0.8V..2e9:1.2V"},
                                   {"PowerLaw", "SwitchedCapacitance"},
                                   {"SwitchedCapacitance", "2e-9"}};
        NS_TEST_EXPECT_MSG_EQ_TOL(Measure(range, 1.25e9), 2.5, 1e-12, "1 V in the middle");

        const TextAttributes table{{"OperatingPoints", "0.5e9:0.7W 2e9:3W"},
                                   {"PowerLaw", "Table"},
                                   {"StaticPower", "5"}};
        NS_TEST_EXPECT_MSG_EQ_TOL(Measure(table, 0.5e9), 0.7, 1e-12, "table, least");
        NS_TEST_EXPECT_MSG_EQ_TOL(Measure(table, 2e9), 3, 1e-12, "table, largest");

        // Four units on one job: 4^0.9 times as fast, 4^2.7 times the dynamic power of one, and
        // the static power of four.
        JobLog log;
        auto joined = MakeProcessor({{"OperatingPoints", "1e9"},
                                     {"FlopPerCycle", "1"},
                                     {"PowerCoefficient", "1e-27"},
                                     {"StaticPower", "0.25"},
                                     {"Units", "8"},
                                     {"SpeedupExponent", "0.9"},
                                     {"UnitPowerExponent", "2.7"}});
        Job job = log.MakeJob(1e9);
        job.units = 4;
        joined->Submit(job);
        NS_TEST_EXPECT_MSG_EQ_TOL(joined->GetPower(), 1 + std::pow(4, 2.7), 1e-12, "four units");
        job.tag = 1;
        joined->Submit(job);
        NS_TEST_EXPECT_MSG_EQ_TOL(joined->GetPower(),
                                  2 * (1 + std::pow(4, 2.7)),
                                  1e-12,
                                  "two jobs do not know of each other");
        Simulator::Run();
        const double seconds = std::pow(4, -0.9);
        NS_TEST_EXPECT_MSG_EQ_TOL(log.Get(0).energy,
                                  (1 + std::pow(4, 2.7)) * seconds,
                                  1e-7, // an instant is a whole number of nanoseconds
                                  "energy of a job");
        NS_TEST_EXPECT_MSG_EQ_TOL((log.Get(0).ended - log.Get(0).started).GetSeconds(),
                                  seconds,
                                  1e-9,
                                  "speed-up");
        Simulator::Destroy();

        const auto missing = [](const TextAttributes& attributes) {
            return MakeProcessor(attributes)->Validate();
        };
        NS_TEST_EXPECT_MSG_NE(missing({{"PowerLaw", "Table"}}), "", "no powers");
        NS_TEST_EXPECT_MSG_NE(missing({{"PowerLaw", "SwitchedCapacitance"}}), "", "no voltages");
        NS_TEST_EXPECT_MSG_NE(missing({{"Units", "2"}, {"SpeedupExponent", "0"}}), "", "no speed");
        NS_TEST_EXPECT_MSG_NE(missing({{"Discipline", "ProcessorSharing"}, {"BatchSize", "2"}}),
                              "",
                              "no batches while sharing");
        NS_TEST_EXPECT_MSG_EQ(missing(cubic), "", "sound");

        auto processor = MakeProcessor(table);
        NS_TEST_EXPECT_MSG_EQ_TOL(processor->GetPowerCoefficient() * 8e27,
                                  3,
                                  1e-12,
                                  "cubic law through the largest clock, for planners");
    }
};

/// What energy is spent on.
class CauseCase : public TestCase
{
  public:
    CauseCase()
        : TestCase("energy is kept by cause through work, idling, sleep and transitions")
    {
    }

  private:
    /// The power changed. @param [out] powers where to note it @param [in] now it is [W]
    static void Note(std::vector<double>* powers, double, double now)
    {
        powers->push_back(now);
    }

    void DoRun() override
    {
        auto processor = MakeProcessor({{"OperatingPoints", "1e9 2e9"},
                                        {"FlopPerCycle", "1"},
                                        {"Units", "2"},
                                        {"PowerCoefficient", "1e-27"},
                                        {"StaticPower", "0.5"},
                                        {"IdlePower", "0.2"},
                                        {"SleepPower", "0.01"},
                                        {"SleepDelay", "1s"},
                                        {"WakeLatency", "100ms"},
                                        {"UsageEffectiveness", "2"}});
        auto governor = CreateObject<FixedGovernor>();
        governor->SetAttribute("TransitionLatency", TimeValue(MilliSeconds(10)));
        governor->SetClock(1e9);
        processor->SetGovernor(governor);
        processor->Initialize();
        JobLog log;
        std::vector<double> powers;
        processor->TraceConnectWithoutContext("Power",
                                              MakeBoundCallback(&CauseCase::Note, &powers));
        // Sleeps at 1 s, is woken at 2 s, serves from 2.1 s, stands still from 2.6 s to 2.61 s.
        SubmitAt(Seconds(2), processor, log.MakeJob(1e9));
        Simulator::Schedule(Seconds(2.6), &FixedGovernor::SetClock, governor, 2e9);
        Simulator::Stop(Seconds(3));
        Simulator::Run();
        const auto energy = [&](EnergyCause cause) { return processor->GetEnergy(cause); };
        const auto& report = log.Get(0);
        NS_TEST_EXPECT_MSG_EQ(report.started, Seconds(2), "service begins with waking up");
        NS_TEST_EXPECT_MSG_EQ(report.ended, Seconds(2.86), "0.1 + 0.5 + 0.01 + 0.25 s later");
        NS_TEST_EXPECT_MSG_EQ_TOL(energy(ENERGY_SLEEP), 2 * 0.01 * 1, 1e-12, "asleep for a second");
        NS_TEST_EXPECT_MSG_EQ_TOL(energy(ENERGY_DYNAMIC), 2 * (0.5 + 8 * 0.25), 1e-12, "dynamic");
        NS_TEST_EXPECT_MSG_EQ_TOL(energy(ENERGY_STATIC), 2 * 0.5 * 0.75, 1e-12, "static");
        NS_TEST_EXPECT_MSG_EQ_TOL(energy(ENERGY_TRANSITION),
                                  2 * (0.4 * 0.1 + 8.5 * 0.01),
                                  1e-12,
                                  "waking at idle power, then the clock change at the larger one");
        NS_TEST_EXPECT_MSG_EQ_TOL(energy(ENERGY_IDLE),
                                  2 * (0.4 * 1 + 0.2 * 0.76 + 0.4 * 0.14),
                                  1e-12,
                                  "two units, the other unit, two units");
        NS_TEST_EXPECT_MSG_EQ_TOL(report.energy, processor->GetBusyEnergy(), 1e-12, "of the job");
        NS_TEST_EXPECT_MSG_EQ(powers.size(), 5, "one call for each change");
        NS_TEST_EXPECT_MSG_EQ_TOL(powers.at(0), 0.02, 1e-12, "asleep");
        NS_TEST_EXPECT_MSG_EQ_TOL(powers.at(2), 3 + 0.4, 1e-12, "one unit busy, one idle");
        NS_TEST_EXPECT_MSG_EQ_TOL(powers.at(4), 0.8, 1e-12, "idle again");
        Simulator::Destroy();
    }
};

/// The largest time, which means for ever.
class EndlessStandstillCase : public TestCase
{
  public:
    EndlessStandstillCase()
        : TestCase("who takes for ever to wake or to change the clock serves nothing")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool waking : {true, false})
        {
            auto processor = MakeProcessor(
                {{"OperatingPoints", "1e9 2e9"}, {"FlopPerCycle", "1"}, {"PowerCoefficient", "0"}});
            auto governor = CreateObject<FixedGovernor>();
            governor->SetClock(1e9);
            processor->SetGovernor(governor);
            if (waking)
            {
                processor->SetAttribute("SleepDelay", TimeValue(Seconds(1)));
                processor->SetAttribute("WakeLatency", TimeValue(Time::Max()));
            }
            else
            {
                governor->SetAttribute("TransitionLatency", TimeValue(Time::Max()));
                Simulator::Schedule(Seconds(2.5), &FixedGovernor::SetClock, governor, 2e9);
            }
            processor->Initialize();
            JobLog log;
            SubmitAt(Seconds(2), processor, log.MakeJob(1e9));
            Simulator::Stop(Seconds(100));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(log.reports.size(), 0U, "waking: " << waking);
            NS_TEST_EXPECT_MSG_EQ(processor->GetServedCount(), 1U, "it is there");
            Simulator::Destroy();
        }
    }
};

class ProcessorPowerTestSuite : public TestSuite
{
  public:
    ProcessorPowerTestSuite()
        : TestSuite("edge-ai-processor-power", TEST_UNIT)
    {
        AddTestCase(new OperatingPointsCase, TEST_QUICK);
        AddTestCase(new PowerLawCase, TEST_QUICK);
        AddTestCase(new CauseCase, TEST_QUICK);
        AddTestCase(new EndlessStandstillCase, TEST_QUICK);
    }
};

ProcessorPowerTestSuite g_processorPowerTestSuite; //!< registers the suite

} // namespace
