/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Rows, exchange and work of networks that HALP divides.

#include "support/halp-test-support.h"

#include <algorithm>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halptest;

namespace
{

/// The row table of VGG-16 and what it adds up to.
class HalpTableTestCase : public TestCase
{
  public:
    HalpTableTestCase()
        : TestCase("rows, exchange and sizes of VGG-16, layer by layer")
    {
    }

  private:
    void DoRun() override;
};

void
HalpTableTestCase::DoRun()
{
    struct Line
    {
        std::string name;
        uint32_t first;
        uint32_t host;
        uint32_t second;
        uint32_t e01;
        uint32_t e02;
        uint32_t e10;
        uint32_t e20;
        double rowBytes;
    };

    const std::vector<Line> table{{"conv1_1", 110, 4, 110, 1, 1, 1, 1, 57344},
                                  {"conv1_2", 110, 4, 110, 0, 0, 0, 0, 57344},
                                  {"pool1", 55, 2, 55, 0, 0, 2, 2, 28672},
                                  {"conv2_1", 54, 4, 54, 1, 1, 1, 1, 57344},
                                  {"conv2_2", 54, 4, 54, 0, 0, 0, 0, 57344},
                                  {"pool2", 27, 2, 27, 0, 0, 2, 2, 28672},
                                  {"conv3_1", 26, 4, 26, 1, 1, 1, 1, 57344},
                                  {"conv3_2", 26, 4, 26, 1, 1, 1, 1, 57344},
                                  {"conv3_3", 26, 4, 26, 0, 0, 0, 0, 57344},
                                  {"pool3", 13, 2, 13, 0, 0, 2, 2, 28672},
                                  {"conv4_1", 12, 4, 12, 1, 1, 1, 1, 57344},
                                  {"conv4_2", 12, 4, 12, 1, 1, 1, 1, 57344},
                                  {"conv4_3", 12, 4, 12, 0, 0, 0, 0, 57344},
                                  {"pool4", 6, 2, 6, 0, 0, 2, 2, 28672},
                                  {"conv5_1", 5, 4, 5, 1, 1, 1, 1, 28672},
                                  {"conv5_2", 5, 4, 5, 1, 1, 1, 1, 28672},
                                  {"conv5_3", 5, 4, 5, 1, 0, 0, 1, 28672},
                                  {"pool5", 3, 2, 2, 0, 0, 3, 2, 14336}};
    const RowPartitionProblem problem = MakeVgg(1e9);
    const std::vector<RowZone> zones = ZonesOf(problem);
    NS_TEST_ASSERT_MSG_EQ(problem.layers.size(), table.size(), "layers");
    EXPECT_TRUE(ExplainHalpZones(problem, zones).empty(), ExplainHalpZones(problem, zones));
    const HalpExchange image = GetHalpExchange(problem, zones, 0);
    NS_TEST_EXPECT_MSG_EQ(image.toFirst.GetCount(), 111U, "image rows of secondary 1");
    NS_TEST_EXPECT_MSG_EQ(image.toSecond.GetCount(), 111U, "image rows of secondary 2");
    for (std::size_t i = 0; i < table.size(); ++i)
    {
        const Line& line = table[i];
        const RowPartitionLayer& layer = problem.layers[i];
        const RowZone& zone = zones[i];
        NS_TEST_EXPECT_MSG_EQ(layer.name, line.name, "layer");
        NS_TEST_EXPECT_MSG_EQ(zone.zoneFirst, line.first, line.name << " secondary 1");
        NS_TEST_EXPECT_MSG_EQ(zone.zoneEnd - zone.zoneFirst, line.host, line.name << " host");
        NS_TEST_EXPECT_MSG_EQ(layer.outputRows - zone.zoneEnd, line.second, line.name);
        const HalpExchange exchange = GetHalpExchange(problem, zones, i + 1);
        NS_TEST_EXPECT_MSG_EQ(exchange.toFirst.GetCount(), line.e01, line.name << " e01");
        NS_TEST_EXPECT_MSG_EQ(exchange.toSecond.GetCount(), line.e02, line.name << " e02");
        NS_TEST_EXPECT_MSG_EQ(exchange.fromFirst.GetCount(), line.e10, line.name << " e10");
        NS_TEST_EXPECT_MSG_EQ(exchange.fromSecond.GetCount(), line.e20, line.name << " e20");
        EXPECT_RELATIVE(layer.rowBytes, line.rowBytes, 1e-15, line.name << " bytes a row");
    }

    const RowPartitionPlan plan = PlanDefault(problem);
    EXPECT_RELATIVE(plan.nodes[0].flop, 2 * (1520934912. + 123633664), 1e-14, "host and tail");
    EXPECT_RELATIVE(plan.nodes[1].flop, 2 * 6912847872., 1e-14, "secondary 1");
    EXPECT_RELATIVE(plan.nodes[2].flop, 2 * 6912847872., 1e-14, "secondary 2");
    double toFirst = 0;
    double toSecond = 0;
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
    {
        const PlanStep& step = plan.steps[i];
        if (step.kind == StepKind::TRANSFER && step.node == 0 && plan.operations[i].layer > 0)
        {
            toFirst += step.peer == 1 ? step.bits / 8 : 0;
            toSecond += step.peer == 2 ? step.bits / 8 : 0;
        }
    }
    EXPECT_RELATIVE(toFirst, 430080., 1e-14, "bytes host to secondary 1");
    EXPECT_RELATIVE(toSecond, 401408., 1e-14, "bytes host to secondary 2");
    EXPECT_RELATIVE(plan.nodes[1].sentBytes, 673792., 1e-14, "bytes secondary 1 to host");
    EXPECT_RELATIVE(plan.nodes[2].sentBytes, 688128., 1e-14, "bytes secondary 2 to host");
}

/// Work of the networks.
class HalpWorkTestCase : public TestCase
{
  public:
    HalpWorkTestCase()
        : TestCase("multiply-adds of VGG-16 and MobileNetV1, rows of VGG-16")
    {
    }

  private:
    void DoRun() override
    {
        const RowPartitionProblem vgg = MakeVgg(1e9);
        EXPECT_RELATIVE(vgg.tailFlop, 2 * 123633664., 1e-15, "fully connected layers");
        EXPECT_RELATIVE(vgg.GetFlop(), 2 * 15470264320., 1e-15, "all");
        EXPECT_RELATIVE(vgg.GetFlop() - vgg.tailFlop, 2 * 15346630656., 1e-15, "convolutions");
        EXPECT_RELATIVE(vgg.GetImageBits(), 1204224., 1e-15, "image");
        const std::vector<uint32_t>
            rows{224, 224, 224, 112, 112, 112, 56, 56, 56, 56, 28, 28, 28, 28, 14, 14, 14, 14, 7};
        for (uint32_t i = 0; i < rows.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(vgg.GetRows(i), rows[i], "rows behind layer " << i);
        }
        const std::vector<std::pair<std::string, double>> expected{
            {"MobileNetV1", 568740352},
            {"MobileNetV1@width=0.75", 325400448},
            {"MobileNetV1@width=0.5", 149497088},
            {"MobileNetV1@width=0.25", 41030272},
            {"MobileNetV1@resolution=192", 418121728},
            {"MobileNetV1@resolution=160", 290675200},
            {"MobileNetV1@resolution=128", 186400768}};
        for (const auto& [network, multiplyAdds] : expected)
        {
            const RowPartitionProblem problem = MakeShared(network, {5e9}, 1e8);
            EXPECT_RELATIVE(problem.GetFlop(), 2 * multiplyAdds, 1e-15, network);
            NS_TEST_EXPECT_MSG_EQ(problem.layers.size(), 27U, network);
        }
    }
};

/// What must hold of any zone.
class HalpPartitionTestCase : public TestCase
{
  public:
    HalpPartitionTestCase()
        : TestCase("all rows are computed once, by neighbours that never skip the host")
    {
    }

  private:
    void DoRun() override;
};

void
HalpPartitionTestCase::DoRun()
{
    uint32_t valid = 0;
    for (const std::string network : {"VGG-16", "MobileNetV1", "AlexNet", "TinyYOLOv2"})
    {
        const RowPartitionProblem problem = MakeShared(network, {1e9, 2e9, 3e9}, 1e8);
        for (const double share : {0., .1, .3, .5})
        {
            for (const double ratio : {.3, .5, .72})
            {
                const std::vector<RowZone> zones = ZonesOf(problem, {share, ratio, 4, 2});
                EXPECT_TRUE(AreHalpZonesValid(problem, zones) ==
                                ExplainHalpZones(problem, zones).empty(),
                            network);
                if (!AreHalpZonesValid(problem, zones))
                {
                    continue;
                }
                ++valid;
                for (const HalpOrder order :
                     {HalpOrder::EDGE_FIRST, HalpOrder::BODY_FIRST, HalpOrder::BARRIERS})
                {
                    const RowPartitionPlan plan = EvaluateHalp(problem, zones, order);
                    std::vector<std::vector<uint32_t>> done(problem.layers.size() + 1);
                    for (uint32_t i = 1; i < done.size(); ++i)
                    {
                        done[i].assign(problem.GetRows(i), 0);
                    }
                    double flop = 0;
                    for (std::size_t i = 0; i < plan.steps.size(); ++i)
                    {
                        const PlanStep& step = plan.steps[i];
                        const RowOperation& rows = plan.operations[i];
                        if (step.kind == StepKind::TRANSFER)
                        {
                            EXPECT_TRUE(step.node == 0 || step.peer == 0, "only with the host");
                            continue;
                        }
                        flop += step.work;
                        for (uint32_t row = rows.first; row < rows.end; ++row)
                        {
                            ++done.at(rows.layer).at(row);
                        }
                    }
                    for (uint32_t i = 1; i < done.size(); ++i)
                    {
                        EXPECT_TRUE(std::count(done[i].begin(), done[i].end(), 1U) ==
                                        static_cast<int64_t>(done[i].size()),
                                    network << " layer " << i << ": each row once");
                    }
                    EXPECT_RELATIVE(flop, problem.GetFlop(), 1e-12, "nothing is computed twice");
                }
            }
        }
    }
    NS_TEST_EXPECT_MSG_GT(valid, 20U, "most zones keep the secondaries apart");

    // Without a zone the secondaries need each other's rows, unless the host takes those over
    // behind.
    const RowPartitionProblem toy = MakeToy();
    EXPECT_TRUE(ExplainHalpZones(toy, {{3, 3}, {2, 6}}).empty(), "a wider zone behind none");
    EXPECT_TRUE(!ExplainHalpZones(toy, {{3, 3}, {3, 5}}).empty(), "not wide enough");
    EXPECT_TRUE(ExplainHalpZones(toy, {{3, 3}, {3, 3}}) ==
                    "zones[0], rows 3 to 3, is too narrow: of its layer secondary 1 reads rows 0 "
                    "to 4 and secondary 2 rows 2 to 8",
                ExplainHalpZones(toy, {{3, 3}, {3, 3}}));
    EXPECT_TRUE(ExplainHalpZones(toy, {{3, 4}}) ==
                    "zones has 1 entries; needed is one per layer, 2",
                "number");
    EXPECT_TRUE(ExplainHalpZones(toy, {{3, 4}, {5, 4}}) ==
                    "zones[1] is 5 to 4; allowed is 0 to 8, ascending",
                "order");
    EXPECT_TRUE(ExplainHalpZones(toy, {{3, 9}, {3, 5}}) ==
                    "zones[0] is 3 to 9; allowed is 0 to 8, ascending",
                "range");
}

/// Rows of HALP.
class HalpRowsTestSuite : public TestSuite
{
  public:
    HalpRowsTestSuite()
        : TestSuite("edge-ai-halp-rows", TEST_UNIT)
    {
        AddTestCase(new HalpTableTestCase, TEST_QUICK);
        AddTestCase(new HalpWorkTestCase, TEST_QUICK);
        AddTestCase(new HalpPartitionTestCase, TEST_QUICK);
    }
};

static HalpRowsTestSuite g_halpRowsTestSuite; ///< registers the suite

} // namespace
