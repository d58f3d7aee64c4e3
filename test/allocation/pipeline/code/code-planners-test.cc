/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Planners of paths: baselines, and what they refuse.

#include "allocation/pipeline/code/code-evaluation.h"
#include "allocation/pipeline/code/code-paths.h"
#include "support/code-test-support.h"

#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"

#include <algorithm>
#include <functional>
#include <map>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::codetest;

namespace
{

/// Baselines of the base case.
class CodeBaselineTestCase : public TestCase
{
  public:
    CodeBaselineTestCase()
        : TestCase("baselines of the base case")
    {
    }

  private:
    void DoRun() override;
};

void
CodeBaselineTestCase::DoRun()
{
    const CodeProblem base = MakeBase();
    const CodePlan offload = PlanBy("CodeFullOffloadPlanner", base);
    EXPECT_TRUE(ToText(offload.path) == "h1 h2 h3 h4 h5", "full offload");
    NS_TEST_EXPECT_MSG_EQ(offload.localFlop, 2 * 58621952., "the head stays");
    NS_TEST_EXPECT_MSG_EQ(offload.upBits, 1204224, "the image goes");

    // A copy of AlexNet: what is behind the cut and the head run at the host, nothing is lost.
    const CodePlan mirror = PlanBy("CodeMirroringPlanner", base);
    EXPECT_TRUE(mirror.mirrored, "mirrored");
    EXPECT_RELATIVE(mirror.localFlop + mirror.hostFlop, 2 * 714188480., 1e-15, "the same work");
    EXPECT_ABSOLUTE(mirror.averageAccuracy, .6355, 1e-12, "the same accuracy");
    EXPECT_RELATIVE(mirror.hostMemoryBytes, 4 * 61100840., 1e-12, "parameters of AlexNet");
    double best = 0;
    for (uint32_t cut = 0; cut < 5; ++cut)
    {
        const CodePlan plan = EvaluateMirror(base, cut);
        best = std::max(best, plan.reward);
        EXPECT_ABSOLUTE(plan.upBits,
                        cut == 0 ? 1204224
                                 : 32. * base.local.blocks[cut - 1].channels *
                                       std::pow(base.local.blocks[cut - 1].side, 2),
                        1e-6,
                        "what crosses the cut");
        NS_TEST_EXPECT_MSG_EQ(plan.steps.size(), (cut == 0 ? 3U : 4U), "steps");
    }
    NS_TEST_EXPECT_MSG_EQ(mirror.reward, best, "the best cut");
    EXPECT_TRUE(mirror.reward > 1, "it pays, where memory allows it");
    CodeProblem small = base;
    small.host.memoryBytes = 244403359;
    CodePlan plan = PlanBy("CodeMirroringPlanner", small);
    EXPECT_TRUE(plan.status == PlanStatus::INFEASIBLE &&
                    plan.reason.find("host.memoryBytes of ") == 0,
                plan.reason);
    small.host.memoryBytes = 244403360;
    EXPECT_TRUE(PlanBy("CodeMirroringPlanner", small).IsUsable(), "just enough");

    // Draws take every path as often as any other.
    CodeProblem drawn = base;
    std::map<std::string, uint32_t> seen;
    for (int i = 0; i < 240; ++i)
    {
        drawn.uniformDraws = {(i + .5) / 240};
        ++seen[ToText(PlanBy("CodeRandomPathPlanner", drawn).path)];
    }
    NS_TEST_EXPECT_MSG_EQ(seen.size(), 120U, "all paths");
    EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](const auto& s) { return s.second == 2; }),
                "equally often");
    plan = PlanBy("CodeRandomPathPlanner", base);
    EXPECT_TRUE(plan.reason == "uniformDraws holds 0 values; needed is 1 to draw a path with",
                plan.reason);
}

/// Names, refusals.
class CodePlannersTestCase : public TestCase
{
  public:
    CodePlannersTestCase()
        : TestCase("planners by name, refusals, what lies beyond every scale")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<std::string> names = ListCodePathPlanners();
        NS_TEST_EXPECT_MSG_EQ(names.size(), 8U, "planners");
        CodeProblem base = MakeBase();
        base.uniformDraws = {.3};
        for (const std::string& name : names)
        {
            CodePlan plan = PlanBy(name, base);
            EXPECT_TRUE(plan.status == PlanStatus::SOLVED, name << ": " << plan.reason);
            EXPECT_TRUE(plan.steps.size() > 0, name);
            EXPECT_TRUE(plan.hostRate >= 40 * (1 - 1e-12), name << ": the host is protected");
            CodeProblem unsound = base;
            unsound.host.flops = -1;
            plan = PlanBy(name, unsound);
            EXPECT_TRUE(plan.status == PlanStatus::REFUSED &&
                            plan.reason.find("host.flops is -1 FLOP/s; allowed is ") == 0,
                        name << ": " << plan.reason);
            EXPECT_TRUE(PlanBy(name, CodeProblem()).status == PlanStatus::REFUSED, name);
            CodeProblem slow = base;
            slow.local.flops = 1e-49;
            plan = PlanBy(name, slow);
            EXPECT_TRUE(!plan.IsUsable() || plan.latency < 1e50, name << " " << plan.latency);
        }
        EXPECT_TRUE(PlanBy("CodeOwnPathPlanner", base).path == base.GetOwnPath(), "own path");
        EXPECT_TRUE(CreateCodePathPlanner("CodeSearchPlanner") == nullptr, "abstract");
        EXPECT_TRUE(CreateCodePathPlanner("IovtPlanner") == nullptr, "another family");
        RandomServices random(41);
        CodeProblem large = random.Make(24);
        large.modelChangesMax = 24;
        const CodePlan plan = PlanBy("CodeExhaustivePlanner", large);
        EXPECT_TRUE(plan.reason.find("blocks and modelChangesMax make ") == 0, plan.reason);
    }
};

/// Every field with a bad value.
class CodeProblemTestCase : public TestCase
{
  public:
    CodeProblemTestCase()
        : TestCase("problems that are not sound, field by field")
    {
    }

  private:
    void DoRun() override;
};

void
CodeProblemTestCase::DoRun()
{
    using Change = std::function<void(CodeProblem&)>;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<std::pair<std::string, Change>> changes{
        {"local.blocks.size() is 0", [](auto& p) { p.local.blocks.clear(); }},
        {"host.blocks has 4 blocks; needed are as many as local.blocks has, 5",
         [](auto& p) { p.host.blocks.pop_back(); }},
        {"local.headFlop is 0", [](auto& p) { p.local.headFlop = 0; }},
        {"local.parameters is -1", [](auto& p) { p.local.parameters = -1; }},
        {"host.inputBits is 0", [](auto& p) { p.host.inputBits = 0; }},
        {"host.resultBits is -1", [](auto& p) { p.host.resultBits = -1; }},
        {"local.accuracy is 0", [](auto& p) { p.local.accuracy = 0; }},
        {"host.accuracy is 1.5", [](auto& p) { p.host.accuracy = 1.5; }},
        {"local.flops is nan", [nan](auto& p) { p.local.flops = nan; }},
        {"host.load is 0", [](auto& p) { p.host.load = 0; }},
        {"host.utilisation is 1", [](auto& p) { p.host.utilisation = 1; }},
        {"host.memoryBytes is -1", [](auto& p) { p.host.memoryBytes = -1; }},
        {"local.busyPower is -1", [](auto& p) { p.local.busyPower = -1; }},
        {"local.blocks[2].flop is 0", [](auto& p) { p.local.blocks[2].flop = 0; }},
        {"host.blocks[0].channels is 0", [](auto& p) { p.host.blocks[0].channels = 0; }},
        {"host.blocks[4].side is 0", [](auto& p) { p.host.blocks[4].side = 0; }},
        {"uplinkRate is 0", [](auto& p) { p.uplinkRate = 0; }},
        {"downlinkRate is -1", [](auto& p) { p.downlinkRate = -1; }},
        {"protectedShare is 1.1", [](auto& p) { p.protectedShare = 1.1; }},
        {"activationBits is 0", [](auto& p) { p.activationBits = 0; }},
        {"crossLoss is -1", [](auto& p) { p.crossLoss = -1; }},
        {"skipLoss is nan", [nan](auto& p) { p.skipLoss = nan; }},
        {"interferenceLoss is -1", [](auto& p) { p.interferenceLoss = -1; }},
        {"chanceAccuracy is 0.6", [](auto& p) { p.chanceAccuracy = .6; }},
        {"accuracyExponent is -1", [](auto& p) { p.accuracyExponent = -1; }},
        {"throughputExponent is -1", [](auto& p) { p.throughputExponent = -1; }},
        {"delayWeight is -1", [](auto& p) { p.delayWeight = -1; }},
        {"accuracyWeight is -1", [](auto& p) { p.accuracyWeight = -1; }},
        {"workWeight is -1", [](auto& p) { p.workWeight = -1; }},
        {"trainingSamples is 0", [](auto& p) { p.trainingSamples = 0; }},
        {"trainingEpochs is 0", [](auto& p) { p.trainingEpochs = 0; }},
        {"trainingBudget is 1001", [](auto& p) { p.trainingBudget = 1001; }},
        {"trained[0].path begins behind block 1",
         [](auto& p) {
             p.trained = {{{}, .5}};
         }},
        {"trained[0].path begins behind block 1",
         [](auto& p) {
             p.trained = {{Path("l2"), .5}};
         }},
        {"trained[1].path goes from block 3 to block 3; blocks must ascend",
         [](auto& p) {
             p.trained = {{Path("l1"), .5}, {Path("l1 l3 h3"), .5}};
         }},
        {"trained[0].path has block 6; allowed is 1 to 5",
         [](auto& p) {
             p.trained = {{Path("l1 h6"), .5}};
         }},
        {"trained[0].accuracy is 2",
         [](auto& p) {
             p.trained = {{Path("l1"), 2}};
         }},
        {"uniformDraws[1] is 1.000000; allowed is 0 to less than 1", [](auto& p) {
             p.uniformDraws = {.5, 1};
         }}};
    EXPECT_TRUE(MakeBase().Validate().empty(), MakeBase().Validate());
    for (const auto& [expected, change] : changes)
    {
        CodeProblem problem = MakeBase();
        change(problem);
        EXPECT_TRUE(problem.Validate().find(expected) == 0,
                    expected << " is answered by: " << problem.Validate());
    }
    std::string message;
    try
    {
        MakeCodeService(LoadNetworkProfile("AlexNet"));
    }
    catch (const ProfileError& error)
    {
        message = error.what();
    }
    EXPECT_TRUE(message.find("block 'fc6' of profile 'AlexNet' has no square image") == 0, message);
}

/// Planners of CoDE's paths.
class CodePlannersTestSuite : public TestSuite
{
  public:
    CodePlannersTestSuite()
        : TestSuite("edge-ai-code-planners", TEST_UNIT)
    {
        AddTestCase(new CodeBaselineTestCase, TEST_QUICK);
        AddTestCase(new CodePlannersTestCase, TEST_QUICK);
        AddTestCase(new CodeProblemTestCase, TEST_QUICK);
    }
};

static CodePlannersTestSuite g_codePlannersTestSuite; ///< registers the suite

} // namespace
