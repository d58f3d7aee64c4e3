/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bytes that are no messages, and messages nobody should send, at edge servers and a cloud. They
// are counted; rounds go on all the same.

#include "application/learning/number-bytes.h"
#include "application/learning/tiers/tier-body.h"
#include "application/message/message-archive.h"
#include "application/message/message-session.h"
#include "support/hostile-sender.h"
#include "support/message-samples.h"
#include "support/tier-fixture.h"

#include "ns3/inet-socket-address.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"

#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint16_t PORT = 4771;

/// A run with one more node that is beside a server, or the cloud.
struct Intrusion
{
    Intrusion(const std::string& planner, bool cloud, uint32_t rounds)
        : run(planner, 3, 2, cloud),
          intruder(CreateObject<Node>())
    {
        run.helper.SetTierAttribute("Rounds", UintegerValue(rounds));
        run.Build();
        InternetStackHelper stack;
        stack.Install(intruder);
        PointToPointHelper wire;
        wire.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        const NetDeviceContainer pair =
            wire.Install(intruder, cloud ? run.cloud.Get(0) : run.servers.Get(0));
        Ipv4AddressHelper addresses("172.16.0.0", "255.255.255.0");
        victim = InetSocketAddress(addresses.Assign(pair).GetAddress(1), PORT);
    }

    TierFixture run;
    Ptr<Node> intruder;
    Address victim;
};

/// Whether all rounds were as planned.
/// @returns "" or which was not, and why
std::string
ExplainRounds(const std::vector<TierRound>& rounds, uint32_t wanted)
{
    for (const TierRound& round : rounds)
    {
        for (const TierServerRound& server : round.servers)
        {
            if (!server.completed || !server.detail.empty() || server.missing > 0)
            {
                return "round " + std::to_string(round.round) + ", server " +
                       std::to_string(server.server) + ": " + server.detail;
            }
        }
    }
    return rounds.size() == wanted ? "" : std::to_string(rounds.size()) + " rounds";
}

/// Nearly sound messages of a stranger.
class SpoiltCase : public TestCase
{
  public:
    explicit SpoiltCase(bool cloud)
        : TestCase(std::string("6000 spoilt messages at ") + (cloud ? "the cloud" : "server 0")),
          m_cloud(cloud),
          m_spoilt({TierMessage::JOIN,
                    TierMessage::BEGIN,
                    TierMessage::REPORT,
                    TierMessage::TOPOLOGY,
                    TierMessage::EXCHANGE,
                    TierMessage::MIXED},
                   7),
          m_sender(false, [this] { return m_spoilt.Make(); })
    {
    }

  private:
    static constexpr unsigned INPUTS = 6000;
    static constexpr uint32_t ROUNDS = 20;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        Intrusion intrusion(m_cloud ? "HierFavgPlanner" : "HfelFullMeshPlanner", m_cloud, ROUNDS);
        m_sender.Start(intrusion.intruder, intrusion.victim, INPUTS);
        const std::vector<TierRound> rounds = intrusion.run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(m_sender.GetSent(), INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(intrusion.run.ExplainFault(), "", "conserved");
        NS_TEST_EXPECT_MSG_GT(intrusion.run.CountMalformed(m_cloud ? 3 : 0), INPUTS / 4, "counted");
        NS_TEST_EXPECT_MSG_EQ(ExplainRounds(rounds, ROUNDS), "", "rounds go on");
    }

    bool m_cloud;
    SpoiltMessages m_spoilt;
    HostileSender m_sender;
};

/// Sound messages of somebody whose they are not.
class ImpostorCase : public TestCase
{
  public:
    ImpostorCase()
        : TestCase("nobody takes a server's place, or speaks for others")
    {
    }

  private:
    template <typename Body>
    void Say(MessageType type, uint64_t round, const Body& body, std::size_t numbers = 0)
    {
        InferenceMessage message;
        message.type = type;
        message.task = round;
        message.body = Encode(body);
        if (type == TierMessage::EXCHANGE || type == TierMessage::REPORT)
        {
            message.SetPayload(std::vector<uint8_t>(NUMBER_BYTES * numbers));
        }
        m_session.Send(message, 0);
        ++m_said;
    }

    void DoRun() override
    {
        constexpr uint32_t ROUNDS = 20;
        Intrusion intrusion("HfelThresholdPlanner", false, ROUNDS);
        m_session.onReady = [this] {
            for (const bool coordinated : {false, true})
            {
                for (const uint32_t server : {0U, 1U, 2U, 3U, 999U})
                {
                    Say(TierMessage::JOIN, 0, TierJoinBody{server, coordinated});
                }
            }
            for (uint64_t round = 1; round <= ROUNDS; ++round)
            {
                TierReportBody report;
                report.ready = 1e6;
                Say(TierMessage::REPORT, round, report, 32);
                Say(TierMessage::EXCHANGE, round, TierExchangeBody(), TierFixture::PARAMETERS);
                Say(TierMessage::TOPOLOGY, round, TierTopologyBody());
                Say(TierMessage::BEGIN, round, EmptyBody());
                Say(TierMessage::MIXED, round, EmptyBody());
            }
        };
        MessageSession::Settings settings;
        settings.remote = intrusion.victim;
        settings.protocol = TcpSocketFactory::GetTypeId();
        Simulator::Schedule(Seconds(.5),
                            &MessageSession::Start,
                            &m_session,
                            intrusion.intruder,
                            settings);
        const std::vector<TierRound> rounds = intrusion.run.Run(20);
        m_session.Abandon();
        NS_TEST_EXPECT_MSG_EQ(intrusion.run.CountMalformed(0), m_said, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(intrusion.run.ExplainFault(), "", "conserved");
        NS_TEST_EXPECT_MSG_EQ(ExplainRounds(rounds, ROUNDS), "", "rounds go on");
    }

    MessageSession m_session;
    uint64_t m_said{0};
};

/// A server that is there, and says what cannot be.
class LiarCase : public TestCase
{
  public:
    LiarCase()
        : TestCase("models of other sizes, of no round and twice, and reports out of range, of a "
                   "server are refused and counted")
    {
    }

  private:
    void Say(uint64_t round, const std::vector<uint8_t>& body, MessageType type, std::size_t bytes)
    {
        InferenceMessage message;
        message.type = type;
        message.task = round;
        message.body = body;
        message.SetPayload(std::vector<uint8_t>(bytes));
        m_session.Send(message, 0);
        ++m_said;
    }

    void DoRun() override
    {
        constexpr std::size_t MODEL = NUMBER_BYTES * TierFixture::PARAMETERS;
        TierFixture run("HfelFullMeshPlanner", 2, 2);
        run.helper.SetTierAttribute("Timeout", TimeValue(Seconds(1)));
        run.Build();
        run.applications.Get(1)->SetStartTime(Seconds(1e6)); // the liar is there instead
        m_session.onReady = [this] {
            const auto join = Encode(TierJoinBody{1, false});
            Say(0, join, TierMessage::JOIN, 0);
            m_said = 0; // that was sound
            const auto body = Encode(TierExchangeBody());
            Say(1, body, TierMessage::EXCHANGE, MODEL - 1);
            Say(1, body, TierMessage::EXCHANGE, MODEL + 4);
            Say(1, body, TierMessage::EXCHANGE, 0);
            Say(0, body, TierMessage::EXCHANGE, MODEL);
            Say(1, {1, 2, 3}, TierMessage::EXCHANGE, MODEL);
            Say(1, body, TierMessage::EXCHANGE, MODEL); // sound, and early
            --m_said;
            Say(1, body, TierMessage::EXCHANGE, MODEL);               // twice
            Say(1, Encode(TierReportBody()), TierMessage::REPORT, 0); // the wrong way
            TierExchangeBody far;
            far.turn = TierLimits::TURNS;
            Say(1, Encode(far), TierMessage::EXCHANGE, MODEL);
        };
        MessageSession::Settings settings;
        settings.remote =
            InetSocketAddress(run.servers.Get(0)->GetObject<Ipv4>()->GetAddress(3, 0).GetLocal(),
                              PORT);
        settings.protocol = TcpSocketFactory::GetTypeId();
        Simulator::Schedule(Seconds(.1),
                            &MessageSession::Start,
                            &m_session,
                            run.servers.Get(1),
                            settings);
        const std::vector<TierRound> rounds = run.Run(60);
        m_session.Abandon();
        NS_TEST_EXPECT_MSG_EQ(run.CountMalformed(0), m_said, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved");
        NS_TEST_EXPECT_MSG_EQ(rounds.size(), run.rounds, "server 0 goes on alone");
    }

    MessageSession m_session;
    uint64_t m_said{0};
};

/// Hostile peers of edge servers.
class TierHostileTestSuite : public TestSuite
{
  public:
    TierHostileTestSuite()
        : TestSuite("edge-ai-tier-hostile", TEST_SYSTEM)
    {
        AddTestCase(new SpoiltCase(false), TEST_QUICK);
        AddTestCase(new SpoiltCase(true), TEST_QUICK);
        AddTestCase(new ImpostorCase, TEST_QUICK);
        AddTestCase(new LiarCase, TEST_QUICK);
    }
};

TierHostileTestSuite g_tierHostileTestSuite; ///< the suite

} // namespace
