/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Statistical checks of FedQVR: F15, over links on which nothing is lost, and the loop with a
// deadline (F16). Seeds 1 to 5 name data, partition, steps, distances, batches and codes
// (FederatedTask).

#include "support/expectations.h"
#include "support/federated-task.h"

#include "ns3/edge-ai-compat.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fedqvrtest;

namespace
{

/// F15.
class LossGapTestCase : public TestCase
{
  public:
    /// @param [in] seeds how many
    explicit LossGapTestCase(uint32_t seeds)
        : TestCase("FedQVR of 2 and 4 bits has less than a fifth of FedAvg's loss gap (F15), " +
                   std::to_string(seeds) + " seeds"),
          m_seeds(seeds)
    {
    }

  private:
    void DoRun() override
    {
        FederatedResult average;
        std::map<uint32_t, FederatedResult> ours;
        for (uint32_t seed = 1; seed <= m_seeds; ++seed)
        {
            const FederatedTask task(seed);
            Add(LearnFederated(task, "FedAvg", 0, 150), average);
            for (const uint32_t bits : {2, 4})
            {
                const FederatedResult result = LearnFederated(task, "FedQVR", bits, 150);
                NS_TEST_EXPECT_MSG_EQ(result.bits,
                                      8 * std::ceil((210 * (bits + 1) + 64) / 8.0),
                                      "");
                Add(result, ours[bits]);
            }
        }
        for (const auto& [bits, result] : ours)
        {
            EXPECT_TRUE(result.gap > 0 && result.gap < average.gap / 5,
                        bits << " bits: " << result.gap << ", FedAvg " << average.gap);
            EXPECT_TRUE(result.accuracy > average.accuracy,
                        bits << " bits: " << result.accuracy << ", FedAvg " << average.accuracy);
        }
    }

    /// @param [in] result of a seed  @param [in,out] mean of all
    void Add(const FederatedResult& result, FederatedResult& mean)
    {
        NS_TEST_EXPECT_MSG_EQ(result.fault, "", "it learns");
        mean.gap += result.gap / m_seeds;
        mean.accuracy += result.accuracy / m_seeds;
    }

    uint32_t m_seeds;
};

/**
 * F16. The definition has 66 % of losses for equal bands of 4 bits. With distances uniform in 0.2
 * to 1 km the law of outage says 63 %, and a mean over 80 such distances has a standard deviation
 * of 4 %: 66 % is one draw, the tasks here have another. So losses are held against those that the
 * law says for the distances of these tasks.
 */
class DeadlineTestCase : public TestCase
{
  public:
    DeadlineTestCase()
        : TestCase(
              "8 ms over 60 kHz, four seeds: FedQVR-E has the least gap, equal bands of 4 bits "
              "lose most updates (F16)")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<FedQvrScheme> schemes = ListFedQvrSchemes();
        double grants = 0;
        double two = 0;
        double four = 0;
        double paq = 0;
        double lost = 0;
        double expected = 0;
        constexpr uint32_t seeds = 4;
        for (uint32_t seed = 1; seed <= seeds; ++seed)
        {
            const FederatedTask task(seed);
            grants += Learn(task, "FedQVR-E", 0, schemes[0]).gap / seeds;
            two += Learn(task, "FedQVR", 2, schemes[5]).gap / seeds;
            const FederatedResult equal = Learn(task, "FedQVR", 4, schemes[2]);
            four += equal.gap / seeds;
            lost += equal.lost / seeds;
            for (const RoundWorker& worker : task.cell.workers)
            {
                expected += GetOutage({worker.snrBand, (210 * 5 + 64) / 8e-3}, 60e3 / 5) /
                            static_cast<double>(seeds * task.cell.workers.size());
            }
            paq += Learn(task, "FedPAQ", 4, schemes[2]).gap / seeds;
        }
        EXPECT_TRUE(grants < .06, "FedQVR-E " << grants);
        EXPECT_TRUE(two < .06, "equal, 2 bits " << two);
        EXPECT_TRUE(four > 3 * grants, "equal, 4 bits " << four);
        EXPECT_TRUE(paq > four, "FedPAQ " << paq);
        // 3000 updates, of devices that are asked equally often.
        EXPECT_ABSOLUTE(lost, expected, .05, "lost of equal, 4 bits");
        EXPECT_ABSOLUTE(expected, .63, .13, "and of any distances");
    }

    /// @returns what a method comes to in the cell
    FederatedResult Learn(const FederatedTask& task,
                          const std::string& name,
                          uint32_t bits,
                          const FedQvrScheme& scheme)
    {
        FederatedResult result = LearnFederated(task, name, bits, 150, &scheme);
        NS_TEST_EXPECT_MSG_EQ(result.fault, "", name);
        return result;
    }
};

/// Statistical checks.
class FederatedEvaluationTestSuite : public TestSuite
{
  public:
    FederatedEvaluationTestSuite()
        : TestSuite("edge-ai-federated-evaluation", TEST_UNIT)
    {
        AddTestCase(new LossGapTestCase(1), TEST_QUICK);
        AddTestCase(new LossGapTestCase(5), TEST_EXTENSIVE);
        AddTestCase(new DeadlineTestCase, TEST_EXTENSIVE);
    }
};

FederatedEvaluationTestSuite g_federatedEvaluationTestSuite; ///< the suite

} // namespace
