/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_SOLVER_H
#define EDGE_AI_LAIM_SOLVER_H

#include "laim-task.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Settings of the exact plan.
struct LaimOptions
{
    double tolerance{1e-14};      ///< width of the final bracket of ln(nu), >= 0
    uint32_t maxEvaluations{200}; ///< of the price path, per root
};

/**
 * @ingroup edge-ai
 * Best response of the three stages to a price nu of time [W]: every stage runs where saving one
 * more second would cost nu joules, or at an end of its range. Clocks and power do not depend on
 * the keep ratio, so latency and energy are straight lines in it.
 */
struct PricePoint
{
    double deviceClock{0};    ///< f_d [cycle/s]
    double serverClock{0};    ///< f_s [cycle/s]
    double txPower{0};        ///< p [W]
    double constantTime{0};   ///< latency at keep ratio 0 [s]
    double scaledTime{0};     ///< latency per unit of keep ratio [s]
    double constantEnergy{0}; ///< energy at keep ratio 0 [J]
    double scaledEnergy{0};   ///< energy per unit of keep ratio [J]

    /// @param [in] keepRatio kappa  @returns latency [s]
    double GetTime(double keepRatio) const;
    /// @param [in] keepRatio kappa  @returns energy [J]
    double GetEnergy(double keepRatio) const;
    /// @param [in] time deadline [s]  @returns keep ratio that takes this time (may be infinite)
    double GetKeepRatioInTime(double time) const;
    /// @param [in] energy budget [J]  @returns keep ratio that takes this energy (may be infinite)
    double GetKeepRatioInEnergy(double energy) const;
};

/**
 * @param [in] task the task
 * @param [in] nu price [W], > 0
 * @returns the stages' response
 */
PricePoint MakePricePoint(const LaimTask& task, double nu);

/**
 * @param [in] task the task
 * @returns the price at which every free stage is at its limit [W]; 0 if no stage is free
 */
double GetSaturationPrice(const LaimTask& task);

/**
 * @ingroup edge-ai
 * Largest keep ratio of one split that keeps both budgets, with its clocks and power: the global
 * optimum of LAIM (arXiv 2505.09214) for every distortion that grows with the pruning ratio.
 *
 * The problem is convex in the keep ratio and the three stage times (this module's derivation), and
 * its optima for all energy budgets lie on one curve, the price path: for a price nu of time the
 * clocks are ((nu + eta P_static) / (2 eta psi))^(1/3) within their range, the power follows from
 * Lambert's W, within its range, the deadline then gives the keep ratio, and the energy grows along
 * the path. One root in nu replaces the nested bisections over keep ratio and multiplier that solve
 * the same conditions. The path begins at nu = 0, where every stage takes the least energy it can:
 * at the clock from which on a slower one costs more static than it saves dynamic energy (race to
 * idle), or at the least clock there is. Where even that is more than the budget allows for the
 * keep ratio of the deadline, the energy decides and the plan is done before its deadline.
 *
 * If keepRatioMax is reachable, the plan of least energy within the deadline is returned, or, with
 * preferLatency, the fastest plan within the energy budget.
 *
 * @param [in] task the task
 * @param [in] options settings
 * @returns the solution; infeasible if not even keepRatioMin keeps the budgets
 */
LaimSolution SolveLaim(const LaimTask& task, const LaimOptions& options = LaimOptions());

/**
 * Plan for a given keep ratio: least energy within the deadline (or the other way round).
 * @param [in] task the task
 * @param [in] keepRatio kappa, > 0
 * @param [in] options settings
 * @returns the solution; infeasible if the budgets do not allow this keep ratio
 */
LaimSolution SolveLaimForKeepRatio(LaimTask task,
                                   double keepRatio,
                                   const LaimOptions& options = LaimOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_SOLVER_H
