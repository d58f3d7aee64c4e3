/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DP_SPARSE_PROGRESS_H
#define EDGE_AI_DP_SPARSE_PROGRESS_H

#include <algorithm>
#include <cstdint>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Public constants of the learning that a schedule may depend on: nothing of anybody's samples.
struct DpSparseConstants
{
    double rate{0.5};          ///< eta, > 0
    double steps{1};           ///< tau, local steps of a participation, >= 1
    double smoothness{0.15};   ///< L_h of the loss, >= 0
    double squaredGradient{1}; ///< G2, >= 0
    double parameters{1386};   ///< d, >= 1
    double batch{16};          ///< b, nominal, >= 1
    double noise{2};           ///< sigma, >= 0
    double clipping{1};        ///< C, > 0
};

/// @param [in] c constants  @returns A = eta tau G2 (1 - L_h eta tau / 2)
inline double
GetDpSparseGain(const DpSparseConstants& c)
{
    const double step = c.rate * c.steps;
    return step * c.squaredGradient * (1 - c.smoothness * step / 2);
}

/// @param [in] c constants  @returns B = L_h eta^2 tau d sigma^2 C^2 / (2 b^2)
inline double
GetDpSparsePenalty(const DpSparseConstants& c)
{
    const double deviation = c.rate * c.noise * c.clipping / c.batch;
    return c.smoothness * c.steps * c.parameters * deviation * deviation / 2;
}

/// @param [in] gain A  @param [in] penalty B, >= 0  @param [in] least s_min
/// @returns s of the largest progress A s - B s^2 in [s_min, 1]
inline double
GetDpSparseOptimum(double gain, double penalty, double least)
{
    if (gain <= 0)
    {
        return least;
    }
    return gain >= 2 * penalty ? 1 : std::max(least, gain / (2 * penalty));
}

/// @param [in] gain A  @param [in] penalty B  @param [in] fraction s
/// @returns progress of the bound, A s - B s^2
inline double
GetDpSparseProgress(double gain, double penalty, double fraction)
{
    return fraction * (gain - penalty * fraction);
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DP_SPARSE_PROGRESS_H
