/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Layers in blocks without exchange: MoDNN, DPFP, full fusion.

#include "allocation/pipeline/halp/row-blocks.h"
#include "allocation/pipeline/halp/row-partition-evaluation.h"
#include "support/halp-test-support.h"

#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halptest;

namespace
{

/// @returns the plan of a planner with some workers
RowPartitionPlan
PlanBy(const std::string& name, const RowPartitionProblem& problem, uint32_t workers)
{
    Ptr<RowPartitionPlanner> planner = CreateRowPartitionPlanner(name);
    planner->SetAttribute("Workers", UintegerValue(workers));
    return planner->Plan(problem);
}

/// MoDNN, DPFP and full fusion of VGG-16.
class BlockVggTestCase : public TestCase
{
  public:
    BlockVggTestCase()
        : TestCase("MoDNN, DPFP and full fusion of VGG-16 on two and three nodes")
    {
    }

  private:
    void DoRun() override;
};

void
BlockVggTestCase::DoRun()
{
    struct Line
    {
        std::string planner;
        uint32_t workers;
        double rate;
        double time;
    };

    for (const Line& line : {Line{"ModnnPlanner", 2, 1e9, 1.564699494},
                             Line{"ModnnPlanner", 2, 100e6, 1.612486758},
                             Line{"ModnnPlanner", 3, 1e9, 1.092791706},
                             Line{"ModnnPlanner", 3, 100e6, 1.155303834},
                             Line{"DpfpPlanner", 2, 1e9, 1.564323533},
                             Line{"DpfpPlanner", 2, 100e6, 1.607388160},
                             Line{"DpfpPlanner", 3, 1e9, 1.092421120},
                             Line{"DpfpPlanner", 3, 100e6, 1.145291571}})
    {
        const RowPartitionPlan plan = PlanBy(line.planner, MakeVgg(line.rate), line.workers);
        EXPECT_ABSOLUTE(plan.time, line.time, PLACES, line.planner << " at " << line.rate);
    }
    const RowPartitionPlan plan = PlanBy("DpfpPlanner", MakeVgg(100e6), 3);
    // Blocks end at pool1, pool2, then at every layer but conv4_3 and those before the two pools.
    const std::vector<std::string> expected{"pool1",
                                            "pool2",
                                            "conv3_1",
                                            "conv3_2",
                                            "conv3_3",
                                            "pool3",
                                            "conv4_1",
                                            "conv4_2",
                                            "pool4",
                                            "conv5_1",
                                            "conv5_2",
                                            "conv5_3",
                                            "pool5"};
    std::vector<std::string> ends;
    for (const uint32_t end : plan.blockEnds)
    {
        ends.push_back(MakeVgg(1e8).layers[end - 1].name);
    }
    EXPECT_TRUE(ends == expected, "blocks");

    const RowPartitionPlan fused = PlanBy("HalpFusedPlanner", MakeVgg(1e8), 2);
    const double tail = 2 * 123633664.;
    EXPECT_RELATIVE(fused.nodes[0].flop - tail, 2 * 13353854976., 1e-14, "upper share");
    EXPECT_RELATIVE(fused.nodes[1].flop, 2 * 11161479168., 1e-14, "lower share");
    const auto overhead = [&](const RowPartitionPlan& plan) {
        double flop = -tail;
        for (const RowNodeShare& node : plan.nodes)
        {
            flop += node.flop;
        }
        return flop / (2 * 15346630656.);
    };
    EXPECT_ABSOLUTE(overhead(fused), 1.597441, 6e-7, "twofold work of two nodes");
    EXPECT_ABSOLUTE(overhead(PlanBy("HalpFusedPlanner", MakeVgg(1e8), 3)),
                    2.104301,
                    6e-7,
                    "of three nodes");
    EXPECT_RELATIVE(overhead(PlanBy("ModnnPlanner", MakeVgg(1e8), 3)), 1., 1e-12, "of MoDNN none");
}

/// The dynamic programme against all divisions into blocks, the cost against the timeline.
class BlockEnumerationTestCase : public TestCase
{
  public:
    BlockEnumerationTestCase()
        : TestCase("blocks against all 2^17 divisions; costs against the timeline")
    {
    }

  private:
    void DoRun() override;
    /// Tries every division of a problem. @param [in] problem which @param [in] workers how many
    void Enumerate(const RowPartitionProblem& problem, uint32_t workers);
};

void
BlockEnumerationTestCase::Enumerate(const RowPartitionProblem& problem, uint32_t workers)
{
    const uint32_t layers = problem.layers.size();
    std::vector<std::vector<double>> cost(layers + 1, std::vector<double>(layers + 1));
    for (uint32_t i = 1; i <= layers; ++i)
    {
        for (uint32_t j = i; j <= layers; ++j)
        {
            cost[i][j] = GetBlockTime(problem, workers, i, j);
        }
    }
    double least = std::numeric_limits<double>::infinity();
    for (uint32_t mask = 0; mask < (1U << (layers - 1)); ++mask)
    {
        double time = 0;
        uint32_t first = 1;
        for (uint32_t layer = 1; layer <= layers; ++layer)
        {
            if (layer == layers || ((mask >> (layer - 1)) & 1) != 0)
            {
                time += cost[first][layer];
                first = layer + 1;
            }
        }
        least = std::min(least, time);
    }
    double chosen = 0;
    uint32_t first = 1;
    const std::vector<uint32_t> ends = ChooseBlocks(problem, workers);
    for (const uint32_t end : ends)
    {
        chosen += cost[first][end];
        first = end + 1;
    }
    EXPECT_RELATIVE(chosen, least, 1e-12, "blocks");

    // The rest of T: gathering and the tail.
    double gather = 0;
    for (uint32_t g = 1; g < workers; ++g)
    {
        const double time = 8 *
                            (GetEqualShare(problem.GetRows(layers), g, workers).GetCount() *
                                 problem.GetRowBytes(layers) +
                             problem.messageBytes) /
                            problem.GetRate(g, 0);
        gather = problem.medium == RowMedium::SHARED ? gather + time : std::max(gather, time);
    }
    gather += problem.messageTime;
    const double tail = problem.tailFlop / problem.nodes[0].flops + problem.nodes[0].operationTime;
    EXPECT_RELATIVE(EvaluateBlocks(problem, workers, ends).time,
                    chosen + gather + tail,
                    1e-12,
                    "costs add up to the timeline's T");
    EXPECT_TRUE(EvaluateBlocks(problem, workers, {layers}).time * (1 + 1e-12) >=
                    chosen + gather + tail,
                "full fusion is one of them");
}

void
BlockEnumerationTestCase::DoRun()
{
    for (const double rate : {10e6, 100e6, 1e9})
    {
        for (const uint32_t workers : {2, 3})
        {
            Enumerate(MakeVgg(rate), workers);
        }
    }
    RowPartitionProblem uneven = MakeShared("VGG-16", {4e9, 10e9, 7e9}, 50e6, RowMedium::SHARED);
    uneven.messageTime = 2e-3;
    uneven.messageBytes = 16;
    uneven.nodes[1].operationTime = 1e-3;
    Enumerate(uneven, 3);
    uneven.medium = RowMedium::POINT_TO_POINT;
    Enumerate(uneven, 3);
}

/// Equal shares.
class EqualShareTestCase : public TestCase
{
  public:
    EqualShareTestCase()
        : TestCase("equal shares cover all rows once, rounded half up")
    {
    }

  private:
    void DoRun() override
    {
        for (uint32_t rows = 1; rows < 40; ++rows)
        {
            for (uint32_t workers = 1; workers < 6; ++workers)
            {
                uint32_t next = 0;
                for (uint32_t g = 0; g < workers; ++g)
                {
                    const RowSpan share = GetEqualShare(rows, g, workers);
                    NS_TEST_EXPECT_MSG_EQ(share.first, next, "next to the one before");
                    NS_TEST_EXPECT_MSG_EQ(share.end,
                                          std::floor(double(rows) * (g + 1) / workers + .5),
                                          "bound");
                    next = share.end;
                }
                NS_TEST_EXPECT_MSG_EQ(next, rows, "all rows");
            }
        }
        NS_TEST_EXPECT_MSG_EQ(GetEqualShare(7, 0, 2).end, 4U, "rows 0-3 of 7");
    }
};

/// Blocks of layers without exchange.
class RowBlocksTestSuite : public TestSuite
{
  public:
    RowBlocksTestSuite()
        : TestSuite("edge-ai-row-blocks", TEST_UNIT)
    {
        AddTestCase(new BlockVggTestCase, TEST_QUICK);
        AddTestCase(new BlockEnumerationTestCase, TEST_QUICK);
        AddTestCase(new EqualShareTestCase, TEST_QUICK);
    }
};

static RowBlocksTestSuite g_rowBlocksTestSuite; ///< registers the suite

} // namespace
