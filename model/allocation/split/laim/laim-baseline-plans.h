/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_BASELINE_PLANS_H
#define EDGE_AI_LAIM_BASELINE_PLANS_H

#include "distortion-function.h"
#include "laim-levels.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * The deadline is divided equally over the stages that exist, each stage takes the thriftiest
 * clock or power that ends it within its part, and the keep ratio is the largest that then keeps
 * the energy budget and the limits (a baseline of this module). A stage fills its part unless it is
 * thriftier to end early (static power), there is nothing slower, or a list has nothing between.
 * @param [in] task the task
 * @param [in] levels the lists
 * @returns the solution
 */
LaimSolution SolveEqualTime(const LaimTask& task, const LaimLevels& levels);

/**
 * @param [in] task the task
 * @param [in] levels the lists
 * @returns the least deadline for which equal stage times allow keepRatioMin [s]
 */
double GetLeastEqualTimeLatency(const LaimTask& task, const LaimLevels& levels);

/**
 * @ingroup edge-ai
 * Keep ratios drawn uniformly between keepRatioMin and keepRatioMax; the plan has the mean
 * distortion of the draws that keep the budgets, and the keep ratio that belongs to it (a baseline
 * of arXiv 2602.13052). Which draws keep the budgets is known from one solve, because a plan for a
 * keep ratio serves every smaller one.
 * @param [in] task the task
 * @param [in] distortion the distortion function whose mean is taken
 * @param [in] draws uniform draws in [0, 1)
 * @param [in] solver method that finds the largest keep ratio
 * @returns the solution; infeasible if no draw keeps the budgets
 */
LaimSolution SolveRandomKeepRatio(const LaimTask& task,
                                  const DistortionFunction& distortion,
                                  const std::vector<double>& draws,
                                  const LaimSolver& solver);

/**
 * @ingroup edge-ai
 * Plan with the whole network at any price: the thriftiest within the deadline, or, when not even
 * full speed meets it, full speed (a baseline of this module).
 * @param [in] task the task; keepRatioMax is not looked at
 * @param [in] solver method that finds the largest keep ratio
 * @returns the solution: feasible if both budgets are kept; if not, its plan breaks them and its
 *          merit is the negative larger of latency and energy over budget
 */
LaimSolution SolveWithoutPruning(const LaimTask& task, const LaimSolver& solver);

/// A budget that is no limit to anything, yet finite [s or J].
constexpr double UNLIMITED_BUDGET = 1e200;

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_BASELINE_PLANS_H
