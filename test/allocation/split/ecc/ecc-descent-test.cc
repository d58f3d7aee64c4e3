/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// ECC's gradient against differences and known values, and its descent at fixed splits.

#include "allocation/split/ecc/ecc-objective.h"
#include "support/ecc-test-support.h"

#include "ns3/ecc-descent.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Known slopes, and central differences at random interior points.
class GradientCase : public TestCase
{
  public:
    GradientCase()
        : TestCase("gradient: known values and central differences")
    {
    }

  private:
    void DoRun() override
    {
        const auto toy = MakeToyProblem();
        const auto point = MakeEccStart(toy, {2, 1, 3});
        EccObjective objective(toy, point);
        objective.Evaluate(objective.Pack(point));
        const auto& slopes = objective.ComputeLinearGradient();
        EXPECT_VALUES(slopes.uplinkPowers, 1e-6, "p", 0.307483344, -1.590761464, 1.721565850);
        EXPECT_VALUES(slopes.downlinkPowers,
                      1e-6,
                      "P",
                      0.00922941957,
                      0.00928574040,
                      0.000995039047);
        EXPECT_VALUES(slopes.units, 1e-6, "r", 0.0202317797, 0.0236037430, 0.0101158899);
        EXPECT_RELATIVE(slopes.uplinkShares[0], -0.118340166, 1e-6, "beta");
        EXPECT_RELATIVE(slopes.uplinkShares[1], 0.0276907031, 1e-6, "beta");

        for (uint64_t seed = 0; seed < 48; ++seed)
        {
            Draws draws(seed);
            const std::size_t cells = 1 + seed % 2;
            auto problem = MakeRandomMix(cells, draws.Integer(2, 6), draws.Integer(1, 3), draws);
            problem.sicResidual = seed % 3 == 0 ? 0.05 : 0;
            problem.preferences.normalise = seed % 5 == 0;
            problem.preferences.unitWeight = seed % 7 == 0 ? 0.1 : 0;
            problem.preferences.qoeWeight = seed % 4 == 0 ? 1 : 0;
            problem.preferences.timeLimitWeight = seed % 4 == 1 ? 1 : 0;
            problem.preferences.sicOrder =
                seed % 6 == 0 ? EccPreferences::CINR : EccPreferences::GAIN;
            std::vector<uint32_t> splits;
            for (std::size_t i = 0; i < problem.users.size(); ++i)
            {
                problem.users[i].expectedTime = 1;
                problem.users[i].timeLimit = 0.2;
                // Every other problem has silent users.
                const uint32_t layers = problem.GetLayerCount(i);
                splits.push_back(static_cast<uint32_t>(draws.Integer(0, layers - seed / 2 % 2)));
            }
            CheckDifferences(problem, MakeRandomPoint(problem, splits, draws), EccObjective::PLAIN);
            CheckDifferences(problem,
                             MakeRandomPoint(problem, splits, draws),
                             EccObjective::LOGARITHMIC);
        }
    }

    /// @param [in] problem the problem  @param [in] point where  @param [in] scale of the variables
    void CheckDifferences(const EccProblem& problem,
                          const EccPoint& point,
                          EccObjective::Scale scale)
    {
        EccObjective objective(problem, point, scale);
        const auto variables = objective.Pack(point);
        std::vector<double> gradient(variables.size());
        const double value = objective.Evaluate(variables);
        objective.GetGradient(gradient);
        double largest = 0;
        for (double slope : gradient)
        {
            largest = std::max(largest, std::abs(slope));
        }
        for (std::size_t k = 0; k < variables.size(); ++k)
        {
            const double step = 1e-5 * std::max(std::abs(variables[k]), 1e-2);
            auto shifted = variables;
            shifted[k] = variables[k] + step;
            const double above = objective.Evaluate(shifted);
            shifted[k] = variables[k] - step;
            const double below = objective.Evaluate(shifted);
            const double difference = (above - below) / (2 * step);
            // Rounding of the values limits what differences can say about small slopes.
            const double noise = 1e-14 * std::abs(value) / step;
            EXPECT_ABSOLUTE(gradient[k],
                            difference,
                            1e-5 * std::abs(difference) + 1e-9 * largest + noise,
                            "variable " << k);
        }
    }
};

/// A known optimum with fixed subchannels.
class KnownOptimumCase : public TestCase
{
  public:
    KnownOptimumCase()
        : TestCase("descent with fixed subchannels to a known optimum")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeToyProblem();
        auto plan = MakeEccPlan(problem, {2, 2, 2}, {0, 1, 0}, {0, 1, 0});
        EccDescentOptions options;
        options.steps.keepHistory = true;
        const auto summary = DescendEcc(problem, plan, options);
        EXPECT_RELATIVE(summary.first, 1.015167688, 1e-6, "start");
        EXPECT_RELATIVE(summary.value, 0.908375097, 1e-6, "optimum of a general solver");
        EXPECT_TRUE(summary.status == DescentStatus::CONVERGED, "converged");
        EXPECT_ABSOLUTE(summary.residual, 0, 1e-4, "stationary");
        EXPECT_TRUE(std::is_sorted(summary.history.rbegin(), summary.history.rend()), "monotone");
        EXPECT_RELATIVE(EvaluateEcc(problem, plan).utility, summary.value, 1e-12, "of the plan");
        options.steps.tolerance = 1e-14;
        const auto polished = DescendEcc(problem, plan, options);
        EXPECT_RELATIVE(polished.value, 0.908375097, 1e-8, "optimum of a general solver");
        EXPECT_VALUES(plan.uplinkPowers, 1e-3, "p", 0.2, 0.173101, 0.051906);
        EXPECT_VALUES(plan.downlinkPowers, 1e-3, "P", 0.004886, 0.17311, 0.33023);
        EXPECT_VALUES(plan.units, 1e-4, "r", 1.98877, 1.98877, 1.98877);
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, plan), "", "feasible");

        // A start far outside is projected first.
        plan.uplinkPowers = {5, 1e-9, 1};
        plan.downlinkPowers = {50, 50, 1e-9};
        plan.units = {100, 100, 0.1};
        DescendEcc(problem, plan, options);
        EXPECT_RELATIVE(EvaluateEcc(problem, plan).utility, 0.908375097, 1e-6, "from outside");
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, plan), "", "feasible");

        auto silent = MakeDeviceOnlyPlan(problem);
        const auto nothing = DescendEcc(problem, silent);
        NS_TEST_EXPECT_MSG_EQ(nothing.steps, 0, "nothing to do");
        EXPECT_RELATIVE(nothing.value, 2.25, 1e-14, "nothing to do");
    }
};

/// Relaxed descents of the toy and of tiny YOLOv2 over widths.
class RelaxedCase : public TestCase
{
  public:
    RelaxedCase()
        : TestCase("descent with free shares")
    {
    }

  private:
    void DoRun() override
    {
        const auto toy = MakeToyProblem();
        const double minima[] = {1.5619, 1.0927, 0.9278, 1.6229};
        for (uint32_t split = 0; split < 4; ++split)
        {
            auto point = MakeEccStart(toy, Everybody(toy, split));
            EXPECT_RELATIVE(DescendEcc(toy, point).value, minima[split], 1e-3, "toy");
            for (std::size_t i = 0; i < 3; ++i)
            {
                EXPECT_RELATIVE(point.uplinkShares[2 * i] + point.uplinkShares[2 * i + 1],
                                1.0,
                                1e-12,
                                "shares");
            }
        }

        auto problem = MakeSixUserProblem(MakeTinyYoloChain());
        const double widths[] = {0.1e6, 0.2e6, 0.5e6, 1e6, 2e6};
        const double expected[][3] = {{21.068, 16.355, 10.445},
                                      {12.130, 10.374, 7.4216},
                                      {6.3455, 6.5041, 5.4654},
                                      {4.2411, 5.0960, 4.7615},
                                      {3.1154, 4.3339, 4.3730}};
        for (std::size_t k = 0; k < 5; ++k)
        {
            problem.bandwidth = widths[k];
            double found[3];
            for (std::size_t s = 0; s < 3; ++s)
            {
                const uint32_t splits[] = {0, 8, 10};
                auto point = MakeEccStart(problem, Everybody(problem, splits[s]));
                found[s] = DescendEcc(problem, point).value;
                EXPECT_RELATIVE(found[s], expected[k][s], 0.01, "width " << widths[k]);
            }
            // Split 10 is best up to 0.5 MHz, raw upload from 1 MHz on.
            const double best = std::min({found[0], found[1], found[2]});
            EXPECT_TRUE(best == found[widths[k] < 0.8e6 ? 2 : 0], "best split over width");
        }
    }
};

/// Plain gradient descent, for comparison of step counts.
class PlainCase : public TestCase
{
  public:
    PlainCase()
        : TestCase("plain gradient descent is much slower")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeToyProblem();
        auto plan = MakeEccPlan(problem, {2, 2, 2}, {0, 1, 0}, {0, 1, 0});
        EccDescentOptions options;
        options.mode = ECC_GD_PLAIN;
        options.steps.maxSteps = 20000;
        const auto plain = DescendEcc(problem, plan, options);
        EXPECT_TRUE(plain.value < 1.015167, "it descends");
        EXPECT_TRUE(plain.value > 0.908375 * 1.002, "but is not there after 20 000 steps");
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, plan), "", "feasible");
        auto point = MakeEccStart(problem, {2, 2, 2});
        const auto relaxed = DescendEcc(problem, point, options);
        EXPECT_TRUE(relaxed.value < relaxed.first, "with free shares too");
    }
};

class EccDescentTestSuite : public TestSuite
{
  public:
    EccDescentTestSuite()
        : TestSuite("edge-ai-ecc-descent", TEST_UNIT)
    {
        AddTestCase(new GradientCase, TEST_QUICK);
        AddTestCase(new KnownOptimumCase, TEST_QUICK);
        AddTestCase(new RelaxedCase, TEST_QUICK);
        AddTestCase(new PlainCase, TEST_QUICK);
    }
};

EccDescentTestSuite g_eccDescentTestSuite; ///< the suite

} // namespace
