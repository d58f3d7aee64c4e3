/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_SCA_H
#define EDGE_AI_LAIM_SCA_H

#include "laim-solver.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of the successive convex approximation.
struct LaimScaOptions
{
    double initialPower{0};  ///< p_0 [W], at most the limit; 0: the limit
    double tolerance{1e-10}; ///< stop when the keep ratio grows by less
    uint32_t maxRounds{200}; ///< most rounds, and most rounds of looking for a start
    LaimOptions inner;       ///< of the convex problem in each round
};

/// @ingroup edge-ai
/// Outcome of the successive convex approximation.
struct LaimScaResult
{
    LaimSolution solution;        ///< of the last round
    std::vector<double> iterates; ///< keep ratio of every round, never decreasing
    double initialPower{0};       ///< power of the first tangent that admitted a plan [W]
};

/**
 * @ingroup edge-ai
 * Successive convex approximation in the manner of LAIM's authors, for one keep ratio (after their
 * sibling paper, arXiv 2602.13052; what arXiv 2505.09214 prints is SolveLaimPrintedSca()). The
 * transmit energy of a bit is concave in the power; each round replaces it by its tangent at the
 * last power, solves the convex rest, and moves the tangent. The tangent over-estimates energy, so
 * every iterate keeps the budgets and the keep ratio never falls; by the convexity of the problem
 * in stage times the limit is the optimum of SolveLaim.
 *
 * If the first tangent admits no plan, the same rounds first lower the energy of keepRatioMin until
 * it keeps its budget, which finds a start whenever there is one.
 *
 * At keepRatioMax the keep ratio cannot tell whether the rounds have settled; they then go on until
 * the power has.
 *
 * A link that has a rate of its own leaves no power to approximate: one round finds the optimum.
 *
 * @param [in] task the task; a tangent in it is ignored
 * @param [in] options settings
 * @returns the result; its solution is infeasible if the task is
 */
LaimScaResult SolveLaimSca(const LaimTask& task, const LaimScaOptions& options = LaimScaOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_SCA_H
