/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_SCENARIO_H
#define EDGE_AI_PARTEL_SCENARIO_H

// One simulation of the example partel: what it takes, the network it builds, and what comes of it.

#include "learning-runs.h"
#include "partel-options.h"

#include "ns3/broadband-helper.h"
#include "ns3/core-module.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/learning-helper.h"
#include "ns3/network-module.h"
#include "ns3/placement-helper.h"
#include "ns3/processor-helper.h"

#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace partel
{

constexpr double NOISE_DENSITY = 4e-21;    ///< N0 [W/Hz]
constexpr double SUBCHANNEL_WIDTH = 180e3; ///< B_sc [Hz]

/// One simulation.
struct Scenario
{
    std::string part;
    std::string link{"ideal"};
    std::string planner{"PartelPlanner"};
    std::string model;
    std::string data;
    std::string partition{"shared"};
    std::string method{"Gradient"};
    uint32_t workers{8};
    uint32_t subchannels{32};
    double power{.2};           ///< P of each worker [W]
    std::vector<double> speeds; ///< of each worker [FLOP/s]
    double work{0};             ///< of a parameter [FLOP]; 0: of the model's own gradient
    bool units{false};          ///< neurons stay whole
    double step{.1};            ///< of gradient descent
    uint32_t batch{0};          ///< samples of a round; 0: all
    uint32_t rounds{1};
    double patience{10};
    double deadline{0};  ///< of a round [s]; 0: patience says
    bool silence{false}; ///< worker 2 falls silent and comes back
    std::string files{}; ///< prefix of records, timeline, packet traces; empty: none
};

/// @returns the model of the reference: a softmax regression with 10 (features + 1) parameters
inline std::string
NameSoftmax(uint32_t features)
{
    return "Softmax(" + std::to_string(features) + ",10)";
}

/// @returns a_k = (workers - k) us for each parameter of one FLOP
inline std::vector<double>
MakeSpeeds(uint32_t workers, double fastest = 1e6)
{
    std::vector<double> speeds;
    for (uint32_t k = 0; k < workers; ++k)
    {
        speeds.push_back(fastest / (workers - k));
    }
    return speeds;
}

/// @returns speeds whose fastest is `spread` times the slowest, of one sum
inline std::vector<double>
SpreadSpeeds(uint32_t workers, double spread, double mean)
{
    std::vector<double> speeds;
    double sum = 0;
    for (uint32_t k = 0; k < workers; ++k)
    {
        speeds.push_back(workers > 1 ? std::pow(spread, static_cast<double>(k) / (workers - 1))
                                     : 1);
        sum += speeds.back();
    }
    for (double& speed : speeds)
    {
        speed *= mean * workers / sum;
    }
    return speeds;
}

/// @returns gains of a portable instance: gamma times the noise of a subchannel
inline std::vector<std::vector<double>>
MakeGains(uint32_t workers, uint32_t subchannels)
{
    std::vector<std::vector<double>> gains(workers);
    for (uint32_t k = 0; k < workers; ++k)
    {
        for (uint32_t n = 0; n < subchannels; ++n)
        {
            // Over eight workers the mean falls by 0.8 decades; more of them share that.
            const double far = 0.1 * k * 8 / std::max(8U, workers);
            const double exponent =
                2.2 + .6 * std::sin(1.7 * k + .9 * n) + .3 * std::cos(2.3 * k * n) - far;
            gains[k].push_back(std::pow(10, exponent) * NOISE_DENSITY * SUBCHANNEL_WIDTH);
        }
    }
    return gains;
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
        IdealLinkHelper link;
        link.SetAttribute("MaxTxPower", DoubleValue(scenario.power));
        link.SetAttribute("NoiseDensity", DoubleValue(NOISE_DENSITY));
        BuildIdealLinks(link, server, workers, addresses);
        return;
    }
    const std::string traces = options.pcap ? scenario.files : "";
    if (scenario.link == "broadband")
    {
        PlacementHelper().At(Vector(), NodeContainer(server));
        for (uint32_t k = 0; k < workers.GetN(); ++k)
        {
            // One after the other farther away, all around.
            const double angle = 2 * M_PI * k / workers.GetN();
            const double far = options.radius * (k + 2) / (workers.GetN() + 1);
            PlacementHelper().At(Vector(far * std::cos(angle), far * std::sin(angle), 0),
                                 NodeContainer(workers.Get(k)));
        }
        BroadbandHelper radio;
        radio.SetAttribute("Bandwidth", DoubleValue(5e6));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(1));
        radio.SetUserAttribute("PowerLimit", DoubleValue(scenario.power));
        radio.SetAttribute("Profile", StringValue("TdlC"));
        radio.SetAttribute("Process", StringValue("Static"));
        const NetDeviceContainer cell = radio.Install(server, workers);
        radio.AssignStreams(cell, 1000);
        addresses.Assign(cell);
        BroadbandHelper::FillNeighborCaches(cell);
        if (!traces.empty())
        {
            radio.EnablePcap(traces, cell.Get(0));
        }
        return;
    }
    BuildWifiCell(options.distance, traces, server, workers, addresses);
}

/// Give each worker a processor of its speed.
inline void
InstallProcessors(const Scenario& scenario, const NodeContainer& workers)
{
    for (uint32_t k = 0; k < workers.GetN(); ++k)
    {
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(scenario.speeds[k] / 1e9));
        processor.SetAttribute("PowerCoefficient", DoubleValue(0));
        processor.SetAttribute("StaticPower", DoubleValue(1));
        processor.Install(workers.Get(k));
    }
}

/// Settings of the helper that a scenario asks for.
inline void
Configure(const Scenario& scenario, LearningHelper& learning)
{
    learning.SetData(scenario.data);
    learning.SetPartition(scenario.partition);
    learning.SetTraining(scenario.step, scenario.batch);
    learning.SetMethod(scenario.method);
    learning.SetServerAttribute("Rounds", UintegerValue(scenario.rounds));
    learning.SetServerAttribute("Patience", DoubleValue(scenario.patience));
    learning.SetServerAttribute("Deadline", TimeValue(Seconds(scenario.deadline)));
    if (scenario.work > 0)
    {
        learning.SetWork(scenario.work);
    }
    if (scenario.units)
    {
        learning.KeepUnits();
    }
    if (scenario.link == "ideal")
    {
        // There is nothing to be learned on links that are as plans assume.
        learning.SetServerAttribute("Learn", BooleanValue(false));
        learning.SetIdealAttribute("Subchannels", UintegerValue(scenario.subchannels));
        learning.SetIdealAttribute("SubchannelWidth", DoubleValue(SUBCHANNEL_WIDTH));
        learning.SetIdealAttribute("NoiseDensity", DoubleValue(NOISE_DENSITY));
        learning.SetGains(MakeGains(scenario.workers, scenario.subchannels));
    }
    else
    {
        learning.SetCellAttribute("Parts", UintegerValue(1));
        learning.SetSocketAttribute("SocketBuffer", UintegerValue(4000000));
    }
}

/// @returns what came of a scenario
inline Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    NodeContainer workers(scenario.workers);
    NodeContainer server(1);
    LearningHelper learning(scenario.model, scenario.planner);
    Configure(scenario, learning);
    if (options.broadcast == "group" && scenario.link == "wifi")
    {
        learning.SetServerAttribute("ModelWay", StringValue("Group"));
    }
    BuildNetwork(options, scenario, server.Get(0), workers);
    InstallProcessors(scenario, workers);
    learning.Install(server.Get(0), workers);
    learning.AssignStreams(1);
    if (scenario.silence)
    {
        learning.Silence(2, Seconds(options.silent), Seconds(options.back));
    }
    return RunRounds(learning, scenario.rounds, LONGEST, scenario.files);
}

} // namespace partel
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_SCENARIO_H
