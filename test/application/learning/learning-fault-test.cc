/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Workers that fall silent, come back, leave or join late, servers that stop: every round ends
// once, with a reason, and the model is made of what there is.

#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/csma-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in,out] run gets rounds of some hundred milliseconds each, for workers that are alike
/// @param [in] rounds how many
void
SetUp(LearningFixture& run, uint32_t rounds)
{
    run.helper.SetData("Mixture(2000,10,samples=400,separation=2)");
    run.helper.SetTraining(.5, 40);
    run.helper.SetServerAttribute("Rounds", UintegerValue(rounds));
    for (double& speed : run.speeds)
    {
        speed = 2e7; // slower ones would have no part: all have to go forward through the model
    }
}

/// Waits end, and what a silent worker owes is trained by the others.
class SilentWorkerCase : public TestCase
{
  public:
    explicit SilentWorkerCase(bool deadline)
        : TestCase(std::string("a worker falls silent and comes back, ") +
                   (deadline ? "rounds have a deadline" : "rounds are patient")),
          m_deadline(deadline)
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(2000,10)", "PartelPlanner", 4);
        SetUp(run, 60);
        if (m_deadline)
        {
            run.helper.SetServerAttribute("Deadline", TimeValue(Seconds(1)));
        }
        run.Build();
        run.helper.Silence(2, Seconds(1), Seconds(6));
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 60U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        uint32_t lost = 0;
        uint32_t without = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            lost += round.lost;
            without += round.involved < 4 ? 1 : 0;
            const bool faulty = round.lost > 0;
            NS_TEST_EXPECT_MSG_LT(round.involved, 5, "each counts once");
            NS_TEST_EXPECT_MSG_EQ(round.attempts, (faulty && !m_deadline ? 2U : 1U), "attempts");
            // With a deadline there is no time for others to make up for it.
            NS_TEST_EXPECT_MSG_EQ((round.missing > 0), (faulty && m_deadline), "missing");
            if (faulty && m_deadline)
            {
                EXPECT_RELATIVE(round.timeRealised, 1, .01, "at the deadline");
            }
        }
        NS_TEST_EXPECT_MSG_EQ(lost, 1U, "given up once, then planned without");
        NS_TEST_EXPECT_MSG_GT(without, 2, "rounds without it");
        NS_TEST_EXPECT_MSG_EQ(rounds.back().involved, 4U, "it is back");
    }

    bool m_deadline;
};

/// Units of a silent worker - neurons or samples - are trained by the others.
class SilentPhaseCase : public TestCase
{
  public:
    SilentPhaseCase()
        : TestCase("a worker falls silent in W and Z rounds, others train its units")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Mlp(2000,16,10,activation=logistic,loss=squared)", "PartelPlanner", 4);
        SetUp(run, 60);
        run.helper.SetMethod("Coordinates(steps=2,turns=2)");
        run.helper.SetServerAttribute("Patience", DoubleValue(1));
        run.Build();
        for (const double from : {1., 5., 9., 13.})
        {
            run.helper.Silence(2, Seconds(from), Seconds(from + 2));
        }
        const std::vector<LearningRound> rounds = run.Run(200);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 60U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        uint32_t lost = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "others made up for it");
            NS_TEST_EXPECT_MSG_EQ(round.phase, 2 - round.round % 2, "turns go on");
            NS_TEST_EXPECT_MSG_EQ(round.attempts, 1 + round.lost, "planned again");
            // All neurons of 2001 and 17 weights, or 40 samples of 16 variables, once.
            NS_TEST_EXPECT_MSG_EQ(round.bitsUp,
                                  32. * (round.phase == 1 ? 16 * 2001 + 10 * 17 : 40 * 16),
                                  "units that came");
            lost += round.lost;
        }
        NS_TEST_EXPECT_MSG_GT(lost, 1U, "given up, more than once");
        NS_TEST_EXPECT_MSG_LT(rounds.back().loss, rounds.front().loss, "it learns");
    }
};

/// A worker goes for good, another comes late.
class GoAndComeCase : public TestCase
{
  public:
    GoAndComeCase()
        : TestCase("a worker leaves in the middle of a round, another joins later")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(2000,10)", "PartelPlanner", 4);
        SetUp(run, 20);
        run.helper.SetServerAttribute("Workers", UintegerValue(3));
        run.Build();
        run.applications.Get(1)->SetStopTime(Seconds(1.01));
        run.applications.Get(4)->SetStartTime(Seconds(2));
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 20U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(rounds.front().involved, 3U, "three are enough to begin");
        uint32_t lost = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "others make up for it");
            lost += round.lost;
        }
        NS_TEST_EXPECT_MSG_EQ(lost, 1U, "who left");
        NS_TEST_EXPECT_MSG_EQ(rounds.back().involved, 3U, "two, and who came");
        NS_TEST_EXPECT_MSG_LT(rounds.back().loss, rounds.front().loss, "it learns");
    }
};

/// Nobody is left, or the server itself is not.
class NobodyCase : public TestCase
{
  public:
    NobodyCase()
        : TestCase("all workers leave; the server stops")
    {
    }

  private:
    void DoRun() override
    {
        {
            LearningFixture run("Softmax(2000,10)", "PartelPlanner", 3);
            SetUp(run, 1000);
            run.Build();
            for (uint32_t k = 1; k <= 3; ++k)
            {
                run.applications.Get(k)->SetStopTime(Seconds(1.5));
            }
            const std::vector<LearningRound> rounds = run.Run(20);
            NS_TEST_ASSERT_MSG_GT(rounds.size(), 2, "rounds");
            NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
            NS_TEST_EXPECT_MSG_EQ(rounds.back().completed, false, "nothing came");
            NS_TEST_EXPECT_MSG_EQ((rounds.back().detail.find("left") != std::string::npos),
                                  true,
                                  rounds.back().detail);
            NS_TEST_EXPECT_MSG_LT(rounds.back().ended, 1.6, "it is known at once");
        }
        LearningFixture run("Softmax(2000,10)", "PartelPlanner", 3);
        SetUp(run, 1000);
        run.Build();
        run.applications.Get(0)->SetStopTime(Seconds(1.51));
        const std::vector<LearningRound> rounds = run.Run(20);
        NS_TEST_ASSERT_MSG_GT(rounds.size(), 2, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(rounds.back().detail, "the server was stopped", "why");
        EXPECT_RELATIVE(rounds.back().ended, 1.51, 1e-9, "when");
    }
};

/// The server stops while its processor makes one model of the updates.
class CutAggregateCase : public TestCase
{
  public:
    CutAggregateCase()
        : TestCase("what an aggregate that is cut short has cost is charged to its round")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(2000,10)", "PartelPlanner", 3);
        SetUp(run, 1000);
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(1e-5)); // some 8 s for an aggregate
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.SetAttribute("StaticPower", DoubleValue(2));
        processor.Install(run.server.Get(0));
        run.Build();
        run.applications.Get(0)->SetStopTime(Seconds(3));
        const std::vector<LearningRound> rounds = run.Run(20);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 1U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(rounds.front().detail, "the server was stopped", "why");
        const TaskRecord& record = *run.helper.GetMonitor().GetRecords().front();
        const double from = record.steps.back().queued;
        NS_TEST_EXPECT_MSG_EQ(std::isnan(record.steps.back().energy), false, "its cost is known");
        NS_TEST_EXPECT_MSG_EQ_TOL(record.steps.back().energy, 2 * (3 - from), 1e-6, "its cost");
    }
};

/// What a plan asks for does not go.
class MemoryCase : public TestCase
{
  public:
    MemoryCase()
        : TestCase("a plan nobody can make is said in words, again and again, not for ever")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(2000,10)", "PartelPlanner", 3);
        SetUp(run, 4);
        run.helper.SetGains(std::vector<std::vector<double>>(3, std::vector<double>(50, 0.)));
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 4U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, false, "refused");
            NS_TEST_EXPECT_MSG_EQ((round.detail.find("gain") != std::string::npos),
                                  true,
                                  round.detail);
        }
    }
};

/// Depth blocks of a model, each with a worker of its own.
class DepthCase : public TestCase
{
  public:
    DepthCase()
        : TestCase("depth blocks are trained by workers of their own, as planned")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Mlp(200,100,100,10)", "FomoPlanner", 5);
        run.helper.SetData("Mixture(200,10,samples=400,separation=2)");
        run.helper.SetTraining(.5, 40);
        run.helper.SetDepthBlocks({1, 1, 1});
        run.helper.SetServerAttribute("Rounds", UintegerValue(10));
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 10U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.involved, 3U, "one for each block");
            NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "all has come");
            EXPECT_RELATIVE(round.timeRealised, round.timePlanned, .01, "T");
        }
        NS_TEST_EXPECT_MSG_LT(rounds.back().loss, rounds.front().loss, "it learns");
    }
};

/// Processors are busy with another service when parts of this one come, and have no queue.
class BusyProcessorCase : public TestCase
{
  public:
    BusyProcessorCase()
        : TestCase("who was turned away by a full queue is there again")
    {
    }

  private:
    void DoRun() override
    {
        Config::SetDefault("ns3::edgeai::Processor::QueueLimit", UintegerValue(0));
        LearningFixture run("Softmax(2000,10)", "PartelFederatedPlanner", 2);
        SetUp(run, 8);
        run.Build(CsmaHelper().Install(NodeContainer(run.server, run.workers)));
        LearningHelper second("Softmax(2000,10)", "PartelFederatedPlanner");
        second.SetData("Mixture(2000,10,samples=400,separation=2)");
        second.SetTraining(.5, 40);
        second.SetServerAttribute("Rounds", UintegerValue(60));
        second.SetServerAttribute("Port", UintegerValue(4800));
        second.AssignStreams(100);
        second.Install(run.server.Get(0), run.workers);
        run.Run(300);
        const std::vector<LearningRound> rounds = second.GetRounds();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 60U, "rounds go on");
        NS_TEST_EXPECT_MSG_GT(rounds.front().lost, 0U, "somebody was turned away");
        NS_TEST_EXPECT_MSG_EQ(rounds.back().completed, true, "the other service has ended");
        NS_TEST_EXPECT_MSG_EQ(rounds.back().involved, 2U, "both");
    }
};

class LearningFaultTestSuite : public TestSuite
{
  public:
    LearningFaultTestSuite()
        : TestSuite("edge-ai-learning-fault", TEST_SYSTEM)
    {
        AddTestCase(new SilentPhaseCase, TEST_QUICK);
        AddTestCase(new SilentWorkerCase(false), TEST_QUICK);
        AddTestCase(new SilentWorkerCase(true), TEST_QUICK);
        AddTestCase(new GoAndComeCase, TEST_QUICK);
        AddTestCase(new NobodyCase, TEST_QUICK);
        AddTestCase(new CutAggregateCase, TEST_QUICK);
        AddTestCase(new BusyProcessorCase, TEST_QUICK);
        AddTestCase(new MemoryCase, TEST_QUICK);
        AddTestCase(new DepthCase, TEST_QUICK);
    }
};

LearningFaultTestSuite g_learningFaultTestSuite; //!< the suite

} // namespace
