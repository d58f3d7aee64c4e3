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

double
GetSendTime(const TopologyProblem& problem,
            uint32_t server,
            uint32_t degree,
            const TopologyLink& link,
            uint32_t repeats)
{
    const double once = problem.sharedEgress
                            ? degree * problem.messageBits / problem.servers[server].egressRate
                            : problem.messageBits / link.rate;
    return repeats * (once + link.delay);
}

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
    std::vector<double> times;
    for (const uint32_t e : links)
    {
        const TopologyLink& link = problem.links[e];
        double time = 0;
        for (const uint32_t m : {link.first, link.second})
        {
            time = std::max(time,
                            problem.servers[m].readyTime +
                                GetSendTime(problem, m, degrees[m], link, repeats));
        }
        times.push_back(time);
    }
    return times;
}

std::vector<double>
GetLatestReadyTimes(const TopologyProblem& problem,
                    const LinkList& links,
                    double time,
                    uint32_t repeats)
{
    const std::vector<uint32_t> degrees = MakeMixingGraph(problem, links).GetDegrees();
    std::vector<double> latest(problem.servers.size(), time);
    for (const uint32_t e : links)
    {
        const TopologyLink& link = problem.links[e];
        for (const uint32_t m : {link.first, link.second})
        {
            latest[m] =
                std::min(latest[m], time - GetSendTime(problem, m, degrees[m], link, repeats));
        }
    }
    return latest;
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
