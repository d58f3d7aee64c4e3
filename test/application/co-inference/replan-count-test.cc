/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A controller plans when something has changed, for those it concerns, and at no other time.

#include "application/co-inference/co-inference-body.h"
#include "application/co-inference/server-description.h"
#include "support/expectations.h"
#include "support/server-planner.h"

#include "ns3/boolean.h"
#include "ns3/co-inference-controller.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/simulator.h"
#include "ns3/split-planner.h"

#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Counts what it is asked.
class CountingPlanner : public SplitPlanner
{
  public:
    static TypeId GetTypeId()
    {
        static TypeId tid = TypeId("ns3::edgeai::ReplanCountPlanner")
                                .SetParent<SplitPlanner>()
                                .SetGroupName("EdgeAi")
                                .HideFromDocumentation();
        return tid;
    }

    bool UsesDraws() const override
    {
        return draws;
    }

    mutable unsigned calls{0};
    mutable std::size_t devices{0}; ///< of the latest problem
    mutable std::size_t lots{0};    ///< of it
    bool draws{false};

  private:
    SplitPlan DoPlan(const SplitProblem& problem) const override
    {
        ++calls;
        devices = problem.devices.size();
        lots = problem.uniformDraws.size();
        SplitPlan plan;
        plan.status = PlanStatus::SOLVED;
        for (std::size_t i = 0; i < devices; ++i)
        {
            plan.Append(DecideForServer(problem, i), "");
        }
        return plan;
    }
};

class ReplanCountCase : public TestCase
{
  public:
    explicit ReplanCountCase(bool radio)
        : TestCase(radio ? "devices that divide a band are planned together, once per change"
                         : "devices with nothing in common are planned apart, once per change"),
          m_radio(radio)
    {
    }

  private:
    static constexpr uint64_t COUNT = 20;

    RequestBody MakeRequest() const
    {
        RequestBody request;
        request.network = "ViT-L/16@part=encoder";
        request.latencyBudget = 1;
        request.energyBudget = 1;
        request.gain = 1e-10;
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.divideBand = m_radio;
        request.linkRate = m_radio ? 0 : 1e7;
        request.processor.flopPerCycle = 32;
        request.processor.clockMax = 2e9;
        request.processor.powerCoefficient = 1e-28;
        return request;
    }

    /// Ask. @param [in] client who  @param [in] request what  @returns number of its plan
    uint64_t Ask(uint64_t client, const RequestBody& request)
    {
        ServerDescription server;
        server.limits.flopPerCycle = m_flopPerCycle;
        server.limits.clockMax = 10e9;
        server.limits.powerCoefficient = 1e-28;
        const PlanBody plan = m_controller->Decide(client, request, server);
        EXPECT_TRUE(plan.status == PlanStatus::SOLVED, plan.reason);
        return plan.number;
    }

    /// All ask. @param [in] calls that takes  @param [in] why in words
    void AskAll(unsigned calls, const std::string& why)
    {
        const unsigned before = m_planner->calls;
        for (uint64_t client = 1; client <= m_present; ++client)
        {
            Ask(client, MakeRequest());
        }
        EXPECT_TRUE(m_planner->calls - before == calls,
                    why << ": " << m_planner->calls - before << " calls, not " << calls);
    }

    void Report(uint64_t client, uint64_t plan, double latency)
    {
        ReportBody report;
        report.plan = plan;
        report.latency = latency;
        report.gain = 1e-10;
        m_controller->Observe(client, report);
    }

    void DoRun() override
    {
        m_controller = CreateObject<CoInferenceController>();
        m_planner = CreateObject<CountingPlanner>();
        m_controller->SetPlanner(m_planner);
        m_controller->Offer("ViT-L/16@part=encoder");
        m_controller->SetPresent(0, COUNT);
        m_present = COUNT;
        AskAll(COUNT, "first heard of");
        EXPECT_TRUE(m_planner->devices == (m_radio ? COUNT : 1), m_planner->devices << " devices");
        EXPECT_TRUE(m_planner->lots == 0, "no lots where none are drawn");
        AskAll(0, "nothing changed");
        // A gain of one, by less and by more than the tolerance. Links with a rate follow it, too.
        RequestBody request = MakeRequest();
        request.gain *= 1 + 5e-4;
        unsigned before = m_planner->calls;
        Ask(7, request);
        EXPECT_TRUE(m_planner->calls == before, "a change that makes no difference");
        request.gain *= 1.01;
        Ask(7, request);
        Ask(7, request);
        EXPECT_TRUE(m_planner->calls == before + 1, "one change, one plan");
        AskAll(1, "back again");
        // What a report says counts at the next request, for those it concerns.
        const uint64_t number = Ask(3, MakeRequest());
        Ask(4, MakeRequest()); // so that nothing but the report is news
        Report(3, number, 0.1);
        before = m_planner->calls;
        Ask(4, MakeRequest());
        EXPECT_TRUE(m_planner->calls == before + (m_radio ? 1 : 0), "another one asks");
        AskAll(m_radio ? 0 : 1, "a report");
        // Losses.
        m_controller->ObserveLoss(5, 1);
        AskAll(1, "a loss");
        // Slices are other ones for everybody.
        m_controller->SetPresent(0, COUNT + 1);
        AskAll(m_radio ? 1 : COUNT, "one more has connected");
        m_controller->Leave(COUNT);
        --m_present;
        m_controller->SetPresent(0, COUNT - 1);
        AskAll(m_radio ? 1 : COUNT - 1, "two have gone");
        AskAll(0, "nothing changed since");
        // One goes whose link is still there: slices stay, the band is another one.
        m_controller->Leave(m_present--);
        AskAll(m_radio ? 1 : 0, "one has gone");
        // What counts as a change is another matter now.
        m_controller->SetAttribute("AdaptRate", BooleanValue(false));
        AskAll(1, "what was measured does not count");
        // Two links, or budgets, of one device.
        request = MakeRequest();
        request.latencyBudget = 2;
        before = m_planner->calls;
        Ask(1, request);
        Ask(1, request);
        EXPECT_TRUE(m_planner->calls == before + 1, "another budget");
        AskAll(1, "the former budget");
        // What a controller's owner says of all plans, another planner, and another server.
        m_controller->SetAttribute("Margin", DoubleValue(1));
        AskAll(m_radio ? 1 : m_present, "another margin");
        const auto former = m_planner;
        m_planner = CreateObject<CountingPlanner>();
        m_controller->SetPlanner(m_planner);
        AskAll(m_radio ? 1 : m_present, "another planner");
        EXPECT_TRUE(former != m_planner, "which is another object");
        m_flopPerCycle = 64;
        AskAll(m_present, "another server, of which one after the other hears");
        AskAll(0, "nothing changed since then");
        m_planner->draws = true;
        AskAll(m_present, "lots are drawn for each");
        EXPECT_TRUE(m_planner->lots == 400 * m_planner->devices, m_planner->lots << " lots");
        m_controller->Dispose();
        Simulator::Destroy();
    }

    bool m_radio;
    Ptr<CoInferenceController> m_controller;
    Ptr<CountingPlanner> m_planner;
    uint64_t m_present{0};
    double m_flopPerCycle{128}; ///< of the server
};

class ReplanCountSuite : public TestSuite
{
  public:
    ReplanCountSuite()
        : TestSuite("edge-ai-replan-count", TEST_UNIT)
    {
        AddTestCase(new ReplanCountCase(true), TEST_QUICK);
        AddTestCase(new ReplanCountCase(false), TEST_QUICK);
    }
};

ReplanCountSuite g_replanCountSuite;

} // namespace
