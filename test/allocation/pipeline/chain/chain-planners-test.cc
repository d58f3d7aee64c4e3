/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Chain planners by name: plans, refusals in words, limits that cannot be kept.

#include "support/iovt-test-support.h"

#include "ns3/boolean.h"
#include "ns3/integer.h"
#include "ns3/uinteger.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::iovttest;

namespace
{

/// Names, refusals, explanations.
class PipelinePlannerTestCase : public TestCase
{
  public:
    PipelinePlannerTestCase()
        : TestCase("planners by name, refusals, infeasible limits")
    {
    }

  private:
    void DoRun() override;
};

void
PipelinePlannerTestCase::DoRun()
{
    const std::vector<std::string> names = ListChainPlanners();
    NS_TEST_EXPECT_MSG_EQ(names.size(), 11U, "planners");
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()), "sorted");
    for (const std::string& name : names)
    {
        Ptr<ChainPlanner> planner = CreateChainPlanner(name);
        NS_TEST_ASSERT_MSG_NE(planner, nullptr, name);
        ChainProblem toy = MakeToyProblem();
        if (name == "ns3::edgeai::IovtAuthorsPlanner")
        {
            toy = KeepDevices(toy, 2); // it knows no more
        }
        ChainPlan plan = planner->Plan(toy);
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
        NS_TEST_EXPECT_MSG_EQ(plan.stages.size(), toy.devices.size(), name);
        NS_TEST_EXPECT_MSG_EQ(plan.steps.size(), 2 * toy.devices.size() + 1, name);
        ChainProblem unsound = MakeToyProblem();
        unsound.devices[1].peakFlops = -1;
        plan = planner->Plan(unsound);
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name);
        EXPECT_TRUE(plan.reason.find("devices[1].peakFlops") == 0, name << ": " << plan.reason);
        plan = planner->Plan(ChainProblem());
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name);
    }
    NS_TEST_EXPECT_MSG_EQ(CreateChainPlanner("LaimPlanner"), nullptr, "another family");
    NS_TEST_EXPECT_MSG_EQ(CreateChainPlanner("IovtRulePlanner"), nullptr, "abstract");
    NS_TEST_EXPECT_MSG_EQ(CreateChainPlanner("nobody"), nullptr, "unknown");

    Ptr<ChainPlanner> device = CreateChainPlanner("IovtDevicePlanner");
    device->SetAttribute("Device", UintegerValue(4));
    ChainPlan plan = device->Plan(MakeToyProblem());
    EXPECT_TRUE(plan.status == PlanStatus::REFUSED &&
                    plan.reason == "attribute Device is 4; allowed is 1 to 3",
                plan.reason);
    Ptr<ChainPlanner> fixed = CreateChainPlanner("IovtFixedStructurePlanner");
    fixed->SetAttribute("Option", IntegerValue(3));
    plan = fixed->Plan(MakeToyProblem());
    EXPECT_TRUE(plan.reason == "attribute Option is 3; allowed is -1 to 2", plan.reason);

    ChainProblem many = MakeToyProblem();
    many.devices.resize(6, many.devices[0]);
    many.linkRates.resize(7, 1e8);
    Ptr<ChainPlanner> free = CreateChainPlanner("IovtPlanner");
    free->SetAttribute("FreeOrder", BooleanValue(true));
    plan = free->Plan(many);
    EXPECT_TRUE(plan.status == PlanStatus::REFUSED, "too many devices to reorder");
    many.layers.resize(500, many.layers[0]);
    for (const std::string name : {"IovtPlanner",
                                   "IovtUnfusedPlanner",
                                   "IovtFixedStructurePlanner",
                                   "IovtStructureOnlyPlanner",
                                   "IovtEnumerationPlanner"})
    {
        plan = CreateChainPlanner(name)->Plan(many);
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED, name << " and a large problem");
        EXPECT_TRUE(plan.reason.find("layers, devices and options make") == 0, plan.reason);
    }
    plan = CreateChainPlanner("IovtEqualFlopPlanner")->Plan(many);
    EXPECT_TRUE(plan.status == PlanStatus::SOLVED, "rules take large problems");
    ChainProblem dense = MakeToyProblem();
    dense.intensityShare = .5;
    EXPECT_TRUE(CreateChainPlanner("IovtEnumerationPlanner")->Plan(dense).status ==
                    PlanStatus::REFUSED,
                "enumeration knows no roofline rule");

    // What an explanation asks for is enough, and a little less is not.
    ChainProblem strict = MakeToyProblem();
    strict.accuracyMin = .735;
    for (const auto& [limit, solved] :
         std::vector<std::pair<double, bool>>{{.0896, false}, {.0896934, true}})
    {
        strict.latencyLimit = limit;
        for (const std::string objective : {"Weighted", "Throughput", "Latency"})
        {
            plan = PlanFor(strict, objective, "IovtEnumerationPlanner");
            EXPECT_TRUE(plan.status == (solved ? PlanStatus::SOLVED : PlanStatus::INFEASIBLE),
                        objective << " by enumeration: " << plan.reason);
            plan = PlanFor(strict, objective);
            EXPECT_TRUE(plan.status == (solved ? PlanStatus::SOLVED : PlanStatus::INFEASIBLE),
                        objective << ": " << plan.reason);
            EXPECT_TRUE(solved || plan.reason.find("latencyLimit of 0.0896 s cannot be kept: the "
                                                   "least latency with an accuracy of at least "
                                                   "0.735 is 0.0896933 s") == 0,
                        plan.reason);
        }
    }
    strict.accuracyMin = .7501;
    plan = PlanFor(strict, "Weighted");
    EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, "beyond the largest structure");
    EXPECT_TRUE(plan.reason.find("accuracyMin of 0.7501 cannot be kept: the highest accuracy of a "
                                 "division that fits is 0.75") == 0,
                plan.reason);
    for (ChainDevice& small : strict.devices)
    {
        small.memoryBytes = 1e6;
    }
    plan = PlanFor(strict, "Weighted");
    EXPECT_TRUE(plan.reason.find("devices[].memoryBytes hold no") == 0, plan.reason);
    plan = CreateChainPlanner("IovtFixedStructurePlanner")->Plan(strict);
    EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE, "memories bind the fixed structure");
    plan = CreateChainPlanner("IovtEqualLayersPlanner")->Plan(strict);
    EXPECT_TRUE(plan.status == PlanStatus::VIOLATED, "rules do not look at memories");
}

/// The suite.
class PipelinePlannersTestSuite : public TestSuite
{
  public:
    PipelinePlannersTestSuite()
        : TestSuite("edge-ai-pipeline-planners", TEST_UNIT)
    {
        AddTestCase(new PipelinePlannerTestCase, TEST_QUICK);
    }
};

const PipelinePlannersTestSuite g_pipelinePlannersTestSuite; ///< registers the suite

} // namespace
