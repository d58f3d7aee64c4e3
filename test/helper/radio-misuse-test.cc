/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What scripts get wrong about broadband and Wi-Fi cells, their traces and batteries is said in
// words that name it and what is allowed; what only looks wrong is right.

#include "support/misuse-case.h"
#include "support/radio-cell.h"

#include "ns3/basic-energy-source-helper.h"
#include "ns3/broadband-energy-helper.h"
#include "ns3/broadband-helper.h"
#include "ns3/broadband-scheduler.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/placement-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include "ns3/wifi-cell-helper.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <limits>
#include <sys/resource.h>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

constexpr double NOT_ONE = std::numeric_limits<double>::quiet_NaN();

/// A broadband cell of two users.
struct SmallCell
{
    SmallCell()
        : base(1),
          users(2)
    {
        PlacementHelper place;
        place.At(Vector(0, 0, 25), base);
        place.OnCircle(50, users);
        devices = radio.Install(base.Get(0), users);
    }

    NodeContainer base;         ///< node 0
    NodeContainer users;        ///< nodes 1 and 2
    BroadbandHelper radio;      ///< that built it
    NetDeviceContainer devices; ///< the base station's, then the users'
};

/// @returns a container of one device that is none
NetDeviceContainer
MakeNoDevice()
{
    NetDeviceContainer devices;
    devices.Add(Ptr<NetDevice>());
    return devices;
}

/// @returns devices of another kind, of nodes that are made for it
NetDeviceContainer
MakeOtherDevices()
{
    const NodeContainer ends(2);
    return IdealLinkHelper().Install(ends.Get(0), NodeContainer(ends.Get(1)));
}

/// @param [in] report of a block
void
Ignore(const BlockReport&)
{
}

/// Broadband cells.
class BroadbandMisuseCase : public MisuseCase
{
  public:
    BroadbandMisuseCase()
        : MisuseCase("broadband cells and devices that are none")
    {
    }

  private:
    void DoRun() override
    {
        Expect("BroadbandHelper: base is no node: it is null",
               [] { BroadbandHelper().Install(nullptr, NodeContainer(1)); });
        Expect("BroadbandHelper: users[1] is no node: it is null", [] {
            NodeContainer users(1);
            users.Add(Ptr<Node>());
            BroadbandHelper().Install(CreateObject<Node>(), users);
        });
        Expect("BroadbandHelper: cell has no devices",
               [] { BroadbandHelper::GetScheduler(NetDeviceContainer()); });
        Expect("BroadbandHelper: cell[0], of node 1, is no base station", [] {
            const SmallCell cell;
            BroadbandHelper::GetScheduler(NetDeviceContainer(cell.devices.Get(1)));
        });
        Expect("BroadbandHelper: cell[0], of node 1, is not a BroadbandNetDevice",
               [] { BroadbandHelper::GetScheduler(MakeOtherDevices()); });
        Expect("BroadbandHelper: device is no device: it is null",
               [] { BroadbandHelper::GetId(nullptr); });
        Expect("BroadbandHelper: device is a device of no node; a simulation that is destroyed",
               [] {
                   const SmallCell cell;
                   Simulator::Destroy();
                   BroadbandHelper::GetId(cell.devices.Get(1));
               });
        Expect("BroadbandHelper: device is a device of no node; a simulation that is destroyed",
               [] {
                   const SmallCell cell;
                   Simulator::Destroy();
                   BroadbandHelper::GetSnrPerWatt(cell.devices.Get(1), UPLINK);
               });
        Expect("BroadbandHelper: device, of node 0, is a base station; allowed is that of a user",
               [] {
                   const SmallCell cell;
                   BroadbandHelper::GetSnrPerWatt(cell.devices.Get(0), UPLINK);
               });
        Expect("BroadbandHelper: cell[0] is no device: it is null",
               [] { BroadbandHelper::FillNeighborCaches(MakeNoDevice()); });
        Expect("BroadbandHelper: sink is no function: it is null", [] {
            const SmallCell cell;
            BroadbandHelper::ConnectBlocks(cell.devices, Callback<void, const BlockReport&>());
        });
        Expect("BroadbandHelper: devices[0] is no device: it is null",
               [] { BroadbandHelper::ConnectBlocks(MakeNoDevice(), MakeCallback(&Ignore)); });
        Expect("BroadbandHelper: devices[0], of node 1, is not a BroadbandNetDevice",
               [] { BroadbandHelper::ConnectBlocks(MakeOtherDevices(), MakeCallback(&Ignore)); });
        Expect("BroadbandHelper: device to trace is no device: it is null",
               [] { BroadbandHelper().EnablePcap("none", Ptr<NetDevice>()); });
    }
};

/// What Ideal takes.
class IdealRateCase : public MisuseCase
{
  public:
    IdealRateCase()
        : MisuseCase("Ideal takes rates as numbers and as texts, and nothing else")
    {
    }

  private:
    /// @param [in] value of Ideal  @param [in] rate that it has to be [bit/s]
    void ExpectRate(const AttributeValue& value, uint64_t rate)
    {
        BroadbandHelper radio;
        radio.SetAttribute("Ideal", value);
        const auto cell = radio.Install(CreateObject<Node>(), NodeContainer(1));
        DataRateValue got;
        BroadbandHelper::GetScheduler(cell)->GetAttribute("Rate", got);
        NS_TEST_EXPECT_MSG_EQ(got.Get().GetBitRate(), rate, "of the scheduler");
        Simulator::Destroy();
    }

    void DoRun() override
    {
        ExpectRate(DoubleValue(1e7), 10000000);
        ExpectRate(DoubleValue(123456789), 123456789);
        ExpectRate(UintegerValue(123456789), 123456789);
        ExpectRate(StringValue("1e7"), 10000000);
        ExpectRate(StringValue("10Mbps"), 10000000);
        ExpectRate(DataRateValue(DataRate("25Mbps")), 25000000);
        const auto refuse = [this](const AttributeValue& value, const std::string& words) {
            Expect("BroadbandHelper: Ideal" + words,
                   [&value] { BroadbandHelper().SetAttribute("Ideal", value); });
        };
        refuse(DoubleValue(0), " is 0 bit/s; allowed is 1 to 1e+15 bit/s");
        refuse(DoubleValue(-1), " is -1 bit/s; allowed is");
        refuse(DoubleValue(NOT_ONE), " is nan bit/s; allowed is");
        refuse(DoubleValue(1e300), " is 1e+300 bit/s; allowed is");
        refuse(StringValue("0bps"), " is 0 bit/s; allowed is");
        refuse(StringValue("fast"), ": 'fast' is no data rate; allowed is a number with its unit");
        refuse(TimeValue(Seconds(1)), " is no word; allowed is a StringValue");
    }
};

/**
 * Trace blocks to a file on a disk that is as good as full.
 * @param [in] path of the file  @param [in] seconds of traffic, 1000 packets in each
 */
void
TraceOnFullDisk(const std::string& path, double seconds)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit room{1000, 1000}; // the heads of the columns are in it
    setrlimit(RLIMIT_FSIZE, &room);
    BroadbandHelper radio;
    TestCell cell(radio, {1e-9});
    cell.InstallInternet();
    radio.EnableBlockTrace(path, cell.devices);
    cell.StartUdp(1, 0, 1000, MilliSeconds(1), Seconds(seconds));
    Simulator::Stop(Seconds(seconds));
    Simulator::Run();
    const bool over = seconds > 1;
    NS_ABORT_MSG_IF(over, "all was written");
    Simulator::Destroy();
}

/// Traces of blocks.
class TraceMisuseCase : public MisuseCase
{
  public:
    TraceMisuseCase()
        : MisuseCase("traces of blocks that cannot be written, or not of these devices")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("blocks.csv");
        Expect("cannot write '/dev/full': No space left on device", [] {
            SmallCell cell;
            cell.radio.EnableBlockTrace("/dev/full", cell.devices);
        });
        Expect("cannot write '/nowhere/at/all.csv': No such file or directory", [] {
            SmallCell cell;
            cell.radio.EnableBlockTrace("/nowhere/at/all.csv", cell.devices);
        });
        Expect("BroadbandHelper: devices[0] is no device: it is null",
               [&path] { BroadbandHelper().EnableBlockTrace(path, MakeNoDevice()); });
        Expect("BroadbandHelper: devices[0], of node 1, is not a BroadbandNetDevice",
               [&path] { BroadbandHelper().EnableBlockTrace(path, MakeOtherDevices()); });
        EXPECT_TRUE(!std::ifstream(path), "nothing is written of devices that are none");
        Expect("BroadbandBlockTrace: another trace of this simulation writes", [&path] {
            SmallCell cell;
            cell.radio.EnableBlockTrace(path, cell.devices);
            const std::size_t slash = path.rfind('/');
            const std::string same = path.substr(0, slash) + "/." + path.substr(slash);
            cell.radio.EnableBlockTrace(same, cell.devices);
        });
        // What is still in memory at the end, and what is not.
        const std::string full = "cannot write '" + path + "': File too large";
        Expect(full, [&path] { TraceOnFullDisk(path, 0.02); });
        Expect(full, [&path] { TraceOnFullDisk(path, 2); });
        ExpectRight([&path] {
            for (int run = 0; run < 2; ++run)
            {
                SmallCell cell;
                cell.radio.EnableBlockTrace(path, cell.devices);
                cell.radio.EnableBlockTrace("/dev/null", cell.devices);
                cell.radio.EnableBlockTrace("/dev/null", cell.devices);
                Simulator::Destroy();
            }
        });
        std::remove(path.c_str());
    }
};

/// Batteries of radios.
class RadioEnergyMisuseCase : public MisuseCase
{
  public:
    RadioEnergyMisuseCase()
        : MisuseCase("energy models of radios that are none, or twice, or of others")
    {
    }

  private:
    void DoRun() override
    {
        const BasicEnergySourceHelper battery;
        Expect("BroadbandEnergyHelper: device is no device: it is null", [&battery] {
            BroadbandEnergyHelper().Install(Ptr<NetDevice>(),
                                            battery.Install(CreateObject<Node>()).Get(0));
        });
        Expect("BroadbandEnergyHelper: source for the radio of node 1 is no energy source", [] {
            const SmallCell cell;
            BroadbandEnergyHelper().Install(cell.devices.Get(1), Ptr<en::EnergySource>());
        });
        Expect("BroadbandEnergyHelper: device of node 1 is not a BroadbandNetDevice", [&battery] {
            const auto devices = MakeOtherDevices();
            BroadbandEnergyHelper().Install(devices.Get(0),
                                            battery.Install(devices.Get(0)->GetNode()).Get(0));
        });
        Expect("BroadbandEnergyHelper: the radio of node 1 cannot drain an energy source that "
               "belongs to node 2",
               [&battery] {
                   const SmallCell cell;
                   BroadbandEnergyHelper().Install(cell.devices.Get(1),
                                                   battery.Install(cell.users).Get(1));
               });
        Expect("BroadbandEnergyHelper: the radio of node 2 has an energy model already",
               [&battery] {
                   const SmallCell cell;
                   const BroadbandEnergyHelper helper;
                   helper.Install(cell.devices.Get(2), battery.Install(cell.users).Get(1));
                   helper.Install(cell.devices.Get(2), battery.Install(cell.users).Get(1));
               });
        Expect("BroadbandEnergyHelper: 3 devices and 2 energy sources; allowed are as many",
               [&battery] {
                   const SmallCell cell;
                   BroadbandEnergyHelper().Install(cell.devices, battery.Install(cell.users));
               });
        ExpectRight([&battery] {
            const SmallCell cell;
            const NodeContainer all(cell.base, cell.users);
            const auto models = BroadbandEnergyHelper().Install(cell.devices, battery.Install(all));
            NS_ABORT_MSG_UNLESS(models.GetN() == 3, "a model each");
        });
    }
};

/// Wi-Fi cells.
class WifiMisuseCase : public MisuseCase
{
  public:
    WifiMisuseCase()
        : MisuseCase("Wi-Fi cells that are none")
    {
    }

  private:
    void DoRun() override
    {
        Expect("WifiCellHelper: accessPoint is no node: it is null",
               [] { WifiCellHelper().Install(nullptr, NodeContainer(1)); });
        Expect("WifiCellHelper: stations[0] is no node: it is null", [] {
            NodeContainer stations;
            stations.Add(Ptr<Node>());
            WifiCellHelper().Install(CreateObject<Node>(), stations);
        });
        Expect("WifiCellHelper: rate control is 'ns3::IdealWifiManger'; allowed is one of",
               [] { WifiCellHelper().SetRateControl("ns3::IdealWifiManger"); });
        Expect("; did you mean ns3::IdealWifiManager?",
               [] { WifiCellHelper().SetRateControl("ns3::IdealWifiManger"); });
        Expect("WifiCellHelper: rate control is ''; allowed is one of",
               [] { WifiCellHelper().SetRateControl(""); });
        Expect("WifiCellHelper: rate control is 'ns3::Node'; allowed is one of",
               [] { WifiCellHelper().SetRateControl("ns3::Node"); });
        for (const double power : {0., -1., NOT_ONE, 1e300})
        {
            Expect("W; allowed is more than 0, up to 1e+09 W",
                   [power] { WifiCellHelper().SetAccessPointPower(power); });
        }
        for (const double noise : {-5., NOT_ONE, 1e300})
        {
            Expect("dB; allowed is 0 to 200 dB",
                   [noise] { WifiCellHelper().SetNoiseFigure(noise); });
        }
        for (const double exponent : {-3., NOT_ONE, 1e300})
        {
            Expect("; allowed is 0 to 20",
                   [exponent] { WifiCellHelper().SetPathLossExponent(exponent); });
        }
        Expect("WifiCellHelper: power of the access point is 0 W",
               [] { WifiCellHelper().SetAccessPointPower(0); });
        Expect("WifiCellHelper: noise figure is -5 dB",
               [] { WifiCellHelper().SetNoiseFigure(-5); });
        Expect("WifiCellHelper: path loss exponent is -3",
               [] { WifiCellHelper().SetPathLossExponent(-3); });
        Expect("WifiCellHelper: devices[0] is no device: it is null",
               [] { WifiCellHelper().EnablePcap("none", MakeNoDevice()); });
        Expect("WifiCellHelper: devices[0], of node 1, is no Wi-Fi device",
               [] { WifiCellHelper().EnableAscii("none", MakeOtherDevices()); });
        ExpectRight([] {
            WifiCellHelper wifi;
            wifi.SetRateControl("ns3::IdealWifiManager");
            wifi.SetAccessPointPower(1e-6);
            wifi.SetNoiseFigure(0);
            wifi.SetPathLossExponent(2);
        });
    }
};

/// All of the above.
class RadioMisuseTestSuite : public TestSuite
{
  public:
    RadioMisuseTestSuite()
        : TestSuite("edge-ai-radio-misuse", TEST_UNIT)
    {
        AddTestCase(new BroadbandMisuseCase, TEST_QUICK);
        AddTestCase(new IdealRateCase, TEST_QUICK);
        AddTestCase(new TraceMisuseCase, TEST_QUICK);
        AddTestCase(new RadioEnergyMisuseCase, TEST_QUICK);
        AddTestCase(new WifiMisuseCase, TEST_QUICK);
    }
};

RadioMisuseTestSuite g_radioMisuseTestSuite; ///< registers itself

} // namespace
