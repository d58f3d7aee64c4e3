/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "slot-filler.h"

#include "broadband-base-mac.h"
#include "broadband-medium.h"
#include "broadband-spectrum.h"
#include "slot-book.h"

#include "ns3/log.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiSlotFiller");

SlotFiller::SlotFiller(BroadbandBaseMac& mac, const CellUsers& users)
    : m_mac(mac),
      m_users(users)
{
}

bool
SlotFiller::AddBacklog(uint32_t user, Direction direction)
{
    std::vector<uint32_t>& ids = m_backlogged[direction];
    const auto at = std::lower_bound(ids.begin(), ids.end(), user);
    if (at != ids.end() && *at == user)
    {
        return false;
    }
    ids.insert(at, user);
    return true;
}

bool
SlotFiller::HasBacklog() const
{
    return !m_backlogged[UPLINK].empty() || !m_backlogged[DOWNLINK].empty();
}

void
SlotFiller::AddRepetition(uint64_t slot, std::shared_ptr<const Grant> grant, uint64_t block)
{
    m_repetitions[slot].push_back({std::move(grant), block});
}

void
SlotFiller::DropInForce()
{
    ++m_epoch;
    m_inForce.clear();
    m_served[UPLINK].clear();
    m_served[DOWNLINK].clear();
}

void
SlotFiller::Clear()
{
    m_repetitions.clear();
    m_inForce.clear();
}

uint64_t
SlotFiller::Start(uint64_t slot)
{
    NS_LOG_FUNCTION(this << slot);
    m_placed.clear();
    SendRepetitions(slot);
    SendInForce(slot);
    return GetNextSlot(slot, AskScheduler(slot));
}

std::string
SlotFiller::Check(const Grant& grant) const
{
    if (!m_users.Find(grant.user))
    {
        return "user " + std::to_string(grant.user) + " is not attached to this cell";
    }
    return m_mac.GetPhy()->GetSlotBook().Check(grant);
}

bool
SlotFiller::Execute(const std::shared_ptr<const Grant>& grant, uint64_t repeat, std::string& wrong)
{
    const bool sent = m_mac.SendGranted(*m_users.Find(grant->user), grant, repeat, wrong);
    if (sent)
    {
        m_placed.push_back(grant);
    }
    return sent;
}

void
SlotFiller::SendRepetitions(uint64_t slot)
{
    while (!m_repetitions.empty() && m_repetitions.begin()->first <= slot)
    {
        const std::vector<Repetition> due = std::move(m_repetitions.begin()->second);
        m_repetitions.erase(m_repetitions.begin());
        for (const Repetition& repetition : due)
        {
            // Repetitions that are due together were sent together, so they fit unless a limit was
            // lowered since.
            std::string wrong = Check(*repetition.grant);
            if (wrong.empty() && Execute(repetition.grant, repetition.block, wrong))
            {
                continue;
            }
            NS_LOG_WARN("block " << repetition.block << " of user " << repetition.grant->user
                                 << " not repeated: " << wrong);
            m_mac.Abandon(*m_users.Find(repetition.grant->user),
                          repetition.grant->direction,
                          repetition.block);
        }
    }
}

void
SlotFiller::SendInForce(uint64_t slot)
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
        if (slot >= current.end ||
            m_mac.GetBacklog(*m_users.Find(grant.user), grant.direction) == 0)
        {
            m_served[grant.direction].erase(grant.user);
            continue;
        }
        rest.push_back(current);
        // Not an error if it does not fit: a repetition may have its place in this slot.
        std::string wrong = Check(grant);
        if (wrong.empty() && !Execute(current.grant, 0, wrong) && !wrong.empty())
        {
            m_mac.Refuse(grant, wrong);
        }
    }
    if (m_epoch == epoch)
    {
        m_inForce = std::move(rest);
    }
}

template <typename Visit>
bool
SlotFiller::VisitBacklogged(Direction direction, int64_t first, int64_t last, const Visit& visit)
{
    std::vector<uint32_t>& ids = m_backlogged[direction];
    if (first > last)
    {
        return true;
    }
    auto id = std::lower_bound(ids.begin(), ids.end(), first);
    while (id != ids.end() && *id <= last)
    {
        CellUser& user = *m_users.Find(*id);
        if (!user.HasBacklog(direction))
        {
            id = ids.erase(id);
            continue;
        }
        ++id;
        const int64_t next = id == ids.end() ? last + 1 : int64_t{*id};
        const std::size_t count = ids.size();
        if (!visit(user))
        {
            return false;
        }
        // Who listens to what a visit sets off, such as a move, may have sent something.
        if (ids.size() != count)
        {
            id = std::lower_bound(ids.begin(), ids.end(), next);
        }
    }
    return true;
}

bool
SlotFiller::IsServed(const CellUser& user, Direction direction) const
{
    return m_served[direction].count(user.id) > 0;
}

bool
SlotFiller::AddDemand(CellUser& user, Direction direction, bool needsChannel, CellDemand& demand)
{
    const uint64_t backlog = m_mac.GetBacklog(user, direction);
    if (backlog == 0 || IsServed(user, direction))
    {
        return false;
    }
    UserDemand wish;
    wish.user = user.id;
    wish.direction = direction;
    wish.backlog = backlog;
    wish.throughput = m_mac.GetThroughput(user, direction);
    wish.powerLimit = m_mac.GetPhy()->GetSlotBook().GetFreePower(user.id, direction);
    wish.target = m_mac.GetTargetErrorRate();
    wish.channel = needsChannel ? &m_mac.GetChannel(user, direction) : nullptr;
    const auto receiver = direction == UPLINK ? m_mac.GetPhy() : user.mac->GetPhy();
    wish.errorModel = &receiver->GetErrorModel();
    demand.users.push_back(wish);
    return wish.powerLimit > 0;
}

void
SlotFiller::CollectUsers(const BroadbandScheduler& scheduler, CellDemand& demand)
{
    const bool needsChannel = scheduler.NeedsChannel();
    demand.users.clear();
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        // Old reports are kept of all that have traffic, so that all are measured in every slot.
        const BroadbandScheduler::Attention attention = m_mac.GetReportDelay() > 0
                                                            ? BroadbandScheduler::Attention()
                                                            : scheduler.GetAttention(direction);
        for (const uint32_t id : attention.named)
        {
            VisitBacklogged(direction, id, id, [&](CellUser& user) {
                AddDemand(user, direction, needsChannel, demand);
                return true;
            });
        }
        std::size_t left = attention.inTurn;
        const auto add = [&](CellUser& user) {
            const bool named =
                std::binary_search(attention.named.begin(), attention.named.end(), user.id);
            left -= !named && AddDemand(user, direction, needsChannel, demand) ? 1 : 0;
            return left > 0;
        };
        constexpr int64_t most = std::numeric_limits<uint32_t>::max();
        if (left > 0 && VisitBacklogged(direction, attention.last + 1, most, add))
        {
            VisitBacklogged(direction, 0, attention.last, add);
        }
    }
    const auto before = [](const UserDemand& a, const UserDemand& b) { return a.user < b.user; };
    if (!std::is_sorted(demand.users.begin(), demand.users.end(), before))
    {
        std::stable_sort(demand.users.begin(), demand.users.end(), before);
    }
}

bool
SlotFiller::AskScheduler(uint64_t slot)
{
    const Ptr<BroadbandScheduler> scheduler = m_mac.GetScheduler();
    if (!scheduler)
    {
        return false;
    }
    CellDemand& demand = m_demand;
    CollectUsers(*scheduler, demand);
    if (demand.users.empty())
    {
        return false;
    }
    const SlotBook& book = m_mac.GetPhy()->GetSlotBook();
    const Ptr<BroadbandMedium> medium = m_mac.GetPhy()->GetMedium();
    demand.slot = slot;
    demand.cell = m_mac.GetPhy()->GetId();
    demand.subchannels = book.GetLimits().subchannels;
    demand.width = medium->GetSpectrum(UPLINK).GetWidth();
    demand.slotDuration = medium->GetSlotDuration().GetSeconds();
    demand.symbols = medium->GetSymbols(UPLINK);
    demand.superposedUsers = book.GetLimits().superposedUsers;
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        demand.taken[direction] = book.GetTaken(direction);
    }
    demand.placed = m_placed;
    demand.channel = [this](uint32_t id, Direction direction) -> const ChannelState* {
        CellUser* const user = m_users.Find(id);
        return user && user->mac->HasPhy() ? &m_mac.GetChannel(*user, direction) : nullptr;
    };

    const uint64_t epoch = m_epoch;
    const GrantList grants = scheduler->Schedule(demand);
    for (const auto& grant : grants)
    {
        std::string wrong = Check(*grant);
        if (!wrong.empty())
        {
            m_mac.Refuse(*grant, wrong);
            continue;
        }
        const bool backlog = m_mac.GetBacklog(*m_users.Find(grant->user), grant->direction) > 0;
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
            m_mac.Refuse(*grant,
                         wrong.empty() ? "bits is too small for a header and one byte" : wrong);
        }
    }
    return !grants.empty();
}

uint64_t
SlotFiller::GetNextSlot(uint64_t slot, bool granted)
{
    uint64_t next = m_repetitions.empty() ? BroadbandMedium::NEVER : m_repetitions.begin()->first;
    const Ptr<BroadbandScheduler> scheduler = m_mac.GetScheduler();
    const bool asks = scheduler && (granted || scheduler->WantsNextSlot());
    // As soon as one of them needs the next slot the others do not matter. Who has nothing any more
    // is forgotten in that one, then.
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        constexpr int64_t most = std::numeric_limits<uint32_t>::max();
        if (next == slot + 1)
        {
            break;
        }
        VisitBacklogged(direction, 0, most, [&](CellUser& user) {
            // Its grant goes on, its buffer report is under way, or it asks again.
            const bool needs =
                asks || IsServed(user, direction) || m_mac.GetBacklog(user, direction) == 0;
            next = needs ? slot + 1 : next;
            return !needs;
        });
    }
    return next;
}

} // namespace edgeai
} // namespace ns3
