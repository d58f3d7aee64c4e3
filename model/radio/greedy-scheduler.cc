/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "greedy-scheduler.h"

#include <cmath>
#include <utility>

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
    std::vector<Unit> units;
    std::vector<double> weight;
    units.reserve(users.size());
    weight.reserve(users.size());
    std::vector<double> quality(users.size(), 0); // sum of gain over noise of what a user has
    for (const UserDemand* user : users)
    {
        units.push_back({{user}, {}, 0});
        weight.push_back(GetWeight(*user, demand.slotDuration));
    }
    std::size_t served = 0;
    for (uint32_t m : free)
    {
        std::size_t best = units.size();
        double bestWorth = 0;
        double bestEstimate = 0;
        for (std::size_t i = 0; i < units.size(); ++i)
        {
            const Unit& unit = units[i];
            const UserDemand& user = *unit.users.front();
            if (Covers(demand, unit, static_cast<double>(user.backlog)) ||
                (unit.subchannels.empty() && served == most))
            {
                continue;
            }
            // What the user's block would carry with this subchannel, about: in the uplink its
            // power is spread over more of them, so the mean quality is taken for all.
            double estimate = 0;
            if (user.direction == UPLINK)
            {
                const auto count = static_cast<double>(unit.subchannels.size() + 1);
                const double sum = quality[i] + GetQuality(user, m);
                estimate =
                    demand.symbols * count * std::log2(1 + user.powerLimit * sum / (count * count));
            }
            else
            {
                const double power = GetPower(user, 1, free.size());
                estimate =
                    unit.estimate + demand.symbols * std::log2(1 + power * GetQuality(user, m));
            }
            const double worth = weight[i] * (estimate - unit.estimate);
            if (worth > bestWorth)
            {
                best = i;
                bestWorth = worth;
                bestEstimate = estimate;
            }
        }
        if (best == units.size())
        {
            continue; // of no use to anybody
        }
        served += units[best].subchannels.empty() ? 1 : 0;
        units[best].subchannels.push_back(m);
        units[best].estimate = bestEstimate;
        quality[best] += GetQuality(*units[best].users.front(), m);
    }
    for (Unit& unit : units)
    {
        if (unit.subchannels.empty())
        {
            continue;
        }
        const UserDemand& user = *unit.users.front();
        const double power = GetPower(user, unit.subchannels.size(), free.size());
        if (auto grant = MakeGrant(demand, user, std::move(unit.subchannels), power))
        {
            grants.push_back(std::move(grant));
        }
    }
}

} // namespace edgeai
} // namespace ns3
