/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What must hold for every instance: labels, scales, budgets, determinism.

#include "support/ecc-test-support.h"

#include "ns3/ecc-solver.h"

#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a problem with its users in another order: user k is user order[k] of the other
EccProblem
Relabel(const EccProblem& problem, const std::vector<std::size_t>& order)
{
    auto result = problem;
    for (std::size_t k = 0; k < order.size(); ++k)
    {
        result.users[k] = problem.users[order[k]];
        for (std::size_t m = 0; m < problem.GetSubchannelCount(); ++m)
        {
            for (std::size_t n = 0; n < problem.cells.size(); ++n)
            {
                result.uplinkGains(m, n, k) = problem.uplinkGains(m, n, order[k]);
                result.downlinkGains(m, n, k) = problem.downlinkGains(m, n, order[k]);
            }
        }
    }
    return result;
}

/// Swapping labels permutes results.
class LabelCase : public TestCase
{
  public:
    LabelCase()
        : TestCase("labels of users do not matter")
    {
    }

  private:
    void DoRun() override
    {
        for (uint64_t seed = 0; seed < 12; ++seed)
        {
            Draws draws(seed);
            const auto problem = MakeRandomMix(1 + seed % 2, 4, 2, draws);
            const std::vector<std::size_t> order = {2, 0, 3, 1};
            const auto other = Relabel(problem, order);
            const auto result = SolveEcc(problem);
            const auto swapped = SolveEcc(other);
            EXPECT_RELATIVE(swapped.summary.utility, result.summary.utility, 1e-6, "utility");
            // The plan itself, carried over, must score the same to rounding.
            auto plan = result.plan;
            for (std::size_t k = 0; k < order.size(); ++k)
            {
                plan.splits[k] = result.plan.splits[order[k]];
                plan.uplinkSubchannels[k] = result.plan.uplinkSubchannels[order[k]];
                plan.downlinkSubchannels[k] = result.plan.downlinkSubchannels[order[k]];
                plan.uplinkPowers[k] = result.plan.uplinkPowers[order[k]];
                plan.downlinkPowers[k] = result.plan.downlinkPowers[order[k]];
                plan.units[k] = result.plan.units[order[k]];
            }
            const auto scored = EvaluateEcc(other, plan);
            EXPECT_RELATIVE(scored.utility, result.summary.utility, 1e-12, "carried over");
            for (std::size_t k = 0; k < order.size(); ++k)
            {
                EXPECT_RELATIVE(scored.uplinkRates[k],
                                result.evaluation.uplinkRates[order[k]],
                                1e-12,
                                "rates");
            }
        }
    }
};

/// Doubling both weights doubles the utility of the same decision.
class ScaleCase : public TestCase
{
  public:
    ScaleCase()
        : TestCase("weights scale the utility, not the decision")
    {
    }

  private:
    void DoRun() override
    {
        for (uint64_t seed = 0; seed < 10; ++seed)
        {
            Draws draws(seed);
            const auto problem = MakeRandomMix(1, 3, 2, draws);
            auto doubled = problem;
            for (auto& user : doubled.users)
            {
                user.weights.time *= 2;
                user.weights.energy *= 2;
            }
            const auto first = SolveEcc(problem);
            const auto second = SolveEcc(doubled);
            EXPECT_RELATIVE(second.summary.utility, 2 * first.summary.utility, 1e-6, "utility");
            EXPECT_RELATIVE(EvaluateEcc(doubled, first.plan).utility,
                            2 * first.summary.utility,
                            1e-12,
                            "of the same plan");
            EXPECT_TRUE(second.plan.splits == first.plan.splits, "splits");
            EXPECT_TRUE(second.plan.uplinkSubchannels == first.plan.uplinkSubchannels, "uplink");
            for (std::size_t i = 0; i < 3; ++i)
            {
                EXPECT_ABSOLUTE(second.plan.units[i], first.plan.units[i], 0.01, "units");
            }
        }
    }
};

/// Larger budgets never make the optimum worse.
class BudgetCase : public TestCase
{
  public:
    BudgetCase()
        : TestCase("more units, power and users per subchannel never hurt")
    {
    }

  private:
    void DoRun() override
    {
        for (uint64_t seed = 0; seed < 10; ++seed)
        {
            Draws draws(seed);
            auto problem = MakeRandomMix(1, 3, 2, draws);
            problem.cells[0].unitTotal = 4;
            problem.cells[0].powerTotal = 0.5;
            problem.usersPerSubchannel = 2;
            const double tight = SolveEcc(problem).summary.utility;
            auto richer = problem;
            richer.cells[0].unitTotal = 8;
            EXPECT_TRUE(SolveEcc(richer).summary.utility <= tight * (1 + 1e-4), "units " << seed);
            richer = problem;
            richer.cells[0].powerTotal = 2;
            EXPECT_TRUE(SolveEcc(richer).summary.utility <= tight * (1 + 1e-4), "power " << seed);
            richer = problem;
            for (auto& user : richer.users)
            {
                user.powerMax = 0.5;
            }
            EXPECT_TRUE(SolveEcc(richer).summary.utility <= tight * (1 + 1e-4), "p_max " << seed);
            richer = problem;
            richer.usersPerSubchannel = 3;
            EXPECT_TRUE(SolveEcc(richer).summary.utility <= tight * (1 + 1e-4), "crowd " << seed);
            richer = problem;
            richer.sicResidual = 0.01;
            EXPECT_TRUE(SolveEcc(richer).summary.utility >= tight * (1 - 1e-4),
                        "residual " << seed);
        }
    }
};

/// Switches of the objective move the optimum the way they should.
class SwitchCase : public TestCase
{
  public:
    SwitchCase()
        : TestCase("priced units, expected delays and delay limits")
    {
    }

  private:
    void DoRun() override
    {
        const auto plain = SolveEcc(MakeToyProblem());
        auto priced = MakeToyProblem();
        priced.preferences.unitWeight = 0.05;
        const auto thrifty = SolveEcc(priced);
        const double before =
            std::accumulate(plain.plan.units.begin(), plain.plan.units.end(), 0.0);
        const double after =
            std::accumulate(thrifty.plan.units.begin(), thrifty.plan.units.end(), 0.0);
        EXPECT_TRUE(after < before * 0.9, "priced units are used less");

        auto limited = MakeToyProblem();
        limited.preferences.timeLimitWeight = 100;
        double worst = 0;
        for (std::size_t i = 0; i < 3; ++i)
        {
            limited.users[i].timeLimit = 0.37;
            worst = std::max(worst, plain.evaluation.costs[i].GetTime());
        }
        EXPECT_TRUE(worst > 0.39, "somebody was late");
        for (const auto& cost : SolveEcc(limited).evaluation.costs)
        {
            EXPECT_TRUE(cost.GetTime() < 0.375, "nobody is by much");
        }

        auto expecting = MakeToyProblem();
        expecting.preferences.qoeWeight = 1;
        expecting.users[1].expectedTime = plain.evaluation.costs[1].GetTime() * 0.9;
        EXPECT_TRUE(SolveEcc(expecting).evaluation.costs[1].GetTime() <
                        plain.evaluation.costs[1].GetTime(),
                    "who expects more waits less");

        auto normalised = MakeToyProblem();
        normalised.preferences.normalise = true;
        // All users are alike here, so the norm only scales.
        EXPECT_RELATIVE(SolveEcc(normalised).summary.utility,
                        plain.summary.utility / 0.75,
                        1e-6,
                        "normalised");
    }
};

/// Twice the same problem, twice the same bits.
class DeterminismCase : public TestCase
{
  public:
    DeterminismCase()
        : TestCase("deterministic to the last bit")
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(9);
        const auto problem = MakeRandomMix(2, 6, 3, draws);
        const auto first = SolveEcc(problem);
        const auto second = SolveEcc(problem);
        EXPECT_TRUE(first.plan.splits == second.plan.splits, "splits");
        EXPECT_TRUE(first.plan.uplinkPowers == second.plan.uplinkPowers, "p");
        EXPECT_TRUE(first.plan.downlinkPowers == second.plan.downlinkPowers, "P");
        EXPECT_TRUE(first.plan.units == second.plan.units, "r");
        NS_TEST_EXPECT_MSG_EQ(first.summary.utility, second.summary.utility, "utility");
        NS_TEST_EXPECT_MSG_EQ(first.summary.steps, second.summary.steps, "steps");
    }
};

class EccInvariantsTestSuite : public TestSuite
{
  public:
    EccInvariantsTestSuite()
        : TestSuite("edge-ai-ecc-invariants", TEST_UNIT)
    {
        AddTestCase(new LabelCase, TEST_QUICK);
        AddTestCase(new ScaleCase, TEST_QUICK);
        AddTestCase(new BudgetCase, TEST_QUICK);
        AddTestCase(new SwitchCase, TEST_QUICK);
        AddTestCase(new DeterminismCase, TEST_QUICK);
    }
};

EccInvariantsTestSuite g_eccInvariantsTestSuite; ///< the suite

} // namespace
