/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The best paths by labels, beside all paths.

#include "allocation/pipeline/code/code-paths.h"
#include "allocation/pipeline/code/code-search.h"
#include "allocation/pipeline/code/code-staged.h"
#include "support/code-test-support.h"

#include "ns3/enum.h"
#include "ns3/string.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::codetest;

namespace
{

/// The best paths of the base case and its neighbours.
class CodeBaseTestCase : public TestCase
{
  public:
    CodeBaseTestCase()
        : TestCase("best paths of the base case, other links, loads, exponents and roles")
    {
    }

  private:
    void DoRun() override;

    /// Expects the own path. @param [in] problem a problem @param [in] what it is
    void ExpectOwn(const CodeProblem& problem, const std::string& what)
    {
        const CodePlan plan = PlanBy("CodeExhaustivePlanner", problem);
        EXPECT_TRUE(plan.path == problem.GetOwnPath(), what << ": " << ToText(plan.path));
        NS_TEST_EXPECT_MSG_EQ(plan.reward, 1, what);
        EXPECT_TRUE(PlanBy("CodePlanner", problem).path == problem.GetOwnPath(), what);
    }
};

void
CodeBaseTestCase::DoRun()
{
    const CodeProblem base = MakeBase();
    for (const std::string planner :
         {"CodePlanner", "CodePredictorPlanner", "CodeExhaustivePlanner"})
    {
        const CodePlan plan = PlanBy(planner, base);
        EXPECT_TRUE(ToText(plan.path) == "l1 h2 h3 l4 l5", planner << ": " << ToText(plan.path));
        EXPECT_ABSOLUTE(plan.predictedReward, 1.110934458, PLACES, "F predicted");
        EXPECT_ABSOLUTE(plan.reward, 1.088061991, PLACES, "F");
        NS_TEST_EXPECT_MSG_EQ(plan.localFlop, 2 * 397698752., "W_l");
        NS_TEST_EXPECT_MSG_EQ(plan.hostFlop, 2 * 162269184., "W_h");
        NS_TEST_EXPECT_MSG_EQ(plan.upBits, 1492992, "D_up");
        NS_TEST_EXPECT_MSG_EQ(plan.downBits, 1384448, "D_dn");
        EXPECT_ABSOLUTE(plan.loss, .04, 1e-15, "L");
        NS_TEST_EXPECT_MSG_EQ(plan.connections, 2U, "K");
        EXPECT_ABSOLUTE(plan.localRate, 62.861651, 1e-6, "x_l");
        EXPECT_ABSOLUTE(plan.hostRate, 40., 1e-6, "x_h");
        const double gain =
            (plan.localRate + plan.hostRate) / (plan.ownLocalRate + plan.ownHostRate) - 1;
        EXPECT_ABSOLUTE(100 * gain, 37.1402, 6e-5, "throughput");
        EXPECT_ABSOLUTE(plan.ownAverageAccuracy, .635500, 6e-7, "accuracy before");
        EXPECT_ABSOLUTE(plan.averageAccuracy, .623361, 6e-7, "accuracy");
        EXPECT_ABSOLUTE(100 * (plan.averageAccuracy / plan.ownAverageAccuracy - 1),
                        -1.9101,
                        6e-5,
                        "accuracy");
    }
    const CodePlan staged = PlanBy("CodePlanner", base);
    NS_TEST_EXPECT_MSG_EQ(staged.trials.size(), 2U, "trainings");
    NS_TEST_EXPECT_MSG_EQ(staged.summary.iterations, 2U, "trainings");
    double training = 0;
    for (const CodePlanTrial& trial : staged.trials)
    {
        training += GetCodeTraining(base, CodeCosts(base).GetLabel(trial.path)).time;
    }
    EXPECT_RELATIVE(staged.trainingTime, training, 1e-12, "training of both");
    CodeSearchOptions unbounded;
    unbounded.bound = false;
    NS_TEST_EXPECT_MSG_EQ(SearchCodePaths(base, unbounded).labels, 78U, "labels");
    NS_TEST_EXPECT_MSG_LT(SearchCodePaths(base, {}).labels, 50U, "labels that may be the best");
    const CodePlan early = PlanBy("CodeEdgeEarlyPlanner", base);
    NS_TEST_EXPECT_MSG_EQ(early.path.size(), 5U, "edge-early");
    NS_TEST_EXPECT_MSG_EQ(early.reward, 1, "edge-early");

    ExpectOwn(MakeBase(60e6), "slow links");
    CodeProblem other = MakeBase(60e6);
    other.activationBits = 8;
    CodePlan plan = PlanBy("CodePlanner", other);
    EXPECT_TRUE(ToText(plan.path) == "l1 h2 h3 l4 l5", "slow links, fewer bits");
    EXPECT_ABSOLUTE(plan.reward, 1.088061991, PLACES, "slow links, fewer bits");
    NS_TEST_EXPECT_MSG_EQ(plan.upBits, 373248, "fewer bits up");
    NS_TEST_EXPECT_MSG_EQ(plan.downBits, 346112, "fewer bits down");
    plan = PlanBy("CodePlanner", MakeBase(1e9));
    EXPECT_TRUE(ToText(plan.path) == "l1 h2 h3 l4 l5", "fast links");
    EXPECT_ABSOLUTE(plan.reward, 1.088061991, PLACES, "fast links");

    other = base;
    other.host.load = 60;
    ExpectOwn(other, "a busy host");
    other.host.load = 200;
    other.protectedShare = .7;
    ExpectOwn(other, "a saturated host");
    plan = PlanBy("CodeOwnPathPlanner", other);
    EXPECT_ABSOLUTE(plan.localRate, 35.004765, 6e-7, "own throughput");
    EXPECT_ABSOLUTE(plan.hostRate, 61.539505, 6e-7, "the host's own throughput");

    other = base;
    other.throughputExponent = 0;
    ExpectOwn(other, "accuracy alone");
    other.throughputExponent = 1;
    other.accuracyExponent = 0;
    plan = PlanBy("CodeExhaustivePlanner", other);
    EXPECT_TRUE(ToText(plan.path) == "l1", "throughput alone: " << ToText(plan.path));
    EXPECT_ABSOLUTE(plan.reward, 3.107365570, PLACES, "throughput alone");
    EXPECT_ABSOLUTE(plan.localRate, 193.067225, 1e-6, "throughput alone");

    plan = PlanBy("CodePlanner", MakeSwapped());
    EXPECT_TRUE(ToText(plan.path) == "l1 l2 h3 h4 h5", "roles: " << ToText(plan.path));
    EXPECT_ABSOLUTE(plan.reward, 1.799053945, PLACES, "roles");
    EXPECT_ABSOLUTE(plan.predictedReward, 1.846674770, PLACES, "roles");
    EXPECT_ABSOLUTE(plan.localRate, 140.720292, 1e-6, "roles");
    EXPECT_ABSOLUTE(plan.hostRate, 40., 1e-6, "roles");
    EXPECT_ABSOLUTE(
        100 * ((plan.localRate + plan.hostRate) / (plan.ownLocalRate + plan.ownHostRate) - 1),
        140.4301,
        6e-5,
        "throughput, roles");
    EXPECT_ABSOLUTE(100 * (plan.averageAccuracy / plan.ownAverageAccuracy - 1),
                    -2.3877,
                    6e-5,
                    "accuracy, roles");
}

/// The paper's first form.
class CodeCostFormTestCase : public TestCase
{
  public:
    CodeCostFormTestCase()
        : TestCase("paths of the least delay, loss of accuracy and local work")
    {
    }

  private:
    void DoRun() override
    {
        struct Line
        {
            double local;
            std::string path;
            double cost;
            double delay;
            double own;
            double work;
        };

        for (const Line& line : {Line{.5, "h1 h2 h3 h5", 1.049380411, .030202, .057135, .082082},
                                 Line{.9, "h1 h2 h3 h4 h5", .520697962, .063925, .285675, .082082}})
        {
            CodeProblem problem = MakeBase();
            problem.local.utilisation = line.local;
            problem.host.utilisation = .5;
            Ptr<CodePathPlanner> planner = CreateCodePathPlanner("CodeExhaustivePlanner");
            planner->SetAttribute("Objective", StringValue("Cost"));
            const CodePlan plan = planner->Plan(problem);
            EXPECT_TRUE(ToText(plan.path) == line.path, ToText(plan.path));
            EXPECT_ABSOLUTE(plan.cost, line.cost, PLACES, "J");
            const CodeValue value(problem);
            EXPECT_ABSOLUTE(value.GetDelay(CodeCosts(problem).GetLabel(plan.path)),
                            line.delay,
                            6e-7,
                            "T");
            EXPECT_ABSOLUTE(value.GetDelay(value.GetOwnLabel()), line.own, 6e-7, "T(own)");
            EXPECT_ABSOLUTE(plan.localFlop / value.GetOwnLabel().localFlop,
                            line.work,
                            1e-5,
                            "local work");
            planner = CreateCodePathPlanner("CodePlanner");
            planner->SetAttribute("Objective", StringValue("Cost"));
            EXPECT_ABSOLUTE(planner->Plan(problem).cost, line.cost, PLACES, "staged");
        }
    }
};

/// Random services.
class CodeRandomTestCase : public TestCase
{
  public:
    CodeRandomTestCase()
        : TestCase("200 random pairs: labels find what enumeration finds, stages the optimum")
    {
    }

  private:
    void DoRun() override;
};

void
CodeRandomTestCase::DoRun()
{
    RandomServices random(11);
    double trainings = 0;
    uint32_t routed = 0;
    for (int run = 0; run < 200; ++run)
    {
        CodeProblem problem = random.Make(3 + run % 3);
        problem.sharedInput = run % 10 == 9;
        problem.trainingBudget = 1000;
        const CodeObjective objective = run % 5 == 4 ? CodeObjective::COST : CodeObjective::REWARD;
        for (const double loss : {0., problem.interferenceLoss})
        {
            CodeSearchOptions options{objective, loss, 1 + static_cast<uint32_t>(run) % 8};
            options.bound = run % 3 != 0;
            options.throughHost = run % 2 == 1;
            if (run % 4 == 0)
            {
                options.floor = objective == CodeObjective::REWARD ? .9 : -2;
            }
            const CodeSearchResult found = SearchCodePaths(problem, options);
            const CodeSearchResult expected = EnumerateCodePaths(problem, options);
            NS_TEST_ASSERT_MSG_EQ(found.best.size(), expected.best.size(), "run " << run);
            for (std::size_t i = 0; i < found.best.size(); ++i)
            {
                EXPECT_RELATIVE(found.best[i].value,
                                expected.best[i].value,
                                1e-12,
                                "run " << run << ", place " << i);
                EXPECT_TRUE(found.best[i].path == expected.best[i].path,
                            "run " << run << ": " << ToText(found.best[i].path) << " instead of "
                                   << ToText(expected.best[i].path));
            }
        }
        const auto train = [&](const CodeCandidate& candidate) {
            return GetTrainedAccuracy(problem, candidate.path, candidate.label);
        };
        const CodeStagedResult staged = SearchStaged(problem, {objective, false}, train);
        double best = -1e300;
        const CodeValue value(problem);
        ForEachCodePath(CodeCosts(problem), [&](const CodePath& path, const CodeLabel& label) {
            best = std::max(best,
                            value.Get(objective, label, GetTrainedAccuracy(problem, path, label)));
        });
        EXPECT_RELATIVE(staged.best.value, best, 1e-12, "run " << run << ": staged");
        EXPECT_TRUE(!staged.limited, "within the budget");
        trainings += staged.trials.size() / 200.;
        routed += staged.best.path == problem.GetOwnPath() ? 0 : 1;
        if (objective == CodeObjective::REWARD)
        {
            EXPECT_TRUE(staged.best.value >= 1, "no worse than the own path");
        }
    }
    NS_TEST_EXPECT_MSG_GT(routed, 60U, "routing often helps");
    EXPECT_TRUE(trainings < 6, "few trainings: " << trainings);
}

/// More of anything good never hurts.
class CodeMonotonicityTestCase : public TestCase
{
  public:
    CodeMonotonicityTestCase()
        : TestCase("faster links and hosts never lower the best reward")
    {
    }

  private:
    void DoRun() override
    {
        RandomServices random(13);
        for (int run = 0; run < 60; ++run)
        {
            const CodeProblem problem = random.Make(4);
            const auto best = [](const CodeProblem& p) {
                return SearchCodePaths(p, {}).best.front().value;
            };
            const double present = best(problem);
            CodeProblem better = problem;
            better.uplinkRate *= 1.5;
            better.downlinkRate *= 1.2;
            EXPECT_TRUE(best(better) >= present * (1 - 1e-12), "links in run " << run);
            better = problem;
            better.host.flops *= 1.4;
            const auto scale = [](const CodeProblem& p) {
                return std::pow(CodeValue(p).GetOwnThroughput().GetSum(), p.throughputExponent);
            };
            EXPECT_TRUE(best(better) * scale(better) >= present * scale(problem) * (1 - 1e-12),
                        "host in run " << run);
        }
    }
};

/// Search of CoDE's paths.
class CodeSearchTestSuite : public TestSuite
{
  public:
    CodeSearchTestSuite()
        : TestSuite("edge-ai-code-search", TEST_UNIT)
    {
        AddTestCase(new CodeBaseTestCase, TEST_QUICK);
        AddTestCase(new CodeCostFormTestCase, TEST_QUICK);
        AddTestCase(new CodeRandomTestCase, TEST_QUICK);
        AddTestCase(new CodeMonotonicityTestCase, TEST_QUICK);
    }
};

static CodeSearchTestSuite g_codeSearchTestSuite; ///< registers the suite

} // namespace
