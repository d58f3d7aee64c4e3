/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Equations (4) to (8) of ECC, its closed forms, best responses and rounding.

#include "allocation/split/ecc/ecc-closed-forms.h"
#include "support/ecc-test-support.h"

#include "ns3/ecc-descent.h"
#include "ns3/ecc-response.h"

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Delay and energy by part.
class PartsCase : public TestCase
{
  public:
    PartsCase()
        : TestCase("delay and energy by part, and their sum")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeToyProblem();
        const auto cost = ComputeEccUserCost(problem, 0, 2, 4e6, 8e6, 0.1, 2, 3);
        const double speedUp = std::pow(3, 0.9);
        EXPECT_RELATIVE(cost.deviceTime, 0.6e9 / 4e9, 1e-14, "device");
        EXPECT_RELATIVE(cost.uploadTime, 0.6e6 / 4e6, 1e-14, "upload");
        EXPECT_RELATIVE(cost.serverTime, 2.4e9 / 1e10 / speedUp, 1e-14, "server");
        EXPECT_RELATIVE(cost.downloadTime, 32e3 / 8e6, 1e-14, "download");
        // k f^2 per cycle times the cycles the layers take.
        EXPECT_RELATIVE(cost.deviceEnergy, 1e-27 * 1e18 * (1e9 * 0.15), 1e-14, "device");
        EXPECT_RELATIVE(cost.uploadEnergy, 0.1 * 0.15, 1e-14, "upload");
        EXPECT_RELATIVE(cost.serverEnergy,
                        5e-30 * std::pow(2.5e9, 3) * speedUp * speedUp * 0.24,
                        1e-14,
                        "server");
        EXPECT_RELATIVE(cost.downloadEnergy, 2 * 0.004, 1e-14, "download");
        EXPECT_RELATIVE(cost.GetTime(), 0.304 + 0.24 / speedUp, 1e-14, "delay");

        const auto result = EvaluateEcc(problem, MakeEccStart(problem, {2, 2, 2}));
        const double times[] = {0.46486207, 0.50809973, 0.37373671};
        const double energies[] = {0.29359575, 0.29871702, 0.37552305};
        for (std::size_t i = 0; i < 3; ++i)
        {
            EXPECT_RELATIVE(result.costs[i].GetTime(), times[i], 1e-6, "T");
            EXPECT_RELATIVE(result.costs[i].GetEnergy(), energies[i], 1e-6, "E");
        }
        EXPECT_RELATIVE(result.utility, 1.157267167, 1e-6, "Uty");
        EXPECT_RELATIVE(0.5 * (result.GetTotalTime() + result.GetTotalEnergy()),
                        result.utility,
                        1e-14,
                        "totals");
        const auto alone = EvaluateEcc(problem, MakeDeviceOnlyPlan(problem));
        EXPECT_RELATIVE(alone.costs[1].GetTime(), 0.75, 1e-14, "alone");
        EXPECT_RELATIVE(alone.costs[1].GetEnergy(), 0.75, 1e-14, "alone");
        EXPECT_RELATIVE(alone.utility, 2.25, 1e-14, "alone");
    }
};

/// The switches of the objective.
class PriceCase : public TestCase
{
  public:
    PriceCase()
        : TestCase("normalised, with priced units, quality of experience and delay limits")
    {
    }

  private:
    /// Slopes of a price against differences. @param [in] problem what to price
    void CheckSlopes(const EccProblem& problem)
    {
        const auto price = PriceEccUser(problem, 0, 0.4, 0.3, 2);
        const double step = 1e-6;
        auto value = [&](double time, double energy) {
            return PriceEccUser(problem, 0, time, energy, 2).value;
        };
        EXPECT_RELATIVE(price.perTime,
                        (value(0.4 + step, 0.3) - value(0.4 - step, 0.3)) / (2 * step),
                        1e-6,
                        "per second");
        EXPECT_RELATIVE(price.perEnergy,
                        (value(0.4, 0.3 + step) - value(0.4, 0.3 - step)) / (2 * step),
                        1e-6,
                        "per joule");
    }

    void DoRun() override
    {
        auto problem = MakeToyProblem();
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 0.4, 0.3, 2).value, 0.35, 1e-14, "plain");
        CheckSlopes(problem);
        problem.preferences.normalise = true;
        EXPECT_RELATIVE(EvaluateEcc(problem, MakeDeviceOnlyPlan(problem)).utility,
                        3.0,
                        1e-14,
                        "normalised, device-only scores U (w_T + w_E)");
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 0.4, 0.3, 2).value,
                        0.35 / 0.75,
                        1e-14,
                        "normalised");
        CheckSlopes(problem);
        problem.preferences.normalise = false;
        problem.preferences.unitWeight = 0.01;
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 0.4, 0.3, 2).value, 0.37, 1e-14, "units");
        EXPECT_RELATIVE(EvaluateEcc(problem, MakeDeviceOnlyPlan(problem)).utility,
                        2.25,
                        1e-14,
                        "silent users use no units");
        problem.preferences.unitWeight = 0;
        problem.preferences.qoeWeight = 2;
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 0.4, 0.3, 2).value, 0.35, 1e-14, "not expecting");
        problem.users[0].expectedTime = 0.4;
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 0.4, 0.3, 2).value, 1.35, 1e-14, "half satisfied");
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 40, 0.3, 2).value, 22.15, 1e-14, "not at all");
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 0, 0.3, 2).value,
                        0.15 + 2 / (1 + std::exp(10)),
                        1e-14,
                        "satisfied");
        CheckSlopes(problem);
        problem.preferences.qoeWeight = 0;
        problem.preferences.timeLimitWeight = 3;
        problem.users[0].timeLimit = 0.4;
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 0.4, 0.3, 2).value, 0.35, 1e-14, "in time");
        EXPECT_RELATIVE(PriceEccUser(problem, 0, 0.5, 0.3, 2).value, 0.4 + 3. / 16, 1e-14, "late");
        problem.users[0].timeLimit = 0.3;
        CheckSlopes(problem);
    }
};

/// Lone powers and units, and that the descent agrees.
class ClosedFormCase : public TestCase
{
  public:
    ClosedFormCase()
        : TestCase("closed forms")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeToyProblem();
        const double h = 2e-11 / (std::pow(10, -20.4) * 1e6);
        EXPECT_RELATIVE(h, 5023.772863, 1e-9, "gain over noise");
        const double power = GetLonePower(h, 0.5, 0.5, 1e-4, 10);
        EXPECT_RELATIVE(power, 0.1731005990, 1e-9, "p*");
        // y (ln y - 1) = w_T h / w_E - 1, and a stationary cost (w_T + w_E p) / log(1 + p h).
        const double y = 1 + power * h;
        EXPECT_RELATIVE(y * (std::log(y) - 1), h - 1, 1e-12, "equation");
        auto cost = [h](double p) { return (1 + p) / std::log(1 + p * h); };
        EXPECT_TRUE(cost(power) <= cost(power * 1.001), "minimum");
        EXPECT_TRUE(cost(power) <= cost(power * 0.999), "minimum");
        NS_TEST_EXPECT_MSG_EQ(GetLonePower(h, 0.5, 0.5, 1e-4, 0.1), 0.1, "upper limit");
        NS_TEST_EXPECT_MSG_EQ(GetLonePower(h, 0.5, 0.5, 1, 10), 1.0, "lower limit");
        NS_TEST_EXPECT_MSG_EQ(GetLonePower(h, 0.5, 0, 1, 10), 10.0, "energy is free");
        NS_TEST_EXPECT_MSG_EQ(GetLonePower(h, 0, 0.5, 1, 10), 1.0, "time is free");
        EXPECT_RELATIVE(GetLoneUnits(problem, 0), 1.988772818, 1e-9, "r*");
        auto costly = problem;
        costly.users[0].weights.time = 1e-6;
        NS_TEST_EXPECT_MSG_EQ(GetLoneUnits(costly, 0), 1.0, "lower limit");
        costly.users[0].weights.energy = 0;
        NS_TEST_EXPECT_MSG_EQ(GetLoneUnits(costly, 0), 8.0, "energy is free");

        // Units that draw in proportion to their number: the work costs r^(1 - alpha).
        auto plain = problem;
        plain.cells[0].unitPowerExponent = 1;
        const auto price = [this, &plain](double units) {
            const auto cost = ComputeEccUserCost(plain, 0, 2, 1e6, 1e6, 0.1, 0.1, units);
            EXPECT_RELATIVE(cost.serverEnergy,
                            5e-30 * std::pow(2.5e9, 3) * units * cost.serverTime,
                            1e-12,
                            "power of the units");
            return PriceEccUser(plain, 0, cost.GetTime(), cost.GetEnergy(), units).value;
        };
        plain.cells[0].unitTotal = 1e4;
        const double units = GetLoneUnits(plain, 0);
        EXPECT_RELATIVE(units, 9 / 0.078125, 1e-9, "r* with power in proportion");
        EXPECT_TRUE(price(units) <= price(units * 1.01), "minimum");
        EXPECT_TRUE(price(units) <= price(units * 0.99), "minimum");

        // A lone user's descent ends at both.
        auto lone = MakeOneCell(MakeToyChain(), {{2e-11}});
        auto plan = MakeEccPlan(lone, {2}, {0}, {0});
        EccDescentOptions options;
        options.steps.tolerance = 1e-15;
        DescendEcc(lone, plan, options);
        EXPECT_RELATIVE(plan.uplinkPowers[0], power, 1e-5, "descent, p");
        // The answer is a small part of the utility, whose last digits tell its power no better.
        EXPECT_RELATIVE(plan.downlinkPowers[0], power, 2e-5, "descent, P");
        EXPECT_RELATIVE(plan.units[0], 1.988772818, 1e-5, "descent, r");

        // w_E = 0, one cell: the strongest user of a subchannel sends at full power.
        auto fast = MakeToyProblem();
        for (auto& user : fast.users)
        {
            user.weights.time = 1;
            user.weights.energy = 0;
        }
        auto hasty = MakeEccPlan(fast, {2, 2, 2}, {0, 1, 0}, {0, 1, 0});
        DescendEcc(fast, hasty);
        EXPECT_RELATIVE(hasty.uplinkPowers[0], 0.2, 1e-12, "strongest on its subchannel");
        EXPECT_RELATIVE(hasty.uplinkPowers[1], 0.2, 1e-12, "alone on its subchannel");
        EXPECT_TRUE(hasty.uplinkPowers[2] < 0.1, "the weaker one holds back");
    }
};

/// Best responses by enumeration, and rounding.
class RoundingCase : public TestCase
{
  public:
    RoundingCase()
        : TestCase("best responses, rounded shares and whole units")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeToyProblem();
        NS_TEST_EXPECT_MSG_EQ(ChooseEccSplit(problem, 0, 1e9, 1e9, 0.1, 1, 2), 0, "fast radio");
        NS_TEST_EXPECT_MSG_EQ(ChooseEccSplit(problem, 0, 4e6, 4e6, 0.1, 1, 2), 2, "fair radio");
        NS_TEST_EXPECT_MSG_EQ(ChooseEccSplit(problem, 0, 1e4, 1e4, 0.1, 1, 2), 4, "slow radio");
        NS_TEST_EXPECT_MSG_EQ(ChooseEccSplit(problem, 0, 1e4, 1e4, 0.1, 1, 2, false),
                              3,
                              "slow radio, but has to");

        auto point = MakeEccStart(problem, {2, 2, 2});
        point.uplinkShares = {0.9, 0.1, 0.8, 0.2, 0.6, 0.4};
        auto plan = RoundEccShares(problem, point);
        EXPECT_VALUES(plan.uplinkSubchannels, 0, "room for all", 0, 0, 0);
        auto crowded = problem;
        crowded.usersPerSubchannel = 2;
        plan = RoundEccShares(crowded, point);
        EXPECT_VALUES(plan.uplinkSubchannels, 0, "the least sure gives way", 0, 0, 1);
        EXPECT_VALUES(plan.downlinkSubchannels, 0, "equal shares: first come", 0, 0, 1);
        crowded.usersPerSubchannel = 1;
        plan = RoundEccShares(crowded, point);
        EXPECT_VALUES(plan.splits, 0, "no room for three", 2, 4, 2);
        EXPECT_VALUES(plan.downlinkSubchannels, 0, "and so in both", 0, ECC_NO_SUBCHANNEL, 1);
        crowded.usersPerSubchannel = 2;
        point.splits[0] = 4;
        plan = RoundEccShares(crowded, point);
        EXPECT_VALUES(plan.uplinkSubchannels,
                      0,
                      "silent users take no room",
                      ECC_NO_SUBCHANNEL,
                      0,
                      0);
        NS_TEST_EXPECT_MSG_EQ(plan.uplinkPowers[0], 0.0, "silent");

        auto whole = MakeEccPlan(problem, {2, 2, 2}, {0, 1, 0}, {0, 1, 0});
        EXPECT_TRUE(RoundEccUnits(problem, whole), "whole units");
        // r* = 1.99, so the second unit helps everybody, the third nobody.
        EXPECT_VALUES(whole.units, 0, "whole units", 2, 2, 2);
        whole.units = {1.99, 1.2, 4.7};
        EXPECT_TRUE(RoundEccUnits(problem, whole), "whole units");
        EXPECT_VALUES(whole.units, 0, "never more than floored, unless it helps", 2, 2, 4);
        auto scarce = problem;
        scarce.cells[0].unitMin = 0.5;
        scarce.cells[0].unitTotal = 2;
        whole.units = {0.6, 0.7, 0.7};
        EXPECT_TRUE(!RoundEccUnits(scarce, whole), "three users, two whole units");
        EXPECT_VALUES(whole.units, 0, "left alone", 0.6, 0.7, 0.7);
        scarce.cells[0].unitTotal = 4.9;
        EXPECT_TRUE(RoundEccUnits(scarce, whole), "three users, four whole units");
        NS_TEST_EXPECT_MSG_EQ(whole.units[0] + whole.units[1] + whole.units[2], 4, "all are given");

        // More units than can be counted, each of which still helps a little.
        auto plenty = problem;
        plenty.preferences.unitWeight = 0;
        plenty.cells[0].unitEnergyCoefficient = 1e-60;
        plenty.cells[0].unitTotal = 1e17;
        whole.units = {1.5, 1.5, 1.5};
        bool limited = false;
        EXPECT_TRUE(RoundEccUnits(plenty, whole, &limited), "very many units");
        EXPECT_TRUE(limited, "not all are handed out, which is said");
        limited = false;
        whole.units = {0.6, 0.7, 0.7};
        EXPECT_TRUE(RoundEccUnits(scarce, whole, &limited) && !limited, "four are");
    }
};

class EccCostTestSuite : public TestSuite
{
  public:
    EccCostTestSuite()
        : TestSuite("edge-ai-ecc-cost", TEST_UNIT)
    {
        AddTestCase(new PartsCase, TEST_QUICK);
        AddTestCase(new PriceCase, TEST_QUICK);
        AddTestCase(new ClosedFormCase, TEST_QUICK);
        AddTestCase(new RoundingCase, TEST_QUICK);
    }
};

EccCostTestSuite g_eccCostTestSuite; ///< the suite

} // namespace
