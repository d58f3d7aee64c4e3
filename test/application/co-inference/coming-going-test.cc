/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Devices that come and go, that lose their links in the middle of uploads while the server is
// started anew, none and many of them, over TCP and UDP at once, beside traffic of others: every
// task ends once, and energy adds up.

#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/link-rig.h"

#include "ns3/config.h"
#include "ns3/data-rate.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/on-off-helper.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <cmath>
#include <cstddef>
#include <map>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What transport devices use.
enum class Transport
{
    TCP,
    UDP,
    BOTH, ///< one and the other in turn
};

/// Devices and a server on some link.
class Rig
{
  public:
    /// @param [in] link of ConnectByLink()  @param [in] count devices
    /// @param [in] transport they use
    Rig(const std::string& link, uint32_t count, Transport transport)
        : m_helper("ViT-L/16@part=encoder", "LaimPlanner")
    {
        RngSeedManager::SetSeed(1);
        RngSeedManager::SetRun(1);
        Config::SetDefault("ns3::TcpSocket::DataRetries", UintegerValue(2)); // seconds, not minutes
        devices.Create(count);
        server.Create(1);
        ConnectByLink(link, server, devices);
        ProcessorHelper processors("LaimDevice");
        processors.Install(devices);
        processors.SetPreset("LaimServer").Install(server);
        m_helper.SetBudget(Seconds(2), 0.1);
        m_helper.SetClientAttribute("Timeout", TimeValue(Seconds(2)));
        m_helper.SetArrivals("Periodic", "Period", TimeValue(Seconds(2.1)));
        m_apps = m_helper.Install(server.Get(0), devices);
        m_helper.AssignStreams(500);
        for (uint32_t i = 0; i < count; ++i)
        {
            const bool udp =
                transport == Transport::UDP || (transport == Transport::BOTH && i % 2 == 1);
            m_apps.Get(1 + i)->SetAttribute(
                "Protocol",
                TypeIdValue(udp ? UdpSocketFactory::GetTypeId() : TcpSocketFactory::GetTypeId()));
            m_apps.Get(1 + i)->SetStartTime(Seconds(0.1 + 0.9 * i / count));
        }
    }

    ~Rig()
    {
        Config::SetDefault("ns3::TcpSocket::DataRetries", UintegerValue(6));
        Simulator::Destroy();
    }

    /// @returns the application of device i
    Ptr<Application> GetClient(uint32_t i) const
    {
        return m_apps.Get(1 + i);
    }

    /// Stop the server, and start another one at its port.
    /// @param [in] stop when [s]  @param [in] start when [s]
    void RestartServer(double stop, double start)
    {
        m_apps.Get(0)->SetStopTime(Seconds(stop));
        auto controller = CreateObject<CoInferenceController>();
        controller->Offer("ViT-L/16@part=encoder");
        again = CreateObject<CoInferenceServer>();
        again->SetController(controller);
        again->SetMonitor(&m_helper.GetMonitor());
        server.Get(0)->AddApplication(again);
        again->SetStartTime(Seconds(start));
    }

    /// @param [in] node whose link is cut  @param [in] from when [s]  @param [in] till when [s]
    static void Cut(Ptr<Node> node, double from, double till)
    {
        const auto ipv4 = node->GetObject<Ipv4>();
        ScheduleCall(Seconds(from), [ipv4] { ipv4->SetDown(1); });
        ScheduleCall(Seconds(till), [ipv4] { ipv4->SetUp(1); });
    }

    /// @param [in] until when to stop [s]
    /// @returns "", or what does not add up
    std::string Run(double until)
    {
        Simulator::Stop(Seconds(until));
        Simulator::Run();
        return ExplainImbalance(m_helper.GetMonitor());
    }

    /// @param [in] from instant [s]  @param [in] till instant [s]
    /// @returns tasks that were generated between, and how many of them were completed, by node
    std::map<uint32_t, std::pair<unsigned, unsigned>> Count(double from, double till) const
    {
        std::map<uint32_t, std::pair<unsigned, unsigned>> counts;
        for (const TaskRecord* task : m_helper.GetMonitor().GetRecords())
        {
            if (task->generated > from && task->generated < till)
            {
                ++counts[task->node].first;
                counts[task->node].second += task->outcome == TaskOutcome::COMPLETED;
            }
        }
        return counts;
    }

    /// @returns the outcomes, in words
    std::string Describe() const
    {
        std::map<std::string, unsigned> outcomes;
        for (const TaskRecord* task : m_helper.GetMonitor().GetRecords())
        {
            ++outcomes[ToString(task->outcome) + " " + task->detail.substr(0, 60)];
        }
        std::string text;
        for (const auto& [outcome, count] : outcomes)
        {
            text += std::to_string(count) + " x " + outcome + "; ";
        }
        return text;
    }

    /// @returns the monitor
    const InferenceMonitor& GetMonitor() const
    {
        return m_helper.GetMonitor();
    }

    NodeContainer devices;
    NodeContainer server;
    Ptr<CoInferenceServer> again; ///< the second server

  private:
    CoInferenceHelper m_helper;
    ApplicationContainer m_apps;
};

/// @param [in] transport one  @returns its name
std::string
NameOf(Transport transport)
{
    return transport == Transport::TCP   ? "TCP"
           : transport == Transport::UDP ? "UDP"
                                         : "TCP and UDP";
}

class ResumeCase : public TestCase
{
  public:
    ResumeCase(const std::string& link, Transport transport)
        : TestCase(link + ", " + NameOf(transport) +
                   ": links that break in the middle of uploads, again and again, and a server "
                   "started anew"),
          m_link(link),
          m_transport(transport)
    {
    }

  private:
    void DoRun() override
    {
        // Instants at which uploads are under way, found in a run without breaks.
        std::map<uint32_t, std::vector<double>> uploads;
        {
            Rig plain(m_link, 3, m_transport);
            EXPECT_TRUE(plain.Run(40).empty(), "without breaks");
            for (const TaskRecord* task : plain.GetMonitor().GetRecords())
            {
                const StepRecord& step = task->GetStep("uplink");
                if (step.finished > step.started)
                {
                    uploads[task->node].push_back(0.5 * (step.started + step.finished));
                }
            }
        }
        for (const double pause : {0.1, 1.5, 3.0}) // the last longer than uploads are waited for
        {
            Rig rig(m_link, 3, m_transport);
            rig.RestartServer(11, 13);
            for (uint32_t i = 0; i < 3; ++i)
            {
                const std::vector<double>& own = uploads[rig.devices.Get(i)->GetId()];
                NS_TEST_ASSERT_MSG_GT(own.size(), 10, "uploads of device " << i);
                for (const std::size_t upload : {2, 4, 8}) // before, while and after it is started
                {
                    Rig::Cut(rig.devices.Get(i), own.at(upload), own.at(upload) + pause);
                }
            }
            const std::string fault = rig.Run(40);
            EXPECT_TRUE(fault.empty(), "links down for " << pause << " s: " << fault);
            for (const auto& [node, count] : rig.Count(25, 36))
            {
                EXPECT_TRUE(count.first >= 5 && count.second == count.first,
                            "links down for " << pause << " s, node " << node << ": "
                                              << count.second << " of " << count.first
                                              << " later tasks: " << rig.Describe());
            }
            EXPECT_TRUE(rig.Count(25, 36).size() == 3, "everybody is back");
            unsigned served = 0;
            for (uint64_t client = 1; client < 100; ++client)
            {
                const double slice = rig.again->GetController()->GetSlice(client);
                served += slice > 0;
                EXPECT_TRUE(slice == 0 || std::abs(slice - 1.0 / 3) < 1e-9,
                            "links down for " << pause << " s: slice " << slice);
            }
            EXPECT_TRUE(served == 3, "no connection that is dead has a share: " << served);
        }
    }

    std::string m_link;
    Transport m_transport;
};

class ComingGoingCase : public TestCase
{
  public:
    ComingGoingCase(const std::string& link, Transport transport)
        : TestCase(link + ", " + NameOf(transport) + ": devices that come and go"),
          m_link(link),
          m_transport(transport)
    {
    }

  private:
    void DoRun() override
    {
        constexpr uint32_t COUNT = 8;
        Rig rig(m_link, COUNT, m_transport);
        for (uint32_t i = 0; i < COUNT; ++i) // two stay
        {
            if (i > 1)
            {
                rig.GetClient(i)->SetStartTime(Seconds(0.3 + 1.7 * i));
                rig.GetClient(i)->SetStopTime(Seconds(7.4 + 1.7 * i));
            }
        }
        const std::string fault = rig.Run(40);
        EXPECT_TRUE(fault.empty(), fault);
        const auto during = rig.Count(0, 40);
        EXPECT_TRUE(during.size() == COUNT, "everybody has tasks");
        for (const auto& [node, count] : during)
        {
            EXPECT_TRUE(count.second + 2 >= count.first && count.second > 0,
                        "node " << node << ": " << count.second << " of " << count.first << ": "
                                << rig.Describe());
        }
        EXPECT_TRUE(rig.Count(25, 36).size() == 2, "two are left");
    }

    std::string m_link;
    Transport m_transport;
};

class CrowdCase : public TestCase
{
  public:
    CrowdCase(const std::string& link, uint32_t count)
        : TestCase(link + ": " + std::to_string(count) + " devices"),
          m_link(link),
          m_count(count)
    {
    }

  private:
    void DoRun() override
    {
        Rig rig(m_link, m_count, Transport::BOTH);
        const std::string fault = rig.Run(8);
        EXPECT_TRUE(fault.empty(), fault);
        const uint64_t generated = rig.GetMonitor().GetCounts().generated;
        EXPECT_TRUE(generated >= 3 * m_count && (m_count > 0 || generated == 0),
                    generated << " tasks");
        std::ostringstream summary;
        rig.GetMonitor().PrintSummary(summary);
        EXPECT_TRUE(summary.str().find("nan") == std::string::npos, summary.str());
    }

    std::string m_link;
    uint32_t m_count;
};

class MixedTrafficCase : public TestCase
{
  public:
    explicit MixedTrafficCase(const std::string& link)
        : TestCase(link + ": clients over TCP and UDP at one server, beside traffic of others"),
          m_link(link)
    {
    }

  private:
    void DoRun() override
    {
        Rig rig(m_link, 4, Transport::BOTH);
        const auto address = rig.server.Get(0)->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal();
        OnOffHelper others("ns3::UdpSocketFactory", InetSocketAddress(address, 9));
        others.SetConstantRate(DataRate("4Mbps"), 1000);
        ApplicationContainer sources = others.Install(rig.devices.Get(0));
        sources.Start(Seconds(5));
        sources.Stop(Seconds(30));
        OnOffHelper streams("ns3::TcpSocketFactory",
                            InetSocketAddress(address, 4747)); // no message
        streams.SetConstantRate(DataRate("100kbps"), 500);
        ApplicationContainer strangers = streams.Install(rig.devices.Get(1));
        strangers.Start(Seconds(10));
        strangers.Stop(Seconds(12));
        const std::string fault = rig.Run(40);
        EXPECT_TRUE(fault.empty(), fault);
        unsigned completed = 0;
        unsigned generated = 0;
        for (const auto& [node, count] : rig.Count(0, 36))
        {
            generated += count.first;
            completed += count.second;
        }
        EXPECT_TRUE(generated > 60 && completed >= generated * 9 / 10,
                    completed << " of " << generated << ": " << rig.Describe());
    }

    std::string m_link;
};

class ComingGoingTestSuite : public TestSuite
{
  public:
    ComingGoingTestSuite()
        : TestSuite("edge-ai-coming-going", TEST_SYSTEM)
    {
        for (const Transport transport : {Transport::TCP, Transport::UDP, Transport::BOTH})
        {
            AddTestCase(new ResumeCase("ideal", transport), TEST_QUICK);
            AddTestCase(new ResumeCase("csma", transport), TEST_QUICK);
            AddTestCase(new ComingGoingCase("ideal", transport), TEST_QUICK);
            AddTestCase(new ComingGoingCase("csma", transport), TEST_QUICK);
        }
        for (const char* link : {"ideal", "csma", "broadband"})
        {
            AddTestCase(new CrowdCase(link, 0), TEST_QUICK);
            // Who divides a band plans for all whenever one of them asks.
            AddTestCase(new CrowdCase(link, 50),
                        std::string(link) == "csma" ? TEST_QUICK : TEST_EXTENSIVE);
        }
        AddTestCase(new MixedTrafficCase("ideal"), TEST_QUICK);
        AddTestCase(new MixedTrafficCase("csma"), TEST_QUICK);
    }
};

ComingGoingTestSuite g_comingGoingTestSuite; ///< registers the suite

} // namespace
