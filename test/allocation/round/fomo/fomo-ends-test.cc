/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Ends of the ranges: one worker, one block, no memory, fewer workers than blocks, equal workers,
// budgets of energy and memory.

#include "support/fomo-test-support.h"

#include "ns3/uinteger.h"

#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;

namespace
{

/// Few workers, little memory, budgets.
class FomoEndsTestCase : public TestCase
{
  public:
    FomoEndsTestCase()
        : TestCase("one worker, one block, no memory, fewer workers than blocks, ties, budgets")
    {
    }

  private:
    void DoRun() override;
    /// Fewer workers than blocks.
    void CheckMerged();
    /// Nobody has the memory, or not enough do.
    void CheckMemory();
    /// Energy, broadcast, offsets.
    void CheckBudgets();
};

void
FomoEndsTestCase::DoRun()
{
    RoundProblem alone = MakeFomoProblem({1e12}, {2}, 1);
    alone.uniformDraws = {.99};
    for (const std::string& name : ListFomoPlanners())
    {
        if (name.find("Crunch") == std::string::npos)
        {
            EXPECT_RELATIVE(PlanBy(name, alone).time, .4 + .2, 1e-14, name << ", one of each");
        }
    }
    // Four alike: whoever does what, and a planner gives the same plan every time.
    RoundProblem ties = MakeFomoProblem({1e12, 1e12, 1e12, 1e12}, {1, 1, 1, 1});
    ties.uniformDraws = {.1, .5, .9, .3};
    const double expected = PlanBy("FomoEnumerationPlanner", ties).time;
    EXPECT_RELATIVE(PlanBy("FomoPlanner", ties).time, expected, 1e-12, "ties");
    EXPECT_RELATIVE(PlanBy("FomoIndexOrderPlanner", ties).time, expected, 1e-12, "ties");
    EXPECT_RELATIVE(PlanBy("FomoRandomPlanner", ties).time, expected, 1e-12, "ties");
    // Random matchings are all met equally often: first draws decide about the deepest block.
    std::set<std::vector<int>> seen;
    for (int i = 0; i < 24; ++i)
    {
        ties.uniformDraws = {0, (i % 2 + .5) / 2, (i / 2 % 3 + .5) / 3, (i / 6 + .5) / 4};
        seen.insert(GetOwners(PlanBy("FomoRandomPlanner", ties), 4));
    }
    NS_TEST_EXPECT_MSG_EQ(seen.size(), 24U, "all matchings");
    CheckMerged();
    CheckMemory();
    CheckBudgets();
}

void
FomoEndsTestCase::CheckMerged()
{
    const RoundProblem three = MakeFomoProblem({1e12, 2e12, 4e12}, {1, 2, 3}, 7);
    const RoundPlan plan = PlanBy("FomoPlanner", three);
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    EXPECT_RELATIVE(plan.time, PlanBy("FomoEnumerationPlanner", three).time, 1e-12, "optimum");
    const std::vector<int> owners = GetOwners(plan, 7);
    EXPECT_TRUE(std::count(owners.begin(), owners.end(), -1) == 0, "every block is somebody's");
    EXPECT_TRUE(owners[0] == owners[1] && owners[2] == owners[3] && owners[4] == owners[5] &&
                    owners[5] == owners[6],
                "two, two and, deepest, three");
    const RoundShare& deepest = plan.workers[static_cast<std::size_t>(owners[6])];
    EXPECT_RELATIVE(deepest.work, 3e11 + 7e11, 1e-15, "back to the deepest");
    EXPECT_RELATIVE(deepest.bits, 3 * 8e5, 1e-15, "gradients of three blocks");
    for (const std::string name : {"FomoDualPlanner", "FomoAlternatingPlanner"})
    {
        const RoundPlan other = PlanBy(name, three);
        EXPECT_TRUE(other.IsUsable() && other.time >= plan.time * (1 - 1e-12), name);
    }
    // Coarser blocks than there could be, by an attribute.
    Ptr<RoundPlanner> planner = CreateRoundPlanner("FomoPlanner");
    planner->SetAttribute("BlocksMax", UintegerValue(1));
    const RoundPlan single = planner->Plan(three);
    EXPECT_RELATIVE(single.time, PlanBy("FomoSinglePlanner", three).time, 1e-12, "one for all");
    NS_TEST_EXPECT_MSG_EQ(single.workers[2].blocks, 7U, "all blocks");
}

void
FomoEndsTestCase::CheckMemory()
{
    RoundProblem none = MakeFive();
    SetCaps(none, {0, 0, 0, 0, 0});
    none.uniformDraws.assign(4, .5);
    RoundProblem few = MakeFive();
    SetCaps(few, {2, 4, 2, 1, 2});
    few.uniformDraws.assign(4, .5);
    for (const std::string& name : ListFomoPlanners())
    {
        const RoundPlan plan = PlanBy(name, none);
        EXPECT_TRUE(!plan.IsUsable(), name << " without memory");
        if (plan.status == PlanStatus::INFEASIBLE)
        {
            const bool all = name.find("Single") != std::string::npos ||
                             name.find("FullFederated") != std::string::npos;
            const std::string words =
                all ? "no worker has the 4 B of memory that all depth blocks together take"
                    : "0 of 5 workers have the 4 B of memory that depth block 4 takes";
            EXPECT_TRUE(plan.reason.find(words) == 0, name << ": " << plan.reason);
            EXPECT_TRUE(plan.steps.empty() && plan.workers.empty(), name << ": no plan");
        }
        const RoundPlan short2 = PlanBy(name, few);
        const bool one = name.find("Single") != std::string::npos ||
                         name.find("FullFederated") != std::string::npos;
        EXPECT_TRUE(short2.IsUsable() == one, name << " where two should come to block 3");
        if (short2.status == PlanStatus::INFEASIBLE)
        {
            EXPECT_TRUE(short2.reason.find("1 of 5 workers have the 3 B of memory that depth "
                                           "block 3 takes, and can send; needed is 2") == 0,
                        name << ": " << short2.reason);
        }
    }
}

void
FomoEndsTestCase::CheckBudgets()
{
    RoundProblem problem = MakeFive();
    problem.broadcastTime = .25;
    problem.aggregateTime = .5;
    const RoundPlan later = PlanBy("FomoPlanner", problem);
    EXPECT_RELATIVE(later.time, 1.423215 + .75, GIVEN, "broadcast and aggregation");
    EXPECT_RELATIVE(later.lowerBound, later.time, 1e-13, "so with the bound");
    NS_TEST_EXPECT_MSG_EQ(later.steps.size(), 13U, "three steps of four workers, and the last");
    for (RoundWorker& worker : problem.workers)
    {
        worker.offset = 2;
        worker.energyPerFlop = 1e-12;
    }
    const RoundPlan offset = PlanBy("FomoPlanner", problem);
    EXPECT_RELATIVE(offset.time, later.time + 2, 1e-12, "all begin later");
    const auto owner = static_cast<std::size_t>(GetOwners(offset, 4)[3]);
    EXPECT_RELATIVE(offset.workers[owner].computeEnergy, .7, 1e-12, "energy of the deepest block");
    EXPECT_ABSOLUTE(offset.workers[owner].memoryBytes, 4, 0, "memory of the deepest block");
    problem.workers[owner].energyMax = .69;
    const RoundPlan hungry = PlanBy("FomoPlanner", problem);
    EXPECT_TRUE(hungry.status == PlanStatus::VIOLATED &&
                    hungry.reason.find("workers[" + std::to_string(owner) +
                                       "].energyMax of 0.69 J cannot be kept") == 0,
                hungry.reason);
}

/// Plans a share that takes more memory than there is.
class GreedyRoundPlanner : public RoundPlanner
{
    RoundPlan DoPlan(const RoundProblem& problem) const override
    {
        RoundPlan plan;
        plan.status = PlanStatus::SOLVED;
        plan.workers.resize(problem.workers.size());
        plan.workers[1].involved = true;
        plan.workers[1].memoryBytes = 5;
        return plan;
    }
};

/// The family's budget of memory.
class RoundMemoryTestCase : public TestCase
{
  public:
    RoundMemoryTestCase()
        : TestCase("a plan beyond a worker's memory is marked")
    {
    }

  private:
    void DoRun() override
    {
        const Ptr<RoundPlanner> planner = CreateObject<GreedyRoundPlanner>();
        RoundProblem problem = MakeFive();
        const RoundPlan plan = planner->Plan(problem);
        EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "memory");
        NS_TEST_EXPECT_MSG_EQ(plan.reason,
                              "workers[1].memoryBytes of 4 B cannot be kept: its share takes 5 B",
                              "in words");
        problem.workers[1].memoryBytes = 5;
        EXPECT_TRUE(planner->Plan(problem).status == PlanStatus::SOLVED, "just enough");
        problem.workers[1].memoryBytes = 0;
        EXPECT_TRUE(planner->Plan(problem).status == PlanStatus::SOLVED, "no limit");
    }
};

/// Ends of the ranges.
class FomoEndsTestSuite : public TestSuite
{
  public:
    FomoEndsTestSuite()
        : TestSuite("edge-ai-fomo-ends", TEST_UNIT)
    {
        AddTestCase(new FomoEndsTestCase, TEST_QUICK);
        AddTestCase(new RoundMemoryTestCase, TEST_QUICK);
    }
};

FomoEndsTestSuite g_fomoEndsTestSuite; ///< the suite

} // namespace
