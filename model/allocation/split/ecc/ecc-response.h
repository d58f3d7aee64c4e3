/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_RESPONSE_H
#define EDGE_AI_ECC_RESPONSE_H

#include "ecc-cost.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Best response of one user at fixed rates, powers and units: the split with the least of equations
 * (4) to (7) for this user alone (this module's derivation). Of equals the smallest split.
 * @param [in] problem a sound problem
 * @param [in] i user
 * @param [in] uplinkRate R^u_i [bit/s], > 0
 * @param [in] downlinkRate R^d_i [bit/s], > 0
 * @param [in] uplinkPower p_i [W]
 * @param [in] downlinkPower P_i [W]
 * @param [in] units r_i, > 0
 * @param [in] mayStaySilent whether s = F counts too
 * @returns the split
 */
uint32_t ChooseEccSplit(const EccProblem& problem,
                        std::size_t i,
                        double uplinkRate,
                        double downlinkRate,
                        double uplinkPower,
                        double downlinkPower,
                        double units,
                        bool mayStaySilent = true);

/**
 * @ingroup edge-ai
 * Best responses of all offloading users at the rates of a decision. None of them makes another
 * user's rate smaller, since going silent only takes interference away; silent users stay silent.
 * @param [in] problem a sound problem
 * @param [in] splits s_i now
 * @param [in] variables powers and units
 * @param [in] rates the decision's evaluation
 * @returns new splits
 */
std::vector<uint32_t> RespondEcc(const EccProblem& problem,
                                 const std::vector<uint32_t>& splits,
                                 const EccVariables& variables,
                                 const EccEvaluation& rates);

/**
 * @ingroup edge-ai
 * Relaxed shares to subchannels: all (beta_{i,m}), largest first, each given if the user has none
 * yet and the subchannel has room in the user's cell (of equals the smaller user, then subchannel,
 * first). Users for whom no subchannel has room compute alone.
 * @param [in] problem a sound problem
 * @param [in] point decision with shares
 * @returns the plan with the point's splits, powers and units
 */
EccPlan RoundEccShares(const EccProblem& problem, const EccPoint& point);

/**
 * @ingroup edge-ai
 * @param [in] problem a sound problem
 * @returns the problem of servers whose units are whole: every cell's least and total number are,
 *          and nobody offloads to a cell that has not one (EccProblem::GetOffloadLimit())
 */
EccProblem KeepWholeUnits(EccProblem problem);

/**
 * @ingroup edge-ai
 * Whole computing units: round down (not below the least whole number >= r_min), then hand out what
 * is left one by one where the utility falls most, while it falls.
 * @param [in] problem a sound problem
 * @param [in,out] plan its units become whole numbers
 * @param [out] limited if not null: whether a cell had more to hand out than the 10 000 that are
 * @returns false, with the plan untouched, if a cell has not enough whole units for its offloaders
 */
bool RoundEccUnits(const EccProblem& problem, EccPlan& plan, bool* limited = nullptr);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_RESPONSE_H
