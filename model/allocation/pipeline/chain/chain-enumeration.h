/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_ENUMERATION_H
#define EDGE_AI_CHAIN_ENUMERATION_H

#include "chain-plan.h"
#include "chain-problem.h"
#include "chain-solver.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Most divisions that EnumerateChain looks at.
constexpr double MAX_DIVISIONS = 2e7;

/// @ingroup edge-ai
/// @param [in] problem a sound problem  @returns C(n+M-1, M-1) V^M, all cuts times all structures
double CountDivisions(const ChainProblem& problem);

/**
 * @ingroup edge-ai
 * The same plan as SolveChain by looking at every division: the reference for it. The latency
 * limit and the floor of the accuracy are kept (not by ChainObjective::BOTTLENECK), intensityShare
 * is not looked at and the order is the problem's.
 * @param [in] problem a sound problem of at most MAX_DIVISIONS divisions
 * @param [in] objective what to plan for
 * @returns the plan; INFEASIBLE if no division keeps the limits (BOTTLENECK: the memories), but
 *          never VIOLATED except for BOTTLENECK
 */
ChainPlan EnumerateChain(const ChainProblem& problem, ChainObjective objective);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_ENUMERATION_H
