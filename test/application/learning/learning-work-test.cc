/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Workers whose batches are all of their own data, more or less of them: each computes for as long
// as its own samples take, by plan and in fact.

#include "learning/network/model-factory.h"
#include "support/learning-fixture.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

class OwnWorkCase : public TestCase
{
  public:
    /// @param [in] method text; empty: gradient descent, an update of each worker's own batch
    explicit OwnWorkCase(const std::string& method)
        : TestCase("work is that of one's own samples: " + (method.empty() ? "gradients" : method)),
          m_method(method)
    {
    }

  private:
    void DoRun() override
    {
        const bool federated = !m_method.empty();
        LearningFixture run("Softmax(20,10)",
                            federated ? "FedQvrEqualPlanner" : "PartelFederatedPlanner",
                            4);
        run.helper.SetPartition("dirichlet(0.1)");
        run.helper.SetTraining(.1, 0);
        if (federated)
        {
            run.helper.SetMethod(m_method);
        }
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "sound");
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 3U, "rounds");
        const auto model = MakeLearningModel("Softmax(20,10)");
        const double flop = model->GetWork(20, model->GetAll()).GetTotal();
        double least = 1e9;
        double most = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.workers.size(), 4U, "all have a part");
            double samples = 0;
            for (const LearningWorkerRound& part : round.workers)
            {
                const double steps = federated ? 2 : 1;
                const double own = part.computeRealised * run.speeds[part.worker] / flop / steps;
                least = std::min(least, own);
                most = std::max(most, own);
                samples += own;
                NS_TEST_EXPECT_MSG_EQ_TOL(part.computeRealised,
                                          part.computePlanned,
                                          1e-6 * part.computePlanned,
                                          "as planned");
            }
            NS_TEST_EXPECT_MSG_EQ_TOL(samples, 320, 1e-3, "every sample of training once");
        }
        NS_TEST_EXPECT_MSG_GT(most, 2 * least, "unlike shares");
    }

    std::string m_method;
};

class LearningWorkTestSuite : public TestSuite
{
  public:
    LearningWorkTestSuite()
        : TestSuite("edge-ai-learning-work", TEST_SYSTEM)
    {
        AddTestCase(new OwnWorkCase(""), TEST_QUICK);
        AddTestCase(new OwnWorkCase("FedAvg(steps=2)"), TEST_QUICK);
    }
};

LearningWorkTestSuite g_learningWorkTestSuite; //!< the suite

} // namespace
