/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Throughputs of two services, and guests of a host.

#include "allocation/pipeline/code/code-admission.h"
#include "allocation/pipeline/code/code-paths.h"
#include "support/code-test-support.h"

#include <algorithm>
#include <array>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::codetest;

namespace
{

/// The programme (5) by looking at all corners: a x + b y <= c for each line.
class CornerSearch
{
  public:
    void Add(double a, double b, double c)
    {
        m_lines.push_back({a, b, c});
    }

    /// @returns the largest x + y, -1 if nothing is feasible
    double Solve() const
    {
        double best = -1;
        for (std::size_t i = 0; i < m_lines.size(); ++i)
        {
            for (std::size_t j = i + 1; j < m_lines.size(); ++j)
            {
                const auto& [a, b, c] = m_lines[i];
                const auto& [d, e, f] = m_lines[j];
                const double det = a * e - b * d;
                if (std::abs(det) < 1e-13)
                {
                    continue;
                }
                const double x = (c * e - b * f) / det;
                const double y = (a * f - c * d) / det;
                const bool fits = std::all_of(m_lines.begin(), m_lines.end(), [&](const auto& l) {
                    return l[0] * x + l[1] * y <= l[2] + 1e-12 * (1 + std::abs(l[2]));
                });
                best = fits ? std::max(best, x + y) : best;
            }
        }
        return best;
    }

  private:
    std::vector<std::array<double, 3>> m_lines; ///< a, b, c
};

/// @returns the largest sum of throughputs, by corners
double
SolveByCorners(const CodeProblem& problem, const CodeLabel& label)
{
    CornerSearch search;
    const double hostFlop = problem.host.GetFlop();
    const double own = std::min(problem.host.load, problem.host.flops / hostFlop);
    // Scaled so that all lines are of the size of one task.
    search.Add(1, 0, problem.local.flops / label.localFlop);
    search.Add(label.hostFlop / hostFlop, 1, problem.host.flops / hostFlop);
    if (label.upBits > 0)
    {
        search.Add(1, 0, problem.uplinkRate / label.upBits);
    }
    if (label.downBits > 0)
    {
        search.Add(1, 0, problem.downlinkRate / label.downBits);
    }
    search.Add(1, 0, problem.local.load);
    search.Add(-1, 0, 0);
    search.Add(0, 1, problem.host.load);
    search.Add(0, -1, -problem.protectedShare * own);
    return search.Solve();
}

/// The closed form against the programme.
class CodeThroughputTestCase : public TestCase
{
  public:
    CodeThroughputTestCase()
        : TestCase("closed form of the throughputs against corners of the programme")
    {
    }

  private:
    void DoRun() override
    {
        RandomServices random(5);
        uint32_t displacing = 0;
        uint32_t paths = 0;
        for (int run = 0; run < 60; ++run)
        {
            const CodeProblem problem = random.Make(3);
            ForEachCodePath(CodeCosts(problem), [&](const CodePath& path, const CodeLabel& label) {
                const CodeThroughput found = GetCodeThroughput(problem, label);
                ++paths;
                displacing += label.hostFlop > problem.host.GetFlop() ? 1 : 0;
                EXPECT_RELATIVE(found.GetSum(),
                                SolveByCorners(problem, label),
                                1e-10,
                                "run " << run << ", " << ToText(path));
                EXPECT_TRUE(found.host >= problem.protectedShare * GetHostOwnThroughput(problem),
                            "protected");
                EXPECT_TRUE(found.local * label.hostFlop + found.host * problem.host.GetFlop() <=
                                problem.host.flops * (1 + 1e-12),
                            "no more than the host can");
            });
        }
        NS_TEST_EXPECT_MSG_GT(paths, 400U, "paths");
        NS_TEST_EXPECT_MSG_GT(displacing, 40U, "guests that displace more than one own task");
    }
};

/// Frames that both tasks look at.
class CodeSharedInputTestCase : public TestCase
{
  public:
    CodeSharedInputTestCase()
        : TestCase("common blocks of the host run once for frames that both tasks look at")
    {
    }

  private:
    void DoRun() override
    {
        CodeProblem problem = MakeBase(10e9);
        problem.sharedInput = true;
        problem.host.load = 1000;
        problem.local.load = 1000;
        problem.local.flops = 1e14;
        const CodeCosts costs(problem);
        const double all = problem.host.GetFlop();
        // All blocks of the host, then the local head: nothing but the adapter is more.
        CodeLabel label = costs.GetLabel(Path("h1 h2 h3 h4 h5"));
        EXPECT_RELATIVE(label.commonFlop, all - problem.host.headFlop, 1e-15, "all blocks");
        CodeThroughput found = GetCodeThroughput(problem, label);
        EXPECT_RELATIVE(found.local, problem.host.flops / (all + 2 * 9437184.), 1e-12, "frames");
        NS_TEST_EXPECT_MSG_EQ(found.local, found.host, "every frame is looked at twice");
        // What comes back to the host's model later is not what the host's own task has computed.
        label = costs.GetLabel(Path("h1 l2 h3 h4 h5"));
        EXPECT_RELATIVE(label.commonFlop, problem.host.blocks[0].flop, 1e-15, "first block");
        label = costs.GetLabel(Path("h1 h3 h4 h5"));
        EXPECT_RELATIVE(label.commonFlop, problem.host.blocks[0].flop, 1e-15, "skipped");
        label = costs.GetLabel(Path("l1 h2 h3 h4 h5"));
        NS_TEST_EXPECT_MSG_EQ(label.commonFlop, 0, "begins elsewhere");
        EXPECT_RELATIVE(GetCodeThroughput(problem, label).local,
                        problem.host.flops / (all + label.hostFlop),
                        1e-12,
                        "nothing in common");
        found = GetCodeThroughput(problem, costs.GetLabel(problem.GetOwnPath()));
        EXPECT_RELATIVE(found.local, problem.host.flops / all, 1e-12, "own path");
        problem.local.load = 3;
        EXPECT_RELATIVE(GetCodeThroughput(problem, label).host, 3., 1e-12, "frames that come");
    }
};

/// Guests of a host.
class GuestGrantTestCase : public TestCase
{
  public:
    GuestGrantTestCase()
        : TestCase("grants agree with the closed form and leave what is protected")
    {
    }

  private:
    void DoRun() override
    {
        RandomServices random(6);
        uint32_t cut = 0;
        for (int run = 0; run < 60; ++run)
        {
            const CodeProblem problem = random.Make(3);
            const double own = GetHostOwnThroughput(problem);
            const double flop = problem.host.GetFlop();
            ForEachCodePath(CodeCosts(problem), [&](const CodePath&, const CodeLabel& label) {
                const CodeThroughput planned = GetCodeThroughput(problem, label);
                const GuestGrant exact = GrantGuestRate(problem, label, planned.local);
                EXPECT_RELATIVE(exact.rate, planned.local, 1e-12, "what was planned is granted");
                EXPECT_TRUE(exact.rate < planned.local || exact.reason.empty(), exact.reason);
                const GuestGrant more = GrantGuestRate(problem, label, 1e6, .1 * flop);
                const double kept =
                    (label.hostFlop > flop ? 1 : problem.protectedShare) * own * flop;
                EXPECT_TRUE(label.hostFlop == 0 ||
                                more.rate * label.hostFlop + .1 * flop + kept <=
                                    problem.host.flops * (1 + 1e-12) ||
                                more.rate == 0,
                            "room for what is protected and for other guests");
                cut += more.reason.empty() ? 0 : 1;
                EXPECT_RELATIVE(more.share,
                                more.rate * label.hostFlop / problem.host.flops,
                                1e-12,
                                "share");
            });
        }
        NS_TEST_EXPECT_MSG_GT(cut, 200U, "some get less than they ask for");
        const CodeProblem base = MakeBase();
        const CodeLabel label = CodeCosts(base).GetLabel(Path("l1 h2 h3 l4 l5"));
        const GuestGrant none = GrantGuestRate(base, label, 10, base.host.flops);
        NS_TEST_EXPECT_MSG_EQ(none.rate, 0, "others have it all");
        EXPECT_TRUE(none.reason.find("asked for 10 1/s; besides 40 1/s of the host's own tasks "
                                     "there is room for 0 1/s") == 0,
                    none.reason);
    }
};

/// Tasks that are let in.
class TokenBucketTestCase : public TestCase
{
  public:
    TokenBucketTestCase()
        : TestCase("a bucket lets in what fits, not more and not less")
    {
    }

  private:
    void DoRun() override
    {
        TokenBucket bucket(2, 3);
        for (int i = 0; i < 3; ++i)
        {
            EXPECT_TRUE(bucket.Take(0), "full at first");
        }
        EXPECT_TRUE(!bucket.Take(0) && !bucket.Take(.49), "empty");
        EXPECT_RELATIVE(bucket.GetNextInstant(.25), .5, 1e-12, "next");
        EXPECT_TRUE(bucket.Take(.5), "filled");
        EXPECT_TRUE(bucket.Take(1.) && !bucket.Take(1.1), "filled again");
        TokenBucket rested(2, 3);
        for (int i = 0; i < 5; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(rested.Take(1000), (i < 3), "no more than it holds after a rest");
        }
        bucket.SetRate(10, 1.1);
        EXPECT_RELATIVE(bucket.GetNextInstant(1.1), 1.1 + .8 / 10, 1e-12, "what is in it stays");
        bucket.SetRate(0, 1.1);
        EXPECT_TRUE(std::isinf(bucket.GetNextInstant(5)), "never");

        // Whatever comes: never more than burst + rate t; if more than that comes, all of it.
        RandomServices random(7);
        TokenBucket limited(40, 5);
        double now = 0;
        uint32_t in = 0;
        for (int i = 0; i < 20000; ++i)
        {
            now += random.Between(1e-4, 3e-2);
            in += limited.Take(now) ? 1 : 0;
            EXPECT_TRUE(in <= 5 + 40 * now + 1e-6, "no more at " << now);
        }
        EXPECT_TRUE(in >= .98 * 40 * now, "no less: " << in << " of " << 40 * now);
    }
};

/// Throughputs and guests of CoDE.
class CodeThroughputTestSuite : public TestSuite
{
  public:
    CodeThroughputTestSuite()
        : TestSuite("edge-ai-code-throughput", TEST_UNIT)
    {
        AddTestCase(new CodeThroughputTestCase, TEST_QUICK);
        AddTestCase(new CodeSharedInputTestCase, TEST_QUICK);
        AddTestCase(new GuestGrantTestCase, TEST_QUICK);
        AddTestCase(new TokenBucketTestCase, TEST_QUICK);
    }
};

static CodeThroughputTestSuite g_codeThroughputTestSuite; ///< registers the suite

} // namespace
