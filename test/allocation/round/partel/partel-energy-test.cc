/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Budgets of energy: a worker's load and power within one, rounds of workers with budgets, budgets
// that are too small (check C10).

#include "allocation/numeric/water-filling.h"
#include "allocation/round/partel/partel-enumeration.h"
#include "allocation/round/partel/partel-readjust.h"
#include "support/partel-fixture.h"

#include <limits>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::parteltest;

namespace
{

constexpr double BITS = 32;

/// @param [in] gains gamma [1/W]  @param [in] power [W]  @returns a link over such subchannels
PartelLink
MakeLink(const std::vector<double>& gains, double power)
{
    PartelLink link;
    link.rateOfPower = [gains](double p) { return WIDTH * FillWater(gains, p).bits; };
    link.rate = link.rateOfPower(power);
    return link;
}

/// One worker.
class PartelWorkerBudgetTestCase : public TestCase
{
  public:
    PartelWorkerBudgetTestCase()
        : TestCase("a worker's load within its budget, at full and at saved power (C10)")
    {
    }

  private:
    void DoRun() override;
};

void
PartelWorkerBudgetTestCase::DoRun()
{
    PartelWorker worker;
    worker.timePerParameter = 1e-6;
    worker.energyPerParameter = 1e-6;
    worker.powerMax = .2;
    const PartelLink link = MakeLink({500, 300}, .2);
    for (const auto& [budget, load] : std::vector<std::pair<double, double>>{{10, 282017.805},
                                                                             {.5, 200500.479},
                                                                             {.2, 116451.444}})
    {
        worker.budget = budget;
        const double found = GetLoadWithinBudget(worker, link, BITS, 5);
        EXPECT_RELATIVE(found, load, 1e-8, "load with " << budget << " J");
        const double power = FindPowerWithinBudget(worker, link, BITS, found);
        const double time = BITS * found / link.rateOfPower(power);
        EXPECT_RELATIVE(time + 1e-6 * found, 5, 1e-9, "all the time is used");
        EXPECT_RELATIVE(GetFinishTime(worker, link, BITS, found), 5, 1e-9, "all the time is used");
        EXPECT_TRUE(power * time + 1e-6 * found <= budget * (1 + 1e-12), "the budget is kept");
        NS_TEST_EXPECT_MSG_EQ((power < .2), (budget < 10), "power is saved");
        if (budget < 10)
        {
            EXPECT_RELATIVE(power * time + 1e-6 * found, budget, 1e-9, "and used up");
        }
        // One more parameter in a thousand does not come off in time.
        EXPECT_TRUE(GetFinishTime(worker, link, BITS, found * 1.001) > 5, "the most there is");
    }
    // It grows with time up to what the last bit's energy allows.
    double last = 0;
    for (double time = .01; time < 1e8; time *= 3)
    {
        const double load = GetLoadWithinBudget(worker, link, BITS, time);
        EXPECT_TRUE(load >= last, "more in more time, " << time);
        last = load;
    }
    const double perBit = M_LN2 / (WIDTH * 500);
    EXPECT_RELATIVE(last, .2 / (1e-6 + BITS * perBit), 1e-3, "the most of all");
    NS_TEST_EXPECT_MSG_EQ(GetLoadWithinBudget(worker, link, BITS, 0), 0, "no time");
    worker.offset = 7;
    NS_TEST_EXPECT_MSG_EQ(GetLoadWithinBudget(worker, link, BITS, 6), 0, "not begun");
    EXPECT_TRUE(GetLoadWithinBudget(worker, link, BITS, 8) > 0, "begun");
    worker.budget = 0;
    NS_TEST_EXPECT_MSG_EQ(GetLoadWithinBudget(worker, link, BITS, 8), 0, "no energy");
    EXPECT_TRUE(std::isinf(GetFinishTime(worker, link, BITS, 1)), "no energy");
    NS_TEST_EXPECT_MSG_EQ(GetFinishTime(worker, link, BITS, 0), 0, "no load");
    // Without a power to choose the processor's energy alone counts.
    worker.budget = .2;
    const PartelLink given{1e6, nullptr};
    EXPECT_RELATIVE(GetLoadWithinBudget(worker, given, BITS, 1e6), .2e6, 1e-12, "a given rate");
    EXPECT_TRUE(std::isinf(GetFinishTime(worker, given, BITS, .3e6)), "more than it may");
    EXPECT_TRUE(std::isfinite(GetFinishTime(worker, given, BITS, .1e6)), "less than it may");
}

/// @returns check C3 with a budget  @param [in] budget E [J]
RoundProblem
MakeFrugal(double budget)
{
    RoundProblem problem = MakeC3();
    for (RoundWorker& worker : problem.workers)
    {
        worker.energyMax = budget;
        worker.energyPerFlop = 4e-7;
    }
    return problem;
}

/// Rounds.
class PartelRoundBudgetTestCase : public TestCase
{
  public:
    PartelRoundBudgetTestCase()
        : TestCase("rounds with budgets: figures, enumeration one by one, plans that keep them")
    {
    }

  private:
    void DoRun() override;
};

void
PartelRoundBudgetTestCase::DoRun()
{
    EXPECT_RELATIVE(EnumerateOwners(PartelRadio(MakeFrugal(.05))).time, 1.726590, 1e-6, "C10");
    for (const char* name : {"PartelPlanner", "PartelExactPlanner"})
    {
        const RoundPlan plan = PlanBy(name, MakeFrugal(.05));
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "", name);
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name);
        // A parameter more takes its worker 1e-4 s or so.
        EXPECT_RELATIVE(plan.time, 1.726590, 5e-4, name);
        double load = 0;
        for (const RoundShare& share : plan.workers)
        {
            EXPECT_TRUE(share.computeEnergy + share.uploadEnergy <= .05 * (1 + 1e-9), name);
            load += share.parameters;
        }
        NS_TEST_EXPECT_MSG_EQ(load, 1e5, name);
    }
    RoundPlan plan = PlanBy("PartelPlanner", MakeFrugal(.02));
    EXPECT_TRUE(!plan.IsUsable(), "less than computing takes");
    EXPECT_TRUE(plan.reason.find("budgets of energy") != std::string::npos, plan.reason);
    plan = PlanBy("PartelExactPlanner", MakeFrugal(.02));
    EXPECT_TRUE(plan.reason.find("budgets of energy") != std::string::npos, plan.reason);
    // What a worker does whatever its load is part of the budget.
    RoundProblem fixed = MakeFrugal(.05);
    fixed.division.fixedFlop = .03 / 4e-7;
    EXPECT_TRUE(!PlanBy("PartelPlanner", fixed).IsUsable(), "a fixed part of the budget");
    EXPECT_TRUE(PlanBy("PartelEqualPlanner", MakeFrugal(.02)).status == PlanStatus::VIOLATED,
                "a baseline knows no budget");
    // Units may not come out within budgets: then the plan says which.
    RoundProblem units = MakeFrugal(.05);
    units.division.units = {{2, 50000}};
    plan = PlanBy("PartelPlanner", units);
    NS_TEST_EXPECT_MSG_EQ(plan.IsUsable(), true, plan.reason);
    units.division.units = {{1, 100000}};
    plan = PlanBy("PartelPlanner", units);
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, plan.reason);

    uint32_t binding = 0;
    for (uint64_t seed = 1; seed <= 60; ++seed)
    {
        RoundProblem problem = MakeRandomRound(seed, 2 + seed % 2, 4, seed % 3 == 0);
        Draws draws(seed);
        for (RoundWorker& worker : problem.workers)
        {
            worker.energyMax = std::pow(10., draws.Uniform(-1.5, 0));
            worker.energyPerFlop = 1e-7;
        }
        const PartelRadio radio(problem);
        // All owners one by one, without any of the enumeration's short cuts.
        double least = std::numeric_limits<double>::infinity();
        for (uint32_t code = 0; code < std::pow(radio.workers.size(), 4); ++code)
        {
            std::vector<uint32_t> owners;
            for (uint32_t rest = code; owners.size() < 4; rest /= radio.workers.size())
            {
                owners.push_back(rest % radio.workers.size());
            }
            const SubchannelOwners sets(radio, owners);
            std::vector<PartelLink> links;
            for (std::size_t k = 0; k < radio.workers.size(); ++k)
            {
                links.push_back(GetLink(sets, k));
            }
            const LoadDivision division =
                DivideLoadsWithinBudgets(radio.workers, links, BITS, radio.parameters);
            least = std::min(least, division.time);
            if (std::isfinite(division.time))
            {
                EXPECT_RELATIVE(std::accumulate(division.loads.begin(), division.loads.end(), 0.),
                                radio.parameters,
                                1e-9,
                                "all is served, seed " << seed);
            }
        }
        const PartelEnumeration exact = EnumerateOwners(radio);
        EXPECT_TRUE(exact.time == least || std::abs(exact.time / least - 1) < 1e-9,
                    exact.time << " instead of " << least << ", seed " << seed);
        binding += least > SolveSupport(radio).time * 1.001 ? 1 : 0;
        const RoundPlan support = PlanBy("PartelPlanner", problem);
        if (support.IsUsable())
        {
            EXPECT_TRUE(support.status == PlanStatus::SOLVED, "seed " << seed << support.reason);
            EXPECT_TRUE(support.time >= exact.time * (1 - 1e-9), "never before the best");
            EXPECT_TRUE(support.lowerBound <= exact.time, "a bound with budgets too");
        }
    }
    EXPECT_TRUE(binding > 10, "budgets count in " << binding);
}

/// Budgets.
class PartelEnergyTestSuite : public TestSuite
{
  public:
    PartelEnergyTestSuite()
        : TestSuite("edge-ai-partel-energy", TEST_UNIT)
    {
        AddTestCase(new PartelWorkerBudgetTestCase, TEST_QUICK);
        AddTestCase(new PartelRoundBudgetTestCase, TEST_QUICK);
    }
};

PartelEnergyTestSuite g_partelEnergyTestSuite; ///< registers the suite

} // namespace
