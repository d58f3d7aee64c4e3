// SPDX-License-Identifier: GPL-2.0-only
// @NAME@: how many frames a second pass a chain of unlike devices, and at what accuracy?
//
// A camera's frames, which come as something moves (Poisson), cross boards, each of which runs some
// layers; a controller measures links and boards, and plans again. Change what you like: boards,
// links, network, planner; then
//     ./edge-ai run PATH/@NAME@ -- --planner=IovtEqualLayersPlanner --rate=20e6
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
    double frames = 30;
    std::string planner = "IovtPlanner";
    RunFolder folder("results/@NAME@", "How many frames a second pass a chain of devices?");
    folder.AddValue("rate", "Of every link [bit/s]", rate, 1e3, 1e11);
    folder.AddValue("frames", "Of the camera, in the mean [1/s]", frames, 1e-3, 1e3);
    folder.AddName("planner", "Chain planner", planner, RequireChainPlanner, ListChainPlanners);
    folder.Parse(argc, argv);

    ChainProblem problem = MakeIovtProblem(rate, rate); // RepVGG-A0 with kernels of 1, 3 or 5
    problem.frameRate = frames;
    problem.devices[0].busyPower = 6.4; // a Raspberry Pi 4 while it computes [W]; 0: no energies
    problem.devices[1].busyPower = 10;  // a Jetson Nano
    problem.devices[2].busyPower = 15;  // a Jetson Xavier NX
    NodeContainer nodes(5);             // camera, three boards, sink
    InternetStackHelper().Install(nodes);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", DataRateValue(DataRate(std::llround(rate))));
    cable.SetChannelAttribute("Delay", StringValue("100us"));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 1; i < nodes.GetN(); ++i, addresses.NewNetwork())
    {
        addresses.Assign(cable.Install(nodes.Get(i - 1), nodes.Get(i)));
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables(); // the controller talks to all of them
    const NodeContainer boards(nodes.Get(1), nodes.Get(2), nodes.Get(3));
    PipelineHelper::InstallProcessors(boards, problem.devices);

    PipelineHelper pipeline(problem, planner);
    pipeline.SetArrivals("Poisson", "Rate", DoubleValue(frames));
    const Ptr<Node> sink = nodes.Get(4);
    pipeline.Install(nodes.Get(0), boards, sink, sink /* the controller's */);
    pipeline.AssignStreams(1);

    Simulator::Stop(Seconds(10));
    Simulator::Run();
    const InferenceMonitor& monitor = pipeline.GetMonitor();
    monitor.PrintSummary(std::cout);              // plan, reality, ratio
    monitor.Write(folder.GetPath("frames.csv"));  // a row for every frame, and every step
    monitor.Write(folder.GetPath("summary.csv")); // a row for the run: what campaigns read
    Simulator::Destroy();
}
