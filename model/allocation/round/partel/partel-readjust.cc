/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-readjust.h"

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

/// How late a round is: how many workers never end, then when the last one does.
using Lateness = std::pair<std::size_t, double>;

/// All workers but the last and one more, for any one more.
class Others
{
  public:
    /// @param [in] ends of all workers  @param [in] last the one who is left out
    Others(const std::vector<double>& ends, std::size_t last)
        : m_ends(ends)
    {
        for (std::size_t k = 0; k < ends.size(); ++k)
        {
            if (k == last)
            {
                continue;
            }
            if (std::isinf(ends[k]))
            {
                ++m_never;
                continue;
            }
            m_second = std::max(m_second, std::min(m_first, ends[k]));
            m_first = std::max(m_first, ends[k]);
        }
    }

    /// @returns how late they are
    Lateness Get() const
    {
        return {m_never, m_first};
    }

    /// @param [in] worker who is left out too  @returns how late the others are
    Lateness Without(std::size_t worker) const
    {
        const double end = m_ends[worker];
        return std::isinf(end) ? Lateness{m_never - 1, m_first}
                               : Lateness{m_never, end == m_first ? m_second : m_first};
    }

  private:
    const std::vector<double>& m_ends;
    std::size_t m_never{0}; ///< so many never end
    double m_first{0};      ///< the latest end of those who do [s]
    double m_second{0};     ///< the one before it [s]
};

/// @param [in] lateness of some  @param [in] end of one more  @returns of all of them
Lateness
With(Lateness lateness, double end)
{
    return std::isinf(end) ? Lateness{lateness.first + 1, lateness.second}
                           : Lateness{lateness.first, std::max(lateness.second, end)};
}

} // namespace

PartelLink
GetLink(const SubchannelOwners& owners, std::size_t worker, const SetChange& change)
{
    PartelLink link;
    const bool changed = change.added != SetChange::NONE || change.removed != SetChange::NONE;
    link.rateOfPower = [&owners, worker, change](double power) {
        return owners.GetRate(worker, power, change);
    };
    link.rate = changed ? 0 : owners.GetRate(worker);
    return link;
}

ReadjustResult
ReadjustOwners(const PartelRadio& radio,
               const std::vector<double>& loads,
               SubchannelOwners& owners,
               uint32_t maxMoves)
{
    ReadjustResult result;
    const std::size_t moves = maxMoves > 0 ? maxMoves : 1000 + 10 * radio.subchannels;
    auto getEnd = [&](std::size_t k, const SetChange& change) {
        ++result.evaluations;
        PartelLink link = GetLink(owners, k, change);
        link.rate = link.rate > 0 ? link.rate : link.rateOfPower(radio.workers[k].powerMax);
        return GetFinishTime(radio.workers[k], link, radio.bits, loads[k]);
    };
    std::vector<double> ends;
    for (std::size_t k = 0; k < loads.size(); ++k)
    {
        ends.push_back(getEnd(k, SetChange()));
    }
    for (bool improves = true; improves;)
    {
        const std::size_t last = std::max_element(ends.begin(), ends.end()) - ends.begin();
        const Others others(ends, last);
        Lateness best = With(others.Get(), ends[last]);
        uint32_t moved = SetChange::NONE;
        for (uint32_t n = 0; n < radio.subchannels; ++n)
        {
            const uint32_t owner = owners.GetOwners()[n];
            if (owner == last || !(radio.GetSnr(last, n) > 0) || !(others.Without(owner) < best))
            {
                continue;
            }
            Lateness lateness = With(others.Without(owner), getEnd(last, {n, SetChange::NONE}));
            if (lateness < best)
            {
                lateness = With(lateness, getEnd(owner, {SetChange::NONE, n}));
                if (lateness < best)
                {
                    best = lateness;
                    moved = n;
                }
            }
        }
        improves = moved != SetChange::NONE;
        if (improves && result.moves >= moves)
        {
            result.limited = true;
            break;
        }
        if (improves)
        {
            const uint32_t owner = owners.GetOwners()[moved];
            owners.Give(moved, static_cast<uint32_t>(last));
            ends[owner] = getEnd(owner, SetChange());
            ends[last] = getEnd(last, SetChange());
            ++result.moves;
        }
    }
    result.time = *std::max_element(ends.begin(), ends.end());
    return result;
}

} // namespace edgeai
} // namespace ns3
