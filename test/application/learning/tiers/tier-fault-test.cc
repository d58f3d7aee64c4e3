/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Servers, links and devices that die in the middle of a round of two tiers: the others go on by
// the rules, nothing hangs, and records say what happened.

#include "support/expectations.h"
#include "support/tier-fixture.h"

#include "ns3/net-device.h"
#include "ns3/test.h"

#include <algorithm>
#include <functional>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the cases have in common: a run without a fault says when it is to happen.
class FaultCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    static constexpr uint32_t SERVERS = 4;
    static constexpr uint32_t ROUNDS = 12;
    static constexpr uint32_t WHEN = 3; ///< round of the fault

    /// @returns rounds  @param [in] fail makes the fault  @param [in] barrier rounds have one
    std::vector<TierRound> Learn(const std::function<void(TierFixture&)>& fail, bool barrier)
    {
        TierFixture run("HfelFullMeshPlanner", SERVERS, 3);
        run.helper.SetTierAttribute("Rounds", UintegerValue(m_rounds));
        run.helper.SetTierAttribute("Timeout", TimeValue(Seconds(3)));
        run.helper.SetTierAttribute("Barrier", BooleanValue(barrier));
        run.Build();
        fail(run);
        const std::vector<TierRound> rounds = run.Run(400);
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        m_unfinished = run.helper.GetMonitor().GetCounts().unfinished;
        for (uint32_t m = 0; m < SERVERS; ++m)
        {
            NS_TEST_EXPECT_MSG_EQ(run.CountMalformed(m), 0, "all was sound");
        }
        return rounds;
    }

    /// @returns instant in the middle of what a server does  @param [in] exchanging or training
    Time GetInstant(bool exchanging, bool barrier)
    {
        const std::vector<TierRound> rounds = Learn([](TierFixture&) {}, barrier);
        NS_TEST_EXPECT_MSG_EQ(rounds.size(), m_rounds, "rounds without a fault");
        const TierRound& round = rounds.at(WHEN - 1);
        double at = round.time.ended;
        for (const TierServerRound& server : round.servers)
        {
            const double ready = server.time.begun + server.cellRealised;
            at = std::min(at, exchanging ? ready + 1e-3 : server.time.begun + 1e-2);
        }
        return Seconds(at);
    }

    uint32_t m_rounds{ROUNDS}; ///< to begin
    uint64_t m_unfinished{0};
};

/// An edge server that dies.
class ServerCase : public FaultCase
{
  public:
    ServerCase(bool silent, bool barrier)
        : FaultCase(std::string("an edge server ") + (silent ? "is cut off" : "dies") +
                    (barrier ? ", with a barrier" : ", without a barrier")),
          m_silent(silent),
          m_barrier(barrier)
    {
    }

  private:
    static constexpr uint32_t DEAD = 2;

    void Fail(TierFixture& run, Time at) const
    {
        if (!m_silent)
        {
            run.applications.Get(DEAD)->SetStopTime(at);
            return;
        }
        const Ptr<Node> node = run.servers.Get(DEAD);
        for (uint32_t i = 0; i < node->GetNDevices(); ++i)
        {
            if (node->GetObject<Ipv4>()->GetInterfaceForDevice(node->GetDevice(i)) > 0)
            {
                Simulator::Schedule(at, &SwitchInterface, node->GetDevice(i), false);
            }
        }
    }

    void DoRun() override
    {
        const Time at = GetInstant(false, m_barrier);
        const std::vector<TierRound> rounds =
            Learn([&](TierFixture& run) { Fail(run, at); }, m_barrier);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "the others go on");
        uint32_t without = 0;
        double loss = 0;
        for (const TierRound& round : rounds)
        {
            uint32_t missing = 0;
            for (const TierServerRound& server : round.servers)
            {
                const bool dead = server.server == DEAD && round.round >= WHEN;
                EXPECT_TRUE(dead ? (!server.completed || m_silent) && !server.detail.empty()
                                 : server.completed,
                            "round " << round.round << ", server " << server.server << ": "
                                     << server.detail);
                missing += dead ? 0 : server.missing;
                loss = dead ? loss : server.loss;
            }
            without += round.links == 3 ? 1 : 0;
            EXPECT_TRUE(missing == 0 || round.round == WHEN,
                        missing << " models missing in round " << round.round);
            EXPECT_TRUE(missing <= 3, "one model for each neighbour");
        }
        NS_TEST_EXPECT_MSG_GT_OR_EQ(without, ROUNDS - WHEN, "three servers have three links");
        NS_TEST_EXPECT_MSG_LT(loss, rounds.front().loss, "they learn");
        NS_TEST_EXPECT_MSG_EQ(m_unfinished, 0, "nothing hangs");
    }

    bool m_silent;
    bool m_barrier;
};

/// A link that goes down while models cross it, and comes up again.
class LinkCase : public FaultCase
{
  public:
    LinkCase()
        : FaultCase("a link between servers goes down in the exchange, and comes back")
    {
    }

  private:
    void DoRun() override
    {
        m_rounds = 60; // until the link is back, and the connection over it
        const Time at = GetInstant(true, true);
        const std::vector<TierRound> rounds = Learn(
            [&](TierFixture& run) {
                for (uint32_t end = 0; end < 2; ++end)
                {
                    const Ptr<NetDevice> device = run.backhaul[5].Get(end); // of servers 2 and 3
                    Simulator::Schedule(at, &SwitchInterface, device, false);
                    Simulator::Schedule(at + Seconds(3.5), &SwitchInterface, device, true);
                }
            },
            true);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), m_rounds, "rounds go on");
        uint32_t without = 0;
        for (const TierRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.servers.size(), SERVERS, "all are there");
            for (const TierServerRound& server : round.servers)
            {
                const bool cut = round.round == WHEN && server.server >= 2;
                NS_TEST_EXPECT_MSG_EQ(server.completed, true, server.detail);
                NS_TEST_EXPECT_MSG_EQ(server.missing,
                                      (cut ? 1 : 0),
                                      "round " << round.round << ", server " << server.server);
                EXPECT_TRUE((server.detail.find("no model came from") == 0) == cut,
                            "round " << round.round << ": " << server.detail);
            }
            without += round.links == 5 ? 1 : 0;
        }
        EXPECT_TRUE(without > 0 && without < m_rounds - WHEN,
                    without << " rounds without the link");
        NS_TEST_EXPECT_MSG_EQ(rounds.back().links, 6, "it is used again");
        NS_TEST_EXPECT_MSG_EQ(m_unfinished, 0, "nothing hangs");
    }
};

/// Devices that die.
class DeviceCase : public FaultCase
{
  public:
    explicit DeviceCase(uint32_t count)
        : FaultCase(std::to_string(count) + " of 3 devices of a cell die"),
          m_count(count)
    {
    }

  private:
    void DoRun() override
    {
        const Time at = GetInstant(false, true);
        const std::vector<TierRound> rounds = Learn(
            [&](TierFixture& run) {
                for (uint32_t k = 0; k < m_count; ++k)
                {
                    run.cells[1].Get(k)->GetApplication(0)->SetStopTime(at);
                }
            },
            true);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds go on");
        for (const TierRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.servers.size(), SERVERS, "all servers are there");
            for (const TierServerRound& server : round.servers)
            {
                NS_TEST_EXPECT_MSG_EQ(server.completed, true, server.detail);
                NS_TEST_EXPECT_MSG_EQ(server.missing, 0, "its model comes all the same");
            }
            const TierServerRound& cell = round.servers[1];
            const uint32_t devices = round.round < WHEN ? 3 : 3 - m_count;
            if (round.round != WHEN && devices > 0)
            {
                EXPECT_ABSOLUTE(cell.bitsUp,
                                2. * devices * 32 * TierFixture::PARAMETERS,
                                0,
                                "updates of those that are there, round " << round.round);
            }
            else if (round.round > WHEN)
            {
                EXPECT_TRUE(std::isnan(cell.bitsUp), "no update");
                NS_TEST_EXPECT_MSG_EQ(cell.detail,
                                      "no device of the cell could have a part",
                                      "it is said");
            }
        }
        NS_TEST_EXPECT_MSG_LT(rounds.back().loss, rounds.front().loss, "they learn");
        NS_TEST_EXPECT_MSG_EQ(m_unfinished, 0, "nothing hangs");
    }

    uint32_t m_count;
};

/// The coordinator that dies.
class CoordinatorCase : public FaultCase
{
  public:
    explicit CoordinatorCase(bool barrier)
        : FaultCase(std::string("the coordinator dies, ") + (barrier ? "with" : "without") +
                    " a barrier"),
          m_barrier(barrier)
    {
    }

  private:
    void DoRun() override
    {
        const Time at = GetInstant(true, m_barrier);
        const std::vector<TierRound> rounds =
            Learn([&](TierFixture& run) { run.applications.Get(0)->SetStopTime(at); }, m_barrier);
        // Who waits for all others waits for ever; else each goes on with its own model.
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), (m_barrier ? WHEN : ROUNDS), "rounds");
        for (const TierRound& round : rounds)
        {
            for (const TierServerRound& server : round.servers)
            {
                const bool alone = round.round > WHEN;
                EXPECT_TRUE(round.round >= WHEN || server.completed, server.detail);
                EXPECT_TRUE(!alone || server.detail.find("no topology came") == 0,
                            "round " << round.round << ": " << server.detail);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(m_unfinished, 0, "nothing hangs");
    }

    bool m_barrier;
};

/// Faults of learning in two tiers.
class TierFaultTestSuite : public TestSuite
{
  public:
    TierFaultTestSuite()
        : TestSuite("edge-ai-tier-fault", TEST_SYSTEM)
    {
        for (const bool silent : {false, true})
        {
            AddTestCase(new ServerCase(silent, true), TEST_QUICK);
            AddTestCase(new ServerCase(silent, false), TEST_QUICK);
        }
        AddTestCase(new LinkCase, TEST_QUICK);
        AddTestCase(new DeviceCase(1), TEST_QUICK);
        AddTestCase(new DeviceCase(3), TEST_QUICK);
        AddTestCase(new CoordinatorCase(true), TEST_QUICK);
        AddTestCase(new CoordinatorCase(false), TEST_QUICK);
    }
};

TierFaultTestSuite g_tierFaultTestSuite; ///< the suite

} // namespace
