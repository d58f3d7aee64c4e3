/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "foreign-interference.h"

#include <algorithm>

namespace ns3
{
namespace edgeai
{

void
ForeignInterference::Add(int64_t start, int64_t end, std::vector<double> power)
{
    if (end > start)
    {
        m_signals.push_back({start, end, std::move(power)});
    }
}

void
ForeignInterference::Purge(int64_t now)
{
    m_signals.erase(std::remove_if(m_signals.begin(),
                                   m_signals.end(),
                                   [now](const Signal& signal) { return signal.end <= now; }),
                    m_signals.end());
}

std::vector<InterferenceChunk>
ForeignInterference::Cut(int64_t start, int64_t end, const std::vector<double>& base) const
{
    std::vector<int64_t> cuts = {start, end};
    for (const Signal& signal : m_signals)
    {
        cuts.push_back(std::clamp(signal.start, start, end));
        cuts.push_back(std::clamp(signal.end, start, end));
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());

    std::vector<InterferenceChunk> chunks;
    for (std::size_t c = 0; c + 1 < cuts.size(); ++c)
    {
        InterferenceChunk chunk{static_cast<double>(cuts[c + 1] - cuts[c]) /
                                    static_cast<double>(end - start),
                                base};
        for (const Signal& signal : m_signals)
        {
            if (signal.start <= cuts[c] && signal.end >= cuts[c + 1])
            {
                for (std::size_t m = 0; m < base.size(); ++m)
                {
                    chunk.power[m] += signal.power[m];
                }
            }
        }
        chunks.push_back(std::move(chunk));
    }
    return chunks;
}

std::vector<double>
ForeignInterference::Average(int64_t start, int64_t end, const std::vector<double>& base) const
{
    std::vector<double> mean(base.size(), 0.0);
    for (const InterferenceChunk& chunk : Cut(start, end, base))
    {
        for (std::size_t m = 0; m < chunk.power.size(); ++m)
        {
            mean[m] += chunk.share * chunk.power[m];
        }
    }
    return mean;
}

} // namespace edgeai
} // namespace ns3
