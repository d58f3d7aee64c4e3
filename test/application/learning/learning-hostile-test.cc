/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bytes that are no messages, truncated ones, and messages nobody should send, at a server that
// learns. They are counted; rounds go on all the same.

#include "application/learning/learning-body.h"
#include "application/message/message-archive.h"
#include "application/message/message-session.h"
#include "support/hostile-sender.h"
#include "support/learning-fixture.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/message-application.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/tcp-socket-factory.h"

#include <functional>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint16_t HOSTILE_PORT = 4761;

/// A run with one more node that is beside the server.
struct Intrusion
{
    explicit Intrusion(uint32_t rounds)
        : run("Softmax(20,10)", "PartelPlanner", 4),
          intruder(CreateObject<Node>())
    {
        run.helper.SetServerAttribute("Rounds", UintegerValue(rounds));
        run.helper.SetServerAttribute("Pause", TimeValue(MilliSeconds(100)));
        run.Build();
        InternetStackHelper stack;
        stack.Install(intruder);
        PointToPointHelper wire;
        wire.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        const NetDeviceContainer pair = wire.Install(intruder, run.server.Get(0));
        Ipv4AddressHelper addresses("10.9.0.0", "255.255.255.0");
        victim = InetSocketAddress(addresses.Assign(pair).GetAddress(1), HOSTILE_PORT);
    }

    /// @returns what the server counted
    uint64_t GetMalformedCount() const
    {
        return DynamicCast<MessageApplication>(run.applications.Get(0))->GetMalformedCount();
    }

    LearningFixture run;
    Ptr<Node> intruder;
    Address victim;
};

class HostileServerCase : public TestCase
{
  public:
    explicit HostileServerCase(bool udp)
        : TestCase(std::string("12 000 hostile inputs over ") + (udp ? "UDP" : "TCP")),
          m_sender(udp, HostileBytes(LearningMessage::JOIN, LearningMessage::FAILED))
    {
    }

  private:
    static constexpr unsigned INPUTS = 12000;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        Intrusion intrusion(60);
        m_sender.Start(intrusion.intruder, intrusion.victim, INPUTS);
        const std::vector<LearningRound> rounds = intrusion.run.Run(20);
        NS_TEST_EXPECT_MSG_EQ(m_sender.GetSent(), INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(intrusion.run.ExplainFault(), "", "conserved");
        NS_TEST_EXPECT_MSG_GT(intrusion.GetMalformedCount(), INPUTS / 4, "counted");
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 60U, "rounds");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.lost, 0U, "nobody was lost");
            NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "all has come");
        }
    }

    HostileSender m_sender;
};

/// Sound messages of somebody whose they are not.
class ImpostorCase : public TestCase
{
  public:
    ImpostorCase()
        : TestCase("nobody takes another's place, answers for others, or is believed too much")
    {
    }

  private:
    /// @param [in] type of the message  @param [in] round that it is about  @param [in] body fields
    template <typename Body>
    void Say(MessageType type, uint64_t round, const Body& body, std::vector<uint8_t> payload = {})
    {
        InferenceMessage message;
        message.type = type;
        message.task = round;
        message.body = Encode(body);
        if (type == LearningMessage::UPDATE)
        {
            message.SetPayload(std::move(payload));
        }
        m_session.Send(message, 0);
    }

    void DoRun() override
    {
        Intrusion intrusion(60);
        m_session.onReady = [this] {
            LearningJoinBody join;
            join.flops = 1e12;
            for (const uint32_t number : {0U, 3U, 4U, 99999U})
            {
                join.worker = number;
                Say(LearningMessage::JOIN, 0, join); // there already, or no such
            }
            for (uint64_t round = 1; round <= 60; ++round)
            {
                Say(LearningMessage::UPDATE, round, LearningUpdateBody(), {1, 2, 3, 4});
                Say(LearningMessage::REPEAT, round, LearningAttemptBody());
                Say(LearningMessage::FAILED, round, LearningFailedBody());
                Say(LearningMessage::ABANDON, round, LearningAttemptBody());
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
        const std::vector<LearningRound> rounds = intrusion.run.Run(20);
        m_session.Abandon();
        NS_TEST_EXPECT_MSG_EQ(intrusion.GetMalformedCount(), 4 + 4 * 60, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(intrusion.run.ExplainFault(), "", "conserved");
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 60U, "rounds");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.lost, 0U, "nobody was lost");
            NS_TEST_EXPECT_MSG_EQ(round.involved, rounds.front().involved, "nobody came");
        }
    }

    MessageSession m_session;
};

/// Somebody takes a free place and says of himself what no plan can be made with.
class UselessMemberCase : public TestCase
{
  public:
    UselessMemberCase()
        : TestCase("who has no power does not keep the others from learning")
    {
    }

  private:
    void DoRun() override
    {
        Intrusion intrusion(20);
        intrusion.run.applications.Get(4)->SetStartTime(Seconds(1000)); // worker 3
        MessageSession session;
        session.onReady = [&session] {
            LearningJoinBody join;
            join.worker = 3;
            join.flops = 1e7;
            for (const double power : {0., 1e-300})
            {
                join.powerMax = power;
                InferenceMessage message;
                message.type = LearningMessage::JOIN;
                message.body = Encode(join);
                session.Send(message, 0);
            }
        };
        MessageSession::Settings settings;
        settings.remote = intrusion.victim;
        settings.protocol = TcpSocketFactory::GetTypeId();
        Simulator::Schedule(Seconds(.5),
                            &MessageSession::Start,
                            &session,
                            intrusion.intruder,
                            settings);
        const std::vector<LearningRound> rounds = intrusion.run.Run(30);
        session.Abandon();
        NS_TEST_EXPECT_MSG_EQ(intrusion.GetMalformedCount(), 2U, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(intrusion.run.ExplainFault(), "", "conserved");
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 20U, "rounds");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
        }
    }
};

class LearningHostileTestSuite : public TestSuite
{
  public:
    LearningHostileTestSuite()
        : TestSuite("edge-ai-learning-hostile", TEST_SYSTEM)
    {
        AddTestCase(new HostileServerCase(false), TEST_QUICK);
        AddTestCase(new HostileServerCase(true), TEST_QUICK);
        AddTestCase(new ImpostorCase, TEST_QUICK);
        AddTestCase(new UselessMemberCase, TEST_QUICK);
    }
};

LearningHostileTestSuite g_learningHostileTestSuite; //!< the suite

} // namespace
