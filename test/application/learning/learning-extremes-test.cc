/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Learning in rounds at its limits: deadlines nobody can keep, one worker, two hundred, two that
// say the same number. Every round ends once, and whoever is sound goes on.

#include "../../../helper/learning-setup.h"
#include "application/learning/learning-server.h"
#include "application/learning/learning-worker.h"
#include "compute/time-steps.h"
#include "support/learning-fixture.h"

#include "ns3/csma-helper.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/test.h"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Another method, of which is counted how often it looks how good its model is.
class CountingMethod : public RoundMethod
{
  public:
    explicit CountingMethod(std::shared_ptr<RoundMethod> inner)
        : m_inner(std::move(inner))
    {
    }

    std::string GetName() const override
    {
        return m_inner->GetName();
    }

    double GetSamples(uint32_t worker) const override
    {
        return m_inner->GetSamples(worker);
    }

    uint32_t Begin(uint64_t round) override
    {
        return m_inner->Begin(round);
    }

    LearningRanges GetMissing() const override
    {
        return m_inner->GetMissing();
    }

    void Describe(RoundProblem& problem) const override
    {
        m_inner->Describe(problem);
    }

    std::vector<LearningAssignment> Assign(const RoundPlan& plan) const override
    {
        return m_inner->Assign(plan);
    }

    Bytes GetModel() const override
    {
        return m_inner->GetModel();
    }

    std::string Take(uint32_t worker,
                     const LearningAssignment& assignment,
                     const Bytes& update) override
    {
        return m_inner->Take(worker, assignment, update);
    }

    double GetAggregateFlop() const override
    {
        return m_inner->GetAggregateFlop();
    }

    void Finish() override
    {
        m_inner->Finish();
    }

    LearningScore Score() const override
    {
        ++scores;
        return m_inner->Score();
    }

    Eigen::VectorXd GetParameters() const override
    {
        return m_inner->GetParameters();
    }

    std::string Train(uint32_t worker,
                      const LearningAssignment& assignment,
                      const Bytes& model,
                      Bytes& update) override
    {
        return m_inner->Train(worker, assignment, model, update);
    }

    mutable uint32_t scores{0};

  private:
    std::shared_ptr<RoundMethod> m_inner;
};

/// @param [in] run that is built  @returns a method that its server and workers share from now on
std::shared_ptr<CountingMethod>
Replace(const LearningFixture& run)
{
    LearningSetup setup;
    setup.SetModel("Softmax(20,10)");
    setup.SetData("Mixture(20,10,samples=400,separation=2)", .2);
    auto method = std::make_shared<CountingMethod>(setup.MakeMethod(run.workers.GetN(), 1));
    DynamicCast<LearningServer>(run.applications.Get(0))->SetMethod(method);
    for (uint32_t k = 0; k < run.workers.GetN(); ++k)
    {
        DynamicCast<LearningWorker>(run.applications.Get(1 + k))->SetMethod(method, k);
    }
    return method;
}

/// Nobody can send anything before the deadline, and then everybody can.
class ShortDeadlineCase : public TestCase
{
  public:
    ShortDeadlineCase()
        : TestCase("a deadline shorter than a packet; a score is taken of new models only")
    {
    }

  private:
    void DoRun() override
    {
        for (const bool hopeless : {true, false})
        {
            LearningFixture run("Softmax(20,10)", "PartelPlanner", 3);
            run.helper.SetServerAttribute("Rounds", UintegerValue(5));
            if (hopeless)
            {
                run.helper.SetServerAttribute("Deadline", TimeValue(NanoSeconds(100)));
            }
            run.Build();
            const auto method = Replace(run);
            const std::vector<LearningRound> rounds = run.Run(60);
            NS_TEST_ASSERT_MSG_EQ(rounds.size(), 5U, "rounds");
            NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
            for (const LearningRound& round : rounds)
            {
                NS_TEST_EXPECT_MSG_EQ(round.completed, !hopeless, round.detail);
                NS_TEST_EXPECT_MSG_EQ(std::isnan(round.loss), false, "how good the model is");
                const bool said =
                    round.detail.find("silent until the deadline") != std::string::npos;
                NS_TEST_EXPECT_MSG_EQ(said, hopeless, round.detail);
            }
            if (hopeless)
            {
                NS_TEST_EXPECT_MSG_EQ(rounds.front().loss, rounds.back().loss, "the first model");
            }
            NS_TEST_EXPECT_MSG_EQ(method->scores, (hopeless ? 1U : 5U), "one for each model");
        }
    }
};

/// As few and as many as there may be of a group.
class CrowdCase : public TestCase
{
  public:
    explicit CrowdCase(uint32_t workers)
        : TestCase(std::to_string(workers) + " on a cable, models to a group"),
          m_workers(workers)
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "PartelFederatedPlanner", m_workers);
        run.helper.SetServerAttribute("ModelWay", StringValue("Group"));
        CsmaHelper cable;
        cable.SetChannelAttribute("DataRate", StringValue("100Mbps"));
        run.Build(cable.Install(NodeContainer(run.server, run.workers)));
        const std::vector<LearningRound> rounds = run.Run(60);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 3U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_ASSERT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.involved, m_workers, "everybody");
            NS_TEST_EXPECT_MSG_EQ(round.lost, 0U, "nobody is lost");
            // One alone is no group.
            NS_TEST_EXPECT_MSG_EQ(std::isnan(round.bitsGroup), (m_workers == 1), "group");
            NS_TEST_EXPECT_MSG_EQ(round.bitsDown, 32 * 210, "one model");
        }
    }

    uint32_t m_workers;
};

/// Two applications say that they are the same worker.
class TwinCase : public TestCase
{
  public:
    explicit TwinCase(bool sameHost)
        : TestCase(std::string("two workers say one number, on ") +
                   (sameHost ? "one host" : "two hosts")),
          m_sameHost(sameHost)
    {
    }

  private:
    void DoRun() override
    {
        LearningFixture run("Softmax(20,10)", "PartelPlanner", 3);
        run.helper.SetServerAttribute("Rounds", UintegerValue(40));
        run.helper.SetServerAttribute("Pause", TimeValue(MilliSeconds(100)));
        CsmaHelper cable;
        run.Build(cable.Install(NodeContainer(run.server, run.workers)));
        const auto method = Replace(run);
        const auto twin = CreateObject<LearningWorker>();
        AddressValue server;
        run.applications.Get(1)->GetAttribute("Server", server);
        twin->SetAttribute("Server", server);
        twin->SetMethod(method, 1);
        twin->SetStartTime(Seconds(1));
        run.workers.Get(m_sameHost ? 1 : 2)->AddApplication(twin);
        const std::vector<LearningRound> rounds = run.Run(60);
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 40U, "rounds");
        NS_TEST_EXPECT_MSG_EQ(run.helper.GetMonitor().GetCounts().IsConserved(), true, "conserved");
        for (const LearningRound& round : rounds)
        {
            NS_TEST_EXPECT_MSG_EQ(round.completed, true, round.detail);
            NS_TEST_EXPECT_MSG_EQ(round.missing, 0, "whoever it is trains, or others do");
            NS_TEST_EXPECT_MSG_LT(round.involved, 4U, "one number counts once");
            if (!m_sameHost)
            {
                NS_TEST_EXPECT_MSG_EQ(round.lost, 0U, "the place is taken");
            }
        }
        const uint64_t refused =
            DynamicCast<LearningServer>(run.applications.Get(0))->GetMalformedCount();
        NS_TEST_EXPECT_MSG_EQ((refused == 0), m_sameHost, "somebody else is refused");
    }

    bool m_sameHost;
};

/// A plan takes longer than the simulator can count, with patience for a million of it.
class EndlessPlanCase : public TestCase
{
  public:
    EndlessPlanCase()
        : TestCase("waits without an end do not wrap to the past")
    {
    }

  private:
    void DoRun() override
    {
        NS_TEST_EXPECT_MSG_EQ(AddWait(Seconds(1), ToTime(1e300)), Time::Max(), "no end");
        NS_TEST_EXPECT_MSG_EQ(AddWait(Seconds(1), ToTime(2)), Seconds(3), "a sum");
        NS_TEST_EXPECT_MSG_EQ(RepeatWait(Seconds(2), 3), Seconds(6), "a product");
        NS_TEST_EXPECT_MSG_EQ(RepeatWait(Time::Max(), 0), Time(0), "not once");
        NS_TEST_EXPECT_MSG_EQ(RepeatWait(Time::Max(), 1), Time::Max(), "once");
        NS_TEST_EXPECT_MSG_EQ(RepeatWait(Time::Max() / 2, 3), Time::Max(), "no end");
        LearningFixture run("Softmax(20,10)", "PartelPlanner", 2);
        run.speeds.assign(2, 1e-6);
        run.helper.SetServerAttribute("Patience", DoubleValue(1e6));
        const std::vector<LearningRound> rounds = run.Run(1000);
        NS_TEST_EXPECT_MSG_EQ(run.ExplainFault(), "", "conserved, energy adds up");
        NS_TEST_ASSERT_MSG_EQ(rounds.size(), 1U, "it waits");
        NS_TEST_EXPECT_MSG_GT(rounds.front().timePlanned, 1e9, "decades");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(rounds.front().ended), true, "under way");
    }
};

class LearningExtremesTestSuite : public TestSuite
{
  public:
    LearningExtremesTestSuite()
        : TestSuite("edge-ai-learning-extremes", TEST_SYSTEM)
    {
        AddTestCase(new ShortDeadlineCase, TEST_QUICK);
        for (const uint32_t workers : {1U, 2U, 200U})
        {
            AddTestCase(new CrowdCase(workers), TEST_QUICK);
        }
        AddTestCase(new EndlessPlanCase, TEST_QUICK);
        AddTestCase(new TwinCase(true), TEST_QUICK);
        AddTestCase(new TwinCase(false), TEST_QUICK);
    }
};

LearningExtremesTestSuite g_learningExtremesTestSuite; //!< the suite

} // namespace
