/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Devices over UDP, of which nobody hears that they connect or go: HELLO tells it.

#include "application/message/datagram-greeting.h"
#include "application/message/message-listener.h"
#include "application/message/message-session.h"
#include "support/co-inference-fixture.h"
#include "support/expectations.h"
#include "support/initialize-nodes.h"

#include "ns3/error-model.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// A session and a listener on one ideal link.
class GreetingCase : public TestCase
{
  public:
    GreetingCase()
        : TestCase("HELLO is said until it is answered, and is waited for no longer than a while")
    {
    }

  private:
    struct Heard
    {
        std::vector<double> ready;  ///< when the session was connected [s]
        std::vector<double> hello;  ///< when the listener heard of it [s]
        std::vector<double> gone;   ///< and that it goes [s]
        std::vector<double> closed; ///< when the session heard that the listener goes [s]
    };

    static double Now()
    {
        return Simulator::Now().GetSeconds();
    }

    /// @param [in] listens when the listener begins [s]  @param [in] ends and ends [s]
    /// @param [in] announce whether the session says HELLO  @returns what they heard
    Heard Run(double listens, double ends, bool announce = true)
    {
        CoInferenceFixture run;
        run.Build();
        run.GetServer()->SetStartTime(Seconds(1e6));
        run.GetClient()->SetStartTime(Seconds(1e6));
        Heard heard;
        MessageListener listener;
        listener.onMessage = [](MessageListener::Peer, const InferenceMessage&) {};
        listener.onHello = [&](MessageListener::Peer) { heard.hello.push_back(Now()); };
        listener.onGone = [&](MessageListener::Peer) { heard.gone.push_back(Now()); };
        listener.onMalformed = [&](const std::string& fault) { EXPECT_TRUE(false, fault); };
        MessageListener::Settings there;
        there.port = 4000;
        ScheduleCall(Seconds(listens), [&] { listener.Start(run.server.Get(0), there); });
        ScheduleCall(Seconds(ends), [&] { listener.Stop(); });
        MessageSession session;
        session.onReady = [&] { heard.ready.push_back(Now()); };
        session.onMessage = [&](const InferenceMessage&) { EXPECT_TRUE(false, "no message"); };
        session.onClosed = [&](bool) { heard.closed.push_back(Now()); };
        session.onMalformed = [&](const std::string& fault) { EXPECT_TRUE(false, fault); };
        MessageSession::Settings here;
        const auto ipv4 = run.server.Get(0)->GetObject<Ipv4>();
        here.remote = InetSocketAddress(ipv4->GetAddress(1, 0).GetLocal(), there.port);
        here.protocol = UdpSocketFactory::GetTypeId();
        here.announce = announce;
        InitializeNodes();
        session.Start(run.devices.Get(0), here);
        EXPECT_TRUE(session.IsConnected() != announce, "who announces himself waits");
        ScheduleCall(Seconds(20), [&] { session.Stop(); });
        Simulator::Stop(Seconds(30));
        Simulator::Run();
        listener.onGone = nullptr;
        listener.Stop();
        return heard;
    }

    void DoRun() override
    {
        const Heard soon = Run(0, 25);
        EXPECT_TRUE(soon.hello.size() == 1 && soon.ready.size() == 1, "once is enough");
        EXPECT_TRUE(soon.ready.front() < 0.05, soon.ready.front());
        EXPECT_TRUE(soon.gone.size() == 1 && soon.gone.front() < 20.05, "it says that it goes");
        // Attempts after 0.1, 0.3, 0.7, 1.5 s.
        const Heard late = Run(0.5, 25);
        EXPECT_TRUE(late.hello.size() == 1 && late.ready.size() == 1, "as often as it takes");
        EXPECT_TRUE(late.ready.front() > 0.7 && late.ready.front() < 0.75, late.ready.front());
        const Heard later = Run(1.4, 25);
        EXPECT_TRUE(later.ready.size() == 1 && later.ready.front() == 1, "not for ever");
        EXPECT_TRUE(later.hello.size() == 1 && later.hello.front() > 1.5, "it goes on");
        // A listener that goes says so, too, and is looked for.
        const Heard back = Run(0, 10);
        EXPECT_TRUE(back.closed.size() == 1 && back.closed.front() < 10.05, "told");
        EXPECT_TRUE(back.ready.size() == 2 && back.ready.back() > 11, "and connected anew");
        const Heard silent = Run(0, 25, false);
        EXPECT_TRUE(silent.hello.empty() && silent.ready.front() == 0, "who says nothing");
    }
};

/// Devices whose first tasks come at once.
class FirstTaskCase : public TestCase
{
  public:
    explicit FirstTaskCase(bool rated)
        : TestCase(std::string(rated ? "links with a rate" : "ideal links") +
                   ": the first task of a device over UDP is as punctual as over TCP"),
          m_rated(rated)
    {
    }

  private:
    static constexpr uint32_t DEVICES = 4;

    /// @param [in] protocol of the clients  @returns planned latency and energy of all tasks
    std::vector<double> Run(const TypeId& protocol)
    {
        CoInferenceFixture run("LaimPlanner", DEVICES);
        run.helper.SetClientAttribute("Protocol", TypeIdValue(protocol));
        run.helper.SetArrivals("Periodic",
                               "Period",
                               TimeValue(Seconds(1.5)),
                               "MaxTasks",
                               UintegerValue(4));
        if (m_rated)
        {
            InternetStackHelper stack;
            stack.Install(run.devices);
            stack.Install(run.server);
            PointToPointHelper cable;
            cable.SetDeviceAttribute("DataRate", StringValue("20Mbps"));
            Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
            for (uint32_t i = 0; i < DEVICES; ++i)
            {
                addresses.Assign(cable.Install(run.devices.Get(i), run.server.Get(0)));
                addresses.NewNetwork();
            }
            run.applications = run.helper.Install(run.server.Get(0), run.devices);
            run.built = true;
        }
        run.Run(12);
        std::vector<double> planned;
        for (const TaskRecord* task : run.helper.GetMonitor().GetRecords())
        {
            EXPECT_TRUE(task->outcome == TaskOutcome::COMPLETED && !task->deadlineMissed,
                        protocol.GetName() << ": task " << task->id << " took "
                                           << task->realised.latency << " s: " << task->detail);
            planned.push_back(task->planned.distortion);
        }
        EXPECT_TRUE(IsConserved(run.helper.GetMonitor()),
                    ExplainImbalance(run.helper.GetMonitor()));
        return planned;
    }

    void DoRun() override
    {
        const std::vector<double> tcp = Run(TcpSocketFactory::GetTypeId());
        const std::vector<double> udp = Run(UdpSocketFactory::GetTypeId());
        NS_TEST_ASSERT_MSG_EQ(udp.size(), tcp.size(), "tasks");
        NS_TEST_ASSERT_MSG_EQ(udp.size(), 4 * DEVICES, "tasks");
        for (std::size_t i = 0; i < udp.size(); ++i)
        {
            // Headers of UDP are a little more.
            EXPECT_RELATIVE(udp[i], tcp[i], m_rated ? 0.05 : 0.01, "distortion of task " << i + 1);
        }
    }

    bool m_rated;
};

/// One of several devices goes.
class FarewellCase : public TestCase
{
  public:
    FarewellCase()
        : TestCase("what a device over UDP had of the server is the others' when it goes")
    {
    }

  private:
    void DoRun() override
    {
        CoInferenceFixture run("LaimPlanner", 3);
        run.helper.SetClientAttribute("Protocol", TypeIdValue(UdpSocketFactory::GetTypeId()));
        run.Build();
        run.GetClient(2)->SetStopTime(Seconds(5));
        std::vector<double> slices;
        for (const double when : {3.0, 8.0})
        {
            ScheduleCall(Seconds(when), [&run, &slices] {
                for (uint64_t client = 1; client <= 3; ++client)
                {
                    slices.push_back(run.GetServer()->GetController()->GetSlice(client));
                }
            });
        }
        run.Run(20);
        const std::vector<double> expected{1.0 / 3, 1.0 / 3, 1.0 / 3, 0.5, 0.5, 0};
        for (std::size_t i = 0; i < expected.size(); ++i)
        {
            EXPECT_ABSOLUTE(slices.at(i), expected[i], 1e-12, "slice " << i);
        }
        EXPECT_TRUE(IsConserved(run.helper.GetMonitor()),
                    ExplainImbalance(run.helper.GetMonitor()));
    }
};

class DatagramDeviceTestSuite : public TestSuite
{
  public:
    DatagramDeviceTestSuite()
        : TestSuite("edge-ai-datagram-device", TEST_SYSTEM)
    {
        AddTestCase(new GreetingCase, TEST_QUICK);
        AddTestCase(new FirstTaskCase(false), TEST_QUICK);
        AddTestCase(new FirstTaskCase(true), TEST_QUICK);
        AddTestCase(new FarewellCase, TEST_QUICK);
    }
};

DatagramDeviceTestSuite g_datagramDeviceTestSuite; ///< registers the suite

} // namespace
