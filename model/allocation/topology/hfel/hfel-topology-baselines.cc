/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "hfel-topology-baselines.h"

#include "allocation/plan/planner-registry.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(HfelFixedTopologyPlanner);
NS_OBJECT_ENSURE_REGISTERED(HfelStarPlanner);
NS_OBJECT_ENSURE_REGISTERED(HfelRandomGraphPlanner);
NS_OBJECT_ENSURE_REGISTERED(CeFedAvgPlanner);
NS_OBJECT_ENSURE_REGISTERED(CloudAveragePlanner);
EDGE_AI_PLANNER(HfelFullMeshPlanner, HfelFixedTopologyPlanner)
EDGE_AI_PLANNER(HfelRingPlanner, HfelFixedTopologyPlanner)
EDGE_AI_PLANNER(HfelNoExchangePlanner, HfelFixedTopologyPlanner)
EDGE_AI_PLANNER(HierFavgPlanner, CloudAveragePlanner)
EDGE_AI_PLANNER(CloudFedAvgPlanner, CloudAveragePlanner)

namespace
{

/**
 * Add the link between two servers.
 * @param [in] problem sound  @param [in] one server  @param [in] other server
 * @param [in,out] links to which it is added, unless it is there
 * @returns "" or that there is none, in words
 */
std::string
AddLink(const TopologyProblem& problem, std::size_t one, std::size_t other, LinkList& links)
{
    for (uint32_t e = 0; e < problem.links.size(); ++e)
    {
        const TopologyLink& link = problem.links[e];
        if ((link.first == one && link.second == other) ||
            (link.first == other && link.second == one))
        {
            if (std::find(links.begin(), links.end(), e) == links.end())
            {
                links.push_back(e);
            }
            return "";
        }
    }
    return "links has none between servers " + std::to_string(one) + " and " +
           std::to_string(other) + ", which the topology needs";
}

/// @returns "" or which link of a ring is missing
std::string
ListRing(const TopologyProblem& problem, LinkList& links)
{
    const std::size_t servers = problem.servers.size();
    std::string reason;
    for (std::size_t m = 0; servers > 1 && m < servers && reason.empty(); ++m)
    {
        reason = AddLink(problem, m, (m + 1) % servers, links);
    }
    return reason;
}

} // namespace

TypeId
HfelFixedTopologyPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::HfelFixedTopologyPlanner")
                            .SetParent<TopologyPlanner>()
                            .SetGroupName("EdgeAi");
    return tid;
}

uint32_t
HfelFixedTopologyPlanner::GetRepeats() const
{
    return 1;
}

TopologyPlan
HfelFixedTopologyPlanner::DoPlan(const TopologyProblem& problem) const
{
    TopologyPlan plan;
    LinkList links;
    plan.reason = ListLinks(problem, links);
    if (plan.reason.empty())
    {
        std::sort(links.begin(), links.end());
        const MixingGraph graph = MakeMixingGraph(problem, links);
        UseLinks(links, MakeMixing(graph, MixingWeights::METROPOLIS).weights, plan);
        plan.repeats = GetRepeats();
    }
    return plan;
}

std::string
HfelFullMeshPlanner::ListLinks(const TopologyProblem& problem, LinkList& links) const
{
    links = ListAllLinks(problem);
    return "";
}

std::string
HfelRingPlanner::ListLinks(const TopologyProblem& problem, LinkList& links) const
{
    return ListRing(problem, links);
}

TypeId
HfelStarPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::HfelStarPlanner")
                            .SetParent<HfelFixedTopologyPlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<HfelStarPlanner>()
                            .AddAttribute("Centre",
                                          "Number of the server that is joined with all others.",
                                          UintegerValue(0),
                                          MakeUintegerAccessor(&HfelStarPlanner::m_centre),
                                          MakeUintegerChecker<uint32_t>());
    return tid;
}

std::string
HfelStarPlanner::ListLinks(const TopologyProblem& problem, LinkList& links) const
{
    if (m_centre >= problem.servers.size())
    {
        return "Centre is " + std::to_string(m_centre) + "; allowed is 0 to " +
               std::to_string(problem.servers.size() - 1);
    }
    std::string reason;
    for (std::size_t m = 0; m < problem.servers.size() && reason.empty(); ++m)
    {
        reason = m == m_centre ? "" : AddLink(problem, m_centre, m, links);
    }
    return reason;
}

TypeId
HfelRandomGraphPlanner::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::HfelRandomGraphPlanner")
            .SetParent<HfelFixedTopologyPlanner>()
            .SetGroupName("EdgeAi")
            .AddConstructor<HfelRandomGraphPlanner>()
            .AddAttribute("Probability",
                          "Of each link to be used [1], in (0, 1].",
                          DoubleValue(0.5),
                          MakeDoubleAccessor(&HfelRandomGraphPlanner::m_probability),
                          MakeDoubleChecker<double>(1e-3, 1));
    return tid;
}

std::string
HfelRandomGraphPlanner::ListLinks(const TopologyProblem& problem, LinkList& links) const
{
    const std::size_t count = problem.links.size();
    if (problem.servers.size() == 1)
    {
        return "";
    }
    if (!MakeMixingGraph(problem, ListAllLinks(problem)).IsConnected())
    {
        return "links do not connect all servers, whichever are used";
    }
    for (std::size_t first = 0; first + count <= problem.uniformDraws.size(); first += count)
    {
        links.clear();
        for (uint32_t e = 0; e < count; ++e)
        {
            if (problem.uniformDraws[first + e] < m_probability)
            {
                links.push_back(e);
            }
        }
        if (MakeMixingGraph(problem, links).IsConnected())
        {
            return "";
        }
    }
    return "none of " + std::to_string(problem.uniformDraws.size() / count) +
           " draws of all links connects the servers; uniformDraws has " +
           std::to_string(problem.uniformDraws.size()) + ", one is needed for each link and draw";
}

std::string
HfelNoExchangePlanner::ListLinks(const TopologyProblem& problem, LinkList& links) const
{
    (void)problem;
    links.clear();
    return "";
}

TypeId
CeFedAvgPlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::CeFedAvgPlanner")
                            .SetParent<HfelFixedTopologyPlanner>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<CeFedAvgPlanner>()
                            .AddAttribute("Ring",
                                          "Whether the links are those of a ring, or all.",
                                          BooleanValue(true),
                                          MakeBooleanAccessor(&CeFedAvgPlanner::m_ring),
                                          MakeBooleanChecker())
                            .AddAttribute("Gossips",
                                          "Exchanges of a round, one after the other.",
                                          UintegerValue(2),
                                          MakeUintegerAccessor(&CeFedAvgPlanner::m_gossips),
                                          MakeUintegerChecker<uint32_t>(1, 1000));
    return tid;
}

std::string
CeFedAvgPlanner::ListLinks(const TopologyProblem& problem, LinkList& links) const
{
    if (m_ring)
    {
        return ListRing(problem, links);
    }
    links = ListAllLinks(problem);
    return "";
}

uint32_t
CeFedAvgPlanner::GetRepeats() const
{
    return m_gossips;
}

TypeId
CloudAveragePlanner::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::CloudAveragePlanner")
                            .SetParent<TopologyPlanner>()
                            .SetGroupName("EdgeAi");
    return tid;
}

std::string
CloudAveragePlanner::ExplainRefusal(const TopologyProblem& problem) const
{
    if (problem.cloudRate == 0)
    {
        return "cloudRate is 0 bit/s; needed is a cloud that averages";
    }
    for (std::size_t m = 0; m < problem.servers.size() && SendsUpdates(); ++m)
    {
        if (problem.servers[m].devices == 0)
        {
            return "servers[" + std::to_string(m) +
                   "].devices is 0; needed is how many updates it passes on";
        }
    }
    return "";
}

TopologyPlan
CloudAveragePlanner::DoPlan(const TopologyProblem& problem) const
{
    TopologyPlan plan;
    UseLinks({}, MakeMeanMatrix(MakeMixingGraph(problem, {})), plan);
    for (const TopologyServer& server : problem.servers)
    {
        plan.cloudModels.push_back(SendsUpdates() ? server.devices : 1);
    }
    return plan;
}

bool
HierFavgPlanner::SendsUpdates() const
{
    return false;
}

bool
CloudFedAvgPlanner::SendsUpdates() const
{
    return true;
}

} // namespace edgeai
} // namespace ns3
