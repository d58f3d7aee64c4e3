/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ideal-band.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_OBJECT_ENSURE_REGISTERED(IdealBand);

TypeId
IdealBand::GetTypeId()
{
    static TypeId tid = TypeId("ns3::edgeai::IdealBand")
                            .SetParent<Object>()
                            .SetGroupName("EdgeAi")
                            .AddConstructor<IdealBand>();
    return tid;
}

uint32_t
IdealBand::Add()
{
    m_frames.emplace_back();
    return static_cast<uint32_t>(m_frames.size() - 1);
}

double
IdealBand::GetUse(std::size_t link, double total, double when) const
{
    double use = 0;
    for (std::size_t other = 0; other < m_frames.size(); ++other)
    {
        if (other == link || m_frames[other].total != total)
        {
            continue;
        }
        for (const Stretch& stretch : m_frames[other].stretches)
        {
            use += stretch.from <= when && when < stretch.to ? stretch.part : 0;
        }
    }
    return use;
}

double
IdealBand::GetUse(double total) const
{
    return GetUse(m_frames.size(), total, Simulator::Now().GetSeconds());
}

double
IdealBand::Begin(uint32_t link, double total, double part, double seconds)
{
    constexpr double ROUNDING = 1e-9; // parts that add up to the band do so but for rounding
    const double begin = Simulator::Now().GetSeconds();
    std::vector<double> changes;
    for (std::size_t other = 0; other < m_frames.size(); ++other)
    {
        for (const Stretch& stretch : m_frames[other].stretches)
        {
            for (const double when : {stretch.from, stretch.to})
            {
                if (other != link && when > begin)
                {
                    changes.push_back(when);
                }
            }
        }
    }
    // Frames that wait for each other change together; each instant counted once keeps their number
    // that of the frames on the air, instead of doubling it with every frame.
    std::sort(changes.begin(), changes.end());
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    changes.push_back(std::numeric_limits<double>::infinity());
    m_frames[link].total = total;
    std::vector<Stretch>& frame = m_frames[link].stretches;
    frame.clear();
    double left = seconds;
    double now = begin;
    for (const double change : changes)
    {
        const double free = total * (1 + ROUNDING) - GetUse(link, total, now);
        const double got = free >= part ? part : std::max(0.0, free);
        const double needed = got > 0 ? left * (part / got) : change;
        const double to = needed < change - now ? now + needed : change;
        if (got > 0)
        {
            frame.push_back({now, to, got});
        }
        if (needed < change - now)
        {
            break;
        }
        left -= (to - now) * (got / part);
        now = to;
    }
    // As it was told, where nobody was in the way: sums of instants are rounded.
    const bool whole = frame.size() == 1 && frame.front().part == part && now == begin;
    return whole ? seconds : std::max(seconds, frame.back().to - begin);
}

} // namespace edgeai
} // namespace ns3
