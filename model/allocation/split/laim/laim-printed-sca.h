/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PRINTED_SCA_H
#define EDGE_AI_LAIM_PRINTED_SCA_H

#include "laim-printed-solver.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of the printed iteration. Where it starts and when it stops is not printed.
struct LaimPrintedScaOptions
{
    double initialKeepRatio{0}; ///< both at first, in [0, 1]; 0: the best common one
    double initialPower{0};     ///< at first [W]; 0: the common plan's, or the limit
    double tolerance{1e-9};     ///< stop when the kept share grows by less
    double gap{1e-6};           ///< of the kept share to what no plan exceeds: the most with which
                                ///< a plan counts as finished
    uint32_t maxRounds{200};    ///< most rounds
    LaimOptions inner;          ///< of the convex problem in each round
};

/// @ingroup edge-ai
/// Outcome of the printed iteration.
struct LaimPrintedScaResult
{
    LaimSolution solution;           ///< of the last round; residual: see SolveLaimPrinted()
    std::vector<double> shares;      ///< kept share of every round, never falling
    std::vector<PartRatios> anchors; ///< 1/rho' of either part, where the next round is linearised
};

/**
 * @ingroup edge-ai
 * The printed iteration of LAIM (arXiv 2505.09214v1, eq. (46)-(50)): work is charged for auxiliary
 * ratios rho' and rho~', the keep ratio is held below the linearisation of 1/rho' at the last one,
 * 2/rho'_k - rho'/rho'_k^2, and the transmit energy is replaced by its tangent at the last power.
 * Every round solves the convex rest exactly and moves the three local points. Every iterate keeps
 * the budgets and the kept share never falls.
 *
 * With slack clocks a round multiplies the proportion of the two keep ratios by sqrt(w_d/w_s),
 * where w is a part's share of the weights over what it costs, and no auxiliary ratio falls by more
 * than half (this module's derivation). Where the parts are worth nearly the same this is slow, and
 * an end by the stopping rule is no optimum: the summary then says limited, and its residual how
 * far the share is from what no plan exceeds.
 *
 * Where both parts fit whole there is nothing to iterate: the thriftiest such plan is returned.
 *
 * @param [in] task the task; a tangent in it is ignored
 * @param [in] bounds weights and bounds of the two parts
 * @param [in] options settings
 * @returns the result; its solution is infeasible if the task is
 */
LaimPrintedScaResult SolveLaimPrintedSca(
    const LaimTask& task,
    const PartBounds& bounds,
    const LaimPrintedScaOptions& options = LaimPrintedScaOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PRINTED_SCA_H
