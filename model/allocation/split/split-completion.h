/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_COMPLETION_H
#define EDGE_AI_SPLIT_COMPLETION_H

#include "split-problem.h"

#include <cstddef>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @param [in] device any  @param [in] decision about it
/// @returns whether it takes some of the shared band
bool UsesBand(const SplitDevice& device, const SplitDecision& decision);

/**
 * Work out what choices are expected to take: steps, latency and energy, by the laws that the
 * house's own planners use. What exceeds a budget becomes VIOLATED.
 * @param [in] problem a sound problem
 * @param [in] index device
 * @param [in,out] decision usable, with choices that ExplainImpossible() has nothing against and no
 *                 way on shared subchannels
 */
void CompleteDecision(const SplitProblem& problem, std::size_t index, SplitDecision& decision);

/**
 * @param [in] problem a sound problem
 * @param [in] index device
 * @param [in] decision usable
 * @returns "", or which of its choices the device, its link or the server cannot carry out, or
 *          which of its steps is not what the cut takes, in words
 */
std::string ExplainImpossible(const SplitProblem& problem,
                              std::size_t index,
                              const SplitDecision& decision);

/**
 * @param [in] problem a sound problem
 * @param [in] plan with one decision for each device
 * @returns "", or by how much more band is planned than there is, in words
 */
std::string ExplainBandExcess(const SplitProblem& problem, const SplitPlan& plan);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_COMPLETION_H
