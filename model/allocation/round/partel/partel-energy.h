/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_ENERGY_H
#define EDGE_AI_PARTEL_ENERGY_H

#include "partel-loads.h"
#include "partel-radio.h"

#include <functional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A worker's rate [bit/s] when it fills water with a power [W]; grows with it, concave.
using RateOfPower = std::function<double(double power)>;

/// @ingroup edge-ai
/// How a worker sends. Without a power to choose (a band or a link of given rate) only what its
/// processor uses counts against its budget.
struct PartelLink
{
    double rate{0};          ///< R_k with all power [bit/s]
    RateOfPower rateOfPower; ///< none: it has no power to choose
};

/**
 * @ingroup edge-ai
 * The fastest way to send within a budget of energy.
 * @param [in] worker who  @param [in] link how it sends  @param [in] bits tau of a parameter [bit]
 * @param [in] load L_k, >= 0
 * @returns the largest power up to the worker's most that keeps e L_k + p tau L_k / R(p) <= E [W];
 *          without a power to choose the most, if the budget is kept. NaN: no power keeps it
 */
double FindPowerWithinBudget(const PartelWorker& worker,
                             const PartelLink& link,
                             double bits,
                             double load);

/**
 * @ingroup edge-ai
 * @param [in] worker who  @param [in] link how it sends  @param [in] bits tau of a parameter [bit]
 * @param [in] load L_k, >= 0
 * @returns when it has sent its part, if it sends as fast as its budget allows [s]; infinite if it
 *          cannot; 0 without a load
 */
double GetFinishTime(const PartelWorker& worker, const PartelLink& link, double bits, double load);

/**
 * @ingroup edge-ai
 * Step 6 of SUPPORT: the most parameters a worker serves until a time. With t = T - d - a L left to
 * send, it uses all of t at the power min(P, (E - e L) / t), because t R(E / t) grows with t.
 * @param [in] worker who  @param [in] link how it sends  @param [in] bits tau of a parameter [bit]
 * @param [in] time T [s]
 * @returns L_k(T), real
 */
double GetLoadWithinBudget(const PartelWorker& worker,
                           const PartelLink& link,
                           double bits,
                           double time);

/**
 * @ingroup edge-ai
 * Step 4 with step 6 in it: the least T at which the workers' loads come to L together.
 * @param [in] workers all  @param [in] links theirs  @param [in] bits tau [bit]
 * @param [in] parameters L
 * @returns time and loads; time infinite where the budgets never allow L, the loads then being what
 *          they allow at last
 */
LoadDivision DivideLoadsWithinBudgets(const std::vector<PartelWorker>& workers,
                                      const std::vector<PartelLink>& links,
                                      double bits,
                                      double parameters);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_ENERGY_H
