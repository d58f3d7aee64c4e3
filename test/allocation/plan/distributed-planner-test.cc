/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners whose parts run on several nodes and exchange prices: the shares of the closed form, and
// refusals.

#include "allocation/plan/distributed-planner.h"
#include "support/expectations.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What one of several nodes that share a band knows: its own load, and who else is there.
struct BandNode
{
    double load{0};               ///< a, seconds times Hz that its transfer takes: a / b [s], > 0
    double band{0};               ///< B, shared by all [Hz], > 0
    std::vector<uint32_t> others; ///< indices of the other nodes

    std::string Validate() const
    {
        return load > 0 && band > 0 ? "" : "load and band must be positive";
    }
};

/// A node's part: its share of the band, and the price it believes in.
struct BandPart
{
    double share{0}; ///< b [Hz]
    double price{0}; ///< [s/Hz]; 0: none yet
};

/**
 * Least sum of transfer times a_i / b_i over a band B = sum b_i, by dual decomposition without a
 * coordinator: each node answers its price with the share sqrt(a / price), tells the others price
 * and share, takes the (geometric) mean of all prices and raises it as the shares exceed the band.
 * Closed form: price (sum sqrt(a_i) / B)^2, shares in proportion to sqrt(a_i).
 */
class PriceExchange : public DistributedPlanner<BandNode, BandPart>
{
  public:
    double step{0.5};          ///< exponent of the excess
    mutable uint32_t turns{0}; ///< how often it was asked

  private:
    using Turn = PartProblem<BandNode, BandPart>;

    std::string ExplainRefusal(const Turn& turn) const override
    {
        return turn.local.others.empty() ? "a node alone needs no prices" : "";
    }

    PartPlan<BandPart> DoPlan(const Turn& turn) const override
    {
        ++turns;
        PartPlan<BandPart> plan;
        plan.status = PlanStatus::SOLVED;
        double price = turn.present.price;
        if (price == 0)
        {
            price = turn.local.load / (turn.local.band * turn.local.band); // as if it were alone
        }
        else if (turn.received.size() == turn.local.others.size())
        {
            double logarithms = std::log(price);
            double sum = turn.present.share;
            for (const NeighbourValues& said : turn.received)
            {
                logarithms += std::log(said.values[0]);
                sum += said.values[1];
            }
            const double count = static_cast<double>(turn.received.size()) + 1;
            price = std::exp(logarithms / count) * std::pow(sum / turn.local.band, step);
            plan.settled = std::abs(price / turn.present.price - 1) < 1e-12;
        }
        plan.own.price = price;
        plan.own.share = std::sqrt(turn.local.load / price);
        for (const uint32_t other : turn.local.others)
        {
            plan.sent.push_back({other, {plan.own.price, plan.own.share}});
        }
        return plan;
    }
};

/// Two nodes and three.
class PriceExchangeTestCase : public TestCase
{
  public:
    PriceExchangeTestCase()
        : TestCase("nodes that exchange prices find the shares of the closed form")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::vector<double>> cases{{1e5, 9e5}, {4e5, 4e5}, {1e3, 2e5, 7e6}};
        for (const std::vector<double>& loads : cases)
        {
            Compare(loads, 5e6);
        }
    }

    /// @param [in] loads of the nodes  @param [in] band they share
    void Compare(const std::vector<double>& loads, double band);
};

void
PriceExchangeTestCase::Compare(const std::vector<double>& loads, double band)
{
    std::vector<BandNode> nodes(loads.size());
    double roots = 0;
    for (uint32_t i = 0; i < nodes.size(); ++i)
    {
        nodes[i].load = loads[i];
        nodes[i].band = band;
        roots += std::sqrt(loads[i]);
        for (uint32_t j = 0; j < nodes.size(); ++j)
        {
            if (j != i)
            {
                nodes[i].others.push_back(j);
            }
        }
    }
    const PriceExchange planner;
    const auto result = ExchangeInMemory<BandNode, BandPart>(planner, nodes, {}, 1000);
    EXPECT_TRUE(result.status == PlanStatus::SOLVED, result.reason);
    NS_TEST_ASSERT_MSG_EQ(result.parts.size(), nodes.size(), "a part for each node");
    double sum = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        const BandPart& part = result.parts[i].own;
        EXPECT_RELATIVE(part.share, band * std::sqrt(loads[i]) / roots, 1e-9, "share of " << i);
        EXPECT_RELATIVE(part.price, std::pow(roots / band, 2), 1e-9, "price of " << i);
        sum += part.share;
    }
    EXPECT_RELATIVE(sum, band, 1e-9, "the band is used up");
    NS_TEST_EXPECT_MSG_EQ(planner.turns, result.summary.iterations * nodes.size(), "turns");
    NS_TEST_EXPECT_MSG_EQ(result.summary.evaluations,
                          result.summary.iterations * nodes.size() * (nodes.size() - 1) * 2,
                          "values");
    NS_TEST_EXPECT_MSG_GT(result.summary.iterations, 3U, "it took an exchange");

    // The same once more, to the bit.
    const auto again = ExchangeInMemory<BandNode, BandPart>(planner, nodes, {}, 1000);
    NS_TEST_EXPECT_MSG_EQ(again.summary.iterations, result.summary.iterations, "as many rounds");
    std::vector<BandPart> present;
    for (std::size_t i = 0; i < nodes.size(); ++i)
    {
        NS_TEST_EXPECT_MSG_EQ(again.parts[i].own.share, result.parts[i].own.share, "same share");
        present.push_back(again.parts[i].own);
    }

    // From the plan in force it is a matter of two rounds: to tell, and to see that nothing
    // changes.
    const auto kept = ExchangeInMemory<BandNode, BandPart>(planner, nodes, present, 1000);
    NS_TEST_EXPECT_MSG_EQ(kept.summary.iterations, 2U, "nothing to agree on");
    nodes[0].load *= 1.01;
    const auto moved = ExchangeInMemory<BandNode, BandPart>(planner, nodes, present, 1000);
    roots += std::sqrt(nodes[0].load) - std::sqrt(loads[0]);
    EXPECT_RELATIVE(moved.parts[0].own.share,
                    band * std::sqrt(nodes[0].load) / roots,
                    1e-9,
                    "follows the load");
    NS_TEST_EXPECT_MSG_LT(moved.summary.iterations, result.summary.iterations, "and is quicker");

    const auto hurried = ExchangeInMemory<BandNode, BandPart>(planner, nodes, {}, 3);
    EXPECT_TRUE(hurried.status == PlanStatus::INFEASIBLE && !hurried.reason.empty() &&
                    hurried.parts.size() == nodes.size(),
                "three rounds are too few");
}

/// Problems, steps and values that are not sound.
class ExchangeRefusalTestCase : public TestCase
{
  public:
    ExchangeRefusalTestCase()
        : TestCase("parts refuse, and so does their exchange")
    {
    }

  private:
    void DoRun() override
    {
        const PriceExchange planner;
        using Turn = PartProblem<BandNode, BandPart>;
        Turn turn{{1e5, 5e6, {1, 2}}, {}, {}};
        EXPECT_TRUE(planner.Plan(turn).IsUsable(), "sound");
        turn.received = {{2, {1, 1}}, {1, {1, 1}}};
        auto refused = planner.Plan(turn);
        EXPECT_TRUE(refused.status == PlanStatus::REFUSED, "who said what is not in order");
        NS_TEST_EXPECT_MSG_EQ(refused.reason,
                              "received[1].peer is 1; allowed is more than 2, the one before",
                              "why");
        turn.received[1].peer = 2;
        EXPECT_TRUE(planner.Plan(turn).status == PlanStatus::REFUSED, "the same node twice");

        auto exchange = [&](const std::vector<BandNode>& nodes,
                            const std::vector<BandPart>& parts) {
            return ExchangeInMemory<BandNode, BandPart>(planner, nodes, parts, 100);
        };
        const BandNode zero{1e5, 5e6, {1}};
        auto result = exchange({zero, {-1, 5e6, {0}}}, {});
        EXPECT_TRUE(result.status == PlanStatus::REFUSED, "a node that is not sound");
        NS_TEST_EXPECT_MSG_EQ(result.reason, "nodes[1]: load and band must be positive", "which");
        result = exchange({zero, {1e5, 5e6, {}}}, {});
        NS_TEST_EXPECT_MSG_EQ(result.reason, "nodes[1]: a node alone needs no prices", "which");
        result = exchange({zero, {1e5, 5e6, {2}}}, {});
        EXPECT_TRUE(result.reason.find("nodes[1] sends to 2") == 0, result.reason);
        result = exchange({zero, {1e5, 5e6, {0}}}, {{}});
        EXPECT_TRUE(result.reason.find("present has 1 parts") == 0, result.reason);
        PriceExchange wild;
        wild.step = 5;
        EXPECT_TRUE(
            (ExchangeInMemory<BandNode, BandPart>(wild, {zero, {9e5, 5e6, {0}}}, {}, 100).status ==
             PlanStatus::INFEASIBLE),
            "steps too long never settle");
    }
};

/// The suite.
class DistributedPlannerTestSuite : public TestSuite
{
  public:
    DistributedPlannerTestSuite()
        : TestSuite("edge-ai-distributed-planner", TEST_UNIT)
    {
        AddTestCase(new PriceExchangeTestCase, TEST_QUICK);
        AddTestCase(new ExchangeRefusalTestCase, TEST_QUICK);
    }
};

const DistributedPlannerTestSuite g_distributedPlannerTestSuite; ///< registers the suite

} // namespace
