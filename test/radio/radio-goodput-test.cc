/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What UDP and TCP get out of a link.

#include "support/radio-cell.h"

#include "ns3/bulk-send-helper.h"
#include "ns3/config.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/test.h"

#include <string>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// UDP over one link gets the rate of the band less headers: the check R1.
class GoodputCase : public TestCase
{
  public:
    /// @param [in] uplink direction
    explicit GoodputCase(bool uplink)
        : TestCase(std::string("UDP goodput of one link, ") + (uplink ? "uplink" : "downlink")),
          m_uplink(uplink)
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("ErrorModel", StringValue("Shannon"));
        radio.SetAttribute("PowerLimit", DoubleValue(0.2));
        TestCell cell(radio, {1e-11});
        cell.InstallInternet();
        const uint32_t payload = 1400;
        const double rate = 30670054.7;
        const Time stop = Seconds(2);
        auto server = cell.StartUdp(m_uplink ? 1 : 0,
                                    m_uplink ? 0 : 1,
                                    payload,
                                    Seconds(payload * 8 / (1.1 * rate)),
                                    stop);
        Simulator::Stop(stop);
        Simulator::Run();
        const double goodput = server->GetReceived() * 8.0 * payload / stop.GetSeconds();
        // UDP 8 B, IPv4 20 B, first segment 8 B, and 6 B for the segment a block's end cuts off.
        const double block = rate * 1e-3 / 8;
        const double headers = 36 + 6 * (payload + 36) / block;
        const double expected = rate * payload / (payload + headers);
        NS_TEST_EXPECT_MSG_EQ_TOL(goodput, expected, 0.01 * expected, "goodput");
        Simulator::Destroy();
    }

    bool m_uplink; ///< direction
};

/// TCP over fading and HARQ with a 20 ms round trip keeps up with UDP and never stalls.
class TcpCase : public TestCase
{
  public:
    /// @param [in] uplink direction
    explicit TcpCase(bool uplink)
        : TestCase(std::string("TCP through fading and HARQ, ") + (uplink ? "uplink" : "downlink")),
          m_uplink(uplink)
    {
    }

  private:
    /// Trace sink. @param [in] report what happened
    void Note(const BlockReport& report)
    {
        m_repeated += report.attempt > 0 ? 1 : 0;
    }

    /// @param [in] tcp whether TCP or UDP  @returns goodput [bit/s]
    double Run(bool tcp)
    {
        BroadbandHelper radio;
        radio.SetAttribute("Profile", StringValue("TdlC"));
        radio.SetAttribute("RmsDelay", TimeValue(NanoSeconds(300)));
        radio.SetAttribute("Speed", DoubleValue(1));
        radio.SetAttribute("ReportDelay", UintegerValue(1));
        radio.SetAttribute("ControlDelay", UintegerValue(2));
        radio.SetAttribute("TargetErrorRate", DoubleValue(0.1));
        TestCell cell(radio, {3e-12});
        radio.AssignStreams(cell.devices, 5);
        cell.GetPhy(m_uplink ? 0 : 1)
            ->TraceConnectWithoutContext("TransportBlock", MakeCallback(&TcpCase::Note, this));
        // A server behind the base station makes up the round trip.
        NodeContainer server(1);
        PointToPointHelper wire;
        wire.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        wire.SetChannelAttribute("Delay", StringValue("9ms"));
        auto link = wire.Install(server.Get(0), cell.base.Get(0));
        InternetStackHelper().Install(server);
        cell.InstallInternet();
        Ipv4AddressHelper addresses("10.9.0.0", "255.255.255.0");
        auto far = addresses.Assign(link);
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();

        Ptr<Node> from = m_uplink ? cell.users.Get(0) : server.Get(0);
        Ptr<Node> to = m_uplink ? server.Get(0) : cell.users.Get(0);
        const InetSocketAddress address(m_uplink ? far.GetAddress(0)
                                                 : cell.interfaces.GetAddress(1),
                                        5000);
        const std::string factory = tcp ? "ns3::TcpSocketFactory" : "ns3::UdpSocketFactory";
        PacketSinkHelper sinks(factory, address);
        auto sink = sinks.Install(to);
        sink.Start(Seconds(0));
        if (tcp)
        {
            Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1400));
            Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(4000000));
            Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(4000000));
            BulkSendHelper source(factory, address);
            auto app = source.Install(from);
            app.Start(MilliSeconds(10));
        }
        else
        {
            UdpClientHelper source(address.GetIpv4(), 5000);
            source.SetAttribute("PacketSize", UintegerValue(1400));
            source.SetAttribute("Interval", TimeValue(MicroSeconds(300)));
            source.SetAttribute("MaxPackets", UintegerValue(4000000000U));
            source.Install(from).Start(MilliSeconds(10));
        }
        auto receiver = DynamicCast<PacketSink>(sink.Get(0));
        const int seconds = 5;
        uint64_t before = 0;
        uint64_t settled = 0;
        for (int second = 1; second <= seconds; ++second)
        {
            Simulator::Stop(Seconds(1));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_GT(receiver->GetTotalRx(), before, "stalled in second " << second);
            before = receiver->GetTotalRx();
            settled = second == 2 ? before : settled;
        }
        const double goodput = (before - settled) * 8.0 / (seconds - 2);
        Simulator::Destroy();
        Config::Reset();
        return goodput;
    }

    void DoRun() override
    {
        const double udp = Run(false);
        const double tcp = Run(true);
        NS_TEST_EXPECT_MSG_GT(udp, 2e6, "there is something to compare with");
        NS_TEST_EXPECT_MSG_GT(tcp, 0.9 * udp, "TCP within a tenth of UDP");
        NS_TEST_EXPECT_MSG_LT(tcp, 1.02 * udp, "and not above it");
        NS_TEST_EXPECT_MSG_GT(m_repeated, 500, "HARQ had work to do");
    }

    bool m_uplink;          ///< direction
    uint64_t m_repeated{0}; ///< repetitions received
};

/// The suite.
class RadioGoodputTestSuite : public TestSuite
{
  public:
    RadioGoodputTestSuite()
        : TestSuite("edge-ai-radio-goodput", TEST_UNIT)
    {
        AddTestCase(new GoodputCase(true), TEST_QUICK);
        AddTestCase(new GoodputCase(false), TEST_QUICK);
        AddTestCase(new TcpCase(true), TEST_QUICK);
        AddTestCase(new TcpCase(false), TEST_QUICK);
    }
};

RadioGoodputTestSuite g_radioGoodputTestSuite; ///< registers the suite

} // namespace
