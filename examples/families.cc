/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What is the shortest script of each family, and what do its planners make of the same nodes?
//
// A chain of devices (chain), rows shared by a host and two others (rows), stages of nodes (flow),
// services that use each other's blocks (path), learning in rounds (round) and in two tiers
// (topology). Every pair of nodes has a cable; --planner is any planner of the family, one in
// another process (RemoteChainPlanner) or an agent (AgentChainPlanner) included. Co-inference, the
// seventh family, is in co-inference-minimal.cc.

#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"
#include "ns3/point-to-point-module.h"

#include <cmath>
#include <exception>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// What the command line says.
struct Options
{
    std::string family{"chain"};
    std::string planner;    ///< empty: the family's own
    double rate{100e6};     ///< of every cable [bit/s]
    double duration{10};    ///< [s]
    uint32_t rounds{5};     ///< of learning
    std::string csv;        ///< where the records go
    std::string summaryCsv; ///< where the run goes, as one row
};

/// Gives nodes protocol stacks, and every pair of them a cable.
void
Connect(const NodeContainer& nodes, double rate)
{
    InternetStackHelper stack;
    stack.Install(nodes);
    stack.AssignStreams(nodes, 2000);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", DataRateValue(DataRate(std::llround(rate))));
    cable.SetChannelAttribute("Delay", StringValue("100us"));
    cable.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("10000p"));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.252");
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        for (uint32_t j = i + 1; j < nodes.GetN(); ++j, addresses.NewNetwork())
        {
            addresses.Assign(cable.Install(nodes.Get(i), nodes.Get(j)));
        }
    }
}

/// Simulates, and says what came of it.
template <class Helper>
void
Simulate(Helper& helper, const Options& options)
{
    Simulator::Stop(Seconds(options.duration));
    Simulator::Run();
    helper.GetMonitor().PrintSummary(std::cout);
    helper.GetMonitor().Write(options.csv);
    helper.GetMonitor().Write(options.summaryCsv);
    Simulator::Destroy();
}

/// Frames of a camera through three boards.
void
RunChain(const Options& options)
{
    const ChainProblem problem = MakeIovtProblem(options.rate, options.rate);
    NodeContainer way(problem.devices.size() + 2);
    NodeContainer devices;
    for (uint32_t i = 1; i + 1 < way.GetN(); ++i)
    {
        devices.Add(way.Get(i));
    }
    Connect(way, options.rate);
    PipelineHelper::InstallProcessors(devices, problem.devices);
    PipelineHelper pipeline(problem, options.planner);
    const Ptr<Node> sink = way.Get(way.GetN() - 1);
    pipeline.Install(way.Get(0), devices, sink, sink);
    pipeline.AssignStreams(1);
    Simulate(pipeline, options);
}

/// Images of a device whose layers a host shares with two others.
void
RunRows(const Options& options)
{
    NodeContainer nodes(4);
    Connect(nodes, options.rate);
    RowPartitionHelper rows(options.planner);
    rows.AddNetwork(LoadNetworkProfile("VGG-16"), "VGG-16");
    rows.SetLinks(options.rate, false);
    rows.SetUpload(options.rate);
    rows.SetArrivals("Periodic", "Period", TimeValue(Seconds(2)));
    const NodeContainer secondaries(nodes.Get(1), nodes.Get(2));
    RowPartitionHelper::InstallProcessors(NodeContainer(nodes.Get(0), secondaries),
                                          {100e9, 100e9, 100e9},
                                          0);
    rows.Install(nodes.Get(0), secondaries, nodes.Get(3));
    rows.AssignStreams(1);
    Simulate(rows, options);
}

/// Tasks of three devices through two stages of two nodes.
void
RunFlow(const Options& options)
{
    NodeContainer nodes(7);
    Connect(nodes, options.rate);
    const NodeContainer devices(nodes.Get(0), nodes.Get(1), nodes.Get(2));
    const std::vector<NodeContainer> stages{NodeContainer(nodes.Get(3), nodes.Get(4)),
                                            NodeContainer(nodes.Get(5), nodes.Get(6))};
    DtoEeHelper::InstallProcessors(stages[0], {500e9, 300e9});
    DtoEeHelper::InstallProcessors(stages[1], {800e9, 600e9});
    DtoEeSettings settings;
    settings.planner = options.planner;
    DtoEeHelper flow(DtoEeModel::FromNetwork("ResNet-101", {11}, {1}), settings);
    const std::vector<std::vector<double>> into(3, {options.rate, options.rate});
    flow.Install(devices, {4, 6, 8}, stages, {into, {into[0], into[1]}});
    flow.AssignStreams(1);
    Simulate(flow, options);
}

/// Tasks of two services that may use each other's blocks.
void
RunPath(const Options& options)
{
    NodeContainer nodes(4);
    Connect(nodes, options.rate);
    CodeHelper code;
    code.AddService({"vision", "AlexNet", 50e9, 20, options.planner});
    code.AddService({"mobile", "MobileNetV1", 70e9, 20});
    const NodeContainer servers(nodes.Get(0), nodes.Get(1));
    code.SetLinkRate(options.rate);
    code.InstallProcessors(servers);
    code.Install(servers, {nodes.Get(2), nodes.Get(3)});
    code.AssignStreams(1);
    Simulate(code, options);
}

/// Four workers that divide a model among themselves, each with a band of its own.
void
RunRound(const Options& options)
{
    NodeContainer server(1);
    NodeContainer workers(4);
    InternetStackHelper().Install(NodeContainer(server, workers));
    NetDeviceContainer links = IdealLinkHelper().Install(server.Get(0), workers);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < links.GetN(); i += 2, addresses.NewNetwork())
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
    }
    ProcessorHelper("Mobile").Install(workers);
    LearningHelper learning("Softmax(20,10)", options.planner);
    learning.SetData("Mixture(20,10,samples=400,separation=2)");
    learning.SetPartition("shared");
    learning.SetServerAttribute("Rounds", UintegerValue(options.rounds));
    learning.Install(server.Get(0), workers);
    learning.AssignStreams(1);
    Simulate(learning, options);
}

/// Three servers, each with two devices, that mix their models.
void
RunTopology(const Options& options)
{
    NodeContainer servers(3);
    Connect(servers, options.rate);
    std::vector<NodeContainer> cells;
    Ipv4AddressHelper addresses("10.1.0.0", "255.255.255.252");
    for (uint32_t m = 0; m < servers.GetN(); ++m)
    {
        cells.emplace_back(2U);
        InternetStackHelper().Install(cells.back());
        NetDeviceContainer links = IdealLinkHelper().Install(servers.Get(m), cells.back());
        for (uint32_t i = 0; i < links.GetN(); i += 2, addresses.NewNetwork())
        {
            addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
        }
        ProcessorHelper processor("Mobile");
        processor.SetGovernor("Planned");
        processor.Install(cells.back());
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    TieredLearningHelper tiers("Softmax(20,10)", "HfelPlanner", options.planner);
    tiers.SetData("Mixture(20,10,samples=400,separation=2)");
    tiers.SetPartition("iid");
    tiers.SetTraining(.1, 16, 2, 1);
    tiers.SetTierAttribute("Rounds", UintegerValue(options.rounds));
    tiers.AssignStreams(1);
    tiers.Install(servers, cells);
    Simulate(tiers, options);
}

/// A family: who plans it unless somebody else is said, its script, and what throws in words for
/// who cannot plan it.
struct Family
{
    std::string planner;
    void (*run)(const Options& options);
    void (*require)(const std::string& planner);
};

const std::map<std::string, Family> FAMILIES{
    {"chain", {"IovtPlanner", &RunChain, [](const auto& name) { RequireChainPlanner(name); }}},
    {"rows", {"HalpPlanner", &RunRows, &RowPartitionHelper::RequirePlanner}},
    {"flow",
     {"DtoEePlanner", &RunFlow, [](const auto& name) { DtoEeHelper::RequirePlanner(name); }}},
    {"path", {"CodePlanner", &RunPath, [](const auto& name) { CodeHelper::RequirePlanner(name); }}},
    {"round",
     {"PartelPlanner", &RunRound, [](const auto& name) { LearningHelper("Softmax(1,2)", name); }}},
    {"topology", {"HfelThresholdPlanner", &RunTopology, [](const auto& name) {
                      TieredLearningHelper("Softmax(1,2)", "HfelPlanner", name);
                  }}}};

} // namespace

int
main(int argc, char* argv[])
try
{
    Options options;
    std::vector<std::string> names;
    for (const auto& [name, family] : FAMILIES)
    {
        names.push_back(name);
    }
    RunFolder folder("results/families", "The shortest script of each family.");
    folder.AddChoice("family", "Whose script", options.family, names);
    folder.AddText("planner",
                   "Planner of the family; empty: its own",
                   options.planner,
                   [&options](const std::string& planner) {
                       if (!planner.empty())
                       {
                           FAMILIES.at(options.family).require(planner);
                       }
                   });
    folder.AddValue("rate", "Of every cable [bit/s]", options.rate, 1e3, 1e11);
    folder.AddValue("duration", "How long [s]", options.duration, 1e-3, 1e6);
    folder.AddValue("rounds", "Of learning, at most", options.rounds, 1, 100000);
    folder.Parse(argc, argv);
    const Family& family = FAMILIES.at(options.family);
    options.planner = options.planner.empty() ? family.planner : options.planner;
    options.csv = folder.GetPath("results.csv");
    options.summaryCsv = folder.GetPath("summary.csv");
    family.run(options);
    return 0;
}

catch (const std::exception& error)
{
    std::cerr << "families: " << error.what() << "\n";
    return 1;
}
