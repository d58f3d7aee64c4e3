/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rounds that fine-tune a trained model, whole or by adapters beside its frozen layers.

#include "../../../helper/learning-setup.h"
#include "allocation/round/fomo/fomo-defaults.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"
#include "support/learning-support.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string TUNING_MODEL = "Mlp(20,12,12,10)";

/// @returns parameters of the model after some rounds on one worker
std::vector<double>
TrainAlone()
{
    LearningFixture run(TUNING_MODEL, "PartelFederatedPlanner", 1);
    run.helper.SetTraining(.5, 0, 0, .9);
    run.helper.SetServerAttribute("Rounds", UintegerValue(30));
    run.Run(1000);
    return run.helper.GetParameters();
}

/// @param [in] act what may be refused  @returns the words, "" if it is not refused
template <typename Act>
std::string
GetRefusal(Act act)
{
    try
    {
        act();
    }
    catch (const std::invalid_argument& error)
    {
        return error.what();
    }
    return "";
}

/// From a trained model on, over real packets.
class TunedRoundCase : public TestCase
{
  public:
    explicit TunedRoundCase(uint32_t rank)
        : TestCase(rank > 0 ? "adapters beside trained layers" : "trained layers as a whole"),
          m_rank(rank)
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<double> trained = TrainAlone();
        const double groups[] = {12 * 21, 12 * 13, 10 * 13};
        NS_TEST_ASSERT_MSG_EQ(trained.size(), 12 * 21 + 12 * 13 + 10 * 13, "all of them");

        LearningFixture run(TUNING_MODEL, "FomoPlanner", 4);
        run.helper.SetFineTuning(m_rank, trained);
        run.helper.SetDepthBlocks({1, 1, 1});
        run.helper.SetTraining(.2, 0, 0, .9);
        run.helper.SetServerAttribute("Learn", BooleanValue(false));
        run.helper.SetServerAttribute("Rounds", UintegerValue(30));
        run.helper.SetEfficiencies({2, 3, 4, 5});
        run.helper.SetIdealAttribute("Bandwidth", DoubleValue(20e3));
        run.Build();
        const std::vector<double> start = run.helper.GetParameters();
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 30U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");

        const LearningSetup setup = MakeSetup(trained);
        const auto method = setup.MakeMethod(4, 1);
        EXPECT_TRUE(start == Copy(method->GetParameters()), "the same start");
        const double loss = method->Score().loss;
        EXPECT_TRUE(loss < 1, "it begins as it was trained, not with " << loss);
        EXPECT_TRUE(rounds.back().loss < .95 * loss, rounds.back().loss << " after " << loss);
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_ASSERT_MSG_EQ(round.workers.size(), 3U, "a worker for each block");
            for (const LearningWorkerRound& part : round.workers)
            {
                const double widths[] = {10 + 12, 12 + 12, 12 + 20};
                const double own =
                    m_rank > 0 ? m_rank * widths[part.block - 1] : groups[3 - part.block];
                EXPECT_RELATIVE(part.uploadPlanned * part.ratePlanned,
                                32 * own,
                                1e-9,
                                "bits of block " << part.block);
                EXPECT_TRUE(part.uploadRealised > part.uploadPlanned, "headers, too");
            }
            NS_TEST_EXPECT_MSG_EQ(round.bitsUp, 32.0 * start.size(), "what is trained travels");
        }
        // What it has become, as a whole model again, begins where the rounds ended.
        const std::vector<double> merged = run.helper.GetTrained();
        NS_TEST_ASSERT_MSG_EQ(merged.size(), trained.size(), "of the whole model");
        LearningSetup next = MakeSetup(merged);
        next.SetFineTuning(0, merged);
        EXPECT_RELATIVE(next.MakeMethod(4, 1)->Score().loss, rounds.back().loss, 1e-9, "merged");
        if (m_rank == 0)
        {
            EXPECT_TRUE(start == trained, "it begins with what was trained");
        }
    }

    /// @returns what the helper was told
    LearningSetup MakeSetup(const std::vector<double>& trained) const
    {
        LearningSetup setup;
        setup.SetModel(TUNING_MODEL);
        setup.SetFineTuning(m_rank, trained);
        setup.SetData("Mixture(20,10,samples=400,separation=2)", .2);
        return setup;
    }

    /// @returns a vector of the other kind
    static std::vector<double> Copy(const Eigen::VectorXd& vector)
    {
        return {vector.data(), vector.data() + vector.size()};
    }

    uint32_t m_rank;
};

/// Layers that nobody trained are drawn, and stay as they are drawn.
class DrawnLayersCase : public TestCase
{
  public:
    DrawnLayersCase()
        : TestCase("frozen layers are drawn where none are given")
    {
    }

  private:
    void DoRun() override
    {
        LearningSetup plain;
        plain.SetModel(TUNING_MODEL);
        plain.SetData("Mixture(20,10,samples=400,separation=2)", .2);
        LearningSetup tuned = plain;
        tuned.SetFineTuning(3, {});
        const auto whole = plain.MakeMethod(2, 1);
        const auto beside = tuned.MakeMethod(2, 1);
        NS_TEST_EXPECT_MSG_EQ(beside->GetParameters().size(), 3 * (32 + 24 + 22), "adapters");
        NS_TEST_EXPECT_MSG_EQ(beside->GetName(), "Adapters(" + TUNING_MODEL + ",rank=3)", "name");
        EXPECT_RELATIVE(beside->Score().loss, whole->Score().loss, 1e-12, "the same layers");
        tuned.SetFineTuning(0, {});
        const auto again = tuned.MakeMethod(2, 1);
        EXPECT_TRUE(again->GetParameters() == whole->GetParameters(), "whole again, as drawn");
        NS_TEST_EXPECT_MSG_EQ(again->GetName(), TUNING_MODEL, "name");
    }
};

/// A transformer's work and memory for a small model.
class DepthNetworkCase : public TestCase
{
  public:
    DepthNetworkCase()
        : TestCase("work and memory of a transformer, bits of the model")
    {
    }

  private:
    void DoRun() override
    {
        for (const uint32_t rank : {8U, 0U})
        {
            LearningSetup setup;
            setup.SetModel("Mlp(8,8,8,8,8,8,8,8,8,8,8,8,8)");
            setup.SetData("Mixture(8,8,samples=40)", 0);
            setup.SetDepthBlocks(std::vector<uint32_t>(12, 1));
            setup.SetDepthNetwork("RoBERTa-base", 16, rank);
            RoundProblem problem;
            const auto method = setup.MakeMethod(1, 1);
            method->Begin(1);
            method->Describe(problem);
            const RoundDepth known =
                (rank > 0 ? MakeFomoAdapterProblem() : MakeFomoWholeProblem()).depth;
            NS_TEST_ASSERT_MSG_EQ(problem.depth.blocks.size(), 12U, "blocks");
            NS_TEST_EXPECT_MSG_EQ(problem.depth.forwardFlop, known.forwardFlop, "alpha");
            NS_TEST_EXPECT_MSG_EQ(problem.depth.backwardFlop, known.backwardFlop, "beta");
            NS_TEST_EXPECT_MSG_EQ(problem.depth.baseMemoryBytes, known.baseMemoryBytes, "M0");
            NS_TEST_EXPECT_MSG_EQ(problem.depth.activationBytes, known.activationBytes, "m_a");
            for (const RoundBlock& block : problem.depth.blocks)
            {
                NS_TEST_EXPECT_MSG_EQ(block.weightFlop, known.blocks[0].weightFlop, "omega");
                NS_TEST_EXPECT_MSG_EQ(block.memoryBytes, known.blocks[0].memoryBytes, "m_g");
                NS_TEST_EXPECT_MSG_EQ(block.gradientBits, 32 * 8 * 9, "its own bits");
            }
        }
    }
};

/// What does not fit is refused in words.
class TuningRefusalCase : public TestCase
{
  public:
    TuningRefusalCase()
        : TestCase("models, parameters and networks that do not fit")
    {
    }

  private:
    /// @param [in] said words  @param [in] wanted some of them
    void Expect(const std::string& said, const std::string& wanted)
    {
        EXPECT_TRUE(said.find(wanted) != std::string::npos, wanted << " is not in: " << said);
    }

    void DoRun() override
    {
        LearningHelper helper(TUNING_MODEL, "FomoPlanner");
        Expect(GetRefusal([&] { helper.SetFineTuning(13); }), "rank 13; allowed is 1 to 10");
        Expect(GetRefusal([&] {
                   helper.SetFineTuning(2, {1, 2});
               }),
               "2 parameters are given as trained; Mlp(20,12,12,10) has 538");
        std::vector<double> broken(538, 1);
        broken[7] = NAN;
        Expect(GetRefusal([&] { helper.SetFineTuning(2, broken); }), "trained parameter 7");
        NS_TEST_EXPECT_MSG_EQ(GetRefusal([&] { helper.SetFineTuning(2); }), "", "taken");
        NS_TEST_EXPECT_MSG_EQ(GetRefusal([&] { helper.SetFineTuning(3); }), "", "another rank");
        Expect(GetRefusal([&] { helper.SetDepthNetwork("RoBERTa-base", 16, 8); }),
               "RoBERTa-base has 12 depth blocks, the model that is trained has 0");
        Expect(GetRefusal([&] { helper.SetDepthNetwork("Roberta", 16, 8); }), "Roberta");
        Expect(GetRefusal([&] { helper.SetDepthNetwork("RoBERTa-base", 0, 8); }), "batch");
        LearningHelper other("Conv(1x8x8,2x3,4)", "FomoPlanner");
        Expect(GetRefusal([&] { other.SetFineTuning(1); }), "takes no adapters");
        NS_TEST_EXPECT_MSG_EQ(GetRefusal([&] { other.SetFineTuning(0); }), "", "whole");
        LearningSetup coordinates;
        coordinates.SetModel("Mlp(4,4,3,activation=logistic,loss=squared)");
        coordinates.SetData("Mixture(4,3,samples=40)", 0);
        coordinates.SetMethod("Coordinates");
        coordinates.SetFineTuning(2, {});
        Expect(GetLearningRefusal([&] { coordinates.MakeMethod(1, 1); }),
               "auxiliary coordinates are of nets, not of Adapters");
    }
};

/// Fine-tuning in rounds.
class LearningTuningTestSuite : public TestSuite
{
  public:
    LearningTuningTestSuite()
        : TestSuite("edge-ai-learning-tuning", TEST_SYSTEM)
    {
        AddTestCase(new TunedRoundCase(0), TEST_QUICK);
        AddTestCase(new TunedRoundCase(4), TEST_QUICK);
        AddTestCase(new DrawnLayersCase, TEST_QUICK);
        AddTestCase(new DepthNetworkCase, TEST_QUICK);
        AddTestCase(new TuningRefusalCase, TEST_QUICK);
    }
};

LearningTuningTestSuite g_learningTuningTestSuite; ///< the suite

} // namespace
