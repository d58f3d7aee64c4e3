/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Parts of a model's parameters, against sets of single ones; and where a round is.

#include "application/learning/learning-course.h"
#include "application/learning/learning-range.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <algorithm>
#include <random>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint64_t SIZE = 40;

/// @param [in] ranges some  @returns every parameter of them
std::set<uint64_t>
List(const LearningRanges& ranges)
{
    std::set<uint64_t> all;
    for (const LearningRange& range : ranges)
    {
        for (uint64_t i = 0; i < range.count; ++i)
        {
            all.insert(range.first + i);
        }
    }
    return all;
}

/// @param [in,out] random draws  @returns ascending and disjoint ranges, some of which touch
LearningRanges
Draw(std::mt19937& random)
{
    LearningRanges ranges;
    uint64_t at = random() % 4;
    while (at < SIZE)
    {
        const uint64_t count = std::min<uint64_t>(1 + random() % 6, SIZE - at);
        ranges.push_back({at, count});
        at += count + random() % 4;
    }
    return ranges;
}

class RangesCase : public TestCase
{
  public:
    RangesCase()
        : TestCase("ranges are sets of parameters")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1);
        for (int i = 0; i < 2000; ++i)
        {
            const LearningRanges some = Draw(random);
            const LearningRanges others = Draw(random);
            const std::set<uint64_t> all = List(some);
            NS_TEST_ASSERT_MSG_EQ(ExplainRanges(some, SIZE), "", "sound");
            NS_TEST_ASSERT_MSG_EQ(CountParameters(some), all.size(), "count");
            std::set<uint64_t> left;
            const std::set<uint64_t> taken = List(others);
            std::set_difference(all.begin(),
                                all.end(),
                                taken.begin(),
                                taken.end(),
                                std::inserter(left, left.end()));
            const LearningRanges rest = SubtractRanges(some, others);
            NS_TEST_ASSERT_MSG_EQ((List(rest) == left), true, "difference");
            NS_TEST_ASSERT_MSG_EQ(ExplainRanges(rest, SIZE), "", "ascending, disjoint");
            const uint64_t skip = random() % (SIZE + 2);
            const uint64_t count = random() % (SIZE + 2);
            const LearningRanges part = TakeParameters(some, skip, count);
            const std::vector<uint64_t> order(all.begin(), all.end());
            const std::size_t begin = std::min<std::size_t>(skip, order.size());
            const std::size_t end = std::min<std::size_t>(skip + count, order.size());
            const std::set<uint64_t> expected(order.begin() + begin, order.begin() + end);
            NS_TEST_ASSERT_MSG_EQ((List(part) == expected), true, "a piece");
        }
    }
};

class RangeFaultsCase : public TestCase
{
  public:
    RangeFaultsCase()
        : TestCase("ranges that somebody says are believed only if they can be")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(ExplainRanges({}, 0), "", "none");
        NS_TEST_EXPECT_MSG_EQ(ExplainRanges({{0, 5}, {5, 5}}, 10), "", "neighbours");
        NS_TEST_EXPECT_MSG_NE(ExplainRanges({{0, 5}, {4, 5}}, 10), "", "overlap");
        NS_TEST_EXPECT_MSG_NE(ExplainRanges({{5, 5}, {0, 5}}, 10), "", "descending");
        NS_TEST_EXPECT_MSG_NE(ExplainRanges({{0, 11}}, 10), "", "too many");
        NS_TEST_EXPECT_MSG_NE(ExplainRanges({{3, 0}}, 10), "", "empty");
        NS_TEST_EXPECT_MSG_NE(ExplainRanges({{UINT64_MAX, 5}}, 10), "", "a sum that overflows");
        NS_TEST_EXPECT_MSG_NE(ExplainRanges({{5, UINT64_MAX}}, 10), "", "likewise");
        NS_TEST_EXPECT_MSG_EQ(ExplainRanges({{0, 5}, {4, 5}}, 10),
                              "range[1].first is 4; allowed is 5 or more, behind the one before",
                              "in words");
    }
};

class CourseCase : public TestCase
{
  public:
    CourseCase()
        : TestCase("a part is waited for until it has come or is lost, and never again")
    {
    }

  private:
    void DoRun() override
    {
        RoundPlan plan;
        plan.workers.resize(3);
        std::vector<LearningAssignment> assignments(3);
        assignments[0].ranges = {{0, 4}};
        assignments[2].ranges = {{4, 6}};
        LearningCourse course;
        NS_TEST_EXPECT_MSG_EQ(course.GetRound(), 0U, "none is under way");
        course.Begin(7);
        course.Open({3, 5, 8}, plan, assignments);
        NS_TEST_EXPECT_MSG_EQ((course.GetAwaited() == std::vector<uint32_t>{3, 8}), true, "parts");
        NS_TEST_EXPECT_MSG_EQ((course.Find(5) == nullptr), true, "has no part");
        NS_TEST_EXPECT_MSG_EQ(course.Lose(5, "left"), false, "and cannot lose it");
        NS_TEST_EXPECT_MSG_EQ(course.Lose(8, "left"), true, "lost");
        NS_TEST_EXPECT_MSG_EQ(course.Lose(8, "again"), false, "once");
        NS_TEST_EXPECT_MSG_EQ(course.GetFirstLoss(), "worker 8 left", "who, and why");
        NS_TEST_EXPECT_MSG_EQ(course.HasAny(), false, "nothing came yet");
        course.Take(3);
        NS_TEST_EXPECT_MSG_EQ(course.Lose(3, "left"), false, "it has come");
        NS_TEST_EXPECT_MSG_EQ(course.GetAwaited().empty(), true, "all are accounted for");
        NS_TEST_EXPECT_MSG_EQ(course.IsInformed(3), true, "who answered has the model");
        NS_TEST_EXPECT_MSG_EQ(course.IsInformed(8), false, "who did not may not have it");
        assignments.resize(1);
        plan.workers.resize(1);
        course.Open({3}, plan, assignments);
        NS_TEST_EXPECT_MSG_EQ(course.GetAttempt(), 1U, "the second");
        NS_TEST_EXPECT_MSG_EQ(course.HasAny(), true, "of the round");
        course.Forget(3);
        NS_TEST_EXPECT_MSG_EQ(course.IsInformed(3), false, "it went away meanwhile");
        course.Begin(8);
        NS_TEST_EXPECT_MSG_EQ(course.GetAttempts(), 0U, "a new round");
        NS_TEST_EXPECT_MSG_EQ(course.HasAny(), false, "likewise");
    }
};

class LearningRangeTestSuite : public TestSuite
{
  public:
    LearningRangeTestSuite()
        : TestSuite("edge-ai-learning-range", TEST_UNIT)
    {
        AddTestCase(new RangesCase, TEST_QUICK);
        AddTestCase(new RangeFaultsCase, TEST_QUICK);
        AddTestCase(new CourseCase, TEST_QUICK);
    }
};

LearningRangeTestSuite g_learningRangeTestSuite; //!< the suite

} // namespace
