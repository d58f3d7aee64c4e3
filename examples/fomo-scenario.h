/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_SCENARIO_H
#define EDGE_AI_FOMO_SCENARIO_H

// One simulation of the example fomo: the regime, its devices, the model that stands for the large
// one, and what comes of it.

#include "fomo-network.h"
#include "fomo-options.h"
#include "learning-runs.h"

#include "ns3/core-module.h"
#include "ns3/learning-helper.h"
#include "ns3/network-module.h"
#include "ns3/processor-helper.h"

#include <algorithm>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fomo
{

constexpr uint32_t BLOCKS = 12; ///< J, of RoBERTa-base
constexpr uint32_t TEXTS = 16;  ///< of a round and device

/// What is fine-tuned, and what there is for it.
struct Regime
{
    std::string name;
    uint32_t rank;      ///< of RoBERTa-base's adapters; 0: whole blocks
    double blockBits;   ///< of a block's gradient there [bit]
    double bandwidth;   ///< B [Hz]
    double memoryLeast; ///< M_k [B]
    double memoryStep;  ///< from one size of memory to the next [B]
};

/// @returns adapters of rank 8 in float32: 4 d 8 values of a block
inline Regime
AdapterRegime()
{
    return {"E1", 8, 786432, 10e6, .8e9, .15e9};
}

/// @returns 7 087 872 values of a block in float16
inline Regime
WholeRegime()
{
    return {"E2", 0, 113405952, 100e6, 1.2e9, .1e9};
}

/// One simulation.
struct Scenario
{
    std::string part;
    Regime regime{AdapterRegime()};
    std::string link{"ideal"};
    std::string planner{"FomoPlanner"};
    std::string mode{};     ///< who has which data, or how the server waits
    uint32_t width{192};    ///< of a layer of the model that is trained
    uint32_t rank{64};      ///< of its adapters; 0: whole layers
    uint32_t devices{16};   ///< K
    double bandwidth{10e6}; ///< of the regime; the model has its share of it [Hz]
    double speedSpread{1};  ///< distance from the mean; 1: as given
    double memorySpread{1}; ///< likewise
    std::string data{};     ///< "": a few samples, as only bytes and times count
    std::string partition{"shared"};
    double step{.1};
    uint32_t batch{4};
    uint32_t rounds{1};
    double seconds{0};       ///< that rounds go on for; 0: so many rounds
    uint32_t pretraining{0}; ///< steps on one device before
    double patience{10};
    double deadline{0};  ///< of a round [s]; 0: patience says
    bool silence{false}; ///< a device falls silent and comes back
    std::string files{}; ///< prefix of records, timeline, packet traces; empty: none
};

/// @returns layers, all as wide as the features and the classes: blocks are alike
inline std::string
NameModel(uint32_t width)
{
    std::string text = "Mlp(" + std::to_string(width);
    for (uint32_t i = 0; i < BLOCKS; ++i)
    {
        text += "," + std::to_string(width);
    }
    return text + ")";
}

/// @returns clouds of points for such a model
inline std::string
NameData(uint32_t width, uint32_t samples, const std::string& separation)
{
    const std::string wide = std::to_string(width);
    return "Mixture(" + wide + "," + wide + ",samples=" + std::to_string(samples) +
           ",separation=" + separation + ")";
}

/// @returns what of the regime's bytes and band is simulated
inline double
GetShare(const Scenario& scenario)
{
    const double values = scenario.rank > 0 ? 2. * scenario.rank * scenario.width
                                            : scenario.width * (scenario.width + 1.);
    return 32 * values / scenario.regime.blockBits;
}

/// @returns r_k [bit/s/Hz]
inline double
GetEfficiency(uint32_t k)
{
    return 1 + .25 * (5 * k % 16);
}

/// @returns values of a device each, farther from or nearer to their mean
inline std::vector<double>
Spread(std::vector<double> values, double factor)
{
    double mean = 0;
    for (const double value : values)
    {
        mean += value / values.size();
    }
    for (double& value : values)
    {
        value = mean + factor * (value - mean);
    }
    return values;
}

/// Give each device a processor of its speed and memory.
inline void
InstallProcessors(const Scenario& scenario, const NodeContainer& devices)
{
    std::vector<double> speeds;
    std::vector<double> memories;
    for (uint32_t k = 0; k < devices.GetN(); ++k)
    {
        speeds.push_back((.4 + .1 * (7 * k % 16)) * 1e12);
        memories.push_back(scenario.regime.memoryLeast + scenario.regime.memoryStep * (3 * k % 16));
    }
    speeds = Spread(speeds, scenario.speedSpread);
    memories = Spread(memories, scenario.memorySpread);
    for (uint32_t k = 0; k < devices.GetN(); ++k)
    {
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(speeds[k] / 1e9));
        processor.SetAttribute("MemorySize", DoubleValue(memories[k]));
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.SetAttribute("StaticPower", DoubleValue(5));
        processor.Install(devices.Get(k));
    }
}

/// @returns parameters of the model after steps on clouds that are farther apart, on one device
inline std::vector<double>
Pretrain(const Scenario& scenario)
{
    NodeContainer devices(1);
    NodeContainer server(1);
    LearningHelper learning(NameModel(scenario.width), "FomoSinglePlanner");
    learning.SetData(NameData(scenario.width, 1000, "8"));
    learning.SetDepthBlocks(std::vector<uint32_t>(BLOCKS, 1));
    learning.SetTraining(.1, 64, 0, .9);
    learning.SetServerAttribute("Rounds", UintegerValue(scenario.pretraining));
    BuildNetwork("ideal", server.Get(0), devices);
    ProcessorHelper("EdgeServer").Install(devices);
    learning.Install(server.Get(0), devices);
    learning.AssignStreams(1); // the same clouds
    Simulator::Stop(Seconds(LONGEST));
    Simulator::Run();
    Simulator::Destroy();
    return learning.GetParameters();
}

/// Settings of the helper that a scenario asks for.
inline void
Configure(const Options& options, const Scenario& scenario, LearningHelper& learning)
{
    const std::vector<double> trained =
        scenario.pretraining > 0 ? Pretrain(scenario) : std::vector<double>();
    learning.SetFineTuning(scenario.rank, trained);
    learning.SetDepthBlocks(std::vector<uint32_t>(BLOCKS, 1));
    learning.SetDepthNetwork("RoBERTa-base", TEXTS, scenario.regime.rank);
    learning.SetData(scenario.data.empty() ? NameData(scenario.width, 20, "2") : scenario.data);
    learning.SetPartition(scenario.partition);
    learning.SetTraining(scenario.step, scenario.batch);
    learning.SetServerAttribute("Rounds",
                                UintegerValue(scenario.seconds > 0 ? 0 : scenario.rounds));
    learning.SetServerAttribute("RetryInterval", TimeValue(Seconds(LONGEST))); // once is enough
    learning.SetServerAttribute("Patience", DoubleValue(scenario.patience));
    learning.SetServerAttribute("Deadline", TimeValue(Seconds(scenario.deadline)));
    if (scenario.link == "ideal")
    {
        // There is nothing to be learned on links that are as plans assume.
        learning.SetServerAttribute("Learn", BooleanValue(false));
        learning.SetIdealAttribute("Bandwidth",
                                   DoubleValue(scenario.bandwidth * GetShare(scenario)));
        std::vector<double> efficiencies;
        for (uint32_t k = 0; k < scenario.devices; ++k)
        {
            efficiencies.push_back(GetEfficiency(k));
        }
        learning.SetEfficiencies(efficiencies);
        return;
    }
    learning.SetCellAttribute("Parts", UintegerValue(1));
    learning.SetSocketAttribute("SocketBuffer", UintegerValue(4000000));
    if (scenario.link == "broadband")
    {
        learning.SetPlannerAttribute("Rounding", StringValue(options.rounding));
    }
}

/// @returns what came of a scenario
inline Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    LearningHelper learning(NameModel(scenario.width), scenario.planner);
    Configure(options, scenario, learning);
    NodeContainer devices(scenario.devices);
    NodeContainer server(1);
    RadioSetup radio;
    radio.bandwidth = scenario.bandwidth;
    radio.radius = options.radius;
    radio.distance = options.distance;
    radio.traces = options.pcap ? scenario.files : "";
    BuildNetwork(scenario.link, server.Get(0), devices, radio);
    InstallProcessors(scenario, devices);
    learning.Install(server.Get(0), devices);
    learning.AssignStreams(1);
    if (scenario.silence)
    {
        learning.Silence(options.worker, Seconds(options.silent), Seconds(options.back));
    }
    const bool timed = scenario.seconds > 0;
    return RunRounds(learning,
                     timed ? 0 : scenario.rounds,
                     timed ? scenario.seconds : LONGEST,
                     scenario.files);
}

} // namespace fomo
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_SCENARIO_H
