/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Thresholds that every node chooses for itself: against a grid of them with the best routes,
// against thresholds of exits, and the bound of every plan.

#include "support/dto-ee-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// U of the forked network, written out. @param [in] one cut of the first node
/// @param [in] two of the second  @param [in] left share of device 0 that goes to the first node
/// @param [in] right share of device 1 that goes there
double
GetForkedUtility(const DtoEeProblem& p, double one, double two, double left, double right)
{
    const auto queue = [](double rate, double service) {
        return rate < service ? rate / (service - rate) : INFINITY;
    };
    const double l = p.arrivalRates[0];
    const double r = p.arrivalRates[1];
    const double first = l * left + r * right;
    const double second = l + r - first;
    const auto right60 = [](double cut) { return .98 * cut - .3 * cut * cut; };
    const auto right40 = [](double cut) { return .98 * (1 - cut) - .2 * (1 - cut * cut); };
    const double accuracy =
        (first * (right60(one) + right40(one)) + second * (right60(two) + right40(two))) / (l + r);
    const double tasks = l * left * 1e-3 + l * (1 - left) * 20e-3 + r * right * 20e-3 +
                         r * (1 - right) * 1e-3 + queue(first, 50) + queue(second, 40) +
                         first * (1 - one) * 1e-3 + second * (1 - two) * 50e-3 +
                         queue(first * (1 - one), 100) + queue(second * (1 - two), 15);
    return p.accuracyValue * accuracy - tasks / (l + r);
}

/// The best of a grid of thresholds with the best routes at each.
class ForkedTestCase : public TestCase
{
  public:
    ForkedTestCase()
        : TestCase("two nodes of very different prices: as good as the best of a grid of both")
    {
    }

  private:
    void DoRun() override;
};

void
ForkedTestCase::DoRun()
{
    struct Case
    {
        double first;
        double second; ///< tasks of either device [1/s]
        double gain;   ///< in U, at least [s]
    };

    // With little to do all find the way that is cheap.
    for (const auto& [first, second, gain] : {Case{10, 20, 5e-4}, Case{35, 30, .03}})
    {
        const DtoEeProblem problem = MakeForked(first, second);
        const DtoEePlan nodes = PlanByScope(problem, "Node");
        const DtoEePlan stage = PlanByScope(problem, "Stage");
        NS_TEST_ASSERT_MSG_EQ(static_cast<int>(nodes.status),
                              static_cast<int>(PlanStatus::SOLVED),
                              nodes.reason);
        EXPECT_RELATIVE(nodes.utility,
                        GetForkedUtility(problem,
                                         1 - nodes.nodeThresholds[0],
                                         1 - nodes.nodeThresholds[1],
                                         nodes.rows[0].shares[0],
                                         nodes.rows[1].shares[0]),
                        1e-12,
                        "U, written out");
        double best = -INFINITY;
        double bestAlike = -INFINITY;
        constexpr int CUTS = 40;
        constexpr int SHARES = 40;
        for (int one = 0; one <= CUTS; ++one)
        {
            for (int two = 0; two <= CUTS; ++two)
            {
                for (int left = 0; left <= SHARES; ++left)
                {
                    for (int right = 0; right <= SHARES; ++right)
                    {
                        const double utility = GetForkedUtility(problem,
                                                                1.0 * one / CUTS,
                                                                1.0 * two / CUTS,
                                                                1.0 * left / SHARES,
                                                                1.0 * right / SHARES);
                        best = std::max(best, utility);
                        bestAlike = one == two ? std::max(bestAlike, utility) : bestAlike;
                    }
                }
            }
        }
        EXPECT_TRUE(nodes.utility >= best,
                    "no point of the grid is better: " << best << " " << nodes.utility);
        EXPECT_TRUE(nodes.utility - best < 5e-4, "and one is near: " << best);
        EXPECT_TRUE(stage.utility >= bestAlike - 1e-9, "of equal ones likewise: " << bestAlike);
        EXPECT_TRUE(nodes.utility > stage.utility + gain,
                    "a good deal: " << stage.utility << " " << nodes.utility);
        EXPECT_TRUE(nodes.nodeThresholds[0] > stage.exits[0].threshold &&
                        nodes.nodeThresholds[1] < stage.exits[0].threshold,
                    "where it is cheap to go on more do");
        // Nothing is better than the bound.
        EXPECT_TRUE(best <= nodes.utility + nodes.gap && nodes.gap >= 0, "gap " << nodes.gap);
        EXPECT_TRUE(stage.utility <= nodes.utility + nodes.gap, "gap " << nodes.gap);
    }
}

/// On networks that are drawn.
class NodesTestCase : public TestCase
{
  public:
    NodesTestCase()
        : TestCase("never worse than thresholds of exits, and never beyond any plan's bound")
    {
    }

  private:
    void DoRun() override;
};

void
NodesTestCase::DoRun()
{
    // All nodes of a stage alike: what each finds is what the leader finds.
    DtoEeProblem alike = MakeToy();
    alike.arrivalRates = {15, 15};
    for (DtoEeStage& stage : alike.stages)
    {
        stage.nodes.assign(2, {"", 160e9, 0});
        stage.linkRates.assign(2, {200e6, 200e6});
    }
    const DtoEePlan leader = PlanByScope(alike, "Stage");
    const DtoEePlan each = PlanByScope(alike, "Node");
    EXPECT_RELATIVE(each.utility, leader.utility, 1e-10, "U of equals");
    for (int b = 0; b < 2; ++b)
    {
        // The second exit is idle: what comes there is too difficult for it, whatever its
        // threshold.
        EXPECT_RELATIVE(each.exits[b].passing, leader.exits[b].passing, 1e-6, "S of " << b);
        EXPECT_RELATIVE(each.nodeThresholds[b], leader.exits[0].threshold, 1e-6, "C of equals");
    }
    EXPECT_ABSOLUTE(each.gap, 0, 1e-9, "which is the best there is");

    RandomStages random(77);
    for (int n = 0; n < 25; ++n)
    {
        DtoEeProblem problem = random.Make(5, {3, 4, 3, 2}, random.Draw(.3, .9), .3);
        problem.accuracyValue = random.Draw(.5, 8);
        problem.linkQueues = n % 4 == 1;
        problem.serviceVariability = n % 3 == 2 ? 0 : 1;
        if (n % 2 == 0)
        {
            problem.exits.push_back({3, 3, .45, .9});
        }
        const DtoEePlan stage = PlanByScope(problem, "Stage");
        const DtoEePlan nodes = PlanByScope(problem, "Node");
        EXPECT_TRUE(nodes.utility >= stage.utility - 1e-7,
                    n << ": " << nodes.utility << " against " << stage.utility);
        EXPECT_TRUE(stage.utility <= nodes.utility + nodes.gap, "bound of " << n);

        // The bound of any rows and thresholds is above any other plan.
        DtoEeProblem other = problem;
        other.nodeThresholds = other.GetNodeThresholds();
        for (double& threshold : other.nodeThresholds)
        {
            threshold = random.Draw(.2, 1);
        }
        const DtoEeNetwork network = MakeDtoEeNetwork(other);
        const DtoEePlan poor =
            EvaluateDtoEeNodes(other,
                               network,
                               ShareByRule(other, network, DtoEeRule::COMPUTING_FIRST),
                               other.nodeThresholds);
        EXPECT_TRUE(nodes.utility <= poor.utility + poor.gap || poor.status != PlanStatus::SOLVED,
                    "bound of poor rows, " << n << ": " << poor.utility << " + " << poor.gap);

        // Nobody gains by another threshold of its own.
        const DtoEeShares shares = [&] {
            DtoEeProblem found = problem;
            found.rows = nodes.rows;
            return MakeDtoEeShares(found, network);
        }();
        for (std::size_t j = 0; j < nodes.nodeThresholds.size(); ++j)
        {
            for (const double factor : {.98, 1.02})
            {
                std::vector<double> moved = nodes.nodeThresholds;
                moved[j] = std::min(1.0, factor * moved[j]);
                const DtoEePlan trial = EvaluateDtoEeNodes(problem, network, shares, moved);
                EXPECT_TRUE(trial.utility <= nodes.utility + 1e-7,
                            "node " << j << " of " << n << ": " << trial.utility << " is more than "
                                    << nodes.utility);
            }
        }
    }
}

/// The suite.
class DtoEeNodeThresholdsTestSuite : public TestSuite
{
  public:
    DtoEeNodeThresholdsTestSuite()
        : TestSuite("edge-ai-dto-ee-node-thresholds", TEST_UNIT)
    {
        AddTestCase(new ForkedTestCase, TEST_QUICK);
        AddTestCase(new NodesTestCase, TEST_QUICK);
    }
};

const DtoEeNodeThresholdsTestSuite g_dtoEeNodeThresholdsTestSuite; ///< registers the suite

} // namespace
