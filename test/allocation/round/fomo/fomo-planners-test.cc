/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners of depth blocks by name: what they refuse, links of every form, fewer workers than
// blocks, resource blocks, budgets, problems that have no plan.

#include "support/fomo-test-support.h"

#include "ns3/uinteger.h"

#include <numeric>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;

namespace
{

/// Names and refusals.
class FomoRefusalTestCase : public TestCase
{
  public:
    FomoRefusalTestCase()
        : TestCase("planners by name; what they refuse, in words")
    {
    }

  private:
    /// @param [in] name of a planner  @param [in] problem that it refuses  @param [in] words
    void ExpectRefusal(const std::string& name,
                       const RoundProblem& problem,
                       const std::string& words)
    {
        const RoundPlan plan = PlanBy(name, problem);
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED && plan.reason.find(words) == 0,
                    name << ": " << plan.reason);
        EXPECT_TRUE(plan.steps.empty() && plan.workers.empty(), name << ": nothing else is set");
    }

    void DoRun() override;
};

void
FomoRefusalTestCase::DoRun()
{
    NS_TEST_EXPECT_MSG_EQ(ListFomoPlanners().size(), 11U, "planners");
    for (const std::string& name : ListFomoPlanners())
    {
        ExpectRefusal(name, RoundProblem(), "workers.size() is 0; allowed is ");
        RoundProblem unsound = MakeFive();
        unsound.workers[2].flops = std::nan("");
        ExpectRefusal(name, unsound, "workers[2].flops is nan FLOP/s; allowed is ");
        RoundProblem divided = MakeFive();
        divided.depth.blocks.clear();
        divided.division.parameters = 10;
        divided.division.flopPerParameter = 1;
        ExpectRefusal(name, divided, "depth.blocks is empty; needed are the depth blocks");
        RoundProblem large = MakeFive();
        large.workers.resize(4000, large.workers[1]);
        large.depth.blocks.resize(4000, large.depth.blocks[0]);
        ExpectRefusal(name, large, "4000 workers and 4000 depth blocks make too many pairs");
    }
    const RoundProblem rates = MakeFiveOfRates();
    for (const std::string name : {"FomoEqualBandPlanner", "FomoAlternatingPlanner"})
    {
        ExpectRefusal(name, rates, "uplink.form is RATES, where no band is divided");
    }
    ExpectRefusal("FomoDualPlanner", rates, "uplink.form must be BAND");
    ExpectRefusal("FomoDualPlanner", MakeFiveOfPower(), "uplink.form must be BAND");
    ExpectRefusal("FomoCrunchPlanner", MakeFive(), "uplink.form must be RATES");
    ExpectRefusal("FomoRandomPlanner",
                  MakeFive(),
                  "uniformDraws holds 0 values; needed is 4, one for each block");
    RoundProblem nine = MakeFive();
    nine.workers.resize(9, nine.workers[1]);
    ExpectRefusal("FomoEnumerationPlanner", nine, "workers.size() is 9; allowed is 1 to 8");
}

/// Every form of the uplink.
class FomoUplinkFormsTestCase : public TestCase
{
  public:
    FomoUplinkFormsTestCase()
        : TestCase("links of their own, alike subchannels, resource blocks")
    {
    }

  private:
    void DoRun() override;
    /// Subchannels of one gain per worker are a band of a fixed power.
    void CheckSubchannels();
    /// Whole resource blocks of a band.
    void CheckGranularity();
};

void
FomoUplinkFormsTestCase::DoRun()
{
    // Links of their own: blocks alone, by CRUNCH, as by all matchings.
    const RoundProblem rates = MakeFiveOfRates();
    const RoundPlan crunch = PlanBy("FomoCrunchPlanner", rates);
    EXPECT_TRUE(crunch.status == PlanStatus::SOLVED, crunch.reason);
    for (const std::string name : {"FomoPlanner", "FomoEnumerationPlanner"})
    {
        EXPECT_RELATIVE(PlanBy(name, rates).time, crunch.time, 1e-14, name);
    }
    EXPECT_RELATIVE(crunch.lowerBound, crunch.time, 1e-14, "certified");
    // The same rates that equal shares would have, of 2 MHz over four blocks.
    EXPECT_RELATIVE(crunch.time, PlanBy("FomoEqualBandPlanner", MakeFive()).time, 1e-14, "P1");
    EXPECT_RELATIVE(PlanBy("FomoSinglePlanner", rates).time,
                    7e11 / 2e12 + 4 * 8e5 / 5e5,
                    1e-14,
                    "one worker on its own link");

    // A deeper block that costs less: CRUNCH says so, the others go on.
    RoundProblem falling = rates;
    falling.depth.blocks[0].weightFlop = 1e13;
    EXPECT_TRUE(PlanBy("FomoCrunchPlanner", falling).reason.find("a deeper block costs less") == 0,
                "CRUNCH says so");
    EXPECT_RELATIVE(PlanBy("FomoPlanner", falling).time,
                    PlanBy("FomoEnumerationPlanner", falling).time,
                    1e-14,
                    "the general way");
    CheckSubchannels();
    CheckGranularity();
}

void
FomoUplinkFormsTestCase::CheckSubchannels()
{
    RoundProblem band = MakeFiveOfPower();
    band.uplink.bandGranularity = 1e5;
    RoundProblem alike = band;
    alike.uplink = RoundUplink();
    alike.uplink.subchannels = 20;
    alike.uplink.subchannelWidth = 1e5;
    alike.uplink.noiseDensity = 4e-21;
    alike.uplink.snrGap = 2;
    for (RoundWorker& worker : alike.workers)
    {
        worker.powerMax = .1;
        worker.gains.assign(20, worker.snrBand * 2 * 4e-21 / .1);
    }
    const RoundPlan expected = PlanBy("FomoPlanner", band);
    const RoundPlan plan = PlanBy("FomoPlanner", alike);
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
    EXPECT_RELATIVE(plan.time, expected.time, 1e-12, "the same T");
    std::set<uint32_t> taken;
    std::size_t count = 0;
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        const RoundShare& share = plan.workers[k];
        EXPECT_ABSOLUTE(share.subchannels.size() * 1e5,
                        expected.workers[k].bandwidth,
                        1,
                        "subchannels of " << k);
        NS_TEST_EXPECT_MSG_EQ(share.powers.size(), share.subchannels.size(), "a power on each");
        double rate = 0; // as the radio has it, subchannel by subchannel
        for (std::size_t i = 0; i < share.subchannels.size(); ++i)
        {
            rate += 1e5 * std::log2(1 + share.powers[i] *
                                            alike.GetSnrPerWatt(k, share.subchannels[i]));
        }
        EXPECT_ABSOLUTE(rate, share.rate, 1e-6 * share.rate, "rate of " << k);
        const double power = std::accumulate(share.powers.begin(), share.powers.end(), 0.0);
        EXPECT_ABSOLUTE(power, share.involved ? .1 : 0, 1e-12, "power of " << k);
        EXPECT_TRUE(!share.involved ||
                        std::abs(share.uploadEnergy - .1 * share.uploadTime) < 1e-12,
                    "energy of " << k);
        taken.insert(share.subchannels.begin(), share.subchannels.end());
        count += share.subchannels.size();
    }
    NS_TEST_EXPECT_MSG_EQ(count, 20U, "all are used");
    NS_TEST_EXPECT_MSG_EQ(taken.size(), 20U, "none twice");
    EXPECT_TRUE(*taken.rbegin() < 20, "those there are");
    alike.workers[4].gains[7] *= 1.01;
    const RoundPlan uneven = PlanBy("FomoPlanner", alike);
    EXPECT_TRUE(uneven.status == PlanStatus::REFUSED &&
                    uneven.reason.find("workers[4].gains reach from ") == 0,
                uneven.reason);
    // Who hears nothing is not asked.
    alike.workers[4].gains.assign(20, 0);
    const RoundPlan deaf = PlanBy("FomoPlanner", alike);
    EXPECT_TRUE(deaf.IsUsable() && !deaf.workers[4].involved, deaf.reason);
    alike.workers[0].gains.assign(20, 0);
    EXPECT_TRUE(PlanBy("FomoPlanner", alike).status == PlanStatus::INFEASIBLE, "three for four");
}

void
FomoUplinkFormsTestCase::CheckGranularity()
{
    RoundProblem problem = MakeFive();
    const RoundPlan smooth = PlanBy("FomoPlanner", problem);
    problem.uplink.bandGranularity = 180e3;
    problem.uniformDraws.assign(4, .5);
    for (const std::string& name : ListFomoPlanners())
    {
        const RoundPlan plan = PlanBy(name, problem);
        double sum = 0;
        for (const RoundShare& share : plan.workers)
        {
            sum += share.bandwidth;
            const double blocks = share.bandwidth / 180e3;
            EXPECT_ABSOLUTE(blocks, std::round(blocks), 1e-9, name << ": whole blocks");
            EXPECT_RELATIVE(share.rate,
                            share.bandwidth *
                                problem.workers[static_cast<std::size_t>(&share - &plan.workers[0])]
                                    .efficiency,
                            1e-12,
                            name << ": rate of the rounded share");
        }
        EXPECT_TRUE(!plan.IsUsable() || std::abs(sum - 11 * 180e3) < 1, name << ": eleven blocks");
    }
    const RoundPlan coarse = PlanBy("FomoPlanner", problem);
    EXPECT_TRUE(coarse.time > smooth.time, "rounding costs time");
    EXPECT_RELATIVE(coarse.lowerBound, smooth.time, 1e-12, "the bound is that of any share");
    problem.uplink.bandGranularity = 6e5;
    const RoundPlan none = PlanBy("FomoPlanner", problem);
    EXPECT_TRUE(none.status == PlanStatus::INFEASIBLE &&
                    none.reason == "the band has fewer resource blocks than the 4 workers who need "
                                   "one each",
                none.reason);
}

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

/// Planners of depth blocks.
class FomoPlannersTestSuite : public TestSuite
{
  public:
    FomoPlannersTestSuite()
        : TestSuite("edge-ai-fomo-planners", TEST_UNIT)
    {
        AddTestCase(new FomoRefusalTestCase, TEST_QUICK);
        AddTestCase(new FomoUplinkFormsTestCase, TEST_QUICK);
        AddTestCase(new FomoEndsTestCase, TEST_QUICK);
        AddTestCase(new RoundMemoryTestCase, TEST_QUICK);
    }
};

FomoPlannersTestSuite g_fomoPlannersTestSuite; ///< the suite

} // namespace
