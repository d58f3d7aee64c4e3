/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Schedules of sparse private updates against the definition's figures (D9 to D12).

#include "allocation/round/dp-sparse/dp-sparse-law.h"
#include "allocation/round/dp-sparse/dp-sparse-progress.h"
#include "allocation/round/dp-sparse/dp-sparse-search.h"
#include "allocation/round/round-planner.h"
#include "support/dp-sparse-instances.h"
#include "support/expectations.h"

#include "ns3/double.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

constexpr double GIVEN = 1e-8; ///< relative, of the definition's checks

/// The progress of an update.
class ProgressTestCase : public TestCase
{
  public:
    ProgressTestCase()
        : TestCase("gain, penalty and best fraction from public constants (D9)")
    {
    }

  private:
    void DoRun() override
    {
        DpSparseConstants c;
        c.rate = 0.1;
        c.smoothness = 1;
        EXPECT_RELATIVE(GetDpSparseGain(c), 0.095, GIVEN, "A");
        EXPECT_RELATIVE(GetDpSparsePenalty(c), 0.10828125, GIVEN, "B");
        EXPECT_RELATIVE(Best(c), 0.438672439, GIVEN, "s_opt");
        c = DpSparseConstants();
        EXPECT_RELATIVE(GetDpSparseGain(c), 0.48125, GIVEN, "A");
        EXPECT_RELATIVE(GetDpSparsePenalty(c), 0.4060546875, GIVEN, "B");
        EXPECT_RELATIVE(Best(c), 0.592592593, GIVEN, "s_opt");
        c.noise = 1;
        NS_TEST_EXPECT_MSG_EQ(Best(c), 1.0, "with less noise all of it");
        c.noise = 2;
        c.parameters = 10000;
        EXPECT_RELATIVE(Best(c), 0.082133333, GIVEN, "a larger model");
        c.parameters = 1e7;
        NS_TEST_EXPECT_MSG_EQ(Best(c), 0.05, "s_min");
        c = DpSparseConstants();
        c.steps = 1000; // a step so long that nothing is won
        NS_TEST_EXPECT_MSG_EQ(Best(c), 0.05, "s_min where there is no gain");
        NS_TEST_EXPECT_MSG_EQ(GetDpSparseOptimum(0, 0, 0.05), 0.05, "nothing at all");
        NS_TEST_EXPECT_MSG_EQ(GetDpSparseOptimum(1, 0, 0.05), 1.0, "no penalty");
    }

    /// @returns s_opt
    static double Best(const DpSparseConstants& c)
    {
        return GetDpSparseOptimum(GetDpSparseGain(c), GetDpSparsePenalty(c), 0.05);
    }
};

/// @returns the fixed matching of D10: clients 1 and 2 on channels 0 and 1
DpSparseCase
MakeGivenMatching(double delayQueue)
{
    DpSparseCase problem;
    problem.clients.resize(3);
    problem.channels = 2;
    problem.rates = {0, 0, 120e3, 0, 0, 90e3};
    problem.modelBits = 32 * 1386;
    problem.headerBits = 64;
    problem.gain = 0.095;
    problem.weight = 10 * 0.5;
    problem.delayQueue = delayQueue;
    for (DpSparseClient& client : problem.clients)
    {
        client.penalty = 0.108;
    }
    problem.clients[1].computeTime = 0.05;
    problem.clients[2].computeTime = 0.03;
    problem.SetOptima();
    return problem;
}

/// Delays of a matching.
class GivenMatchingTestCase : public TestCase
{
  public:
    GivenMatchingTestCase()
        : TestCase("the best delay of a matching in closed form (D10), and by searching")
    {
    }

  private:
    void DoRun() override
    {
        /// A row of D10.
        struct Row
        {
            double queue;
            double delay;
            double value;
        };

        for (const Row& row : std::vector<Row>{{0, 0.247451852, 0.208912037},
                                               {0.5, 0.184984249, 0.104620683},
                                               {1, 0.144508942, 0.022247385},
                                               {3, 0.069013333, -0.150983382},
                                               {10, 0.069013333, -0.634076715}})
        {
            const DpSparseCase problem = MakeGivenMatching(row.queue);
            const DpSparseFullPower law(problem);
            const std::vector<DpSparsePair> pairs{{1, 0, 0, 0}, {2, 1, 0, 0}};
            const double delay = law.FindDelay(pairs);
            const DpSparseSolution solution = EvaluateDpSparse(law, pairs, delay);
            EXPECT_RELATIVE(delay, row.delay, GIVEN, "D at Q = " << row.queue);
            EXPECT_RELATIVE(solution.value, row.value, GIVEN, "value at Q = " << row.queue);
            if (row.queue == 0.5)
            {
                EXPECT_RELATIVE(solution.pairs[0].fraction, 0.363774122, GIVEN, "s of 1");
                EXPECT_RELATIVE(solution.pairs[1].fraction, 0.313054257, GIVEN, "s of 2");
            }
            // No other instant is better.
            for (double other = 0.0690134; other < 0.3; other += 0.001)
            {
                EXPECT_TRUE(EvaluateDpSparse(law, pairs, other).value <= solution.value + 1e-14,
                            "D = " << other << " at Q = " << row.queue);
            }
        }
    }
};

/// A whole round.
class GivenRoundTestCase : public TestCase
{
  public:
    GivenRoundTestCase()
        : TestCase("the fixed instance of five workers and three subchannels (D11)")
    {
    }

  private:
    void DoRun() override
    {
        const RoundProblem problem = MakeDpSparseFive();
        const DpSparseCase seen = MakeDpSparseCase(problem, 10);
        EXPECT_RELATIVE(seen.GetRate(0, 0), 210186.0392, 1e-9, "r_00");
        EXPECT_RELATIVE(seen.GetRate(4, 2), 146466.3306, 1e-9, "r_42");
        const DpSparseFullPower law(seen);
        const std::vector<double> fractions{0.439815, 0.184656, 0.132842};
        for (const DpSparseSolution& solution : {SearchDpSparse(law, {}), EnumerateDpSparse(law)})
        {
            NS_TEST_ASSERT_MSG_EQ(solution.pairs.size(), 3U, "three send");
            EXPECT_RELATIVE(solution.delay, 0.124796160, GIVEN, "D");
            EXPECT_RELATIVE(solution.value, 0.051713415, GIVEN, "value");
            EXPECT_TRUE(!solution.limited, "at its end");
            for (std::size_t i = 0; i < 3; ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(solution.pairs[i].client,
                                      std::vector<std::size_t>({0, 2, 3})[i],
                                      "client");
                NS_TEST_EXPECT_MSG_EQ(solution.pairs[i].channel,
                                      std::vector<std::size_t>({1, 0, 2})[i],
                                      "channel");
                EXPECT_ABSOLUTE(solution.pairs[i].fraction, fractions[i], 1e-5 * 0.5, "s");
            }
        }
        for (const std::string name : {"DpSparsePlanner", "DpSparseEnumerationPlanner"})
        {
            const Ptr<RoundPlanner> planner = CreateRoundPlanner(name);
            planner->SetAttribute("Tradeoff", DoubleValue(10));
            const RoundPlan plan = planner->Plan(problem);
            NS_TEST_ASSERT_MSG_EQ((plan.status == PlanStatus::SOLVED), true, plan.reason);
            // Whole entries: half of one, 16 bit, is no more than 2e-4 s here.
            EXPECT_ABSOLUTE(plan.time, 0.124796160, 2e-4, name);
            NS_TEST_EXPECT_MSG_EQ(plan.workers[0].kept, 610U, "round(0.439815 d)");
            NS_TEST_EXPECT_MSG_EQ(plan.workers[0].bits, 64 + 32 * 610.0, "of its update");
            EXPECT_RELATIVE(plan.workers[2].powers.at(0), 0.01, 1e-15, "full power");
            EXPECT_TRUE(!plan.workers[1].involved && !plan.workers[4].involved, "idle");
        }
    }
};

/// The search.
class SearchTestCase : public TestCase
{
  public:
    /// @param [in] count of cells  @param [in] missed how many optima may be missed, by any gap
    SearchTestCase(uint32_t count, uint32_t missed)
        : TestCase("the search finds what enumeration finds, in " + std::to_string(count) +
                   " random cells (D11)"),
          m_count(count),
          m_missed(missed)
    {
    }

  private:
    void DoRun() override
    {
        double worst = 0;
        uint32_t nobody = 0;
        uint32_t missed = 0;
        for (uint64_t seed = 1; seed <= m_count; ++seed)
        {
            Draws draws(seed);
            const RoundProblem problem = MakeRandomDpSparse(draws, 5, 3);
            const DpSparseCase seen = MakeDpSparseCase(problem, 10);
            const DpSparseFullPower law(seen);
            const DpSparseSolution found = SearchDpSparse(law, {});
            const DpSparseSolution best = EnumerateDpSparse(law);
            const double gap = (best.value - found.value) / std::max(best.value, 1e-300);
            worst = std::max(worst, gap);
            missed += best.value - found.value > 1e-9 ? 1 : 0;
            nobody += best.pairs.empty() ? 1 : 0;
            NS_TEST_EXPECT_MSG_LT(found.value - best.value, 1e-12, "nothing beats enumeration");
        }
        NS_TEST_EXPECT_MSG_EQ((missed <= m_missed), true, missed << " optima missed");
        NS_TEST_EXPECT_MSG_LT(worst, 5e-3, "the worst of them, relative");
        EXPECT_TRUE(nobody > m_count / 20 && nobody < m_count / 2,
                    "some rounds are left out, not most: " << nobody);
    }

    uint32_t m_count;
    uint32_t m_missed;
};

/// @returns one client at half a kilometre, of which 0.15 s are on the air
DpSparseCase
MakeGivenAir(double energyQueue, double headerBits)
{
    DpSparseCase problem;
    problem.clients.resize(1);
    problem.channels = 1;
    problem.width = 15e3;
    const double unit = 15e3 * NOISE / GetPathGain(0.5);
    problem.unitPowers = {unit};
    problem.rates = {15e3 * std::log2(1 + 0.01 / unit)};
    problem.modelBits = 32 * 1386;
    problem.headerBits = headerBits;
    problem.gain = 0.095;
    problem.weight = 10.0 / 3;
    problem.clients[0].penalty = 0.108;
    problem.clients[0].energyQueue = energyQueue;
    problem.clients[0].powerMax = 0.01;
    problem.SetOptima();
    return problem;
}

/// Batteries.
class JustInTimeTestCase : public TestCase
{
  public:
    JustInTimeTestCase()
        : TestCase("just-in-time power and energy-aware fractions (D12)")
    {
    }

  private:
    void DoRun() override
    {
        // The power and energy of 0.3 d entries in 0.15 s, and at full power.
        DpSparseCase problem = MakeGivenAir(0, 0);
        const double unit = problem.unitPowers[0];
        const double bits = 0.3 * 32 * 1386;
        EXPECT_RELATIVE(bits, 13305.6, 1e-12, "bits");
        problem.clients[0].optimum = 0.3;
        DpSparsePair pair;
        DpSparseJustInTime(problem, 1).Fill(pair, 0.15);
        EXPECT_RELATIVE(pair.fraction, 0.3, 1e-12, "s");
        EXPECT_RELATIVE(pair.power, 1.687036080e-3, GIVEN, "P");
        EXPECT_RELATIVE(pair.power * 0.15, 2.530554121e-4, GIVEN, "energy");
        EXPECT_RELATIVE(problem.rates[0], 126915.046, GIVEN, "rate at full power");
        EXPECT_RELATIVE(bits / problem.rates[0], 0.104838633, GIVEN, "time at full power");
        EXPECT_RELATIVE(0.01 * bits / problem.rates[0], 1.048386332e-3, GIVEN, "energy");

        const auto fill = [&](double queue, double& value) {
            const DpSparseCase asked = MakeGivenAir(queue, 0);
            DpSparsePair filled;
            value = DpSparseJustInTime(asked, 1).Fill(filled, 0.15);
            return filled;
        };
        double value = 0;
        EXPECT_RELATIVE(MakeGivenAir(0, 0).clients[0].optimum,
                        0.439814815,
                        GIVEN,
                        "before the cap");
        pair = fill(0, value);
        EXPECT_RELATIVE(pair.fraction, 0.429231082, GIVEN, "the cap of full power");
        EXPECT_RELATIVE(pair.power, 0.01, 1e-9, "full power");
        pair = fill(10, value);
        EXPECT_RELATIVE(pair.fraction, 0.347001835, GIVEN, "Y = 10");
        for (const double other : {0.34, 0.346, 0.348, 0.36})
        {
            const double energy = 0.15 * unit * std::expm1(other * 32 * 1386 / 2250 * M_LN2);
            EXPECT_TRUE(10.0 / 3 * GetDpSparseProgress(0.095, 0.108, other) - 10 * energy < value,
                        "no other is better: " << other);
        }
        pair = fill(1000, value);
        EXPECT_RELATIVE(pair.fraction, 0.104060953, GIVEN, "Y = 1000");
        pair = fill(1e9, value);
        NS_TEST_EXPECT_MSG_EQ(pair.fraction, 0.05, "s_min, whatever it costs");

        // The delay of a matching: no other instant is better, with a header too.
        for (const double queue : {0.0, 1.0, 100.0})
        {
            DpSparseCase asked = MakeGivenAir(queue, 64);
            asked.delayQueue = 0.3;
            const DpSparseJustInTime law(asked, 1.5);
            const std::vector<DpSparsePair> pairs{{0, 0, 0, 0}};
            const double delay = law.FindDelay(pairs);
            const double best = EvaluateDpSparse(law, pairs, delay).value;
            for (double other = 0.02; other < 1.5; other += 0.003)
            {
                EXPECT_TRUE(EvaluateDpSparse(law, pairs, other).value <= best + 1e-12,
                            "Y = " << queue << ", D = " << other << " beside " << delay);
            }
        }
    }
};

class DpSparseGivenTestSuite : public TestSuite
{
  public:
    DpSparseGivenTestSuite()
        : TestSuite("edge-ai-dp-sparse-given", TEST_UNIT)
    {
        AddTestCase(new ProgressTestCase, TEST_QUICK);
        AddTestCase(new GivenMatchingTestCase, TEST_QUICK);
        AddTestCase(new GivenRoundTestCase, TEST_QUICK);
        AddTestCase(new SearchTestCase(300, 0), TEST_QUICK);
        // It is a search: of so many it misses a few, by a quarter of a percent at most.
        AddTestCase(new SearchTestCase(20000, 10), TEST_EXTENSIVE);
        AddTestCase(new JustInTimeTestCase, TEST_QUICK);
    }
};

DpSparseGivenTestSuite g_dpSparseGivenTestSuite; ///< the suite

} // namespace
