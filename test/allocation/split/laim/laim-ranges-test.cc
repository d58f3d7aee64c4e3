/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// LAIM with both ends of every range and with lists: exact plans against plain searches.

#include "allocation/split/laim/laim-baseline-plans.h"
#include "allocation/split/laim/laim-levels.h"
#include "allocation/split/laim/laim-planner-base.h"
#include "allocation/split/laim/laim-sca.h"
#include "allocation/split/laim/laim-solver.h"
#include "support/laim-ranges.h"
#include "support/laim-test-support.h"

#include "ns3/network-catalogue.h"
#include "ns3/random-variable-stream.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// Random problems of one device with one cut, with ends to every range; the same for a stream.
class RangedProblems
{
  public:
    explicit RangedProblems(int64_t stream)
        : m_uniform(CreateObject<UniformRandomVariable>())
    {
        m_uniform->SetStream(stream);
    }

    /// @returns a value between two others, uniform in the logarithm
    double Between(double low, double high)
    {
        return low * std::pow(high / low, m_uniform->GetValue(0, 1));
    }

    /// @returns whether something that happens this often happens
    bool Chance(double share)
    {
        return m_uniform->GetValue(0, 1) < share;
    }

    SplitProblem Make()
    {
        SplitOption option;
        option.split = m_uniform->GetInteger(0, 2);
        option.deviceFlop = option.split > 0 ? Between(1e8, 2e10) : 0;
        option.serverFlop = option.split < 2 ? Between(1e8, 2e10) : 0;
        option.uplinkBits = option.split < 2 ? Between(1e4, 2e7) : 0;
        SplitProblem problem = MakeReferenceProblem({option}, 1, 1);
        SplitDevice& device = problem.devices[0];
        device.blockCount = 2;
        problem.bandwidth = Between(5e5, 5e7);
        device.gain = Between(1e-13, 1e-8);
        device.txPowerMax = Between(0.02, 1);
        device.txPowerMin = Chance(0.6) ? device.txPowerMax * Between(1e-4, 1) : 0;
        device.linkRate = Chance(0.2) ? Between(1e6, 1e9) : 0;
        Vary(device.processor, Between(5e8, 4e9), Between(5e-30, 1e-27));
        Vary(problem.server, Between(2e9, 3e10), Between(1e-29, 3e-28));
        problem.payloadFollowsKeepRatio = Chance(0.3);
        problem.countServerEnergy = Chance(0.8);
        problem.keepRatioMin = 1e-4;
        // Budgets near what full speed takes and needs, so that either binds, or both, or none.
        device.latencyBudget = device.energyBudget = 1e40;
        const PlainTask task(problem);
        const std::array<double, 3> top{device.processor.clockMax,
                                        problem.server.clockMax,
                                        device.txPowerMax};
        const auto fast = task.GetCosts(1, top);
        device.latencyBudget = fast[0] * Between(0.3, 30);
        device.energyBudget = fast[1] > 0 ? fast[1] * Between(0.003, 1.5) : 1;
        return problem;
    }

  private:
    void Vary(ProcessorLimits& processor, double clock, double coefficient)
    {
        processor.clockMax = clock;
        processor.powerCoefficient = coefficient;
        processor.clockMin = Chance(0.6) ? clock * Between(0.01, 1) : 0;
        const double dynamic = coefficient * clock * clock * clock;
        processor.staticPower = Chance(0.6) ? dynamic * Between(1e-3, 10) : 0;
        processor.transitionLatency = Chance(0.3) ? Between(1e-5, 1e-2) : 0;
    }

    Ptr<UniformRandomVariable> m_uniform;
};

/// The exact plans against searches that know nothing of prices.
class RangesAgainstSearchTestCase : public TestCase
{
  public:
    RangesAgainstSearchTestCase()
        : TestCase("with both ends of every range the exact plans are those of plain searches")
    {
    }

  private:
    void DoRun() override;
};

void
RangesAgainstSearchTestCase::DoRun()
{
    RangedProblems problems(61);
    int feasible = 0;
    int early = 0;
    int floors = 0;
    int whole = 0;
    for (int trial = 0; trial < 300; ++trial)
    {
        const SplitProblem problem = problems.Make();
        const SplitDevice& device = problem.devices[0];
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "trial " << trial);
        const LaimTask task = TaskOf(problem, device.options[0].split);
        const PlainTask plain(problem);
        const auto best = plain.Climb([&](const auto& x) { return plain.GetKeepRatio(x); });
        const double kappa = std::min(1.0, plain.GetKeepRatio(best));

        const LaimSolution s = SolveLaim(task);
        const bool has = kappa >= problem.keepRatioMin;
        EXPECT_TRUE(s.feasible == has, "trial " << trial << ": keep ratio " << kappa);
        if (!s.feasible)
        {
            continue;
        }
        ++feasible;
        EXPECT_RELATIVE(s.merit, kappa, 1e-6, "keep ratio, trial " << trial);
        EXPECT_TRUE(s.merit >= kappa * (1 - 1e-9), "the search is no better, trial " << trial);
        const std::array<double, 3> chosen{s.deviceClock, s.serverClock, s.txPower};
        const auto costs = plain.GetCosts(s.merit, chosen);
        EXPECT_RELATIVE(s.latency, costs[0], 1e-9, "latency, trial " << trial);
        EXPECT_RELATIVE(s.energy, costs[1], 1e-9, "energy, trial " << trial);
        EXPECT_TRUE(s.latency <= device.latencyBudget * (1 + 1e-9), "T, trial " << trial);
        EXPECT_TRUE(s.energy <= device.energyBudget * (1 + 1e-9), "E, trial " << trial);
        early += s.latency < device.latencyBudget * 0.99 && s.merit < 1;
        floors += s.deviceClock > 0 && s.deviceClock == device.processor.clockMin;

        const LaimSolution sca = SolveLaimSca(task).solution;
        EXPECT_TRUE(sca.feasible, "approximation, trial " << trial);
        EXPECT_RELATIVE(sca.merit, s.merit, 1e-7, "approximation, trial " << trial);

        // Where the whole network fits: no plan takes less, and none is faster within the energy.
        if (s.merit < 1)
        {
            continue;
        }
        ++whole;
        const auto thrifty = plain.Climb([&](const auto& x) {
            const auto c = plain.GetCosts(1, x);
            return c[0] <= device.latencyBudget ? -c[1] : -1e100 * c[0];
        });
        EXPECT_TRUE(s.energy <= plain.GetCosts(1, thrifty)[1] * (1 + 1e-9), "trial " << trial);
        LaimTask hurried = task;
        hurried.preferLatency = true;
        const LaimSolution fastest = SolveLaim(hurried);
        const auto fast = plain.Climb([&](const auto& x) {
            const auto c = plain.GetCosts(1, x);
            return c[1] <= device.energyBudget ? -c[0] : -1e100 * c[1];
        });
        EXPECT_TRUE(fastest.latency <= plain.GetCosts(1, fast)[0] * (1 + 1e-9),
                    "trial " << trial << ": " << fastest.latency << " s");
    }
    NS_TEST_EXPECT_MSG_GT(feasible, 90, "trials with a plan");
    NS_TEST_EXPECT_MSG_GT(early, 10, "done before the deadline because energy ran out");
    NS_TEST_EXPECT_MSG_GT(floors, 5, "at the least clock");
    NS_TEST_EXPECT_MSG_GT(whole, 10, "with the whole network");
}

/// Lists within ranges, against all their combinations.
class RangesWithLevelsTestCase : public TestCase
{
  public:
    RangesWithLevelsTestCase()
        : TestCase("with lists the exact plan is the best of all combinations within the ranges")
    {
    }

  private:
    void DoRun() override;
};

void
RangesWithLevelsTestCase::DoRun()
{
    RangedProblems problems(62);
    int feasible = 0;
    for (int trial = 0; trial < 200; ++trial)
    {
        SplitProblem problem = problems.Make();
        SplitDevice& device = problem.devices[0];
        auto list = [&](double limit) {
            std::vector<double> levels;
            const int count = 2 + trial % 6;
            for (int i = 0; i < count; ++i)
            {
                levels.push_back(limit * std::pow(0.6, count - 1 - i));
            }
            return levels;
        };
        device.processor.clocks = list(device.processor.clockMax * 1.1);
        problem.server.clocks = list(problem.server.clockMax * 1.05);
        device.txPowers = list(device.txPowerMax);
        if (!problem.Validate().empty())
        {
            continue; // a range that has none of its list
        }
        // The one who counts by hand takes the lists' own ends for the changes of clock.
        SplitProblem plainProblem = problem;
        auto within = [](std::vector<double>& levels, double low, double high) {
            std::vector<double> usable;
            for (const double level : levels)
            {
                if (level >= low && level <= high)
                {
                    usable.push_back(level);
                }
            }
            levels = usable;
        };
        ProcessorLimits& mobile = plainProblem.devices[0].processor;
        within(mobile.clocks, mobile.clockMin, mobile.clockMax);
        ProcessorLimits& server = plainProblem.server;
        within(server.clocks, server.clockMin, server.clockMax);
        std::vector<double> powers = device.txPowers;
        within(powers, device.txPowerMin, device.txPowerMax);
        const PlainTask plain(plainProblem);
        double kappa = 0;
        double energy = 0;
        for (const double fd : mobile.clocks)
        {
            for (const double fs : server.clocks)
            {
                for (const double p : powers)
                {
                    const double reached = std::min(1.0, plain.GetKeepRatio({fd, fs, p}));
                    if (reached < kappa || reached < problem.keepRatioMin)
                    {
                        continue;
                    }
                    const double spent = plain.GetCosts(reached, {fd, fs, p})[1];
                    energy = reached > kappa ? spent : std::min(energy, spent);
                    kappa = reached;
                }
            }
        }
        const SplitPlan plan = CreateSplitPlanner("LaimPlanner")->Plan(problem);
        const SplitDecision& decision = plan.decisions[0];
        EXPECT_TRUE((decision.status == PlanStatus::SOLVED) == (kappa > 0),
                    "trial " << trial << ": " << kappa << ", " << decision.reason);
        if (decision.status != PlanStatus::SOLVED)
        {
            continue;
        }
        ++feasible;
        const double reached =
            decision.split > 0 ? decision.deviceKeepRatio : decision.serverKeepRatio;
        EXPECT_RELATIVE(reached, kappa, 1e-9, "keep ratio, trial " << trial);
        if (kappa == 1)
        {
            EXPECT_RELATIVE(decision.energy, energy, 1e-9, "energy, trial " << trial);
        }
    }
    NS_TEST_EXPECT_MSG_GT(feasible, 60, "trials with a plan");
}

/// Every planner of the family on random problems.
class RangesOfAllPlannersTestCase : public TestCase
{
  public:
    RangesOfAllPlannersTestCase()
        : TestCase("every planner of the family stays within both ends of every range")
    {
    }

  private:
    void DoRun() override;
};

void
RangesOfAllPlannersTestCase::DoRun()
{
    RangedProblems problems(63);
    for (const std::string& name : ListSplitPlanners())
    {
        if (!TypeId::LookupByName(name).IsChildOf(LaimPlannerBase::GetTypeId()))
        {
            continue;
        }
        int planned = 0;
        for (int trial = 0; trial < 120; ++trial)
        {
            SplitProblem problem = problems.Make();
            for (int i = 0; i < 400; ++i)
            {
                problem.uniformDraws.push_back((i + 0.5) / 400);
            }
            const SplitDevice& device = problem.devices[0];
            const SplitPlan plan = CreateSplitPlanner(name)->Plan(problem);
            if (plan.status == PlanStatus::REFUSED)
            {
                continue; // a planner of another cut
            }
            const SplitDecision& d = plan.decisions[0];
            if (!d.IsUsable())
            {
                EXPECT_TRUE(!d.reason.empty(), name << " says why, trial " << trial);
                continue;
            }
            ++planned;
            auto inside = [](double value, double low, double high) {
                return value == 0 || (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
            };
            EXPECT_TRUE(inside(d.deviceClock, device.processor.clockMin, device.processor.clockMax),
                        name << ", trial " << trial << ": f_d " << d.deviceClock);
            EXPECT_TRUE(inside(d.serverClock, problem.server.clockMin, problem.server.clockMax),
                        name << ", trial " << trial << ": f_s " << d.serverClock);
            const double least = device.linkRate > 0 ? 0 : device.txPowerMin;
            const double most = device.linkRate > 0 ? 0 : device.txPowerMax;
            EXPECT_TRUE(inside(d.txPower, least, most),
                        name << ", trial " << trial << ": p " << d.txPower);
            EXPECT_TRUE(d.txPower > 0 || d.txPowerActive == false, name << ": nothing to decide");
            if (d.deviceKeepRatio != d.serverKeepRatio)
            {
                continue;
            }
            ProcessorLimits& mobile = problem.devices[0].processor;
            if (name.find("FixedFrequency") != std::string::npos)
            {
                mobile.transitionLatency = problem.server.transitionLatency = 0; // never changes
            }
            const auto costs =
                PlainTask(problem).GetCosts(d.deviceKeepRatio,
                                            {d.deviceClock, d.serverClock, d.txPower});
            EXPECT_RELATIVE(d.latency, costs[0], 1e-9, name << ", trial " << trial);
            EXPECT_RELATIVE(d.energy, costs[1], 1e-9, name << ", trial " << trial);
        }
        NS_TEST_EXPECT_MSG_GT(planned, 15, name << ": trials with a plan");
    }
}

/// Values worked out by hand.
class RangesByHandTestCase : public TestCase
{
  public:
    RangesByHandTestCase()
        : TestCase("values worked out by hand")
    {
    }

  private:
    void DoRun() override;
};

void
RangesByHandTestCase::DoRun()
{
    // 1.137 GFLOP on a device of 0.1 to 2 GHz that may spend 1e-5 J: its least clock takes that in
    // 0.1 s at 28 % of the network, however much time there is.
    SplitProblem problem =
        MakeReferenceProblem(MakeSplitOptions(LoadNetworkProfile("MobileNetV1")), 1, 1e-5);
    ProcessorLimits& mobile = problem.devices[0].processor;
    mobile = {32, 2e9, 1e-28, 1, {}, 1e8};
    for (const char* const name : {"LaimPlanner", "LaimScaPlanner", "LaimOnDevicePlanner"})
    {
        for (const bool listed : {false, true})
        {
            mobile.clocks = listed ? std::vector<double>{1e8, 2e8, 2e9} : std::vector<double>{};
            const int split = static_cast<int>(problem.devices[0].blockCount);
            const SplitDecision d = PlanAt(name, problem, split).decisions[0];
            EXPECT_TRUE(d.status == PlanStatus::SOLVED, name << ": " << d.reason);
            EXPECT_RELATIVE(d.deviceClock, 1e8, 1e-12, name << ": the least clock");
            EXPECT_RELATIVE(d.latency, 0.1, 1e-9, name << ": 1e-5 J / (1e-28 W (1e8)^3)");
            EXPECT_RELATIVE(d.energy, 1e-5, 1e-9, name << ": all that may be spent");
            EXPECT_ABSOLUTE(d.normalisedDistortion, 0.3619, 5e-5, name << ": distortion");
            EXPECT_TRUE(!d.latencyActive && d.energyActive, name << ": energy decides");
        }
    }

    // A server of 1.5 to 3 GHz with 60 W of static power and all the time in the world: below
    // (60 / (2 * 3.5185e-27))^(1/3) = 2.043 GHz the longer time costs more than the clock saves.
    problem = ScenarioA();
    problem.server = {512, 3e9, 3.5185e-27, 1, {}, 1.5e9, 60};
    problem.devices[0].latencyBudget = 1e3;
    problem.devices[0].energyBudget = 1e3;
    for (const char* const name : {"LaimPlanner", "LaimScaPlanner", "LaimEqualTimePlanner"})
    {
        const SplitDecision d = PlanAt(name, problem, 4).decisions[0];
        EXPECT_RELATIVE(d.serverClock, std::cbrt(60 / (2 * 3.5185e-27)), 1e-6, name << ": races");
        const PlanStep step = GetStep(d.steps, "server");
        EXPECT_RELATIVE(step.energy,
                        (60 + 3.5185e-27 * std::pow(d.serverClock, 3)) * step.time,
                        1e-9,
                        name << ": a busy unit's power");
    }
    problem.server.staticPower = 0;
    EXPECT_RELATIVE(PlanAt("LaimPlanner", problem, 4).decisions[0].serverClock,
                    1.5e9,
                    1e-12,
                    "without it, the least clock");

    // A link of 10 Mbit/s, three quarters of which arrive: 3.2 Mbit take 0.43 s, whatever the
    // radio.
    problem = ScenarioA();
    problem.devices[0].linkRate = 1e7;
    problem.devices[0].rateFactor = 0.75;
    problem.devices[0].gain = 0;
    problem.devices[0].txPowerMax = 0;
    problem.bandwidth = 0;
    problem.devices[0].options.resize(5);
    for (const char* const name : {"LaimPlanner", "LaimScaPlanner", "LaimFixedPowerPlanner"})
    {
        const SplitDecision d = PlanAt(name, problem, 4).decisions[0];
        EXPECT_TRUE(d.status == PlanStatus::SOLVED, name << ": " << d.reason);
        EXPECT_RELATIVE(GetStep(d.steps, "uplink").time, 3227648 / 7.5e6, 1e-12, name);
        NS_TEST_EXPECT_MSG_EQ(GetStep(d.steps, "uplink").energy, 0.0, name << ": no radio");
        NS_TEST_EXPECT_MSG_EQ(d.txPower, 0.0, name << ": no power");
        NS_TEST_EXPECT_MSG_EQ(d.bandwidth, 0.0, name << ": no band");
    }

    // Beside a device with a link of its own the other one has the whole band.
    problem = ScenarioA();
    problem.devices.push_back(problem.devices[0]);
    problem.devices[1].linkRate = 1e7;
    const SplitPlan both = PlanAt("LaimPlanner", problem, 4);
    EXPECT_RELATIVE(both.decisions[0].bandwidth, problem.bandwidth, 1e-9, "the radio's");
    NS_TEST_EXPECT_MSG_EQ(both.decisions[1].bandwidth, 0.0, "the link's");
}

/// LAIM with both ends of every range.
class LaimRangesTestSuite : public TestSuite
{
  public:
    LaimRangesTestSuite()
        : TestSuite("edge-ai-laim-ranges", TEST_UNIT)
    {
        AddTestCase(new RangesByHandTestCase, TEST_QUICK);
        AddTestCase(new RangesAgainstSearchTestCase, TEST_QUICK);
        AddTestCase(new RangesWithLevelsTestCase, TEST_QUICK);
        AddTestCase(new RangesOfAllPlannersTestCase, TEST_QUICK);
    }
};

LaimRangesTestSuite g_laimRangesTestSuite; ///< registers the suite

} // namespace
