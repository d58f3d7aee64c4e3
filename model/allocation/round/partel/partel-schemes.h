/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_SCHEMES_H
#define EDGE_AI_PARTEL_SCHEMES_H

#include "partel-radio.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What a baseline comes to before its loads are made whole.
struct PartelScheme
{
    std::vector<uint32_t> owners; ///< of subchannels
    bool equalPower{false};       ///< each worker divides its power equally; else it fills water
    std::vector<double> rates;    ///< R_k [bit/s]
    std::vector<double> loads;    ///< L_k, real
};

/// @ingroup edge-ai
/// @param [in] radio the round  @returns subchannel n to worker n mod K
std::vector<uint32_t> GetRoundRobinOwners(const PartelRadio& radio);

/**
 * @ingroup edge-ai
 * @param [in] radio the round
 * @param [in] owners of the subchannels
 * @returns R_k of workers who divide their power equally over their subchannels [bit/s]
 */
std::vector<double> GetEqualPowerRates(const PartelRadio& radio,
                                       const std::vector<uint32_t>& owners);

/// @ingroup edge-ai
/// EQUAL: subchannels in turn, equal powers, equal loads. @param [in] radio the round
/// @returns the scheme
PartelScheme ChooseEqual(const PartelRadio& radio);

/// @ingroup edge-ai
/// BEST-GAIN: each subchannel to its best worker, equal powers, loads in proportion to theta.
/// @param [in] radio the round  @returns the scheme; all loads zero if nobody has a rate
PartelScheme ChooseBestGain(const PartelRadio& radio);

/// @ingroup edge-ai
/// COMPUTE-PROP: subchannels in turn, water-filling, loads in proportion to the speed of computing.
/// @param [in] radio the round  @returns the scheme
PartelScheme ChooseComputeProportional(const PartelRadio& radio);

/// @ingroup edge-ai
/// @param [in] parameters L  @param [in] weights of each worker, >= 0
/// @returns loads in proportion to them; all zero if all weights are
std::vector<double> GetProportionalLoads(double parameters, const std::vector<double>& weights);

/**
 * @ingroup edge-ai
 * Equation (3).
 * @param [in] workers all  @param [in] bits tau [bit]
 * @param [in] rates R_k [bit/s]  @param [in] loads L_k
 * @returns max_k d_k + a_k L_k + tau L_k / R_k of those with a load [s]
 */
double GetLatestEnd(const std::vector<PartelWorker>& workers,
                    double bits,
                    const std::vector<double>& rates,
                    const std::vector<double>& loads);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_SCHEMES_H
