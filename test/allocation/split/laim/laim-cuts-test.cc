/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// One search over cuts with bounds, beside a plan of every cut.

#include "allocation/split/laim/laim-cuts.h"
#include "allocation/split/laim/laim-levels.h"
#include "allocation/split/laim/laim-solver.h"
#include "support/expectations.h"
#include "support/laim-random-problems.h"
#include "support/laim-reference.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// @returns the cases of a problem's only device, one for each cut
std::vector<LaimCase>
MakeCases(const SplitProblem& problem, bool preferLatency)
{
    std::vector<LaimCase> cases;
    for (const SplitOption& option : problem.devices[0].options)
    {
        cases.push_back(MakeLaimCase(problem, 0, option, problem.bandwidth));
        cases.back().task.preferLatency = preferLatency;
    }
    return cases;
}

/// @returns the exact plan of a case
LaimSolution
SolveExactly(const LaimCase& one)
{
    return SolveWithLevels(one.task, one.levels, [](const LaimTask& task) {
        return SolveLaim(task);
    });
}

/// The same choice with and without bounds, to the bit.
class ChoiceCase : public TestCase
{
  public:
    ChoiceCase()
        : TestCase("bounds leave the choice of the cut as it is, and most cuts unsolved")
    {
    }

  private:
    void Compare(const SplitProblem& problem, bool preferLatency, const std::string& what)
    {
        const std::vector<LaimCase> cases = MakeCases(problem, preferLatency);
        const LaimCutChoice all = ChooseCut(cases, SolveExactly, preferLatency, false);
        const LaimCutChoice few = ChooseCut(cases, SolveExactly, preferLatency, true);
        EXPECT_TRUE(few.index == all.index, what << ": cut " << few.index << ", not " << all.index);
        EXPECT_TRUE(few.solution.feasible == all.solution.feasible, what);
        EXPECT_TRUE(few.solution.merit == all.solution.merit &&
                        few.solution.energy == all.solution.energy &&
                        few.solution.latency == all.solution.latency &&
                        few.solution.txPower == all.solution.txPower,
                    what << ": " << few.solution.merit << " and " << all.solution.merit);
        EXPECT_TRUE(all.solves == cases.size(), what);
        m_few += few.solves;
        m_all += all.solves;
        m_feasible += all.solution.feasible;
        m_full += all.solution.merit == 1;
    }

    void DoRun() override
    {
        RandomProblems random(7);
        const std::vector<double> clocks{5e8, 1e9, 1.5e9, 2e9};
        for (int i = 0; i < 400; ++i)
        {
            SplitProblem problem = random.Make();
            if (i % 4 == 0)
            {
                problem.devices[0].latencyBudget *= random.Between(1e-6, 0.01);
            }
            if (i % 4 == 1)
            {
                problem.devices[0].processor.clocks = clocks;
                problem.devices[0].processor.clockMax = 2e9;
            }
            if (i % 4 == 2)
            {
                problem.devices[0].latencyBudget *= 10; // where many cuts keep everything
                problem.devices[0].energyBudget *= 10;
            }
            if (i % 8 == 3)
            {
                problem.devices[0].linkRate = random.Between(1e5, 1e8);
                problem.devices[0].memoryBits = random.Between(1e5, 1e9);
            }
            for (const bool preferLatency : {false, true})
            {
                Compare(problem, preferLatency, "problem " + std::to_string(i));
            }
        }
        EXPECT_TRUE(m_feasible > 200 && m_feasible < 700, m_feasible << " have a plan");
        EXPECT_TRUE(m_full > 50, m_full << " are decided by energy or latency");
        EXPECT_TRUE(m_few < m_all / 2, m_few << " of " << m_all << " solved");
    }

    std::size_t m_few{0};
    std::size_t m_all{0};
    std::size_t m_feasible{0};
    std::size_t m_full{0};
};

/// The network of the bench.
class BlocksCase : public TestCase
{
  public:
    BlocksCase()
        : TestCase("24 blocks: few solves, and the choice of an independent search to 1e-9")
    {
    }

  private:
    void DoRun() override
    {
        for (const SplitProblem& problem : {ScenarioA(), ScenarioB()})
        {
            const std::vector<LaimCase> cases = MakeCases(problem, false);
            const LaimCutChoice choice = ChooseCut(cases, SolveExactly, false, true);
            double best = 0;
            for (const LaimCase& one : cases)
            {
                best = std::max(best, ReferenceKeepRatio(one.task));
            }
            EXPECT_ABSOLUTE(choice.solution.merit, best, 1e-9, "the reference's");
            EXPECT_TRUE(choice.solves <= 5, choice.solves << " of 25 cuts solved");
        }
    }
};

/// No plan is beyond a bound, and the bound at the plan's own price is the plan.
class BoundCase : public TestCase
{
  public:
    BoundCase()
        : TestCase("bounds at any price, and tight at the right one")
    {
    }

  private:
    void DoRun() override
    {
        RandomProblems random(8);
        std::size_t tight = 0;
        for (int i = 0; i < 200; ++i)
        {
            for (const LaimCase& one : MakeCases(random.Make(), false))
            {
                const LaimSolution plan = SolveLaim(one.task);
                if (!plan.feasible)
                {
                    continue;
                }
                for (int price = 0; price < 5; ++price)
                {
                    const LaimBound bound(one.task, random.Between(1e-6, 1e6));
                    EXPECT_TRUE(bound.GetMerit() >= plan.merit * (1 - 1e-10), "merit");
                    EXPECT_TRUE(bound.GetEnergy(plan.merit) <= plan.energy * (1 + 1e-10), "energy");
                    EXPECT_TRUE(bound.GetLatency(plan.merit) <= plan.latency * (1 + 1e-10),
                                "latency");
                }
                if (plan.multiplier > 0 && plan.energy > one.task.energyBudget * (1 - 1e-10))
                {
                    const LaimBound bound(one.task, plan.multiplier);
                    EXPECT_RELATIVE(bound.GetMerit(), plan.merit, 1e-9, "tight");
                    ++tight;
                }
            }
        }
        EXPECT_TRUE(tight > 100, tight << " of them");
    }
};

class LaimCutsSuite : public TestSuite
{
  public:
    LaimCutsSuite()
        : TestSuite("edge-ai-laim-cuts", TEST_UNIT)
    {
        AddTestCase(new ChoiceCase, TEST_QUICK);
        AddTestCase(new BlocksCase, TEST_QUICK);
        AddTestCase(new BoundCase, TEST_QUICK);
    }
};

LaimCutsSuite g_laimCutsSuite;

} // namespace
