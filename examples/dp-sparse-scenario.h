/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_SCENARIO_H
#define EDGE_AI_DP_SPARSE_SCENARIO_H

// One simulation of the example dp-sparse: what it takes, the network it builds, and what comes of
// it.

#include "learning-runs.h"

#include "ns3/broadband-helper.h"
#include "ns3/core-module.h"
#include "ns3/learning-helper.h"
#include "ns3/processor-helper.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace dpsparse
{

constexpr double POWER = 0.01;  ///< of a client's radio [W]
constexpr double WIDTH = 15e3;  ///< of a subchannel [Hz]
constexpr double NEAREST = 0.1; ///< client [km]
constexpr double FARTHEST = 1;  ///< client [km]
constexpr double FLOP = 96256;  ///< of a local step of 16 samples, as records of computing have it

/// What the command line says.
struct Options
{
    std::string part{"all"};
    uint32_t clients{20};
    uint32_t channels{5};
    uint32_t samples{200};
    uint32_t rounds{150};
    uint32_t participations{60};
    double delay{0.15};
    double header{944};
    double noise{2};
    double rate{0.5};
    uint32_t radioClients{8};
    uint32_t radioRounds{40};
    double radioDelay{0.06};
    bool pcap{false};
};

/// One simulation.
struct Scenario
{
    std::string link{"ideal"};
    std::string scheme;  ///< as tables call it
    std::string planner; ///< TypeId name
    std::string method;  ///< settings beside those that all have, such as "clip=fixed"
    uint32_t clients{20};
    uint32_t rounds{150};
    double delay{0.15};    ///< Dbar [s]
    double rate{0.5};      ///< eta
    bool keepsDelay{true}; ///< the schedule knows Dbar
    std::string files;     ///< prefix of packet traces; "": none
};

/// What a run draws: where clients are, how fast, and with which parameters all begin.
struct World
{
    explicit World(uint32_t clients)
    {
        const auto place = CreateObject<UniformRandomVariable>();
        const auto speed = CreateObject<UniformRandomVariable>();
        const auto parameter = CreateObject<NormalRandomVariable>();
        place->SetStream(500);
        speed->SetStream(501);
        parameter->SetStream(502);
        for (uint32_t k = 0; k < clients; ++k)
        {
            distances.push_back(place->GetValue(NEAREST, FARTHEST));
            speeds.push_back(FLOP / speed->GetValue(0.01, 0.06)); // seconds of a step
        }
        for (uint32_t i = 0; i < 32 * 33 + 10 * 33; ++i)
        {
            start.push_back(0.1 * parameter->GetValue());
        }
    }

    std::vector<double> distances; ///< [km]
    std::vector<double> speeds;    ///< [FLOP/s]
    std::vector<double> start;
};

/// @returns mean gain of the channels of a client
inline double
GetPathGain(double kilometres)
{
    return std::pow(10, -(128.1 + 37.6 * std::log10(kilometres)) / 10);
}

/// Connect a server and clients as the scenario says.
inline void
BuildNetwork(const Options& options,
             const Scenario& scenario,
             const World& world,
             Ptr<Node> server,
             const NodeContainer& clients,
             LearningHelper& learning)
{
    const double noise = std::pow(10, -20.4);
    Ipv4AddressHelper addresses = InstallStacks(server, clients);
    if (scenario.link == "wifi")
    {
        BuildWifiCell(5, scenario.files, server, clients, addresses);
        return;
    }
    if (scenario.link == "broadband")
    {
        // A third of the distances: its subchannels are twelve times as wide. One is for
        // signalling.
        PlacementHelper().At(Vector(), NodeContainer(server));
        std::vector<double> radii;
        for (const double distance : world.distances)
        {
            radii.push_back(1000 * distance / 3);
        }
        PlacementHelper().OnCircles(radii, clients);
        BroadbandHelper radio;
        radio.SetAttribute("Bandwidth", DoubleValue(180e3 * (options.channels + 1)));
        radio.SetAttribute("Scheduler", StringValue("Planned"));
        radio.SetAttribute("SignallingSubchannels", UintegerValue(1));
        radio.SetUserAttribute("PowerLimit", DoubleValue(POWER));
        radio.SetAttribute("Profile", StringValue("TdlC"));
        const NetDeviceContainer cell = radio.Install(server, clients);
        radio.AssignStreams(cell, 1000);
        addresses.Assign(cell);
        BroadbandHelper::FillNeighborCaches(cell);
        if (!scenario.files.empty())
        {
            radio.EnablePcap(scenario.files, cell.Get(0));
        }
        learning.SetCellAttribute("Parts", UintegerValue(1));
        learning.SetSocketAttribute("SocketBuffer", UintegerValue(4000000));
        return;
    }
    IdealLinkHelper link;
    link.SetAttribute("MaxTxPower", DoubleValue(POWER));
    BuildIdealLinks(link, server, clients, addresses);
    std::vector<std::vector<double>> gains;
    for (const double distance : world.distances)
    {
        gains.emplace_back(options.channels, GetPathGain(distance));
    }
    learning.SetGains(gains);
    learning.SetIdealAttribute("SubchannelWidth", DoubleValue(WIDTH));
    learning.SetIdealAttribute("NoiseDensity", DoubleValue(noise));
    learning.SetIdealAttribute("Fading", StringValue("RayleighSubchannels"));
    // There is nothing to be learned of links that are as plans assume.
    learning.SetServerAttribute("Learn", BooleanValue(false));
    if (!scenario.files.empty())
    {
        link.GetPointToPoint().EnablePcap(scenario.files, clients.Get(0)->GetDevice(1));
    }
}

/// @returns the method's text
inline std::string
WriteMethod(const Options& options, const Scenario& scenario)
{
    std::string text = "DpSparse(rounds=" + std::to_string(scenario.rounds) +
                       ",participations=" + std::to_string(options.participations) +
                       ",channels=" + std::to_string(options.channels) +
                       ",header=" + std::to_string(options.header) +
                       ",Dbar=" + std::to_string(scenario.delay);
    if (scenario.method.find("sigma=") == std::string::npos)
    {
        text += ",sigma=" + std::to_string(options.noise);
    }
    return text + (scenario.method.empty() ? "" : ",") + scenario.method + ")";
}

/// @returns what came of a scenario
inline Outcome
Simulate(const Options& options, const Scenario& scenario)
{
    const World world(scenario.clients);
    NodeContainer clients(scenario.clients);
    NodeContainer server(1);
    LearningHelper learning("Mlp(32,32,10)", scenario.planner);
    // A class may be asked for three times as often as another; 2000 samples say the accuracy.
    const double samples = 2000 + std::max(2000., 3. * scenario.clients * options.samples);
    learning.SetData("Mixture(32,10,samples=" + std::to_string(std::lround(samples)) +
                         ",separation=3)",
                     2000 / samples);
    learning.SetPartition("dirichlet(0.5," + std::to_string(options.samples) + ")");
    learning.SetFineTuning(0, world.start);
    learning.SetTraining(scenario.rate, 16);
    learning.SetMethod(WriteMethod(options, scenario));
    learning.SetServerAttribute("Rounds", UintegerValue(scenario.rounds));
    learning.SetServerAttribute("MeasureMin", UintegerValue(1000)); // updates are short
    BuildNetwork(options, scenario, world, server.Get(0), clients, learning);
    for (uint32_t k = 0; k < scenario.clients; ++k)
    {
        ProcessorHelper processor;
        processor.SetAttribute("OperatingPoints", StringValue("1e9"));
        processor.SetAttribute("FlopPerCycle", DoubleValue(world.speeds[k] / 1e9));
        processor.Install(clients.Get(k));
    }
    learning.Install(server.Get(0), clients);
    learning.AssignStreams(1);
    return RunRounds(learning, scenario.rounds, LONGEST, scenario.files);
}

} // namespace dpsparse
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_SCENARIO_H
