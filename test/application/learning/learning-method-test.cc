/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How a model is learned, as a text says, and what does not fit together.

#include "../../../helper/learning-setup.h"
#include "application/learning/federated/federated-catalogue.h"
#include "support/expectations.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <exception>
#include <fstream>
#include <functional>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string NET = "Mlp(8,6,4,activation=logistic,loss=squared)";

/// Texts and settings that fit no method.
class MethodTextCase : public TestCase
{
  public:
    MethodTextCase()
        : TestCase("methods that there are not, and that do not fit, are refused in words")
    {
    }

  private:
    void DoRun() override
    {
        const auto expect = [this](const std::string& words,
                                   const std::string& text,
                                   const std::function<void(LearningSetup&)>& change,
                                   const std::string& model = NET) {
            LearningSetup setup;
            setup.SetModel(model);
            setup.SetData("Mixture(8,4,samples=200,separation=2)", .1);
            std::string said;
            try
            {
                setup.SetMethod(text);
                change(setup);
                setup.MakeMethod(5, 3);
            }
            catch (const std::exception& error)
            {
                said = error.what();
            }
            EXPECT_TRUE(words.empty() ? said.empty() : said.find(words) != std::string::npos,
                        words << ": " << said);
        };
        const auto none = [](LearningSetup&) {};
        expect("", "Gradient", none, "Softmax(8,4)");
        expect("", "Gradient(batches=drawn)", none, "Softmax(8,4)");
        expect("", "Coordinates", none);
        expect("", "Coordinates()", none);
        expect("'Coord()' is not known; there are Gradient, Coordinates, External, ",
               "Coord",
               none);
        expect("in brackets, such as Coordinates(steps=2)", "Coordinates(steps=2", none);
        expect("is not known; there are Gradient, Coordinates, External, ",
               "Gradients(steps=2)",
               none);
        expect("has no setting 'steps'", "Gradient(steps=2)", none);
        for (const std::string& name : ListFederatedMethods())
        {
            expect("", name, none, "Softmax(8,4)");
            expect("", name + "(serverRate=0.5,window=0.1)", none, "Softmax(8,4)");
        }
        const std::string plain = "Softmax(8,4)";
        expect("", "FedQVR(bits=3,steps=1..9,sampled=2,block=10)", none, plain);
        expect("", "FedQVR-E(bitsMin=2,computeWindow=0.5,stepsMax=7)", none, plain);
        expect("FedQVR, FedQVR-E", "FedProx(steps=2)", none, plain);
        expect("has no setting 'bits'", "FedAvg(bits=4)", none, plain);
        expect("has no setting 'bits'", "FedQVR-E(bits=4)", none, plain);
        expect("has no setting 'bitsMax'", "FedQVR(bitsMax=4)", none, plain);
        expect("has no setting 'steps'", "QSGD(steps=4)", none, plain);
        expect("has '17' for bits", "FedPAQ(bits=17)", none, plain);
        expect("has '0' for steps", "FedAvg(steps=0)", none, plain);
        expect("has '3' for steps; allowed is a whole number in 4", "FedAvg(steps=4..3)", none);
        expect("allowed is one of them", "FedAvg(steps=4,computeWindow=1)", none, plain);
        expect("has 'nan' for window", "FedAvg(window=nan)", none, plain);
        expect("has '-1' for outageMax", "FedQVR-E(outageMax=-1)", none, plain);
        expect("sampled is 6", "FedNova(sampled=6)", none, plain);
        expect("bitsMin and bitsMax are 5 and 4", "FedQVR-E(bitsMin=5,bitsMax=4)", none, plain);
        const auto press = [](LearningSetup& setup) { setup.method.step.momentum = .5; };
        expect("FedAvg has neither l1 nor momentum", "FedAvg", press, plain);
        expect("has batches 'any'; allowed is ordered or drawn", "Gradient(batches=any)", none);
        expect("has '0' for penalty; allowed is a finite number", "Coordinates(penalty=0)", none);
        for (const std::string key : {"window", "computeWindow", "serverRate", "gain"})
        {
            expect("has '1e300' for " + key + "; allowed is a finite number, ",
                   "FedQVR(" + key + "=1e300)",
                   none);
        }
        expect("has '" + std::string(40, '9') +
                   "...' for window; allowed is a finite number, 0 "
                   "to 1e+50",
               "FedQVR(window=" + std::string(300, '9') + ")",
               none);
        expect("has '1.5' for outageMax; allowed is a finite number, 0 to 1",
               "FedQVR-E(outageMax=1.5)",
               none);
        expect("has 'nan' for step", "Coordinates(step=nan)", none);
        expect("has '0' for turns", "Coordinates(turns=0)", none);
        expect("has '0' for steps", "Coordinates(steps=0)", none);
        expect("and not of Mlp(8,6,4)", "Coordinates", none, "Mlp(8,6,4)");
        expect("squared loss", "Coordinates", none, "Mlp(8,6,4,activation=logistic)");
        const auto share = [](double part) {
            return [part](LearningSetup& setup) {
                setup.SetData("Mixture(8,4,samples=200,separation=2)", part);
            };
        };
        expect("a testShare of 0.004 of 200 samples is not one sample; allowed is 0 (no accuracy)",
               "Gradient",
               share(.004));
        expect("", "Gradient", share(.005));
        expect("", "Gradient", share(0));
        expect("partition is iid; allowed is shared", "Coordinates", [](LearningSetup& setup) {
            setup.SetPartition("iid");
        });
        expect("momentum is 0.5", "Coordinates", [](LearningSetup& setup) {
            setup.method.step.momentum = .5;
        });
        expect("no depth blocks", "Coordinates", [](LearningSetup& setup) {
            setup.SetDepthBlocks({1, 1});
        });
        expect(
            "the data are sparse",
            "Coordinates",
            [](LearningSetup& setup) { setup.SetData("Text(999,4,samples=100,words=4)", .1); },
            "Mlp(999,6,4,activation=logistic,loss=squared)");
    }
};

/// Test data of their own.
class TestDataCase : public TestCase
{
  public:
    TestDataCase()
        : TestCase("test data of their own are scored by the classes of the training data")
    {
    }

  private:
    /// @returns data of a file  @param [in] name of it  @param [in] bytes what is in it
    std::string Write(const std::string& name, const std::string& bytes)
    {
        const std::string path = CreateTempDirFilename(name);
        std::ofstream(path) << bytes;
        return "Csv(\"" + path + "\")";
    }

    void DoRun() override
    {
        // Classes 0, 1 and 2 are told by the sign of the feature alone: below, above, and nothing.
        const std::string training = Write("training.csv", "-9,cat\n9,dog\n-8,cat\n8,dog\n0,eel\n");
        LearningSetup setup;
        setup.SetModel("Softmax(1,3)");
        setup.SetData(training, 0);
        setup.SetFineTuning(0, {-1, 1, 0, 0, 0, -9});
        setup.SetTestData(Write("test.csv", "7,dog\n6,dog\n5,dog\n"));
        NS_TEST_EXPECT_MSG_EQ(setup.MakeMethod(1, 1)->Score().accuracy, 1.0, "all of one class");
        setup.SetTestData(Write("other.csv", "7,dog\n-6,katze\n"));
        std::string said;
        try
        {
            setup.MakeMethod(1, 1);
        }
        catch (const std::exception& error)
        {
            said = error.what();
        }
        EXPECT_TRUE(said.find("other.csv:2: label 'katze' is none of the 3 classes") !=
                        std::string::npos,
                    said);
    }
};

class LearningMethodTestSuite : public TestSuite
{
  public:
    LearningMethodTestSuite()
        : TestSuite("edge-ai-learning-method", TEST_UNIT)
    {
        AddTestCase(new MethodTextCase, TEST_QUICK);
        AddTestCase(new TestDataCase, TEST_QUICK);
    }
};

LearningMethodTestSuite g_learningMethodTestSuite; //!< the suite

} // namespace
