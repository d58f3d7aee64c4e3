/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_RECORDS_H
#define EDGE_AI_TIER_RECORDS_H

#include "learning-helper.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// @param [in] monitor that keeps records of rounds of tiers
/// @returns what became of all that have ended, in their order
std::vector<TierRound> ReadTierRounds(const InferenceMonitor& monitor);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_RECORDS_H
