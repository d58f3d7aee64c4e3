/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARN_IN_MEMORY_H
#define EDGE_AI_LEARN_IN_MEMORY_H

#include "allocation/round/round-planner.h"
#include "round-method.h"

#include <cstdint>
#include <functional>
#include <optional>
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
    std::vector<uint32_t> members; ///< numbers of the plan's workers, ascending
    RoundPlan plan;                ///< what was put in force; of a method that grants: its grants
    uint32_t came{0};              ///< updates
    double bitsUp{0};              ///< payload of updates that were sent [bit]
    LearningScore score;           ///< after it
    std::optional<RoundStanding> standing; ///< likewise, of the plan's workers
};

/// @ingroup edge-ai
/// What is not as if nothing were late or lost.
struct MemoryOptions
{
    /// Whether an update comes. @param [in] worker number  @param [in] share of it, as planned
    std::function<bool(uint32_t worker, const RoundShare& share)> arrives; ///< none: all do
    /// What changes from round to round, such as fading. @param [in] round from 1
    /// @param [in,out] problem of all workers
    std::function<void(uint64_t round, RoundProblem& problem)> change; ///< none: nothing does
};

/**
 * @ingroup edge-ai
 * What a method comes to in rounds without a network, where nothing is late, and nothing lost
 * unless the options say so.
 * @param [in,out] method that learns
 * @param [in] planner who decides
 * @param [in] problem workers and uplink, the same in every round but for
 * MemoryOptions::change; worker k has number k. Those
 * that the method chooses are planned for
 * @param [in] rounds how many
 * @param [out] fault "" or why it ended before
 * @param [in] options what is not
 * @returns the rounds that there were
 */
std::vector<MemoryRound> LearnInMemory(RoundMethod& method,
                                       const RoundPlanner& planner,
                                       const RoundProblem& problem,
                                       uint32_t rounds,
                                       std::string& fault,
                                       const MemoryOptions& options = {});

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARN_IN_MEMORY_H
