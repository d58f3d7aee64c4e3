/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-ledger.h"

#include "application/learning/learning-figures.h"
#include "application/learning/round-energies.h"
#include "tier-plan-record.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(TierLedger);

namespace
{

/// @returns now [s]
double
GetNow()
{
    return Simulator::Now().GetSeconds();
}

/// @param [in,out] record gets another reason  @param [in] reason in words; empty: none
void
AddDetail(TaskRecord& record, const std::string& reason)
{
    if (!reason.empty() && record.detail.find(reason) == std::string::npos)
    {
        record.detail += (record.detail.empty() ? "" : "; ") + reason;
    }
}

} // namespace

TypeId
TierLedger::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::TierLedger")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<TierLedger>();
    return tid;
}

TierLedger::TierLedger() = default;

TierLedger::~TierLedger() = default;

void
TierLedger::DoDispose()
{
    m_tasks.Clear();
    m_tasks.SetMonitor(nullptr);
    m_settings = Settings();
    m_rounds.clear();
    m_late.clear();
    Object::DoDispose();
}

void
TierLedger::SetSettings(Settings settings)
{
    m_settings = std::move(settings);
}

void
TierLedger::SetMonitor(Ptr<InferenceMonitor> monitor)
{
    m_tasks.SetMonitor(monitor);
}

void
TierLedger::Note(const std::string& note)
{
    if (const Ptr<InferenceMonitor> monitor = m_tasks.GetMonitor())
    {
        monitor->AddNote(note);
    }
}

uint64_t
TierLedger::GetNumber(uint64_t round, uint32_t server) const
{
    return round * m_settings.nodes.size() + server;
}

void
TierLedger::Change(uint64_t round, uint32_t server, const std::function<void(TierFigures&)>& change)
{
    if (TaskRecord* record = m_tasks.Find(GetNumber(round, server)))
    {
        TierFigures figures = record->Get<TierFigures>();
        change(figures);
        record->Set(figures);
    }
}

void
TierLedger::Begin(uint64_t round, uint32_t server)
{
    m_latest[server] = round;
    while (!m_rounds.empty() && m_rounds.begin()->first + 1 < round)
    {
        Settle(m_rounds.begin()->first); // nobody comes back to it
    }
    m_rounds[round][server].begun = GetNow();
    TaskRecord record;
    record.node = m_settings.nodes.at(server);
    record.family = TierFigures::FAMILY;
    record.network = m_settings.model;
    record.planner = m_settings.planner;
    record.generated = GetNow();
    TierFigures figures;
    figures.round = static_cast<uint32_t>(round);
    figures.server = server;
    figures.edgeLost = 0;
    record.Set(figures);
    StepRecord cell;
    cell.planned.name = "cell";
    cell.planned.node = record.node;
    cell.queued = cell.started = GetNow();
    record.steps.push_back(cell);
    m_tasks.Begin(GetNumber(round, server), std::move(record));
}

void
TierLedger::PlanCell(uint64_t round, uint32_t server, double time, double computing, double sending)
{
    double energy = computing;
    AddKnown(energy, sending);
    Change(round, server, [&](TierFigures& figures) {
        figures.cellPlanned = time;
        figures.deviceEnergyPlanned = energy;
        figures.computingPlanned = computing;
        figures.sendingPlanned = sending;
    });
    if (TaskRecord* record = m_tasks.Find(GetNumber(round, server)))
    {
        record->steps.front().planned.time = time;
        record->planned.energy = energy;
        record->planWait = GetNow() - record->generated;
    }
}

void
TierLedger::AddEdgeRound(uint32_t server, const TaskRecord& record)
{
    const auto latest = m_latest.find(server);
    if (latest == m_latest.end())
    {
        return;
    }
    Change(latest->second, server, [&](TierFigures& figures) {
        const LearningFigures& edge = record.Get<LearningFigures>();
        AddKnown(figures.computingRealised, edge.computingRealised);
        AddKnown(figures.sendingRealised, edge.sendingRealised);
        AddKnown(figures.bitsDown, edge.bitsDown);
        AddKnown(figures.bitsUp, edge.bitsUp);
        figures.edgeLost = *figures.edgeLost + (IsDropped(record.outcome) ? 1 : 0);
    });
    TaskRecord* own = m_tasks.Find(GetNumber(latest->second, server));
    if (own)
    {
        AddKnown(own->realised.energy, record.realised.energy);
    }
    const double serving = record.Get<LearningFigures>().servingRealised;
    if (Part* part = FindPart(latest->second, server))
    {
        part->serving += serving > 0 ? serving : 0;
    }
    if (own && !record.detail.empty())
    {
        const bool nothing = IsDropped(record.outcome);
        AddDetail(*own,
                  (nothing ? "an edge round brought nothing: " : "in an edge round ") +
                      record.detail);
    }
}

TierLedger::Part*
TierLedger::FindPart(uint64_t round, uint32_t server)
{
    const auto late = m_late.find({round, server});
    if (late != m_late.end())
    {
        return &late->second.part;
    }
    const auto found = m_rounds.find(round);
    const bool there = found != m_rounds.end() && found->second.count(server) > 0;
    return there ? &found->second.at(server) : nullptr;
}

void
TierLedger::Ready(uint64_t round, uint32_t server, const Eigen::VectorXd& model)
{
    Part* part = FindPart(round, server);
    if (!part)
    {
        return;
    }
    part->ready = GetNow();
    part->before = model;
    Change(round, server, [&](TierFigures& figures) {
        figures.cellRealised = part->ready - part->begun;
    });
    if (TaskRecord* record = m_tasks.Find(GetNumber(round, server)))
    {
        record->steps.front().finished = part->ready;
    }
}

void
TierLedger::Plan(const TierRoundPlan& plan)
{
    for (const uint32_t server : plan.unseen)
    {
        Note("server " + std::to_string(server) +
             " was not there when a round was planned: no route or link to server 0, or it has not "
             "started");
    }
    for (std::size_t i = 0; i < plan.members.size(); ++i)
    {
        if (TaskRecord* record = m_tasks.Find(GetNumber(plan.round, plan.members[i])))
        {
            RecordTierPlan(plan, i, m_settings.nodes, m_settings.cloud, *record);
            AddDetail(*record, plan.fault);
            AddDetail(*record, plan.absent);
        }
    }
}

void
TierLedger::Hear(uint64_t round, uint32_t server)
{
    if (const Part* part = FindPart(round, server))
    {
        const double since = part->ready >= 0 ? part->ready : GetNow();
        Change(round, server, [&](TierFigures& figures) { figures.reportTime = GetNow() - since; });
    }
}

void
TierLedger::Receive(uint64_t round,
                    uint32_t server,
                    uint32_t from,
                    uint32_t turn,
                    double sent,
                    double bits)
{
    TaskRecord* record = m_tasks.Find(GetNumber(round, server));
    const Part* part = FindPart(round, server);
    if (!record || !part)
    {
        return; // its round has not begun, or is over
    }
    const bool cloud = from == m_settings.nodes.size();
    if (StepRecord* step = record->FindStep(NameTierStep(from, cloud, turn)))
    {
        step->queued = step->started = sent;
        step->finished = GetNow();
        step->bits = bits;
    }
    const double end = GetNow() - part->begun;
    Change(round, server, [&](TierFigures& figures) { figures.exchangeRealised = end; });
}

void
TierLedger::Mix(uint64_t round, uint32_t server, const Mixing& mixing)
{
    Part* found = FindPart(round, server);
    if (!found || found->ended >= 0)
    {
        return;
    }
    Part& part = *found;
    part.ended = GetNow();
    part.mixing = mixing;
    Change(round, server, [&](TierFigures& figures) {
        figures.missing = mixing.missing;
        figures.bitsExchange = mixing.bitsExchange;
        figures.bitsControl = mixing.bitsControl;
    });
    const auto late = m_late.find({round, server});
    if (late != m_late.end())
    {
        const Late was = std::move(late->second);
        m_late.erase(late);
        Finish(round, server, was.part, was.summary);
        return;
    }
    const std::map<uint32_t, Part>& parts = m_rounds.at(round);
    const auto ended = [](const auto& entry) { return entry.second.ended >= 0; };
    if (std::all_of(parts.begin(), parts.end(), ended))
    {
        Settle(round);
    }
}

PeerShares
TierLedger::GetShares(const std::vector<uint32_t>& servers) const
{
    PeerShares shares;
    double sum = 0;
    for (const uint32_t server : servers)
    {
        shares.push_back(m_settings.shares.empty() ? 1 : m_settings.shares.at(server));
        sum += shares.back();
    }
    for (double& share : shares)
    {
        share /= sum;
    }
    return m_settings.shares.empty() ? PeerShares() : shares;
}

LearningScore
TierLedger::Score(const Eigen::VectorXd& model)
{
    // Where all servers have one model, as behind a cloud, that takes the time of one.
    for (const auto& [scored, score] : m_scores)
    {
        if (scored == model)
        {
            return score;
        }
    }
    m_scores.emplace_back(model, m_settings.score(model));
    return m_scores.back().second;
}

void
TierLedger::Settle(uint64_t round)
{
    m_scores.clear();
    const std::map<uint32_t, Part> parts = std::move(m_rounds.at(round));
    m_rounds.erase(round);
    std::vector<uint32_t> trained;
    std::vector<uint32_t> mixed;
    PeerModels before;
    PeerModels after;
    for (const auto& [server, part] : parts)
    {
        if (part.before.size() > 0)
        {
            trained.push_back(server);
            before.push_back(part.before);
        }
        if (part.ended >= 0 && part.mixing.model.size() > 0)
        {
            mixed.push_back(server);
            after.push_back(part.mixing.model);
        }
    }
    Summary summary;
    if (!before.empty())
    {
        summary.before = GetConsensusDistance(before, GetShares(trained));
    }
    if (!after.empty())
    {
        summary.after = GetConsensusDistance(after, GetShares(mixed));
        summary.mean = Score(GetMeanModel(after, GetShares(mixed)));
    }
    for (const auto& [server, part] : parts)
    {
        if (part.ended < 0)
        {
            m_late[{round, server}] = {part, summary};
        }
        else
        {
            Finish(round, server, part, summary);
        }
    }
}

void
TierLedger::Finish(uint64_t round, uint32_t server, const Part& part, const Summary& summary)
{
    const uint64_t number = GetNumber(round, server);
    TaskRecord* record = m_tasks.Find(number);
    if (!record)
    {
        return;
    }
    LearningScore own;
    if (part.mixing.model.size() > 0)
    {
        own = Score(part.mixing.model);
    }
    Change(round, server, [&](TierFigures& figures) {
        figures.distanceBefore = summary.before;
        figures.distanceAfter = summary.after;
        figures.meanLoss = summary.mean.loss;
        figures.meanAccuracy = summary.mean.accuracy;
        figures.loss = own.loss;
        figures.accuracy = own.accuracy;
        EnergyPair devices;
        devices.Add(figures.computingPlanned, figures.computingRealised);
        devices.Add(figures.sendingPlanned, figures.sendingRealised);
        figures.deviceEnergyPlanned = devices.GetPlanned();
        figures.deviceEnergyRealised = devices.GetRealised();
        // What the server spent is in the whole, and in no plan.
        record->planned.energy = part.serving > 0 ? NOT_AVAILABLE : devices.GetPlanned();
    });
    TaskEnding ending = part.mixing.ending;
    if (ending.detail.find(record->detail) == std::string::npos) // of the plan, and edge rounds
    {
        ending.detail += (ending.detail.empty() ? "" : "; ") + record->detail;
    }
    if (ending.outcome == TaskOutcome::COMPLETED)
    {
        record->realised.latency = part.ended - part.begun;
    }
    m_tasks.End(number, ending, part.ended);
}

} // namespace edgeai
} // namespace ns3
