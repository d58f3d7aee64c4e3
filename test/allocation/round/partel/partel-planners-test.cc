/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners that divide a model over workers: plans of the definition's instances, refusals, both
// ends of every range.

#include "support/partel-fixture.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/uinteger.h"

#include <limits>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::parteltest;

namespace
{

/// Planners over subchannels.
const std::vector<std::string> PLANNERS{"PartelPlanner",
                                        "PartelExactPlanner",
                                        "PartelEqualPlanner",
                                        "PartelBestGainPlanner",
                                        "PartelComputePlanner",
                                        "PartelFixedPartitionPlanner",
                                        "PartelFederatedPlanner"};

/// @param [in] plan of a round  @returns loads of all workers together
double
SumLoads(const RoundPlan& plan)
{
    double sum = 0;
    for (const RoundShare& share : plan.workers)
    {
        sum += share.parameters;
    }
    return sum;
}

/// The planners' plans.
class PartelPlansTestCase : public TestCase
{
  public:
    PartelPlansTestCase()
        : TestCase("plans by name: ends, loads, bounds, steps")
    {
    }

  private:
    void DoRun() override;
};

void
PartelPlansTestCase::DoRun()
{
    // Whole parameters move these ends by at most what one takes, 5e-5 s in C4 and 3e-5 s in C12.
    for (const auto& [name, end] :
         std::vector<std::pair<std::string, double>>{{"PartelPlanner", .889099},
                                                     {"PartelExactPlanner", .889099},
                                                     {"PartelEqualPlanner", 1.241344},
                                                     {"PartelBestGainPlanner", 1.362488},
                                                     {"PartelComputePlanner", 2.922752}})
    {
        RoundProblem problem = MakeC4();
        RoundPlan plan = PlanBy(name, problem);
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "", name);
        EXPECT_ABSOLUTE(plan.time, end, 5e-5, name);
        NS_TEST_EXPECT_MSG_EQ(SumLoads(plan), 1e5, name);
        EXPECT_RELATIVE(plan.lowerBound, .887627, 2e-5, name << " bound");
        std::size_t involved = 0;
        for (const RoundShare& share : plan.workers)
        {
            involved += share.involved ? 1 : 0;
        }
        NS_TEST_EXPECT_MSG_EQ(plan.steps.size(), 3 * involved + 1, name);
        problem.broadcastTime = 2;
        problem.aggregateTime = .5;
        plan = PlanBy(name, problem);
        EXPECT_ABSOLUTE(plan.time, 2.5 + end, 5e-5, name << " after a broadcast");
        EXPECT_RELATIVE(plan.lowerBound, 2.5 + .887627, 2e-5, name << " bound");
    }
    const RoundPlan support = PlanBy("PartelPlanner", MakeC4());
    EXPECT_ABSOLUTE(support.time, .889099, 1e-6, "SUPPORT's own end");
    EXPECT_TRUE(GetPlannedOwners(support, 6) == (std::vector<uint32_t>{2, 2, 0, 2, 1, 1}),
                "owners");
    for (std::size_t k = 0; k < 3; ++k)
    {
        const RoundShare& share = support.workers[k];
        EXPECT_RELATIVE(std::accumulate(share.powers.begin(), share.powers.end(), 0.),
                        .1 * (k + 1),
                        1e-12,
                        "all power is used");
        EXPECT_TRUE(std::is_sorted(share.subchannels.begin(), share.subchannels.end()), "in order");
    }
    EXPECT_TRUE(support.summary.evaluations > 0 && support.relaxedGap < 1e-5, "what it took");
    const double fixed = PlanBy("PartelFixedPartitionPlanner", MakeC4()).time;
    EXPECT_TRUE(fixed < 1.241345 && fixed > support.time, "FIXED-PARTITION lies between " << fixed);
    const RoundPlan federated = PlanBy("PartelFederatedPlanner", MakeC4());
    NS_TEST_EXPECT_MSG_EQ(SumLoads(federated), 3e5, "FEDERATED: everybody has all");
    EXPECT_RELATIVE(federated.time, 3 * fixed, 1e-4, "FEDERATED over the radio of the fixed one");

    const RoundProblem large = MakeC12();
    EXPECT_TRUE(PlanBy("PartelPlanner", large).time <= 1.880, "C12");
    EXPECT_ABSOLUTE(PlanBy("PartelEqualPlanner", large).time, 4.92097, 1e-4, "C12 EQUAL");
    EXPECT_ABSOLUTE(PlanBy("PartelBestGainPlanner", large).time, 3.07229, 1e-4, "C12 BEST-GAIN");
    EXPECT_ABSOLUTE(PlanBy("PartelComputePlanner", large).time, 8.61934, 1e-4, "C12 COMPUTE");
    Ptr<RoundPlanner> rough = CreateRoundPlanner("PartelPlanner");
    rough->SetAttribute("Polish", BooleanValue(false));
    const RoundPlan unpolished = rough->Plan(large);
    EXPECT_TRUE(unpolished.time >= PlanBy("PartelPlanner", large).time, "rounded only");
    EXPECT_TRUE(unpolished.lowerBound > 1.8727, "the bound is the same");
    rough->SetAttribute("MaxEvaluations", UintegerValue(3));
    EXPECT_TRUE(rough->Plan(large).summary.limited, "few evaluations are told");
    EXPECT_TRUE(rough->Plan(large).relaxedGap > 1e-5, "and how far off they leave the bound");
}

/// What is refused.
class PartelRefusalsTestCase : public TestCase
{
  public:
    PartelRefusalsTestCase()
        : TestCase("refusals in words: no division, forms, size, hostile figures")
    {
    }

  private:
    /// @param [in] name of a planner  @param [in] problem for it  @param [in] word of the reason
    void Expect(const std::string& name, const RoundProblem& problem, const std::string& word)
    {
        const RoundPlan plan = PlanBy(name, problem);
        NS_TEST_EXPECT_MSG_EQ((plan.status == PlanStatus::REFUSED), true, name << " " << word);
        EXPECT_TRUE(plan.reason.find(word) != std::string::npos, name << " says " << plan.reason);
    }

    void DoRun() override;
};

void
PartelRefusalsTestCase::DoRun()
{
    RoundProblem depth = MakeC3();
    depth.division.parameters = 0;
    depth.depth.blocks.resize(1);
    depth.depth.blocks[0].gradientBits = 1;
    RoundProblem power = MakeC3();
    power.uplink.form = RoundUplinkForm::BAND_POWER;
    power.uplink.bandwidth = 1e6;
    RoundProblem band = power;
    band.uplink.form = RoundUplinkForm::BAND;
    RoundProblem rates = MakeC3();
    rates.uplink.form = RoundUplinkForm::RATES;
    for (std::size_t k = 0; k < 2; ++k)
    {
        power.workers[k].snrBand = 1e6;
        band.workers[k].efficiency = 2;
        rates.workers[k].rate = 1e6;
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const std::string& name : PLANNERS)
    {
        Expect(name, depth, "division.parameters");
        Expect(name, power, "uplink.form is BAND_POWER");
        RoundProblem hostile = MakeC3();
        hostile.workers[1].gains[2] = nan;
        Expect(name, hostile, "workers[1].gains[2]");
        hostile = MakeC3();
        hostile.workers[0].offset = nan;
        Expect(name, hostile, "workers[0].offset");
        hostile = MakeC3();
        hostile.workers[0].powerMax = -1;
        Expect(name, hostile, "workers[0].powerMax");
        hostile = MakeC3();
        hostile.division.bitsPerParameter = 0;
        Expect(name, hostile, "bitsPerParameter");
        hostile = MakeC3();
        hostile.division.parameters = 1.5;
        Expect(name, hostile, "whole number");
        hostile = MakeC3();
        hostile.workers.clear();
        Expect(name, hostile, "workers.size()");
        // What a form does not use may be anything.
        RoundProblem unused = rates;
        unused.workers[0].powerMax = unused.workers[0].efficiency = nan;
        unused.workers[0].gains = {nan};
        const bool takes = name != "PartelExactPlanner" && name != "PartelBestGainPlanner";
        EXPECT_TRUE(PlanBy(name, unused).IsUsable() == takes, name << " over RATES");
        EXPECT_TRUE(PlanBy(name, band).IsUsable() == takes, name << " over BAND");
    }
    Expect("PartelBestGainPlanner", band, "allowed is SUBCHANNELS");
    Expect("PartelExactPlanner", rates, "allowed is SUBCHANNELS");
    for (const char* name : {"PabaParameterPlanner", "PabaBandwidthPlanner"})
    {
        Expect(name, MakeC3(), "allowed is BAND");
        EXPECT_TRUE(PlanBy(name, band).IsUsable(), name);
    }
    RoundProblem units = MakeC3();
    units.division.units = {{100000, 1}};
    Expect("PartelExactPlanner", units, "division.units.size()");
    Expect("PartelExactPlanner", MakeC12(), "MaxDivisions");
    Ptr<RoundPlanner> exact = CreateRoundPlanner("PartelExactPlanner");
    exact->SetAttribute("MaxDivisions", DoubleValue(728));
    EXPECT_TRUE(exact->Plan(MakeC4()).status == PlanStatus::REFUSED, "one too many");
    exact->SetAttribute("MaxDivisions", DoubleValue(729));
    EXPECT_TRUE(exact->Plan(MakeC4()).IsUsable(), "as many as there are");
}

/// Both ends.
class PartelEndsTestCase : public TestCase
{
  public:
    PartelEndsTestCase()
        : TestCase("one worker, one subchannel, no gain, one parameter, late offsets, scales")
    {
    }

  private:
    /// @param [in] problem a sound one  @param [in] what it is
    /// @param [in] usable how many of the planners make a plan
    void Expect(const RoundProblem& problem, const std::string& what, std::size_t usable);
    void DoRun() override;
};

void
PartelEndsTestCase::Expect(const RoundProblem& problem, const std::string& what, std::size_t usable)
{
    std::size_t made = 0;
    for (const std::string& name : PLANNERS)
    {
        const RoundPlan plan = PlanBy(name, problem);
        made += plan.IsUsable() ? 1 : 0;
        EXPECT_TRUE(plan.IsUsable() || !plan.reason.empty(), name << ", " << what);
        if (plan.IsUsable() && name != "PartelFederatedPlanner")
        {
            NS_TEST_EXPECT_MSG_EQ(SumLoads(plan),
                                  problem.division.parameters,
                                  name << ", " << what);
        }
        EXPECT_TRUE(!plan.IsUsable() || plan.lowerBound <= plan.time, name << ", " << what);
    }
    NS_TEST_EXPECT_MSG_EQ(made, usable, what);
}

void
PartelEndsTestCase::DoRun()
{
    Expect(MakeRound({{900}}, {.2}, {1e-6}, 1e5), "one worker, one subchannel", 7);
    const RoundPlan alone = PlanBy("PartelPlanner", MakeRound({{900}}, {.2}, {1e-6}, 1e5));
    EXPECT_RELATIVE(alone.time, .1 + 32e5 / (WIDTH * std::log2(181.)), 1e-12, "closed form");
    EXPECT_RELATIVE(alone.lowerBound, alone.time, 1e-12, "nothing to choose");
    Expect(MakeRound({{900, 3, 0}}, {.2}, {1e-6}, 1e5), "one worker", 7);
    // Fewer subchannels than workers: those who must all have a load have no rate.
    const RoundProblem narrow =
        MakeRound({{900}, {800}, {700}}, {.2, .2, .2}, {1e-6, 1e-6, 1e-6}, 1e5);
    Expect(narrow, "one subchannel", 3);
    EXPECT_TRUE(PlanBy("PartelEqualPlanner", narrow).reason.find("no rate") != std::string::npos,
                "who lacks a rate is told");
    Expect(MakeRound({{0, 0}, {0, 0}}, {.2, .2}, {1e-6, 1e-6}, 1e5), "no gain", 0);
    // One worker is never heard: for SUPPORT, the exact one and BEST-GAIN he is idle.
    Expect(MakeRound({{0, 0}, {50, 90}}, {.2, .2}, {1e-6, 1e-6}, 1e5), "one is not heard", 3);
    EXPECT_TRUE(
        PlanBy("PartelPlanner", MakeRound({{0}, {5e-9}}, {.2, .2}, {1e-6, 1e-6}, 1e5)).IsUsable(),
        "a weak subchannel goes to the one who hears it");
    // Shares of it hardly count and stay equal: rounding alone must find him too.
    Ptr<RoundPlanner> rough = CreateRoundPlanner("PartelPlanner");
    rough->SetAttribute("Polish", BooleanValue(false));
    EXPECT_TRUE(rough->Plan(MakeRound({{0}, {5e-9}}, {.2, .2}, {1e-6, 1e-6}, 1e5)).IsUsable(),
                "rounded only, to the one who hears it");
    RoundProblem one = MakeC4();
    one.division.parameters = 1;
    Expect(one, "one parameter", 7);
    one.division.parameters = 2;
    Expect(one, "fewer parameters than workers", 7);
    one.division.parameters = 1e15;
    Expect(one, "as many as there may be", 7);
    Expect(MakeC4({1e40, 1e40, 1e40}), "offsets far above", 7);
    Expect(MakeC4({0, 1e40, 1e40}), "two come never", 7);
    EXPECT_TRUE(PlanBy("PartelPlanner", MakeC4({0, 1e40, 1e40})).time < 100, "they stay idle");
    for (const double scale : {1e-40, 1e-20, 1e20, 1e40})
    {
        RoundProblem scaled = MakeC4();
        for (RoundWorker& worker : scaled.workers)
        {
            worker.flops *= scale;
            for (double& gain : worker.gains)
            {
                gain *= scale < 1 ? scale : 1;
            }
        }
        for (const std::string& name : PLANNERS)
        {
            const RoundPlan plan = PlanBy(name, scaled);
            EXPECT_TRUE(plan.IsUsable() ? std::isfinite(plan.time) : !plan.reason.empty(),
                        name << " at scale " << scale);
        }
    }
    // Powers far apart, and a gain as large as it may be.
    Expect(MakeRound({{1e49, 1}, {1, 1e-40}}, {1e-20, 1e20}, {1e-6, 1e-6}, 1e5), "far apart", 7);
}

/// Planners.
class PartelPlannersTestSuite : public TestSuite
{
  public:
    PartelPlannersTestSuite()
        : TestSuite("edge-ai-partel-planners", TEST_UNIT)
    {
        AddTestCase(new PartelPlansTestCase, TEST_QUICK);
        AddTestCase(new PartelRefusalsTestCase, TEST_QUICK);
        AddTestCase(new PartelEndsTestCase, TEST_QUICK);
    }
};

PartelPlannersTestSuite g_partelPlannersTestSuite; ///< registers the suite

} // namespace
