/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-coordinator.h"

#include "application/message/message-archive.h"
#include "application/message/message-registry.h"
#include "compute/time-steps.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiTierCoordinator");

namespace
{

/// Attempts at a random graph that draws are handed out for.
constexpr std::size_t ATTEMPTS = 64;

} // namespace

void
TierCoordinator::Start(const Settings& settings)
{
    m_settings = settings;
    m_gauge.reset();
    if (settings.mode)
    {
        m_gauge.emplace(*settings.mode, settings.distanceShare);
    }
    m_running = true;
    m_joinEvent = ScheduleCall(LimitWait(settings.joinTimeout), [this] {
        if (m_round == 0 && !m_joined.empty())
        {
            BeginRound();
        }
    });
}

void
TierCoordinator::Stop()
{
    m_running = false;
    m_joinEvent.Cancel();
    m_reportEvent.Cancel();
    m_mixEvent.Cancel();
    m_joined.clear();
    m_silent.clear();
    m_reports.clear();
}

bool
TierCoordinator::IsEarly() const
{
    return !m_settings.mode || *m_settings.mode == ConsensusMode::LAGGED;
}

void
TierCoordinator::Join(uint32_t server)
{
    if (!m_running)
    {
        return;
    }
    m_joined.insert(server);
    m_silent.erase(server);
    if (m_round == 0)
    {
        if (m_joined.size() == m_settings.topology.servers.size() || !IsPending(m_joinEvent))
        {
            BeginRound();
        }
    }
    else if (m_settings.barrier)
    {
        m_mixed[server] = m_begun[server]; // whatever it was at, nobody waits for it
        CheckMixed();
    }
    else
    {
        Begin(server, m_planned + 1);
    }
}

void
TierCoordinator::Leave(uint32_t server)
{
    if (m_joined.erase(server) > 0 && m_running)
    {
        m_silent.erase(server);
        CheckReports(m_planned + 1);
        CheckMixed();
    }
}

void
TierCoordinator::Begin(uint32_t server, uint64_t round)
{
    if (m_settings.rounds > 0 && round > m_settings.rounds)
    {
        return;
    }
    m_round = std::max(m_round, round);
    m_begun[server] = round;
    InferenceMessage message;
    message.type = TierMessage::BEGIN;
    message.task = round;
    message.body = Encode(EmptyBody());
    onSend(server, message);
}

void
TierCoordinator::BeginRound()
{
    m_joinEvent.Cancel();
    m_mixEvent.Cancel();
    const uint64_t round = m_round + 1;
    const std::set<uint32_t> joined = m_joined; // telling one may change it
    for (const uint32_t server : joined)
    {
        Begin(server, round);
    }
}

std::set<uint32_t>
TierCoordinator::GetAwaited(uint64_t round) const
{
    std::set<uint32_t> awaited;
    for (const uint32_t server : m_joined)
    {
        const auto begun = m_begun.find(server);
        const bool takesPart = begun != m_begun.end() &&
                               (m_settings.barrier ? begun->second == round : begun->second > 0);
        if (takesPart && m_silent.count(server) == 0)
        {
            awaited.insert(server);
        }
    }
    return awaited;
}

std::string
TierCoordinator::Report(uint32_t server,
                        uint64_t round,
                        const TierReportBody& body,
                        const Eigen::VectorXd& sketch)
{
    m_silent.erase(server); // it is there
    if (round == 0 || round > m_round + 1)
    {
        return "a round that has not begun";
    }
    if (round <= m_planned)
    {
        if (!m_settings.barrier)
        {
            Begin(server, m_planned + 1); // the others have gone on without it
        }
        return "";
    }
    m_round = std::max(m_round, round);
    m_begun[server] = round;
    m_reports[round][server] = {body, sketch};
    if (!IsPending(m_reportEvent))
    {
        m_reportEvent =
            ScheduleCall(LimitWait(m_settings.timeout), [this] { GiveUpSilent(m_planned + 1); });
    }
    CheckReports(round);
    return "";
}

void
TierCoordinator::GiveUpSilent(uint64_t round)
{
    for (const uint32_t server : GetAwaited(round))
    {
        if (m_reports[round].count(server) == 0)
        {
            m_silent.insert(server);
        }
    }
    CheckReports(round);
}

void
TierCoordinator::CheckReports(uint64_t round)
{
    const auto reports = m_reports.find(round);
    if (!m_running || round <= m_planned || reports == m_reports.end() || reports->second.empty())
    {
        return;
    }
    for (const uint32_t server : GetAwaited(round))
    {
        if (reports->second.count(server) == 0)
        {
            return;
        }
    }
    Plan(round);
}

TopologyProblem
TierCoordinator::MakeProblem(const TierRoundPlan& plan)
{
    TopologyProblem problem = m_settings.topology;
    const std::map<uint32_t, Told>& reports = m_reports.at(plan.round);
    std::map<uint32_t, uint32_t> places;
    problem.servers.clear();
    problem.links.clear();
    for (const uint32_t server : plan.members)
    {
        const TierReportBody& body = reports.at(server).body;
        places[server] = static_cast<uint32_t>(problem.servers.size());
        problem.servers.push_back(m_settings.topology.servers[server]);
        problem.servers.back().readyTime = body.ready - plan.begun;
        problem.servers.back().devices = body.devices;
    }
    const auto reaches = [&](uint32_t one, uint32_t other) {
        const std::vector<uint32_t>& lost = reports.at(one).body.unreachable;
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
TierCoordinator::GetReading(const TierRoundPlan& plan)
{
    if (!m_gauge)
    {
        return {};
    }
    PeerModels models;
    for (const uint32_t server : plan.members)
    {
        const Told& told = m_reports.at(plan.round).at(server);
        models.push_back(*m_settings.mode == ConsensusMode::EXACT ? m_settings.oracle(server)
                                                                  : told.sketch);
        if (models.back().size() == 0 || models.back().size() != models.front().size())
        {
            return m_gauge->GetLagged(); // one that has no model yet: before the first round
        }
    }
    const double measured = GetConsensusDistance(models, plan.problem.GetShares());
    const ConsensusGauge::Reading reading = m_gauge->Next(measured);
    // Reports of LAGGED are made when a round begins: they are of the round before already.
    return *m_settings.mode == ConsensusMode::LAGGED ? m_gauge->GetLagged() : reading;
}

void
TierCoordinator::Plan(uint64_t round)
{
    m_reportEvent.Cancel();
    m_planned = round;
    TierRoundPlan plan;
    plan.round = round;
    plan.begun = Simulator::Now().GetSeconds();
    double ready = plan.begun;
    for (const auto& [server, told] : m_reports.at(round))
    {
        plan.members.push_back(server);
        plan.begun = std::min(plan.begun, told.body.begun);
        ready = std::max(ready, told.body.ready);
    }
    plan.problem = MakeProblem(plan);
    const ConsensusGauge::Reading reading = GetReading(plan);
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
    m_reports.erase(m_reports.begin(), m_reports.upper_bound(round));
    NS_LOG_INFO("round " << round << ": " << plan.members.size() << " servers, "
                         << plan.plan.links.size() << " links");
    onPlan(plan);
    Tell(plan);
    if (m_settings.barrier)
    {
        // Each of them gives up by itself what does not come.
        const double turns = plan.plan.IsUsable() ? plan.plan.repeats : 1;
        const Time wait = Seconds(std::max(0., ready - Simulator::Now().GetSeconds()) +
                                  (turns + 2) * m_settings.timeout.GetSeconds());
        m_mixEvent.Cancel();
        m_mixEvent = ScheduleCall(LimitWait(wait), [this, round] {
            for (const uint32_t server : GetAwaited(round))
            {
                if (m_mixed[server] < round)
                {
                    m_silent.insert(server);
                }
            }
            CheckMixed();
        });
    }
    CheckReports(round + 1); // some may have been quick
}

void
TierCoordinator::Tell(const TierRoundPlan& plan)
{
    const bool usable = plan.plan.IsUsable();
    const Eigen::MatrixXd weights = usable ? GetMixingMatrix(plan.plan) : Eigen::MatrixXd();
    const bool cloud = usable && !plan.plan.cloudModels.empty();
    std::vector<InferenceMessage> messages;
    for (std::size_t i = 0; i < plan.members.size(); ++i)
    {
        TierTopologyBody body;
        if (usable)
        {
            const auto row = static_cast<Eigen::Index>(i);
            body.turns = plan.plan.repeats;
            body.own = weights(row, row);
            for (std::size_t j = 0; j < plan.members.size(); ++j)
            {
                const double weight = weights(row, static_cast<Eigen::Index>(j));
                if (j != i && weight != 0)
                {
                    body.peers.push_back({plan.members[j], weight});
                }
            }
        }
        InferenceMessage message;
        message.type = TierMessage::TOPOLOGY;
        message.task = plan.round;
        if (cloud)
        {
            // It takes the mean of all, which is the same for everybody.
            body.cloudModels = static_cast<uint32_t>(plan.plan.cloudModels[i]);
            body.peers.insert(std::lower_bound(body.peers.begin(),
                                               body.peers.end(),
                                               plan.members[i],
                                               [](const TierWeight& weight, uint32_t server) {
                                                   return weight.server < server;
                                               }),
                              {plan.members[i], body.own});
            message.body = Encode(body);
            if (i == 0)
            {
                onCloud(message);
            }
            body.peers.clear();
        }
        message.body = Encode(body);
        messages.push_back(std::move(message));
    }
    const std::vector<uint32_t> members = plan.members;
    for (std::size_t i = 0; i < members.size(); ++i)
    {
        onSend(members[i], messages[i]);
    }
}

std::string
TierCoordinator::Mixed(uint32_t server, uint64_t round)
{
    m_silent.erase(server); // it is there
    if (round > m_round)
    {
        return "a round that has not begun";
    }
    m_mixed[server] = std::max(m_mixed[server], round);
    CheckMixed();
    return "";
}

void
TierCoordinator::CheckMixed()
{
    if (!m_running || !m_settings.barrier || m_round == 0 || m_joined.empty())
    {
        return;
    }
    for (const uint32_t server : GetAwaited(m_round))
    {
        if (m_mixed[server] < m_round)
        {
            return;
        }
    }
    BeginRound();
}

} // namespace edgeai
} // namespace ns3
