/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rows and thresholds together: given optima, a grid by brute force, pooled exits, slots.

#include "allocation/pipeline/dto-ee/dto-ee-thresholds.h"
#include "support/dto-ee-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// The joint optimum of the toy at several values of accuracy and loads.
class JointOptimumTestCase : public TestCase
{
  public:
    JointOptimumTestCase()
        : TestCase("rows and thresholds at several values of accuracy and loads")
    {
    }

  private:
    void DoRun() override;
};

void
JointOptimumTestCase::DoRun()
{
    const DtoEePlan plan = PlanBy("DtoEeReferencePlanner", MakeToy());
    NS_TEST_ASSERT_MSG_EQ(plan.reason, "", "solved");
    EXPECT_ABSOLUTE(plan.exits[0].passing, 0.589656, 1e-3, "S_1");
    EXPECT_ABSOLUTE(plan.exits[1].passing, 0.528532, 1e-3, "S_2");
    EXPECT_ABSOLUTE(plan.exits[0].threshold, 0.589656, 1e-3, "C_1");
    EXPECT_ABSOLUTE(plan.exits[1].threshold, 0.727002, 1e-3, "C_2");
    EXPECT_RELATIVE(plan.responseTime, 0.147818623, 1e-3, "T");
    EXPECT_RELATIVE(plan.accuracy, 0.760466808, 1e-4, "A");
    EXPECT_RELATIVE(plan.utility, 1.373114993, 1e-5, "U");
    // No threshold gains any more: 1 - S_b = E_b / (a (m_b - m_next)).
    DtoEeProblem there =
        WithThresholds(MakeToy(), {plan.exits[0].threshold, plan.exits[1].threshold});
    there.rows = plan.rows;
    const DtoEeTail tail(MakeReports(Swept(there)), MakeDtoEeQueueLaw(there));
    for (std::size_t b = 0; b < 2; ++b)
    {
        const double passing = plan.exits[b].passing;
        EXPECT_RELATIVE(1 - passing,
                        tail.GetPrice(b + 2, b + 2, passing) / (2 * 0.1),
                        1e-5,
                        "behind exit " << b);
    }

    struct Given
    {
        double value;
        double utility;
    };

    double time = 0;
    double accuracy = 0;
    for (const Given& given :
         {Given{.5, 0.262355}, Given{1, 0.622030}, Given{4, 2.908279}, Given{8, 6.008374}})
    {
        DtoEeProblem problem = MakeToy();
        problem.accuracyValue = given.value;
        const DtoEePlan at = PlanBy("DtoEeReferencePlanner", problem);
        EXPECT_RELATIVE(at.utility, given.utility, 1e-5, "U at a = " << given.value);
        EXPECT_TRUE(at.responseTime > time && at.accuracy > accuracy, "both rise with a");
        time = at.responseTime;
        accuracy = at.accuracy;
        if (given.value == .5)
        {
            EXPECT_ABSOLUTE(at.exits[0].passing, 0.076151, 1e-3, "S_1");
            EXPECT_RELATIVE(at.exits[1].passing, at.exits[0].passing, 1e-9, "pooled");
        }
    }
    for (const Given& given :
         {Given{.6, 0.657558}, Given{.8, 0.623846}, Given{1.2, 0.556077}, Given{1.4, 0.523262}})
    {
        const DtoEePlan at = PlanBy("DtoEeReferencePlanner", MakeToy(given.value));
        EXPECT_ABSOLUTE(at.exits[0].passing, given.utility, 1e-3, "S_1 at load " << given.value);
    }
}

/// Slots from CF rows and no exits.
class SlotsTestCase : public TestCase
{
  public:
    SlotsTestCase()
        : TestCase("slot by slot from CF rows, and onwards from a plan in force")
    {
    }

  private:
    void DoRun() override;
};

void
SlotsTestCase::DoRun()
{
    const DtoEeProblem toy = WithThresholds(MakeToy(), {1, 1});
    const DtoEeNetwork network = MakeDtoEeNetwork(toy);
    const std::vector<std::pair<uint32_t, double>> given{{1, 1.362991},
                                                         {2, 1.373092},
                                                         {5, 1.373115}};
    for (const auto& [slots, utility] : given)
    {
        const DtoEeSolution solution = RunPairwise(toy, 50, slots);
        EXPECT_RELATIVE(EvaluateDtoEe(toy, network, solution.shares, solution.thresholds).utility,
                        utility,
                        1e-4,
                        slots << " slots of eq. (15)");
    }

    // A plan is made in one slot and goes on in the next, from where it was.
    DtoEeProblem next = toy;
    double utility = -1;
    for (int slot = 0; slot < 8; ++slot)
    {
        const DtoEePlan plan = PlanBy("DtoEePlanner", next, "Slots", "1");
        NS_TEST_ASSERT_MSG_EQ(plan.rows.size(), 7, "a row for each sender");
        EXPECT_TRUE(plan.utility > utility * (1 - 1e-6), "better and better, slot " << slot);
        utility = plan.utility;
        next.rows = plan.rows;
        next = WithThresholds(next, {plan.exits[0].threshold, plan.exits[1].threshold});
        NS_TEST_ASSERT_MSG_EQ(next.Validate(), "", "a plan can be in force");
    }
    EXPECT_RELATIVE(utility, 1.373114993, 1e-4, "in the end");
    const DtoEePlan five = PlanBy("DtoEePlanner", toy);
    EXPECT_RELATIVE(five.utility, 1.373114993, 1e-4, "five accelerated slots");
    EXPECT_TRUE(five.gap < 1e-3 * five.responseTime, "certified: " << five.gap);

    // By measured prices alone thresholds walk down the grid, and end beside the optimum.
    Ptr<DtoEePlannerBase> planner = CreateDtoEePlanner("DtoEePlanner");
    planner->SetAttribute("MeasuredPrices", StringValue("true"));
    planner->SetAttribute("Slots", UintegerValue(1));
    EXPECT_RELATIVE(planner->Plan(toy).exits[0].threshold, 0.95, 1e-9, "one step");
    planner->SetAttribute("Slots", UintegerValue(40));
    const DtoEePlan walked = planner->Plan(toy);
    EXPECT_RELATIVE(walked.utility, 1.373114993, 1e-3, "at the end of the walk");
    EXPECT_ABSOLUTE(walked.exits[0].threshold, 0.589656, 0.051, "within a step");
}

/// Thresholds of a grid.
class GridTestCase : public TestCase
{
  public:
    GridTestCase()
        : TestCase("thresholds of a grid against brute force")
    {
    }

  private:
    void DoRun() override;
};

void
GridTestCase::DoRun()
{
    DtoEeProblem toy = MakeToy();
    for (int c = 0; c <= 10; ++c)
    {
        toy.thresholdGrid.push_back(c == 10 ? 1 : 0.5 + 0.05 * c);
    }
    NS_TEST_ASSERT_MSG_EQ(toy.Validate(), "", "sound");
    DtoEePlan best;
    best.utility = -1;
    for (const double first : toy.thresholdGrid)
    {
        for (const double second : toy.thresholdGrid)
        {
            Ptr<DtoEePlannerBase> planner = CreateDtoEePlanner("DtoEeFixedThresholdsPlanner");
            planner->SetAttribute("Rounds", UintegerValue(1000));
            planner->SetAttribute("Tolerance", DoubleValue(1e-6));
            const DtoEePlan plan = planner->Plan(WithThresholds(toy, {first, second}));
            NS_TEST_EXPECT_MSG_LT(plan.utility, 1.373114993 * (1 + 1e-6), "joint optimum is best");
            best = plan.utility > best.utility ? plan : best;
        }
    }
    EXPECT_RELATIVE(best.exits[0].threshold, .6, 1e-9, "C_1");
    EXPECT_RELATIVE(best.exits[1].threshold, .75, 1e-9, "C_2");
    EXPECT_RELATIVE(best.utility, 1.372880308, 1e-5, "U");
    EXPECT_RELATIVE(best.responseTime, 0.151979067, 1e-5, "T");
    EXPECT_RELATIVE(best.accuracy, 0.762429688, GIVEN, "A");
    // Alternation with the grid ends there, too; exit by exit as well as by all of the grid.
    const DtoEePlan plan = PlanBy("DtoEeReferencePlanner", toy);
    EXPECT_RELATIVE(plan.utility, best.utility, 1e-5, "U of alternation");
    toy.thresholdGrid.clear();
    for (int c = 1; c <= 100; ++c)
    {
        toy.thresholdGrid.push_back(c * 0.01);
    }
    const DtoEePlan fine = PlanBy("DtoEeReferencePlanner", toy);
    EXPECT_RELATIVE(fine.utility, 1.373114993, 1e-4, "U of a fine grid");
    EXPECT_TRUE(fine.utility <= 1.373114993 * (1 + 1e-6), "not beyond any threshold");
}

/// The suite.
class DtoEeThresholdsTestSuite : public TestSuite
{
  public:
    DtoEeThresholdsTestSuite()
        : TestSuite("edge-ai-dto-ee-thresholds", TEST_UNIT)
    {
        AddTestCase(new JointOptimumTestCase, TEST_QUICK);
        AddTestCase(new SlotsTestCase, TEST_QUICK);
        AddTestCase(new GridTestCase, TEST_QUICK);
    }
};

const DtoEeThresholdsTestSuite g_dtoEeThresholdsTestSuite; ///< registers the suite

} // namespace
