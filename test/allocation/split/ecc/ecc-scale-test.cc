/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// ECC on any scale, with whole units and from either start: results that hold whatever the units of
// measurement are, and that are never worse than what was looked at on the way.

#include "allocation/split/ecc/ecc-baselines.h"
#include "allocation/split/ecc/ecc-oma.h"
#include "allocation/split/ecc/ecc-response.h"
#include "allocation/split/ecc/ecc-solver.h"
#include "support/ecc-split-problem.h"
#include "support/ecc-test-support.h"

#include "ns3/boolean.h"

#include <algorithm>
#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Weights multiplied: the same plan in about as many steps.
class WeightScaleCase : public TestCase
{
  public:
    WeightScaleCase()
        : TestCase("weights of any size")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& problem : {MakeToyProblem(), MakeTwoCellProblem()})
        {
            const auto known = SolveEcc(problem);
            for (const double factor : {1e-40, 1e-9, 1e-3, 1e3, 1e9, 1e40})
            {
                auto scaled = problem;
                for (auto& user : scaled.users)
                {
                    user.weights.time *= factor;
                    user.weights.energy *= factor;
                }
                const auto result = SolveEcc(scaled);
                NS_TEST_EXPECT_MSG_EQ((result.plan.splits == known.plan.splits),
                                      true,
                                      "splits, weights times " << factor);
                EXPECT_RELATIVE(result.summary.utility / factor,
                                known.summary.utility,
                                1e-6,
                                "utility, weights times " << factor);
                EXPECT_TRUE(result.summary.steps < 2 * known.summary.steps &&
                                2 * result.summary.steps > known.summary.steps,
                            "steps " << result.summary.steps << " for " << known.summary.steps
                                     << ", weights times " << factor);
                EXPECT_TRUE(result.summary.residual < 1e-4, "residual is over the utility");
            }
        }
    }
};

/// Units and powers of any size: the limits are kept.
class LimitScaleCase : public TestCase
{
  public:
    LimitScaleCase()
        : TestCase("units and powers of any size keep their limits")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeToyProblem();
        const auto known = SolveEcc(problem);
        for (const double factor : {1e-30, 1e-12, 1e-6, 1e6, 1e12})
        {
            // Units so much smaller, and as many more of them: nothing else changes.
            auto finer = problem;
            auto& cell = finer.cells[0];
            cell.unitMin *= factor;
            cell.unitTotal *= factor;
            cell.unitSpeed /= std::pow(factor, cell.unitExponent);
            cell.unitClock /= std::pow(factor, cell.GetUnitPowerExponent() / 3);
            const auto result = SolveEcc(finer);
            NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(finer, result.plan),
                                  "",
                                  "units times " << factor);
            EXPECT_RELATIVE(result.summary.utility,
                            known.summary.utility,
                            1e-5,
                            "units times " << factor);

            // Costly delay pulls everything to the limits, from far away.
            auto hurried = finer;
            for (auto& user : hurried.users)
            {
                user.weights.time = 1e12;
            }
            const auto pulled = SolveEcc(hurried);
            double units = 0;
            for (const double own : pulled.plan.units)
            {
                units += own;
            }
            EXPECT_TRUE(units <= cell.unitTotal * (1 + 1e-9), "units times " << factor);

            // Watts as large, gains as small.
            auto louder = problem;
            for (auto& user : louder.users)
            {
                user.powerMin *= factor;
                user.powerMax *= factor;
                user.weights.energy = 0;
            }
            louder.cells[0].powerMin *= factor;
            louder.cells[0].powerTotal *= factor;
            auto quiet = problem;
            for (std::size_t m = 0; m < 2; ++m)
            {
                for (std::size_t i = 0; i < 3; ++i)
                {
                    quiet.users[i].weights.energy = 0;
                    louder.uplinkGains(m, 0, i) /= factor;
                    louder.downlinkGains(m, 0, i) /= factor;
                }
            }
            EXPECT_RELATIVE(SolveEcc(louder).summary.utility,
                            SolveEcc(quiet).summary.utility,
                            1e-6,
                            "powers times " << factor);
        }
    }
};

/// Orthogonal access at the edges: least powers, and rates far below rounding.
class OmaEdgeCase : public TestCase
{
  public:
    OmaEdgeCase()
        : TestCase("orthogonal access keeps least powers and finite times")
    {
    }

  private:
    void DoRun() override
    {
        // One user wants next to no power, three want more than there is.
        std::vector<std::vector<double>> rows(4, std::vector<double>(4, 1e-11));
        auto problem = MakeOneCell(MakeToyChain(), rows);
        problem.cells[0].powerMin = 1e-3;
        problem.users[0].weights = {1e-3, 1};
        for (std::size_t i = 1; i < 4; ++i)
        {
            problem.users[i].weights = {1, 1e-4};
        }
        const std::vector<uint32_t> apart = {0, 1, 2, 3};
        const auto oma = SolveOma(problem, MakeEccPlan(problem, {0, 0, 0, 0}, apart, apart));
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, oma.plan), "", "powers");
        EXPECT_RELATIVE(oma.plan.downlinkPowers[0], 1e-3, 1e-12, "the least, not less");
        double sum = 0;
        for (const double power : oma.plan.downlinkPowers)
        {
            sum += power;
        }
        EXPECT_RELATIVE(sum, 10, 1e-12, "all of the access point's power");
        EXPECT_RELATIVE(oma.plan.downlinkPowers[1], (10 - 1e-3) / 3, 1e-12, "equals get equal");

        // The same by name, on the planner's road.
        auto split = MakeSplitProblem(problem);
        const auto plan = CreateSplitPlanner("EccOmaPlanner")->Plan(split);
        for (const auto& decision : plan.decisions)
        {
            if (decision.downlinkWay.subchannel != NO_SUBCHANNEL)
            {
                EXPECT_TRUE(decision.downlinkWay.power >= 1e-3 * (1 - 1e-9), "by name");
            }
        }

        // No power left over: everybody gets the least.
        problem.cells[0].powerTotal = 4e-3;
        const auto least = SolveOma(problem, MakeEccPlan(problem, {0, 0, 0, 0}, apart, apart));
        EXPECT_VALUES(least.plan.downlinkPowers, 1e-9, "no room", 1e-3, 1e-3, 1e-3, 1e-3);

        // Signals far below the noise: 1 + SINR is 1, the rate is not 0.
        for (auto* gains : {&problem.uplinkGains, &problem.downlinkGains})
        {
            for (std::size_t m = 0; m < 4; ++m)
            {
                (*gains)(m, 0, 0) = 1e-35;
            }
        }
        const auto faint = SolveOma(problem, MakeEccPlan(problem, {0, 0, 0, 0}, apart, apart));
        EXPECT_TRUE(std::isfinite(faint.evaluation.utility), "orthogonal access");
        EXPECT_RELATIVE(faint.evaluation.uplinkRates[0],
                        problem.bandwidth * faint.plan.uplinkPowers[0] * 1e-35 /
                            problem.GetNoisePower() / std::log(2),
                        1e-9,
                        "faint signals have rates in proportion");
        EXPECT_TRUE(std::isfinite(SolveNeurosurgeon(problem).evaluation.utility), "Neurosurgeon");
    }
};

/// Whole units: what is chosen is best after rounding, not before.
class WholeUnitsCase : public TestCase
{
  public:
    WholeUnitsCase()
        : TestCase("whole units never cost more than a candidate")
    {
    }

  private:
    /// @returns an instance whose server has few units
    static EccProblem MakeInstance(uint64_t seed)
    {
        Draws draws(seed);
        const std::size_t users = 3 + seed % 6;
        auto problem = MakeRandomProblem(seed % 2 ? MakeToyChain() : MakeNinChain(),
                                         1,
                                         users,
                                         2 + seed % 2,
                                         draws);
        problem.cells[0].unitTotal = static_cast<double>(1 + seed % 7);
        for (auto& user : problem.users)
        {
            user.deviceSpeed = draws.Uniform(2e9, 6e10);
            user.deviceEnergyCoefficient = draws.Uniform(1e-29, 1e-27);
        }
        problem.cells[0].unitSpeed = draws.Uniform(2e9, 2e10);
        return problem;
    }

    /// @param [in] problem with few units  @param [in] what it is
    void Check(const EccProblem& problem, const std::string& what)
    {
        EccOptions options;
        options.wholeUnits = true;
        const auto result = SolveEcc(problem, options);
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, result.plan), "", what);
        for (const double units : result.plan.units)
        {
            NS_TEST_EXPECT_MSG_EQ(units, std::round(units), what << ": whole units");
        }
        EXPECT_RELATIVE(result.summary.utility,
                        EvaluateEcc(problem, result.plan).utility,
                        1e-12,
                        what << ": what the summary says");
        const double alone = SolveDeviceOnly(problem).evaluation.utility;
        EXPECT_TRUE(result.summary.utility <= alone * (1 + 1e-12),
                    what << ": " << result.summary.utility << " and all alone " << alone);
        // What is found without the rule, rounded.
        auto relaxed = SolveEcc(problem).plan;
        if (RoundEccUnits(problem, relaxed))
        {
            EXPECT_TRUE(result.summary.utility <=
                            EvaluateEcc(problem, relaxed).utility * (1 + 1e-6),
                        what << ": the relaxed plan, rounded");
        }
    }

    void DoRun() override
    {
        // The first once cost 1 % more than to compute alone.
        for (const uint64_t seed : {16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
        {
            auto problem = MakeInstance(seed);
            Check(problem, "seed " + std::to_string(seed));
            // More users fit into the units than whole ones are: rounding left nobody any.
            problem.cells[0].unitMin = 0.3;
            problem.cells[0].unitTotal += 0.9;
            Check(problem, "parts, seed " + std::to_string(seed));
        }
        auto none = MakeInstance(1);
        none.cells[0].unitMin = 0.3;
        none.cells[0].unitTotal = 0.9;
        EccOptions options;
        options.wholeUnits = true;
        const auto result = SolveEcc(none, options);
        EXPECT_RELATIVE(result.summary.utility,
                        SolveDeviceOnly(none).evaluation.utility,
                        1e-12,
                        "no whole unit, no offloading");

        // Planners, baselines too: every unit is whole, and their sum is there.
        auto split = MakeSplitProblem(MakeInstance(5));
        split.units.least = 0.3;
        split.units.total = 2.9;
        for (const auto& name : ListSplitPlanners())
        {
            const auto plan = CreateSplitPlanner(name)->Plan(split);
            double units = 0;
            for (const auto& decision : plan.decisions)
            {
                NS_TEST_EXPECT_MSG_EQ(decision.units, std::round(decision.units), name);
                units += decision.units;
            }
            EXPECT_TRUE(units <= 2, name << ": " << units << " of 2 whole units");
        }
    }
};

/// Cold starts beside the warm ones.
class StartsCase : public TestCase
{
  public:
    StartsCase()
        : TestCase("the better of warm and cold starts")
    {
    }

  private:
    /// @returns an instance of two to six users
    static EccProblem MakeInstance(uint64_t seed)
    {
        Draws draws(seed);
        const std::size_t cells = draws.Integer(1, 2);
        const std::size_t users = draws.Integer(2, 6);
        const std::size_t subchannels = draws.Integer(1, 3);
        const auto chain = seed % 3 == 0   ? MakeToyChain()
                           : seed % 3 == 1 ? MakeNinChain()
                                           : MakeTinyYoloChain();
        auto problem = MakeRandomProblem(chain, cells, users, subchannels, draws);
        for (auto& user : problem.users)
        {
            user.deviceSpeed = draws.Uniform(2e9, 2e10);
            user.weights.time = draws.Uniform(0.05, 0.95);
            user.weights.energy = 1 - user.weights.time;
        }
        problem.usersPerSubchannel = static_cast<uint32_t>(draws.Integer(1, 3));
        return problem;
    }

    void DoRun() override
    {
        EccOptions cold;
        cold.warmStart = false;
        EccOptions once; // one cold descent, at the best split of the warm ones
        once.coldEffort = 0;
        uint32_t better = 0;
        for (const uint64_t seed : {7, 49, 70, 100, 142, 159, 163, 217, 298})
        {
            const auto problem = MakeInstance(seed);
            const auto both = SolveEcc(problem);
            const auto slow = SolveEcc(problem, cold);
            const auto hasty = SolveEcc(problem, once);
            EXPECT_TRUE(both.summary.utility <= slow.summary.utility * (1 + 1e-6),
                        "seed " << seed << ": " << both.summary.utility << " and cold "
                                << slow.summary.utility);
            EXPECT_TRUE(both.summary.coldSplits > 1, "more than one cold descent");
            EXPECT_TRUE(hasty.summary.coldSplits == 1, "one cold descent");
            if (both.summary.utility < hasty.summary.utility * (1 - 1e-6))
            {
                ++better;
                EXPECT_TRUE(both.summary.cold, "a cold start found it, and the summary says so");
                EXPECT_TRUE(both.summary.BriefReport().find("from a cold start") !=
                                std::string::npos,
                            both.summary.BriefReport());
            }
        }
        NS_TEST_EXPECT_MSG_EQ(better, 9, "instances on which warm starts alone end higher");
    }
};

class EccScaleTestSuite : public TestSuite
{
  public:
    EccScaleTestSuite()
        : TestSuite("edge-ai-ecc-scale", TEST_UNIT)
    {
        AddTestCase(new WeightScaleCase, TEST_QUICK);
        AddTestCase(new LimitScaleCase, TEST_QUICK);
        AddTestCase(new OmaEdgeCase, TEST_QUICK);
        AddTestCase(new WholeUnitsCase, TEST_QUICK);
        AddTestCase(new StartsCase, TEST_QUICK);
    }
};

EccScaleTestSuite g_eccScaleTestSuite; ///< the suite

} // namespace
