/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What a BroadbandBaseMac does at the start of a slot.

#include "broadband-base-mac.h"
#include "broadband-medium.h"
#include "broadband-user-mac.h"

#include "ns3/log.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandBaseMacSlot");

uint64_t
BroadbandBaseMac::StartSlot(uint64_t slot)
{
    NS_LOG_FUNCTION(this << slot);
    m_slot = slot;
    m_book.Clear(GetLimits());
    m_placed.clear();
    SendRepetitions(slot);
    SendInForce(slot);
    return GetNextSlot(slot, AskScheduler(slot));
}

bool
BroadbandBaseMac::Execute(const std::shared_ptr<const Grant>& grant,
                          uint64_t repeat,
                          std::string& wrong)
{
    User& user = *m_users.at(grant->user);
    bool sent = false;
    if (grant->direction == UPLINK)
    {
        sent = user.mac->TransmitGranted(grant, repeat, wrong);
    }
    else
    {
        sent = SendBlock(*user.sender, grant, repeat, wrong) == Sending::SENT;
        WakeQueue(*user.sender, user.queue);
    }
    if (sent)
    {
        m_book.Place(*grant);
        m_placed.push_back(grant);
    }
    return sent;
}

void
BroadbandBaseMac::SendRepetitions(uint64_t slot)
{
    while (!m_repetitions.empty() && m_repetitions.begin()->first <= slot)
    {
        const std::vector<Repetition> due = std::move(m_repetitions.begin()->second);
        m_repetitions.erase(m_repetitions.begin());
        for (const Repetition& repetition : due)
        {
            // Repetitions that are due together were sent together, so they fit unless a limit was
            // lowered since.
            std::string wrong = m_book.Check(*repetition.grant);
            if (wrong.empty() && Execute(repetition.grant, repetition.block, wrong))
            {
                continue;
            }
            NS_LOG_WARN("block " << repetition.block << " of user " << repetition.grant->user
                                 << " not repeated: " << wrong);
            User& user = *m_users.at(repetition.grant->user);
            user.mac->Abandon(repetition.grant->direction, repetition.block);
            if (repetition.grant->direction == UPLINK)
            {
                m_phy->Forget(user.id, repetition.block);
                user.receiver->Receive(repetition.block, nullptr, BlockOutcome::DROPPED);
            }
            else
            {
                user.sender->End(repetition.block, BlockOutcome::DROPPED);
                WakeQueue(*user.sender, user.queue);
            }
        }
    }
}

void
BroadbandBaseMac::SendInForce(uint64_t slot)
{
    // A trace listener may replace the plan meanwhile, which empties the list and the set.
    const uint64_t epoch = m_epoch;
    std::vector<InForce> rest;
    for (const InForce& current : std::vector<InForce>(m_inForce))
    {
        if (m_epoch != epoch)
        {
            return;
        }
        const Grant& grant = *current.grant;
        if (slot >= current.end || GetBacklog(*m_users.at(grant.user), grant.direction) == 0)
        {
            m_served[grant.direction].erase(grant.user);
            continue;
        }
        rest.push_back(current);
        // Not an error if it does not fit: a repetition may have its place in this slot.
        std::string wrong = m_book.Check(grant);
        if (wrong.empty() && !Execute(current.grant, 0, wrong) && !wrong.empty())
        {
            Refuse(grant, wrong);
        }
    }
    if (m_epoch == epoch)
    {
        m_inForce = std::move(rest);
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
BroadbandBaseMac::GetBacklog(User& user, Direction direction) const
{
    return direction == UPLINK ? user.mac->GetBacklog(m_slot, m_controlDelay)
                               : user.sender->GetBacklog();
}

const ChannelState&
BroadbandBaseMac::GetChannel(User& user, Direction direction)
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
    ChannelReports::Options options;
    options.delay = m_reportDelay;
    options.error = m_reportError;
    return reports.Measure(m_slot,
                           options,
                           m_phy->GetMedium()->GetGain(tx, rx),
                           rx.GetInterference(),
                           m_key.Derive(user.id).Derive(direction));
}

bool
BroadbandBaseMac::AskScheduler(uint64_t slot)
{
    if (!m_scheduler)
    {
        return false;
    }
    const bool needsChannel = m_scheduler->NeedsChannel();
    const Ptr<BroadbandMedium> medium = m_phy->GetMedium();
    CellDemand demand;
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        for (auto id = m_backlogged[direction].begin(); id != m_backlogged[direction].end();)
        {
            User& user = *m_users.at(*id);
            const bool empty =
                direction == UPLINK ? !user.mac->HasBacklog() : user.sender->GetBacklog() == 0;
            if (empty)
            {
                id = m_backlogged[direction].erase(id);
                continue;
            }
            ++id;
            const uint64_t backlog = GetBacklog(user, direction);
            if (backlog == 0 || m_served[direction].count(user.id) > 0)
            {
                continue;
            }
            UserDemand wish;
            wish.user = user.id;
            wish.direction = direction;
            wish.backlog = backlog;
            wish.throughput = GetThroughput(user, direction);
            wish.powerLimit = m_book.GetFreePower(user.id, direction);
            wish.target = m_target;
            wish.channel = needsChannel ? &GetChannel(user, direction) : nullptr;
            wish.errorModel = &(direction == UPLINK ? m_phy : user.mac->GetPhy())->GetErrorModel();
            demand.users.push_back(wish);
        }
    }
    if (demand.users.empty())
    {
        return false;
    }
    std::stable_sort(demand.users.begin(),
                     demand.users.end(),
                     [](const UserDemand& a, const UserDemand& b) { return a.user < b.user; });
    demand.slot = slot;
    demand.cell = m_phy->GetId();
    demand.subchannels = m_book.GetLimits().subchannels;
    demand.width = medium->GetSpectrum(UPLINK).GetWidth();
    demand.slotDuration = medium->GetSlotDuration().GetSeconds();
    demand.symbols = medium->GetSymbols(UPLINK);
    demand.superposedUsers = m_book.GetLimits().superposedUsers;
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        demand.taken[direction] = m_book.GetTaken(direction);
    }
    demand.placed = m_placed;
    demand.channel = [this](uint32_t id, Direction direction) -> const ChannelState* {
        const auto user = m_users.find(id);
        return user == m_users.end() ? nullptr : &GetChannel(*user->second, direction);
    };

    const uint64_t epoch = m_epoch;
    const GrantList grants = m_scheduler->Schedule(demand);
    for (const auto& grant : grants)
    {
        std::string wrong = m_book.Check(*grant);
        if (!wrong.empty())
        {
            Refuse(*grant, wrong);
            continue;
        }
        const bool backlog = GetBacklog(*m_users.at(grant->user), grant->direction) > 0;
        if (Execute(grant, 0, wrong))
        {
            // Unless a trace listener has replaced the plan meanwhile.
            if (grant->slots > 1 && m_epoch == epoch)
            {
                const uint64_t most = std::numeric_limits<uint64_t>::max() - slot;
                m_inForce.push_back({grant, slot + std::min<uint64_t>(grant->slots, most)});
                m_served[grant->direction].insert(grant->user);
            }
        }
        else if (!wrong.empty() || backlog)
        {
            Refuse(*grant, wrong.empty() ? "bits is too small for a header and one byte" : wrong);
        }
    }
    return !grants.empty();
}

uint64_t
BroadbandBaseMac::GetNextSlot(uint64_t slot, bool granted)
{
    uint64_t next = m_repetitions.empty() ? BroadbandMedium::NEVER : m_repetitions.begin()->first;
    bool unserved = false;
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        for (auto id = m_backlogged[direction].begin(); id != m_backlogged[direction].end();)
        {
            User& user = *m_users.at(*id);
            if (direction == UPLINK ? !user.mac->HasBacklog() : user.sender->GetBacklog() == 0)
            {
                id = m_backlogged[direction].erase(id);
                continue;
            }
            if (m_served[direction].count(*id) > 0 || GetBacklog(user, direction) == 0)
            {
                next = slot + 1; // its grant goes on, or its buffer report is under way
            }
            else
            {
                unserved = true;
            }
            ++id;
        }
    }
    if (unserved && m_scheduler && (granted || m_scheduler->WantsNextSlot()))
    {
        next = slot + 1;
    }
    return next;
}

} // namespace edgeai
} // namespace ns3
