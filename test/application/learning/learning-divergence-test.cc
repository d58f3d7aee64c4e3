/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Steps that are too long: rounds go on, and each that brought nothing says of whom, and why.

#include "application/learning/learning-divergence.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"
#include "support/tier-fixture.h"

#include "ns3/test.h"

#include <cmath>
#include <exception>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] text a text  @param [in] words others  @returns whether it has them
bool
Has(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

/// @param [in] monitor of a run  @returns what people are told of it
std::string
Summarise(const InferenceMonitor& monitor)
{
    std::ostringstream text;
    monitor.PrintSummary(text);
    return text.str();
}

/// What is too large to be said.
class NumberCase : public TestCase
{
  public:
    NumberCase()
        : TestCase("numbers that do not travel are named")
    {
    }

  private:
    void DoRun() override
    {
        Eigen::VectorXd numbers = Eigen::VectorXd::Zero(3);
        NS_TEST_EXPECT_MSG_EQ(ExplainDivergence(numbers, "parameter", 32), "", "sound");
        numbers[1] = 1e39;
        EXPECT_TRUE(Has(ExplainDivergence(numbers, "parameter", 32),
                        "diverged: parameter 1 of the model is no number that 32 bit hold"),
                    "beyond 32 bit");
        NS_TEST_EXPECT_MSG_EQ(ExplainDivergence(numbers, "parameter", 64), "", "not beyond 64");
        numbers[2] = std::numeric_limits<double>::quiet_NaN();
        EXPECT_TRUE(Has(ExplainDivergence(numbers, "control variate", 64),
                        "control variate 2 of the model is no number that 64 bit hold"),
                    "no number");
    }
};

/// A method whose steps are too long.
class StepCase : public TestCase
{
  public:
    /// @param [in] text of the method  @param [in] planner of its rounds
    /// @param [in] rate step size  @param [in] device whether it is a worker that cannot go on
    StepCase(const std::string& text, const std::string& planner, double rate, bool device)
        : TestCase(text + " with steps of " + std::to_string(std::lround(std::log10(rate))) +
                   " digits goes on, and says what happened"),
          m_text(text),
          m_planner(planner),
          m_rate(rate),
          m_device(device)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 6;

    /// The same without a network ends, and says where.
    void Remember(const LearningHelper& helper)
    {
        std::string said;
        try
        {
            helper.LearnInMemory(ROUNDS);
        }
        catch (const std::exception& error)
        {
            said = error.what();
        }
        EXPECT_TRUE(Has(said, "LearningHelper: rounds in memory: round "), said);
        EXPECT_TRUE(Has(said, ": worker ") == m_device && Has(said, "diverged") != m_device, said);
        EXPECT_TRUE(!Has(said, "0 B"), said);
    }

    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", m_planner, 4);
        run.helper.SetPartition("iid");
        run.helper.SetTraining(m_rate, 8);
        run.helper.SetMethod(m_text);
        run.helper.SetServerAttribute("Rounds", UintegerValue(ROUNDS));
        run.Build();
        if (m_planner == "FedQvrEqualPlanner")
        {
            Remember(run.helper);
        }
        const std::vector<LearningRound> rounds = run.Run(100);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "no round is left out");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up, records sound");
        uint32_t failed = 0;
        for (const LearningRound& round : rounds)
        {
            failed += round.completed ? 0 : 1;
            EXPECT_TRUE(round.completed || Has(round.detail, "worker ") ||
                            Has(round.detail, "learning has diverged"),
                        "round " << round.round << ": " << round.detail);
            EXPECT_TRUE(!Has(round.detail, "0 B"), round.detail);
        }
        NS_TEST_EXPECT_MSG_GT(failed, 0, "there is nothing to learn");
        const std::string summary = Summarise(run.helper.GetMonitor());
        EXPECT_TRUE(Has(summary, m_device ? "cannot do its part" : "learning has diverged"),
                    summary);
        EXPECT_TRUE(Has(summary, "in round"), summary);
    }

    std::string m_text;
    std::string m_planner;
    double m_rate;
    bool m_device;
};

/// Cells whose steps are too long.
class TierStepCase : public TestCase
{
  public:
    explicit TierStepCase(double rate)
        : TestCase("two tiers with steps of " + std::to_string(std::lround(std::log10(rate))) +
                   " digits go on, and say what happened"),
          m_rate(rate)
    {
    }

  private:
    void DoRun() override
    {
        TierFixture run("HfelRingPlanner", 3, 2);
        run.helper.SetTraining(m_rate, 16, 3, 2);
        run.Build();
        const std::vector<TierRound> rounds = run.Run(300);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), run.rounds, "no round is left out");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up, records sound");
        bool said = false;
        for (const LearningRound& round : run.helper.GetCell(0).GetRounds())
        {
            said = said || Has(round.detail, "learning has diverged") ||
                   Has(round.detail, "cannot do its part");
        }
        EXPECT_TRUE(said, "the cell says why it learns nothing");
        said = false;
        for (const TierRound& round : rounds)
        {
            for (const TierServerRound& server : round.servers)
            {
                said = said || Has(server.detail, "learning has diverged") ||
                       Has(server.detail, "cannot do its part");
            }
        }
        EXPECT_TRUE(said, "so do the servers' rounds");
        const std::string summary = Summarise(run.helper.GetCell(0).GetMonitor());
        EXPECT_TRUE(Has(summary, "learning has diverged") || Has(summary, "cannot do its part"),
                    summary);
    }

    double m_rate;
};

class LearningDivergenceTestSuite : public TestSuite
{
  public:
    LearningDivergenceTestSuite()
        : TestSuite("edge-ai-learning-divergence", TEST_SYSTEM)
    {
        AddTestCase(new NumberCase, TEST_QUICK);
        // Of some methods updates are what devices cannot say, of others new models are.
        for (const char* text : {"FedAvg(steps=2)", "SCAFFOLD(steps=2)"})
        {
            AddTestCase(new StepCase(text, "FedQvrEqualPlanner", 1e300, true), TEST_QUICK);
        }
        for (const char* text : {"FedQVR(steps=2)", "FedQVR-E(steps=2)"})
        {
            AddTestCase(new StepCase(text, "FedQvrEqualPlanner", 1e300, false), TEST_QUICK);
        }
        AddTestCase(new StepCase("FedAvg(steps=1,serverRate=1e45)", "FedQvrEqualPlanner", 1, false),
                    TEST_QUICK);
        AddTestCase(
            new StepCase("SCAFFOLD(steps=1,serverRate=1e45)", "FedQvrEqualPlanner", 1, false),
            TEST_QUICK);
        AddTestCase(new StepCase("Gradient", "PartelFederatedPlanner", 1e300, false), TEST_QUICK);
        AddTestCase(new TierStepCase(1e300), TEST_QUICK);
        AddTestCase(new TierStepCase(1e20), TEST_QUICK);
    }
};

LearningDivergenceTestSuite g_learningDivergenceTestSuite; //!< the suite

} // namespace
