/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_BAND_H
#define EDGE_AI_PARTEL_BAND_H

#include "partel-radio.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A round over a flat band that is divided (arXiv 2003.04544).
struct PartelBand
{
    /// @param [in] problem a sound one with a division over a band
    explicit PartelBand(const RoundProblem& problem);

    double bandwidth;                  ///< B [Hz]
    double granularity;                ///< smallest step of a share [Hz]; 0: any share will do
    double bits;                       ///< tau [bit]
    double parameters;                 ///< L
    std::vector<PartelWorker> workers; ///< K of them
    std::vector<double> efficiencies;  ///< r_k [bit/s/Hz]
};

/// @ingroup edge-ai
/// A division of the band.
struct PartelBandShares
{
    double time{0};            ///< T; infinite if some load has no share [s]
    std::vector<double> bands; ///< B_k [Hz]
    uint32_t iterations{0};    ///< of the outer search
    bool limited{false};       ///< a search met its bound
};

/// @ingroup edge-ai
/// @param [in] round over a band  @param [in] bands B_k [Hz]  @returns theta_k of each worker [1/s]
std::vector<double> GetBandSpeeds(const PartelBand& round, const std::vector<double>& bands);

/**
 * @ingroup edge-ai
 * Equation (8), with weights: B_k = (sqrt(w_k r_k tau / nu) - tau)^+ / (a_k r_k), which maximises
 * sum_k w_k theta_k. That is water-filling of the band over workers with shares
 * sqrt(w_k r_k tau) / (a_k r_k) and gains sqrt(w_k r_k / tau), so nu needs no search.
 * @param [in] round over a band; its granularity is not looked at
 * @param [in] weights w_k, >= 0
 * @returns bands; all zero if no worker has a weight
 */
std::vector<double> DivideBandByWeights(const PartelBand& round,
                                        const std::vector<double>& weights);

/**
 * @ingroup edge-ai
 * Bands and loads together, the best of all (real loads). For unequal offsets T and bands follow
 * from each other until T falls no more. With a granularity whole steps are divided, for which the
 * best is found likewise: first those of the continuous solution, then single steps to whoever
 * gains most, then from who loses least to who gains most.
 * @param [in] round over a band
 * @returns bands and T of step 4
 */
PartelBandShares DivideBandJointly(const PartelBand& round);

/**
 * @ingroup edge-ai
 * The sibling's parameter-aware bandwidth allocation: loads are given, and T is the least with
 * sum_k tau L_k / (r_k (T - d_k - a_k L_k)) = B. With a granularity bands are whole steps, and what
 * is left goes to the last one to end, step by step.
 * @param [in] round over a band
 * @param [in] loads L_k, >= 0
 * @returns bands and T
 */
PartelBandShares DivideBandForLoads(const PartelBand& round, const std::vector<double>& loads);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_BAND_H
