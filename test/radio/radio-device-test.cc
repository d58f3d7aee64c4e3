/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The device under the internet stack: goodput, TCP, IPv4 and IPv6, ARP, queues, pcap, traces.

#include "radio-cell.h"

#include "ns3/broadband-block-trace.h"
#include "ns3/bulk-send-helper.h"
#include "ns3/config.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/flow-monitor-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/pcap-file.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/test.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

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

/// IPv4 with ARP and IPv6 with neighbour discovery, to the base station and to a fellow user.
class InternetCase : public TestCase
{
  public:
    InternetCase()
        : TestCase("IPv4 with ARP, IPv6 with neighbour discovery, relayed packets, large MTU")
    {
    }

  private:
    void DoRun() override
    {
        for (bool v6 : {false, true})
        {
            for (uint32_t mtu : {1500U, 65535U})
            {
                BroadbandHelper radio;
                radio.SetAttribute("Mtu", UintegerValue(mtu));
                TestCell cell(radio, {1e-10, 2e-11, 1e-11});
                cell.InstallInternet(false);
                Ipv6AddressHelper addresses(Ipv6Address("2001:db8::"), Ipv6Prefix(64));
                auto interfaces = addresses.Assign(cell.devices);
                const uint32_t size = mtu == 1500 ? 1000 : 60000;
                std::vector<Ptr<UdpServer>> servers;
                const std::vector<std::pair<uint32_t, uint32_t>> ways = {{1, 0}, {0, 2}, {1, 3}};
                uint16_t port = 4000;
                for (const auto& [from, to] : ways)
                {
                    ++port;
                    UdpServerHelper server(port);
                    auto sink = server.Install(cell.devices.Get(to)->GetNode());
                    sink.Start(Seconds(0));
                    UdpClientHelper client(v6 ? Address(interfaces.GetAddress(to, 1))
                                              : Address(cell.interfaces.GetAddress(to)),
                                           port);
                    client.SetAttribute("PacketSize", UintegerValue(size));
                    client.SetAttribute("Interval", TimeValue(MilliSeconds(100)));
                    client.SetAttribute("MaxPackets", UintegerValue(10));
                    client.Install(cell.devices.Get(from)->GetNode()).Start(Seconds(2));
                    servers.push_back(DynamicCast<UdpServer>(sink.Get(0)));
                }
                Simulator::Stop(Seconds(5));
                Simulator::Run();
                for (std::size_t i = 0; i < servers.size(); ++i)
                {
                    NS_TEST_EXPECT_MSG_EQ(servers[i]->GetReceived(),
                                          10,
                                          (v6 ? "IPv6" : "IPv4")
                                              << " way " << i << " with MTU " << mtu);
                }
                Simulator::Destroy();
            }
        }
    }
};

/// Queue disc and device queue pass the ball; FlowMonitor sees every packet.
class QueueCase : public TestCase
{
  public:
    QueueCase()
        : TestCase("Traffic control holds packets back instead of losing them; FlowMonitor")
    {
    }

  private:
    void DoRun() override
    {
        BroadbandHelper radio;
        radio.SetAttribute("QueueLimit", StringValue("5p"));
        TestCell cell(radio, {1e-10, 1e-11});
        cell.InstallInternet();
        // A burst of 200 packets each: far more than the queues of 5 hold.
        std::vector<Ptr<UdpServer>> servers;
        for (const auto& [from, to] :
             std::vector<std::pair<uint32_t, uint32_t>>{{0, 1}, {0, 2}, {1, 0}})
        {
            auto server =
                cell.StartUdp(from, to, 1000, NanoSeconds(100), NanoSeconds(100) * int64_t{200});
            servers.push_back(server);
        }
        FlowMonitorHelper monitorHelper;
        auto monitor = monitorHelper.InstallAll();
        Simulator::Stop(Seconds(4));
        Simulator::Run();
        monitor->CheckForLostPackets();
        for (const auto& server : servers)
        {
            NS_TEST_EXPECT_MSG_EQ(server->GetReceived(), 200, "nothing lost");
        }
        uint64_t seen = 0;
        for (const auto& [id, stats] : monitor->GetFlowStats())
        {
            NS_TEST_EXPECT_MSG_EQ(stats.txPackets, stats.rxPackets, "flow " << id);
            seen += stats.rxPackets;
        }
        NS_TEST_EXPECT_MSG_EQ(seen, 600, "FlowMonitor saw all");
        for (uint32_t i = 0; i < 3; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(cell.GetMac(i)->GetCounters().dropped[0], 0, "queue overflows");
        }
        Simulator::Destroy();
    }
};

/// pcap files are raw IP with all packets, the block trace has its columns, ASCII its letters.
class TraceFilesCase : public TestCase
{
  public:
    TraceFilesCase()
        : TestCase("pcap, ASCII and block trace files")
    {
    }

  private:
    /// @param [in] name file  @returns its packets  @param [out] type link type
    static std::vector<std::vector<uint8_t>> ReadPcap(const std::string& name, uint32_t& type)
    {
        PcapFile file;
        file.Open(name, std::ios::in);
        type = file.GetDataLinkType();
        std::vector<std::vector<uint8_t>> packets;
        while (true)
        {
            std::vector<uint8_t> data(65536);
            uint32_t seconds;
            uint32_t micro;
            uint32_t included;
            uint32_t original;
            uint32_t read;
            file.Read(data.data(), data.size(), seconds, micro, included, original, read);
            if (file.Fail() || file.Eof())
            {
                return packets;
            }
            data.resize(read);
            packets.push_back(data);
        }
    }

    void DoRun() override
    {
        const std::string pcap = CreateTempDirFilename("radio");
        const std::string blocks = CreateTempDirFilename("blocks.csv");
        std::vector<std::string> names;
        { // files are complete when nobody holds them any more
            BroadbandHelper radio;
            TestCell cell(radio, {1e-10, 1e-11});
            cell.InstallInternet(false); // ARP is on the air, but not in the files
            radio.EnablePcap(pcap, cell.devices);
            radio.EnableBlockTrace(blocks, cell.devices);
            AsciiTraceHelper ascii;
            auto lines = Create<OutputStreamWrapper>(&m_ascii);
            radio.EnableAscii(lines, cell.devices);
            auto server = cell.StartUdp(1, 0, 1000, MilliSeconds(10), MilliSeconds(95));
            Simulator::Stop(Seconds(1));
            Simulator::Run();
            NS_TEST_EXPECT_MSG_EQ(server->GetReceived(), 10, "all arrived");
            for (uint32_t i = 0; i < 2; ++i)
            {
                const auto device = cell.devices.Get(i);
                names.push_back(pcap + "-" + std::to_string(device->GetNode()->GetId()) + "-" +
                                std::to_string(device->GetIfIndex()) + ".pcap");
            }
            Simulator::Destroy();
        }
        for (const auto& name : names)
        {
            uint32_t type = 0;
            const auto packets = ReadPcap(name, type);
            NS_TEST_EXPECT_MSG_EQ(type, 101, "raw IP");
            NS_TEST_ASSERT_MSG_EQ(packets.size(), 10, "packets in " << name);
            for (const auto& packet : packets)
            {
                NS_TEST_EXPECT_MSG_EQ(packet.size(), 1028, "whole packets");
                NS_TEST_EXPECT_MSG_EQ(uint32_t{packet.at(0)}, 0x45, "IPv4 from the first byte on");
            }
        }
        std::ifstream file(blocks);
        std::string line;
        std::getline(file, line);
        NS_TEST_EXPECT_MSG_EQ(line.substr(0, 52),
                              "time_s,cell,receiver,user,direction,purpose,block,at",
                              "named columns");
        const auto columns = std::count(line.begin(), line.end(), ',');
        uint32_t uplink = 0;
        while (std::getline(file, line))
        {
            NS_TEST_EXPECT_MSG_EQ(std::count(line.begin(), line.end(), ','), columns, line);
            uplink += line.find(",uplink,delivery,") != std::string::npos ? 1 : 0;
        }
        NS_TEST_EXPECT_MSG_GT(uplink, 9, "a line per block");
        for (const char* letter : {"+ ", "- ", "r "})
        {
            NS_TEST_EXPECT_MSG_EQ((m_ascii.str().find(letter) != std::string::npos),
                                  true,
                                  "ASCII trace has " << letter);
        }
        NS_TEST_EXPECT_MSG_EQ(BroadbandBlockTrace::FormatRanges({0, 1, 2, 5, 7, 8}),
                              "0-2;5;7-8",
                              "ranges");
    }

    std::ostringstream m_ascii; ///< ASCII trace
};

/// What a device refuses, and what it says of itself.
class DeviceCase : public TestCase
{
  public:
    DeviceCase()
        : TestCase("Device: MTU, addresses, groups, refusals")
    {
    }

  private:
    /// Device callback. @returns true
    bool Receive(Ptr<NetDevice> device, Ptr<const Packet>, uint16_t, const Address&)
    {
        ++m_received[device->GetNode()->GetId()];
        return true;
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        TestCell cell(radio, {1e-10, 1e-11, 1e-11});
        auto base = cell.devices.Get(0);
        auto user = cell.devices.Get(1);
        for (uint32_t i = 0; i < cell.devices.GetN(); ++i)
        {
            auto device = cell.devices.Get(i);
            device->SetReceiveCallback(MakeCallback(&DeviceCase::Receive, this));
            NS_TEST_EXPECT_MSG_EQ(device->IsLinkUp(), true, "link");
            NS_TEST_EXPECT_MSG_EQ(device->IsBroadcast(), true, "broadcast");
            NS_TEST_EXPECT_MSG_EQ(device->GetChannel()->GetNDevices(), 4, "devices of the cell");
            NS_TEST_EXPECT_MSG_EQ(device->GetMtu(), 1500, "MTU");
        }
        NS_TEST_EXPECT_MSG_EQ(user->Send(Create<Packet>(1501), base->GetAddress(), 0x800),
                              false,
                              "over the MTU");
        NS_TEST_EXPECT_MSG_EQ(user->Send(Create<Packet>(), base->GetAddress(), 0x800),
                              false,
                              "empty");
        NS_TEST_EXPECT_MSG_EQ(
            base->Send(Create<Packet>(10), Mac48Address("00:00:00:00:99:99"), 0x800),
            false,
            "stranger");
        NS_TEST_EXPECT_MSG_EQ(cell.GetMac(0)->GetCounters().dropped[1], 1, "counted: no user");
        NS_TEST_EXPECT_MSG_EQ(user->SetMtu(65535), true, "largest MTU");
        NS_TEST_EXPECT_MSG_EQ(user->Send(Create<Packet>(65535), base->GetAddress(), 0x800),
                              true,
                              "fits now");
        base->Send(Create<Packet>(10), base->GetBroadcast(), 0x800);
        user->Send(Create<Packet>(10), user->GetBroadcast(), 0x800);
        Simulator::Run();
        const uint32_t id = base->GetNode()->GetId();
        NS_TEST_EXPECT_MSG_EQ(m_received[id], 2, "base: the large one and the user's broadcast");
        NS_TEST_EXPECT_MSG_EQ(m_received[id + 1], 1, "sender: only the base's broadcast");
        NS_TEST_EXPECT_MSG_EQ(m_received[id + 2], 2, "fellow user: both broadcasts");
        Simulator::Destroy();
    }

    std::map<uint32_t, uint32_t> m_received; ///< packets by node
};

/// The suite.
class RadioDeviceTestSuite : public TestSuite
{
  public:
    RadioDeviceTestSuite()
        : TestSuite("edge-ai-radio-device", TEST_UNIT)
    {
        AddTestCase(new GoodputCase(true), TEST_QUICK);
        AddTestCase(new GoodputCase(false), TEST_QUICK);
        AddTestCase(new TcpCase(true), TEST_QUICK);
        AddTestCase(new TcpCase(false), TEST_QUICK);
        AddTestCase(new InternetCase, TEST_QUICK);
        AddTestCase(new QueueCase, TEST_QUICK);
        AddTestCase(new TraceFilesCase, TEST_QUICK);
        AddTestCase(new DeviceCase, TEST_QUICK);
    }
};

RadioDeviceTestSuite g_radioDeviceTestSuite; ///< registers the suite

} // namespace
