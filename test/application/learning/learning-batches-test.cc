/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Batches of samples: in order or drawn, the same for everybody who asks.

#include "application/learning/learning-batches.h"
#include "support/expectations.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>
#include <set>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] first sample  @param [in] count of them  @returns a list
SampleList
List(uint32_t first, uint32_t count)
{
    SampleList list;
    for (uint32_t i = 0; i < count; ++i)
    {
        list.push_back(first + i);
    }
    return list;
}

class OrderedBatchCase : public TestCase
{
  public:
    OrderedBatchCase()
        : TestCase("batches one after the other, around the list")
    {
    }

  private:
    void DoRun() override
    {
        const LearningBatches batches({List(10, 5), List(20, 3)}, {2, false, 7});
        EXPECT_TRUE((batches.Get(0, 1) == SampleList{10, 11}), "first");
        EXPECT_TRUE((batches.Get(0, 3) == SampleList{14, 10}), "around");
        EXPECT_TRUE((batches.Get(1, 2) == SampleList{22, 20}), "another list");
        const LearningBatches all({List(0, 3)}, {0, true, 7});
        EXPECT_TRUE((all.Get(4, 9) == SampleList{0, 1, 2}), "all there are, in order");
        NS_TEST_EXPECT_MSG_EQ(LearningBatches({List(0, 3)}, {8, true, 7}).GetSize(2), 3U, "most");
    }
};

class DrawnBatchCase : public TestCase
{
  public:
    DrawnBatchCase()
        : TestCase("drawn batches: by key, number and list alone, no sample twice, all alike")
    {
    }

  private:
    void DoRun() override
    {
        const LearningBatches batches({List(0, 50), List(100, 50)}, {10, true, 1234567890123});
        const SampleList fifth = batches.Get(0, 5);
        std::vector<double> seen(50, 0);
        SampleList before;
        constexpr uint32_t rounds = 5000;
        for (uint32_t round = 1; round <= rounds; ++round)
        {
            const SampleList batch = batches.Get(0, round);
            const std::set<uint32_t> different(batch.begin(), batch.end());
            NS_TEST_ASSERT_MSG_EQ(different.size(), 10U, "no sample twice");
            NS_TEST_ASSERT_MSG_LT(*different.rbegin(), 50U, "of the list");
            EXPECT_TRUE(batch != before, "another one each round");
            before = batch;
            for (const uint32_t sample : batch)
            {
                ++seen[sample];
            }
        }
        // Each is in a fifth of the batches: binomial with a deviation of 28.
        for (const double count : seen)
        {
            EXPECT_ABSOLUTE(count, rounds / 5., 5 * std::sqrt(rounds * .2 * .8), "alike");
        }
        EXPECT_TRUE(batches.Get(0, 5) == fifth, "the same, whatever was asked for since");
        const LearningBatches other({List(0, 50), List(100, 50)}, {10, true, 1234567890123});
        EXPECT_TRUE(other.Get(0, 5) == fifth, "the same at the other end");
        SampleList mine = batches.Get(1, 5);
        for (uint32_t& sample : mine)
        {
            sample -= 100;
        }
        EXPECT_TRUE(mine != fifth, "workers draw by themselves");
        const uint64_t high = 1234567890123 ^ (uint64_t{1} << 40);
        const LearningBatches keyed({List(0, 50)}, {10, true, high});
        EXPECT_TRUE(keyed.Get(0, 5) != fifth, "every bit of the key counts");
        EXPECT_TRUE(keyed.Get(0, 5) == keyed.Get(3, 5), "one list: one batch for everybody");
        // What these draws are is part of results: it does not change with a library. By a script
        // of seeding and engine as the language lays them down.
        EXPECT_TRUE((LearningBatches({List(0, 1000)}, {4, true, 1}).Get(0, 1) ==
                     SampleList{460, 588, 712, 579}),
                    "printed");
    }
};

class LearningBatchesTestSuite : public TestSuite
{
  public:
    LearningBatchesTestSuite()
        : TestSuite("edge-ai-learning-batches", TEST_UNIT)
    {
        AddTestCase(new OrderedBatchCase, TEST_QUICK);
        AddTestCase(new DrawnBatchCase, TEST_QUICK);
    }
};

LearningBatchesTestSuite g_learningBatchesTestSuite; //!< the suite

} // namespace
