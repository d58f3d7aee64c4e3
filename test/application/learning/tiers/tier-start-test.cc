/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Servers of two tiers that begin one after the other, over links that come up late: each joins
// when its links stand, rounds wait for nobody for ever, and records say who was not there.

#include "application/learning/two-tiers-in-memory.h"
#include "support/expectations.h"
#include "support/tier-fixture.h"

#include "ns3/net-device.h"
#include "ns3/test.h"

#include <algorithm>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A link whose interfaces are down from the beginning on. @param [in] link of two devices
/// @param [in] until when
void
HoldDown(const NetDeviceContainer& link, Time until)
{
    for (uint32_t end = 0; end < link.GetN(); ++end)
    {
        Simulator::Schedule(Seconds(0), &SwitchInterface, link.Get(end), false);
        Simulator::Schedule(until, &SwitchInterface, link.Get(end), true);
    }
}

/// Something of the upper tier is late.
class LateCase : public TestCase
{
  public:
    using Delay = std::function<void(TierFixture&)>;

    /// @param [in] what is late, in words  @param [in] delay makes it so
    /// @param [in] barrier rounds have one  @param [in] whole all servers are in the first round
    LateCase(const std::string& what, Delay delay, bool barrier, bool whole)
        : TestCase(what + (barrier ? "" : ", without a barrier")),
          m_delay(std::move(delay)),
          m_barrier(barrier),
          m_whole(whole),
          m_rounds(barrier ? 100 : 200)
    {
    }

  private:
    static constexpr uint32_t SERVERS = 4;

    void DoRun() override
    {
        TierFixture run("HfelFullMeshPlanner", SERVERS, 2);
        run.helper.SetTierAttribute("Rounds", UintegerValue(m_rounds));
        run.helper.SetTierAttribute("Timeout", TimeValue(Seconds(3)));
        run.helper.SetTierAttribute("Barrier", BooleanValue(m_barrier));
        run.Build();
        m_delay(run);
        const std::vector<TierRound> rounds = run.Run(600);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), m_rounds, "all rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetMonitor().GetCounts().unfinished, 0, "nothing hangs");
        for (uint32_t m = 0; m < SERVERS; ++m)
        {
            NS_TEST_EXPECT_MSG_EQ(run.CountMalformed(m), 0, "all was sound");
        }
        EXPECT_TRUE((rounds.front().servers.size() == SERVERS) == m_whole, "who begins");
        std::ostringstream summary;
        run.helper.GetMonitor().PrintSummary(summary);
        const bool noted = summary.str().find("was not there when a round was planned: no route or "
                                              "link to server 0") != std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(noted, !m_whole, summary.str());
        const TierRound& last = rounds.back();
        NS_TEST_ASSERT_MSG_EQ(last.servers.size(), SERVERS, "nobody is lost");
        NS_TEST_EXPECT_MSG_EQ(last.links, 6, "over all links");
        for (const TierServerRound& server : last.servers)
        {
            NS_TEST_EXPECT_MSG_EQ(server.completed, true, server.detail);
            NS_TEST_EXPECT_MSG_EQ(server.missing, 0, server.detail);
        }
        NS_TEST_EXPECT_MSG_LT(last.loss, rounds.front().loss, "they learn");
    }

    Delay m_delay;
    bool m_barrier;
    bool m_whole;
    uint32_t m_rounds; ///< long enough for what is late: without a barrier they are shorter
};

/// As small as two tiers may be.
class StartSmallCase : public TestCase
{
  public:
    StartSmallCase(const std::string& planner, uint32_t servers, uint32_t devices)
        : TestCase(planner + ", " + std::to_string(servers) + " cells of " +
                   std::to_string(devices) + ": the parameters are those in memory"),
          m_planner(planner),
          m_servers(servers),
          m_devices(devices)
    {
    }

  private:
    void DoRun() override
    {
        TierFixture run(m_planner, m_servers, m_devices);
        run.helper.SetConsensus("none");
        run.Build();
        const std::vector<TierRound> rounds = run.Run();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), run.rounds, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        const TierTask task = run.MakeTask();
        TopologyProblem topology = run.MakeTopology();
        const TopologyPlan plan = CreateTopologyPlanner(m_planner)->Plan(topology);
        NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
        for (uint32_t t = 0; t < run.rounds; ++t)
        {
            task.learner->TrainCells();
            task.learner->Mix(GetMixingMatrix(plan), plan.repeats, GetMixingWay(plan));
        }
        for (uint32_t m = 0; m < m_servers; ++m)
        {
            const std::vector<double> parameters = run.helper.GetParameters(m);
            const Eigen::VectorXd& expected = task.learner->GetModels()[m];
            NS_TEST_ASSERT_MSG_EQ(parameters.size(), std::size_t(expected.size()), "as many");
            EXPECT_TRUE(expected.norm() > 1e-2, "they have moved");
            for (std::size_t i = 0; i < parameters.size(); ++i)
            {
                NS_TEST_ASSERT_MSG_EQ(parameters[i], expected[i], "bit for bit, " << i);
            }
        }
        for (const TierRound& round : rounds)
        {
            for (const TierServerRound& server : round.servers)
            {
                EXPECT_TRUE(server.completed && server.detail.empty() && server.missing == 0,
                            "round " << round.round << ": " << server.detail);
            }
        }
    }

    std::string m_planner;
    uint32_t m_servers;
    uint32_t m_devices;
};

class TierStartTestSuite : public TestSuite
{
  public:
    TierStartTestSuite()
        : TestSuite("edge-ai-tier-start", TEST_SYSTEM)
    {
        for (const bool barrier : {true, false})
        {
            AddTestCase(
                new LateCase(
                    "a server listens a second after the others: connections are refused",
                    [](TierFixture& run) { run.applications.Get(2)->SetStartTime(Seconds(1)); },
                    barrier,
                    true),
                TEST_QUICK);
            AddTestCase(
                new LateCase(
                    "the coordinator listens a second after the others",
                    [](TierFixture& run) { run.applications.Get(0)->SetStartTime(Seconds(1)); },
                    barrier,
                    true),
                TEST_QUICK);
            AddTestCase(
                new LateCase(
                    "a server begins when others have waited long enough for it",
                    [](TierFixture& run) { run.applications.Get(2)->SetStartTime(Seconds(10.5)); },
                    barrier,
                    false),
                TEST_QUICK);
            AddTestCase(new LateCase(
                            "a link between servers comes up after 4 s",
                            [](TierFixture& run) { HoldDown(run.backhaul[5], Seconds(4)); },
                            barrier,
                            true),
                        TEST_QUICK);
            AddTestCase(new LateCase(
                            "all links of a server come up after 10.5 s",
                            [](TierFixture& run) {
                                for (const std::size_t link : {2, 4, 5}) // of server 3
                                {
                                    HoldDown(run.backhaul[link], Seconds(10.5));
                                }
                            },
                            barrier,
                            false),
                        TEST_QUICK);
        }
        for (const char* planner : {"HfelFullMeshPlanner", "HfelNoExchangePlanner"})
        {
            for (const uint32_t servers : {1U, 2U, 3U})
            {
                AddTestCase(new StartSmallCase(planner, servers, 1), TEST_QUICK);
            }
            AddTestCase(new StartSmallCase(planner, 1, 3), TEST_QUICK);
        }
    }
};

TierStartTestSuite g_tierStartTestSuite; ///< the suite

} // namespace
