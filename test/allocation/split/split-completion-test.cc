/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a planner leaves open is worked out; what cannot be carried out, or is not what the cut
// takes, is said in words and never carried out otherwise.

#include "support/laim-test-support.h"

#include "ns3/plan-step.h"

#include <cmath>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::laimtest;

namespace
{

/// LAIM's plan, changed.
class ChangingPlanner : public SplitPlanner
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::ChangingTestPlanner")
                                .SetParent<SplitPlanner>()
                                .SetGroupName("EdgeAi")
                                .HideFromDocumentation();
        return tid;
    }

    std::function<void(SplitDecision&)> change; ///< to each decision

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override
    {
        SplitPlan plan = CreateSplitPlanner("LaimPlanner")->Plan(problem);
        for (SplitDecision& decision : plan.decisions)
        {
            change(decision);
        }
        return plan;
    }
};

/// @returns the plan for a problem, changed
SplitPlan
PlanWith(const SplitProblem& problem, const std::function<void(SplitDecision&)>& change)
{
    auto planner = CreateObject<ChangingPlanner>();
    planner->change = change;
    return planner->Plan(problem);
}

/// @param [in] sentence  @param [in] words  @returns whether they are in it
bool
Has(const std::string& sentence, const std::string& words)
{
    return sentence.find(words) != std::string::npos;
}

/// @returns two devices that divide a band and a server, and use all of it
SplitProblem
MakeProblem()
{
    SplitProblem problem = MakeReferenceProblem(VitLarge(), 3, 1);
    problem.devices.push_back(problem.devices.front());
    problem.devices.back().gain *= 2;
    problem.devices.front().serverWait = 0.01;
    problem.devices.front().overheadLatency = 0.02;
    return problem;
}

/// Choices alone are enough.
class CompletionCase : public TestCase
{
  public:
    CompletionCase()
        : TestCase("a decision without steps gets those that its planner's own would be")
    {
    }

  private:
    void DoRun() override
    {
        SplitProblem wired = MakeProblem();
        for (SplitDevice& device : wired.devices)
        {
            device.linkRate = 2e7;
        }
        SplitProblem narrowed = MakeProblem();
        narrowed.payloadFollowsKeepRatio = true;
        narrowed.devices.front().options.resize(24);
        narrowed.devices.front().options.erase(narrowed.devices.front().options.begin());
        for (const SplitProblem& problem : {MakeProblem(), wired, narrowed})
        {
            const SplitPlan whole = PlanWith(problem, [](SplitDecision&) {});
            const SplitPlan plan = PlanWith(problem, [](SplitDecision& decision) {
                decision.steps.clear();
                decision.latency = decision.energy = 0;
            });
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
            for (std::size_t k = 0; k < problem.devices.size(); ++k)
            {
                const SplitDecision& one = plan.decisions[k];
                const SplitDecision& other = whole.decisions[k];
                EXPECT_RELATIVE(one.latency, other.latency, 1e-12, "latency");
                EXPECT_RELATIVE(one.energy, other.energy, 1e-12, "energy");
                NS_TEST_ASSERT_MSG_EQ(one.steps.size(), other.steps.size(), "steps");
                for (std::size_t i = 0; i < one.steps.size(); ++i)
                {
                    NS_TEST_EXPECT_MSG_EQ(one.steps[i].name, other.steps[i].name, "name");
                    for (const auto part : {&PlanStep::work, &PlanStep::bits, &PlanStep::time})
                    {
                        const double now = one.steps[i].*part;
                        const double then = other.steps[i].*part;
                        EXPECT_TRUE(now == then || std::abs(now - then) <= 1e-12 * then ||
                                        (std::isnan(now) && std::isnan(then)),
                                    one.steps[i].name << ": " << now << ", not " << then);
                    }
                }
            }
        }
        const SplitPlan late = PlanWith(MakeProblem(), [](SplitDecision& decision) {
            decision.steps.clear();
            decision.serverClock /= 1000;
        });
        EXPECT_TRUE(late.status == PlanStatus::VIOLATED, "a budget is exceeded");
        EXPECT_TRUE(Has(late.reason, "devices[0]: latencyBudget of 3 s"), late.reason);
    }
};

/// What there is not.
class ImpossibleCase : public TestCase
{
  public:
    ImpossibleCase()
        : TestCase("what cannot be carried out is no plan, and names the choice and its range")
    {
    }

  private:
    void DoRun() override
    {
        using Change = std::function<void(SplitDecision&)>;
        const auto step = [](SplitDecision& decision, const char* name) -> PlanStep& {
            for (PlanStep& one : decision.steps)
            {
                if (one.name == name)
                {
                    return one;
                }
            }
            throw std::runtime_error(std::string(name) + " is not there");
        };
        const std::vector<std::pair<std::string, Change>> cases = {
            {"split is 25; allowed are 0 1", [](SplitDecision& d) { d.split = 25; }},
            {"transmit_power is 100 W; allowed is more than 0 and up to 0.2 W",
             [](SplitDecision& d) { d.txPower = 100; }},
            {"transmit_power is 0 W", [](SplitDecision& d) { d.txPower = 0; }},
            {"server_clock is 1e+11 cycle/s; allowed is more than 0 and up to 1e+10 cycle/s",
             [](SplitDecision& d) { d.serverClock = 1e11; }},
            {"server_clock is 0 cycle/s", [](SplitDecision& d) { d.serverClock = 0; }},
            {"server_keep_ratio is 0", [](SplitDecision& d) { d.serverKeepRatio = 0; }},
            {"bits of step 'uplink' is 1000; the cut takes",
             [&](SplitDecision& d) { step(d, "uplink").bits = 1000; }},
            {"bits of step 'uplink' is nan",
             [&](SplitDecision& d) { step(d, "uplink").bits = PlanStep::NOT_PLANNED; }},
            {"work of step 'server' is 5; the cut takes",
             [&](SplitDecision& d) { step(d, "server").work = 5; }},
            {"step 'Uplink' is none that the cut takes",
             [&](SplitDecision& d) { step(d, "uplink").name = "Uplink"; }},
            {"step 'downlink' is missing", [](SplitDecision& d) { d.steps.pop_back(); }},
            {"step is empty; a way on shared subchannels",
             [](SplitDecision& d) {
                 d.steps.clear();
                 d.uplinkWay.subchannel = 0;
             }},
        };
        const SplitProblem problem = MakeProblem();
        for (const auto& [words, change] : cases)
        {
            const SplitPlan plan = PlanWith(problem, change);
            EXPECT_TRUE(!plan.IsUsable(), words);
            EXPECT_TRUE(Has(plan.reason, words), "'" << words << "' is not in " << plan.reason);
            EXPECT_TRUE(Has(plan.reason, "no plan that can be carried out"), plan.reason);
            NS_TEST_EXPECT_MSG_EQ(plan.decisions.size(), problem.devices.size(), words);
        }
        // Each has what there is, together they have not.
        const SplitPlan plan =
            PlanWith(problem, [](SplitDecision& decision) { decision.bandwidth = 4e6; });
        EXPECT_TRUE(plan.status == PlanStatus::REFUSED, "a refusal");
        EXPECT_TRUE(Has(plan.reason, "the sum of bandwidth is 8e+06 Hz"), plan.reason);
        // The device's part.
        SplitProblem local = MakeProblem();
        for (SplitDevice& device : local.devices)
        {
            device.options = {device.options.back()};
        }
        const std::vector<std::pair<std::string, Change>> own = {
            {"device_clock is 0 cycle/s", [](SplitDecision& d) { d.deviceClock = 0; }},
            {"device_clock is 3e+09 cycle/s", [](SplitDecision& d) { d.deviceClock = 3e9; }},
            {"device_keep_ratio is 0.001", [](SplitDecision& d) { d.deviceKeepRatio = 1e-3; }},
        };
        for (const auto& [words, change] : own)
        {
            const SplitPlan kept = PlanWith(local, change);
            EXPECT_TRUE(Has(kept.reason, words), "'" << words << "' is not in " << kept.reason);
        }
        EXPECT_TRUE(PlanWith(local, [](SplitDecision&) {}).IsUsable(), "as it was");
    }
};

/// A planner in a namespace of its own.
class StudyPlanner : public ChangingPlanner
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("study::StudyTestPlanner")
                                .SetParent<SplitPlanner>()
                                .SetGroupName("EdgeAi")
                                .AddConstructor<StudyPlanner>();
        return tid;
    }
};

/// What it is called by.
class NameCase : public TestCase
{
  public:
    NameCase()
        : TestCase("a planner of a namespace of its own is found by its name with and without it")
    {
    }

  private:
    void DoRun() override
    {
        EXPECT_TRUE(!CreateSplitPlanner("StudyTestPlanner"), "not yet");
        const std::string name = StudyPlanner::GetTypeId().GetName();
        EXPECT_TRUE(bool(CreateSplitPlanner(name)), name);
        EXPECT_TRUE(bool(CreateSplitPlanner("StudyTestPlanner")), "without namespace");
        EXPECT_TRUE(!CreateSplitPlanner("TestPlanner"), "the end of a name is none");
        EXPECT_TRUE(!CreateSplitPlanner(""), "nothing is none");
    }
};

class SplitCompletionTestSuite : public TestSuite
{
  public:
    SplitCompletionTestSuite()
        : TestSuite("edge-ai-split-completion", TEST_UNIT)
    {
        AddTestCase(new CompletionCase, TEST_QUICK);
        AddTestCase(new ImpossibleCase, TEST_QUICK);
        AddTestCase(new NameCase, TEST_QUICK);
    }
};

SplitCompletionTestSuite g_splitCompletionTestSuite; ///< registers the suite

} // namespace
