/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Thresholds of nodes: parts and their words, which get lost, nodes that fail, planners and what
// they refuse.

#include "allocation/pipeline/dto-ee/dto-ee-exchange.h"
#include "application/message/message-archive.h"
#include "support/dto-ee-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Parts, their words and their faults.
class NodeWordsTestCase : public TestCase
{
  public:
    NodeWordsTestCase()
        : TestCase("words are lost and nodes fail")
    {
    }

  private:
    void DoRun() override;
};

void
NodeWordsTestCase::DoRun()
{
    // Long enough for all words: no leaders, and bytes as they are written.
    const DtoEeProblem toy = MakeToy();
    const DtoEeNetwork network = MakeDtoEeNetwork(toy);
    DtoEeSolverOptions options;
    options.scope = DtoEeScope::NODE;
    options.rounds = 1;
    options.tolerance = 0;
    DtoEeExchange one(toy, network, options);
    one.RunSlot();
    NS_TEST_EXPECT_MSG_EQ(one.GetMessages(), 2 * 32, "nothing for leaders");
    DtoEePartSettings settings;
    settings.arrivals = 3;
    settings.links = {{0, .1}};
    settings.shares = {1};
    settings.exit = MakeDtoEeNodeExit(toy, options, 0, 0);
    const DtoEePart device(settings);
    const DtoEeMixtureReport mixture{device.TellRate(0).mixture.GetSteps()};
    NS_TEST_EXPECT_MSG_EQ(Encode(mixture).size(), 4 + 16, "a mixture of one step");
    NS_TEST_EXPECT_MSG_EQ(Encode(DtoEeCurveReport{{{0, 1, 1, 1}, {.5, 1, 1, 1}}, {1, 2, 3}}).size(),
                          8 + 2 * 32 + 3 * 8,
                          "a curve of two pieces and three exits");
    DtoEeMixtureReport read;
    EXPECT_TRUE(!Decode(Encode(DtoEeMixtureReport{{{.5, 1}, {.5, 1}}}), read), "not rising");
    DtoEeCurveReport curve;
    EXPECT_TRUE(!Decode(Encode(DtoEeCurveReport{{{.5, 1, 1, 1}}, {}}), curve), "no easy tasks");

    // With words that get lost.
    options.rounds = 300;
    const DtoEePlan best = PlanByScope(toy, "Node");
    RandomStages random(4);
    DtoEeExchange lossy(toy, network, options);
    lossy.SetChannel([&] { return random.Draw(0, 1) >= .1; });
    for (int slot = 0; slot < 10; ++slot)
    {
        lossy.RunSlot();
    }
    const DtoEePlan found =
        EvaluateDtoEeNodes(toy, network, lossy.GetShares(), lossy.GetNodeThresholds());
    EXPECT_RELATIVE(found.utility, best.utility, 1e-3, "a tenth is lost");
    DtoEeExchange silent(toy, network, options);
    silent.SetChannel([] { return false; });
    silent.RunSlot();
    EXPECT_TRUE(silent.GetNodeThresholds() == StartDtoEeNodeThresholds(toy, options.thresholds),
                "whoever hears nothing stays with what it has");

    // A node of an exit's stage fails: the same as if it had never been.
    const DtoEeProblem whole = MakeToy(.5);
    const DtoEeNetwork lighter = MakeDtoEeNetwork(whole);
    DtoEeExchange exchange(whole, lighter, options);
    exchange.RunSlot();
    exchange.Fail(2, 0);
    for (int slot = 0; slot < 15; ++slot)
    {
        exchange.RunSlot();
    }
    DtoEeProblem without = whole;
    without.stages[1].nodes.erase(without.stages[1].nodes.begin());
    for (std::vector<double>& rates : without.stages[1].linkRates)
    {
        rates.erase(rates.begin());
    }
    without.stages[2].linkRates.erase(without.stages[2].linkRates.begin());
    const DtoEePlan rest = PlanByScope(without, "Node");
    const DtoEePlan plan =
        EvaluateDtoEeNodes(whole, lighter, exchange.GetShares(), exchange.GetNodeThresholds());
    NS_TEST_EXPECT_MSG_EQ(plan.loads[2].rate, 0, "nothing goes there");
    EXPECT_RELATIVE(plan.utility, rest.utility, 1e-6, "U of those who are left");
    EXPECT_RELATIVE(plan.nodeThresholds[3], rest.nodeThresholds[2], 1e-3, "their thresholds");
}

/// Planners and their settings.
class NodePlannersTestCase : public TestCase
{
  public:
    NodePlannersTestCase()
        : TestCase("planners with thresholds of nodes, and those that have none")
    {
    }

  private:
    void DoRun() override;
};

void
NodePlannersTestCase::DoRun()
{
    const DtoEeProblem toy = MakeToy();
    const DtoEePlan plan = PlanByScope(toy, "Node");
    NS_TEST_ASSERT_MSG_EQ(plan.nodeThresholds.size(), 7, "one for each node");
    const DtoEePlan apart = PlanByScope(toy, "Node", "DtoEeDistributedPlanner");
    EXPECT_TRUE(apart.nodeThresholds == plan.nodeThresholds && apart.utility == plan.utility,
                "the same, by parts");
    EXPECT_TRUE(plan.utility > 1.373114993, "more than with thresholds of exits: " << plan.utility);
    NS_TEST_EXPECT_MSG_EQ(PlanByScope(toy, "Stage").nodeThresholds.size(), 0, "exits have them");

    // On from what is in force: it is at rest. And as it is in force.
    DtoEeProblem next = toy;
    next.rows = plan.rows;
    next.nodeThresholds = plan.nodeThresholds;
    const DtoEePlan again = PlanByScope(next, "Node");
    EXPECT_TRUE(again.summary.iterations < 10, again.summary.iterations << " rounds");
    EXPECT_RELATIVE(again.utility, plan.utility, 1e-9, "the same");
    next.nodeThresholds = {.9, .5, .8, .7, .6, 1, 1};
    next.rows.clear();
    const DtoEePlan fixed = PlanByScope(next, "Node", "DtoEeFixedThresholdsPlanner");
    EXPECT_TRUE(fixed.nodeThresholds[0] > .899999 && fixed.nodeThresholds[1] < .500001,
                "as in force");
    EXPECT_TRUE(fixed.utility < plan.utility, "which is worse");
    const DtoEePlan none = PlanByScope(toy, "Node", "DtoEeNoExitPlanner");
    EXPECT_RELATIVE(none.responseTime, 0.270650325, 1e-6, "T without exits");

    // A grid, and measured prices.
    DtoEeProblem coarse = toy;
    for (int c = 10; c <= 20; ++c)
    {
        coarse.thresholdGrid.push_back(.05 * c);
    }
    coarse.thresholdGrid.back() = 1;
    const DtoEePlan grid = PlanByScope(coarse, "Node");
    for (int j = 0; j < 5; ++j)
    {
        const double steps = grid.nodeThresholds[j] / .05;
        EXPECT_ABSOLUTE(steps, std::round(steps), 1e-9, "of the grid");
    }
    EXPECT_TRUE(grid.utility >= 1.372880308 - 1e-4 && grid.utility <= plan.utility,
                "near the best one of exits: " << grid.utility);
    Ptr<DtoEePlannerBase> measured = CreateDtoEePlanner("DtoEePlanner");
    measured->SetAttribute("ThresholdScope", StringValue("Node"));
    measured->SetAttribute("MeasuredPrices", StringValue("true"));
    measured->SetAttribute("Tolerance", DoubleValue(0));
    measured->SetAttribute("Slots", UintegerValue(1));
    const DtoEePlan step = measured->Plan(toy);
    for (int j = 0; j < 5; ++j)
    {
        const double moved = std::abs(step.nodeThresholds[j] - .8) / .05;
        EXPECT_TRUE(moved < 1e-9 || std::abs(moved - 1) < 1e-9, "one step of the grid at most");
    }
    measured->SetAttribute("Slots", UintegerValue(20));
    EXPECT_TRUE(measured->Plan(toy).utility > 1.3715, "step by step");

    // Who does not take what.
    DtoEeProblem table = toy;
    table.confidences.samples = {{{.9, .9}, {1, 1, 1}}};
    const DtoEePlan refused = PlanByScope(table, "Node");
    NS_TEST_EXPECT_MSG_EQ(static_cast<int>(refused.status),
                          static_cast<int>(PlanStatus::REFUSED),
                          "a table");
    EXPECT_TRUE(refused.reason.find("confidences") == 0, refused.reason);
    next.nodeThresholds = plan.nodeThresholds;
    for (const std::string name : {"DtoEePlanner", "DtoEeGeneticPlanner", "DtoEeUniformPlanner"})
    {
        const DtoEePlan other = PlanBy(name, next);
        EXPECT_TRUE(other.reason.find("nodeThresholds is not empty") == 0, other.reason);
    }
}

/// The suite.
class DtoEeNodeWordsTestSuite : public TestSuite
{
  public:
    DtoEeNodeWordsTestSuite()
        : TestSuite("edge-ai-dto-ee-node-words", TEST_UNIT)
    {
        AddTestCase(new NodeWordsTestCase, TEST_QUICK);
        AddTestCase(new NodePlannersTestCase, TEST_QUICK);
    }
};

const DtoEeNodeWordsTestSuite g_dtoEeNodeWordsTestSuite; ///< registers the suite

} // namespace
