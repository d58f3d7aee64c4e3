/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Costs of paths through the blocks of two services, and how many paths there are.

#include "allocation/pipeline/code/code-evaluation.h"
#include "allocation/pipeline/code/code-paths.h"
#include "support/code-test-support.h"

#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::codetest;

namespace
{

/// Blocks of the two networks.
class CodeBlocksTestCase : public TestCase
{
  public:
    CodeBlocksTestCase()
        : TestCase("blocks of AlexNet and MobileNetV1")
    {
    }

  private:
    void DoRun() override
    {
        struct Line
        {
            double multiplyAdds;
            uint32_t channels;
            uint32_t side;
        };

        const CodeProblem base = MakeBase();
        const std::vector<Line> alexNet{{70276800, 64, 27},
                                        {223948800, 192, 13},
                                        {112140288, 384, 13},
                                        {149520384, 256, 13},
                                        {99680256, 256, 6}};
        const std::vector<Line> mobileNet{{40140800, 64, 112},
                                          {82489344, 128, 56},
                                          {79779840, 256, 28},
                                          {287558656, 512, 14},
                                          {77747712, 1024, 7}};
        for (const auto& [service, lines] :
             std::vector<std::pair<CodeService, std::vector<Line>>>{{base.local, alexNet},
                                                                    {base.host, mobileNet}})
        {
            NS_TEST_ASSERT_MSG_EQ(service.blocks.size(), lines.size(), service.name);
            for (std::size_t b = 0; b < lines.size(); ++b)
            {
                EXPECT_RELATIVE(service.blocks[b].flop, 2 * lines[b].multiplyAdds, 1e-15, "work");
                NS_TEST_EXPECT_MSG_EQ(service.blocks[b].channels, lines[b].channels, "channels");
                NS_TEST_EXPECT_MSG_EQ(service.blocks[b].side, lines[b].side, "side");
            }
        }
        EXPECT_RELATIVE(base.local.headFlop, 2 * 58621952., 1e-15, "head of AlexNet");
        EXPECT_RELATIVE(base.host.headFlop, 2 * 1024000., 1e-15, "head of MobileNetV1");
        EXPECT_RELATIVE(base.local.GetFlop(), 2 * 714188480., 1e-15, "AlexNet");
        EXPECT_RELATIVE(base.host.GetFlop(), 2 * 568740352., 1e-15, "MobileNetV1");
        EXPECT_RELATIVE(base.local.inputBits, 1204224., 1e-15, "an image");
    }
};

/// Costs and values of single paths.
class CodePathCostsTestCase : public TestCase
{
  public:
    CodePathCostsTestCase()
        : TestCase("costs, throughput, accuracy and reward of three paths of the base case")
    {
    }

  private:
    void DoRun() override;
};

void
CodePathCostsTestCase::DoRun()
{
    const CodeProblem base = MakeBase();
    const CodeCosts costs(base);
    CodePlan plan = EvaluateCodePath(base, base.GetOwnPath());
    NS_TEST_EXPECT_MSG_EQ(plan.localFlop, 2 * 714188480., "own path: work");
    NS_TEST_EXPECT_MSG_EQ(plan.hostFlop + plan.upBits + plan.downBits + plan.loss, 0, "own path");
    NS_TEST_EXPECT_MSG_EQ(plan.connections, 0U, "own path");
    EXPECT_ABSOLUTE(plan.localRate, 35.004765129, PLACES, "own path: throughput");
    EXPECT_ABSOLUTE(plan.hostRate, 40., PLACES, "own path: throughput of the host");
    NS_TEST_EXPECT_MSG_EQ(plan.reward, 1, "own path: F");
    NS_TEST_EXPECT_MSG_EQ(plan.trainingTime, 0, "own path: no training");
    EXPECT_ABSOLUTE(plan.accuracy, .565, 1e-15, "own path: accuracy");

    const CodeConnection up = costs.GetConnection({false, 2}, {true, 4});
    NS_TEST_EXPECT_MSG_EQ(up.flop, 2 * 8306688., "192 to 256 channels at 13x13");
    EXPECT_TRUE(up.adapterAtHost, "sent with fewer channels");
    NS_TEST_EXPECT_MSG_EQ(up.bits, 1038336., "192 channels");
    const CodeConnection down = costs.GetConnection({true, 5}, costs.GetHead());
    NS_TEST_EXPECT_MSG_EQ(down.flop, 2 * 9437184., "1024 to 256 channels at 6x6");
    EXPECT_TRUE(down.adapterAtHost, "made small before the link");
    NS_TEST_EXPECT_MSG_EQ(down.bits, 294912., "256 channels");
    const CodeConnection none = costs.GetConnection({true, 2}, {true, 3});
    EXPECT_TRUE(none.flop == 0 && none.bits == 0, "the next block of the same model");
    plan = EvaluateCodePath(base, Path("l1 l2 h4 h5"));
    NS_TEST_EXPECT_MSG_EQ(plan.localFlop, 2 * 352847552., "W_l");
    NS_TEST_EXPECT_MSG_EQ(plan.hostFlop, 2 * 383050240., "W_h");
    EXPECT_ABSOLUTE(plan.loss, .08, 1e-15, "L");
    EXPECT_ABSOLUTE(plan.localRate, 31.981146703, PLACES, "x_l");
    EXPECT_ABSOLUTE(plan.hostRate, 40., PLACES, "x_h");
    EXPECT_ABSOLUTE(plan.predictedAccuracy, .521637619, PLACES, "A_l predicted");
    EXPECT_ABSOLUTE(plan.accuracy, .519559228, PLACES, "A_l trained");
    EXPECT_ABSOLUTE(plan.predictedReward, .632740392, PLACES, "F predicted");
    EXPECT_ABSOLUTE(plan.reward, .620004660, PLACES, "F trained");

    plan = EvaluateCodePath(base, Path("l1 l2 l4 l5"));
    NS_TEST_EXPECT_MSG_EQ(plan.localFlop, 2 * 614508224., "W_l");
    EXPECT_ABSOLUTE(plan.loss, .04, 1e-15, "L");
    NS_TEST_EXPECT_MSG_EQ(plan.connections, 1U, "K");
    EXPECT_ABSOLUTE(plan.localRate, 40.682938037, PLACES, "x_l");
    EXPECT_ABSOLUTE(plan.accuracy, .542885244, PLACES, "A_l");
    EXPECT_ABSOLUTE(plan.reward, .871398188, PLACES, "F");

    plan = EvaluateCodePath(base, Path("l1 h2 h3 l4 l5"));
    EXPECT_ABSOLUTE(plan.latency, .034931412, PLACES, "unloaded latency");
    EXPECT_ABSOLUTE(plan.trainingTime, 1047.942374, 6e-7, "training time");
    EXPECT_RELATIVE(plan.trainingBits, 8.632320e10, GIVEN, "training bits");
}

/// Steps of paths against their labels.
class CodeStepsTestCase : public TestCase
{
  public:
    CodeStepsTestCase()
        : TestCase("steps of every path add up to its costs; blocks, adapters and head to its work")
    {
    }

  private:
    void DoRun() override;
};

void
CodeStepsTestCase::DoRun()
{
    RandomServices random(3);
    std::vector<CodeProblem> problems{MakeBase(), MakeSwapped(), random.Make(5), random.Make(3)};
    problems[1].host.busyPower = 30;
    uint32_t paths = 0;
    for (CodeProblem& problem : problems)
    {
        problem.modelChangesMax = 10;
        const CodeCosts costs(problem);
        ForEachCodePath(costs, [&](const CodePath& path, const CodeLabel& label) {
            ++paths;
            EXPECT_TRUE(problem.ExplainPath(path).empty(), ToText(path));
            double expected = problem.local.headFlop;
            for (std::size_t i = 0; i < path.size(); ++i)
            {
                expected +=
                    (path[i].host ? problem.host : problem.local).blocks[path[i].block - 1].flop +
                    costs
                        .GetConnection(path[i], i + 1 < path.size() ? path[i + 1] : costs.GetHead())
                        .flop;
            }
            EXPECT_RELATIVE(label.localFlop + label.hostFlop, expected, 1e-12, ToText(path));
            const CodePlan plan = EvaluateCodePath(problem, path);
            double flop[2]{0, 0};
            double bits[2]{0, 0};
            double time = 0;
            double energy = 0;
            uint32_t at = 0;
            for (const PlanStep& step : plan.steps)
            {
                NS_TEST_EXPECT_MSG_EQ(step.node, at, "a task is in one place");
                time += step.time;
                if (step.kind == StepKind::COMPUTE)
                {
                    flop[step.node] += step.work;
                    energy += std::isnan(step.energy) ? 0 : step.energy;
                }
                else
                {
                    bits[step.node] += step.bits;
                    at = step.peer;
                }
            }
            NS_TEST_EXPECT_MSG_EQ(at, 0U, "the answer is at the local server");
            EXPECT_RELATIVE(flop[0], label.localFlop, 1e-12, ToText(path));
            EXPECT_ABSOLUTE(flop[1], label.hostFlop, 1e-12 * flop[0], ToText(path));
            EXPECT_ABSOLUTE(bits[0], label.upBits, 1e-6, ToText(path));
            EXPECT_ABSOLUTE(bits[1], label.downBits, 1e-6, ToText(path));
            EXPECT_RELATIVE(time, plan.latency, 1e-12, ToText(path));
            EXPECT_RELATIVE(energy,
                            label.hostFlop / problem.host.flops * problem.host.busyPower,
                            1e-12,
                            ToText(path));
        });
    }
    NS_TEST_EXPECT_MSG_EQ(paths, 162U + 162 + 162 + 18, "all paths");
}

/// How many paths there are, and which.
class CodePathSpaceTestCase : public TestCase
{
  public:
    CodePathSpaceTestCase()
        : TestCase("numbers of paths, and paths by number")
    {
    }

  private:
    void DoRun() override
    {
        uint64_t expected = 2;
        for (uint32_t blocks = 1; blocks <= 24; ++blocks)
        {
            NS_TEST_EXPECT_MSG_EQ(CodePathSpace(blocks, 100).GetCount(),
                                  expected,
                                  blocks << " blocks, no limit");
            expected *= 3;
        }
        NS_TEST_EXPECT_MSG_EQ(CodePathSpace(5, 2).GetCount(), 120U, "two changes");
        NS_TEST_EXPECT_MSG_EQ(CodePathSpace(5, 0).GetCount(), 16U, "no change");
        NS_TEST_EXPECT_MSG_EQ(CodePathSpace(5, 1).GetCount(), 64U, "one change");
        RandomServices random(1);
        for (const uint32_t blocks : {1, 3, 5})
        {
            for (uint32_t changes = 0; changes <= 6; ++changes)
            {
                CodeProblem problem = random.Make(blocks);
                problem.modelChangesMax = changes;
                const CodePathSpace space(blocks, changes);
                uint64_t index = 0;
                std::set<std::string> seen;
                ForEachCodePath(CodeCosts(problem), [&](const CodePath& path, const CodeLabel&) {
                    EXPECT_TRUE(space.Get(index) == path,
                                ToText(space.Get(index)) << " is not " << ToText(path));
                    seen.insert(ToText(path));
                    ++index;
                });
                NS_TEST_EXPECT_MSG_EQ(index, space.GetCount(), blocks << " blocks");
                NS_TEST_EXPECT_MSG_EQ(seen.size(), index, "all different");
            }
        }
    }
};

/// Costs of CoDE's paths.
class CodeCostsTestSuite : public TestSuite
{
  public:
    CodeCostsTestSuite()
        : TestSuite("edge-ai-code-costs", TEST_UNIT)
    {
        AddTestCase(new CodeBlocksTestCase, TEST_QUICK);
        AddTestCase(new CodePathCostsTestCase, TEST_QUICK);
        AddTestCase(new CodeStepsTestCase, TEST_QUICK);
        AddTestCase(new CodePathSpaceTestCase, TEST_QUICK);
    }
};

static CodeCostsTestSuite g_codeCostsTestSuite; ///< registers the suite

} // namespace
