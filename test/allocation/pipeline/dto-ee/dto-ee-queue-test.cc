/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Costs of nodes and links against given figures and against their own derivatives, and the
// division of one stream over parallel queues.

#include "allocation/pipeline/dto-ee/dto-ee-parallel.h"
#include "allocation/pipeline/dto-ee/dto-ee-queue.h"
#include "support/dto-ee-test-support.h"

#include <functional>
#include <limits>
#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dtoeetest;

namespace
{

/// Given figures, and that slopes are slopes.
class QueueCostTestCase : public TestCase
{
  public:
    QueueCostTestCase()
        : TestCase("costs of queues, their slopes and curvatures")
    {
    }

  private:
    void DoRun() override;
    /// @param [in] cost of a rate  @param [in] rate to look at  @param [in] what it is
    void CheckDerivatives(const std::function<DtoEeCost(double)>& cost,
                          double rate,
                          const std::string& what);
};

void
QueueCostTestCase::CheckDerivatives(const std::function<DtoEeCost(double)>& cost,
                                    double rate,
                                    const std::string& what)
{
    const double step = 1e-4;
    const DtoEeCost low = cost(rate - step);
    const DtoEeCost high = cost(rate + step);
    EXPECT_RELATIVE(cost(rate).slope, (high.value - low.value) / (2 * step), 1e-5, what);
    EXPECT_RELATIVE(cost(rate).curvature, (high.slope - low.slope) / (2 * step), 1e-5, what);
}

void
QueueCostTestCase::DoRun()
{
    DtoEeQueueLaw law;
    EXPECT_RELATIVE(law.GetNodeDelay(30, 50), 0.05, GIVEN, "M/M/1");
    EXPECT_RELATIVE(law.GetNodeCost(30, 50).slope, 0.125, GIVEN, "slope");
    EXPECT_RELATIVE(law.GetNodeCost(30, 50).curvature, 0.0125, GIVEN, "curvature");
    EXPECT_RELATIVE(law.GetNodeCost(47.5, 50).value, 19, GIVEN, "at kappa");
    EXPECT_RELATIVE(law.GetNodeCost(50, 50).value, 59, GIVEN, "full");
    EXPECT_RELATIVE(law.GetNodeCost(50, 50).slope, 24, GIVEN, "full");
    EXPECT_RELATIVE(law.GetNodeCost(50, 50).curvature, 6.4, GIVEN, "full");
    EXPECT_TRUE(law.GetNodeDelay(50, 50) == std::numeric_limits<double>::infinity(), "no end");
    NS_TEST_EXPECT_MSG_EQ(law.GetLinkCost(30, 0.02).value, 0.6, "no queue");
    NS_TEST_EXPECT_MSG_EQ(law.GetLinkDelay(30, 0.02), 0.02, "no queue");
    law.linkQueues = true;
    EXPECT_RELATIVE(law.GetLinkCost(30, 0.02).value, 1.05, GIVEN, "queue of a link");
    EXPECT_RELATIVE(law.GetLinkCost(30, 0.02).slope, 0.0725, GIVEN, "queue of a link");
    EXPECT_RELATIVE(30 * law.GetLinkDelay(30, 0.02), 1.05, GIVEN, "rate times delay");
    NS_TEST_EXPECT_MSG_EQ(law.GetLinkCost(30, 0).value, 0, "in no time");
    law.variability = 0;
    EXPECT_RELATIVE(law.GetNodeDelay(30, 50), 0.035, GIVEN, "M/D/1");
    for (const double variability : {0.0, 0.3, 1.0, 4.0})
    {
        law.variability = variability;
        for (const double rate : {1.0, 30.0, 46.0})
        {
            EXPECT_RELATIVE(law.GetNodeCost(rate, 50).value,
                            rate * law.GetNodeDelay(rate, 50),
                            1e-12,
                            "Little's law");
        }
        // Just below kappa, above it, and far beyond what can be served.
        for (const double rate : {5.0, 47.4, 47.6, 90.0})
        {
            CheckDerivatives([&](double x) { return law.GetNodeCost(x, 50); }, rate, "node");
            CheckDerivatives([&](double x) { return law.GetLinkCost(x, 0.02); }, rate, "link");
        }
        const DtoEeCost below = law.GetNodeCost(47.5 * (1 - 1e-12), 50);
        const DtoEeCost above = law.GetNodeCost(47.5 * (1 + 1e-12), 50);
        EXPECT_RELATIVE(above.value, below.value, 1e-9, "no jump");
        EXPECT_RELATIVE(above.slope, below.slope, 1e-9, "no kink");
        EXPECT_RELATIVE(above.curvature, below.curvature, 1e-9, "no jump of the curvature");
    }

    // The explicit penalty: straight on from kappa, and psi times the square beyond 1 - eps.
    law.variability = 1;
    law.penalty = 3;
    const DtoEeCost full = law.GetNodeCost(50, 50);
    EXPECT_RELATIVE(full.value, 19 + 2.5 * 8 + 3 * 2.5 * 2.5, GIVEN, "value");
    EXPECT_RELATIVE(full.slope, 8 + 2 * 3 * 2.5, GIVEN, "slope");
    EXPECT_TRUE(full.curvature >= 6, "at least the penalty's");
}

/// The closed form of parallel queues.
class ParallelQueuesTestCase : public TestCase
{
  public:
    ParallelQueuesTestCase()
        : TestCase("one stream over parallel queues")
    {
    }

  private:
    void DoRun() override;

    /// @param [in] rates of a division  @param [in] expected of it
    void Compare(const std::vector<double>& rates, const std::vector<double>& expected)
    {
        NS_TEST_ASSERT_MSG_EQ(rates.size(), expected.size(), "one each");
        for (std::size_t j = 0; j < rates.size(); ++j)
        {
            EXPECT_ABSOLUTE(rates[j], expected[j], 1e-5, "queue " << j);
        }
    }

    /// @returns mean delay of a division
    static double GetDelay(const std::vector<double>& rates,
                           const std::vector<DtoEeServer>& servers)
    {
        double tasks = 0;
        for (std::size_t j = 0; j < rates.size(); ++j)
        {
            tasks += rates[j] * (servers[j].time + 1 / (servers[j].service - rates[j]));
        }
        return tasks / std::accumulate(rates.begin(), rates.end(), 0.0);
    }
};

void
ParallelQueuesTestCase::DoRun()
{
    std::vector<DtoEeServer> servers{{40, 0}, {30, 0}, {10, 0}};
    std::vector<double> rates = DivideOverServers(40, servers);
    Compare(rates, {23.094011, 15.358984, 1.547005});
    EXPECT_RELATIVE(GetDelay(rates, servers), 0.064951905, GIVEN, "mean delay");
    servers[2].service = 4;
    rates = DivideOverServers(10, servers);
    Compare(rates, {7.846097, 2.153903, 0});
    EXPECT_RELATIVE(GetDelay(rates, servers), 0.032136721, GIVEN, "mean delay");
    servers = {{40, .02}, {30, .01}, {10, .05}};
    rates = DivideOverServers(40, servers);
    Compare(rates, {23.329237, 16.039529, 0.631234});
    EXPECT_RELATIVE(GetDelay(rates, servers), 0.081856327, GIVEN, "mean delay");
    rates = DivideByEqualDelay(40, servers);
    Compare(rates, {23.881258, 16.118742, 0});
    EXPECT_RELATIVE(GetDelay(rates, servers), 0.082039581, GIVEN, "mean delay");

    NS_TEST_EXPECT_MSG_EQ(DivideOverServers(80, servers).size(), 0, "no room");
    NS_TEST_EXPECT_MSG_EQ(DivideByEqualDelay(80, servers).size(), 0, "no room");
    NS_TEST_EXPECT_MSG_EQ(DivideOverServers(79.99, servers).size(), 3, "just room");
    servers[1].service = -5;
    rates = DivideOverServers(20, servers);
    NS_TEST_ASSERT_MSG_EQ(rates.size(), 3, "others have room");
    NS_TEST_EXPECT_MSG_EQ(rates[1], 0, "none where others left none");

    // At any rate and weight all queues in use have the same marginal, the others none below it.
    RandomStages random(7);
    for (int n = 0; n < 200; ++n)
    {
        const double v = random.Draw(0.5, 2);
        double capacity = 0;
        servers.assign(4, DtoEeServer());
        for (DtoEeServer& server : servers)
        {
            server = {random.Draw(1, 50), random.Draw(0, 0.3)};
            capacity += server.service;
        }
        const double rate = capacity * random.Draw(0.001, 0.999);
        rates = DivideOverServers(rate, servers, v);
        NS_TEST_ASSERT_MSG_EQ(rates.size(), 4, "there is room");
        EXPECT_RELATIVE(std::accumulate(rates.begin(), rates.end(), 0.0), rate, 1e-12, "all of it");
        std::vector<double> marginals;
        for (std::size_t j = 0; j < 4; ++j)
        {
            const double left = servers[j].service - rates[j];
            marginals.push_back(servers[j].time + v * servers[j].service / (left * left));
        }
        const double least = *std::min_element(marginals.begin(), marginals.end());
        for (std::size_t j = 0; j < 4; ++j)
        {
            EXPECT_TRUE(rates[j] == 0 || marginals[j] <= least * (1 + 1e-6), "marginal of " << j);
        }
    }
}

/// The suite.
class DtoEeQueueTestSuite : public TestSuite
{
  public:
    DtoEeQueueTestSuite()
        : TestSuite("edge-ai-dto-ee-queue", TEST_UNIT)
    {
        AddTestCase(new QueueCostTestCase, TEST_QUICK);
        AddTestCase(new ParallelQueuesTestCase, TEST_QUICK);
    }
};

const DtoEeQueueTestSuite g_dtoEeQueueTestSuite; ///< registers the suite

} // namespace
