/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Water-filling: figures of a closed form, the conditions of the best, weak and strong ends.

#include "allocation/numeric/water-filling.h"
#include "support/ecc-instances.h"
#include "support/expectations.h"

#include <limits>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] powers of channels  @returns their sum
double
Sum(const std::vector<double>& powers)
{
    return std::accumulate(powers.begin(), powers.end(), 0.);
}

/// Three channels (PARTEL's check C1).
class WaterFiguresTestCase : public TestCase
{
  public:
    WaterFiguresTestCase()
        : TestCase("three channels, with one dry and with none")
    {
    }

  private:
    void DoRun() override
    {
        WaterFilling filling = FillWater({4, 2, .5}, 1);
        EXPECT_RELATIVE(filling.powers[0], .625, 1e-14, "first");
        EXPECT_RELATIVE(filling.powers[1], .375, 1e-14, "second");
        NS_TEST_EXPECT_MSG_EQ(filling.powers[2], 0, "dry");
        EXPECT_RELATIVE(filling.level, .875, 1e-14, "level");
        EXPECT_RELATIVE(filling.bits, 2.614710, 1e-6, "bits");
        filling = FillWater({2, .5, 4}, 4);
        EXPECT_RELATIVE(filling.powers[2], 2, 1e-14, "in the order of the gains");
        EXPECT_RELATIVE(filling.powers[0], 1.75, 1e-14, "in the order of the gains");
        EXPECT_RELATIVE(filling.powers[1], .25, 1e-14, "in the order of the gains");
        EXPECT_RELATIVE(filling.level, 2.25, 1e-14, "level");
        EXPECT_RELATIVE(filling.bits, 5.509775, 1e-6, "bits");
    }
};

/// The conditions of the best on random channels.
class WaterConditionsTestCase : public TestCase
{
  public:
    WaterConditionsTestCase()
        : TestCase("random channels and shares: power used up, one level, nobody dry below it")
    {
    }

  private:
    void DoRun() override;
};

void
WaterConditionsTestCase::DoRun()
{
    for (uint64_t seed = 1; seed <= 500; ++seed)
    {
        Draws draws(seed);
        const std::size_t count = draws.Integer(1, 12);
        const double power = std::pow(10., draws.Uniform(-12, 6));
        std::vector<double> gains;
        std::vector<double> shares;
        for (std::size_t n = 0; n < count; ++n)
        {
            gains.push_back(n > 0 && draws.Uniform() < .1 ? 0
                                                          : std::pow(10., draws.Uniform(-3, 4)));
            shares.push_back(n > 0 && draws.Uniform() < .1 ? 0 : draws.Uniform(1e-3, 1));
        }
        const WaterFilling filling = FillWater(gains, power, shares);
        EXPECT_RELATIVE(Sum(filling.powers), power, 1e-12, "all power is used, seed " << seed);
        double bits = 0;
        for (std::size_t n = 0; n < count; ++n)
        {
            const double p = filling.powers[n];
            if (p > 0)
            {
                EXPECT_RELATIVE(p / shares[n] + 1 / gains[n], filling.level, 1e-12, "one level");
                bits += shares[n] * std::log1p(p * gains[n] / shares[n]) / M_LN2;
            }
            else if (shares[n] > 0 && gains[n] > 0)
            {
                EXPECT_TRUE(filling.level <= (1 + 1e-12) / gains[n], "dry above the level");
            }
        }
        EXPECT_RELATIVE(filling.bits, bits, 1e-11, "bits of the powers");
        // No exchange of a little power between two channels carries more.
        for (std::size_t a = 0; a < count; ++a)
        {
            for (std::size_t b = 0; b < count; ++b)
            {
                const double little = 1e-3 * filling.powers[a];
                if (a == b || little == 0 || shares[b] == 0 || gains[b] == 0)
                {
                    continue;
                }
                auto carried = [&](std::size_t n, double p) {
                    return shares[n] * std::log1p(p * gains[n] / shares[n]);
                };
                const double change = carried(a, filling.powers[a] - little) +
                                      carried(b, filling.powers[b] + little) -
                                      carried(a, filling.powers[a]) - carried(b, filling.powers[b]);
                EXPECT_TRUE(change <= 1e-13 * bits, "an exchange helps, seed " << seed);
            }
        }
    }
}

/// Nothing to fill, nothing to fill with, far apart scales.
class WaterEndsTestCase : public TestCase
{
  public:
    WaterEndsTestCase()
        : TestCase("no channel, no gain, no power, one channel, extreme scales")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_TRUE(FillWater({}, 1).powers.empty(), "no channel");
        NS_TEST_EXPECT_MSG_EQ(Sum(FillWater({0, 0}, 1).powers), 0, "no gain");
        NS_TEST_EXPECT_MSG_EQ(FillWater({0, 0}, 1).bits, 0, "no gain");
        NS_TEST_EXPECT_MSG_EQ(Sum(FillWater({1, 2}, 1, {0, 0}).powers), 0, "no share");
        NS_TEST_EXPECT_MSG_EQ(Sum(FillWater({1, 2}, 0).powers), 0, "no power");
        NS_TEST_EXPECT_MSG_EQ(FindWaterLevel(nullptr, nullptr, 0, 1).active, 0U, "no channel");
        EXPECT_RELATIVE(FillWater({3}, 7).powers[0], 7, 1e-15, "one channel");
        // A power of which 1 + x keeps nothing still carries its share: bits = p gamma / ln 2.
        const WaterFilling weak = FillWater({1e3, 10}, 1e-24);
        EXPECT_RELATIVE(weak.powers[0], 1e-24, 1e-14, "weak power");
        EXPECT_RELATIVE(weak.bits, 1e-21 / M_LN2, 1e-12, "weak bits");
        // Two equal best channels share it.
        EXPECT_RELATIVE(FillWater({1e3, 1e3, 10}, 1e-24).powers[1], 5e-25, 1e-14, "weak, two");
        const WaterFilling strong = FillWater({1e150, 1e-150}, 1e40);
        EXPECT_RELATIVE(strong.powers[0], 1e40, 1e-14, "far apart");
        NS_TEST_EXPECT_MSG_EQ(strong.powers[1], 0, "far apart");
        // The sum is kept where a share that is far larger takes nearly nothing by its level.
        const WaterFilling uneven = FillWater({1, .5, .499999999}, 1, {1, 1e-3, 3e12});
        EXPECT_RELATIVE(Sum(uneven.powers), 1, 1e-15, "the sum of uneven shares");
        EXPECT_RELATIVE(FillWater({5e-324}, 1).powers[0], 1, 1e-14, "the least gain there is");
    }
};

/// Water-filling.
class WaterFillingTestSuite : public TestSuite
{
  public:
    WaterFillingTestSuite()
        : TestSuite("edge-ai-water-filling", TEST_UNIT)
    {
        AddTestCase(new WaterFiguresTestCase, TEST_QUICK);
        AddTestCase(new WaterConditionsTestCase, TEST_QUICK);
        AddTestCase(new WaterEndsTestCase, TEST_QUICK);
    }
};

WaterFillingTestSuite g_waterFillingTestSuite; ///< registers the suite

} // namespace
