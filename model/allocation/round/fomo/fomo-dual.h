/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_DUAL_H
#define EDGE_AI_FOMO_DUAL_H

#include "fomo-case.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of the dual ascent.
struct FomoDualOptions
{
    uint32_t iterations{200}; ///< at most, >= 1
    uint32_t patience{50};    ///< iterations without a better matching that end it, >= 1
    double step{0.5};       ///< of the first iteration; it falls with the root of their number, > 0
    double latencyCap{1e3}; ///< of a worker's latency in the subgradient, in multiples of the time
                            ///< of the first matching, > 0
};

/**
 * @ingroup edge-ai
 * Joint bandwidth-and-block allocation by dual ascent (section 4.4 of the definition): multipliers
 * on the workers' latencies and on their involvement; the block part is an assignment problem, the
 * band part has a closed form; the matching of every iteration is given its best bands, and the
 * best of all is kept. Where blocks send unlike gradients, the band part, which does not know the
 * blocks, takes their mean.
 * @param [in] problem whose uplink is proportional
 * @param [in] options settings
 * @returns the best that was met; not the optimum
 */
FomoSolution AscendFomoDual(const FomoCase& problem, const FomoDualOptions& options = {});

/**
 * @ingroup edge-ai
 * The band part: workers z in [0, 1], J in all, that minimise (sum z u)^2 / B - sum mu z. The J
 * smallest slopes for a guess of the sum, which is halved sixty times; the better of its two ends.
 * @param [in] weights u_k, >= 0
 * @param [in] prices mu_k
 * @param [in] bandwidth B, > 0
 * @param [in] count J, at most as many as weights
 * @returns for each worker whether it is involved
 */
std::vector<char> ChooseFomoInvolved(const std::vector<double>& weights,
                                     const std::vector<double>& prices,
                                     double bandwidth,
                                     std::size_t count);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_DUAL_H
