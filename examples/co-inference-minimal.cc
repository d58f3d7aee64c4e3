/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// The shortest co-inference script: devices, a server, a network and a planner by name.
//
//   device 0 --- ideal link ---+
//   device 1 --- ideal link ---+--- server
//   ...                        |
//
// Every device runs a task every five seconds in the mean, within 1 s and 0.1 J. Plans know no
// queue at the server, which they share: the summary sets what the plan promised beside what the
// simulation gave.

#include "ns3/co-inference-helper.h"
#include "ns3/core-module.h"
#include "ns3/ideal-link-helper.h"
#include "ns3/internet-module.h"
#include "ns3/processor-helper.h"
#include "ns3/run-folder.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    uint32_t deviceCount = 4;
    std::string network = "ViT-L/16@part=encoder";
    std::string planner = "LaimPlanner";
    std::string arrivals = "ns3::edgeai::PoissonArrivals";
    Config::SetDefault(arrivals + "::Rate", DoubleValue(0.2)); // the command line may say otherwise
    RunFolder folder("results/co-inference-minimal", "Co-inference in as few lines as it takes.");
    folder.AddValue("devices", "Number of devices", deviceCount);
    folder.AddValue("network", "Catalogue name or profile file (.json)", network);
    folder.AddValue("planner", "TypeId name of a split planner", planner);
    folder.AddValue("arrivals", "TypeId name of the tasks' arrivals", arrivals);
    folder.Parse(argc, argv);

    NodeContainer devices(deviceCount);
    NodeContainer server(1);
    IdealLinkHelper link;
    NetDeviceContainer links = link.Install(server.Get(0), devices);

    InternetStackHelper stack;
    stack.Install(devices);
    stack.Install(server);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < links.GetN(); i += 2)
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
        addresses.NewNetwork();
    }

    ProcessorHelper processors("LaimDevice");
    processors.Install(devices);
    processors.SetPreset("LaimServer").Install(server);

    CoInferenceHelper inference(network, planner);
    inference.SetBudget(Seconds(1), 0.1 /* J */);
    inference.GetMonitor().SetAttribute("BudgetTolerance", DoubleValue(0.005));
    inference.SetArrivals(arrivals);
    inference.Install(server.Get(0), devices);
    inference.AssignStreams(1);

    Simulator::Stop(Seconds(60));
    Simulator::Run();
    inference.GetMonitor().PrintSummary(std::cout);
    inference.GetMonitor().Write(folder.GetPath("results.csv"));
    inference.GetMonitor().Write(folder.GetPath("timeline.json"));
    // Whatever was drawn is with the tasks, idle, or known to be for no task.
    const bool balanced = inference.GetMonitor().GetEnergyBalance().fault.empty();
    Simulator::Destroy();
    return balanced ? 0 : 1;
}
