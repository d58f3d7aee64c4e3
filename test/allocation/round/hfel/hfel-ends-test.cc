/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Ends of the ranges: problems that are not sound or not taken, every form of the uplink, whole
// resource blocks, one worker, fixed clocks, figures of every scale.

#include "allocation/round/hfel/hfel-worker.h"
#include "support/expectations.h"
#include "support/hfel-fixture.h"
#include "support/random-problems.h"

#include "ns3/double.h"

#include <algorithm>
#include <functional>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfeltest;

namespace
{

const std::string PLANNERS[] = {"HfelPlanner", "HfelEqualBandPlanner", "HfelFixedClockPlanner"};

/// What is refused.
class HfelRefusalTestCase : public TestCase
{
  public:
    HfelRefusalTestCase()
        : TestCase("what is not sound, or not for these planners, is refused with the field")
    {
    }

  private:
    void DoRun() override
    {
        const double nan = std::nan("");
        const double infinite = std::numeric_limits<double>::infinity();
        for (const double bad : {nan, infinite, -1., 1e60})
        {
            Refuse([bad](RoundProblem& p) { p.update.bits = bad; }, "update.bits");
            Refuse([bad](RoundProblem& p) { p.update.time = bad; }, "update.time");
            Refuse([bad](RoundProblem& p) { p.uplink.bandwidth = bad; }, "uplink.bandwidth");
            Refuse([bad](RoundProblem& p) { p.workers[1].snrBand = bad; }, "workers[1].snrBand");
            Refuse([bad](RoundProblem& p) { p.workers[1].energyMax = bad; },
                   "workers[1].energyMax");
            Refuse([bad](RoundProblem& p) { p.workers[1].processor.cycles = bad; },
                   "workers[1].processor.cycles");
            Refuse([bad](RoundProblem& p) { p.workers[1].processor.clockMax = bad; },
                   "workers[1].processor.clockMax");
            Refuse([bad](RoundProblem& p) { p.workers[1].processor.powerCoefficient = bad; },
                   "workers[1].processor.powerCoefficient");
            Refuse([bad](RoundProblem& p) { p.workers[1].processor.flopPerCycle = bad; },
                   "workers[1].processor.flopPerCycle");
        }
        for (const double bad : {nan, infinite, -1., 2.1e9})
        {
            Refuse([bad](RoundProblem& p) { p.workers[1].processor.clockMin = bad; },
                   "workers[1].processor.clockMin");
        }
        Refuse([](RoundProblem& p) { p.workers[1].processor.cycles = 0; },
               "workers[1].processor.cycles");
        Refuse([](RoundProblem& p) { p.workers.clear(); }, "workers.size()");
        Refuse([](RoundProblem& p) { p.update.bits = 0; }, "none of division.parameters");
        Refuse(
            [](RoundProblem& p) {
                p.workers[1].processor = RoundProcessor();
                p.workers[1].flops = 1e9;
            },
            "workers[1].processor.clockMax");
        Refuse([](RoundProblem& p) { p.workers[1].powerMax = 0; }, "workers[1].powerMax");
        Refuse([nan](RoundProblem& p) { p.workers[1].powerMax = nan; }, "workers[1].powerMax");
        // A model in parts takes speeds in FLOP/s, also of workers with clocks.
        Refuse(
            [](RoundProblem& p) {
                p.depth.blocks.push_back({1e5, 1e9, 0, 1});
            },
            "workers[0].flops");
        RoundProblem parts = MakeGivenCell(8e-3);
        for (RoundWorker& worker : parts.workers)
        {
            worker.flops = 1e9;
        }
        parts.update.bits = 0;
        parts.depth.blocks.push_back({1e5, 1e9, 0, 1});
        EXPECT_TRUE(PlanCell("HfelPlanner", parts).reason.find("update.bits") == 0, "no update");
        const RoundPlan other = PlanCell("FomoPlanner", parts);
        EXPECT_TRUE(other.IsUsable() && other.workers[0].clock == 0,
                    "others compute at their flops: " << other.reason);
    }

    void Refuse(const std::function<void(RoundProblem&)>& spoil, const std::string& field)
    {
        for (const std::string& name : PLANNERS)
        {
            RoundProblem problem = MakeGivenCell(8e-3);
            spoil(problem);
            const RoundPlan plan = PlanCell(name, problem);
            EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name << ", " << field);
            EXPECT_TRUE(plan.reason.find(field) == 0, field << ": " << plan.reason);
        }
    }
};

/// Other uplinks, blocks of the band, few workers.
class HfelFormsTestCase : public TestCase
{
  public:
    HfelFormsTestCase()
        : TestCase("forms of the uplink, whole resource blocks, one worker, fixed clocks")
    {
    }

  private:
    void DoRun() override
    {
        CheckBlocks();
        CheckSubchannels();
        CheckRates();
        CheckFixedClock();
        RoundProblem alone = MakeGivenCell(0);
        alone.workers.resize(1);
        const double expected =
            1.6e7 / 2e9 + MESSAGE / (1e6 * std::log2(1 + .2 * GetGain(.2) / NOISE / 1e6));
        EXPECT_RELATIVE(PlanCell("HfelPlanner", alone).time, expected, 1e-12, "alone");
        EXPECT_RELATIVE(PlanCell("HfelEqualBandPlanner", alone).time, expected, 1e-12, "alone");
    }

    /// Bands in steps: as early as the best of all divisions into steps.
    void CheckBlocks()
    {
        RoundProblem problem = MakeGivenCell(8e-3);
        problem.uplink.bandGranularity = 100e3;
        const RoundPlan plan = PlanCell("HfelPlanner", problem);
        const std::vector<HfelWorker> workers = MakeHfelWorkers(problem);
        double best = INFINITY;
        for (int a = 1; a <= 7; ++a)
        {
            for (int b = 1; a + b <= 8; ++b)
            {
                for (int c = 1; a + b + c <= 9; ++c)
                {
                    const int blocks[] = {a, b, c, 10 - a - b - c};
                    double time = 0;
                    for (std::size_t k = 0; k < 4; ++k)
                    {
                        time = std::max(time, GetHfelTime(workers[k], 1e5 * blocks[k]));
                    }
                    best = std::min(best, time);
                }
            }
        }
        EXPECT_RELATIVE(plan.time, best, 1e-9, "whole blocks");
        double sum = 0;
        for (const RoundShare& share : plan.workers)
        {
            EXPECT_ABSOLUTE(std::remainder(share.bandwidth, 1e5), 0, 1e-6, "a multiple");
            sum += share.bandwidth;
        }
        EXPECT_TRUE(sum <= 1e6 * (1 + 1e-12), "no more than there is");
        problem.uplink.bandGranularity = 400e3;
        const RoundPlan none = PlanCell("HfelPlanner", problem);
        EXPECT_TRUE(none.status == PlanStatus::INFEASIBLE && !none.reason.empty(), "two blocks");
        EXPECT_TRUE(PlanCell("HfelEqualBandPlanner", problem).status == PlanStatus::INFEASIBLE,
                    "two blocks, equally");
    }

    /// Alike subchannels are steps of a band.
    void CheckSubchannels()
    {
        RoundProblem band = MakeGivenCell(8e-3);
        band.uplink.bandGranularity = 50e3;
        RoundProblem cut = band;
        cut.uplink.form = RoundUplinkForm::SUBCHANNELS;
        cut.uplink.subchannels = 20;
        cut.uplink.subchannelWidth = 50e3;
        cut.uplink.noiseDensity = NOISE;
        const double kilometres[] = {.2, .4, .6, .8};
        for (std::size_t k = 0; k < 4; ++k)
        {
            cut.workers[k].gains.assign(20, GetGain(kilometres[k]));
        }
        const RoundPlan plan = PlanCell("HfelPlanner", cut);
        const RoundPlan same = PlanCell("HfelPlanner", band);
        EXPECT_RELATIVE(plan.time, same.time, 1e-9, "subchannels");
        std::vector<uint32_t> owned;
        for (std::size_t k = 0; k < 4; ++k)
        {
            const RoundShare& share = plan.workers[k];
            owned.insert(owned.end(), share.subchannels.begin(), share.subchannels.end());
            EXPECT_ABSOLUTE(share.subchannels.size() * 50e3, same.workers[k].bandwidth, 1e-6, k);
            EXPECT_RELATIVE(share.uploadEnergy, same.workers[k].uploadEnergy, 1e-9, "energy " << k);
        }
        EXPECT_TRUE(std::is_sorted(owned.begin(), owned.end()) &&
                        std::adjacent_find(owned.begin(), owned.end()) == owned.end(),
                    "one owner each");
        cut.workers[3].gains[7] *= 2;
        EXPECT_TRUE(PlanCell("HfelPlanner", cut).reason.find("workers[3].gains") == 0, "unlike");
    }

    /// Links of their own: everybody as fast as its budget lets it compute.
    void CheckRates()
    {
        RoundProblem problem = MakeGivenCell(0);
        problem.uplink.form = RoundUplinkForm::RATES;
        for (RoundWorker& worker : problem.workers)
        {
            worker.rate = 2e6;
        }
        problem.workers[1].energyMax = 1e-28 * 4.8e7 * 1e18; // at 1 GHz
        const RoundPlan plan = PlanCell("HfelPlanner", problem);
        EXPECT_RELATIVE(plan.time, .048 + MESSAGE / 2e6, 1e-12, "T");
        EXPECT_RELATIVE(plan.workers[1].clock, 1e9, 1e-12, "the budget's clock");
        EXPECT_RELATIVE(plan.workers[0].clock, 2e9, 1e-12, "no budget");
        problem.update.time = 2 * plan.time;
        const RoundPlan slow = PlanCell("HfelPlanner", problem);
        EXPECT_RELATIVE(slow.time, 2 * plan.time, 1e-12, "slower");
        problem.workers[1].energyMax = 1e-28 * 4.8e7 * 1e16 * .99; // below the least clock
        EXPECT_TRUE(PlanCell("HfelPlanner", problem).status == PlanStatus::INFEASIBLE, "floor");
    }

    /// Half of the largest clock, and what power is left.
    void CheckFixedClock()
    {
        const RoundPlan plan = PlanCell("HfelFixedClockPlanner", MakeGivenCell(8e-3));
        for (const RoundShare& share : plan.workers)
        {
            EXPECT_RELATIVE(share.clock, 1e9, 1e-12, "half");
            EXPECT_RELATIVE(share.bandwidth, 250e3, 1e-12, "a quarter");
            const double energy = share.computeEnergy + share.uploadEnergy;
            EXPECT_TRUE(energy <= 8e-3 * (1 + 1e-9), "budget");
            EXPECT_TRUE(energy >= 8e-3 * (1 - 1e-9) || share.power >= .2 * (1 - 1e-9), "all of it");
        }
        const Ptr<RoundPlanner> planner = CreateRoundPlanner("HfelFixedClockPlanner");
        planner->SetAttribute("ClockShare", DoubleValue(.04));
        const RoundPlan none = planner->Plan(MakeGivenCell(8e-3));
        EXPECT_TRUE(none.status == PlanStatus::INFEASIBLE, "below the least clock");
        EXPECT_TRUE(none.reason.find("workers[0].processor.clockMin") == 0, none.reason);
    }
};

/// Figures of every scale.
class HfelScalesTestCase : public TestCase
{
  public:
    HfelScalesTestCase()
        : TestCase("sound problems of any scale: a plan within its budgets, or why there is none")
    {
    }

  private:
    void DoRun() override
    {
        using namespace randomproblems;
        uint32_t usable = 0;
        for (uint64_t seed = 1; seed <= 600; ++seed)
        {
            Figures figures(seed, seed % 3 == 0 ? ORDINARY : seed % 3 == 1 ? WIDE : EXTREME);
            RoundProblem problem;
            problem.uplink.form = static_cast<RoundUplinkForm>(1 + seed % 3);
            problem.uplink.bandwidth = figures.Quantity(1e5, 1e7);
            problem.update.bits = figures.Quantity(1e4, 1e6);
            for (uint64_t k = 0; k <= seed % 4; ++k)
            {
                RoundWorker worker;
                worker.powerMax = figures.Quantity(.1, 1);
                worker.snrBand = figures.Quantity(1e7, 1e10);
                worker.efficiency = figures.Quantity(1, 5);
                worker.rate = figures.Quantity(1e5, 1e7);
                worker.energyMax = figures.Quantity(5e-3, 1);
                worker.processor.cycles = figures.Quantity(1e7, 1e8);
                worker.processor.clockMax = figures.Quantity(1e9, 3e9);
                worker.processor.clockMin = worker.processor.clockMax * (seed % 2 == 0 ? 0 : .1);
                worker.processor.powerCoefficient = figures.Quantity(1e-28, 1e-27);
                problem.workers.push_back(worker);
            }
            for (const std::string& name : PLANNERS)
            {
                const RoundPlan plan = PlanCell(name, problem);
                EXPECT_TRUE(!plan.reason.empty() || plan.status == PlanStatus::SOLVED, seed);
                EXPECT_TRUE(plan.status != PlanStatus::VIOLATED, plan.reason);
                usable += plan.IsUsable() ? 1 : 0;
            }
        }
        EXPECT_TRUE(usable > 800, usable << " of 1800 plans");
    }
};

/// Ends of HFEL's cells.
class HfelEndsTestSuite : public TestSuite
{
  public:
    HfelEndsTestSuite()
        : TestSuite("edge-ai-hfel-ends", TEST_UNIT)
    {
        AddTestCase(new HfelRefusalTestCase, TEST_QUICK);
        AddTestCase(new HfelFormsTestCase, TEST_QUICK);
        AddTestCase(new HfelScalesTestCase, TEST_QUICK);
    }
};

HfelEndsTestSuite g_hfelEndsTestSuite; ///< the suite

} // namespace
