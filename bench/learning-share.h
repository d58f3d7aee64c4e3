/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_SHARE_H
#define EDGE_AI_LEARNING_SHARE_H

// What a simulation of learning in rounds spends its time with: as many gradients as its workers
// take, and as many losses over all data as rounds are judged by, each timed by itself, beside the
// whole run with all its packets. Processor time, which other programs do not lengthen.

#include "application/learning/model-score.h"
#include "learning/data/data-generators.h"
#include "learning/network/model-factory.h"

#include "ns3/boolean.h"
#include "ns3/csma-helper.h"
#include "ns3/data-rate.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/learning-helper.h"
#include "ns3/processor-helper.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <string>

namespace ns3
{
namespace edgeai
{

/// A run of workers on one cable.
struct ShareCase
{
    static constexpr uint32_t WORKERS = 8; ///< that train all parameters, each on its batch
    static constexpr uint32_t ROUNDS = 4;  ///< of one run

    std::string model;          ///< its text, of 784 features and 10 classes
    uint32_t batch{0};          ///< samples of a round and worker
    std::string way{"Unicast"}; ///< how models go to workers
    uint32_t steps{1};          ///< local steps of a round, of federated learning above one
};

/// What became of it.
struct ShareResult
{
    double parameters{0};     ///< d
    double run{0};            ///< processor time of the whole run, its data made before [s]
    double gradients{0};      ///< of it, what its gradients take by themselves [s]
    double scores{0};         ///< of it, what judging its models takes by itself [s]
    double events{0};         ///< of the simulator, per round
    std::size_t completed{0}; ///< rounds
};

/// @param [in] one run  @returns its times
inline ShareResult
MeasureShare(const ShareCase& one)
{
    const uint32_t samples = ShareCase::WORKERS * one.batch;
    NodeContainer server(1);
    NodeContainer workers(ShareCase::WORKERS);
    InternetStackHelper().Install(NodeContainer(server, workers));
    CsmaHelper cable;
    cable.SetChannelAttribute("DataRate", DataRateValue(DataRate("1Gbps")));
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0")
        .Assign(cable.Install(NodeContainer(server, workers)));
    ProcessorHelper("EdgeServer").Install(workers);
    const bool federated = one.steps > 1;
    LearningHelper learning(one.model, federated ? "FedQvrEqualPlanner" : "PartelFederatedPlanner");
    learning.SetData("Mixture(784,10,samples=" + std::to_string(samples) + ",separation=2)", 0);
    learning.SetPartition("iid");
    learning.SetTraining(.1, one.batch);
    if (federated)
    {
        learning.SetMethod("FedAvg(steps=" + std::to_string(one.steps) + ")");
    }
    learning.SetServerAttribute("Rounds", UintegerValue(ShareCase::ROUNDS));
    learning.SetServerAttribute("ModelWay", StringValue(one.way));
    learning.AssignStreams(1);
    learning.Install(server.Get(0), workers);
    Simulator::Stop(Seconds(1000));
    std::clock_t start = std::clock();
    Simulator::Run();
    ShareResult result;
    result.run = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    result.events = static_cast<double>(Simulator::GetEventCount()) / ShareCase::ROUNDS;
    for (const LearningRound& round : learning.GetRounds())
    {
        result.completed += round.completed ? 1 : 0;
    }
    Simulator::Destroy();

    double seed = 0;
    LearningDraws draws([&seed]() { return seed = std::fmod(seed + .6180339887498949, 1); });
    const auto model = MakeLearningModel(one.model);
    const Dataset data = MakeGaussianMixture({samples, 784, 10, 2}, draws);
    const SampleList all = data.ListAll();
    const Eigen::VectorXd w = model->DrawParameters(draws);
    Eigen::VectorXd gradient;
    start = std::clock();
    for (uint32_t i = 0; i < ShareCase::WORKERS * ShareCase::ROUNDS * one.steps; ++i)
    {
        const auto first = all.begin() + (i % ShareCase::WORKERS) * one.batch;
        model->GetGradient(w, data, SampleList(first, first + one.batch), gradient);
    }
    result.gradients = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    start = std::clock();
    for (uint32_t i = 0; i < ShareCase::ROUNDS; ++i)
    {
        ScoreModel(*model, w, data, 0, nullptr);
    }
    result.scores = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    result.parameters = static_cast<double>(model->GetParameterCount());
    return result;
}

/// Print the table.
inline void
PrintShares()
{
    std::cout << "\nWhat a simulation of " << ShareCase::WORKERS
              << " workers that train everything takes, on a cable of 1 Gbit/s\n"
              << std::left << std::setw(28) << "model" << std::right << std::setw(12)
              << "parameters" << std::setw(8) << "batch" << std::setw(7) << "steps"
              << "  " << std::left << std::setw(10) << "models go" << std::right << std::setw(14)
              << "events/round" << std::setw(13) << "[s]/round" << std::setw(12) << "gradients"
              << std::setw(9) << "scores" << std::setw(10) << "packets\n";
    for (const ShareCase& one : {ShareCase{"Mlp(784,10,10)", 256},
                                 ShareCase{"Mlp(784,128,10)", 32},
                                 ShareCase{"Mlp(784,128,10)", 256},
                                 ShareCase{"Mlp(784,128,10)", 1024},
                                 ShareCase{"Mlp(784,128,10)", 4096},
                                 ShareCase{"Mlp(784,128,10)", 256, "Unicast", 20},
                                 ShareCase{"Mlp(784,512,10)", 256},
                                 ShareCase{"Mlp(784,512,10)", 1024},
                                 ShareCase{"Mlp(784,512,10)", 4096},
                                 ShareCase{"Mlp(784,512,10)", 4096, "Group"},
                                 ShareCase{"Mlp(784,512,10)", 64, "Unicast", 20},
                                 ShareCase{"Mlp(784,512,10)", 256, "Unicast", 20},
                                 ShareCase{"Conv(1x28x28,32x5,64x5,10)", 256},
                                 ShareCase{"Conv(1x28x28,32x5,64x5,10)", 1024}})
    {
        const ShareResult result = MeasureShare(one);
        std::cout << std::left << std::setw(28) << one.model << std::right << std::setw(12)
                  << std::setprecision(0) << std::fixed << result.parameters << std::setw(8)
                  << one.batch << std::setw(7) << one.steps << "  " << std::left << std::setw(10)
                  << one.way << std::right << std::setw(14) << result.events << std::setw(13)
                  << std::setprecision(3) << result.run / ShareCase::ROUNDS << std::setw(9)
                  << std::setprecision(0) << 100 * result.gradients / result.run << " %"
                  << std::setw(7) << 100 * result.scores / result.run << " %" << std::setw(7)
                  << 100 * (1 - (result.gradients + result.scores) / result.run) << " %"
                  << (result.completed == ShareCase::ROUNDS ? "" : "  rounds are missing")
                  << std::defaultfloat << "\n";
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_SHARE_H
