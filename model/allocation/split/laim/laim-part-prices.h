/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PART_PRICES_H
#define EDGE_AI_LAIM_PART_PRICES_H

#include "laim-solver.h"

#include <functional>
#include <limits>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A keep ratio for either part, or what belongs to either.
struct PartRatios
{
    double device{0}; ///< before the cut
    double server{0}; ///< behind it
};

/**
 * @ingroup edge-ai
 * What the kept share of all weights is made of: weight * device + (1 - weight) * server, each keep
 * ratio within its bounds.
 */
struct PartBounds
{
    double deviceWeight{0}; ///< share of the weights before the cut, in [0, 1]
    PartRatios least;       ///< in [0, most]
    PartRatios most;        ///< in [least, 1]

    /// @param [in] kept keep ratios  @returns the kept share of all weights
    double GetShare(const PartRatios& kept) const;
};

/**
 * @ingroup edge-ai
 * The best response of the stages to a price of time (see PricePoint), with what either part's
 * keep ratio costs apart.
 */
struct PartPrices
{
    double priceShare{0};     ///< nu / (1 + nu): what a second weighs beside a joule, in [0, 1]
    double energyShare{1};    ///< 1 / (1 + nu)
    double constantTime{0};   ///< at both keep ratios 0 [s]
    double constantEnergy{0}; ///< the same [J]
    PartRatios time;          ///< of a whole part [s]
    PartRatios energy;        ///< of a whole part [J]
    double deviceClock{0};    ///< f_d [cycle/s]
    double serverClock{0};    ///< f_s [cycle/s]
    double txPower{0};        ///< p [W]

    /// @param [in] kept keep ratios  @returns latency [s]
    double GetTime(const PartRatios& kept) const;
    /// @param [in] kept keep ratios  @returns energy [J]
    double GetEnergy(const PartRatios& kept) const;
    /// @returns what a whole part costs, time and energy weighed by their shares
    PartRatios GetCost() const;
    /// @param [in] task with budgets  @returns what they leave for both parts, weighed likewise
    double GetBudget(const LaimTask& task) const;
};

/**
 * @param [in] task the task
 * @param [in] logPrice ln of the price nu of time [W]
 * @returns the stages' response
 */
PartPrices MakePartPrices(const LaimTask& task, double logPrice);

/// Keep ratios that are chosen for one price of time, within the weighed budget.
using PartChoice = std::function<PartRatios(const PartPrices&)>;

/// Where the choice turns from too slow to in time.
struct PriceBracket
{
    double slow{0};          ///< ln nu where the choice is late, or the last that was looked at
    double fast{0};          ///< ln nu where it is in time, or the last
    uint32_t evaluations{0}; ///< of the choice
    bool limited{false};     ///< the root finder met its bound
};

/**
 * The price of time at which a choice within the weighed budget keeps the deadline, and with it the
 * energy budget. Time falls with the price; it may jump.
 * @param [in] task the task
 * @param [in] choice for each price
 * @param [in] options settings of the root
 * @param [in] near ln of a price that may be near; not a number: none is known
 * @returns the bracket
 */
PriceBracket FindTimePrice(const LaimTask& task,
                           const PartChoice& choice,
                           const LaimOptions& options,
                           double near = std::numeric_limits<double>::quiet_NaN());

/**
 * Most of the kept share within the weighed budget at one price: a fractional knapsack.
 * @param [in] task with the budgets
 * @param [in] bounds of the keep ratios
 * @param [in] prices of the parts
 * @returns the keep ratios. Their share is, at every price, at least what any plan within both
 *          budgets keeps: the two budgets imply the weighed one
 */
PartRatios FillKnapsack(const LaimTask& task, const PartBounds& bounds, const PartPrices& prices);

/**
 * Plan for given keep ratios: least energy within the deadline, or with preferLatency the fastest.
 * @param [in] task the task
 * @param [in] kept keep ratios of the two parts
 * @param [in] options settings
 * @returns the solution without its merit; infeasible if the budgets do not allow it
 */
LaimSolution SolveLaimForRatios(const LaimTask& task,
                                const PartRatios& kept,
                                const LaimOptions& options = LaimOptions());

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PART_PRICES_H
