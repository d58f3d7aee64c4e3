/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The script of README over several links: nobody is later than the margin of the plan, nor takes
// more energy.

#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/link-rig.h"

#include "ns3/edge-ai-compat.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <utility>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// @param [in] link of a rig  @returns what README calls it
std::string
Describe(const std::string& link)
{
    return link == "broadband" ? "broadband, 5 MHz, 180 m"
           : link == "wifi"    ? "Wi-Fi (802.11ax), 20 m"
           : link == "csma"    ? "csma, 20 Mbit/s"
                               : link;
}

/// Devices with a task a second each, planned with what is measured.
class MarginCase : public TestCase
{
  public:
    /**
     * @param [in] link ideal, broadband or wifi  @param [in] devices how many
     * @param [in] until when to stop [s]
     */
    MarginCase(const std::string& link, uint32_t devices, double until)
        : TestCase(std::to_string(devices) + " devices, " + link +
                   ": nobody is later than the plan's margin once the link is known"),
          m_link(link),
          m_count(devices),
          m_until(until)
    {
    }

  private:
    void DoRun() override
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        NodeContainer devices(m_count);
        NodeContainer server(1);
        ConnectByLink(m_link, server, devices);
        ProcessorHelper processors("LaimDevice");
        processors.Install(devices);
        processors.SetPreset("LaimServer").Install(server);
        CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimPlanner");
        inference.SetBudget(Seconds(1), 0.1 /* J */);
        const ApplicationContainer apps = inference.Install(server.Get(0), devices);
        inference.AssignStreams(500);
        for (uint32_t i = 0; i < m_count; ++i)
        {
            apps.Get(1 + i)->SetStartTime(Seconds(1 + 1.0 * i / m_count)); // nobody's clock is set
        }
        Simulator::Stop(Seconds(m_until));
        Simulator::Run();
        Check(inference.GetMonitor());
        Simulator::Destroy();
    }

    void Check(const InferenceMonitor& monitor)
    {
        // The ideal link is known from the start; others are measured by the first tasks.
        const unsigned unknown = m_link == "ideal" ? 0 : 3;
        constexpr double MARGIN = 0.01; // the default
        std::map<uint32_t, unsigned> seen;
        unsigned counted = 0;
        unsigned late = 0;
        double latest = 0;
        double sum = 0;
        double dearest = 0;
        double spent = 0;
        unsigned costly = 0;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            if (seen[task->node]++ < unknown || task->outcome == TaskOutcome::UNFINISHED)
            {
                continue;
            }
            ++counted;
            EXPECT_TRUE(task->outcome == TaskOutcome::COMPLETED,
                        "task " << task->id << ": " << task->detail);
            const double ratio = task->realised.latency / task->planned.latency;
            late += ratio > 1 + MARGIN || task->deadlineMissed ? 1 : 0;
            EXPECT_TRUE(ratio <= 1 + (m_link == "wifi" ? 3 : 1) * MARGIN,
                        "task " << task->id << " at " << task->generated << " s takes " << ratio
                                << " of its plan");
            dearest = std::max(dearest, task->realised.energy / task->planned.energy);
            spent += task->realised.energy / task->planned.energy;
            costly += task->energyMissed;
            latest = std::max(latest, ratio);
            sum += ratio;
        }
        // As README has it.
        std::cout << m_count << " devices one after another, " << Describe(m_link) << ": "
                  << counted << " tasks, " << late << " late, latency over plan " << sum / counted
                  << ", at most " << latest << "; energy over plan " << spent / counted
                  << ", at most " << dearest << ", " << costly << " above the budget" << std::endl;
        // Who gets a Wi-Fi channel is a matter of chance (and of the release's Wi-Fi): what was
        // measured is no bound there. Nor is it where a deep fade costs repetitions.
        EXPECT_TRUE(late <= (m_link == "wifi" ? counted / 50 : 0), late << " late");
        EXPECT_TRUE(costly <= (m_link == "ideal" ? 0 : counted / 50),
                    costly << " take more energy than their budget");
        EXPECT_TRUE(counted > m_count * (m_until - 8), counted << " tasks");
        EXPECT_TRUE(sum / counted > 0.9, "nor are plans careful beyond measure");
        EXPECT_TRUE(monitor.GetCounts().IsConserved(), "conserved");
    }

    std::string m_link;
    uint32_t m_count;
    double m_until;
};

/// README's script as it is printed: all devices begin at once, and every second again.
class AtOnceCase : public TestCase
{
  public:
    /**
     * @param [in] link of the devices  @param [in] tasks of each that may be late, the first ones
     * @param [in] least how many are late, or nobody needs to read why
     * @param [in] until when to stop [s]
     */
    AtOnceCase(const std::string& link, unsigned tasks, unsigned least, double until)
        : TestCase("8 devices at once, " + link + ": only the first " + std::to_string(tasks) +
                   " tasks of each are late"),
          m_link(link),
          m_tasks(tasks),
          m_least(least),
          m_until(until)
    {
    }

  private:
    void DoRun() override
    {
        constexpr unsigned DEVICES = 8;
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        NodeContainer devices(DEVICES);
        NodeContainer server(1);
        ConnectByLink(m_link, server, devices);
        ProcessorHelper processors("LaimDevice");
        processors.Install(devices);
        processors.SetPreset("LaimServer").Install(server);
        CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimPlanner");
        inference.SetBudget(Seconds(1), 0.1 /* J */);
        inference.Install(server.Get(0), devices);
        inference.AssignStreams(500);
        Simulator::Stop(Seconds(m_until));
        Simulator::Run();
        Check(inference.GetMonitor(), DEVICES * m_tasks);
        Simulator::Destroy();
    }

    void Check(const InferenceMonitor& monitor, unsigned most)
    {
        std::map<uint32_t, unsigned> seen;
        std::map<unsigned, unsigned> late; // by how many tasks a device had before
        unsigned all = 0;
        constexpr unsigned UNKNOWN = 3; // tasks of each that teach what the link is
        unsigned counted = 0;
        double sum = 0;
        double latest = 0;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            const unsigned before = seen[task->node]++;
            late[before] += task->deadlineMissed;
            all += task->deadlineMissed;
            EXPECT_TRUE(!task->deadlineMissed || before < m_tasks,
                        "task " << before + 1 << " of node " << task->node << " takes "
                                << task->realised.latency << " s");
            if (before >= UNKNOWN && task->outcome == TaskOutcome::COMPLETED)
            {
                const double ratio = task->realised.latency / task->planned.latency;
                ++counted;
                sum += ratio;
                latest = std::max(latest, ratio);
            }
        }
        std::cout << "8 devices at once, " << Describe(m_link) << ": " << all
                  << " late; from the fourth on latency over plan " << sum / counted << ", at most "
                  << latest << "; late";
        for (const auto& [before, count] : late)
        {
            if (count > 0)
            {
                std::cout << ", " << count << " of task " << before + 1;
            }
        }
        std::cout << std::endl;
        EXPECT_TRUE(all >= m_least && all <= most, all << " are late");
    }

    std::string m_link;
    unsigned m_tasks;
    unsigned m_least;
    double m_until;
};

/// README's script as somebody changes it first: tasks that come by chance.
class EnergyMarginCase : public TestCase
{
  public:
    EnergyMarginCase()
        : TestCase("the energy budget too has a margin for what no formula contains")
    {
    }

  private:
    /// @param [in] margin of the controller; negative: the default
    /// @returns how many completed tasks took more than their budget, and how many there were
    std::pair<unsigned, unsigned> Run(double margin)
    {
        CoInferenceFixture run("LaimPlanner", 4);
        run.helper.SetBudget(Seconds(1), 0.1);
        run.helper.SetArrivals("Poisson");
        if (margin >= 0)
        {
            run.helper.SetControllerAttribute("Margin", DoubleValue(margin));
        }
        run.Run(60);
        std::pair<unsigned, unsigned> missed;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            if (task->outcome == TaskOutcome::COMPLETED)
            {
                ++missed.second;
                missed.first += task->energyMissed;
                const double aim = 0.1 / (1 + (margin < 0 ? 0.01 : margin));
                EXPECT_RELATIVE(task->planned.energy, aim, 1e-6, "task " << task->id << ": plan");
            }
        }
        return missed;
    }

    void DoRun() override
    {
        const auto [missed, tasks] = Run(-1);
        EXPECT_TRUE(tasks > 20, tasks << " tasks");
        EXPECT_TRUE(missed == 0, missed << " of " << tasks << " took more than their budget");
        const auto [none, same] = Run(0);
        EXPECT_TRUE(none > 0, "without a margin headers alone are too much: " << none);
        EXPECT_TRUE(same == tasks, "the arrivals are the same");
    }
};

/// Budgets in words.
class NamedMarginCase : public TestCase
{
  public:
    NamedMarginCase()
        : TestCase("words that name a budget say by which margin it is less than the task's")
    {
    }

  private:
    /// @param [in] planner by which  @param [in] margin of the controller
    /// @returns the summary of a run
    static std::string Run(const std::string& planner, double margin)
    {
        CoInferenceFixture run(planner, 1);
        run.helper.SetBudget(Seconds(1), 1e-9);
        run.helper.SetControllerAttribute("Margin", DoubleValue(margin));
        run.Run(3);
        std::ostringstream summary;
        run.helper.GetMonitor().PrintSummary(summary);
        return summary.str();
    }

    void DoRun() override
    {
        for (const std::string planner : {"LaimPlanner", "LaimNoPruningPlanner", "EccPlanner"})
        {
            const std::string said = Run(planner, 0.25);
            EXPECT_TRUE(said.find("udget of 8e-10 J") != std::string::npos, said);
            EXPECT_TRUE(said.find("; budgets are the task's, 1 s and 1e-09 J, over 1 + Margin "
                                  "(0.25)") != std::string::npos,
                        said);
            const std::string plain = Run(planner, 0);
            EXPECT_TRUE(plain.find("udget of 1e-09 J") != std::string::npos, plain);
            EXPECT_TRUE(plain.find("Margin") == std::string::npos, plain);
        }
    }
};

class MarginTestSuite : public TestSuite
{
  public:
    MarginTestSuite()
        : TestSuite("edge-ai-margin", TEST_SYSTEM)
    {
        AddTestCase(new MarginCase("ideal", 8, 20), TEST_QUICK);
        AddTestCase(new MarginCase("broadband", 8, 20), TEST_QUICK);
        AddTestCase(new MarginCase("wifi", 4, 20), TEST_QUICK);
        constexpr unsigned wifi = EDGE_AI_NS3 == 347 ? 9 : 7; // who gets the channel, by chance
        AddTestCase(new AtOnceCase("ideal", 0, 0, 20), TEST_QUICK);
        AddTestCase(new AtOnceCase("csma", 1, 1, 20), TEST_QUICK);
        AddTestCase(new AtOnceCase("broadband", 2, 8, 20), TEST_QUICK);
        AddTestCase(new AtOnceCase("wifi", wifi, 24, 20), TEST_QUICK);
        AddTestCase(new EnergyMarginCase, TEST_QUICK);
        AddTestCase(new NamedMarginCase, TEST_QUICK);
        AddTestCase(new MarginCase("ideal", 8, 60), TEST_EXTENSIVE);
        AddTestCase(new MarginCase("broadband", 8, 60), TEST_EXTENSIVE);
        AddTestCase(new MarginCase("wifi", 8, 60), TEST_EXTENSIVE);
        AddTestCase(new AtOnceCase("ideal", 0, 0, 60), TEST_EXTENSIVE);
        AddTestCase(new AtOnceCase("csma", 1, 1, 60), TEST_EXTENSIVE);
        AddTestCase(new AtOnceCase("broadband", 2, 8, 60), TEST_EXTENSIVE);
        AddTestCase(new AtOnceCase("wifi", wifi, 24, 60), TEST_EXTENSIVE);
    }
};

MarginTestSuite g_marginTestSuite; ///< registers the suite

} // namespace
