/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-base-mac.h"

#include "broadband-medium.h"
#include "slot-filler.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/edge-ai-compat.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandBaseMac");
NS_OBJECT_ENSURE_REGISTERED(BroadbandBaseMac);

TypeId
BroadbandBaseMac::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::BroadbandBaseMac")
            .SetParent<BroadbandMac>()
            .SetGroupName("EdgeAi")
            .AddConstructor<BroadbandBaseMac>()
            .AddAttribute("ControlDelay",
                          "Age of buffer reports and of block feedback at the scheduler [slots].",
                          UintegerValue(0),
                          MakeUintegerAccessor(&BroadbandBaseMac::m_controlDelay),
                          MakeUintegerChecker<uint32_t>(0, 1000000))
            .AddAttribute("ReportDelay",
                          "Age of channel reports at the scheduler [slots].",
                          UintegerValue(0),
                          MakeUintegerAccessor(&BroadbandBaseMac::m_reportDelay),
                          MakeUintegerChecker<uint32_t>(0, 1000000))
            .AddAttribute("ReportError",
                          "Standard deviation of the gain in channel reports, per subchannel, "
                          "normal in decibels [dB].",
                          DoubleValue(0),
                          MakeDoubleAccessor(&BroadbandBaseMac::m_reportError),
                          MakeDoubleChecker<double>(0, 100))
            .AddAttribute("TargetErrorRate",
                          "Failure probability of a first transmission that block sizes are "
                          "planned for, with error model FiniteBlocklength [1].",
                          DoubleValue(0.01),
                          MakeDoubleAccessor(&BroadbandBaseMac::m_target),
                          MakeDoubleChecker<double>(1e-12, 1 - 1e-12))
            .AddAttribute("ThroughputWindow",
                          "Time constant of the average throughput that schedulers see [s].",
                          TimeValue(MilliSeconds(100)),
                          MakeTimeAccessor(&BroadbandBaseMac::m_window),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("Relay",
                          "Whether packets of a user for another user of the cell, or for a group, "
                          "are sent on to it.",
                          BooleanValue(true),
                          MakeBooleanAccessor(&BroadbandBaseMac::m_relay),
                          MakeBooleanChecker())
            .AddTraceSource("Refused",
                            "A grant that breaks a limit was not carried out.",
                            MakeTraceSourceAccessor(&BroadbandBaseMac::m_refusedTrace),
                            "ns3::edgeai::BroadbandBaseMac::RefusedTracedCallback");
    return tid;
}

BroadbandBaseMac::BroadbandBaseMac()
    : m_filler(std::make_unique<SlotFiller>(*this, m_users)),
      m_random(CreateObject<UniformRandomVariable>())
{
    NS_LOG_FUNCTION(this);
}

BroadbandBaseMac::~BroadbandBaseMac() = default;

void
BroadbandBaseMac::DoDispose()
{
    NS_LOG_FUNCTION(this);
    for (auto& [id, user] : m_users)
    {
        user->sender->Stop();
        user->mac->AttachTo(nullptr);
    }
    m_byAddress.clear();
    m_users.Clear();
    m_filler->Clear();
    if (m_phy)
    {
        m_phy->SetSlotUser(nullptr);
    }
    if (m_scheduler)
    {
        m_scheduler->Dispose();
    }
    m_scheduler = nullptr;
    if (m_plannedScheduler)
    {
        m_plannedScheduler->Dispose();
    }
    m_plannedScheduler = nullptr;
    BroadbandMac::DoDispose();
}

void
BroadbandBaseMac::SetPhy(Ptr<BroadbandPhy> phy)
{
    BroadbandMac::SetPhy(phy);
    phy->SetSlotUser(this);
}

void
BroadbandBaseMac::SetScheduler(Ptr<BroadbandScheduler> scheduler)
{
    NS_LOG_FUNCTION(this << scheduler);
    if (m_scheduler)
    {
        m_scheduler->SetWakeCallback(nullptr);
        m_scheduler->SetLimits(nullptr);
        DropInForce();
    }
    m_scheduler = scheduler;
    m_scheduler->SetWakeCallback([this] { DropInForce(); });
    m_scheduler->SetLimits([this] { return m_phy->GetCellLimits(); });
}

Ptr<BroadbandScheduler>
BroadbandBaseMac::GetScheduler() const
{
    return m_scheduler;
}

void
BroadbandBaseMac::SetPlannedScheduler(Ptr<PlannedScheduler> scheduler)
{
    m_plannedScheduler = scheduler;
}

Ptr<PlannedScheduler>
BroadbandBaseMac::GetPlannedScheduler() const
{
    return m_plannedScheduler;
}

void
BroadbandBaseMac::AddUser(Ptr<BroadbandUserMac> mac, Mac48Address address)
{
    NS_LOG_FUNCTION(this << mac << address);
    auto user = std::make_unique<CellUser>();
    user->id = mac->GetPhy()->GetId();
    user->mac = mac;
    user->address = address;
    user->queue = m_users.GetN();
    user->sender = std::make_unique<BlockSender>(MakeSender());
    CellUser* raw = user.get();
    user->receiver = std::make_unique<BlockReceiver>(
        [this, raw](Ptr<Packet> packet, const LinkAddressing& link) {
            Received(*raw, packet, link);
        });
    m_byAddress[address] = raw;
    m_users.Add(raw->id, std::move(user));
    mac->AttachTo(this);
}

std::size_t
BroadbandBaseMac::GetUsers() const
{
    return m_users.GetN();
}

std::size_t
BroadbandBaseMac::SelectQueue(Mac48Address destination) const
{
    const auto user = m_byAddress.find(destination);
    return user == m_byAddress.end() ? 0 : user->second->queue;
}

int64_t
BroadbandBaseMac::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1 + (m_scheduler ? m_scheduler->AssignStreams(stream + 1) : 0);
}

bool
BroadbandBaseMac::Send(Ptr<Packet> packet,
                       Mac48Address source,
                       Mac48Address destination,
                       uint16_t protocol)
{
    NS_LOG_FUNCTION(this << packet << source << destination << protocol);
    LinkAddressing link;
    link.protocol = protocol;
    link.hasSource = source != m_address;
    link.source = source;
    if (!destination.IsGroup())
    {
        const auto user = m_byAddress.find(destination);
        if (user == m_byAddress.end())
        {
            ++m_counters.offered;
            CountDrop(packet, MacDropReason::NO_USER);
            return false;
        }
        return SendTo(*user->second, packet, link);
    }
    link.hasDestination = true;
    link.destination = destination;
    bool accepted = false;
    for (auto& [id, user] : m_users)
    {
        if (user->address != source)
        {
            accepted = SendTo(*user, packet->Copy(), link) || accepted;
        }
    }
    return accepted;
}

bool
BroadbandBaseMac::SendTo(CellUser& user, Ptr<Packet> packet, const LinkAddressing& link)
{
    if (!user.mac->HasPhy())
    {
        ++m_counters.offered;
        CountDrop(packet, MacDropReason::NO_USER);
        return false;
    }
    // One transmission queue for many users would let one of them stop all.
    const bool perUser = m_queues && m_queues->GetNTxQueues() >= m_users.GetN();
    const std::size_t queue = perUser ? user.queue : std::numeric_limits<std::size_t>::max();
    if (!Enqueue(*user.sender, packet, link, queue))
    {
        return false;
    }
    AddBacklog(user.id, DOWNLINK);
    return true;
}

void
BroadbandBaseMac::Received(CellUser& from, Ptr<Packet> packet, const LinkAddressing& link)
{
    const Mac48Address source = link.hasSource ? link.source : from.address;
    const Mac48Address destination = link.hasDestination ? link.destination : m_address;
    const bool group = destination.IsGroup();
    if (m_relay && destination != m_address && (group || m_byAddress.count(destination) > 0))
    {
        Send(packet->Copy(), source, destination, link.protocol);
        if (!group)
        {
            return;
        }
    }
    if (m_deliver)
    {
        m_deliver(packet, link.protocol, source, destination);
    }
}

MacCounters
BroadbandBaseMac::GetCounters() const
{
    MacCounters counters = m_counters;
    for (const auto& [id, user] : m_users)
    {
        counters.unfinished += user->sender->GetUnfinished();
    }
    return counters;
}

void
BroadbandBaseMac::NotifyBacklog(uint32_t user)
{
    if (m_controlDelay == 0)
    {
        AddBacklog(user, UPLINK);
        return;
    }
    const Time delay = m_phy->GetMedium()->GetSlotDuration() * int64_t{m_controlDelay};
    ScheduleCall(delay, [mac = Ptr<BroadbandBaseMac>(this), user] {
        if (mac->m_users.Find(user))
        {
            mac->AddBacklog(user, UPLINK);
        }
    });
}

void
BroadbandBaseMac::AddBacklog(uint32_t user, Direction direction)
{
    if (m_filler->AddBacklog(user, direction))
    {
        m_phy->GetMedium()->Wake(*m_phy);
    }
}

void
BroadbandBaseMac::DropInForce()
{
    m_filler->DropInForce();
    if (m_phy && m_filler->HasBacklog())
    {
        m_phy->GetMedium()->Wake(*m_phy);
    }
}

void
BroadbandBaseMac::BlockReceived(const BlockReport& report, const TransportBlock& block)
{
    CellUser* const user = m_users.Find(report.grant->user);
    if (!user)
    {
        return;
    }
    NoteOutcome(*user, report);
    user->receiver->Receive(block.id, block.payload, report.outcome);
}

void
BroadbandBaseMac::BlockAcknowledged(const BlockReport& report)
{
    CellUser* const user = m_users.Find(report.grant->user);
    if (!user)
    {
        return;
    }
    NoteOutcome(*user, report);
    user->sender->End(report.block, report.outcome);
    WakeQueue(*user->sender, user->queue);
}

void
BroadbandBaseMac::NoteOutcome(CellUser& user, const BlockReport& report)
{
    if (report.outcome == BlockOutcome::FAILED)
    {
        // Feedback on a slot is known when the next begins, plus the control delay.
        const uint64_t due = m_phy->GetMedium()->GetSlot() + m_controlDelay;
        m_filler->AddRepetition(due, report.grant, report.block);
        m_phy->GetMedium()->Wake(*m_phy);
        return;
    }
    if (report.outcome == BlockOutcome::DECODED)
    {
        const Direction direction = report.grant->direction;
        const Averaging& averaging = GetAveraging();
        user.throughput[direction] =
            GetThroughput(user, direction) +
            averaging.added * static_cast<double>(report.payloadBits) / averaging.seconds;
        user.updated[direction] = m_phy->GetMedium()->GetSlot();
    }
}

const BroadbandBaseMac::Averaging&
BroadbandBaseMac::GetAveraging() const
{
    const Time slot = m_phy->GetMedium()->GetSlotDuration();
    if (slot != m_averaging.slot || m_window != m_averaging.window)
    {
        m_averaging.slot = slot;
        m_averaging.window = m_window;
        m_averaging.seconds = slot.GetSeconds();
        m_averaging.windowSeconds = m_window.GetSeconds();
        m_averaging.added = 1 - std::exp(-m_averaging.seconds / m_averaging.windowSeconds);
    }
    return m_averaging;
}

double
BroadbandBaseMac::GetThroughput(const CellUser& user, Direction direction) const
{
    const double average = user.throughput[direction];
    const auto passed =
        static_cast<double>(m_phy->GetMedium()->GetSlot() - user.updated[direction]);
    if (average == 0 || passed == 0)
    {
        return average;
    }
    const Averaging& averaging = GetAveraging();
    return average * std::exp(-passed * averaging.seconds / averaging.windowSeconds);
}

uint64_t
BroadbandBaseMac::StartSlot(uint64_t slot)
{
    m_slot = slot;
    m_interference = nullptr;
    return m_filler->Start(slot);
}

bool
BroadbandBaseMac::SendGranted(CellUser& user,
                              const std::shared_ptr<const Grant>& grant,
                              uint64_t repeat,
                              std::string& wrong)
{
    if (grant->direction == UPLINK)
    {
        return user.mac->TransmitGranted(grant, repeat, wrong);
    }
    const Sending result = SendBlock(*user.sender, grant, repeat, wrong);
    WakeQueue(*user.sender, user.queue);
    return result == Sending::SENT;
}

void
BroadbandBaseMac::Abandon(CellUser& user, Direction direction, uint64_t block)
{
    user.mac->Abandon(direction, block);
    if (direction == UPLINK)
    {
        m_phy->Forget(user.id, block);
        user.receiver->Receive(block, nullptr, BlockOutcome::DROPPED);
    }
    else
    {
        user.sender->End(block, BlockOutcome::DROPPED);
        WakeQueue(*user.sender, user.queue);
    }
}

void
BroadbandBaseMac::Refuse(const Grant& grant, const std::string& wrong)
{
    NS_LOG_WARN("grant refused: " << wrong);
    ++m_refused;
    m_refusedTrace(grant, wrong);
}

uint64_t
BroadbandBaseMac::GetBacklog(CellUser& user, Direction direction) const
{
    if (direction == UPLINK)
    {
        return user.mac->GetBacklog(m_slot, m_controlDelay);
    }
    return user.mac->HasPhy() ? user.sender->GetBacklog() : 0;
}

const ChannelState&
BroadbandBaseMac::GetChannel(CellUser& user, Direction direction)
{
    ChannelReports& reports = user.reports[direction];
    if (const ChannelState* known = reports.Find(m_slot))
    {
        return *known;
    }
    if (m_reportError > 0 && !m_keyDrawn)
    {
        const uint32_t all = std::numeric_limits<uint32_t>::max();
        const uint64_t high = m_random->GetInteger(0, all);
        m_key = KeyedRandom(high << 32 | m_random->GetInteger(0, all));
        m_keyDrawn = true;
    }
    BroadbandPhy& own = *user.mac->GetPhy();
    BroadbandPhy& tx = direction == UPLINK ? own : *m_phy;
    BroadbandPhy& rx = direction == UPLINK ? *m_phy : own;
    if (direction == UPLINK && !m_interference)
    {
        m_interference = &rx.GetInterference();
    }
    ChannelReports::Options options;
    options.delay = m_reportDelay;
    options.error = m_reportError;
    return reports.Measure(m_slot,
                           options,
                           m_phy->GetMedium()->GetGain(tx, rx),
                           direction == UPLINK ? *m_interference : rx.GetInterference(),
                           m_key.Derive(user.id).Derive(direction));
}

} // namespace edgeai
} // namespace ns3
