/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What noise costs in privacy: Renyi divergences of sampled Gaussians, both conversions, the most
// steps, the least noise, one release exactly; against the definition's figures (D1 to D5).

#include "learning/privacy/gaussian-mechanism.h"
#include "learning/privacy/renyi-accountant.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <cmath>
#include <gsl/gsl_cdf.h>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double GIVEN = 1e-8; ///< relative, of the definition's checks
constexpr double DELTA = 1e-5;

/// One step.
class RenyiDivergenceTestCase : public TestCase
{
  public:
    RenyiDivergenceTestCase()
        : TestCase("divergence of a sampled Gaussian step (D1), where it is tiny too")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_RELATIVE(GetRenyiDivergence({1, 1}, 2), 1.0, 1e-15, "no sampling");
        EXPECT_RELATIVE(GetRenyiDivergence({0.01, 1}, 2), 1.718134220745e-4, GIVEN, "order 2");
        EXPECT_RELATIVE(GetRenyiDivergence({0.01, 1}, 8), 8.936439076060e-4, GIVEN, "order 8");
        EXPECT_RELATIVE(GetRenyiDivergence({0.08, 2}, 4), 3.804388005757e-3, GIVEN, "order 4");
        EXPECT_RELATIVE(GetRenyiDivergence({0.08, 2}, 32), 1.398012761569, GIVEN, "order 32");
        for (const double q : {1e-9, 1e-6, 1e-3, 0.1, 0.999999})
        {
            for (const double sigma : {0.05, 0.7, 3.0, 1e4})
            {
                // Of order 2 there is a closed form, which is tiny for small q: digits are kept.
                const double expected = std::log1p(q * q * std::expm1(1 / (sigma * sigma)));
                EXPECT_RELATIVE(GetRenyiDivergence({q, sigma}, 2), expected, 1e-11, q << sigma);
            }
        }
        // No sampling is the limit of sampling nearly all.
        EXPECT_RELATIVE(GetRenyiDivergence({1 - 1e-12, 1.3}, 9),
                        GetRenyiDivergence({1, 1.3}, 9),
                        1e-9,
                        "the limit");
        EXPECT_TRUE(std::isinf(GetRenyiDivergence({0.1, 0}, 2)), "without noise");
        double before = 0;
        for (uint32_t order = 2; order <= RenyiAccountant::ORDER_MAX; ++order)
        {
            const double rho = GetRenyiDivergence({0.02, 0.5}, order);
            EXPECT_TRUE(rho >= before && std::isfinite(rho), "it grows with the order " << order);
            before = rho;
        }
    }
};

/// Many steps.
class CompositionTestCase : public TestCase
{
  public:
    CompositionTestCase()
        : TestCase("epsilon of many steps (D2), most steps (D4), least noise (D3)")
    {
    }

  private:
    void DoRun() override;
};

void
CompositionTestCase::DoRun()
{
    /// A row of D2.
    struct Row
    {
        SampledGaussian step;
        uint64_t steps;
        double tight;
        double classic;
    };

    for (const Row& row : std::vector<Row>{{{0.01, 4}, 10000, 1.035490066, 1.258574741},
                                           {{0.01, 1}, 1000, 2.107753075, 2.538347545},
                                           {{0.08, 2}, 300, 3.562457607, 4.077110669},
                                           {{1, 5}, 1, 0.794522033, 0.979705228}})
    {
        const RenyiAccountant accountant(row.step);
        EXPECT_RELATIVE(accountant.GetEpsilon(row.steps, DELTA), row.tight, GIVEN, "tight");
        EXPECT_RELATIVE(accountant.GetClassicEpsilon(row.steps, DELTA),
                        row.classic,
                        GIVEN,
                        "classic");
    }
    // K steps without sampling are one of noise sigma / sqrt(K), of which all is known exactly:
    // no conversion may promise more.
    EXPECT_RELATIVE(GetGaussianEpsilon(5, DELTA), 0.725521751, GIVEN, "one release, exactly");
    for (const uint64_t steps : {1, 4, 100})
    {
        const RenyiAccountant accountant({1, 5});
        const double exact = GetGaussianEpsilon(5 / std::sqrt(double(steps)), DELTA);
        const double tight = accountant.GetEpsilon(steps, DELTA);
        EXPECT_TRUE(tight >= exact && tight < 1.15 * exact, steps << ": " << tight << exact);
        EXPECT_TRUE(accountant.GetClassicEpsilon(steps, DELTA) > tight, steps << ": classic");
    }
    const auto expectNoise = [this](uint64_t steps, double epsilon, double needed, double rule) {
        const double noise = FindNoiseMultiplier(0.08, steps, {epsilon, DELTA});
        EXPECT_RELATIVE(noise, needed, GIVEN, "noise");
        const RenyiAccountant keeps({0.08, noise});
        const RenyiAccountant fails({0.08, noise * (1 - 1e-9)});
        EXPECT_TRUE(keeps.GetEpsilon(steps, DELTA) <= epsilon, "the guarantee holds");
        EXPECT_TRUE(fails.GetEpsilon(steps, DELTA) > epsilon, "with less noise it does not");
        // The popular estimate promises what it does not keep.
        const double estimate = 0.08 * std::sqrt(2 * steps * std::log(1 / DELTA)) / epsilon;
        EXPECT_ABSOLUTE(estimate, rule, 5e-5, "estimate");
        EXPECT_TRUE(estimate < noise, "it is too small");
    };
    expectNoise(100, 2, 2.02072206, 1.9194);
    expectNoise(100, 8, 0.89217316, 0.4799);
    expectNoise(300, 4, 1.83791929, 1.6623);
    const auto count = [](double noise, double epsilon) {
        return RenyiAccountant({0.08, noise}).CountSteps({epsilon, DELTA});
    };
    NS_TEST_EXPECT_MSG_EQ(count(1, 4), 26U, "steps");
    NS_TEST_EXPECT_MSG_EQ(count(2, 4), 372U, "steps");
    NS_TEST_EXPECT_MSG_EQ(count(2, 8), 1291U, "steps");
    NS_TEST_EXPECT_MSG_EQ(count(3, 2), 266U, "steps");
}

/// One release.
class GaussianMechanismTestCase : public TestCase
{
  public:
    GaussianMechanismTestCase()
        : TestCase("one release: exact noise beside the classical theorem (D5)")
    {
    }

  private:
    void DoRun() override
    {
        const PrivacyBudget half{0.5, DELTA};
        EXPECT_RELATIVE(GetClassicGaussianNoise(half), 9.689610525, GIVEN, "classical");
        EXPECT_RELATIVE(FindGaussianNoise(half), 7.031826676, GIVEN, "exact");
        const PrivacyBudget more{0.9, DELTA};
        EXPECT_RELATIVE(GetClassicGaussianNoise(more), 5.383116958, GIVEN, "classical");
        EXPECT_RELATIVE(FindGaussianNoise(more), 4.106624332, GIVEN, "exact");
        for (const double epsilon : {0.0, 0.3, 2.0, 20.0})
        {
            for (const double sigma : {0.3, 1.0, 4.0})
            {
                // The formula as it is written, where it does not cancel.
                const double plain =
                    gsl_cdf_ugaussian_P(1 / (2 * sigma) - epsilon * sigma) -
                    std::exp(epsilon) * gsl_cdf_ugaussian_P(-1 / (2 * sigma) - epsilon * sigma);
                const double delta = GetGaussianDelta(sigma, epsilon);
                EXPECT_ABSOLUTE(delta, plain, 1e-14, epsilon << " " << sigma);
                if (delta > 1e-200 && epsilon > 0)
                {
                    EXPECT_RELATIVE(GetGaussianEpsilon(sigma, delta), epsilon, 1e-8, "back");
                }
            }
        }
        EXPECT_TRUE(GetGaussianDelta(1e-3, 4e5) > 0.9, "far beyond what e^epsilon could hold");
        NS_TEST_EXPECT_MSG_EQ(GetGaussianDelta(1e9, 1e300), 0.0, "nothing");
        NS_TEST_EXPECT_MSG_EQ(GetGaussianEpsilon(1e9, 0.5), 0.0, "noise alone is enough");
    }
};

/// Ends and hostile figures.
class AccountantEndsTestCase : public TestCase
{
  public:
    AccountantEndsTestCase()
        : TestCase("accountants at their ends, and what they refuse")
    {
    }

  private:
    void DoRun() override
    {
        const RenyiAccountant none({0.1, 0});
        NS_TEST_EXPECT_MSG_EQ(none.GetEpsilon(0, DELTA), 0.0, "nothing was done");
        EXPECT_TRUE(std::isinf(none.GetEpsilon(1, DELTA)), "without noise nothing is private");
        EXPECT_TRUE(std::isinf(none.GetClassicEpsilon(1, DELTA)), "classic likewise");
        NS_TEST_EXPECT_MSG_EQ(none.CountSteps({1e6, DELTA}), 0U, "not even one step");
        const RenyiAccountant faint({1e-12, 1e9});
        NS_TEST_EXPECT_MSG_EQ(faint.CountSteps({4, DELTA}), RenyiAccountant::STEPS_MAX, "no end");
        const RenyiAccountant usual({0.08, 2});
        for (uint64_t steps = 1; steps < 400; steps += 13)
        {
            EXPECT_TRUE(usual.GetEpsilon(steps, DELTA) < usual.GetEpsilon(steps + 1, DELTA),
                        "every step costs");
        }
        const auto expect = [this](const std::string& words, const std::function<void()>& act) {
            const std::string said = GetLearningRefusal(act);
            EXPECT_TRUE(said.find(words) == 0, words << ": " << said);
        };
        expect("sampling is 0;", []() { RenyiAccountant({0, 1}); });
        expect("sampling is 1.5;", []() { RenyiAccountant({1.5, 1}); });
        expect("sampling is nan;", []() { RenyiAccountant({NAN, 1}); });
        expect("noise is -1;", []() { RenyiAccountant({.1, -1}); });
        expect("noise is nan;", []() { RenyiAccountant({.1, NAN}); });
        expect("noise is inf;", []() { GetGaussianDelta(INFINITY, 1); });
        expect("order is 1;", []() { GetRenyiDivergence({.1, 1}, 1); });
        expect("order is 257;", []() { GetRenyiDivergence({.1, 1}, 257); });
        expect("delta is 0;", [&]() { usual.GetEpsilon(1, 0); });
        expect("delta is 1;", [&]() { usual.GetClassicEpsilon(1, 1); });
        expect("epsilon is -1;", [&]() { usual.CountSteps({-1, DELTA}); });
        expect("epsilon is nan;", []() { FindGaussianNoise({NAN, DELTA}); });
        expect("epsilon of the classical", []() { GetClassicGaussianNoise({2, DELTA}); });
        expect("steps is 0;", []() { FindNoiseMultiplier(.1, 0, {4, DELTA}); });
        expect("no noise up to", []() { FindNoiseMultiplier(1, 100, {1e-5, DELTA}); });
    }
};

class PrivacyAccountantTestSuite : public TestSuite
{
  public:
    PrivacyAccountantTestSuite()
        : TestSuite("edge-ai-privacy-accountant", TEST_UNIT)
    {
        AddTestCase(new RenyiDivergenceTestCase, TEST_QUICK);
        AddTestCase(new CompositionTestCase, TEST_QUICK);
        AddTestCase(new GaussianMechanismTestCase, TEST_QUICK);
        AddTestCase(new AccountantEndsTestCase, TEST_QUICK);
    }
};

PrivacyAccountantTestSuite g_privacyAccountantTestSuite; ///< the suite

} // namespace
