/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_LISTED_CLOCKS_H
#define EDGE_AI_ECC_LISTED_CLOCKS_H

#include "ecc-cost.h"

#include "ns3/split-problem.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * @param [in] processor its clocks
 * @returns those in [clockMin, clockMax] of a list of them [cycle/s], ascending; empty: any
 */
std::vector<double> GetUsableClocks(const ProcessorLimits& processor);

/**
 * @ingroup edge-ai
 * Where a server without units runs at listed clocks only, shares of its clock are what the list
 * has. Every offloader gets the largest listed clock up to its share (the least there is, if it has
 * less), and then those that gain most by the next one take it, while the clock suffices: a
 * heuristic beside the method, as whole units are.
 * @param [in] problem a sound problem
 * @param [in] ecc the same as ECC sees it
 * @param [in,out] plan whose units are shares of the clock
 * @param [in,out] evaluation of the plan; the server's part of every user's costs follows
 */
void TakeListedClocks(const SplitProblem& problem,
                      const EccProblem& ecc,
                      EccPlan& plan,
                      EccEvaluation& evaluation);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_LISTED_CLOCKS_H
