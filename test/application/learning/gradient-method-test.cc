/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A round of any division is one step of gradient descent, and bytes that make none are refused.

#include "../../../helper/learning-setup.h"
#include "allocation/round/round-planner.h"
#include "application/learning/learn-in-memory.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double STEP = .3;

/// @returns five workers that differ, on links of known rates
RoundProblem
MakeGradientProblem()
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::RATES;
    for (int k = 0; k < 5; ++k)
    {
        RoundWorker worker;
        worker.flops = 1e7 / (1 + .2 * k);
        worker.rate = 1e6 * (1 + k);
        problem.workers.push_back(worker);
    }
    return problem;
}

/// How a model is divided.
struct Way
{
    std::string model;
    std::string planner;
    std::string partition;
    bool units;
    std::vector<uint32_t> depths;
};

/// @param [in] way how  @returns a method for it
std::shared_ptr<RoundMethod>
MakeMethod(const Way& way)
{
    LearningSetup setup;
    setup.SetModel(way.model);
    setup.SetData("Mixture(8,4,samples=200,separation=2)", .1);
    setup.SetPartition(way.partition);
    setup.method.step.rate = STEP;
    setup.method.unitsStay = way.units;
    if (!way.depths.empty())
    {
        setup.SetDepthBlocks(way.depths);
    }
    return setup.MakeMethod(5, 3);
}

class OneStepCase : public TestCase
{
  public:
    explicit OneStepCase(const Way& way)
        : TestCase(way.planner + " on " + way.model + (way.units ? " by units" : "")),
          m_way(way)
    {
    }

  private:
    void DoRun() override
    {
        const auto method = MakeMethod(m_way);
        const Eigen::VectorXd before = method->GetParameters();
        // Workers compute with the model as it travels.
        const Eigen::VectorXd sent = before.cast<float>().cast<double>();
        LearningSetup setup;
        setup.SetModel(m_way.model);
        const auto uniform = CreateObject<UniformRandomVariable>();
        uniform->SetStream(3);
        LearningDraws draws([uniform] { return uniform->GetValue(); });
        const Dataset data = MakeDataset("Mixture(8,4,samples=200,separation=2)", draws);
        const auto [training, test] = CutTestSet(data, .1, draws);
        const Dataset mine = data.Select(training);
        Eigen::VectorXd gradient;
        setup.method.model->GetGradient(sent, mine, mine.ListAll(), gradient);
        std::string fault;
        const std::vector<MemoryRound> rounds = LearnInMemory(*method,
                                                              *CreateRoundPlanner(m_way.planner),
                                                              MakeGradientProblem(),
                                                              1,
                                                              fault);
        NS_TEST_ASSERT_MSG_EQ(fault, "", "planned");
        unsigned involved = 0;
        for (const RoundShare& share : rounds.front().plan.workers)
        {
            involved += share.involved ? 1 : 0;
        }
        NS_TEST_EXPECT_MSG_GT(involved, 1, "divided");
        const double off =
            (method->GetParameters() - (before - STEP * gradient)).lpNorm<Eigen::Infinity>();
        NS_TEST_EXPECT_MSG_LT(off, 1e-7, "one step of gradient descent");
        NS_TEST_EXPECT_MSG_GT(gradient.lpNorm<Eigen::Infinity>(), 1e-2, "of some length");
    }

    Way m_way;
};

class BadBytesCase : public TestCase
{
  public:
    BadBytesCase()
        : TestCase("bytes that are no update, and parts that are none of the model, are refused")
    {
    }

  private:
    void DoRun() override
    {
        const auto method = MakeMethod({"Softmax(8,4)", "PartelPlanner", "shared", false, {}});
        method->Begin(1);
        const RoundMethod::Bytes model = method->GetModel();
        NS_TEST_EXPECT_MSG_EQ(model.size(), 36 * 4, "36 numbers");
        LearningAssignment assignment;
        assignment.round = 1;
        assignment.ranges = {{0, 4}};
        RoundMethod::Bytes update;
        NS_TEST_EXPECT_MSG_EQ(method->Train(0, assignment, model, update), "", "sound");
        NS_TEST_EXPECT_MSG_EQ(update.size(), 16U, "4 numbers");
        NS_TEST_EXPECT_MSG_NE(method->Take(0, assignment, {}), "", "nothing");
        RoundMethod::Bytes longer = update;
        longer.push_back(0);
        NS_TEST_EXPECT_MSG_NE(method->Take(0, assignment, longer), "", "one byte more");
        RoundMethod::Bytes infinite = update;
        infinite[0] = 0x7f;
        infinite[1] = 0x80;
        infinite[2] = infinite[3] = 0;
        NS_TEST_EXPECT_MSG_EQ(method->Take(0, assignment, infinite),
                              "number 0 of the payload is not finite",
                              "in words");
        NS_TEST_EXPECT_MSG_EQ(CountParameters(method->GetMissing()), 36U, "nothing was taken");
        NS_TEST_EXPECT_MSG_EQ(method->Take(0, assignment, update), "", "sound");
        NS_TEST_EXPECT_MSG_EQ(CountParameters(method->GetMissing()), 32U, "the rest");
        assignment.ranges = {{35, 2}};
        NS_TEST_EXPECT_MSG_NE(method->Train(0, assignment, model, update), "", "not of the model");
        NS_TEST_EXPECT_MSG_NE(method->Train(0, assignment, {1, 2, 3}, update), "", "no model");
        // What did not come stays as it is.
        const Eigen::VectorXd before = method->GetParameters();
        method->Finish();
        NS_TEST_EXPECT_MSG_EQ((before.tail(32) == method->GetParameters().tail(32)), true, "as is");
        NS_TEST_EXPECT_MSG_EQ((before.head(4) == method->GetParameters().head(4)), false, "moved");
    }
};

class GradientMethodTestSuite : public TestSuite
{
  public:
    GradientMethodTestSuite()
        : TestSuite("edge-ai-gradient-method", TEST_UNIT)
    {
        for (const Way& way :
             std::vector<Way>{{"Softmax(8,4)", "PartelPlanner", "shared", false, {}},
                              {"Mlp(8,6,4)", "PartelPlanner", "shared", false, {}},
                              {"Mlp(8,6,4)", "PartelPlanner", "shared", true, {}},
                              {"Logistic(8,4)", "PartelEqualPlanner", "shared", true, {}},
                              {"Mlp(8,6,4)", "PartelFederatedPlanner", "dirichlet(1)", false, {}},
                              {"Mlp(8,6,5,4)", "FomoPlanner", "shared", false, {1, 2}}})
        {
            AddTestCase(new OneStepCase(way), TEST_QUICK);
        }
        AddTestCase(new BadBytesCase, TEST_QUICK);
    }
};

GradientMethodTestSuite g_gradientMethodTestSuite; //!< the suite

} // namespace
