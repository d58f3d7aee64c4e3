/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_EXACT_H
#define EDGE_AI_FOMO_EXACT_H

#include "fomo-case.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Joint bandwidth-and-block allocation (P2 of the definition), exactly. Within a time T a pair
 * needs the band W_kj(T), and the matching of the least total band is a linear assignment problem:
 * T is feasible iff that band is there. Rather than halving an interval of T, the search descends:
 * from a matching and its T to the matching that needs least at this T, and its T, until none needs
 * less than the whole band. That takes a handful of assignment problems instead of sixty, and the
 * last one certifies the result: residual is what of the band it would leave over.
 *
 * On links of their own (no band to divide) the least largest cost is found by MatchFomoBlocks().
 * @param [in] problem blocks, compute times, uplink
 * @returns the optimum; lowerBound is its time, unless a bound ended the descent
 */
FomoSolution SolveFomoExactly(const FomoCase& problem);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_EXACT_H
