/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "channel-reports.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ns3
{
namespace edgeai
{

const ChannelState&
ChannelReports::Measure(uint64_t slot,
                        const Options& options,
                        const SpectrumValue& gain,
                        const std::vector<double>& interference,
                        const KeyedRandom& random)
{
    if (const ChannelState* known = Find(slot))
    {
        return *known;
    }
    if (options.delay == 0)
    {
        m_reports.resize(1); // reuses the memory of the last one
    }
    else
    {
        // A report older than this is of a time before a pause, or has been replaced.
        const uint64_t oldest = slot - std::min<uint64_t>(slot, options.delay);
        if (!m_reports.empty() && m_reports.back().first < oldest)
        {
            m_reports.clear();
        }
        while (m_reports.size() > 1 && std::next(m_reports.begin())->first <= oldest)
        {
            m_reports.pop_front();
        }
        m_reports.emplace_back();
    }
    m_reports.back().first = slot;
    ChannelState& state = m_reports.back().second;
    state.gain.assign(gain.ConstValuesBegin(), gain.ConstValuesEnd());
    state.interference = interference;
    if (options.error > 0)
    {
        for (std::size_t m = 0; m < state.gain.size(); ++m)
        {
            // Real and imaginary part of Gaussian have variance one half each.
            const double normal = M_SQRT2 * random.Gaussian(slot * state.gain.size() + m).real();
            state.gain[m] *= std::pow(10, options.error * normal / 10);
        }
    }
    return m_reports.front().second;
}

} // namespace edgeai
} // namespace ns3
