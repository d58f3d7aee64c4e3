/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What planners of depth blocks owe on random problems: the exact one equals enumeration, the
// heuristics stay above it, and every plan keeps the invariants. Check F8 and the invariants of the
// definition; extreme but sound figures.

#include "allocation/plan/plan-inspection.h"
#include "allocation/round/fomo/fomo-defaults.h"
#include "application/message/message-archive.h"
#include "support/fomo-test-support.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;
using namespace ns3::edgeai::randomproblems;

namespace
{

/// Against all matchings.
class FomoOptimalityTestCase : public TestCase
{
  public:
    FomoOptimalityTestCase()
        : TestCase("the exact planner is the best of all matchings, the ascent nearly (F8)")
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(5);
        int feasible = 0;
        int met = 0;
        int within = 0;
        int repeated = 0;
        double worstAscent = 1;
        double worstTurns = 1;
        for (int i = 0; i < 200; ++i)
        {
            RoundProblem problem = MakeRandomFomo(draws, 6, 4);
            for (const RoundUplinkForm form : {RoundUplinkForm::BAND_POWER, RoundUplinkForm::BAND})
            {
                problem.uplink.form = form;
                for (RoundWorker& worker : problem.workers)
                {
                    worker.snrBand = 4e5 * worker.efficiency * worker.efficiency;
                }
                const RoundPlan best = PlanBy("FomoEnumerationPlanner", problem);
                const RoundPlan exact = PlanBy("FomoPlanner", problem);
                NS_TEST_ASSERT_MSG_EQ(exact.IsUsable(), best.IsUsable(), "problem " << i);
                EXPECT_RELATIVE(exact.time, best.time, 1e-9, "problem " << i);
                EXPECT_TRUE(!exact.summary.limited, "problem " << i);
            }
            // The last one is of shares with an efficiency.
            const RoundPlan exact = PlanBy("FomoPlanner", problem);
            const FomoTable compute = FomoCase(problem).compute;
            NS_TEST_ASSERT_MSG_EQ(exact.IsUsable(), SolveFomoCrunch(compute).found, "CRUNCH says");
            const RoundPlan ascent = PlanBy("FomoDualPlanner", problem);
            NS_TEST_ASSERT_MSG_EQ(ascent.IsUsable(), exact.IsUsable(), "problem " << i);
            if (exact.IsUsable())
            {
                ++feasible;
                met += ascent.time <= exact.time * (1 + 1e-9) ? 1 : 0;
                within += ascent.time <= exact.time * 1.1 ? 1 : 0;
                worstAscent = std::max(worstAscent, ascent.time / exact.time);
                const RoundPlan turns = PlanBy("FomoAlternatingPlanner", problem);
                worstTurns = std::max(worstTurns, turns.time / exact.time);
                repeated += turns.summary.iterations > 1 ? 1 : 0;
            }
        }
        EXPECT_TRUE(feasible > 100 && feasible < 200, feasible << " of 200 have a matching");
        EXPECT_TRUE(met >= .75 * feasible, "the ascent met " << met << " optima of " << feasible);
        // The definition says at most 10 % above, which held for its 46 cases. It is no property of
        // the method: of these, whose optima enumeration confirms, one ends at 1.1069, and of 3775
        // that were tried two, the worst at 1.1164; 89 % met the optimum.
        EXPECT_TRUE(within >= .99 * feasible, within << " of " << feasible << " within 10 %");
        EXPECT_TRUE(worstAscent <= 1.15, "the ascent ends at most at " << worstAscent);
        EXPECT_TRUE(repeated > 5, repeated << " times other blocks were better for the bands");
        EXPECT_TRUE(worstTurns > 1.01 && worstTurns < 1.8, "turns get stuck: " << worstTurns);
    }
};

/// The order of planners, and what helps.
class FomoInvariantsTestCase : public TestCase
{
  public:
    FomoInvariantsTestCase()
        : TestCase("invariants: order of planners, monotone resources, scales, matchings")
    {
    }

  private:
    /// @param [in] problem of a band  @param [in] what it is
    void Check(const RoundProblem& problem, const std::string& what);
    /// More of something never hurts. @param [in] problem with a plan  @param [in] what it is
    void CheckMore(const RoundProblem& problem, const std::string& what);
    void DoRun() override;
};

void
FomoInvariantsTestCase::Check(const RoundProblem& problem, const std::string& what)
{
    constexpr double SLACK = 1 + 1e-9;
    const std::size_t blocks = problem.depth.blocks.size();
    const RoundPlan exact = PlanBy("FomoPlanner", problem);
    const RoundPlan bound = PlanBy("FomoComputeOnlyPlanner", problem);
    EXPECT_TRUE(bound.lowerBound <= exact.time * SLACK, what << ": the bound");
    for (const std::string name : {"FomoDualPlanner",
                                   "FomoAlternatingPlanner",
                                   "FomoEqualBandPlanner",
                                   "FomoIndexOrderPlanner",
                                   "FomoRandomPlanner",
                                   "FomoComputeOnlyPlanner"})
    {
        const RoundPlan plan = PlanBy(name, problem);
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
        EXPECT_TRUE(exact.time <= plan.time * SLACK, what << ": better than " << name);
        double sum = 0;
        std::size_t involved = 0;
        for (const RoundShare& share : plan.workers)
        {
            sum += share.bandwidth;
            involved += share.involved ? 1 : 0;
            EXPECT_TRUE(!share.involved || name == "FomoEqualBandPlanner" ||
                            std::abs(share.finishTime - plan.time) < 1e-9 * plan.time,
                        what << ": all end together by " << name);
        }
        EXPECT_RELATIVE(sum, problem.uplink.bandwidth, 1e-9, what << ": the band by " << name);
        NS_TEST_EXPECT_MSG_EQ(involved, blocks, what << ": a worker for each block by " << name);
        const std::vector<int> owners = GetOwners(plan, blocks);
        EXPECT_TRUE(std::count(owners.begin(), owners.end(), -1) == 0, what << ": by " << name);
    }
    EXPECT_TRUE(PlanBy("FomoAlternatingPlanner", problem).time <=
                    PlanBy("FomoEqualBandPlanner", problem).time * SLACK,
                what << ": turns are no worse than where they begin");
    CheckMore(problem, what);
}

void
FomoInvariantsTestCase::CheckMore(const RoundProblem& problem, const std::string& what)
{
    const double before = PlanBy("FomoPlanner", problem).time * (1 + 1e-9);
    const auto after = [](const RoundProblem& more) { return PlanBy("FomoPlanner", more).time; };
    RoundProblem more = problem;
    more.uplink.bandwidth *= 1.1;
    EXPECT_TRUE(after(more) < before, what << ": more band");
    for (std::size_t k = 0; k < problem.workers.size(); ++k)
    {
        more = problem;
        more.workers[k].flops *= 1.2;
        EXPECT_TRUE(after(more) <= before, what << ": faster worker " << k);
        more = problem;
        more.workers[k].efficiency *= 1.2;
        EXPECT_TRUE(after(more) <= before, what << ": better link of " << k);
        more = problem;
        more.workers[k].memoryBytes *= 2;
        EXPECT_TRUE(after(more) <= before, what << ": more memory of " << k);
    }
    more = problem;
    more.workers.push_back(problem.workers[0]);
    EXPECT_TRUE(after(more) <= before, what << ": one more worker");
    // As many more bits as hertz.
    more = problem;
    more.uplink.bandwidth *= 1e6;
    for (RoundBlock& block : more.depth.blocks)
    {
        block.gradientBits *= 1e6;
    }
    EXPECT_RELATIVE(after(more), PlanBy("FomoPlanner", problem).time, 1e-9, what << ": scale");
}

void
FomoInvariantsTestCase::DoRun()
{
    Draws draws(17);
    int checked = 0;
    for (int i = 0; i < 60; ++i)
    {
        const auto workers = static_cast<std::size_t>(draws.Integer(3, 9));
        RoundProblem problem =
            MakeRandomFomo(draws, workers, static_cast<uint32_t>(draws.Integer(1, workers)));
        problem.uniformDraws.assign(9, draws.Uniform());
        if (PlanBy("FomoPlanner", problem).IsUsable())
        {
            Check(problem, "problem " + std::to_string(i));
            ++checked;
        }
    }
    EXPECT_TRUE(checked > 30, checked << " of 60 have a matching");
    for (RoundProblem problem : {MakeFomoAdapterProblem(), MakeFomoWholeProblem()})
    {
        problem.uniformDraws.assign(12, .4);
        Check(problem, "a regime");
    }
    // Tiny and huge rounds: the same in other units.
    const RoundProblem five = MakeFive();
    for (const double scale : {1e-12, 1e-6, 1e6, 1e12})
    {
        RoundProblem scaled = five;
        scaled.depth.forwardFlop *= scale;
        scaled.depth.backwardFlop *= scale;
        scaled.uplink.bandwidth /= scale;
        for (const std::string name : {"FomoPlanner", "FomoDualPlanner", "FomoAlternatingPlanner"})
        {
            EXPECT_RELATIVE(PlanBy(name, scaled).time,
                            scale * PlanBy(name, five).time,
                            1e-9,
                            name << ", scale " << scale);
        }
    }
}

/// What every planner owes, whatever the figures.
class FomoPropertyTestCase : public TestCase
{
  public:
    /// @param [in] spread of the figures  @param [in] words for it
    FomoPropertyTestCase(Spread spread, const std::string& words)
        : TestCase("plans keep what they owe: " + words),
          m_spread(spread)
    {
    }

  private:
    /// @returns a sound problem of any form
    static RoundProblem Make(Figures& figures);
    /// @param [in] problem sound  @param [in] plan usable  @param [in] what it is
    void CheckPlan(const RoundProblem& problem, const RoundPlan& plan, const std::string& what);
    void DoRun() override;

    Spread m_spread; ///< of the figures
};

RoundProblem
FomoPropertyTestCase::Make(Figures& figures)
{
    RoundProblem problem;
    problem.uplink.form = static_cast<RoundUplinkForm>(figures.Count(0, 3));
    problem.uplink.bandwidth = figures.Quantity(1e6, 1e8);
    problem.uplink.bandGranularity =
        figures.Happens(.7) ? 0 : std::max(1e-50, problem.uplink.bandwidth / figures.Count(1, 300));
    problem.uplink.subchannels = static_cast<uint32_t>(figures.Count(1, 100));
    problem.uplink.subchannelWidth = figures.Quantity(1e4, 1e6);
    problem.uplink.noiseDensity = figures.Quantity(2e-21, 8e-21);
    problem.broadcastTime = figures.Happens(.5) ? 0 : figures.Quantity(.01, 1);
    problem.aggregateTime = figures.Happens(.5) ? 0 : figures.Quantity(.01, 1);
    for (std::size_t k = figures.Count(1, 6); k > 0; --k)
    {
        RoundWorker worker;
        worker.flops = figures.Quantity(1e11, 1e12);
        worker.offset = figures.Happens(.7) ? 0 : figures.Quantity(.01, .1);
        worker.powerMax = figures.Quantity(.01, 1);
        worker.gains.assign(problem.uplink.subchannels, figures.Quantity(1e-13, 1e-8));
        worker.efficiency = figures.Quantity(.5, 5);
        worker.snrBand = figures.Quantity(1e5, 1e7);
        worker.rate = figures.Quantity(1e5, 1e7);
        worker.memoryBytes = figures.Happens(.3) ? 0 : figures.Quantity(1e9, 1e10);
        worker.energyMax = figures.Happens(.8) ? 0 : figures.Quantity(1, 100);
        worker.energyPerFlop = figures.Quantity(1e-12, 1e-10);
        problem.workers.push_back(worker);
    }
    problem.depth.forwardFlop = figures.Quantity(1e10, 1e12);
    problem.depth.backwardFlop = figures.Quantity(1e9, 1e11);
    problem.depth.baseMemoryBytes = figures.Quantity(1e7, 1e9);
    problem.depth.activationBytes = figures.Quantity(1e7, 1e9);
    const RoundBlock block{figures.Quantity(1e4, 1e7), figures.Quantity(1e7, 1e9), 1e6, 1};
    problem.depth.blocks.assign(figures.Count(1, 10), block);
    if (figures.Happens(.3))
    {
        for (RoundBlock& other : problem.depth.blocks)
        {
            other.gradientBits = figures.Quantity(1e4, 1e7);
            other.layers = static_cast<uint32_t>(figures.Count(1, 3));
        }
    }
    for (int i = 0; i < 10; ++i)
    {
        problem.uniformDraws.push_back(figures.Draw());
    }
    return problem;
}

void
FomoPropertyTestCase::CheckPlan(const RoundProblem& problem,
                                const RoundPlan& plan,
                                const std::string& what)
{
    constexpr double SLACK = 1 + 1e-6;
    NS_TEST_EXPECT_MSG_EQ(ExplainPlanRange(plan), "", what);
    NS_TEST_ASSERT_MSG_EQ(plan.workers.size(), problem.workers.size(), what);
    EXPECT_TRUE(plan.lowerBound <= plan.time * SLACK, what << ": the bound");
    const bool band = problem.uplink.form == RoundUplinkForm::BAND ||
                      problem.uplink.form == RoundUplinkForm::BAND_POWER;
    double sum = 0;
    std::size_t blocks = 0;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        EXPECT_TRUE(share.involved == (share.blocks > 0), what << ": blocks of " << k);
        EXPECT_TRUE(problem.workers[k].memoryBytes == 0 ||
                        share.memoryBytes <= problem.workers[k].memoryBytes * SLACK,
                    what << ": memory of " << k);
        EXPECT_TRUE(share.block >= share.blocks && share.block <= problem.depth.blocks.size(),
                    what << ": depth of " << k);
        EXPECT_TRUE(!share.involved || share.rate > 0, what << ": rate of " << k);
        EXPECT_TRUE(share.involved || (share.bandwidth == 0 && share.subchannels.empty()),
                    what << ": the idle have nothing");
        sum += share.bandwidth;
        blocks += share.blocks;
    }
    EXPECT_TRUE(!band || sum <= problem.uplink.bandwidth * SLACK, what << ": " << sum << " Hz");
    EXPECT_TRUE(what.find("FullFederated") != std::string::npos ||
                    blocks == problem.depth.blocks.size(),
                what << ": " << blocks << " blocks");
}

void
FomoPropertyTestCase::DoRun()
{
    uint32_t usable = 0;
    uint32_t all = 0;
    for (uint64_t seed = 1; seed <= 300; ++seed)
    {
        Figures figures(seed, m_spread);
        const RoundProblem problem = Make(figures);
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound, seed " << seed);
        for (const std::string& name : ListFomoPlanners())
        {
            const std::string what = name + ", seed " + std::to_string(seed);
            const RoundPlan plan = PlanBy(name, problem);
            EXPECT_TRUE((plan.status == PlanStatus::SOLVED) == plan.reason.empty(), what);
            all += plan.status == PlanStatus::REFUSED ? 0 : 1;
            if (!plan.IsUsable())
            {
                EXPECT_TRUE(plan.steps.empty() && plan.workers.empty(), what << ": no plan");
                continue;
            }
            ++usable;
            CheckPlan(problem, plan, what);
            const auto bytes = Encode(plan);
            RoundPlan read;
            std::string fault;
            EXPECT_TRUE(Decode(bytes, read, &fault), what << ": " << fault);
            EXPECT_TRUE(Encode(read) == bytes, what << ": another after decoding");
            EXPECT_TRUE(Encode(PlanBy(name, problem)) == bytes, what << ": another plan next time");
        }
        const RoundPlan best = PlanBy("FomoEnumerationPlanner", problem);
        const RoundPlan exact = PlanBy("FomoPlanner", problem);
        EXPECT_TRUE(best.IsUsable() == exact.IsUsable(), "seed " << seed << exact.reason);
        EXPECT_TRUE(!best.IsUsable() ||
                        std::abs(exact.lowerBound - best.lowerBound) <= 1e-9 * best.lowerBound,
                    "the optimum, seed " << seed << ": " << exact.lowerBound << " of "
                                         << best.lowerBound);
    }
    EXPECT_TRUE(usable > (m_spread == ORDINARY ? .6 : .2) * all, usable << " of " << all);
}

/// What planners owe.
class FomoPropertiesTestSuite : public TestSuite
{
  public:
    FomoPropertiesTestSuite()
        : TestSuite("edge-ai-fomo-properties", TEST_UNIT)
    {
        AddTestCase(new FomoOptimalityTestCase, TEST_QUICK);
        AddTestCase(new FomoInvariantsTestCase, TEST_QUICK);
        AddTestCase(new FomoPropertyTestCase(ORDINARY, "ordinary figures"), TEST_QUICK);
        AddTestCase(new FomoPropertyTestCase(WIDE, "wide figures"), TEST_QUICK);
        AddTestCase(new FomoPropertyTestCase(EXTREME, "extreme figures"), TEST_QUICK);
    }
};

FomoPropertiesTestSuite g_fomoPropertiesTestSuite; ///< the suite

} // namespace
