/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// LAIM beyond the paper: separate keep ratios, a band that several devices share, listed clocks and
// powers.

#include "allocation/numeric/band-allocation.h"
#include "allocation/split/laim/laim-baseline-plans.h"
#include "allocation/split/laim/laim-levels.h"
#include "allocation/split/laim/laim-planner-base.h"
#include "allocation/split/laim/laim-separate.h"
#include "support/laim-reference.h"
#include "support/laim-test-support.h"

#include "ns3/integer.h"
#include "ns3/random-variable-stream.h"

#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// Separate ratios for the two parts (check 13).
class SeparateRatiosTestCase : public TestCase
{
  public:
    SeparateRatiosTestCase()
        : TestCase("separate keep ratios for device and server")
    {
    }

  private:
    void DoRun() override;
};

void
SeparateRatiosTestCase::DoRun()
{
    const SplitDecision d = PlanAt("LaimSeparatePlanner", ScenarioA(), 4).decisions[0];
    EXPECT_RELATIVE(d.deviceKeepRatio, 0.546997, 1e-4, "device");
    EXPECT_RELATIVE(d.serverKeepRatio, 0.722564, 1e-4, "server");
    EXPECT_RELATIVE(d.normalisedDistortion, 0.0560315491, 1e-6, "objective");
    const SplitDecision common = PlanAt("LaimPlanner", ScenarioA(), 4).decisions[0];
    EXPECT_RELATIVE(common.normalisedDistortion, 0.0596866831, 1e-6, "with a common ratio");
    EXPECT_RELATIVE(d.latency, 1.0, 1e-9, "deadline");
    EXPECT_TRUE(d.energy <= 0.1 * (1 + 1e-9), "energy");

    // A scan over device ratios (with a bisection for the server's) must not find better.
    for (const auto kind : {DistortionFunction::MAGNITUDE_EXACT,
                            DistortionFunction::RANDOM,
                            DistortionFunction::RD_CODE})
    {
        const DistortionFunction distortion(kind);
        for (const bool follows : {false, true})
        {
            SplitProblem problem = ScenarioA();
            problem.payloadFollowsKeepRatio = follows;
            const LaimTask task = TaskOf(problem, 8);
            const LaimSolution best = SolveLaimSeparate(task, 1.0 / 3, distortion);
            for (double kd = 0.01; kd < 1; kd += 0.0099)
            {
                LaimTask rest = task;
                rest.constant.deviceCycles = kd * task.scaled.deviceCycles;
                rest.constant.uplinkBits += kd * task.scaled.uplinkBits;
                rest.scaled.deviceCycles = rest.scaled.uplinkBits = 0;
                const LaimSolution server = SolveLaim(rest);
                if (server.feasible)
                {
                    const double value =
                        WeightedDistortion(distortion, 1.0 / 3, kd, server.serverKeepRatio);
                    EXPECT_TRUE(-best.merit <= value + 1e-9, "device ratio " << kd);
                }
            }
            const double common = SolveLaim(task).merit;
            EXPECT_TRUE(-best.merit <= distortion.GetNormalised(1 - common) + 1e-12, "common");
        }
    }

    // At the ends there is only one part.
    for (const int split : {0, 24})
    {
        const SplitDecision end = PlanAt("LaimSeparatePlanner", ScenarioA(), split).decisions[0];
        const SplitDecision one = PlanAt("LaimPlanner", ScenarioA(), split).decisions[0];
        NS_TEST_EXPECT_MSG_EQ(end.deviceKeepRatio, one.deviceKeepRatio, "cut " << split);
    }
    // The device's memory limits the device's ratio only.
    SplitProblem small = ScenarioA();
    small.devices[0].memoryBits = 4e6 * 16 * 0.3;
    const SplitDecision limited = PlanAt("LaimSeparatePlanner", small, 4).decisions[0];
    NS_TEST_EXPECT_MSG_EQ(limited.deviceKeepRatio, 0.3, "as much as memory holds");
    NS_TEST_EXPECT_MSG_GT(limited.serverKeepRatio, 0.75, "the server keeps more");
}

/// Several devices in one band (check 14).
class SeveralDevicesTestCase : public TestCase
{
  public:
    SeveralDevicesTestCase()
        : TestCase("several devices share a band")
    {
    }

  private:
    void DoRun() override;
};

void
SeveralDevicesTestCase::DoRun()
{
    SplitProblem problem = ScenarioA();
    problem.devices.push_back(problem.devices[0]);
    problem.devices[0].serverClockMax = problem.devices[1].serverClockMax = 5e9;
    problem.devices[1].gain = 1e-12;

    SplitPlan plan = PlanAt("LaimPlanner", problem, 4);
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    for (const SplitDecision& decision : plan.decisions)
    {
        EXPECT_RELATIVE(decision.deviceKeepRatio, 0.52380364, 1e-7, "max-min");
    }
    EXPECT_RELATIVE(plan.decisions[0].bandwidth, 949469.0, 1e-4, "band of the near device");
    EXPECT_RELATIVE(plan.decisions[1].bandwidth, 4050531.0, 1e-4, "band of the far device");

    plan = MakePlanner("LaimPlanner", {{"Split", "4"}, {"BandAllocation", "Equal"}})->Plan(problem);
    EXPECT_RELATIVE(plan.decisions[0].deviceKeepRatio, 0.63688247, 1e-7, "equal bands, near");
    EXPECT_RELATIVE(plan.decisions[1].deviceKeepRatio, 0.45484830, 1e-7, "equal bands, far");

    // Slices that are not given are equal shares.
    problem.devices[0].serverClockMax = problem.devices[1].serverClockMax = 0;
    plan = PlanAt("LaimPlanner", problem, 4);
    EXPECT_RELATIVE(plan.decisions[0].deviceKeepRatio, 0.52380364, 1e-7, "equal slices");

    // The smallest merit of every planner that divides a band is at least that of equal bands.
    for (const std::string& name : ListSplitPlanners())
    {
        if (!TypeId::LookupByName(name).IsChildOf(LaimPlannerBase::GetTypeId()) ||
            name.find("Random") != std::string::npos || name.find("NoPruning") != std::string::npos)
        {
            continue;
        }
        SplitProblem lenient = problem;
        lenient.keepRatioMin = 1e-4;
        lenient.devices.resize(3, problem.devices[0]);
        lenient.devices[2].gain = 1e-11;
        auto worst = [&](const std::string& bands) {
            const SplitPlan p =
                MakePlanner(name, {{"Split", "2"}, {"BandAllocation", bands}})->Plan(lenient);
            double largest = 0;
            double total = 0;
            for (const SplitDecision& d : p.decisions)
            {
                largest = std::max(largest, d.normalisedDistortion);
                total += d.bandwidth;
            }
            EXPECT_TRUE(total <= 5e6 * (1 + 1e-9), name << " hands out " << total << " Hz");
            return p.status == PlanStatus::SOLVED ? largest : 2;
        };
        EXPECT_TRUE(worst("MaxMin") <= worst("Equal") + 1e-9, name);
    }

    // Nobody can be served: equal bands, and the reason of the first device that fails.
    problem.devices[1].gain = 1e-18;
    plan = PlanAt("LaimPlanner", problem, 4);
    EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, "far away");
    EXPECT_TRUE(plan.reason.find("devices[1]: ") == 0, plan.reason);
    EXPECT_TRUE(plan.decisions[0].status == PlanStatus::SOLVED, "the other one is served");
}

/// The division of a band on its own, with merits in closed form.
class BandDivisionTestCase : public TestCase
{
  public:
    BandDivisionTestCase()
        : TestCase("max-min division of a band and its leftover")
    {
    }

  private:
    void DoRun() override;
};

void
BandDivisionTestCase::DoRun()
{
    // merit = band / need: the level is B / sum of needs.
    const std::vector<double> need = {1e6, 2e6, 5e6};
    auto linear = [&need](std::size_t k, double band) { return std::min(1.0, band / need[k]); };
    BandShares shares = DivideBandMaxMin(3, 4e6, linear);
    EXPECT_TRUE(shares.feasible, "feasible");
    EXPECT_RELATIVE(shares.level, 0.5, 1e-9, "level");
    EXPECT_RELATIVE(shares.bands[2], 2.5e6, 1e-9, "in proportion to need");
    EXPECT_TRUE(shares.needed <= 4e6 * (1 + 1e-12), "within the band");

    // Enough for all: something is left, and goes to all equally because none gains.
    shares = DivideBandMaxMin(3, 11e6, linear);
    EXPECT_RELATIVE(shares.level, 1.0, 1e-12, "all satisfied");
    EXPECT_RELATIVE(shares.needed, 8e6, 1e-9, "least bands");
    EXPECT_RELATIVE(HandOutLeftover(shares, 11e6, linear).bands[0], 2e6, 1e-9, "equal shares");

    // One device is capped low: what is left goes to the one that gains most.
    auto capped = [](std::size_t k, double band) {
        return std::min(k == 0 ? 0.2 : 1.0, band / (k == 1 ? 20e6 : 10e6));
    };
    shares = DivideBandMaxMin(3, 10e6, capped);
    EXPECT_RELATIVE(shares.level, 0.2, 1e-9, "capped");
    EXPECT_RELATIVE(shares.needed, 8e6, 1e-9, "2 + 4 + 2 MHz");
    const BandShares all = HandOutLeftover(shares, 10e6, capped);
    EXPECT_RELATIVE(all.bands[2], 4e6, 1e-9, "steepest merit");
    EXPECT_RELATIVE(std::accumulate(all.bands.begin(), all.bands.end(), 0.0), 10e6, 1e-12, "all");

    // Thresholds below which a device is not served at all.
    auto stepped = [](std::size_t k, double band) {
        return band < (k + 1) * 1e6 ? -INFINITY : 0.3;
    };
    EXPECT_TRUE(DivideBandMaxMin(2, 3.1e6, stepped).feasible, "both thresholds fit");
    shares = DivideBandMaxMin(2, 2.9e6, stepped);
    EXPECT_TRUE(!shares.feasible, "they do not fit");
    EXPECT_RELATIVE(shares.needed, 3e6, 1e-6, "what would do");
    EXPECT_TRUE(!DivideBandMaxMin(2, 1.5e6, stepped).feasible, "one does not fit by itself");
    EXPECT_TRUE(DivideBandMaxMin(1, 0.5, linear).feasible, "a band of half a hertz");

    // Devices that nothing serves, or only nearly everything, take no more than their equal share.
    for (const double absurd : {1e30, 7.9e6})
    {
        auto crowd = [&](std::size_t k, double band) {
            const double wanted = k == 3 ? absurd : need[k];
            return k == 3 && band < wanted ? -INFINITY : band < wanted / 2 ? -INFINITY : band / 5e7;
        };
        const BandShares alone = DivideBandMaxMin(3, 6e6, crowd);
        shares = DivideBandMaxMin(4, 8e6, crowd);
        EXPECT_TRUE(alone.feasible && !shares.feasible, "all but one can be served");
        for (std::size_t k = 0; k < 3; ++k)
        {
            EXPECT_RELATIVE(shares.bands[k], alone.bands[k], 1e-9, "as if it were not there");
        }
        EXPECT_RELATIVE(shares.bands[3], 2e6, 1e-12, "its equal share");
        EXPECT_RELATIVE(shares.level, alone.level, 1e-9, "level of those who are served");
        shares = DivideSubchannelsMaxMin(4, 80, 1e5, crowd);
        EXPECT_TRUE(!shares.feasible, "subchannels: all but one");
        EXPECT_RELATIVE(shares.bands[2], 2.5e6, 0.05, "subchannels: who needs most is served");
        EXPECT_RELATIVE(shares.bands[3], 2e6, 1e-12, "subchannels: its equal share");
        EXPECT_RELATIVE(std::accumulate(shares.bands.begin(), shares.bands.end(), 0.0),
                        8e6,
                        1e-12,
                        "subchannels: all");
    }
    auto nobody = [](std::size_t, double) { return -INFINITY; };
    EXPECT_RELATIVE(DivideBandMaxMin(4, 8e6, nobody).bands[1], 2e6, 1e-12, "nobody is served");

    // By name: three ordinary devices and one that is out of reach.
    SplitProblem problem = ScenarioA();
    problem.devices.resize(4, problem.devices[0]);
    problem.devices[0].gain = 4e-12; // needs more than an equal share
    problem.devices[3].gain = 1e-45;
    for (const double width : {0.0, 5e4})
    {
        problem.subchannelWidth = width;
        auto planner = CreateSplitPlanner("LaimPlanner");
        planner->SetAttribute("Split", IntegerValue(12));
        const SplitPlan plan = planner->Plan(problem);
        EXPECT_TRUE(plan.decisions[3].status == PlanStatus::INFEASIBLE, plan.decisions[3].reason);
        double bands = 0;
        for (std::size_t k = 0; k < 3; ++k)
        {
            EXPECT_TRUE(plan.decisions[k].status == PlanStatus::SOLVED, plan.decisions[k].reason);
            bands += plan.decisions[k].bandwidth;
        }
        EXPECT_TRUE(bands <= problem.bandwidth * (1 + 1e-12), "within the band");
        EXPECT_TRUE(plan.decisions[0].bandwidth > 1.3 * plan.decisions[1].bandwidth,
                    "who needs more gets more: " << plan.decisions[0].bandwidth << " Hz and "
                                                 << plan.decisions[1].bandwidth << " Hz");
    }
}

/// Whole subchannels, against every way to hand them out.
class SubchannelDivisionTestCase : public TestCase
{
  public:
    SubchannelDivisionTestCase()
        : TestCase("whole subchannels to the worst off")
    {
    }

  private:
    void DoRun() override;
};

void
SubchannelDivisionTestCase::DoRun()
{
    EXPECT_TRUE(CountSubchannels(25 * (5e6 / 25), 5e6 / 25) == 25, "none is lost to rounding");
    EXPECT_TRUE(CountSubchannels(4.9e6, 1e6) == 4, "whole ones only");
    Ptr<UniformRandomVariable> random = CreateObject<UniformRandomVariable>();
    random->SetStream(7);
    constexpr uint32_t N = 9;
    for (int instance = 0; instance < 200; ++instance)
    {
        // Merits that rise in random steps, some of them plateaus, some devices not served by few.
        double table[3][N + 1];
        for (auto& merits : table)
        {
            double value = random->GetValue() - 1;
            const double least = 1 + 3 * random->GetValue();
            for (uint32_t n = 0; n <= N; ++n)
            {
                value =
                    std::min(1.0, value + (random->GetValue() < 0.4 ? 0 : random->GetValue() / 3));
                merits[n] = n < least ? -INFINITY : value;
            }
        }
        auto merit = [&table](std::size_t k, double band) {
            return table[k][std::lround(band / 2e5)];
        };
        double best = -INFINITY;
        for (uint32_t a = 1; a + 2 <= N; ++a)
        {
            for (uint32_t b = 1; a + b + 1 <= N; ++b)
            {
                best = std::max(best, std::min({table[0][a], table[1][b], table[2][N - a - b]}));
            }
        }
        const BandShares shares = DivideSubchannelsMaxMin(3, N, 2e5, merit);
        EXPECT_TRUE(shares.feasible == (best >= -1), "feasible");
        EXPECT_RELATIVE(shares.bands[0] + shares.bands[1] + shares.bands[2], N * 2e5, 1e-12, "all");
        if (shares.feasible)
        {
            EXPECT_TRUE(shares.level == best, "the best of all divisions");
        }
    }
    auto never = [](std::size_t, double) { return -INFINITY; };
    EXPECT_TRUE(!DivideSubchannelsMaxMin(2, 4, 1e6, never).feasible, "no band serves");

    // A plan hands out whole subchannels only, to equal shares as well.
    SplitProblem problem = ScenarioA();
    problem.devices.resize(3, problem.devices[0]);
    problem.devices[1].gain = 1e-12;
    problem.devices[2].gain = 1e-11;
    problem.subchannelWidth = problem.bandwidth / 8;
    for (const char* division : {"MaxMin", "Equal"})
    {
        const SplitPlan plan =
            MakePlanner("LaimPlanner", {{"BandAllocation", division}})->Plan(problem);
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
        double total = 0;
        for (const SplitDecision& decision : plan.decisions)
        {
            const double share = decision.bandwidth / problem.subchannelWidth;
            EXPECT_RELATIVE(share, std::round(share), 1e-9, "whole");
            total += share;
        }
        EXPECT_RELATIVE(total, 8, 1e-9, "all of them");
    }
    problem.subchannelWidth = problem.bandwidth / 2;
    const std::string reason = MakePlanner("LaimPlanner")->Plan(problem).reason;
    EXPECT_TRUE(reason.find("subchannelWidth") != std::string::npos, reason);
}

/// Finite lists of clocks and powers.
class LevelsTestCase : public TestCase
{
  public:
    LevelsTestCase()
        : TestCase("listed clocks and powers: as good as trying every combination")
    {
    }

  private:
    void DoRun() override;
};

void
LevelsTestCase::DoRun()
{
    Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(91);
    auto solver = [](const LaimTask& task) { return SolveLaim(task); };
    auto levelsUpTo = [&uniform](double limit, int count) {
        std::vector<double> levels;
        for (int i = 0; i < count; ++i)
        {
            levels.push_back(limit * uniform->GetValue(0.05, 1));
        }
        std::sort(levels.begin(), levels.end());
        return levels;
    };
    int solved = 0;
    int whole = 0;
    for (int trial = 0; trial < 60; ++trial)
    {
        LaimTask task = TaskOf(ScenarioA(), trial % 25);
        task.latencyBudget = uniform->GetValue(0.3, 3);
        task.energyBudget = std::pow(10, uniform->GetValue(-2, 0.5));
        task.preferLatency = trial % 2;
        LaimLevels levels;
        levels.deviceClocks = levelsUpTo(2e9, 6);
        levels.serverClocks = levelsUpTo(10e9, 5);
        levels.txPowers = levelsUpTo(0.2, 7);
        if (trial % 3 == 1)
        {
            levels.serverClocks.clear();
        }
        else if (trial % 3 == 2)
        {
            levels.txPowers.clear();
        }
        // Every combination; a free knob stays continuous.
        auto orFree = [](const std::vector<double>& list) {
            return list.empty() ? std::vector<double>{0} : list;
        };
        LaimSolution best;
        for (const double fd : orFree(levels.deviceClocks))
        {
            for (const double fs : orFree(levels.serverClocks))
            {
                for (const double p : orFree(levels.txPowers))
                {
                    LaimTask fixed = task;
                    fixed.deviceClock.fixed = fd;
                    fixed.serverClock.fixed = fs;
                    fixed.txPower.fixed = p;
                    const LaimSolution one = SolveLaim(fixed);
                    if (IsBetterLaimSolution(one, best, task.preferLatency))
                    {
                        best = one;
                    }
                }
            }
        }
        const LaimSolution found = SolveWithLevels(task, levels, solver);
        NS_TEST_EXPECT_MSG_EQ(found.feasible, best.feasible, "trial " << trial);
        if (best.feasible)
        {
            EXPECT_RELATIVE(found.merit, best.merit, 1e-9, "keep ratio of trial " << trial);
            const double have = task.preferLatency ? found.latency : found.energy;
            const double want = task.preferLatency ? best.latency : best.energy;
            EXPECT_RELATIVE(have, want, 1e-7, "tie rule of trial " << trial);
            EXPECT_TRUE(found.merit <= SolveLaim(task).merit * (1 + 1e-12), "a list never helps");
            ++solved;
            whole += best.merit == 1;
        }
    }
    NS_TEST_EXPECT_MSG_GT(solved, 40, "most trials have a plan");
    NS_TEST_EXPECT_MSG_GT(whole, 5, "some trials keep the whole network");

    // Through planners: the plan names listed values, and budgets hold with them.
    SplitProblem problem = ScenarioA();
    problem.devices[0].txPowers = {0.01, 0.1, 0.15};
    problem.devices[0].processor.clocks = {0.5e9, 1e9, 1.5e9, 2e9};
    problem.server.clocks = {0.5e9, 1e9, 5e9, 10e9};
    for (const std::string name : {"LaimPlanner",
                                   "LaimScaPlanner",
                                   "LaimSeparatePlanner",
                                   "LaimFixedPowerPlanner",
                                   "LaimFixedFrequencyPlanner",
                                   "LaimEqualTimePlanner"})
    {
        SplitProblem lenient = problem;
        lenient.keepRatioMin = 1e-3;
        const SplitDecision d = PlanAt(name, lenient, 4).decisions[0];
        auto listed = [](const std::vector<double>& list, double value) {
            return std::find(list.begin(), list.end(), value) != list.end();
        };
        EXPECT_TRUE(d.status == PlanStatus::SOLVED, name << ": " << d.reason);
        EXPECT_TRUE(listed(problem.devices[0].txPowers, d.txPower), name << d.txPower);
        EXPECT_TRUE(listed(problem.devices[0].processor.clocks, d.deviceClock), name);
        EXPECT_TRUE(listed(problem.server.clocks, d.serverClock), name << d.serverClock);
        EXPECT_TRUE(d.latency <= 1 + 1e-9 && d.energy <= 0.1 * (1 + 1e-9), name);
    }
    const SplitDecision quantised = PlanAt("LaimPlanner", problem, 4).decisions[0];
    NS_TEST_EXPECT_MSG_LT(quantised.deviceKeepRatio, 0.675024, "levels cost something");
    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimFixedPowerPlanner", problem, 4).decisions[0].txPower,
                          0.15,
                          "largest listed power");
}

/// Extensions of LAIM.
class LaimExtensionsTestSuite : public TestSuite
{
  public:
    LaimExtensionsTestSuite()
        : TestSuite("edge-ai-laim-extensions", TEST_UNIT)
    {
        AddTestCase(new SeparateRatiosTestCase, TEST_QUICK);
        AddTestCase(new SeveralDevicesTestCase, TEST_QUICK);
        AddTestCase(new BandDivisionTestCase, TEST_QUICK);
        AddTestCase(new SubchannelDivisionTestCase, TEST_QUICK);
        AddTestCase(new LevelsTestCase, TEST_QUICK);
    }
};

LaimExtensionsTestSuite g_laimExtensionsTestSuite; ///< registers the suite

} // namespace
