/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Training one path after the other, budgets, portfolios.

#include "allocation/pipeline/code/code-portfolio.h"
#include "allocation/pipeline/code/code-staged.h"
#include "support/code-test-support.h"

#include "ns3/boolean.h"
#include "ns3/string.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::codetest;

namespace
{

/// Stages with measurements from outside.
class CodeMeasuredTestCase : public TestCase
{
  public:
    CodeMeasuredTestCase()
        : TestCase("plans that train one path after the other by measurement")
    {
    }

  private:
    void DoRun() override;
};

void
CodeMeasuredTestCase::DoRun()
{
    Ptr<CodePathPlanner> planner = CreateCodePathPlanner("CodePlanner");
    planner->SetAttribute("Training", StringValue("Measured"));
    CodeProblem problem = MakeBase();
    CodePlan plan = planner->Plan(problem);
    EXPECT_TRUE(plan.path == problem.GetOwnPath(), "nothing is trained yet");
    EXPECT_TRUE(plan.trainNext && ToText(plan.next) == "l1 h2 h3 l4 l5", ToText(plan.next));
    EXPECT_ABSOLUTE(plan.trainingTime, 1047.942374, 6e-7, "training time");
    // It turns out as the law says: the next one is tried, and is worse.
    problem.trained.push_back({plan.next, GetCodeAccuracy(problem, .044)});
    plan = planner->Plan(problem);
    EXPECT_TRUE(ToText(plan.path) == "l1 h2 h3 l4 l5", "the trained one is in use");
    EXPECT_ABSOLUTE(plan.reward, 1.088061991, PLACES, "its reward");
    EXPECT_TRUE(plan.trainNext && !(plan.next == plan.path), "one more may be better");
    const CodePlan whole = PlanBy("CodePlanner", MakeBase());
    NS_TEST_ASSERT_MSG_EQ(whole.trials.size(), 2U, "trials");
    EXPECT_TRUE(plan.next == whole.trials[1].path, "as by the law");
    problem.trained.push_back({plan.next, whole.trials[1].accuracy});
    plan = planner->Plan(problem);
    EXPECT_TRUE(!plan.trainNext && ToText(plan.path) == "l1 h2 h3 l4 l5", "done");
    NS_TEST_EXPECT_MSG_EQ(plan.trainingTime, 0, "nothing to train");

    // If it turns out badly instead, the own path stays, and the search goes on.
    problem = MakeBase();
    problem.trained.push_back({Path("l1 h2 h3 l4 l5"), .4});
    plan = planner->Plan(problem);
    EXPECT_TRUE(plan.path == problem.GetOwnPath(), "a bad outcome");
    EXPECT_TRUE(plan.trainNext, "others may be better");
    problem.trainingBudget = 1;
    plan = planner->Plan(problem);
    EXPECT_TRUE(!plan.trainNext && plan.summary.limited, "no budget");
    // What was measured last counts.
    problem.trained.push_back({Path("l1 h2 h3 l4 l5"), .56});
    EXPECT_TRUE(ToText(planner->Plan(problem).path) == "l1 h2 h3 l4 l5", "measured again");

    // Re-selection among trained paths as loads change.
    problem = MakeBase();
    problem.trained.push_back({Path("l1 h2 h3 l4 l5"), GetCodeAccuracy(problem, .044)});
    EXPECT_TRUE(ToText(SelectTrainedPath(problem, CodeObjective::REWARD).path) == "l1 h2 h3 l4 l5",
                "an idle host");
    problem.modelChangesMax = 1;
    EXPECT_TRUE(SelectTrainedPath(problem, CodeObjective::REWARD).path == problem.GetOwnPath(),
                "more changes of the model than are allowed now");
    problem.modelChangesMax = 2;
    problem.host.load = 60;
    EXPECT_TRUE(SelectTrainedPath(problem, CodeObjective::REWARD).path == problem.GetOwnPath(),
                "a busy host");
}

/// Predictors that learn.
class CodeFitTestCase : public TestCase
{
  public:
    CodeFitTestCase()
        : TestCase("a fitted predictor finds the law and needs fewer trainings")
    {
    }

  private:
    void DoRun() override
    {
        CodeProblem problem = MakeBase();
        NS_TEST_EXPECT_MSG_EQ(FitInterference(problem), 0, "nothing to fit");
        const CodeCosts costs(problem);
        for (const std::string path : {"l1 h2 h3 l4 l5", "h1 h2 h3 l5", "l1 l2 l4 l5"})
        {
            const CodeLabel label = costs.GetLabel(Path(path));
            problem.trained.push_back(
                {Path(path), GetTrainedAccuracy(MakeBase(), Path(path), label)});
        }
        EXPECT_RELATIVE(FitInterference(problem), .004, 1e-9, "c_i");
        problem.trained.push_back({Path("h1 h2 l3 l4 l5"), 0}); // below chance: says nothing
        EXPECT_RELATIVE(FitInterference(problem), .004, 1e-9, "c_i");

        RandomServices random(21);
        double plain = 0;
        double fitted = 0;
        for (int run = 0; run < 40; ++run)
        {
            CodeProblem other = random.Make(5);
            other.interferenceLoss = .02;
            const auto train = [&](const CodeCandidate& candidate) {
                return GetTrainedAccuracy(other, candidate.path, candidate.label);
            };
            const CodeStagedResult one = SearchStaged(other, {CodeObjective::REWARD, false}, train);
            const CodeStagedResult two = SearchStaged(other, {CodeObjective::REWARD, true}, train);
            plain += one.trials.size();
            fitted += two.trials.size();
            EXPECT_TRUE(two.best.value >= one.best.value * .98, "nearly as good");
        }
        EXPECT_TRUE(fitted < plain, fitted << " trainings instead of " << plain);
    }
};

/// Budgets.
class CodeBudgetTestCase : public TestCase
{
  public:
    CodeBudgetTestCase()
        : TestCase("a search ends with its budget and says so")
    {
    }

  private:
    void DoRun() override
    {
        CodeProblem problem = MakeBase();
        problem.trainingBudget = 1;
        CodePlan plan = PlanBy("CodePlanner", problem);
        EXPECT_TRUE(plan.summary.limited && plan.trials.size() == 1, "one training");
        EXPECT_TRUE(ToText(plan.path) == "l1 h2 h3 l4 l5", "good enough");
        EXPECT_ABSOLUTE(plan.trainingTime, 1047.942374, 6e-7, "training time");
        problem.trainingBudget = 0;
        plan = PlanBy("CodePlanner", problem);
        EXPECT_TRUE(plan.summary.limited && plan.path == problem.GetOwnPath(), "none");
        problem.trainingBudget = 10;
        EXPECT_TRUE(!PlanBy("CodePlanner", problem).summary.limited, "enough");
    }
};

/// Several trained paths for changing states.
class CodePortfolioTestCase : public TestCase
{
  public:
    CodePortfolioTestCase()
        : TestCase("portfolios of the base case over nine states, greedy and best")
    {
    }

  private:
    void DoRun() override;
};

void
CodePortfolioTestCase::DoRun()
{
    std::vector<CodeProblem> states;
    for (const double load : {10., 40., 60.})
    {
        for (const double rate : {20e6, 200e6, 1e9})
        {
            states.push_back(MakeBase(rate));
            states.back().host.load = load;
        }
    }
    const CodePortfolioTable table = MakePortfolioTable(states, 12);
    NS_TEST_ASSERT_MSG_EQ(table.paths.size(), 12U, "candidates");
    const std::vector<double> expected{1.247683765, 1.267253096, 1.283038883};
    for (uint32_t count = 1; count <= 3; ++count)
    {
        const CodePortfolio best = EnumeratePortfolios(table, {}, count);
        const CodePortfolio greedy = ChoosePortfolioGreedily(table, {}, count);
        EXPECT_ABSOLUTE(best.reward, expected[count - 1], PLACES, count << " paths");
        EXPECT_ABSOLUTE(greedy.reward, expected[count - 1], PLACES, count << " paths, greedily");
        NS_TEST_EXPECT_MSG_EQ(best.chosen.size(), count, "paths");
        if (count == 1)
        {
            EXPECT_TRUE(ToText(table.paths[best.chosen[0]]) == "h1 h2 h3 l5", "the first path");
        }
    }
    // Weights, and tables for which greed is not the best.
    const CodePortfolioTable uneven{{Path("l1"), Path("l1 l2"), Path("l1 l3")},
                                    {{3, 3, 1, 1}, {4, 1, 4, 1}, {1, 3, 1, 3.9}}};
    EXPECT_ABSOLUTE(ChoosePortfolioGreedily(uneven, {}, 1).reward, 2.5, 1e-12, "4 1 4 1");
    EXPECT_ABSOLUTE(EnumeratePortfolios(uneven, {0, 1, 0, 1}, 1).reward, 3.45, 1e-12, "weights");
    RandomServices random(31);
    uint32_t worse = 0;
    for (int run = 0; run < 200; ++run)
    {
        CodePortfolioTable drawn;
        for (int path = 0; path < 8; ++path)
        {
            drawn.paths.push_back(Path("l1"));
            drawn.rewards.emplace_back();
            for (int state = 0; state < 6; ++state)
            {
                drawn.rewards.back().push_back(random.Between(.3, 3));
            }
        }
        const double best = EnumeratePortfolios(drawn, {}, 3).reward - 1;
        const double greedy = ChoosePortfolioGreedily(drawn, {}, 3).reward - 1;
        EXPECT_TRUE(greedy <= best + 1e-12 && greedy >= (1 - std::exp(-1)) * best - 1e-12,
                    "within 1 - 1/e");
        worse += greedy < best - 1e-9 ? 1 : 0;
    }
    NS_TEST_EXPECT_MSG_GT(worse, 5U, "greed is not always the best");
}

/// Training stage by stage.
class CodeStagedTestSuite : public TestSuite
{
  public:
    CodeStagedTestSuite()
        : TestSuite("edge-ai-code-staged", TEST_UNIT)
    {
        AddTestCase(new CodeMeasuredTestCase, TEST_QUICK);
        AddTestCase(new CodeFitTestCase, TEST_QUICK);
        AddTestCase(new CodeBudgetTestCase, TEST_QUICK);
        AddTestCase(new CodePortfolioTestCase, TEST_QUICK);
    }
};

static CodeStagedTestSuite g_codeStagedTestSuite; ///< registers the suite

} // namespace
