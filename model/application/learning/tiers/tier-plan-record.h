/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TIER_PLAN_RECORD_H
#define EDGE_AI_TIER_PLAN_RECORD_H

#include "tier-planning.h"

#include "ns3/task-record.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// @param [in] from number of who sends  @param [in] cloud it is the cloud  @param [in] turn of the
/// round, from 0  @returns what records call the way of its model
std::string NameTierStep(uint32_t from, bool cloud, uint32_t turn);

/**
 * @ingroup edge-ai
 * Writes into the record of a server's round what the plan of links has for it: its figures, and a
 * step for each model that will come.
 * @param [in] plan of a round  @param [in] place of the server among its members
 * @param [in] nodes ns-3 ids of all servers  @param [in] cloud that of the cloud, if there is one
 * @param [in,out] record of the server's round
 */
void RecordTierPlan(const TierRoundPlan& plan,
                    std::size_t place,
                    const std::vector<uint32_t>& nodes,
                    uint32_t cloud,
                    TaskRecord& record);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TIER_PLAN_RECORD_H
