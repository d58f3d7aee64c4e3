/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-setup.h"

#include "allocation/plan/planner-group.h"
#include "application/control/remote/record-listener.h"
#include "application/learning/tiers/tier-cloud.h"
#include "peer-address.h"
#include "setting-check.h"
#include "tier-network.h"

#include "ns3/boolean.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Stream behind the first: of planners of links.
constexpr int64_t LINK_STREAM = 2;

/// A cell's edge round has ended.
void
TellLedger(Ptr<TierLedger> ledger, uint32_t server, const TaskRecord& record)
{
    ledger->AddEdgeRound(server, record);
}

} // namespace

void
TierSetup::RequireTaken(TopologyProblem topology) const
{
    if (IsRemotePlanner(topologyPlanner.GetTypeId()))
    {
        return; // the process will say what it does not take
    }
    for (std::size_t m = 0; m < topology.servers.size(); ++m)
    {
        topology.servers[m].devices = task.methods[m]->GetDeviceCount();
    }
    // Any draws do: those of the task are for its rounds.
    constexpr double golden = .6180339887498949;
    double draw = 0;
    while (topology.uniformDraws.size() < 64 * topology.links.size())
    {
        draw += golden;
        draw -= std::floor(draw);
        topology.uniformDraws.push_back(draw);
    }
    const TopologyPlan plan = topologyPlanner.Create<TopologyPlanner>()->Plan(topology);
    SettingCheck::OfTiers().Require(plan.status != PlanStatus::REFUSED,
                                    SettingWords()
                                        << topologyPlanner.GetTypeId().GetName()
                                        << " takes no such servers and links: " << plan.reason);
}

Ptr<TierLedger>
TierSetup::MakeLedger(const NodeContainer& servers, Ptr<Node> cloud) const
{
    TierLedger::Settings settings;
    for (uint32_t m = 0; m < servers.GetN(); ++m)
    {
        settings.nodes.push_back(servers.Get(m)->GetId());
        monitor->SetNodeName(servers.Get(m)->GetId(), "server " + std::to_string(m));
    }
    settings.cloud = cloud ? cloud->GetId() : 0;
    settings.model = task.model;
    settings.planner = topologyPlanner.GetTypeId().GetName();
    // What helpers made goes on without them.
    settings.score = [made = task](const Eigen::VectorXd& parameters) {
        return made.Score(parameters);
    };
    const auto ledger = CreateObject<TierLedger>();
    ledger->SetSettings(std::move(settings));
    ledger->SetMonitor(monitor);
    return ledger;
}

TierCoordinator::Settings
TierSetup::MakeCoordinator(const TopologyProblem& topology, const TierServer& tier) const
{
    TierCoordinator::Settings settings;
    BooleanValue barrier;
    UintegerValue rounds;
    TimeValue timeout;
    tier.GetAttribute("Barrier", barrier);
    tier.GetAttribute("Rounds", rounds);
    tier.GetAttribute("Timeout", timeout);
    const auto planner = topologyPlanner.Create<TopologyPlanner>();
    ListenToRecords(planner, *monitor);
    settings.planner = planner;
    settings.topology = topology;
    settings.mode = mode;
    settings.distanceShare = distanceShare;
    settings.barrier = barrier.Get();
    settings.rounds = rounds.Get();
    settings.timeout = timeout.Get();
    auto draws = std::make_shared<LearningDraws>(task.MakeDraws(LINK_STREAM));
    settings.uniform = [draws] { return draws->Uniform(); };
    settings.oracle = [methods = task.methods](uint32_t server) {
        return methods.at(server)->GetParameters();
    };
    return settings;
}

TopologyProblem
TierSetup::Connect(const NodeContainer& servers,
                   Ptr<Node> cloud,
                   const std::vector<Ptr<TierServer>>& tiers) const
{
    const uint32_t count = servers.GetN();
    TopologyProblem topology;
    topology.messageBits = 32. * static_cast<double>(task.methods.front()->GetSize());
    topology.servers.resize(count);
    topology.links = ListTierLinks(servers);
    UintegerValue port;
    for (uint32_t m = 0; m < count; ++m)
    {
        topology.servers[m].name = "server " + std::to_string(m);
        tiers[m]->GetAttribute("Port", port);
        TopologyLink link;
        if (cloud)
        {
            SettingCheck::OfTiers().Require(FindTierLink(cloud, servers.Get(m), link),
                                            SettingWords()
                                                << "server " << m << " has no link to the "
                                                << "cloud");
            topology.cloudRate = m == 0 ? link.rate : std::min(topology.cloudRate, link.rate);
            tiers[m]->SetCloud(count);
            tiers[m]->AddPeer(count, FindPeerAddress(cloud, servers.Get(m), port.Get()));
        }
    }
    for (const TopologyLink& link : topology.links)
    {
        tiers[link.first]->AddPeer(link.second, Address());
        tiers[link.second]->AddPeer(
            link.first,
            FindPeerAddress(servers.Get(link.first), servers.Get(link.second), port.Get()));
    }
    for (uint32_t m = 1; m < count; ++m)
    {
        tiers[m]->SetCoordinator(FindCoordinatorAddress(servers, m, port.Get()));
    }
    return topology;
}

ApplicationContainer
TierSetup::Install(const NodeContainer& servers,
                   const std::vector<Ptr<LearningServer>>& learning,
                   Ptr<Node> cloud) const
{
    const uint32_t count = servers.GetN();
    std::vector<Ptr<TierServer>> tiers(count);
    for (Ptr<TierServer>& tier : tiers)
    {
        tier = server.Create<TierServer>();
    }
    const TopologyProblem topology = Connect(servers, cloud, tiers);
    RequireTaken(topology);
    tiers[0]->SetCoordinator(MakeCoordinator(topology, *tiers[0]), count);
    const Ptr<TierLedger> ledger = MakeLedger(servers, cloud);
    const bool early = !mode || *mode == ConsensusMode::LAGGED;
    const bool sketches = mode && *mode != ConsensusMode::EXACT;
    const auto seed = static_cast<uint64_t>(std::max<int64_t>(task.stream, 0)) + 1;
    const auto sketch = sketches ? std::make_shared<const ConsensusSketch>(seed) : nullptr;
    ApplicationContainer result;
    for (uint32_t m = 0; m < count; ++m)
    {
        tiers[m]->SetCell(m, learning[m], task.methods[m], task.edgeRounds);
        tiers[m]->SetReports(early, sketch);
        tiers[m]->SetLedger(ledger);
        cells[m]->GetMonitor().TraceConnectWithoutContext(
            "TaskEnded",
            MakeBoundCallback(&TellLedger, ledger, m));
        servers.Get(m)->AddApplication(tiers[m]);
        result.Add(tiers[m]);
    }
    if (cloud)
    {
        UintegerValue port;
        TimeValue timeout;
        tiers[0]->GetAttribute("Port", port);
        tiers[0]->GetAttribute("Timeout", timeout);
        const auto above = CreateObject<TierCloud>();
        // Sockets as those of servers.
        const TypeId sockets = MessageApplication::GetTypeId();
        for (std::size_t i = 0; i < sockets.GetAttributeN(); ++i)
        {
            const TypeId::AttributeInformation attribute = sockets.GetAttribute(i);
            const Ptr<AttributeValue> value = attribute.checker->Create();
            tiers[0]->GetAttribute(attribute.name, *value);
            above->SetAttribute(attribute.name, *value);
        }
        above->SetAttribute("Port", port);
        above->SetAttribute("Timeout", TimeValue(timeout.Get() / 2));
        above->SetServers(count, task.methods.front()->GetSize());
        cloud->AddApplication(above);
        monitor->SetNodeName(cloud->GetId(), "cloud");
        result.Add(above);
    }
    return result;
}

} // namespace edgeai
} // namespace ns3
