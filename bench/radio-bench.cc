/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What the radio costs: against ns-3's LTE module, over the number of users, NOMA against OFDMA,
// with fading.
// What more users cost is not the radio's alone: the same stacks without a radio are measured
// beside it.

#include "apart.h"
#include "direct-device.h"

#include "ns3/broadband-helper.h"
#include "ns3/double.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/mobility-helper.h"
#include "ns3/position-allocator.h"
#include "ns3/program-options.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/text-table.h"
#include "ns3/udp-client-server-helper.h"
#include "ns3/udp-server.h"
#include "ns3/uinteger.h"

#ifdef EDGE_AI_HAVE_LTE
#include "ns3/config.h"
#include "ns3/enum.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/lte-enb-rrc.h"
#include "ns3/lte-helper.h"
#include "ns3/point-to-point-epc-helper.h"
#include "ns3/point-to-point-helper.h"
#endif

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What a case is told.
struct Load
{
    uint32_t users{50};     ///< users attached
    double offered{6e5};    ///< by each of them, payload [bit/s]
    uint32_t payload{1000}; ///< of a packet [B]
    double duration{2};     ///< simulated time that is measured [s]
    double warmUp{0.5};     ///< simulated time before that [s]
    uint32_t idle{0};       ///< users that are attached besides, and send nothing
    double speed{-1};       ///< of TDL-A fading [m/s], 0: gains that stay; negative: no fading
};

/// What a case has cost: in what is measured, without what is before.
struct Cost
{
    double wall{0};      ///< wall time [s]
    double events{0};    ///< events
    double received{0};  ///< payload received [B]
    double processor{0}; ///< processor time [s]
    double start{0};     ///< processor time of building it, and of the warm-up [s]
    double memory{0};    ///< most memory it ever had [MiB]
};

/// Run a case in a process of its own. @param [in] body runs it  @returns its cost
Cost
Measure(const std::function<Cost()>& body)
{
    ProcessCost process;
    Cost cost = RunApart<Cost>(body, &process);
    cost.memory = process.memory;
    return cost;
}

/**
 * Run a case several times and keep the run that was disturbed least.
 * @param [in] repeat how often
 * @param [in] body builds the network and runs it
 * @returns its cost
 */
Cost
MeasureBest(uint32_t repeat, const std::function<Cost()>& body)
{
    Cost best = Measure(body);
    for (uint32_t i = 1; i < repeat; ++i)
    {
        const Cost cost = Measure(body);
        best.wall = std::min(best.wall, cost.wall);
        best.processor = std::min(best.processor, cost.processor);
        best.start = std::min(best.start, cost.start);
    }
    return best;
}

/// @returns processor time of this process [s]
double
GetProcessorTime()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/**
 * Put users on rings around a base station at the origin, 50 to 250 m away.
 * @param [in] base base station
 * @param [in] users users
 */
void
Place(const NodeContainer& base, const NodeContainer& users)
{
    auto places = CreateObject<ListPositionAllocator>();
    places->Add(Vector(0, 0, 10));
    for (uint32_t i = 0; i < users.GetN(); ++i)
    {
        const double angle = 2.399963 * i; // the golden angle: never two at one place
        const double radius = 50 + 200 * std::sqrt((i + 0.5) / users.GetN());
        places->Add(Vector(radius * std::cos(angle), radius * std::sin(angle), 1.5));
    }
    MobilityHelper mobility;
    mobility.SetPositionAllocator(places);
    mobility.SetMobilityModel("ns3::ConstantPositionMobilityModel");
    mobility.Install(base);
    mobility.Install(users);
}

/**
 * UDP from every user to a node.
 * @param [in] load load
 * @param [in] users users
 * @param [in] node receiver
 * @param [in] address of the receiver
 * @returns the receiving application
 */
Ptr<UdpServer>
StartTraffic(const Load& load, const NodeContainer& users, Ptr<Node> node, Ipv4Address address)
{
    UdpServerHelper server(9000);
    auto sink = server.Install(node);
    sink.Start(Seconds(0));
    UdpClientHelper client(address, 9000);
    client.SetAttribute("PacketSize", UintegerValue(load.payload));
    client.SetAttribute("Interval", TimeValue(Seconds(8 * load.payload / load.offered)));
    client.SetAttribute("MaxPackets", UintegerValue(4000000000U));
    for (uint32_t i = 0; i < users.GetN(); ++i)
    {
        // Spread over the first interval, as users do not keep step.
        auto source = client.Install(users.Get(i));
        source.Start(Seconds(8 * load.payload / load.offered * i / users.GetN()));
    }
    return DynamicCast<UdpServer>(sink.Get(0));
}

/**
 * @param [in] load load
 * @param [in] server where the packets go
 * @returns cost of the run
 */
Cost
Run(const Load& load, Ptr<UdpServer> server)
{
    Cost cost;
    Simulator::Stop(Seconds(load.warmUp));
    Simulator::Run();
    const double received = static_cast<double>(server->GetReceived());
    const auto events = static_cast<double>(Simulator::GetEventCount());
    cost.start = GetProcessorTime();
    Simulator::Stop(Seconds(load.duration));
    const auto start = std::chrono::steady_clock::now();
    Simulator::Run();
    cost.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    cost.processor = GetProcessorTime() - cost.start;
    cost.events = static_cast<double>(Simulator::GetEventCount()) - events;
    cost.received = (static_cast<double>(server->GetReceived()) - received) * load.payload;
    Simulator::Destroy();
    return cost;
}

/**
 * Give the nodes of a cell IPv4, with addresses that nobody has to ask for.
 * @param [in] devices the base station's, then the users'
 * @returns address of the base station
 */
Ipv4Address
InstallInternet(const NetDeviceContainer& devices)
{
    InternetStackHelper internet;
    for (uint32_t i = 0; i < devices.GetN(); ++i)
    {
        internet.Install(devices.Get(i)->GetNode());
    }
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.0.0");
    const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
    BroadbandHelper::FillNeighborCaches(devices);
    return interfaces.GetAddress(0);
}

/**
 * The radio is as ns-3's LTE module has it by default: users send 10 mW, the base station has a
 * noise figure of 5 dB.
 * @param [in] load load
 * @param [in] access OFDMA or NOMA
 * @returns cost of this module's uplink
 */
Cost
RunBroadband(const Load& load, const std::string& access)
{
    NodeContainer base(1);
    NodeContainer senders(load.users);
    const NodeContainer users(senders, NodeContainer(load.idle));
    Place(base, users);
    BroadbandHelper radio;
    radio.SetAttribute("Bandwidth", DoubleValue(4.5e6)); // 5 MHz less guard bands, as in LTE
    radio.SetAttribute("Subchannels", UintegerValue(25));
    radio.SetAttribute("Access", StringValue(access));
    radio.SetUserAttribute("PowerLimit", DoubleValue(0.01));
    radio.SetBaseAttribute("NoiseFigure", DoubleValue(5));
    if (load.speed >= 0)
    {
        radio.SetAttribute("Profile", StringValue("TdlA"));
        radio.SetAttribute("Speed", DoubleValue(load.speed));
    }
    auto devices = radio.Install(base.Get(0), users);
    const Ipv4Address address = InstallInternet(devices);
    radio.AssignStreams(devices, 1);
    return Run(load, StartTraffic(load, senders, base.Get(0), address));
}

/**
 * @param [in] load load
 * @returns cost of the same stacks and traffic without a radio
 */
Cost
RunBare(const Load& load)
{
    const NodeContainer base(1);
    const NodeContainer users(load.users);
    Place(base, users);
    const NetDeviceContainer devices = ConnectDirectly(base.Get(0), users);
    const Ipv4Address address = InstallInternet(devices);
    return Run(load, StartTraffic(load, users, base.Get(0), address));
}

#ifdef EDGE_AI_HAVE_LTE
/**
 * @param [in] load load
 * @returns cost of the same uplink with ns-3's LTE module, 25 resource blocks
 */
Cost
RunLte(const Load& load)
{
    Config::SetDefault("ns3::LteEnbRrc::SrsPeriodicity", UintegerValue(80)); // enough for 50 users
    Config::SetDefault("ns3::LteEnbRrc::EpsBearerToRlcMapping",
                       EnumValue(LteEnbRrc::RLC_UM_ALWAYS));
    NodeContainer base(1);
    NodeContainer users(load.users);
    NodeContainer remote(1);
    Place(base, users);
    auto lte = CreateObject<LteHelper>();
    auto epc = CreateObject<PointToPointEpcHelper>();
    lte->SetEpcHelper(epc);
    lte->SetEnbDeviceAttribute("UlBandwidth", UintegerValue(25));
    lte->SetEnbDeviceAttribute("DlBandwidth", UintegerValue(25));
    InternetStackHelper internet;
    internet.Install(remote);
    internet.Install(users);
    PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
    auto link = wire.Install(epc->GetPgwNode(), remote.Get(0));
    Ipv4AddressHelper addresses("1.0.0.0", "255.0.0.0");
    auto far = addresses.Assign(link);
    Ipv4StaticRoutingHelper routing;
    routing.GetStaticRouting(remote.Get(0)->GetObject<Ipv4>())
        ->AddNetworkRouteTo("7.0.0.0", "255.0.0.0", 1);
    auto enb = lte->InstallEnbDevice(base);
    auto devices = lte->InstallUeDevice(users);
    epc->AssignUeIpv4Address(devices);
    for (uint32_t i = 0; i < users.GetN(); ++i)
    {
        routing.GetStaticRouting(users.Get(i)->GetObject<Ipv4>())
            ->SetDefaultRoute(epc->GetUeDefaultGatewayAddress(), 1);
        lte->Attach(devices.Get(i), enb.Get(0));
    }
    return Run(load, StartTraffic(load, users, remote.Get(0), far.GetAddress(1)));
}
#endif

/**
 * Add a line.
 * @param [in,out] table table
 * @param [in] name of the case
 * @param [in] load its load
 * @param [in] cost its cost
 */
void
AddRow(TextTable& table, const std::string& name, const Load& load, const Cost& cost)
{
    table.AddRow({name,
                  load.users,
                  load.idle,
                  8e-6 * cost.received / load.duration,
                  cost.wall / load.duration,
                  cost.processor / load.duration,
                  cost.events / load.duration,
                  cost.start,
                  cost.memory});
}

/**
 * @param [in] title title
 * @returns an empty table
 */
TextTable
MakeTable(const std::string& title)
{
    TextTable table({{"case", ""},
                     {"users", ""},
                     {"idle", ""},
                     {"received", "Mbit/s"},
                     {"wall per simulated second", "s"},
                     {"processor per simulated second", "s"},
                     {"events per simulated second", ""},
                     {"building and warm-up", "s"},
                     {"peak memory", "MiB"}});
    table.SetTitle(title);
    return table;
}

} // namespace

int
main(int argc, char* argv[])
{
    Load load;
    uint32_t repeat = 3;
    ProgramOptions cmd("radio-bench",
                       "Cost of the broadband radio, beside LTE and beside no radio at all.");
    cmd.AddValue("users", "Users of the comparison with LTE", load.users, 1, 1000);
    cmd.AddValue("offered", "Payload offered by each of them [bit/s]", load.offered, 1, 1e12);
    cmd.AddValue("payload", "Payload of a packet [B]", load.payload, 12, 60000);
    cmd.AddValue("duration",
                 "Simulated time, five times that for B2 [s]",
                 load.duration,
                 1e-3,
                 1e6);
    cmd.AddValue("warmUp", "Simulated time before that, at least [s]", load.warmUp, 0, 1e6);
    cmd.AddValue("repeat", "Runs of each case; the least disturbed one counts", repeat, 1, 1000);
    cmd.Parse(argc, argv);
    const auto measure = [repeat](const std::function<Cost()>& body) {
        return MeasureBest(repeat, body);
    };

    TextTable first = MakeTable("B1: full-buffer uplink, 25 subchannels of 180 kHz");
    const Cost own = measure([&] { return RunBroadband(load, "OFDMA"); });
    AddRow(first, "broadband", load, own);
#ifdef EDGE_AI_HAVE_LTE
    const Cost lte = measure([&] { return RunLte(load); });
    AddRow(first, "ns-3 LTE", load, lte);
    first.Print(std::cout);
    std::cout << "LTE over broadband: wall " << lte.wall / own.wall << ", processor "
              << lte.processor / own.processor << ", events " << lte.events / own.events << "\n\n";
#else
    first.Print(std::cout);
    std::cout << "ns-3's LTE module is not installed: no ratio\n\n";
#endif

    // What a user takes at the beginning - its stack, its first packet's queues - is not of the
    // radio, and once: behind it all have sent something.
    TextTable second = MakeTable("B2: the same total load from ever more users");
    std::vector<double> shares;
    std::vector<double> bare;
    for (const auto& [users, idle] : std::vector<std::pair<uint32_t, uint32_t>>{{1, 0},
                                                                                {1, 1000},
                                                                                {10, 0},
                                                                                {100, 0},
                                                                                {1000, 0}})
    {
        Load shared = load;
        shared.users = users;
        shared.idle = idle;
        shared.offered = 10e6 / users;
        shared.warmUp = std::max(load.warmUp, 16 * load.payload / shared.offered);
        shared.duration = 5 * load.duration;
        const Cost cost = measure([&] { return RunBroadband(shared, "OFDMA"); });
        AddRow(second, "broadband", shared, cost);
        shares.push_back(cost.processor);
        if (idle == 0 && (users == 1 || users == 1000))
        {
            const Cost stacks = measure([&] { return RunBare(shared); });
            AddRow(second, "no radio", shared, stacks);
            bare.push_back(stacks.processor);
        }
    }
    second.Print(std::cout);
    std::cout << "processor time over that of one user: 1000 idle ones besides "
              << shares[1] / shares[0] << ", of 10, 100, 1000 that share the load "
              << shares[2] / shares[0] << ", " << shares[3] / shares[0] << ", "
              << shares[4] / shares[0]
              << "\nno radio, the same stacks and traffic over a device that "
              << "only hands on: of 1000 that share the load " << bare[1] / bare[0]
              << "; share of that in what 1000 cost more than one "
              << (bare[1] - bare[0]) / (shares[4] - shares[0])
              << ", the radio alone, of 1000 over one "
              << (shares[4] - bare[1]) / (shares[0] - bare[0]) << "\n\n";

    TextTable third = MakeTable("B3: two users, full buffer");
    Load two = load;
    two.users = 2;
    two.offered = 50e6;
    const Cost ofdma = measure([&] { return RunBroadband(two, "OFDMA"); });
    const Cost noma = measure([&] { return RunBroadband(two, "NOMA"); });
    AddRow(third, "OFDMA", two, ofdma);
    AddRow(third, "NOMA", two, noma);
    third.Print(std::cout);
    std::cout << "NOMA over OFDMA: wall " << noma.wall / ofdma.wall << ", received "
              << noma.received / ofdma.received << "\n\n";

    TextTable fourth = MakeTable("B4: the first case with TDL-A fading, at a speed");
    for (const double speed : {0.0, 1.5, 15.0})
    {
        Load faded = load;
        faded.speed = speed;
        std::ostringstream name;
        name << speed << " m/s";
        AddRow(fourth, name.str(), faded, measure([&] { return RunBroadband(faded, "OFDMA"); }));
    }
    fourth.Print(std::cout);
    return 0;
}
