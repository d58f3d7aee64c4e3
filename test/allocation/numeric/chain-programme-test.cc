/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Programmes over chains against all divisions: least combined cost, ties, compromises between two
// sums.

#include "allocation/numeric/chain-programme.h"
#include "support/expectations.h"

#include "ns3/random-variable-stream.h"

#include <algorithm>
#include <functional>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double NO_ARC = std::numeric_limits<double>::infinity();

/// @returns a table of random costs, some runs forbidden; values repeat, so that ties occur
ChainTable
MakeRandomTable(Ptr<UniformRandomVariable> uniform,
                uint32_t stages,
                uint32_t items,
                uint32_t choices)
{
    ChainTable table(stages, items, choices);
    for (uint32_t i = 0; i < stages; ++i)
    {
        for (uint32_t to = 0; to <= items; ++to)
        {
            for (uint32_t from = 0; from <= to; ++from)
            {
                for (uint32_t v = 0; v < choices; ++v)
                {
                    table.At(i, from, to, v) =
                        uniform->GetValue(0, 1) < 0.15 ? NO_ARC : uniform->GetInteger(0, 20);
                }
            }
        }
    }
    return table;
}

/// Calls a function with every division.
void
ForEachPath(
    const ChainTable& table,
    const std::function<void(const std::vector<uint32_t>&, const std::vector<uint32_t>&)>& call)
{
    std::vector<uint32_t> cuts(table.GetStages() + 1, 0);
    std::vector<uint32_t> choices(table.GetStages(), 0);
    const std::function<void(uint32_t)> visit = [&](uint32_t stage) {
        if (stage == table.GetStages())
        {
            if (cuts.back() == table.GetItems())
            {
                call(cuts, choices);
            }
            return;
        }
        for (uint32_t to = cuts[stage]; to <= table.GetItems(); ++to)
        {
            for (uint32_t v = 0; v < table.GetChoices(); ++v)
            {
                cuts[stage + 1] = to;
                choices[stage] = v;
                visit(stage + 1);
            }
        }
    };
    visit(0);
}

/// @returns combined cost of a division
double
Combine(const ChainTable& table,
        ChainRule rule,
        const std::vector<uint32_t>& cuts,
        const std::vector<uint32_t>& choices,
        double start = 0)
{
    double value = start;
    for (uint32_t i = 0; i < choices.size(); ++i)
    {
        const double cost = table.At(i, cuts[i], cuts[i + 1], choices[i]);
        value = rule == ChainRule::SUM ? value + cost : std::max(value, cost);
    }
    return value;
}

/// Least largest and least summed costs against all divisions, with and without a bound.
class MinimiseChainTestCase : public TestCase
{
  public:
    MinimiseChainTestCase()
        : TestCase("division of least combined cost against all divisions")
    {
    }

  private:
    void DoRun() override;
};

void
MinimiseChainTestCase::DoRun()
{
    Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(1);
    uint32_t feasible = 0;
    uint32_t infeasible = 0;
    for (int run = 0; run < 150; ++run)
    {
        const uint32_t stages = uniform->GetInteger(1, 4);
        const uint32_t items = uniform->GetInteger(0, 5);
        const uint32_t choices = uniform->GetInteger(1, 2);
        const ChainTable costs = MakeRandomTable(uniform, stages, items, choices);
        const ChainTable bounded = MakeRandomTable(uniform, stages, items, choices);
        const double start = uniform->GetInteger(0, 8);
        const double limit = uniform->GetInteger(2, 16);
        for (const ChainRule rule : {ChainRule::LARGEST, ChainRule::SUM})
        {
            for (const bool withBound : {false, true})
            {
                double least = NO_ARC;
                ForEachPath(costs, [&](const auto& cuts, const auto& choice) {
                    if (!withBound || Combine(bounded, ChainRule::LARGEST, cuts, choice) <= limit)
                    {
                        least = std::min(least, Combine(costs, rule, cuts, choice, start));
                    }
                });
                const ChainPath path = withBound
                                           ? MinimiseChain(costs, rule, start, {&bounded, limit})
                                           : MinimiseChain(costs, rule, start);
                NS_TEST_ASSERT_MSG_EQ(path.feasible, std::isfinite(least), "run " << run);
                (path.feasible ? feasible : infeasible) += 1;
                if (!path.feasible)
                {
                    continue;
                }
                NS_TEST_EXPECT_MSG_EQ(path.value, least, "value in run " << run);
                NS_TEST_EXPECT_MSG_EQ(path.cuts.front(), 0U, "begin");
                NS_TEST_EXPECT_MSG_EQ(path.cuts.back(), items, "end");
                bool relays = false;
                for (uint32_t i = 0; i < stages; ++i)
                {
                    relays = relays || path.cuts[i] == path.cuts[i + 1];
                }
                if (!relays)
                {
                    NS_TEST_EXPECT_MSG_EQ(Combine(costs, rule, path.cuts, path.choices, start),
                                          least,
                                          "the division has that value in run " << run);
                }
            }
        }
    }
    NS_TEST_EXPECT_MSG_GT(feasible, 300U, "enough feasible cases");
    NS_TEST_EXPECT_MSG_GT(infeasible, 10U, "some infeasible cases");
}

/// Ties and the degenerate sizes.
class ChainTieTestCase : public TestCase
{
  public:
    ChainTieTestCase()
        : TestCase("ties, tables of one stage or no items, distinct values")
    {
    }

  private:
    void DoRun() override;
};

void
ChainTieTestCase::DoRun()
{
    ChainTable equal(3, 4, 2);
    for (uint32_t i = 0; i < 3; ++i)
    {
        for (uint32_t to = 0; to <= 4; ++to)
        {
            for (uint32_t from = 0; from <= to; ++from)
            {
                equal.At(i, from, to, 0) = 1;
                equal.At(i, from, to, 1) = 1;
            }
        }
    }
    const ChainPath path = MinimiseChain(equal, ChainRule::LARGEST);
    NS_TEST_ASSERT_MSG_EQ(path.feasible, true, "all equal");
    EXPECT_TRUE((path.cuts == std::vector<uint32_t>{0, 0, 0, 4}), "ties: the least beginnings");
    EXPECT_TRUE((path.choices == std::vector<uint32_t>{0, 0, 0}), "ties: the least choices");
    equal.At(2, 0, 4, 0) = 2;
    EXPECT_TRUE(MinimiseChain(equal, ChainRule::LARGEST).choices[2] == 1, "the cheaper choice");

    ChainTable one(1, 3, 1);
    NS_TEST_EXPECT_MSG_EQ(MinimiseChain(one, ChainRule::SUM).feasible, false, "nothing set");
    one.At(0, 0, 3, 0) = 5;
    NS_TEST_EXPECT_MSG_EQ(MinimiseChain(one, ChainRule::SUM, 2).value, 7.0, "start counts");
    NS_TEST_EXPECT_MSG_EQ(MinimiseChain(one, ChainRule::LARGEST, 8).value, 8.0, "start counts");

    ChainTable empty(2, 0, 1);
    empty.At(0, 0, 0, 0) = 3;
    empty.At(1, 0, 0, 0) = 4;
    NS_TEST_EXPECT_MSG_EQ(MinimiseChain(empty, ChainRule::SUM).value, 7.0, "no items");

    ChainTable values(1, 2, 1);
    values.At(0, 0, 1, 0) = 3;
    values.At(0, 0, 2, 0) = 1;
    values.At(0, 1, 2, 0) = 1 + 1e-14;
    const std::vector<double> distinct = values.ListValues();
    NS_TEST_ASSERT_MSG_EQ(distinct.size(), 2U, "values that rounding tells apart are one");
    NS_TEST_EXPECT_MSG_EQ(distinct[0], 1 + 1e-14, "the larger stays");
    NS_TEST_EXPECT_MSG_EQ(distinct[1], 3.0, "ascending");
}

/// Compromises between two sums against all divisions.
class ChainCompromisesTestCase : public TestCase
{
  public:
    ChainCompromisesTestCase()
        : TestCase("compromises between two sums against all divisions")
    {
    }

  private:
    void DoRun() override;
};

void
ChainCompromisesTestCase::DoRun()
{
    Ptr<UniformRandomVariable> uniform = CreateObject<UniformRandomVariable>();
    uniform->SetStream(2);
    std::size_t most = 0;
    for (int run = 0; run < 100; ++run)
    {
        const uint32_t stages = uniform->GetInteger(1, 3);
        const uint32_t items = uniform->GetInteger(1, 5);
        const uint32_t choices = uniform->GetInteger(1, 3);
        ChainTable first = MakeRandomTable(uniform, stages, items, choices);
        ChainTable second = MakeRandomTable(uniform, stages, items, choices);
        ChainTable bounded = MakeRandomTable(uniform, stages, items, choices);
        // A stage without items costs the same in every way.
        for (uint32_t i = 0; i < stages; ++i)
        {
            for (uint32_t at = 0; at <= items; ++at)
            {
                for (uint32_t v = 1; v < choices; ++v)
                {
                    for (ChainTable* table : {&first, &second, &bounded})
                    {
                        table->At(i, at, at, v) = table->At(i, at, at, 0);
                    }
                }
            }
        }
        const double firstLimit = run % 2 == 0 ? NO_ARC : uniform->GetInteger(5, 40);
        const double secondLimit = run % 3 == 0 ? NO_ARC : uniform->GetInteger(5, 40);
        const double limit = uniform->GetInteger(8, 20);
        std::vector<std::pair<double, double>> all;
        ForEachPath(first, [&](const auto& cuts, const auto& choice) {
            const double one = Combine(first, ChainRule::SUM, cuts, choice);
            const double two = Combine(second, ChainRule::SUM, cuts, choice);
            if (std::isfinite(one) && std::isfinite(two) && one <= firstLimit &&
                two <= secondLimit && Combine(bounded, ChainRule::LARGEST, cuts, choice) <= limit)
            {
                all.emplace_back(one, two);
            }
        });
        std::sort(all.begin(), all.end());
        std::vector<std::pair<double, double>> front;
        for (const auto& pair : all)
        {
            if (front.empty() || pair.second < front.back().second)
            {
                front.push_back(pair);
            }
        }
        const std::vector<ChainPath> paths =
            ListChainCompromises(first, second, firstLimit, secondLimit, {&bounded, limit});
        NS_TEST_ASSERT_MSG_EQ(paths.size(), front.size(), "number of compromises in run " << run);
        most = std::max(most, paths.size());
        for (std::size_t i = 0; i < paths.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(paths[i].value, front[i].first, "first in run " << run);
            NS_TEST_EXPECT_MSG_EQ(paths[i].second, front[i].second, "second in run " << run);
            NS_TEST_EXPECT_MSG_EQ(Combine(first, ChainRule::SUM, paths[i].cuts, paths[i].choices),
                                  front[i].first,
                                  "the division has that sum in run " << run);
            NS_TEST_EXPECT_MSG_EQ(Combine(second, ChainRule::SUM, paths[i].cuts, paths[i].choices),
                                  front[i].second,
                                  "the division has that second sum in run " << run);
        }
    }
    NS_TEST_EXPECT_MSG_GT(most, 2U, "fronts of several points");
}

/// The suite.
class ChainProgrammeTestSuite : public TestSuite
{
  public:
    ChainProgrammeTestSuite()
        : TestSuite("edge-ai-chain-programme", TEST_UNIT)
    {
        AddTestCase(new MinimiseChainTestCase, TEST_QUICK);
        AddTestCase(new ChainTieTestCase, TEST_QUICK);
        AddTestCase(new ChainCompromisesTestCase, TEST_QUICK);
    }
};

const ChainProgrammeTestSuite g_chainProgrammeTestSuite; ///< registers the suite

} // namespace
