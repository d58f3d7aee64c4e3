/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_BRUTE_FORCE_H
#define EDGE_AI_ECC_BRUTE_FORCE_H

#include "ecc-cost.h"
#include "ecc-descent.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Grids of the enumeration.
struct EccBruteForceOptions
{
    uint32_t powerLevels{13};      ///< geometric from least to largest power, >= 2
    double unitStep{0.5};          ///< of computing units, from r_min on, > 0
    double maxConfigurations{2e7}; ///< refuse if one direction has more
    bool polish{true};             ///< descend from the winner, subchannels fixed
};

/// @ingroup edge-ai
/// The least utility on the grids.
struct EccBruteForceResult
{
    bool found{false};        ///< whether the problem was taken
    std::string reason;       ///< why not
    EccPlan grid;             ///< best on the grids
    double gridUtility{0};    ///< of it
    EccPlan plan;             ///< the same after a descent (if asked for)
    double utility{0};        ///< of it
    double configurations{0}; ///< combinations of subchannels and powers that were looked at
};

/**
 * @ingroup edge-ai
 * Enumeration of offloaders, subchannels, powers on geometric grids and units on an even grid: the
 * yardstick for small instances of one cell. Given the offloaders, uplink and downlink do not touch
 * each other; given the uplink, splits decouple user by user, and units are a small knapsack.
 *
 * @param [in] problem the problem; one cell, without QoE and delay limits, whose costs do not
 * decouple
 * @param [in] options grids
 * @returns the result; found is false, with the reason, for problems that are not taken
 */
EccBruteForceResult SolveEccByBruteForce(
    const EccProblem& problem,
    const EccBruteForceOptions& options = EccBruteForceOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_BRUTE_FORCE_H
