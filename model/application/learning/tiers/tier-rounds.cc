/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tier-rounds.h"

#include "allocation/round/round-energy.h"
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

/// Between rounds that would take no time [s].
constexpr double IDLE_SECONDS = 1;

} // namespace

TypeId
TierRounds::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::TierRounds").SetParent<TierMixing>().SetGroupName("EdgeAi");
    return tid;
}

TierRounds::TierRounds() = default;

TierRounds::~TierRounds() = default;

void
TierRounds::DoDispose()
{
    m_running = false;
    m_timeoutEvent.Cancel();
    m_linksEvent.Cancel();
    TierMixing::DoDispose();
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
    gate.onNobody = [this] { HandleNobody(); };
    m_cell->SetGate(std::move(gate));
}

void
TierRounds::Run()
{
    m_exchange.SetNumbers(m_number, m_cloud);
    m_running = true;
    m_ownWatch.End();
}

void
TierRounds::Halt(const TaskEnding& ending)
{
    m_running = false;
    m_cellReady = false;
    m_coordinatorWatch.Stop();
    m_linksEvent.Cancel();
    if (m_state != IDLE)
    {
        EndRound(ending);
    }
    m_timeoutEvent.Cancel();
    CloseExchange();
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
    BeginExchange(round);
    if (m_ledger)
    {
        m_ledger->Begin(round, m_number);
    }
    if (!m_cell->IsRunning())
    {
        m_timeoutEvent = ScheduleCall(Time(0), [this] { HandleNobody(); });
        return;
    }
    m_cell->Proceed();
}

bool
TierRounds::MayTrain()
{
    if (!m_running && (m_rounds == 0 || m_round < m_rounds))
    {
        const std::string number = std::to_string(m_number);
        WaitFor(m_ownWatch, "server " + number, "its cell");
    }
    if (m_running && !std::exchange(m_cellReady, true))
    {
        m_linksEvent = ScheduleCall(LimitWait(m_linkPatience), [this] { Join(); });
        JoinIfLinked();
    }
    return m_running && m_state == TRAINING && m_edgeRound < m_edgeRounds;
}

void
TierRounds::JoinIfLinked()
{
    if (IsPending(m_linksEvent) && HasAllLinks())
    {
        Join();
    }
}

void
TierRounds::Join()
{
    m_linksEvent.Cancel();
    if (m_coordination)
    {
        m_coordinator.Join(m_number);
    }
    else
    {
        m_connections.Make({0, true}, m_coordinatorAddress);
        WaitForCoordinator();
    }
}

void
TierRounds::WaitForCoordinator()
{
    if (m_running && (m_rounds == 0 || m_round < m_rounds))
    {
        WaitFor(m_coordinatorWatch,
                "server 0, which begins rounds and chooses links,",
                "server " + std::to_string(m_number));
    }
}

void
TierRounds::HandleNobody()
{
    if (m_state != TRAINING)
    {
        return;
    }
    m_fault = m_cell->IsRunning() ? "no device of the cell could have a part"
                                  : "the server of the cell is stopped";
    if (std::exchange(m_nobodyAt, Simulator::Now()) != Simulator::Now())
    {
        EndTraining();
        return;
    }
    // A second time at one instant: rounds of nobody, whose servers are not apart, take no time.
    m_timeoutEvent.Cancel();
    m_timeoutEvent = ScheduleCall(LimitWait(Seconds(IDLE_SECONDS)), [this] { EndTraining(); });
}

void
TierRounds::HandlePlan(const RoundPlan& plan)
{
    if (m_state == TRAINING && IsPending(m_timeoutEvent))
    {
        m_timeoutEvent.Cancel(); // a device has come while it had nobody
        m_fault.clear();
    }
    if (m_state != TRAINING || m_edgeRound > 0 || m_reported)
    {
        return;
    }
    const double time = m_edgeRounds * plan.time;
    if (m_ledger)
    {
        m_ledger->PlanCell(m_round,
                           m_number,
                           time,
                           m_edgeRounds * GetComputingEnergy(plan),
                           m_edgeRounds * GetSendingEnergy(plan));
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
    m_timeoutEvent = ScheduleCall(LimitWait(AddWait(m_timeout, m_timeout)), [this] {
        EndRound({TaskOutcome::SERVER_SILENT, "no topology came: the server keeps its own model"});
    });
    if (HasRow())
    {
        Exchange();
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
    if (round < m_round || HasRow() || m_state == IDLE)
    {
        return ""; // it is over
    }
    const std::string fault = SetRow(body);
    if (!fault.empty())
    {
        return fault;
    }
    if (m_ledger)
    {
        m_ledger->Hear(m_round, m_number);
    }
    if (m_state == READY)
    {
        Exchange();
    }
    return "";
}

void
TierRounds::Exchange()
{
    m_timeoutEvent.Cancel();
    m_state = EXCHANGING;
    StartExchange(m_own);
}

void
TierRounds::HandleMixed(const std::string& missing)
{
    EndRound({TaskOutcome::COMPLETED,
              m_fault + (m_fault.empty() || missing.empty() ? "" : "; ") + missing});
}

void
TierRounds::EndRound(const TaskEnding& ending)
{
    m_timeoutEvent.Cancel();
    m_state = IDLE;
    CloseExchange();
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
