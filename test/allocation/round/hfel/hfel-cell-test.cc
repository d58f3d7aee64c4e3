/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The shortest round of a cell: checks H3, H4, H5 and H14 of the definition, the best of a grid,
// and what holds for any cell.

#include "allocation/round/hfel/hfel-band.h"
#include "support/expectations.h"
#include "support/hfel-fixture.h"

#include <algorithm>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfeltest;

namespace
{

/// Tolerance of the definition's checks.
constexpr double GIVEN = 1e-8;

/// @returns joules of a worker in a plan
double
GetEnergy(const RoundShare& share)
{
    return share.computeEnergy + share.uploadEnergy;
}

/// @returns hertz that a plan gives out
double
GetBandSum(const RoundPlan& plan)
{
    double sum = 0;
    for (const RoundShare& share : plan.workers)
    {
        sum += share.bandwidth;
    }
    return sum;
}

/// Numbers that the definition gives.
class HfelCellGivenTestCase : public TestCase
{
  public:
    HfelCellGivenTestCase()
        : TestCase("shortest rounds of the given cells (H3, H4, H5, H14)")
    {
    }

  private:
    void DoRun() override
    {
        CheckEfficiencies();
        CheckUnlimited();
        CheckBudgets();
        CheckFloor();
        CheckSlack();
    }

    /// H3: bands in closed form.
    void CheckEfficiencies()
    {
        RoundProblem problem = MakeCell(1e6);
        problem.uplink.form = RoundUplinkForm::BAND;
        for (const double efficiency : {2, 4, 1})
        {
            RoundWorker worker = MakeDevice(.3, 1e5, 0);
            worker.efficiency = efficiency;
            worker.processor.cycles = .05 * worker.processor.clockMax;
            problem.workers.push_back(worker);
        }
        const RoundPlan plan = PlanCell("HfelPlanner", problem);
        EXPECT_RELATIVE(plan.time, .05 + MESSAGE / 1e6 * 1.75, 1e-12, "T");
        EXPECT_RELATIVE(plan.time, .127616, 1e-12, "T as given");
        const double bands[] = {285714.2857, 142857.1429, 571428.5714};
        for (std::size_t k = 0; k < 3; ++k)
        {
            EXPECT_RELATIVE(plan.workers[k].bandwidth, bands[k], 1e-9, "band " << k);
            EXPECT_TRUE(std::isnan(plan.workers[k].uploadEnergy), "no power is planned");
        }
    }

    /// H4: no budget.
    void CheckUnlimited()
    {
        const RoundPlan plan = PlanCell("HfelPlanner", MakeGivenCell(0));
        EXPECT_RELATIVE(plan.time, .036845861193, GIVEN, "T");
        EXPECT_RELATIVE(plan.lowerBound, plan.time, 1e-12, "it is the least");
        const double bands[] = {102680.0175, 368341.4508, 281077.4182, 247901.1135};
        for (std::size_t k = 0; k < 4; ++k)
        {
            EXPECT_RELATIVE(plan.workers[k].bandwidth, bands[k], GIVEN, "band " << k);
            EXPECT_RELATIVE(plan.workers[k].clock, 2e9, 1e-7, "clock " << k);
            EXPECT_RELATIVE(plan.workers[k].power, .2, 1e-7, "power " << k);
        }
        EXPECT_RELATIVE(PlanCell("HfelEqualBandPlanner", MakeGivenCell(0)).time,
                        .041862506212,
                        GIVEN,
                        "equal bands");
    }

    /// H5: budgets that bind.
    void CheckBudgets()
    {
        const RoundPlan plan = PlanCell("HfelPlanner", MakeGivenCell(8e-3));
        EXPECT_RELATIVE(plan.time, .051398208, 1e-6, "T");
        const double bands[] = {74660.74, 491657.07, 245952.39, 187729.79};
        const double clocks[] = {1.608404e9, 1.210934e9, 1.271144e9, 1.300885e9};
        const double powers[] = {.093144, .081762, .107894, .135357};
        for (std::size_t k = 0; k < 4; ++k)
        {
            const RoundShare& share = plan.workers[k];
            EXPECT_RELATIVE(share.bandwidth, bands[k], 1e-6, "band " << k);
            EXPECT_RELATIVE(share.clock, clocks[k], 1e-4, "clock " << k);
            EXPECT_RELATIVE(share.power, powers[k], 1e-4, "power " << k);
            EXPECT_RELATIVE(GetEnergy(share), 8e-3, 1e-9, "budget " << k);
            EXPECT_RELATIVE(share.finishTime, plan.time, 1e-9, "all end at once, " << k);
        }
        EXPECT_RELATIVE(GetBandSum(plan), 1e6, 1e-12, "all of the band");

        RoundProblem two = MakeGivenCell(8e-3);
        two.workers = {two.workers[1], two.workers[3]};
        two.uplink.bandwidth = 500e3;
        const double best = PlanCell("HfelPlanner", two).time;
        EXPECT_RELATIVE(best, .056753932, 1e-6, "two devices");
        const std::vector<HfelWorker> workers = MakeHfelWorkers(two);
        double least = INFINITY;
        for (int i = 1; i < 2000; ++i)
        {
            const double band = 500e3 * i / 2000;
            const double time =
                std::max(GetHfelTime(workers[0], band), GetHfelTime(workers[1], 500e3 - band));
            least = std::min(least, time);
        }
        EXPECT_TRUE(least >= best, "no grid point is better");
        EXPECT_RELATIVE(least, best, 1e-3, "but the next ones are near");
    }

    /// H5: the least energy there is.
    void CheckFloor()
    {
        RoundProblem problem = MakeCell(1e6);
        problem.workers.push_back(MakeDevice(1, 2e5, 8.222029918e-4 * 1.05));
        EXPECT_RELATIVE(PlanCell("HfelPlanner", problem).time, .625620740, 1e-5, "5 % above");
        problem.workers[0].energyMax = 8.222029918e-4 * .95;
        const RoundPlan none = PlanCell("HfelPlanner", problem);
        EXPECT_TRUE(none.status == PlanStatus::INFEASIBLE, "5 % below");
        EXPECT_TRUE(none.reason.find("workers[0].energyMax") == 0, none.reason);
    }

    /// H14: more time than it takes.
    void CheckSlack()
    {
        RoundProblem problem = MakeGivenCell(8e-3);
        const RoundPlan fast = PlanCell("HfelPlanner", problem);
        problem.update.time = 1.5 * fast.time;
        const RoundPlan plan = PlanCell("HfelPlanner", problem);
        const double energies[] = {1.2668082e-3, 3.2514394e-3, 2.9692275e-3, 2.9748262e-3};
        for (std::size_t k = 0; k < 4; ++k)
        {
            EXPECT_RELATIVE(GetEnergy(plan.workers[k]), energies[k], 1e-4, "energy " << k);
            EXPECT_RELATIVE(plan.workers[k].bandwidth,
                            fast.workers[k].bandwidth,
                            0,
                            "band " << k << " stays");
        }
        EXPECT_RELATIVE(plan.time, problem.update.time, 1e-9, "all of the time");
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
        problem.update.time = .9 * fast.time;
        const RoundPlan late = PlanCell("HfelPlanner", problem);
        EXPECT_TRUE(late.status == PlanStatus::VIOLATED, "a time that cannot be kept");
        EXPECT_TRUE(late.reason.find("update.time") == 0, late.reason);
        EXPECT_RELATIVE(late.time, fast.time, 0, "as fast as it goes");
    }
};

/// Cells by lot.
class HfelCellRandomTestCase : public TestCase
{
  public:
    HfelCellRandomTestCase()
        : TestCase("any cell: budgets, band, the order of planners, more budget or band, less time")
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(17);
        double gain = 0;
        for (int i = 0; i < 100; ++i)
        {
            RoundProblem problem = MakeRandomCell(draws, 2e-3, 20e-3);
            problem.broadcastTime = draws.Uniform(0, .01);
            problem.workers[2].offset = draws.Uniform(0, .02);
            const RoundPlan plan = PlanCell("HfelPlanner", problem);
            NS_TEST_ASSERT_MSG_EQ((plan.status == PlanStatus::SOLVED), true, plan.reason);
            for (const RoundShare& share : plan.workers)
            {
                const std::size_t k = &share - plan.workers.data();
                const RoundProcessor& processor = problem.workers[k].processor;
                EXPECT_TRUE(GetEnergy(share) <= problem.workers[k].energyMax * (1 + 1e-9),
                            "budget " << k << " of cell " << i);
                EXPECT_TRUE(share.clock >= processor.clockMin && share.clock <= processor.clockMax,
                            "clock " << k << " of cell " << i);
                EXPECT_TRUE(share.power > 0 && share.power <= problem.workers[k].powerMax,
                            "power " << k << " of cell " << i);
            }
            EXPECT_RELATIVE(GetBandSum(plan), 1e6, 1e-9, "band of cell " << i);
            const double equal = PlanCell("HfelEqualBandPlanner", problem).time;
            const RoundPlan fixed = PlanCell("HfelFixedClockPlanner", problem);
            EXPECT_TRUE(plan.time <= equal * (1 + 1e-9), "equal bands are no better, " << i);
            EXPECT_TRUE(!fixed.IsUsable() || equal <= fixed.time * (1 + 1e-9),
                        "nor are fixed clocks better than free ones, " << i);
            gain += equal / plan.time / 100;
            RoundProblem richer = problem;
            richer.workers[0].energyMax *= 1.2;
            EXPECT_TRUE(PlanCell("HfelPlanner", richer).time <= plan.time * (1 + 1e-9),
                        "more budget, cell " << i);
            richer.uplink.bandwidth *= 1.5;
            EXPECT_TRUE(PlanCell("HfelPlanner", richer).time < plan.time, "more band, cell " << i);
            const RoundPlan again = PlanCell("HfelPlanner", problem);
            EXPECT_TRUE(again.time == plan.time &&
                            again.workers[4].bandwidth == plan.workers[4].bandwidth,
                        "the same problem, the same plan, " << i);
        }
        EXPECT_TRUE(gain > 1.05, "equal bands cost something: " << gain);
    }
};

/// Cells of HFEL.
class HfelCellTestSuite : public TestSuite
{
  public:
    HfelCellTestSuite()
        : TestSuite("edge-ai-hfel-cell", TEST_UNIT)
    {
        AddTestCase(new HfelCellGivenTestCase, TEST_QUICK);
        AddTestCase(new HfelCellRandomTestCase, TEST_QUICK);
    }
};

HfelCellTestSuite g_hfelCellTestSuite; ///< the suite

} // namespace
