/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Over Wi-Fi the plan is not kept; planning with the measured rate factor closes most of the gap.

#include "../../../helper/wifi-link-control.h"

#include "ns3/boolean.h"
#include "ns3/co-inference-helper.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/test.h"
#include "ns3/udp-socket-factory.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-cell-helper.h"

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What a run over Wi-Fi gave.
struct WifiRun
{
    TaskCounts counts;
    double missed{0};       ///< share of deadlines missed
    double ratio{0};        ///< realised over planned latency
    double gain{0};         ///< measured by the link control
    double energy{0};       ///< transmit energy measured by the link control [J]
    double uplinkEnergy{0}; ///< sum over the records [J]
};

/// A station at some distance from the access point, which is the server too.
WifiRun
RunWifi(bool adaptRate, double distance)
{
    NodeContainer device(1);
    NodeContainer server(1);
    for (auto [node, x] : {std::pair(server.Get(0), 0.0), std::pair(device.Get(0), distance)})
    {
        auto mobility = CreateObject<ConstantPositionMobilityModel>();
        mobility->SetPosition(Vector(x, 0, 0));
        node->AggregateObject(mobility);
    }
    WifiCellHelper cell;
    NetDeviceContainer devices = cell.Install(server.Get(0), device);
    cell.AssignStreams(devices, 10);
    InternetStackHelper stack;
    stack.Install(server);
    stack.Install(device);
    stack.AssignStreams(NodeContainer(server, device), 200);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    ProcessorHelper("LaimDevice").Install(device);
    ProcessorHelper("LaimServer").Install(server);
    CoInferenceHelper inference("ViT-L/16@part=encoder", "LaimPlanner");
    inference.SetBudget(Seconds(1), 0.1);
    inference.SetControllerAttribute("AdaptRate", BooleanValue(adaptRate));
    inference.SetControllerAttribute("Margin", DoubleValue(adaptRate ? 0.02 : 0));
    inference.GetMonitor().SetAttribute("BudgetTolerance", DoubleValue(0.005));
    inference.SetArrivals("ns3::edgeai::PeriodicArrivals",
                          "Period",
                          TimeValue(Seconds(2)),
                          "Offset",
                          TimeValue(Seconds(2)),
                          "MaxTasks",
                          UintegerValue(20));
    inference.Install(server.Get(0), device);
    inference.AssignStreams(500);
    Simulator::Stop(Seconds(60));
    Simulator::Run();
    WifiRun run;
    run.counts = inference.GetMonitor().GetCounts();
    const TaskSummary summary = inference.GetMonitor().GetSummary().all;
    run.missed = summary.deadlineMissRatio;
    run.ratio = summary.Find("latency")->ratio;
    auto control = device.Get(0)->GetObject<WifiLinkControl>();
    run.gain = control->GetGain();
    run.energy = control->GetTxEnergy();
    for (const TaskRecord* task : inference.GetMonitor().GetRecords())
    {
        run.uplinkEnergy += task->GetStep("uplink").energy;
    }
    Simulator::Destroy();
    return run;
}

class RateFactorCase : public TestCase
{
  public:
    RateFactorCase()
        : TestCase("the Shannon plan misses its deadlines, the measured rate factor keeps most")
    {
    }

  private:
    void DoRun() override
    {
        const WifiRun shannon = RunWifi(false, 60);
        NS_TEST_EXPECT_MSG_EQ(shannon.counts.completed, 20, "all arrive");
        NS_TEST_EXPECT_MSG_GT(shannon.missed, 0.9, "late");
        NS_TEST_EXPECT_MSG_GT(shannon.ratio, 1.02, "by more than headers");
        const WifiRun measured = RunWifi(true, 60);
        NS_TEST_EXPECT_MSG_EQ(measured.counts.completed, 20, "all arrive");
        NS_TEST_EXPECT_MSG_LT(measured.missed, 0.5 * shannon.missed, "most misses are closed");
    }
};

class MeasurementCase : public TestCase
{
  public:
    MeasurementCase()
        : TestCase("gain and transmit energy measured at the PHY")
    {
    }

  private:
    void DoRun() override
    {
        const WifiRun run = RunWifi(true, 60);
        // Log-distance: 46.6777 dB at 1 m, exponent 3.
        const double loss = 46.6777 + 30 * std::log10(60);
        NS_TEST_EXPECT_MSG_EQ_TOL(10 * std::log10(run.gain), -loss, 0.01, "gain [dB]");
        NS_TEST_EXPECT_MSG_GT(run.uplinkEnergy, 0, "uploads cost energy");
        NS_TEST_EXPECT_MSG_LT(run.uplinkEnergy, run.energy, "and so do other frames");
        NS_TEST_EXPECT_MSG_GT(run.uplinkEnergy, 0.9 * run.energy, "but little");
    }
};

class PowerCase : public TestCase
{
  public:
    PowerCase()
        : TestCase("the power is clipped, rounded up to a step, and set at the PHY")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(2);
        for (uint32_t i = 0; i < 2; ++i)
        {
            nodes.Get(i)->AggregateObject(CreateObject<ConstantPositionMobilityModel>());
        }
        WifiCellHelper cell;
        NetDeviceContainer devices = cell.Install(nodes.Get(0), nodes.Get(1));
        auto device = DynamicCast<WifiNetDevice>(devices.Get(1));
        auto control = CreateObject<WifiLinkControl>();
        control->SetAttribute("MaxTxPower", DoubleValue(0.2));
        control->SetAttribute("MinTxPower", DoubleValue(0.001));
        control->SetAttribute("PowerStep", DoubleValue(1));
        control->SetDevice(device);
        const std::vector<double> powers = control->GetTxPowers();
        NS_TEST_ASSERT_MSG_EQ(powers.size(), 24, "23.01 dBm down to 0 dBm in steps of 1 dB");
        NS_TEST_EXPECT_MSG_EQ(powers.back(), 0.2, "the largest");
        NS_TEST_EXPECT_MSG_EQ(control->GetMinTxPower(), powers.front(), "the least of the steps");
        control->SetAttribute("PowerStep", DoubleValue(0));
        NS_TEST_EXPECT_MSG_EQ(control->GetMinTxPower(), 0.001, "the PHY's least");
        NS_TEST_EXPECT_MSG_EQ(control->SetTxPower(1e-6), 0.001, "and it goes no lower");
        control->SetAttribute("MinTxPower", DoubleValue(0.3));
        NS_TEST_EXPECT_MSG_EQ(control->GetMinTxPower(), 0.2, "at most the largest");
        control->SetAttribute("MinTxPower", DoubleValue(0.001));
        control->SetAttribute("PowerStep", DoubleValue(1));
        for (const double asked : {0.001, 0.05, 0.199, 0.2, 5.0})
        {
            const double set = control->SetTxPower(asked);
            NS_TEST_EXPECT_MSG_GT(set,
                                  std::min(asked, 0.2) * (1 - 1e-6),
                                  "not below what is asked");
            NS_TEST_EXPECT_MSG_LT(set,
                                  std::min(asked, 0.2) * 1.2590 + 1e-12,
                                  "within a step above");
            for (const char* name : {"TxPowerStart", "TxPowerEnd"})
            {
                DoubleValue dbm;
                device->GetPhy()->GetAttribute(name, dbm);
                NS_TEST_EXPECT_MSG_EQ_TOL(dbm.Get(), 10 * std::log10(set) + 30, 1e-9, name);
            }
        }
        Simulator::Destroy();
    }
};

/// The texts of a cell.
class AsciiCase : public TestCase
{
  public:
    AsciiCase()
        : TestCase("what chosen devices send and receive, as text")
    {
    }

  private:
    void DoRun() override
    {
        NodeContainer nodes(3);
        for (uint32_t i = 0; i < nodes.GetN(); ++i)
        {
            auto mobility = CreateObject<ConstantPositionMobilityModel>();
            mobility->SetPosition(Vector(5.0 * i, 0, 0));
            nodes.Get(i)->AggregateObject(mobility);
        }
        const std::string prefix = CreateTempDirFilename("cell");
        const auto nameOf = [&](const Ptr<NetDevice>& device) {
            return prefix + "-" + std::to_string(device->GetNode()->GetId()) + "-" +
                   std::to_string(device->GetIfIndex()) + ".tr";
        };
        std::vector<std::string> names;
        uint32_t sent = 0;
        { // files are complete when nobody holds them any more
            WifiCellHelper cell;
            NetDeviceContainer devices =
                cell.Install(nodes.Get(0), NodeContainer(nodes.Get(1), nodes.Get(2)));
            cell.AssignStreams(devices, 30);
            InternetStackHelper stack;
            stack.Install(nodes);
            stack.AssignStreams(nodes, 60);
            Ipv4AddressHelper address("10.0.0.0", "255.255.255.0");
            const Ipv4InterfaceContainer interfaces = address.Assign(devices);
            cell.EnableAscii(prefix, NetDeviceContainer(devices.Get(0), devices.Get(1)));
            for (uint32_t i = 0; i < devices.GetN(); ++i)
            {
                names.push_back(nameOf(devices.Get(i)));
            }
            auto socket = Socket::CreateSocket(nodes.Get(1), UdpSocketFactory::GetTypeId());
            socket->Connect(InetSocketAddress(interfaces.GetAddress(0), 9));
            for (uint32_t i = 0; i < 5; ++i)
            {
                ScheduleCall(Seconds(1 + 0.1 * i), [socket] { socket->Send(Create<Packet>(700)); });
                ++sent;
            }
            Simulator::Stop(Seconds(2));
            Simulator::Run();
            Simulator::Destroy();
        }
        const auto count = [&](const std::string& name, const std::string& mark) {
            std::ifstream file(name);
            NS_TEST_EXPECT_MSG_EQ(file.is_open(), true, name);
            uint32_t frames = 0;
            for (std::string line; std::getline(file, line);)
            {
                frames += line.compare(0, mark.size(), mark) == 0 &&
                          line.find("UdpHeader (length: 708") != std::string::npos;
            }
            return frames;
        };
        NS_TEST_EXPECT_MSG_EQ(count(names[1], "t "), sent, "sent by the station");
        NS_TEST_EXPECT_MSG_EQ(count(names[0], "r "), sent, "received by the access point");
        NS_TEST_EXPECT_MSG_EQ(count(names[0], "t "), 0, "which answers nothing");
        NS_TEST_EXPECT_MSG_EQ(std::ifstream(names[2]).is_open(), false, "not asked for");
    }
};

class WifiTestSuite : public TestSuite
{
  public:
    WifiTestSuite()
        : TestSuite("edge-ai-wifi", TEST_SYSTEM)
    {
        AddTestCase(new RateFactorCase, TEST_QUICK);
        AddTestCase(new MeasurementCase, TEST_QUICK);
        AddTestCase(new PowerCase, TEST_QUICK);
        AddTestCase(new AsciiCase, TEST_QUICK);
    }
};

WifiTestSuite g_wifiTestSuite; ///< registers the suite

} // namespace
