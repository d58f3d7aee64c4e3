/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What every planner that divides feature maps owes, on random problems of ordinary and of extreme
// but sound figures: a plan within the ranges of its fields that comes through a message as it was
// and is the same every time, or a reason in words.

#include "allocation/plan/plan-inspection.h"
#include "application/message/message-archive.h"
#include "support/halp-test-support.h"
#include "support/random-problems.h"

#include "ns3/double.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halptest;
using namespace ns3::edgeai::randomproblems;

namespace
{

/// @returns a sound problem of some layers
RowPartitionProblem
MakeRandom(uint64_t seed, Spread spread)
{
    Figures figures(seed, spread);
    const auto whole = [&](double low, double high) {
        return static_cast<uint32_t>(figures.Quantity(low, high, low, high));
    };
    RowPartitionProblem problem;
    problem.imageRows = whole(1, 64);
    problem.imageRowBytes = figures.Quantity(10, 1000);
    uint32_t rows = problem.imageRows;
    const uint32_t layers = whole(1, 9);
    for (uint32_t i = 0; i < layers; ++i)
    {
        RowPartitionLayer layer;
        const uint32_t kernel = std::min(whole(1, 6), rows);
        layer.rows = {kernel, whole(1, 4), kernel / 2, figures.Happens(.1) ? kernel - 1 : 0};
        layer.outputRows = layer.rows.GetOutputRows(rows);
        layer.rowFlop = figures.Happens(.2) ? 0 : figures.Quantity(1e5, 1e8);
        layer.rowBytes = figures.Quantity(100, 1e5);
        layer.pooling = figures.Happens(.3);
        rows = layer.outputRows;
        problem.layers.push_back(layer);
    }
    problem.tailFlop = figures.Happens(.2) ? 0 : figures.Quantity(1e5, 1e9);
    for (int node = 0; node < 3; ++node)
    {
        problem.nodes.push_back({"",
                                 figures.Quantity(1e8, 1e12),
                                 figures.Happens(.5) ? 0 : figures.Quantity(1e-5, 1e-2),
                                 figures.Happens(.5) ? 0 : figures.Quantity(1, 100)});
    }
    problem.linkRate = figures.Quantity(1e6, 1e10);
    problem.medium = figures.Happens(.5) ? RowMedium::SHARED : RowMedium::POINT_TO_POINT;
    problem.messageTime = figures.Happens(.5) ? 0 : figures.Quantity(1e-5, 1e-2);
    problem.tasks = whole(1, 4);
    problem.uploadRate = figures.Happens(.5) ? 0 : figures.Quantity(1e6, 1e9);
    problem.deadline = figures.Happens(.5) ? 0 : figures.Quantity(.01, 10);
    return problem;
}

/// Looks at plans of random problems.
class HalpPropertyTestCase : public TestCase
{
  public:
    HalpPropertyTestCase(Spread spread, const std::string& words)
        : TestCase("plans keep what they owe: " + words),
          m_spread(spread)
    {
    }

  private:
    void DoRun() override;

    Spread m_spread; ///< of the figures
};

void
HalpPropertyTestCase::DoRun()
{
    uint32_t usable = 0;
    uint32_t all = 0;
    for (uint64_t seed = 1; seed <= 120; ++seed)
    {
        const RowPartitionProblem problem = MakeRandom(seed, m_spread);
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound, seed " << seed);
        for (const std::string& name : ListRowPartitionPlanners())
        {
            const std::string what = name + ", seed " + std::to_string(seed);
            Ptr<RowPartitionPlanner> planner = CreateRowPartitionPlanner(name);
            planner->SetAttributeFailSafe("RatioStep", DoubleValue(.1));
            planner->SetAttributeFailSafe("ZoneStep", DoubleValue(.1));
            const RowPartitionPlan plan = planner->Plan(problem);
            ++all;
            EXPECT_TRUE((plan.status == PlanStatus::SOLVED) == plan.reason.empty(), what);
            if (!plan.IsUsable())
            {
                EXPECT_TRUE(plan.steps.empty(), what << ": nothing else is set");
                continue;
            }
            ++usable;
            NS_TEST_EXPECT_MSG_EQ(ExplainPlanRange(plan), "", what);
            EXPECT_TRUE(plan.time >= plan.bound * (1 - 1e-9), what << ": bound");
            EXPECT_TRUE(
                (plan.status == PlanStatus::VIOLATED) ==
                    (problem.deadline > 0 && plan.uploadTime + plan.time > problem.deadline),
                what << ": " << plan.reason);
            const auto bytes = Encode(plan);
            RowPartitionPlan read;
            std::string fault;
            EXPECT_TRUE(Decode(bytes, read, &fault), what << ": " << fault);
            EXPECT_TRUE(Encode(read) == bytes, what << ": another after decoding");
            EXPECT_TRUE(Encode(planner->Plan(problem)) == bytes,
                        what << ": another plan the second time");
        }
    }
    EXPECT_TRUE(usable > (m_spread == ORDINARY ? .8 : .3) * all, usable << " of " << all);
}

/// What planners owe.
class HalpPropertiesTestSuite : public TestSuite
{
  public:
    HalpPropertiesTestSuite()
        : TestSuite("edge-ai-halp-properties", TEST_UNIT)
    {
        AddTestCase(new HalpPropertyTestCase(ORDINARY, "ordinary figures"), TEST_QUICK);
        AddTestCase(new HalpPropertyTestCase(EXTREME, "extreme figures"), TEST_QUICK);
    }
};

static HalpPropertiesTestSuite g_halpPropertiesTestSuite; ///< registers the suite

} // namespace
