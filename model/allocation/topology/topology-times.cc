/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "topology-times.h"

#include <algorithm>
#include <numeric>

namespace ns3
{
namespace edgeai
{

LinkList
ListAllLinks(const TopologyProblem& problem)
{
    LinkList links(problem.links.size());
    std::iota(links.begin(), links.end(), 0);
    return links;
}

MixingGraph
MakeMixingGraph(const TopologyProblem& problem, const LinkList& links)
{
    MixingGraph graph;
    graph.servers = problem.servers.size();
    graph.shares = problem.GetShares();
    for (const uint32_t e : links)
    {
        graph.links.emplace_back(problem.links[e].first, problem.links[e].second);
    }
    return graph;
}

double
GetReadyTime(const TopologyProblem& problem)
{
    double latest = 0;
    for (const TopologyServer& server : problem.servers)
    {
        latest = std::max(latest, server.readyTime);
    }
    return latest;
}

std::vector<double>
GetFinishTimes(const TopologyProblem& problem, const LinkList& links, uint32_t repeats)
{
    const std::vector<uint32_t> degrees = MakeMixingGraph(problem, links).GetDegrees();
    // When a server has sent over a link.
    const auto send = [&](uint32_t m, const TopologyLink& link) {
        const double once = problem.sharedEgress
                                ? degrees[m] * problem.messageBits / problem.servers[m].egressRate
                                : problem.messageBits / link.rate;
        return problem.servers[m].readyTime + repeats * (once + link.delay);
    };
    std::vector<double> times;
    for (const uint32_t e : links)
    {
        const TopologyLink& link = problem.links[e];
        times.push_back(std::max(send(link.first, link), send(link.second, link)));
    }
    return times;
}

double
GetRoundTime(const TopologyProblem& problem, const LinkList& links, uint32_t repeats)
{
    double latest = GetReadyTime(problem);
    for (const double time : GetFinishTimes(problem, links, repeats))
    {
        latest = std::max(latest, time);
    }
    return latest;
}

double
GetCloudTime(const TopologyProblem& problem, const std::vector<double>& models)
{
    const double once = problem.messageBits / problem.cloudRate;
    double latest = 0;
    for (std::size_t m = 0; m < models.size(); ++m)
    {
        latest = std::max(latest, problem.servers[m].readyTime + models[m] * once);
    }
    return latest + once;
}

} // namespace edgeai
} // namespace ns3
