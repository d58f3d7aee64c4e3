/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARN_IN_MEMORY_H
#define EDGE_AI_LEARN_IN_MEMORY_H

#include "allocation/round/round-planner.h"
#include "round-method.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A round that took no time.
struct MemoryRound
{
    RoundPlan plan;
    LearningScore score; ///< after it
};

/**
 * @ingroup edge-ai
 * What a method comes to where nothing is late or lost: rounds without a network.
 * @param [in,out] method that learns
 * @param [in] planner who decides
 * @param [in] problem workers and uplink, the same in every round; worker k has number k
 * @param [in] rounds how many
 * @param [out] fault "" or why it ended before
 * @returns the rounds that there were
 */
std::vector<MemoryRound> LearnInMemory(RoundMethod& method,
                                       const RoundPlanner& planner,
                                       const RoundProblem& problem,
                                       uint32_t rounds,
                                       std::string& fault);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARN_IN_MEMORY_H
