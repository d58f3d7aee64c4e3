/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The device under the internet stack: goodput, TCP, IPv4 and IPv6, ARP, queues, pcap, traces.

#include "../helper/broadband-block-trace.h"
#include "../helper/broadband-link-control.h"
#include "support/radio-cell.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/flow-monitor-helper.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/pcap-file.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

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
        const uint32_t node = device->GetNode()->GetId();
        ++m_received[node];
        // Nodes of builds with assertions refuse packets that reach them as another's event.
        NS_TEST_EXPECT_MSG_EQ(Simulator::GetContext(), node, "whose event");
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

/// Devices that go while blocks are under way both ways.
class DepartureCase : public TestCase
{
  public:
    /// @param [in] goes index of the device, 0 for the base station
    /// @param [in] inBlock whether whoever hears of a block disposes of it, else an event
    DepartureCase(uint32_t goes, bool inBlock)
        : TestCase(std::string(goes == 0 ? "A base station" : "A user") + " that is disposed of " +
                   (inBlock ? "when a block ends" : "in a slot") + " leaves the others alone"),
          m_goes(goes),
          m_inBlock(inBlock)
    {
    }

  private:
    static constexpr uint32_t PACKETS = 60; ///< each way, at first

    /// Trace sink.
    void HearBlock(const BlockReport&)
    {
        if (m_inBlock && Simulator::Now() >= MilliSeconds(12))
        {
            m_device->Dispose();
        }
    }

    void DoRun() override
    {
        BroadbandHelper radio;
        TestCell cell(radio, {1e-10, 1e-10});
        m_device = cell.devices.Get(m_goes);
        BroadbandHelper::ConnectBlocks(cell.devices, MakeCallback(&DepartureCase::HearBlock, this));
        const auto link = CreateObject<BroadbandLinkControl>();
        link->SetDevice(DynamicCast<BroadbandNetDevice>(cell.devices.Get(1)));
        NS_TEST_EXPECT_MSG_EQ_TOL(link->GetGain(), 1e-10, 1e-18, "measured");
        const auto base = cell.GetMac(0);
        const auto fellow = cell.GetMac(2);
        const auto send = [&cell](uint32_t from, uint32_t to) {
            const auto destination = cell.devices.Get(to)->GetAddress();
            return cell.devices.Get(from)->Send(Create<Packet>(1000), destination, 0x800);
        };
        ScheduleCall(MilliSeconds(10), [&] {
            for (uint32_t i = 0; i < PACKETS; ++i)
            {
                NS_TEST_EXPECT_MSG_EQ(send(1, 0) && send(2, 0), true, "uplink");
                NS_TEST_EXPECT_MSG_EQ(send(0, 1) && send(0, 2), true, "downlink");
            }
        });
        if (!m_inBlock)
        {
            ScheduleCall(MicroSeconds(12300), [this] { m_device->Dispose(); });
        }
        ScheduleCall(MilliSeconds(500), [&] {
            NS_TEST_EXPECT_MSG_EQ(send(0, 1), false, "nobody there");
            NS_TEST_EXPECT_MSG_EQ(send(1, 0), false, "nobody there");
            NS_TEST_EXPECT_MSG_EQ(send(2, 0), (m_goes == 1), "if the base station is there");
        });
        const uint64_t before = Simulator::GetEventCount();
        Simulator::Stop(Seconds(2));
        Simulator::Run();
        NS_TEST_EXPECT_MSG_LT(Simulator::GetEventCount() - before, 700, "no slots for nobody");
        NS_TEST_EXPECT_MSG_EQ(std::isnan(link->GetGain()), true, "unknown");
        NS_TEST_EXPECT_MSG_EQ(link->GetBandwidth(), 0, "unknown");
        NS_TEST_EXPECT_MSG_EQ(link->GetNoiseDensity(), 0, "unknown");
        NS_TEST_EXPECT_MSG_EQ(link->GetMinTxPower(), 0, "none");
        for (const auto& mac : {base, fellow})
        {
            const MacCounters counters = mac->GetCounters();
            uint64_t ended = counters.delivered + counters.unfinished;
            for (const uint64_t dropped : counters.dropped)
            {
                ended += dropped;
            }
            NS_TEST_EXPECT_MSG_EQ(counters.offered, ended, "every packet is accounted for");
        }
        if (m_goes == 1)
        {
            const auto none = static_cast<uint32_t>(MacDropReason::NO_USER);
            NS_TEST_EXPECT_MSG_EQ(base->GetCounters().dropped[none], 1, "to who is gone");
            NS_TEST_EXPECT_MSG_EQ(fellow->GetCounters().delivered, PACKETS + 1, "all of the other");
            NS_TEST_EXPECT_MSG_GT_OR_EQ(base->GetCounters().delivered, PACKETS, "and all to it");
        }
        m_device = nullptr;
        Simulator::Destroy();
    }

    uint32_t m_goes;         ///< index of the device
    bool m_inBlock;          ///< whether it goes when a block ends
    Ptr<NetDevice> m_device; ///< that goes
};

/// The suite.
class RadioDeviceTestSuite : public TestSuite
{
  public:
    RadioDeviceTestSuite()
        : TestSuite("edge-ai-radio-device", TEST_UNIT)
    {
        // First, because packets can be printed only if that is asked for before any is made.
        AddTestCase(new TraceFilesCase, TEST_QUICK);
        AddTestCase(new InternetCase, TEST_QUICK);
        AddTestCase(new QueueCase, TEST_QUICK);
        AddTestCase(new DeviceCase, TEST_QUICK);
        for (const uint32_t goes : {0, 1})
        {
            AddTestCase(new DepartureCase(goes, false), TEST_QUICK);
            AddTestCase(new DepartureCase(goes, true), TEST_QUICK);
        }
    }
};

RadioDeviceTestSuite g_radioDeviceTestSuite; ///< registers the suite

} // namespace
