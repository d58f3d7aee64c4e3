/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// One worker, very many, and some without data: what they learn over packets is what they learn
// without a network, to the last bit.

#include "../../../helper/learning-setup.h"
#include "application/learning/learn-in-memory.h"
#include "learning/data/dataset-text.h"
#include "learning/learning-draws.h"
#include "support/expectations.h"
#include "support/last-words.h"
#include "support/learning-fixture.h"
#include "support/learning-support.h"

#include "ns3/noise-density.h"
#include "ns3/test.h"

#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A method and how many learn by it.
struct Crowd
{
    uint32_t workers;
    std::string planner;
    std::string method;
    std::string partition;
    std::string data{"Mixture(20,10,samples=4000,separation=2)"};
    uint32_t batch{8};
};

constexpr uint32_t ROUNDS = 4;

/// Over packets, and without.
class CrowdParityCase : public TestCase
{
  public:
    explicit CrowdParityCase(const Crowd& crowd)
        : TestCase(std::to_string(crowd.workers) + " workers, " + crowd.method + ", data " +
                   crowd.partition + ": the parameters are those in memory"),
          m_crowd(crowd)
    {
    }

  private:
    /// @returns the problem of ideal links of the fixture
    RoundProblem MakeProblem(const LearningFixture& run) const
    {
        const bool bands = m_crowd.planner.find("FedQvr") == 0;
        RoundProblem problem;
        problem.uplink.form = bands ? RoundUplinkForm::BAND : RoundUplinkForm::SUBCHANNELS;
        problem.uplink.bandwidth = 1e6;
        problem.uplink.subchannels = bands ? 0 : 250;
        problem.uplink.subchannelWidth = 180e3;
        problem.uplink.noiseDensity = DEFAULT_NOISE_DENSITY;
        for (const double speed : run.speeds)
        {
            RoundWorker worker;
            worker.flops = speed;
            worker.powerMax = .2;
            worker.efficiency = 5;
            worker.gains.assign(problem.uplink.subchannels, run.gain);
            problem.workers.push_back(worker);
        }
        return problem;
    }

    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", m_crowd.planner, m_crowd.workers);
        run.helper.SetData(m_crowd.data);
        run.helper.SetPartition(m_crowd.partition);
        run.helper.SetTraining(.1, m_crowd.batch);
        run.helper.SetMethod(m_crowd.method);
        run.helper.SetServerAttribute("Rounds", UintegerValue(ROUNDS));
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        if (m_crowd.planner.find("FedQvr") != 0)
        {
            run.helper.SetIdealAttribute("Subchannels", UintegerValue(250));
        }
        const std::vector<LearningRound> rounds = run.Run(1e5);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");

        LearningSetup setup;
        setup.SetModel("Softmax(20,10)");
        setup.SetData(m_crowd.data, .2);
        setup.SetPartition(m_crowd.partition);
        setup.method.step.rate = .1;
        setup.method.batch.size = m_crowd.batch;
        setup.SetMethod(m_crowd.method);
        const auto method = setup.MakeMethod(m_crowd.workers, 1);
        const Eigen::VectorXd start = method->GetParameters();
        std::string fault;
        const std::vector<MemoryRound> memory = LearnInMemory(*method,
                                                              *CreateRoundPlanner(m_crowd.planner),
                                                              MakeProblem(run),
                                                              ROUNDS,
                                                              fault);
        NS_TEST_ASSERT_MSG_EQ(fault, "", "without a network");
        const Eigen::VectorXd expected = method->GetParameters();
        const std::vector<double> parameters = run.helper.GetParameters();
        NS_TEST_ASSERT_MSG_EQ(parameters.size(), std::size_t(expected.size()), "as many");
        EXPECT_TRUE((expected - start).norm() > 1e-2, "they have moved");
        for (std::size_t i = 0; i < parameters.size(); ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(parameters[i], expected[i], "bit for bit, " << i);
        }
        for (uint32_t i = 0; i < ROUNDS; ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(rounds[i].completed, true, rounds[i].detail);
            NS_TEST_EXPECT_MSG_EQ(rounds[i].loss, memory[i].score.loss, "loss");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].involved, m_crowd.workers, "everybody has a part");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].lost, 0, "and nothing is lost");
        }
    }

    Crowd m_crowd;
};

/// Data that do not reach for everybody.
class NoDataCase : public TestCase
{
  public:
    NoDataCase()
        : TestCase("workers for whom there are no data are refused in words")
    {
    }

  private:
    void Expect(const std::string& words, const std::string& partition, const std::string& method)
    {
        int status = 0;
        const std::string said = HearProcess(
            [&] {
                LearningFixture run("Softmax(20,10)",
                                    method == "Gradient" ? "PartelPlanner" : "FedQvrEqualPlanner",
                                    20);
                run.helper.SetData("Mixture(20,10,samples=20,separation=2)");
                run.helper.SetPartition(partition);
                run.helper.SetMethod(method);
                run.Run(10);
            },
            status);
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
        EXPECT_TRUE(said.find(words) == said.rfind(words), "it is said once: " << said);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1, "status " << status);
    }

    void DoRun() override
    {
        for (const std::string method : {"Gradient", "FedAvg"})
        {
            Expect("devices are 20; allowed is 1 to the 16 samples", "iid", method);
            Expect("devices are 20; allowed is 1 to the 16 samples", "dirichlet(0.5)", method);
            Expect("devices times shards are 40; allowed is 1 to the 16", "classes(2)", method);
            Expect("samples of all devices are 60; allowed is 1 to the 16",
                   "dirichlet(0.5,3)",
                   method);
        }
    }
};

class LearningCrowdTestSuite : public TestSuite
{
  public:
    LearningCrowdTestSuite()
        : TestSuite("edge-ai-learning-crowd", TEST_SYSTEM)
    {
        const std::string small = "Mixture(20,10,samples=300,separation=2)";
        for (const uint32_t workers : {1U, 2U, 200U})
        {
            for (const Crowd& crowd :
                 {Crowd{workers, "PartelFederatedPlanner", "Gradient", "iid"},
                  Crowd{workers, "FedQvrEqualPlanner", "FedAvg(steps=2)", "iid"},
                  Crowd{workers, "FedQvrEqualPlanner", "FedQVR(bits=4,steps=1..3)", "iid"},
                  Crowd{workers, "FedQvrEqualPlanner", "SCAFFOLD(steps=2)", "classes(2)"}})
            {
                AddTestCase(new CrowdParityCase(crowd), TEST_QUICK);
            }
        }
        // As few samples as there are workers, and a little more.
        AddTestCase(
            new CrowdParityCase({200, "FedQvrEqualPlanner", "FedAvg(steps=2)", "iid", small, 0}),
            TEST_QUICK);
        AddTestCase(new NoDataCase, TEST_QUICK);
    }
};

LearningCrowdTestSuite g_learningCrowdTestSuite; //!< the suite

} // namespace
