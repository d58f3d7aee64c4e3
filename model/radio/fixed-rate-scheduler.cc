/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fixed-rate-scheduler.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(FixedRateScheduler);

TypeId
FixedRateScheduler::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::FixedRateScheduler")
            .SetParent<BroadbandScheduler>()
            .SetGroupName("EdgeAi")
            .AddConstructor<FixedRateScheduler>()
            .AddAttribute("Rate",
                          "Rate of every user in each direction [bit/s], unless SetRate says else.",
                          DataRateValue(DataRate("10Mbps")),
                          MakeDataRateAccessor(&FixedRateScheduler::m_rate),
                          MakeDataRateChecker());
    return tid;
}

void
FixedRateScheduler::SetRate(uint32_t user, Direction direction, DataRate rate)
{
    m_rates[{user, direction}] = rate;
    Invalidate();
}

DataRate
FixedRateScheduler::GetRate(uint32_t user, Direction direction) const
{
    const auto rate = m_rates.find({user, direction});
    return rate == m_rates.end() ? m_rate : rate->second;
}

GrantList
FixedRateScheduler::Schedule(const CellDemand& demand)
{
    GrantList grants;
    const auto downlink = static_cast<double>(
        std::count_if(demand.users.begin(), demand.users.end(), [](const UserDemand& user) {
            return user.direction == DOWNLINK;
        }));
    m_wantsNextSlot = false;
    for (const UserDemand& user : demand.users)
    {
        const double rate = static_cast<double>(GetRate(user.user, user.direction).GetBitRate());
        // Whole bytes sent by the end of this slot, had it sent from slot 0 on, less the same for
        // the slot before: the remainders add up.
        const double perSlot = rate * demand.slotDuration / 8;
        const auto slot = static_cast<double>(demand.slot);
        const double bytes = std::floor((slot + 1) * perSlot) - std::floor(slot * perSlot);
        if (bytes < 1)
        {
            m_wantsNextSlot = m_wantsNextSlot || rate > 0;
            continue;
        }
        auto grant = std::make_shared<Grant>();
        grant->user = user.user;
        grant->direction = user.direction;
        grant->bits = 8 * static_cast<uint64_t>(bytes);
        grant->power = {user.direction == UPLINK ? user.powerLimit : user.powerLimit / downlink};
        grants.push_back(grant);
    }
    return grants;
}

bool
FixedRateScheduler::NeedsChannel() const
{
    return false;
}

bool
FixedRateScheduler::WantsNextSlot() const
{
    return m_wantsNextSlot;
}

} // namespace edgeai
} // namespace ns3
