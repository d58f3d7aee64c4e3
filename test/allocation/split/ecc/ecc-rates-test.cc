/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Equations (1) to (3) of ECC: known rates, and the sums of a straightforward double loop.

#include "allocation/split/ecc/ecc-link.h"
#include "support/ecc-test-support.h"

#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns SINR of a place of a link
double
SinrOf(const EccLink& link, std::size_t user, std::size_t subchannel)
{
    for (const auto& place : link.GetPlaces())
    {
        if (place.user == user && place.subchannel == subchannel)
        {
            return place.sinr;
        }
    }
    return NAN;
}

/// Two users on one subchannel, with all intermediate figures.
class PairCase : public TestCase
{
  public:
    PairCase()
        : TestCase("a pair on one subchannel")
    {
    }

  private:
    void DoRun() override
    {
        auto problem = MakeOneCell(MakeToyChain(), {{1e-10, 2e-11}});
        problem.bandwidth = 180e3;
        EXPECT_RELATIVE(problem.GetNoisePower(), 7.16592907e-16, 1e-6, "noise");
        auto point = MakeEccStart(problem, {0, 0});
        point.uplinkPowers = {0.1, 0.2};
        point.downlinkPowers = {2, 8};
        EccLink uplink(problem, EccLink::UPLINK);
        EccLink downlink(problem, EccLink::DOWNLINK);
        std::vector<double> rates;
        uplink.Spread(point.splits);
        uplink.ComputeRates(point.uplinkShares, point.uplinkPowers, rates);
        EXPECT_VALUES(rates, 1e-6, "uplink", 325290.6597, 2240427.0689);
        EXPECT_RELATIVE(SinrOf(uplink, 0, 0), 2.49955221, 1e-6, "strong user up");
        EXPECT_RELATIVE(SinrOf(uplink, 1, 0), 5581.96985, 1e-6, "weak user up");
        const double sum = rates[0] + rates[1];
        EXPECT_RELATIVE(sum, 2565717.7286, 1e-6, "sum rate");
        // The sum rate of one cell is that of one user with all the received power.
        const double snr = (0.1 * 1e-10 + 0.2 * 2e-11) / problem.GetNoisePower();
        EXPECT_RELATIVE(sum, 180e3 * std::log2(1 + snr), 1e-12, "sum rate, closed form");
        downlink.Spread(point.splits);
        downlink.ComputeRates(point.downlinkShares, point.downlinkPowers, rates);
        EXPECT_VALUES(rates, 1e-6, "downlink", 3256275.595, 417943.335);
        EXPECT_RELATIVE(SinrOf(downlink, 0, 0), 279098.492, 1e-6, "strong user down");
        EXPECT_RELATIVE(SinrOf(downlink, 1, 0), 3.99992834, 1e-6, "weak user down");
        // What makes cancellation legitimate: the strong user hears the weak user's signal at
        // 8 g / (2 g + noise), no worse than the weak user itself.
        const double heard = 8e-10 / (2e-10 + problem.GetNoisePower());
        EXPECT_RELATIVE(heard, 3.99998567, 1e-6, "weak user's signal at the strong user");
        EXPECT_TRUE(heard >= SinrOf(downlink, 1, 0), "cancellation is legitimate");
    }
};

/// Known rates of the toy instance and of two cells.
class KnownCase : public TestCase
{
  public:
    KnownCase()
        : TestCase("known rates in one and two cells")
    {
    }

  private:
    void DoRun() override
    {
        const auto toy = MakeToyProblem();
        auto point = MakeEccStart(toy, {2, 2, 2});
        auto result = EvaluateEcc(toy, point);
        EXPECT_VALUES(result.uplinkRates, 1e-6, "R^u", 2833723.224, 2355466.842, 6489744.599);
        EXPECT_VALUES(result.downlinkRates, 1e-6, "R^d", 8308186.775, 7808170.032, 999741.621);

        const auto problem = MakeTwoCellProblem();
        point = MakeEccStart(problem, Everybody(problem, 2));
        const double up[4][2] = {{7.23780096, 25.3225229},
                                 {18.9918922, 2.78040095},
                                 {5.41534748, 12.6612615},
                                 {8.65542147, 6.90868872}};
        const double down[4][2] = {{74.9254291, 1.90461748},
                                   {1.72398015, 29.9761326},
                                   {29.9761326, 1.78546043},
                                   {1.79971341, 44.4051600}};
        EccLink uplink(problem, EccLink::UPLINK);
        EccLink downlink(problem, EccLink::DOWNLINK);
        std::vector<double> rates;
        uplink.Spread(point.splits);
        downlink.Spread(point.splits);
        uplink.ComputeRates(point.uplinkShares, point.uplinkPowers, rates);
        downlink.ComputeRates(point.downlinkShares, point.downlinkPowers, rates);
        for (std::size_t i = 0; i < 4; ++i)
        {
            for (std::size_t m = 0; m < 2; ++m)
            {
                EXPECT_RELATIVE(SinrOf(uplink, i, m), up[i][m], 1e-6, "uplink SINR");
                EXPECT_RELATIVE(SinrOf(downlink, i, m), down[i][m], 1e-6, "downlink SINR");
            }
        }

        // Silencing the third user of the toy, on subchannels as given.
        auto plan = MakeEccPlan(toy, {2, 2, 2}, {0, 1, 0}, {0, 1, 0});
        result = EvaluateEcc(toy, plan);
        EXPECT_RELATIVE(result.utility, 1.015167688, 1e-6, "all offload");
        EXPECT_RELATIVE(result.uplinkRates[0], 4066020.727, 1e-6, "beside a weaker user");
        const auto before = result;
        plan.splits[2] = 4;
        result = EvaluateEcc(toy, plan);
        EXPECT_RELATIVE(result.uplinkRates[0], 9974062.582, 1e-6, "alone");
        NS_TEST_EXPECT_MSG_EQ(result.uplinkRates[1], before.uplinkRates[1], "elsewhere");
        NS_TEST_EXPECT_MSG_EQ(result.downlinkRates[0], before.downlinkRates[0], "was not heard");
        NS_TEST_EXPECT_MSG_EQ(result.uplinkRates[2], 0.0, "silent");
        EXPECT_RELATIVE(result.utility, 1.338264665, 1e-6, "one silent");

        // An offloader without a subchannel has no rate, and a plan with one is worthless.
        plan.splits[2] = 2;
        plan.uplinkSubchannels[2] = ECC_NO_SUBCHANNEL;
        NS_TEST_EXPECT_MSG_EQ(EvaluateEcc(toy, plan).utility, HUGE_VAL, "nowhere to send");
    }
};

/// The running sums of EccLink against the formulas written out.
class DoubleLoopCase : public TestCase
{
  public:
    DoubleLoopCase()
        : TestCase("running sums against double loops, several cells, residual cancellation")
    {
    }

  private:
    /// @returns whether v is weaker than i on subchannel m
    static bool IsWeaker(const EccProblem& problem,
                         const EccGains& gains,
                         std::size_t m,
                         std::size_t v,
                         std::size_t i)
    {
        const double other = gains(m, problem.users[v].cell, v);
        const double own = gains(m, problem.users[i].cell, i);
        return other < own || (other == own && v > i);
    }

    /// @returns rates of one direction, term by term
    static std::vector<double> ComputeRates(const EccProblem& problem,
                                            const EccPoint& point,
                                            bool uplink)
    {
        const auto& gains = uplink ? problem.uplinkGains : problem.downlinkGains;
        const auto& shares = uplink ? point.uplinkShares : point.downlinkShares;
        const auto& powers = uplink ? point.uplinkPowers : point.downlinkPowers;
        const std::size_t users = problem.users.size();
        const std::size_t subchannels = problem.GetSubchannelCount();
        std::vector<double> rates(users);
        for (std::size_t i = 0; i < users; ++i)
        {
            const std::size_t n = problem.users[i].cell;
            if (!IsOffloading(problem, i, point.splits[i]))
            {
                continue;
            }
            for (std::size_t m = 0; m < subchannels; ++m)
            {
                double interference = problem.GetNoisePower();
                for (std::size_t v = 0; v < users; ++v)
                {
                    if (v == i || !IsOffloading(problem, v, point.splits[v]))
                    {
                        continue;
                    }
                    const std::size_t cell = problem.users[v].cell;
                    const double sent = shares[v * subchannels + m] * powers[v];
                    const double heard = sent * (uplink ? gains(m, n, v) : gains(m, cell, i));
                    const bool weaker = cell == n && IsWeaker(problem, gains, m, v, i);
                    const bool counts = cell != n || weaker == uplink;
                    interference += counts ? heard : problem.sicResidual * heard;
                }
                rates[i] += shares[i * subchannels + m] * problem.bandwidth *
                            std::log2(1 + powers[i] * gains(m, n, i) / interference);
            }
        }
        return rates;
    }

    void DoRun() override
    {
        for (uint64_t seed = 0; seed < 60; ++seed)
        {
            Draws draws(seed);
            const std::size_t cells = 1 + seed % 3;
            auto problem = MakeRandomMix(cells, draws.Integer(1, 9), draws.Integer(1, 4), draws);
            problem.sicResidual = seed % 2 == 0 ? 0 : draws.Uniform();
            if (problem.users.size() > cells)
            {
                // Equal gains, so that the order of equals matters.
                problem.uplinkGains(0, 0, cells) = problem.uplinkGains(0, 0, 0);
                problem.downlinkGains(0, 0, cells) = problem.downlinkGains(0, 0, 0);
            }
            std::vector<uint32_t> splits;
            for (std::size_t i = 0; i < problem.users.size(); ++i)
            {
                splits.push_back(static_cast<uint32_t>(draws.Integer(0, problem.GetLayerCount(i))));
            }
            const auto point = MakeRandomPoint(problem, splits, draws);
            const auto result = EvaluateEcc(problem, point);
            const auto up = ComputeRates(problem, point, true);
            const auto down = ComputeRates(problem, point, false);
            for (std::size_t i = 0; i < splits.size(); ++i)
            {
                EXPECT_RELATIVE(result.uplinkRates[i], up[i], 1e-12, "uplink");
                EXPECT_RELATIVE(result.downlinkRates[i], down[i], 1e-12, "downlink");
            }
        }
    }
};

/// A plan's rates are those of shares of 0 and 1.
class HardCase : public TestCase
{
  public:
    HardCase()
        : TestCase("assigned subchannels give the rates of shares of 0 and 1")
    {
    }

  private:
    void DoRun() override
    {
        for (uint64_t seed = 0; seed < 40; ++seed)
        {
            Draws draws(seed);
            const std::size_t subchannels = draws.Integer(1, 4);
            auto problem = MakeRandomMix(1 + seed % 2, draws.Integer(2, 8), subchannels, draws);
            problem.sicResidual = seed % 3 == 0 ? 0.1 : 0;
            std::vector<uint32_t> splits;
            std::vector<uint32_t> up;
            std::vector<uint32_t> down;
            for (std::size_t i = 0; i < problem.users.size(); ++i)
            {
                splits.push_back(static_cast<uint32_t>(draws.Integer(0, problem.GetLayerCount(i))));
                up.push_back(static_cast<uint32_t>(draws.Integer(0, subchannels - 1)));
                down.push_back(static_cast<uint32_t>(draws.Integer(0, subchannels - 1)));
            }
            const auto plan = MakeEccPlan(problem, splits, up, down);
            const auto hard = EvaluateEcc(problem, plan);
            const auto soft = EvaluateEcc(problem, ToEccPoint(problem, plan));
            EXPECT_RELATIVE(hard.utility, soft.utility, 1e-12, "utility");
            for (std::size_t i = 0; i < splits.size(); ++i)
            {
                EXPECT_RELATIVE(hard.uplinkRates[i], soft.uplinkRates[i], 1e-12, "uplink");
                EXPECT_RELATIVE(hard.downlinkRates[i], soft.downlinkRates[i], 1e-12, "downlink");
            }
        }
    }
};

/// Downlink order by gain over interference from other cells.
class CinrCase : public TestCase
{
  public:
    CinrCase()
        : TestCase("cancellation order by gain over interference")
    {
    }

  private:
    void DoRun() override
    {
        auto problem = MakeOneCell(MakeToyChain(), {{2e-11, 1e-11, 1e-11}});
        problem.cells.resize(2);
        EccGains gains(1, 2, 3);
        gains(0, 0, 0) = 2e-11; // stronger than user 1, but near the other access point
        gains(0, 0, 1) = 1e-11;
        gains(0, 1, 0) = 1e-11;
        gains(0, 1, 1) = 1e-14;
        gains(0, 1, 2) = 1e-11;
        gains(0, 0, 2) = 1e-14;
        problem.uplinkGains = problem.downlinkGains = gains;
        problem.users[2].cell = 1;
        const auto plan = MakeEccPlan(problem, {0, 0, 0}, {0, 0, 0}, {0, 0, 0});
        const auto byGain = EvaluateEcc(problem, plan);
        problem.preferences.sicOrder = EccPreferences::CINR;
        const auto byCinr = EvaluateEcc(problem, plan);
        const double noise = problem.GetNoisePower();
        // By gain user 0 is free of user 1; by CINR it is the other way round.
        const double alone = 5 * 2e-11 / (noise + 10 * 1e-11);
        EXPECT_RELATIVE(byGain.downlinkRates[0], 1e6 * std::log2(1 + alone), 1e-12, "gain");
        const double disturbed = 5 * 2e-11 / (noise + 10 * 1e-11 + 5 * 2e-11);
        EXPECT_RELATIVE(byCinr.downlinkRates[0], 1e6 * std::log2(1 + disturbed), 1e-12, "CINR");
        const double free = 5 * 1e-11 / (noise + 10 * 1e-14);
        EXPECT_RELATIVE(byCinr.downlinkRates[1], 1e6 * std::log2(1 + free), 1e-12, "CINR");
        for (std::size_t i = 0; i < 3; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(byGain.uplinkRates[i], byCinr.uplinkRates[i], "uplink");
        }
        // Under CINR the better user decodes the worse user's signal at no smaller SINR, which is
        // what makes cancellation legitimate; under the gain order it would not be.
        const double heard = 5 * 1e-11 / (noise + 10 * 1e-14 + 5 * 1e-11);
        EXPECT_TRUE(heard >= disturbed, "legitimate");
    }
};

/// What more users and more power do.
class MonotoneCase : public TestCase
{
  public:
    MonotoneCase()
        : TestCase("rates and what they depend on")
    {
    }

  private:
    void DoRun() override
    {
        for (uint64_t seed = 0; seed < 30; ++seed)
        {
            Draws draws(seed);
            const auto problem = MakeRandomMix(1 + seed % 2, 5, 2, draws);
            const auto point = MakeRandomPoint(problem, Everybody(problem, 1), draws);
            const auto rates = EvaluateEcc(problem, point).uplinkRates;
            for (std::size_t v = 0; v < 5; ++v)
            {
                auto louder = point;
                louder.uplinkPowers[v] *= 1.5;
                auto without = point;
                without.splits[v] = problem.GetLayerCount(v);
                const auto loud = EvaluateEcc(problem, louder).uplinkRates;
                const auto silent = EvaluateEcc(problem, without).uplinkRates;
                for (std::size_t i = 0; i < 5; ++i)
                {
                    if (i == v)
                    {
                        EXPECT_TRUE(loud[i] > rates[i], "own power");
                        continue;
                    }
                    EXPECT_TRUE(loud[i] <= rates[i], "power of another");
                    EXPECT_TRUE(silent[i] >= rates[i], "one user fewer");
                }
            }
        }
    }
};

class EccRatesTestSuite : public TestSuite
{
  public:
    EccRatesTestSuite()
        : TestSuite("edge-ai-ecc-rates", TEST_UNIT)
    {
        AddTestCase(new PairCase, TEST_QUICK);
        AddTestCase(new KnownCase, TEST_QUICK);
        AddTestCase(new DoubleLoopCase, TEST_QUICK);
        AddTestCase(new HardCase, TEST_QUICK);
        AddTestCase(new CinrCase, TEST_QUICK);
        AddTestCase(new MonotoneCase, TEST_QUICK);
    }
};

EccRatesTestSuite g_eccRatesTestSuite; ///< the suite

} // namespace
