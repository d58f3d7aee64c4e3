// SPDX-License-Identifier: GPL-2.0-only
// @NAME@: how long do tasks take through stages of edge nodes, and how many leave early?
//
// Devices send tasks to nodes of a first stage, and those to nodes of a second, where sure answers
// leave at an exit between them. Change what you like: speeds, stages, exits, planner; then
//     ./edge-ai run PATH/@NAME@ -- --planner=DtoEeNgtoPlanner --rate=30
#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"
#include "ns3/point-to-point-module.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    double rate = 6;
    double value = 2;
    DtoEeSettings settings;
    // While a node computes [W]; 0: no energies. --ns3::edgeai::Processor::StaticPower=... is
    // another.
    Config::SetDefault("ns3::edgeai::Processor::StaticPower", DoubleValue(15));
    RunFolder folder("results/@NAME@", "How long do tasks take through stages of edge nodes?");
    folder.AddValue("rate", "Tasks of a device [1/s]", rate, 1e-3, 1e4);
    folder.AddValue("value", "What accuracy 1 is worth [s]", value, 0, 1e3);
    folder.AddName("planner",
                   "Of flows; DtoEeDistributedPlanner: none, nodes agree by messages",
                   settings.planner,
                   DtoEeHelper::RequirePlanner,
                   DtoEeHelper::ListPlanners);
    folder.Parse(argc, argv);
    settings.accuracyValue = value;

    NodeContainer devices(3);
    const std::vector<NodeContainer> stages{NodeContainer(2), NodeContainer(2)};
    const NodeContainer nodes(devices, stages[0], stages[1]);
    InternetStackHelper().Install(nodes);
    PointToPointHelper cable; // between every two: answers go straight to the device
    cable.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
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
    DtoEeHelper::InstallProcessors(stages[0], {500e9, 300e9}); // [FLOP/s]
    DtoEeHelper::InstallProcessors(stages[1], {800e9, 600e9});

    // Two parts, cut behind the eleventh block, with one exit behind the first part.
    DtoEeHelper flow(DtoEeModel::FromNetwork("ResNet-101", {11}, {1}), settings);
    const std::vector<double> links{100e6, 100e6}; // to either node of a stage [bit/s]
    flow.Install(devices, {rate, rate, rate}, stages, {{links, links, links}, {links, links}});
    flow.AssignStreams(1);

    Simulator::Stop(Seconds(20));
    Simulator::Run();
    const InferenceMonitor& monitor = flow.GetMonitor();
    monitor.PrintSummary(std::cout);              // plan, reality, ratio
    monitor.Write(folder.GetPath("tasks.csv"));   // a row for every task, and every step
    monitor.Write(folder.GetPath("summary.csv")); // a row for the run: what campaigns read
    Simulator::Destroy();
}
