/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_RADIO_H
#define EDGE_AI_PARTEL_RADIO_H

#include "allocation/round/round-problem.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A worker as PARTEL sees it.
struct PartelWorker
{
    double timePerParameter{0};   ///< a_k [s], > 0
    double offset{0};             ///< d_k [s], >= 0
    double powerMax{0};           ///< P_k [W], > 0; of subchannels
    double budget{0};             ///< E_k, less what it uses whatever its load [J]; infinite: none
    double energyPerParameter{0}; ///< e_k [J], >= 0
};

/**
 * @ingroup edge-ai
 * @param [in] problem a sound one with a division
 * @returns its workers
 */
std::vector<PartelWorker> GetPartelWorkers(const RoundProblem& problem);

/// @ingroup edge-ai
/// @param [in] workers of a round  @returns d_k of each [s]
std::vector<double> GetOffsets(const std::vector<PartelWorker>& workers);

/**
 * @ingroup edge-ai
 * A round over subchannels in the form its solvers work on: for each worker the subchannels from
 * its best to its worst, so that water is filled without sorting again.
 */
struct PartelRadio
{
    /// @param [in] problem a sound one with a division over subchannels
    explicit PartelRadio(const RoundProblem& problem);

    /// @param [in] worker k  @param [in] subchannel n  @returns gamma_k,n [1/W]
    double GetSnr(std::size_t worker, std::size_t subchannel) const
    {
        return snr[worker * subchannels + subchannel];
    }

    /// @returns whether some worker has some subchannel of use
    bool IsUseful() const;

    std::size_t subchannels;           ///< N
    double width;                      ///< B_sc [Hz]
    double bits;                       ///< tau [bit]
    double parameters;                 ///< L
    std::vector<PartelWorker> workers; ///< K of them
    std::vector<double> snr;           ///< gamma, a row per worker [1/W]
    std::vector<uint32_t> order;       ///< a row per worker: subchannels, the best first
    std::vector<uint32_t> rank;        ///< a row per worker: where each subchannel is in the order
    std::vector<uint32_t> useful;      ///< of each worker: so many of the order have gamma > 0
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_RADIO_H
