/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-coordinator.h"

#include "application/message/message-archive.h"
#include "application/message/message-registry.h"
#include "compute/time-steps.h"
#include "short-number.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiTierCoordinator");

namespace
{

/// Who coordinates.
constexpr uint32_t COORDINATOR = 0;

} // namespace

void
TierCoordinator::Start(const Settings& settings)
{
    m_settings = settings;
    m_planning.SetSettings(settings);
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
    m_told[server] = Simulator::Now().GetSeconds();
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
    // With a barrier nobody begins by itself.
    const uint64_t latest = m_settings.barrier ? m_begun[server] : m_round + 1;
    if (round == 0 || round > latest)
    {
        return "a round that has not begun";
    }
    const double now = Simulator::Now().GetSeconds();
    if (body.begun > now)
    {
        return "begun is " + WriteShort(body.begun) + " s; it is " + WriteShort(now) + " s now";
    }
    if (round <= m_planned)
    {
        if (!m_settings.barrier)
        {
            Begin(server, m_planned + 1); // the others have gone on without it
        }
        return "";
    }
    const auto told = m_told.find(server);
    if (told != m_told.end() && m_begun[server] == round && body.begun >= told->second)
    {
        m_heard[server] = body.begun - told->second;
    }
    m_told.erase(server);
    m_round = std::max(m_round, round);
    m_begun[server] = std::max(m_begun[server], round);
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

std::string
TierCoordinator::ExplainAbsence(const std::vector<uint32_t>& members) const
{
    std::string absent;
    std::string late;
    for (uint32_t server = 0; server < m_settings.topology.servers.size(); ++server)
    {
        if (!std::binary_search(members.begin(), members.end(), server))
        {
            (m_joined.count(server) > 0 ? late : absent) += " " + std::to_string(server);
        }
    }
    return (absent.empty() ? "" : "without server" + absent + ", not there") +
           (absent.empty() || late.empty() ? "" : "; ") +
           (late.empty() ? "" : "without server" + late + ", not heard of in time");
}

void
TierCoordinator::Plan(uint64_t round)
{
    m_reportEvent.Cancel();
    m_planned = round;
    TierRoundPlan plan = m_planning.Plan(round, m_reports.at(round), m_heard);
    plan.absent = ExplainAbsence(plan.members);
    for (uint32_t server = 0; server < m_settings.topology.servers.size(); ++server)
    {
        if (m_joined.count(server) == 0 &&
            !std::binary_search(plan.members.begin(), plan.members.end(), server))
        {
            plan.unseen.push_back(server);
        }
    }
    m_reports.erase(m_reports.begin(), m_reports.upper_bound(round));
    NS_LOG_INFO("round " << round << ": " << plan.members.size() << " servers, "
                         << plan.plan.links.size() << " links");
    onPlan(plan);
    Tell(plan);
    if (m_settings.barrier)
    {
        WaitForMixed(plan);
    }
    CheckReports(round + 1); // some may have been quick
}

void
TierCoordinator::WaitForMixed(const TierRoundPlan& plan)
{
    // Each of them gives up by itself what does not come.
    const double turns = plan.plan.IsUsable() ? plan.plan.repeats : 1;
    double ready = plan.GetEnd();
    for (const TopologyServer& server : plan.problem.servers)
    {
        ready = std::max(ready, plan.begun + server.readyTime);
    }
    const double wait = 2 * std::max(0., ready - Simulator::Now().GetSeconds()) +
                        (turns + 2) * m_settings.timeout.GetSeconds();
    m_mixEvent.Cancel();
    m_mixEvent = ScheduleCall(LimitWait(ToTime(wait)), [this, round = plan.round] {
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

void
TierCoordinator::Tell(const TierRoundPlan& plan)
{
    InferenceMessage message;
    message.type = TierMessage::TOPOLOGY;
    message.task = plan.round;
    if (plan.plan.IsUsable() && !plan.plan.cloudModels.empty())
    {
        message.body = Encode(TierPlanning::MakeRow(plan, 0, true));
        onCloud(message);
    }
    // Who coordinates sends its model as soon as it knows its row: the others' go before it, on the
    // same links.
    std::vector<std::pair<uint32_t, InferenceMessage>> rows;
    for (std::size_t i = 0; i < plan.members.size(); ++i)
    {
        message.body = Encode(TierPlanning::MakeRow(plan, i, false));
        rows.emplace_back(plan.members[i], message);
    }
    std::stable_partition(rows.begin(), rows.end(), [](const auto& row) {
        return row.first != COORDINATOR;
    });
    for (const auto& [server, row] : rows)
    {
        onSend(server, row);
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
