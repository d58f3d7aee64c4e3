/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A stream without a loss goes on for as long as somebody sends.

#include "application/message/socket-settings.h"
#include "application/message/stream-transport.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <memory>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// So many segments that a window which grows by half a segment for each, as TcpCubic's does, has
/// more bytes than 32 bits count.
class LongStreamCase : public TestCase
{
  public:
    LongStreamCase()
        : TestCase("more acknowledged segments than a window has bytes for")
    {
    }

  private:
    static constexpr uint32_t SEGMENT = 65000; // [B]
    static constexpr uint32_t SEGMENTS = 150000;

    void DoRun() override
    {
        NodeContainer nodes(2);
        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", StringValue("100Gbps"));
        cable.SetDeviceAttribute("Mtu", UintegerValue(65535));
        InternetStackHelper().Install(nodes);
        const NetDeviceContainer ends = cable.Install(nodes);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        const Ipv4Address remote = addresses.Assign(ends).GetAddress(1);

        SocketSettings settings;
        settings.segmentSize = SEGMENT;
        const TypeId protocol = TcpSocketFactory::GetTypeId();
        m_listening = Socket::CreateSocket(nodes.Get(1), protocol);
        ApplyStreamSettings(m_listening, settings);
        m_listening->Bind(InetSocketAddress(Ipv4Address::GetAny(), 4848));
        m_listening->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                       MakeCallback(&LongStreamCase::Accept, this));
        m_listening->Listen();
        m_sending = Socket::CreateSocket(nodes.Get(0), protocol);
        ApplyStreamSettings(m_sending, settings);
        ScheduleCall(Seconds(.5), [this, remote] {
            m_sending->Bind();
            m_sending->Connect(InetSocketAddress(remote, 4848));
            m_transport = StreamTransport::Open(m_sending);
        });
        Simulator::Schedule(Seconds(1), &LongStreamCase::Send, this);
        Simulator::Run();
        m_transport.reset();
        m_sending = nullptr;
        m_listening = nullptr;
        m_accepted = nullptr;
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ(m_received, uint64_t(SEGMENT) * SEGMENTS, "all have come [B]");
    }

    void Accept(Ptr<Socket> socket, const Address&)
    {
        m_accepted = socket;
        socket->SetRecvCallback(MakeCallback(&LongStreamCase::Receive, this));
    }

    /// Next to nothing is under way, so that the window is never what limits.
    void Send()
    {
        if (m_sent < SEGMENTS && m_sending->GetTxAvailable() >= SEGMENT)
        {
            ++m_sent;
            m_sending->Send(Create<Packet>(SEGMENT));
            Simulator::Schedule(MilliSeconds(1), &LongStreamCase::Send, this);
        }
    }

    void Receive(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            m_received += packet->GetSize();
        }
    }

    Ptr<Socket> m_listening;
    Ptr<Socket> m_sending;
    Ptr<Socket> m_accepted;
    std::shared_ptr<StreamTransport> m_transport; ///< of who sends
    uint32_t m_sent{0};
    uint64_t m_received{0};
};

/// Slow start ends, and where somebody says.
class SlowStartCase : public TestCase
{
  public:
    SlowStartCase()
        : TestCase("slow start ends, earlier where a script wants it")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(1);
        InternetStackHelper().Install(nodes);
        const Ptr<Socket> socket =
            Socket::CreateSocket(nodes.Get(0), TcpSocketFactory::GetTypeId());
        UintegerValue threshold;
        ApplyStreamSettings(socket, SocketSettings());
        socket->GetAttribute("InitialSlowStartThreshold", threshold);
        NS_TEST_EXPECT_MSG_EQ(threshold.Get(), 1U << 30, "of our own [B]");
        socket->SetAttribute("InitialSlowStartThreshold", UintegerValue(70000));
        ApplyStreamSettings(socket, SocketSettings());
        socket->GetAttribute("InitialSlowStartThreshold", threshold);
        NS_TEST_EXPECT_MSG_EQ(threshold.Get(), 70000, "of a script [B]");
        socket->Close();
        Simulator::Destroy();
    }
};

class LongStreamTestSuite : public TestSuite
{
  public:
    LongStreamTestSuite()
        : TestSuite("edge-ai-long-stream", TEST_SYSTEM)
    {
        AddTestCase(new LongStreamCase, TEST_QUICK);
        AddTestCase(new SlowStartCase, TEST_QUICK);
    }
};

const LongStreamTestSuite g_longStreamTestSuite;

} // namespace
