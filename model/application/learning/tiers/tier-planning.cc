/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-planning.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Attempts at a random graph that draws are handed out for.
constexpr std::size_t ATTEMPTS = 64;

/// Of TCP and IPv4, without options [B].
constexpr uint32_t STACK_BYTES = 40;

/// Of a TOPOLOGY message: header and body, and what each server in the row takes [B].
constexpr uint32_t ROW_BYTES = InferenceHeader::SIZE + 28;
constexpr uint32_t WEIGHT_BYTES = 12;

} // namespace

void
TierPlanning::SetSettings(const Settings& settings)
{
    m_settings = settings;
    if (settings.mode && !m_gauge)
    {
        m_gauge.emplace(*settings.mode, settings.distanceShare);
    }
}

double
TierPlanning::GetRowTime(uint32_t server, const std::map<uint32_t, double>& heard) const
{
    if (server == 0)
    {
        return 0; // who plans tells itself
    }
    uint32_t most = 0;
    const TopologyLink* direct = nullptr;
    for (const TopologyLink& link : m_settings.topology.links)
    {
        most += link.first == server || link.second == server ? 1 : 0;
        direct = link.first == 0 && link.second == server ? &link : direct;
    }
    if (direct)
    {
        const double bytes = ROW_BYTES + WEIGHT_BYTES * most + STACK_BYTES;
        return direct->delay + 8 * bytes / direct->rate;
    }
    const auto known = heard.find(server);
    return known == heard.end() ? 0 : known->second;
}

TopologyProblem
TierPlanning::MakeProblem(const TierRoundPlan& plan,
                          const std::map<uint32_t, TierTold>& told,
                          const std::map<uint32_t, double>& heard)
{
    TopologyProblem problem = m_settings.topology;
    const double now = Simulator::Now().GetSeconds();
    std::map<uint32_t, uint32_t> places;
    problem.servers.clear();
    problem.links.clear();
    for (const uint32_t server : plan.members)
    {
        const TierReportBody& body = told.at(server).body;
        places[server] = static_cast<uint32_t>(problem.servers.size());
        problem.servers.push_back(m_settings.topology.servers[server]);
        const double ready = std::max(body.ready, now + GetRowTime(server, heard));
        problem.servers.back().readyTime = ready - plan.begun;
        problem.servers.back().devices = body.devices;
    }
    const auto reaches = [&](uint32_t one, uint32_t other) {
        const std::vector<uint32_t>& lost = told.at(one).body.unreachable;
        return std::find(lost.begin(), lost.end(), other) == lost.end();
    };
    for (const TopologyLink& link : m_settings.topology.links)
    {
        if (places.count(link.first) > 0 && places.count(link.second) > 0 &&
            reaches(link.first, link.second) && reaches(link.second, link.first))
        {
            problem.links.push_back(link);
            problem.links.back().first = places[link.first];
            problem.links.back().second = places[link.second];
        }
    }
    while (m_settings.uniform && problem.uniformDraws.size() < ATTEMPTS * problem.links.size())
    {
        problem.uniformDraws.push_back(m_settings.uniform());
    }
    return problem;
}

ConsensusGauge::Reading
TierPlanning::GetReading(const TierRoundPlan& plan, const std::map<uint32_t, TierTold>& told)
{
    if (!m_gauge)
    {
        return {};
    }
    PeerModels models;
    for (const uint32_t server : plan.members)
    {
        models.push_back(*m_settings.mode == ConsensusMode::EXACT ? m_settings.oracle(server)
                                                                  : told.at(server).sketch);
        if (models.back().size() == 0 || models.back().size() != models.front().size())
        {
            return m_gauge->GetLagged(); // one that has no model yet: before the first round
        }
    }
    const double measured = GetConsensusDistance(models, plan.problem.GetShares());
    if (!std::isfinite(measured))
    {
        return m_gauge->GetLagged(); // of models that have left the range of numbers
    }
    const ConsensusGauge::Reading reading = m_gauge->Next(measured);
    // Reports of LAGGED are made when a round begins: they are of the round before already.
    return *m_settings.mode == ConsensusMode::LAGGED ? m_gauge->GetLagged() : reading;
}

TierRoundPlan
TierPlanning::Plan(uint64_t round,
                   const std::map<uint32_t, TierTold>& told,
                   const std::map<uint32_t, double>& heard)
{
    TierRoundPlan plan;
    plan.round = round;
    plan.begun = Simulator::Now().GetSeconds();
    for (const auto& [server, report] : told)
    {
        plan.members.push_back(server);
        plan.begun = std::min(plan.begun, report.body.begun);
    }
    plan.problem = MakeProblem(plan, told, heard);
    const ConsensusGauge::Reading reading = GetReading(plan, told);
    plan.problem.distance = reading.distance;
    plan.problem.distanceMax = reading.distanceMax;
    plan.plan = m_settings.planner->Plan(plan.problem);
    if (!plan.plan.IsUsable())
    {
        // Links that the planner needs are not there: all that are.
        plan.fault = plan.plan.reason;
        const Ptr<TopologyPlanner> all = CreateTopologyPlanner("HfelFullMeshPlanner");
        plan.plan = all->Plan(plan.problem);
    }
    return plan;
}

TierTopologyBody
TierPlanning::MakeRow(const TierRoundPlan& plan, std::size_t place, bool forCloud)
{
    TierTopologyBody body;
    body.expected = std::min(plan.GetEnd(), BodyLimits::INSTANT); // behind the clock's end
    if (!plan.plan.IsUsable())
    {
        return body;
    }
    const Eigen::MatrixXd weights = GetMixingMatrix(plan.plan);
    const auto row = static_cast<Eigen::Index>(place);
    body.turns = plan.plan.repeats;
    body.own = weights(row, row);
    if (!plan.plan.cloudModels.empty())
    {
        body.cloudModels = static_cast<uint32_t>(plan.plan.cloudModels[place]);
    }
    for (std::size_t j = 0; j < plan.members.size(); ++j)
    {
        const double weight = weights(row, static_cast<Eigen::Index>(j));
        // A cloud takes the mean of all, which is the same for everybody.
        const bool told = body.cloudModels == 0 ? j != place : forCloud;
        if (told && weight != 0)
        {
            body.peers.push_back({plan.members[j], weight});
        }
    }
    return body;
}

} // namespace edgeai
} // namespace ns3
