/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "slot-book.h"

#include "say.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ns3
{
namespace edgeai
{

SlotBook::SlotBook(CellLimits limits)
{
    Clear(std::move(limits));
}

void
SlotBook::Clear(CellLimits limits)
{
    m_limits = std::move(limits);
    for (auto direction : {UPLINK, DOWNLINK})
    {
        // A slot follows another: the lists keep their memory.
        auto& holders = m_holders[direction];
        for (std::size_t m = 0; m < holders.size(); ++m)
        {
            if (m_taken[direction][m] > 0)
            {
                holders[m].clear();
            }
        }
        holders.resize(m_limits.subchannels);
        m_taken[direction].assign(m_limits.subchannels, 0);
    }
    m_userPower.clear();
    m_basePower = 0;
}

namespace
{

/// @param [in] powers ascending by user  @param [in] user identifier of a user
/// @returns where it is, or would be
template <typename Powers>
auto
FindUser(Powers& powers, uint32_t user)
{
    return std::lower_bound(powers.begin(), powers.end(), user, [](const auto& entry, uint32_t id) {
        return entry.first < id;
    });
}

} // namespace

double
SlotBook::GetUsedPower(uint32_t user, Direction direction) const
{
    if (direction == DOWNLINK)
    {
        return m_basePower;
    }
    const auto used = FindUser(m_userPower, user);
    return used == m_userPower.end() || used->first != user ? 0 : used->second;
}

double
SlotBook::GetFreePower(uint32_t user, Direction direction) const
{
    const double limit = direction == UPLINK ? m_limits.userPower(user) : m_limits.basePower;
    return std::max(0.0, limit - GetUsedPower(user, direction));
}

std::string
SlotBook::CheckSubchannels(const Grant& grant) const
{
    for (std::size_t i = 0; i < grant.subchannels.size(); ++i)
    {
        const uint32_t m = grant.subchannels[i];
        if (m >= m_limits.subchannels)
        {
            return Say("subchannels has ", m, ", must be < Subchannels, ", m_limits.subchannels);
        }
        if (i > 0 && m <= grant.subchannels[i - 1])
        {
            return Say("subchannels has ",
                       m,
                       " after ",
                       grant.subchannels[i - 1],
                       ", must be ascending");
        }
        if (m_taken[grant.direction][m] + 1 > m_limits.superposedUsers)
        {
            return Say("SuperposedUsers is ",
                       m_limits.superposedUsers,
                       ", more on subchannel ",
                       m,
                       " in the ",
                       ToString(grant.direction));
        }
        const auto& holders = m_holders[grant.direction][m];
        if (std::find(holders.begin(), holders.end(), grant.user) != holders.end())
        {
            return Say("subchannels has ",
                       m,
                       ", on which user ",
                       grant.user,
                       " already sends a block, must be another");
        }
    }
    return "";
}

std::string
SlotBook::CheckPower(const Grant& grant, double userLimit) const
{
    for (std::size_t i = 0; i < grant.power.size(); ++i)
    {
        if (!(grant.power[i] >= 0) || !std::isfinite(grant.power[i]))
        {
            const std::string where =
                grant.subchannels.empty() ? "" : Say(" on subchannel ", grant.subchannels[i]);
            return Say("power is ", grant.power[i], " W", where, ", must be finite and >= 0");
        }
    }
    const bool uplink = grant.direction == UPLINK;
    const double limit = uplink ? userLimit : m_limits.basePower;
    const double sum = GetUsedPower(grant.user, grant.direction) + grant.GetTotalPower();
    if (sum > limit * (1 + GetSlack()))
    {
        return Say("PowerLimit of ",
                   uplink ? Say("user ", grant.user) : "the base station",
                   " is ",
                   limit,
                   " W, ",
                   sum,
                   " W granted");
    }
    return "";
}

std::string
SlotBook::Check(const Grant& grant) const
{
    const double userLimit = m_limits.userPower(grant.user);
    if (userLimit < 0)
    {
        return Say("user ", grant.user, " is not attached to this cell");
    }
    if (grant.direction != UPLINK && grant.direction != DOWNLINK)
    {
        return "direction is neither uplink nor downlink";
    }
    const std::size_t count = grant.subchannels.size();
    const bool bandless =
        count == 0 && m_limits.bandless && m_limits.bandless(grant.user, grant.direction);
    if (bandless && grant.power.size() > 1)
    {
        return Say("power has ",
                   grant.power.size(),
                   " values, must be one at most without subchannels");
    }
    if (!bandless && grant.power.size() != count)
    {
        return Say("power has ",
                   grant.power.size(),
                   " values, must be one per subchannel, ",
                   count);
    }
    if (!bandless && count == 0)
    {
        return "subchannels is empty, must be at least one unless the error model is Ideal";
    }
    if (grant.bits < 1)
    {
        return "bits is 0, must be >= 1";
    }
    if (grant.slots < 1)
    {
        return "slots is 0, must be >= 1";
    }
    const std::string wrong = CheckSubchannels(grant);
    return wrong.empty() ? CheckPower(grant, userLimit) : wrong;
}

void
SlotBook::Place(const Grant& grant)
{
    for (uint32_t m : grant.subchannels)
    {
        ++m_taken[grant.direction][m];
        m_holders[grant.direction][m].push_back(grant.user);
    }
    if (grant.direction == DOWNLINK)
    {
        m_basePower += grant.GetTotalPower();
        return;
    }
    auto used = FindUser(m_userPower, grant.user);
    if (used == m_userPower.end() || used->first != grant.user)
    {
        used = m_userPower.insert(used, {grant.user, 0.0});
    }
    used->second += grant.GetTotalPower();
}

} // namespace edgeai
} // namespace ns3
