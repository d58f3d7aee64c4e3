/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rounds over ideal links: as long as planned, and the same parameters as without a network.

#include "../../../helper/learning-setup.h"
#include "application/learning/learn-in-memory.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/csma-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/noise-density.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint32_t ROUNDS = 20;
const std::string ROUND_DATA = "Mixture(2000,10,samples=400,separation=2)";

/// @param [in] run before it was built  @returns what its server plans with
RoundProblem
MakeProblem(const LearningFixture& run)
{
    RoundProblem problem;
    problem.uplink.subchannels = 50;
    problem.uplink.subchannelWidth = 180e3;
    problem.uplink.noiseDensity = DEFAULT_NOISE_DENSITY;
    for (const double speed : run.speeds)
    {
        RoundWorker worker;
        worker.flops = speed;
        worker.powerMax = 0.2;
        worker.gains.assign(problem.uplink.subchannels, run.gain);
        problem.workers.push_back(worker);
    }
    return problem;
}

/// A planner over ideal links.
class IdealRoundCase : public TestCase
{
  public:
    IdealRoundCase(const std::string& model,
                   const std::string& planner,
                   const std::string& partition,
                   const std::string& method = "Gradient")
        : TestCase(planner + " on " + model + ", data " + partition + ", " + method),
          m_model(model),
          m_planner(planner),
          m_partition(partition),
          m_method(method)
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run(m_model, m_planner, 5);
        run.helper.SetData(ROUND_DATA);
        run.helper.SetPartition(m_partition);
        run.helper.SetTraining(.5, 40);
        run.helper.SetMethod(m_method);
        run.helper.SetServerAttribute("Rounds", UintegerValue(ROUNDS));
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        const RoundProblem problem = MakeProblem(run);
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "all has come");
            const bool turns = m_method.find("Coordinates") == 0;
            NS_TEST_EXPECT_MSG_EQ(round.phase, (turns ? 2 - round.round % 2 : 0), "phase");
            EXPECT_RELATIVE(round.timeRealised, round.timePlanned, .005, "T");
            EXPECT_RELATIVE(round.energyRealised, round.energyPlanned, .005, "energy");
        }
        NS_TEST_EXPECT_MSG_LT(rounds.back().loss, rounds.front().loss, "it learns");

        LearningSetup setup;
        setup.SetModel(m_model);
        setup.SetData(ROUND_DATA, .2);
        setup.SetPartition(m_partition);
        setup.method.step.rate = .5;
        setup.method.batch.size = 40;
        setup.SetMethod(m_method);
        const auto method = setup.MakeMethod(5, 1);
        std::string fault;
        const std::vector<MemoryRound> memory =
            LearnInMemory(*method, *CreateRoundPlanner(m_planner), problem, ROUNDS, fault);
        NS_TEST_ASSERT_MSG_EQ(fault, "", "without a network");
        const std::vector<double> parameters = run.helper.GetParameters();
        NS_TEST_ASSERT_MSG_EQ(parameters.size(),
                              std::size_t(method->GetParameters().size()),
                              "as many");
        for (std::size_t i = 0; i < parameters.size(); ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(parameters[i], method->GetParameters()[i], "bit for bit, " << i);
        }
        for (uint32_t i = 0; i < ROUNDS; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(rounds[i].loss, memory[i].score.loss, "loss");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].accuracy, memory[i].score.accuracy, "accuracy");
            EXPECT_RELATIVE(rounds[i].timePlanned, memory[i].plan.time, 1e-9, "same plan");
        }
    }

    std::string m_model;
    std::string m_planner;
    std::string m_partition;
    std::string m_method;
};

/// What updates reach is measured with the plans it changes: that must not feed upon itself.
class SteadyCase : public TestCase
{
  public:
    SteadyCase()
        : TestCase("plans that follow measurements settle")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(2000,10)", "PartelPlanner", 5);
        run.helper.SetData(ROUND_DATA);
        run.helper.SetTraining(.5, 40);
        run.helper.SetServerAttribute("Rounds", UintegerValue(60));
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 60U, "rounds");
        EXPECT_RELATIVE(rounds.back().timeRealised,
                        rounds.front().timeRealised,
                        .02,
                        "as at first");
        EXPECT_RELATIVE(rounds.back().timeRealised, rounds.back().timePlanned, .002, "as planned");
    }
};

/// A link's delay is no rate: updates of some hundred bytes tell plans of it all the same.
class ShortUpdateCase : public TestCase
{
  public:
    ShortUpdateCase()
        : TestCase("rounds of short updates take what is planned")
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "PartelEqualPlanner", 4);
        run.speeds.assign(4, 1e8);
        run.helper.SetServerAttribute("Rounds", UintegerValue(20));
        CsmaHelper csma;
        csma.SetChannelAttribute("DataRate", StringValue("100Mbps"));
        csma.SetChannelAttribute("Delay", StringValue("2ms"));
        run.Build(csma.Install(NodeContainer(run.server, run.workers)));
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 20U, "rounds");
        // Workers contend, so that single rounds differ.
        double planned = 0;
        double realised = 0;
        for (std::size_t i = 10; i < rounds.size(); ++i)
        {
            planned += rounds[i].timePlanned;
            realised += rounds[i].timeRealised;
        }
        EXPECT_RELATIVE(realised, planned, .1, "as planned");
    }
};

class LearningRoundTestSuite : public TestSuite
{
  public:
    LearningRoundTestSuite()
        : TestSuite("edge-ai-learning-round", TEST_SYSTEM)
    {
        AddTestCase(new SteadyCase, TEST_QUICK);
        AddTestCase(new ShortUpdateCase, TEST_QUICK);
        for (const char* planner : {"PartelPlanner", "PartelEqualPlanner"})
        {
            AddTestCase(new IdealRoundCase("Softmax(2000,10)", planner, "shared"), TEST_QUICK);
            AddTestCase(new IdealRoundCase("Mlp(2000,16,10)", planner, "dirichlet(0.5)"),
                        TEST_QUICK);
            AddTestCase(new IdealRoundCase("Mlp(2000,16,10,activation=logistic,loss=squared)",
                                           planner,
                                           "shared",
                                           "Coordinates(steps=2,turns=3)"),
                        TEST_QUICK);
        }
        AddTestCase(new IdealRoundCase("Softmax(2000,10)",
                                       "PartelFederatedPlanner",
                                       "iid",
                                       "Gradient(batches=drawn)"),
                    TEST_QUICK);
        AddTestCase(new IdealRoundCase("Mlp(2000,16,10,activation=logistic,loss=squared)",
                                       "PartelPlanner",
                                       "shared",
                                       "Coordinates(batches=drawn,penalty=0.5)"),
                    TEST_QUICK);
    }
};

LearningRoundTestSuite g_learningRoundTestSuite; //!< the suite

} // namespace
