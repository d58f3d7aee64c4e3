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

    /// @param [in] client number  @param [in] latency budget [s]  @returns its plan
    PlanBody Ask(uint64_t client, double latency = 3)
    {
        RequestBody request;
        request.network = "TinyYOLOv2@pooling=counted";
        request.latencyBudget = latency;
        request.energyBudget = 10;
        request.gain = GAIN;
        request.bandwidth = 5e6;
        request.noiseDensity = NOISE;
        request.divideBand = true;
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.processor.flopPerCycle = 4;
        request.processor.clockMax = 1e6; // it has to offload
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
        AddTestCase(new IdealLinkCase, TEST_QUICK);
    }
};

RateFactorTestSuite g_rateFactorTestSuite; ///< the suite

} // namespace
