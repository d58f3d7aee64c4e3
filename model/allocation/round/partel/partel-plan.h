/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_PLAN_H
#define EDGE_AI_PARTEL_PLAN_H

#include "allocation/round/round-plan.h"
#include "partel-energy.h"
#include "partel-radio.h"
#include "partel-units.h"
#include "subchannel-owners.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Loads that can be carried out.
struct WholeLoads
{
    UnitDivision division; ///< counts are empty without units
    std::string fault;     ///< "", or why there are none, in words
};

/**
 * @ingroup edge-ai
 * Steps 4 to 7: the loads with which all workers end together (within their budgets of energy),
 * made whole: single parameters by their fractional parts, units by the greedy placement.
 * @param [in] problem a sound one with a division
 * @param [in] workers its workers
 * @param [in] links how each sends
 * @returns whole loads; without units they keep the budgets, with units a unit may break one
 */
WholeLoads ChooseWholeLoads(const RoundProblem& problem,
                            const std::vector<PartelWorker>& workers,
                            const std::vector<PartelLink>& links);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound one with a division
 * @param [in] loads L_k, real, by a rule
 * @returns whole loads or units as near to them as they come
 */
WholeLoads MakeLoadsWhole(const RoundProblem& problem, const std::vector<double>& loads);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound one with a division
 * @param [in] loads whole
 * @param [in] rates R_k [bit/s]
 * @returns a plan with loads and rates; INFEASIBLE with the fault of the loads if they have one
 */
RoundPlan MakePartelPlan(const RoundProblem& problem,
                         const WholeLoads& loads,
                         const std::vector<double>& rates);

/**
 * @ingroup edge-ai
 * The workers' subchannels with water-filling powers: all of the power, or what the budget allows.
 * Where no power keeps a budget it is all of it, and the plan will be known to break the budget.
 * @param [in] radio the round
 * @param [in] owners of subchannels
 * @param [in,out] plan with loads
 */
void SetFilledPowers(const PartelRadio& radio, const SubchannelOwners& owners, RoundPlan& plan);

/**
 * @ingroup edge-ai
 * The workers' subchannels with equal powers.
 * @param [in] radio the round
 * @param [in] owners of each subchannel
 * @param [in,out] plan with loads
 */
void SetEqualPowers(const PartelRadio& radio, const std::vector<uint32_t>& owners, RoundPlan& plan);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound one
 * @param [in] lowerBound of T, of the workers alone [s]
 * @param [in] gap of the relaxation, relative
 * @param [in,out] plan with loads and rates
 */
void SetLowerBound(const RoundProblem& problem, double lowerBound, double gap, RoundPlan& plan);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_PLAN_H
