/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A worker that sends fragments of updates which cannot be: each is refused and counted, those that
// nobody waits for are counted apart, and an update that lacks a fragment is lost.

#include "application/message/message-archive.h"
#include "application/message/message-session.h"
#include "support/federated-stack.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint16_t PORT = 4761;
constexpr uint16_t UPDATE_PORT = 4763;
constexpr uint32_t BODY = 28;                     ///< of an update [B]
constexpr uint32_t CODE = (210 * 5 + 64 + 7) / 8; ///< with 4 bits [B]
constexpr uint32_t SIZE = BODY + CODE;            ///< of a sound one [B]
constexpr uint32_t HALF = 100;                    ///< of its fragments the first [B]

/// Fragments that cannot be.
class FragmentCase : public TestCase
{
  public:
    FragmentCase()
        : TestCase("fragments of strangers, other rounds, types and sizes, over each other, twice "
                   "and late are refused and counted")
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 4;
    static constexpr uint32_t HOSTILE = FederatedStack::WORKERS - 1;

    /// @param [in] round it says  @param [in] start its place  @param [in] end behind it
    /// @param [in] sequence of its message  @param [in] size of its message
    /// @param [in] type of its message
    void Send(uint64_t round,
              uint32_t start,
              uint32_t end,
              uint16_t sequence = 0,
              uint32_t size = SIZE,
              MessageType type = LearningMessage::UPDATE)
    {
        InferenceHeader header;
        header.type = type;
        header.task = round;
        header.sequence = sequence;
        header.bodySize = BODY;
        header.messageSize = size;
        header.fragmentOffset = start;
        Ptr<Packet> packet = Create<Packet>(end - start); // nothing but zeros, which is sound
        packet->AddHeader(header);
        m_socket->SendTo(packet, 0, m_remote);
    }

    void SendWrong()
    {
        m_socket->SendTo(Create<Packet>(10), 0, m_remote);
        Send(1001, 0, HALF);
        Send(0, 0, HALF);
        Send(1, 0, HALF, 0, SIZE, LearningMessage::MODEL);
        m_wrong += 4;
        m_stranger->SendTo(Create<Packet>(HALF), 0, m_remote);
        ++m_wrong;
    }

    void HandleMessage(const InferenceMessage& message)
    {
        const uint64_t round = message.task;
        if (message.type == LearningMessage::TRAIN)
        {
            if (round == 1)
            {
                OpenSockets();
                SendWrong();
                Send(1, 0, SIZE); // nobody has granted it
                ++m_wrong;
            }
            LearningTrainedBody body;
            body.spread = 1;
            body.power = 1;
            InferenceMessage trained;
            trained.type = LearningMessage::TRAINED;
            trained.task = round;
            trained.body = Encode(body);
            m_session.Send(trained, 0);
        }
        else if (message.type == LearningMessage::GRANT && round == 1)
        {
            SendWrong();
            Send(1, 0, HALF, 7);                  // sound
            Send(1, HALF, SIZE + 1, 7, SIZE + 1); // another size
            Send(1, HALF - 1, SIZE, 7);           // over it
            m_wrong += 2;
            Send(1, 0, HALF, 7);    // twice
            Send(1, HALF, SIZE, 6); // of a message before
            m_useless += 2;
            Send(1, HALF, SIZE, 7); // sound, and whole
            Send(1, 0, SIZE, 8);    // it has come
            ++m_useless;
        }
        else if (message.type == LearningMessage::GRANT && round == 2)
        {
            Send(2, 0, HALF, 9); // the rest is missing
        }
        else if (message.type == LearningMessage::GRANT && round == 3)
        {
            Send(2, HALF, SIZE, 9); // late
            ++m_useless;
            Send(3, 0, SIZE - 1, 10, SIZE - 1); // no such code
            ++m_wrong;
        }
        else if (message.type == LearningMessage::GRANT && round == 4)
        {
            Send(4, 0, HALF, 11);
            Send(4, 0, HALF, 12); // begun anew
            Send(4, HALF, SIZE, 12);
        }
    }

    void OpenSockets()
    {
        const TypeId udp = UdpSocketFactory::GetTypeId();
        m_socket = Socket::CreateSocket(m_node, udp);
        m_socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), m_session.GetLocalPort()));
        m_stranger = Socket::CreateSocket(m_node, udp);
        m_stranger->Bind();
    }

    void DoRun() override
    {
        FederatedStack stack("FedQVR-E(steps=2,window=2)", ROUNDS);
        stack.run.helper.SetServerAttribute("UpdateWay", StringValue("Udp"));
        stack.Build();
        stack.GetWorker(HOSTILE)->SetStartTime(Seconds(10000));
        m_node = stack.run.workers.Get(HOSTILE);
        const Ipv4Address server =
            stack.run.server.Get(0)->GetObject<Ipv4>()->GetAddress(HOSTILE + 1, 0).GetLocal();
        m_remote = InetSocketAddress(server, UPDATE_PORT);
        m_session.onReady = [this] {
            LearningJoinBody join;
            join.worker = HOSTILE;
            join.flops = 1e7;
            join.powerMax = .1;
            join.samples = 10;
            InferenceMessage message;
            message.type = LearningMessage::JOIN;
            message.body = Encode(join);
            m_session.Send(message, 0);
        };
        m_session.onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
        MessageSession::Settings settings;
        settings.remote = InetSocketAddress(server, PORT);
        settings.protocol = TcpSocketFactory::GetTypeId();
        Simulator::Schedule(Seconds(.1), &MessageSession::Start, &m_session, m_node, settings);
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        m_session.Abandon();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(stack.GetServer()->GetMalformedCount(), m_wrong, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(stack.GetServer()->GetUselessUpdates(), m_useless, "likewise");
        NS_TEST_EXPECT_MSG_EQ(m_wrong, 14, "all were sent");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.involved, FederatedStack::WORKERS, "it is asked again");
            const bool lost = round.round == 2 || round.round == 3;
            NS_TEST_EXPECT_MSG_EQ(round.lost, (lost ? 1 : 0), "what is not whole is lost");
        }
    }

    MessageSession m_session;
    Ptr<Node> m_node;
    Ptr<Socket> m_socket;
    Ptr<Socket> m_stranger;
    Address m_remote;
    uint64_t m_wrong{0};
    uint64_t m_useless{0};
};

/// Hostile fragments of updates.
class FederatedFragmentTestSuite : public TestSuite
{
  public:
    FederatedFragmentTestSuite()
        : TestSuite("edge-ai-federated-fragments", TEST_SYSTEM)
    {
        AddTestCase(new FragmentCase, TEST_QUICK);
    }
};

FederatedFragmentTestSuite g_federatedFragmentTestSuite; ///< the suite

} // namespace
