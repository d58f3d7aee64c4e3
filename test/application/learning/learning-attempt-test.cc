/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What later attempts of a round plan: blocks that are missing and no others, on workers that may
// have the model already; and what is on its way for an attempt before, or twice, is in no way.

#include "../../../helper/learning-setup.h"
#include "application/learning/learning-figures.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/csma-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] j deepest block of the only worker, as plans count
/// @param [in] blocks that it trains  @returns that plan
RoundPlan
PlanBlocks(uint32_t j, uint32_t blocks)
{
    RoundPlan plan;
    plan.workers.resize(1);
    plan.workers[0].involved = true;
    plan.workers[0].block = j;
    plan.workers[0].blocks = blocks;
    return plan;
}

/// What there is to plan after some blocks have come.
class MissingBlocksCase : public TestCase
{
  public:
    MissingBlocksCase()
        : TestCase("depth blocks that have come are not planned again")
    {
    }

  private:
    /// Bring a block of the plan. @param [in,out] method that gets it  @param [in] j as planned
    void Bring(RoundMethod& method, uint32_t j)
    {
        const LearningAssignment part = method.Assign(PlanBlocks(j, 1)).front();
        RoundMethod::Bytes update;
        NS_TEST_EXPECT_MSG_EQ(method.Train(0, part, method.GetModel(), update), "", "trained");
        NS_TEST_EXPECT_MSG_EQ(method.Take(0, part, update), "", "taken");
    }

    void DoRun() override
    {
        LearningSetup setup;
        setup.SetModel("Mlp(8,7,6,5,4)");
        setup.SetData("Mixture(8,4,samples=200,separation=2)", .1);
        setup.SetDepthBlocks({1, 1, 1, 1});
        setup.SetDepthWork(1e6, 2e5, 1e5, {1000, 100, 10});
        const auto method = setup.MakeMethod(1, 3);
        // Blocks 4, 3, 2, 1 in the order of the parameters.
        const LearningRanges ranges = {{0, 63}, {63, 48}, {111, 35}, {146, 24}};
        method->Begin(1);
        RoundProblem problem;
        method->Describe(problem);
        NS_TEST_ASSERT_MSG_EQ(problem.depth.blocks.size(), 4U, "all of them");
        const RoundDepth whole = problem.depth;
        LearningAssignment part = method->Assign(PlanBlocks(4, 4)).front();
        EXPECT_TRUE((part.ranges == LearningRanges{{0, 170}}), "neighbours are one range");
        NS_TEST_EXPECT_MSG_EQ(part.block, 4U, "the deepest");

        Bring(*method, 3);
        method->Describe(problem);
        NS_TEST_ASSERT_MSG_EQ(problem.depth.blocks.size(), 3U, "those that are missing");
        const uint32_t numbers[] = {1, 2, 4};
        for (uint32_t i = 0; i < 3; ++i)
        {
            const uint32_t number = numbers[i];
            NS_TEST_EXPECT_MSG_EQ(problem.depth.blocks[i].gradientBits,
                                  whole.blocks[number - 1].gradientBits,
                                  "bits of block " << number);
            NS_TEST_EXPECT_MSG_EQ(problem.depth.GetLayers(i + 1),
                                  whole.GetLayers(number),
                                  "the way back to block " << number << " is as long");
            part = method->Assign(PlanBlocks(i + 1, 1)).front();
            EXPECT_TRUE((part.ranges == LearningRanges{ranges[4 - number]}), "block " << number);
            NS_TEST_EXPECT_MSG_EQ(part.block, number, "as the model counts");
        }
        part = method->Assign(PlanBlocks(3, 2)).front();
        EXPECT_TRUE((part.ranges == LearningRanges{ranges[0], ranges[2]}), "around what has come");

        Bring(*method, 1);
        Bring(*method, 2);
        method->Describe(problem);
        NS_TEST_ASSERT_MSG_EQ(problem.depth.blocks.size(), 1U, "the last");
        NS_TEST_EXPECT_MSG_EQ(problem.depth.blocks[0].layers, 2U, "block 2, behind block 1");
        Bring(*method, 1);
        NS_TEST_EXPECT_MSG_EQ(method->GetMissing().empty(), true, "all has come");
    }
};

/// Blocks of silent workers are trained by others, the rest is not.
class SilentBlocksCase : public TestCase
{
  public:
    SilentBlocksCase()
        : TestCase("a second attempt trains the blocks of silent workers and no others")
    {
    }

  private:
    static constexpr double PARAMETERS = 100 * 201 + 100 * 101 + 10 * 101;
    static constexpr double ASSUMED = .3; ///< time of models on their way [s]

    void DoRun() override
    {
        LearningFixture run("Mlp(200,100,100,10)", "FomoPlanner", 5);
        run.helper.SetData("Mixture(200,10,samples=400,separation=2)");
        run.helper.SetTraining(.5, 40);
        run.helper.SetDepthBlocks({1, 1, 1});
        run.helper.SetServerAttribute("Rounds", UintegerValue(2));
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        run.helper.SetServerAttribute("Patience", DoubleValue(1));
        run.helper.SetServerAttribute("BroadcastTime", TimeValue(Seconds(ASSUMED)));
        run.Build();
        run.helper.Silence(0, Seconds(.1), Seconds(0));
        run.helper.Silence(1, Seconds(.1), Seconds(0));
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 2U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        const LearningRound& round = rounds.front();
        NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
        NS_TEST_EXPECT_MSG_EQ(round.attempts, 2U, "attempts");
        NS_TEST_EXPECT_MSG_EQ(round.lost, 2U, "parts");
        NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "others made up for it");
        NS_TEST_EXPECT_MSG_EQ(round.bitsUp, 32 * PARAMETERS, "nothing twice");
        double sums[2] = {0, 0};
        double owed = 0;
        std::set<uint32_t> lost;
        std::set<uint32_t> again;
        for (const LearningWorkerRound& part : round.workers)
        {
            sums[part.attempt] += part.parameters;
            owed += part.came ? 0 : part.parameters;
            if (part.attempt == 1)
            {
                again.insert(part.block);
            }
            else if (!part.came)
            {
                lost.insert(part.block);
            }
            EXPECT_RELATIVE(part.uploadPlanned * part.ratePlanned,
                            32 * part.parameters,
                            1e-9,
                            "parameters of block " << part.block);
        }
        NS_TEST_EXPECT_MSG_EQ(sums[0], PARAMETERS, "the first attempt is about all");
        NS_TEST_EXPECT_MSG_EQ(sums[1], owed, "the second about what is missing");
        NS_TEST_EXPECT_MSG_EQ(lost.size(), 2U, "blocks of silent workers");
        EXPECT_TRUE(lost == again, "they are trained again, under their own numbers");
        CheckStarts(*run.helper.GetMonitor().GetRecords().front());
    }

    /// @param [in] record of a round with two attempts
    void CheckStarts(const TaskRecord& record)
    {
        std::set<uint32_t> answered;
        uint32_t counts[2] = {0, 0};
        for (const StepRecord& step : record.steps)
        {
            const LearningStepFigures of = step.Get<LearningStepFigures>();
            const std::string word = step.planned.name.substr(0, step.planned.name.find(' '));
            if (word == "upload" && of.attempt.value_or(9) == 0 && !std::isnan(step.finished))
            {
                answered.insert(of.worker.value_or(9));
            }
            if (word == "broadcast" && of.attempt.value_or(9) == 1)
            {
                const bool informed = answered.count(of.worker.value_or(9)) > 0;
                ++counts[informed ? 1 : 0];
                NS_TEST_EXPECT_MSG_EQ_TOL(step.planned.time,
                                          (informed ? 0 : ASSUMED),
                                          1e-12,
                                          step.planned.name);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(counts[1], 1U, "one has the model and another part");
        NS_TEST_EXPECT_MSG_EQ(counts[0], 1U, "one needs it");
    }
};

/// Models of an attempt that is over leave the air.
class WithdrawnGroupCase : public TestCase
{
  public:
    WithdrawnGroupCase()
        : TestCase("a model on its way to a group is withdrawn when an attempt needs none")
    {
    }

  private:
    static constexpr double LEFT = .3; ///< when two workers leave [s]

    void DoRun() override
    {
        LearningFixture run("Mlp(200,100,10)", "FomoPlanner", 3);
        run.helper.SetData("Mixture(200,10,samples=400,separation=2)");
        run.helper.SetTraining(.5, 40);
        run.helper.SetDepthBlocks({1, 1});
        run.helper.SetServerAttribute("Rounds", UintegerValue(1));
        run.helper.SetServerAttribute("ModelWay", StringValue("Group"));
        run.helper.SetServerAttribute("GroupRate", DoubleValue(1e6)); // .7 s for a model
        run.speeds = {1e7, 1e7, 1e5}; // the third gets no part of the first attempt
        CsmaHelper cable;
        cable.SetChannelAttribute("DataRate", StringValue("100Mbps"));
        const NetDeviceContainer devices = cable.Install(NodeContainer(run.server, run.workers));
        devices.Get(0)->TraceConnectWithoutContext(
            "MacTx",
            MakeCallback(&WithdrawnGroupCase::HandleTx, this));
        run.Build(devices);
        run.applications.Get(1)->SetStopTime(Seconds(LEFT));
        run.applications.Get(2)->SetStopTime(Seconds(LEFT));
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 1U, "rounds");
        const LearningRound& round = rounds.front();
        NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
        NS_TEST_EXPECT_MSG_EQ(round.attempts, 2U, "attempts");
        NS_TEST_EXPECT_MSG_EQ(round.lost, 2U, "who left");
        NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "the third made up for it");
        NS_TEST_EXPECT_MSG_EQ(round.bitsDown, 2 * round.bitsGroup, "to a group, then to one");
        NS_TEST_EXPECT_MSG_GT(m_before, 10U, "fragments were on their way");
        NS_TEST_EXPECT_MSG_EQ(m_after, 0U, "and are withdrawn");
    }

    void HandleTx(Ptr<const Packet> packet)
    {
        // Behind Ethernet's header; the fourth word of IPv4 is the destination.
        uint8_t bytes[34];
        if (packet->CopyData(bytes, sizeof bytes) == sizeof bytes && bytes[30] == 225)
        {
            // One that had left already may wait for the cable.
            ++(Simulator::Now() > Seconds(LEFT + .02) ? m_after : m_before);
        }
    }

    uint32_t m_before{0};
    uint32_t m_after{0};
};

/// Segments that take long are sent once.
class NarrowBandCase : public TestCase
{
  public:
    NarrowBandCase()
        : TestCase("a segment may take longer than TCP waits elsewhere")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Mlp(200,100,100,10)", "FomoPlanner", 4);
        run.helper.SetData("Mixture(200,10,samples=400,separation=2)");
        run.helper.SetTraining(.5, 40);
        run.helper.SetDepthBlocks({1, 1, 1});
        run.helper.SetServerAttribute("Rounds", UintegerValue(5));
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        run.helper.SetEfficiencies({2, 3, 4, 5});
        run.helper.SetIdealAttribute("Bandwidth", DoubleValue(20e3));
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 5U, "rounds");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_GT(round.timePlanned, 5, "segments of seconds");
            // Acknowledgements of the model take the narrow band, too.
            EXPECT_RELATIVE(round.timeRealised, round.timePlanned, .04, "round " << round.round);
            EXPECT_RELATIVE(round.timeRealised,
                            rounds.front().timeRealised,
                            1e-6,
                            "nothing of the round before is in the way");
        }
    }
};

class LearningAttemptTestSuite : public TestSuite
{
  public:
    LearningAttemptTestSuite()
        : TestSuite("edge-ai-learning-attempt", TEST_SYSTEM)
    {
        AddTestCase(new MissingBlocksCase, TEST_QUICK);
        AddTestCase(new SilentBlocksCase, TEST_QUICK);
        AddTestCase(new WithdrawnGroupCase, TEST_QUICK);
        AddTestCase(new NarrowBandCase, TEST_QUICK);
    }
};

LearningAttemptTestSuite g_learningAttemptTestSuite; //!< the suite

} // namespace
