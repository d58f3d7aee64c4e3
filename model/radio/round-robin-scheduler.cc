/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "round-robin-scheduler.h"

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
    std::vector<Unit> units;
    for (const UserDemand* user : TakeTurns(users, free.size()))
    {
        units.push_back({{user}, {}, 0});
    }
    Deal(demand, free, units);
    for (const Unit& unit : units)
    {
        const UserDemand& user = *unit.users.front();
        const double power = GetPower(user, unit.subchannels.size(), free.size());
        if (auto grant = MakeGrant(demand, user, unit.subchannels, power))
        {
            grants.push_back(grant);
        }
    }
    EndTurn(*units.back().users.front());
}

} // namespace edgeai
} // namespace ns3
