/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What ECC is compared with: known scores, definitions, brute force, and random instances.

#include "allocation/split/ecc/ecc-baselines.h"
#include "allocation/split/ecc/ecc-brute-force.h"
#include "allocation/split/ecc/ecc-descent.h"
#include "allocation/split/ecc/ecc-oma.h"
#include "allocation/split/ecc/ecc-solver.h"
#include "support/ecc-test-support.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Scores on the reference instances.
class ScoreCase : public TestCase
{
  public:
    ScoreCase()
        : TestCase("known scores")
    {
    }

  private:
    void DoRun() override
    {
        EccOptions bare;
        bare.coldCandidate = false;
        bare.search.deep = false;
        const auto toy = MakeToyProblem();
        EXPECT_RELATIVE(SolveDeviceOnly(toy).evaluation.utility, 2.25, 1e-12, "Device-Only");
        EXPECT_RELATIVE(SolveEdgeOnly(toy).evaluation.utility, 1.643495592, 1e-6, "Edge-Only");
        auto neurosurgeon = SolveNeurosurgeon(toy);
        EXPECT_RELATIVE(neurosurgeon.evaluation.utility, 1.018144760, 1e-6, "Neurosurgeon");
        EXPECT_VALUES(neurosurgeon.plan.splits, 0, "Neurosurgeon", 2, 2, 2);
        const auto plan = SolveEcc(toy, bare).plan;
        EXPECT_RELATIVE(SolveOma(toy, plan).evaluation.utility, 0.936736518, 1e-6, "OMA");

        const auto two = MakeTwoCellProblem();
        EXPECT_RELATIVE(SolveDeviceOnly(two).evaluation.utility, 3.0, 1e-12, "Device-Only");
        EXPECT_RELATIVE(SolveEdgeOnly(two).evaluation.utility, 2.601136447, 1e-6, "Edge-Only");
        EXPECT_RELATIVE(SolveNeurosurgeon(two).evaluation.utility,
                        1.532460392,
                        1e-6,
                        "Neurosurgeon");

        const auto six = MakeSixUserProblem(MakeTinyYoloChain());
        EXPECT_RELATIVE(SolveDeviceOnly(six).evaluation.utility, 10.4651, 1e-5, "Device-Only");
        EXPECT_RELATIVE(SolveEdgeOnly(six).evaluation.utility, 5.973806229, 1e-6, "Edge-Only");
        EXPECT_RELATIVE(SolveNeurosurgeon(six).evaluation.utility,
                        5.973806229,
                        1e-6,
                        "Neurosurgeon");
        const auto best = SolveEcc(six, bare);
        EXPECT_RELATIVE(SolveOma(six, best.plan).evaluation.utility, 4.392495, 1e-5, "OMA");
    }
};

/// Each baseline does what its definition says.
class DefinitionCase : public TestCase
{
  public:
    DefinitionCase()
        : TestCase("definitions")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeSixUserProblem(MakeTinyYoloChain());
        const auto edge = SolveEdgeOnly(problem);
        EXPECT_VALUES(edge.plan.splits, 0, "Edge-Only", 0, 0, 0, 0, 0, 0);
        EXPECT_VALUES(edge.plan.uplinkSubchannels, 0, "Edge-Only", 0, 1, 2, 0, 1, 2);
        EXPECT_VALUES(edge.plan.units, 1e-14, "Edge-Only", 4, 4, 4, 4, 4, 4);
        NS_TEST_EXPECT_MSG_EQ(edge.plan.uplinkPowers[3], 0.2, "Edge-Only");
        EXPECT_RELATIVE(edge.plan.downlinkPowers[3], 10. / 6, 1e-14, "Edge-Only");

        const auto light = SolveDnnSurgery(problem, false);
        const auto heavy = SolveDnnSurgery(problem, true);
        EXPECT_VALUES(light.plan.splits, 0, "light load", 0, 0, 0, 0, 0, 0);
        EXPECT_VALUES(heavy.plan.splits, 0, "heavy load", 8, 8, 8, 8, 8, 8);
        for (const auto& cost : heavy.evaluation.costs)
        {
            // At split 8 of a chain of these stages the device is busiest, or as busy as the radio.
            EXPECT_TRUE(cost.deviceTime < 1.3, "balanced");
        }

        const auto iao = SolveIao(problem);
        EXPECT_TRUE(iao.evaluation.utility < edge.evaluation.utility, "IAO improves");
        EXPECT_TRUE(iao.iterations > 0, "IAO iterates");
        double units = 0;
        for (std::size_t i = 0; i < 6; ++i)
        {
            units += iao.plan.units[i];
            NS_TEST_EXPECT_MSG_EQ(iao.plan.uplinkSubchannels[i], i % 3, "IAO keeps the radio");
            const double left = iao.plan.units[i] - std::floor(iao.plan.units[i] + 1e-9);
            EXPECT_ABSOLUTE(left, 0, 1e-9, "whole units move");
        }
        EXPECT_TRUE(units <= 24 + 1e-9, "IAO keeps the server");
        NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, iao.plan), "", "IAO");
        // A server that serves one user much better: units go to the heavy chain.
        auto uneven = MakeToyProblem();
        uneven.users[0].chain = MakeVgg16Chain();
        uneven.cells[0].unitEnergyCoefficient = 0;
        const auto skewed = SolveIao(uneven);
        EXPECT_TRUE(skewed.plan.units[0] > skewed.plan.units[1] + 1, "units go where they help");

        // Orthogonal halves of one subchannel: rates of the pair in halves.
        auto pair = MakeOneCell(MakeToyChain(), {{1e-10, 2e-11}});
        pair.bandwidth = 180e3;
        pair.users[0].powerMin = pair.users[0].powerMax = 0.1;
        pair.users[1].powerMin = pair.users[1].powerMax = 0.2;
        const auto oma = SolveOma(pair, MakeEccPlan(pair, {0, 0}, {0, 0}, {0, 0}));
        EXPECT_VALUES(oma.evaluation.uplinkRates, 1e-6, "OMA", 1329168.456, 1210201.905);
        EXPECT_TRUE(2539370.362 < 2565717.7286, "less than what NOMA gives both");
        const auto silent = SolveOma(pair, MakeEccPlan(pair, {0, 4}, {0, 0}, {0, 0}));
        EXPECT_RELATIVE(silent.evaluation.uplinkRates[0],
                        180e3 * std::log2(1 + 0.1 * 1e-10 / pair.GetNoisePower()),
                        1e-12,
                        "OMA, one silent");

        // Cells that are too crowded: the baselines keep the limits too.
        Draws draws(3);
        auto crowded = MakeRandomProblem(MakeTinyYoloChain(), 2, 16, 2, draws);
        crowded.usersPerSubchannel = 2;
        for (const auto& baseline :
             {SolveEdgeOnly(crowded), SolveNeurosurgeon(crowded), SolveIao(crowded)})
        {
            NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(crowded, baseline.plan), "", "crowded");
        }
    }
};

/// Enumeration on the toy, on random instances, and what it does not take.
class BruteForceCase : public TestCase
{
  public:
    BruteForceCase()
        : TestCase("brute force, and how near ECC comes")
    {
    }

  private:
    void DoRun() override
    {
        const auto toy = MakeToyProblem();
        const auto exact = SolveEccByBruteForce(toy);
        EXPECT_TRUE(exact.found, "taken");
        EXPECT_RELATIVE(exact.gridUtility, 0.908514007, 1e-6, "grid");
        EXPECT_VALUES(exact.grid.splits, 0, "grid", 1, 2, 2);
        EXPECT_VALUES(exact.grid.uplinkSubchannels, 0, "grid", 0, 1, 1);
        EXPECT_VALUES(exact.grid.downlinkSubchannels, 0, "grid", 0, 1, 0);
        EXPECT_VALUES(exact.grid.units, 0, "grid", 2, 2, 2);
        EXPECT_RELATIVE(exact.utility, 0.907303676, 1e-5, "polished");
        EXPECT_TRUE(SolveEcc(toy).summary.utility <= exact.utility * 1.01, "within 1 %");

        // A grid that contains the answer: one user, power fixed, units 1 or 1.5 or 2.
        auto lone = MakeOneCell(MakeToyChain(), {{2e-11}});
        lone.users[0].powerMin = lone.users[0].powerMax = 0.1;
        lone.cells[0].powerMin = lone.cells[0].powerTotal = 0.1;
        lone.cells[0].unitTotal = 2;
        const auto single = SolveEccByBruteForce(lone);
        double least = HUGE_VAL;
        for (uint32_t split = 0; split < 4; ++split)
        {
            auto plan = MakeEccPlan(lone, {split}, {0}, {0});
            plan.uplinkPowers[0] = 0.1;
            plan.units[0] = 2;
            least = std::min(least, EvaluateEcc(lone, plan).utility);
        }
        EXPECT_RELATIVE(single.gridUtility, least, 1e-12, "by hand");

        for (uint64_t seed = 0; seed < 40; ++seed)
        {
            Draws draws(seed);
            const auto problem = MakeRandomMix(1, draws.Integer(2, 3), draws.Integer(1, 2), draws);
            const auto best = SolveEccByBruteForce(problem);
            const auto result = SolveEcc(problem);
            EXPECT_TRUE(best.utility <= best.gridUtility, "polishing helps");
            EXPECT_TRUE(result.summary.utility <= best.utility * 1.01,
                        "seed " << seed << ": " << result.summary.utility << " against "
                                << best.utility);
            NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, best.plan), "", "sound plan");
        }

        auto refused = toy;
        refused.preferences.qoeWeight = 1;
        EXPECT_TRUE(!SolveEccByBruteForce(refused).reason.empty(), "QoE");
        EXPECT_TRUE(!SolveEccByBruteForce(MakeTwoCellProblem()).found, "two cells");
        refused = MakeSixUserProblem(MakeTinyYoloChain());
        EXPECT_TRUE(SolveEccByBruteForce(refused).reason.find("configurations") !=
                        std::string::npos,
                    "too many");
        refused.bandwidth = -1;
        EXPECT_TRUE(SolveEccByBruteForce(refused).reason.find("bandwidth") == 0, "unsound");
        EccBruteForceOptions options;
        options.powerLevels = 1;
        EXPECT_TRUE(!SolveEccByBruteForce(toy, options).found, "one level");
    }
};

/// ECC is never above a baseline.
class DominanceCase : public TestCase
{
  public:
    DominanceCase()
        : TestCase("never above a baseline on 200 random instances")
    {
    }

  private:
    /// @returns whether a cell has more users than subchannels
    static bool IsForcedToShare(const EccProblem& problem)
    {
        bool forced = false;
        for (std::size_t n = 0; n < problem.cells.size(); ++n)
        {
            forced = forced || problem.GetUsersOf(n).size() > problem.GetSubchannelCount();
        }
        return forced;
    }

    /**
     * Everything NOMA can decide where there is one subchannel: all splits of all users, the silent
     * ones included, each descended on from low and high powers of every user in both
     * directions. Powers and units are all that is left to decide, so nothing a search could find
     * is missing but minima that none of these starts leads to.
     * @returns the least utility
     */
    double FindBestSharing(const EccProblem& problem)
    {
        NS_TEST_EXPECT_MSG_EQ(problem.GetSubchannelCount(), 1, "one subchannel");
        const std::size_t users = problem.users.size();
        const std::vector<uint32_t> first(users, 0);
        std::vector<uint32_t> splits(users, 0);
        double best = HUGE_VAL;
        for (bool more = true; more;)
        {
            std::size_t starts = 1;
            for (std::size_t i = 0; i < users; ++i)
            {
                starts *= 2;
            }
            for (std::size_t start = 0; start < starts; ++start)
            {
                auto plan = MakeEccPlan(problem, splits, first, first);
                std::size_t digits = start;
                for (std::size_t i = 0; i < users; ++i, digits /= 2)
                {
                    const double level = std::pow(10, -1.5 * static_cast<double>(digits % 2));
                    plan.uplinkPowers[i] = problem.users[i].powerMax * level;
                    plan.downlinkPowers[i] *= level;
                }
                DescendEcc(problem, plan);
                best = std::min(best, EvaluateEcc(problem, plan).utility);
            }
            more = false;
            for (std::size_t i = 0; i < users && !more; ++i)
            {
                more = splits[i] < problem.GetLayerCount(i);
                splits[i] = more ? splits[i] + 1 : 0;
            }
        }
        return best;
    }

    void DoRun() override
    {
        uint32_t sharing = 0;
        uint32_t orthogonal = 0;
        for (uint64_t seed = 1000; seed < 1200; ++seed)
        {
            Draws draws(seed);
            const auto cells = draws.Integer(1, 2);
            const auto subchannels = draws.Integer(1, 3);
            const auto problem = MakeRandomMix(cells, draws.Integer(2, 5), subchannels, draws);
            const auto result = SolveEcc(problem);
            NS_TEST_EXPECT_MSG_EQ(ExplainEccViolation(problem, result.plan), "", "sound plan");
            // As far as a descent that ends at steps of that size can tell.
            const double limit = result.summary.utility * (1 - 1e-6);
            auto expect = [&](const EccBaseline& baseline, const char* name) {
                NS_TEST_EXPECT_MSG_EQ((baseline.evaluation.utility >= limit),
                                      true,
                                      name << " beats ECC at seed " << seed << ": "
                                           << baseline.evaluation.utility << " against "
                                           << result.summary.utility);
            };
            expect(SolveDeviceOnly(problem), "Device-Only");
            expect(SolveEdgeOnly(problem), "Edge-Only");
            expect(SolveNeurosurgeon(problem), "Neurosurgeon");
            expect(SolveDnnSurgery(problem, false), "DNN surgery, light load");
            expect(SolveDnnSurgery(problem, true), "DNN surgery, heavy load");
            expect(SolveIao(problem), "IAO");
            // Orthogonal halves are not among NOMA's decisions: where a cell has more users than
            // subchannels, so that some must share, they can be the better way to share.
            const auto oma = SolveOma(problem, result.plan);
            if (IsForcedToShare(problem) && oma.evaluation.utility < limit)
            {
                ++orthogonal;
                const double best = FindBestSharing(problem);
                EXPECT_TRUE(best > oma.evaluation.utility,
                            "seed " << seed << ": NOMA could have had " << best << ", OMA has "
                                    << oma.evaluation.utility);
                EXPECT_RELATIVE(result.summary.utility, best, 1e-6, "ECC has what NOMA can have");
            }
            else
            {
                expect(oma, "OMA");
            }
            auto places = result.plan.uplinkSubchannels;
            std::sort(places.begin(), places.end());
            sharing += std::adjacent_find(places.begin(), places.end()) != places.end();
        }
        NS_TEST_EXPECT_MSG_EQ(orthogonal, 1, "OMA is better in one, and NOMA has nothing better");
        EXPECT_TRUE(sharing > 50, "users share subchannels in many of them");
    }
};

class EccBaselinesTestSuite : public TestSuite
{
  public:
    EccBaselinesTestSuite()
        : TestSuite("edge-ai-ecc-baselines", TEST_UNIT)
    {
        AddTestCase(new ScoreCase, TEST_QUICK);
        AddTestCase(new DefinitionCase, TEST_QUICK);
        AddTestCase(new BruteForceCase, TEST_QUICK);
        AddTestCase(new DominanceCase, TEST_QUICK);
    }
};

EccBaselinesTestSuite g_eccBaselinesTestSuite; ///< the suite

} // namespace
