/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Bytes that are no messages, truncated ones, and messages nobody should send: at the server and at
// the client, over TCP and UDP. They are counted; whoever is honest is served all the same.

#include "support/co-inference-fixture.h"
#include "support/hostile-sender.h"

#include "ns3/inet-socket-address.h"
#include "ns3/integer.h"
#include "ns3/packet.h"
#include "ns3/socket.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/udp-socket-factory.h"

#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr uint16_t PORT = 4747;

class HostileClientCase : public TestCase
{
  public:
    HostileClientCase(bool udp)
        : TestCase(std::string("10 000 hostile inputs at the server over ") +
                   (udp ? "UDP" : "TCP")),
          m_sender(udp, HostileBytes())
    {
    }

  private:
    static constexpr unsigned INPUTS = 10000;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        CoInferenceFixture run("LaimPlanner", 2);
        run.helper.SetPlannerAttribute("Split",
                                       IntegerValue(4)); // one cut instead of 25, for speed
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(Seconds(2)),
                               "MaxTasks",
                               UintegerValue(5));
        for (const char* name : {"honest", "others"})
        {
            // A slice each: work that is well-formed, if unwanted, is still served.
            ProcessorHelper slice("LaimServer");
            slice.SetAttribute("Name", StringValue(name));
            slice.Install(run.server);
        }
        run.helper.SetSlices({"honest", "others"});
        run.Build();
        // The second device is the hostile one: it sends bytes of its own instead of tasks.
        run.GetClient(1)->SetArrivals(nullptr);
        const Ipv4Address server =
            run.server.Get(0)->GetObject<Ipv4>()->GetAddress(2, 0).GetLocal();
        m_sender.Start(run.devices.Get(1), InetSocketAddress(server, PORT), INPUTS);
        const TaskCounts counts = run.Run(40);
        NS_TEST_EXPECT_MSG_EQ(m_sender.GetSent(), INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(counts.completed, 5, "the honest device is served");
        NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_GT(run.GetServer()->GetMalformedCount(), INPUTS / 4, "they are counted");
    }

    HostileSender m_sender;
};

class HostileServerCase : public TestCase
{
  public:
    HostileServerCase()
        : TestCase("10 000 hostile inputs at the client, which reconnects and loses no task")
    {
    }

  private:
    static constexpr unsigned INPUTS = 10000;

    void DoRun() override
    {
        const ShortTimeWait shortTimeWait;
        CoInferenceFixture run;
        run.helper.SetClientAttribute("ReconnectInterval", TimeValue(MicroSeconds(500)));
        run.helper.SetArrivals("ns3::edgeai::PeriodicArrivals",
                               "Period",
                               TimeValue(MilliSeconds(50)));
        run.Build();
        run.GetServer()->SetStartTime(Seconds(1000)); // somebody else listens on its port
        Ptr<Socket> listening =
            Socket::CreateSocket(run.server.Get(0), TcpSocketFactory::GetTypeId());
        listening->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        listening->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                     MakeCallback(&HostileServerCase::Accept, this));
        listening->Listen();
        run.Run(60);
        NS_TEST_EXPECT_MSG_EQ(m_sent, INPUTS, "all were sent");
        NS_TEST_EXPECT_MSG_EQ(IsConserved(run.helper.GetMonitor()), true, "conserved");
        NS_TEST_EXPECT_MSG_GT(run.GetClient()->GetMalformedCount(), 1000, "they are counted");
    }

    void Accept(Ptr<Socket> socket, const Address&)
    {
        if (m_sent < INPUTS)
        {
            // Several per connection, because the first few may be well-formed.
            for (unsigned i = 0; i < 4 && m_sent < INPUTS; ++i, ++m_sent)
            {
                socket->Send(m_bytes.Make());
            }
            ScheduleCall(MilliSeconds(1), [socket] { socket->Close(); });
        }
    }

    HostileBytes m_bytes;
    unsigned m_sent{0};
};

class HostileInputTestSuite : public TestSuite
{
  public:
    HostileInputTestSuite()
        : TestSuite("edge-ai-hostile-input", TEST_SYSTEM)
    {
        AddTestCase(new HostileClientCase(false), TEST_QUICK);
        AddTestCase(new HostileClientCase(true), TEST_QUICK);
        AddTestCase(new HostileServerCase, TEST_QUICK);
    }
};

HostileInputTestSuite g_hostileInputTestSuite; ///< registers the suite

} // namespace
