/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What every plan has: head, refusal, steps, named fields; and planners by present and former
// names.

#include "allocation/plan/planner-registry.h"
#include "support/expectations.h"
#include "support/iovt-test-support.h"
#include "support/laim-test-support.h"
#include "support/test-text.h"

#include "ns3/chain-planner.h"
#include "ns3/split-planner.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <set>
#include <sstream>
#include <type_traits>

using namespace ns3;
using namespace ns3::edgeai;

namespace ns3
{
namespace edgeai
{

/// A planner of a family of its own: doubles a number up to its limit.
struct TestNumber
{
    double value{0}; ///< what to double, >= 0

    std::string Validate() const
    {
        return value >= 0 ? "" : "value is negative";
    }
};

/// Twice the number.
struct TestDouble : PlanHead
{
    double value{0};
    bool completed{false};
};

/// Base of the family.
class TestNumberPlanner : public Planner<TestNumber, TestDouble>
{
  public:
    static TypeId GetTypeId();

  private:
    void Complete(const TestNumber&, TestDouble& plan) const final
    {
        plan.completed = true;
    }
};

/// Its only method.
class TestDoublingPlanner : public TestNumberPlanner
{
  public:
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const TestNumber& number) const override
    {
        return number.value > 10 ? "value is beyond 10" : "";
    }

    TestDouble DoPlan(const TestNumber& number) const override
    {
        TestDouble plan;
        plan.status = PlanStatus::SOLVED;
        plan.value = 2 * number.value;
        return plan;
    }
};

EDGE_AI_PLANNER_FAMILY(TestNumberPlanner)
EDGE_AI_PLANNER(TestDoublingPlanner, TestNumberPlanner)
EDGE_AI_PLANNER_ALIAS(TestTwicePlanner, TestDoublingPlanner);
EDGE_AI_PLANNER_ALIAS(TestLostPlanner, TestNobodyPlanner);

} // namespace edgeai
} // namespace ns3

namespace
{

/// Lists the names of fields as "name[unit]", with what is inside in brackets; complains about
/// values out of their range.
class FieldLister
{
  public:
    template <typename T>
    void operator()(const Field& field, T& value)
    {
        names.push_back(field.name);
        if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
        {
            if (!field.Allows(static_cast<double>(value)))
            {
                wrong += field.name + " ";
            }
        }
        else if constexpr (!std::is_same_v<T, std::string>)
        {
            Enter(value);
        }
    }

    std::vector<std::string> names; ///< in order
    std::string wrong;              ///< names of fields out of range

  private:
    template <typename T>
    void Enter(T& value)
    {
        value.Fields(*this);
    }

    template <typename T>
    void Enter(std::vector<T>& values)
    {
        if constexpr (!std::is_arithmetic_v<T>)
        {
            for (T& value : values)
            {
                value.Fields(*this);
            }
        }
    }
};

/// Status, refusal, completion.
class HeadTestCase : public TestCase
{
  public:
    HeadTestCase()
        : TestCase("head of a plan, and one way to refuse")
    {
    }

  private:
    void DoRun() override
    {
        PlanHead head;
        EXPECT_TRUE(!head.IsUsable(), "nothing was decided");
        for (const auto& [status, usable] :
             std::vector<std::pair<PlanStatus, bool>>{{PlanStatus::SOLVED, true},
                                                      {PlanStatus::VIOLATED, true},
                                                      {PlanStatus::INFEASIBLE, false},
                                                      {PlanStatus::REFUSED, false}})
        {
            head.status = status;
            EXPECT_TRUE(head.IsUsable() == usable, static_cast<int>(status));
        }
        head.Refuse("no");
        EXPECT_TRUE(head.status == PlanStatus::REFUSED && head.reason == "no", "refused");

        Ptr<TestNumberPlanner> planner = CreatePlanner<TestNumberPlanner>("TestDoublingPlanner");
        NS_TEST_ASSERT_MSG_NE(planner, nullptr, "found");
        TestDouble plan = planner->Plan({3});
        EXPECT_TRUE(plan.IsUsable() && plan.value == 6 && plan.completed, "twice three");
        plan = planner->Plan({-1});
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED && plan.completed && plan.value == 0,
                    "unsound");
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "value is negative", "the problem's complaint");
        plan = planner->Plan({11});
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED && plan.completed, "refused");
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "value is beyond 10", "the method's complaint");

        SplitPlan both;
        both.status = PlanStatus::SOLVED;
        SplitDecision decision;
        decision.status = PlanStatus::SOLVED;
        both.Append(decision, "first: ");
        EXPECT_TRUE(both.status == PlanStatus::SOLVED && both.reason.empty(), "good so far");
        decision.status = PlanStatus::VIOLATED;
        decision.reason = "late";
        both.Append(decision, "second: ");
        decision.status = PlanStatus::SOLVED;
        decision.reason = "";
        both.Append(decision, "third: ");
        EXPECT_TRUE(both.status == PlanStatus::VIOLATED, "the worst");
        NS_TEST_EXPECT_MSG_EQ(both.reason, "second: late", "its reason");
    }
};

/// Names, former names, families.
class RegistryTestCase : public TestCase
{
  public:
    RegistryTestCase()
        : TestCase("planners by present and former names")
    {
    }

  private:
    void DoRun() override
    {
        const auto all = ListPlannerTypes(PlannerBase::GetTypeId());
        std::size_t families = 0;
        for (const auto& family : {ListSplitPlanners(),
                                   ListChainPlanners(),
                                   ListPlannerTypes(TestNumberPlanner::GetTypeId())})
        {
            families += family.size();
            EXPECT_TRUE(std::includes(all.begin(), all.end(), family.begin(), family.end()),
                        "every family is among all planners");
        }
        EXPECT_TRUE(families <= all.size() && families >= 30, "all " << all.size());

        {
            const ErrorText errors;
            const auto twice = CreatePlanner<TestNumberPlanner>("TestTwicePlanner");
            NS_TEST_ASSERT_MSG_NE(twice, nullptr, "the former name");
            NS_TEST_EXPECT_MSG_EQ(twice->GetInstanceTypeId().GetName(),
                                  "ns3::edgeai::TestDoublingPlanner",
                                  "has its present name");
            EXPECT_TRUE(CreatePlanner<TestNumberPlanner>("ns3::edgeai::TestTwicePlanner") !=
                            nullptr,
                        "in full");
            NS_TEST_EXPECT_MSG_EQ(errors.Get(),
                                  "warning: planner TestTwicePlanner is called "
                                  "TestDoublingPlanner now; the old name goes with the next "
                                  "release\n",
                                  "said once");
        }
        const ErrorText errors;
        EXPECT_TRUE(CreatePlanner<TestNumberPlanner>("TestLostPlanner") == nullptr,
                    "nobody has that name now");
        EXPECT_TRUE(CreateSplitPlanner("TestTwicePlanner") == nullptr, "another family");
        EXPECT_TRUE(CreateSplitPlanner("ns3::edgeai::") == nullptr, "no name");
        NS_TEST_EXPECT_MSG_EQ(errors.Get(), "", "nothing to warn about");
        for (const std::string name : {"Random",
                                       "OnDevice",
                                       "OnServer",
                                       "FixedSplit",
                                       "FixedFrequency",
                                       "FixedPower",
                                       "EqualTime",
                                       "NoPruning",
                                       "DeviceOnly",
                                       "EdgeOnly",
                                       "Oma"})
        {
            const auto planner = CreateSplitPlanner(name + "Planner");
            NS_TEST_ASSERT_MSG_NE(planner, nullptr, name);
            const std::string present = planner->GetInstanceTypeId().GetName();
            EXPECT_TRUE(present == "ns3::edgeai::Laim" + name + "Planner" ||
                            present == "ns3::edgeai::Ecc" + name + "Planner",
                        present);
            const auto names = ListSplitPlanners();
            EXPECT_TRUE(
                std::count(names.begin(), names.end(), "ns3::edgeai::" + name + "Planner") == 0,
                "listed by its present name only");
            EXPECT_TRUE(errors.Get().find(present.substr(13) + " now") != std::string::npos,
                        errors.Get());
        }
    }
};

/// Steps of split tasks and of chains.
class StepsTestCase : public TestCase
{
  public:
    StepsTestCase()
        : TestCase("what plans expect of every step")
    {
    }

  private:
    void DoRun() override
    {
        SplitStepsOf("LaimPlanner", false);
        SplitStepsOf("EccEdgeOnlyPlanner", true);
        ChainSteps();
    }

    /// @param [in] name of a planner  @param [in] downlink whether it plans the answer
    void SplitStepsOf(const std::string& name, bool downlink);
    void ChainSteps();
};

void
StepsTestCase::SplitStepsOf(const std::string& name, bool downlink)
{
    SplitProblem problem = laimtest::ScenarioA();
    problem.devices.resize(2, problem.devices[0]);
    problem.devices[0].resultBits = 800;
    problem.devices[1].resultBits = 800;
    const SplitPlan plan = CreateSplitPlanner(name)->Plan(problem);
    for (uint32_t k = 0; k < 2; ++k)
    {
        const SplitDecision& decision = plan.decisions[k];
        NS_TEST_ASSERT_MSG_EQ(decision.IsUsable(), true, name << ": " << decision.reason);
        const SplitOption& option = *problem.devices[k].FindOption(decision.split);
        double time = problem.devices[k].overheadLatency;
        double energy = problem.devices[k].overheadEnergy;
        std::string way;
        for (const PlanStep& step : decision.steps)
        {
            way += step.name + " ";
            const bool planned = downlink || step.name != "downlink";
            EXPECT_TRUE(std::isnan(step.time) != planned && std::isnan(step.energy) != planned,
                        step.name);
            time += planned ? step.time : 0;
            energy += planned ? step.energy : 0;
            const bool computes = step.kind == StepKind::COMPUTE;
            EXPECT_TRUE(std::isnan(step.bits) == computes && std::isnan(step.work) != computes,
                        step.name);
            const bool mine = step.name == "device" || step.name == "uplink";
            NS_TEST_EXPECT_MSG_EQ(step.node, (mine ? k : 2), name << " " << step.name);
            const uint32_t peer = step.name == "uplink" ? 2 : k;
            NS_TEST_EXPECT_MSG_EQ(step.peer, (computes ? PlanStep::NO_NODE : peer), step.name);
            EXPECT_TRUE(step.share == 1 && step.after.empty(), "all tasks, one after the other");
        }
        NS_TEST_EXPECT_MSG_EQ(way,
                              (option.deviceFlop > 0 ? "device " : "") +
                                  std::string("uplink server downlink "),
                              name);
        EXPECT_RELATIVE(time, decision.latency, 1e-12, name << " times add up");
        EXPECT_RELATIVE(energy, decision.energy, 1e-12, name << " energies add up");
        const PlanStep server = GetStep(decision.steps, "server");
        EXPECT_RELATIVE(server.work, option.serverFlop * decision.serverKeepRatio, 1e-15, "work");
        EXPECT_RELATIVE(GetStep(decision.steps, "uplink").bits, option.uplinkBits, 1e-15, "bits");
        NS_TEST_EXPECT_MSG_EQ(GetStep(decision.steps, "downlink").bits, 800, "answer");
    }
    const PlanStep none = GetStep(plan.decisions[0].steps, "lunch");
    EXPECT_TRUE(none.name == "lunch" && none.time == 0 && none.energy == 0 && none.bits == 0 &&
                    none.work == 0 && none.share == 0,
                "a step that nobody takes");
    EXPECT_TRUE(!FindStep(plan.decisions[0].steps, "lunch"), "is not there");

    for (SplitDevice& device : problem.devices)
    {
        if (!downlink)
        {
            device.options = {device.options.back()}; // everything on the device
        }
        device.latencyBudget = device.energyBudget = 1e3;
    }
    const SplitPlan alone =
        CreateSplitPlanner(downlink ? "EccDeviceOnlyPlanner" : name)->Plan(problem);
    NS_TEST_ASSERT_MSG_EQ(alone.IsUsable(), true, alone.reason);
    NS_TEST_EXPECT_MSG_EQ(alone.decisions[1].steps.size(), 1, "one step");
    EXPECT_TRUE(FindStep(alone.decisions[1].steps, "device") != nullptr, "the device's");

    problem.devices[0].latencyBudget = 1e-9;
    const SplitPlan hopeless = CreateSplitPlanner("LaimPlanner")->Plan(problem);
    EXPECT_TRUE(hopeless.decisions[0].steps.empty(), "nothing is expected of no plan");
    problem.bandwidth = -1;
    const SplitPlan refused = CreateSplitPlanner(name)->Plan(problem);
    NS_TEST_ASSERT_MSG_EQ(refused.decisions.size(), 2, "for each device");
    EXPECT_TRUE(refused.decisions[1].status == PlanStatus::REFUSED &&
                    refused.decisions[1].reason == refused.reason && !refused.reason.empty(),
                refused.reason);
}

void
StepsTestCase::ChainSteps()
{
    for (const std::string& name : ListChainPlanners())
    {
        const bool pair = name == "ns3::edgeai::IovtAuthorsPlanner"; // it knows no more devices
        const ChainProblem problem =
            iovttest::KeepDevices(iovttest::MakeToyProblem(), pair ? 2 : 3);
        const ChainPlan plan = CreateChainPlanner(name)->Plan(problem);
        NS_TEST_ASSERT_MSG_EQ(plan.steps.size(), 2 * plan.stages.size() + 1, name);
        double time = 0;
        double longest = 0;
        for (std::size_t i = 0; i < plan.steps.size(); ++i)
        {
            const PlanStep& step = plan.steps[i];
            const bool link = i % 2 == 0;
            NS_TEST_EXPECT_MSG_EQ(step.name,
                                  (link ? "link " : "stage ") + std::to_string((i + 1) / 2),
                                  name);
            EXPECT_TRUE((step.kind == StepKind::TRANSFER) == link, step.name);
            EXPECT_TRUE(std::isnan(step.energy), "energies are not planned");
            if (link)
            {
                const std::size_t place = i / 2;
                const bool first = place == 0;
                const bool last = place == plan.stages.size();
                NS_TEST_EXPECT_MSG_EQ(step.node,
                                      (first ? PlanStep::NO_NODE : plan.stages[place - 1].device),
                                      step.name);
                NS_TEST_EXPECT_MSG_EQ(step.peer,
                                      (last ? PlanStep::NO_NODE : plan.stages[place].device),
                                      step.name);
                EXPECT_RELATIVE(step.bits / problem.linkRates[place], step.time, 1e-12, "rate");
            }
            else
            {
                const ChainStage& stage = plan.stages[i / 2];
                NS_TEST_EXPECT_MSG_EQ(step.node, stage.device, step.name);
                EXPECT_TRUE(std::isnan(step.time) == stage.IsRelay(), step.name << " of " << name);
                EXPECT_TRUE((step.work == 0) == stage.IsRelay(), step.name << " of " << name);
            }
            time += std::isnan(step.time) ? 0 : step.time;
            longest = std::isnan(step.time) ? longest : std::max(longest, step.time);
        }
        EXPECT_RELATIVE(time, plan.latency, 1e-12, name << ": times add up");
        EXPECT_RELATIVE(longest, plan.bottleneck, 1e-12, name << ": the longest");
    }
}

/// Fields of plans, by name.
class FieldsTestCase : public TestCase
{
  public:
    FieldsTestCase()
        : TestCase("plans name their fields")
    {
    }

  private:
    void DoRun() override
    {
        SplitProblem problem = laimtest::ScenarioA();
        for (const std::string name : {"LaimPlanner", "EccPlanner"})
        {
            SplitPlan plan = CreateSplitPlanner(name)->Plan(problem);
            FieldLister lister;
            plan.Fields(lister);
            NS_TEST_EXPECT_MSG_EQ(lister.wrong, "", name << ": fields within their ranges");
            Has(lister, {"status", "iterations", "split", "computing_units", "subchannel", "time"});
            FieldLister one;
            plan.decisions[0].Fields(one);
            plan.decisions[0].steps.clear();
            FieldLister bare;
            plan.decisions[0].Fields(bare);
            // Two ways have the same seven fields each; every other name is there once.
            const std::set<std::string> distinct(bare.names.begin(), bare.names.end());
            NS_TEST_EXPECT_MSG_EQ(distinct.size() + 7, bare.names.size(), "no name twice");
            EXPECT_TRUE(one.names.size() > bare.names.size(), "steps are fields, too");
        }
        ChainPlan plan = CreateChainPlanner("IovtPlanner")->Plan(iovttest::MakeToyProblem());
        FieldLister lister;
        plan.Fields(lister);
        NS_TEST_EXPECT_MSG_EQ(lister.wrong, "", "chain: fields within their ranges");
        Has(lister, {"status", "cuts", "option", "accuracy", "throughput", "bits"});
        plan.accuracy = 2;
        plan.steps[0].time = -1;
        FieldLister spoilt;
        plan.Fields(spoilt);
        NS_TEST_EXPECT_MSG_EQ(spoilt.wrong, "time accuracy ", "out of range");
    }

    void Has(const FieldLister& lister, const std::vector<std::string>& names)
    {
        for (const std::string& name : names)
        {
            EXPECT_TRUE(std::count(lister.names.begin(), lister.names.end(), name) > 0, name);
        }
    }
};

/// The suite.
class PlanKitTestSuite : public TestSuite
{
  public:
    PlanKitTestSuite()
        : TestSuite("edge-ai-plan", TEST_UNIT)
    {
        AddTestCase(new HeadTestCase, TEST_QUICK);
        AddTestCase(new RegistryTestCase, TEST_QUICK);
        AddTestCase(new StepsTestCase, TEST_QUICK);
        AddTestCase(new FieldsTestCase, TEST_QUICK);
    }
};

const PlanKitTestSuite g_planKitTestSuite; ///< registers the suite

} // namespace
