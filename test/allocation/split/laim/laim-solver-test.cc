/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// LAIM's exact plan: interior laws, limits that bind, convex rounds, the whole network within the
// budgets.

#include "allocation/numeric/lambert-w.h"
#include "allocation/split/laim/laim-baseline-plans.h"
#include "allocation/split/laim/laim-sca.h"
#include "allocation/split/laim/laim-solver.h"
#include "support/laim-reference.h"
#include "support/laim-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// Stage times and energies by hand (check 4) and the optimum of scenario A (check 5).
class ScenarioATestCase : public TestCase
{
  public:
    ScenarioATestCase()
        : TestCase("energy-limited scenario: exact plan, interior laws, other ways to it")
    {
    }

  private:
    void DoRun() override;
};

void
ScenarioATestCase::DoRun()
{
    const LaimTask task = TaskOf(ScenarioA(), 4);
    const LaimSolution half = EvaluateLaimPlan(task, 0.5, 0.5, 1.5e9, 1e9, 0.1);
    EXPECT_RELATIVE(half.device.time, 0.2131928747, 1e-9, "device time");
    EXPECT_RELATIVE(half.device.energy, 0.0143905190, 1e-8, "device energy");
    EXPECT_RELATIVE(half.server.time, 0.3997366400, 1e-9, "server time");
    EXPECT_RELATIVE(half.server.energy, 0.0799473280, 1e-9, "server energy");

    const LaimSolution s = SolveLaim(task);
    NS_TEST_ASSERT_MSG_EQ(s.feasible, true, "scenario A has a plan");
    EXPECT_RELATIVE(s.merit, 0.675024349, 1e-8, "keep ratio");
    EXPECT_RELATIVE(s.device.time, 0.24859848, 1e-7, "device time");
    EXPECT_RELATIVE(s.uplink.time, 0.0819150351, 1e-7, "uplink time");
    EXPECT_RELATIVE(s.server.time, 0.669486485, 1e-7, "server time");
    EXPECT_RELATIVE(s.txPower, 0.0467071349, 1e-6, "power");
    EXPECT_RELATIVE(s.deviceClock, 1.73666044e9, 1e-7, "device clock");
    EXPECT_RELATIVE(s.serverClock, 8.0608637e8, 1e-7, "server clock");
    EXPECT_RELATIVE(s.latency, 1.0, 1e-9, "latency");
    EXPECT_RELATIVE(s.energy, 0.1, 1e-9, "energy");
    EXPECT_TRUE(s.energy <= 0.1 * (1 + 1e-9), "energy budget");

    // Interior laws: equal marginal powers, clocks in a fixed proportion.
    EXPECT_RELATIVE(s.deviceClock / s.serverClock, std::cbrt(10.0), 1e-9, "clock proportion");
    const double ofDevice = 2 * task.deviceEnergyFactor * std::pow(s.deviceClock, 3);
    const double ofServer = 2 * task.serverEnergyFactor * std::pow(s.serverClock, 3);
    const double z = UplinkExponent(task.uplink, s.txPower);
    const double ofUplink = task.uplink.unitPower * MarginalPowerOf(z);
    for (const double marginal : {ofDevice, ofServer, ofUplink, s.multiplier})
    {
        EXPECT_RELATIVE(marginal, 0.209509985, 1e-7, "marginal power");
    }

    EXPECT_RELATIVE(OneDimensionalOptimum(task), s.merit, 1e-11, "one-dimensional form");
    EXPECT_RELATIVE(ReferenceKeepRatio(task), s.merit, 1e-11, "nested bisections");
    const double grid = GridKeepRatio(task, 160);
    EXPECT_TRUE(grid <= s.merit, "a grid cannot beat the optimum");
    EXPECT_ABSOLUTE(grid, 0.674658, 7e-3, "a grid of 160 points per axis is within 1 %");
    NS_TEST_EXPECT_MSG_LT(s.summary.evaluations, 40, "one root, not nested bisections");
}

/// Limits that bind (check 7), closed forms of the baselines (checks 8 and 9).
class ClosedFormsTestCase : public TestCase
{
  public:
    ClosedFormsTestCase()
        : TestCase("limits that bind, and closed forms of restricted plans")
    {
    }

  private:
    void DoRun() override;
};

void
ClosedFormsTestCase::DoRun()
{
    LaimTask b = TaskOf(ScenarioB(), 4);
    const LaimSolution s = SolveLaim(b);
    EXPECT_RELATIVE(s.merit, 0.726283176, 1e-8, "keep ratio");
    NS_TEST_EXPECT_MSG_EQ(s.deviceClock, 2e9, "device clock at its limit");
    NS_TEST_EXPECT_MSG_EQ(s.txPower, 0.2, "power at its limit");
    EXPECT_RELATIVE(s.device.time, 0.232257597, 1e-8, "device time");
    EXPECT_RELATIVE(s.uplink.time, 0.0647208291, 1e-8, "uplink time");
    EXPECT_RELATIVE(s.server.time, 0.203021574, 1e-8, "server time");
    EXPECT_RELATIVE(s.serverClock, 2.86001129e9, 1e-8, "server clock");
    EXPECT_RELATIVE(ReferenceKeepRatio(b), s.merit, 1e-11, "nested bisections");
    EXPECT_RELATIVE(OneDimensionalOptimum(b), 0.891943787, 1e-8, "one-dimensional form is blind");
    const LaimTask b1 = TaskOf(ScenarioB(), 1);
    EXPECT_RELATIVE(SolveLaim(b1).merit, 0.934344349, 1e-8, "split 1");
    EXPECT_RELATIVE(OneDimensionalOptimum(b1), 0.984161103, 1e-8, "blind at split 1");

    LaimTask a = TaskOf(ScenarioA(), 4);
    LaimTask fixedPower = a;
    fixedPower.txPower.fixed = 0.2;
    EXPECT_RELATIVE(SolveLaim(fixedPower).merit, 0.661107052, 1e-8, "fixed power");
    const double leastTime = a.constant.uplinkBits / UplinkRate(a.uplink, 0.2);
    EXPECT_RELATIVE(SolveLaim(fixedPower).merit,
                    OneDimensionalKeepRatio(a, leastTime),
                    1e-9,
                    "closed form of fixed power");

    LaimTask fixedClock = a;
    fixedClock.keepRatioMin = 1e-4;
    fixedClock.deviceClock.fixed = 2e9;
    fixedClock.serverClock.fixed = 10e9;
    const LaimSolution fast = SolveLaim(fixedClock);
    EXPECT_RELATIVE(fast.merit, 0.00622716142, 1e-7, "fixed frequency");
    EXPECT_RELATIVE(fast.latency, 1.0, 1e-9, "fixed frequency: both budgets meet");
    EXPECT_RELATIVE(fast.energy, 0.1, 1e-9, "fixed frequency: both budgets meet");
    fixedClock.txPower.fixed = 0.2;
    const LaimSolution all = SolveLaim(fixedClock);
    const double perKeep = a.deviceEnergyFactor * a.scaled.deviceCycles * 4e18 +
                           a.serverEnergyFactor * a.scaled.serverCycles * 1e20;
    EXPECT_RELATIVE(all.merit, (0.1 - 0.2 * leastTime) / perKeep, 1e-9, "everything fixed");

    EXPECT_RELATIVE(SolveEqualTime(a, {}).merit, 0.469106591, 1e-8, "equal time");

    const LaimTask device = TaskOf(ScenarioA(), 24);
    EXPECT_RELATIVE(SolveLaim(device).merit, 0.445599619, 1e-8, "on the device");
    LaimTask timeOnly = device;
    timeOnly.energyBudget = 1e6;
    EXPECT_RELATIVE(SolveLaim(timeOnly).merit, 0.521176476, 1e-8, "on the device, time bound");
    for (const auto& [energy, expected] :
         {std::pair<double, double>{0.01, 0.206829}, std::pair<double, double>{0.02, 0.260588}})
    {
        LaimTask thrifty = device;
        thrifty.energyBudget = energy;
        EXPECT_RELATIVE(SolveLaim(thrifty).merit, expected, 2e-6, "on the device, energy bound");
    }
    const LaimTask server = TaskOf(ScenarioA(), 0);
    const LaimSolution remote = SolveLaim(server);
    EXPECT_RELATIVE(remote.merit, 0.494093873, 1e-8, "on the server");
    EXPECT_RELATIVE(OneDimensionalKeepRatio(server, remote.uplink.time),
                    remote.merit,
                    1e-9,
                    "closed form of the pure server at its own uplink time");
}

/// Successive convex approximation (check 6).
class ScaTestCase : public TestCase
{
  public:
    ScaTestCase()
        : TestCase("successive convex approximation: iterates, limit, restart")
    {
    }

  private:
    void DoRun() override;
};

void
ScaTestCase::DoRun()
{
    const LaimTask task = TaskOf(ScenarioA(), 4);
    const double exact = SolveLaim(task).merit;
    LaimScaResult result = SolveLaimSca(task);
    const std::vector<double> fromTop = {0.6736274327,
                                         0.6750160601,
                                         0.6750242682,
                                         0.6750243487,
                                         0.6750243495};
    NS_TEST_ASSERT_MSG_GT(result.iterates.size(), fromTop.size(), "rounds");
    for (std::size_t k = 0; k < fromTop.size(); ++k)
    {
        EXPECT_ABSOLUTE(result.iterates[k], fromTop[k], 1e-10, "iterate " << k);
    }
    EXPECT_RELATIVE(result.solution.merit, exact, 1e-9, "limit");
    NS_TEST_EXPECT_MSG_LT(result.iterates.size(), 12, "rounds");

    LaimScaOptions options;
    options.initialPower = 0.01;
    result = SolveLaimSca(task, options);
    const std::vector<double> fromBelow = {0.6741590268, 0.6750106371, 0.6750242011};
    for (std::size_t k = 0; k < fromBelow.size(); ++k)
    {
        EXPECT_ABSOLUTE(result.iterates[k], fromBelow[k], 1e-10, "iterate " << k << " from 0.01 W");
    }
    for (std::size_t k = 1; k < result.iterates.size(); ++k)
    {
        EXPECT_TRUE(result.iterates[k] >= result.iterates[k - 1], "never falls");
    }

    // 0.01 J does not pay for sending at the limit of 0.2 W, but the tangent there still helps.
    LaimTask poor = task;
    poor.energyBudget = 0.01;
    result = SolveLaimSca(poor);
    NS_TEST_EXPECT_MSG_EQ(result.initialPower, 0.2, "started at the limit");
    EXPECT_RELATIVE(result.solution.merit, 0.298285, 2e-6, "limit");
    // With 1 mJ it does not, and a start must be looked for first.
    poor.energyBudget = 0.001;
    result = SolveLaimSca(poor);
    NS_TEST_EXPECT_MSG_LT(result.initialPower, 0.2, "started elsewhere");
    EXPECT_RELATIVE(result.solution.merit, SolveLaim(poor).merit, 1e-9, "limit from there");

    poor.energyBudget = 1e-6;
    NS_TEST_EXPECT_MSG_EQ(SolveLaimSca(poor).solution.feasible, false, "no plan at all");

    // At keep ratio 1 the rounds must still find the thriftiest plan.
    LaimTask rich = task;
    rich.energyBudget = 1;
    EXPECT_RELATIVE(SolveLaimSca(rich).solution.energy, SolveLaim(rich).energy, 1e-8, "tie rule");
}

/// What happens at keep ratio 1, and for fixed keep ratios.
class TieRuleTestCase : public TestCase
{
  public:
    TieRuleTestCase()
        : TestCase("whole network within the budgets: thriftiest or fastest plan")
    {
    }

  private:
    void DoRun() override;
};

void
TieRuleTestCase::DoRun()
{
    LaimTask task = TaskOf(ScenarioA(), 4);
    task.latencyBudget = 2;
    const LaimSolution thrifty = SolveLaim(task);
    NS_TEST_EXPECT_MSG_EQ(thrifty.merit, 1.0, "whole network");
    EXPECT_RELATIVE(thrifty.latency, 2.0, 1e-9, "uses the whole deadline");
    NS_TEST_EXPECT_MSG_LT(thrifty.energy, 0.1, "energy to spare");
    EXPECT_RELATIVE(thrifty.energy, ReferenceLeastEnergy(task, 1), 1e-10, "least energy");

    task.preferLatency = true;
    const LaimSolution fast = SolveLaim(task);
    NS_TEST_EXPECT_MSG_EQ(fast.merit, 1.0, "whole network");
    EXPECT_RELATIVE(fast.energy, 0.1, 1e-9, "uses the whole energy budget");
    NS_TEST_EXPECT_MSG_LT(fast.latency, 2.0, "time to spare");
    LaimTask tight = task;
    tight.latencyBudget = fast.latency;
    EXPECT_RELATIVE(ReferenceLeastEnergy(tight, 1), 0.1, 1e-8, "no faster plan has the energy");

    task.energyBudget = 100;
    const LaimSolution full = SolveLaim(task);
    EXPECT_TRUE(full.deviceClock == 2e9 && full.serverClock == 10e9 && full.txPower == 0.2,
                "with energy without end, full speed");

    const LaimTask a = TaskOf(ScenarioA(), 4);
    for (const double kappa : {0.05, 0.3, 0.6})
    {
        const LaimSolution fixed = SolveLaimForKeepRatio(a, kappa);
        NS_TEST_EXPECT_MSG_EQ(fixed.feasible, true, "below the optimum");
        NS_TEST_EXPECT_MSG_EQ(fixed.merit, kappa, "as asked for");
        EXPECT_RELATIVE(fixed.energy, ReferenceLeastEnergy(a, kappa), 1e-10, "least energy");
    }
    NS_TEST_EXPECT_MSG_EQ(SolveLaimForKeepRatio(a, 0.676).feasible, false, "above the optimum");
}

/// Payload that is pruned with the network (check 12), and stages without work.
class PayloadTestCase : public TestCase
{
  public:
    PayloadTestCase()
        : TestCase("pruned payload, and stages without work")
    {
    }

  private:
    void DoRun() override;
};

void
PayloadTestCase::DoRun()
{
    SplitProblem problem = ScenarioA();
    problem.devices[0].gain = 1e-12;
    LaimSolution s = SolveLaim(TaskOf(problem, 4));
    EXPECT_RELATIVE(s.merit, 0.547029469, 1e-8, "whole payload");
    EXPECT_RELATIVE(s.uplink.time, 0.218716911, 1e-7, "its time");
    EXPECT_RELATIVE(s.txPower, 0.134066603, 1e-7, "its power");
    problem.payloadFollowsKeepRatio = true;
    s = SolveLaim(TaskOf(problem, 4));
    EXPECT_RELATIVE(s.merit, 0.615282466, 1e-8, "pruned payload");
    EXPECT_RELATIVE(s.uplink.time, 0.133051226, 1e-7, "its time");
    EXPECT_RELATIVE(s.txPower, 0.137711044, 1e-7, "its power");
    EXPECT_RELATIVE(SolveLaimSca(TaskOf(problem, 4)).solution.merit, s.merit, 1e-9, "by rounds");
    const double raw = SolveLaim(TaskOf(problem, 0)).merit;
    problem.payloadFollowsKeepRatio = false;
    NS_TEST_EXPECT_MSG_EQ(SolveLaim(TaskOf(problem, 0)).merit, raw, "raw input is never pruned");

    // Energy of the server not counted: it runs at its limit.
    problem.countServerEnergy = false;
    s = SolveLaim(TaskOf(problem, 4));
    NS_TEST_EXPECT_MSG_EQ(s.serverClock, 10e9, "server at its limit");
    NS_TEST_EXPECT_MSG_EQ(s.server.energy, 0.0, "its energy is free");

    // Nothing to compute, or nothing to send, or nothing at all.
    LaimTask task = TaskOf(ScenarioA(), 4);
    task.scaled = {};
    s = SolveLaim(task);
    EXPECT_TRUE(s.feasible && s.merit == 1, "nothing to compute");
    EXPECT_TRUE(s.deviceClock == 0 && s.device.time == 0, "no clock");
    EXPECT_RELATIVE(s.uplink.time, 1.0, 1e-9, "sending takes the deadline");
    task = TaskOf(ScenarioA(), 4);
    task.constant = {};
    s = SolveLaim(task);
    EXPECT_TRUE(s.txPower == 0 && s.uplink.time == 0, "nothing to send");
    EXPECT_RELATIVE(s.latency, 1.0, 1e-9, "latency without uplink");
    task.scaled = {};
    s = SolveLaim(task);
    EXPECT_TRUE(s.feasible && s.merit == 1 && s.energy == 0, "nothing at all");

    // Channels beyond all reason: finite results or a plain no.
    for (const double gain : {1e-50, 1e-30, 1e-16, 1e-5, 1.0, 1e20, 1e50})
    {
        problem = ScenarioA();
        problem.devices[0].gain = gain;
        s = SolveLaim(TaskOf(problem, 4));
        if (s.feasible)
        {
            NS_TEST_EXPECT_MSG_EQ(std::isfinite(s.latency + s.energy + s.txPower), true, gain);
            EXPECT_RELATIVE(s.merit, ReferenceKeepRatio(TaskOf(problem, 4)), 1e-6, "at " << gain);
        }
        EXPECT_TRUE(s.feasible == (gain > 1e-15), "feasible at gain " << gain);
    }
}

/// LAIM mathematics without planners.
class LaimSolverTestSuite : public TestSuite
{
  public:
    LaimSolverTestSuite()
        : TestSuite("edge-ai-laim-solver", TEST_UNIT)
    {
        AddTestCase(new ScenarioATestCase, TEST_QUICK);
        AddTestCase(new ClosedFormsTestCase, TEST_QUICK);
        AddTestCase(new ScaTestCase, TEST_QUICK);
        AddTestCase(new TieRuleTestCase, TEST_QUICK);
        AddTestCase(new PayloadTestCase, TEST_QUICK);
    }
};

LaimSolverTestSuite g_laimSolverTestSuite; ///< registers the suite

} // namespace
