/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "planned-scheduler.h"

#include "power-limit.h"
#include "slot-book.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <limits>
#include <set>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiPlannedScheduler");
NS_OBJECT_ENSURE_REGISTERED(PlannedScheduler);

TypeId
PlannedScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PlannedScheduler")
            .SetParent<BroadbandScheduler>()
            .SetGroupName("EdgeAi")
            .AddConstructor<PlannedScheduler>()
            .AddAttribute("SicResidual",
                          "Share of a removed signal's power that block sizes allow for [1]; as "
                          "the receivers' attribute of this name.",
                          DoubleValue(0),
                          MakeDoubleAccessor(&PlannedScheduler::m_residual),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("SignallingSubchannels",
                          "Last subchannels of either direction that plans must leave to users "
                          "without a share, who take turns there; 0: such users get nothing.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&PlannedScheduler::m_signalling),
                          MakeUintegerChecker<uint32_t>())
            .AddAttribute(
                "SignallingPower",
                "Transmit power there, sum over the subchannels [W], > 0 and up to 1e9; what the "
                "limits leave if that is less.",
                DoubleValue(0.2),
                MakeDoubleAccessor(&PlannedScheduler::m_signallingPower),
                MakeDoubleChecker<double>(std::numeric_limits<double>::min(), POWER_LIMIT));
    return tid;
}

std::string
PlannedScheduler::Check(const ResourcePlan& plan) const
{
    CellLimits limits;
    if (!GetLimits(limits))
    {
        return "user: the scheduler belongs to no cell yet";
    }
    SlotBook book(limits);
    std::set<std::pair<uint32_t, Direction>> seen;
    std::map<std::pair<Direction, uint32_t>, std::set<uint32_t>> positions;
    for (const PlannedShare& share : plan)
    {
        std::ostringstream who;
        who << " (" << ToString(share.direction) << " share of user " << share.user << ")";
        Grant grant;
        grant.user = share.user;
        grant.direction = share.direction;
        grant.subchannels = share.subchannels;
        grant.power = share.power;
        grant.bits = std::max<uint64_t>(share.bits, 1);
        const std::string wrong = book.Check(grant);
        if (!wrong.empty())
        {
            return wrong + who.str();
        }
        if (!seen.emplace(share.user, share.direction).second)
        {
            return "user has two shares in one direction" + who.str();
        }
        if (share.subchannels.empty())
        {
            return "subchannels is empty, must be at least one" + who.str();
        }
        book.Place(grant);
        for (uint32_t m : share.subchannels)
        {
            if (m + m_signalling >= limits.subchannels)
            {
                return "subchannels has " + std::to_string(m) + ", the last " +
                       std::to_string(m_signalling) + " of " + std::to_string(limits.subchannels) +
                       " are kept by SignallingSubchannels" + who.str();
            }
            auto& others = positions[{share.direction, m}];
            if (!others.empty() &&
                (share.position == 0 || others.count(0) > 0 || others.count(share.position) > 0))
            {
                std::ostringstream clash;
                clash << "position is " << share.position << " on shared subchannel " << m
                      << ", users there need different positions >= 1";
                return clash.str() + who.str();
            }
            others.insert(share.position);
        }
    }
    return "";
}

std::string
PlannedScheduler::SetPlan(const ResourcePlan& plan)
{
    NS_LOG_FUNCTION(this << plan.size());
    std::string wrong = Check(plan);
    if (!wrong.empty())
    {
        NS_LOG_WARN("plan refused: " << wrong);
        return wrong;
    }
    m_plan = plan;
    m_byUser.clear();
    for (std::size_t i = 0; i < m_plan.size(); ++i)
    {
        m_byUser[{m_plan[i].user, m_plan[i].direction}] = i;
    }
    m_named[UPLINK].clear();
    m_named[DOWNLINK].clear();
    for (const auto& [share, index] : m_byUser)
    {
        m_named[share.second].push_back(share.first);
    }
    Invalidate();
    return "";
}

bool
PlannedScheduler::WantsNextSlot() const
{
    return m_wantsNextSlot;
}

BroadbandScheduler::Attention
PlannedScheduler::GetAttention(Direction direction) const
{
    // Of those without a share the next in turn, and whether there is another one.
    return {m_signalling > 0 ? std::size_t{2} : 0, m_lastServed[direction], m_named[direction]};
}

std::vector<double>
PlannedScheduler::GetSinr(const CellDemand& demand,
                          const std::vector<Signal>& signals,
                          const Signal& own,
                          uint32_t receiver) const
{
    const ChannelState* heard = demand.channel(receiver, own.direction);
    if (!heard)
    {
        return {};
    }
    std::vector<double> sinr;
    for (std::size_t i = 0; i < own.subchannels->size(); ++i)
    {
        const uint32_t m = (*own.subchannels)[i];
        double noise = heard->interference[m];
        for (const Signal& other : signals)
        {
            if (other.direction != own.direction || other.user == own.user)
            {
                continue;
            }
            const auto at =
                std::lower_bound(other.subchannels->begin(), other.subchannels->end(), m);
            if (at == other.subchannels->end() || *at != m)
            {
                continue;
            }
            const ChannelState* link =
                own.direction == UPLINK ? demand.channel(other.user, UPLINK) : heard;
            const double power =
                (*other.power)[static_cast<std::size_t>(at - other.subchannels->begin())];
            noise += (other.position < own.position ? m_residual : 1.0) * power *
                     (link ? link->gain[m] : 0);
        }
        sinr.push_back((*own.power)[i] * heard->gain[m] / noise);
    }
    return sinr;
}

uint64_t
PlannedScheduler::Size(const CellDemand& demand,
                       const UserDemand& user,
                       const std::vector<Signal>& signals,
                       const Signal& own) const
{
    uint64_t bits = PlanBits(demand, user, GetSinr(demand, signals, own, own.user));
    if (own.direction == UPLINK)
    {
        return bits;
    }
    // Whoever comes later in the order and overlaps must decode this block, to remove it.
    for (const Signal& other : signals)
    {
        if (other.direction == DOWNLINK && other.position > own.position &&
            std::find_first_of(other.subchannels->begin(),
                               other.subchannels->end(),
                               own.subchannels->begin(),
                               own.subchannels->end()) != other.subchannels->end())
        {
            bits = LimitBits(demand,
                             user,
                             bits,
                             GetSinr(demand, signals, own, other.user),
                             *user.errorModel);
        }
    }
    return bits;
}

bool
PlannedScheduler::HasRoom(const CellDemand& demand,
                          const GrantList& granted,
                          const PlannedShare& share)
{
    for (const uint32_t m : share.subchannels)
    {
        uint32_t users = demand.taken[share.direction][m];
        for (const auto& grant : granted)
        {
            users += grant->direction == share.direction &&
                     std::binary_search(grant->subchannels.begin(), grant->subchannels.end(), m);
        }
        if (users >= demand.superposedUsers)
        {
            return false;
        }
    }
    return true;
}

void
PlannedScheduler::ServeUnplanned(const CellDemand& demand, GrantList& grants)
{
    const uint32_t count = std::min(m_signalling, demand.subchannels);
    for (const Direction direction : {UPLINK, DOWNLINK})
    {
        const UserDemand* next = nullptr;
        bool others = false;
        for (const UserDemand& user : demand.users)
        {
            if (user.direction != direction || m_byUser.count({user.user, direction}) > 0)
            {
                continue;
            }
            others = others || next;
            // In turn: the first above the one served last, else the first of all.
            if (!next ||
                (next->user <= m_lastServed[direction] && user.user > m_lastServed[direction]))
            {
                next = &user;
            }
        }
        if (!next)
        {
            continue;
        }
        const auto& taken = demand.taken[direction];
        const bool free = std::all_of(taken.end() - count, taken.end(), [](uint32_t users) {
            return users == 0;
        });
        double limit = next->powerLimit;
        for (const auto& grant : grants)
        {
            // The base station's power is one for all.
            limit -=
                direction == DOWNLINK && grant->direction == DOWNLINK ? grant->GetTotalPower() : 0;
        }
        const double power = std::min(m_signallingPower, limit);
        m_wantsNextSlot = m_wantsNextSlot || others || !free || !(power > 0);
        if (!free || !(power > 0))
        {
            continue;
        }
        auto grant = std::make_shared<Grant>();
        grant->user = next->user;
        grant->direction = direction;
        for (uint32_t m = demand.subchannels - count; m < demand.subchannels; ++m)
        {
            grant->subchannels.push_back(m);
        }
        grant->power.assign(count, power / count);
        grant->position = 1;
        const Signal own{next->user, direction, &grant->subchannels, &grant->power, 1};
        grant->bits = PlanBits(demand, *next, GetSinr(demand, {own}, own, next->user));
        m_lastServed[direction] = next->user;
        if (grant->bits > 0)
        {
            grants.push_back(grant);
        }
        else
        {
            m_wantsNextSlot = true;
        }
    }
}

GrantList
PlannedScheduler::Schedule(const CellDemand& demand)
{
    std::vector<Signal> signals;
    std::set<std::pair<uint32_t, Direction>> busy;
    for (const auto& grant : demand.placed)
    {
        signals.push_back(
            {grant->user, grant->direction, &grant->subchannels, &grant->power, grant->position});
        busy.emplace(grant->user, grant->direction);
    }
    const std::size_t placed = signals.size();
    std::vector<const UserDemand*> users;
    m_wantsNextSlot = false;
    for (const UserDemand& user : demand.users)
    {
        const auto share = m_byUser.find({user.user, user.direction});
        if (share == m_byUser.end())
        {
            continue;
        }
        const PlannedShare& planned = m_plan[share->second];
        if (busy.count({user.user, user.direction}) > 0)
        {
            m_wantsNextSlot = true; // its own repetition is there
            continue;
        }
        users.push_back(&user);
        signals.push_back(
            {user.user, user.direction, &planned.subchannels, &planned.power, planned.position});
    }

    GrantList grants;
    for (std::size_t k = 0; k < users.size(); ++k)
    {
        const Signal& own = signals[placed + k];
        const PlannedShare& planned = m_plan[m_byUser.at({own.user, own.direction})];
        const uint64_t bits =
            planned.bits > 0 ? planned.bits : Size(demand, *users[k], signals, own);
        if (bits == 0 || !HasRoom(demand, grants, planned))
        {
            m_wantsNextSlot = true;
            continue;
        }
        auto grant = std::make_shared<Grant>();
        grant->user = own.user;
        grant->direction = own.direction;
        grant->subchannels = planned.subchannels;
        grant->power = planned.power;
        grant->bits = bits;
        grant->position = own.position;
        grant->slots = planned.bits > 0 ? std::numeric_limits<uint32_t>::max() : 1;
        grants.push_back(grant);
    }
    if (m_signalling > 0)
    {
        ServeUnplanned(demand, grants);
    }
    return grants;
}

} // namespace edgeai
} // namespace ns3
