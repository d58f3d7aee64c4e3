/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "row-secondary.h"

#include "application/message/message-archive.h"
#include "compute/time-steps.h"
#include "period-limits.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiRowSecondary");

NS_OBJECT_ENSURE_REGISTERED(RowSecondary);

namespace
{

constexpr uint32_t SECONDARY_HOST = 0;
/// Messages that wait for the plan they are about, at most.
constexpr std::size_t EARLY = 256;

} // namespace

TypeId
RowSecondary::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::RowSecondary")
                            .SetParent<RowNode>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<RowSecondary>()
                            .AddAttribute("StatusPeriod",
                                          "Time between its reports to the host, >= 0.1 ms",
                                          TimeValue(Seconds(1)),
                                          MakeTimeAccessor(&RowSecondary::m_statusPeriod),
                                          MakeTimeChecker(PeriodLimits::Message()))
                            .AddAttribute("PlansKept",
                                          "Plans kept, >= 2",
                                          UintegerValue(64),
                                          MakeUintegerAccessor(&RowSecondary::m_plansKept),
                                          MakeUintegerChecker<uint32_t>(2));
    return tid;
}

RowSecondary::RowSecondary() = default;

RowSecondary::~RowSecondary() = default;

void
RowSecondary::DoDispose()
{
    m_reportEvent.Cancel();
    m_battery.Stop();
    RowNode::DoDispose();
}

void
RowSecondary::SetPeers(const std::vector<Address>& addresses)
{
    m_addresses = addresses;
}

bool
RowSecondary::IsSilent() const
{
    return m_silent || m_depleted;
}

void
RowSecondary::SetSilent(bool silent)
{
    const bool was = IsSilent();
    m_silent = silent;
    Apply(was);
}

void
RowSecondary::Apply(bool wasSilent)
{
    NS_LOG_FUNCTION(this << wasSilent << IsSilent());
    if (!IsRunning() || IsSilent() == wasSilent)
    {
        return;
    }
    if (GetLedger() && GetLedger()->GetMonitor())
    {
        GetLedger()->GetMonitor()->AddInstant(GetNode()->GetId(),
                                              IsSilent() ? "silent" : "back",
                                              Simulator::Now());
    }
    CloseBatch();
    m_plans.clear();
    m_early.clear();
    if (!IsSilent())
    {
        Report(SECONDARY_HOST, true);
    }
}

void
RowSecondary::StartApplication()
{
    NS_LOG_FUNCTION(this);
    RowNode::StartApplication();
    m_battery.onDepleted = [this] {
        const bool was = IsSilent();
        m_depleted = true;
        Apply(was);
    };
    m_battery.onRecharged = [this] {
        const bool was = IsSilent();
        m_depleted = false;
        GetLinks().Connect(SECONDARY_HOST, m_addresses.at(SECONDARY_HOST)); // unless that was done
        Apply(was);
    };
    m_battery.Start(GetNode()); // first: who has no energy does not connect
    if (!m_battery.IsDepleted())
    {
        GetLinks().Connect(SECONDARY_HOST, m_addresses.at(SECONDARY_HOST));
    }
    ScheduleReport();
}

void
RowSecondary::StopApplication()
{
    NS_LOG_FUNCTION(this);
    m_battery.Stop();
    m_depleted = false;
    m_reportEvent.Cancel();
    RowNode::StopApplication();
    m_plans.clear();
    m_early.clear();
}

void
RowSecondary::ScheduleReport()
{
    m_reportEvent = ScheduleCall(LimitWait(m_statusPeriod), [this] {
        Report(SECONDARY_HOST, false);
        ScheduleReport();
    });
}

void
RowSecondary::Report(uint32_t index, bool hello)
{
    if (IsSilent() || !GetLinks().IsConnected(index))
    {
        return; // what was measured is told with the next one
    }
    RowStatusBody status;
    status.node = GetIndex();
    if (index == SECONDARY_HOST)
    {
        status = MakeStatus();
    }
    status.hello = hello;
    Tell(index, RowMessage::STATUS, 0, Encode(status));
}

void
RowSecondary::HandleReady(uint32_t index)
{
    Report(index, true);
}

void
RowSecondary::HandleGone(uint32_t index)
{
    if (index == SECONDARY_HOST)
    {
        CloseBatch(); // it has given up, too
        m_plans.clear();
        m_early.clear();
    }
}

bool
RowSecondary::FindBatch(uint64_t number, const RowBatchBody& head)
{
    const auto plan = m_plans.find(head.plan);
    if (plan == m_plans.end())
    {
        return false;
    }
    if (number > std::max(GetLastBatch(), m_abandoned))
    {
        OpenBatch(number, plan->second, head.images);
        BeginBatch();
    }
    return !GetBatch() || GetBatch()->GetNumber() != number ||
           (GetBatch()->GetHead().plan == head.plan && GetBatch()->GetHead().images == head.images);
}

void
RowSecondary::HandleFailed(const JobReport& report)
{
    NS_LOG_WARN("node " << GetNode()->GetId() << " gives a batch up: " << report.reason);
    CloseBatch(); // the host finds out as of any secondary that is silent
}

void
RowSecondary::HandleMessage(uint32_t from, const InferenceMessage& message)
{
    NS_LOG_FUNCTION(this << from << ToString(message.type) << message.task);
    if (IsSilent())
    {
        return;
    }
    if (IsWork(message.type))
    {
        RowBatchBody head;
        RowRowsBody rows;
        RowNoticeBody notice;
        const bool isNotice = message.type == RowMessage::NOTICE;
        if (isNotice ? Decode(message.body, notice) : Decode(message.body, rows))
        {
            head = isNotice ? static_cast<RowBatchBody>(notice) : static_cast<RowBatchBody>(rows);
            const bool newer = m_plans.empty() || head.plan > m_plans.rbegin()->first;
            if (from != SECONDARY_HOST && newer && m_early.size() < EARLY)
            {
                m_early.emplace_back(from, message);
                return;
            }
        }
        HandleWork(from, message);
    }
    else if (from == SECONDARY_HOST && message.type == RowMessage::PLAN)
    {
        HandlePlan(message);
    }
    else if (from == SECONDARY_HOST && message.type == RowMessage::ABANDON && message.body.empty())
    {
        m_abandoned = std::max(m_abandoned, message.task);
        if (GetBatch() && GetBatch()->GetNumber() <= message.task)
        {
            CloseBatch();
        }
    }
    else
    {
        CountMalformed("node " + std::to_string(from) + " has no business sending " +
                       ToString(message.type));
    }
}

void
RowSecondary::HandlePlan(const InferenceMessage& message)
{
    RowPlanBody plan;
    std::string fault;
    if (Decode(message.body, plan, &fault))
    {
        fault = plan.number != message.task ? "number is not the one in the header"
                                            : ExplainFault(plan);
    }
    if (!fault.empty())
    {
        CountMalformed("ROW_PLAN: " + fault);
        return;
    }
    m_plans[plan.number] = plan;
    while (m_plans.size() > m_plansKept)
    {
        m_plans.erase(m_plans.begin());
    }
    ConnectFor(plan);
    for (const auto& [from, early] : std::exchange(m_early, {}))
    {
        HandleMessage(from, early);
    }
}

void
RowSecondary::ConnectFor(const RowPlanBody& plan)
{
    const bool meets = plan.form == RowForm::BARRIERS || plan.form == RowForm::BLOCKS;
    for (uint32_t index = 1; meets && index < m_addresses.size(); ++index)
    {
        GetLinks().Connect(index, m_addresses[index]);
    }
}

void
RowSecondary::HandleStranger(MessageListener::Peer peer, const InferenceMessage& message)
{
    RowStatusBody status;
    if (message.type == RowMessage::STATUS && Decode(message.body, status) &&
        status.node > GetIndex() && status.node < GetNodeCount() &&
        GetLinks().Identify(peer, status.node))
    {
        return;
    }
    CountMalformed(std::string("a stranger has no business sending ") + ToString(message.type));
}

} // namespace edgeai
} // namespace ns3
