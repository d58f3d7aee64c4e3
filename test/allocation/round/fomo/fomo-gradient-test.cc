/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a plan of depth blocks rests on (F10 of the definition): a gradient that goes back no deeper
// than its block is that of the whole model there, and what it takes grows with the depth.

#include "learning/data/data-generators.h"
#include "learning/network/low-rank-adapters.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include "ns3/test.h"

#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr Eigen::Index FEATURES = 6;
constexpr uint32_t CLASSES = 3;

/// @returns four layers with adapters of rank 1, all of them different in size
LowRankAdapters
MakeFourBlocks(Activation activation)
{
    LearningDraws draws = MakeDraws(3);
    const LayerStack stack({FEATURES, 5, 7, 4, CLASSES}, activation, 0);
    return LowRankAdapters(stack, stack.DrawParameters(draws), 1);
}

/// Truncated back-propagation against the whole gradient and against differences.
class TruncatedGradientCase : public TestCase
{
  public:
    explicit TruncatedGradientCase(Activation activation)
        : TestCase("four " + GetActivationName(activation) + " blocks with adapters of rank 1"),
          m_activation(activation)
    {
    }

  private:
    void DoRun() override
    {
        const LowRankAdapters model = MakeFourBlocks(m_activation);
        const Dataset data = MakeFormulaData(11, FEATURES, CLASSES);
        const SampleList batch = data.ListAll();
        // Neither factor is zero, so that every derivative says something.
        const Eigen::VectorXd at = MakeWave(model.GetParameterCount(), .3);
        Eigen::VectorXd whole;
        const double loss = model.GetGradient(at, data, batch, whole);
        NS_TEST_ASSERT_MSG_EQ(model.GetGroups().size(), 4U, "blocks");
        const double size = whole.lpNorm<Eigen::Infinity>();
        EXPECT_TRUE(size > 1e-3, "gradients of " << size << " show nothing");
        Eigen::Index covered = 0;
        for (std::size_t j = 1; j <= 4; ++j)
        {
            const ParameterRange range = model.GetGroups()[4 - j].range;
            Eigen::VectorXd block;
            const double again = model.GetBlockGradient(at, data, batch, range, block);
            NS_TEST_ASSERT_MSG_EQ(block.size(), range.count, "entries of block " << j);
            const Eigen::VectorXd same = whole.segment(range.first, range.count);
            EXPECT_TRUE((block - same).lpNorm<Eigen::Infinity>() <= 1e-12 * size,
                        "block " << j << " is off by " << (block - same).lpNorm<Eigen::Infinity>());
            EXPECT_TRUE(same.lpNorm<Eigen::Infinity>() > 1e-4 * size, "block " << j << " is zero");
            EXPECT_RELATIVE(again, loss, 1e-12, "loss with block " << j);
            covered += range.count;
        }
        NS_TEST_EXPECT_MSG_EQ(covered, whole.size(), "the blocks are all of the gradient");
        const auto value = [&](const Eigen::VectorXd& x) { return model.GetLoss(x, data, batch); };
        const double miss = CompareWithDifferences(value, at, whole);
        EXPECT_TRUE(miss < 1e-6, "differences are off by " << miss);
    }

    Activation m_activation;
};

/// The work of a block's gradient is that of the layers above it, and no more.
class DepthWorkCase : public TestCase
{
  public:
    DepthWorkCase()
        : TestCase("deeper blocks take more, by what lies above them")
    {
    }

  private:
    void DoRun() override
    {
        const LowRankAdapters model = MakeFourBlocks(Activation::LINEAR);
        const double widths[] = {FEATURES, 5, 7, 4, CLASSES};
        double above = 0;
        for (std::size_t j = 1; j <= 4; ++j)
        {
            const std::size_t layer = 4 - j;
            const GradientWork work = model.GetWork(FEATURES, model.GetGroups()[layer].range);
            NS_TEST_EXPECT_MSG_EQ(work.backward, above, "back to block " << j);
            above +=
                2 * widths[layer] * widths[layer + 1] + 2 * (widths[layer] + widths[layer + 1]);
        }
        NS_TEST_EXPECT_MSG_EQ(model.GetWork(FEATURES, model.GetAll()).forward,
                              above,
                              "forward through all, whatever the block");
    }
};

/// The gradients that a round of depth blocks brings.
class FomoGradientTestSuite : public TestSuite
{
  public:
    FomoGradientTestSuite()
        : TestSuite("edge-ai-fomo-gradient", TEST_UNIT)
    {
        AddTestCase(new TruncatedGradientCase(Activation::LINEAR), TEST_QUICK);
        AddTestCase(new TruncatedGradientCase(Activation::TANH), TEST_QUICK);
        AddTestCase(new DepthWorkCase, TEST_QUICK);
    }
};

FomoGradientTestSuite g_fomoGradientTestSuite; ///< the suite

} // namespace
