/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rounds of rows: those the paper prints against given figures, the accelerated ones against a
// convex programme in the flows, and what both do with too much load.

#include "support/dto-ee-test-support.h"
#include "support/flow-programme.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// @returns mean response time of a solution
double
GetTime(const DtoEeProblem& problem, const DtoEeSolution& solution)
{
    return EvaluateDtoEe(problem, MakeDtoEeNetwork(problem), solution.shares, solution.thresholds)
        .responseTime;
}

/// @returns what rounds of a kind come to
DtoEeSolution
RunRounds(const DtoEeProblem& problem, uint32_t rounds, DtoEeStep step)
{
    DtoEeSolverOptions options;
    options.slots = 1;
    options.rounds = rounds;
    options.tolerance = 0;
    options.step.step = step;
    options.thresholds = DtoEeThresholds::FIXED;
    return SolveDtoEe(problem, MakeDtoEeNetwork(problem), options);
}

/// Rounds of eq. (15).
class PairwiseRoundsTestCase : public TestCase
{
  public:
    PairwiseRoundsTestCase()
        : TestCase("rounds of eq. (15) go where they were computed to go")
    {
    }

  private:
    void DoRun() override;
};

void
PairwiseRoundsTestCase::DoRun()
{
    const DtoEeProblem toy = WithoutExits(MakeToy());
    const std::vector<std::pair<uint32_t, double>> given{{20, 0.286110},
                                                         {50, 0.281545},
                                                         {200, 0.271936},
                                                         {1000, 0.270650}};
    for (const auto& [rounds, time] : given)
    {
        const DtoEeSolution solution = RunPairwise(toy, rounds);
        EXPECT_RELATIVE(GetTime(toy, solution), time, 1e-5, rounds << " rounds");
        NS_TEST_EXPECT_MSG_EQ(solution.summary.iterations, rounds, "rounds");
    }
    const DtoEeSolution best = RunPairwise(toy, 20000);
    EXPECT_RELATIVE(GetTime(toy, best), 0.270650325, GIVEN, "optimum");
    EXPECT_TRUE(best.summary.residual < 1e-6, "no gap is left: " << best.summary.residual);
    const std::vector<DtoEeRow> rows = MakeDtoEeRows(MakeDtoEeNetwork(toy), best.shares);
    const std::vector<std::vector<double>> expected{{1, 0},
                                                    {0, 1},
                                                    {.668312, 0, .331688},
                                                    {.075505, .924495, 0},
                                                    {1, 0},
                                                    {0, 1},
                                                    {.877108, .122892}};
    NS_TEST_ASSERT_MSG_EQ(rows.size(), expected.size(), "rows");
    for (std::size_t n = 0; n < rows.size(); ++n)
    {
        double sum = 0;
        for (std::size_t j = 0; j < expected[n].size(); ++j)
        {
            EXPECT_ABSOLUTE(rows[n].shares[j], expected[n][j], 1e-3, "row " << n << ", " << j);
            sum += rows[n].shares[j];
        }
        EXPECT_ABSOLUTE(sum, 1, 1e-12, "sum of row " << n);
    }
}

/// Rows that start with more than a node can serve.
class OverloadTestCase : public TestCase
{
  public:
    OverloadTestCase()
        : TestCase("rows find out of an overload")
    {
    }

  private:
    void DoRun() override;
};

void
OverloadTestCase::DoRun()
{
    DtoEeProblem problem;
    problem.arrivalRates = {36};
    problem.stages = {{1e9, 1e6, {{"", 20e9}, {"", 60e9}}, {{1e9, 1e9}}}};
    problem.rows = {{{.95, .05}}};
    NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
    for (const DtoEeStep step : {DtoEeStep::PAIRWISE, DtoEeStep::ACCELERATED})
    {
        // Momentum overshoots in a problem without any need of it, and takes some rounds more.
        const uint32_t rounds = step == DtoEeStep::PAIRWISE ? 20 : 60;
        const DtoEeSolution solution = RunRounds(problem, rounds, step);
        EXPECT_RELATIVE(GetTime(problem, solution), 0.039688152, 1e-4, "time");
        EXPECT_ABSOLUTE(solution.shares[0][0][0], .108191, 1e-4, "to the slow node");
        EXPECT_ABSOLUTE(solution.shares[0][0][1], .891809, 1e-4, "to the fast one");
    }
    // The same with the explicit penalty, whose weight grows while it has to.
    DtoEeSolverOptions options;
    options.penalty = 1e-3;
    options.slots = 20;
    options.tolerance = 1e-9;
    const DtoEeSolution solution = SolveDtoEe(problem, MakeDtoEeNetwork(problem), options);
    EXPECT_RELATIVE(GetTime(problem, solution), 0.039688152, 1e-4, "by penalty");

    // A penalty that is too light leaves the cheaper node with more than it can serve; while it
    // does, slots go on and the penalty grows.
    DtoEeProblem tight;
    tight.arrivalRates = {49.2};
    tight.stages = {{1e9, 1e6, {{"", 20e9}, {"", 30e9}}, {{1e9, 1e9}}}};
    options.tolerance = 1e-3;
    options.slots = 1;
    EXPECT_TRUE(std::isinf(GetTime(tight, SolveDtoEe(tight, MakeDtoEeNetwork(tight), options))),
                "too light");
    options.slots = 30;
    EXPECT_TRUE(std::isfinite(GetTime(tight, SolveDtoEe(tight, MakeDtoEeNetwork(tight), options))),
                "heavier in the end");

    // A device that sends nothing has the row that it would be best off with.
    DtoEeProblem silent = MakeToy();
    silent.arrivalRates = {32, 0};
    EXPECT_TRUE(SolveDtoEe(silent, MakeDtoEeNetwork(silent), DtoEeSolverOptions()).shares[0][1] ==
                    std::vector<double>({0, 1}),
                "over the fast link");

    // Nothing can serve all of it: a plan all the same, which says so.
    problem.arrivalRates = {81};
    const DtoEePlan plan = PlanBy("DtoEePlanner", problem);
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, plan.reason);
    EXPECT_TRUE(plan.reason.find("stages[0].nodes[") == 0 &&
                    plan.reason.find("of what it can serve; allowed is less than 1") !=
                        std::string::npos,
                plan.reason);
    EXPECT_TRUE(std::isinf(plan.responseTime) && plan.rows.size() == 1, "no end");
}

/// Both kinds of rounds against a general convex solver.
class ConvexReferenceTestCase : public TestCase
{
  public:
    ConvexReferenceTestCase()
        : TestCase("rounds come to the least time that a convex programme finds")
    {
    }

  private:
    void DoRun() override;
};

void
ConvexReferenceTestCase::DoRun()
{
    RandomStages random(3);
    DtoEeProblem toy = WithoutExits(MakeToy());
    EXPECT_RELATIVE(FlowProgramme(toy, {1, 1, 1, 0}).Solve(), 0.270650325, 1e-7, "the toy");
    int exact = 0;
    for (int n = 0; n < 12; ++n)
    {
        DtoEeProblem problem = random.Make(6, {3, 4, 2}, random.Draw(0.3, 0.8), 0.1);
        problem.serviceVariability = random.Draw(0, 2);
        const std::vector<double> passing =
            DtoEeExitModel(problem).GetPassing(problem.GetThresholds());
        const double least = FlowProgramme(problem, passing).Solve();
        const DtoEeSolution fast = RunRounds(problem, 3000, DtoEeStep::ACCELERATED);
        // Where a stage is near its capacity rounds take their time. The certificate knows without
        // the reference.
        const double excess = GetTime(problem, fast) / least - 1;
        EXPECT_TRUE(excess > -1e-7 && excess < 1e-4, "instance " << n << ": " << excess);
        EXPECT_TRUE(excess < fast.summary.residual + 1e-7, "certified, instance " << n);
        EXPECT_TRUE(fast.summary.residual < 1e-3, "gap " << fast.summary.residual);
        exact += excess < 1e-7;
        const DtoEeSolution slow = RunRounds(problem, 3000, DtoEeStep::PAIRWISE);
        EXPECT_RELATIVE(GetTime(problem, slow), least, 2e-2, "eq. (15), instance " << n);
        EXPECT_TRUE(GetTime(problem, slow) >= GetTime(problem, fast) * (1 - 1e-6),
                    "momentum is not slower, instance " << n);
    }
    EXPECT_TRUE(exact >= 10, "to all digits of the reference: " << exact);
}

/// Many alternatives for every row.
class WideStagesTestCase : public TestCase
{
  public:
    WideStagesTestCase()
        : TestCase("eq. (15) fails where a row has many alternatives, and the joint move does not")
    {
    }

  private:
    void DoRun() override;
};

void
WideStagesTestCase::DoRun()
{
    // Eq. (15) bounds the curvature of moves from one link to the best one. In a row of 16 links up
    // to 15 such moves join there at once, and their joint step is up to 15 times too long: with
    // gamma = 1 as it stands the rows end in an overload. The safeguard shortens the moves only
    // after gaps have grown.
    RandomStages random(5);
    const DtoEeProblem wide = random.Make(60, {16, 16, 16, 16}, 0.8, 0);
    const double start = PlanBy("DtoEeComputingFirstPlanner", wide).responseTime;
    DtoEeProblem open = wide;
    open.exits.clear();
    const double began = PlanBy("DtoEeComputingFirstPlanner", open).responseTime;
    const DtoEeSolution unguarded = RunPairwise(open, 100);
    EXPECT_TRUE(!(GetTime(open, unguarded) < began), "eq. (15) gets worse: " << began);
    const DtoEeSolution joint = RunRounds(open, 100, DtoEeStep::ACCELERATED);
    EXPECT_TRUE(GetTime(open, joint) < 0.995 * began, "joint moves get better");
    EXPECT_TRUE(GetTime(wide, RunRounds(wide, 100, DtoEeStep::ACCELERATED)) < start, "with exits");
}

/// The suite.
class DtoEeRoundsTestSuite : public TestSuite
{
  public:
    DtoEeRoundsTestSuite()
        : TestSuite("edge-ai-dto-ee-rounds", TEST_UNIT)
    {
        AddTestCase(new PairwiseRoundsTestCase, TEST_QUICK);
        AddTestCase(new OverloadTestCase, TEST_QUICK);
        AddTestCase(new ConvexReferenceTestCase, TEST_QUICK);
        AddTestCase(new WideStagesTestCase, TEST_QUICK);
    }
};

const DtoEeRoundsTestSuite g_dtoEeRoundsTestSuite; ///< registers the suite

} // namespace
