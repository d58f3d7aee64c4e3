/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Several clients on one node are planned for one by one: whoever reads is told, with the numbers.
// What they spend is shared out among them: together they are charged what the node spent.

#include "support/expectations.h"
#include "support/link-rig.h"

#include "ns3/co-inference-helper.h"
#include "ns3/energy-meter.h"
#include "ns3/processor-helper.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"

#include <cstdlib>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A task each second for every client.
class MatesCase : public TestCase
{
  public:
    /// @param [in] link of the nodes  @param [in] clients how many  @param [in] nodes for them
    MatesCase(const std::string& link, uint32_t clients, uint32_t nodes)
        : TestCase(link + ": " + std::to_string(clients) + " clients on " + std::to_string(nodes) +
                   " nodes"),
          m_link(link),
          m_clients(clients),
          m_nodes(nodes)
    {
    }

  private:
    /// @param [in] text to search  @param [in] name of a part of the node
    /// @returns its offered load as said; -1: nothing is said of it
    double Read(const std::string& text, const std::string& name) const
    {
        const std::string words =
            std::to_string(m_clients) + " clients share the node's " + name + ": offered load ";
        const std::size_t at = text.find(words);
        return at == std::string::npos ? -1 : std::atof(text.c_str() + at + words.size());
    }

    void DoRun() override
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        NodeContainer devices(m_nodes);
        NodeContainer server(1);
        ConnectByLink(m_link, server, devices);
        ProcessorHelper processors("LaimDevice");
        processors.Install(devices);
        processors.SetPreset("LaimServer").Install(server);
        CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimPlanner");
        inference.SetBudget(Seconds(1), 0.1);
        NodeContainer hosts;
        for (uint32_t i = 0; i < m_clients; ++i)
        {
            hosts.Add(devices.Get(i % m_nodes));
        }
        inference.Install(server.Get(0), hosts);
        inference.AssignStreams(500);
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        Check(inference.GetMonitor());
        CheckEnergy(inference.GetMonitor(), devices);
        Simulator::Destroy();
    }

    void CheckEnergy(const InferenceMonitor& monitor, const NodeContainer& devices)
    {
        double charged = 0;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            charged += task->GetStep("uplink").energy;
        }
        double radiated = 0;
        for (uint32_t i = 0; i < devices.GetN(); ++i)
        {
            radiated += ReadEnergy(devices.Get(i)).radio;
        }
        if (m_link == "ideal")
        {
            // Besides uploads there are requests, reports and acknowledgements.
            EXPECT_RELATIVE(charged, radiated, 0.03, "of what the radios took");
        }
        EXPECT_TRUE(!(charged > radiated), charged << " J of " << radiated << " J");
    }

    void Check(const InferenceMonitor& monitor)
    {
        const bool shared = m_nodes < m_clients;
        unsigned said = 0;
        unsigned tasks = 0;
        double processor = -1;
        double link = -1;
        double device = 0;
        double uplink = 0;
        for (const TaskRecord* task : monitor.GetRecords())
        {
            const bool words = task->detail.find("share the node's") != std::string::npos;
            if (tasks++ < m_clients) // the first of each, a task a second
            {
                device += task->GetStep("device").planned.time;
                uplink += task->GetStep("uplink").planned.time;
            }
            if (words && said++ == 0)
            {
                processor = Read(task->detail, "processor");
                link = Read(task->detail, "link");
            }
        }
        std::ostringstream summary;
        monitor.PrintSummary(summary);
        const bool summed = summary.str().find("share the node's") != std::string::npos;
        NS_TEST_EXPECT_MSG_EQ(summed, shared, summary.str());
        if (!shared)
        {
            NS_TEST_EXPECT_MSG_EQ(said, 0, "nothing is shared");
            return;
        }
        EXPECT_TRUE(said >= 1 && said <= m_clients, said << " say so: each once is enough");
        EXPECT_RELATIVE(processor, device, 0.006, "load of the processor");
        // Plans divide a cable.
        EXPECT_RELATIVE(link, (m_link == "csma" ? -1 : uplink), 0.006, "load of the link");
    }

    std::string m_link;
    uint32_t m_clients;
    uint32_t m_nodes;
};

class NodeMatesTestSuite : public TestSuite
{
  public:
    NodeMatesTestSuite()
        : TestSuite("edge-ai-node-mates", TEST_SYSTEM)
    {
        AddTestCase(new MatesCase("ideal", 2, 2), TEST_QUICK);
        AddTestCase(new MatesCase("ideal", 2, 1), TEST_QUICK);
        AddTestCase(new MatesCase("wifi", 2, 1), TEST_QUICK);
        AddTestCase(new MatesCase("csma", 2, 1), TEST_QUICK);
    }
};

NodeMatesTestSuite g_nodeMatesTestSuite; ///< the suite

} // namespace
