/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// ECC and its baselines as split planners: known scores by name, decisions, refusals in words.

#include "allocation/split/ecc/ecc-planner.h"
#include "allocation/split/ecc/ecc-solver.h"
#include "support/ecc-split-problem.h"
#include "support/ecc-test-support.h"

#include "ns3/boolean.h"
#include "ns3/double.h"

#include <algorithm>
#include <functional>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::vector<std::string> PLANNERS = {"EccPlanner",
                                           "EccColdPlanner",
                                           "EccDeviceOnlyPlanner",
                                           "EccEdgeOnlyPlanner",
                                           "NeurosurgeonPlanner",
                                           "DnnSurgeryPlanner",
                                           "IaoPlanner",
                                           "EccOmaPlanner"};

/// @returns the weighted sum of a plan's delays and energies
double
GetUtility(const SplitProblem& problem, const SplitPlan& plan)
{
    double utility = 0;
    for (std::size_t k = 0; k < plan.decisions.size(); ++k)
    {
        utility += problem.devices[k].timeWeight * plan.decisions[k].latency +
                   problem.devices[k].energyWeight * plan.decisions[k].energy;
    }
    return utility;
}

/// @returns a planner that searches as little as the reference program does
Ptr<SplitPlanner>
MakePlanner(const std::string& name, bool bare = false)
{
    auto planner = CreateSplitPlanner(name);
    planner->SetAttribute("WholeUnits", BooleanValue(false));
    if (bare)
    {
        planner->SetAttribute("ColdCandidate", BooleanValue(false));
        planner->SetAttribute("DeepSearch", BooleanValue(false));
    }
    return planner;
}

class PlannerScoreCase : public TestCase
{
  public:
    PlannerScoreCase()
        : TestCase("known scores, picked by name")
    {
    }

  private:
    void DoRun() override
    {
        const auto problem = MakeSplitProblem(MakeToyProblem());
        NS_TEST_ASSERT_MSG_EQ(problem.Validate(), "", "sound");
        const auto known = ListSplitPlanners();
        for (const auto& name : PLANNERS)
        {
            EXPECT_TRUE(std::count(known.begin(), known.end(), "ns3::edgeai::" + name) == 1, name);
        }
        auto score = [&problem](const std::string& name, bool bare = false) {
            return GetUtility(problem, MakePlanner(name, bare)->Plan(problem));
        };
        EXPECT_RELATIVE(score("EccPlanner", true), 0.9083751, 1e-5, "Li-GD, subchannel moves");
        EXPECT_RELATIVE(score("EccPlanner"), 0.907303676, 1e-5, "Li-GD");
        EXPECT_RELATIVE(score("EccColdPlanner"), 0.907303676, 1e-5, "cold");
        EXPECT_RELATIVE(score("EccDeviceOnlyPlanner"), 2.25, 1e-12, "Device-Only");
        EXPECT_RELATIVE(score("EccEdgeOnlyPlanner"), 1.643495592, 1e-6, "Edge-Only");
        EXPECT_RELATIVE(score("NeurosurgeonPlanner"), 1.018144760, 1e-6, "Neurosurgeon");
        EXPECT_RELATIVE(score("EccOmaPlanner", true), 0.936736518, 1e-6, "OMA");
        const auto warm = MakePlanner("EccPlanner")->Plan(problem);
        const auto cold = MakePlanner("EccColdPlanner")->Plan(problem);
        EXPECT_TRUE(warm.summary.iterations < 0.6 * cold.summary.iterations,
                    "warm starts save: " << warm.summary.iterations << " of "
                                         << cold.summary.iterations);

        // Gains have changed a little: starting at the plan in force saves steps.
        auto later = problem;
        later.present = warm.decisions;
        for (auto& device : later.devices)
        {
            device.noma.uplinkGains[0] *= 1.2;
            device.noma.downlinkGains[1] *= 0.8;
        }
        auto planner = MakePlanner("EccPlanner");
        const auto fresh = planner->Plan(later);
        planner->SetAttribute("StartAtPresent", BooleanValue(true));
        const auto again = planner->Plan(later);
        EXPECT_TRUE(again.summary.iterations < 0.8 * fresh.summary.iterations,
                    again.summary.iterations << " against " << fresh.summary.iterations);
        EXPECT_RELATIVE(GetUtility(later, again), GetUtility(later, fresh), 0.01, "as good");
        later.present.clear();
        NS_TEST_EXPECT_MSG_EQ(planner->Plan(later).summary.iterations,
                              fresh.summary.iterations,
                              "no plan in force");

        // All see the same problem the mathematics sees, in two cells too.
        const auto two = MakeTwoCellProblem();
        const auto split = MakeSplitProblem(two);
        const auto plan = MakePlanner("EccPlanner")->Plan(split);
        EXPECT_RELATIVE(GetUtility(split, plan), SolveEcc(two).summary.utility, 1e-9, "two cells");
    }
};

/// What decisions say is what equations (1) to (5) give for their powers, places and units.
class DecisionCase : public TestCase
{
  public:
    DecisionCase()
        : TestCase("decisions: rates, positions, energies and units belong together")
    {
    }

  private:
    /// @returns interference a position meets in its direction, noise included [W]
    static double GetInterference(const SplitProblem& problem,
                                  const SplitPlan& plan,
                                  std::size_t i,
                                  bool up)
    {
        const auto& own = up ? plan.decisions[i].uplinkWay : plan.decisions[i].downlinkWay;
        double sum = problem.noiseDensity * problem.noma.width;
        for (std::size_t v = 0; v < plan.decisions.size(); ++v)
        {
            const auto& other = up ? plan.decisions[v].uplinkWay : plan.decisions[v].downlinkWay;
            if (v != i && other.subchannel == own.subchannel && other.position > own.position)
            {
                const auto& link = problem.devices[up ? v : i].noma;
                sum += other.power * (up ? link.uplinkGains : link.downlinkGains)[own.subchannel];
            }
        }
        return sum;
    }

    void Check(const SplitProblem& problem, const SplitPlan& plan, const std::string& name)
    {
        double units = 0;
        double downlinkPower = 0;
        for (std::size_t i = 0; i < plan.decisions.size(); ++i)
        {
            const auto& decision = plan.decisions[i];
            const auto& device = problem.devices[i];
            const auto& option = device.options[decision.split];
            NS_TEST_EXPECT_MSG_EQ(option.split, decision.split, name << ": cut");
            if (decision.split == device.blockCount)
            {
                NS_TEST_EXPECT_MSG_EQ(decision.uplinkWay.subchannel, NO_SUBCHANNEL, name);
                NS_TEST_EXPECT_MSG_EQ(decision.txPower, 0, name);
                continue;
            }
            for (const bool up : {true, false})
            {
                const auto& way = up ? decision.uplinkWay : decision.downlinkWay;
                const double gain =
                    (up ? device.noma.uplinkGains : device.noma.downlinkGains)[way.subchannel];
                const double sinr = way.power * gain / GetInterference(problem, plan, i, up);
                EXPECT_RELATIVE(way.sinr, sinr, 1e-9, name << ": SINR");
                EXPECT_RELATIVE(way.rate,
                                problem.noma.width * std::log2(1 + sinr),
                                1e-9,
                                name << ": rate");
            }
            EXPECT_RELATIVE(GetStep(decision.steps, "uplink").time,
                            option.uplinkBits / decision.uplinkWay.rate,
                            1e-9,
                            name << ": upload");
            EXPECT_RELATIVE(GetStep(decision.steps, "downlink").energy,
                            decision.downlinkWay.power * device.resultBits /
                                decision.downlinkWay.rate,
                            1e-9,
                            name << ": answer");
            EXPECT_RELATIVE(decision.latency,
                            GetStep(decision.steps, "device").time +
                                GetStep(decision.steps, "uplink").time +
                                GetStep(decision.steps, "server").time +
                                GetStep(decision.steps, "downlink").time,
                            1e-12,
                            name << ": sum");
            NS_TEST_EXPECT_MSG_EQ(decision.units, std::floor(decision.units), name << ": whole");
            units += decision.units;
            downlinkPower += decision.downlinkWay.power;
        }
        EXPECT_TRUE(units <= problem.units.total, name << ": units");
        EXPECT_TRUE(downlinkPower <= problem.noma.cells[0].powerMax * (1 + 1e-9), name);
    }

    void DoRun() override
    {
        const auto problem = MakeSplitProblem(MakeSixUserProblem(MakeTinyYoloChain()));
        for (const auto& name : PLANNERS)
        {
            const auto plan = CreateSplitPlanner(name)->Plan(problem);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
            if (name != "EccOmaPlanner")
            {
                Check(problem, plan, name);
            }
        }

        // OMA: parts of a subchannel, each used once, without interference.
        const auto oma = CreateSplitPlanner("EccOmaPlanner")->Plan(problem);
        std::vector<uint32_t> used(problem.noma.subchannels);
        for (std::size_t i = 0; i < oma.decisions.size(); ++i)
        {
            const auto& way = oma.decisions[i].uplinkWay;
            EXPECT_TRUE(way.part < way.parts, "part");
            EXPECT_TRUE((used[way.subchannel] & 1U << way.part) == 0, "used once");
            used[way.subchannel] |= 1U << way.part;
            const double noise = problem.noiseDensity * problem.noma.width / way.parts;
            const double sinr =
                way.power * problem.devices[i].noma.uplinkGains[way.subchannel] / noise;
            EXPECT_RELATIVE(way.sinr, sinr, 1e-9, "alone");
            EXPECT_RELATIVE(way.rate,
                            problem.noma.width / way.parts * std::log2(1 + sinr),
                            1e-9,
                            "in a part of the width");
        }

        // A rate factor makes transfers longer; budgets that are exceeded are named.
        auto slow = problem;
        for (auto& device : slow.devices)
        {
            device.rateFactor = 0.5;
            device.latencyBudget = 0.1;
        }
        const auto late = CreateSplitPlanner("EccEdgeOnlyPlanner")->Plan(slow);
        const auto full = CreateSplitPlanner("EccEdgeOnlyPlanner")->Plan(problem);
        EXPECT_RELATIVE(GetStep(late.decisions[3].steps, "uplink").time,
                        2 * GetStep(full.decisions[3].steps, "uplink").time,
                        1e-12,
                        "half the rate");
        EXPECT_TRUE(late.status == PlanStatus::VIOLATED, "late");
        EXPECT_TRUE(late.reason.find("devices[0]: latencyBudget of 0.1 s is exceeded") == 0,
                    late.reason);
    }
};

/// No subchannels in the problem: an equal share of the band each; no units: the server's clock.
class FlatCase : public TestCase
{
  public:
    FlatCase()
        : TestCase("problems without subchannels and units; LAIM does not look at them")
    {
    }

  private:
    void DoRun() override
    {
        auto problem = MakeSplitProblem(MakeSixUserProblem(MakeTinyYoloChain()));
        const auto laim = CreateSplitPlanner("LaimPlanner");
        const auto with = laim->Plan(problem);
        problem.noma = NomaRadio();
        problem.units = ComputingUnits();
        for (auto& device : problem.devices)
        {
            device.noma = NomaLink();
        }
        const auto without = laim->Plan(problem);
        for (std::size_t i = 0; i < 6; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(with.decisions[i].latency, without.decisions[i].latency, "LAIM");
            NS_TEST_EXPECT_MSG_EQ(with.decisions[i].bandwidth, without.decisions[i].bandwidth, "");
        }
        problem.server.clockMax = 10e9;
        problem.server.powerCoefficient = 1e-29;
        for (const auto& name : PLANNERS)
        {
            const auto plan = CreateSplitPlanner(name)->Plan(problem);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
            double clocks = 0;
            for (std::size_t i = 0; i < 6; ++i)
            {
                const auto& decision = plan.decisions[i];
                if (GetStep(decision.steps, "uplink").bits == 0)
                {
                    continue;
                }
                const auto& device = problem.devices[i];
                const double width = problem.bandwidth / 6;
                EXPECT_RELATIVE(decision.bandwidth, width, 1e-12, name);
                EXPECT_RELATIVE(decision.uplinkWay.rate,
                                width * std::log2(1 + decision.txPower * device.gain /
                                                          (problem.noiseDensity * width)),
                                1e-9,
                                name << ": alone on its share");
                const double work = device.options[decision.split].serverFlop;
                EXPECT_RELATIVE(GetStep(decision.steps, "server").time,
                                work / (problem.server.flopPerCycle * decision.serverClock),
                                1e-9,
                                name << ": a slice of the clock");
                EXPECT_RELATIVE(GetStep(decision.steps, "server").energy,
                                1e-29 * std::pow(decision.serverClock, 3) *
                                    GetStep(decision.steps, "server").time,
                                1e-9,
                                name << ": cubic law");
                clocks += decision.serverClock;
            }
            EXPECT_TRUE(clocks <= 10e9 * (1 + 1e-9), name << ": the server's clock");
        }
    }
};

/// What planners refuse and validation finds, in words.
class RefusalCase : public TestCase
{
  public:
    RefusalCase()
        : TestCase("refusals name the field")
    {
    }

  private:
    void Expect(const std::string& words, const std::function<void(SplitProblem&)>& spoil)
    {
        auto problem = MakeSplitProblem(MakeToyProblem());
        spoil(problem);
        for (const auto& name : PLANNERS)
        {
            const auto plan = CreateSplitPlanner(name)->Plan(problem);
            EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name << " takes " << words);
            EXPECT_TRUE(plan.reason.find(words) != std::string::npos,
                        name << ": " << plan.reason << " does not say " << words);
            NS_TEST_EXPECT_MSG_EQ(plan.decisions.size(), 3, "one each");
        }
    }

    void DoRun() override
    {
        using P = SplitProblem;
        Expect("noma.width is -1 Hz", [](P& p) { p.noma.width = -1; });
        Expect("noma.usersPerSubchannel is 0", [](P& p) { p.noma.usersPerSubchannel = 0; });
        Expect("noma.sicResidual is 1.5", [](P& p) { p.noma.sicResidual = 1.5; });
        Expect("noma.cells is empty", [](P& p) { p.noma.cells.clear(); });
        Expect("noma.cells[0].powerMin is 11 W", [](P& p) { p.noma.cells[0].powerMin = 11; });
        Expect("noma.cells[0].powerMax is nan W", [](P& p) { p.noma.cells[0].powerMax = NAN; });
        Expect("devices[1].noma.cell is 1", [](P& p) { p.devices[1].noma.cell = 1; });
        Expect("devices[2].noma.uplinkGains has 1 entries",
               [](P& p) { p.devices[2].noma.uplinkGains.pop_back(); });
        Expect("devices[2].noma.downlinkGains[1] is 0",
               [](P& p) { p.devices[2].noma.downlinkGains[1] = 0; });
        Expect("devices[0].noma.powerMin is 0.3 W", [](P& p) { p.devices[0].noma.powerMin = 0.3; });
        Expect("noma.uplinkGains has 2 entries", [](P& p) { p.noma.subchannels = 0; });
        Expect("units.total is -8", [](P& p) { p.units.total = -8; });
        Expect("units.least is 9", [](P& p) { p.units.least = 9; });
        Expect("units.clock is 0", [](P& p) { p.units.clock = 0; });
        Expect("units.speedupExponent is 0", [](P& p) { p.units.speedupExponent = 0; });
        Expect("units.powerExponent is 0.5", [](P& p) { p.units.powerExponent = 0.5; });
        Expect("devices[0].timeWeight is -1", [](P& p) { p.devices[0].timeWeight = -1; });
        Expect("devices[0].resultBits is inf", [](P& p) { p.devices[0].resultBits = INFINITY; });
        Expect("present has 2 decisions", [](P& p) { p.present.resize(2); });
        Expect("countServerEnergy", [](P& p) { p.countServerEnergy = false; });
        Expect("need cut 4", [](P& p) { p.devices[1].options.pop_back(); });
        Expect("does not hold the whole network", [](P& p) { p.devices[1].memoryBits = 1e6; });
        Expect("txPowers lists powers", [](P& p) { p.devices[1].txPowers = {0.1, 0.2}; });
        Expect("serverClockMax fixes a slice", [](P& p) {
            p.units.total = 0;
            p.devices[0].serverClockMax = 1e9;
        });
        Expect("options.uplinkBits[1]", [](P& p) { p.devices[0].options[1].uplinkBits = 0; });

        auto planner = CreateSplitPlanner("EccPlanner");
        planner->SetAttribute("TimeWeight", DoubleValue(0));
        planner->SetAttribute("EnergyWeight", DoubleValue(0));
        const auto plan = planner->Plan(MakeSplitProblem(MakeToyProblem()));
        EXPECT_TRUE(plan.reason.find("TimeWeight and EnergyWeight") != std::string::npos,
                    plan.reason);
    }
};

class EccPlannerTestSuite : public TestSuite
{
  public:
    EccPlannerTestSuite()
        : TestSuite("edge-ai-ecc-planner", TEST_UNIT)
    {
        AddTestCase(new PlannerScoreCase, TEST_QUICK);
        AddTestCase(new DecisionCase, TEST_QUICK);
        AddTestCase(new FlatCase, TEST_QUICK);
        AddTestCase(new RefusalCase, TEST_QUICK);
    }
};

EccPlannerTestSuite g_eccPlannerTestSuite; ///< the suite

} // namespace
