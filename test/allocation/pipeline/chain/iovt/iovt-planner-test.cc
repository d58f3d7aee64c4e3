/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// IoVT on a chain worked out by hand and on RepVGG-A0 over three boards: fronts, floors of the
// accuracy, baselines.

#include "support/iovt-test-support.h"

#include "ns3/boolean.h"
#include "ns3/integer.h"
#include "ns3/iovt-defaults.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

using Cuts = std::vector<uint32_t>;

/// Optima of the toy chain for one structure, and the roofline rule.
class ToyOptimaTestCase : public TestCase
{
  public:
    ToyOptimaTestCase()
        : TestCase("least bottleneck and latency of the toy chain in each structure")
    {
    }

  private:
    void DoRun() override;
};

void
ToyOptimaTestCase::DoRun()
{
    const std::vector<double> bottlenecks{0.016808, 0.029608, 0.055208};
    const std::vector<double> rates{59.4955, 33.7747, 18.1133};
    const std::vector<double> latencies{0.066668, 0.101968, 0.172568};
    const std::vector<double> least{0.040940, 0.064693, 0.108027};
    for (uint32_t v = 0; v < 3; ++v)
    {
        const ChainProblem problem = KeepStructure(MakeToyProblem(), v);
        for (const std::string planner : {"IovtPlanner", "IovtEnumerationPlanner"})
        {
            const ChainPlan fastest = PlanFor(problem, "Throughput", planner);
            EXPECT_RELATIVE(fastest.bottleneck, bottlenecks[v], GIVEN, planner << " bottleneck");
            EXPECT_RELATIVE(fastest.capacity, rates[v], 3e-6, planner << " rate");
            // Given to the microsecond.
            EXPECT_ABSOLUTE(PlanFor(problem, "Latency", planner).latency,
                            least[v],
                            6e-7,
                            planner << " least latency");
        }
        Ptr<ChainPlanner> fixed = CreateChainPlanner("IovtFixedStructurePlanner");
        fixed->SetAttribute("Option", IntegerValue(v));
        const ChainPlan plan = fixed->Plan(MakeToyProblem());
        EXPECT_RELATIVE(plan.bottleneck, bottlenecks[v], GIVEN, "fixed structure");
        EXPECT_TRUE((plan.cuts == Cuts{0, 1, 3, 6}), "cuts");
        EXPECT_RELATIVE(plan.latency, latencies[v], GIVEN, "latency of the fastest");
        NS_TEST_EXPECT_MSG_EQ(plan.stages[1].option, v, "structure");
    }

    ChainProblem dense = KeepStructure(MakeToyProblem(), 2);
    for (const double eta : {0.1, 0.3, 0.5})
    {
        dense.intensityShare = eta;
        const ChainPlan plan = PlanFor(dense, "Throughput");
        EXPECT_RELATIVE(plan.bottleneck, 0.055208, GIVEN, "roofline rule, eta " << eta);
        NS_TEST_EXPECT_MSG_EQ(plan.intensityShare, eta, "kept");
    }
    dense.intensityShare = 1;
    ChainPlan plan = PlanFor(dense, "Throughput");
    EXPECT_ABSOLUTE(plan.bottleneck, 0.068667, 6e-7, "roofline rule, eta 1");
    EXPECT_TRUE((plan.cuts == Cuts{0, 0, 2, 6}), "cuts under the roofline rule");
    NS_TEST_EXPECT_MSG_EQ(plan.intensityShare, 1.0, "kept");
    for (const ChainStage& stage : plan.stages)
    {
        EXPECT_TRUE(stage.IsRelay() || stage.efficiency >= 1 - 1e-12, "no device waits for memory");
    }
    // Devices whose memory is far too slow for the whole of the rule: it is lowered step by step.
    for (ChainDevice& device : dense.devices)
    {
        device.memoryBandwidth = device.peakFlops / 1000;
    }
    plan = PlanFor(dense, "Throughput");
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    double expected = 1;
    while (expected > 1e-9 && FrontOf(dense, expected).empty())
    {
        expected -= 0.1;
    }
    EXPECT_TRUE(expected > 0.05 && expected < 0.95, "eta between its ends: " << expected);
    EXPECT_ABSOLUTE(plan.intensityShare, expected, 1e-9, "lowered in steps of 0.1");
}

/// The front of the toy chain, the weighted pick, the floor, and latency with the floor.
class ToyFrontTestCase : public TestCase
{
  public:
    ToyFrontTestCase()
        : TestCase("front of the toy chain, pick by weight, floor of the accuracy")
    {
    }

  private:
    void DoRun() override;
};

void
ToyFrontTestCase::DoRun()
{
    const std::vector<Pair> expected{{0.016808, .7080},
                                     {0.020008, .7212},
                                     {0.021, .7252},
                                     {0.026, .7260},
                                     {0.029608, .7332},
                                     {0.035333, .7420},
                                     {0.051, .7452},
                                     {0.055208, .7500}};
    ChainProblem problem = MakeToyProblem();
    for (const bool fullScan : {false, true})
    {
        Ptr<ChainPlanner> planner = CreateChainPlanner("ns3::edgeai::IovtPlanner");
        planner->SetAttribute("FullScan", BooleanValue(fullScan));
        const ChainPlan plan = planner->Plan(problem);
        NS_TEST_ASSERT_MSG_EQ(plan.front.size(), expected.size(), "points of the front");
        for (std::size_t i = 0; i < expected.size(); ++i)
        {
            EXPECT_ABSOLUTE(plan.front[i].bottleneck, expected[i].bottleneck, 6e-7, "time " << i);
            EXPECT_ABSOLUTE(plan.front[i].accuracy, expected[i].accuracy, 1e-9, "accuracy " << i);
            const NaiveCosts costs = Evaluate(problem, plan.front[i].cuts, plan.front[i].options);
            EXPECT_RELATIVE(plan.front[i].bottleneck, costs.bottleneck, 1e-12, "of its division");
            EXPECT_ABSOLUTE(plan.front[i].accuracy, costs.accuracy, 1e-12, "of its division");
            EXPECT_RELATIVE(plan.front[i].latency, costs.latency, 1e-12, "of its division");
        }
    }
    for (const auto& [weight, index] : std::vector<std::pair<double, std::size_t>>{{0, 7},
                                                                                   {.05, 7},
                                                                                   {.1, 2},
                                                                                   {.5, 0},
                                                                                   {.8, 0},
                                                                                   {1, 0}})
    {
        problem.throughputWeight = weight;
        const ChainPlan plan = PlanFor(problem, "Weighted");
        EXPECT_ABSOLUTE(plan.bottleneck, expected[index].bottleneck, 6e-7, "weight " << weight);
        EXPECT_ABSOLUTE(plan.accuracy, expected[index].accuracy, 1e-9, "weight " << weight);
    }

    problem.accuracyMin = .735;
    EXPECT_RELATIVE(PlanFor(problem, "Throughput").capacity, 28.3019, 3e-6, "with a floor");
    ChainPlan plan = PlanFor(problem, "Latency");
    EXPECT_ABSOLUTE(plan.latency, 0.089693, 6e-7, "least latency with a floor");
    EXPECT_TRUE((plan.cuts == Cuts{0, 0, 2, 6}), "cuts of least latency");
    NS_TEST_EXPECT_MSG_EQ(plan.stages[1].option, 2U, "structure of the second device");
    NS_TEST_EXPECT_MSG_EQ(plan.stages[2].option, 1U, "structure of the third device");
    EXPECT_TRUE(plan.stages[0].IsRelay(), "the first device relays");
    NS_TEST_EXPECT_MSG_EQ(PlanFor(problem, "Weighted").front.size(), 3U, "front over the floor");
}

/// Baselines on the toy chain.
class ToyBaselinesTestCase : public TestCase
{
  public:
    ToyBaselinesTestCase()
        : TestCase("baselines on the toy chain")
    {
    }

  private:
    void DoRun() override;
};

void
ToyBaselinesTestCase::DoRun()
{
    struct Row
    {
        std::string planner;
        uint32_t device;
        double bottleneck;
        double latency;
        Cuts cuts;
    };

    const std::vector<Row> rows{{"IovtDevicePlanner", 1, .261, .262480, {0, 6, 6, 6}},
                                {"IovtDevicePlanner", 2, .131, .138440, {0, 0, 6, 6}},
                                {"IovtDevicePlanner", 3, .0886666667, .1080266667, {0, 0, 0, 6}},
                                {"IovtEqualLayersPlanner", 0, .071, .192968, {0, 2, 4, 6}},
                                {"IovtEqualFlopPlanner", 0, .141, .228968, {0, 3, 4, 6}},
                                {"IovtPeakProportionalPlanner", 0, .061, .174568, {0, 2, 3, 6}}};
    const ChainProblem problem = MakeToyProblem();
    for (const Row& row : rows)
    {
        Ptr<ChainPlanner> planner = CreateChainPlanner(row.planner);
        if (row.device > 0)
        {
            planner->SetAttribute("Device", UintegerValue(row.device));
        }
        const ChainPlan plan = planner->Plan(problem);
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
        EXPECT_RELATIVE(plan.bottleneck, row.bottleneck, GIVEN, row.planner << row.device);
        EXPECT_RELATIVE(plan.latency, row.latency, GIVEN, row.planner << row.device);
        EXPECT_TRUE(plan.cuts == row.cuts, row.planner << row.device << " cuts");
        EXPECT_ABSOLUTE(plan.accuracy, .75, 1e-12, "the largest structure loses nothing");
    }
    ChainPlan plan = CreateChainPlanner("IovtSplitPointPlanner")->Plan(problem);
    EXPECT_ABSOLUTE(plan.latency, .108027, 6e-7, "split point");
    EXPECT_TRUE(plan.stages[1].IsRelay(), "split point: the second device relays");

    // Structure only: the front by brute force over the same cuts.
    plan = CreateChainPlanner("IovtStructureOnlyPlanner")->Plan(problem);
    EXPECT_TRUE((plan.cuts == Cuts{0, 2, 4, 6}), "structure only keeps the cuts");
    double fastest = 1;
    ForEachDivision(problem, [&](const auto& cuts, const auto& options) {
        if (cuts == Cuts{0, 2, 4, 6})
        {
            fastest = std::min(fastest, Evaluate(problem, cuts, options).bottleneck);
        }
    });
    EXPECT_RELATIVE(plan.bottleneck, fastest, 1e-12, "structure only at weight 0.5");
    NS_TEST_EXPECT_MSG_GT(plan.front.size(), 1U, "structure only has a front");

    // Unfused: work and weights of all branches (1 + 2 + 4 times those of the smallest here), and
    // every branch moves the activations.
    plan = CreateChainPlanner("IovtUnfusedPlanner")->Plan(problem);
    ChainProblem unfused = problem;
    for (ChainLayer& layer : unfused.layers)
    {
        const ChainOption small = layer.options[0];
        layer.options = {{7 * small.flop, 7 * small.weightBytes, 0}};
        layer.activationPasses = 3;
    }
    fastest = 1;
    ForEachDivision(unfused, [&](const auto& cuts, const auto& options) {
        fastest = std::min(fastest, Evaluate(unfused, cuts, options).bottleneck);
    });
    EXPECT_RELATIVE(plan.bottleneck, fastest, 1e-12, "unfused");
    NS_TEST_EXPECT_MSG_GT(plan.bottleneck, .055208, "unfused is slower than fused");
    EXPECT_ABSOLUTE(plan.accuracy, .75, 1e-12, "and as accurate");
    NS_TEST_EXPECT_MSG_EQ(plan.stages[2].option, 2U, "all branches");

    // Baselines carry on beyond the limits and say so; the exact plan does not.
    ChainProblem hurried = problem;
    hurried.latencyLimit = 0.1;
    plan = CreateChainPlanner("IovtEqualLayersPlanner")->Plan(hurried);
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "a baseline that is too slow");
    plan = CreateChainPlanner("IovtFixedStructurePlanner")->Plan(hurried);
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "a baseline that is too slow");
    plan = CreateChainPlanner("IovtPlanner")->Plan(hurried);
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    NS_TEST_EXPECT_MSG_LT(plan.latency, 0.1 + 1e-12, "the exact plan keeps the limit");
}

/// RepVGG-A0 over the default devices.
class RepVggPlanTestCase : public TestCase
{
  public:
    RepVggPlanTestCase()
        : TestCase("RepVGG-A0 over three boards at three link rates")
    {
    }

  private:
    void DoRun() override;
};

void
RepVggPlanTestCase::DoRun()
{
    const std::vector<std::pair<double, std::vector<double>>> rows{
        {20e6, {66.4328, 33.2164, 16.6082}},
        {100e6, {166.0821, 83.0410, 83.0410}},
        {1000e6, {758.1386, 276.4220, 126.3448}}};
    for (const auto& [rate, expected] : rows)
    {
        for (uint32_t v = 0; v < 3; ++v)
        {
            Ptr<ChainPlanner> planner = CreateChainPlanner("IovtFixedStructurePlanner");
            planner->SetAttribute("Option", IntegerValue(v));
            EXPECT_RELATIVE(planner->Plan(MakeIovtProblem(rate)).capacity,
                            expected[v],
                            1e-6,
                            "frames per second at " << rate << " bit/s, structure " << v);
        }
    }
    ChainProblem problem = MakeIovtProblem(100e6);
    problem.throughputWeight = 0;
    const ChainPlan plan = CreateChainPlanner("IovtPlanner")->Plan(problem);
    NS_TEST_ASSERT_MSG_EQ(plan.front.size(), 5U, "points of the front");
    EXPECT_ABSOLUTE(plan.front[0].bottleneck, 0.006021, 6e-7, "fastest");
    EXPECT_ABSOLUTE(plan.front[0].accuracy, .709, 1e-9, "fastest");
    EXPECT_ABSOLUTE(plan.front[4].bottleneck, 0.012042, 6e-7, "most accurate");
    EXPECT_ABSOLUTE(plan.front[4].accuracy, .740, 1e-9, "most accurate");
    const ChainPlan all = PlanFor(problem, "Weighted", "IovtEnumerationPlanner");
    NS_TEST_ASSERT_MSG_EQ(all.front.size(), 5U, "points of the front by enumeration");
    for (std::size_t i = 0; i < 5; ++i)
    {
        EXPECT_RELATIVE(plan.front[i].bottleneck, all.front[i].bottleneck, 1e-9, "front " << i);
        EXPECT_ABSOLUTE(plan.front[i].accuracy, all.front[i].accuracy, 1e-9, "front " << i);
    }
}

/// The suite.
class IovtPlannerTestSuite : public TestSuite
{
  public:
    IovtPlannerTestSuite()
        : TestSuite("edge-ai-iovt", TEST_UNIT)
    {
        AddTestCase(new ToyOptimaTestCase, TEST_QUICK);
        AddTestCase(new ToyFrontTestCase, TEST_QUICK);
        AddTestCase(new ToyBaselinesTestCase, TEST_QUICK);
        AddTestCase(new RepVggPlanTestCase, TEST_QUICK);
    }
};

const IovtPlannerTestSuite g_iovtPlannerTestSuite; ///< registers the suite

} // namespace
