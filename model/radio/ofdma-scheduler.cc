/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ofdma-scheduler.h"

#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(OfdmaScheduler);

TypeId
OfdmaScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::OfdmaScheduler")
            .SetParent<BroadbandScheduler>()
            .SetGroupName("EdgeAi")
            .AddAttribute("UsersPerSlot",
                          "Users served per slot and direction at most; the others wait for their "
                          "turn. Larger blocks are more efficient, more users wait less.",
                          UintegerValue(8),
                          MakeUintegerAccessor(&OfdmaScheduler::m_usersPerSlot),
                          MakeUintegerChecker<uint32_t>(1));
    return tid;
}

GrantList
OfdmaScheduler::Schedule(const CellDemand& demand)
{
    GrantList grants;
    for (Direction direction : {UPLINK, DOWNLINK})
    {
        std::vector<const UserDemand*> users;
        users.reserve(demand.users.size());
        for (const UserDemand& user : demand.users)
        {
            if (user.direction == direction && user.powerLimit > 0)
            {
                users.push_back(&user);
            }
        }
        if (users.empty())
        {
            continue;
        }
        std::vector<uint32_t> free;
        free.reserve(demand.subchannels);
        for (uint32_t m = 0; m < demand.subchannels; ++m)
        {
            if (demand.taken[direction][m] == 0)
            {
                free.push_back(m);
            }
        }
        if (!free.empty())
        {
            ScheduleDirection(demand, users, free, grants);
        }
    }
    return grants;
}

std::vector<const UserDemand*>
OfdmaScheduler::TakeTurns(const std::vector<const UserDemand*>& users, std::size_t free) const
{
    const int64_t last = m_last[users.front()->direction];
    const auto behind = std::upper_bound(
        users.begin(),
        users.end(),
        last,
        [](int64_t value, const UserDemand* user) { return value < int64_t{user->user}; });
    std::vector<const UserDemand*> turn(users);
    std::rotate(turn.begin(), turn.begin() + (behind - users.begin()), turn.end());
    turn.resize(std::min<std::size_t>({turn.size(), m_usersPerSlot, free}));
    return turn;
}

BroadbandScheduler::Attention
OfdmaScheduler::GetTurn(Direction direction) const
{
    return {m_usersPerSlot, m_last[direction], {}};
}

void
OfdmaScheduler::EndTurn(const UserDemand& user)
{
    m_last[user.direction] = user.user;
}

double
OfdmaScheduler::GetPower(const UserDemand& user, std::size_t given, std::size_t free)
{
    return user.powerLimit / static_cast<double>(user.direction == UPLINK ? given : free);
}

double
OfdmaScheduler::GetQuality(const UserDemand& user, uint32_t subchannel)
{
    return user.channel->gain[subchannel] /
           (user.channel->interference[subchannel] * user.errorModel->GetOptions().gap);
}

bool
OfdmaScheduler::Covers(const CellDemand& demand, const Unit& unit, double need)
{
    // A block of finite length carries less than the Shannon law says, by about
    // sqrt(n) log2(e) Q^-1(target); the rest allows for the estimate.
    const double uses = demand.symbols * static_cast<double>(unit.subchannels.size());
    return 0.95 * unit.estimate - 4 * std::sqrt(uses) > need;
}

void
OfdmaScheduler::Deal(const CellDemand& demand,
                     const std::vector<uint32_t>& free,
                     std::vector<Unit>& units) const
{
    std::size_t users = 0;
    for (const Unit& unit : units)
    {
        users += unit.users.size();
    }
    // What a user's share will be, about; the true power follows when all is dealt.
    const std::size_t share = (free.size() + users - 1) / users;
    std::vector<std::size_t> asking(units.size());
    for (std::size_t i = 0; i < units.size(); ++i)
    {
        asking[i] = i;
        units[i].subchannels.reserve(share * units[i].users.size());
    }
    std::size_t next = 0;
    for (std::size_t at = 0; at < free.size() && !asking.empty();)
    {
        next %= asking.size();
        Unit& unit = units[asking[next]];
        double need = 0;
        for (const UserDemand* user : unit.users)
        {
            need += static_cast<double>(user->backlog);
        }
        for (std::size_t k = 0; k < unit.users.size() && at < free.size(); ++k, ++at)
        {
            const UserDemand& user = *unit.users[k];
            unit.subchannels.push_back(free[at]);
            unit.estimate += demand.symbols * std::log2(1 + GetPower(user, share, free.size()) *
                                                                GetQuality(user, free[at]));
        }
        if (Covers(demand, unit, need))
        {
            asking.erase(asking.begin() + static_cast<std::ptrdiff_t>(next));
        }
        else
        {
            ++next;
        }
    }
}

std::shared_ptr<Grant>
OfdmaScheduler::MakeGrant(const CellDemand& demand,
                          const UserDemand& user,
                          std::vector<uint32_t> subchannels,
                          double power)
{
    std::vector<double> values; // the SINRs, and when the size is known the powers
    values.reserve(subchannels.size());
    for (uint32_t m : subchannels)
    {
        values.push_back(power * user.channel->gain[m] / user.channel->interference[m]);
    }
    const uint64_t bits = PlanBits(demand, user, values);
    if (bits == 0)
    {
        return nullptr;
    }
    auto grant = std::make_shared<Grant>();
    grant->user = user.user;
    grant->direction = user.direction;
    std::fill(values.begin(), values.end(), power);
    grant->subchannels = std::move(subchannels);
    grant->power = std::move(values);
    grant->bits = bits;
    return grant;
}

} // namespace edgeai
} // namespace ns3
