/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Gradients of all models: against printed numbers, against differences, in blocks and in parts.

#include "learning/data/data-generators.h"
#include "learning/network/layer-stack.h"
#include "learning/network/low-rank-adapters.h"
#include "learning/network/model-factory.h"
#include "support/expectations.h"
#include "support/learning-support.h"

#include <memory>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @returns the same samples with sparse features
Dataset
MakeSparse(const Dataset& dense)
{
    SparseRows rows = dense.GetDense().sparseView();
    return {rows, dense.GetLabels(), dense.GetClassCount()};
}

/// A model, samples it takes, and parameters.
struct Setting
{
    std::shared_ptr<LearningModel> model;
    Dataset data;
    Eigen::VectorXd parameters;
};

/// @returns one of every kind, with more samples than are worked on at once
std::vector<Setting>
MakeSettings()
{
    std::vector<Setting> settings;
    const Dataset plain = MakeFormulaData(600, 12, 3);
    const Dataset two = MakeFormulaData(600, 12, 2);
    for (const char* text : {"Softmax(12,3,l2=0.02)",
                             "Logistic(12,3,l2=0.02)",
                             "Mlp(12,7,5,3,l2=0.01)",
                             "Mlp(12,6,3,activation=relu)",
                             "Mlp(12,6,3,activation=logistic,l2=0.01,loss=squared)",
                             "Mlp(12,4,4,3,activation=linear)"})
    {
        std::shared_ptr<LearningModel> model = MakeLearningModel(text);
        const Eigen::VectorXd parameters = MakeWave(model->GetParameterCount(), 0.3);
        settings.push_back({model, plain, parameters});
        settings.push_back({model, MakeSparse(plain), parameters});
    }
    std::shared_ptr<LearningModel> logistic = MakeLearningModel("Logistic(12)");
    settings.push_back({logistic, two, MakeWave(12, 1)});
    settings.push_back({logistic, MakeSparse(two), MakeWave(12, 1)});
    const Dataset images = MakeFormulaData(300, 2 * 9 * 10, 3);
    for (const char* text :
         {"Conv(2x9x10,3x2,4x3,3,l2=0.01)", "Conv(2x9x10,3x4,3,activation=tanh)"})
    {
        std::shared_ptr<LearningModel> model = MakeLearningModel(text);
        settings.push_back({model, images, MakeWave(model->GetParameterCount(), 0.3)});
    }
    const LayerStack base({12, 8, 6, 3}, Activation::TANH, 0);
    auto adapters =
        std::make_shared<LowRankAdapters>(base, MakeWave(base.GetParameterCount(), 0.4), 2, 0.01);
    settings.push_back({adapters, plain, MakeWave(adapters->GetParameterCount(), 0.3)});
    return settings;
}

/// F1 of the learning substrate: 12 formula samples of 4 features, 3 classes.
class PrintedGradientTestCase : public TestCase
{
  public:
    PrintedGradientTestCase()
        : TestCase("losses and gradients of formula data as printed")
    {
    }

  private:
    void DoRun() override
    {
        const Dataset data = MakeFormulaData(12, 4, 3);
        const SampleList all = data.ListAll();
        const auto softmax = MakeLearningModel("Softmax(4,3,l2=0.01)");
        NS_TEST_ASSERT_MSG_EQ(softmax->GetParameterCount(), 15, "parameters");
        Eigen::VectorXd w = MakeWave(15, 0.1);
        Eigen::VectorXd gradient;
        EXPECT_RELATIVE(softmax->GetGradient(w, data, all, gradient), 1.130780782447, 1e-9, "loss");
        EXPECT_RELATIVE(softmax->GetLoss(w, data, all), 1.130780782447, 1e-9, "loss alone");
        EXPECT_RELATIVE(gradient.norm(), 0.540822297804, 1e-9, "norm");
        EXPECT_RELATIVE(gradient[0], -0.010428644090, 1e-9, "first");
        EXPECT_RELATIVE(gradient[14], -0.029664413802, 1e-9, "last");
        for (int step = 0; step < 50; ++step)
        {
            softmax->GetGradient(w, data, all, gradient);
            w -= 0.5 * gradient;
        }
        EXPECT_RELATIVE(softmax->GetLoss(w, data, all), 0.238238874510, 1e-9, "after 50 steps");

        const auto mlp = MakeLearningModel("Mlp(4,5,3,l2=0.01)");
        NS_TEST_ASSERT_MSG_EQ(mlp->GetParameterCount(), 43, "parameters");
        w = MakeWave(43, 0.1);
        EXPECT_RELATIVE(mlp->GetGradient(w, data, all, gradient), 1.100733154792, 1e-9, "loss");
        EXPECT_RELATIVE(gradient.norm(), 0.119261987360, 1e-9, "norm");
        EXPECT_RELATIVE(gradient[0], -0.001011033437, 1e-9, "first");
        EXPECT_RELATIVE(gradient[42], 0.027396973042, 1e-9, "last");
    }
};

/// Central differences.
class DifferenceTestCase : public TestCase
{
  public:
    DifferenceTestCase()
        : TestCase("gradients against central differences")
    {
    }

  private:
    void DoRun() override
    {
        for (const Setting& setting : MakeSettings())
        {
            // Enough samples for every branch, few enough for differences of all parameters.
            SampleList batch{5, 3, 3, 290, 17, 101, 11, 12};
            Eigen::VectorXd gradient;
            const LearningModel& model = *setting.model;
            const double loss =
                model.GetGradient(setting.parameters, setting.data, batch, gradient);
            EXPECT_RELATIVE(model.GetLoss(setting.parameters, setting.data, batch),
                            loss,
                            1e-12,
                            model.GetName());
            const double miss = CompareWithDifferences(
                [&](const Eigen::VectorXd& w) { return model.GetLoss(w, setting.data, batch); },
                setting.parameters,
                gradient);
            NS_TEST_EXPECT_MSG_LT(miss, 1e-7, model.GetName());
        }
    }
};

/// C13 of PARTEL and F10 of FoMo: a block's gradient is a part of the gradient.
class BlockGradientTestCase : public TestCase
{
  public:
    BlockGradientTestCase()
        : TestCase("gradients of blocks beside each other are the gradient")
    {
    }

  private:
    void DoRun() override
    {
        for (const Setting& setting : MakeSettings())
        {
            const LearningModel& model = *setting.model;
            const SampleList all = setting.data.ListAll();
            const Eigen::Index d = model.GetParameterCount();
            Eigen::VectorXd whole;
            model.GetGradient(setting.parameters, setting.data, all, whole);
            std::vector<ParameterRange> blocks;
            for (Eigen::Index first = 0, size = 1; first < d; first += size, size += 4)
            {
                blocks.push_back({first, std::min(size, d - first)});
            }
            for (const ParameterGroup& group : model.GetGroups())
            {
                blocks.push_back(group.range);
                // From just below a layer, and from just within it.
                for (const Eigen::Index before : {1, 2, -1})
                {
                    const Eigen::Index first =
                        std::max<Eigen::Index>(0, group.range.first - before);
                    blocks.push_back({first, std::min<Eigen::Index>(5, d - first)});
                }
            }
            for (const ParameterRange& block : blocks)
            {
                Eigen::VectorXd part;
                model.GetBlockGradient(setting.parameters, setting.data, all, block, part);
                const double miss =
                    (part - whole.segment(block.first, block.count)).lpNorm<Eigen::Infinity>() /
                    whole.lpNorm<Eigen::Infinity>();
                EXPECT_TRUE(miss <= 1e-12,
                            model.GetName() << " from " << block.first << ": " << miss);
            }
            NS_TEST_EXPECT_MSG_EQ(model.GetGroups().back().range.GetEnd(), d, "groups are all");
        }
    }
};

/// The stated order of sums.
class PartSumTestCase : public TestCase
{
  public:
    PartSumTestCase()
        : TestCase("the sum over parts of a batch is that over the whole, bit for bit")
    {
    }

  private:
    void DoRun() override
    {
        for (const Setting& setting : MakeSettings())
        {
            const LearningModel& model = *setting.model;
            SampleList all;
            for (uint32_t k = 0; k < 3 * LearningModel::CHUNK + 40; ++k)
            {
                all.push_back(7 * k % setting.data.GetSampleCount());
            }
            Eigen::VectorXd whole = Eigen::VectorXd::Zero(model.GetParameterCount());
            Eigen::VectorXd sum = whole;
            model.AddGradient(setting.parameters, setting.data, all, model.GetAll(), whole);
            const auto cut = all.begin() + 2 * LearningModel::CHUNK;
            for (const SampleList& part :
                 {SampleList(all.begin(), cut), SampleList(cut, all.end())})
            {
                model.AddGradient(setting.parameters, setting.data, part, model.GetAll(), sum);
            }
            EXPECT_TRUE(whole == sum, model.GetName());
            Eigen::VectorXd mean;
            model.GetGradient(setting.parameters, setting.data, all, mean);
            const Eigen::VectorXd expected =
                whole / static_cast<double>(all.size()) + model.GetL2() * setting.parameters;
            EXPECT_TRUE(mean == expected, model.GetName() << ": the mean");
        }
    }
};

/// Adapters begin as the trained stack, and merge into one.
class AdapterTestCase : public TestCase
{
  public:
    AdapterTestCase()
        : TestCase("adapters begin as the trained stack and merge into it")
    {
    }

  private:
    void DoRun() override
    {
        const LayerStack base({12, 8, 6, 3}, Activation::TANH, 0);
        const Eigen::VectorXd frozen = MakeWave(base.GetParameterCount(), 0.4);
        const LowRankAdapters model(base, frozen, 2);
        const Dataset data = MakeFormulaData(50, 12, 3);
        const SampleList all = data.ListAll();
        LearningDraws draws = MakeDraws(411);
        Eigen::VectorXd w = model.DrawParameters(draws);
        EXPECT_RELATIVE(model.GetLoss(w, data, all),
                        base.GetLoss(frozen, data, all),
                        1e-14,
                        "start");
        w += MakeWave(w.size(), 0.2);
        EXPECT_RELATIVE(model.GetLoss(w, data, all),
                        base.GetLoss(model.Merge(w), data, all),
                        1e-12,
                        "merged");
        NS_TEST_EXPECT_MSG_EQ(model.GetParameterCount(), 2 * (20 + 14 + 9), "parameters");
        // The deepest block needs all of the backward pass, the last none of it.
        const auto groups = model.GetGroups();
        EXPECT_TRUE(model.GetWork(12, groups[0].range).backward >
                        model.GetWork(12, groups[1].range).backward,
                    "deeper costs more");
        NS_TEST_EXPECT_MSG_EQ(model.GetWork(12, groups[2].range).backward, 0.0, "nothing above");
    }
};

/// A convolutional net, written out value by value.
class ConvolutionTestCase : public TestCase
{
  public:
    ConvolutionTestCase()
        : TestCase("a convolutional net says what its definition says")
    {
    }

  private:
    void DoRun() override
    {
        constexpr int rows = 7;
        constexpr int columns = 6;
        const auto model = MakeLearningModel("Conv(2x7x6,3x2,2)");
        const Eigen::VectorXd w = MakeWave(model->GetParameterCount(), 0.7);
        const Dataset data = MakeFormulaData(2, 2 * rows * columns, 2);
        double loss = 0;
        for (int sample = 0; sample < 2; ++sample)
        {
            const auto pixel = [&](int c, int y, int x) {
                return data.GetDense()(sample, (c * rows + y) * columns + x);
            };
            const auto convolved = [&](int f, int y, int x) {
                double sum = w[3 * 8 + f];
                for (int k = 0; k < 8; ++k)
                {
                    sum += w[f * 8 + k] * pixel(k / 4, y + k / 2 % 2, x + k % 2);
                }
                return std::max(sum, 0.0);
            };
            double outputs[2] = {w[27 + 2 * 18], w[27 + 2 * 18 + 1]};
            for (int at = 0; at < 18; ++at)
            {
                const int f = at % 3;
                const int x = 2 * (at / 3 % 2); // of 5 columns the last is left out
                const int y = 2 * (at / 6);
                const double most = std::max({convolved(f, y, x),
                                              convolved(f, y, x + 1),
                                              convolved(f, y + 1, x),
                                              convolved(f, y + 1, x + 1)});
                outputs[0] += w[27 + at] * most;
                outputs[1] += w[27 + 18 + at] * most;
            }
            loss += std::log(std::exp(outputs[0]) + std::exp(outputs[1])) - outputs[sample];
        }
        EXPECT_RELATIVE(model->GetLoss(w, data, {0, 1}), loss / 2, 1e-12, "loss");
    }
};

/// Large outputs, and what a model says of its work.
class ModelFactsTestCase : public TestCase
{
  public:
    ModelFactsTestCase()
        : TestCase("outputs that would overflow; accuracy; work")
    {
    }

  private:
    void DoRun() override
    {
        RowMatrix features(2, 2);
        features << 1e6, 0, 0, 1e6;
        const Dataset data(features, {0, 1}, 2);
        Eigen::VectorXd gradient;
        for (const char* text : {"Softmax(2,2)", "Logistic(2)"})
        {
            const auto model = MakeLearningModel(text);
            Eigen::VectorXd right = Eigen::VectorXd::Zero(model->GetParameterCount());
            right[0] = text[0] == 'S' ? 1 : -1;
            right[1] = text[0] == 'S' ? -1 : 1;
            NS_TEST_EXPECT_MSG_EQ_TOL(model->GetGradient(right, data, {0, 1}, gradient),
                                      0,
                                      1e-300,
                                      text);
            EXPECT_TRUE(gradient.allFinite(), text);
            NS_TEST_EXPECT_MSG_EQ(model->GetAccuracy(right, data, {0, 1}), 1.0, text);
            const double loss = model->GetGradient(-right, data, {0, 1}, gradient);
            NS_TEST_EXPECT_MSG_EQ_TOL(loss, 1e6, 1, text);
            NS_TEST_EXPECT_MSG_EQ(model->GetAccuracy(-right, data, {0, 1}), 0.0, text);
            NS_TEST_EXPECT_MSG_EQ(model->GetAccuracy(-right, data, {0, 1, 1}), 0.0, text);
        }
        const auto mlp = MakeLearningModel("Mlp(32,32,10)");
        NS_TEST_EXPECT_MSG_EQ(mlp->GetParameterCount(), 1386, "as in the papers");
        const GradientWork work = mlp->GetWork(32, mlp->GetAll());
        NS_TEST_EXPECT_MSG_EQ(work.forward, 2.0 * (32 * 32 + 32 * 10), "forward");
        NS_TEST_EXPECT_MSG_EQ(work.backward, 2.0 * 32 * 10, "backward");
        NS_TEST_EXPECT_MSG_EQ(work.weights, work.forward, "weights");
        const GradientWork last = mlp->GetWork(32, mlp->GetGroups()[1].range);
        NS_TEST_EXPECT_MSG_EQ(last.backward, 0.0, "nothing lies above the last layer");
        const auto sparse = MakeLearningModel("Logistic(20000,20)");
        NS_TEST_EXPECT_MSG_EQ(sparse->GetWork(80, sparse->GetAll()).GetTotal(),
                              2.0 * 2 * 80 * 20,
                              "work follows what is stored");
        const auto conv = MakeLearningModel("Conv(1x28x28,8x5,16x5,10)");
        NS_TEST_EXPECT_MSG_EQ(conv->GetParameterCount(),
                              8 * 26 + 16 * 201 + 10 * (16 * 16 + 1),
                              "parameters");
        NS_TEST_EXPECT_MSG_EQ(conv->GetWork(784, conv->GetAll()).forward,
                              2.0 * (8 * 25 * 576 + 16 * 200 * 64 + 2560),
                              "forward");
    }
};

/// Gradients.
class LearningGradientTestSuite : public TestSuite
{
  public:
    LearningGradientTestSuite()
        : TestSuite("edge-ai-learning-gradient", TEST_UNIT)
    {
        AddTestCase(new PrintedGradientTestCase, TEST_QUICK);
        AddTestCase(new DifferenceTestCase, TEST_QUICK);
        AddTestCase(new BlockGradientTestCase, TEST_QUICK);
        AddTestCase(new PartSumTestCase, TEST_QUICK);
        AddTestCase(new AdapterTestCase, TEST_QUICK);
        AddTestCase(new ConvolutionTestCase, TEST_QUICK);
        AddTestCase(new ModelFactsTestCase, TEST_QUICK);
    }
};

LearningGradientTestSuite g_learningGradientTestSuite; ///< registers the suite

} // namespace
