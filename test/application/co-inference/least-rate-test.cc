/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Plans with time to spare: the thriftiest power of a small feature is one at which neither its
// packets nor the messages of the next task get through. The link states how little it can do with.
// And what is planned to take long is waited for.

#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/link-rig.h"

#include "ns3/co-inference-figures.h"
#include "ns3/ideal-link-helper.h"

#include <cmath>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the control of the ideal link calls its least power.
class LeastPowerCase : public TestCase
{
  public:
    LeastPowerCase()
        : TestCase("the least power carries the least rate over any band of that width or more")
    {
    }

  private:
    void DoRun() override
    {
        for (const double rate : {1.0, 3e4, 1e6})
        {
            for (const double gain : {1e-13, 1e-10, 1e-6})
            {
                auto link = CreateObject<IdealLinkControl>();
                link->SetAttribute("LeastRate", DoubleValue(rate));
                link->SetAttribute("Gain", DoubleValue(gain));
                const double power = link->GetMinTxPower();
                EXPECT_TRUE(power > 0 && power <= link->GetMaxTxPower(), power << " W");
                const double density = link->GetNoiseDensity();
                for (const double band : {1.0, 2.0, 100.0})
                {
                    const double snr = power * gain / (density * rate * band);
                    const double carried = rate * band * std::log2(1 + snr);
                    EXPECT_TRUE(carried >= rate * (1 - 1e-12) && carried <= 1.5 * rate,
                                carried << " bit/s of " << rate << " at gain " << gain);
                }
            }
        }
        auto weak = CreateObject<IdealLinkControl>();
        weak->SetAttribute("Gain", DoubleValue(1e-20));
        EXPECT_TRUE(weak->GetMinTxPower() == weak->GetMaxTxPower(), "no more than there is");
        weak->SetAttribute("LeastRate", DoubleValue(0));
        EXPECT_TRUE(weak->GetMinTxPower() == 0, "none");
    }
};

/// Small features and much time, over links whose power is planned.
class SlowPlanCase : public TestCase
{
  public:
    /**
     * @param [in] link as ConnectByLink() takes it  @param [in] network which  @param [in] planner
     * by which  @param [in] budget latency budget [s]
     */
    SlowPlanCase(const std::string& link,
                 const std::string& network,
                 const std::string& planner,
                 double budget)
        : TestCase(network + " over " + link + ", " + planner + " with time to spare"),
          m_link(link),
          m_network(network),
          m_planner(planner),
          m_budget(budget)
    {
    }

  private:
    void DoRun() override
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        NodeContainer devices(3);
        NodeContainer server(1);
        ConnectByLink(m_link, server, devices);
        ProcessorHelper processors("JetsonOrin");
        processors.Install(devices);
        processors.SetPreset("GpuServer").Install(server);
        CoInferenceHelper inference(m_network, m_planner);
        inference.SetBudget(Seconds(m_budget), 5 /* J */);
        inference.SetArrivals("Periodic", "MaxTasks", UintegerValue(15));
        inference.Install(server.Get(0), devices);
        inference.AssignStreams(1);
        Simulator::Stop(Seconds(20));
        Simulator::Run();
        unsigned sent = 0;
        for (const TaskRecord* task : inference.GetMonitor().GetRecords())
        {
            EXPECT_TRUE(task->outcome == TaskOutcome::COMPLETED && !task->deadlineMissed,
                        "task " << task->id << ": " << task->outcome << ' ' << task->detail);
            sent += task->Get<CoInferenceFigures>().planned.split == 0;
        }
        EXPECT_TRUE(inference.GetMonitor().GetRecords().size() == 45, "15 of each device");
        EXPECT_TRUE(sent >= 40, "a plan of the least power sends the prompt: " << sent);
        Simulator::Destroy();
    }

    std::string m_link;
    std::string m_network;
    std::string m_planner;
    double m_budget;
};

/// Steps that are planned to take longer than anybody is waited for.
class PatientCase : public TestCase
{
  public:
    /// @param [in] energy budget [J]  @param [in] step which is the long one
    PatientCase(double energy, const std::string& step)
        : TestCase("the step " + step + " is waited for as long as the plan says"),
          m_energy(energy),
          m_step(step)
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 2);
        run.helper.SetBudget(Seconds(60), m_energy);
        run.helper.SetArrivals("Periodic", "MaxTasks", UintegerValue(1));
        run.helper.SetClientAttribute("Timeout", TimeValue(Seconds(3)));
        run.Run(100);
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            const double planned = task->GetStep(m_step).planned.time;
            EXPECT_TRUE(planned > 4, m_step << " is planned to take " << planned << " s");
            EXPECT_TRUE(task->outcome == TaskOutcome::COMPLETED && !task->deadlineMissed,
                        "task " << task->id << ": " << task->outcome << ' ' << task->detail);
        }
    }

    double m_energy;
    std::string m_step;
};

class LeastRateTestSuite : public TestSuite
{
  public:
    LeastRateTestSuite()
        : TestSuite("edge-ai-least-rate", TEST_SYSTEM)
    {
        AddTestCase(new LeastPowerCase, TEST_QUICK);
        AddTestCase(new PatientCase(1, "server"), TEST_QUICK);
        AddTestCase(new PatientCase(1, "uplink"), TEST_QUICK);
        for (const std::string link : {"ideal", "broadband"})
        {
            AddTestCase(new SlowPlanCase(link, "GPT-2", "LaimPlanner", 5), TEST_QUICK);
            AddTestCase(new SlowPlanCase(link, "BERT-base", "LaimScaPlanner", 1), TEST_QUICK);
            AddTestCase(new SlowPlanCase(link, "GPT-2", "LaimOnServerPlanner", 30), TEST_QUICK);
        }
    }
};

LeastRateTestSuite g_leastRateTestSuite; ///< registers the suite

} // namespace
