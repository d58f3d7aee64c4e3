/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_FIXTURE_H
#define EDGE_AI_HFEL_FIXTURE_H

// Cells and links of hierarchical learning that the tests and the benches of HFEL share.

#include "allocation/round/round-planner.h"
#include "allocation/topology/topology-planner.h"
#include "ecc-instances.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{
namespace hfeltest
{

/// Noise density of the definition, -174 dBm/Hz [W/Hz].
const double NOISE = std::pow(10, -20.4);

/// A model of 1386 parameters of 32 bit [bit].
constexpr double MESSAGE = 44352;

/// @param [in] kilometres from the server  @returns h
inline double
GetGain(double kilometres)
{
    return std::pow(10, -(128.1 + 37.6 * std::log10(kilometres)) / 10);
}

/// @returns a device with 0.1 to 2 GHz, 0.2 W, kappa 1e-28, tau = 5, b = 32
inline RoundWorker
MakeDevice(double kilometres, double cyclesPerSample, double energyMax)
{
    RoundWorker worker;
    worker.powerMax = 0.2;
    worker.snrBand = worker.powerMax * GetGain(kilometres) / NOISE;
    worker.energyMax = energyMax;
    worker.processor.cycles = 5 * 32 * cyclesPerSample;
    worker.processor.clockMin = 0.1e9;
    worker.processor.clockMax = 2e9;
    worker.processor.powerCoefficient = 1e-28;
    return worker;
}

/// @returns a cell without devices
inline RoundProblem
MakeCell(double bandwidth)
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::BAND_POWER;
    problem.uplink.bandwidth = bandwidth;
    problem.update.bits = MESSAGE;
    return problem;
}

/// @returns the cell of checks H4 and H5
inline RoundProblem
MakeGivenCell(double energyMax)
{
    RoundProblem problem = MakeCell(1e6);
    const double kilometres[] = {.2, .4, .6, .8};
    const double cycles[] = {1e5, 3e5, 2e5, 1e5};
    for (std::size_t k = 0; k < 4; ++k)
    {
        problem.workers.push_back(MakeDevice(kilometres[k], cycles[k], energyMax));
    }
    return problem;
}

/// @returns five devices by lot, with budgets above what they take in any case
inline RoundProblem
MakeRandomCell(Draws& draws, double least = 8e-3, double most = 15e-3)
{
    RoundProblem problem = MakeCell(1e6);
    for (int k = 0; k < 5; ++k)
    {
        const double kilometres = draws.Uniform(.1, .8);
        const double cycles = draws.Uniform(1e5, 3e5);
        problem.workers.push_back(MakeDevice(kilometres, cycles, draws.Uniform(least, most)));
    }
    return problem;
}

/// @returns the plan of a planner of cells by name
inline RoundPlan
PlanCell(const std::string& name, const RoundProblem& problem)
{
    return CreateRoundPlanner(name)->Plan(problem);
}

/// @returns the plan of a planner of links by name
inline TopologyPlan
PlanLinks(const std::string& name, const TopologyProblem& problem)
{
    return CreateTopologyPlanner(name)->Plan(problem);
}

/// @returns servers with models at some times, no links yet, rho_max as given
inline TopologyProblem
MakeServers(const std::vector<double>& readyTimes, double factorMax)
{
    TopologyProblem problem;
    problem.messageBits = MESSAGE;
    for (const double time : readyTimes)
    {
        TopologyServer server;
        server.readyTime = time;
        problem.servers.push_back(server);
    }
    problem.distance = 1;
    problem.distanceMax = factorMax * factorMax;
    return problem;
}

/// Adds a link over which a model takes so long [s].
inline void
AddLink(TopologyProblem& problem, uint32_t first, uint32_t second, double time)
{
    TopologyLink link;
    link.first = first;
    link.second = second;
    link.rate = problem.messageBits / time;
    problem.links.push_back(link);
}

/// @returns the servers and links of check H10; links are 01, 12, 23, 03, 02, 13
inline TopologyProblem
MakeGivenLinks(double factorMax)
{
    TopologyProblem problem = MakeServers({.20, .35, .25, .30}, factorMax);
    AddLink(problem, 0, 1, .10);
    AddLink(problem, 1, 2, .05);
    AddLink(problem, 2, 3, .20);
    AddLink(problem, 0, 3, .02);
    AddLink(problem, 0, 2, .08);
    AddLink(problem, 1, 3, .01);
    return problem;
}

/// @returns servers and all links between them by lot: A ~ U(0.1, 0.4), times ~ U(0.01, 0.4)
inline TopologyProblem
MakeRandomLinks(Draws& draws, uint32_t servers, double factorMax)
{
    std::vector<double> ready;
    for (uint32_t m = 0; m < servers; ++m)
    {
        ready.push_back(draws.Uniform(.1, .4));
    }
    TopologyProblem problem = MakeServers(ready, factorMax);
    for (uint32_t m = 0; m < servers; ++m)
    {
        for (uint32_t j = m + 1; j < servers; ++j)
        {
            AddLink(problem, m, j, draws.Uniform(.01, .4));
        }
    }
    return problem;
}

/// Pairs of servers that are joined.
using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

/// @returns a graph of servers that count alike
inline MixingGraph
MakeGraph(std::size_t servers, const Pairs& links)
{
    MixingGraph graph;
    graph.servers = servers;
    graph.links = links;
    return graph;
}

/// @returns 01, 12, ..., without the way back
inline Pairs
MakePath(uint32_t servers)
{
    Pairs links;
    for (uint32_t m = 0; m + 1 < servers; ++m)
    {
        links.emplace_back(m, m + 1);
    }
    return links;
}

/// @returns a path and the way back
inline Pairs
MakeRing(uint32_t servers)
{
    Pairs links = MakePath(servers);
    links.emplace_back(0, servers - 1);
    return links;
}

/// @returns server 0 with all others
inline Pairs
MakeStar(uint32_t servers)
{
    Pairs links;
    for (uint32_t m = 1; m < servers; ++m)
    {
        links.emplace_back(0, m);
    }
    return links;
}

/// @returns all pairs
inline Pairs
MakeMesh(uint32_t servers)
{
    Pairs links;
    for (uint32_t m = 0; m < servers; ++m)
    {
        for (uint32_t j = m + 1; j < servers; ++j)
        {
            links.emplace_back(m, j);
        }
    }
    return links;
}

} // namespace hfeltest
} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_FIXTURE_H
