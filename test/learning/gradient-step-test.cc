/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Gradient steps: proximal operators, momentum, blocks, and training by batches.

#include "learning/data/data-generators.h"
#include "learning/data/data-partition.h"
#include "learning/gradient-step.h"
#include "learning/network/model-factory.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <functional>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Single steps.
class SingleStepTestCase : public TestCase
{
  public:
    SingleStepTestCase()
        : TestCase("a step with momentum and the proximal operator of the elastic net")
    {
    }

  private:
    void DoRun() override
    {
        const StepOptions options{0.5, 0, 0.4, 2};
        GradientStepper stepper(options);
        Eigen::VectorXd w(4);
        w << 1, -1, 0.1, 5;
        const Eigen::VectorXd before = w;
        Eigen::VectorXd g(4);
        g << 1, -1, 0.1, -2;
        stepper.Step(w, {0, 4}, g);
        // u = w - g/2 = (0.5, -0.5, 0.05, 6), shrunk by 0.2, divided by 2.
        Eigen::VectorXd expected(4);
        expected << 0.15, -0.15, 0, 2.9;
        NS_TEST_EXPECT_MSG_LT((w - expected).norm(), 1e-15, "step");
        NS_TEST_EXPECT_MSG_EQ(w[2], 0.0, "what is small is zero exactly");
        EXPECT_RELATIVE(stepper.GetPenalty(before), 0.4 * 7.1 + 27.01, 1e-14, "penalty");
        // It is the minimiser: no parameter alone does better by moving.
        const Eigen::VectorXd u = before - 0.5 * g;
        const auto value = [&](const Eigen::VectorXd& v) {
            return (v - u).squaredNorm() / 2 / options.rate + stepper.GetPenalty(v);
        };
        for (Eigen::Index k = 0; k < 4; ++k)
        {
            for (const double move : {-1e-4, 1e-4})
            {
                Eigen::VectorXd other = w;
                other[k] += move;
                NS_TEST_EXPECT_MSG_GT(value(other), value(w), "parameter " << k);
            }
        }
    }
};

/// Momentum, and blocks.
class BlockStepTestCase : public TestCase
{
  public:
    BlockStepTestCase()
        : TestCase("momentum; blocks stepped apart are as if stepped at once")
    {
    }

  private:
    void DoRun() override
    {
        GradientStepper plain({0.1, 0.5, 0, 0});
        Eigen::VectorXd one = Eigen::VectorXd::Zero(1);
        for (int step = 0; step < 3; ++step)
        {
            plain.Step(one, {0, 1}, Eigen::VectorXd::Ones(1));
        }
        // Velocities 1, 1.5, 1.75.
        NS_TEST_EXPECT_MSG_EQ_TOL(one[0], -0.425, 1e-15, "momentum");

        const StepOptions options{0.3, 0.9, 0.05, 0.2};
        GradientStepper whole(options);
        GradientStepper cut(options);
        Eigen::VectorXd a = MakeWave(17, 1);
        Eigen::VectorXd b = a;
        for (int step = 0; step < 5; ++step)
        {
            const Eigen::VectorXd g = MakeWave(17, 1 + step);
            whole.Step(a, {0, 17}, g);
            cut.Step(b, {11, 6}, g.tail(6));
            cut.Step(b, {0, 11}, g.head(11));
        }
        EXPECT_TRUE(a == b, "bit for bit");
        const auto expect = [this](const std::string& words, const std::function<void()>& act) {
            const std::string said = GetLearningRefusal(act);
            EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
        };
        expect("rate 0", []() { GradientStepper({0, 0, 0, 0}); });
        expect("momentum 1", []() { GradientStepper({1, 1, 0, 0}); });
        expect("l1 -", []() { GradientStepper({1, 0, -1, 0}); });
        expect("l2 nan", []() { GradientStepper({1, 0, 0, NAN}); });
        expect("has 3 derivatives for parameters 15 to 17 of 17", [&]() {
            whole.Step(a, {15, 3}, Eigen::VectorXd::Zero(3));
        });
    }
};

/// Training.
class SgdTestCase : public TestCase
{
  public:
    SgdTestCase()
        : TestCase("stochastic gradient descent learns, and the same for the same stream")
    {
    }

  private:
    /// @returns share of test samples told right  @param [in] text a model  @param [out] w it
    double Train(const std::string& text,
                 const Dataset& data,
                 const SgdOptions& options,
                 Eigen::VectorXd& w)
    {
        LearningDraws draws = MakeDraws(431);
        const auto [train, test] = CutTestSet(data, 0.25, draws);
        const auto model = MakeLearningModel(text);
        w = model->DrawParameters(draws);
        TrainBySgd(*model, data, train, options, draws, w);
        return model->GetAccuracy(w, data, test);
    }

    void DoRun() override
    {
        LearningDraws draws = MakeDraws(432);
        const Dataset clouds = MakeGaussianMixture({2000, 8, 4, 4}, draws);
        SgdOptions options;
        options.steps = 400;
        Eigen::VectorXd w;
        Eigen::VectorXd again;
        for (const char* text :
             {"Softmax(8,4)", "Logistic(8,4)", "Mlp(8,16,4)", "Mlp(8,16,4,activation=relu)"})
        {
            NS_TEST_EXPECT_MSG_GT(Train(text, clouds, options, w), 0.9, text);
            Train(text, clouds, options, again);
            EXPECT_TRUE(w == again, text << " is the same again");
        }
        const Dataset images = MakeGaussianMixture({1200, 64, 3, 8}, draws);
        options.steps = 200;
        NS_TEST_EXPECT_MSG_GT(Train("Conv(1x8x8,6x3,3)", images, options, w), 0.9, "convolution");

        // Few of the words are of a topic: l1 finds them.
        const Dataset texts = MakeSparseText({1500, 3000, 2, 60, 30, 0.3, 1}, draws);
        options.step = {20, 0, 1e-3, 0};
        options.steps = 400;
        options.batch = 0;
        NS_TEST_EXPECT_MSG_GT(Train("Logistic(3000)", texts, options, w), 0.95, "texts");
        const auto zeros = (w.array() == 0).count();
        NS_TEST_EXPECT_MSG_GT(zeros, 2500, "words that do not matter have no weight");
    }
};

/// Steps.
class GradientStepTestSuite : public TestSuite
{
  public:
    GradientStepTestSuite()
        : TestSuite("edge-ai-gradient-step", TEST_UNIT)
    {
        AddTestCase(new SingleStepTestCase, TEST_QUICK);
        AddTestCase(new BlockStepTestCase, TEST_QUICK);
        AddTestCase(new SgdTestCase, TEST_QUICK);
    }
};

GradientStepTestSuite g_gradientStepTestSuite; ///< registers the suite

} // namespace
