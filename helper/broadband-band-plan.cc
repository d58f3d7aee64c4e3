/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-band-plan.h"

#include "ns3/abort.h"
#include "ns3/log.h"

#include <algorithm>
#include <cmath>
#include <numeric>

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
    Apply();
}

void
BroadbandBandPlan::SetShare(uint32_t user, double bandwidth, double power)
{
    Share& share = m_shares.at(user);
    share.bandwidth = bandwidth > 0 ? bandwidth : share.bandwidth;
    share.power = power > 0 ? power : share.power;
    Apply();
}

double
BroadbandBandPlan::GetBandwidth(uint32_t user) const
{
    return m_shares.at(user).count * m_width;
}

void
BroadbandBandPlan::Apply()
{
    const double equal = m_subchannels * m_width / m_shares.size();
    std::vector<double> bands;
    for (const auto& [user, share] : m_shares)
    {
        bands.push_back(share.bandwidth > 0 ? share.bandwidth : equal);
    }
    const std::vector<uint32_t> uplink = DivideSubchannels(bands, m_subchannels, m_width);
    const std::vector<uint32_t> downlink =
        DivideSubchannels(std::vector<double>(bands.size(), equal), m_subchannels, m_width);
    ResourcePlan plan;
    uint32_t firstUp = 0;
    uint32_t firstDown = 0;
    std::size_t i = 0;
    auto add =
        [&plan](uint32_t user, Direction direction, uint32_t& first, uint32_t count, double power) {
            PlannedShare share;
            share.user = user;
            share.direction = direction;
            share.subchannels.resize(count);
            std::iota(share.subchannels.begin(), share.subchannels.end(), first);
            share.power.assign(count, power / count);
            share.position = 1;
            first += count;
            plan.push_back(share);
        };
    for (auto& [user, share] : m_shares)
    {
        share.count = uplink[i];
        add(user, UPLINK, firstUp, uplink[i], share.power);
        add(user, DOWNLINK, firstDown, downlink[i], m_basePower * downlink[i] / m_subchannels);
        ++i;
    }
    const std::string refusal = m_scheduler->SetPlan(plan);
    NS_ABORT_MSG_UNLESS(refusal.empty(), "BroadbandBandPlan: " << refusal);
    NS_LOG_LOGIC("new plan for " << m_shares.size() << " users");
}

} // namespace edgeai
} // namespace ns3
