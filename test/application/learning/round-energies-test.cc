/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Energies of rounds, planned and realised, by their cause: like is compared with like, and nothing
// is lost. And what plans divide: bands where links have some, time where a channel is shared.

#include "application/learning/learning-figures.h"
#include "application/learning/round-energies.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/csma-helper.h"
#include "ns3/test.h"

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] kind of the step  @param [in] planned [J]  @param [in] realised [J]
/// @param [in] begun it has
/// @returns a step of a round
StepRecord
MakeStep(StepKind kind, double planned, double realised, bool begun = true)
{
    StepRecord step;
    step.planned.kind = kind;
    step.planned.energy = planned;
    step.energy = realised;
    step.started = begun ? 1 : NOT_AVAILABLE;
    return step;
}

/// Records worked out by hand.
class EnergyRecordCase : public TestCase
{
  public:
    EnergyRecordCase()
        : TestCase("sums by cause; a total that is planned where all that was spent is")
    {
    }

  private:
    /// @param [in] steps of a round  @returns its record with energies
    static TaskRecord Record(const std::vector<StepRecord>& steps)
    {
        TaskRecord record;
        record.steps = steps;
        RecordEnergies(record);
        return record;
    }

    /// @param [in] value expected  @param [in] actual value; both may be not available
    void Expect(double actual, double value, const std::string& what)
    {
        EXPECT_TRUE(std::isnan(value) ? std::isnan(actual) : std::abs(actual - value) < 1e-12,
                    what << ": " << actual << " instead of " << value);
    }

    void DoRun() override
    {
        const double none = NOT_AVAILABLE;
        const StepRecord down = MakeStep(StepKind::TRANSFER, none, none);
        const StepRecord compute = MakeStep(StepKind::COMPUTE, 2, 3);
        const StepRecord server = MakeStep(StepKind::AGGREGATE, none, none);
        // All is planned, and all is measured.
        TaskRecord record =
            Record({down, compute, MakeStep(StepKind::TRANSFER, 1, 4), compute, server});
        LearningFigures figures = record.Get<LearningFigures>();
        Expect(figures.computingPlanned, 4, "computing");
        Expect(figures.computingRealised, 6, "computing");
        Expect(figures.sendingPlanned, 1, "sending");
        Expect(figures.sendingRealised, 4, "sending");
        Expect(record.planned.energy, 5, "all");
        Expect(record.realised.energy, 10, "all");
        // A radio is measured whose power nobody plans.
        record = Record({down, compute, MakeStep(StepKind::TRANSFER, none, 4), server});
        figures = record.Get<LearningFigures>();
        Expect(figures.computingPlanned, 2, "is comparable");
        Expect(figures.computingRealised, 3, "is comparable");
        Expect(figures.sendingPlanned, none, "no plan");
        Expect(figures.sendingRealised, 4, "measured");
        Expect(record.planned.energy, none, "is not of what was spent");
        Expect(record.realised.energy, 7, "stays all that was spent");
        // The reverse.
        record = Record({down, compute, MakeStep(StepKind::TRANSFER, 1, none), server});
        figures = record.Get<LearningFigures>();
        Expect(figures.sendingPlanned, 1, "planned, and nothing beside it");
        Expect(figures.sendingRealised, none, "not measured");
        Expect(record.planned.energy, none, "has what was not measured");
        Expect(record.realised.energy, 3, "all that was measured");
        // One of two radios is measured.
        record = Record(
            {compute, MakeStep(StepKind::TRANSFER, 1, none), MakeStep(StepKind::TRANSFER, 1, 4)});
        Expect(record.Get<LearningFigures>().sendingPlanned, none, "is of both, the other of one");
        // Who is lost before he begins has spent nothing of his plan.
        record = Record({compute,
                         MakeStep(StepKind::TRANSFER, 1, 1),
                         MakeStep(StepKind::COMPUTE, 2, none, false),
                         MakeStep(StepKind::TRANSFER, 1, none, false)});
        Expect(record.planned.energy, 6, "of all who have a part");
        Expect(record.realised.energy, 4, "of who did it");
        // A server that takes energy, which no plan has.
        record = Record({compute, MakeStep(StepKind::AGGREGATE, none, 5)});
        figures = record.Get<LearningFigures>();
        Expect(figures.servingRealised, 5, "of the server");
        Expect(figures.computingPlanned, 2, "is comparable");
        Expect(record.planned.energy, none, "is not of the server");
        Expect(record.realised.energy, 8, "all");
        // A server that takes none changes nothing.
        record = Record({compute, MakeStep(StepKind::AGGREGATE, none, 0)});
        Expect(record.planned.energy, 2, "all");
        record = Record({down, server});
        Expect(record.planned.energy, none, "nothing is known");
        Expect(record.realised.energy, none, "nothing is known");
    }
};

/// A simulation whose server's processor takes energy.
class ServerEnergyCase : public TestCase
{
  public:
    ServerEnergyCase()
        : TestCase("a server's energy is in the whole, and in no ratio of the workers'")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 3);
        run.helper.SetPartition("iid");
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e6"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(1));
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.SetAttribute("StaticPower", DoubleValue(2));
        processor.Install(run.server.Get(0));
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 3, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "energy adds up");
        for (const LearningRound& round : rounds)
        {
            EXPECT_TRUE(round.computingPlanned > 0, "planned");
            EXPECT_RELATIVE(round.computingRealised, round.computingPlanned, .01, "as planned");
            EXPECT_RELATIVE(round.sendingRealised, round.sendingPlanned, .5, "headers besides");
            EXPECT_TRUE(round.energyRealised >
                            1.001 * (round.computingRealised + round.sendingRealised),
                        "with the server");
            EXPECT_TRUE(std::isnan(round.energyPlanned), "no plan has the server");
        }
        std::ostringstream summary;
        run.helper.GetMonitor().PrintSummary(summary);
        for (const char* line : {"computing energy", "sending energy", "aggregating energy"})
        {
            EXPECT_TRUE(summary.str().find(line) != std::string::npos, summary.str());
        }
    }
};

/// What a plan divides is called by its name.
class ShareCase : public TestCase
{
  public:
    ShareCase()
        : TestCase("a share of a cable's time is no band in Hz")
    {
    }

  private:
    /// @param [in] cable or ideal links  @returns the rounds of five workers of whom all are asked
    std::vector<LearningRound> Run(bool cable)
    {
        LearningFixture run("Softmax(20,10)", "FedQvrEqualPlanner", 5);
        run.helper.SetPartition("iid");
        run.helper.SetTraining(.1, 8);
        run.helper.SetMethod("FedQVR(bits=4,steps=2)");
        if (cable)
        {
            CsmaHelper csma;
            csma.SetChannelAttribute("DataRate", StringValue("10Mbps"));
            run.Build(csma.Install(NodeContainer(run.server, run.workers)));
        }
        std::vector<LearningRound> rounds = run.Run(100);
        std::ostringstream summary;
        run.helper.GetMonitor().PrintSummary(summary);
        const bool band = summary.str().find("update band") != std::string::npos;
        const bool time = summary.str().find("update time share") != std::string::npos;
        EXPECT_TRUE(band == !cable && time == cable, summary.str());
        return rounds;
    }

    void DoRun() override
    {
        for (const bool cable : {true, false})
        {
            const std::vector<LearningRound> rounds = Run(cable);
            NS_TEST_ASSERT_MSG_EQ(rounds.size(), 3, "rounds");
            for (const LearningRound& round : rounds)
            {
                double time = 0;
                for (const LearningWorkerRound& part : round.workers)
                {
                    EXPECT_TRUE(std::isnan(part.timeShare) == !cable, part.timeShare);
                    EXPECT_TRUE(std::isnan(part.bandwidth) == cable, part.bandwidth);
                    time += cable ? part.timeShare : part.bandwidth;
                }
                EXPECT_TRUE(cable ? std::abs(time - 1) < 1e-9 : time > 1000,
                            "all of the time, or bands [Hz]: " << time);
            }
        }
    }
};

class RoundEnergiesTestSuite : public TestSuite
{
  public:
    RoundEnergiesTestSuite()
        : TestSuite("edge-ai-round-energies", TEST_SYSTEM)
    {
        AddTestCase(new EnergyRecordCase, TEST_QUICK);
        AddTestCase(new ServerEnergyCase, TEST_QUICK);
        AddTestCase(new ShareCase, TEST_QUICK);
    }
};

RoundEnergiesTestSuite g_roundEnergiesTestSuite; ///< the suite

} // namespace
