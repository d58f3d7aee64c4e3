/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-rounds.h"

#include "application/learning/number-bytes.h"
#include "application/message/message-archive.h"
#include "application/message/message-registry.h"
#include "compute/time-steps.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiTierRounds");

NS_OBJECT_ENSURE_REGISTERED(TierRounds);

namespace
{

/// @returns energy of a cell's devices in an edge round [J]; what is not planned counts nothing
double
GetEnergy(const RoundPlan& plan)
{
    double energy = 0;
    for (const RoundShare& share : plan.workers)
    {
        energy += share.computeEnergy + (share.uploadEnergy > 0 ? share.uploadEnergy : 0);
    }
    return energy;
}

} // namespace

TypeId
TierRounds::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::TierRounds").SetParent<TierNode>().SetGroupName("EdgeAi");
    return tid;
}

TierRounds::TierRounds() = default;

TierRounds::~TierRounds() = default;

void
TierRounds::DoDispose()
{
    m_running = false;
    m_timeoutEvent.Cancel();
    TierNode::DoDispose();
}

void
TierRounds::SetCell(uint32_t number,
                    Ptr<LearningServer> server,
                    std::shared_ptr<TierMethod> method,
                    uint32_t edgeRounds)
{
    m_number = number;
    m_cell = server;
    m_method = std::move(method);
    m_edgeRounds = edgeRounds;
    RoundGate gate;
    gate.mayBegin = [this] { return MayTrain(); };
    gate.onPlanned = [this](const RoundPlan& plan) { HandlePlan(plan); };
    gate.onEnded = [this](const TaskEnding& ending) {
        // A cell whose server is stopped begins no further round.
        const bool over =
            ending.outcome == TaskOutcome::STOPPED || ending.outcome == TaskOutcome::BATTERY;
        if (m_state == TRAINING && (++m_edgeRound >= m_edgeRounds || over))
        {
            EndTraining();
        }
    };
    gate.onNobody = [this] {
        if (m_state == TRAINING)
        {
            m_fault = "no device of the cell could have a part";
            EndTraining();
        }
    };
    m_cell->SetGate(std::move(gate));
}

void
TierRounds::Run()
{
    m_exchange.SetNumbers(m_number, m_cloud);
    m_running = true;
}

void
TierRounds::Halt(const TaskEnding& ending)
{
    m_running = false;
    m_cellReady = false;
    if (m_state != IDLE)
    {
        EndRound(ending);
    }
    m_timeoutEvent.Cancel();
    m_exchange.Close();
}

void
TierRounds::Miss(uint32_t peer)
{
    if (m_state == EXCHANGING && m_exchange.Miss(peer))
    {
        CheckExchange();
    }
}

void
TierRounds::Begin(uint64_t round)
{
    if (!m_running || round <= m_round || (m_rounds > 0 && round > m_rounds))
    {
        return;
    }
    NS_LOG_FUNCTION(this << round);
    const bool training = m_state == TRAINING;
    if (m_state != IDLE)
    {
        // The others are ahead. What its cell has trained counts for the round they are in.
        const uint32_t edgeRound = m_edgeRound;
        EndRound({TaskOutcome::STALE_PLAN,
                  "the other servers have gone on to round " + std::to_string(round)});
        m_edgeRound = training ? edgeRound : 0;
    }
    else
    {
        m_edgeRound = 0;
    }
    m_timeoutEvent.Cancel();
    m_round = round;
    m_begun = Simulator::Now().GetSeconds();
    m_state = TRAINING;
    m_reported = false;
    m_topology.reset();
    m_fault.clear();
    m_exchange.Begin(round);
    if (m_ledger)
    {
        m_ledger->Begin(round, m_number);
    }
    m_cell->Proceed();
}

bool
TierRounds::MayTrain()
{
    if (m_running && !std::exchange(m_cellReady, true))
    {
        if (m_coordination)
        {
            m_coordinator.Join(m_number);
        }
        else
        {
            m_connections.Make({0, true}, m_coordinatorAddress);
        }
    }
    return m_running && m_state == TRAINING && m_edgeRound < m_edgeRounds;
}

void
TierRounds::HandlePlan(const RoundPlan& plan)
{
    if (m_state != TRAINING || m_edgeRound > 0 || m_reported)
    {
        return;
    }
    const double time = m_edgeRounds * plan.time;
    if (m_ledger)
    {
        m_ledger->PlanCell(m_round, m_number, time, m_edgeRounds * GetEnergy(plan));
    }
    if (m_early)
    {
        Report(m_begun + time);
    }
}

void
TierRounds::EndTraining()
{
    m_state = READY;
    m_own = CarryModel(m_method->GetParameters());
    if (m_ledger)
    {
        m_ledger->Ready(m_round, m_number, m_own);
    }
    if (m_sketch)
    {
        m_lastSketch = m_sketch->Apply(m_own);
    }
    m_timeoutEvent.Cancel();
    m_timeoutEvent = ScheduleCall(LimitWait(m_timeout + m_timeout), [this] { HandleTimeout(); });
    if (m_topology)
    {
        StartExchange();
    }
    else if (!m_reported)
    {
        Report(Simulator::Now().GetSeconds());
    }
}

void
TierRounds::Report(double ready)
{
    m_reported = true;
    TierReportBody body;
    body.devices = m_method->GetDeviceCount();
    body.begun = m_begun;
    body.ready = ready;
    body.norm = m_method->GetParameters().norm();
    body.unreachable = ListUnreachable();
    if (m_coordination)
    {
        const std::string fault =
            m_coordinator.Report(m_number, m_round, body, CarryModel(m_lastSketch));
        NS_ASSERT_MSG(fault.empty(), fault);
        return;
    }
    InferenceMessage message;
    message.type = TierMessage::REPORT;
    message.task = m_round;
    message.body = Encode(body);
    std::vector<uint8_t> sketch;
    AppendNumbers(m_lastSketch, sketch);
    message.SetPayload(std::move(sketch));
    Send({0, true}, message);
}

std::string
TierRounds::TakeTopology(uint64_t round, const TierTopologyBody& body)
{
    if (round > m_round)
    {
        return "a round that has not begun";
    }
    if (round < m_round || m_topology || m_state == IDLE)
    {
        return ""; // it is over
    }
    m_topology = body;
    if (m_ledger)
    {
        m_ledger->Hear(m_round, m_number);
    }
    if (m_state == READY)
    {
        StartExchange();
    }
    return "";
}

void
TierRounds::StartExchange()
{
    m_state = EXCHANGING;
    m_exchange.Open(*m_topology, m_own);
    SendModels();
}

void
TierRounds::SendModels()
{
    InferenceMessage message;
    message.type = TierMessage::EXCHANGE;
    message.task = m_round;
    TierExchangeBody body;
    body.turn = m_exchange.GetTurn();
    body.sent = Simulator::Now().GetSeconds();
    const auto send = [&](uint32_t peer, RoundMethod::Bytes bytes) {
        message.body = Encode(body);
        message.SetPayload(std::move(bytes));
        Send({peer, false}, message);
    };
    RoundMethod::Bytes own;
    AppendNumbers(m_exchange.GetModel(), own);
    for (const uint32_t peer : m_exchange.ListPeers())
    {
        if (!m_connections.IsUp({peer, false}))
        {
            m_exchange.Miss(peer);
        }
        else if (peer == m_cloud && m_topology->cloudModels > 1 && !m_method->GetParts().empty())
        {
            for (const TierMethod::Part& part : m_method->GetParts())
            {
                body.share = part.share;
                send(m_cloud, part.update);
                ++body.part;
            }
        }
        else
        {
            send(peer, own);
        }
    }
    m_timeoutEvent.Cancel();
    m_timeoutEvent = ScheduleCall(LimitWait(m_timeout), [this] { HandleTimeout(); });
    CheckExchange();
}

std::string
TierRounds::HandleExchange(uint32_t from, const InferenceMessage& message)
{
    TierExchangeBody body;
    std::string fault;
    Eigen::VectorXd model;
    static const std::vector<uint8_t> none;
    if (!Decode(message.body, body, &fault))
    {
        return fault;
    }
    fault = ReadNumbers(message.payload ? *message.payload : none, m_method->GetSize(), model);
    if (!fault.empty())
    {
        return fault;
    }
    if (message.task == 0)
    {
        return "round is 0; allowed is 1 and more";
    }
    if (!m_exchange.Wants(message.task))
    {
        return ""; // of who is behind, or ahead of this one
    }
    fault = m_exchange.Take(message.task, body.turn, from, std::move(model));
    if (!fault.empty())
    {
        return fault;
    }
    if (m_ledger)
    {
        m_ledger->Receive(message.task,
                          m_number,
                          from,
                          body.turn,
                          std::min(body.sent, Simulator::Now().GetSeconds()),
                          8. * message.payloadBytes);
    }
    CheckExchange();
    return "";
}

void
TierRounds::CheckExchange()
{
    if (m_state != EXCHANGING || !m_exchange.IsComplete())
    {
        return;
    }
    if (m_exchange.Mix())
    {
        SendModels();
        return;
    }
    m_method->SetParameters(m_exchange.GetModel());
    const std::string& missing = m_exchange.GetFault();
    EndRound({TaskOutcome::COMPLETED,
              m_fault + (m_fault.empty() || missing.empty() ? "" : "; ") + missing});
}

void
TierRounds::HandleTimeout()
{
    if (m_state == READY)
    {
        EndRound({TaskOutcome::SERVER_SILENT, "no topology came: the server keeps its own model"});
        return;
    }
    std::vector<uint32_t> silent;
    for (const uint32_t peer : m_exchange.ListPeers())
    {
        if (m_exchange.Miss(peer))
        {
            silent.push_back(peer);
        }
    }
    for (const uint32_t peer : silent)
    {
        m_connections.Break({peer, false}); // until it stands again, it is out of reach
    }
    CheckExchange();
}

void
TierRounds::EndRound(const TaskEnding& ending)
{
    m_timeoutEvent.Cancel();
    m_state = IDLE;
    m_exchange.Close();
    if (m_ledger)
    {
        TierLedger::Mixing mixing;
        mixing.ending = ending;
        mixing.missing = m_exchange.GetMissed();
        mixing.bitsExchange = std::exchange(m_bitsExchange, 0);
        mixing.bitsControl = std::exchange(m_bitsControl, 0);
        mixing.model = m_method->GetParameters();
        m_ledger->Mix(m_round, m_number, mixing);
    }
    if (!m_running || ending.outcome == TaskOutcome::STALE_PLAN)
    {
        return;
    }
    if (!m_barrier)
    {
        m_timeoutEvent = ScheduleCall(Time(0), [this] { Begin(m_round + 1); });
        return;
    }
    if (m_coordination)
    {
        m_coordinator.Mixed(m_number, m_round);
        return;
    }
    InferenceMessage message;
    message.type = TierMessage::MIXED;
    message.task = m_round;
    message.body = Encode(EmptyBody());
    Send({0, true}, message);
}

} // namespace edgeai
} // namespace ns3
