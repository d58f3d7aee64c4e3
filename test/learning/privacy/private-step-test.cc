/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Gradients of single samples, masked and clipped, and noisy steps with them (D7).

#include "learning/data/data-generators.h"
#include "learning/network/model-factory.h"
#include "learning/privacy/private-step.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <cmath>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// The same by its definition: a gradient for each sample.
Eigen::VectorXd
SumClipped(const LearningModel& model,
           const Eigen::VectorXd& w,
           const Dataset& data,
           const SampleList& batch,
           const Eigen::VectorXd& mask,
           double limit,
           uint32_t& clipped)
{
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(w.size());
    for (const uint32_t sample : batch)
    {
        Eigen::VectorXd g = Eigen::VectorXd::Zero(w.size());
        model.AddGradient(w, data, {sample}, model.GetAll(), g);
        g = g.cwiseProduct(mask);
        clipped += g.norm() > limit ? 1 : 0;
        sum += g / std::max(1.0, g.norm() / limit);
    }
    return sum;
}

/// Clipped sums of every kind of model.
class ClippedGradientTestCase : public TestCase
{
  public:
    ClippedGradientTestCase()
        : TestCase("masked and clipped sums of every model are those of single samples")
    {
    }

  private:
    void DoRun() override;
    /// @param [in] text of a model  @param [in] data it takes
    void Check(const std::string& text, const Dataset& data);
};

void
ClippedGradientTestCase::Check(const std::string& text, const Dataset& data)
{
    const std::unique_ptr<LearningModel> model = MakeLearningModel(text);
    const Eigen::Index d = model->GetParameterCount();
    const Eigen::VectorXd w = MakeWave(d, 0.4);
    SampleList batch(300); // more than a piece
    for (uint32_t k = 0; k < 300; ++k)
    {
        batch[k] = (7 * k) % data.GetSampleCount();
    }
    for (const double share : {0.1, 0.5, 1.0})
    {
        const Eigen::VectorXd mask = DrawMask(17, d, CountKept(share, d)).ToDense();
        for (const double limit : {1e-3, 0.2, 1.0, 1e6})
        {
            uint32_t clipped = 0;
            const Eigen::VectorXd expected =
                SumClipped(*model, w, data, batch, mask, limit, clipped);
            Eigen::VectorXd sum = Eigen::VectorXd::Ones(d);
            const uint32_t counted = model->AddClippedGradients(w, data, batch, mask, limit, sum);
            sum.array() -= 1;
            const double miss = (sum - expected).norm() / std::max(expected.norm(), 1e-300);
            NS_TEST_EXPECT_MSG_LT(miss, 1e-10, text << ", limit " << limit);
            NS_TEST_EXPECT_MSG_EQ(counted, clipped, text << ": how many");
            NS_TEST_EXPECT_MSG_EQ(sum.cwiseProduct(Eigen::VectorXd::Ones(d) - mask).norm(),
                                  0.0,
                                  text << ": nothing off the mask");
        }
    }
}

void
ClippedGradientTestCase::DoRun()
{
    const Dataset data = MakeFormulaData(60, 6, 3);
    for (const std::string text :
         {"Softmax(6,3)", "Mlp(6,5,3)", "Mlp(6,5,4,3,activation=relu,l2=0.1)", "Logistic(6,3)"})
    {
        Check(text, data);
    }
    Check("Conv(1x6x6,2x3,3)", MakeFormulaData(60, 36, 3));
    LearningDraws draws = MakeDraws(3);
    SparseTextOptions options;
    options.samples = 40;
    options.features = 60;
    options.topicWords = 20;
    Check("Mlp(60,4,2)", MakeSparseText(options, draws));

    // One sample more or less moves the sum by no more than the limit, whatever the model is: also
    // where single samples' derivatives are beyond what a double holds.
    for (const std::string text : {"Mlp(6,5,3)", "Mlp(6,5,3,activation=relu)", "Logistic(6,3)"})
    {
        const std::unique_ptr<LearningModel> wild = MakeLearningModel(text);
        const Eigen::Index count = wild->GetParameterCount();
        const Eigen::VectorXd mask = DrawMask(1, count, count / 2).ToDense();
        for (const double size : {1.0, 1e3, 1e160, 1e300, HUGE_VAL})
        {
            Eigen::VectorXd with = Eigen::VectorXd::Zero(count);
            Eigen::VectorXd without = Eigen::VectorXd::Zero(count);
            const Eigen::VectorXd w = MakeWave(count, size);
            wild->AddClippedGradients(w, data, {1, 2, 3, 4}, mask, 0.5, with);
            wild->AddClippedGradients(w, data, {1, 2, 4}, mask, 0.5, without);
            const double moved = (with - without).norm();
            NS_TEST_EXPECT_MSG_EQ((moved <= 0.5 * (1 + 1e-12)), true, text << " at " << size);
        }
    }
    const std::unique_ptr<LearningModel> model = MakeLearningModel("Mlp(6,5,3)");
    const Eigen::Index d = model->GetParameterCount();
    const Eigen::VectorXd mask = DrawMask(1, d, d / 2).ToDense();
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(d);
    NS_TEST_EXPECT_MSG_EQ(model->AddClippedGradients(MakeWave(d, 1), data, {}, mask, 1, sum),
                          0U,
                          "an empty batch");
    NS_TEST_EXPECT_MSG_EQ(sum.norm(), 0.0, "adds nothing");
    const auto expect = [this](const std::string& words, const std::function<void()>& act) {
        const std::string said = GetLearningRefusal(act);
        EXPECT_TRUE(said.find(words) == 0, words << ": " << said);
    };
    const Eigen::VectorXd w = MakeWave(d, 1);
    expect("the mask has 2 entries",
           [&]() { model->AddClippedGradients(w, data, {1}, w.head(2), 1, sum); });
    expect("the limit of the norm is 0",
           [&]() { model->AddClippedGradients(w, data, {1}, mask, 0, sum); });
    expect("the limit of the norm is nan",
           [&]() { model->AddClippedGradients(w, data, {1}, mask, NAN, sum); });
    expect("the batch has sample 60",
           [&]() { model->AddClippedGradients(w, data, {60}, mask, 1, sum); });
}

/// The figures of D7.
class NoisyMeanTestCase : public TestCase
{
  public:
    NoisyMeanTestCase()
        : TestCase("a noisy mean: given gradients, and the energy of the noise (D7)")
    {
    }

  private:
    void DoRun() override
    {
        // No model of ours has these three gradients, so they are clipped here; that models clip
        // alike is what the other cases show.
        const SparseMask mask{4, {0, 2}};
        PrivateStepOptions options;
        options.noise = 0;
        options.batch = 3;
        const double threshold = GetClippingThreshold(options, mask);
        EXPECT_RELATIVE(threshold, std::sqrt(0.5), 1e-15, "C sqrt(k/d)");
        const std::vector<std::vector<double>> gradients{{3, -1, 2, 0.5},
                                                         {0.1, 0.2, -0.1, 0.4},
                                                         {-0.4, 0.3, 0.3, 0}};
        Eigen::VectorXd sum = Eigen::VectorXd::Zero(4);
        for (const std::vector<double>& gradient : gradients)
        {
            const Eigen::VectorXd masked =
                Eigen::Map<const Eigen::VectorXd>(gradient.data(), 4).cwiseProduct(mask.ToDense());
            sum += masked / std::max(1.0, masked.norm() / threshold);
        }
        LearningDraws draws = MakeDraws(1);
        MakeNoisyMean(options, mask, draws, sum);
        EXPECT_RELATIVE(sum[0], 0.0961161351, 1e-8, "first");
        EXPECT_RELATIVE(sum[2], 0.1974107568, 1e-8, "third");
        EXPECT_TRUE(sum[1] == 0 && sum[3] == 0, "nothing off the mask");

        // d s^2 (sigma C / b)^2 = 3.465 in the mean, d s (sigma C / b)^2 = 8.6625 with C itself.
        options = PrivateStepOptions();
        const SparseMask wide = DrawMask(3, 1386, CountKept(0.4, 1386));
        for (const bool adaptive : {true, false})
        {
            options.adaptive = adaptive;
            double energy = 0;
            constexpr int times = 400;
            for (int i = 0; i < times; ++i)
            {
                Eigen::VectorXd noise = Eigen::VectorXd::Zero(1386);
                MakeNoisyMean(options, wide, draws, noise);
                energy += noise.squaredNorm() / times;
            }
            // k = round(554.4) entries of a chi squared law each.
            const double s = 554.0 / 1386;
            const double mean = 1386 * s * (adaptive ? s : 1) / 64;
            EXPECT_ABSOLUTE(mean, adaptive ? 3.465 : 8.6625, 0.01, "the definition's s = 0.4");
            EXPECT_RELATIVE(energy, mean, 5 * std::sqrt(2 / (554.0 * times)), "energy");
        }
    }
};

/// Steps.
class PrivateStepTestCase : public TestCase
{
  public:
    PrivateStepTestCase()
        : TestCase("noisy steps: sampling, masks, determinism, refusals")
    {
    }

  private:
    void DoRun() override;
};

void
PrivateStepTestCase::DoRun()
{
    const Dataset data = MakeFormulaData(200, 6, 3);
    const std::unique_ptr<LearningModel> model = MakeLearningModel("Mlp(6,5,3,l2=0.01)");
    const Eigen::Index d = model->GetParameterCount();
    const SparseMask mask = DrawMask(9, d, CountKept(0.3, d));
    const SampleList samples = data.ListAll();
    PrivateStepOptions options;
    options.steps = 4;
    const Eigen::VectorXd start = MakeWave(d, 0.3);
    const auto train = [&](int64_t stream, PrivateStepReport& report) {
        LearningDraws draws = MakeDraws(stream);
        Eigen::VectorXd w = start;
        report = TrainPrivately(*model, data, samples, options, mask, draws, w);
        return w;
    };
    PrivateStepReport report;
    const Eigen::VectorXd once = train(1, report);
    EXPECT_TRUE(once == train(1, report), "the same stream, the same bits");
    EXPECT_TRUE(once != train(2, report), "another stream");
    const Eigen::VectorXd moved = once - start;
    EXPECT_TRUE(mask.ToDense().cwiseProduct(moved) == moved, "nothing moves off the mask");
    NS_TEST_EXPECT_MSG_GT(moved.norm(), 0.0, "on it something does");
    EXPECT_TRUE(report.clipped > 0 && report.clipped <= report.sampled, "some are clipped");
    EXPECT_RELATIVE(GetStepMechanism(options, 200).sampling, 0.08, 1e-15, "q");

    // The drawn number is binomial: mean 16, variance 200 * 0.08 * 0.92; the batch may be empty.
    double sum = 0;
    double squares = 0;
    options.steps = 1;
    options.noise = 0;
    constexpr int times = 3000;
    for (int i = 0; i < times; ++i)
    {
        train(100 + i, report);
        const auto drawn = static_cast<double>(report.sampled);
        sum += drawn / times;
        squares += drawn * drawn / times;
    }
    EXPECT_ABSOLUTE(sum, 16.0, 5 * std::sqrt(14.72 / times), "mean");
    EXPECT_ABSOLUTE(squares - sum * sum, 14.72, 5 * 14.72 * std::sqrt(2.0 / times), "variance");
    options.batch = 1;
    bool empty = false;
    for (int i = 0; i < 50; ++i)
    {
        const Eigen::VectorXd w = train(i, report);
        if (report.sampled == 0)
        {
            empty = true;
            const Eigen::VectorXd expected =
                start - options.rate * 0.01 * start.cwiseProduct(mask.ToDense());
            NS_TEST_EXPECT_MSG_LT((w - expected).norm(), 1e-15, "l2 depends on no sample");
        }
    }
    EXPECT_TRUE(empty, "a batch was empty");

    // Without sampling, noise and clipping it is a gradient step on the masked parameters.
    options.batch = 200;
    options.clipping = 1e9;
    const Eigen::VectorXd plain = train(1, report);
    Eigen::VectorXd gradient;
    model->GetGradient(start, data, samples, gradient);
    const Eigen::VectorXd expected = start - 0.5 * gradient.cwiseProduct(mask.ToDense());
    NS_TEST_EXPECT_MSG_LT((plain - expected).norm(), 1e-13, "a gradient step");

    const auto expect = [&](const std::string& words, const PrivateStepOptions& wrong) {
        LearningDraws draws = MakeDraws(1);
        Eigen::VectorXd w = start;
        const std::string said = GetLearningRefusal(
            [&]() { TrainPrivately(*model, data, samples, wrong, mask, draws, w); });
        EXPECT_TRUE(said.find(words) == 0, words << ": " << said);
    };
    expect("rate is 0;", {0, 1, 16, 2, 1, true});
    expect("steps is 0;", {0.5, 0, 16, 2, 1, true});
    expect("batch is 0;", {0.5, 1, 0, 2, 1, true});
    expect("batch is 201; allowed is 1 to the 200 samples", {0.5, 1, 201, 2, 1, true});
    expect("noise is nan;", {0.5, 1, 16, NAN, 1, true});
    expect("clipping is 0;", {0.5, 1, 16, 2, 0, true});
    LearningDraws draws = MakeDraws(1);
    Eigen::VectorXd w = start;
    const std::string said = GetLearningRefusal(
        [&]() { TrainPrivately(*model, data, samples, {}, DrawMask(1, d + 1, 2), draws, w); });
    EXPECT_TRUE(said.find("the mask is of ") == 0, said);
}

class PrivateStepTestSuite : public TestSuite
{
  public:
    PrivateStepTestSuite()
        : TestSuite("edge-ai-private-step", TEST_UNIT)
    {
        AddTestCase(new ClippedGradientTestCase, TEST_QUICK);
        AddTestCase(new NoisyMeanTestCase, TEST_QUICK);
        AddTestCase(new PrivateStepTestCase, TEST_QUICK);
    }
};

PrivateStepTestSuite g_privateStepTestSuite; ///< the suite

} // namespace
