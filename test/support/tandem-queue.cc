/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tandem-queue.h"

#include <algorithm>
#include <deque>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Instants closer than this [s] are the same: sums of service times round.
constexpr double SAME_INSTANT = 1e-9;

} // namespace

std::vector<TandemFrame>
RunTandem(const std::vector<double>& arrivals,
          const std::vector<double>& services,
          const std::vector<uint32_t>& places)
{
    std::vector<TandemFrame> frames(arrivals.size());
    for (std::size_t k = 0; k < arrivals.size(); ++k)
    {
        frames[k] = {true, arrivals[k], 0};
    }
    // Servers keep the order, so one stage can be gone through after the other.
    for (std::size_t i = 0; i < services.size(); ++i)
    {
        std::deque<double> starts; // of the frames that may still wait
        double idleFrom = 0;
        bool first = true;
        for (TandemFrame& frame : frames)
        {
            if (!frame.delivered)
            {
                continue;
            }
            const double arrival = frame.departure;
            while (!starts.empty() && starts.front() <= arrival + SAME_INSTANT)
            {
                starts.pop_front();
            }
            const bool busy = !first && idleFrom > arrival + SAME_INSTANT;
            if (busy && i < places.size() && starts.size() >= places[i])
            {
                frame.delivered = false;
                frame.droppedAt = i;
                continue;
            }
            const double start = first ? arrival : std::max(arrival, idleFrom);
            starts.push_back(start);
            idleFrom = start + services[i];
            frame.departure = idleFrom;
            first = false;
        }
    }
    return frames;
}

} // namespace edgeai
} // namespace ns3
