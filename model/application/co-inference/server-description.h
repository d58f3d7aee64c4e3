/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SERVER_DESCRIPTION_H
#define EDGE_AI_SERVER_DESCRIPTION_H

#include "allocation/split/split-likeness.h"

#include "ns3/latency-table.h"
#include "ns3/split-problem.h"

#include <cstdint>
#include <memory>
#include <tuple>

namespace ns3
{
namespace edgeai
{

/// The processor that serves a device, as its server describes it to a controller.
struct ServerDescription
{
    ProcessorLimits limits; ///< of one of its units
    ComputingUnits units;   ///< if it has more than one
    uint32_t processor{0};  ///< which of the server's it is
    bool together{false};   ///< serves all jobs at once in equal shares, not one after the other
    bool random{false};     ///< its service times are exponentially distributed about their mean
    /// Of the blocks of the device's network on one of its units; null: nothing was measured.
    std::shared_ptr<const BlockTimes> times;

    /// @param [in] other description of a server  @returns whether a plan takes both for the same
    bool IsLike(const ServerDescription& other) const
    {
        const auto tie = [](const ServerDescription& server) {
            // Name all the fields: one that is added does not compile until it is looked at.
            const auto& [limits, units, processor, together, random, times] = server;
            const auto& [total, least, clock, speedup, power] = units;
            (void)limits; // below
            (void)times;  // measured anew for every request, on this processor
            return std::tie(total, least, clock, speedup, power, processor, together, random);
        };
        return tie(*this) == tie(other) && IsAlike(limits, other.limits);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SERVER_DESCRIPTION_H
