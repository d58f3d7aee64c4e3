/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Servers that hold weights in a cache: transfers, latency, spacing and loss of frames.

#include "allocation/pipeline/chain/chain-evaluation.h"
#include "allocation/pipeline/chain/weight-cache.h"
#include "support/iovt-test-support.h"
#include "support/tandem-queue.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

/// What it costs to move layers.
class WeightCacheTestCase : public TestCase
{
  public:
    WeightCacheTestCase()
        : TestCase("transfers of weights that are not cached")
    {
    }

  private:
    void DoRun() override;
};

void
WeightCacheTestCase::DoRun()
{
    const ChainProblem problem = MakeToyProblem();
    WeightCache cache;
    const ChainPlan first = EvaluateChain(problem, {0, 1, 3, 6}, {0, 0, 0});
    std::vector<double> times = cache.GetTransferTimes(problem, first);
    NS_TEST_ASSERT_MSG_EQ(times.size(), 3U, "one per stage");
    EXPECT_RELATIVE(times[0], 8 * 1e5 / 1e9, 1e-12, "camera link");
    EXPECT_RELATIVE(times[1], 8 * 6e5 / 200e6, 1e-12, "link into the second device");
    EXPECT_RELATIVE(times[2], 8 * 6.4e6 / 100e6, 1e-12, "link into the third device");
    cache.Add(first);
    for (const double time : cache.GetTransferTimes(problem, first))
    {
        NS_TEST_EXPECT_MSG_EQ(time, 0.0, "all cached");
    }
    const ChainPlan larger = EvaluateChain(problem, {0, 1, 3, 6}, {2, 1, 2});
    for (const double time : cache.GetTransferTimes(problem, larger))
    {
        NS_TEST_EXPECT_MSG_EQ(time, 0.0, "another structure is cached, too");
    }
    const ChainPlan moved = EvaluateChain(problem, {0, 0, 4, 6}, {0, 1, 0});
    times = cache.GetTransferTimes(problem, moved);
    NS_TEST_EXPECT_MSG_EQ(times[0], 0.0, "relay");
    EXPECT_RELATIVE(times[1], 8 * 2 * 9e5 / 200e6, 1e-12, "layers 1 and 4 in the structure taken");
    NS_TEST_EXPECT_MSG_EQ(times[2], 0.0, "layers 5 and 6 were there");
    cache.Add(1, 0);
    EXPECT_RELATIVE(cache.GetTransferTimes(problem, moved)[1],
                    8 * 2 * 8e5 / 200e6,
                    1e-12,
                    "layer 4");

    // The order of the devices is that of the plan: device 2 now stands where device 1 stood.
    const ChainPlan swapped = EvaluateChain(problem, {0, 1, 3, 6}, {0, 0, 0}, {1, 0, 2});
    times = cache.GetTransferTimes(problem, swapped);
    NS_TEST_EXPECT_MSG_EQ(times[0], 0.0, "the second device holds layer 1");
    EXPECT_RELATIVE(times[1], 8 * 6e5 / 200e6, 1e-12, "the first device lacks layers 2 and 3");
}

/// Frames through servers in a row.
class TandemQueueTestCase : public TestCase
{
  public:
    TandemQueueTestCase()
        : TestCase("latency, spacing and loss of frames in a row of servers")
    {
    }

  private:
    void DoRun() override;
};

void
TandemQueueTestCase::DoRun()
{
    const auto arrivals = [](int count, double period) {
        std::vector<double> instants;
        for (int k = 0; k < count; ++k)
        {
            instants.push_back(k * period);
        }
        return instants;
    };
    std::vector<double> in = arrivals(200, .1);
    std::vector<TandemFrame> out = RunTandem(in, {.02, .05, .03});
    for (std::size_t k = 0; k < out.size(); ++k)
    {
        EXPECT_ABSOLUTE(out[k].departure - in[k], .1, 1e-9, "no frame waits");
        if (k > 0)
        {
            EXPECT_ABSOLUTE(out[k].departure - out[k - 1].departure, .1, 1e-9, "spacing");
        }
    }
    in = arrivals(200, .04);
    out = RunTandem(in, {.02, .05, .03});
    EXPECT_ABSOLUTE(out[100].departure - in[100], 1.1, 1e-9, "frame 100 has waited");
    for (std::size_t k = 1; k < out.size(); ++k)
    {
        EXPECT_ABSOLUTE(out[k].departure - out[k - 1].departure, .05, 1e-9, "spacing");
    }

    in = arrivals(1000, .02);
    out = RunTandem(in, {.05, .02}, {2, 2});
    uint32_t delivered = 0;
    double last = 0;
    for (const TandemFrame& frame : out)
    {
        delivered += frame.delivered ? 1 : 0;
        last = frame.delivered ? frame.departure : last;
        EXPECT_TRUE(frame.delivered || frame.droppedAt == 0, "dropped before the first stage");
    }
    NS_TEST_EXPECT_MSG_EQ(delivered, 402U, "delivered");
    EXPECT_ABSOLUTE(last, 402 * .05 + .02, 1e-9, "20 frames per second");

    // No place: only frames that find the server idle get through.
    out = RunTandem(arrivals(10, .04), {.05}, {0});
    for (std::size_t k = 0; k < out.size(); ++k)
    {
        EXPECT_TRUE(out[k].delivered == (k % 2 == 0), "every other frame");
    }
    // Loss further behind.
    out = RunTandem(arrivals(100, .02), {.01, .05}, {2, 1});
    NS_TEST_EXPECT_MSG_EQ(out[2].delivered, false, "lost");
    NS_TEST_EXPECT_MSG_EQ(out[2].droppedAt, 1U, "before the second stage");
    EXPECT_ABSOLUTE(out[2].departure, .05, 1e-12, "when it came there");
    EXPECT_TRUE(out[3].delivered, "the place is free again");
    NS_TEST_EXPECT_MSG_EQ(RunTandem({}, {1}).size(), 0U, "no frames");
    NS_TEST_EXPECT_MSG_EQ(RunTandem({3}, {})[0].departure, 3.0, "no stages");
}

/// The suite.
class WeightCacheTestSuite : public TestSuite
{
  public:
    WeightCacheTestSuite()
        : TestSuite("edge-ai-weight-cache", TEST_UNIT)
    {
        AddTestCase(new WeightCacheTestCase, TEST_QUICK);
        AddTestCase(new TandemQueueTestCase, TEST_QUICK);
    }
};

const WeightCacheTestSuite g_weightCacheTestSuite; ///< registers the suite

} // namespace
