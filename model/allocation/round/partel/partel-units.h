/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_UNITS_H
#define EDGE_AI_PARTEL_UNITS_H

#include "allocation/round/round-problem.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Units of a model over workers.
struct UnitDivision
{
    std::vector<std::vector<uint32_t>> counts; ///< of each worker: how many of each kind
    std::vector<double> loads;                 ///< L_k, their parameters together
};

/**
 * @ingroup edge-ai
 * Step 7 of SUPPORT: units in falling size, each on the worker who is done first with it,
 * argmin_k d_k + (load_k + s) q_k (ties: the first worker). Without offsets the round is at most
 * (1 + (K - 1) s_max / L) times as long as one with real loads. Units of one size are placed
 * together up to the last few of each worker, so that a billion takes no longer than a hundred.
 * @param [in] units kinds of units
 * @param [in] offsets d_k [s]
 * @param [in] times q_k = a_k + tau / R_k of a parameter [s]; infinite: a worker without a rate
 * @returns the division; all zero if no worker has a rate
 */
UnitDivision PlaceUnits(const std::vector<RoundUnits>& units,
                        const std::vector<double>& offsets,
                        const std::vector<double>& times);

/**
 * @ingroup edge-ai
 * Units as near as they come to loads that are given: in falling size, each on the worker who lacks
 * most (ties: the first). How baselines that choose loads by a rule come to whole units.
 * @param [in] units kinds of units
 * @param [in] targets L_k, real, >= 0
 * @returns the division; a worker whose target is zero has none
 */
UnitDivision PlaceUnitsNear(const std::vector<RoundUnits>& units,
                            const std::vector<double>& targets);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_UNITS_H
