/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// When the steps of HALP happen: by hand, by given figures, and what must hold always.

#include "allocation/pipeline/halp/row-partition-evaluation.h"
#include "allocation/pipeline/halp/row-timeline.h"
#include "support/halp-test-support.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halptest;

namespace
{

/// A toy that can be followed by hand.
class HalpToyTestCase : public TestCase
{
  public:
    HalpToyTestCase()
        : TestCase("two layers of eight rows, step by step")
    {
    }

  private:
    void DoRun() override;
};

void
HalpToyTestCase::DoRun()
{
    const HalpShape shape{0, .5, 2, 2};
    const RowPartitionProblem toy = MakeToy();
    const std::vector<RowZone> zones = ZonesOf(toy, shape);
    NS_TEST_EXPECT_MSG_EQ(zones[0].zoneFirst, 3U, "u");
    NS_TEST_EXPECT_MSG_EQ(zones[0].zoneEnd, 5U, "v");
    const HalpExchange image = GetHalpExchange(toy, zones, 0);
    NS_TEST_EXPECT_MSG_EQ(image.toFirst.GetCount(), 4U, "image rows of secondary 1");
    NS_TEST_EXPECT_MSG_EQ(image.toSecond.GetCount(), 4U, "image rows of secondary 2");
    const HalpExchange exchange = GetHalpExchange(toy, zones, 1);
    for (const RowSpan& rows :
         {exchange.toFirst, exchange.toSecond, exchange.fromFirst, exchange.fromSecond})
    {
        NS_TEST_EXPECT_MSG_EQ(rows.GetCount(), 1U, "exchange behind layer 1");
    }
    const RowPartitionPlan plan = EvaluateHalp(toy, zones);
    EXPECT_RELATIVE(plan.time, 9e-3, GIVEN, "point to point");
    EXPECT_RELATIVE(plan.aloneTime, 16e-3, GIVEN, "alone");
    EXPECT_RELATIVE(plan.speedUp, 16. / 9, GIVEN, "speed-up");
    const RowPartitionProblem shared = MakeToy(RowMedium::SHARED);
    EXPECT_RELATIVE(EvaluateHalp(shared, zones).time, 10.5e-3, GIVEN, "shared");
    EXPECT_RELATIVE(EvaluateAlone(toy).time, 16e-3, GIVEN, "alone, by its steps");
    // By hand. The image takes 1.5 ms. Last first: secondaries' two body rows, then the edge row,
    // sent by 5 ms; the host begins layer 2 then. Secondaries end both layers at 7.5 ms all the
    // same, and send 1.5 ms.
    const RowPartitionPlan body = EvaluateHalp(toy, zones, HalpOrder::BODY_FIRST);
    EXPECT_RELATIVE(body.time, 9e-3, GIVEN, "body first");
    EXPECT_RELATIVE(body.nodes[0].stallTime, 5e-3 - 2e-3 + 9e-3 - 7e-3, GIVEN, "host waits");
    EXPECT_RELATIVE(plan.nodes[0].stallTime, 3e-3 - 2e-3 + 9e-3 - 5e-3, GIVEN, "edge first");
    // With barriers: image 1.5, three rows, exchange 0.5, three rows, gathering 1.5 ms.
    EXPECT_RELATIVE(EvaluateHalp(toy, zones, HalpOrder::BARRIERS).time,
                    (1.5 + 3 + .5 + 3 + 1.5) * 1e-3,
                    GIVEN,
                    "barriers");

    // Steps that wait for each other, as no builder makes them, end never instead of hanging.
    RowGraph knot(toy);
    const uint32_t first = knot.AddCompute(0, 0, 1, {0, 1});
    const uint32_t second = knot.AddCompute(1, 0, 1, {1, 2});
    knot.AddWait(first, second);
    knot.AddWait(second, first);
    EXPECT_TRUE(std::isinf(RowTimeline().Run(knot)), "a knot");
}

/// Times and stalls of VGG-16.
class HalpVggTestCase : public TestCase
{
  public:
    HalpVggTestCase()
        : TestCase("T, speed-up and stall of VGG-16 over rates, media, overheads and batches")
    {
    }

  private:
    void DoRun() override;
};

void
HalpVggTestCase::DoRun()
{
    EXPECT_ABSOLUTE(MakeVgg(1e9).GetFlop() / 10e9, 3.094052864, PLACES, "alone");
    EXPECT_ABSOLUTE((MakeVgg(1e9).GetFlop() - MakeVgg(1e9).tailFlop) / 10e9,
                    3.069326131,
                    PLACES,
                    "convolutions");

    struct Line
    {
        double rate;
        RowMedium medium;
        double time;
        double speedUp;
        uint32_t node;
        double stall;
    };

    const RowMedium pairs = RowMedium::POINT_TO_POINT;
    const RowMedium shared = RowMedium::SHARED;
    for (const Line& line : {Line{ENDLESS, pairs, 1.407296307, 2.198580, 1, 0},
                             Line{1e9, pairs, 1.408237107, 2.197111, 1, 0.000597},
                             Line{100e6, pairs, 1.416704307, 2.183979, 1, 0.005967},
                             Line{1e9, shared, 1.408719155, 0, 2, 0.001193},
                             Line{100e6, shared, 1.422184243, 0, 2, 0.012594},
                             Line{40e6, shared, 1.462404608, 0, 2, 0.047378}})
    {
        const RowPartitionPlan plan = PlanDefault(MakeVgg(line.rate, line.medium));
        EXPECT_ABSOLUTE(plan.time, line.time, PLACES, "T at " << line.rate);
        EXPECT_ABSOLUTE(plan.aloneTime, 3.094052864, PLACES, "alone");
        if (line.speedUp > 0)
        {
            EXPECT_ABSOLUTE(plan.speedUp, line.speedUp, 6e-7, "speed-up at " << line.rate);
        }
        EXPECT_ABSOLUTE(plan.nodes[line.node].stallTime, line.stall, 1e-6, "stall");
    }

    // The overheads fix two readings of eq. (6): a message's latency keeps no other message from
    // the link, and the tail is an operation with its overhead. Otherwise it would be 1.584525 s
    // or 1.578525 s.
    RowPartitionProblem slow = MakeVgg(100e6, shared);
    for (RowPartitionNode& node : slow.nodes)
    {
        node.operationTime = 5e-3;
    }
    slow.messageTime = 1e-3;
    EXPECT_ABSOLUTE(PlanDefault(slow).time, 1.583524787, PLACES, "overheads");
    EXPECT_ABSOLUTE(PlanDefault(slow).aloneTime, 3.094052864 + 19 * 5e-3, PLACES, "19 operations");
    EXPECT_RELATIVE(EvaluateAlone(slow).time, PlanDefault(slow).aloneTime, 1e-12, "by its steps");

    const RowPartitionPlan scaled = PlanDefault(MakeShared("VGG-16", {4e12, 4e12, 4e12}, 40e9));
    EXPECT_ABSOLUTE(scaled.time, 0.003541761, PLACES, "four hundred times as fast");
    EXPECT_ABSOLUTE(scaled.speedUp, 2.183979, 6e-7, "speed-up");

    const std::vector<std::pair<uint32_t, double>> batches{{1, 1.416704307},
                                                           {2, 2.824000614},
                                                           {4, 5.638593229}};
    for (const auto& [tasks, time] : batches)
    {
        RowPartitionProblem batch = MakeVgg(100e6);
        batch.tasks = tasks;
        EXPECT_ABSOLUTE(PlanDefault(batch).time, time, PLACES, "batch of " << tasks);
        EXPECT_ABSOLUTE(PlanDefault(batch).aloneTime, tasks * 3.094052864, tasks * PLACES, "alone");
    }
}

/// A header is payload on the link, and pairs of nodes may have rates of their own.
class HalpLinkTestCase : public TestCase
{
  public:
    HalpLinkTestCase()
        : TestCase("headers, rates of pairs, upload")
    {
    }

  private:
    void DoRun() override
    {
        const RowPartitionProblem toy = MakeToy();
        const std::vector<RowZone> zones = ZonesOf(toy, {0, .5, 2, 2});
        // Secondary 2 hears the host at half the rate: its image comes 1.5 ms later, and so does
        // all it does.
        RowPartitionProblem pair = toy;
        pair.pairRates.assign(9, 0);
        pair.pairRates[0 * 3 + 2] = 256e3;
        EXPECT_RELATIVE(EvaluateHalp(pair, zones).time, 10.5e-3, GIVEN, "a slow pair");
        pair.pairRates[0 * 3 + 2] = 0;
        pair.pairRates[2 * 3 + 0] = 256e3;
        EXPECT_RELATIVE(EvaluateHalp(pair, zones).time, 10.5e-3, GIVEN, "the way back");
        pair.pairRates[2 * 3 + 0] = 0;
        pair.pairRates[1 * 3 + 2] = 1;
        EXPECT_RELATIVE(EvaluateHalp(pair, zones).time, 9e-3, GIVEN, "nobody goes there");
        // 32 byte more are half a millisecond: with the image, and with the last rows.
        RowPartitionProblem headed = toy;
        headed.messageBytes = 32;
        EXPECT_RELATIVE(EvaluateHalp(headed, zones).time, 10e-3, GIVEN, "headers");
        headed.uploadRate = 192e3;
        const RowPartitionPlan plan = EvaluateHalp(headed, zones);
        EXPECT_RELATIVE(plan.uploadTime, 8e-3, GIVEN, "upload");
        EXPECT_RELATIVE(plan.steps.front().time, 8e-3, GIVEN, "upload");
        EXPECT_RELATIVE(plan.operations.front().start, -8e-3, GIVEN, "before all else");
        EXPECT_RELATIVE(plan.time, 10e-3, GIVEN, "T is counted from the image on");
        NS_TEST_EXPECT_MSG_EQ(plan.steps.front().name, "upload", "first");
        NS_TEST_EXPECT_MSG_EQ(plan.steps.back().name, "result", "last");
    }
};

/// What holds of every timeline.
class HalpInvariantTestCase : public TestCase
{
  public:
    HalpInvariantTestCase()
        : TestCase("bounds, monotonicity in rates and speeds, shared and own links")
    {
    }

  private:
    void DoRun() override;
};

void
HalpInvariantTestCase::DoRun()
{
    const double slack = 1 + 1e-12;
    for (const std::string network : {"VGG-16", "MobileNetV1@width=0.5", "AlexNet"})
    {
        for (const HalpShape shape : {HalpShape{0, .5}, {.3, .5}, {.2, .65}, {.4, .4}})
        {
            for (const HalpOrder order :
                 {HalpOrder::EDGE_FIRST, HalpOrder::BODY_FIRST, HalpOrder::BARRIERS})
            {
                RowPartitionProblem problem = MakeShared(network, {5e9, 5e9, 5e9}, 20e6);
                problem.messageTime = 1e-4;
                problem.tasks = order == HalpOrder::BARRIERS ? 1 : 2;
                const std::vector<RowZone> zones = ZonesOf(problem, shape);
                if (!ExplainHalpZones(problem, zones).empty())
                {
                    continue;
                }
                const RowPartitionPlan plan = EvaluateHalp(problem, zones, order);
                EXPECT_TRUE(plan.time * slack >= plan.bound, network << " bound");
                EXPECT_TRUE(plan.time * slack >= plan.aloneTime / 3, network << " three nodes");
                RowPartitionProblem other = problem;
                other.medium = RowMedium::SHARED;
                EXPECT_TRUE(EvaluateHalp(other, zones, order).time * slack >= plan.time, "shared");
                for (const double factor : {1.01, 1.5, 10.})
                {
                    other = problem;
                    other.linkRate *= factor;
                    EXPECT_TRUE(EvaluateHalp(other, zones, order).time <= plan.time * slack,
                                network << " faster links");
                    for (uint32_t node = 0; node < 3; ++node)
                    {
                        other = problem;
                        other.nodes[node].flops *= factor;
                        EXPECT_TRUE(EvaluateHalp(other, zones, order).time <= plan.time * slack,
                                    network << " faster node " << node);
                    }
                }
            }
        }
    }
    // Without transfers and with a small zone the bound is met.
    RowPartitionPlan plan = PlanDefault(MakeVgg(ENDLESS));
    EXPECT_RELATIVE(plan.time, plan.bound, 1e-12, "bound is met");
    EXPECT_RELATIVE(plan.bound, 2 * (6912847872. + 123633664) / 10e9, 1e-12, "eq. (8)");
    plan = PlanDefault(MakeVgg(100e6));
    const RowPartitionPlan body = PlanDefault(MakeVgg(100e6), HalpOrder::BODY_FIRST);
    const RowPartitionPlan barrier = PlanDefault(MakeVgg(100e6), HalpOrder::BARRIERS);
    EXPECT_TRUE(plan.time < body.time && body.time < barrier.time, "hiding helps");
}

/// Steps of a plan.
class HalpStepsTestCase : public TestCase
{
  public:
    HalpStepsTestCase()
        : TestCase("steps begin when all that they wait for has ended")
    {
    }

  private:
    void DoRun() override;
};

void
HalpStepsTestCase::DoRun()
{
    RowPartitionProblem problem = MakeVgg(100e6, RowMedium::SHARED);
    problem.nodes[1].busyPower = 4;
    problem.tasks = 2;
    for (const HalpOrder order : {HalpOrder::EDGE_FIRST, HalpOrder::BARRIERS})
    {
        const RowPartitionPlan plan = PlanDefault(problem, order);
        NS_TEST_ASSERT_MSG_EQ(plan.steps.size(), plan.operations.size(), "one per step");
        std::vector<double> free(3, 0);
        double energy = 0;
        for (std::size_t i = 1; i + 1 < plan.steps.size(); ++i)
        {
            const PlanStep& step = plan.steps[i];
            double ready = 0;
            NS_TEST_EXPECT_MSG_GT(step.after.size(), 0U, "waits for the upload at least");
            for (const uint32_t earlier : step.after)
            {
                NS_TEST_ASSERT_MSG_LT(earlier, i, "listed before");
                if (earlier > 0)
                {
                    ready =
                        std::max(ready, plan.operations[earlier].start + plan.steps[earlier].time);
                }
            }
            const double start = plan.operations[i].start;
            EXPECT_TRUE(start >= ready - 1e-12, "begins behind what it waits for");
            if (step.kind == StepKind::COMPUTE)
            {
                EXPECT_ABSOLUTE(start, ready, 1e-12, "begins at once");
                EXPECT_ABSOLUTE(step.wait, start - free[step.node], 1e-12, "wait");
                free[step.node] = start + step.time;
                energy += step.node == 1 ? step.energy : 0;
                EXPECT_TRUE(step.node == 1 || std::isnan(step.energy), "power is not known");
            }
            else
            {
                EXPECT_ABSOLUTE(step.wait, start - ready, 1e-12, "queue of the link");
            }
        }
        EXPECT_RELATIVE(energy, 4 * plan.nodes[1].busyTime, 1e-12, "energy");
        NS_TEST_EXPECT_MSG_EQ(plan.steps.back().after.size(), 2U, "result waits for both tails");
    }
}

/// Timelines of HALP.
class HalpTimelineTestSuite : public TestSuite
{
  public:
    HalpTimelineTestSuite()
        : TestSuite("edge-ai-halp-timeline", TEST_UNIT)
    {
        AddTestCase(new HalpToyTestCase, TEST_QUICK);
        AddTestCase(new HalpVggTestCase, TEST_QUICK);
        AddTestCase(new HalpLinkTestCase, TEST_QUICK);
        AddTestCase(new HalpInvariantTestCase, TEST_QUICK);
        AddTestCase(new HalpStepsTestCase, TEST_QUICK);
    }
};

static HalpTimelineTestSuite g_halpTimelineTestSuite; ///< registers the suite

} // namespace
