// SPDX-License-Identifier: GPL-2.0-only
// @NAME@: what do cells of workers learn together when their servers mix models over slow links?
//
// Workers of a cell train for their own server; servers send models over the links that a plan
// chooses. Change what you like: cells, links, data, planner; then
//     ./edge-ai run PATH/@NAME@ -- --planner=HfelRingPlanner --rate=1e6
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
    double rate = 10e6;
    uint32_t rounds = 20;
    std::string partition = "dirichlet(0.5)";
    std::string planner = "HfelThresholdPlanner";
    RunFolder folder("results/@NAME@", "What do cells learn together over slow links of servers?");
    folder.AddValue("rate", "Of links between servers [bit/s]", rate, 1e3, 1e11);
    folder.AddValue("rounds", "Of servers", rounds, 1, 100000);
    folder.AddValue("partition", "Who has which samples: iid, dirichlet(a), classes(n)", partition);
    folder.AddValue("planner",
                    "Planner of topologies: HfelRingPlanner, HfelStarPlanner, ...",
                    planner);
    folder.Parse(argc, argv);

    NodeContainer servers(3);
    InternetStackHelper().Install(servers);
    PointToPointHelper cable;
    cable.SetDeviceAttribute("DataRate", DataRateValue(DataRate(std::llround(rate))));
    cable.SetChannelAttribute("Delay", StringValue("100us"));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < servers.GetN(); ++i, addresses.NewNetwork())
    {
        addresses.Assign(cable.Install(servers.Get(i), servers.Get((i + 1) % servers.GetN())));
    }
    std::vector<NodeContainer> cells;
    for (uint32_t m = 0; m < servers.GetN(); ++m)
    {
        cells.emplace_back(3U);
        InternetStackHelper().Install(cells.back());
        NetDeviceContainer links = IdealLinkHelper().Install(servers.Get(m), cells.back());
        for (uint32_t i = 0; i < links.GetN(); i += 2, addresses.NewNetwork())
        {
            addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
        }
        ProcessorHelper processor("Mobile");
        processor.SetGovernor("Planned"); // plans choose clocks
        processor.Install(cells.back());
    }
    Ipv4GlobalRoutingHelper::PopulateRoutingTables();

    TieredLearningHelper tiers("Softmax(20,10)", "HfelPlanner" /* of cells */, planner);
    tiers.SetData("Mixture(20,10,samples=2000,separation=2)"); // a fifth is kept for the accuracy
    tiers.SetPartition(partition);
    tiers.SetTraining(0.1 /* step size */, 16 /* batch */, 2 /* steps */, 1 /* rounds of a cell */);
    tiers.SetTierAttribute("Rounds", UintegerValue(rounds));
    tiers.AssignStreams(1);
    tiers.Install(servers, cells);

    Simulator::Stop(Seconds(1000));
    Simulator::Run();
    const InferenceMonitor& monitor = tiers.GetMonitor();
    monitor.PrintSummary(std::cout);              // plan, reality, ratio
    monitor.Write(folder.GetPath("rounds.csv"));  // a row for every round: what campaigns read
    monitor.Write(folder.GetPath("summary.csv")); // a row for the run
    Simulator::Destroy();
}
