/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_SCENARIO_H
#define EDGE_AI_HFEL_SCENARIO_H

// One simulation of the example hfel: what it takes, the network it builds, and what comes of it.

#include "learning-runs.h"

#include "ns3/core-module.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/learning-helper.h"
#include "ns3/point-to-point-module.h"
#include "ns3/processor-helper.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace hfel
{

/// What the command line says.
struct Options
{
    std::string part{"all"};
    std::string model{"Mlp(20,44,10)"};
    uint32_t cells{6};
    uint32_t devices{5};
    uint32_t rounds{24};
    uint32_t sweepRounds{8};
    uint32_t radioRounds{6};
    uint32_t edgeRounds{2};
    uint32_t samples{100};
    double skew{.1};
    double budget{15e-3};
    double bandwidth{1e6};
    double share{.25};
    double cloudRate{1e6};
    std::string traces;
};

constexpr uint32_t BATCH = 32;     ///< samples of a step
constexpr double FOR_SCORES = .03; ///< share of the data that nobody trains on

/// @returns samples of all cells' devices: as many of each class as they may want together, and a
/// part for the accuracy
inline uint32_t
CountSamples(const Options& options)
{
    return 11 * options.cells * options.devices * options.samples;
}

/// One simulation.
struct Scenario
{
    std::string part;
    std::string link{"ideal"};
    std::string scheme; ///< what it is called
    std::string cell{"HfelPlanner"};
    std::string topology{"HfelThresholdPlanner"};
    std::string mode{"sketch"}; ///< "": as the planner of links needs
    uint32_t rounds{1};
    uint32_t edgeRounds{2};
    double budget{15e-3};
    double bandwidth{1e6};
    double share{.25};
    bool barrier{true};
};

/// Numbers of one purpose, the same in all scenarios of a run.
inline double
Draw(Ptr<UniformRandomVariable> random, double low, double high)
{
    return random->GetValue(low, high);
}

/// Cells, links between their servers, a cloud where the scheme has one.
struct Network
{
    NodeContainer servers;
    NodeContainer cloud;
    std::vector<NodeContainer> cells;
    std::vector<std::vector<double>> cycles; ///< of a sample

    void BuildCell(const Scenario& scenario, uint32_t m, Ipv4AddressHelper& addresses)
    {
        const NodeContainer& devices = cells[m];
        if (scenario.link == "wifi")
        {
            PlacementHelper().At(Vector(100. * m, 0, 0), NodeContainer(servers.Get(m)));
            PlacementHelper().OnCircle(5, devices, Vector(100. * m, 0, 0));
            WifiCellHelper cell;
            const NetDeviceContainer wifi = cell.Install(servers.Get(m), devices);
            cell.AssignStreams(wifi, 1000 + 100 * m);
            addresses.Assign(wifi);
            addresses.NewNetwork();
            return;
        }
        const auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(200 + m);
        for (uint32_t k = 0; k < devices.GetN(); ++k)
        {
            const double kilometres = Draw(random, .1, .8);
            IdealLinkHelper link;
            link.SetAttribute("MaxTxPower", DoubleValue(.2));
            link.SetAttribute("Bandwidth", DoubleValue(scenario.bandwidth));
            link.SetAttribute(
                "Gain",
                DoubleValue(std::pow(10, -(128.1 + 37.6 * std::log10(kilometres)) / 10)));
            BuildIdealLinks(link, servers.Get(m), NodeContainer(devices.Get(k)), addresses);
        }
    }

    void BuildBackhaul(const Options& options,
                       const Scenario& scenario,
                       Ipv4AddressHelper& addresses) const
    {
        const auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(300);
        PointToPointHelper link;
        link.SetChannelAttribute("Delay", StringValue("2ms"));
        const auto join = [&](Ptr<Node> one, Ptr<Node> other, double rate) {
            link.SetDeviceAttribute("DataRate", DataRateValue(DataRate(std::llround(rate))));
            addresses.Assign(link.Install(one, other));
            addresses.NewNetwork();
        };
        for (uint32_t m = 0; m < servers.GetN(); ++m)
        {
            for (uint32_t j = m + 1; j < servers.GetN(); ++j)
            {
                join(servers.Get(m), servers.Get(j), Draw(random, .2e6, 5e6));
            }
        }
        for (uint32_t m = 0; m < servers.GetN() && cloud.GetN() > 0; ++m)
        {
            join(servers.Get(m), cloud.Get(0), options.cloudRate);
        }
        if (!options.traces.empty() && scenario.part == "schemes")
        {
            std::string name = scenario.scheme; // files of their own: scenarios run at once
            std::replace_if(
                name.begin(),
                name.end(),
                [](unsigned char c) { return std::isalnum(c) == 0; },
                '-');
            link.EnablePcap(options.traces + "-" + name, servers);
        }
    }

    Network(const Options& options, const Scenario& scenario)
    {
        servers.Create(options.cells);
        const bool above =
            scenario.topology == "HierFavgPlanner" || scenario.topology == "CloudFedAvgPlanner";
        cloud.Create(above ? 1 : 0);
        InternetStackHelper stack;
        NodeContainer all(servers, cloud);
        Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
        const auto random = CreateObject<UniformRandomVariable>();
        random->SetStream(100);
        for (uint32_t m = 0; m < options.cells; ++m)
        {
            cells.emplace_back();
            cells[m].Create(options.devices);
            all.Add(cells[m]);
            cycles.emplace_back();
            for (uint32_t k = 0; k < options.devices; ++k)
            {
                cycles[m].push_back(Draw(random, 1e5, 3e5));
            }
        }
        stack.Install(all);
        stack.AssignStreams(all, 2000);
        for (uint32_t m = 0; m < options.cells; ++m)
        {
            BuildCell(scenario, m, addresses);
            ProcessorHelper processors;
            processors.SetAttribute("OperatingPoints", StringValue("1e8..2e9"));
            processors.SetAttribute("FlopPerCycle", DoubleValue(1));
            processors.SetAttribute("PowerCoefficient", DoubleValue(1e-28));
            processors.SetAttribute("StaticPower", DoubleValue(0));
            processors.SetGovernor("Planned");
            processors.Install(cells[m]);
        }
        BuildBackhaul(options, scenario, addresses);
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
    }
};

/// Sums over rounds, and means over the last ones.
inline void
Report(const std::vector<TierRound>& rounds, uint32_t wanted, ScenarioResults& results)
{
    if (rounds.empty())
    {
        results.AddRow().Set("status", "no round has begun");
        return;
    }
    const std::size_t tail = std::min<std::size_t>(10, rounds.size());
    double planned = 0;
    double accuracy = 0;
    double own = 0;
    double links = 0;
    double distance = 0;
    double energy = 0;
    double cellPlanned = 0;
    double cellRealised = 0;
    double exchange = 0;
    double control = 0;
    double cell = 0;
    std::string status;
    const auto count = static_cast<double>(rounds.size());
    for (std::size_t t = 0; t < rounds.size(); ++t)
    {
        const TierRound& round = rounds[t];
        planned += round.timePlanned;
        links += t > 0 ? round.links / std::max(1., count - 1) : 0;
        const bool last = t + tail >= rounds.size();
        accuracy += last ? round.accuracy / static_cast<double>(tail) : 0;
        // Models that are alike differ in the last digits of sums.
        const bool alike = round.distanceAfter < 1e-9 * round.distanceBefore;
        const double after = alike ? 0 : round.distanceAfter;
        distance += last ? after / static_cast<double>(tail) : 0;
        double mean = 0;
        for (const TierServerRound& server : round.servers)
        {
            mean += server.accuracy / static_cast<double>(round.servers.size());
            energy += server.energyRealised;
            cellPlanned += server.cellPlanned;
            cellRealised += server.cellRealised;
            exchange += server.bitsExchange;
            control += server.bitsControl;
            cell += server.bitsUp + server.bitsDown;
            if (status.empty() && (!server.completed || !server.detail.empty()))
            {
                status = "round " + std::to_string(round.round) + ", server " +
                         std::to_string(server.server) + ": " + server.detail;
            }
        }
        own += last ? mean / static_cast<double>(tail) : 0;
        ResultRow& row = results.AddRow("rounds");
        row.Set("round", round.round).Set("at", round.time.ended - rounds.front().time.begun);
        row.SetPair("latency", round.timePlanned, round.time.ended - round.time.begun);
        row.Set("links", round.links).Set("rho", round.factor).Set("rho_max", round.factorMax);
        row.Set("xi_before", round.distanceBefore).Set("xi_after", after);
        row.Set("accuracy", round.accuracy).Set("own", mean).Set("loss", round.loss);
    }
    if (rounds.size() < wanted)
    {
        status = "only " + std::to_string(rounds.size()) + " rounds; " + status;
    }
    ResultRow& row = results.AddRow(); // not before: rows move when there are more
    row.SetPair("time", planned, rounds.back().time.ended - rounds.front().time.begun);
    row.SetPair("edge", cellPlanned, cellRealised);
    row.Set("accuracy", accuracy).Set("own", own).Set("links", links).Set("xi", distance);
    row.Set("energy", energy).Set("cell_bits", cell).Set("link_bits", exchange);
    row.Set("word_bits", control).Set("status", status);
}

/// Simulate a scenario, and report it.
inline void
Simulate(const Options& options, const Scenario& scenario, ScenarioResults& results)
{
    TieredLearningHelper tiers(options.model, scenario.cell, scenario.topology);
    tiers.SetData("Mixture(20,10,samples=" + std::to_string(CountSamples(options)) +
                      ",separation=2.5)",
                  FOR_SCORES);
    tiers.SetSkew(options.skew, options.samples);
    tiers.SetTraining(.1, BATCH, 5, scenario.edgeRounds);
    tiers.SetEnergyBudget(scenario.budget);
    if (!scenario.mode.empty())
    {
        tiers.SetConsensus(scenario.mode, scenario.share);
    }
    tiers.SetTierAttribute("Rounds", UintegerValue(scenario.rounds));
    tiers.SetTierAttribute("Barrier", BooleanValue(scenario.barrier));
    tiers.OnEachCell([&](LearningHelper& cell) {
        cell.SetIdealAttribute("Bandwidth", DoubleValue(scenario.bandwidth));
    });
    tiers.AssignStreams(10);
    Network network(options, scenario);
    tiers.SetCycles(network.cycles);
    tiers.Install(network.servers,
                  network.cells,
                  network.cloud.GetN() > 0 ? network.cloud.Get(0) : Ptr<Node>());
    const InferenceMonitor& monitor = tiers.GetMonitor();
    const uint64_t ends = uint64_t{scenario.rounds} * options.cells;
    Simulator::Schedule(Seconds(.5), &StopBehind, &monitor, ends);
    Simulator::Stop(Seconds(LONGEST));
    Simulator::Run();
    const std::vector<TierRound> rounds = tiers.GetRounds();
    results.Count(monitor.GetCounts(), tiers.GetCell(0).GetMonitor().GetEnergyBalance().fault);
    Simulator::Destroy();
    Report(rounds, scenario.rounds, results);
}

} // namespace hfel
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_SCENARIO_H
