/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// RepVGG-B3 as its authors measured it: totals of the table, the modelled times beside it, and what
// their scan over splits and this module's programme make of them. Figures come from an independent
// program.

#include "allocation/pipeline/chain/chain-evaluation.h"
#include "allocation/pipeline/chain/chain-segments.h"
#include "allocation/pipeline/chain/iovt/iovt-authors-scan.h"
#include "support/iovt-test-support.h"
#include "support/profile-test-kit.h"

#include "ns3/double.h"
#include "ns3/iovt-defaults.h"
#include "ns3/latency-table.h"

#include <map>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

/// @returns the chain in one structure
ChainProblem
MakeChain(const std::string& structure, double linkRate)
{
    return MakeMeasuredProblem({{structure, 0}}, linkRate, 1e15);
}

class TotalsTestCase : public TestCase
{
  public:
    TotalsTestCase()
        : TestCase("totals and means of the published table, and the times that are modelled")
    {
    }

  private:
    void DoRun() override
    {
        const ChainProblem full = MakeChain("all", 1e8);
        const ChainSegments segments(full);
        EXPECT_RELATIVE(segments.GetMeasuredTime(0, 0, 26, 0), .150633, GIVEN, "full, fastest");
        EXPECT_RELATIVE(segments.GetMeasuredTime(0, 0, 27, 0), .162741333, GIVEN, "all on device");
        const ChainProblem any = MakeChain("any", 1e8);
        EXPECT_RELATIVE(ChainSegments(any).GetMeasuredTime(0, 0, 26, 0), .039709, GIVEN, "any");
        EXPECT_RELATIVE(ChainSegments(any).GetMeasuredTime(0, 0, 27, 0), .041739, GIVEN, "any");

        const LatencyTable table = LoadLatencyTable("repvgg-b3-jetson-tx2");
        std::map<std::string, double> sums;
        std::map<std::string, uint32_t> fastest;
        const std::vector<std::string> ways{"PARA_ALL",
                                            "PART_31_I",
                                            "PART_3I_1",
                                            "PART_1I_3",
                                            "FUSED_ALL"};
        for (const std::string& block : table.GetBlocks())
        {
            const bool identity = !table.GetBatches(block, "SOLO_ID").empty();
            sums["apart"] += table.GetSeconds(block, identity ? "PARA_ALL" : "PARA_3_1");
            sums["fused"] += table.GetSeconds(block, identity ? "FUSED_ALL" : "FUSED_3_1");
            sums["1x1"] += table.GetSeconds(block, "SOLO_K1");
            if (!identity)
            {
                ++fastest["fallback"];
                continue;
            }
            std::string best = ways.front();
            for (const std::string& way : ways)
            {
                best = table.GetSeconds(block, way) < table.GetSeconds(block, best) ? way : best;
            }
            ++fastest[best];
            const std::string stage = block.substr(0, 6);
            sums[stage] += 1;
            for (const char* way :
                 {"SOLO_K3", "SOLO_K1", "SOLO_ID", "PARA_3_1", "PARA_ALL", "FUSED_ALL"})
            {
                sums[stage + way] += table.GetSeconds(block, way);
            }
        }
        EXPECT_RELATIVE(sums["apart"], .180119, GIVEN, "all branches apart");
        EXPECT_RELATIVE(sums["fused"], .151064, GIVEN, "all fused");
        EXPECT_RELATIVE(sums["apart"] / sums["fused"], 1.192, 5e-4, "what fusion brings");
        EXPECT_RELATIVE(sums["1x1"], .041301, GIVEN, "1x1 only");
        NS_TEST_EXPECT_MSG_EQ(fastest["FUSED_ALL"], 15, "fused is fastest");
        NS_TEST_EXPECT_MSG_EQ(fastest["PART_31_I"], 8, "option 10 is fastest");
        NS_TEST_EXPECT_MSG_EQ(fastest["fallback"], 3, "no identity");
        const std::map<std::string, std::vector<double>> means{
            {"stage1", {4.430, 1.732, 1.656, 5.754, 6.209, 4.433}},
            {"stage2", {4.833, 1.657, 1.628, 6.014, 6.243, 4.877}},
            {"stage3", {6.626, 1.630, 1.597, 7.519, 7.610, 6.643}}};
        for (const auto& [stage, values] : means)
        {
            std::size_t i = 0;
            for (const char* way :
                 {"SOLO_K3", "SOLO_K1", "SOLO_ID", "PARA_3_1", "PARA_ALL", "FUSED_ALL"})
            {
                EXPECT_ABSOLUTE(1e3 * sums[stage + way] / sums[stage],
                                values[i++],
                                5.01e-4,
                                stage << " " << way);
            }
        }
        // The server's model and its table: o = 0.06 ms, pi = 5.667e12 FLOP/s.
        const ChainProblem pair = MakeChain("K3", 1e8);
        EXPECT_RELATIVE(pair.devices[1].peakFlops, 5.667e12, 2e-5, "peak of the server");
        EXPECT_RELATIVE(pair.devices[1].layerTimes[0][0],
                        6e-5 + 693633024 / 5666936470588.235,
                        GIVEN,
                        "a block that is modelled");
        NS_TEST_EXPECT_MSG_EQ(pair.devices[1].layerTimes[26][0], .000366, "the one that is not");
        const double both = 2 * 6e-5 + 1926758400 / pair.devices[1].peakFlops;
        EXPECT_ABSOLUTE(both, .460e-3, 5e-7, "model of option 3, published .451 ms");
        EXPECT_ABSOLUTE(6e-5 + 1734082560 / pair.devices[1].peakFlops,
                        .366e-3,
                        5e-7,
                        "model of option 4, published .383 ms");
        EDGE_AI_EXPECT_ERROR(MakeChain("K5", 1e8), "no branch set is called 'K5'");
    }
};

class ScanTestCase : public TestCase
{
  public:
    ScanTestCase()
        : TestCase("the authors' scan over splits, server first and device first")
    {
    }

  private:
    static uint32_t FindBest(const std::vector<AuthorsSplit>& splits)
    {
        const auto less = [](const AuthorsSplit& a, const AuthorsSplit& b) {
            return a.total < b.total;
        };
        return std::min_element(splits.begin(), splits.end(), less)->cut;
    }

    void DoRun() override
    {
        constexpr double MS = 1e-3;
        AuthorsScanTerms server;
        server.order = {1, 0};
        const auto first = ScanSplits(MakeChain("all", 100e6), server);
        NS_TEST_EXPECT_MSG_EQ(first.size(), 28, "splits 0 to 27");
        NS_TEST_EXPECT_MSG_EQ(FindBest(first), 27, "all on the server");
        // Given with four digits behind the point.
        EXPECT_ABSOLUTE(first[27].total, 10.8782 * MS, 5e-8, "best, server first");
        EXPECT_RELATIVE(first[10].total, 219.779853 * MS, GIVEN, "split 10, server first");

        const auto device = ScanSplits(MakeChain("all", 100e6), AuthorsScanTerms());
        NS_TEST_EXPECT_MSG_EQ(FindBest(device), 0, "device first");
        EXPECT_RELATIVE(device[0].total, 60.047160 * MS, GIVEN, "split 0");
        EXPECT_RELATIVE(device[10].total, 148.515520 * MS, GIVEN, "split 10");
        EXPECT_RELATIVE(device[27].total, 162.741333 * MS, GIVEN, "all on device");
        const auto fast = ScanSplits(MakeChain("all", 1e9), AuthorsScanTerms());
        EXPECT_RELATIVE(fast[0].total, 16.695096 * MS, GIVEN, "split 0 at 1 Gbit/s");
        // Fewer branches turn the decision round.
        const auto any = ScanSplits(MakeChain("any", 100e6), AuthorsScanTerms());
        NS_TEST_EXPECT_MSG_EQ(FindBest(any), 27, "any option");
        EXPECT_RELATIVE(any[27].total, 41.739 * MS, GIVEN, "any option, all on device");
        // The published scan charges two streams: what that makes of a split in the middle.
        AuthorsScanTerms twice;
        twice.streams = 2;
        EXPECT_RELATIVE(ScanSplits(MakeChain("all", 100e6), twice)[10].linkTime - 1e-3,
                        2 * (device[10].linkTime - 1e-3),
                        GIVEN,
                        "two streams");

        // The same as a planner, and what the bottleneck makes of it: the link's fixed time is part
        // of its stage there, so it is put into the sizes.
        const auto pipelined = [](double rate) {
            ChainProblem problem = MakeChain("all", rate);
            problem.frameBytes += 1e-3 * rate / 8;
            for (uint32_t l = 0; l + 1 < problem.layers.size(); ++l)
            {
                problem.layers[l].sentBytes += 1e-3 * rate / 8;
            }
            problem.layers.back().sentBytes = 0;
            problem.linkRates = {1e15, rate, 1e15};
            return PlanFor(problem, "Throughput", "IovtPlanner").capacity;
        };
        EXPECT_RELATIVE(pipelined(100e6), 20.338034, GIVEN, "frames per second at 100 Mbit/s");
        EXPECT_RELATIVE(pipelined(1e9), 91.926973, GIVEN, "frames per second at 1 Gbit/s");
        Ptr<ChainPlanner> planner = CreateChainPlanner("IovtAuthorsPlanner");
        NS_TEST_EXPECT_MSG_EQ(planner->Plan(MakeChain("all", 100e6)).cuts[1], 0, "by name");
        NS_TEST_EXPECT_MSG_EQ(planner->Plan(MakeChain("any", 100e6)).cuts[1], 27, "by name");
    }
};

/// What is not offered on a device is planned on none of its stages.
class OfferTestCase : public TestCase
{
  public:
    OfferTestCase()
        : TestCase("layers that were not measured on a device are planned elsewhere, or refused")
    {
    }

  private:
    void DoRun() override
    {
        ChainProblem problem = MakeChain("all", 100e6);
        const double none = std::numeric_limits<double>::quiet_NaN();
        problem.devices[0].layerTimes[5][0] = none;
        for (const std::string name : {"IovtPlanner", "IovtAuthorsPlanner"})
        {
            const ChainPlan plan = CreateChainPlanner(name)->Plan(problem);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
            EXPECT_TRUE(plan.cuts.at(1) <= 5, name << " runs it on the other device");
        }
        problem.devices[1].layerTimes[5][0] = none;
        for (const std::string name : {"IovtPlanner", "IovtAuthorsPlanner", "IovtDevicePlanner"})
        {
            const ChainPlan plan = CreateChainPlanner(name)->Plan(problem);
            const std::string words = name == "IovtAuthorsPlanner"
                                          ? "no split has times of all layers"
                                          : " offer layers[5], '";
            EXPECT_TRUE(!plan.IsUsable() && Contains(plan.reason, words),
                        name << ": " << plan.reason);
        }
        // Every layer is offered, and yet no cut is left.
        problem.devices[1].layerTimes[5][0] = 1e-3;
        problem.devices[1].layerTimes[20][0] = none;
        const ChainPlan uncut = CreateChainPlanner("IovtPlanner")->Plan(problem);
        EXPECT_TRUE(!uncut.IsUsable() && Contains(uncut.reason, "layerTimes offer no admissible"),
                    uncut.reason);
        problem.devices[1].layerTimes[5][0] = -1;
        EXPECT_TRUE(Contains(problem.Validate(), "devices[1].layerTimes[5][0]"),
                    problem.Validate());
        problem.devices[1].layerTimes[5].push_back(1);
        EXPECT_TRUE(
            Contains(problem.Validate(), "layerTimes[5] has 2 entries; needed are none or 1"),
            problem.Validate());
        problem.devices[1].layerTimes.pop_back();
        EXPECT_TRUE(
            Contains(problem.Validate(), "layerTimes has 26 entries; needed are none or 27"),
            problem.Validate());
        const ChainPlan unfused =
            CreateChainPlanner("IovtUnfusedPlanner")->Plan(MakeChain("all", 1e8));
        EXPECT_TRUE(unfused.status == PlanStatus::REFUSED, "no structure of its own");
    }
};

class IovtMeasuredTestSuite : public TestSuite
{
  public:
    IovtMeasuredTestSuite()
        : TestSuite("edge-ai-iovt-measured", TEST_UNIT)
    {
        AddTestCase(new TotalsTestCase, TEST_QUICK);
        AddTestCase(new ScanTestCase, TEST_QUICK);
        AddTestCase(new OfferTestCase, TEST_QUICK);
    }
};

const IovtMeasuredTestSuite g_iovtMeasuredTestSuite; ///< registers the suite

} // namespace
