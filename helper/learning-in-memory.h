/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_IN_MEMORY_H
#define EDGE_AI_LEARNING_IN_MEMORY_H

#include "allocation/round/round-planner.h"
#include "application/learning/learning-body.h"
#include "application/learning/round-links.h"
#include "application/learning/round-method.h"

#include "ns3/learning-helper.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What rounds without a network are made of.
struct MemoryRig
{
    /// @param [in] body what the next worker says that it is
    void Add(const LearningJoinBody& body);

    RoundMethod& method;              ///< as it begins
    const RoundPlanner& planner;      ///< who decides
    RoundLinks& links;                ///< what there is to plan with
    std::vector<RoundWorker> workers; ///< speeds and powers
    std::vector<RoundMember> members; ///< the same workers, as links know them
    int64_t fadeStream{-1};           ///< of what is lost in fades; < 0: any
};

/**
 * @ingroup edge-ai
 * Rounds of a method whose updates are all there at once, or, over links that fade, lost where the
 * planned rate is more than the link carries. Fades are those of the same rounds over packets,
 * where the streams are the same. Headers are not counted.
 * @param [in] rig what they are made of  @param [in] rounds how many
 * @returns loss, accuracy, bits and parts of each; instants and measured times are not available
 * @throws std::invalid_argument if a round cannot be planned or carried out, in words
 */
std::vector<LearningRound> LearnRoundsInMemory(const MemoryRig& rig, uint32_t rounds);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_IN_MEMORY_H
