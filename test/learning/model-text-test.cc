/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Models made from text: every name makes the same model again, and wrong ones are told apart.

#include "learning/data/data-generators.h"
#include "learning/network/model-factory.h"
#include "support/expectations.h"
#include "support/learning-support.h"
#include "support/mutator.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Names that are taken.
class ModelNameTestCase : public TestCase
{
  public:
    ModelNameTestCase()
        : TestCase("a model's name makes it again")
    {
    }

  private:
    void DoRun() override
    {
        for (const char* text : {"Softmax(784,10)",
                                 "Logistic(20000)",
                                 "Logistic(62061,20,l2=0.001)",
                                 "Mlp(32,32,10)",
                                 "Mlp(20,8,8,3,activation=relu,l2=1e-05)",
                                 "Mlp(20,8,3,activation=logistic,l2=0.5,loss=squared)",
                                 "Mlp(20,8,3,loss=squared)",
                                 "Conv(1x28x28,8x5,16x5,10)",
                                 "Conv(3x8x8,2x3,4,activation=tanh,l2=0.1)"})
        {
            NS_TEST_EXPECT_MSG_EQ(MakeLearningModel(text)->GetName(), text, "name");
        }
        NS_TEST_EXPECT_MSG_EQ(MakeLearningModel("Logistic(62061,20)")->GetParameterCount(),
                              1241220,
                              "twenty classes of news");
        NS_TEST_EXPECT_MSG_EQ(MakeLearningModel("Mlp( 4, 5 ,3, activation=tanh)")->GetName(),
                              "Mlp(4,5,3)",
                              "blanks and defaults");
        NS_TEST_EXPECT_MSG_EQ(MakeLearningModel("Logistic(7,2)")->GetName(),
                              "Logistic(7)",
                              "two classes need one row");
    }
};

/// Names that are refused, with the words that say why.
class ModelRefusalTestCase : public TestCase
{
  public:
    ModelRefusalTestCase()
        : TestCase("wrong texts are refused in words")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::pair<std::string, std::string>> cases{
            {"", "name and sizes in brackets"},
            {"Softmax", "name and sizes in brackets"},
            {"Softmax(784,10", "name and sizes in brackets"},
            {"Softmaks(784,10)", "did you mean Softmax?"},
            {"Softmax(784)", "has 1 sizes; needed is features and classes"},
            {"Softmax(784,1)", "has '1' for the classes; allowed is a whole number in 2..65536"},
            {"Softmax(-3,10)", "has '-3' for the features"},
            {"Softmax(3.5,10)", "has '3.5' for the features"},
            {"Softmax(784,,10)", "an empty argument"},
            {"Softmax(784,10,)", "an empty argument"},
            {"Softmax(784,10,l2=-1)", "has '-1' for l2; allowed is a finite number, 0 to 1e+50"},
            {"Softmax(784,10,l2=nan)", "has 'nan' for l2"},
            {"Softmax(784,10,l1=1)", "no setting 'l1'; it has l2"},
            {"Softmax(784,10,l2=1,l2=2)", "gives 'l2' twice"},
            {"Softmax(l2=1,784,10)", "sizes come first"},
            {"Mlp(32,10)", "such as Mlp(32,32,10)"},
            {"Mlp(32,0,10)", "has '0' for a hidden width"},
            {"Mlp(32,32,10,activation=rel)", "did you mean relu?"},
            {"Mlp(32,32,10,loss=square)", "did you mean squared?"},
            {"Softmax(32,10,loss=squared)", "has no setting 'loss'"},
            {"Mlp(100000000,100000000,10)", "too many parameters"},
            {"Mlp(99999999999999999999,3,10)", "for the features"},
            {"Logistic(1,2,3)", "has 3 sizes"},
            {"Conv(28x28,8x5,10)", "an image, channels x rows x columns"},
            {"Conv(1x28x28,8,10)", "a stage, filters x side"},
            {"Conv(1x28x28,8x28,10)", "convolution 1 has filters of side 28"},
            {"Conv(1x28x28,8x5,4x12,10)", "convolution 2 has filters of side 12 for 12 x 12"},
            {"Conv(1x60000x60000,8x5,10)", "too many parameters"},
            {std::string(2000, 'x'), "has 2000 letters"},
        };
        for (const auto& each : cases)
        {
            const auto& [text, words] = each;
            const std::string said =
                GetLearningRefusal([&each]() { MakeLearningModel(each.first); });
            EXPECT_TRUE(said.find(words) != std::string::npos, text << " is refused by: " << said);
        }
    }
};

/// Texts that are nearly right make a model or are refused, and nothing else.
class HostileModelTestCase : public TestCase
{
  public:
    HostileModelTestCase()
        : TestCase("spoilt texts make a model or a refusal")
    {
    }

  private:
    void DoRun() override
    {
        std::vector<Mutator::Bytes> seeds;
        for (const std::string text : {"Softmax(784,10,l2=0.1)",
                                       "Logistic(200,20)",
                                       "Mlp(32,32,10,activation=relu)",
                                       "Conv(1x28x28,8x5,10)"})
        {
            seeds.emplace_back(text.begin(), text.end());
        }
        Mutator mutator(7);
        uint32_t made = 0;
        for (int k = 0; k < 5000; ++k)
        {
            Mutator::Bytes bytes = seeds[mutator.Draw(seeds.size())];
            mutator.Change(bytes, seeds);
            const std::string text(bytes.begin(), bytes.end());
            made += GetLearningRefusal([&]() { MakeLearningModel(text); }).empty() ? 1 : 0;
        }
        EXPECT_TRUE(made > 100 && made < 4900, made << " of 5000 were taken");
    }
};

/// Calls that do not fit together.
class ModelMisuseTestCase : public TestCase
{
  public:
    ModelMisuseTestCase()
        : TestCase("data, batches, blocks and parameters that do not fit")
    {
    }

  private:
    /// Expects words. @param [in] words of the refusal @param [in] act what is refused
    void Expect(const std::string& words, const std::function<void()>& act)
    {
        const std::string said = GetLearningRefusal(act);
        EXPECT_TRUE(said.find(words) != std::string::npos, words << ": " << said);
    }

    void DoRun() override
    {
        const auto model = MakeLearningModel("Softmax(4,3)");
        const Dataset data = MakeFormulaData(10, 4, 3);
        const Eigen::VectorXd w = Eigen::VectorXd::Zero(15);
        Eigen::VectorXd g;
        Expect("takes 4 features, the data have 5",
               [&]() { model->GetLoss(w, MakeFormulaData(10, 5, 3), {0}); });
        Expect("tells 3 classes apart, the data have 4",
               [&]() { model->GetLoss(w, MakeFormulaData(10, 4, 4), {0}); });
        Expect("has 15 parameters, given are 14",
               [&]() { model->GetLoss(Eigen::VectorXd::Zero(14), data, {0}); });
        Expect("sample 10, allowed is 0 to 9", [&]() { model->GetAccuracy(w, data, {3, 10}); });
        Expect("the batch is empty", [&]() { model->GetGradient(w, data, {}, g); });
        Expect("parameters 10 to 15, allowed is 0 to 14", [&]() {
            model->GetBlockGradient(w, data, {1}, {10, 6}, g);
        });
        Expect("parameters -1 to", [&]() { model->GetBlockGradient(w, data, {1}, {-1, 6}, g); });
        const Dataset sparse(SparseRows(RowMatrix::Ones(2, 784).sparseView()), {0, 1}, 2);
        const auto conv = MakeLearningModel("Conv(1x28x28,8x5,10)");
        Expect("takes dense features, the data are sparse", [&]() { conv->Require(sparse); });
    }
};

/// Models as text.
class ModelTextTestSuite : public TestSuite
{
  public:
    ModelTextTestSuite()
        : TestSuite("edge-ai-model-text", TEST_UNIT)
    {
        AddTestCase(new ModelNameTestCase, TEST_QUICK);
        AddTestCase(new ModelRefusalTestCase, TEST_QUICK);
        AddTestCase(new HostileModelTestCase, TEST_QUICK);
        AddTestCase(new ModelMisuseTestCase, TEST_QUICK);
    }
};

ModelTextTestSuite g_modelTextTestSuite; ///< registers the suite

} // namespace
