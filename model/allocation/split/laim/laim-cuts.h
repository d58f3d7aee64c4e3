/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_CUTS_H
#define EDGE_AI_LAIM_CUTS_H

#include "laim-task.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What no plan of a task comes beyond, whatever its clocks and power. At a price nu of time the two
 * budgets imply one, nu T + E <= nu T0 + E0, and no stage costs less of nu t + e per unit of its
 * work than at the price point. (Weak duality; this module's derivation.)
 */
class LaimBound
{
  public:
    /// @param [in] task without a tangent  @param [in] nu price of time [W], > 0
    LaimBound(const LaimTask& task, double nu);

    /// @returns keep ratio that is not exceeded; may be below keepRatioMin, or no number
    double GetMerit() const;
    /// @param [in] keepRatio of a plan, or less  @returns what it takes at least [J]
    double GetEnergy(double keepRatio) const;
    /// @param [in] keepRatio of a plan, or less  @returns what it takes at least [s]
    double GetLatency(double keepRatio) const;

    /**
     * @param [in] best a feasible solution of some cut
     * @param [in] preferLatency what decides between equal merits
     * @returns whether no plan of this task is better, by more than rounding in the bound
     */
    bool IsBeaten(const LaimSolution& best, bool preferLatency) const;

  private:
    double m_nu;
    double m_latencyBudget;
    double m_energyBudget;
    double m_constant; ///< nu T + E at keep ratio 0 [J]
    double m_slope;    ///< of it [J]
    double m_rounding; ///< of sums of both [J]
    double m_most;     ///< keepRatioMax
};

/// @ingroup edge-ai
/// A cut that was chosen.
struct LaimCutChoice
{
    std::size_t index{0};  ///< of its case
    LaimSolution solution; ///< of it; infeasible if that of no cut is feasible
    PlanSummary summary;   ///< of all solves, with the bounds among the evaluations
    std::size_t solves{0}; ///< cases that were solved
};

/// Plans one case. @see ChooseCut
using LaimCaseSolver = std::function<LaimSolution(const LaimCase&)>;

/**
 * @ingroup edge-ai
 * Best of the cases of one device, one for each cut: as IsBetterLaimSolution() has it, the first of
 * equals. One solve gives a price, at which one evaluation bounds each other cut; the most
 * promising one is solved next, and after that what is not beaten by then.
 * @param [in] cases at least one
 * @param [in] solve the method
 * @param [in] preferLatency what decides between equal merits
 * @param [in] bounded whether the method's merit is the largest keep ratio of its case, so that
 *             bounds hold; false: every case is solved
 * @returns the choice, the same either way
 */
LaimCutChoice ChooseCut(const std::vector<LaimCase>& cases,
                        const LaimCaseSolver& solve,
                        bool preferLatency,
                        bool bounded);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_CUTS_H
