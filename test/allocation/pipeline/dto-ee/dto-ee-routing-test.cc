/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Flows, prices and the certificate at rows that are given: against given figures, finite
// differences and a convex programme in the flows.

#include "support/dto-ee-test-support.h"
#include "support/flow-programme.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Prices of the toy at CF rows.
class PricesTestCase : public TestCase
{
  public:
    PricesTestCase()
        : TestCase("prices are what another task costs")
    {
    }

  private:
    void DoRun() override;
    /// Prices of devices against more arrivals. @param [in] problem of any kind
    void CompareWithDifferences(const DtoEeProblem& problem);
};

void
PricesTestCase::CompareWithDifferences(const DtoEeProblem& problem)
{
    Swept swept(problem);
    for (std::size_t i = 0; i < problem.arrivalRates.size(); ++i)
    {
        double price = 0;
        for (std::size_t l = 0; l < swept.shares[0][i].size(); ++l)
        {
            price += swept.shares[0][i][l] * swept.routing.GetOffers(0, i)[l].price;
        }
        const double step = 1e-5 * problem.arrivalRates[i];
        std::vector<double> costs;
        for (const double sign : {-1, 1})
        {
            DtoEeProblem other = problem;
            other.arrivalRates[i] += sign * step;
            costs.push_back(Swept(other).routing.GetCost());
        }
        EXPECT_RELATIVE((costs[1] - costs[0]) / (2 * step), price, 1e-5, "device " << i);
    }
    // One link's price: the same device with one more way, for a task more there.
    const double flow = swept.routing.GetSent()[0][0];
    const double step = 1e-6;
    DtoEeShares shares = swept.shares;
    std::vector<double> costs;
    for (const double sign : {-1, 1})
    {
        swept.shares = shares;
        swept.shares[0][0][0] += sign * step / flow;
        swept.Again();
        costs.push_back(swept.routing.GetCost());
    }
    swept.shares = shares;
    swept.Again();
    EXPECT_RELATIVE((costs[1] - costs[0]) / (2 * step),
                    swept.routing.GetOffers(0, 0)[0].price,
                    1e-5,
                    "one link");
}

void
PricesTestCase::DoRun()
{
    const DtoEeProblem toy = WithoutExits(MakeToy());
    Swept swept(toy);
    const std::vector<std::vector<double>> expected{{.533759, .566837},
                                                    {.415648, .436729, .466085},
                                                    {.257202, .385802}};
    for (std::size_t h = 0; h < 3; ++h)
    {
        for (std::size_t j = 0; j < expected[h].size(); ++j)
        {
            EXPECT_ABSOLUTE(swept.routing.GetPrices()[h][j].price,
                            expected[h][j],
                            1e-6,
                            "stage " << h + 1 << ", node " << j);
        }
    }
    EXPECT_RELATIVE(swept.routing.GetOffers(0, 0)[0].price, 0.557758724, GIVEN, "first link");
    EXPECT_RELATIVE(swept.routing.GetGap(), 0.094100517, GIVEN, "gap");
    CompareWithDifferences(toy);
    DtoEeProblem all = MakeToy();
    all.linkQueues = true;
    all.serviceVariability = 0.4;
    CompareWithDifferences(all);
    CompareWithDifferences(MakeToy(1.7)); // overloaded: the extended costs have prices, too
}

/// What flows and rows keep, and that the gap is one.
class FlowInvariantsTestCase : public TestCase
{
  public:
    FlowInvariantsTestCase()
        : TestCase("flows are kept, and no rows are further from the least time than the gap")
    {
    }

  private:
    void DoRun() override;
};

void
FlowInvariantsTestCase::DoRun()
{
    RandomStages random(11);
    int count = 0;
    for (int n = 0; n < 25; ++n)
    {
        DtoEeProblem problem = random.Make(4, {3, 2, 3}, random.Draw(0.3, 0.8));
        problem.serviceVariability = n % 3 == 0 ? 0 : 1;
        Swept swept(problem);
        FlowProgramme programme(problem, swept.passing);
        const double least = programme.Solve();
        if (programme.GetLoad() > 0.94)
        {
            continue; // links that are not there force an overload, which is extended in two ways
        }
        ++count;
        for (int rows = 0; rows < 5; ++rows)
        {
            for (std::size_t h = 0; h < 3; ++h)
            {
                double rate = 0;
                for (const double arriving : swept.routing.GetRates()[h])
                {
                    rate += arriving;
                }
                EXPECT_RELATIVE(rate, swept.network.total * swept.passing[h], 1e-12, "stage " << h);
            }
            const double time = swept.routing.GetCost() / swept.network.total;
            EXPECT_TRUE(time >= least * (1 - 1e-7), time << " less than the least, " << least);
            EXPECT_TRUE(swept.routing.GetGap() >= time - least - 1e-7 * least,
                        "the gap " << swept.routing.GetGap() << " is no bound of " << time - least);
            // Other rows, of any shares.
            for (auto& stage : swept.shares)
            {
                for (std::vector<double>& row : stage)
                {
                    double sum = 0;
                    for (double& share : row)
                    {
                        share = random.Draw(0, 1);
                        sum += share;
                    }
                    for (double& share : row)
                    {
                        share /= sum;
                    }
                }
            }
            swept.Again();
        }
    }
    EXPECT_TRUE(count > 20, "instances: " << count);
}

/// The suite.
class DtoEeRoutingTestSuite : public TestSuite
{
  public:
    DtoEeRoutingTestSuite()
        : TestSuite("edge-ai-dto-ee-routing", TEST_UNIT)
    {
        AddTestCase(new PricesTestCase, TEST_QUICK);
        AddTestCase(new FlowInvariantsTestCase, TEST_QUICK);
    }
};

const DtoEeRoutingTestSuite g_dtoEeRoutingTestSuite; ///< registers the suite

} // namespace
