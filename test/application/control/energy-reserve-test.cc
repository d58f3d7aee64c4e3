/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Energy that uploads take beyond their plan - repetitions, fades - is set aside as it is measured.

#include "application/co-inference/co-inference-body.h"
#include "support/expectations.h"

#include "ns3/boolean.h"
#include "ns3/co-inference-controller.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <cmath>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Asks a controller without a simulation, and tells it what uploads took.
class ReportedEnergyCase : public TestCase
{
  public:
    ReportedEnergyCase()
        : TestCase("what reports say of uploads that took more is set aside, and no more than that")
    {
    }

  private:
    static constexpr double BUDGET = 0.1; ///< [J]

    /// @returns a plan whose energy counts
    PlanBody Ask()
    {
        RequestBody request;
        request.network = "ViT-L/16@part=encoder";
        request.latencyBudget = 1;
        request.energyBudget = BUDGET;
        request.gain = 1e-10;
        request.bandwidth = 5e6;
        request.noiseDensity = 4e-21;
        request.divideBand = true;
        request.txPowerMax = 0.2;
        request.txPowerMin = 0.2; // an upload costs something
        request.weightRate = 30;
        request.processor.flopPerCycle = 32;
        request.processor.clockMax = 2e9;
        request.processor.powerCoefficient = 2e-29;
        ProcessorLimits server;
        server.flopPerCycle = 128;
        server.clockMax = 1e10;
        server.powerCoefficient = 1e-28;
        server.usageEffectiveness = 2;
        return m_controller->Decide(1, request, server);
    }

    /// @param [in] plan an upload followed, at its rate  @param [in] factor of its energy
    void Report(const PlanBody& plan, double factor)
    {
        const PlanStep uplink = GetStep(plan.steps, "uplink");
        ReportBody report;
        report.plan = plan.number;
        report.uplinkBits = uplink.bits;
        report.uplinkTime = uplink.time;
        report.uplinkEnergy = factor * uplink.energy;
        report.latency = 0;
        for (const PlanStep& step : plan.steps)
        {
            report.latency += std::isnan(step.time) ? 0 : step.time;
        }
        m_controller->Observe(1, report);
    }

    /// @param [in] plan one  @param [in] factor of its upload's energy  @returns in all [J]
    static double GetCost(const PlanBody& plan, double factor)
    {
        double sum = 0;
        for (const PlanStep& step : plan.steps)
        {
            const double energy = std::isnan(step.energy) ? 0 : step.energy;
            sum += step.name == "uplink" ? factor * energy : energy;
        }
        return sum;
    }

    void Create(bool adapt)
    {
        m_controller = CreateObject<CoInferenceController>();
        m_controller->SetAttribute("AdaptOverhead", BooleanValue(adapt));
        m_controller->Offer("ViT-L/16@part=encoder");
    }

    void Finish()
    {
        m_controller->Dispose();
        m_controller = nullptr;
        Simulator::Destroy();
    }

    void DoRun() override
    {
        constexpr double MOST = 1.5; // times the planned energy
        for (const bool adapt : {true, false})
        {
            Create(adapt);
            PlanBody plan = Ask();
            NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
            EXPECT_RELATIVE(plan.energy, BUDGET / 1.01, 1e-6, "all of the budget is used");
            EXPECT_TRUE(GetCost(plan, MOST) > BUDGET, "which is too much for repetitions");
            for (unsigned task = 0; task < 40; ++task)
            {
                Report(plan, task % 4 == 0 ? MOST : 1.2);
                plan = Ask();
                NS_TEST_ASSERT_MSG_EQ(plan.IsUsable(), true, plan.reason);
                EXPECT_TRUE((GetCost(plan, MOST) <= BUDGET) == adapt,
                            "after " << task << " tasks: " << GetCost(plan, MOST) << " J");
            }
            EXPECT_TRUE(GetCost(plan, 4) > BUDGET, "nor is more set aside than that");
            Finish();
        }
        // Who took less than planned, or measured nothing, has nothing set aside.
        Create(true);
        PlanBody plan = Ask();
        const double before = plan.energy;
        for (const double factor : {0.5, std::nan(""), 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5})
        {
            Report(plan, factor);
        }
        EXPECT_RELATIVE(Ask().energy, before, 1e-3, "less");
        // A liar harms himself, and not for long.
        for (unsigned lie = 0; lie < 3; ++lie)
        {
            Report(plan, 1e300);
        }
        plan = Ask();
        EXPECT_TRUE(plan.IsUsable(), "better too much than refused: " << plan.reason);
        Finish();
    }

    Ptr<CoInferenceController> m_controller;
};

class EnergyReserveTestSuite : public TestSuite
{
  public:
    EnergyReserveTestSuite()
        : TestSuite("edge-ai-energy-reserve", TEST_UNIT)
    {
        AddTestCase(new ReportedEnergyCase, TEST_QUICK);
    }
};

EnergyReserveTestSuite g_energyReserveTestSuite; ///< registers the suite

} // namespace
