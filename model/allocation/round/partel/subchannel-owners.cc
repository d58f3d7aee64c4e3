/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "subchannel-owners.h"

#include "allocation/numeric/water-filling.h"
#include "partel-relaxation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

SubchannelOwners::SubchannelOwners(const PartelRadio& radio, const std::vector<uint32_t>& owners)
    : m_radio(radio),
      m_owners(owners),
      m_sets(radio.workers.size()),
      m_rates(radio.workers.size())
{
    for (std::size_t n = 0; n < owners.size(); ++n)
    {
        m_sets[owners[n]].push_back(radio.rank[owners[n] * radio.subchannels + n]);
    }
    for (std::size_t k = 0; k < m_sets.size(); ++k)
    {
        std::sort(m_sets[k].begin(), m_sets[k].end());
        m_rates[k] = GetRate(k, radio.workers[k].powerMax, SetChange());
    }
}

const std::vector<uint32_t>&
SubchannelOwners::GetOwners() const
{
    return m_owners;
}

std::vector<uint32_t>
SubchannelOwners::GetSubchannels(std::size_t worker) const
{
    std::vector<uint32_t> subchannels;
    for (const uint32_t rank : m_sets[worker])
    {
        subchannels.push_back(m_radio.order[worker * m_radio.subchannels + rank]);
    }
    return subchannels;
}

double
SubchannelOwners::GetRate(std::size_t worker) const
{
    return m_rates[worker];
}

const std::vector<double>&
SubchannelOwners::GetRates() const
{
    return m_rates;
}

void
SubchannelOwners::Collect(std::size_t worker, const SetChange& change) const
{
    const std::size_t row = worker * m_radio.subchannels;
    const uint32_t none = SetChange::NONE;
    uint32_t added = change.added == none ? none : m_radio.rank[row + change.added];
    const uint32_t removed = change.removed == none ? none : m_radio.rank[row + change.removed];
    m_floors.clear();
    m_gains.clear();
    double best = 0;
    auto take = [&](uint32_t rank) {
        if (rank < m_radio.useful[worker])
        {
            const double gain = m_radio.snr[row + m_radio.order[row + rank]];
            best = m_gains.empty() ? gain : best;
            m_gains.push_back(gain);
            m_floors.push_back((1 - gain / best) / gain);
        }
    };
    for (const uint32_t rank : m_sets[worker])
    {
        if (added < rank)
        {
            take(added);
            added = none;
        }
        if (rank != removed)
        {
            take(rank);
        }
    }
    if (added != none)
    {
        take(added);
    }
}

double
SubchannelOwners::GetRate(std::size_t worker, double power, const SetChange& change) const
{
    Collect(worker, change);
    const WaterLevel level = FindWaterLevel(m_floors.data(), nullptr, m_floors.size(), power);
    double rate = 0;
    for (std::size_t i = 0; i < level.active; ++i)
    {
        rate += std::log1p((level.depth - m_floors[i]) * m_gains[i]);
    }
    return rate * (m_radio.width / M_LN2);
}

void
SubchannelOwners::GetSlopes(std::size_t worker, double* slopes) const
{
    const double unit = m_radio.width / M_LN2;
    const double* snr = m_radio.snr.data() + worker * m_radio.subchannels;
    Collect(worker, SetChange());
    const double power = m_radio.workers[worker].powerMax;
    const WaterLevel level = FindWaterLevel(m_floors.data(), nullptr, m_floors.size(), power);
    for (std::size_t n = 0; n < m_radio.subchannels; ++n)
    {
        slopes[n] = 0;
        if (level.active == 0 && snr[n] > 0)
        {
            slopes[n] = std::numeric_limits<double>::infinity();
        }
        else if (snr[n] > 0)
        {
            // mu gamma - 1, counted from the worker's own best as the level is.
            const double x = level.depth * snr[n] + (snr[n] / m_gains[0] - 1);
            slopes[n] = unit * (x > 0 ? GetShareSlope(x) : 0);
        }
    }
}

void
SubchannelOwners::Give(uint32_t subchannel, uint32_t worker)
{
    const uint32_t from = m_owners[subchannel];
    if (from == worker)
    {
        return;
    }
    auto rankOf = [&](uint32_t k) { return m_radio.rank[k * m_radio.subchannels + subchannel]; };
    std::vector<uint32_t>& left = m_sets[from];
    left.erase(std::lower_bound(left.begin(), left.end(), rankOf(from)));
    std::vector<uint32_t>& grown = m_sets[worker];
    grown.insert(std::lower_bound(grown.begin(), grown.end(), rankOf(worker)), rankOf(worker));
    m_owners[subchannel] = worker;
    for (const uint32_t k : {from, worker})
    {
        m_rates[k] = GetRate(k, m_radio.workers[k].powerMax, SetChange());
    }
}

} // namespace edgeai
} // namespace ns3
