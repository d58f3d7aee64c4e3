/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// ECC with static power and with both ends of every range.

#include "allocation/split/ecc/ecc-closed-forms.h"
#include "allocation/split/ecc/ecc-cost.h"
#include "allocation/split/ecc/ecc-descent.h"
#include "allocation/split/ecc/ecc-translation.h"
#include "support/ecc-split-problem.h"
#include "support/ecc-test-support.h"
#include "support/expectations.h"

#include "ns3/split-planner.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Static power of units in costs, slopes and closed forms.
class StaticUnitsCase : public TestCase
{
  public:
    StaticUnitsCase()
        : TestCase("units draw their static power for as long as they are busy")
    {
    }

  private:
    void DoRun() override
    {
        for (const double exponent : {1.0, 0.0})
        {
            auto problem = MakeOneCell(MakeToyChain(), {{2e-11}});
            problem.cells[0].unitStaticPower = 0.3;
            problem.cells[0].unitStaticExponent = exponent;
            const auto cost = [&problem](double units) {
                return ComputeEccUserCost(problem, 0, 2, 1e6, 1e6, 0.1, 0.1, units);
            };
            const double dynamic = 5e-30 * std::pow(2.5e9, 3) * std::pow(3, 2.7);
            EXPECT_RELATIVE(cost(3).serverEnergy,
                            (dynamic + (exponent == 1 ? 0.9 : 0.3)) * cost(3).serverTime,
                            1e-12,
                            "power of three units");
            const auto price = [&](double units) {
                return PriceEccUser(problem,
                                    0,
                                    cost(units).GetTime(),
                                    cost(units).GetEnergy(),
                                    units)
                    .value;
            };
            const double units = GetLoneUnits(problem, 0);
            EXPECT_TRUE(units > 1 && units < 8, "between the ends: " << units);
            EXPECT_TRUE(price(units) <= price(units * 1.001), "minimum");
            EXPECT_TRUE(price(units) <= price(units * 0.999), "minimum");
            // The descent goes by the slopes of the same costs.
            auto plan = MakeEccPlan(problem, {2}, {0}, {0});
            EccDescentOptions options;
            options.steps.tolerance = 1e-15;
            DescendEcc(problem, plan, options);
            EXPECT_RELATIVE(plan.units[0], units, 1e-4, "descent");
            problem.cells[0].unitStaticPower = 1e3;
            NS_TEST_EXPECT_MSG_EQ(GetLoneUnits(problem, 0),
                                  (exponent == 1 ? 1.0 : 8.0),
                                  "one is thriftiest, or haste is");
            problem.cells[0].unitStaticPower = -1;
            EXPECT_TRUE(problem.Validate().find("unitStaticPower") != std::string::npos,
                        problem.Validate());
        }
    }
};

/// What the planners make of the ends of ranges.
class RangesOfEccCase : public TestCase
{
  public:
    RangesOfEccCase()
        : TestCase("ECC and its baselines count static power and keep to the ends of ranges")
    {
    }

  private:
    /// What a server hands out.
    enum Server
    {
        UNITS,   ///< whole ones
        DIVIDED, ///< parts of its clock
        LISTED,  ///< parts that are on a list
    };

    /// @returns time of some steps [s]  @param [in] steps of a decision
    static double GetSum(const std::vector<PlanStep>& steps)
    {
        double sum = 0;
        for (const PlanStep& step : steps)
        {
            sum += step.time;
        }
        return sum;
    }

    void DoRun() override
    {
        for (const Server server : {UNITS, DIVIDED, LISTED})
        {
            SplitProblem problem = MakeSplitProblem(MakeToyProblem());
            problem.server.staticPower = 5;
            problem.server.usageEffectiveness = 1.5;
            problem.server.clockMin = 0.3 * problem.server.clockMax;
            problem.server.transitionLatency = 2e-3;
            for (SplitDevice& device : problem.devices)
            {
                device.processor.staticPower = 0.7;
                device.processor.usageEffectiveness = 1.2;
                device.txPowerMin = 0.01;
                device.txPowerMax = 0.2;
            }
            if (server != UNITS)
            {
                problem.units = ComputingUnits();
            }
            if (server == LISTED)
            {
                for (const double part : {0.2, 0.3, 0.35, 0.5, 0.8, 1.0})
                {
                    problem.server.clocks.push_back(part * problem.server.clockMax);
                }
            }
            NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
            for (const std::string& name : ListSplitPlanners())
            {
                if (name.find("Laim") != std::string::npos)
                {
                    continue;
                }
                const SplitPlan plan = CreateSplitPlanner(name)->Plan(problem);
                EXPECT_TRUE(plan.status != PlanStatus::REFUSED, name << ": " << plan.reason);
                for (std::size_t k = 0; k < plan.decisions.size(); ++k)
                {
                    Check(problem, k, plan.decisions[k], name);
                }
            }
            SplitProblem wired = problem;
            wired.devices[0].linkRate = 1e6;
            const SplitPlan plan = CreateSplitPlanner("EccPlanner")->Plan(wired);
            EXPECT_TRUE(plan.status == PlanStatus::REFUSED, "no radio");
            EXPECT_TRUE(plan.reason.find("devices[0].linkRate") != std::string::npos, plan.reason);
        }
    }

    void Check(const SplitProblem& problem,
               std::size_t k,
               const SplitDecision& decision,
               const std::string& name)
    {
        const ProcessorLimits& mobile = problem.devices[k].processor;
        if (decision.deviceClock > 0)
        {
            const PlanStep step = GetStep(decision.steps, "device");
            const double power =
                mobile.powerCoefficient * std::pow(decision.deviceClock, 3) + mobile.staticPower;
            EXPECT_RELATIVE(step.energy, 1.2 * power * step.time, 1e-9, name << ": device");
        }
        if (decision.serverClock > 0)
        {
            const PlanStep step = GetStep(decision.steps, "server");
            const double count = problem.units.total > 0 ? decision.units : 1;
            const double exponent = problem.units.total > 0 ? problem.units.powerExponent : 1;
            const double power =
                problem.server.powerCoefficient * std::pow(decision.serverClock, 3) *
                    std::pow(count, exponent) +
                problem.server.staticPower * (problem.units.total > 0 || problem.serverInTurns
                                                  ? count
                                                  : decision.serverClock / problem.server.clockMax);
            const double change = problem.units.total > 0 ? 0 : 2e-3;
            EXPECT_RELATIVE(step.energy,
                            1.5 * power * (step.time - change),
                            1e-9,
                            name << ": server");
            const std::vector<double>& clocks = problem.server.clocks;
            const bool listed =
                std::any_of(clocks.begin(), clocks.end(), [&decision](double clock) {
                    return std::abs(clock - decision.serverClock) <= 1e-9 * clock;
                });
            EXPECT_TRUE(clocks.empty() || listed, name << ": " << decision.serverClock);
            EXPECT_RELATIVE(decision.latency,
                            GetSum(decision.steps),
                            1e-9,
                            name << ": the sum of its steps");
            EXPECT_TRUE(decision.serverClock >= problem.server.clockMin * (1 - 1e-9),
                        name << ": " << decision.serverClock);
        }
        EXPECT_TRUE(decision.txPower == 0 || decision.txPower >= 0.01 * (1 - 1e-9),
                    name << ": " << decision.txPower << " W");
    }
};

class EccStaticTestSuite : public TestSuite
{
  public:
    EccStaticTestSuite()
        : TestSuite("edge-ai-ecc-static", TEST_UNIT)
    {
        AddTestCase(new StaticUnitsCase, TEST_QUICK);
        AddTestCase(new RangesOfEccCase, TEST_QUICK);
    }
};

const EccStaticTestSuite g_eccStaticTestSuite;

} // namespace
