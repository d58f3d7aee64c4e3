/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ROUND_LIMITS_H
#define EDGE_AI_ROUND_LIMITS_H

#include "round-plan.h"
#include "round-problem.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] problem a sound problem
 * @param [in] plan with one share for each worker
 * @param [in] workers what the list of shares is called
 * @returns "", or the first choice that a worker, its processor or the uplink cannot carry out, in
 *          words
 */
std::string ExplainImpossible(const RoundProblem& problem,
                              const RoundPlan& plan,
                              const std::string& workers = "workers");

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ROUND_LIMITS_H
