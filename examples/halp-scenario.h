/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_SCENARIO_H
#define EDGE_AI_HALP_SCENARIO_H

// One simulation of the example halp: what it takes, the network it builds, and what comes of it.

#include "halp-options.h"

#include "ns3/core-module.h"
#include "ns3/csma-module.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/placement-helper.h"
#include "ns3/point-to-point-module.h"
#include "ns3/task-arrivals.h"
#include "ns3/wifi-cell-helper.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace halp
{

constexpr uint32_t NODES = 3;                   ///< host and secondaries
constexpr double FIRST = 2;                     ///< instant of the first image [s]
inline const std::string HOST_RATE = "100Gbps"; ///< of answers

/// One simulation.
struct Scenario
{
    std::string part;
    std::string planner{"HalpPlanner"};
    std::string link{"ideal"};
    std::vector<std::string> networks;
    double rate{100e6}; ///< of the links, as the first plan assumes it [bit/s]
    double overhead{0}; ///< tau_o [s]
    double latency{0};  ///< tau_m [s]
    uint32_t batch{1};
    uint32_t images{1};
    double period{10};  ///< between images; those of a batch come at once [s]
    double deadline{0}; ///< [s]; 0: none
    bool selects{false};
    bool mayShare{true};
    bool varies{false}; ///< the uplink's rate is drawn for every image
    bool replan{false};
    bool course{false};  ///< a secondary falls silent, later a link degrades
    std::string files{}; ///< prefix of records and timeline; empty: none
    std::string pcap{};  ///< prefix of packet traces; empty: none

    /// @returns under a deadline: who runs which network
    std::string GetMode() const
    {
        return part != "selection" ? ""
                                   : std::string(mayShare ? "with HALP" : "alone") +
                                         (selects ? ", chosen" : ", largest");
    }
};

/// What came of it.
struct Outcome
{
    std::vector<RowPartitionImage> images;
    std::vector<RowPartitionChange> changes;
    std::vector<TaskRecord> records; ///< of the first images
    TaskCounts counts;
    std::string fault; ///< what does not add up of their energy
    uint64_t silences{0};
};

/// The devices of a simulation.
struct Links
{
    NetDeviceContainer wires; ///< pairs 0-1, 0-2, 1-2 of both ends
    Ptr<PointToPointNetDevice> uplink;
};

/// @param [in] rate [bit/s]  @returns it as an attribute
inline DataRateValue
MakeRate(double rate)
{
    return DataRateValue(DataRate(std::llround(rate)));
}

/// Connects host and secondaries, and the device, whose link is one of its own but over Wi-Fi.
inline Links
BuildNetwork(const Options& options,
             const Scenario& scenario,
             const NodeContainer& nodes,
             Ptr<Node> device)
{
    InternetStackHelper stack;
    stack.Install(NodeContainer(nodes, NodeContainer(device)));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    Links links;
    if (scenario.link == "wifi")
    {
        NodeContainer stations(nodes.Get(1), nodes.Get(2), device);
        PlacementHelper().At(Vector(), NodeContainer(nodes.Get(0)));
        PlacementHelper().OnCircle(options.distance, stations);
        WifiCellHelper cell;
        const NetDeviceContainer wifi = cell.Install(nodes.Get(0), stations);
        cell.AssignStreams(wifi, 1000);
        addresses.Assign(wifi);
        stack.AssignStreams(NodeContainer(nodes, NodeContainer(device)), 2000);
        if (!scenario.pcap.empty())
        {
            cell.GetPhy().EnablePcap(scenario.pcap, wifi.Get(0));
        }
        return links;
    }
    const bool ideal = scenario.link == "ideal" || scenario.link == "shared";
    PointToPointHelper wire;
    wire.SetChannelAttribute("Delay", TimeValue(Seconds(ideal ? 0 : 50e-6 + scenario.latency)));
    wire.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("100000p"));
    CompatDisableFlowControl(wire);
    if (ideal)
    {
        wire.SetDeviceAttribute("Mtu", UintegerValue(65535));
    }
    const auto connect = [&](Ptr<Node> from, Ptr<Node> to) {
        wire.SetDeviceAttribute("DataRate", MakeRate(scenario.rate));
        const NetDeviceContainer pair = wire.Install(from, to);
        addresses.Assign(pair);
        addresses.NewNetwork();
        return pair;
    };
    if (scenario.link == "csma")
    {
        CsmaHelper bus;
        bus.SetChannelAttribute("DataRate", MakeRate(scenario.rate));
        bus.SetChannelAttribute("Delay", TimeValue(Seconds(1e-6 + scenario.latency)));
        const NetDeviceContainer devices = bus.Install(nodes);
        bus.AssignStreams(devices, 1000);
        addresses.Assign(devices);
        addresses.NewNetwork();
        if (!scenario.pcap.empty())
        {
            bus.EnablePcap(scenario.pcap, devices.Get(0));
        }
    }
    for (uint32_t i = 0; i < NODES && scenario.link != "csma"; ++i)
    {
        for (uint32_t j = i + 1; j < NODES; ++j)
        {
            links.wires.Add(connect(nodes.Get(i), nodes.Get(j)));
        }
    }
    if (scenario.link == "shared")
    {
        RowPartitionHelper::ShareMedium(links.wires, scenario.rate);
    }
    if (!scenario.pcap.empty() && links.wires.GetN() > 0)
    {
        wire.EnablePcap(scenario.pcap, links.wires.Get(0));
    }
    const NetDeviceContainer uplink = connect(device, nodes.Get(0));
    links.uplink = DynamicCast<PointToPointNetDevice>(uplink.Get(0));
    links.uplink->SetAttribute("DataRate", MakeRate(options.uplink));
    uplink.Get(1)->SetAttribute("DataRate", StringValue(HOST_RATE));
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    return links;
}

/// Draws the uplink's rate anew just before each image: Gaussian, conditioned on being positive.
inline void
VaryUplink(const Options& options, const Scenario& scenario, Ptr<PointToPointNetDevice> uplink)
{
    Ptr<NormalRandomVariable> draw = CreateObject<NormalRandomVariable>();
    draw->SetAttribute("Mean", DoubleValue(options.uplink));
    draw->SetAttribute("Variance", DoubleValue(options.deviation * options.deviation));
    draw->SetStream(3000);
    for (uint32_t i = 0; i < scenario.images; ++i)
    {
        double rate = 0;
        while (rate < 1)
        {
            rate = draw->GetValue();
        }
        Simulator::Schedule(Seconds(FIRST + i * scenario.period) - MilliSeconds(1),
                            &PointToPointNetDevice::SetDataRate,
                            uplink,
                            DataRate(std::llround(rate)));
    }
}

/// Settings of the helper that a scenario asks for.
inline void
Configure(const Options& options, const Scenario& scenario, RowPartitionHelper& rows)
{
    for (const std::string& network : scenario.networks)
    {
        rows.AddNetwork(LoadNetworkProfile(network), network);
    }
    const bool shared =
        scenario.link == "shared" || scenario.link == "csma" || scenario.link == "wifi";
    rows.SetLinks(scenario.rate, shared);
    rows.SetMessageOverhead(scenario.latency, 0);
    rows.SetDeadline(scenario.deadline);
    rows.SetUpload(options.uplink, scenario.varies ? options.deviation : 0);
    rows.SetHostAttribute("Batch", UintegerValue(scenario.batch));
    rows.SetHostAttribute("Replan", BooleanValue(scenario.replan));
    rows.SetDeviceAttribute("Selection", BooleanValue(scenario.selects));
    rows.SetDeviceAttribute("MayShare", BooleanValue(scenario.mayShare));
    rows.SetDeviceAttribute("Learn", BooleanValue(!scenario.varies));
    const bool ideal = scenario.link == "ideal" || scenario.link == "shared";
    if (ideal)
    {
        rows.SetSocketAttribute("SegmentSize",
                                UintegerValue(scenario.link == "shared" ? 60000 : 8000));
        Config::SetDefault("ns3::TcpSocket::InitialCwnd", UintegerValue(1000));
    }
    rows.SetSocketAttribute("SocketBuffer", UintegerValue(4000000));
    const bool together = scenario.batch > 1;
    rows.SetArrivals("ns3::edgeai::PeriodicArrivals",
                     "Period",
                     TimeValue(together ? NanoSeconds(1) : Seconds(scenario.period)),
                     "Offset",
                     TimeValue(Seconds(FIRST)),
                     "MaxTasks",
                     UintegerValue(scenario.images));
}

/// @returns what came of a scenario
inline Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    NodeContainer nodes(NODES);
    Ptr<Node> device = CreateObject<Node>();
    RowPartitionHelper rows(scenario.planner);
    Configure(options, scenario, rows); // sockets take their defaults when they are made
    const Links links = BuildNetwork(options, scenario, nodes, device);
    RowPartitionHelper::InstallProcessors(nodes,
                                          std::vector<double>(NODES, options.speed),
                                          scenario.overhead);
    rows.Install(nodes.Get(0), NodeContainer(nodes.Get(1), nodes.Get(2)), NodeContainer(device));
    rows.AssignStreams(1);
    if (scenario.varies)
    {
        VaryUplink(options, scenario, links.uplink);
    }
    if (scenario.course)
    {
        rows.Silence(2, Seconds(options.silent), Seconds(options.back));
        for (const uint32_t end : {0, 1})
        {
            Simulator::Schedule(Seconds(options.back + 3 * scenario.period),
                                &PointToPointNetDevice::SetDataRate,
                                DynamicCast<PointToPointNetDevice>(links.wires.Get(end)),
                                DataRate(std::llround(options.degraded)));
        }
    }
    Simulator::Stop(Seconds(FIRST + scenario.images * scenario.period + 100));
    Simulator::Run();
    const InferenceMonitor& monitor = rows.GetMonitor();
    Outcome outcome;
    outcome.images = rows.GetImages();
    outcome.changes = rows.GetChanges();
    outcome.counts = monitor.GetCounts();
    outcome.fault = monitor.GetEnergyBalance().fault;
    outcome.silences = rows.GetSilenceCount();
    if (!scenario.files.empty())
    {
        for (const TaskRecord* record : monitor.GetRecords())
        {
            outcome.records.push_back(*record);
        }
        monitor.Write(scenario.files + "-images.csv");
        monitor.Write(scenario.files + "-timeline.json");
    }
    Simulator::Destroy();
    return outcome;
}

} // namespace halp
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_SCENARIO_H
