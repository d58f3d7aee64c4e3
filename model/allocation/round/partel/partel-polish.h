/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_POLISH_H
#define EDGE_AI_PARTEL_POLISH_H

#include "subchannel-owners.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of the polish.
struct PolishOptions
{
    double improvement{1e-12}; ///< least gain of a change, relative to what is served
    uint32_t maxChanges{0};    ///< most changes; 0: 1000 and ten for every subchannel
};

/// @ingroup edge-ai
/// What a polish came to.
struct PolishResult
{
    uint32_t moves{0};       ///< of one subchannel to another worker
    uint32_t swaps{0};       ///< of the owners of two subchannels
    uint32_t evaluations{0}; ///< water fillings
    bool limited{false};     ///< it ended at its bound, not for want of an improvement
};

/**
 * @ingroup edge-ai
 * Step 3 of SUPPORT: raise sum_k w_k theta_k by the best single move of a subchannel to another
 * worker, or where none helps by the best swap of the owners of two, until neither helps. What is
 * served is concave in the shares of subchannels, so the slopes at the present division bound what
 * any change can bring; only changes whose bound is above the best one found so far are evaluated,
 * which is next to none of them, and none that counts is left out.
 * @param [in] radio the round
 * @param [in] weights w_k, >= 0
 * @param [in,out] owners of the subchannels
 * @param [in] options settings
 * @returns what was done
 */
PolishResult PolishOwners(const PartelRadio& radio,
                          const std::vector<double>& weights,
                          SubchannelOwners& owners,
                          const PolishOptions& options = PolishOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_POLISH_H
