/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The shared numeric kit: roots, least values in an interval, Lambert W.

#include "allocation/numeric/lambert-w.h"
#include "allocation/numeric/root-finding.h"
#include "allocation/numeric/unimodal-search.h"
#include "support/laim-test-support.h"

#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Root finding: smooth, steep, jumping, reversed, absent and ill-posed cases.
class RootFindingTestCase : public TestCase
{
  public:
    RootFindingTestCase()
        : TestCase("root finding and bracketing")
    {
    }

  private:
    void DoRun() override;
};

void
RootFindingTestCase::DoRun()
{
    auto square = [](double x) { return x * x - 2; };
    Root root = FindRoot(square, 0, 2);
    NS_TEST_ASSERT_MSG_EQ(root.found, true, "root of 2");
    EXPECT_RELATIVE(root.first, std::sqrt(2.0), 1e-14, "root of 2");
    EXPECT_TRUE(square(root.first) <= 0, "first end keeps its sign");
    EXPECT_TRUE(square(root.last) >= 0, "last end keeps its sign");
    NS_TEST_EXPECT_MSG_LT(root.evaluations, 20, "faster than bisection");

    root = FindRoot(square, 2, 0);
    NS_TEST_EXPECT_MSG_EQ(root.found, true, "reversed ends");
    EXPECT_TRUE(square(root.first) >= 0, "reversed: first end is the larger");
    EXPECT_TRUE(square(root.last) <= 0, "reversed: last end is the smaller");

    root = FindRoot([](double x) { return x < 0.3 ? -1.0 : 1e9; }, 0, 1, {0, 1e-12, 200});
    NS_TEST_EXPECT_MSG_EQ(root.found, true, "jump");
    EXPECT_ABSOLUTE(root.first, 0.3, 1e-11, "jump, from below");
    EXPECT_ABSOLUTE(root.last, 0.3, 1e-11, "jump, from above");

    const double infinite = std::numeric_limits<double>::infinity();
    root = FindRoot([&](double x) { return x < 0.25 ? -infinite : x; }, 0, 1, {0, 1e-9, 200});
    NS_TEST_EXPECT_MSG_EQ(root.found, true, "infinite values");
    EXPECT_ABSOLUTE(root.last, 0.25, 1e-8, "infinite values");

    NS_TEST_EXPECT_MSG_EQ(FindRoot([](double) { return 1.0; }, 0, 1).found, false, "no root");
    NS_TEST_EXPECT_MSG_EQ(FindRoot([](double) { return std::nan(""); }, 0, 1).found, false, "NaN");
    NS_TEST_EXPECT_MSG_EQ(FindRoot([](double x) { return x; }, 0, 1).last, 0.0, "root at an end");

    Root bracket = ExpandBracket([](double x) { return 100 - x; }, 0, 1, 1e6);
    NS_TEST_EXPECT_MSG_EQ(bracket.found, true, "bracket");
    EXPECT_TRUE(bracket.first <= 100 && bracket.last >= 100, "bracket holds it");
    bracket = ExpandBracket([](double x) { return x + 100; }, 0, -1, -1e6);
    EXPECT_TRUE(bracket.found && bracket.last < -100, "bracket downwards");
    bracket = ExpandBracket([](double) { return 1.0; }, 0, 1, 50);
    NS_TEST_EXPECT_MSG_EQ(bracket.found, false, "bracket that is not there");
    NS_TEST_EXPECT_MSG_EQ(bracket.last, 50.0, "search ends at the limit");

    EXPECT_TRUE(!bracket.limited, "an end that was reached");
    const double none = std::nan("");
    bracket = ExpandBracket([](double x) { return x; }, none, 1, 50);
    EXPECT_TRUE(!bracket.found && bracket.limited, "a start that is none");
    bracket = ExpandBracket([](double) { return -1.0; }, 0, 1, none);
    EXPECT_TRUE(!bracket.found && bracket.limited, "a limit that is none");
    root = FindRoot(square, 0, 2, {1e-15, 0, 5});
    EXPECT_TRUE(root.found && root.limited, "a root that is not narrow yet says so");
    EXPECT_TRUE(!FindRoot(square, 0, 2).limited, "one that is does not");

    EXPECT_RELATIVE(LargestTrue([](double x) { return x * x <= 2; }, 0, 2),
                    std::sqrt(2.0),
                    1e-15,
                    "largest true");
    NS_TEST_EXPECT_MSG_EQ(LargestTrue([](double) { return true; }, 0, 2), 2.0, "true everywhere");
    NS_TEST_EXPECT_MSG_EQ(std::isnan(LargestTrue([](double) { return false; }, 0, 2)),
                          true,
                          "true nowhere");
}

/// Minimum of one valley, at an end, and of several valleys with a scan.
class UnimodalSearchTestCase : public TestCase
{
  public:
    UnimodalSearchTestCase()
        : TestCase("least value in an interval")
    {
    }

  private:
    void DoRun() override;
};

void
UnimodalSearchTestCase::DoRun()
{
    Minimum minimum = MinimiseUnimodal([](double x) { return std::cosh(x - 1); }, -3, 4);
    EXPECT_ABSOLUTE(minimum.argument, 1.0, 1e-7, "argument");
    EXPECT_ABSOLUTE(minimum.value, 1.0, 1e-15, "value");
    NS_TEST_EXPECT_MSG_EQ(MinimiseUnimodal([](double x) { return x; }, 2, 5).argument,
                          2.0,
                          "at the lower end, exactly");
    NS_TEST_EXPECT_MSG_EQ(MinimiseUnimodal([](double x) { return -x; }, 2, 5).argument,
                          5.0,
                          "at the upper end, exactly");
    NS_TEST_EXPECT_MSG_EQ(MinimiseUnimodal([](double x) { return x * x; }, 3, 3).value,
                          9.0,
                          "an interval of one point");
    // Two valleys, the deeper one narrow: a scan finds it.
    auto valleys = [](double x) {
        return std::min(std::abs(x - 0.7), 10 * std::abs(x - 0.15) - 0.5);
    };
    minimum = MinimiseUnimodal(valleys, 0, 1, 64);
    EXPECT_ABSOLUTE(minimum.argument, 0.15, 1e-6, "deeper valley");
    // Kinks and jumps: the argument as promised, the value as good as that.
    for (const double where : {0.1, 1. / 3, 0.62, 0.999})
    {
        for (const double steep : {1.0, 40.0})
        {
            minimum = MinimiseUnimodal(
                [&](double x) { return x < where ? 2 + where - x : 2 + steep * (x - where); },
                0,
                1);
            EXPECT_ABSOLUTE(minimum.argument, where, 1e-7, "kink");
            EXPECT_ABSOLUTE(minimum.value, 2, steep * 1e-7, "value beside a kink");
            minimum = MinimiseUnimodal([&](double x) { return x > where ? 9 + x : 2 - x; }, 0, 1);
            EXPECT_TRUE(minimum.argument <= where && minimum.argument >= where - 1e-7, "jump");
        }
    }
    // Intervals of any size and place.
    for (const double size : {1e-12, 1e-3, 1e6})
    {
        for (const double from : {0.0, -0.5 * size, 3 * size})
        {
            const double valley = from + 0.7 * size;
            minimum = MinimiseUnimodal([&](double x) { return std::cosh((x - valley) / size); },
                                       from,
                                       from + size);
            EXPECT_ABSOLUTE(minimum.argument, valley, 1e-7 * size, "size " << size);
            EXPECT_RELATIVE(minimum.value, 1, 1e-15, "smooth: to rounding");
        }
    }
}

/// Lambert's W and the exponents built on it, at both ends of their range.
class LambertTestCase : public TestCase
{
  public:
    LambertTestCase()
        : TestCase("Lambert W and the exponents of marginal power")
    {
    }

  private:
    void DoRun() override;
};

void
LambertTestCase::DoRun()
{
    EXPECT_RELATIVE(LambertW0(1), 0.56714329040978387, 1e-15, "omega constant");
    EXPECT_RELATIVE(LambertW0(std::exp(1.0)), 1.0, 1e-15, "W0(e)");
    EXPECT_ABSOLUTE(LambertW0(0), 0.0, 0, "W0(0)");
    NS_TEST_EXPECT_MSG_EQ(std::isnan(LambertW0(-1)), true, "outside the domain");
    NS_TEST_EXPECT_MSG_EQ(std::isnan(LambertW0(std::numeric_limits<double>::infinity())),
                          true,
                          "infinite argument");
    NS_TEST_EXPECT_MSG_EQ(std::isnan(ExponentOfMarginalPower(-1)), true, "negative power");

    // e^z (z - 1) + 1 by its own series where the formula cancels.
    EXPECT_RELATIVE(MarginalPowerOf(1e-9), 0.5e-18, 1e-9, "small exponent");
    EXPECT_RELATIVE(MarginalPowerOf(1.0), 1.0, 1e-15, "exponent 1");
    const double below = MarginalPowerOf(0.03 * (1 - 1e-15));
    const double above = MarginalPowerOf(0.03);
    EXPECT_RELATIVE(below, above, 2e-14, "where the two forms meet");

    // Inverse over 60 decades; sqrt(2 w) is the limit for small w.
    for (double w = 1e-40; w < 1e21; w *= 3.7)
    {
        const double z = ExponentOfMarginalPower(w);
        EXPECT_RELATIVE(MarginalPowerOf(z), w, 4e-14, "inverse at " << w);
        const double y = ExponentOfSquareLaw(w);
        EXPECT_RELATIVE(y * y * std::exp(y), w, 4e-14, "square law at " << w);
    }
    EXPECT_RELATIVE(ExponentOfMarginalPower(1e-30), std::sqrt(2e-30), 1e-14, "branch point");
    EXPECT_RELATIVE(ExponentOfMarginalPower(0.99999e-4),
                    ExponentOfMarginalPower(1.00001e-4),
                    2e-5,
                    "where series and W0 meet");
    EXPECT_ABSOLUTE(ExponentOfMarginalPower(0), 0.0, 0, "nothing");
    EXPECT_RELATIVE(ExponentOfMarginalPower(1), 1.0, 1e-15, "z e^z = e^z at 1");
}

/// Numeric kit.
class NumericKitTestSuite : public TestSuite
{
  public:
    NumericKitTestSuite()
        : TestSuite("edge-ai-kit", TEST_UNIT)
    {
        AddTestCase(new RootFindingTestCase, TEST_QUICK);
        AddTestCase(new UnimodalSearchTestCase, TEST_QUICK);
        AddTestCase(new LambertTestCase, TEST_QUICK);
    }
};

NumericKitTestSuite g_numericKitTestSuite; ///< registers the suite

} // namespace
