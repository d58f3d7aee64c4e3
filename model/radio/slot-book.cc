/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "slot-book.h"

#include <algorithm>
#include <cmath>
#include <sstream>
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
        m_taken[direction].assign(m_limits.subchannels, 0);
        m_holdings[direction].clear();
    }
    m_userPower.clear();
    m_basePower = 0;
}

double
SlotBook::GetFreePower(uint32_t user, Direction direction) const
{
    if (direction == DOWNLINK)
    {
        return std::max(0.0, m_limits.basePower - m_basePower);
    }
    const auto used = m_userPower.find(user);
    return std::max(0.0, m_limits.userPower(user) - (used == m_userPower.end() ? 0 : used->second));
}

std::string
SlotBook::Check(const Grant& grant) const
{
    std::ostringstream wrong;
    if (m_limits.userPower(grant.user) < 0)
    {
        wrong << "user " << grant.user << " is not attached to this cell";
        return wrong.str();
    }
    if (grant.direction != UPLINK && grant.direction != DOWNLINK)
    {
        return "direction is neither uplink nor downlink";
    }
    if (grant.subchannels.empty() && !m_limits.exclusive)
    {
        if (grant.power.size() > 1)
        {
            wrong << "power has " << grant.power.size()
                  << " values, must be one at most without subchannels";
            return wrong.str();
        }
    }
    else if (grant.power.size() != grant.subchannels.size())
    {
        wrong << "power has " << grant.power.size() << " values, must be one per subchannel, "
              << grant.subchannels.size();
        return wrong.str();
    }
    if (grant.subchannels.empty() && m_limits.exclusive)
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
    const auto holding = m_holdings[grant.direction].find(grant.user);
    for (std::size_t i = 0; i < grant.subchannels.size(); ++i)
    {
        const uint32_t m = grant.subchannels[i];
        if (m >= m_limits.subchannels)
        {
            wrong << "subchannels has " << m << ", must be < Subchannels, " << m_limits.subchannels;
            return wrong.str();
        }
        if (i > 0 && m <= grant.subchannels[i - 1])
        {
            wrong << "subchannels has " << m << " after " << grant.subchannels[i - 1]
                  << ", must be ascending";
            return wrong.str();
        }
        if (m_taken[grant.direction][m] + 1 > m_limits.superposedUsers)
        {
            wrong << "SuperposedUsers is " << m_limits.superposedUsers << ", more on subchannel "
                  << m << " in the " << ToString(grant.direction);
            return wrong.str();
        }
        if (holding != m_holdings[grant.direction].end() &&
            std::find(holding->second.begin(), holding->second.end(), m) != holding->second.end())
        {
            wrong << "subchannels has " << m << ", on which user " << grant.user
                  << " already sends a block";
            return wrong.str();
        }
    }
    for (double power : grant.power)
    {
        if (!(power >= 0) || !std::isfinite(power))
        {
            wrong << "power is " << power << " W, must be finite and >= 0";
            return wrong.str();
        }
    }
    const double sum = grant.GetTotalPower();
    const double limit =
        grant.direction == UPLINK ? m_limits.userPower(grant.user) : m_limits.basePower;
    if (sum > GetFreePower(grant.user, grant.direction) + GetSlack() * limit)
    {
        wrong << "PowerLimit of ";
        if (grant.direction == UPLINK)
        {
            wrong << "user " << grant.user;
        }
        else
        {
            wrong << "the base station";
        }
        wrong << " is " << limit << " W, "
              << limit - GetFreePower(grant.user, grant.direction) + sum << " W granted";
    }
    return wrong.str();
}

void
SlotBook::Place(const Grant& grant)
{
    auto& holding = m_holdings[grant.direction][grant.user];
    for (uint32_t m : grant.subchannels)
    {
        ++m_taken[grant.direction][m];
        holding.push_back(m);
    }
    (grant.direction == UPLINK ? m_userPower[grant.user] : m_basePower) += grant.GetTotalPower();
}

} // namespace edgeai
} // namespace ns3
