/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// How is a method of one's own in rounds of learning written, and what does it cost in bits?
//
// The method is a class of Python with two functions, what a device sends and what the server makes
// of it: trainers/sign_trainer.py sends one bit per parameter, and lets the majority decide.
// Rounds, plans, packets and processors are the simulation's. --trainer=numpy_trainer.py: plain
// averaging.

#include "ns3/core-module.h"
#include "ns3/edge-ai-module.h"
#include "ns3/internet-module.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::edgeai;

int
main(int argc, char* argv[])
{
    std::string trainer = "sign_trainer.py";
    uint32_t rounds = 30;
    RunFolder folder("results/own-method", "What does a method of one's own cost in bits?");
    folder.AddValue("trainer", "File in examples/trainers, or an absolute path", trainer);
    folder.AddValue("rounds", "Of learning", rounds, 1, 10000);
    folder.Parse(argc, argv);
    NodeContainer workers(6);
    NodeContainer server(1);
    NetDeviceContainer links = IdealLinkHelper().Install(server.Get(0), workers);
    InternetStackHelper().Install(NodeContainer(workers, server));
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    for (uint32_t i = 0; i < links.GetN(); i += 2, addresses.NewNetwork())
    {
        addresses.Assign(NetDeviceContainer(links.Get(i), links.Get(i + 1)));
    }
    ProcessorHelper("Mobile").Install(workers);
    const std::string path = trainer.find('/') == 0
                                 ? trainer
                                 : std::string(EDGE_AI_EXAMPLES_FOLDER) + "/trainers/" + trainer;
    const bool signs = trainer == "sign_trainer.py";
    LearningHelper learning("Softmax(20,10)", "FedQvrEqualPlanner");
    learning.SetData("Mixture(20,10,samples=1200,separation=2)");
    learning.SetPartition("dirichlet(0.5)");
    learning.SetTraining(.1, 32);
    // 20 x 10 weights and 10 biases: what one bit of each takes, in whole bytes.
    learning.SetMethod("External(command=\"/usr/bin/python3 '" + path + "'\",steps=5" +
                       (signs ? ",bytes=27)" : ")"));
    learning.SetServerAttribute("Rounds", UintegerValue(rounds));
    learning.Install(server.Get(0), workers);
    learning.AssignStreams(1);
    Simulator::Stop(Seconds(1000));
    Simulator::Run();
    const std::vector<LearningRound> all = learning.GetRounds();
    if (all.empty())
    {
        std::cerr << "no round has begun\n";
        return 1;
    }
    const LearningRound last = all.back();
    std::cout << "round " << last.round << ": accuracy " << last.accuracy << ", up " << last.bitsUp
              << " bit, down " << last.bitsDown << " bit\n";
    learning.GetMonitor().Write(folder.GetPath("results.csv"));
    Simulator::Destroy();
    const auto completed = [](const LearningRound& round) { return round.completed; };
    if (all.size() < rounds || !std::all_of(all.begin(), all.end(), completed))
    {
        std::cerr << all.size() << " of " << rounds << " rounds; round " << last.round
                  << (last.completed ? " was completed" : " was not completed")
                  << (last.detail.empty() ? "" : ": " + last.detail) << '\n';
        return 1;
    }
    return 0;
}
