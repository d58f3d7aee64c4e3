/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners of depth blocks by name: what they refuse, links of every form, resource blocks.

#include "support/fomo-test-support.h"

#include "ns3/string.h"

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
                    7e11 / .8e12 + 4 * 8e5 / 1.5e6,
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
            rate +=
                1e5 * std::log2(1 + share.powers[i] * alike.GetSnrPerWatt(k, share.subchannels[i]));
        }
        EXPECT_ABSOLUTE(rate, share.rate, 1e-6 * share.rate, "rate of " << k);
        const double power = std::accumulate(share.powers.begin(), share.powers.end(), 0.0);
        EXPECT_ABSOLUTE(power, share.involved ? .1 : 0, 1e-12, "power of " << k);
        EXPECT_TRUE(!share.involved || std::abs(share.uploadEnergy - .1 * share.uploadTime) < 1e-12,
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
            EXPECT_RELATIVE(
                share.rate,
                share.bandwidth *
                    problem.workers[static_cast<std::size_t>(&share - &plan.workers[0])].efficiency,
                1e-12,
                name << ": rate of the rounded share");
        }
        EXPECT_TRUE(!plan.IsUsable() || std::abs(sum - 11 * 180e3) < 1, name << ": eleven blocks");
    }
    const RoundPlan coarse = PlanBy("FomoPlanner", problem);
    EXPECT_TRUE(coarse.time > smooth.time, "rounding costs time");
    EXPECT_RELATIVE(coarse.lowerBound, smooth.time, 1e-12, "the bound is that of any share");
    Ptr<RoundPlanner> early = CreateRoundPlanner("FomoPlanner");
    early->SetAttribute("Rounding", StringValue("Earliest"));
    const RoundPlan best = early->Plan(problem);
    EXPECT_TRUE(best.time <= coarse.time && best.time >= smooth.time, "between them");
    EXPECT_TRUE(GetOwners(best, 4) == GetOwners(coarse, 4), "by the same workers");
    problem.uplink.bandGranularity = 6e5;
    const RoundPlan none = PlanBy("FomoPlanner", problem);
    EXPECT_TRUE(none.status == PlanStatus::INFEASIBLE &&
                    none.reason == "the band has fewer resource blocks than the 4 workers who need "
                                   "one each",
                none.reason);
}

/// Planners of depth blocks.
class FomoPlannersTestSuite : public TestSuite
{
  public:
    FomoPlannersTestSuite()
        : TestSuite("edge-ai-fomo-planners", TEST_UNIT)
    {
        AddTestCase(new FomoRefusalTestCase, TEST_QUICK);
        AddTestCase(new FomoUplinkFormsTestCase, TEST_QUICK);
    }
};

FomoPlannersTestSuite g_fomoPlannersTestSuite; ///< the suite

} // namespace
