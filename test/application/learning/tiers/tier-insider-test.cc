/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A server, and a coordinator, that are there with every right and send nearly sound messages:
// what cannot be is counted, nothing ends, and models stay numbers.

#include "application/learning/tiers/tier-coordinator.h"
#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "support/expectations.h"
#include "support/hostile-sender.h"
#include "support/message-samples.h"
#include "support/tier-fixture.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/test.h"

#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint16_t INSIDER_PORT = 4771;
constexpr unsigned INPUTS = 1500;

const std::vector<MessageType> TYPES{TierMessage::JOIN,
                                     TierMessage::BEGIN,
                                     TierMessage::REPORT,
                                     TierMessage::TOPOLOGY,
                                     TierMessage::EXCHANGE,
                                     TierMessage::MIXED};

/// Whether all models are numbers.
bool
AreFinite(const TieredLearningHelper& helper, uint32_t servers)
{
    for (uint32_t m = 0; m < servers; ++m)
    {
        for (const double parameter : helper.GetParameters(m))
        {
            if (!std::isfinite(parameter))
            {
                return false;
            }
        }
    }
    return true;
}

/// A server that lies to the coordinator, or to its neighbour.
class LyingServerCase : public TestCase
{
  public:
    LyingServerCase(bool coordinated, bool barrier)
        : TestCase(std::string("spoilt messages of a server ") +
                   (coordinated ? "to its coordinator" : "to its neighbour") +
                   (barrier ? "" : ", no barrier")),
          m_coordinated(coordinated),
          m_barrier(barrier),
          m_spoilt(TYPES, 11),
          m_sender(false, [this] { return Make(); })
    {
    }

  private:
    /// @returns who it is, then something spoilt
    Ptr<Packet> Make()
    {
        Mutator draws(1);
        const std::vector<uint8_t> join = MakeMessageBytes(TierMessage::JOIN,
                                                           0,
                                                           Encode(TierJoinBody{1, m_coordinated}),
                                                           0,
                                                           draws);
        Ptr<Packet> packet = Create<Packet>(join.data(), join.size());
        packet->AddAtEnd(m_spoilt.Make());
        return packet;
    }

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        TierFixture run("HfelThresholdPlanner", 3, 2);
        run.speed = 1000;
        run.helper.SetTierAttribute("Barrier", BooleanValue(m_barrier));
        run.helper.SetTierAttribute("Timeout", TimeValue(MilliSeconds(200)));
        run.helper.SetTierAttribute("Rounds", UintegerValue(30));
        run.Build();
        run.applications.Get(1)->SetStartTime(Seconds(1e6)); // the liar is there instead
        const Address victim =
            InetSocketAddress(run.servers.Get(0)->GetObject<Ipv4>()->GetAddress(3, 0).GetLocal(),
                              INSIDER_PORT);
        m_sender.Start(run.servers.Get(1), victim, INPUTS);
        run.Run(60);
        NS_TEST_EXPECT_MSG_EQ(m_sender.GetSent(), INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved");
        NS_TEST_EXPECT_MSG_GT(run.CountMalformed(0), INPUTS / 8, "counted");
        EXPECT_TRUE(AreFinite(run.helper, 3), "models are numbers");
    }

    bool m_coordinated;
    bool m_barrier;
    SpoiltMessages m_spoilt;
    HostileSender m_sender;
};

/// A coordinator that lies.
class LyingCoordinatorCase : public TestCase
{
  public:
    LyingCoordinatorCase()
        : TestCase("spoilt messages of a coordinator"),
          m_samples(3)
    {
    }

  private:
    void Send()
    {
        for (const MessageListener::Peer peer : m_peers)
        {
            InferenceMessage message;
            message.type = TYPES[m_samples.GetMutator().Draw(TYPES.size())];
            message.task = m_samples.GetMutator().Draw(1 + m_sent / 20);
            message.body = m_samples.GetMutator().Happens(3) ? m_samples.DrawSpoilt(message.type)
                                                             : m_samples.DrawSound(message.type);
            if (message.type == TierMessage::REPORT || message.type == TierMessage::EXCHANGE)
            {
                message.SetPayload(std::vector<uint8_t>(m_samples.GetMutator().Draw(900)));
            }
            m_listener.Send(peer, message);
        }
        if (++m_sent < INPUTS)
        {
            ScheduleCall(MilliSeconds(2), [this] { Send(); });
        }
    }

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        TierFixture run("HfelThresholdPlanner", 3, 2);
        run.speed = 1000;
        run.helper.SetTierAttribute("Timeout", TimeValue(MilliSeconds(200)));
        run.Build();
        run.applications.Get(0)->SetStartTime(Seconds(1e6)); // the liar is there instead
        m_listener.onPeer = [this](MessageListener::Peer peer) { m_peers.insert(peer); };
        m_listener.onGone = [this](MessageListener::Peer peer) { m_peers.erase(peer); };
        m_listener.onMessage = [](MessageListener::Peer, const InferenceMessage&) {};
        m_listener.onMalformed = [](const std::string&) {};
        MessageListener::Settings settings;
        settings.port = INSIDER_PORT;
        m_listener.Start(run.servers.Get(0), settings);
        ScheduleCall(Seconds(1), [this] { Send(); });
        run.Run(60);
        m_listener.Abandon();
        NS_TEST_EXPECT_MSG_EQ(m_sent, INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved");
        NS_TEST_EXPECT_MSG_GT(run.CountMalformed(1), INPUTS / 4, "counted");
        EXPECT_TRUE(AreFinite(run.helper, 3), "models are numbers");
    }

    MessageSamples m_samples;
    MessageListener m_listener;
    std::set<MessageListener::Peer> m_peers;
    unsigned m_sent{0};
};

/// Rows that are no rows of P.
class RowCase : public TestCase
{
  public:
    RowCase()
        : TestCase("rows of rounds that have not begun, and that do not sum to 1, are refused")
    {
    }

  private:
    void Say(MessageListener::Peer peer, MessageType type, const std::vector<uint8_t>& body)
    {
        InferenceMessage message;
        message.type = type;
        message.task = 1;
        message.body = body;
        m_listener.Send(peer, message);
    }

    void DoRun() override
    {
        TierFixture run("HfelThresholdPlanner", 3, 2);
        run.Build();
        run.applications.Get(0)->SetStartTime(Seconds(1e6)); // this is there instead
        std::vector<MessageListener::Peer> peers;
        m_listener.onPeer = [&](MessageListener::Peer peer) { peers.push_back(peer); };
        m_listener.onGone = [](MessageListener::Peer) {};
        m_listener.onMessage = [](MessageListener::Peer, const InferenceMessage&) {};
        m_listener.onMalformed = [](const std::string&) {};
        MessageListener::Settings settings;
        settings.port = INSIDER_PORT;
        m_listener.Start(run.servers.Get(0), settings);
        TierTopologyBody row;
        ScheduleCall(Seconds(2), [&] {
            for (const MessageListener::Peer peer : peers)
            {
                Say(peer, TierMessage::TOPOLOGY, Encode(row)); // too early
                Say(peer, TierMessage::BEGIN, {});
                row.own = .5;
                Say(peer, TierMessage::TOPOLOGY, Encode(row));
                row.peers = {{2, .25}, {5, .2}};
                Say(peer, TierMessage::TOPOLOGY, Encode(row));
                row.own = .55;
                Say(peer, TierMessage::TOPOLOGY, Encode(row)); // sound, with one who is not there
                row = TierTopologyBody();
            }
        });
        const std::vector<TierRound> rounds = run.Run(20);
        m_listener.Abandon();
        // Links are connections, too: what is wrong there is counted likewise.
        for (uint32_t m = 1; m < 3; ++m)
        {
            NS_TEST_EXPECT_MSG_GT_OR_EQ(run.CountMalformed(m), 3, "refused by server " << m);
        }
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 1, "the round ends");
        for (const TierServerRound& server : rounds[0].servers)
        {
            EXPECT_TRUE(server.detail.find("no model came from") == 0, server.detail);
        }
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved");
    }

    MessageListener m_listener;
};

/// What a coordinator hears, word by word.
class WordsCase : public TestCase
{
  public:
    WordsCase()
        : TestCase("reports of rounds that have not begun, and of the future, are refused")
    {
    }

  private:
    void DoRun() override
    {
        TierCoordinator coordinator;
        std::vector<uint64_t> begun;
        coordinator.onSend = [&](uint32_t server, const InferenceMessage& message) {
            if (message.type == TierMessage::BEGIN && server == 1)
            {
                begun.push_back(message.task);
            }
        };
        std::vector<TierRoundPlan> plans;
        coordinator.onPlan = [&](const TierRoundPlan& plan) { plans.push_back(plan); };
        TierCoordinator::Settings settings;
        settings.planner = CreateTopologyPlanner("HfelFullMeshPlanner");
        settings.topology.messageBits = 1e4;
        settings.topology.servers.resize(3);
        TopologyLink link;
        link.second = 1;
        link.rate = 1e6;
        settings.topology.links = {link};
        coordinator.Start(settings);
        for (uint32_t server = 0; server < 3; ++server)
        {
            coordinator.Join(server);
        }
        EXPECT_TRUE(begun == std::vector<uint64_t>{1}, "round 1 begins");
        const TierReportBody report;
        TierReportBody future;
        future.begun = future.ready = 5;
        EXPECT_TRUE(coordinator.Report(1, 2, report, {}) == "a round that has not begun", "ahead");
        EXPECT_TRUE(coordinator.Report(1, 0, report, {}) == "a round that has not begun", "none");
        EXPECT_TRUE(coordinator.Report(1, 1, future, {}).find("begun is 5") == 0, "not yet");
        NS_TEST_EXPECT_MSG_EQ(coordinator.Report(0, 1, report, {}), "", "sound");
        NS_TEST_EXPECT_MSG_EQ(coordinator.Report(1, 1, report, {}), "", "sound");
        NS_TEST_EXPECT_MSG_EQ(plans.size(), 0, "server 2 is waited for");
        coordinator.Leave(2);
        NS_TEST_ASSERT_MSG_EQ(plans.size(), 1, "it is not any more");
        NS_TEST_EXPECT_MSG_EQ(plans[0].absent, "without server 2, not there", "and that is said");
        NS_TEST_EXPECT_MSG_EQ(coordinator.Mixed(1, 2), "a round that has not begun", "ahead");
        coordinator.Stop();
        Simulator::Destroy();
    }
};

/// Servers that have a place, and abuse it.
class TierInsiderTestSuite : public TestSuite
{
  public:
    TierInsiderTestSuite()
        : TestSuite("edge-ai-tier-insider", TEST_SYSTEM)
    {
        for (const bool coordinated : {true, false})
        {
            AddTestCase(new LyingServerCase(coordinated, true), TEST_QUICK);
            AddTestCase(new LyingServerCase(coordinated, false), TEST_QUICK);
        }
        AddTestCase(new LyingCoordinatorCase, TEST_QUICK);
        AddTestCase(new RowCase, TEST_QUICK);
        AddTestCase(new WordsCase, TEST_QUICK);
    }
};

TierInsiderTestSuite g_tierInsiderTestSuite; ///< the suite

} // namespace
