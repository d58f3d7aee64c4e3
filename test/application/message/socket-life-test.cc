/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A socket lives until what it does for TCP has ended, though its session gives it up amid that.

#include "application/message/message-listener.h"
#include "application/message/message-session.h"
#include "support/last-words.h"

#include "ns3/config.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/error-model.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/tcp-socket.h"
#include "ns3/test.h"

#include <cstdint>
#include <string>
#include <unistd.h>
#include <utility>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Goes with the object that it is part of, and says in which event.
class Mark : public Object
{
  public:
    /// @returns type
    static TypeId GetTypeId()
    {
        static const TypeId tid = TypeId("ns3::edgeai::test::Mark").SetParent<Object>();
        return tid;
    }

    explicit Mark(uint64_t* gone)
        : m_gone(gone)
    {
    }

    ~Mark() override
    {
        *m_gone = Simulator::GetEventCount();
    }

  private:
    uint64_t* m_gone; ///< number of the event in which it goes
};

/// Two nodes at a cable.
struct Rig
{
    Rig()
    {
        PointToPointHelper cable;
        cable.SetChannelAttribute("Delay", StringValue("10ms"));
        InternetStackHelper().Install(nodes);
        ends = cable.Install(nodes);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        remote = addresses.Assign(ends).GetAddress(1);
    }

    NodeContainer nodes{2};
    NetDeviceContainer ends;
    Ipv4Address remote; ///< of the second node
};

class SocketLifeCase : public TestCase
{
  public:
    /// @param [in] refused by the peer, where nobody listens; otherwise nobody answers
    explicit SocketLifeCase(bool refused)
        : TestCase(std::string("socket of a connection that ") +
                   (refused ? "is refused" : "nobody answers")),
          m_refused(refused)
    {
    }

  private:
    void DoRun() override
    {
        const Rig rig;

        MessageSession::Settings settings;
        settings.remote = InetSocketAddress(m_refused ? rig.remote : Ipv4Address("10.0.0.9"), 4849);
        settings.protocol = TcpSocketFactory::GetTypeId();
        MessageSession session;
        ScheduleCall(Seconds(1), [&] { session.Start(rig.nodes.Get(0), settings); });
        Simulator::Schedule(Seconds(1.001), &SocketLifeCase::Attach, this);
        ScheduleCall(Seconds(9), [&] { session.Stop(); });
        Simulator::Stop(Seconds(10));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_GT(m_closed, 0, "it was closed");
        NS_TEST_EXPECT_MSG_GT(m_gone, m_closed, "it goes after the event in which it is closed");
        Simulator::Destroy();
    }

    /// Watch the socket that the session has made.
    void Attach()
    {
        const auto found = Config::LookupMatches("/NodeList/0/$ns3::TcpL4Protocol/SocketList/*");
        NS_TEST_ASSERT_MSG_EQ(found.GetN(), 1, "one socket");
        found.Get(0)->AggregateObject(CreateObject<Mark>(&m_gone));
        found.Get(0)->TraceConnectWithoutContext("State",
                                                 MakeCallback(&SocketLifeCase::Watch, this));
    }

    /// @param [in] state of the socket
    void Watch(TcpSocket::TcpStates_t, TcpSocket::TcpStates_t state)
    {
        m_closed = state == TcpSocket::CLOSED ? Simulator::GetEventCount() : m_closed;
    }

    bool m_refused;
    uint64_t m_closed{0}; ///< number of the event in which it was closed
    uint64_t m_gone{0};   ///< number of the event in which it went
};

/// Attempts that are given up, of which a listener knows nothing or something.
class GivenUpCase : public TestCase
{
  public:
    GivenUpCase()
        : TestCase("attempts to connect that are given up harm no listener, and leave nothing")
    {
    }

  private:
    /// @param [in] stop when the session is told to, from its start [s]
    /// @param [in] deaf how long nothing reaches the server, from the session's start [s]
    /// @returns how many sockets are left at the server besides that which listens
    static int Attempt(double stop, double deaf)
    {
        const Rig rig;
        const auto losses = CreateObject<RateErrorModel>();
        losses->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        losses->SetRate(1);
        rig.ends.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(losses));
        MessageListener listener;
        MessageListener::Settings served;
        served.port = 4849;
        listener.Start(rig.nodes.Get(1), served);

        MessageSession::Settings settings;
        settings.remote = InetSocketAddress(rig.remote, 4849);
        settings.protocol = TcpSocketFactory::GetTypeId();
        MessageSession session;
        ScheduleCall(Seconds(1), [&] { session.Start(rig.nodes.Get(0), settings); });
        ScheduleCall(Seconds(1 + deaf), [&] { losses->Disable(); });
        ScheduleCall(Seconds(1 + stop), [&] { session.Stop(); });
        int left = -1;
        ScheduleCall(Seconds(400), [&] {
            left = Config::LookupMatches("/NodeList/1/$ns3::TcpL4Protocol/SocketList/*").GetN();
            listener.Stop();
        });
        Simulator::Stop(Seconds(401));
        Simulator::Run();
        Simulator::Destroy();
        return left - 1;
    }

    void DoRun() override
    {
        // In another process, as ns-3 may crash.
        for (const auto& [stop, deaf] : {std::pair{.1, .05},   // amid the first attempt, lost
                                         std::pair{1.05, .9},  // behind it
                                         std::pair{.015, 0.},  // while it is answered
                                         std::pair{.5, 0.},    // connected
                                         std::pair{20., 2.5}}) // at the third attempt
        {
            int status = 0;
            const std::string said =
                HearProcess([stop = stop, deaf = deaf] { _exit(Attempt(stop, deaf) == 0 ? 0 : 2); },
                            status);
            NS_TEST_EXPECT_MSG_EQ(status, 0, stop << " s, deaf for " << deaf << " s: " << said);
        }
    }
};

class SocketLifeTestSuite : public TestSuite
{
  public:
    SocketLifeTestSuite()
        : TestSuite("edge-ai-socket-life", TEST_SYSTEM)
    {
        AddTestCase(new SocketLifeCase(false), TEST_QUICK);
        AddTestCase(new SocketLifeCase(true), TEST_QUICK);
        AddTestCase(new GivenUpCase, TEST_QUICK);
    }
};

const SocketLifeTestSuite g_socketLifeTestSuite;

} // namespace
