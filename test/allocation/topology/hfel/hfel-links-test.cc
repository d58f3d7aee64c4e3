/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Which links a round uses: check H10 of the definition, thresholds against all graphs (H11), one
// interface for each server.

#include "allocation/topology/hfel/hfel-links.h"
#include "support/expectations.h"
#include "support/hfel-fixture.h"

#include "ns3/string.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfeltest;

namespace
{

/// Numbers that the definition gives.
class HfelLinksGivenTestCase : public TestCase
{
  public:
    HfelLinksGivenTestCase()
        : TestCase("rounds over the given links (H10)")
    {
    }

  private:
    void DoRun() override
    {
        const TopologyProblem problem = MakeGivenLinks(.5);
        EXPECT_ABSOLUTE(GetRoundTime(problem, {0, 1, 2, 3}), .50, 1e-12, "ring");
        EXPECT_ABSOLUTE(GetRoundTime(problem, {0, 1, 2, 3, 4, 5}), .50, 1e-12, "full");
        EXPECT_ABSOLUTE(GetRoundTime(problem, {3, 4, 5}), .36, 1e-12, "tree 02, 03, 13");
        Check(.9, {3, 4, 5}, .36, .707107);
        Check(.6, {1, 3, 4, 5}, .40, .333333);
        Check(.45, {1, 3, 4, 5}, .40, .333333);
        Check(.2, {0, 1, 2, 3, 4, 5}, .50, 0);
        Check(1, {}, .35, 1);
        TopologyProblem first = problem;
        first.distanceMax = 0;
        EXPECT_TRUE(PlanLinks("HfelThresholdPlanner", first).links.size() == 6,
                    "all links as long as no limit is said");
    }

    /// One limit.
    void Check(double factorMax, const LinkList& links, double time, double factor)
    {
        const TopologyProblem problem = MakeGivenLinks(factorMax);
        for (const std::string name : {"HfelThresholdPlanner", "HfelEnumerationPlanner"})
        {
            const TopologyPlan plan = PlanLinks(name, problem);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
            EXPECT_ABSOLUTE(plan.time, time, 1e-12, name << " with " << factorMax);
            EXPECT_ABSOLUTE(plan.factor, factor, 1e-6, name << " with " << factorMax);
            EXPECT_ABSOLUTE(plan.factorMax, factorMax, 1e-12, "rho_max");
            EXPECT_TRUE(plan.links == links, name << " with " << factorMax);
        }
    }
};

/// Thresholds against all graphs.
class HfelThresholdRandomTestCase : public TestCase
{
  public:
    /// @param [in] instances how many
    explicit HfelThresholdRandomTestCase(int instances)
        : TestCase("the threshold's links are as early as the best of all graphs (H11), " +
                   std::to_string(instances) + " times"),
          m_instances(instances)
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(41);
        int fewer = 0;
        int searched = 0;
        for (int i = 0; i < m_instances; ++i)
        {
            const TopologyProblem problem = MakeRandomLinks(draws, 5, draws.Uniform(.05, .9));
            const TopologyPlan plan = PlanLinks("HfelThresholdPlanner", problem);
            const TopologyPlan best = PlanLinks("HfelEnumerationPlanner", problem);
            NS_TEST_ASSERT_MSG_EQ((plan.status == PlanStatus::SOLVED), true, plan.reason);
            EXPECT_RELATIVE(plan.time, best.time, 1e-12, "instance " << i);
            EXPECT_TRUE(plan.factor <= plan.factorMax * (1 + 1e-9), "instance " << i);
            const double full = PlanLinks("HfelFullMeshPlanner", problem).time;
            EXPECT_TRUE(plan.time <= full, "no later than all links, " << i);
            const double simple = PlanWith("Weights", "Metropolis", problem);
            EXPECT_TRUE(plan.time <= simple, "no later than with Metropolis, " << i);
            EXPECT_TRUE(plan.time <= PlanWith("AllowNegative", "false", problem), "negative " << i);
            fewer += plan.time < full ? 1 : 0;
            searched += plan.time < simple ? 1 : 0;
        }
        EXPECT_TRUE(fewer > m_instances * 3 / 4, fewer << " rounds shorter than with all links");
        EXPECT_TRUE(searched > m_instances / 4,
                    searched << " rounds shorter than with Metropolis weights");
    }

    /// @returns time with an attribute set [s]
    static double PlanWith(const std::string& name,
                           const std::string& value,
                           const TopologyProblem& problem)
    {
        const Ptr<TopologyPlanner> planner = CreateTopologyPlanner("HfelThresholdPlanner");
        planner->SetAttribute(name, StringValue(value));
        return planner->Plan(problem).time;
    }

    int m_instances; ///< how many
};

/// One interface for each server.
class HfelEgressTestCase : public TestCase
{
  public:
    HfelEgressTestCase()
        : TestCase("links taken away where servers have one interface, against all graphs")
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(53);
        double worst = 0;
        double sum = 0;
        uint32_t optimal = 0;
        constexpr int CASES = 30;
        for (int i = 0; i < CASES; ++i)
        {
            TopologyProblem problem = MakeRandomLinks(draws, 5, draws.Uniform(.3, .9));
            problem.sharedEgress = true;
            for (TopologyServer& server : problem.servers)
            {
                server.egressRate = MESSAGE / draws.Uniform(.01, .2);
            }
            const TopologyPlan plan = PlanLinks("HfelEgressPlanner", problem);
            const TopologyPlan best = PlanLinks("HfelEnumerationPlanner", problem);
            NS_TEST_ASSERT_MSG_EQ((plan.status == PlanStatus::SOLVED), true, plan.reason);
            double last = 0;
            const std::vector<uint32_t> degrees = MakeMixingGraph(problem, plan.links).GetDegrees();
            for (std::size_t m = 0; m < 5; ++m)
            {
                last = std::max(last,
                                problem.servers[m].readyTime +
                                    degrees[m] * MESSAGE / problem.servers[m].egressRate);
            }
            EXPECT_RELATIVE(plan.time, last, 1e-12, "A + deg S / R, instance " << i);
            EXPECT_TRUE(plan.factor <= plan.factorMax * (1 + 1e-9), "instance " << i);
            EXPECT_TRUE(best.time <= plan.time * (1 + 1e-12), "no graph is earlier, " << i);
            EXPECT_TRUE(plan.time <= PlanLinks("HfelFullMeshPlanner", problem).time, "full " << i);
            const double gap = plan.time / best.time - 1;
            optimal += gap < 1e-9 ? 1 : 0;
            worst = std::max(worst, gap);
            sum += gap / CASES;
        }
        // A heuristic: it is the best more often than not.
        EXPECT_TRUE(optimal > CASES / 2, optimal << " of " << CASES << " are the best");
        EXPECT_TRUE(sum < .05 && worst < .6, "gap " << sum << " in the mean, " << worst);
    }
};

/// Links of HFEL.
class HfelLinksTestSuite : public TestSuite
{
  public:
    HfelLinksTestSuite()
        : TestSuite("edge-ai-hfel-links", TEST_UNIT)
    {
        AddTestCase(new HfelLinksGivenTestCase, TEST_QUICK);
        AddTestCase(new HfelThresholdRandomTestCase(40), TEST_QUICK);
        AddTestCase(new HfelThresholdRandomTestCase(200), TEST_EXTENSIVE);
        AddTestCase(new HfelEgressTestCase, TEST_QUICK);
    }
};

HfelLinksTestSuite g_hfelLinksTestSuite; ///< the suite

} // namespace
