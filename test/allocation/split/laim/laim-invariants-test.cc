/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What must hold for every LAIM problem: monotonicity, planners against each other, laws of the
// optimum.

#include "allocation/split/laim/laim-sca.h"
#include "allocation/split/laim/laim-solver.h"
#include "support/laim-random-problems.h"
#include "support/laim-reference.h"
#include "support/laim-test-support.h"

#include <functional>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// @returns keep ratio of the exact plan at one cut, 0 if there is none
double
KeepRatioAt(const SplitProblem& problem, uint32_t split)
{
    const LaimSolution solution = SolveLaim(TaskOf(problem, split));
    return solution.feasible ? solution.merit : 0;
}

/// More of anything good never hurts, more of anything bad never helps (check 15).
class MonotonicityTestCase : public TestCase
{
  public:
    MonotonicityTestCase()
        : TestCase("keep ratio grows with budgets, limits, band and gain, falls with work and bits")
    {
    }

  private:
    void DoRun() override;
};

void
MonotonicityTestCase::DoRun()
{
    using Change = std::function<void(SplitProblem&, double)>;
    const std::vector<std::pair<std::string, Change>> good = {
        {"T0", [](SplitProblem& p, double x) { p.devices[0].latencyBudget *= x; }},
        {"E0", [](SplitProblem& p, double x) { p.devices[0].energyBudget *= x; }},
        {"P", [](SplitProblem& p, double x) { p.devices[0].txPowerMax *= x; }},
        {"F_d", [](SplitProblem& p, double x) { p.devices[0].processor.clockMax *= x; }},
        {"B", [](SplitProblem& p, double x) { p.bandwidth *= x; }},
        {"g", [](SplitProblem& p, double x) { p.devices[0].gain *= x; }},
        {"1/N_d",
         [](SplitProblem& p, double x) {
             for (SplitOption& option : p.devices[0].options)
             {
                 option.deviceFlop /= x;
             }
         }},
        {"1/N_s",
         [](SplitProblem& p, double x) {
             for (SplitOption& option : p.devices[0].options)
             {
                 option.serverFlop /= x;
             }
         }},
        {"1/S",
         [](SplitProblem& p, double x) {
             for (SplitOption& option : p.devices[0].options)
             {
                 option.uplinkBits /= x;
             }
         }},
    };
    RandomProblems random(101);
    int feasible = 0;
    for (int trial = 0; trial < 300; ++trial)
    {
        const SplitProblem problem = random.Make();
        const uint32_t split = trial % problem.devices[0].options.size();
        const double before = KeepRatioAt(problem, split);
        feasible += before > 0;
        for (const auto& [name, change] : good)
        {
            SplitProblem better = problem;
            change(better, 1.3);
            EXPECT_TRUE(KeepRatioAt(better, split) >= before * (1 - 1e-10),
                        name << " in trial " << trial);
        }
        // A faster server helps if its energy is counted; if not it runs at the limit, also faster.
        SplitProblem better = problem;
        better.server.clockMax *= 1.3;
        EXPECT_TRUE(KeepRatioAt(better, split) >= before * (1 - 1e-10), "F_s in trial " << trial);
    }
    NS_TEST_EXPECT_MSG_GT(feasible, 150, "most trials have a plan");
}

/// Exact plan, rounds of approximation and nested bisections agree; budgets hold; nothing beats it.
class InvariantAgreementTestCase : public TestCase
{
  public:
    InvariantAgreementTestCase()
        : TestCase("planners against each other and against references on random problems")
    {
    }

  private:
    void DoRun() override;
};

void
InvariantAgreementTestCase::DoRun()
{
    RandomProblems random(102);
    const std::vector<std::string> others = {"LaimScaPlanner",
                                             "LaimFixedFrequencyPlanner",
                                             "LaimFixedPowerPlanner",
                                             "LaimRandomPlanner",
                                             "LaimEqualTimePlanner",
                                             "LaimNoPruningPlanner",
                                             "LaimFixedSplitPlanner"};
    int compared = 0;
    for (int trial = 0; trial < 250; ++trial)
    {
        const SplitProblem problem = random.Make();
        const SplitDevice& device = problem.devices[0];
        const uint32_t split = trial % device.options.size();
        const SplitPlan joint = PlanAt("LaimPlanner", problem, split);
        const SplitDecision& best = joint.decisions[0];
        const bool solved = joint.status == PlanStatus::SOLVED;

        if (solved)
        {
            EXPECT_TRUE(best.latency <= device.latencyBudget * (1 + 1e-9), "T, trial " << trial);
            EXPECT_TRUE(best.energy <= device.energyBudget * (1 + 1e-9), "E, trial " << trial);
            EXPECT_TRUE(best.txPower <= device.txPowerMax * (1 + 1e-9), "p, trial " << trial);
            EXPECT_TRUE(best.deviceClock <= device.processor.clockMax * (1 + 1e-9), "f_d");
            EXPECT_TRUE(best.serverClock <= problem.server.clockMax * (1 + 1e-9), "f_s");
            EXPECT_TRUE(best.deviceKeepRatio >= 0.01 && best.deviceKeepRatio <= 1, "kappa");
            EXPECT_RELATIVE(best.latency,
                            GetStep(best.steps, "device").time +
                                GetStep(best.steps, "uplink").time +
                                GetStep(best.steps, "server").time,
                            1e-12,
                            "sum of times");
        }
        const LaimTask task = TaskOf(problem, split);
        if (task.scaled.uplinkBits == 0 && problem.countServerEnergy)
        {
            const double reference = ReferenceKeepRatio(task);
            EXPECT_TRUE(solved == (reference > 0), "reference feasible, trial " << trial);
            EXPECT_ABSOLUTE(best.deviceKeepRatio, reference, 1e-9, "reference, trial " << trial);
            if (solved && split > 0 && split < device.blockCount)
            {
                EXPECT_TRUE(GridKeepRatio(task, 20) <= best.deviceKeepRatio * (1 + 1e-9),
                            "grid, trial " << trial);
            }
            ++compared;
        }
        for (const std::string& name : others)
        {
            const SplitPlan plan = PlanAt(name, problem, split);
            if (plan.status != PlanStatus::SOLVED)
            {
                continue;
            }
            EXPECT_TRUE(solved, name << " solves what the exact planner does not, " << trial);
            EXPECT_TRUE(plan.decisions[0].deviceKeepRatio <= best.deviceKeepRatio * (1 + 1e-9),
                        name << " beats the exact planner in trial " << trial);
            EXPECT_TRUE(plan.decisions[0].latency <= device.latencyBudget * (1 + 1e-9) &&
                            plan.decisions[0].energy <= device.energyBudget * (1 + 1e-9),
                        name << " breaks a budget in trial " << trial);
        }
        const SplitPlan sca = PlanAt("LaimScaPlanner", problem, split);
        EXPECT_TRUE((sca.status == PlanStatus::SOLVED) == solved, "SCA feasible, trial " << trial);
        if (solved)
        {
            EXPECT_RELATIVE(sca.decisions[0].deviceKeepRatio,
                            best.deviceKeepRatio,
                            1e-7,
                            "SCA, trial " << trial);
        }
        const SplitPlan separate = PlanAt("LaimSeparatePlanner", problem, split);
        EXPECT_TRUE((separate.status == PlanStatus::SOLVED) == solved, "separate, " << trial);
        EXPECT_TRUE(separate.decisions[0].normalisedDistortion <=
                        best.normalisedDistortion * (1 + 1e-9) + 1e-12,
                    "separate ratios never hurt, trial " << trial);
        for (const std::string name : {"LaimOnDevicePlanner", "LaimOnServerPlanner"})
        {
            const SplitPlan pure = PlanAt(name, problem, -1);
            const SplitPlan free = PlanAt("LaimPlanner", problem, -1);
            EXPECT_TRUE(pure.decisions[0].deviceKeepRatio <=
                            free.decisions[0].deviceKeepRatio * (1 + 1e-9),
                        name << " against a free choice, trial " << trial);
        }
    }
    NS_TEST_EXPECT_MSG_GT(compared, 80, "comparisons with the nested bisections");
}

/// At the optimum: T = T0, and E = E0 unless the clocks and the power are all at their limits.
class OptimalityTestCase : public TestCase
{
  public:
    OptimalityTestCase()
        : TestCase("laws that hold at every optimum")
    {
    }

  private:
    void DoRun() override;
};

void
OptimalityTestCase::DoRun()
{
    RandomProblems random(103);
    int interior = 0;
    for (int trial = 0; trial < 300; ++trial)
    {
        SplitProblem problem = random.Make();
        problem.countServerEnergy = true;
        const SplitDevice& device = problem.devices[0];
        const uint32_t split = trial % device.options.size();
        const LaimTask task = TaskOf(problem, split);
        const LaimSolution s = SolveLaim(task);
        if (!s.feasible)
        {
            continue;
        }
        EXPECT_RELATIVE(s.latency, device.latencyBudget, 1e-9, "T = T0, trial " << trial);
        const bool room = (s.deviceClock > 0 && s.deviceClock < device.processor.clockMax) ||
                          (s.serverClock > 0 && s.serverClock < problem.server.clockMax) ||
                          (s.txPower > 0 && s.txPower < device.txPowerMax);
        if (s.merit < 1 && room)
        {
            EXPECT_RELATIVE(s.energy, device.energyBudget, 1e-9, "E = E0, trial " << trial);
        }
        if (s.deviceClock > 0 && s.deviceClock < device.processor.clockMax && s.serverClock > 0 &&
            s.serverClock < problem.server.clockMax)
        {
            EXPECT_RELATIVE(s.deviceClock / s.serverClock,
                            std::cbrt(task.serverEnergyFactor / task.deviceEnergyFactor),
                            1e-9,
                            "proportion of the clocks, trial " << trial);
            ++interior;
        }
    }
    NS_TEST_EXPECT_MSG_GT(interior, 40, "trials with both clocks inside their limits");
}

/// LAIM on random problems.
class LaimInvariantsTestSuite : public TestSuite
{
  public:
    LaimInvariantsTestSuite()
        : TestSuite("edge-ai-laim-invariants", TEST_UNIT)
    {
        AddTestCase(new MonotonicityTestCase, TEST_QUICK);
        AddTestCase(new InvariantAgreementTestCase, TEST_QUICK);
        AddTestCase(new OptimalityTestCase, TEST_QUICK);
    }
};

LaimInvariantsTestSuite g_laimInvariantsTestSuite; ///< registers the suite

} // namespace
