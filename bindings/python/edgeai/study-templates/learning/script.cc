// SPDX-License-Identifier: GPL-2.0-only
// @NAME@: how soon does a model learn when all of its rounds cross a network?
//
// Workers train on samples of their own, and send updates to a server over links of their own. The
// method is a text, as are model and data. Change what you like: another link, planner, method;
// then
//     ./edge-ai run PATH/@NAME@ -- --method='FedQVR(bits=4,steps=1..5)'
#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"

#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    uint32_t workerCount = 8;
    uint32_t rounds = 20;
    std::string method = "FedAvg(steps=5)";
    std::string planner = "FedQvrEqualPlanner";
    std::string model = "Softmax(20,10)";
    std::string partition = "dirichlet(0.5)";
    RunFolder folder("results/@NAME@", "How soon does a model learn over a network?");
    folder.AddValue("workers", "Number of workers", workerCount, 1, 1000);
    folder.AddValue("rounds", "Of learning", rounds, 1, 100000);
    folder.AddValue("method", "SCAFFOLD(steps=5), FedQVR(bits=4,steps=5), ...", method);
    folder.AddValue("planner", "Planner of rounds that goes with the method", planner);
    folder.AddValue("model", "Of 20 numbers and 10 classes: Mlp(20,16,10), ...", model);
    folder.AddValue("partition", "Who has which samples: iid, dirichlet(a), classes(n)", partition);
    folder.Parse(argc, argv);

    NodeContainer workers(workerCount);
    NodeContainer server(1);
    IdealLinkHelper link; // a network for each worker; cells: the manual, "Scripts of one's own"
    NetDeviceContainer links = link.Install(server.Get(0), workers);
    InternetStackHelper().Install(NodeContainer(workers, server));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < links.GetN(); i += 2, addresses.NewNetwork())
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
    }
    ProcessorHelper("Mobile").Install(workers);

    LearningHelper learning(model, planner);
    // A fifth of the data is kept for the accuracy.
    learning.SetData("Mixture(20,10,samples=2000,separation=2)");
    learning.SetPartition(partition);
    learning.SetTraining(0.1 /* step size */, 32 /* samples of a batch */);
    learning.SetMethod(method);
    learning.SetServerAttribute("Rounds", UintegerValue(rounds));
    learning.Install(server.Get(0), workers);
    learning.AssignStreams(1);

    Simulator::Stop(Seconds(1000));
    Simulator::Run();
    const InferenceMonitor& monitor = learning.GetMonitor();
    monitor.PrintSummary(std::cout);              // plan, reality, ratio
    monitor.Write(folder.GetPath("rounds.csv"));  // a row for every round: what campaigns read
    monitor.Write(folder.GetPath("summary.csv")); // a row for the run
    Simulator::Destroy();
}
