/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Where devices wait for each other's uploads, plans charge them for what they send, not for the
// wait.

#include "application/co-inference/co-inference-body.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/link-rig.h"

#include "ns3/boolean.h"
#include "ns3/co-inference-controller.h"

#include <cmath>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr const char* WORDS = "waiting for the medium is counted as sending";

/// @param [in] text anything  @param [in] words to look for  @returns how often they are there
unsigned
Count(const std::string& text, const std::string& words)
{
    unsigned count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
    {
        ++count;
    }
    return count;
}

/// Eight devices with a task each second, all at once.
class EnergyCase : public TestCase
{
  public:
    /// @param [in] link ideal or wifi  @param [in] adapt whether what is measured counts
    EnergyCase(const std::string& link, bool adapt)
        : TestCase(link + (adapt ? "" : ", nothing measured counts") +
                   ": planned energy of uploads, and words where it holds waiting"),
          m_link(link),
          m_adapt(adapt)
    {
    }

  private:
    void DoRun() override
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        NodeContainer devices(8);
        NodeContainer server(1);
        ConnectByLink(m_link, server, devices);
        ProcessorHelper processors("LaimDevice");
        processors.Install(devices);
        processors.SetPreset("LaimServer").Install(server);
        CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimPlanner");
        inference.SetBudget(Seconds(1), 0.1);
        inference.SetControllerAttribute("AdaptRate", BooleanValue(m_adapt));
        inference.Install(server.Get(0), devices);
        inference.AssignStreams(500);
        Simulator::Stop(Seconds(20));
        Simulator::Run();
        Check(inference.GetMonitor());
        Simulator::Destroy();
    }

    void Check(const InferenceMonitor& monitor)
    {
        constexpr double KNOWN = 10; // when the medium was measured by everybody [s]
        std::map<uint32_t, unsigned> seen;
        double planned = 0;
        double realised = 0;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            const bool said = task->detail.find(WORDS) != std::string::npos;
            const bool first = seen[task->node]++ == 0;
            if (task->outcome != TaskOutcome::COMPLETED)
            {
                continue;
            }
            if (first || !m_adapt)
            {
                NS_TEST_EXPECT_MSG_EQ(said,
                                      (m_link == "wifi"),
                                      "task " << task->id << ": " << task->detail);
            }
            if (task->generated >= KNOWN)
            {
                EXPECT_TRUE(!m_adapt || !said, "task " << task->id << ": " << task->detail);
                planned += task->GetStep("uplink").planned.energy;
                realised += task->GetStep("uplink").energy;
            }
        }
        std::ostringstream summary;
        monitor.PrintSummary(summary);
        NS_TEST_EXPECT_MSG_EQ(Count(summary.str(), WORDS),
                              (m_link == "wifi" ? 1U : 0U),
                              summary.str());
        EXPECT_TRUE(planned > 0, "something is sent");
        const double ratio = realised / planned;
        std::cout << GetName() << ": realised energy of uploads over plan " << ratio << std::endl;
        if (m_adapt)
        {
            EXPECT_TRUE(ratio > 0.8 && ratio < 1.25, "energy of uploads over plan is " << ratio);
        }
    }

    std::string m_link;
    bool m_adapt;
};

/// Asks a controller without a simulation.
class ShareCase : public TestCase
{
  public:
    ShareCase()
        : TestCase("the share of an upload in which it sends: measured, kept, planned with")
    {
    }

  private:
    PlanBody Ask(uint64_t client, bool divideBand)
    {
        RequestBody request;
        request.network = "TinyYOLOv2@pooling=counted";
        request.latencyBudget = 3;
        request.energyBudget = 10;
        request.gain = 1e-9;
        request.bandwidth = 5e6;
        request.noiseDensity = 4e-21;
        request.divideBand = divideBand;
        request.txPowerMax = 0.2;
        request.txPowers = {0.05, 0.1, 0.2};
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

    /// @returns report of an upload as fast as planned that sent for a share of its time
    static ReportBody MakeReport(const PlanBody& plan, double share)
    {
        ReportBody report;
        report.plan = plan.number;
        report.uplinkBits = GetStep(plan.steps, "uplink").bits;
        report.uplinkTime = GetStep(plan.steps, "uplink").time;
        report.uplinkEnergy = share * plan.txPower * report.uplinkTime;
        return report;
    }

    void CheckEnergy(const PlanBody& plan, double share)
    {
        const PlanStep uplink = GetStep(plan.steps, "uplink");
        EXPECT_RELATIVE(uplink.energy, share * plan.txPower * uplink.time, 1e-9, "energy");
        EXPECT_TRUE(plan.txPower > 0, plan.reason);
        const double nearest = plan.txPower < 0.07 ? 0.05 : plan.txPower < 0.15 ? 0.1 : 0.2;
        EXPECT_RELATIVE(plan.txPower, nearest, 1e-12, "a power that there is");
    }

    void DoRun() override
    {
        m_controller = CreateObject<CoInferenceController>();
        m_controller->SetPlannerName("LaimPlanner");
        m_controller->Offer("TinyYOLOv2@pooling=counted");
        PlanBody plan = Ask(1, false);
        EXPECT_TRUE(plan.IsUsable() && plan.txPower > 0, plan.reason);
        EXPECT_TRUE(Count(plan.reason, WORDS) == 1, "said: " << plan.reason);
        CheckEnergy(plan, 1);
        m_controller->Observe(1, MakeReport(plan, 0.25));
        plan = Ask(1, false);
        EXPECT_TRUE(Count(plan.reason, WORDS) == 0, "known: " << plan.reason);
        CheckEnergy(plan, 0.25);
        for (const double strange : {0.0, -1.0, 3.0, 1e-300, std::nan("")})
        {
            m_controller->Observe(1, MakeReport(plan, strange));
            CheckEnergy(Ask(1, false), 0.25);
        }

        // A device that lost its connection comes back with another number.
        m_controller->Leave(1);
        m_controller->Resume(2, 1);
        plan = Ask(2, false);
        EXPECT_TRUE(Count(plan.reason, WORDS) == 0, "known: " << plan.reason);
        CheckEnergy(plan, 0.25);

        // Whoever has a part of the band waits for nobody.
        plan = Ask(3, true);
        EXPECT_TRUE(Count(plan.reason, WORDS) == 0, "no wait: " << plan.reason);
        m_controller->Observe(3, MakeReport(plan, 0.25));
        CheckEnergy(Ask(3, true), 1);
        m_controller->Dispose();
        m_controller = nullptr;
        Simulator::Destroy();
    }

    Ptr<CoInferenceController> m_controller;
};

class AirtimeTestSuite : public TestSuite
{
  public:
    AirtimeTestSuite()
        : TestSuite("edge-ai-airtime", TEST_SYSTEM)
    {
        AddTestCase(new EnergyCase("ideal", true), TEST_QUICK);
        AddTestCase(new EnergyCase("wifi", true), TEST_QUICK);
        AddTestCase(new EnergyCase("wifi", false), TEST_QUICK);
        AddTestCase(new ShareCase, TEST_QUICK);
    }
};

AirtimeTestSuite g_airtimeTestSuite; ///< the suite

} // namespace
