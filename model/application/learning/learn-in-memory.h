/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARN_IN_MEMORY_H
#define EDGE_AI_LEARN_IN_MEMORY_H

#include "allocation/round/round-planner.h"
#include "round-method.h"

#include <cstdint>
#include <functional>
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

/// @ingroup edge-ai
/// What changes from round to round, such as fading. Gets the round, from 1, and the problem.
using RoundChange = std::function<void(uint64_t, RoundProblem&)>;

/**
 * @ingroup edge-ai
 * What a method comes to where nothing is late or lost: rounds without a network.
 * @param [in,out] method that learns
 * @param [in] planner who decides
 * @param [in] problem workers and uplink, the same in every round but for `change`; worker k has
 * number k
 * @param [in] rounds how many
 * @param [out] fault "" or why it ended before
 * @param [in] change of the problem before each round; none: there is none
 * @returns the rounds that there were
 */
std::vector<MemoryRound> LearnInMemory(RoundMethod& method,
                                       const RoundPlanner& planner,
                                       const RoundProblem& problem,
                                       uint32_t rounds,
                                       std::string& fault,
                                       const RoundChange& change = {});

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARN_IN_MEMORY_H
