/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Federated learning over packets: the parameters are those without a network, the bytes are those
// of the code, and what is late, silent or dead is never counted.

#include "application/learning/federated/federated-catalogue.h"
#include "application/learning/federated/federated-method.h"
#include "application/learning/learn-in-memory.h"
#include "support/expectations.h"
#include "support/federated-stack.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/noise-density.h"
#include "ns3/test.h"

#include <cmath>
#include <functional>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Stack = FederatedStack;
constexpr uint32_t WORKERS = Stack::WORKERS;
constexpr double BAND = Stack::BAND;   // [Hz]
constexpr double POWER = Stack::POWER; // [W]

/// The same as without a network.
class ParityCase : public TestCase
{
  public:
    ParityCase(const std::string& text, uint32_t rounds)
        : TestCase(text + " over packets is the same as without a network"),
          m_text(text),
          m_rounds(rounds)
    {
    }

  private:
    void DoRun() override
    {
        Stack stack(m_text, m_rounds);
        LearningFixture& run = stack.run;
        run.helper.SetPartition("dirichlet(0.5)");
        run.helper.SetTraining(.1, 16);
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), m_rounds, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");

        RoundProblem problem;
        problem.uplink.form = RoundUplinkForm::BAND;
        problem.uplink.bandwidth = BAND;
        for (const double speed : run.speeds)
        {
            RoundWorker worker;
            worker.flops = speed;
            worker.powerMax = POWER;
            worker.efficiency = std::log2(1 + POWER * run.gain / (DEFAULT_NOISE_DENSITY * BAND));
            problem.workers.push_back(worker);
        }
        std::string fault;
        const std::vector<MemoryRound> memory =
            LearnInMemory(*stack.method,
                          *CreateRoundPlanner("FedQvrEqualPlanner"),
                          problem,
                          m_rounds,
                          fault);
        NS_TEST_ASSERT_MSG_EQ(fault, "", "without a network");
        const std::vector<double> parameters = run.helper.GetParameters();
        const Eigen::VectorXd expected = stack.method->GetParameters();
        NS_TEST_ASSERT_MSG_EQ(parameters.size(), std::size_t(expected.size()), "as many");
        EXPECT_TRUE(expected.norm() > 1e-2, "they have moved");
        for (std::size_t i = 0; i < parameters.size(); ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(parameters[i], expected[i], "bit for bit, " << i);
        }
        for (uint32_t i = 0; i < m_rounds; ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(rounds[i].completed, true, rounds[i].detail);
            NS_TEST_EXPECT_MSG_EQ(rounds[i].loss, memory[i].score.loss, "loss");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].accuracy, memory[i].score.accuracy, "accuracy");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].bitsUp, memory[i].bitsUp, "bits");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].involved, memory[i].members.size(), "workers");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].attempts, 1, "at once");
        }
    }

    std::string m_text;
    uint32_t m_rounds;
};

/// What is on the air.
class BytesCase : public TestCase
{
  public:
    BytesCase(const std::string& text, uint32_t payload)
        : TestCase("bytes of " + text + " on the air are those of its code and headers"),
          m_text(text),
          m_payload(payload)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 3;

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
        m_messages += InferenceHeader::SIZE + message.body.size() + message.payloadBytes;
        if (message.type == LearningMessage::UPDATE)
        {
            ++m_updates;
            m_updateBytes += InferenceHeader::SIZE + message.body.size() + message.payloadBytes;
        }
    }

    void DoRun() override
    {
        Stack stack(m_text, ROUNDS);
        stack.Build();
        for (uint32_t k = 0; k < WORKERS; ++k)
        {
            stack.run.devices.Get(2 * k)->TraceConnectWithoutContext(
                "MacTx",
                MakeCallback(&BytesCase::HandlePacket, this));
            stack.GetWorker(k)->TraceConnectWithoutContext(
                "Tx",
                MakeCallback(&BytesCase::HandleMessage, this));
        }
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(m_updates, ROUNDS * WORKERS, "updates");
        // Attempt, instant, time of the model, speed.
        const uint64_t body = 4 + 3 * 8;
        NS_TEST_EXPECT_MSG_EQ(m_updateBytes,
                              m_updates * (InferenceHeader::SIZE + body + m_payload),
                              "header, body and code");
        NS_TEST_EXPECT_MSG_EQ(m_air, m_messages, "and nothing else goes up");
    }

    std::string m_text;
    uint32_t m_payload;
    uint64_t m_air{0};      ///< TCP payload that left workers [B]
    uint64_t m_messages{0}; ///< that workers sent [B]
    uint64_t m_updates{0};
    uint64_t m_updateBytes{0};
};

/// One whose link is too slow for the window.
class WindowCase : public TestCase
{
  public:
    explicit WindowCase(const std::string& name)
        : TestCase("what comes after the window of " + name + " is never counted"),
          m_name(name)
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t ROUNDS = 8;
        // 1114 bit of an update, and half of that again for headers, over a sixth of 1 MHz.
        Stack stack(m_name + "(steps=3,window=0.02)", ROUNDS);
        std::vector<double> efficiencies(WORKERS, 2);
        efficiencies[2] = .2;
        stack.run.helper.SetEfficiencies(efficiencies);
        stack.Build();
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.involved, WORKERS, "who is late is asked again");
            NS_TEST_EXPECT_MSG_EQ(round.lost, 1U, "one is late");
            NS_TEST_EXPECT_MSG_EQ(round.attempts, 1U, "which is no reason to plan again");
        }
        // Its word of the update takes 26 ms, which itself would take 56 ms; in later rounds what
        // was late before comes first.
        const double waited = rounds[0].ended - rounds[0].workers[2].upload.begun;
        NS_TEST_EXPECT_MSG_LT(waited, .047, "nor to wait for it");
        const FederatedDevice& late = stack.method->GetDevice(2);
        NS_TEST_EXPECT_MSG_EQ(late.GetPendingRound(), ROUNDS, "it sent in every round");
        EXPECT_TRUE(stack.method->GetDevice(1).GetControl().norm() > 1e-2, "others count");
        NS_TEST_EXPECT_MSG_LT(stack.GetControlFault(), 1e-12, "c is the mean of c_i");
        EXPECT_TRUE(late.GetControl().isZero(0), "what it sent is not");
    }

    std::string m_name;
};

/// All links are too slow.
class AllLateCase : public TestCase
{
  public:
    explicit AllLateCase(const std::string& name)
        : TestCase("all updates of " + name + " come late, in each attempt of a round"),
          m_name(name)
    {
    }

  private:
    void DoRun() override
    {
        Stack stack(m_name + "(steps=3,window=0.02)", 3);
        stack.run.helper.SetEfficiencies(std::vector<double>(WORKERS, .2));
        stack.Build();
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 3, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, false, "nothing came");
            NS_TEST_EXPECT_MSG_EQ(round.attempts, 3U, "everybody was asked again");
            NS_TEST_EXPECT_MSG_EQ(round.lost, WORKERS, "each is lost once");
            EXPECT_TRUE(round.detail.find("within the window") != std::string::npos, round.detail);
        }
        NS_TEST_EXPECT_MSG_EQ(stack.GetServer()->GetMalformedCount(), 0, "all was sound");
        EXPECT_TRUE(stack.method->GetState().control.isZero(0), "nothing has changed");
        NS_TEST_EXPECT_MSG_LT(stack.GetControlFault(), 1e-12, "anywhere");
    }

    std::string m_name;
};

/// A worker that falls silent or leaves in either phase.
class FaultCase : public TestCase
{
  public:
    FaultCase(bool granted, bool dead, bool deadline)
        : TestCase(std::string("a worker ") + (dead ? "dies" : "falls silent") +
                   (granted ? " before its grant" : " in training") +
                   (deadline ? ", rounds have a deadline" : "")),
          m_granted(granted),
          m_dead(dead),
          m_deadline(deadline)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 30;
    static constexpr uint64_t WHEN = 3; ///< round

    void HandleTx(const InferenceMessage& message)
    {
        if (message.type == LearningMessage::TRAINED && message.task == WHEN)
        {
            m_trained = Simulator::Now();
        }
    }

    /// @param [in] at instant of the fault; 0: none  @returns rounds
    std::vector<LearningRound> Learn(Time at)
    {
        Stack stack("FedQVR-E(steps=8)", ROUNDS);
        stack.run.helper.SetServerAttribute("Pause", TimeValue(MilliSeconds(500)));
        if (m_deadline)
        {
            stack.run.helper.SetServerAttribute("Deadline", TimeValue(Seconds(2)));
        }
        stack.Build();
        // The fastest: it waits for a grant while others train.
        stack.GetWorker(0)->TraceConnectWithoutContext("Tx",
                                                       MakeCallback(&FaultCase::HandleTx, this));
        if (at.IsStrictlyPositive() && m_dead)
        {
            stack.GetWorker(0)->SetStopTime(at);
        }
        else if (at.IsStrictlyPositive())
        {
            stack.run.helper.Silence(0, at, at + Seconds(9));
        }
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        if (at.IsStrictlyPositive())
        {
            NS_TEST_EXPECT_MSG_LT(stack.GetControlFault(), 1e-12, "c is the mean of c_i");
        }
        return rounds;
    }

    void DoRun() override
    {
        Learn(Time(0));
        NS_TEST_ASSERT_MSG_GT(m_trained, Seconds(0), "round 3 was there");
        const Time away = MicroSeconds(100);
        const std::vector<LearningRound> rounds =
            Learn(m_granted ? m_trained + away : m_trained - away);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        uint32_t without = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.lost, (round.round == WHEN ? 1 : 0), "lost once");
            NS_TEST_EXPECT_MSG_EQ(round.attempts, 1, "the others' updates count");
            without += round.involved < WORKERS ? 1 : 0;
        }
        NS_TEST_EXPECT_MSG_GT(without, 0, "rounds without it");
        NS_TEST_EXPECT_MSG_EQ(rounds.back().involved, (m_dead ? WORKERS - 1 : WORKERS), "back");
        NS_TEST_EXPECT_MSG_LT(rounds.back().loss, rounds.front().loss, "it learns");
    }

    bool m_granted;
    bool m_dead;
    bool m_deadline;
    Time m_trained; ///< when worker 0 said so in round 3
};

/// Federated learning over packets.
class FederatedStackTestSuite : public TestSuite
{
  public:
    FederatedStackTestSuite()
        : TestSuite("edge-ai-federated-stack", TEST_SYSTEM)
    {
        for (const std::string& name : ListFederatedMethods())
        {
            const bool stepped = name != "QSGD";
            AddTestCase(new ParityCase(name, 5), TEST_QUICK);
            AddTestCase(
                new ParityCase(name + (stepped ? "(sampled=3,steps=1..8)" : "(sampled=3)"), 20),
                TEST_QUICK);
        }
        // 210 coordinates of a sign and 4 bits with two scales; of 32 bits; twice as many.
        AddTestCase(new BytesCase("FedQVR(bits=4)", (210 * 5 + 64 + 7) / 8), TEST_QUICK);
        AddTestCase(new BytesCase("FedQVR-E", (210 * 5 + 64 + 7) / 8), TEST_QUICK);
        AddTestCase(new BytesCase("FedAvg", 210 * 4), TEST_QUICK);
        AddTestCase(new BytesCase("SCAFFOLD", 210 * 8), TEST_QUICK);
        AddTestCase(new WindowCase("FedQVR"), TEST_QUICK);
        AddTestCase(new WindowCase("FedQVR-E"), TEST_QUICK);
        AddTestCase(new AllLateCase("FedQVR"), TEST_QUICK);
        AddTestCase(new AllLateCase("FedQVR-E"), TEST_QUICK);
        for (const bool granted : {false, true})
        {
            AddTestCase(new FaultCase(granted, false, false), TEST_QUICK);
            AddTestCase(new FaultCase(granted, false, true), TEST_QUICK);
            AddTestCase(new FaultCase(granted, true, false), TEST_QUICK);
        }
    }
};

FederatedStackTestSuite g_federatedStackTestSuite; ///< the suite

} // namespace
