/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// DP-sparse where updates are lost, rounds are tried again, budgets are spent and devices die or
// come back: what that costs of whose budget, and that nobody ever spends more than there is.

#include "application/learning/sparse-figures.h"
#include "support/dp-sparse-stack.h"
#include "support/expectations.h"

#include "ns3/error-model.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::dpsparsetest;

namespace
{

/// Hears what workers send.
class Eavesdropper
{
  public:
    /// @param [in] stack that is built
    explicit Eavesdropper(const DpSparseStack& stack)
    {
        for (uint32_t k = 0; k < DpSparseStack::WORKERS; ++k)
        {
            stack.GetWorker(k)->TraceConnect("Tx",
                                             std::to_string(k),
                                             MakeCallback(&Eavesdropper::Hear, this));
        }
    }

    /// @returns "" or which client has said more than its budget has, or two things in a round
    std::string ExplainReleases(const DpSparseStack& stack) const
    {
        for (const auto& [worker, rounds] : m_said)
        {
            const std::string who = "worker " + std::to_string(worker) + " ";
            for (const auto& [round, answers] : rounds)
            {
                if (answers.size() != 1)
                {
                    return who + "said two things in round " + std::to_string(round);
                }
            }
            if (rounds.size() != stack.method->GetAnswered(worker))
            {
                return who + "sent " + std::to_string(rounds.size()) + " answers, it counts " +
                       std::to_string(stack.method->GetAnswered(worker));
            }
        }
        return "";
    }

    /// @param [in] worker number  @param [in] round of it  @returns when it sent; 0: it did not
    Time GetInstant(uint32_t worker, uint64_t round) const
    {
        const auto found = m_instants.find({worker, round});
        return found == m_instants.end() ? Time(0) : found->second;
    }

  private:
    void Hear(std::string number, const InferenceMessage& message)
    {
        if (message.type == LearningMessage::UPDATE)
        {
            const auto worker = static_cast<uint32_t>(std::stoul(number));
            m_said[worker][message.task].insert(*message.payload);
            m_instants[{worker, message.task}] = Simulator::Now();
        }
    }

    std::map<uint32_t, std::map<uint64_t, std::set<std::vector<uint8_t>>>> m_said;
    std::map<std::pair<uint32_t, uint64_t>, Time> m_instants;
};

/// Updates that come behind the end of their round.
class LateTestCase : public TestCase
{
  public:
    LateTestCase()
        : TestCase("an update that is lost costs as much of a budget as one that comes")
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 20;

    void DoRun() override
    {
        DpSparseStack stack(",participations=7", "DpSparseFixedPlanner", ROUNDS);
        // Worker 1's updates take half a second, its rounds have a tenth.
        std::vector<std::vector<double>> gains(DpSparseStack::WORKERS,
                                               std::vector<double>(DpSparseStack::CHANNELS, 1e-10));
        gains[1].assign(DpSparseStack::CHANNELS, 3e-16);
        stack.run.helper.SetGains(gains);
        stack.run.helper.SetIdealAttribute("Fading", StringValue("None"));
        stack.run.helper.SetServerAttribute("Deadline", TimeValue(MilliSeconds(100)));
        stack.run.helper.SetServerAttribute("Pause", TimeValue(Seconds(2)));
        stack.Build();
        const Eavesdropper ear(stack);
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(stack.ExplainBudgets(), "", "budgets");
        NS_TEST_EXPECT_MSG_EQ(ear.ExplainReleases(stack), "", "what was sent");
        NS_TEST_EXPECT_MSG_EQ(stack.method->GetAnswered(1), 7, "it sent as often as it may");
        NS_TEST_EXPECT_MSG_EQ(stack.method->GetState().used[1], 7, "which the server counts");
        uint32_t lost = 0;
        double epsilon = 0;
        for (const TaskRecord* record : stack.run.helper.GetMonitor().GetRecords())
        {
            for (const StepRecord& step : record->steps)
            {
                if (step.planned.name == "upload 1")
                {
                    ++lost;
                    const auto& figures = step.Get<SparseStepFigures>();
                    EXPECT_TRUE(std::isnan(step.finished), "it is lost");
                    NS_TEST_EXPECT_MSG_EQ(*figures.participations, lost, "and counts");
                    EXPECT_TRUE(figures.epsilon > epsilon, "epsilon grows");
                    epsilon = figures.epsilon;
                    NS_TEST_EXPECT_MSG_EQ(epsilon, stack.method->GetEpsilon(1, lost), "as it does");
                }
            }
        }
        NS_TEST_EXPECT_MSG_EQ(lost, 7, "all of them are lost");
        for (const TaskRecord* record : stack.run.helper.GetMonitor().GetRecords())
        {
            const bool waited = record->FindStep("upload 1") != nullptr;
            const double delay = record->Get<SparseFigures>().delayRealised;
            // From when models came until the deadline.
            EXPECT_TRUE(waited ? delay > .099 && delay <= .1 : delay < .09, "D is " << delay);
        }
    }
};

/// Rounds that are tried again.
class AgainTestCase : public TestCase
{
  public:
    AgainTestCase()
        : TestCase("in all attempts of a round together, everybody is asked once")
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 6;

    void DoRun() override
    {
        DpSparseStack stack(",participations=4", "DpSparseFixedPlanner", ROUNDS);
        // Nobody's update is there when the server gives up.
        stack.run.helper.SetGains(
            std::vector<std::vector<double>>(DpSparseStack::WORKERS,
                                             std::vector<double>(DpSparseStack::CHANNELS, 6e-17)));
        stack.run.helper.SetIdealAttribute("Fading", StringValue("None"));
        stack.run.helper.SetServerAttribute("Patience", DoubleValue(1e-3));
        stack.run.helper.SetServerAttribute("RetryInterval", TimeValue(Seconds(50)));
        stack.Build();
        const Eavesdropper ear(stack);
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(stack.ExplainBudgets(), "", "budgets");
        NS_TEST_EXPECT_MSG_EQ(ear.ExplainReleases(stack), "", "what was sent");
        double queue = 0;
        const auto& records = stack.run.helper.GetMonitor().GetRecords();
        for (uint32_t i = 0; i < ROUNDS; ++i)
        {
            const auto& figures = records[i]->Get<SparseFigures>();
            queue = std::max(0., queue + figures.delayRealised - .02);
            NS_TEST_EXPECT_MSG_EQ(figures.delayQueue, queue, "Dbar counts once in a round");
            if (i >= 4)
            {
                NS_TEST_EXPECT_MSG_EQ(rounds[i].involved, 0, "all budgets are spent");
                NS_TEST_EXPECT_MSG_EQ(rounds[i].completed, true, "nobody is asked");
                continue;
            }
            NS_TEST_EXPECT_MSG_EQ(rounds[i].completed, false, "nothing came");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].attempts, 2, "three, and the two that are left");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].involved, DpSparseStack::WORKERS, "everybody, once");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].workers.size(), DpSparseStack::WORKERS, "once");
            EXPECT_TRUE(figures.delayRealised > 2 && figures.delayRealised < 2.1,
                        "D of both attempts: " << figures.delayRealised);
        }
        EXPECT_TRUE(stack.method->GetState().used == std::vector<uint32_t>(5, 4), "four each");
    }
};

/// Devices that die in a round, or fall silent and come back.
class DeathTestCase : public TestCase
{
  public:
    /// What becomes of a device.
    enum Fate
    {
        DIES_IN_TRAINING,
        BREAKS_WHILE_SENDING,
        SILENT_IN_TRAINING,
        COMES_LATE,
    };

    DeathTestCase(const std::string& name, Fate fate)
        : TestCase("a device " + name),
          m_fate(fate)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 24;
    static constexpr uint64_t WHEN = 3;

    /// @param [in] who of the workers  @param [in] at instant of its fault; 0: none
    /// @returns when worker `who` sent in round WHEN
    Time Learn(uint32_t who, Time at)
    {
        DpSparseStack stack(",participations=9,sigma=0.3,eps=1000",
                            "DpSparseRoundRobinPlanner",
                            ROUNDS);
        stack.run.helper.SetServerAttribute("Pause", TimeValue(MilliSeconds(200)));
        stack.run.helper.SetServerAttribute("JoinTimeout", TimeValue(MilliSeconds(100)));
        stack.Build();
        const Eavesdropper ear(stack);
        const bool dies = m_fate == DIES_IN_TRAINING || m_fate == BREAKS_WHILE_SENDING;
        if (at.IsStrictlyPositive() && m_fate == BREAKS_WHILE_SENDING)
        {
            const auto losses = CreateObject<RateErrorModel>();
            losses->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
            losses->SetRate(1);
            Simulator::Schedule(
                at,
                &PointToPointNetDevice::SetReceiveErrorModel,
                DynamicCast<PointToPointNetDevice>(stack.run.devices.Get(2 * who + 1)),
                losses);
        }
        else if (at.IsStrictlyPositive() && dies)
        {
            stack.GetWorker(who)->SetStopTime(at);
        }
        else if (at.IsStrictlyPositive() && m_fate == SILENT_IN_TRAINING)
        {
            stack.run.helper.Silence(who, at, at + Seconds(3));
        }
        else if (at.IsStrictlyPositive())
        {
            stack.GetWorker(who)->SetStartTime(Seconds(1.5));
        }
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_EXPECT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(stack.ExplainBudgets(), "", "budgets");
        NS_TEST_EXPECT_MSG_EQ(ear.ExplainReleases(stack), "", "what was sent");
        uint32_t lost = 0;
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
            lost += round.lost;
        }
        EXPECT_TRUE(rounds.back().loss < rounds.front().loss, "it learns");
        const uint32_t used = stack.method->GetState().used[who];
        const uint32_t answered = stack.method->GetAnswered(who);
        if (at.IsZero())
        {
            NS_TEST_EXPECT_MSG_EQ(used, answered, "nothing is lost");
            return ear.GetInstant(who, WHEN);
        }
        const bool untrained = m_fate == DIES_IN_TRAINING || m_fate == SILENT_IN_TRAINING;
        NS_TEST_EXPECT_MSG_EQ(lost, (m_fate == COMES_LATE ? 0 : 1), "one update");
        NS_TEST_EXPECT_MSG_EQ(used - answered,
                              (untrained ? 1 : 0),
                              "the server counts what it asked for, the device what it computed");
        double epsilon = NOT_AVAILABLE;
        for (const LearningRound& round : rounds)
        {
            for (const LearningWorkerRound& part : round.workers)
            {
                epsilon = part.worker == who ? part.epsilon : epsilon;
            }
        }
        NS_TEST_EXPECT_MSG_EQ(epsilon, stack.method->GetEpsilon(who, answered), "spent");
        if (dies)
        {
            EXPECT_TRUE(used >= 1 && used <= WHEN, "it is not asked again: " << used);
        }
        else
        {
            EXPECT_TRUE(used > WHEN, "it takes part again: " << used);
        }
        return Time(0);
    }

    void DoRun() override
    {
        uint32_t who = 0;
        Time sent;
        for (; who < DpSparseStack::WORKERS && sent.IsZero(); ++who)
        {
            sent = Learn(who, Time(0));
        }
        NS_TEST_ASSERT_MSG_EQ(sent.IsZero(), false, "somebody takes part in round 3");
        const Time away = MicroSeconds(20);
        Learn(who - 1, m_fate == BREAKS_WHILE_SENDING ? sent + away : sent - away);
    }

    Fate m_fate;
};

/// Budgets that are spent.
class DpSparseIdleCase : public TestCase
{
  public:
    explicit DpSparseIdleCase(bool deadline)
        : TestCase(std::string("when all budgets are spent, rounds take the mean delay and nobody "
                               "trains") +
                   (deadline ? ", with a deadline" : "")),
          m_deadline(deadline)
    {
    }

  private:
    static constexpr uint32_t ROUNDS = 12;

    void DoRun() override
    {
        DpSparseStack stack(",participations=2", "DpSparseFixedPlanner", ROUNDS);
        if (m_deadline)
        {
            stack.run.helper.SetServerAttribute("Deadline", TimeValue(MilliSeconds(500)));
        }
        stack.Build();
        const std::vector<LearningRound> rounds = stack.run.Run(1000);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), ROUNDS, "rounds");
        NS_TEST_EXPECT_MSG_EQ(stack.run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_EXPECT_MSG_EQ(stack.ExplainBudgets(), "", "budgets");
        EXPECT_TRUE(stack.method->GetState().used == std::vector<uint32_t>(5, 2), "all of them");
        const std::vector<SparseFigures> figures = stack.ListFigures();
        uint32_t idle = 0;
        for (uint32_t i = 0; i < ROUNDS; ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(rounds[i].completed, true, rounds[i].detail);
            if (rounds[i].involved > 0)
            {
                EXPECT_TRUE(idle == 0 && figures[i].delayRealised > 0, "before");
                continue;
            }
            ++idle;
            NS_TEST_EXPECT_MSG_EQ_TOL(rounds[i].ended - rounds[i].begun, .02, 1e-8, "Dbar");
            NS_TEST_EXPECT_MSG_EQ(figures[i].delayRealised, 0, "D");
            NS_TEST_EXPECT_MSG_EQ(figures[i].delayPlanned, 0, "D");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].missing, 0, "nothing is missing");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].attempts, 1, "nor is anybody asked again");
            NS_TEST_EXPECT_MSG_EQ(rounds[i].loss, rounds[i - 1].loss, "the model stays");
            EXPECT_TRUE(figures[i].delayQueue <= figures[i - 1].delayQueue, "Q falls");
        }
        NS_TEST_EXPECT_MSG_EQ(idle, ROUNDS - 4, "ten participations, three at once");
    }

    bool m_deadline;
};

/// Faults of DP-sparse.
class DpSparseFaultTestSuite : public TestSuite
{
  public:
    DpSparseFaultTestSuite()
        : TestSuite("edge-ai-dp-sparse-fault", TEST_SYSTEM)
    {
        AddTestCase(new LateTestCase, TEST_QUICK);
        AddTestCase(new AgainTestCase, TEST_QUICK);
        AddTestCase(new DpSparseIdleCase(false), TEST_QUICK);
        AddTestCase(new DpSparseIdleCase(true), TEST_QUICK);
        AddTestCase(new DeathTestCase("dies in training", DeathTestCase::DIES_IN_TRAINING),
                    TEST_QUICK);
        AddTestCase(
            new DeathTestCase("sends over a link that breaks", DeathTestCase::BREAKS_WHILE_SENDING),
            TEST_QUICK);
        AddTestCase(new DeathTestCase("falls silent in training, and comes back",
                                      DeathTestCase::SILENT_IN_TRAINING),
                    TEST_QUICK);
        AddTestCase(new DeathTestCase("joins when rounds are under way", DeathTestCase::COMES_LATE),
                    TEST_QUICK);
    }
};

DpSparseFaultTestSuite g_dpSparseFaultTestSuite; ///< the suite

} // namespace
