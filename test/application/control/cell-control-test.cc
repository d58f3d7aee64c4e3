/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What the controller asks of a cell's control, and what it does with devices that are in no cell.

#include "application/co-inference/co-inference-body.h"

#include "ns3/boolean.h"
#include "ns3/cell-control.h"
#include "ns3/co-inference-controller.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/link-control.h"
#include "ns3/simulator.h"
#include "ns3/test.h"

#include <cmath>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A cell of two subchannels that knows links 1 to 3.
class TestCellControl : public CellControl
{
  public:
    NomaRadio GetRadio() const override
    {
        NomaRadio radio;
        radio.subchannels = 2;
        radio.width = 1e6;
        return radio;
    }

    double GetNoiseDensity() const override
    {
        return 4e-21;
    }

    bool Measure(uint64_t link, NomaLink& gains) const override
    {
        gains.uplinkGains = {gain / link, 0.5 * gain / link};
        gains.downlinkGains = {gain / link, downlink / link};
        return link >= 1 && link <= 3;
    }

    std::string Apply(const std::vector<CellShare>& shares) override
    {
        ++plans;
        if (refusal.empty())
        {
            inForce = shares;
        }
        return refusal;
    }

    double gain{4e-11};
    double downlink{2e-11};
    std::string refusal;            ///< what Apply() says
    unsigned plans{0};              ///< how often it was called
    std::vector<CellShare> inForce; ///< latest accepted
};

class ControllerCase : public TestCase
{
  public:
    ControllerCase()
        : TestCase("joint plans, pilots, refusals, devices outside the cell")
    {
    }

  private:
    /// @param [in] client number  @param [in] link in the cell  @returns the plan
    PlanBody Ask(uint64_t client, uint64_t link, bool divideBand = true)
    {
        RequestBody request;
        request.network = "TinyYOLOv2@pooling=counted";
        request.latencyBudget = 100;
        request.energyBudget = 100;
        request.gain = 1e-11;
        request.divideBand = divideBand;
        request.txPowerMax = 0.2;
        request.weightRate = 30;
        request.link = link;
        request.processor.flopPerCycle = 4;
        request.processor.clockMax = 1e9;
        request.processor.powerCoefficient = 1e-27;
        ProcessorLimits server;
        server.flopPerCycle = 4;
        server.clockMax = 2.5e9;
        server.powerCoefficient = 5e-30;
        ComputingUnits units;
        units.total = 24;
        units.clock = 2.5e9;
        units.speedupExponent = 0.9;
        units.powerExponent = 2.7;
        return m_controller->Decide(client, request, server, units);
    }

    void ExpectPlans(unsigned plans, std::size_t shares, const std::string& what)
    {
        NS_TEST_EXPECT_MSG_EQ(m_cell->plans, plans, what << ": plans");
        NS_TEST_EXPECT_MSG_EQ(m_cell->inForce.size(), shares, what << ": shares");
    }

    void DoRun() override
    {
        m_controller = CreateObject<CoInferenceController>();
        m_controller->SetPlannerName("EccPlanner");
        m_controller->SetAttribute("AdaptRate", BooleanValue(false));
        m_controller->Offer("TinyYOLOv2@pooling=counted");
        m_cell = CreateObject<TestCellControl>();
        m_controller->SetCellControl(m_cell);

        PlanBody plan = Ask(11, 1);
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "", "solved");
        NS_TEST_EXPECT_MSG_LT(plan.uplinkWay.subchannel, 2, "a subchannel");
        NS_TEST_EXPECT_MSG_GT(plan.uplinkWay.rate, 0, "a rate");
        NS_TEST_EXPECT_MSG_GT(GetStep(plan.steps, "downlink").time, 0, "an answer that takes time");
        NS_TEST_EXPECT_MSG_EQ(plan.units, std::floor(plan.units), "whole units");
        ExpectPlans(1, 1, "alone");
        Ask(12, 2);
        ExpectPlans(2, 2, "together");
        Ask(11, 1);
        ExpectPlans(2, 2, "nothing has changed");
        m_cell->downlink *= 1.5;
        Ask(11, 1);
        ExpectPlans(3, 2, "one gain of one direction has changed");
        Ask(13, 3, false);
        ExpectPlans(4, 3, "whoever is in the cell is planned with all others");

        // Outside: a plan of its own, without subchannels of the cell, which keeps its plan.
        plan = Ask(14, LinkControl::NO_LINK, false);
        NS_TEST_EXPECT_MSG_EQ(plan.reason,
                              "waiting for the medium is counted as sending",
                              "no part of a band");
        NS_TEST_EXPECT_MSG_GT(GetStep(plan.steps, "uplink").time, 0, "it offloads");
        ExpectPlans(4, 3, "the cell is not asked");

        plan = Ask(15, 99);
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "link 99 is no device of the server's cell", "stranger");
        ExpectPlans(4, 3, "and the plan stays");
        m_cell->refusal = "PowerLimit is 1 W";
        m_cell->gain *= 2;
        plan = Ask(11, 1);
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "the radio refuses the plan: PowerLimit is 1 W", "");
        ExpectPlans(5, 3, "refused");
        m_cell->refusal = "";
        plan = Ask(11, 1);
        NS_TEST_EXPECT_MSG_EQ(plan.reason, "", "it is tried again");
        ExpectPlans(6, 3, "accepted");

        // A rate measured at half the plan's halves the next plan's.
        m_controller->SetAttribute("AdaptRate", BooleanValue(true));
        ReportBody report;
        report.plan = plan.number;
        report.uplinkBits = 1e6;
        report.uplinkTime = 2e6 / plan.uplinkWay.rate;
        m_controller->Observe(11, report);
        NS_TEST_EXPECT_MSG_EQ_TOL(m_controller->GetRateFactor(11), 0.5, 1e-9, "factor");
        const PlanBody next = Ask(11, 1);
        NS_TEST_EXPECT_MSG_EQ_TOL(next.uplinkWay.rate,
                                  0.5 * 1e6 * std::log2(1 + next.uplinkWay.sinr),
                                  1e-6 * next.uplinkWay.rate,
                                  "planned with it");

        // Telling the first finds it gone, and another one too: the rest are told all the same.
        std::vector<uint64_t> told;
        m_controller->SetPush([&](uint64_t client, const PlanBody&) {
            told.push_back(client);
            m_controller->Leave(client);
            m_controller->Leave(13);
        });
        m_controller->SetAttribute("ReplanPeriod", TimeValue(Seconds(1)));
        Ask(11, 1);
        Simulator::Stop(Seconds(1.5));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_EQ((told == std::vector<uint64_t>{11, 12, 14}), true, "who is there");
        m_controller->Dispose();
        Simulator::Destroy();
        m_controller = nullptr;
        m_cell = nullptr;
    }

    Ptr<CoInferenceController> m_controller;
    Ptr<TestCellControl> m_cell;
};

class CellControlTestSuite : public TestSuite
{
  public:
    CellControlTestSuite()
        : TestSuite("edge-ai-cell-control", TEST_UNIT)
    {
        AddTestCase(new ControllerCase, TEST_QUICK);
    }
};

CellControlTestSuite g_cellControlTestSuite; ///< the suite

} // namespace
