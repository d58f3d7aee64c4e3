/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What every planner of paths owes, on random problems of ordinary and of extreme but sound
// figures: a plan within the ranges of its fields that comes through a message as it was and is the
// same every time, or a reason in words.

#include "allocation/plan/plan-inspection.h"
#include "application/message/message-archive.h"
#include "support/code-test-support.h"
#include "support/random-problems.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::codetest;
using namespace ns3::edgeai::randomproblems;

namespace
{

/// @returns a service with figures of some spread
CodeService
MakeService(Figures& figures, uint32_t blocks)
{
    const auto whole = [&](double low, double high) {
        return static_cast<uint32_t>(figures.Quantity(low, high, 1, 65536));
    };
    CodeService service;
    for (uint32_t b = 0; b < blocks; ++b)
    {
        service.blocks.push_back({"", figures.Quantity(1e7, 1e9), whole(16, 512), whole(4, 128)});
    }
    service.headFlop = figures.Quantity(1e6, 1e8);
    service.parameters = figures.Quantity(1e5, 1e8);
    service.inputBits = figures.Quantity(1e5, 1e7);
    service.resultBits = figures.Happens(.3) ? 0 : figures.Quantity(100, 1e5);
    service.accuracy = figures.Quantity(.3, .99, 1e-6, 1);
    service.flops = figures.Quantity(1e10, 1e12);
    service.load = figures.Quantity(1, 300);
    service.utilisation = figures.Happens(.5) ? 0 : .7;
    service.memoryBytes = figures.Happens(.5) ? 0 : figures.Quantity(1e8, 1e10);
    service.busyPower = figures.Happens(.5) ? 0 : figures.Quantity(1, 500);
    return service;
}

/// @returns a sound problem
CodeProblem
MakeRandom(uint64_t seed, Spread spread)
{
    Figures figures(seed, spread);
    CodeProblem problem;
    const auto blocks = static_cast<uint32_t>(figures.Quantity(1, 6, 1, 6));
    problem.local = MakeService(figures, blocks);
    problem.host = MakeService(figures, blocks);
    problem.uplinkRate = figures.Quantity(1e7, 1e10);
    problem.downlinkRate = figures.Quantity(1e7, 1e10);
    problem.protectedShare = figures.Happens(.3) ? 0 : figures.Quantity(.3, 1, 0, 1);
    problem.chanceAccuracy = figures.Happens(.5) ? 0 : 1e-7;
    problem.crossLoss = figures.Quantity(.01, .1, 0, 100);
    problem.skipLoss = figures.Quantity(.01, .1, 0, 100);
    problem.interferenceLoss = figures.Quantity(.001, .01, 0, 100);
    problem.accuracyExponent = figures.Quantity(1, 20, 0, 1000);
    problem.throughputExponent = figures.Quantity(.5, 2, 0, 1000);
    problem.modelChangesMax = static_cast<uint32_t>(figures.Quantity(1, 6, 0, 6));
    problem.sharedInput = figures.Happens(.2);
    problem.uniformDraws = {figures.Quantity(.01, .9, 0, .99)};
    return problem;
}

/// Looks at plans of random problems.
class CodePropertyTestCase : public TestCase
{
  public:
    CodePropertyTestCase(Spread spread, const std::string& words)
        : TestCase("plans keep what they owe: " + words),
          m_spread(spread)
    {
    }

  private:
    void DoRun() override;

    Spread m_spread; ///< of the figures
};

void
CodePropertyTestCase::DoRun()
{
    uint32_t usable = 0;
    uint32_t all = 0;
    for (uint64_t seed = 1; seed <= 200; ++seed)
    {
        const CodeProblem problem = MakeRandom(seed, m_spread);
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound, seed " << seed);
        for (const std::string& name : ListCodePathPlanners())
        {
            const std::string what = name + ", seed " + std::to_string(seed);
            const CodePlan plan = PlanBy(name, problem);
            ++all;
            EXPECT_TRUE((plan.status == PlanStatus::SOLVED) == plan.reason.empty(), what);
            if (!plan.IsUsable())
            {
                EXPECT_TRUE(plan.steps.empty(), what << ": nothing else is set");
                continue;
            }
            ++usable;
            NS_TEST_EXPECT_MSG_EQ(ExplainPlanRange(plan), "", what);
            NS_TEST_EXPECT_MSG_EQ(problem.ExplainPath(plan.path), "", what);
            EXPECT_TRUE(plan.localRate <= problem.local.load * (1 + 1e-9), what);
            EXPECT_TRUE(plan.hostRate <= problem.host.load * (1 + 1e-9), what);
            EXPECT_TRUE(plan.localRate * plan.localFlop <= problem.local.flops * (1 + 1e-9), what);
            EXPECT_TRUE(plan.localRate * plan.upBits <= problem.uplinkRate * (1 + 1e-9), what);
            EXPECT_TRUE(plan.localRate * plan.downBits <= problem.downlinkRate * (1 + 1e-9), what);
            EXPECT_TRUE(problem.sharedInput ||
                            plan.hostRate >= problem.protectedShare * plan.ownHostRate * (1 - 1e-9),
                        what);
            const auto bytes = Encode(plan);
            CodePlan read;
            std::string fault;
            EXPECT_TRUE(Decode(bytes, read, &fault), what << ": " << fault);
            EXPECT_TRUE(Encode(read) == bytes, what << ": another after decoding");
            EXPECT_TRUE(Encode(PlanBy(name, problem)) == bytes,
                        what << ": another plan the second time");
        }
    }
    EXPECT_TRUE(usable > (m_spread == ORDINARY ? .8 : .3) * all, usable << " of " << all);
}

/// What planners owe.
class CodePropertiesTestSuite : public TestSuite
{
  public:
    CodePropertiesTestSuite()
        : TestSuite("edge-ai-code-properties", TEST_UNIT)
    {
        AddTestCase(new CodePropertyTestCase(ORDINARY, "ordinary figures"), TEST_QUICK);
        AddTestCase(new CodePropertyTestCase(EXTREME, "extreme figures"), TEST_QUICK);
    }
};

static CodePropertiesTestSuite g_codePropertiesTestSuite; ///< registers the suite

} // namespace
