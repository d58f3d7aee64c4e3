/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// DP-sparse over packets: parameters and queues are those without a network, delays those of the
// plans, and bytes those of the entries that a mask keeps.

#include "../../../helper/ideal-round-links.h"
#include "application/learning/learn-in-memory.h"
#include "application/learning/sparse-figures.h"
#include "application/message/message-archive.h"
#include "learning/privacy/sparse-values.h"
#include "support/dp-sparse-stack.h"
#include "support/expectations.h"

#include "ns3/random-variable-stream.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

constexpr double POWER = .2; ///< of ideal links [W]

/// Is told the delays that packets took.
class ToldMethod : public DpSparseMethod
{
  public:
    using DpSparseMethod::DpSparseMethod;

    void Observe(const RoundPlan& plan, double) override
    {
        DpSparseMethod::Observe(plan, delays.at(m_told++));
    }

    std::vector<double> delays; ///< of each round [s]

  private:
    std::size_t m_told{0};
};

/// The same as without a network.
class DpSparseParityCase : public TestCase
{
  public:
    DpSparseParityCase(const std::string& planner, const std::string& settings)
        : TestCase(planner + settings + " over packets is the same as without a network"),
          m_planner(planner),
          m_settings(settings)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 25;

    /// Learn with the same draws and without packets.
    /// @param [in,out] stack that has run  @param [in,out] method that was told its delays
    /// @returns rounds
    std::vector<MemoryRound> Remember(const DpSparseStack& stack, ToldMethod& method)
    {
        const auto links = CreateObject<IdealRoundLinks>();
        links->SetAttribute("Subchannels", UintegerValue(DpSparseStack::CHANNELS));
        links->SetAttribute("SubchannelWidth", DoubleValue(15e3));
        links->SetAttribute("Fading", StringValue("RayleighSubchannels"));
        links->AssignStreams(4);
        const auto draws = CreateObject<UniformRandomVariable>();
        draws->SetStream(2);
        RoundProblem problem;
        std::vector<RoundMember> members;
        for (uint32_t k = 0; k < DpSparseStack::WORKERS; ++k)
        {
            const auto link = CreateObject<IdealLinkControl>();
            link->SetAttribute("Gain", DoubleValue(stack.run.gain));
            links->Add(k, link);
            members.push_back({k, 0});
            RoundWorker worker;
            worker.flops = stack.run.speeds[k];
            worker.powerMax = POWER;
            problem.workers.push_back(worker);
        }
        MemoryOptions options;
        options.change = [&](uint64_t round, RoundProblem& now) {
            links->BeginRound(round);
            links->Fill(members, now);
            now.uniformDraws.resize(64 * (1 + DpSparseStack::WORKERS));
            std::generate(now.uniformDraws.begin(), now.uniformDraws.end(), [&] {
                return draws->GetValue();
            });
        };
        const Ptr<RoundPlanner> planner = CreateRoundPlanner(m_planner);
        if (m_planner == "DpSparseFixedPlanner")
        {
            planner->SetAttribute("Fraction", DoubleValue(.3));
        }
        std::string fault;
        std::vector<MemoryRound> rounds =
            LearnInMemory(method, *planner, problem, ROUNDS, fault, options);
        NS_TEST_EXPECT_MSG_EQ(fault, "", "without a network");
        return rounds;
    }

    void DoRun() override
    {
        DpSparseStack stack(",header=" + std::to_string(DpSparseStack::HEADER_BITS) + m_settings,
                            m_planner,
                            ROUNDS);
        const auto memory = stack.Make<ToldMethod>();
        const Eigen::VectorXd start = memory->GetParameters();
        stack.Build();
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(stack.ExplainBudgets(), "", "budgets");
        const std::vector<SparseFigures> figures = stack.ListFigures();
        for (const SparseFigures& of : figures)
        {
            memory->delays.push_back(of.delayRealised);
        }
        const std::vector<MemoryRound> remembered = Remember(stack, *memory);
        NS_TEST_ASSERT_MSG_EQ(remembered.size(), ROUNDS, "rounds without a network");
        const std::vector<double> parameters = stack.run.helper.GetParameters();
        NS_TEST_ASSERT_MSG_EQ(parameters.size(), DpSparseStack::PARAMETERS, "as many");
        EXPECT_TRUE((memory->GetParameters() - start).norm() > 1e-2, "they have moved");
        for (std::size_t i = 0; i < parameters.size(); ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(stack.method->GetParameters()[i],
                                  memory->GetParameters()[i],
                                  "bit for bit, " << i);
        }
        EXPECT_TRUE(stack.method->GetState().used == memory->GetState().used, "participations");
        NS_TEST_EXPECT_MSG_EQ(stack.method->GetState().delayQueue,
                              memory->GetState().delayQueue,
                              "Q");
        uint32_t involved = 0;
        for (uint32_t i = 0; i < ROUNDS; ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(rounds[i].completed, true, rounds[i].detail);
            NS_TEST_EXPECT_MSG_EQ(rounds[i].accuracy, remembered[i].score.accuracy, "accuracy");
            NS_TEST_EXPECT_MSG_EQ((std::isnan(rounds[i].bitsUp) ? 0 : rounds[i].bitsUp),
                                  remembered[i].bitsUp,
                                  "bits");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].attempts, 1, "at once");
            // The model takes next to no time; a rate is a whole number of bit/s.
            NS_TEST_EXPECT_MSG_EQ_TOL(figures[i].delayRealised,
                                      figures[i].delayPlanned,
                                      1e-3 * figures[i].delayPlanned,
                                      "D of round " << i + 1);
            involved += rounds[i].involved;
        }
        EXPECT_TRUE(involved > ROUNDS, "somebody takes part: " << involved);
        CheckQueue(stack, figures);
    }

    /// The mean delay is bounded by the queue, exactly.
    void CheckQueue(const DpSparseStack& stack, const std::vector<SparseFigures>& figures)
    {
        double queue = 0;
        double sum = 0;
        for (const SparseFigures& of : figures)
        {
            queue = std::max(queue + of.delayRealised - .02, 0.);
            sum += of.delayRealised;
            NS_TEST_EXPECT_MSG_EQ(of.delayQueue, queue, "Q as measured");
        }
        NS_TEST_EXPECT_MSG_EQ(stack.method->GetState().delayQueue, queue, "Q at the end");
        EXPECT_TRUE(sum / ROUNDS <= .02 + queue / ROUNDS + 1e-12, "mean D");
    }

    std::string m_planner;
    std::string m_settings;
};

/// What is on the air.
class DpSparseBytesCase : public TestCase
{
  public:
    DpSparseBytesCase()
        : TestCase("what is on the air: k numbers in the order of rising indices, and headers")
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 6;

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

    void HandleUp(const InferenceMessage& message)
    {
        m_messages += InferenceHeader::SIZE + message.body.size() + message.payloadBytes;
        if (message.type == LearningMessage::UPDATE)
        {
            ++m_updates;
            m_update += InferenceHeader::SIZE + message.body.size() + message.payloadBytes;
            m_bits += 8. * static_cast<double>(message.payloadBytes);
        }
    }

    void HandleDown(const InferenceMessage& message)
    {
        if (message.type == LearningMessage::SPARSE)
        {
            LearningSparseBody body;
            NS_TEST_EXPECT_MSG_EQ(Decode(message.body, body), true, "sound");
            NS_TEST_EXPECT_MSG_EQ(message.body.size(), 45 + 16, "a part, and a range");
            m_kept += body.kept;
            EXPECT_TRUE(m_seeds.insert(body.maskSeed).second, "each has a mask of its own");
            EXPECT_TRUE(body.power > 0, "and is told its power");
        }
        EXPECT_TRUE(message.type != LearningMessage::ASSIGN &&
                        message.type != LearningMessage::TRAIN,
                    "parts are told in one way");
    }

    void DoRun() override
    {
        DpSparseStack stack("", "DpSparseRandomPlanner", ROUNDS);
        stack.Build();
        for (uint32_t k = 0; k < DpSparseStack::WORKERS; ++k)
        {
            stack.run.devices.Get(2 * k)->TraceConnectWithoutContext(
                "MacTx",
                MakeCallback(&DpSparseBytesCase::HandlePacket, this));
            stack.GetWorker(k)->TraceConnectWithoutContext(
                "Tx",
                MakeCallback(&DpSparseBytesCase::HandleUp, this));
        }
        stack.GetServer()->TraceConnectWithoutContext(
            "Tx",
            MakeCallback(&DpSparseBytesCase::HandleDown, this));
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        EXPECT_TRUE(m_updates > ROUNDS && m_updates == m_seeds.size(), m_updates << " updates");
        EXPECT_TRUE(m_kept < m_updates * DpSparseStack::PARAMETERS, "fractions");
        // Attempt, instant, time of the model, speed.
        const uint64_t body = 4 + 3 * 8;
        NS_TEST_EXPECT_MSG_EQ(m_update,
                              m_updates * (InferenceHeader::SIZE + body) + 4 * m_kept,
                              "header, body and entries");
        NS_TEST_EXPECT_MSG_EQ(m_air, m_messages, "and nothing else goes up");
        double up = 0;
        uint64_t kept = 0;
        for (const LearningRound& round : rounds)
        {
            up += std::isnan(round.bitsUp) ? 0 : round.bitsUp;
        }
        for (const TaskRecord* record : stack.run.helper.GetMonitor().GetRecords())
        {
            for (const StepRecord& step : record->steps)
            {
                if (const auto* figures = step.Find<SparseStepFigures>())
                {
                    kept += *figures->kept;
                    NS_TEST_EXPECT_MSG_EQ(figures->keptBits, 32. * *figures->kept, "bits of k");
                    CheckFigures(stack, step);
                }
            }
        }
        NS_TEST_EXPECT_MSG_EQ(up, m_bits, "bits of the records");
        NS_TEST_EXPECT_MSG_EQ(kept, m_kept, "k of the records");
    }

    /// What records say of a step.
    void CheckFigures(const DpSparseStack& stack, const StepRecord& step)
    {
        const auto& figures = step.Get<SparseStepFigures>();
        const double k = *figures.kept;
        NS_TEST_EXPECT_MSG_EQ(k, std::round(figures.fraction * DpSparseStack::PARAMETERS), "k");
        // eta sigma C sqrt(k/d) / b
        EXPECT_RELATIVE(figures.noise,
                        DpSparseStack::RATE * 2 * std::sqrt(k / DpSparseStack::PARAMETERS) /
                            DpSparseStack::BATCH,
                        1e-12,
                        "noise");
        EXPECT_RELATIVE(figures.epsilon,
                        stack.method->GetEpsilon(0, *figures.participations),
                        1e-12,
                        "all was answered");
        EXPECT_TRUE(figures.participationQueue >= 0, "Z");
    }

    uint64_t m_air{0};      ///< TCP payload that left workers [B]
    uint64_t m_messages{0}; ///< that workers sent [B]
    uint64_t m_update{0};   ///< of them, updates [B]
    double m_bits{0};       ///< payload of updates [bit]
    uint64_t m_updates{0};
    uint64_t m_kept{0};
    std::set<uint32_t> m_seeds;
};

/// DP-sparse over packets.
class DpSparseStackTestSuite : public TestSuite
{
  public:
    DpSparseStackTestSuite()
        : TestSuite("edge-ai-dp-sparse-stack", TEST_SYSTEM)
    {
        for (const std::string planner : {"DpSparsePlanner",
                                          "DpSparseBatteryPlanner",
                                          "DpSparseEnumerationPlanner",
                                          "DpSparseRandomPlanner",
                                          "DpSparseRoundRobinPlanner",
                                          "DpSparseLeastDelayPlanner"})
        {
            AddTestCase(new DpSparseParityCase(planner, ""), TEST_QUICK);
        }
        AddTestCase(new DpSparseParityCase("DpSparseFixedPlanner", ",s=0.3"), TEST_QUICK);
        AddTestCase(
            new DpSparseParityCase("DpSparsePlanner",
                                   ",sigma=0.5,eps=500,clip=fixed,aggregation=unbiased,steps=3"),
            TEST_QUICK);
        AddTestCase(
            new DpSparseParityCase("DpSparsePlanner", ",participations=8,aggregation=entry"),
            TEST_QUICK);
        AddTestCase(new DpSparseParityCase("DpSparseRandomPlanner", ",sigma=0"), TEST_QUICK);
        AddTestCase(new DpSparseParityCase("DpSparseRandomPlanner", ",sigma=0,mask=largest"),
                    TEST_QUICK);
        AddTestCase(new DpSparseBytesCase, TEST_QUICK);
    }
};

DpSparseStackTestSuite g_dpSparseStackTestSuite; ///< the suite

} // namespace
