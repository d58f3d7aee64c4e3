/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CHAIN_EVALUATION_H
#define EDGE_AI_CHAIN_EVALUATION_H

#include "chain-plan.h"
#include "chain-problem.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What given cuts and structures are expected to bring: every stage and link by eqs. (2) to (4),
 * bottleneck, throughput, latency, accuracy and memory by eqs. (5) to (8) of this module's
 * statement of arXiv 2411.00838.
 * @param [in] problem a sound problem
 * @param [in] cuts c_0 = 0 <= c_1 <= ... <= c_M = n
 * @param [in] options structure of each stage, 0..V-1
 * @param [in] order index of the device at each position; empty: as in the problem
 * @returns the plan; VIOLATED where it exceeds a memory, the latency limit or falls below the floor
 *          of the accuracy (the reason says which, by how much); REFUSED where cuts, options or
 *          order are not as above
 */
ChainPlan EvaluateChain(const ChainProblem& problem,
                        const std::vector<uint32_t>& cuts,
                        const std::vector<uint32_t>& options,
                        const std::vector<uint32_t>& order = {});

/**
 * @ingroup edge-ai
 * @param [in] problem a problem
 * @param [in] order index of the device at each position, a permutation
 * @returns the problem with its devices in that order; the links stay in their places
 */
ChainProblem OrderDevices(const ChainProblem& problem, const std::vector<uint32_t>& order);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CHAIN_EVALUATION_H
