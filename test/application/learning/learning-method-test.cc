/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How a model is learned, as a text says, and what does not fit together.

#include "../../../helper/learning-setup.h"
#include "support/expectations.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <exception>
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
        expect("'Coord()' is not known; there are Gradient and Coordinates", "Coord", none);
        expect("in brackets, such as Coordinates(steps=2)", "Coordinates(steps=2", none);
        expect("is not known; there are Gradient and Coordinates", "Gradients(steps=2)", none);
        expect("has no setting 'steps'", "Gradient(steps=2)", none);
        expect("has batches 'any'; allowed is ordered or drawn", "Gradient(batches=any)", none);
        expect("has '0' for penalty; allowed is a finite number", "Coordinates(penalty=0)", none);
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

class LearningMethodTestSuite : public TestSuite
{
  public:
    LearningMethodTestSuite()
        : TestSuite("edge-ai-learning-method", TEST_UNIT)
    {
        AddTestCase(new MethodTextCase, TEST_QUICK);
    }
};

LearningMethodTestSuite g_learningMethodTestSuite; //!< the suite

} // namespace
