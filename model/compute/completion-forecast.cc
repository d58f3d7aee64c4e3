/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "completion-forecast.h"

#include <algorithm>
#include <limits>

namespace ns3
{
namespace edgeai
{

std::vector<double>
ForecastCompletions(const std::vector<PendingWork>& work,
                    std::size_t served,
                    const ServiceCapacity& capacity,
                    double clock,
                    bool sharing)
{
    struct Running
    {
        std::size_t index;
        double overhead;
        double left; // share of the work
    };

    std::vector<double> done(work.size(), 0);
    std::vector<Running> running;
    std::size_t next = 0;
    double now = 0;
    while (true)
    {
        uint32_t taken = 0;
        for (const auto& one : running)
        {
            taken += work[one.index].units;
        }
        while (next < work.size() &&
               (sharing || next < served || taken + work[next].units <= capacity.units))
        {
            taken += work[next].units;
            running.push_back({next, work[next].overhead, 1});
            ++next;
        }
        if (running.empty())
        {
            return done;
        }
        std::vector<ServiceLoad> loads;
        for (const auto& one : running)
        {
            const PendingWork& piece = work[one.index];
            const bool moving = running.size() == 1 || one.overhead <= 0;
            loads.push_back(
                {piece.flop, piece.bytes, piece.units, clock, moving, piece.slice, piece.flow});
            loads.back().workClock = piece.workClock;
        }
        const auto rates = ComputeServiceRates(loads, capacity);
        const bool overheadMatters = capacity.bandwidth > 0 && running.size() > 1;
        double step = std::numeric_limits<double>::infinity();
        std::size_t first = 0;
        bool overheadEnds = false;
        for (std::size_t i = 0; i < running.size(); ++i)
        {
            const bool untilOverhead = overheadMatters && running[i].overhead > 0;
            const double end =
                running[i].overhead + (untilOverhead ? 0 : running[i].left / rates[i]);
            if (end < step)
            {
                step = end;
                first = i;
                overheadEnds = untilOverhead;
            }
        }
        now += step;
        for (std::size_t i = 0; i < running.size(); ++i)
        {
            const double overhead = std::min(step, running[i].overhead);
            running[i].overhead -= overhead;
            if (step > overhead)
            {
                running[i].left -= rates[i] * (step - overhead);
            }
        }
        // The one that was waited for is done by definition, whatever rounding says.
        if (overheadEnds)
        {
            running[first].overhead = 0;
        }
        else
        {
            done[running[first].index] = now;
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(first));
        }
    }
}

} // namespace edgeai
} // namespace ns3
