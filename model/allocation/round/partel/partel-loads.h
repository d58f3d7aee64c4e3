/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_LOADS_H
#define EDGE_AI_PARTEL_LOADS_H

#include <cstddef>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A model over workers who all end at the same time.
struct LoadDivision
{
    double time{0};            ///< T, infinite if nobody can serve a parameter [s]
    std::vector<double> loads; ///< L_k, real
};

/**
 * @ingroup edge-ai
 * Step 4 of SUPPORT: the smallest T with sum_k (T - d_k)^+ theta_k = L, exactly. Workers join in
 * the order of their offsets for as long as the end is behind the next one's.
 * @param [in] parameters L, > 0
 * @param [in] offsets d_k [s], >= 0
 * @param [in] speeds theta_k [1/s], >= 0; zero: a worker without a rate
 * @returns time and loads
 */
LoadDivision DivideLoads(double parameters,
                         const std::vector<double>& offsets,
                         const std::vector<double>& speeds);

/**
 * @ingroup edge-ai
 * Step 5: whole parameters, the missing ones to the largest fractional parts (ties: the first
 * worker). Makes the round longer by at most what one parameter takes its slowest worker.
 * @param [in] loads real, their sum within rounding of total
 * @param [in] total a whole number, >= 0
 * @param [in] mayTake whether a worker may have so many; none: it may. A worker without a load has
 *             not taken part so far and gets none
 * @returns whole loads; their sum is less than total only if nobody may take more
 */
std::vector<double> RoundLoads(
    const std::vector<double>& loads,
    double total,
    const std::function<bool(std::size_t worker, double load)>& mayTake = nullptr);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_LOADS_H
