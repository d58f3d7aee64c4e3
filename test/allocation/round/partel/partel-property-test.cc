/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What every planner of a divided model owes, on random rounds of ordinary and of extreme but sound
// figures, over every form of uplink, with and without units and budgets: a plan that can be
// carried out and keeps what it promises, or a refusal in words.

#include "allocation/plan/plan-inspection.h"
#include "support/partel-fixture.h"
#include "support/random-problems.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::parteltest;
using namespace ns3::edgeai::randomproblems;

namespace
{

/// Looks at plans of random rounds.
class PartelPropertyTestCase : public TestCase
{
  public:
    /// @param [in] spread of the figures  @param [in] words for it  @param [in] count of rounds
    PartelPropertyTestCase(Spread spread, const std::string& words, uint64_t count)
        : TestCase("planners of a divided model keep what they owe: " + words),
          m_spread(spread),
          m_count(count)
    {
    }

  private:
    /// @param [in] seed which one  @returns a round
    RoundProblem MakeProblem(uint64_t seed) const;
    /// @param [in] problem sound  @param [in] plan for it  @param [in] what it is
    void CheckRadio(const RoundProblem& problem, const RoundPlan& plan, const std::string& what);
    /// @param [in] problem sound  @param [in] plan for it  @param [in] all whether everybody has
    /// all
    /// @param [in] what it is
    void CheckLoads(const RoundProblem& problem,
                    const RoundPlan& plan,
                    bool all,
                    const std::string& what);
    void DoRun() override;

    Spread m_spread;
    uint64_t m_count;
};

RoundProblem
PartelPropertyTestCase::MakeProblem(uint64_t seed) const
{
    Figures figures(seed, m_spread);
    RoundProblem problem;
    const std::vector<RoundUplinkForm> forms{RoundUplinkForm::SUBCHANNELS,
                                             RoundUplinkForm::BAND,
                                             RoundUplinkForm::RATES};
    problem.uplink.form = forms[seed % 3];
    problem.uplink.subchannels = static_cast<uint32_t>(figures.Count(1, 8));
    problem.uplink.subchannelWidth = figures.Quantity(1e5, 1e6);
    problem.uplink.noiseDensity = figures.Quantity(4e-21, 1e-20);
    problem.uplink.bandwidth = figures.Quantity(1e6, 1e8);
    problem.uplink.bandGranularity =
        figures.Happens(.3) ? std::max(problem.uplink.bandwidth / figures.Count(1, 40), 1e-50) : 0;
    problem.broadcastTime = figures.Happens(.5) ? figures.Quantity(.1, 1) : 0;
    problem.division.bitsPerParameter = figures.Quantity(8, 32);
    problem.division.flopPerParameter = figures.Quantity(10, 1e4);
    problem.division.fixedFlop = figures.Happens(.2) ? figures.Quantity(1e6, 1e9) : 0;
    if (figures.Happens(.3))
    {
        for (std::size_t i = figures.Count(1, 3); i > 0; --i)
        {
            RoundUnits units;
            units.count = static_cast<uint32_t>(figures.Count(1, 300));
            units.parameters = static_cast<uint32_t>(figures.Count(1, 3000));
            problem.division.units.push_back(units);
            problem.division.parameters += static_cast<double>(units.count) * units.parameters;
        }
    }
    else
    {
        problem.division.parameters = static_cast<double>(figures.Count(1, 2000000));
    }
    for (std::size_t k = figures.Count(1, 5); k > 0; --k)
    {
        RoundWorker worker;
        worker.flops = figures.Quantity(1e8, 1e10);
        worker.offset = figures.Happens(.5) ? figures.Quantity(.01, 1) : 0;
        worker.powerMax = figures.Quantity(.05, .3);
        worker.efficiency = figures.Quantity(.5, 8);
        worker.rate = figures.Quantity(1e5, 1e8);
        worker.energyPerFlop = figures.Quantity(1e-11, 1e-9);
        worker.energyMax = figures.Happens(.3) ? figures.Quantity(.1, 10) : 0;
        for (uint32_t n = 0; n < problem.uplink.subchannels; ++n)
        {
            worker.gains.push_back(figures.Happens(.1) ? 0 : figures.Quantity(1e-13, 1e-9));
        }
        problem.workers.push_back(worker);
    }
    return problem;
}

void
PartelPropertyTestCase::CheckRadio(const RoundProblem& problem,
                                   const RoundPlan& plan,
                                   const std::string& what)
{
    constexpr double slack = 1 + 1e-9;
    std::set<uint32_t> owned;
    double band = 0;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        double rate = 0;
        double power = 0;
        for (std::size_t i = 0; i < share.subchannels.size(); ++i)
        {
            EXPECT_TRUE(owned.insert(share.subchannels[i]).second, what << ": owned twice");
            power += share.powers[i];
            rate += problem.uplink.subchannelWidth / M_LN2 *
                    std::log1p(share.powers[i] * problem.GetSnrPerWatt(k, share.subchannels[i]));
        }
        band += share.bandwidth;
        EXPECT_TRUE(power <= problem.workers[k].powerMax * slack, what << ": power");
        if (share.involved && problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
        {
            EXPECT_RELATIVE(share.rate, rate, 1e-9, what << ": rate of its powers");
        }
        EXPECT_TRUE(share.involved || (share.subchannels.empty() && share.rate == 0 &&
                                       share.parameters == 0 && share.bandwidth == 0),
                    what << ": nothing for who is not involved");
    }
    EXPECT_TRUE(band == 0 || band <= problem.uplink.bandwidth * slack,
                what << ": band " << band << " of " << problem.uplink.bandwidth << ", steps of "
                     << problem.uplink.bandGranularity);
}

void
PartelPropertyTestCase::CheckLoads(const RoundProblem& problem,
                                   const RoundPlan& plan,
                                   bool all,
                                   const std::string& what)
{
    double sum = 0;
    std::vector<double> counts(problem.division.units.size(), 0);
    for (const RoundShare& share : plan.workers)
    {
        sum += share.parameters;
        NS_TEST_EXPECT_MSG_EQ(share.parameters, std::floor(share.parameters), what << ": whole");
        double units = 0;
        for (std::size_t i = 0; i < share.units.size(); ++i)
        {
            counts[i] += share.units[i];
            units += static_cast<double>(share.units[i]) * problem.division.units[i].parameters;
        }
        EXPECT_TRUE(counts.empty() || units == share.parameters, what << ": load of its units");
    }
    const double copies = all ? plan.workers.size() : 1;
    NS_TEST_EXPECT_MSG_EQ(sum, copies * problem.division.parameters, what << ": all of the model");
    for (std::size_t i = 0; i < counts.size(); ++i)
    {
        NS_TEST_EXPECT_MSG_EQ(counts[i], copies * problem.division.units[i].count, what);
    }
}

void
PartelPropertyTestCase::DoRun()
{
    std::set<std::string> usable;
    std::size_t planners = 0;
    for (uint64_t seed = 1; seed <= m_count; ++seed)
    {
        const RoundProblem problem = MakeProblem(seed);
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "a sound round, seed " << seed);
        planners = 0;
        for (const std::string& name : ListRoundPlanners())
        {
            if (name.find("::Partel") == std::string::npos &&
                name.find("::Paba") == std::string::npos)
            {
                continue;
            }
            ++planners;
            const std::string what = name + ", seed " + std::to_string(seed);
            const RoundPlan plan = PlanBy(name, problem);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED || !plan.reason.empty(), what);
            NS_TEST_EXPECT_MSG_EQ(ExplainPlanRange(plan), "", what);
            if (!plan.IsUsable())
            {
                EXPECT_TRUE(plan.steps.empty() && plan.workers.empty(), what << ": no plan");
                continue;
            }
            usable.insert(name);
            CheckRadio(problem, plan, what);
            CheckLoads(problem, plan, name.find("Federated") != std::string::npos, what);
            EXPECT_TRUE(plan.lowerBound > 0 && plan.lowerBound <= plan.time, what << ": bound");
            const RoundPlan again = PlanBy(name, problem);
            EXPECT_TRUE(again.time == plan.time && again.lowerBound == plan.lowerBound,
                        what << ": the same again");
        }
        // The best of everything is never beaten by more than whole parameters explain.
        const RoundPlan support = PlanBy("PartelPlanner", problem);
        const RoundPlan exact = PlanBy("PartelExactPlanner", problem);
        EXPECT_TRUE(!exact.IsUsable() || !support.IsUsable() || support.lowerBound <= exact.time,
                    "bound below the best, seed " << seed);
    }
    NS_TEST_EXPECT_MSG_EQ(planners, 9U, "all planners");
    NS_TEST_EXPECT_MSG_EQ(usable.size(), planners, "each makes plans");
}

/// Properties.
class PartelPropertyTestSuite : public TestSuite
{
  public:
    PartelPropertyTestSuite()
        : TestSuite("edge-ai-partel-property", TEST_UNIT)
    {
        AddTestCase(new PartelPropertyTestCase(ORDINARY, "ordinary figures", 150), TEST_QUICK);
        AddTestCase(new PartelPropertyTestCase(WIDE, "figures far apart", 150), TEST_QUICK);
        AddTestCase(new PartelPropertyTestCase(EXTREME, "figures at their ends", 150), TEST_QUICK);
    }
};

PartelPropertyTestSuite g_partelPropertyTestSuite; ///< registers the suite

} // namespace
