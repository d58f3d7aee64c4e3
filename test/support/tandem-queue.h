/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TANDEM_QUEUE_H
#define EDGE_AI_TANDEM_QUEUE_H

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What became of a frame in a tandem of queues.
struct TandemFrame
{
    bool delivered{false}; ///< it left the last stage
    double departure{0};   ///< instant it did [s]; if dropped, the instant it was
    uint32_t droppedAt{0}; ///< index of the stage that had no place, if dropped
};

/**
 * @ingroup edge-ai
 * Frames through servers in a row, one frame at a time each, first come first served, with constant
 * service times: frame k starts at max(its arrival, the end of the frame before). A frame that
 * finds all waiting places taken is dropped. A place that becomes free at the instant of an
 * arrival counts as free. This is what a simulated pipeline without protocols must show (section 7
 * of this module's statement of arXiv 2411.00838).
 * @param [in] arrivals instants at the first stage, ascending [s]
 * @param [in] services service time of each stage [s]
 * @param [in] places waiting places before each stage, the served frame not counted; empty:
 *             unlimited before all
 * @returns one entry per frame
 */
std::vector<TandemFrame> RunTandem(const std::vector<double>& arrivals,
                                   const std::vector<double>& services,
                                   const std::vector<uint32_t>& places = {});

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TANDEM_QUEUE_H
