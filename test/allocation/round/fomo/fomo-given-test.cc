/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Every planner on the instances of the definition: F5, F6, F7 and F9.

#include "allocation/round/fomo/fomo-defaults.h"
#include "support/fomo-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;

namespace
{

/// What a planner comes to.
struct Given
{
    std::string planner; ///< without "Fomo" and "Planner"
    double time;         ///< [s]
};

/// @param [in] plan of a planner  @param [in] owners of the blocks
bool
IsMatching(const RoundPlan& plan, const std::vector<int>& owners)
{
    return GetOwners(plan, owners.size()) == owners;
}

/// Five workers, four blocks.
class FomoFiveTestCase : public TestCase
{
  public:
    FomoFiveTestCase()
        : TestCase("five workers and four blocks: all planners, limits, fixed powers (F5 to F7)")
    {
    }

  private:
    void DoRun() override;
    /// Where one resource has no limit.
    void CheckLimits();
};

void
FomoFiveTestCase::DoRun()
{
    const RoundProblem problem = MakeFive();
    for (const Given& given : {Given{"", 1.423215},
                               {"Enumeration", 1.423215},
                               {"Dual", 1.423215},
                               {"Alternating", 1.444359},
                               {"EqualBand", 1.9},
                               {"IndexOrder", 2.027417},
                               {"FullFederated", 3.740033},
                               {"Single", 1.408333}})
    {
        const RoundPlan plan = PlanBy("Fomo" + given.planner + "Planner", problem);
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, given.planner << ": " << plan.reason);
        EXPECT_RELATIVE(plan.time, given.time, GIVEN, given.planner);
    }
    const RoundPlan exact = PlanBy("FomoPlanner", problem);
    EXPECT_TRUE(IsMatching(exact, {2, 0, 4, 1}), "the best matching");
    EXPECT_TRUE(IsMatching(PlanBy("FomoDualPlanner", problem), {2, 0, 4, 1}), "of the ascent");
    const double bands[] = {641832.9, 216634.2, 396109.1, 745423.7};
    const double multipliers[] = {0.404272, 0.092111, 0.230967, 0.272650};
    const std::vector<int> owners = GetOwners(exact, 4);
    for (std::size_t j = 0; j < 4; ++j)
    {
        const RoundShare& share = exact.workers[static_cast<std::size_t>(owners[j])];
        EXPECT_RELATIVE(share.bandwidth, bands[j], GIVEN, "band of block " << j + 1);
        EXPECT_ABSOLUTE(share.multiplier, multipliers[j], 5e-7, "multiplier of " << j + 1);
        EXPECT_RELATIVE(share.finishTime, exact.time, 1e-12, "all end together");
    }
    EXPECT_TRUE(!exact.workers[3].involved && exact.workers[3].blocks == 0, "worker 3 is idle");
    EXPECT_RELATIVE(exact.lowerBound, exact.time, 1e-14, "certified");
    EXPECT_TRUE(std::abs(exact.summary.residual) <= 1e-12, "nothing of the band is left over");
    EXPECT_TRUE(!exact.summary.limited, "it ended by its rule");
    EXPECT_ABSOLUTE(PlanBy("FomoComputeOnlyPlanner", problem).lowerBound, .5, 1e-15, "the bound");
    CheckLimits();

    const RoundProblem power = MakeFiveOfPower();
    for (const std::string name : {"FomoPlanner", "FomoEnumerationPlanner"})
    {
        const RoundPlan plan = PlanBy(name, power);
        EXPECT_RELATIVE(plan.time, 1.268104, GIVEN, name << " at fixed powers");
        EXPECT_TRUE(IsMatching(plan, {2, 0, 4, 1}), name << " at fixed powers");
    }
}

void
FomoFiveTestCase::CheckLimits()
{
    RoundProblem wide = MakeFive();
    wide.uplink.bandwidth = 1e15;
    EXPECT_RELATIVE(PlanBy("FomoPlanner", wide).time, .5, 1e-8, "sending takes no time");
    RoundProblem fast = MakeFive();
    fast.depth.forwardFlop = 0;
    fast.depth.backwardFlop = 0;
    fast.depth.activationBytes = 0;
    const RoundPlan plan = PlanBy("FomoPlanner", fast);
    EXPECT_RELATIVE(plan.time, .4 * (1 / 4. + 1 / 3. + 1 / 2. + 1), 1e-12, "computing takes none");
    EXPECT_RELATIVE(plan.time, 0.833333, GIVEN, "computing takes none");
    EXPECT_TRUE(!plan.workers[3].involved, "the worst link is idle");
}

/// Sixteen workers, twelve blocks of RoBERTa-base.
class FomoRegimesTestCase : public TestCase
{
  public:
    FomoRegimesTestCase()
        : TestCase("sixteen workers and RoBERTa-base: adapters and whole blocks (F9)")
    {
    }

  private:
    /// @param [in] problem of a regime  @param [in] expected caps of its memories
    void CheckCaps(const RoundProblem& problem, const std::vector<std::size_t>& expected);
    /// @param [in] problem of a regime  @param [in] expected times  @param [in] dual at most [s]
    /// @param [in] alternating at most [s]
    void CheckTimes(const RoundProblem& problem,
                    const std::vector<Given>& expected,
                    double dual,
                    double alternating);
    void DoRun() override;
};

void
FomoRegimesTestCase::CheckCaps(const RoundProblem& problem,
                               const std::vector<std::size_t>& expected)
{
    const FomoTable compute = FomoCase(problem).compute;
    EXPECT_TRUE(CutFomoPairs(compute, 1e9) == expected, "what memory holds");
    const FomoCase regime(problem);
    const FomoTable table =
        regime.MakeTable(std::vector<double>(problem.workers.size(), regime.GetEqualShare()));
    EXPECT_TRUE(table.RisesWithDepth(), "CRUNCH applies");
}

void
FomoRegimesTestCase::CheckTimes(const RoundProblem& problem,
                                const std::vector<Given>& expected,
                                double dual,
                                double alternating)
{
    for (const Given& given : expected)
    {
        const RoundPlan plan = PlanBy("Fomo" + given.planner + "Planner", problem);
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, given.planner << ": " << plan.reason);
        EXPECT_RELATIVE(plan.time, given.time, GIVEN, given.planner);
    }
    const RoundPlan ascent = PlanBy("FomoDualPlanner", problem);
    EXPECT_TRUE(ascent.time <= dual, "dual ascent comes to " << ascent.time << " s");
    const RoundPlan turns = PlanBy("FomoAlternatingPlanner", problem);
    EXPECT_TRUE(turns.time <= alternating, "alternating comes to " << turns.time << " s");
    const RoundPlan exact = PlanBy("FomoPlanner", problem);
    EXPECT_TRUE(exact.summary.iterations <= 20, exact.summary.iterations << " assignments");
    EXPECT_TRUE(exact.time <= ascent.time && exact.time <= turns.time, "the optimum is");
}

void
FomoRegimesTestCase::DoRun()
{
    const RoundProblem adapters = MakeFomoAdapterProblem();
    NS_TEST_EXPECT_MSG_EQ(adapters.Validate(), "", "sound");
    CheckCaps(adapters, {2, 5, 8, 11, 12, 12, 4, 7, 10, 12, 12, 3, 6, 9, 12, 12});
    CheckTimes(adapters,
               {{"", 0.785698},
                {"Dual", 0.804483},
                {"Alternating", 0.856356},
                {"EqualBand", 1.013277},
                {"IndexOrder", 1.283614},
                {"FullFederated", 3.008102},
                {"Single", 0.599062}},
               0.83,
               0.90);
    EXPECT_RELATIVE(PlanBy("FomoComputeOnlyPlanner", adapters).lowerBound,
                    0.536435,
                    GIVEN,
                    "the bound");

    const RoundProblem whole = MakeFomoWholeProblem();
    NS_TEST_EXPECT_MSG_EQ(whole.Validate(), "", "sound");
    CheckCaps(whole, {4, 6, 8, 10, 12, 12, 5, 8, 10, 12, 12, 5, 7, 9, 11, 12});
    CheckTimes(
        whole,
        {{"", 4.834629}, {"Dual", 4.838147}, {"EqualBand", 7.064572}, {"IndexOrder", 6.574127}},
        5.1,
        7.064572);
    // Workers whose memory holds depth 12 with one block's optimiser state cannot hold all twelve.
    for (const std::string name : {"FomoSinglePlanner", "FomoFullFederatedPlanner"})
    {
        const RoundPlan plan = PlanBy(name, whole);
        EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, name);
        EXPECT_TRUE(plan.reason.find("no worker has the 3.18018e+09 B of memory that all depth "
                                     "blocks together take") == 0,
                    plan.reason);
    }
}

/// Instances of the definition.
class FomoGivenTestSuite : public TestSuite
{
  public:
    FomoGivenTestSuite()
        : TestSuite("edge-ai-fomo-given", TEST_UNIT)
    {
        AddTestCase(new FomoFiveTestCase, TEST_QUICK);
        AddTestCase(new FomoRegimesTestCase, TEST_QUICK);
    }
};

FomoGivenTestSuite g_fomoGivenTestSuite; ///< the suite

} // namespace
