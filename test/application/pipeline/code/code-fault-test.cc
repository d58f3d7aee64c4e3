/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Loads, links and hosts that change while services run: paths are chosen anew, what is protected
// stays protected, and every task ends once.

#include "support/code-fixture.h"
#include "support/expectations.h"

#include "ns3/error-model.h"
#include "ns3/pointer.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string OWN = "l1 l2 l3 l4 l5";
const std::string BEST = "l1 h2 h3 l4 l5";

/// @returns the paths that were used, in order, with nothing twice in a row
std::vector<std::string>
ListUsed(const CodeFixture& f)
{
    std::vector<std::string> paths;
    for (const CodePathReport& decision : f.helper.GetDecisions(0))
    {
        if (decision.outcome == "used" && (paths.empty() || paths.back() != decision.path))
        {
            paths.push_back(decision.path);
        }
    }
    return paths;
}

class LoadStepCase : public TestCase
{
  public:
    LoadStepCase()
        : TestCase("the host's load rises by half, and falls again")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.Build();
        f.helper.ScheduleLoad(1, 5, 1.5);
        f.helper.ScheduleLoad(1, 14, 1);
        f.Run(26);
        const std::vector<std::string> used = ListUsed(f);
        NS_TEST_ASSERT_MSG_GT(used.size(), 2, "it was chosen anew twice at least");
        NS_TEST_EXPECT_MSG_EQ(used[0], BEST, "at first");
        NS_TEST_EXPECT_MSG_EQ(used[1], OWN, "while the host has nothing to spare");
        // The mean follows in steps of a tenth, so that it may stop at one a little too high.
        NS_TEST_EXPECT_MSG_NE(used.back(), OWN, "in the end");
        EXPECT_RELATIVE(f.helper.GetOutcome(1, 7, 14).throughput, 60., .04, "protected");
        EXPECT_RELATIVE(f.helper.GetOutcome(0, 7, 14).throughput, 35.004765, .03, "own path");
        NS_TEST_EXPECT_MSG_GT(f.helper.GetOutcome(0, 24, 26).throughput, 57, "back again");
        EXPECT_TRUE(IsSound(f), "every task ends once");
        NS_TEST_EXPECT_MSG_EQ(f.GetServer(0)->GetMalformedCount() +
                                  f.GetServer(1)->GetMalformedCount(),
                              0,
                              "servers understand each other");
    }
};

class LinkCase : public TestCase
{
  public:
    LinkCase()
        : TestCase("links between servers get five times as slow")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.Build();
        for (uint32_t end : {0, 1})
        {
            ScheduleCall(Seconds(5), [&f, end] { CodeFixture::SetRate(f.links.Get(end), 40e6); });
        }
        f.Run(14);
        const std::vector<std::string> used = ListUsed(f);
        NS_TEST_ASSERT_MSG_GT(used.size(), 1, "it was chosen anew");
        NS_TEST_EXPECT_MSG_EQ(used.back(), OWN, "the link cannot carry the path");
        EXPECT_RELATIVE(f.helper.GetOutcome(0, 10, 14).throughput, 35.004765, .05, "own path");
        EXPECT_TRUE(IsSound(f), "every task ends once");
    }
};

class GoneCase : public TestCase
{
  public:
    GoneCase()
        : TestCase("the host is stopped")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.Build();
        f.GetServer(1)->SetStopTime(Seconds(5));
        const TaskCounts counts = f.Run(10);
        EXPECT_TRUE(!f.GetServer(0)->GetRoute()->HasHost(), "own path");
        EXPECT_RELATIVE(f.helper.GetOutcome(0, 6, 10).throughput, 35.004765, .03, "it works");
        EXPECT_TRUE(IsSound(f), "every task ends once");
        NS_TEST_EXPECT_MSG_GT(counts.byOutcome.at(TaskOutcome::LINK_LOST), 0, "those away");
    }
};

/// Nothing comes through any more, and nobody says so.
class SilentCase : public TestCase
{
  public:
    SilentCase()
        : TestCase("the link to the host is cut for 3 s")
    {
    }

  private:
    static void Cut(const CodeFixture& f, bool cut)
    {
        for (uint32_t end : {0, 1})
        {
            Ptr<RateErrorModel> errors = CreateObject<RateErrorModel>();
            errors->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
            errors->SetRate(cut ? 1 : 0);
            f.links.Get(end)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
        }
    }

    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.Build();
        ScheduleCall(Seconds(5), [&f] { Cut(f, true); });
        ScheduleCall(Seconds(8), [&f] { Cut(f, false); });
        const TaskCounts counts = f.Run(20);
        const std::vector<std::string> used = ListUsed(f);
        EXPECT_RELATIVE(f.helper.GetOutcome(0, 6.5, 8).throughput, 35.004765, .05, "own path");
        NS_TEST_EXPECT_MSG_EQ(used.back(), BEST, "the host is back");
        EXPECT_RELATIVE(f.helper.GetOutcome(0, 18, 20).throughput, 62.8617, .03, "used again");
        EXPECT_RELATIVE(f.helper.GetOutcome(1, 6, 20).throughput, 40., .03, "the host's own");
        NS_TEST_EXPECT_MSG_GT(counts.byOutcome.at(TaskOutcome::SERVER_SILENT), 0, "those away");
        EXPECT_TRUE(IsSound(f), "every task ends once");
    }
};

/// Whoever stops, stops cleanly.
class StopCase : public TestCase
{
  public:
    StopCase()
        : TestCase("servers and users are stopped")
    {
    }

  private:
    void DoRun() override
    {
        CodeFixture f;
        f.AddBase("CodePlanner");
        f.Build();
        f.GetUser(1)->SetStopTime(Seconds(3));
        f.GetServer(0)->SetStopTime(Seconds(4));
        f.GetUser(0)->SetStopTime(Seconds(5));
        const TaskCounts counts = f.Run(8);
        EXPECT_TRUE(IsSound(f), "every task ends once");
        NS_TEST_EXPECT_MSG_EQ(counts.unfinished, 0, "none is left");
        NS_TEST_EXPECT_MSG_GT(counts.byOutcome.at(TaskOutcome::STOPPED), 0, "those under way");
    }
};

class CodeFaultSuite : public TestSuite
{
  public:
    CodeFaultSuite()
        : TestSuite("edge-ai-code-fault", TEST_SYSTEM)
    {
        AddTestCase(new LoadStepCase, TEST_QUICK);
        AddTestCase(new LinkCase, TEST_QUICK);
        AddTestCase(new GoneCase, TEST_QUICK);
        AddTestCase(new SilentCase, TEST_QUICK);
        AddTestCase(new StopCase, TEST_QUICK);
    }
} g_codeFaultSuite;

} // namespace
