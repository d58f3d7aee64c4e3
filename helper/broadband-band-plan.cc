/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-band-plan.h"

#include "ns3/abort.h"
#include "ns3/log.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandBandPlan");

NS_OBJECT_ENSURE_REGISTERED(BroadbandBandPlan);

std::vector<uint32_t>
DivideSubchannels(const std::vector<double>& bands, uint32_t subchannels, double width)
{
    NS_ABORT_MSG_IF(bands.size() > subchannels,
                    "DivideSubchannels: " << bands.size() << " users need at least as many "
                                          << "subchannels, there are " << subchannels);
    const double total = std::accumulate(bands.begin(), bands.end(), 0.0);
    // Plans that ask for more than there is are scaled down together.
    const double scale = std::min(1.0, subchannels * width / total) / width;
    std::vector<uint32_t> counts;
    for (const double band : bands)
    {
        counts.push_back(std::max<uint32_t>(1, std::floor(band * scale + 1e-9)));
    }
    auto used = [&counts] { return std::accumulate(counts.begin(), counts.end(), 0U); };
    auto excess = [&](std::size_t i) { return bands[i] * scale - counts[i]; };
    // Least shares of one can take the sum over the limit: who has most above its share gives.
    while (used() > subchannels)
    {
        std::size_t giver = 0;
        for (std::size_t i = 1; i < counts.size(); ++i)
        {
            if (counts[i] > 1 && (counts[giver] == 1 || excess(i) < excess(giver)))
            {
                giver = i;
            }
        }
        --counts[giver];
    }
    for (uint32_t left = subchannels - used(); left > 0; --left)
    {
        std::size_t taker = 0;
        for (std::size_t i = 1; i < counts.size(); ++i)
        {
            taker = excess(i) > excess(taker) ? i : taker;
        }
        if (excess(taker) < 1e-6)
        {
            break; // nobody is owed anything any more
        }
        ++counts[taker];
    }
    return counts;
}

TypeId
BroadbandBandPlan::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::BroadbandBandPlan")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<BroadbandBandPlan>();
    return tid;
}

void
BroadbandBandPlan::SetCell(Ptr<PlannedScheduler> scheduler,
                           uint32_t subchannels,
                           double width,
                           double basePower)
{
    m_scheduler = scheduler;
    m_subchannels = subchannels;
    m_width = width;
    m_basePower = basePower;
}

void
BroadbandBandPlan::AddUser(uint32_t user, double powerLimit)
{
    m_shares[user].power = powerLimit;
    const std::string refusal = Apply();
    NS_ABORT_MSG_UNLESS(refusal.empty(), "BroadbandBandPlan: " << refusal);
}

void
BroadbandBandPlan::SetShare(uint32_t user, double bandwidth, double power)
{
    Share& share = m_shares.at(user);
    share.bandwidth = bandwidth > 0 ? bandwidth : share.bandwidth;
    share.power = power > 0 ? power : share.power;
    if (bandwidth > 0)
    {
        share.least = m_subchannels;
        share.most = 0;
        share.asked = 0;
    }
    const std::string refusal = Apply();
    NS_ABORT_MSG_UNLESS(refusal.empty(), "BroadbandBandPlan: " << refusal);
}

std::string
BroadbandBandPlan::SetSubchannels(uint32_t user, Direction direction, const SubchannelSet& set)
{
    const auto share = m_shares.find(user);
    if (share == m_shares.end())
    {
        return "user " + std::to_string(user) + " is not of this cell";
    }
    if (set.power.size() != set.subchannels.size())
    {
        return "power has " + std::to_string(set.power.size()) +
               " values, must be one per subchannel, " + std::to_string(set.subchannels.size());
    }
    const SubchannelSet before = share->second.set[direction];
    share->second.set[direction] = set;
    const std::string refusal = Apply();
    if (!refusal.empty())
    {
        share->second.set[direction] = before;
    }
    return refusal;
}

double
BroadbandBandPlan::GetAsked() const
{
    double planned = 0;
    double sets = 0;
    std::size_t unplanned = 0;
    std::size_t dividing = 0;
    for (const auto& [user, share] : m_shares)
    {
        const std::size_t size = share.set[UPLINK].subchannels.size();
        sets += static_cast<double>(size) * m_width;
        dividing += size == 0;
        planned += size == 0 ? share.bandwidth : 0;
        unplanned += size == 0 && share.bandwidth == 0;
    }
    const double equal = dividing == 0 ? 0 : (m_subchannels * m_width - sets) / dividing;
    return sets + planned + static_cast<double>(unplanned) * equal;
}

std::string
BroadbandBandPlan::Explain(uint32_t user) const
{
    constexpr double ROUNDING = 1e-6; // relative
    const Share& share = m_shares.at(user);
    const double least = share.least * m_width;
    const double most = share.most * m_width;
    const double near = ROUNDING * share.bandwidth;
    if (share.bandwidth == 0 || !share.set[UPLINK].subchannels.empty() ||
        (least >= share.bandwidth - near && most <= share.bandwidth + near))
    {
        return "";
    }
    std::ostringstream text;
    text << "its band was " << least << " Hz";
    if (most > least)
    {
        text << " to " << most << " Hz";
    }
    text << ", not the planned " << share.bandwidth << " Hz: ";
    if (share.asked > m_subchannels * m_width * (1 + ROUNDING))
    {
        text << "until all had heard of their plans, these asked for " << share.asked << " Hz of "
             << m_subchannels * m_width << " Hz";
    }
    else
    {
        text << "it consists of whole subchannels of " << m_width << " Hz";
    }
    return text.str();
}

double
BroadbandBandPlan::GetBandwidth(uint32_t user) const
{
    return m_shares.at(user).count * m_width;
}

std::string
BroadbandBandPlan::Plan(Direction direction, std::map<uint32_t, PlannedShare>& plan) const
{
    std::vector<bool> named(m_subchannels, false);
    double left = m_basePower;
    std::size_t dividing = m_shares.size();
    for (const auto& [user, share] : m_shares)
    {
        const SubchannelSet& set = share.set[direction];
        if (set.subchannels.empty())
        {
            continue;
        }
        --dividing;
        PlannedShare& planned = plan[user];
        for (std::size_t i = 0; i < set.subchannels.size(); ++i)
        {
            const uint32_t m = set.subchannels[i];
            // The scheduler says what is wrong with the rest.
            if (m < m_subchannels && set.power[i] > 0)
            {
                named[m] = true;
                left -= set.power[i];
            }
            if (set.power[i] != 0)
            {
                planned.subchannels.push_back(m);
                planned.power.push_back(set.power[i]);
            }
        }
        if (planned.subchannels.empty())
        {
            return "power is 0 W on every subchannel of user " + std::to_string(user) +
                   ", must be > 0 on one";
        }
    }
    std::vector<uint32_t> free;
    for (uint32_t m = 0; m < m_subchannels; ++m)
    {
        if (!named[m])
        {
            free.push_back(m);
        }
    }
    const auto count = static_cast<uint32_t>(free.size());
    if (dividing > count)
    {
        return "subchannels leaves " + std::to_string(count) + " to " + std::to_string(dividing) +
               " users without a set, must be one each at least";
    }
    const double equal = count * m_width / static_cast<double>(dividing);
    std::vector<double> bands;
    for (const auto& [user, share] : m_shares)
    {
        if (share.set[direction].subchannels.empty())
        {
            const bool planned = direction == UPLINK && share.bandwidth > 0;
            bands.push_back(planned ? share.bandwidth : equal);
        }
    }
    std::vector<uint32_t> counts;
    if (!bands.empty())
    {
        counts = DivideSubchannels(bands, count, m_width);
    }
    auto next = counts.begin();
    auto first = free.begin();
    for (const auto& [user, share] : m_shares)
    {
        if (!share.set[direction].subchannels.empty())
        {
            continue;
        }
        PlannedShare& planned = plan[user];
        const double power =
            direction == UPLINK ? share.power : std::max(0.0, left) * *next / count;
        planned.subchannels.assign(first, first + *next);
        planned.power.assign(*next, power / *next);
        first += *next;
        ++next;
    }
    for (auto& [user, planned] : plan)
    {
        planned.user = user;
        planned.direction = direction;
        planned.position = 1;
    }
    return "";
}

std::string
BroadbandBandPlan::Apply()
{
    std::map<uint32_t, PlannedShare> shares[2];
    for (const Direction direction : {UPLINK, DOWNLINK})
    {
        const std::string wrong = Plan(direction, shares[direction]);
        if (!wrong.empty())
        {
            return wrong;
        }
    }
    ResourcePlan plan;
    for (const auto& [user, share] : m_shares)
    {
        plan.push_back(shares[UPLINK].at(user));
        plan.push_back(shares[DOWNLINK].at(user));
    }
    const std::string refusal = m_scheduler->SetPlan(plan);
    if (!refusal.empty())
    {
        return refusal;
    }
    const double asked = GetAsked();
    for (auto& [user, share] : m_shares)
    {
        share.count = static_cast<uint32_t>(shares[UPLINK].at(user).subchannels.size());
        share.least = std::min(share.least, share.count);
        share.most = std::max(share.most, share.count);
        share.asked = std::max(share.asked, asked);
    }
    NS_LOG_LOGIC("new plan for " << m_shares.size() << " users");
    return "";
}

} // namespace edgeai
} // namespace ns3
