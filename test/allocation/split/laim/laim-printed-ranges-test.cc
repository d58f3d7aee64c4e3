/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The printed problem of LAIM with what it does not know: least clocks and powers, static power,
// changes of clock, links of known rate, width pruning, memory, lists, several devices.

#include "allocation/split/laim/laim-printed-sca.h"
#include "support/laim-printed-support.h"

#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// @returns the decision of a planner at cut 4
SplitDecision
Decide(const std::string& name, const SplitProblem& problem)
{
    return MakePlanner(name, {{"Split", "4"}})->Plan(problem).decisions[0];
}

/// @returns the kept share of a decision at the only cut
double
ShareOf(const SplitProblem& problem, const SplitDecision& decision)
{
    return PrintedBounds(*problem.devices[0].FindOption(decision.split))
        .GetShare({decision.deviceKeepRatio, decision.serverKeepRatio});
}

/// Random plans never keep more than the exact one, whatever a problem has beside the printed one.
class PrintedSearchTestCase : public TestCase
{
  public:
    PrintedSearchTestCase()
        : TestCase("no plan of a random search keeps more, with all that the paper leaves out")
    {
    }

  private:
    void DoRun() override;

    /// @returns the largest share of random clocks, powers and keep ratios of the device
    double Search(const LaimTask& task, const PartBounds& bounds);

    Ptr<UniformRandomVariable> m_uniform;
};

double
PrintedSearchTestCase::Search(const LaimTask& task, const PartBounds& bounds)
{
    auto knob = [this](const StageKnob& k) {
        const double low = std::max(k.least, 1e-2 * k.limit);
        return low * std::pow(k.limit / low, m_uniform->GetValue(0, 1));
    };
    double best = -1;
    for (int i = 0; i < 4000; ++i)
    {
        const double x = m_uniform->GetValue(bounds.least.device, bounds.most.device);
        const double fd = knob(task.deviceClock);
        const double fs = knob(task.serverClock);
        const double p = task.linkRate > 0 ? 0 : knob(task.txPower);
        // Time and energy are straight lines in the server's keep ratio.
        const LaimSolution none = EvaluateLaimPlan(task, x, 1e-9, fd, fs, p);
        const LaimSolution all = EvaluateLaimPlan(task, x, 1, fd, fs, p);
        const double y =
            std::min({1.0,
                      (task.latencyBudget - none.latency) / (all.latency - none.latency),
                      (task.energyBudget - none.energy) / (all.energy - none.energy)});
        if (y >= bounds.least.server)
        {
            best = std::max(best, bounds.GetShare({x, y}));
        }
    }
    return best;
}

void
PrintedSearchTestCase::DoRun()
{
    m_uniform = CreateObject<UniformRandomVariable>();
    m_uniform->SetStream(311);
    auto happens = [this](double chance) { return m_uniform->GetValue(0, 1) < chance; };
    int feasible = 0;
    int near = 0;
    for (int trial = 0; trial < 120; ++trial)
    {
        SplitProblem problem = PrintedProblem(PrintedBert(m_uniform->GetValue(0.3, 1.5)),
                                              m_uniform->GetValue(0.15, 0.5),
                                              m_uniform->GetValue(5e-3, 5e-2));
        SplitDevice& device = problem.devices[0];
        SplitOption& option = device.options[4];
        option.deviceWeightShare = m_uniform->GetValue(0.05, 0.95);
        problem.keepRatioMin = m_uniform->GetValue(1e-4, 0.05);
        problem.payloadFollowsKeepRatio = happens(0.3);
        device.processor.clockMin = happens(0.5) ? m_uniform->GetValue(1e8, 1e9) : 0;
        problem.server.clockMin = happens(0.5) ? m_uniform->GetValue(1e8, 1e9) : 0;
        device.processor.staticPower = happens(0.5) ? m_uniform->GetValue(1e-3, 2e-2) : 0;
        problem.server.staticPower = happens(0.5) ? m_uniform->GetValue(1e-3, 2e-2) : 0;
        device.processor.transitionLatency = happens(0.3) ? m_uniform->GetValue(1e-4, 5e-3) : 0;
        device.txPowerMin = happens(0.5) ? m_uniform->GetValue(0.01, 0.3) : 0;
        device.linkRate = happens(0.3) ? m_uniform->GetValue(1e6, 5e7) : 0;
        problem.countServerEnergy = happens(0.8);
        const double held = m_uniform->GetValue(0.2, 1);
        device.memoryBits = happens(0.3) ? held * option.deviceWeights * 32 : 0;
        const LaimCase planned = MakeLaimCase(problem, 0, option, problem.bandwidth);
        PartBounds bounds = MakePartBounds(planned);
        const LaimSolution exact = SolveLaimPrinted(planned.task, bounds);
        const double found = Search(planned.task, bounds);
        std::ostringstream where;
        where << "trial " << trial << ": ";
        if (!exact.feasible)
        {
            EXPECT_TRUE(found < 0, where.str() << "a plan was found all the same");
            EXPECT_TRUE(!SolveLaimPrintedSca(planned.task, bounds).solution.feasible,
                        where.str() << "also by rounds");
            continue;
        }
        ++feasible;
        const LaimTask& task = planned.task;
        EXPECT_TRUE(exact.latency <= task.latencyBudget * (1 + 1e-9), where.str() << "latency");
        EXPECT_TRUE(exact.energy <= task.energyBudget * (1 + 1e-9), where.str() << "energy");
        EXPECT_TRUE(exact.deviceKeepRatio <= bounds.most.device, where.str() << "memory");
        EXPECT_TRUE(exact.deviceClock >= task.deviceClock.least * (1 - 1e-12) &&
                        exact.serverClock >= task.serverClock.least * (1 - 1e-12),
                    where.str() << "least clocks");
        EXPECT_TRUE(found <= exact.merit + 1e-12, where.str() << found << " > " << exact.merit);
        EXPECT_TRUE(exact.summary.residual < 1e-8, where.str() << exact.summary.residual);
        near += found > 0.9 * exact.merit;
        const LaimSolution rounds = SolveLaimPrintedSca(task, bounds).solution;
        EXPECT_TRUE(rounds.merit <= exact.merit + 1e-9, where.str() << "rounds");
        EXPECT_TRUE(rounds.summary.limited || rounds.merit > exact.merit - 1e-6,
                    where.str() << rounds.merit << " by rounds instead of " << exact.merit);
        EXPECT_TRUE(rounds.latency <= task.latencyBudget * (1 + 1e-9) &&
                        rounds.energy <= task.energyBudget * (1 + 1e-9),
                    where.str() << "budgets by rounds");
    }
    EXPECT_TRUE(feasible > 60 && near > feasible / 2,
                feasible << " feasible, " << near << " nearly found by chance");
}

/// Links of known rate, lists and several devices, one by one.
class PrintedLinksTestCase : public TestCase
{
  public:
    PrintedLinksTestCase()
        : TestCase("links of known rate, listed clocks, several devices")
    {
    }

  private:
    void DoRun() override;
};

void
PrintedLinksTestCase::DoRun()
{
    // A link as fast as the power of the plan makes it, whose energy comes off the budget.
    const SplitProblem radio = PrintedProblem(PrintedBert(), 0.35, 8e-3);
    const SplitDecision free = Decide("LaimPrintedPlanner", radio);
    SplitProblem wire = radio;
    const PlanStep uplink = GetStep(free.steps, "uplink");
    wire.devices[0].linkRate = uplink.bits / uplink.time;
    wire.devices[0].energyBudget -= uplink.energy;
    wire.devices[0].gain = 1e-30; // not looked at
    for (const std::string name : {"LaimPrintedPlanner",
                                   "LaimPrintedScaPlanner",
                                   "LaimPrintedFixedPowerPlanner",
                                   "LaimPrintedPruneDevicePlanner"})
    {
        const SplitDecision wired = Decide(name, wire);
        EXPECT_RELATIVE(wired.deviceKeepRatio, free.deviceKeepRatio, 1e-6, name);
        NS_TEST_EXPECT_MSG_EQ(wired.txPower, 0.0, name << ": no power to choose");
        EXPECT_RELATIVE(GetStep(wired.steps, "uplink").time, uplink.time, 1e-12, name);
    }
    wire.devices[0].rateFactor = 0.5;
    NS_TEST_EXPECT_MSG_LT(Decide("LaimPrintedPlanner", wire).deviceKeepRatio,
                          free.deviceKeepRatio,
                          "half of the rate");

    // Listed clocks: the best of all combinations, each of them planned on its own.
    SplitProblem listed = radio;
    listed.devices[0].processor.clocks = {4e8, 6e8, 8e8, 1e9};
    listed.server.clocks = {2e8, 4e8, 6e8, 1e9, 2e9};
    const double chosen = ShareOf(listed, Decide("LaimPrintedPlanner", listed));
    double most = 0;
    for (const double device : listed.devices[0].processor.clocks)
    {
        for (const double server : listed.server.clocks)
        {
            SplitProblem one = radio;
            one.devices[0].processor.clocks = {device};
            one.server.clocks = {server};
            const SplitDecision made = Decide("LaimPrintedPlanner", one);
            most = made.IsUsable() ? std::max(most, ShareOf(one, made)) : most;
        }
    }
    EXPECT_RELATIVE(chosen, most, 1e-12, "best of all listed clocks");
    EXPECT_TRUE(chosen < ShareOf(radio, free) && chosen > 0.5, chosen << " with listed clocks");

    // Two devices share the band so that the smaller kept share is as large as can be.
    SplitProblem two = radio;
    two.devices.push_back(two.devices[0]);
    two.devices[1].gain /= 4;
    two.devices[0].serverClockMax = 2e9;
    two.devices[1].serverClockMax = 2e9;
    const SplitPlan both = MakePlanner("LaimPrintedPlanner", {{"Split", "4"}})->Plan(two);
    EXPECT_TRUE(both.status == PlanStatus::SOLVED, both.reason);
    EXPECT_ABSOLUTE(ShareOf(two, both.decisions[0]),
                    ShareOf(two, both.decisions[1]),
                    1e-6,
                    "the same share for both");
    EXPECT_TRUE(both.decisions[1].bandwidth > both.decisions[0].bandwidth, "the far one has more");
    EXPECT_RELATIVE(both.decisions[0].bandwidth + both.decisions[1].bandwidth, 5e6, 1e-9, "all");

    // All fits: the thriftiest plan, or the fastest.
    const SplitProblem rich = PrintedProblem(PrintedBert(), 1, 0.2);
    const SplitDecision thrifty = Decide("LaimPrintedPlanner", rich);
    const SplitDecision fast =
        MakePlanner("LaimPrintedPlanner", {{"Split", "4"}, {"PreferLatency", "true"}})
            ->Plan(rich)
            .decisions[0];
    EXPECT_TRUE(thrifty.deviceKeepRatio == 1 && thrifty.serverKeepRatio == 1, "whole");
    EXPECT_TRUE(thrifty.energy < fast.energy && fast.latency < thrifty.latency, "thrift or speed");
    EXPECT_RELATIVE(Decide("LaimPrintedScaPlanner", rich).energy, thrifty.energy, 1e-9, "rounds");
}

/// The printed problem beyond what is printed.
class LaimPrintedRangesTestSuite : public TestSuite
{
  public:
    LaimPrintedRangesTestSuite()
        : TestSuite("edge-ai-laim-printed-ranges", TEST_UNIT)
    {
        AddTestCase(new PrintedSearchTestCase, TEST_QUICK);
        AddTestCase(new PrintedLinksTestCase, TEST_QUICK);
    }
};

LaimPrintedRangesTestSuite g_laimPrintedRangesTestSuite; ///< registers the suite

} // namespace
