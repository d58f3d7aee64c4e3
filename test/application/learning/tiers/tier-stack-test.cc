/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Learning in two tiers over packets: the parameters are those without a network, the bytes are
// those of models and headers, and cells take the time that they plan.

#include "application/learning/tiers/tier-body.h"
#include "application/learning/tiers/tier-exchange.h"
#include "support/expectations.h"
#include "support/tier-fixture.h"

#include "ns3/packet.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double MODEL_BITS = 32 * TierFixture::PARAMETERS; ///< S [bit]

/// The same as without a network.
class ParityCase : public TestCase
{
  public:
    ParityCase(const std::string& planner, bool cloud, bool barrier)
        : TestCase(planner + " over packets is the same as without a network, " +
                   (barrier ? "with" : "without") + " a barrier"),
          m_planner(planner),
          m_cloud(cloud),
          m_barrier(barrier)
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t SERVERS = 4;
        TierFixture run(m_planner, SERVERS, 3, m_cloud);
        run.helper.SetTierAttribute("Barrier", BooleanValue(m_barrier));
        run.Build();
        const std::vector<TierRound> rounds = run.Run();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), run.rounds, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");

        const TierTask task = run.MakeTask();
        const TopologyPlan plan = CreateTopologyPlanner(m_planner)->Plan(run.MakeTopology());
        NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
        for (uint32_t t = 0; t < run.rounds; ++t)
        {
            const TierRound& round = rounds[t];
            NS_TEST_ASSERT_MSG_EQ(round.servers.size(), SERVERS, "servers");
            task.learner->TrainCells();
            const double before = GetConsensusDistance(task.learner->GetModels());
            EXPECT_RELATIVE(round.distanceBefore, before, 1e-6, "Xi before, round " << t + 1);
            task.learner->Mix(GetMixingMatrix(plan), plan.repeats);
            EXPECT_TRUE(std::abs(round.distanceAfter -
                                 GetConsensusDistance(task.learner->GetModels())) < 1e-6 * before,
                        "Xi after, round " << t + 1);
            const LearningScore score = task.Score(task.learner->GetMean());
            EXPECT_RELATIVE(round.loss, score.loss, 1e-6, "loss of the mean");
            EXPECT_ABSOLUTE(round.accuracy, score.accuracy, 2e-2, "accuracy of the mean");
            for (const TierServerRound& server : round.servers)
            {
                NS_TEST_ASSERT_MSG_EQ(server.completed, true, server.detail);
                NS_TEST_EXPECT_MSG_EQ(server.detail, "", "as planned");
                NS_TEST_EXPECT_MSG_EQ(server.missing, 0, "all models came");
            }
        }
        for (uint32_t m = 0; m < SERVERS; ++m)
        {
            const std::vector<double> parameters = run.helper.GetParameters(m);
            const Eigen::VectorXd& expected = task.learner->GetModels()[m];
            NS_TEST_ASSERT_MSG_EQ(parameters.size(), std::size_t(expected.size()), "as many");
            EXPECT_TRUE(expected.norm() > 1e-2, "they have moved");
            for (std::size_t i = 0; i < parameters.size(); ++i)
            {
                // What comes from a cloud has crossed a link behind mixing.
                const double mixed = m_cloud ? static_cast<float>(expected[i]) : expected[i];
                NS_TEST_ASSERT_MSG_EQ(parameters[i], mixed, "bit for bit, " << m << ", " << i);
            }
        }
    }

    std::string m_planner;
    bool m_cloud;
    bool m_barrier;
};

/// What crosses the links between servers.
class BytesCase : public TestCase
{
  public:
    BytesCase()
        : TestCase("bytes between servers are those of models, messages and headers; cells take "
                   "the time and energy that they plan")
    {
    }

  private:
    void HandlePacket(Ptr<const Packet> packet)
    {
        constexpr uint32_t PPP = 2;
        uint8_t bytes[80];
        const uint32_t count = packet->CopyData(bytes, sizeof bytes);
        if (count >= PPP + 40 && bytes[PPP + 9] == 6) // TCP over IPv4
        {
            const uint32_t head = PPP + (bytes[PPP] & 15) * 4;
            m_air += packet->GetSize() - head - (bytes[head + 12] >> 4) * 4;
        }
    }

    void HandleMessage(const InferenceMessage& message)
    {
        const uint64_t size = InferenceHeader::SIZE + message.body.size() + message.payloadBytes;
        m_messages += size;
        if (message.type == TierMessage::EXCHANGE)
        {
            ++m_exchanges;
            NS_TEST_EXPECT_MSG_EQ(size, 36 + 24 + MODEL_BITS / 8, "header, body and model");
        }
        else if (message.type == TierMessage::REPORT)
        {
            NS_TEST_EXPECT_MSG_EQ(size, 36 + 32 + 4 * 32, "header, body and sketch");
        }
    }

    void DoRun() override
    {
        constexpr uint32_t SERVERS = 4;
        TierFixture run("HfelThresholdPlanner", SERVERS, 3);
        run.Build();
        for (const NetDeviceContainer& link : run.backhaul)
        {
            for (uint32_t end = 0; end < 2; ++end)
            {
                link.Get(end)->TraceConnectWithoutContext(
                    "MacTx",
                    MakeCallback(&BytesCase::HandlePacket, this));
            }
        }
        for (uint32_t m = 0; m < SERVERS; ++m)
        {
            run.applications.Get(m)->TraceConnectWithoutContext(
                "Tx",
                MakeCallback(&BytesCase::HandleMessage, this));
        }
        const std::vector<TierRound> rounds = run.Run();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), run.rounds, "rounds");
        double exchanged = 0;
        uint64_t expected = 0;
        for (const TierRound& round : rounds)
        {
            expected += 2 * round.links;
            for (const TierServerRound& server : round.servers)
            {
                exchanged += server.bitsExchange;
                EXPECT_ABSOLUTE(server.bitsUp, 2 * 3 * MODEL_BITS, 0, "q updates of each device");
                EXPECT_ABSOLUTE(server.bitsDown, 2 * 3 * MODEL_BITS, 0, "q models to each");
                // Headers of all layers, and the way down; the first plan knows nothing of them.
                const double tolerance = round.round == 1 ? .25 : .05;
                EXPECT_TRUE(std::abs(server.cellRealised / server.cellPlanned - 1) < tolerance,
                            "A of " << server.server << " in round " << round.round << ": "
                                    << server.cellPlanned << " s planned, " << server.cellRealised
                                    << " s realised");
                EXPECT_TRUE(std::abs(server.energyRealised / server.energyPlanned - 1) < .25,
                            "energy " << server.energyPlanned << ", " << server.energyRealised);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(rounds.front().links, 6, "all links in the first round");
        NS_TEST_EXPECT_MSG_EQ(m_exchanges, expected, "a model in each direction of each link");
        EXPECT_ABSOLUTE(exchanged, expected * MODEL_BITS, 0, "payload in the records");
        // Connections say by themselves who connects.
        NS_TEST_EXPECT_MSG_EQ(m_air, m_messages + m_joins * (36 + 5), "and nothing else goes");
    }

    static constexpr uint64_t m_joins{9}; ///< 6 for links, 3 for the coordinator
    uint64_t m_air{0};                    ///< TCP payload [B]
    uint64_t m_messages{0};               ///< [B]
    uint64_t m_exchanges{0};
};

/// What mixing makes of what came.
class ExchangeCase : public TestCase
{
  public:
    ExchangeCase()
        : TestCase("a weight of who is missing is the server's own, in each turn")
    {
    }

  private:
    void DoRun() override
    {
        TierExchange exchange;
        exchange.SetNumbers(1, 3);
        exchange.Begin(5);
        TierTopologyBody topology;
        topology.turns = 2;
        topology.own = .5;
        topology.peers = {{0, .3}, {2, .2}};
        const auto make = [](double value) { return Eigen::VectorXd::Constant(2, value); };
        NS_TEST_EXPECT_MSG_EQ(exchange.IsComplete(), false, "nothing is waited for");
        NS_TEST_EXPECT_MSG_EQ(exchange.Take(5, 0, 0, make(10)), "", "early");
        EXPECT_TRUE(!exchange.Take(5, 0, 0, make(10)).empty(), "twice");
        EXPECT_TRUE(exchange.Wants(6) && !exchange.Wants(7) && !exchange.Wants(4), "rounds");
        exchange.Open(topology, make(1));
        NS_TEST_EXPECT_MSG_EQ(exchange.Miss(0), false, "it came");
        NS_TEST_EXPECT_MSG_EQ(exchange.Miss(3), false, "there is no cloud");
        NS_TEST_EXPECT_MSG_EQ(exchange.IsComplete(), false, "server 2 is waited for");
        NS_TEST_EXPECT_MSG_EQ(exchange.Miss(2), true, "it does not come");
        NS_TEST_EXPECT_MSG_EQ(exchange.IsComplete(), true, "that is all");
        NS_TEST_EXPECT_MSG_EQ(exchange.Mix(), true, "another turn");
        const double first = static_cast<float>(.7 * 1 + .3 * 10);
        EXPECT_RELATIVE(exchange.GetModel()[1], first, 1e-12, "its weight is the server's own");
        exchange.Take(5, 1, 0, make(-1));
        exchange.Take(5, 1, 2, make(2));
        NS_TEST_EXPECT_MSG_EQ(exchange.Mix(), false, "the last turn");
        EXPECT_RELATIVE(exchange.GetModel()[0], .5 * first - .3 + .4, 1e-12, "all of them");
        NS_TEST_EXPECT_MSG_EQ(exchange.GetMissed(), 1, "one was missing");
        NS_TEST_EXPECT_MSG_EQ(exchange.GetFault(),
                              "no model came from 2: its weight is the server's own",
                              "whose");
        topology.cloudModels = 1;
        exchange.Begin(6);
        exchange.Open(topology, make(4));
        EXPECT_TRUE(exchange.ListPeers() == std::vector<uint32_t>{3} && exchange.Miss(3),
                    "the cloud alone is waited for");
        exchange.Mix();
        EXPECT_ABSOLUTE(exchange.GetModel()[0], 4, 0, "the server keeps its own");
    }
};

/// Learning in two tiers over packets.
class TierStackTestSuite : public TestSuite
{
  public:
    TierStackTestSuite()
        : TestSuite("edge-ai-tier-stack", TEST_SYSTEM)
    {
        AddTestCase(new ParityCase("HfelRingPlanner", false, true), TEST_QUICK);
        AddTestCase(new ParityCase("HfelFullMeshPlanner", false, false), TEST_QUICK);
        AddTestCase(new ParityCase("CeFedAvgPlanner", false, true), TEST_QUICK);
        AddTestCase(new ParityCase("HfelNoExchangePlanner", false, false), TEST_QUICK);
        AddTestCase(new ParityCase("HierFavgPlanner", true, true), TEST_QUICK);
        AddTestCase(new BytesCase, TEST_QUICK);
        AddTestCase(new ExchangeCase, TEST_QUICK);
    }
};

TierStackTestSuite g_tierStackTestSuite; ///< the suite

} // namespace
