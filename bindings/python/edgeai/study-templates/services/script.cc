// SPDX-License-Identifier: GPL-2.0-only
// @NAME@: what does a busy service gain from blocks of another one's model, and what does it cost?
//
// Two services on servers of their own; the first may route its tasks through blocks of the second,
// at a price in accuracy. Alone it passes 35 tasks/s, and the second, whose load is 10, 61. Change
// what you like: networks, speeds, planner; then
//     ./edge-ai run PATH/@NAME@ -- --planner=CodeOwnPathPlanner --load=100
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
    double rate = 200e6;
    double load = 70;
    std::string planner = "CodePlanner";
    // While a server computes [W]; 0: no energies. --ns3::edgeai::Processor::StaticPower=... is
    // another.
    Config::SetDefault("ns3::edgeai::Processor::StaticPower", DoubleValue(10));
    RunFolder folder("results/@NAME@",
                     "What does a service gain from blocks of another one's model?");
    folder.AddValue("rate", "Of every link [bit/s]", rate, 1e3, 1e11);
    folder.AddValue("load", "Tasks of the first service [1/s]", load, 1e-3, 1e4);
    folder.AddName("planner",
                   "Planner of paths, of the first service",
                   planner,
                   CodeHelper::RequirePlanner,
                   CodeHelper::ListPlanners);
    folder.Parse(argc, argv);

    NodeContainer servers(2);
    NodeContainer users(2);
    const NodeContainer nodes(servers, users);
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

    CodeHelper services; // name, network, speed of its server [FLOP/s], load [1/s], planner
    services.AddService({"vision", "AlexNet", 50e9, load, planner});
    services.AddService({"mobile", "MobileNetV1", 70e9, 10});
    services.SetPoisson(true);  // tasks come at random
    services.SetLinkRate(rate); // first estimate: servers measure
    services.InstallProcessors(servers);
    services.Install(servers, {users.Get(0), users.Get(1)});
    services.AssignStreams(1);

    Simulator::Stop(Seconds(10));
    Simulator::Run();
    const InferenceMonitor& monitor = services.GetMonitor();
    monitor.PrintSummary(std::cout);              // plan, reality, ratio
    monitor.Write(folder.GetPath("tasks.csv"));   // a row for every task, and every step
    monitor.Write(folder.GetPath("summary.csv")); // a row for the run: what campaigns read
    Simulator::Destroy();
}
