/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_DESCENT_H
#define EDGE_AI_ECC_DESCENT_H

#include "allocation/numeric/projected-gradient.h"
#include "ecc-point.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How ECC descends at fixed splits.
enum EccGdMode
{
    ECC_GD_SCALED, ///< logarithmic variables, Barzilai-Borwein steps, line search
    ECC_GD_PLAIN,  ///< linear variables, fixed step: how a plain gradient descent fares, for
                   ///< counting
};

/// @ingroup edge-ai
/// Settings of the descent.
struct EccDescentOptions
{
    /// Steps follow the size of the utility, so that a plan is the same in whatever unit it is.
    EccDescentOptions()
    {
        steps.relative = true;
    }

    EccGdMode mode{ECC_GD_SCALED}; ///< which descent
    DescentOptions steps;          ///< tolerance, limits and step rule
    double plainStep{1e-3};        ///< step length of ECC_GD_PLAIN, > 0
};

/**
 * @ingroup edge-ai
 * Gradient descent (GD of Yuan et al., arXiv 2312.15850) on shares, powers and units at fixed
 * splits. The number of offloaders of a cell must not exceed EccProblem::GetOffloadLimit().
 * @param [in] problem a sound problem
 * @param [in,out] point start and result; need not be feasible on entry
 * @param [in] options settings
 * @returns what was done; with no offloader, 0 steps
 */
DescentSummary DescendEcc(const EccProblem& problem,
                          EccPoint& point,
                          const EccDescentOptions& options = EccDescentOptions());

/**
 * @ingroup edge-ai
 * The same on powers and units alone, subchannels fixed.
 * @param [in] problem a sound problem
 * @param [in,out] plan start and result; its powers and units need not be feasible on entry
 * @param [in] options settings
 * @returns what was done
 */
DescentSummary DescendEcc(const EccProblem& problem,
                          EccPlan& plan,
                          const EccDescentOptions& options = EccDescentOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_DESCENT_H
