/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// LAIM and its baselines as split planners: known keep ratios, every cut of two networks, fields of
// a decision.

#include "allocation/split/laim/distortion-function.h"
#include "support/laim-reference.h"
#include "support/laim-test-support.h"

#include "ns3/random-variable-stream.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

constexpr double NO = -1; ///< no plan keeps the budgets

/// Keep ratios of joint plan and baselines over latency and energy budgets, ViT-L/16 at cut 4.
class TargetTableTestCase : public TestCase
{
  public:
    TargetTableTestCase()
        : TestCase("keep ratios against both budgets, joint plan and baselines")
    {
    }

  private:
    void DoRun() override;
};

void
TargetTableTestCase::DoRun()
{
    const std::vector<std::string> planners = {"LaimPlanner",
                                               "LaimFixedPowerPlanner",
                                               "LaimEqualTimePlanner",
                                               "LaimOnDevicePlanner",
                                               "LaimOnServerPlanner",
                                               "LaimFixedFrequencyPlanner"};

    struct Row
    {
        double latency;
        double energy;
        std::vector<double> keepRatios;
    };

    const std::vector<Row> rows = {
        {0.25, 0.10, {.215826, .215826, .184054, .130294, NO, .006219}},
        {0.50, 0.10, {.399681, .396248, .295257, .260588, .136702, .006225}},
        {1.00, 0.10, {.675024, .661107, .469107, .445600, .494094, .006227}},
        {1.50, 0.10, {.902559, .879566, .614793, .583901, .772643, .006228}},
        {2.00, 0.10, {1, 1, .744811, .707345, 1, .006228}},
        {1.00, 0.01, {.298285, NO, .216505, .206829, .130114, .000616}},
        {1.00, 0.05, {.530217, .497307, .372097, .353673, .355120, .003110}},
        {1.00, 0.50, {1, 1, .802563, .521176, .975453, .031164}},
    };
    for (const Row& row : rows)
    {
        for (std::size_t i = 0; i < planners.size(); ++i)
        {
            for (const double least : {0.01, 1e-4})
            {
                SplitProblem problem = MakeReferenceProblem(VitLarge(), row.latency, row.energy);
                problem.keepRatioMin = least;
                const SplitPlan plan = PlanAt(planners[i], problem, 4);
                const SplitDecision& decision = plan.decisions[0];
                std::ostringstream where;
                where << planners[i] << " at " << row.latency << " s, " << row.energy << " J";
                if (row.keepRatios[i] < least)
                {
                    EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, where.str());
                    EXPECT_TRUE(plan.reason.find("cannot be kept") != std::string::npos,
                                where.str() << ": " << plan.reason);
                    continue;
                }
                EXPECT_TRUE(plan.status == PlanStatus::SOLVED, where.str() << plan.reason);
                EXPECT_ABSOLUTE(decision.deviceKeepRatio, row.keepRatios[i], 6e-7, where.str());
                NS_TEST_EXPECT_MSG_EQ(decision.deviceKeepRatio, decision.serverKeepRatio, "common");
                EXPECT_TRUE(decision.latency <= row.latency * (1 + 1e-9), where.str());
                EXPECT_TRUE(decision.energy <= row.energy * (1 + 1e-9), where.str());
            }
        }
    }
}

/// Keep ratio against the cut (check 10), and the cut that is chosen.
class SplitSelectionTestCase : public TestCase
{
  public:
    SplitSelectionTestCase()
        : TestCase("every cut of two networks, and the choice between them")
    {
    }

  private:
    void DoRun() override;
    void Check(const SplitProblem& problem,
               const std::vector<int>& splits,
               const std::vector<double>& keepRatios);
};

void
SplitSelectionTestCase::Check(const SplitProblem& problem,
                              const std::vector<int>& splits,
                              const std::vector<double>& keepRatios)
{
    for (std::size_t i = 0; i < splits.size(); ++i)
    {
        for (const std::string name : {"LaimPlanner", "LaimScaPlanner"})
        {
            const SplitPlan plan = PlanAt(name, problem, splits[i]);
            const SplitDecision& decision = plan.decisions[0];
            EXPECT_TRUE((decision.status == PlanStatus::SOLVED) == (keepRatios[i] != NO),
                        name << " at cut " << splits[i]);
            if (keepRatios[i] != NO)
            {
                EXPECT_ABSOLUTE(decision.deviceKeepRatio, keepRatios[i], 1e-5, name << splits[i]);
                EXPECT_TRUE(int64_t{decision.split} == splits[i], "the cut that was asked for");
            }
        }
    }
    // The free choice is the best of all cuts.
    const SplitDecision best = PlanAt("LaimPlanner", problem, -1).decisions[0];
    double most = 0;
    for (const SplitOption& option : problem.devices[0].options)
    {
        const SplitDecision one = PlanAt("LaimPlanner", problem, option.split).decisions[0];
        most = std::max(most, one.deviceKeepRatio);
    }
    NS_TEST_EXPECT_MSG_EQ(best.deviceKeepRatio, most, "largest keep ratio of all cuts");
}

void
SplitSelectionTestCase::DoRun()
{
    const std::vector<int> splits = {0, 1, 2, 4, 8, 12, 16, 20, 24};
    Check(ScenarioA(),
          splits,
          {.494094, .744815, .720001, .675024, .600056, .540075, .490996, .450094, .445600});
    Check(ScenarioB(),
          splits,
          {.425992, .934344, .857593, .726283, .535441, .411227, .327908, .269533, .260588});
    const std::vector<int> parts = {0, 1, 2, 3, 4, 5, 6};
    SplitProblem resnet = MakeReferenceProblem(ResNet152(), 0.15, 0.05);
    resnet.bandwidth = 20e6;
    Check(resnet, parts, {.283373, .864978, .483238, .606406, .385458, .416397, .416897});
    resnet = MakeReferenceProblem(ResNet152(), 0.3, 0.05);
    Check(resnet, parts, {NO, 1, .189591, .753257, .678690, .832109, .833795});
    resnet = MakeReferenceProblem(ResNet152(), 0.2, 0.05);
    resnet.devices[0].gain = 1e-11;
    Check(resnet, parts, {NO, .651644, NO, .053794, .307159, .553224, .555863});
    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimPlanner", resnet, -1).decisions[0].split, 1, "best cut");

    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimPlanner", ScenarioA(), -1).decisions[0].split, 1, "cut 1");
    const SplitPlan later = MakePlanner("LaimPlanner", {{"SplitMin", "3"}})->Plan(ScenarioA());
    NS_TEST_EXPECT_MSG_EQ(later.decisions[0].split, 3, "least cut that is allowed");

    // At equal keep ratios the cut of least energy wins, or with PreferLatency the fastest.
    SplitProblem rich = ScenarioA();
    rich.devices[0].latencyBudget = 4;
    rich.devices[0].energyBudget = 2;
    const SplitDecision thrifty = PlanAt("LaimPlanner", rich, -1).decisions[0];
    const SplitDecision fast =
        MakePlanner("LaimPlanner", {{"PreferLatency", "true"}})->Plan(rich).decisions[0];
    for (const SplitOption& option : rich.devices[0].options)
    {
        const SplitDecision one = PlanAt("LaimPlanner", rich, option.split).decisions[0];
        EXPECT_TRUE(one.deviceKeepRatio < 1 || one.energy >= thrifty.energy, option.split);
    }
    EXPECT_TRUE(thrifty.deviceKeepRatio == 1 && fast.deviceKeepRatio == 1, "whole");
    NS_TEST_EXPECT_MSG_LT(fast.latency, thrifty.latency, "fastest");
}

/// What a decision says beside the keep ratio.
class DecisionTestCase : public TestCase
{
  public:
    DecisionTestCase()
        : TestCase("fields of a decision: distortion, active limits, overheads")
    {
    }

  private:
    void DoRun() override;
};

void
DecisionTestCase::DoRun()
{
    SplitDecision a = PlanAt("LaimPlanner", ScenarioA(), 4).decisions[0];
    EXPECT_RELATIVE(a.normalisedDistortion, 0.0596866831, 1e-7, "normalised distortion");
    EXPECT_RELATIVE(a.distortion, 0.0596866831 / 30, 1e-7, "distortion");
    EXPECT_RELATIVE(GetStep(a.steps, "uplink").bits, 3227648.0, 1e-15, "payload");
    NS_TEST_EXPECT_MSG_EQ(a.bandwidth, 5e6, "band");
    EXPECT_RELATIVE(a.latency,
                    GetStep(a.steps, "device").time + GetStep(a.steps, "uplink").time +
                        GetStep(a.steps, "server").time,
                    1e-15,
                    "latency");
    EXPECT_TRUE(a.latencyActive && a.energyActive, "both budgets bind");
    EXPECT_TRUE(!a.deviceClockActive && !a.serverClockActive && !a.txPowerActive, "inside limits");
    SplitDecision b = PlanAt("LaimPlanner", ScenarioB(), 4).decisions[0];
    EXPECT_TRUE(b.deviceClockActive && b.txPowerActive && !b.serverClockActive, "limits reached");

    const SplitPlan table =
        MakePlanner("LaimPlanner",
                    {{"Split", "4"}, {"Distortion", "Table"}, {"DistortionTable", "0:0 1:0.5"}})
            ->Plan(ScenarioA());
    EXPECT_RELATIVE(table.decisions[0].normalisedDistortion, 0.324975651 / 2, 1e-8, "table");
    NS_TEST_EXPECT_MSG_EQ(table.decisions[0].deviceKeepRatio, a.deviceKeepRatio, "same plan");
    const SplitPlan rate =
        MakePlanner("LaimPlanner", {{"Split", "4"}, {"Distortion", "RateDistortion"}})
            ->Plan(ScenarioA());
    EXPECT_RELATIVE(rate.decisions[0].normalisedDistortion,
                    std::exp2(-0.675024349 * 16),
                    1e-6,
                    "rate-distortion");

    // Overheads come off the budgets first and are part of what is reported.
    SplitProblem loaded = ScenarioA();
    loaded.devices[0].latencyBudget = 1.25;
    loaded.devices[0].overheadLatency = 0.25;
    loaded.devices[0].energyBudget = 0.13;
    loaded.devices[0].overheadEnergy = 0.03;
    const SplitDecision l = PlanAt("LaimPlanner", loaded, 4).decisions[0];
    EXPECT_RELATIVE(l.deviceKeepRatio, a.deviceKeepRatio, 1e-12, "same budgets are left");
    EXPECT_RELATIVE(l.latency, 1.25, 1e-9, "latency with overhead");
    EXPECT_RELATIVE(l.energy, 0.13, 1e-9, "energy with overhead");
    EXPECT_TRUE(l.latencyActive && l.energyActive, "budgets bind with overheads");

    // A rate factor stands before the logarithm: payload over factor gives the same plan.
    SplitProblem slow = ScenarioA();
    slow.devices[0].rateFactor = 0.8;
    SplitProblem longer = ScenarioA();
    longer.devices[0].options[4].uplinkBits /= 0.8;
    EXPECT_RELATIVE(PlanAt("LaimPlanner", slow, 4).decisions[0].deviceKeepRatio,
                    PlanAt("LaimPlanner", longer, 4).decisions[0].deviceKeepRatio,
                    1e-12,
                    "rate factor");

    // Memory: at most so large a share of the weights before the cut.
    SplitProblem small = ScenarioA();
    small.devices[0].memoryBits = 4e6 * 16 * 0.5;
    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimPlanner", small, 4).decisions[0].deviceKeepRatio,
                          0.5,
                          "memory holds half of the weights");
    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimScaPlanner", small, 4).decisions[0].deviceKeepRatio,
                          0.5,
                          "memory holds half of the weights");
    small.devices[0].memoryBits = 4e6 * 16 * 0.005;
    const SplitPlan none = PlanAt("LaimPlanner", small, 4);
    EXPECT_TRUE(none.status == PlanStatus::INFEASIBLE, "less than the least keep ratio");
    EXPECT_TRUE(none.reason.find("memoryBits") != std::string::npos, none.reason);
}

/// Baselines that need more than a table: random, without pruning, fixed cut.
class BaselinesTestCase : public TestCase
{
  public:
    BaselinesTestCase()
        : TestCase("random keep ratios, no pruning, fixed cut, single-cut planners")
    {
    }

  private:
    void DoRun() override;
};

void
BaselinesTestCase::DoRun()
{
    // Random: mean distortion of the feasible draws, by definition one solve per draw.
    SplitProblem problem = ScenarioA();
    SplitPlan plan = PlanAt("LaimRandomPlanner", problem, 4);
    EXPECT_TRUE(plan.status == PlanStatus::REFUSED, "no draws");
    EXPECT_TRUE(plan.reason.find("needs 400") != std::string::npos, plan.reason);
    Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(81);
    for (int i = 0; i < 400; ++i)
    {
        problem.uniformDraws.push_back(uniform->GetValue(0, 1));
    }
    const LaimTask task = TaskOf(problem, 4);
    double sum = 0;
    int count = 0;
    for (const double draw : problem.uniformDraws)
    {
        const double keepRatio = 0.01 + draw * 0.99;
        if (ReferenceLeastEnergy(task, keepRatio) <= 0.1)
        {
            sum += DistortionFunction().GetNormalised(1 - keepRatio);
            ++count;
        }
    }
    plan = PlanAt("LaimRandomPlanner", problem, 4);
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    EXPECT_RELATIVE(plan.decisions[0].normalisedDistortion, sum / count, 1e-9, "mean distortion");
    NS_TEST_EXPECT_MSG_LT(plan.decisions[0].deviceKeepRatio, 0.675, "worse than the joint plan");
    EXPECT_TRUE(plan.decisions[0].energy <= 0.1, "its plan keeps the budgets");
    problem.uniformDraws.assign(400, 0.999);
    plan = PlanAt("LaimRandomPlanner", problem, 4);
    EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, "no draw is feasible");
    EXPECT_TRUE(plan.reason.find("none of the 400 draws") == 0, plan.reason);
    problem.devices[0].energyBudget = 1e-7;
    plan = PlanAt("LaimRandomPlanner", problem, 4);
    EXPECT_TRUE(plan.reason.find("energyBudget of 1e-07 J") == 0, plan.reason);

    // Without pruning: kept budgets, broken energy, broken latency, broken memory.
    plan = PlanAt("LaimNoPruningPlanner", MakeReferenceProblem(VitLarge(), 2, 0.1), 4);
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    NS_TEST_EXPECT_MSG_EQ(plan.decisions[0].deviceKeepRatio, 1.0, "whole network");
    plan = PlanAt("LaimNoPruningPlanner", ScenarioA(), 4);
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "energy");
    EXPECT_TRUE(plan.reason.find("energy") == 0 && plan.reason.find("latency") == std::string::npos,
                plan.reason);
    EXPECT_RELATIVE(plan.decisions[0].latency, 1.0, 1e-9, "within the deadline");
    EXPECT_RELATIVE(plan.decisions[0].energy,
                    ReferenceLeastEnergy(TaskOf(ScenarioA(), 4), 1),
                    1e-9,
                    "least energy within the deadline");
    plan = PlanAt("LaimNoPruningPlanner", MakeReferenceProblem(VitLarge(), 0.05, 0.1), 4);
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "latency");
    EXPECT_TRUE(plan.reason.find("latency") == 0, plan.reason);
    EXPECT_TRUE(plan.decisions[0].deviceClockActive && plan.decisions[0].txPowerActive, "flat out");
    problem = MakeReferenceProblem(VitLarge(), 2, 0.1);
    problem.devices[0].memoryBits = 1e6;
    plan = PlanAt("LaimNoPruningPlanner", problem, 4);
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "memory");
    EXPECT_TRUE(plan.reason.find("memory") != std::string::npos, plan.reason);

    // Fixed cut: the middle one, or the nearest to it, or the one asked for.
    problem = ScenarioA();
    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimFixedSplitPlanner", problem, -1).decisions[0].split,
                          12,
                          "half");
    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimFixedSplitPlanner", problem, 7).decisions[0].split,
                          7,
                          "asked");
    auto& options = problem.devices[0].options;
    options = {options[0], options[5], options[20]};
    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimFixedSplitPlanner", problem, -1).decisions[0].split,
                          5,
                          "near");

    // Planners of one cut need that cut, and do not look at Split.
    for (const std::string name : {"LaimOnDevicePlanner", "LaimFixedSplitPlanner"})
    {
        plan = PlanAt(name, problem, 24);
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name << " without cut 24");
        EXPECT_TRUE(plan.reason.find("cuts are 0 5 20") != std::string::npos, plan.reason);
    }
    plan = MakePlanner("LaimOnServerPlanner", {{"SplitMin", "1"}})->Plan(problem);
    EXPECT_TRUE(plan.status == PlanStatus::REFUSED, "the raw input must stay");
    NS_TEST_EXPECT_MSG_EQ(PlanAt("LaimOnServerPlanner", problem, 5).decisions[0].split, 0, "cut 0");
    plan = MakePlanner("LaimPlanner", {{"Distortion", "Table"}, {"DistortionTable", "0:1 1:0"}})
               ->Plan(ScenarioA());
    EXPECT_TRUE(plan.status == PlanStatus::REFUSED, "bad table");
    EXPECT_TRUE(plan.reason.find("DistortionTable") != std::string::npos, plan.reason);
}

/// Planners of LAIM and its baselines.
class LaimPlannerTestSuite : public TestSuite
{
  public:
    LaimPlannerTestSuite()
        : TestSuite("edge-ai-laim", TEST_UNIT)
    {
        AddTestCase(new TargetTableTestCase, TEST_QUICK);
        AddTestCase(new SplitSelectionTestCase, TEST_QUICK);
        AddTestCase(new DecisionTestCase, TEST_QUICK);
        AddTestCase(new BaselinesTestCase, TEST_QUICK);
    }
};

LaimPlannerTestSuite g_laimPlannerTestSuite; ///< registers the suite

} // namespace
