/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Budgets that LAIM cannot keep are explained, and the explanation is true.

#include "support/laim-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// Infeasible budgets say which one, and what the least achievable value is.
class InfeasibleTestCase : public TestCase
{
  public:
    InfeasibleTestCase()
        : TestCase("infeasible budgets are explained, and the explanation is true")
    {
    }

  private:
    void DoRun() override;
};

void
InfeasibleTestCase::DoRun()
{
    SplitPlan plan = PlanAt("LaimPlanner", MakeReferenceProblem(VitLarge(), 0.25, 0.1), 0);
    EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, "on the server in 0.25 s");
    EXPECT_TRUE(plan.reason.find("latencyBudget of 0.25 s") == 0, plan.reason);
    EXPECT_TRUE(plan.decisions[0].status == PlanStatus::INFEASIBLE, "decision too");

    // Handing a planner the value that it names as the least makes the problem feasible.
    for (const std::string name : {"LaimPlanner",
                                   "LaimScaPlanner",
                                   "LaimSeparatePlanner",
                                   "LaimFixedPowerPlanner",
                                   "LaimFixedFrequencyPlanner",
                                   "LaimEqualTimePlanner",
                                   "LaimOnDevicePlanner",
                                   "LaimOnServerPlanner",
                                   "LaimFixedSplitPlanner"})
    {
        for (const int split : {-1, 4})
        {
            for (const bool energy : {true, false})
            {
                SplitProblem problem =
                    MakeReferenceProblem(VitLarge(), energy ? 0.5 : 1e-3, energy ? 1e-7 : 100);
                double& budget =
                    energy ? problem.devices[0].energyBudget : problem.devices[0].latencyBudget;
                plan = PlanAt(name, problem, split);
                EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, name);
                EXPECT_TRUE(plan.reason.find(energy ? "energyBudget" : "latencyBudget") == 0,
                            name << ": " << plan.reason);
                const std::string marker = " is ";
                const std::size_t at = plan.reason.rfind(marker) + marker.size();
                const double least = std::stod(plan.reason.substr(at));
                budget = least * 1.00001; // the sentence has six digits
                EXPECT_TRUE(PlanAt(name, problem, split).status == PlanStatus::SOLVED,
                            name << " said: " << plan.reason);
                budget = least * 0.99999;
                EXPECT_TRUE(PlanAt(name, problem, split).status == PlanStatus::INFEASIBLE,
                            name << " said: " << plan.reason);
            }
        }
    }

    // Overheads that eat a budget.
    SplitProblem problem = ScenarioA();
    problem.devices[0].overheadLatency = 2;
    plan = PlanAt("LaimPlanner", problem, 4);
    EXPECT_TRUE(plan.reason.find("latencyBudget of 1 s") == 0, plan.reason);
    problem = ScenarioA();
    problem.devices[0].overheadEnergy = 2;
    plan = PlanAt("LaimPlanner", problem, 4);
    EXPECT_TRUE(plan.reason.find("energyBudget of 0.1 J") == 0, plan.reason);
}

/// Words for problems without a plan.
class LaimInfeasibleTestSuite : public TestSuite
{
  public:
    LaimInfeasibleTestSuite()
        : TestSuite("edge-ai-laim-infeasible", TEST_UNIT)
    {
        AddTestCase(new InfeasibleTestCase, TEST_QUICK);
    }
};

LaimInfeasibleTestSuite g_laimInfeasibleTestSuite; ///< registers the suite

} // namespace
