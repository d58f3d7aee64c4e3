/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_SEPARATE_H
#define EDGE_AI_LAIM_SEPARATE_H

#include "distortion-function.h"
#include "laim-solver.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of the plan with separate ratios.
struct LaimSeparateOptions
{
    uint32_t cells{64}; ///< of the scan over the device's keep ratio when the distortion function
                        ///< is not convex; a convex one needs no scan
    LaimOptions inner;  ///< of the plan for one keep ratio of the device
};

/**
 * @ingroup edge-ai
 * Device and server prune by different ratios (this module's extension of LAIM, arXiv 2505.09214):
 * least share * D(1 - kappa_d) + (1 - share) * D(1 - kappa_s) within the budgets. For a convex
 * distortion function the problem is convex and the search over kappa_d has one valley; the largest
 * kappa_s for each kappa_d comes from the price path. For any other function the best cell of a
 * scan is refined, without a claim of global optimality.
 *
 * @param [in] task the task; all its compute work must be in scaled
 * @param [in] deviceWeightShare omega_d, share of the weights on the device, in [0, 1]
 * @param [in] distortion D
 * @param [in] options settings
 * @returns the solution, its merit the negative normalised distortion. Where one side has no work
 *          both ratios are the common one of SolveLaim
 */
LaimSolution SolveLaimSeparate(const LaimTask& task,
                               double deviceWeightShare,
                               const DistortionFunction& distortion,
                               const LaimSeparateOptions& options = LaimSeparateOptions());

/**
 * @param [in] distortion D
 * @param [in] deviceWeightShare omega_d
 * @param [in] deviceKeepRatio kappa_d
 * @param [in] serverKeepRatio kappa_s
 * @returns the weighted mean of the normalised distortion of the two parts
 */
double WeightedDistortion(const DistortionFunction& distortion,
                          double deviceWeightShare,
                          double deviceKeepRatio,
                          double serverKeepRatio);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_SEPARATE_H
