/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The baselines on the toy against given figures, and what each of them owes.

#include "allocation/pipeline/dto-ee/dto-ee-ngto.h"
#include "support/dto-ee-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Given response times.
class BaselineFiguresTestCase : public TestCase
{
  public:
    BaselineFiguresTestCase()
        : TestCase("baselines and the optimum on the toy, at several loads and thresholds")
    {
    }

  private:
    void DoRun() override;

    /// @param [in] planner its name  @param [in] problem what for
    /// @param [in] time expected [s]  @param [in] relative tolerance
    void Expect(const std::string& planner,
                const DtoEeProblem& problem,
                double time,
                double relative = GIVEN)
    {
        const DtoEePlan plan = PlanBy(planner, problem);
        EXPECT_RELATIVE(plan.responseTime, time, relative, planner);
    }
};

void
BaselineFiguresTestCase::DoRun()
{
    const DtoEeProblem open = WithoutExits(MakeToy());
    Expect("DtoEeComputingFirstPlanner", open, 0.293269973);
    Expect("DtoEeBandwidthFirstPlanner", open, 0.337391467);
    Expect("DtoEeUniformPlanner", open, 0.354626162);
    Expect("DtoEeNgtoPlanner", open, 0.280334115, 1e-5);
    Expect("DtoEeReferencePlanner", open, 0.270650325);
    const DtoEeProblem exits = MakeToy();
    Expect("DtoEeComputingFirstPlanner", exits, 0.199277, 1e-5);
    Expect("DtoEeBandwidthFirstPlanner", exits, 0.199905, 1e-5);
    Expect("DtoEeNgtoPlanner", exits, 0.186852, 1e-5);
    EXPECT_RELATIVE(PlanBy("DtoEeNgtoPlanner", exits).accuracy, 0.771520, GIVEN, "accuracy");

    // Rows for thresholds (0.7, 0.6), with exponential and with constant service: the latter at the
    // former's rows, as they are simulated elsewhere.
    DtoEeProblem early = WithThresholds(MakeToy(), {.7, .6});
    const DtoEePlan rows = PlanBy("DtoEeFixedThresholdsPlanner", early, "Tolerance", "1e-9");
    EXPECT_RELATIVE(rows.responseTime, 0.143638132, GIVEN, "exponential service");
    early.rows = rows.rows;
    early.serviceVariability = 0;
    const DtoEeNetwork network = MakeDtoEeNetwork(early);
    EXPECT_RELATIVE(
        EvaluateDtoEe(early, network, MakeDtoEeShares(early, network), early.GetThresholds())
            .responseTime,
        0.1187,
        0.05,
        "constant service");

    // T is lower by more than a fifth than with fixed thresholds, and A by a point; at equal
    // accuracy the gain is less.
    const DtoEePlan best = PlanBy("DtoEeReferencePlanner", exits);
    const DtoEePlan ngto = PlanBy("DtoEeNgtoPlanner", exits);
    const DtoEePlan cf = PlanBy("DtoEeComputingFirstPlanner", exits);
    EXPECT_ABSOLUTE(1 - best.responseTime / ngto.responseTime, 0.21, 0.005, "to NGTO");
    EXPECT_ABSOLUTE(1 - best.responseTime / cf.responseTime, 0.26, 0.005, "to CF");
    EXPECT_ABSOLUTE(ngto.accuracy - best.accuracy, 0.011, 5e-4, "for accuracy");
    DtoEeProblem dearer = exits;
    dearer.accuracyValue = 3.9;
    const DtoEePlan equal = PlanBy("DtoEeReferencePlanner", dearer);
    EXPECT_ABSOLUTE(equal.accuracy, 0.7716, 1e-4, "equal accuracy");
    EXPECT_ABSOLUTE(equal.responseTime, 0.1782, 1e-4, "time there");
    EXPECT_ABSOLUTE(1 - equal.responseTime / ngto.responseTime, 0.046, 5e-4, "to NGTO");
    EXPECT_ABSOLUTE(1 - equal.responseTime / cf.responseTime, 0.106, 5e-4, "to CF");

    struct Line
    {
        double load;
        double optimum;
        double cf;
        double bf;
        double ngto;
    };

    for (const Line& line : {Line{.5, 0.182339, .206468, .205290, .185780},
                             Line{1.25, 0.389483, .412141, 17.036, .403182},
                             Line{1.45, 0.779220, .804956, 0, .794534}})
    {
        const DtoEeProblem problem = WithoutExits(MakeToy(line.load));
        Expect("DtoEeReferencePlanner", problem, line.optimum, 1e-5);
        Expect("DtoEeComputingFirstPlanner", problem, line.cf, 1e-5);
        Expect("DtoEeNgtoPlanner", problem, line.ngto, 1e-5);
        if (line.bf > 0)
        {
            Expect("DtoEeBandwidthFirstPlanner", problem, line.bf, 1e-4);
        }
        else
        {
            const DtoEePlan plan = PlanBy("DtoEeBandwidthFirstPlanner", problem);
            EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "it does not keep up");
            EXPECT_TRUE(std::isinf(plan.responseTime), "no end");
        }
    }
}

/// What baselines owe.
class BaselinePropertiesTestCase : public TestCase
{
  public:
    BaselinePropertiesTestCase()
        : TestCase("thresholds of baselines; nobody gains alone in NGTO; GA keeps its best")
    {
    }

  private:
    void DoRun() override;
};

void
BaselinePropertiesTestCase::DoRun()
{
    const DtoEeProblem toy = MakeToy();
    const DtoEePlan best = PlanBy("DtoEeReferencePlanner", toy);
    for (const std::string name : {"DtoEeComputingFirstPlanner",
                                   "DtoEeBandwidthFirstPlanner",
                                   "DtoEeUniformPlanner",
                                   "DtoEeNgtoPlanner",
                                   "DtoEeGeneticPlanner"})
    {
        const DtoEePlan fixed = PlanBy(name, toy, "Thresholds", "Fixed");
        NS_TEST_EXPECT_MSG_EQ(fixed.exits[0].threshold, 0.8, name << " as they are");
        const DtoEePlan none = PlanBy(name, toy, "Thresholds", "None");
        NS_TEST_EXPECT_MSG_EQ(none.exits[1].passing, 1, name << " nobody leaves");
        EXPECT_RELATIVE(none.accuracy, 0.78, GIVEN, name << " accuracy of all");
        const DtoEePlan chosen = PlanBy(name, toy, "Thresholds", "Optimised");
        EXPECT_TRUE(chosen.utility > fixed.utility, name << " thresholds are chosen for a reason");
        for (const DtoEePlan& plan : {fixed, none, chosen})
        {
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
            EXPECT_TRUE(plan.utility <= best.utility * (1 + 1e-7), name << " is not better");
        }
    }
    const DtoEePlan early = PlanBy("DtoEeFixedThresholdsPlanner", toy);
    EXPECT_RELATIVE(early.accuracy, 0.771520, GIVEN, "thresholds in force");
    EXPECT_RELATIVE(PlanBy("DtoEeNoExitPlanner", toy).accuracy, 0.78, GIVEN, "no exit");
    EXPECT_TRUE(early.responseTime < PlanBy("DtoEeNgtoPlanner", toy).responseTime,
                "rows for all are better than rows for oneself");

    // In NGTO's end no offloader has another row that is better for its own tasks alone.
    const DtoEeProblem open = WithoutExits(toy);
    const DtoEeNetwork network = MakeDtoEeNetwork(open);
    const DtoEeQueueLaw law = MakeDtoEeQueueLaw(open);
    const DtoEeShares start = ShareByRule(open, network, DtoEeRule::UNIFORM);
    const NgtoSolution game = PlayNgto(network, law, start, {1, 1, 1, 0});
    EXPECT_TRUE(!game.summary.limited, "it ends");
    const NgtoSolution same = PlayNgto(network, law, game.shares, {1, 1, 1, 0});
    NS_TEST_EXPECT_MSG_LT(same.summary.iterations, 4, "nobody moves any more");
    // Last stage: own delays of node 2's two ways, with the other way's tasks moved a little.
    Swept swept(open);
    swept.shares = game.shares;
    swept.Again();
    const double sent = swept.routing.GetSent()[2][2];
    const auto own = [&](double share) {
        double delay = 0;
        for (std::size_t l = 0; l < 2; ++l)
        {
            const double part = l == 0 ? share : 1 - share;
            const double others = swept.routing.GetRates()[2][l] - sent * game.shares[2][2][l];
            delay += part * (network.layers[2].links[2][l].time +
                             law.GetNodeDelay(others + sent * part, network.layers[2].service[l]));
        }
        return delay;
    };
    const double share = game.shares[2][2][0];
    NS_TEST_EXPECT_MSG_LT(own(share), own(std::min(1.0, share + 1e-3)), "no more there");
    NS_TEST_EXPECT_MSG_LT(own(share), own(share - 1e-3), "no less there");

    // GA: never worse than where it began, better with more generations, the same for a seed.
    const DtoEePlan genetic = PlanBy("DtoEeGeneticPlanner", toy);
    const DtoEePlan shorter = PlanBy("DtoEeGeneticPlanner", toy, "Generations", "10");
    EXPECT_TRUE(shorter.utility >= PlanBy("DtoEeComputingFirstPlanner", toy).utility, "elite");
    EXPECT_TRUE(genetic.utility > shorter.utility, "more generations");
    EXPECT_TRUE(genetic.utility > 0.98 * best.utility, "comes near: " << genetic.utility);
    NS_TEST_EXPECT_MSG_EQ(genetic.summary.iterations, 200, "generations");
    NS_TEST_EXPECT_MSG_EQ(genetic.summary.evaluations, 60 + 200 * 58, "evaluations");
    DtoEeProblem other = toy;
    NS_TEST_EXPECT_MSG_EQ(PlanBy("DtoEeGeneticPlanner", other).utility, genetic.utility, "same");
    other.seed = 2;
    EXPECT_TRUE(PlanBy("DtoEeGeneticPlanner", other).utility != genetic.utility, "another seed");
}

/// The suite.
class DtoEeBaselinesTestSuite : public TestSuite
{
  public:
    DtoEeBaselinesTestSuite()
        : TestSuite("edge-ai-dto-ee-baselines", TEST_UNIT)
    {
        AddTestCase(new BaselineFiguresTestCase, TEST_QUICK);
        AddTestCase(new BaselinePropertiesTestCase, TEST_QUICK);
    }
};

const DtoEeBaselinesTestSuite g_dtoEeBaselinesTestSuite; ///< registers the suite

} // namespace
