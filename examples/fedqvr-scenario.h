/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_SCENARIO_H
#define EDGE_AI_FEDQVR_SCENARIO_H

// One simulation of the example fedqvr: what it takes, the network it builds, and what comes of it.

#include "fedqvr-results.h"
#include "learning-runs.h"

#include "ns3/core-module.h"
#include "ns3/learning-helper.h"
#include "ns3/processor-helper.h"

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace fedqvr
{

/// What the command line says.
struct Options
{
    std::string part{"all"};
    uint32_t workers{20};
    uint32_t sampled{5};
    uint32_t steps{20};
    uint32_t samples{6000};
    uint32_t rounds{150};
    double skew{.05};
    double bandwidth{1e6};
    double distance{5};
    double window{.002};
    double deadline{.008};
    std::vector<double> deadlineBands{60e3, 120e3, 300e3};
    uint32_t radioWorkers{8};
    uint32_t radioRounds{40};
};

/// One simulation.
struct Scenario
{
    std::string part;
    std::string link{"ideal"};
    std::string planner{"FedQvrEqualPlanner"};
    uint32_t bits{4};   ///< that this planner takes where they are not the method's
    std::string label;  ///< of method and planner; "": the method's name
    std::string method; ///< as somebody named it
    std::string text;   ///< the same with what all have in common
    uint32_t workers{20};
    uint32_t sampled{5}; ///< of them in a round; 0: all
    uint32_t rounds{1};
    double skew{.05};       ///< of the Dirichlet distribution of classes
    uint32_t stepsLeast{1}; ///< of local training, of a worker
    uint32_t stepsMost{20}; ///< likewise
    double window{0};       ///< that an upload has [s]; 0: as much as it takes
    double band{1e6};       ///< for all uploads [Hz]
};

/// Links that fade, of workers 0.2 to 1 km away with 0.1 W, by the definition's path loss.
inline void
BuildFadingLinks(Ptr<Node> server, const NodeContainer& workers, Ipv4AddressHelper& addresses)
{
    const auto distance = CreateObject<UniformRandomVariable>();
    distance->SetStream(3000);
    for (uint32_t k = 0; k < workers.GetN(); ++k)
    {
        const double loss = 128.1 + 37.6 * std::log10(distance->GetValue(.2, 1)); // of km [dB]
        IdealLinkHelper link;
        link.SetAttribute("MaxTxPower", DoubleValue(.1));
        link.SetAttribute("Gain", DoubleValue(std::pow(10, -loss / 10)));
        BuildIdealLinks(link, server, NodeContainer(workers.Get(k)), addresses);
    }
}

/// Let updates go in datagrams over links that fade.
inline void
SetFading(LearningHelper& learning)
{
    learning.SetIdealAttribute("Fading", StringValue("Rayleigh"));
    learning.SetServerAttribute("UpdateWay", StringValue("Udp"));
    // A round that loses all of its updates leaves the model as it is.
    learning.SetServerAttribute("Attempts", UintegerValue(1));
    learning.SetServerAttribute("RetryInterval", TimeValue(MilliSeconds(1)));
}

/// Connect a server and workers as the scenario says.
inline void
BuildNetwork(const Options& options,
             const Scenario& scenario,
             Ptr<Node> server,
             const NodeContainer& workers)
{
    Ipv4AddressHelper addresses = InstallStacks(server, workers);
    if (scenario.link == "ideal")
    {
        BuildIdealLinks(IdealLinkHelper(), server, workers, addresses);
        return;
    }
    if (scenario.link == "fading")
    {
        BuildFadingLinks(server, workers, addresses);
        return;
    }
    BuildWifiCell(options.distance, "", server, workers, addresses);
}

/// @param [in] options of the command line  @param [in] scenario to be simulated
/// @param [in,out] learning is told what is learned, by whom, and how
inline void
Describe(const Options& options, const Scenario& scenario, LearningHelper& learning)
{
    std::ostringstream partition;
    partition << "dirichlet(" << scenario.skew << ")";
    learning.SetData("Mixture(20,10,samples=" + std::to_string(options.samples) + ",separation=2)",
                     1 / 3.);
    learning.SetPartition(partition.str());
    learning.SetTraining(.1, 32);
    learning.SetMethod(scenario.text);
    learning.SetServerAttribute("Rounds", UintegerValue(scenario.rounds));
    if (scenario.planner == "FedQvrEqualPlanner")
    {
        learning.SetPlannerAttribute("Bits", UintegerValue(scenario.bits));
    }
    if (scenario.link != "wifi")
    {
        learning.SetIdealAttribute("Bandwidth", DoubleValue(scenario.band));
    }
    if (scenario.link == "fading")
    {
        SetFading(learning);
    }
}

/// Simulate a scenario, and report it.
inline void
Simulate(const Options& options, const Scenario& scenario, ScenarioResults& results)
{
    NodeContainer workers(scenario.workers);
    NodeContainer server(1);
    LearningHelper learning("Softmax(20,10,l2=0.001)", scenario.planner);
    Describe(options, scenario, learning);
    BuildNetwork(options, scenario, server.Get(0), workers);
    for (uint32_t k = 0; k < scenario.workers; ++k)
    {
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(1));
        processor.Install(workers.Get(k));
    }
    learning.Install(server.Get(0), workers);
    learning.AssignStreams(1);
    // Streams of Wi-Fi are given in the order in which things are made.
    const std::vector<LearningRound> memory = scenario.link == "wifi"
                                                  ? std::vector<LearningRound>()
                                                  : learning.LearnInMemory(scenario.rounds);
    const double least = learning.GetLeastLoss();
    const Outcome outcome = RunRounds(learning, scenario.rounds);
    results.Count(outcome.counts, outcome.fault);
    Report(outcome.rounds, memory, least, results);
}

} // namespace fedqvr
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_SCENARIO_H
