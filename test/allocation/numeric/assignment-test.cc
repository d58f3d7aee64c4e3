/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The assignment problem against all permutations, and what it refuses.

#include "allocation/numeric/assignment.h"
#include "support/ecc-instances.h"
#include "support/expectations.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <stdexcept>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double NEVER = std::numeric_limits<double>::infinity();

/// @returns the least total over all assignments, infinite if there is none
double
Enumerate(const std::vector<double>& costs, std::size_t rows, std::size_t columns)
{
    std::vector<std::size_t> order(columns);
    std::iota(order.begin(), order.end(), 0);
    double least = NEVER;
    do
    {
        double total = 0;
        for (std::size_t row = 0; row < rows; ++row)
        {
            total += costs[row * columns + order[row]];
        }
        least = std::min(least, total);
    } while (std::next_permutation(order.begin(), order.end()));
    return least;
}

/// Random problems, of every kind of costs.
class AssignmentRandomTestCase : public TestCase
{
  public:
    AssignmentRandomTestCase()
        : TestCase("assignments against all permutations")
    {
    }

  private:
    void DoRun() override;
};

void
AssignmentRandomTestCase::DoRun()
{
    Draws draws(7);
    uint32_t none = 0;
    for (int i = 0; i < 600; ++i)
    {
        const std::size_t columns = draws.Integer(1, 6);
        const std::size_t rows = draws.Integer(1, columns);
        const double scale = std::pow(10, draws.Uniform(-40, 40));
        std::vector<double> costs;
        for (std::size_t j = 0; j < rows * columns; ++j)
        {
            const double kind = draws.Uniform();
            const bool ties = i % 3 == 0;
            const double cost = ties ? std::floor(draws.Uniform(0, 3)) : draws.Uniform(-1, 4);
            costs.push_back(kind < .5 && i % 2 == 0 ? NEVER : scale * cost);
        }
        const double least = Enumerate(costs, rows, columns);
        const Assignment result = AssignRows(costs, rows, columns);
        NS_TEST_ASSERT_MSG_EQ(result.found, std::isfinite(least), "problem " << i);
        if (!result.found)
        {
            ++none;
            continue;
        }
        EXPECT_ABSOLUTE(result.total, least, scale * 1e-12, "problem " << i);
        NS_TEST_ASSERT_MSG_EQ(result.columns.size(), rows, "a column for each row");
        const std::set<std::size_t> taken(result.columns.begin(), result.columns.end());
        NS_TEST_EXPECT_MSG_EQ(taken.size(), rows, "no column twice");
        EXPECT_TRUE(*taken.rbegin() < columns, "columns there are");
        EXPECT_TRUE(AssignRows(costs, rows, columns).columns == result.columns, "the same again");
    }
    EXPECT_TRUE(none > 20 && none < 300, none << " problems have no assignment");
}

/// The least largest cost.
class BottleneckTestCase : public TestCase
{
  public:
    BottleneckTestCase()
        : TestCase("least largest cost, and the least total among these, against all permutations")
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(11);
        uint32_t other = 0;
        for (int i = 0; i < 400; ++i)
        {
            const std::size_t columns = draws.Integer(1, 5);
            const std::size_t rows = draws.Integer(1, columns);
            std::vector<double> costs;
            for (std::size_t j = 0; j < rows * columns; ++j)
            {
                const double cost =
                    i % 3 == 0 ? std::floor(draws.Uniform(0, 4)) : draws.Uniform(-1, 4);
                costs.push_back(i % 2 == 0 && draws.Uniform() < .4 ? NEVER : cost);
            }
            double least = NEVER;
            double total = NEVER;
            std::vector<std::size_t> order(columns);
            std::iota(order.begin(), order.end(), 0);
            do
            {
                double most = -NEVER;
                double sum = 0;
                for (std::size_t row = 0; row < rows; ++row)
                {
                    most = std::max(most, costs[row * columns + order[row]]);
                    sum += costs[row * columns + order[row]];
                }
                total = most < least ? sum : most == least ? std::min(total, sum) : total;
                least = std::min(least, most);
            } while (std::next_permutation(order.begin(), order.end()));
            const Assignment result = AssignBottleneck(costs, rows, columns);
            NS_TEST_ASSERT_MSG_EQ(result.found, (least < NEVER), "problem " << i);
            if (!result.found)
            {
                NS_TEST_EXPECT_MSG_EQ(result.columns.size(), 0U, "none");
                continue;
            }
            double most = -NEVER;
            for (std::size_t row = 0; row < rows; ++row)
            {
                most = std::max(most, costs[row * columns + result.columns[row]]);
            }
            NS_TEST_EXPECT_MSG_EQ(most, least, "problem " << i);
            EXPECT_ABSOLUTE(result.total, total, 1e-12, "problem " << i);
            other += result.total > AssignRows(costs, rows, columns).total + 1e-9 ? 1 : 0;
        }
        EXPECT_TRUE(other > 10, "the least total is another problem: " << other);
        EXPECT_TRUE(AssignBottleneck({}, 0, 0).found, "nothing");
    }
};

/// Ends of the ranges.
class AssignmentEndsTestCase : public TestCase
{
  public:
    AssignmentEndsTestCase()
        : TestCase("assignments of nothing, of one, of many; sizes that do not fit")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_TRUE(AssignRows({}, 0, 0).found, "nothing");
        EXPECT_TRUE(AssignRows({}, 0, 0).columns.empty(), "nothing");
        EXPECT_ABSOLUTE(AssignRows({-7}, 1, 1).total, -7, 0, "one");
        EXPECT_TRUE(!AssignRows({NEVER}, 1, 1).found, "one that is not allowed");
        // Both rows may have the first column alone.
        EXPECT_TRUE(!AssignRows({1, NEVER, NEVER, 2, NEVER, NEVER}, 2, 3).found,
                    "Hall's condition");
        for (const auto& [size, rows, columns] :
             {std::tuple(2U, 2U, 1U), {5U, 2U, 3U}, {0U, 1U, 1U}})
        {
            std::string words;
            try
            {
                AssignRows(std::vector<double>(size, 1), rows, columns);
            }
            catch (const std::invalid_argument& error)
            {
                words = error.what();
            }
            EXPECT_TRUE(words.find(std::to_string(size) + " costs of ") == 0, words);
        }
        // Cost i * j is least where the largest meet the smallest, and the columns left over are
        // the dearest.
        constexpr std::size_t ROWS = 120;
        constexpr std::size_t COLUMNS = 200;
        std::vector<double> costs;
        for (std::size_t i = 0; i < ROWS; ++i)
        {
            for (std::size_t j = 0; j < COLUMNS; ++j)
            {
                costs.push_back((i + 1.) * (j + 1.));
            }
        }
        const Assignment many = AssignRows(costs, ROWS, COLUMNS);
        for (std::size_t i = 0; i < ROWS; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(many.columns[i], ROWS - 1 - i, "row " << i);
        }
    }
};

/// Assignment problems.
class AssignmentTestSuite : public TestSuite
{
  public:
    AssignmentTestSuite()
        : TestSuite("edge-ai-assignment", TEST_UNIT)
    {
        AddTestCase(new AssignmentRandomTestCase, TEST_QUICK);
        AddTestCase(new BottleneckTestCase, TEST_QUICK);
        AddTestCase(new AssignmentEndsTestCase, TEST_QUICK);
    }
};

AssignmentTestSuite g_assignmentTestSuite; ///< the suite

} // namespace
