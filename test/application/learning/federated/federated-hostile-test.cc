/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Workers and servers of federated learning that say what cannot be: each word is refused and
// counted, and rounds go on with what is sound.

#include "application/learning/federated/federated-method.h"
#include "application/learning/learning-body.h"
#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "application/message/message-session.h"
#include "support/expectations.h"
#include "support/learning-fixture.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/message-application.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint16_t HOSTILE_PORT = 4761;
constexpr uint64_t HOSTILE_CODE = (210 * 5 + 64 + 7) / 8; ///< of an update with 4 bits [B]

/// @param [in] type of a message  @param [in] round of it  @param [in] body its fields
/// @returns the message
template <typename Body>
InferenceMessage
MakeMessage(MessageType type, uint64_t round, const Body& body)
{
    InferenceMessage message;
    message.type = type;
    message.task = round;
    message.body = Encode(body);
    return message;
}

/// @param [in,out] run gets FedQVR-E  @param [in] rounds how many
void
SetUp(LearningFixture& run, uint32_t rounds)
{
    run.helper.SetMethod("FedQVR-E(steps=2)");
    run.helper.SetPartition("iid");
    run.helper.SetTraining(.1, 8);
    run.helper.SetServerAttribute("Rounds", UintegerValue(rounds));
}

/// @param [in] run that was built  @param [in] application index
/// @returns what that application counted
uint64_t
CountMalformed(const LearningFixture& run, uint32_t application)
{
    return DynamicCast<MessageApplication>(run.applications.Get(application))->GetMalformedCount();
}

/// A worker that says what cannot be.
class HostileWorkerCase : public TestCase
{
  public:
    HostileWorkerCase()
        : TestCase("reports of training out of range, of other rounds and twice, and updates "
                   "without a grant, are refused and counted")
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 3;

    /// @param [in] round it says  @param [in] spread it says  @param [in] power it says
    /// @param [in] attempt it says
    void Report(uint64_t round, double spread, double power, uint32_t attempt = 0)
    {
        LearningTrainedBody body;
        body.attempt = attempt;
        body.spread = spread;
        body.power = power;
        m_session.Send(MakeMessage(LearningMessage::TRAINED, round, body), 0);
    }

    void Update(uint64_t round, std::vector<uint8_t> bytes)
    {
        InferenceMessage message =
            MakeMessage(LearningMessage::UPDATE, round, LearningUpdateBody());
        message.SetPayload(std::move(bytes));
        m_session.Send(message, 0);
    }

    void HandleMessage(const InferenceMessage& message)
    {
        const uint64_t round = message.task;
        if (message.type == LearningMessage::TRAIN && round == 1)
        {
            for (const double wrong : {double{NAN}, -1., double{INFINITY}})
            {
                Report(1, wrong, 1);
                Report(1, 1, wrong);
                m_wrong += 2;
            }
            Report(1001, 1, 1);                            // has not begun
            Update(1, std::vector<uint8_t>(HOSTILE_CODE)); // nobody granted it
            Report(1, 1, 1, 2000);                         // no such attempt
            m_wrong += 3;
            Report(1, 1, 1, 1); // another attempt, which may be late: no fault
            Report(1, 1, 1);    // sound
            Report(1, 1, 1);    // twice
            ++m_wrong;
        }
        else if (message.type == LearningMessage::GRANT && round == 1)
        {
            ++m_grants;
            Report(1, 1, 1); // once more
            Update(1, std::vector<uint8_t>(HOSTILE_CODE - 1));
            m_wrong += 2;
        }
        else if (message.type == LearningMessage::TRAIN && round == 2)
        {
            Report(2, 1e9, 1); // no vector has that
            ++m_wrong;
            Report(2, 1, 1); // it is lost for this round already: no fault
        }
        else if (message.type == LearningMessage::TRAIN && round == 3)
        {
            Report(2, 1, 1); // late: no fault
            Report(3, 1, 1);
        }
        else if (message.type == LearningMessage::GRANT && round == 3)
        {
            ++m_grants;
            LearningGrantBody grant;
            NS_TEST_EXPECT_MSG_EQ(Decode(message.body, grant), true, "a grant");
            NS_TEST_EXPECT_MSG_EQ(grant.codeBits, 4, "bits as planned");
            NS_TEST_EXPECT_MSG_GT(grant.bandwidth, 0, "band as planned");
            Update(3, std::vector<uint8_t>(HOSTILE_CODE)); // all are nothing, which is sound
        }
    }

    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "FedQvrEqualPlanner", 3);
        SetUp(run, ROUNDS);
        run.Build();
        run.applications.Get(3)->SetStartTime(Seconds(1000)); // worker 2 is the hostile one
        const Ptr<Node> node = run.workers.Get(2);
        m_session.onReady = [this] {
            LearningJoinBody join;
            join.worker = 2;
            join.flops = 1e7;
            join.samples = 10;
            join.powerMax = .2;
            m_session.Send(MakeMessage(LearningMessage::JOIN, 0, join), 0);
        };
        m_session.onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
        MessageSession::Settings settings;
        settings.remote =
            InetSocketAddress(run.server.Get(0)->GetObject<Ipv4>()->GetAddress(3, 0).GetLocal(),
                              HOSTILE_PORT);
        settings.protocol = TcpSocketFactory::GetTypeId();
        Simulator::Schedule(Seconds(.1), &MessageSession::Start, &m_session, node, settings);
        const std::vector<LearningRound> rounds = run.Run(100);
        m_session.Abandon();
        NS_TEST_EXPECT_MSG_EQ(CountMalformed(run, 0), m_wrong, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(m_wrong, 13, "all were said");
        NS_TEST_EXPECT_MSG_EQ(m_grants, 2, "grants");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.involved, 3, "everybody has a part");
            NS_TEST_EXPECT_MSG_EQ(round.lost, (round.round < 3 ? 1 : 0), "what is wrong is lost");
            if (round.lost > 0) // the hostile one does not say in records what it sends
            {
                NS_TEST_EXPECT_MSG_EQ(round.bitsUp, 8. * HOSTILE_CODE * 2, "what counts");
            }
        }
    }

    MessageSession m_session;
    uint64_t m_wrong{0};
    uint32_t m_grants{0};
};

/// A server that says what cannot be.
class HostileServerCase : public TestCase
{
  public:
    HostileServerCase()
        : TestCase("grants out of range, of other rounds, twice and too early are refused and "
                   "counted")
    {
    }

  private:
    /// Give the worker its part of a round.
    void Train(uint64_t round, const std::vector<uint8_t>& model)
    {
        LearningTrainBody body;
        body.work = 1e4;
        body.ranges = {{0, 210}};
        body.steps = 2;
        InferenceMessage part = MakeMessage(LearningMessage::TRAIN, round, body);
        part.SetPayload({});
        m_listener.Send(m_peer, part);
        InferenceMessage parameters =
            MakeMessage(LearningMessage::MODEL, round, LearningModelBody());
        parameters.SetPayload(model);
        m_listener.Send(m_peer, parameters);
    }

    /// @param [in] round it is said to be of  @param [in] bits B  @param [in] attempt likewise
    /// @param [in] power to send with  @param [in] bandwidth to send in
    void Grant(uint64_t round,
               uint32_t bits,
               uint32_t attempt = 0,
               double power = .1,
               double bandwidth = 1e6)
    {
        LearningGrantBody body;
        body.attempt = attempt;
        body.codeBits = bits;
        body.power = power;
        body.bandwidth = bandwidth;
        m_listener.Send(m_peer, MakeMessage(LearningMessage::GRANT, round, body));
    }

    void HandleMessage(const InferenceMessage& message)
    {
        // The parameters and the control, which are nothing at first.
        const std::vector<uint8_t> model(2 * 210 * 4);
        if (message.type == LearningMessage::JOIN && m_joined++ > 0)
        {
            return; // it may be able again
        }
        if (message.type == LearningMessage::JOIN)
        {
            Grant(1, 4); // it has no part
            ++m_wrong;
            Train(1, model);
            Grant(1, 4); // it has not trained
            ++m_wrong;
        }
        else if (message.type == LearningMessage::TRAINED && message.task == 1)
        {
            LearningTrainedBody body;
            NS_TEST_EXPECT_MSG_EQ(Decode(message.body, body), true, "sound");
            NS_TEST_EXPECT_MSG_GT(body.spread, 0, "it has trained");
            Grant(2, 4);
            Grant(1, 4, 1);
            Grant(1, 17);
            Grant(1, 4, 0, NAN);
            Grant(1, 4, 0, -1);
            Grant(1, 4, 0, .1, NAN);
            Grant(1, 4, 0, .1, -1);
            m_wrong += 7;
            Grant(1, 4); // sound
            Grant(1, 4); // twice
            ++m_wrong;
        }
        else if (message.type == LearningMessage::UPDATE)
        {
            ++m_updates;
            NS_TEST_EXPECT_MSG_EQ(message.task, 1, "of the round");
            NS_TEST_EXPECT_MSG_EQ(message.payloadBytes, HOSTILE_CODE, "as it was granted");
            Train(2, model);
        }
        else if (message.type == LearningMessage::TRAINED && message.task == 2)
        {
            Grant(2, 9); // 1 to 8 are allowed
            ++m_wrong;
        }
        else if (message.type == LearningMessage::FAILED)
        {
            ++m_failed;
            LearningFailedBody body;
            NS_TEST_EXPECT_MSG_EQ(Decode(message.body, body), true, "sound");
            EXPECT_TRUE(body.reason.find("allowed is 1 to 8") != std::string::npos, body.reason);
            Grant(2, 4); // it has nothing any more
            ++m_wrong;
        }
    }

    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "FedQvrEqualPlanner", 1);
        SetUp(run, 1);
        run.Build();
        run.applications.Get(0)->SetStartTime(Seconds(1000));
        m_listener.onMessage = [this](MessageListener::Peer peer, const InferenceMessage& message) {
            m_peer = peer;
            HandleMessage(message);
        };
        MessageListener::Settings settings;
        settings.port = HOSTILE_PORT;
        m_listener.Start(run.server.Get(0), settings);
        run.Run(20);
        m_listener.Abandon();
        NS_TEST_EXPECT_MSG_EQ(m_updates, 1, "one was sent");
        NS_TEST_EXPECT_MSG_EQ(m_failed, 1, "what cannot be sent is told");
        NS_TEST_EXPECT_MSG_EQ(m_joined, 2, "and that it is there all the same");
        NS_TEST_EXPECT_MSG_EQ(m_wrong, 12, "all were said");
        NS_TEST_EXPECT_MSG_EQ(CountMalformed(run, 1), m_wrong, "each is counted");
    }

    MessageListener m_listener;
    MessageListener::Peer m_peer{0};
    uint64_t m_wrong{0};
    uint32_t m_updates{0};
    uint32_t m_joined{0}; ///< times that it said that it is there
    uint32_t m_failed{0};
};

/// Hostile words of federated learning.
class FederatedHostileTestSuite : public TestSuite
{
  public:
    FederatedHostileTestSuite()
        : TestSuite("edge-ai-federated-hostile", TEST_SYSTEM)
    {
        AddTestCase(new HostileWorkerCase, TEST_QUICK);
        AddTestCase(new HostileServerCase, TEST_QUICK);
    }
};

FederatedHostileTestSuite g_federatedHostileTestSuite; ///< the suite

} // namespace
