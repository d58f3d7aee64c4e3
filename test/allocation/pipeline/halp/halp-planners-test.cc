/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners that divide feature maps by rows: what they find, and what they refuse.

#include "support/halp-test-support.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/profile-error.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <functional>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::halptest;

namespace
{

/// @returns the plan of a planner by name
RowPartitionPlan
PlanBy(const std::string& name, const RowPartitionProblem& problem)
{
    return CreateRowPartitionPlanner(name)->Plan(problem);
}

/// The best zones and ratios.
class HalpGridTestCase : public TestCase
{
  public:
    HalpGridTestCase()
        : TestCase("best zone and ratio of VGG-16, equal and unequal secondaries")
    {
    }

  private:
    void DoRun() override
    {
        const RowMedium shared = RowMedium::SHARED;
        for (const auto& [problem, time] : std::vector<std::pair<RowPartitionProblem, double>>{
                 {MakeVgg(1e9), 1.088332851},
                 {MakeVgg(100e6), 1.095154995},
                 {MakeVgg(100e6, shared), 1.107448832}})
        {
            const RowPartitionPlan plan = PlanBy("HalpPlanner", problem);
            EXPECT_ABSOLUTE(plan.time, time, PLACES, "best zone");
            EXPECT_RELATIVE(plan.zoneShare, .32, GIVEN, "best zone");
            EXPECT_RELATIVE(plan.ratio, .5, GIVEN, "equal secondaries");
            NS_TEST_EXPECT_MSG_EQ(plan.summary.evaluations, 26U, "one ratio");
            NS_TEST_EXPECT_MSG_EQ(plan.alone, false, "shared");
        }
        const RowPartitionProblem uneven = MakeShared("VGG-16", {10e9, 10e9, 5e9}, 1e9);
        EXPECT_ABSOLUTE(PlanDefault(uneven).time, 2.790691994, PLACES, "half each");
        const RowPartitionPlan overlap = PlanBy("HalpOverlapPlanner", uneven);
        EXPECT_ABSOLUTE(overlap.time, 1.881979904, PLACES, "the overlap alone");
        EXPECT_RELATIVE(overlap.ratio, .67, GIVEN, "ratio");
        Ptr<RowPartitionPlanner> coarse = CreateRowPartitionPlanner("HalpPlanner");
        coarse->SetAttribute("RatioStep", DoubleValue(.02));
        RowPartitionPlan plan = coarse->Plan(uneven);
        EXPECT_ABSOLUTE(plan.time, 1.305807462, PLACES, "zone and ratio");
        EXPECT_RELATIVE(plan.zoneShare, .4, GIVEN, "zone");
        EXPECT_RELATIVE(plan.ratio, .68, GIVEN, "ratio");
        // The finer steps of the defaults find a better one.
        plan = PlanBy("HalpPlanner", uneven);
        EXPECT_ABSOLUTE(plan.time, 1.283062323, PLACES, "finer ratios");
        EXPECT_RELATIVE(plan.ratio, .67, GIVEN, "ratio");
        Ptr<RowPartitionPlanner> refined = CreateRowPartitionPlanner("HalpPlanner");
        refined->SetAttribute("Refine", BooleanValue(true));
        EXPECT_TRUE(refined->Plan(uneven).time < plan.time * (1 - 1e-3), "single boundaries");
    }
};

/// Refinement against all boundaries of a small network.
class HalpRefinementTestCase : public TestCase
{
  public:
    HalpRefinementTestCase()
        : TestCase("refined boundaries of a toy against all boundaries")
    {
    }

  private:
    void DoRun() override
    {
        for (const std::vector<double>& speeds : {std::vector<double>{144e3, 144e3, 144e3},
                                                  {100e3, 200e3, 150e3},
                                                  {300e3, 100e3, 250e3}})
        {
            RowPartitionProblem toy = MakeToy();
            for (uint32_t node = 0; node < 3; ++node)
            {
                toy.nodes[node].flops = speeds[node];
            }
            double least = std::numeric_limits<double>::infinity();
            std::vector<RowZone> zones(2);
            const std::function<void(std::size_t)> choose = [&](std::size_t layer) {
                if (layer == zones.size())
                {
                    if (ExplainHalpZones(toy, zones).empty())
                    {
                        least = std::min(least, EvaluateHalp(toy, zones).time);
                    }
                    return;
                }
                for (uint32_t first = 0; first <= 8; ++first)
                {
                    for (uint32_t end = first; end <= 8; ++end)
                    {
                        zones[layer] = {first, end};
                        choose(layer + 1);
                    }
                }
            };
            choose(0);
            HalpSearchOptions options;
            options.convolutionZone = 1;
            const double grid = SearchHalp(toy, options).time;
            options.refine = true;
            const double refined = SearchHalp(toy, options).time;
            EXPECT_TRUE(refined <= grid && refined >= least * (1 - 1e-12), "between");
            // Of zones that are equally fast, here the same, the narrowest share is taken.
            options.refine = false;
            const RowPartitionPlan plan = SearchHalp(toy, options);
            HalpShape narrower{plan.zoneShare - options.zoneStep, plan.ratio, 1, 2};
            EXPECT_TRUE(plan.zoneShare == 0 || EvaluateHalp(toy, ZonesOf(toy, narrower)).time >
                                                   plan.time * (1 + 1e-12),
                        "the narrowest of equal zones");
            // Steps of a row find the best of these, though they need not of every network.
            EXPECT_TRUE(refined <= least * 1.05, refined << " instead of " << least);
        }
    }
};

/// Networks for which secondaries are worth their messages, and one for which they are not.
class HalpMobileNetTestCase : public TestCase
{
  public:
    HalpMobileNetTestCase()
        : TestCase("MobileNetV1: shared, or alone where that is faster")
    {
    }

  private:
    void DoRun() override
    {
        struct Line
        {
            std::string options;
            double alone;
            double shared;
        };

        for (const Line& line : {Line{"width=1", .227496141, .106103194},
                                 Line{"width=0.75", .130160179, .067724390},
                                 Line{"width=0.5", .059798835, .040665293},
                                 Line{"width=0.25", .016412109, .021313229},
                                 Line{"resolution=192", .167248691, .081775821},
                                 Line{"resolution=160", .116270080, .065810432},
                                 Line{"resolution=128", .074560307, .049750016}})
        {
            const RowPartitionProblem problem =
                MakeShared("MobileNetV1@" + line.options, {5e9, 5e9, 5e9}, 100e6);
            Ptr<RowPartitionPlanner> planner = CreateRowPartitionPlanner("HalpPlanner");
            planner->SetAttribute("ZoneMax", DoubleValue(0));
            RowPartitionPlan plan = planner->Plan(problem);
            EXPECT_ABSOLUTE(plan.time, std::min(line.alone, line.shared), PLACES, line.options);
            NS_TEST_EXPECT_MSG_EQ(plan.alone, (line.alone < line.shared), line.options);
            EXPECT_ABSOLUTE(plan.aloneTime, line.alone, PLACES, line.options);
            planner->SetAttribute("MayRunAlone", BooleanValue(false));
            plan = planner->Plan(problem);
            EXPECT_ABSOLUTE(plan.time, line.shared, PLACES, line.options);
            NS_TEST_EXPECT_MSG_EQ(plan.alone, false, line.options);
            EXPECT_ABSOLUTE(PlanBy("HalpAlonePlanner", problem).time, line.alone, PLACES, "alone");
        }
    }
};

/// Names, refusals, deadlines.
class RowPlannersTestCase : public TestCase
{
  public:
    RowPlannersTestCase()
        : TestCase("planners by name, refusals, deadlines")
    {
    }

  private:
    void DoRun() override;
};

void
RowPlannersTestCase::DoRun()
{
    const std::vector<std::string> names = ListRowPartitionPlanners();
    NS_TEST_EXPECT_MSG_EQ(names.size(), 8U, "planners");
    for (const std::string& name : names)
    {
        RowPartitionPlan plan = PlanBy(name, MakeVgg(100e6));
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
        EXPECT_TRUE(plan.time * (1 + 1e-12) >= plan.bound, name);
        RowPartitionProblem late = MakeVgg(100e6);
        late.uploadRate = 1204224;
        late.deadline = plan.time + .999;
        plan = PlanBy(name, late);
        EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, name << " is late");
        EXPECT_TRUE(plan.reason.find("deadline of ") == 0, plan.reason);
        late.deadline = plan.time + 1.001;
        EXPECT_TRUE(PlanBy(name, late).status == PlanStatus::SOLVED, name << " is in time");
        RowPartitionProblem unsound = MakeVgg(1e8);
        unsound.nodes[2].flops = 0;
        plan = PlanBy(name, unsound);
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED &&
                        plan.reason.find("nodes[2].flops is 0 FLOP/s; allowed is ") == 0,
                    name << ": " << plan.reason);
        EXPECT_TRUE(PlanBy(name, RowPartitionProblem()).status == PlanStatus::REFUSED, name);
        RowPartitionProblem slow = MakeVgg(1e-49);
        plan = PlanBy(name, slow);
        const bool alone =
            name == "ns3::edgeai::HalpAlonePlanner" || name == "ns3::edgeai::HalpPlanner";
        EXPECT_TRUE(plan.status == (alone ? PlanStatus::SOLVED : PlanStatus::INFEASIBLE),
                    name << " with links that are as good as none: " << plan.reason);
    }
    const RowPartitionProblem two = MakeShared("VGG-16", {1e9, 1e9}, 1e8);
    EXPECT_TRUE(PlanBy("HalpPlanner", two).reason ==
                    "nodes.size() is 2; allowed is 3, a host and two secondaries",
                PlanBy("HalpPlanner", two).reason);
    EXPECT_TRUE(PlanBy("ModnnPlanner", two).status == PlanStatus::SOLVED, "two workers");
    Ptr<RowPartitionPlanner> planner = CreateRowPartitionPlanner("DpfpPlanner");
    planner->SetAttribute("Workers", UintegerValue(3));
    EXPECT_TRUE(planner->Plan(two).reason ==
                    "attribute Workers is 3; allowed is 0 to 2, the number of nodes",
                planner->Plan(two).reason);
    planner = CreateRowPartitionPlanner("HalpPlanner");
    planner->SetAttribute("ZoneMin", DoubleValue(.6));
    EXPECT_TRUE(planner->Plan(MakeVgg(1e8)).reason ==
                    "attribute ZoneMin is 0.6; allowed is 0 to ZoneMax, which is 0.5",
                planner->Plan(MakeVgg(1e8)).reason);
    // Zones of no row at all need rows of the other secondary.
    planner = CreateRowPartitionPlanner("HalpOverlapPlanner");
    planner->SetAttribute("ConvolutionZone", UintegerValue(0));
    planner->SetAttribute("PoolingZone", UintegerValue(0));
    const RowPartitionPlan apart = planner->Plan(MakeVgg(1e8));
    EXPECT_TRUE(apart.status == PlanStatus::INFEASIBLE &&
                    apart.reason.find("no zone of the grid") == 0,
                apart.reason);
    EXPECT_TRUE(CreateRowPartitionPlanner("HalpZonePlanner") == nullptr, "abstract");
    EXPECT_TRUE(CreateRowPartitionPlanner("IovtPlanner") == nullptr, "another family");
}

/// Every field with a bad value.
class RowProblemTestCase : public TestCase
{
  public:
    RowProblemTestCase()
        : TestCase("problems that are not sound, field by field")
    {
    }

  private:
    void DoRun() override
    {
        using Change = std::function<void(RowPartitionProblem&)>;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const std::vector<std::pair<std::string, Change>> changes{
            {"imageRows is 0", [](auto& p) { p.imageRows = 0; }},
            {"imageRowBytes is 0", [](auto& p) { p.imageRowBytes = 0; }},
            {"layers.size() is 0", [](auto& p) { p.layers.clear(); }},
            {"tailFlop is -1", [](auto& p) { p.tailFlop = -1; }},
            {"resultBits is nan", [nan](auto& p) { p.resultBits = nan; }},
            {"nodes.size() is 0", [](auto& p) { p.nodes.clear(); }},
            {"nodes.size() is 17", [](auto& p) { p.nodes.resize(17, p.nodes[0]); }},
            {"linkRate is 0", [](auto& p) { p.linkRate = 0; }},
            {"pairRates has 2 rates", [](auto& p) { p.pairRates.resize(2); }},
            {"pairRates[3] is -1",
             [](auto& p) {
                 p.pairRates = {0, 0, 0, -1, 0, 0, 0, 0, 0};
             }},
            {"medium is 2", [](auto& p) { p.medium = static_cast<RowMedium>(2); }},
            {"messageTime is -1", [](auto& p) { p.messageTime = -1; }},
            {"messageBytes is -1", [](auto& p) { p.messageBytes = -1; }},
            {"tasks is 0", [](auto& p) { p.tasks = 0; }},
            {"uploadRate is -1", [](auto& p) { p.uploadRate = -1; }},
            {"deadline is nan", [nan](auto& p) { p.deadline = nan; }},
            {"nodes[1].flops is nan", [nan](auto& p) { p.nodes[1].flops = nan; }},
            {"nodes[0].operationTime is -1", [](auto& p) { p.nodes[0].operationTime = -1; }},
            {"nodes[2].busyPower is -1", [](auto& p) { p.nodes[2].busyPower = -1; }},
            {"layers[1].rows.kernel is 0",
             [](auto& p) {
                 p.layers[1].rows = {0, 1, 0, 0};
             }},
            {"layers[1].rows.stride is 0", [](auto& p) { p.layers[1].rows.stride = 0; }},
            {"layers[1].rows.padding is 3", [](auto& p) { p.layers[1].rows.padding = 3; }},
            {"layers[1].rows.trailing is 3", [](auto& p) { p.layers[1].rows.trailing = 3; }},
            {"layers[0].outputRows is 0", [](auto& p) { p.layers[0].outputRows = 0; }},
            {"layers[1].outputRows is 7; its rows make 8 of 8",
             [](auto& p) { p.layers[1].outputRows = 7; }},
            {"layers[1].rowFlop is -1", [](auto& p) { p.layers[1].rowFlop = -1; }},
            {"layers[0].rowBytes is 0", [](auto& p) { p.layers[0].rowBytes = 0; }}};
        EXPECT_TRUE(MakeToy().Validate().empty(), "sound");
        for (const auto& [expected, change] : changes)
        {
            RowPartitionProblem problem = MakeToy();
            change(problem);
            EXPECT_TRUE(problem.Validate().find(expected) == 0,
                        expected << " is answered by: " << problem.Validate());
        }
        for (const std::string network : {"ViT-B/16", "ResNet-18"})
        {
            std::string message;
            try
            {
                const RowPartitionProblem made = MakeShared(network, {1e9}, 1e8);
                message = std::to_string(made.layers.size());
            }
            catch (const ProfileError& error)
            {
                message = error.what();
            }
            // A residual network is divided down to its first residual block.
            EXPECT_TRUE(network == "ResNet-18"
                            ? message == "2"
                            : message.find("cannot be divided by rows") != std::string::npos,
                        message);
        }
    }
};

/// Planners that divide feature maps by rows.
class HalpPlannersTestSuite : public TestSuite
{
  public:
    HalpPlannersTestSuite()
        : TestSuite("edge-ai-halp-planners", TEST_UNIT)
    {
        AddTestCase(new HalpGridTestCase, TEST_QUICK);
        AddTestCase(new HalpRefinementTestCase, TEST_QUICK);
        AddTestCase(new HalpMobileNetTestCase, TEST_QUICK);
        AddTestCase(new RowPlannersTestCase, TEST_QUICK);
        AddTestCase(new RowProblemTestCase, TEST_QUICK);
    }
};

static HalpPlannersTestSuite g_halpPlannersTestSuite; ///< registers the suite

} // namespace
