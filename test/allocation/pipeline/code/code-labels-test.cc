/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What labels of paths must hold, and long models.

#include "allocation/pipeline/code/code-search.h"
#include "support/code-test-support.h"

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::codetest;

namespace
{

/// What a label must hold because a later connection asks for it.
class CodeLabelTestCase : public TestCase
{
  public:
    CodeLabelTestCase()
        : TestCase("best paths that lose to others at a node in all but one cost")
    {
    }

  private:
    void DoRun() override
    {
        constexpr double GIGA = 1e9;
        const auto service = [](const std::vector<std::pair<double, uint32_t>>& blocks,
                                uint32_t side,
                                double flops,
                                double load) {
            CodeService made;
            for (const auto& [flop, channels] : blocks)
            {
                made.blocks.push_back({"", flop, channels, side});
            }
            made.headFlop = GIGA;
            made.inputBits = 1e5;
            made.accuracy = .8;
            made.flops = flops;
            made.load = load;
            return made;
        };
        // Two ways to local block 4 skip one block each: by host block 3 with less work, by host
        // block 2 with few channels, which alone fits the slow downlink.
        CodeProblem slow;
        slow.local = service({{1e4 * GIGA, 64}, {1e4 * GIGA, 64}, {1e4 * GIGA, 64}, {GIGA, 64}},
                             8,
                             2e12,
                             1e3);
        slow.host = service({{.1 * GIGA, 64}, {GIGA, 4}, {.1 * GIGA, 64}, {GIGA, 64}}, 8, 1e13, 10);
        slow.uplinkRate = 1e9;
        slow.downlinkRate = 1e6;
        Expect(slow, "h1 h2 l4");
        slow.downlinkRate = 1e9;
        Expect(slow, "h1 h2 h3 h4");

        // Blocks 3 of the host and 4 of the local model are far too large. The host's second
        // block and the local first one are the lesser, but leave no change of the model for the
        // host's last block.
        CodeProblem changes;
        changes.local = service({{9 * GIGA, 8}, {10 * GIGA, 8}, {GIGA, 8}, {1e3 * GIGA, 8}},
                                4,
                                1200 * GIGA,
                                1e3);
        changes.host = service({{10 * GIGA, 8}, {9 * GIGA, 8}, {1e3 * GIGA, 8}, {GIGA, 8}},
                               4,
                               1100 * GIGA,
                               .1);
        changes.uplinkRate = 1e10;
        changes.downlinkRate = 1e10;
        changes.protectedShare = 0;
        changes.crossLoss = .01;
        changes.skipLoss = 1;
        changes.accuracyExponent = 1;
        changes.modelChangesMax = 3;
        Expect(changes, "h1 l2 l3 h4");
    }

    /// Expects a path, by labels without bounds and by enumeration. @param [in] problem a problem
    /// @param [in] path its best path
    void Expect(const CodeProblem& problem, const std::string& path)
    {
        NS_TEST_EXPECT_MSG_EQ(problem.Validate(), "", "sound");
        CodeSearchOptions options;
        options.bound = false;
        NS_TEST_EXPECT_MSG_EQ(ToText(EnumerateCodePaths(problem, options).best.front().path),
                              path,
                              "of all paths");
        NS_TEST_EXPECT_MSG_EQ(ToText(SearchCodePaths(problem, options).best.front().path),
                              path,
                              "by labels");
    }
};

/// Long models.
class CodeLongTestCase : public TestCase
{
  public:
    CodeLongTestCase()
        : TestCase("models of twelve blocks: labels against all paths")
    {
    }

  private:
    void DoRun() override
    {
        RandomServices random(12);
        CodeProblem problem = random.Make(12);
        problem.skipLoss = .01;
        for (const uint32_t changes : {2, 13})
        {
            problem.modelChangesMax = changes;
            const CodeSearchResult found = SearchCodePaths(problem, {});
            const CodeSearchResult expected = EnumerateCodePaths(problem, {});
            EXPECT_TRUE(found.best.front().path == expected.best.front().path, "the best path");
            EXPECT_RELATIVE(found.best.front().value, expected.best.front().value, 1e-12, "F");
            EXPECT_TRUE(found.labels < expected.labels / 20, "fewer are kept");
            if (changes == 13)
            {
                NS_TEST_EXPECT_MSG_EQ(expected.labels, 354294U, "2 * 3^11 paths");
            }
        }
    }
};

/// Labels of CoDE's search.
class CodeLabelsTestSuite : public TestSuite
{
  public:
    CodeLabelsTestSuite()
        : TestSuite("edge-ai-code-labels", TEST_UNIT)
    {
        AddTestCase(new CodeLabelTestCase, TEST_QUICK);
        AddTestCase(new CodeLongTestCase, TEST_QUICK);
    }
};

static CodeLabelsTestSuite g_codeLabelsTestSuite; ///< registers the suite

} // namespace
