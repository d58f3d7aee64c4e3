/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// CRUNCH: cutting, re-counting, checking, and the matching; against assignment problems and all
// matchings. Checks F3, F4 and the first part of F8 of the definition.

#include "allocation/round/fomo/fomo-crunch.h"
#include "support/fomo-test-support.h"

#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::fomotest;

namespace
{

using Indices = std::vector<std::size_t>;

/// @returns the least largest cost of all matchings, infinite if there is none
double
Enumerate(const FomoTable& table, std::size_t block, std::vector<char>& taken)
{
    if (block == table.blocks)
    {
        return 0;
    }
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < table.workers; ++k)
    {
        if (!taken[k])
        {
            taken[k] = true;
            least =
                std::min(least, std::max(table.Get(k, block), Enumerate(table, block + 1, taken)));
            taken[k] = false;
        }
    }
    return least;
}

/// The instances of the definition.
class FomoCrunchGivenTestCase : public TestCase
{
  public:
    FomoCrunchGivenTestCase()
        : TestCase("the given instances, step by step (F3, F4)")
    {
    }

  private:
    void DoRun() override
    {
        const FomoTable five = FomoCase(MakeFive()).compute;
        EXPECT_TRUE(five.RisesWithDepth(), "eq. (5)");
        const FomoMatching matching = SolveFomoCrunch(five);
        EXPECT_ABSOLUTE(matching.time, .5, 1e-15, "T*");
        EXPECT_TRUE(matching.workers == (Indices{4, 0, 3, 1}), "its matching");
        EXPECT_TRUE(CutFomoPairs(five, .6) == (Indices{2, 4, 0, 3, 1}), "cut at 0.6 s");
        EXPECT_TRUE(RecountFomoPairs({2, 4, 0, 3, 1}, 4) == (Indices{4, 3, 2, 1}), "re-counted");
        EXPECT_TRUE(CheckFomoCounts({4, 3, 2, 1}), "checked");
        EXPECT_TRUE(!CheckFomoCounts({4, 2, 2, 1}), "one too few");
        EXPECT_TRUE(!CheckFomoCounts({4, 3, 2, 0}), "nobody for the deepest");

        const FomoTable four =
            FomoCase(MakeFomoProblem({3e11, 1e11, 2e11, 4e11}, {1, 1, 1, 1})).compute;
        EXPECT_RELATIVE(SolveFomoCrunch(four).time, 4.0, 1e-15, "T* without limits");
        // No matching is faster than the slowest worker at the shallowest block and the fastest at
        // the deepest; by its own rule (of those who come just deep enough the first) CRUNCH finds
        // another of the same time.
        double sorted = 0;
        for (const auto& [k, j] : {std::pair(1, 0), {2, 1}, {0, 2}, {3, 3}})
        {
            sorted = std::max(sorted, four.Get(k, j));
        }
        EXPECT_RELATIVE(sorted, 4.0, 1e-15, "sorted pairing");
        EXPECT_TRUE(SolveFomoCrunch(four).workers == (Indices{1, 3, 2, 0}), "the first ones");
    }
};

/// Random tables of every kind.
class FomoCrunchRandomTestCase : public TestCase
{
  public:
    FomoCrunchRandomTestCase()
        : TestCase("CRUNCH and the general way against all matchings (F8)")
    {
    }

  private:
    /// @returns costs that rise with depth, or do not
    static FomoTable MakeTable(Draws& draws, int kind);
    void DoRun() override;
};

FomoTable
FomoCrunchRandomTestCase::MakeTable(Draws& draws, int kind)
{
    FomoTable table;
    table.workers = draws.Integer(1, 6);
    table.blocks = draws.Integer(1, table.workers);
    for (std::size_t k = 0; k < table.workers; ++k)
    {
        std::vector<double> row;
        for (std::size_t j = 0; j < table.blocks; ++j)
        {
            // Few values make many ties, up to rows that are all alike.
            const double value = kind == 0 ? draws.Uniform() : std::floor(draws.Uniform(0, 3));
            row.push_back(draws.Uniform() < .2 ? std::numeric_limits<double>::infinity() : value);
        }
        if (kind < 2)
        {
            std::sort(row.begin(), row.end());
        }
        table.values.insert(table.values.end(), row.begin(), row.end());
    }
    return table;
}

void
FomoCrunchRandomTestCase::DoRun()
{
    Draws draws(11);
    uint32_t none = 0;
    uint32_t falling = 0;
    for (int i = 0; i < 900; ++i)
    {
        const FomoTable table = MakeTable(draws, i % 3);
        std::vector<char> taken(table.workers, false);
        const double least = Enumerate(table, 0, taken);
        falling += table.RisesWithDepth() ? 0 : 1;
        for (const FomoMatching& matching : {MatchFomoBlocks(table), SolveFomoBottleneck(table)})
        {
            NS_TEST_ASSERT_MSG_EQ(matching.found, std::isfinite(least), "table " << i);
            if (!matching.found)
            {
                ++none;
                continue;
            }
            NS_TEST_EXPECT_MSG_EQ(matching.time, least, "table " << i);
            NS_TEST_ASSERT_MSG_EQ(matching.workers.size(), table.blocks, "table " << i);
            const std::set<std::size_t> workers(matching.workers.begin(), matching.workers.end());
            NS_TEST_EXPECT_MSG_EQ(workers.size(), table.blocks, "nobody twice, table " << i);
            double most = 0;
            for (std::size_t j = 0; j < table.blocks; ++j)
            {
                most = std::max(most, table.Get(matching.workers[j], j));
            }
            NS_TEST_EXPECT_MSG_EQ(most, least, "it costs what it says, table " << i);
            EXPECT_TRUE(matching.evaluations <= 6, "36 costs are halved five or six times");
        }
    }
    EXPECT_TRUE(none > 100, none << " tables without a matching");
    EXPECT_TRUE(falling > 100, falling << " tables that do not rise with depth");
    const FomoTable alone{1, 1, {3}};
    NS_TEST_EXPECT_MSG_EQ(SolveFomoCrunch(alone).time, 3, "one worker, one block");
}

/// CRUNCH.
class FomoCrunchTestSuite : public TestSuite
{
  public:
    FomoCrunchTestSuite()
        : TestSuite("edge-ai-fomo-crunch", TEST_UNIT)
    {
        AddTestCase(new FomoCrunchGivenTestCase, TEST_QUICK);
        AddTestCase(new FomoCrunchRandomTestCase, TEST_QUICK);
    }
};

FomoCrunchTestSuite g_fomoCrunchTestSuite; ///< the suite

} // namespace
