/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-robin-scheduler.h"

#include <utility>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(RoundRobinScheduler);

TypeId
RoundRobinScheduler::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::RoundRobinScheduler")
                            .SetParent<OfdmaScheduler>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<RoundRobinScheduler>();
    return tid;
}

BroadbandScheduler::Attention
RoundRobinScheduler::GetAttention(Direction direction) const
{
    return GetTurn(direction);
}

void
RoundRobinScheduler::ScheduleDirection(const CellDemand& demand,
                                       const std::vector<const UserDemand*>& users,
                                       const std::vector<uint32_t>& free,
                                       GrantList& grants)
{
    const std::vector<const UserDemand*> turn = TakeTurns(users, free.size());
    std::vector<Unit> units;
    units.reserve(turn.size());
    for (const UserDemand* user : turn)
    {
        units.push_back({{user}, {}, 0});
    }
    Deal(demand, free, units);
    grants.reserve(grants.size() + units.size());
    for (Unit& unit : units)
    {
        const UserDemand& user = *unit.users.front();
        const double power = GetPower(user, unit.subchannels.size(), free.size());
        if (auto grant = MakeGrant(demand, user, std::move(unit.subchannels), power))
        {
            grants.push_back(std::move(grant));
        }
    }
    EndTurn(*units.back().users.front());
}

} // namespace edgeai
} // namespace ns3
