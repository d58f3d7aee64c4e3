// SPDX-License-Identifier: GPL-2.0-only
// @NAME@: what becomes of tasks when devices share a server, and how near a plan comes to it.
//
// Devices run a network together with a server over links of their own; every task has a deadline
// and a budget of energy. Change what you like: another link, planner, network, arrivals; then
//     ./edge-ai run PATH/@NAME@ -- --planner=LaimScaPlanner --devices=8
#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    uint32_t deviceCount = 4;
    double rate = 0.2;
    double latency = 1;
    std::string network = "ViT-L/16@part=encoder";
    std::string planner = "LaimPlanner";
    RunFolder folder("results/@NAME@", "What becomes of tasks when devices share a server?");
    folder.AddValue("devices", "Number of devices", deviceCount, 1, 1000);
    folder.AddValue("rate", "Tasks of a device [1/s]", rate, 1e-3, 1e3);
    folder.AddValue("latency", "Deadline of a task [s]", latency, 1e-3, 1e3);
    folder.AddText("network", "Catalogue name or profile file", network, LoadNetworkProfile);
    folder.AddName("planner", "Split planner", planner, RequireSplitPlanner, ListSplitPlanners);
    folder.Parse(argc, argv);

    NodeContainer devices(deviceCount);
    NodeContainer server(1);
    IdealLinkHelper link; // a network for each device; cells: the manual, "Scripts of one's own"
    NetDeviceContainer links = link.Install(server.Get(0), devices);
    InternetStackHelper().Install(NodeContainer(devices, server));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < links.GetN(); i += 2, addresses.NewNetwork())
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
    }
    ProcessorHelper processors("LaimDevice");
    processors.Install(devices);
    processors.SetPreset("LaimServer").Install(server);

    CoInferenceHelper inference(network, planner);
    inference.SetBudget(Seconds(latency), 0.1 /* J */);
    inference.SetArrivals("Poisson", "Rate", DoubleValue(rate));
    inference.Install(server.Get(0), devices);
    inference.AssignStreams(1);

    Simulator::Stop(Seconds(60));
    Simulator::Run();
    const InferenceMonitor& monitor = inference.GetMonitor();
    monitor.PrintSummary(std::cout);              // plan, reality, ratio
    monitor.Write(folder.GetPath("tasks.csv"));   // a row for every task, and every step
    monitor.Write(folder.GetPath("summary.csv")); // a row for the run: what campaigns read
    Simulator::Destroy();
}
