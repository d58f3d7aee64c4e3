// SPDX-License-Identifier: GPL-2.0-only
// @NAME@: what do cells of workers learn together when their servers mix models over slow links?
//
// Workers of a cell train for their own server; servers send models over the links that a plan
// chooses: fast ones to either neighbour, slow ones to all others. Change what you like: cells,
// links, data, planner; then
//     ./edge-ai run PATH/@NAME@ -- --planner=HfelRingPlanner --rate=100e3
#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"
#include "ns3/point-to-point-module.h"

#include <cmath>
#include <fstream>
#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

/// What models of servers are worth at instants that all runs share, so that these have a mean.
void
WriteCurve(const std::vector<TierRound>& rounds, const std::string& path)
{
    std::ofstream out(path);
    out << "time_s,accuracy,loss\n";
    std::size_t ended = 0;
    for (int step = 0; step <= 16; ++step) // from 10 ms to 100 s, four a decade
    {
        const double time = std::pow(10, step / 4.0 - 2);
        while (ended < rounds.size() && rounds[ended].time.ended <= time)
        {
            ++ended;
        }
        const auto& servers = ended ? rounds[ended - 1].servers : std::vector<TierServerRound>();
        double accuracy = 0;
        double loss = 0;
        for (const TierServerRound& server : servers)
        {
            accuracy += server.accuracy / servers.size();
            loss += server.loss / servers.size();
        }
        if (!servers.empty()) // there is no row before the first round has ended
        {
            out << time << ',' << accuracy << ',' << loss << '\n';
        }
    }
}

int
main(int argc, char* argv[])
{
    double rate = 1e6;
    double slow = 10;
    uint32_t rounds = 40;
    std::string partition = "classes(2)";
    std::string planner = "HfelThresholdPlanner";
    RunFolder folder("results/@NAME@", "What do cells learn together over slow links of servers?");
    folder.AddValue("rate", "Of links between neighbours [bit/s]", rate, 1e3, 1e11);
    folder.AddValue("slow", "How much slower links between others are", slow, 1, 1e3);
    folder.AddValue("rounds", "Of servers", rounds, 1, 100000);
    folder.AddValue("partition", "Who has which samples: iid, dirichlet(a), classes(n)", partition);
    folder.AddValue("planner",
                    "Planner of topologies: HfelRingPlanner, HfelStarPlanner, ...",
                    planner);
    folder.Parse(argc, argv);

    NodeContainer servers(5);
    InternetStackHelper().Install(servers);
    PointToPointHelper cable;
    cable.SetChannelAttribute("Delay", StringValue("100us"));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < servers.GetN(); ++i)
    {
        for (uint32_t j = i + 1; j < servers.GetN(); ++j, addresses.NewNetwork())
        {
            const bool neighbours = j == i + 1 || j - i == servers.GetN() - 1;
            const DataRate speed(std::llround(neighbours ? rate : rate / slow));
            cable.SetDeviceAttribute("DataRate", DataRateValue(speed));
            Ipv4InterfaceContainer ends =
                addresses.Assign(cable.Install(servers.Get(i), servers.Get(j)));
            ends.SetMetric(0, neighbours ? 1 : 100); // words of the coordinator go over fast ones
            ends.SetMetric(1, neighbours ? 1 : 100);
        }
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
    monitor.Write(folder.GetPath("rounds.csv"));  // a row for every round of every server
    monitor.Write(folder.GetPath("summary.csv")); // a row for the run
    WriteCurve(tiers.GetRounds(), folder.GetPath("curve.csv")); // what campaigns read
    Simulator::Destroy();
}
