/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners of quantised updates: what they refuse, what energy leaves, forms of the uplink, bounds,
// and plans of random and of extreme figures.

#include "allocation/plan/plan-inspection.h"
#include "allocation/round/fedqvr/fedqvr-solver.h"
#include "support/expectations.h"
#include "support/fedqvr-instances.h"
#include "support/random-problems.h"

#include "ns3/edge-ai-compat.h"

#include <functional>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fedqvrtest;
using namespace ns3::edgeai::randomproblems;

namespace
{

const std::vector<std::string> PLANNERS{"FedQvrPlanner",
                                        "FedQvrEnumerationPlanner",
                                        "FedQvrEqualPlanner",
                                        "FedQvrUniformOutagePlanner"};

/// @returns the plan of a planner by name
RoundPlan
PlanBy(const std::string& name, const RoundProblem& problem)
{
    return CreateRoundPlanner(name)->Plan(problem);
}

/// What is not taken.
class RefusalTestCase : public TestCase
{
  public:
    RefusalTestCase()
        : TestCase("problems that are not sound, or not the method's, are refused in words")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::pair<std::function<void(RoundProblem&)>, std::string>> faults{
            {[](RoundProblem& p) { p.outage.parameters = 0; }, "outage.parameters"},
            {[](RoundProblem& p) { p.outage.parameters = NAN; }, "outage.parameters"},
            {[](RoundProblem& p) { p.outage.bitsMin = 0; }, "outage.bitsMin"},
            {[](RoundProblem& p) { p.outage.bitsMax = 17; }, "outage.bitsMax"},
            {[](RoundProblem& p) { p.outage.bitsMin = 9; }, "outage.bitsMin"},
            {[](RoundProblem& p) { p.outage.window = -1; }, "outage.window"},
            {[](RoundProblem& p) { p.outage.window = 0; }, "outage.window"},
            {[](RoundProblem& p) { p.outage.outageMax = 1.5; }, "outage.outageMax"},
            {[](RoundProblem& p) { p.outage.workers.pop_back(); }, "outage.workers.size()"},
            {[](RoundProblem& p) { p.outage.workers[1].spread = -1; }, "outage.workers[1].spread"},
            {[](RoundProblem& p) { p.outage.workers[2].power = INFINITY; },
             "outage.workers[2].power"},
            {[](RoundProblem& p) { p.outage.workers[3].steps = 0; }, "outage.workers[3].steps"},
            {[](RoundProblem& p) { p.uplink.bandGranularity = 1e3; }, "uplink.bandGranularity"},
            {[](RoundProblem& p) { p.workers[0].snrBand = 0; }, "workers[0].snrBand"},
            {[](RoundProblem& p) {
                 p.workers[0].energyMax = 1;
                 p.workers[0].powerMax = 0;
             },
             "workers[0].powerMax"}};
        for (const auto& [spoil, field] : faults)
        {
            RoundProblem problem = MakeGivenFedQvr();
            spoil(problem);
            for (const std::string& name : PLANNERS)
            {
                const RoundPlan plan = PlanBy(name, problem);
                EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name << ": " << field);
                EXPECT_TRUE(plan.reason.find(field) != std::string::npos ||
                                (field == "outage.parameters" &&
                                 plan.reason.find("parameters") != std::string::npos),
                            name << ": " << plan.reason);
            }
        }
        RoundProblem many = MakeGivenFedQvr();
        many.outage.bitsMax = 16;
        many.workers.push_back(many.workers.back());
        many.outage.workers.push_back(many.outage.workers.back());
        EXPECT_TRUE(PlanBy("FedQvrEnumerationPlanner", many).reason.find("combinations") !=
                        std::string::npos,
                    "too many");
        many.outage.bitsMin = 5;
        EXPECT_TRUE(PlanBy("FedQvrEqualPlanner", many).reason.find("attribute Bits is 4") !=
                        std::string::npos,
                    "4 is not allowed");
        many.uplink.form = RoundUplinkForm::RATES;
        for (RoundWorker& worker : many.workers)
        {
            worker.rate = 1e6;
        }
        EXPECT_TRUE(PlanBy("FedQvrPlanner", many).reason.find("uplink.form must be BAND_POWER") !=
                        std::string::npos,
                    "nothing fades");
    }
};

/// F12 in plans.
class EnergyTestCase : public TestCase
{
  public:
    EnergyTestCase()
        : TestCase("an energy budget takes steps, then power, then the worker's part (F12)")
    {
    }

  private:
    void DoRun() override
    {
        RoundProblem problem = MakeGivenFedQvr();
        problem.outage.computeWindow = .05;
        const double speeds[] = {.5e9, 1e9, 2e9, 2e9};
        for (int k = 0; k < 4; ++k)
        {
            problem.workers[k].flops = speeds[k];
            problem.workers[k].energyPerFlop = 1e-28 * speeds[k] * speeds[k];
            problem.workers[k].energyMax = 6e-3;
            problem.outage.workers[k].steps = 0;
        }
        problem.workers[3].energyMax = 2e-3; // less than one step
        for (const std::string& name : PLANNERS)
        {
            const RoundPlan plan = PlanBy(name, problem);
            NS_TEST_ASSERT_MSG_EQ(plan.reason, "", name);
            const uint32_t steps[] = {3, 7, 2, 0};
            const double powers[] = {.1, .0304, (6e-3 - 2 * 2.56e-3) / .05};
            for (int k = 0; k < 3; ++k)
            {
                const RoundShare& share = plan.workers[k];
                NS_TEST_EXPECT_MSG_EQ(share.steps, steps[k], name << ": steps of " << k);
                EXPECT_RELATIVE(share.power, powers[k], 1e-9, name << ": power of " << k);
                EXPECT_TRUE(share.computeEnergy + share.uploadEnergy <= 6e-3 * (1 + 1e-9), name);
                EXPECT_RELATIVE(share.uploadTime, .05, 1e-12, name << ": the whole window");
                EXPECT_RELATIVE(share.computeTime, steps[k] * 6.4e6 / speeds[k], 1e-12, name);
                EXPECT_RELATIVE(
                    share.outage,
                    GetOutage({problem.workers[k].snrBand * powers[k] / .1, share.bits / .05},
                              share.bandwidth),
                    1e-9,
                    name << ": with that power");
            }
            NS_TEST_EXPECT_MSG_EQ(plan.workers[3].involved, false, name << ": no part");
            NS_TEST_EXPECT_MSG_EQ(plan.workers[3].bandwidth, 0, name << ": no band");
        }
        // What is trained stays trained: its energy is gone.
        problem.outage.trained = true;
        problem.outage.workers[2].steps = 15;
        const RoundPlan plan = PlanBy("FedQvrPlanner", problem);
        NS_TEST_EXPECT_MSG_EQ(plan.workers[2].involved, false, "nothing left for sending");
        for (RoundWorker& worker : problem.workers)
        {
            worker.energyMax = 1e-9;
        }
        NS_TEST_EXPECT_MSG_EQ(PlanBy("FedQvrPlanner", problem).reason,
                              "no worker's energyMax leaves anything for sending",
                              "nobody");
    }
};

/// Other uplinks, plain updates, bounds.
class FormTestCase : public TestCase
{
  public:
    FormTestCase()
        : TestCase("links of given rates, updates that are not quantised, bounds on outage")
    {
    }

  private:
    void DoRun() override
    {
        RoundProblem problem = MakeGivenFedQvr();
        problem.uplink.form = RoundUplinkForm::BAND;
        for (int k = 0; k < 4; ++k)
        {
            problem.workers[k].efficiency = 4 - .5 * k;
            problem.workers[k].rate = 2e5 - 5e4 * k;
        }
        RoundPlan plan = PlanBy("FedQvrEqualPlanner", problem);
        NS_TEST_ASSERT_MSG_EQ(plan.reason, "", "a band");
        for (int k = 0; k < 4; ++k)
        {
            EXPECT_RELATIVE(plan.workers[k].rate, 37500 * (4 - .5 * k), 1e-12, "rate");
            // 6994 bit in 50 ms are 139880 bit/s.
            NS_TEST_EXPECT_MSG_EQ(plan.workers[k].outage, (k == 0 ? 0 : 1), "in time of " << k);
        }
        problem.uplink.form = RoundUplinkForm::RATES;
        problem.outage.window = 0;
        problem.outage.plainBits = 32 * 1386;
        plan = PlanBy("FedQvrEqualPlanner", problem);
        NS_TEST_ASSERT_MSG_EQ(plan.reason, "", "links");
        for (int k = 0; k < 4; ++k)
        {
            const RoundShare& share = plan.workers[k];
            NS_TEST_EXPECT_MSG_EQ(share.bits, 32 * 1386, "as they are");
            NS_TEST_EXPECT_MSG_EQ(share.codeBits, 0, "no code");
            EXPECT_RELATIVE(share.uploadTime, 32 * 1386 / (2e5 - 5e4 * k), 1e-12, "time");
            NS_TEST_EXPECT_MSG_EQ(share.outage, 0, "no window");
        }
        // Plain updates over fading links: only the band is decided.
        problem = MakeGivenFedQvr();
        problem.outage.plainBits = 6994;
        plan = PlanBy("FedQvrPlanner", problem);
        const RoundPlan given = [] {
            RoundProblem four = MakeGivenFedQvr();
            for (RoundOutageWorker& update : four.outage.workers)
            {
                update.power += update.spread / 225;
                update.spread = 0;
            }
            four.outage.bitsMin = four.outage.bitsMax = 4;
            return PlanBy("FedQvrPlanner", four);
        }();
        NS_TEST_ASSERT_MSG_EQ(plan.reason + given.reason, "", "both");
        EXPECT_TRUE(plan.workers[3].bandwidth > 6e4 && given.workers[3].bandwidth > 6e4, "bands");
        // Bounded outage: kept, and it costs.
        problem = MakeGivenFedQvr();
        problem.outage.outageMax = .03;
        for (const std::string& name : PLANNERS)
        {
            plan = PlanBy(name, problem);
            NS_TEST_ASSERT_MSG_EQ(plan.reason, "", name);
            for (const RoundShare& share : plan.workers)
            {
                EXPECT_TRUE(share.outage <= .03 * (1 + 1e-9) || name == "FedQvrEqualPlanner",
                            name << ": " << share.outage);
            }
            EXPECT_TRUE(plan.variance >= PlanBy("FedQvrPlanner", MakeGivenFedQvr()).variance, name);
        }
        problem.outage.outageMax = 1e-6;
        plan = PlanBy("FedQvrPlanner", problem);
        EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, "nobody can");
        EXPECT_TRUE(plan.reason.find("outage.outageMax") != std::string::npos, plan.reason);
    }
};

/// What changes nothing.
class ScaleTestCase : public TestCase
{
  public:
    ScaleTestCase()
        : TestCase("the size of all updates together decides nothing, a share of nothing little")
    {
    }

  private:
    void DoRun() override
    {
        const RoundPlan plain = PlanBy("FedQvrPlanner", MakeGivenFedQvr());
        for (const double size : {1e-40, 1e-20, 1e20})
        {
            RoundProblem problem = MakeGivenFedQvr();
            for (RoundOutageWorker& update : problem.outage.workers)
            {
                update.spread *= size;
                update.power *= size;
            }
            const RoundPlan plan = PlanBy("FedQvrPlanner", problem);
            for (int k = 0; k < 4; ++k)
            {
                NS_TEST_EXPECT_MSG_EQ(plan.workers[k].codeBits, plain.workers[k].codeBits, size);
                EXPECT_RELATIVE(plan.workers[k].bandwidth, plain.workers[k].bandwidth, 1e-9, size);
            }
            EXPECT_RELATIVE(plan.variance, plain.variance * size, 1e-9, size);
        }
        RoundProblem nothing = MakeGivenFedQvr();
        nothing.outage.workers[3] = {0, 0, 5};
        const RoundPlan plan = PlanBy("FedQvrPlanner", nothing);
        NS_TEST_ASSERT_MSG_EQ(plan.reason, "", "one has nothing to say");
        EXPECT_TRUE(plan.workers[3].codeBits == 1 && plan.workers[3].bandwidth < 5e3,
                    "and gets little: " << plan.workers[3].bandwidth);
        for (RoundOutageWorker& update : nothing.outage.workers)
        {
            update = {0, 0, 5};
        }
        NS_TEST_EXPECT_MSG_EQ(PlanBy("FedQvrPlanner", nothing).variance, 0, "nobody has");
    }
};

/// Whatever the figures.
class RandomPlanTestCase : public TestCase
{
  public:
    /// @param [in] spread of the figures  @param [in] name of that  @param [in] count of problems
    RandomPlanTestCase(Spread spread, const std::string& name, int count)
        : TestCase("plans of random problems, " + name),
          m_spread(spread),
          m_count(count)
    {
    }

  private:
    void DoRun() override
    {
        Figures figures(17, m_spread);
        int usable = 0;
        for (int i = 0; i < m_count; ++i)
        {
            const RoundProblem problem = Make(figures);
            NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "problem " << i);
            double least = 0;
            for (const std::string& name : PLANNERS)
            {
                const RoundPlan plan = PlanBy(name, problem);
                const std::string what = name + ", problem " + std::to_string(i);
                EXPECT_TRUE(plan.IsUsable() || !plan.reason.empty(), what);
                if (!plan.IsUsable())
                {
                    continue;
                }
                ++usable;
                Check(problem, plan, what);
                if (name == "FedQvrPlanner")
                {
                    least = plan.variance;
                    EXPECT_TRUE(!plan.summary.limited, what);
                }
                const bool bound = name != "FedQvrEqualPlanner" || problem.outage.outageMax == 0;
                EXPECT_TRUE(!bound || !(plan.variance < least * (1 - 1e-6)),
                            what << ": " << plan.variance << " below " << least);
            }
        }
        NS_TEST_EXPECT_MSG_GT(usable, m_count, "many plans");
    }

    /// What every plan owes.
    void Check(const RoundProblem& problem, const RoundPlan& plan, const std::string& what)
    {
        NS_TEST_EXPECT_MSG_EQ(ExplainPlanRange(plan), "", what);
        double band = 0;
        for (const RoundShare& share : plan.workers)
        {
            EXPECT_TRUE(share.involved, what);
            EXPECT_TRUE(share.codeBits >= problem.outage.bitsMin &&
                            share.codeBits <= problem.outage.bitsMax,
                        what << ": bits");
            EXPECT_RELATIVE(share.bits, problem.outage.GetPayload(share.codeBits), 1e-12, what);
            EXPECT_TRUE(share.bandwidth > 0, what << ": a band");
            band += share.bandwidth;
        }
        EXPECT_TRUE(band <= problem.uplink.bandwidth * (1 + 1e-12), what << ": " << band);
    }

    /// @returns a problem of one to three workers
    static RoundProblem Make(Figures& figures)
    {
        std::vector<double> nu;
        std::vector<double> spread;
        std::vector<double> power;
        for (std::size_t k = figures.Count(1, 3); k > 0; --k)
        {
            nu.push_back(figures.Quantity(3e6, 3e9));
            spread.push_back(figures.Happens(.1) ? 0 : figures.Quantity(.5, 20));
            power.push_back(figures.Happens(.1) ? 0 : figures.Quantity(.05, 2));
        }
        RoundProblem problem = MakeFedQvrProblem(nu, spread, power);
        problem.uplink.bandwidth = figures.Quantity(5e4, 5e5);
        problem.outage.window = figures.Quantity(.02, .2);
        problem.outage.parameters = std::floor(figures.Quantity(20, 3000, 1, 1e15));
        problem.outage.blockParameters = figures.Happens(.5) ? 0 : 1 + figures.Count(0, 100);
        problem.outage.outageMax = figures.Happens(.7) ? 0 : figures.Draw();
        problem.outage.bitsMin = static_cast<uint32_t>(figures.Count(1, 3));
        problem.outage.bitsMax = static_cast<uint32_t>(figures.Count(4, 8));
        return problem;
    }

    Spread m_spread;
    int m_count;
};

/// Planners of FedQVR.
class FedQvrPlannersTestSuite : public TestSuite
{
  public:
    FedQvrPlannersTestSuite()
        : TestSuite("edge-ai-fedqvr-planners", TEST_UNIT)
    {
        AddTestCase(new RefusalTestCase, TEST_QUICK);
        AddTestCase(new EnergyTestCase, TEST_QUICK);
        AddTestCase(new FormTestCase, TEST_QUICK);
        AddTestCase(new ScaleTestCase, TEST_QUICK);
        AddTestCase(new RandomPlanTestCase(ORDINARY, "ordinary figures", 40), TEST_QUICK);
        AddTestCase(new RandomPlanTestCase(WIDE, "wide figures", 60), TEST_QUICK);
        AddTestCase(new RandomPlanTestCase(EXTREME, "extreme figures", 60), TEST_QUICK);
        AddTestCase(new RandomPlanTestCase(WIDE, "wide figures", 600), TEST_EXTENSIVE);
    }
};

FedQvrPlannersTestSuite g_fedQvrPlannersTestSuite; ///< the suite

} // namespace
