/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_NOTES_H
#define EDGE_AI_LEARNING_NOTES_H

#include "learning-fit.h"

#include "ns3/inference-monitor.h"
#include "ns3/node-container.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class RoundMethod;

/// @ingroup edge-ai
/// @param [in] wishes of a user, which go together
/// @returns what was set and will not be used, or not be measured, in words; nothing of it is wrong
/// by itself: scripts set it for several kinds of links and methods
std::vector<std::string> ListNotes(const LearningWishes& wishes);

/// @ingroup edge-ai
/// @param [in] method of rounds  @param [in] measureMin of the server, see LearningServer [B]
/// @returns "" or that its updates are too short for rates of links to be learned from, in words
std::string ExplainShortUpdates(const RoundMethod& method, uint64_t measureMin);

/**
 * @ingroup edge-ai
 * What users forget when they give nodes addresses. To be asked for when the simulation has begun:
 * routes may be made behind Install().
 * @param [in] server node  @param [in] workers nodes
 * @returns what will keep server and workers apart, in words; none: nothing that is seen
 */
std::vector<std::string> ListRouteNotes(Ptr<Node> server, const NodeContainer& workers);

/**
 * @ingroup edge-ai
 * Steps that are too long may leave numbers finite. Note it when the last round has a larger loss
 * than the first.
 * @param [in] monitor of the rounds  @param [in] rounds how many there will be; 0: no end
 */
void NoteRise(InferenceMonitor& monitor, uint64_t rounds);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_NOTES_H
