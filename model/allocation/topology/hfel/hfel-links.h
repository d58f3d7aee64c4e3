/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_LINKS_H
#define EDGE_AI_HFEL_LINKS_H

#include "allocation/topology/topology-times.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Weights that a choice of links is made for.
struct HfelWeights
{
    MixingWeights kind{MixingWeights::FASTEST};
    bool allowNegative{true}; ///< entries below 0
};

/// @ingroup edge-ai
/// Links, and how models are mixed over them.
struct HfelLinks
{
    LinkList links; ///< ascending
    Mixing mixing;
    bool met{false};         ///< rho_max is kept
    uint32_t iterations{0};  ///< sets of links that were looked at
    uint32_t evaluations{0}; ///< spectra that were computed
    bool limited{false};     ///< a search for weights met its bound
};

/**
 * @ingroup edge-ai
 * Section S2 of the definition: all links that finish by a threshold, for the least threshold with
 * which rho <= rho_max. A set of links that keeps it lies within the threshold's own, whose best
 * weights are no worse, so that with the fastest weights no choice of links is earlier. No links if
 * rho_max is 1; all links if even they do not keep it, and as long as Xi_max is not said.
 *
 * With the fastest weights rho falls as links are added, and the threshold is found by halving
 * below the first at which simpler weights do; with other weights thresholds are gone through.
 * @param [in] problem sound, with parallel links  @param [in] weights of mixing
 * @returns links and weights
 */
HfelLinks ChooseHfelThreshold(const TopologyProblem& problem, const HfelWeights& weights);

/**
 * @ingroup edge-ai
 * One interface for each server: from all links the one is taken away, again and again, that lowers
 * T_round the most while rho <= rho_max. Where several servers are last, taking a link from one
 * of them counts although the others are still as late. In the end links come back that cost no
 * time. A heuristic.
 * @param [in] problem sound  @param [in] weights of mixing
 * @returns links and weights
 */
HfelLinks RemoveHfelLinks(const TopologyProblem& problem, const HfelWeights& weights);

/// Links that HFEL's enumeration takes at most: 2^15 sets of them.
constexpr uint32_t HFEL_ENUMERATED_LINKS = 15;

/**
 * @ingroup edge-ai
 * The reference: every set of links, from the earliest on, of equals the largest first.
 * @param [in] problem sound, with HFEL_ENUMERATED_LINKS links at most
 * @param [in] weights of mixing
 * @returns the first that keeps rho_max; all links if none does
 */
HfelLinks EnumerateHfelLinks(const TopologyProblem& problem, const HfelWeights& weights);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_LINKS_H
