/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Networks under deadlines, how sure they are, and secondaries that fall silent.

#include "allocation/pipeline/halp/halp-selection.h"
#include "support/halp-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halptest;

namespace
{

/// @returns MobileNetV1 in seven sizes on three nodes of 5 GFLOP/s, least zones, images that are
/// there already
HalpSelectionProblem
MakeFamily()
{
    HalpSelectionProblem problem;
    problem.rateMean = 20e6;
    for (const std::string options : {"width=1",
                                      "width=0.75",
                                      "width=0.5",
                                      "width=0.25",
                                      "resolution=192",
                                      "resolution=160",
                                      "resolution=128"})
    {
        const std::string network = "MobileNetV1@" + options;
        const RowPartitionPlan plan = PlanDefault(MakeShared(network, {5e9, 5e9, 5e9}, 100e6));
        problem.models.push_back(
            {network, LoadNetworkProfile(network).accuracy, 0, plan.aloneTime, plan.time});
    }
    return problem;
}

/// The most accurate network in time.
class HalpSelectionTestCase : public TestCase
{
  public:
    HalpSelectionTestCase()
        : TestCase("networks under deadlines, alone and shared")
    {
    }

  private:
    void DoRun() override;
};

void
HalpSelectionTestCase::DoRun()
{
    HalpSelectionProblem problem = MakeFamily();
    const std::vector<double> deadlines{.05, .10, .15, .20, .25};
    const std::vector<double> alone{.506, .644, .684, .691, .706};
    const std::vector<double> shared{.644, .691, .706, .706, .706};
    for (std::size_t i = 0; i < deadlines.size(); ++i)
    {
        problem.deadline = deadlines[i];
        const HalpSelection one = SelectHalpModel(problem, false);
        const HalpSelection three = SelectHalpModel(problem);
        EXPECT_ABSOLUTE(one.accuracy, alone[i], 1e-12, "alone at " << deadlines[i]);
        EXPECT_ABSOLUTE(three.accuracy, shared[i], 1e-12, "shared at " << deadlines[i]);
        EXPECT_TRUE(one.status == PlanStatus::SOLVED && one.alone, "alone");
        EXPECT_TRUE(three.status == PlanStatus::SOLVED && !three.alone, "shared");
    }
    // The smallest network runs alone even with secondaries at hand, and when nothing is in time.
    problem.deadline = .02;
    HalpSelection chosen = SelectHalpModel(problem);
    EXPECT_TRUE(chosen.alone && chosen.status == PlanStatus::SOLVED, "faster alone");
    EXPECT_ABSOLUTE(chosen.accuracy, .506, 1e-12, "faster alone");
    problem.deadline = .01;
    chosen = SelectHalpModel(problem);
    EXPECT_TRUE(chosen.status == PlanStatus::VIOLATED, "a miss");
    EXPECT_TRUE(chosen.reason.find("deadline of 0.01 s cannot be kept") == 0, chosen.reason);
    EXPECT_ABSOLUTE(chosen.time, .016412109, PLACES, "the fastest");
    NS_TEST_EXPECT_MSG_EQ(chosen.reliability, 0, "never in time");
    // The upload takes what is left: 3 Mbit at 20 Mbit/s.
    problem.deadline = .25;
    for (HalpModel& model : problem.models)
    {
        model.uploadBits = 3e6;
    }
    chosen = SelectHalpModel(problem);
    EXPECT_RELATIVE(chosen.uploadTime, .15, 1e-12, "upload");
    EXPECT_ABSOLUTE(chosen.accuracy, .691, 1e-12, "0.1 s are left");
    NS_TEST_EXPECT_MSG_EQ(chosen.reliability, 1, "a rate that is sure");
    problem.rateDeviation = 4e6;
    EXPECT_RELATIVE(SelectHalpModel(problem).reliability,
                    GetOnTimeProbability(3e6, chosen.time, .25, 20e6, 4e6),
                    1e-15,
                    "a rate that is not");

    const double nan = std::numeric_limits<double>::quiet_NaN();
    using Change = std::function<void(HalpSelectionProblem&)>;
    for (const auto& [expected, change] : std::vector<std::pair<std::string, Change>>{
             {"models.size() is 0", [](auto& p) { p.models.clear(); }},
             {"rateMean is 0", [](auto& p) { p.rateMean = 0; }},
             {"rateDeviation is -1", [](auto& p) { p.rateDeviation = -1; }},
             {"deadline is nan", [nan](auto& p) { p.deadline = nan; }},
             {"models[1].accuracy is 1.5", [](auto& p) { p.models[1].accuracy = 1.5; }},
             {"models[2].uploadBits is -1", [](auto& p) { p.models[2].uploadBits = -1; }},
             {"models[3].aloneTime is 0", [](auto& p) { p.models[3].aloneTime = 0; }},
             {"models[4].sharedTime is -1", [](auto& p) { p.models[4].sharedTime = -1; }}})
    {
        HalpSelectionProblem unsound = problem;
        change(unsound);
        chosen = SelectHalpModel(unsound);
        EXPECT_TRUE(chosen.status == PlanStatus::REFUSED && chosen.reason.find(expected) == 0,
                    chosen.reason);
    }
}

/// Probability that a deadline is kept.
class HalpReliabilityTestCase : public TestCase
{
  public:
    HalpReliabilityTestCase()
        : TestCase("reliability over a Gaussian rate, by the formula and by counting")
    {
    }

  private:
    void DoRun() override
    {
        for (const auto& [deadline, expected] :
             std::vector<std::pair<double, double>>{{1.65, 0.153598838},
                                                    {1.66, 0.492979120},
                                                    {1.67, 0.757786692},
                                                    {1.70, 0.976673951}})
        {
            EXPECT_RELATIVE(GetOnTimeProbability(1204224, 1.6, deadline, 20e6, 4e6),
                            expected,
                            1e-8,
                            "deadline " << deadline);
        }
        NS_TEST_EXPECT_MSG_EQ(GetOnTimeProbability(1e6, 1.6, 1.6, 20e6, 4e6), 0, "no time left");
        NS_TEST_EXPECT_MSG_EQ(GetOnTimeProbability(1e6, 1, 1.0625, 16e6, 0), 1, "just enough");
        NS_TEST_EXPECT_MSG_EQ(GetOnTimeProbability(1e6, 1, 1.0625, 15e6, 0), 0, "not enough");
        NS_TEST_EXPECT_MSG_EQ(GetOnTimeProbability(0, 1, 2, 1e6, 3e6), 1, "nothing to upload");
        // A wide spread, for which the condition on positive rates counts: midpoints of a fine
        // grid of rates.
        double all = 0;
        double inTime = 0;
        const double mean = 5e6;
        const double deviation = 8e6;
        for (uint32_t i = 0; i < 2000000; ++i)
        {
            const double rate = (i + .5) * 40;
            const double x = (rate - mean) / deviation;
            const double weight = std::exp(-x * x / 2);
            all += weight;
            inTime += 1e6 / rate + .7 <= 1 ? weight : 0;
        }
        EXPECT_RELATIVE(GetOnTimeProbability(1e6, .7, 1, mean, deviation),
                        inTime / all,
                        1e-5,
                        "by counting");
    }
};

/// When a host gives up.
class HalpSilenceTestCase : public TestCase
{
  public:
    HalpSilenceTestCase()
        : TestCase("limits of silence follow the plan's messages")
    {
    }

  private:
    void DoRun() override
    {
        // Of the toy: secondary 1's edge row of layer 1 arrives at 3 ms, its last rows at 9 ms.
        const RowPartitionProblem toy = MakeToy();
        const RowPartitionPlan plan = EvaluateHalp(toy, ZonesOf(toy, {0, .5, 2, 2}));
        for (const uint32_t secondary : {1, 2})
        {
            const std::vector<HalpSilenceLimit> limits = GetHalpSilenceLimits(plan, secondary);
            NS_TEST_ASSERT_MSG_EQ(limits.size(), 2U, "messages");
            NS_TEST_EXPECT_MSG_EQ(limits[0].layer, 1U, "layer");
            EXPECT_RELATIVE(limits[0].time, 9e-3, GIVEN, "three times 3 ms");
            NS_TEST_EXPECT_MSG_EQ(limits[1].layer, 2U, "layer");
            EXPECT_RELATIVE(limits[1].time, 18e-3, GIVEN, "three times 6 ms");
            // The first waits for its rows of the image, the last for the host's and its own first.
            NS_TEST_ASSERT_MSG_EQ(limits[0].after.size(), 1U, "rows of the image");
            NS_TEST_EXPECT_MSG_EQ(plan.operations[limits[0].after[0]].layer, 0U, "of the image");
            NS_TEST_ASSERT_MSG_EQ(limits[1].after.size(), 3U, "what the host sees before it");
            NS_TEST_EXPECT_MSG_EQ(limits[1].after[2], limits[0].step, "its own rows");
            NS_TEST_EXPECT_MSG_EQ(plan.operations[limits[1].after[1]].layer, 1U, "the host's rows");
            NS_TEST_EXPECT_MSG_EQ(plan.steps[limits[1].after[1]].peer, secondary, "to it");
        }
        EXPECT_RELATIVE(GetHalpSilenceLimits(plan, 1, 2)[1].time, 12e-3, GIVEN, "another factor");
    }
};

/// Choice of networks.
class HalpSelectionTestSuite : public TestSuite
{
  public:
    HalpSelectionTestSuite()
        : TestSuite("edge-ai-halp-selection", TEST_UNIT)
    {
        AddTestCase(new HalpSelectionTestCase, TEST_QUICK);
        AddTestCase(new HalpReliabilityTestCase, TEST_QUICK);
        AddTestCase(new HalpSilenceTestCase, TEST_QUICK);
    }
};

static HalpSelectionTestSuite g_halpSelectionTestSuite; ///< registers the suite

} // namespace
