/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The rate factor: realised over Shannon rate of uploads, each compared with the plan it followed.

#include "application/co-inference/co-inference-body.h"
#include "support/co-inference-fixture.h"

#include "ns3/boolean.h"
#include "ns3/callback.h"
#include "ns3/co-inference-controller.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Asks a controller without a simulation.
class RateFactorTestCase : public TestCase
{
  public:
    using TestCase::TestCase;

  protected:
    static constexpr double NOISE = 4e-21; ///< [W/Hz]
    static constexpr double GAIN = 1e-9;

    void DoSetup() override
    {
        m_controller = CreateObject<CoInferenceController>();
        m_controller->SetPlannerName("LaimPlanner");
        m_controller->Offer("TinyYOLOv2@pooling=counted");
    }

    void DoTeardown() override
    {
        m_controller->Dispose();
        m_controller = nullptr;
        Simulator::Destroy();
    }

    /// @param [in] client number  @param [in] latency budget [s]
    /// @param [in] clock of its processor, at most [Hz]  @param [in] keepsPlan it asks once
    /// @returns its plan
    PlanBody Ask(uint64_t client, double latency = 3, double clock = 1e6, bool keepsPlan = false)
    {
        RequestBody request;
        request.network = "TinyYOLOv2@pooling=counted";
        request.keepsPlan = keepsPlan;
        request.latencyBudget = latency;
        request.energyBudget = 10;
        request.gain = GAIN;
        request.bandwidth = 5e6;
        request.noiseDensity = NOISE;
        request.divideBand = true;
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.processor.flopPerCycle = 4;
        request.processor.clockMax = clock; // by default it has to offload
        request.processor.powerCoefficient = 1e-27;
        ProcessorLimits server;
        server.flopPerCycle = 4;
        server.clockMax = 2.5e9;
        server.powerCoefficient = 5e-30;
        return m_controller->Decide(client, request, server);
    }

    /// @param [in] plan an upload followed  @param [in] share of the Shannon rate it got
    /// @returns what is reported of it
    static ReportBody MakeReport(const PlanBody& plan, double share)
    {
        const double noise = NOISE * plan.bandwidth;
        const double rate = plan.bandwidth * std::log2(1 + plan.txPower * GAIN / noise);
        ReportBody report;
        report.plan = plan.number;
        report.uplinkBits = 1e6;
        report.uplinkTime = 1e6 / (share * rate);
        return report;
    }

    Ptr<CoInferenceController> m_controller;
};

class OwnPlanCase : public RateFactorTestCase
{
  public:
    OwnPlanCase()
        : RateFactorTestCase("an upload is compared with the plan it followed, not with the newest")
    {
    }

  private:
    void DoRun() override
    {
        const PlanBody alone = Ask(1);
        NS_TEST_ASSERT_MSG_EQ(alone.IsUsable(), true, alone.reason);
        NS_TEST_ASSERT_MSG_GT(alone.txPower, 0, "something is uploaded");
        Ask(2);
        Ask(3);
        const PlanBody before = Ask(1);
        NS_TEST_ASSERT_MSG_LT(before.bandwidth, 0.5 * alone.bandwidth, "the band is shared now");
        Ask(2, 0.5);
        const PlanBody shared = Ask(1);
        NS_TEST_ASSERT_MSG_LT(shared.bandwidth, 0.9 * before.bandwidth, "and divided anew");

        m_controller->SetAttribute("RateWeight", DoubleValue(0.25));
        m_controller->Observe(1, MakeReport(alone, 0.9));
        NS_TEST_EXPECT_MSG_EQ_TOL(m_controller->GetRateFactor(1), 0.9, 1e-9, "of an old plan");
        m_controller->Observe(1, MakeReport(before, 0.9));
        NS_TEST_EXPECT_MSG_EQ_TOL(m_controller->GetRateFactor(1), 0.9, 1e-9, "of its own plan");
        m_controller->Observe(1, MakeReport(shared, 0.9));
        NS_TEST_EXPECT_MSG_EQ_TOL(m_controller->GetRateFactor(1), 0.9, 1e-9, "likewise");

        // What followed no plan that is remembered measures nothing.
        ReportBody strange = MakeReport(shared, 0.1);
        for (const uint64_t number : {uint64_t{0}, Ask(2).number, uint64_t{12345}})
        {
            strange.plan = number;
            m_controller->Observe(1, strange);
            NS_TEST_EXPECT_MSG_EQ_TOL(m_controller->GetRateFactor(1), 0.9, 1e-9, number);
        }
        for (int i = 0; i < 300; ++i)
        {
            Ask(1);
        }
        m_controller->Observe(1, MakeReport(shared, 0.1));
        NS_TEST_EXPECT_MSG_EQ_TOL(m_controller->GetRateFactor(1), 0.9, 1e-9, "forgotten by now");
    }
};

class WayBackCase : public RateFactorTestCase
{
  public:
    WayBackCase()
        : RateFactorTestCase("a device without a plan for its rate factor is tried again")
    {
    }

  private:
    void DoRun() override
    {
        const PlanBody first = Ask(1);
        NS_TEST_ASSERT_MSG_EQ(first.IsUsable(), true, first.reason);
        m_controller->Observe(1, MakeReport(first, 1e-6));
        NS_TEST_ASSERT_MSG_LT(m_controller->GetRateFactor(1), 1e-5, "a link that carries nothing");
        NS_TEST_EXPECT_MSG_EQ(Ask(1).IsUsable(), false, "no plan for such a link");
        int refusals = 1;
        PlanBody plan = Ask(1);
        for (; !plan.IsUsable() && refusals < 100; ++refusals)
        {
            plan = Ask(1);
        }
        NS_TEST_EXPECT_MSG_EQ(plan.IsUsable(), true, plan.reason);
        NS_TEST_EXPECT_MSG_LT(refusals, 30, "soon");
        NS_TEST_EXPECT_MSG_LT(m_controller->GetRateFactor(1), 1, "not as if nothing had been");
        // Measured again, it is what it is.
        m_controller->Observe(1, MakeReport(plan, m_controller->GetRateFactor(1)));
        NS_TEST_EXPECT_MSG_EQ(Ask(1).IsUsable(), true, "confirmed");

        // Without adaptation nothing is doubted.
        m_controller->SetAttribute("AdaptRate", BooleanValue(false));
        const double factor = m_controller->GetRateFactor(1);
        NS_TEST_EXPECT_MSG_EQ(Ask(1).IsUsable(), true, "the factor does not count");
        NS_TEST_EXPECT_MSG_EQ(m_controller->GetRateFactor(1), factor, "and stays");
    }
};

class LocalPlanCase : public RateFactorTestCase
{
  public:
    LocalPlanCase()
        : RateFactorTestCase("a device that uploads nothing tries its link again, ever more rarely")
    {
    }

  private:
    static constexpr double CLOCK = 0.25e9; ///< enough for a pruned network [Hz]

    static bool Sends(const PlanBody& plan)
    {
        return plan.IsUsable() && GetStep(plan.steps, "uplink").bits > 0;
    }

    PlanBody AskForTask()
    {
        return Ask(1, 3, CLOCK);
    }

    /// @param [out] plan the first by which it uploads, or the last of many
    /// @returns how many there were before it
    int CountLocal(PlanBody& plan)
    {
        int count = 0;
        for (plan = AskForTask(); !Sends(plan) && count < 1000; ++count)
        {
            NS_TEST_EXPECT_MSG_EQ(plan.IsUsable(), true, plan.reason);
            m_controller->Observe(1, MakeLocalReport(plan));
            plan = AskForTask();
        }
        return count;
    }

    static ReportBody MakeLocalReport(const PlanBody& plan)
    {
        ReportBody report;
        report.plan = plan.number;
        report.latency = GetStep(plan.steps, "device").time;
        return report;
    }

    void DoRun() override
    {
        PlanBody plan = AskForTask();
        NS_TEST_ASSERT_MSG_EQ(Sends(plan), true, "offloading is better: " << plan.reason);
        // Each trial in vain doubles the plans before the next, 64 times at most.
        for (const int patience : {8, 16, 32, 64, 128, 256, 512, 512})
        {
            m_controller->Observe(1, MakeReport(plan, 1e-6));
            NS_TEST_EXPECT_MSG_LT(m_controller->GetRateFactor(1), 1e-5, "it carries nothing");
            NS_TEST_EXPECT_MSG_EQ(CountLocal(plan), patience, "plans without an upload");
            NS_TEST_EXPECT_MSG_EQ(m_controller->GetRateFactor(1), 1, "nothing is known");
        }
        // A trial that is no failure: the next outage is one like the first.
        m_controller->Observe(1, MakeReport(plan, 0.9));
        NS_TEST_EXPECT_MSG_EQ_TOL(m_controller->GetRateFactor(1), 0.9, 1e-9, "all is well again");
        NS_TEST_EXPECT_MSG_EQ(Sends(AskForTask()), true, "it pays");
        m_controller->ObserveCut(1, 1);
        NS_TEST_EXPECT_MSG_EQ(CountLocal(plan), 8, "from the beginning");

        // Who keeps a plan is counted by its reports.
        const PlanBody kept = Ask(2, 3, CLOCK, true);
        NS_TEST_ASSERT_MSG_EQ(Sends(kept), true, "offloading is better");
        m_controller->Observe(2, MakeReport(kept, 1e-6));
        const PlanBody local = Ask(2, 3, CLOCK, true);
        NS_TEST_ASSERT_MSG_EQ(local.IsUsable() && !Sends(local), true, "local");
        for (int i = 0; i < 8; ++i)
        {
            NS_TEST_EXPECT_MSG_LT(m_controller->GetRateFactor(2), 1e-5, "after " << i);
            m_controller->Observe(2, MakeLocalReport(local));
        }
        NS_TEST_EXPECT_MSG_EQ(m_controller->GetRateFactor(2), 1, "tried again");

        m_controller->SetAttribute("RetryAfter", UintegerValue(0));
        m_controller->Observe(1, MakeReport(plan, 1e-6));
        NS_TEST_EXPECT_MSG_EQ(CountLocal(plan), 1000, "never");
    }
};

class IdealLinkCase : public TestCase
{
  public:
    IdealLinkCase()
        : TestCase("several devices on the ideal link: all factors are near one")
    {
    }

  private:
    void Note(uint64_t, double factor)
    {
        m_least = std::min(m_least, factor);
        m_most = std::max(m_most, factor);
        ++m_count;
    }

    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 4);
        run.helper.SetArrivals("ns3::edgeai::PoissonArrivals",
                               "Rate",
                               DoubleValue(0.2),
                               "MaxTasks",
                               UintegerValue(10));
        run.Build();
        run.helper.GetController()->TraceConnectWithoutContext(
            "RateFactor",
            MakeCallback(&IdealLinkCase::Note, this));
        run.Run(60);
        NS_TEST_EXPECT_MSG_GT(m_count, 20, "measured");
        NS_TEST_EXPECT_MSG_GT(m_least, 0.95, "headers cost little");
        NS_TEST_EXPECT_MSG_LT(m_most, 1.001, "nothing is faster than the formula");
    }

    double m_least{1};
    double m_most{0};
    uint32_t m_count{0};
};

class RateFactorTestSuite : public TestSuite
{
  public:
    RateFactorTestSuite()
        : TestSuite("edge-ai-rate-factor", TEST_UNIT)
    {
        AddTestCase(new OwnPlanCase, TEST_QUICK);
        AddTestCase(new WayBackCase, TEST_QUICK);
        AddTestCase(new LocalPlanCase, TEST_QUICK);
        AddTestCase(new IdealLinkCase, TEST_QUICK);
    }
};

RateFactorTestSuite g_rateFactorTestSuite; ///< the suite

} // namespace
