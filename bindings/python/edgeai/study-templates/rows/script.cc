// SPDX-License-Identifier: GPL-2.0-only
// @NAME@: how much sooner is an image done when other nodes share the rows of its feature maps?
//
// A device's images go to a host, which gives rows of every layer to two others and puts them
// together. Change what you like: speeds, links, network, planner; then
//     ./edge-ai run PATH/@NAME@ -- --planner=ModnnPlanner --rate=1e9
#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"
#include "ns3/point-to-point-module.h"

#include <cmath>
#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    double rate = 100e6;
    double speed = 100e9;
    std::string network = "VGG-16";
    std::string planner = "HalpPlanner";
    RunFolder folder("results/@NAME@",
                     "How much sooner is an image done when nodes share its rows?");
    folder.AddValue("rate", "Of every link [bit/s]", rate, 1e3, 1e11);
    folder.AddValue("speed", "Of host and others [FLOP/s]", speed, 1e6, 1e15);
    folder.AddText("network", "Catalogue name or profile file", network, LoadNetworkProfile);
    folder.AddText("planner", "Planner of rows", planner, RowPartitionHelper::RequirePlanner);
    folder.Parse(argc, argv);

    NodeContainer nodes(4); // host, two secondaries, device
    InternetStackHelper().Install(nodes);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", DataRateValue(DataRate(std::llround(rate))));
    cable.SetChannelAttribute("Delay", StringValue("100us"));
    cable.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("10000p"));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        for (uint32_t j = i + 1; j < nodes.GetN(); ++j, addresses.NewNetwork())
        {
            addresses.Assign(cable.Install(nodes.Get(i), nodes.Get(j)));
        }
    }
    const NodeContainer secondaries(nodes.Get(1), nodes.Get(2));
    const NodeContainer computers(nodes.Get(0), secondaries);
    RowPartitionHelper::InstallProcessors(computers, {speed, speed, speed}, 0, 10 /* W */);

    RowPartitionHelper rows(planner);
    rows.AddNetwork(LoadNetworkProfile(network), network);
    rows.SetLinks(rate, false); // first estimates: the host measures
    rows.SetUpload(rate);
    rows.SetArrivals("Poisson", "Rate", DoubleValue(0.2));
    rows.Install(nodes.Get(0), secondaries, nodes.Get(3));
    rows.AssignStreams(1);

    Simulator::Stop(Seconds(60));
    Simulator::Run();
    const InferenceMonitor& monitor = rows.GetMonitor();
    monitor.PrintSummary(std::cout);              // plan, reality, ratio
    monitor.Write(folder.GetPath("images.csv"));  // a row for every image, and every step
    monitor.Write(folder.GetPath("summary.csv")); // a row for the run: what campaigns read
    Simulator::Destroy();
}
