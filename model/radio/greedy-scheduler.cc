/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "greedy-scheduler.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(GreedyScheduler);

TypeId
GreedyScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::GreedyScheduler").SetParent<OfdmaScheduler>().SetGroupName("EdgeAi");
    return tid;
}

void
GreedyScheduler::ScheduleDirection(const CellDemand& demand,
                                   const std::vector<const UserDemand*>& users,
                                   const std::vector<uint32_t>& free,
                                   GrantList& grants)
{
    const std::size_t most = GetUsersPerSlot();
    // The share of power a user would have if all got alike; how it comes out, nobody knows yet.
    const std::size_t share =
        (free.size() + std::min(users.size(), most) - 1) / std::min(users.size(), most);
    std::vector<Unit> units;
    std::vector<double> weight;
    for (const UserDemand* user : users)
    {
        units.push_back({{user}, {}, 0});
        weight.push_back(GetWeight(*user, demand.slotDuration));
    }
    std::size_t served = 0;
    for (uint32_t m : free)
    {
        Unit* best = nullptr;
        double bestWorth = 0;
        double bestBits = 0;
        for (std::size_t i = 0; i < units.size(); ++i)
        {
            Unit& unit = units[i];
            const UserDemand& user = *unit.users.front();
            if (unit.estimate > 1.5 * static_cast<double>(user.backlog) ||
                (unit.subchannels.empty() && served == most))
            {
                continue;
            }
            const double bits = Estimate(demand, user, m, GetPower(user, share, free.size()));
            if (weight[i] * bits > bestWorth)
            {
                best = &unit;
                bestWorth = weight[i] * bits;
                bestBits = bits;
            }
        }
        if (!best)
        {
            break;
        }
        served += best->subchannels.empty() ? 1 : 0;
        best->subchannels.push_back(m);
        best->estimate += bestBits;
    }
    for (const Unit& unit : units)
    {
        if (unit.subchannels.empty())
        {
            continue;
        }
        const UserDemand& user = *unit.users.front();
        const double power = GetPower(user, unit.subchannels.size(), free.size());
        if (auto grant = MakeGrant(demand, user, unit.subchannels, power))
        {
            grants.push_back(grant);
        }
    }
}

} // namespace edgeai
} // namespace ns3
