/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// New connections that are trained by exchange: what it takes, planned and as it happens, and what
// follows from it.

#include "support/code-fixture.h"
#include "support/expectations.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns a base case with so many samples and epochs
CodePairSettings
MakePair(double samples, double epochs)
{
    CodePairSettings pair;
    pair.trainingSamples = samples;
    pair.trainingEpochs = epochs;
    return pair;
}

/// On idle servers it takes what the formula says, and exactly as many bits.
class IdleCase : public TestCase
{
  public:
    IdleCase()
        : TestCase("idle servers: time and bits as planned")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f(MakePair(15, 2));
        f.AddBase("CodePlanner");
        f.helper.SetServerAttribute("Exchange", BooleanValue(true));
        f.Build();
        for (uint32_t i : {0, 1})
        {
            f.GetUser(i)->SetStartTime(Seconds(9));
        }
        f.Run(10);
        const std::vector<CodeTrainingReport> training = f.helper.GetTraining(0);
        NS_TEST_ASSERT_MSG_EQ(training.size(), 2, "the staged search trains two paths");
        NS_TEST_EXPECT_MSG_EQ(training[0].path, "l1 h2 h3 l4 l5", "the best prediction");
        for (const CodeTrainingReport& one : training)
        {
            NS_TEST_EXPECT_MSG_EQ(one.ending, "trained", "it ends");
            NS_TEST_EXPECT_MSG_EQ(one.done, 30, "steps");
            // Headers, connections' turns and the first windows of TCP come on top.
            EXPECT_RELATIVE(one.time, one.timePlanned, .05, "time of " << one.path);
            NS_TEST_EXPECT_MSG_GT(one.time, one.timePlanned, "never faster");
            EXPECT_RELATIVE(one.bits, one.bitsPlanned, 1e-12, "bits of " << one.path);
        }
        // The definition's 5000 samples and 3 epochs, for the same path.
        EXPECT_RELATIVE(training[0].timePlanned * 500, 1047.942374, 1e-9, "time of 5000 x 3");
        EXPECT_RELATIVE(training[0].bitsPlanned * 500, 8.632320e10, 1e-9, "bits of 5000 x 3");
        const std::vector<CodePathReport> decisions = f.helper.GetDecisions(0);
        NS_TEST_EXPECT_MSG_EQ(decisions[0].path, "l1 l2 l3 l4 l5", "only the own path is trained");
        NS_TEST_EXPECT_MSG_EQ(decisions[1].path, "l1 h2 h3 l4 l5", "used once it is trained");
        NS_TEST_EXPECT_MSG_EQ(decisions[1].outcome, "used", "used once it is trained");
        NS_TEST_EXPECT_MSG_EQ(decisions[2].path, "l1 h2 h3 l4 l5", "better than the second");
        EXPECT_TRUE(IsSound(f), "every task ends once");
        NS_TEST_EXPECT_MSG_EQ(f.GetServer(0)->GetMalformedCount() +
                                  f.GetServer(1)->GetMalformedCount(),
                              0,
                              "servers understand each other");
    }
};

/// Beside tasks it takes longer, and its share of the rate of own tasks.
class BusyCase : public TestCase
{
  public:
    BusyCase()
        : TestCase("beside tasks: in the background")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f(MakePair(20, 1));
        f.AddBase("CodePlanner");
        f.helper.SetServerAttribute("Exchange", BooleanValue(true));
        f.Build();
        for (uint32_t i : {0, 1})
        {
            Processor::Find(f.servers.Get(i))->SetAttribute("StaticPower", DoubleValue(12));
        }
        f.Run(14);
        const CodeTrainingReport first = f.helper.GetTraining(0).at(0);
        NS_TEST_EXPECT_MSG_EQ(first.ending, "trained", "it ends");
        NS_TEST_EXPECT_MSG_GT(first.time, 1.5 * first.timePlanned, "servers have other work");
        const double during = f.helper.GetOutcome(0, 1, 3).throughput;
        EXPECT_RELATIVE(during, .8 * 35.004765, .03, "own tasks make room");
        EXPECT_RELATIVE(f.helper.GetOutcome(1, 1, 3).throughput, 40., .02, "the host's do not");
        EXPECT_RELATIVE(f.helper.GetOutcome(0, 10, 14).throughput, 62.8617, .02, "afterwards");
        double share = 0;
        for (const CodeSecond& second : f.helper.GetSeconds(0))
        {
            share = std::max(share, second.trainingShare);
        }
        NS_TEST_EXPECT_MSG_GT(share, .1, "it had the processor");
        const NodeEnergy energy = f.helper.GetMonitor().GetEnergyBalance().GetTotal();
        NS_TEST_EXPECT_MSG_GT(energy.uncharged, 1, "no task is charged for training");
        EXPECT_TRUE(IsSound(f), "every task ends once");
    }
};

/// Planners that know nothing of training have their path trained before it is used.
class OthersCase : public TestCase
{
  public:
    OthersCase()
        : TestCase("other planners' paths are trained, too")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::string planner : {"CodeFullOffloadPlanner",
                                          "CodePredictorPlanner",
                                          "CodeMirroringPlanner",
                                          "CodeEdgeEarlyPlanner"})
        {
            CodeFixture f(MakePair(5, 1));
            f.AddBase(planner);
            f.helper.SetServerAttribute("Exchange", BooleanValue(true));
            f.Run(5);
            const bool trains =
                planner == "CodeFullOffloadPlanner" || planner == "CodePredictorPlanner";
            NS_TEST_EXPECT_MSG_EQ(f.helper.GetTraining(0).size(),
                                  (trains ? 1 : 0),
                                  planner << ": trainings");
            NS_TEST_EXPECT_MSG_EQ(f.GetServer(0)->GetRoute()->HasHost(),
                                  (planner != "CodeEdgeEarlyPlanner"),
                                  planner << ": its path is used in the end");
            EXPECT_TRUE(IsSound(f), planner << ": every task ends once");
            Simulator::Destroy();
        }
    }
};

/// A host that goes away ends the training, and it begins again when the host is back.
class LostCase : public TestCase
{
  public:
    LostCase()
        : TestCase("the host goes away while a path is trained")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f(MakePair(100, 10));
        f.AddBase("CodePlanner");
        f.helper.SetServerAttribute("Exchange", BooleanValue(true));
        f.Build();
        f.GetServer(1)->SetStopTime(Seconds(3));
        f.Run(6);
        const std::vector<CodeTrainingReport> training = f.helper.GetTraining(0);
        NS_TEST_ASSERT_MSG_EQ(training.size(), 1, "one");
        NS_TEST_EXPECT_MSG_NE(training[0].ending, "trained", "it was given up");
        NS_TEST_EXPECT_MSG_GT(training[0].done, 5, "after some steps");
        EXPECT_RELATIVE(f.helper.GetOutcome(0, 4, 6).throughput, 35.004765, .03, "own path");
        EXPECT_TRUE(IsSound(f), "every task ends once");
    }
};

class CodeTrainingSuite : public TestSuite
{
  public:
    CodeTrainingSuite()
        : TestSuite("edge-ai-code-training", TEST_SYSTEM)
    {
        AddTestCase(new IdleCase, TEST_QUICK);
        AddTestCase(new BusyCase, TEST_QUICK);
        AddTestCase(new OthersCase, TEST_QUICK);
        AddTestCase(new LostCase, TEST_QUICK);
    }
} g_codeTrainingSuite;

} // namespace
