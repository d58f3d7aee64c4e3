/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_ENUMERATION_H
#define EDGE_AI_FOMO_ENUMERATION_H

#include "fomo-case.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Most workers of which every matching is looked at: 8! = 40320 of them.
constexpr std::size_t FOMO_ENUMERATION_MAX = 8;

/**
 * @ingroup edge-ai
 * Every matching with its best division of the band: the reference for the other solvers.
 * @param [in] problem at most FOMO_ENUMERATION_MAX workers
 * @returns the best, of equal ones the first; iterations is how many there are
 */
FomoSolution EnumerateFomo(const FomoCase& problem);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_ENUMERATION_H
