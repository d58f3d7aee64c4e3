/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_READJUST_H
#define EDGE_AI_PARTEL_READJUST_H

#include "partel-energy.h"
#include "subchannel-owners.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a re-adjustment came to.
struct ReadjustResult
{
    double time{0};          ///< max_k T_k; infinite if some worker cannot send its load [s]
    uint32_t moves{0};       ///< of subchannels
    uint32_t evaluations{0}; ///< of a worker's end
    bool limited{false};     ///< it ended at its bound
};

/**
 * @ingroup edge-ai
 * Step 8 of SUPPORT: loads are fixed; while some move of one subchannel to the worker who is the
 * last to end lowers the end of the round, the best such move is made (ties: the first subchannel).
 * Workers who cannot send at all are the last; fewer of them is an improvement. Where several end
 * last together, one move cannot help all of them, and the search ends.
 * @param [in] radio the round
 * @param [in] loads L_k of each worker, >= 0
 * @param [in,out] owners of the subchannels
 * @param [in] maxMoves most moves; 0: 1000 and ten for every subchannel
 * @returns what was done
 */
ReadjustResult ReadjustOwners(const PartelRadio& radio,
                              const std::vector<double>& loads,
                              SubchannelOwners& owners,
                              uint32_t maxMoves = 0);

/// @ingroup edge-ai
/// @param [in] owners of subchannels, which outlive it  @param [in] worker k
/// @param [in] change of its set
/// @returns how it sends over its set
PartelLink GetLink(const SubchannelOwners& owners,
                   std::size_t worker,
                   const SetChange& change = SetChange());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_READJUST_H
