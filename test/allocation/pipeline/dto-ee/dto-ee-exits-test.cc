/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Who leaves at which exit, how often that is right, and what it costs to go on.

#include "allocation/pipeline/dto-ee/dto-ee-thresholds.h"
#include "support/dto-ee-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// The exit law.
class ExitLawTestCase : public TestCase
{
  public:
    ExitLawTestCase()
        : TestCase("shares that pass, accuracy and rates by the law")
    {
    }

  private:
    void DoRun() override;
};

void
ExitLawTestCase::DoRun()
{
    const DtoEeProblem toy = MakeToy();
    const DtoEeExitModel model(toy);
    const std::vector<double> passing = model.GetPassing({.7, .6});
    const std::vector<double> expected{1, .7, .36, 0};
    for (std::size_t h = 0; h < 4; ++h)
    {
        EXPECT_ABSOLUTE(passing[h], expected[h], 1e-12, "S behind " << h);
    }
    EXPECT_RELATIVE(GetDtoEeSigma(passing)[2], .514285714, GIVEN, "sigma");
    EXPECT_RELATIVE(model.GetAccuracy({.7, .6}), 0.755020, GIVEN, "accuracy");
    EXPECT_RELATIVE(model.GetAccuracy({1, 1}), 0.78, GIVEN, "nobody leaves");
    EXPECT_RELATIVE(model.GetAccuracy({.8, .8}), 0.771520, GIVEN, "fixed thresholds");
    const Swept swept(WithThresholds(toy, {.7, .6}));
    EXPECT_RELATIVE(swept.routing.GetCost() / 32, 0.162860095, GIVEN, "mean time");
    EXPECT_RELATIVE(swept.routing.GetRates()[2][0], 6.912, GIVEN, "rate");
    EXPECT_RELATIVE(swept.routing.GetRates()[2][1], 4.608, GIVEN, "rate");

    // Whoever passes the first exit passes a second one that is easier.
    const std::vector<double> nested = model.GetPassing({.3, .9});
    EXPECT_RELATIVE(nested[2], 0.3, 1e-12, "difficulty is common to all exits");
    // The accuracy by the law's words: average over difficulties.
    double right = 0;
    const int count = 100000;
    for (int n = 0; n < count; ++n)
    {
        const double d = (n + .5) / count;
        right += 1 - d >= .7 ? .98 - .6 * d : std::sqrt(1 - d) >= .6 ? .98 - .5 * d : .98 - .4 * d;
    }
    EXPECT_RELATIVE(model.GetAccuracy({.7, .6}), right / count, 1e-5, "average over tasks");
}

/// What it costs to go on.
class GoingOnTestCase : public TestCase
{
  public:
    GoingOnTestCase()
        : TestCase("prices of going on are derivatives of the time in the share that does")
    {
    }

  private:
    void DoRun() override;
};

void
GoingOnTestCase::DoRun()
{
    const DtoEeProblem toy = WithThresholds(MakeToy(), {.7, .6});
    Swept swept(toy);
    const DtoEeTail tail(MakeReports(swept), swept.law);
    EXPECT_TRUE(tail.IsKnown(), "tasks go everywhere");
    EXPECT_RELATIVE(tail.GetPrice(2, 2, .7), 0.096179701, GIVEN, "first exit");
    EXPECT_RELATIVE(tail.GetPrice(3, 3, .36), 0.073330706, GIVEN, "second exit");
    EXPECT_RELATIVE(tail.GetMeasuredPrice(1), 0.096179701, GIVEN, "as its own stage sees it");
    EXPECT_RELATIVE(tail.GetMeasuredPrice(2), 0.073330706, GIVEN, "as its own stage sees it");
    EXPECT_RELATIVE(tail.GetPrice(2, 3, .7),
                    tail.GetPrice(2, 2, .7) + tail.GetPrice(3, 3, .7),
                    1e-12,
                    "to the end");
    const auto time = [&](const std::vector<double>& passing) {
        swept.passing = passing;
        swept.Again();
        return swept.routing.GetCost() / 32;
    };
    const double step = 1e-5;
    for (const std::vector<double>& at :
         {std::vector<double>{.7, .36}, std::vector<double>{.9, .2}, std::vector<double>{.2, .1}})
    {
        const double first =
            (time({1, at[0] + step, at[1], 0}) - time({1, at[0] - step, at[1], 0})) / (2 * step);
        EXPECT_RELATIVE(tail.GetPrice(2, 2, at[0]), first, 1e-5, "first, from reports at other S");
        const double second =
            (time({1, at[0], at[1] + step, 0}) - time({1, at[0], at[1] - step, 0})) / (2 * step);
        EXPECT_RELATIVE(tail.GetPrice(3, 3, at[1]), second, 1e-5, "second");
        EXPECT_ABSOLUTE(tail.GetTime({1, at[0], at[1], 0}) - tail.GetTime({1, .5, .5, 0}),
                        time({1, at[0], at[1], 0}) - time({1, .5, .5, 0}),
                        1e-12,
                        "differences of time");
    }

    // An exit in the middle of three stages without: prices add up over the stages between.
    RandomStages random(2);
    DtoEeProblem longer = random.Make(5, {3, 3, 3, 3}, 0.6);
    longer.exits = {{1, 1, .6, .8}};
    Swept chain(longer);
    const DtoEeTail whole(MakeReports(chain), chain.law);
    EXPECT_RELATIVE(whole.GetPrice(2, 4, .8), whole.GetMeasuredPrice(1), 1e-9, "to the end");
}

/// A table of samples takes the law's place.
class TableTestCase : public TestCase
{
  public:
    TableTestCase()
        : TestCase("samples of a table are replayed")
    {
    }

  private:
    void DoRun() override;
};

void
TableTestCase::DoRun()
{
    DtoEeProblem problem = MakeToy();
    problem.confidences.samples = {{{.9, .95}, {1, 1, 1}},
                                   {{.5, .99}, {0, 1, 1}},
                                   {{1, .2}, {1, 0, 0}},
                                   {{.3, .4}, {0, 0, 1}}};
    NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
    const DtoEeExitModel model(problem);
    EXPECT_TRUE(!model.IsByLaw(), "a table");
    std::vector<double> passing = model.GetPassing({.9, .99});
    NS_TEST_EXPECT_MSG_EQ(passing[1], 0.5, "two of four leave, one of them just so");
    NS_TEST_EXPECT_MSG_EQ(passing[2], 0.25, "and one");
    NS_TEST_EXPECT_MSG_EQ(model.GetAccuracy({.9, .99}), 1, "all right");
    NS_TEST_EXPECT_MSG_EQ(model.GetAccuracy({.4, .4}), 0.5, "wrong when early");
    NS_TEST_EXPECT_MSG_EQ(model.GetPassing({1, 1})[2], 1, "1 is off, whoever is sure");
    NS_TEST_EXPECT_MSG_EQ(model.GetPassing({1, .2})[2], 0, "everybody leaves");

    // Samples drawn by the law say what the law says.
    DtoEeProblem drawn = MakeToy();
    RandomStages random(1);
    for (int n = 0; n < 10000; ++n)
    {
        const double d = random.Draw(0, 1);
        const double u = random.Draw(0, 1);
        drawn.confidences.samples.push_back(
            {{1 - d, std::sqrt(1 - d)},
             {uint8_t(u < .98 - .6 * d), uint8_t(u < .98 - .5 * d), uint8_t(u < .98 - .4 * d)}});
    }
    const DtoEeExitModel law(MakeToy());
    const DtoEeExitModel table(drawn);
    EXPECT_ABSOLUTE(table.GetPassing({.7, .6})[1], .7, 0.02, "S");
    EXPECT_ABSOLUTE(table.GetPassing({.7, .6})[2], .36, 0.02, "S");
    EXPECT_ABSOLUTE(table.GetAccuracy({.7, .6}), law.GetAccuracy({.7, .6}), 0.02, "accuracy");
    // And are planned with: nearly as well as the law they come from.
    const DtoEePlan byTable = PlanBy("DtoEePlanner", drawn);
    const DtoEePlan byLaw = PlanBy("DtoEePlanner", MakeToy());
    EXPECT_TRUE(byTable.status == PlanStatus::SOLVED, byTable.reason);
    EXPECT_ABSOLUTE(byTable.utility, byLaw.utility, 0.04, "utility");
    EXPECT_ABSOLUTE(byTable.exits[0].passing, byLaw.exits[0].passing, 0.15, "first exit");

    // Where all leave at the first exit nothing is known of what is behind it but measured prices:
    // a step of the grid at a time.
    problem.confidences.samples.resize(1);
    problem = WithThresholds(problem, {.5, .5});
    problem.accuracyValue = 2;
    const DtoEePlan alone = PlanBy("DtoEePlanner", problem);
    EXPECT_TRUE(alone.status == PlanStatus::SOLVED, alone.reason);
    NS_TEST_EXPECT_MSG_EQ(alone.exits[0].passing, 0, "right and early: why go on");
    EXPECT_RELATIVE(alone.accuracy, 1, GIVEN, "right");
    problem.confidences.samples[0].correct = {0, 1, 1};
    const DtoEePlan later = PlanBy("DtoEePlanner", problem, "Slots", "20");
    NS_TEST_EXPECT_MSG_EQ(later.exits[0].passing, 1, "wrong at the first: it goes on");
    EXPECT_RELATIVE(later.accuracy, 1, GIVEN, "right");
}

/// The suite.
class DtoEeExitsTestSuite : public TestSuite
{
  public:
    DtoEeExitsTestSuite()
        : TestSuite("edge-ai-dto-ee-exits", TEST_UNIT)
    {
        AddTestCase(new ExitLawTestCase, TEST_QUICK);
        AddTestCase(new GoingOnTestCase, TEST_QUICK);
        AddTestCase(new TableTestCase, TEST_QUICK);
    }
};

const DtoEeExitsTestSuite g_dtoEeExitsTestSuite; ///< registers the suite

} // namespace
