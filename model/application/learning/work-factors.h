/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_WORK_FACTORS_H
#define EDGE_AI_WORK_FACTORS_H

#include "round-method.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Workers whose batches are of different sizes do different work for the same part, and a problem
 * counts the work of a part once. A worker with f times that is planned as one that is f times as
 * slow, at f times the energy per FLOP, which comes to the same times and energies.
 *
 * @param [in] method of the round  @param [in] members numbers of the problem's workers
 * @param [in,out] problem with their own speeds, to be planned
 */
inline void
CountOwnWork(const RoundMethod& method, const std::vector<uint32_t>& members, RoundProblem& problem)
{
    for (std::size_t k = 0; k < members.size(); ++k)
    {
        const double factor = method.GetWorkFactor(members[k]);
        problem.workers[k].flops /= factor;
        problem.workers[k].energyPerFlop *= factor;
    }
}

/**
 * @ingroup edge-ai
 * @param [in] method of the round  @param [in] members numbers of the plan's workers
 * @param [in,out] plan of such a problem; gets the work that each of them really has
 */
inline void
TellOwnWork(const RoundMethod& method, const std::vector<uint32_t>& members, RoundPlan& plan)
{
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        plan.workers[k].work *= method.GetWorkFactor(members[k]);
    }
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_WORK_FACTORS_H
