/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PRINTED_SOLVER_H
#define EDGE_AI_LAIM_PRINTED_SOLVER_H

#include "laim-part-prices.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The problem of LAIM as it is printed (arXiv 2505.09214v1, eq. (44)-(45)), solved exactly: a keep
 * ratio for either part, both clocks and the power that keep the largest share of all weights
 * within the two budgets. The printed bound (41) falls with that share and depends on nothing else
 * that is decided.
 *
 * The problem is convex in keep ratios and stage times, so no duality gap is left: the optimum is
 * the least, over the price nu of time, of the share that one weighed budget allows,
 * nu T + E <= nu T0 + E0. At a price the clocks and the power are known (PricePoint), and the rest
 * is a fractional knapsack: the part that gives more share for its cost is filled first. So at most
 * one keep ratio is strictly inside its bounds - unless both parts are worth the same at the price,
 * where the two budgets themselves decide (this module's derivation).
 *
 * A plan with both keep ratios at their upper bounds is the thriftiest within the deadline, or with
 * preferLatency the fastest within the energy.
 *
 * @param [in] task the task; its own keep ratio bounds are not looked at
 * @param [in] bounds weights and bounds of the two parts
 * @param [in] options settings of the roots
 * @returns the solution, its merit the kept share and its summary's residual the distance to the
 *          weighed budget's share, which no plan exceeds; infeasible if the least keep ratios are
 */
LaimSolution SolveLaimPrinted(const LaimTask& task,
                              const PartBounds& bounds,
                              const LaimOptions& options = LaimOptions());

/**
 * @param [in] planned a case
 * @returns its bounds: from keepRatioMin to 1 on the server, and to what the memory holds on the
 *          device
 */
PartBounds MakePartBounds(const LaimCase& planned);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PRINTED_SOLVER_H
