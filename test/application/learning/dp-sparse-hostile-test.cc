/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Workers and servers of DP-sparse that say what cannot be: each word is refused and counted, no
// budget is exceeded and no noise is used twice, whatever a server asks for.

#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "application/message/message-session.h"
#include "support/dp-sparse-stack.h"
#include "support/expectations.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

constexpr uint16_t PORT = 4761;
constexpr uint32_t HOSTILE = 4; ///< worker that is

/// @param [in] type of a message  @param [in] round of it  @param [in] body its fields
/// @param [in] payload behind them
/// @returns the message
template <typename Body>
InferenceMessage
MakeMessage(MessageType type, uint64_t round, const Body& body, std::vector<uint8_t> payload)
{
    InferenceMessage message;
    message.type = type;
    message.task = round;
    message.body = Encode(body);
    message.SetPayload(std::move(payload));
    return message;
}

/// A worker that sends what cannot be.
class SparseWorkerCase : public TestCase
{
  public:
    SparseWorkerCase()
        : TestCase("updates of other sizes, of other rounds and of no numbers are refused and "
                   "counted, and cost their worker's budget")
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 7;

    /// @param [in] round it says  @param [in] bytes how long it is  @param [in] attempt it says
    /// @param [in] first of its bytes
    void Update(uint64_t round, std::size_t bytes, uint32_t attempt = 0, uint8_t first = 0)
    {
        LearningUpdateBody body;
        body.attempt = attempt;
        std::vector<uint8_t> payload(bytes);
        if (first > 0)
        {
            payload[0] = first;
            payload[1] = 0x80;
        }
        m_session.Send(MakeMessage(LearningMessage::UPDATE, round, body, payload), 0);
    }

    void HandleMessage(const InferenceMessage& message)
    {
        if (message.type != LearningMessage::SPARSE)
        {
            return;
        }
        LearningSparseBody body;
        NS_TEST_EXPECT_MSG_EQ(Decode(message.body, body), true, "a part");
        const std::size_t size = std::size_t{4} * body.kept;
        const uint64_t round = message.task;
        ++m_wrong; // but for the last two rounds
        switch (round)
        {
        case 1:
            Update(round, size + 4);
            return;
        case 2:
            Update(round, size - 4);
            return;
        case 3:
            Update(round, size - 1);
            return;
        case 4:
            Update(round, 0);
            return;
        case 5:
            Update(round, size, 0, 0x7f); // infinite
            return;
        case 6:
            Update(1001, size); // has not begun
            Update(3, size);    // is over: no fault
            Update(round, size, 1);
            m_session.Send(MakeMessage(LearningMessage::TRAINED, round, LearningTrainedBody(), {}),
                           0); // nothing is granted
            ++m_wrong;
            Update(round, size);
            Update(round, size); // twice: no fault, and nothing
            return;
        default:
            --m_wrong;
            Update(round, size);
        }
    }

    void DoRun() override
    {
        DpSparseStack stack(",participations=6", "DpSparseFixedPlanner", ROUNDS);
        stack.run.helper.SetServerAttribute("Workers", UintegerValue(1)); // it alone is asked
        stack.Build();
        for (uint32_t k = 0; k < DpSparseStack::WORKERS; ++k)
        {
            stack.GetWorker(k)->SetStartTime(Seconds(1000));
        }
        const Ptr<Node> node = stack.run.workers.Get(HOSTILE);
        m_session.onReady = [this] {
            LearningJoinBody join;
            join.worker = HOSTILE;
            join.flops = 1e7;
            join.samples = 40;
            join.powerMax = .2;
            m_session.Send(MakeMessage(LearningMessage::JOIN, 0, join, {}), 0);
        };
        m_session.onMessage = [this](const InferenceMessage& message) { HandleMessage(message); };
        MessageSession::Settings settings;
        settings.remote = InetSocketAddress(
            stack.run.server.Get(0)->GetObject<Ipv4>()->GetAddress(HOSTILE + 1, 0).GetLocal(),
            PORT);
        settings.protocol = TcpSocketFactory::GetTypeId();
        Simulator::Schedule(Seconds(.1), &MessageSession::Start, &m_session, node, settings);
        const Eigen::VectorXd start = stack.method->GetParameters();
        const std::vector<LearningRound> rounds = stack.run.Run(100);
        m_session.Abandon();
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.GetServer()->GetMalformedCount(), m_wrong, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(m_wrong, 7, "all were said");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(stack.ExplainBudgets(), "", "budgets");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, (round.round >= 6), round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.involved, (round.round <= 6 ? 1 : 0), "six times");
            NS_TEST_EXPECT_MSG_EQ(round.attempts, 1, "there is nobody else to ask");
        }
        NS_TEST_EXPECT_MSG_EQ(stack.method->GetState().used[HOSTILE], 6, "all its budget");
        // What counted in round 6 were zeros.
        EXPECT_TRUE(stack.method->GetParameters() == start, "nothing that is wrong counts");
    }

    MessageSession m_session;
    uint64_t m_wrong{0};
};

/// A server that asks for what it must not have.
class SparseServerCase : public TestCase
{
  public:
    SparseServerCase()
        : TestCase("a server that asks for more than a budget has, or twice with the same noise, "
                   "is refused")
    {
    }

  private:
    /// What is asked, and what comes of it.
    struct Question
    {
        uint64_t round;
        uint32_t kept;
        uint32_t seed;
        uint32_t attempt;
        uint32_t parameters; ///< of the part
        uint8_t model;       ///< of which all bytes are
        std::string refusal; ///< begins with; "": it is answered
    };

    void Ask()
    {
        if (m_next == m_questions.size())
        {
            return;
        }
        const Question& asked = m_questions[m_next++];
        if (asked.kept == 0) // as to methods that send everything
        {
            LearningAssignBody body;
            body.attempt = asked.attempt;
            body.work = 1e4;
            body.ranges = {{0, asked.parameters}};
            Send(LearningMessage::ASSIGN, asked.round, body, {});
        }
        else
        {
            LearningSparseBody body;
            body.attempt = asked.attempt;
            body.work = 1e4;
            body.ranges = {{0, asked.parameters}};
            body.kept = asked.kept;
            body.maskSeed = asked.seed;
            Send(LearningMessage::SPARSE, asked.round, body, {});
        }
        LearningModelBody model;
        model.attempt = asked.attempt;
        Send(LearningMessage::MODEL,
             asked.round,
             model,
             std::vector<uint8_t>(4 * DpSparseStack::PARAMETERS, asked.model));
    }

    template <typename Body>
    void Send(MessageType type, uint64_t round, const Body& body, std::vector<uint8_t> payload)
    {
        m_listener.Send(m_peer, MakeMessage(type, round, body, std::move(payload)));
    }

    void HandleMessage(const InferenceMessage& message)
    {
        if (message.type == LearningMessage::JOIN && std::exchange(m_joined, true))
        {
            return; // who refused what it was asked is there all the same
        }
        if (message.type == LearningMessage::JOIN)
        {
            LearningSparseBody nothing; // of nothing
            nothing.ranges = {{0, DpSparseStack::PARAMETERS}};
            Send(LearningMessage::SPARSE, 1, nothing, {});
            Ask();
            return;
        }
        const Question& asked = m_questions.at(m_next - 1);
        LearningFailedBody body;
        const bool failed = message.type == LearningMessage::FAILED;
        if (failed)
        {
            NS_TEST_EXPECT_MSG_EQ(Decode(message.body, body), true, "sound");
            ++m_refused;
        }
        else
        {
            NS_TEST_EXPECT_MSG_EQ(message.payloadBytes, 4 * asked.kept, "k numbers");
            m_answers[message.task].insert(*message.payload);
        }
        NS_TEST_EXPECT_MSG_EQ(failed, !asked.refusal.empty(), m_next << ": " << body.reason);
        EXPECT_TRUE(body.reason.find(asked.refusal) == 0, m_next << ": " << body.reason);
        Ask();
    }

    void DoRun() override
    {
        const uint32_t d = DpSparseStack::PARAMETERS;
        m_questions = {{1, 20, 7, 0, d, 0, ""},
                       {1, 20, 8, 1, d, 0, "round 1 was answered with another mask"},
                       {1, 21, 7, 1, d, 0, "round 1 was answered with another mask"},
                       {1, 20, 7, 2, d, 0x3f, ""}, // the same bytes, whatever the model is
                       {2, d + 1, 7, 0, d, 0, "kept is 211; allowed is 1 to 210"},
                       {2, UINT32_MAX, 7, 0, d, 0, "kept is 4294967295"},
                       {2, 0, 0, 0, d, 0, "kept is 0; allowed is 1 to 210"},
                       {2, 20, 7, 0, d - 1, 0, "ranges must be all 210 parameters"},
                       {2, 20, 7, 0, d, 0xff, "number 0 of the payload is not finite"},
                       {2, d, 7, 0, d, 0, ""},
                       {1, 20, 7, 0, d, 0, "round is 1; allowed are those after 2"},
                       {UINT64_MAX - 1, 1, 7, 0, d, 0, ""},
                       {UINT64_MAX, 1, 7, 0, d, 0, "its budget of privacy is spent"}};
        DpSparseStack stack(",participations=3", "DpSparseFixedPlanner", 1);
        stack.Build();
        for (uint32_t k = 1; k < DpSparseStack::WORKERS; ++k)
        {
            stack.GetWorker(k)->SetStartTime(Seconds(1000));
        }
        stack.GetServer()->SetStartTime(Seconds(1000));
        m_listener.onMessage = [this](MessageListener::Peer peer, const InferenceMessage& message) {
            m_peer = peer;
            HandleMessage(message);
        };
        MessageListener::Settings settings;
        settings.port = PORT;
        m_listener.Start(stack.run.server.Get(0), settings);
        stack.run.Run(20);
        m_listener.Abandon();
        NS_TEST_EXPECT_MSG_EQ(m_next, m_questions.size(), "all were asked");
        NS_TEST_EXPECT_MSG_EQ(m_refused, 9, "refused");
        NS_TEST_EXPECT_MSG_EQ(stack.GetWorker(0)->GetMalformedCount(), 10, "each is counted");
        NS_TEST_EXPECT_MSG_EQ(stack.method->GetAnswered(0), 3, "all that it may");
        NS_TEST_EXPECT_MSG_EQ(m_answers.size(), 3, "rounds");
        for (const auto& [round, answers] : m_answers)
        {
            NS_TEST_EXPECT_MSG_EQ(answers.size(), 1, "one answer in round " << round);
        }
    }

    std::vector<Question> m_questions;
    std::size_t m_next{0};
    bool m_joined{false};
    uint32_t m_refused{0};
    std::map<uint64_t, std::set<std::vector<uint8_t>>> m_answers;
    MessageListener m_listener;
    MessageListener::Peer m_peer{0};
};

/// Hostile words of DP-sparse.
class DpSparseHostileTestSuite : public TestSuite
{
  public:
    DpSparseHostileTestSuite()
        : TestSuite("edge-ai-dp-sparse-hostile", TEST_SYSTEM)
    {
        AddTestCase(new SparseWorkerCase, TEST_QUICK);
        AddTestCase(new SparseServerCase, TEST_QUICK);
    }
};

DpSparseHostileTestSuite g_dpSparseHostileTestSuite; ///< the suite

} // namespace
