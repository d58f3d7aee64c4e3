/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "duration-forecast.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr double UNKNOWN = std::numeric_limits<double>::quiet_NaN();

} // namespace

DurationForecast::DurationForecast(std::vector<ResultKey> keys, std::size_t runs, std::size_t jobs)
    : m_keys(std::move(keys)),
      m_runs(std::max<std::size_t>(1, runs)),
      m_jobs(std::max<std::size_t>(1, jobs)),
      m_pieces(m_keys.size() * m_runs)
{
}

void
DurationForecast::Begin(std::size_t piece, double now)
{
    Piece& it = m_pieces.at(piece);
    it.begun = it.begun < 0 ? now : it.begun;
}

void
DurationForecast::End(std::size_t piece, double now)
{
    Begin(piece, now);
    m_pieces[piece].took = now - m_pieces[piece].begun;
}

bool
DurationForecast::IsLike(std::size_t one, std::size_t other, std::size_t& equal) const
{
    equal = 0;
    for (const auto& [name, value] : m_keys[one])
    {
        const bool same = std::any_of(m_keys[other].begin(),
                                      m_keys[other].end(),
                                      [&name = name, &value = value](const auto& pair) {
                                          return pair.first == name && pair.second == value;
                                      });
        equal += same;
        if (!same && value.IsText())
        {
            return false;
        }
    }
    return true;
}

double
DurationForecast::Expect(std::size_t piece) const
{
    const std::size_t scenario = piece / m_runs;
    // The mean of those who have ended and share most of the key.
    std::size_t most = 0;
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t other = 0; other < m_pieces.size(); ++other)
    {
        std::size_t equal = 0;
        if (m_pieces[other].took < 0 || !IsLike(scenario, other / m_runs, equal) || equal < most)
        {
            continue;
        }
        const bool better = equal > most;
        most = equal;
        sum = (better ? 0 : sum) + m_pieces[other].took;
        count = (better ? 0 : count) + 1;
    }
    return count > 0 ? sum / static_cast<double>(count) : UNKNOWN;
}

double
DurationForecast::GetLeft(double now) const
{
    double sum = 0;
    double longest = 0;
    for (std::size_t i = 0; i < m_pieces.size(); ++i)
    {
        if (m_pieces[i].took < 0)
        {
            const double since = m_pieces[i].begun < 0 ? 0 : now - m_pieces[i].begun;
            const double expected = Expect(i);
            // Who takes longer than those like it is no longer like them.
            const double left = since > expected ? UNKNOWN : expected - since;
            if (std::isnan(left))
            {
                return UNKNOWN;
            }
            sum += left;
            longest = std::max(longest, left);
        }
    }
    return std::max(longest, sum / static_cast<double>(m_jobs));
}

} // namespace edgeai
} // namespace ns3
