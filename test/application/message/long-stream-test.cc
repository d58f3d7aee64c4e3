/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// A stream without a loss goes on for as long as somebody sends.

#include "application/message/limited-congestion.h"
#include "application/message/socket-settings.h"
#include "application/message/stream-transport.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-congestion-ops.h"
#include "ns3/tcp-socket-base.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <memory>
#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Who sends.
struct Sender
{
    std::string congestion; ///< class of its congestion control
    bool paced;             ///< its segments are spread over time
    uint32_t segments;      ///< how many
};

/// So many segments that a window which grows with each has more bytes than 32 bits count, by
/// half of one as TcpCubic's does before ns-3.42; or, where it is paced, more than 32 bits count
/// bits of, by one of each in slow start.
class LongStreamCase : public TestCase
{
  public:
    explicit LongStreamCase(const Sender& sender)
        : TestCase(std::to_string(sender.segments) + " segments of " + sender.congestion +
                   (sender.paced ? ", paced" : "")),
          m_sender(sender)
    {
    }

  private:
    static constexpr uint32_t SEGMENT = 65000; // [B]

    void DoRun() override
    {
        NodeContainer nodes(2);
        PointToPointHelper cable;
        cable.SetDeviceAttribute("DataRate", StringValue("100Gbps"));
        cable.SetDeviceAttribute("Mtu", UintegerValue(65535));
        cable.SetChannelAttribute("Delay", StringValue("5ms"));
        InternetStackHelper().Install(nodes);
        const NetDeviceContainer ends = cable.Install(nodes);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        const Ipv4Address remote = addresses.Assign(ends).GetAddress(1);

        SocketSettings settings;
        settings.segmentSize = SEGMENT;
        settings.socketBuffer = 100 * SEGMENT;
        const TypeId protocol = TcpSocketFactory::GetTypeId();
        m_listening = Socket::CreateSocket(nodes.Get(1), protocol);
        ApplyStreamSettings(m_listening, settings);
        m_listening->Bind(InetSocketAddress(Ipv4Address::GetAny(), 4848));
        m_listening->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                       MakeCallback(&LongStreamCase::Accept, this));
        m_listening->Listen();
        m_sending = Socket::CreateSocket(nodes.Get(0), protocol);
        ApplyStreamSettings(m_sending, settings);
        const auto base = DynamicCast<TcpSocketBase>(m_sending);
        base->SetCongestionControlAlgorithm(
            ObjectFactory(m_sender.congestion).Create<TcpCongestionOps>());
        base->SetPacingStatus(m_sender.paced);
        base->TraceConnectWithoutContext("CongestionWindow",
                                         MakeCallback(&LongStreamCase::Watch, this));
        ScheduleCall(Seconds(.5), [this, remote] {
            m_sending->Bind();
            m_sending->Connect(InetSocketAddress(remote, 4848));
            m_transport = StreamTransport::Open(m_sending);
        });
        Simulator::Schedule(Seconds(1), &LongStreamCase::Send, this);
        Simulator::Run();
        PointerValue ops;
        base->GetAttribute("CongestionOps", ops);
        // It goes beyond by an acknowledgement or two before it is limited; since 3.42 not so far.
        NS_TEST_EXPECT_MSG_LT(m_window, LimitedCongestion::WINDOW_MOST + 4 * SEGMENT, "[B]");
        NS_TEST_EXPECT_MSG_EQ("ns3::" + ops.Get<TcpCongestionOps>()->GetName(),
                              m_sender.congestion,
                              "as it was set");
        m_transport.reset();
        m_sending = nullptr;
        m_listening = nullptr;
        m_accepted = nullptr;
        Simulator::Destroy();
        NS_TEST_EXPECT_MSG_EQ(m_received,
                              uint64_t(SEGMENT) * m_sender.segments,
                              "all have come [B]");
    }

    void Accept(Ptr<Socket> socket, const Address&)
    {
        m_accepted = socket;
        socket->SetRecvCallback(MakeCallback(&LongStreamCase::Receive, this));
    }

    /// @param [in] now window [B]
    void Watch(uint32_t, uint32_t now)
    {
        m_window = std::max(m_window, now);
    }

    /// Next to nothing is under way, so that the window is never what limits.
    void Send()
    {
        if (m_sent < m_sender.segments && m_sending->GetTxAvailable() >= SEGMENT)
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

    Sender m_sender;
    Ptr<Socket> m_listening;
    Ptr<Socket> m_sending;
    Ptr<Socket> m_accepted;
    std::shared_ptr<StreamTransport> m_transport; ///< of who sends
    uint32_t m_sent{0};
    uint64_t m_received{0};
    uint32_t m_window{0}; ///< largest of who sends [B]
};

class LongStreamTestSuite : public TestSuite
{
  public:
    LongStreamTestSuite()
        : TestSuite("edge-ai-long-stream", TEST_SYSTEM)
    {
        AddTestCase(new LongStreamCase({"ns3::TcpCubic", false, 150000}), TEST_QUICK);
        AddTestCase(new LongStreamCase({"ns3::TcpLinuxReno", true, 18000}), TEST_QUICK);
    }
};

const LongStreamTestSuite g_longStreamTestSuite;

} // namespace
