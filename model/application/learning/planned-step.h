/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNED_STEP_H
#define EDGE_AI_PLANNED_STEP_H

#include "allocation/round/round-plan.h"

#include "ns3/task-record.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Who takes part in an attempt of a round: plans know workers by their place, records by number
/// and node.
struct PlannedCrew
{
    uint32_t attempt{0};                  ///< from 0
    const std::vector<uint32_t>& numbers; ///< of the problem's workers
    const std::vector<uint32_t>& nodes;   ///< their ns-3 ids
    uint32_t server{0};                   ///< ns-3 id
    bool timeShared{false};               ///< see RoundLinks::SharesTime()
};

/// @ingroup edge-ai
/// @param [in] planned step of a round  @returns whether it is a model's way to a worker
bool IsToWorker(const PlanStep& planned);

/// @ingroup edge-ai
/// @param [in] planned step of a round  @param [in] plan that it is of  @param [in] crew who
/// @returns the step as records have it, before it has begun; what it waits for is as in the plan
StepRecord MakePlannedStep(const PlanStep& planned, const RoundPlan& plan, const PlannedCrew& crew);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNED_STEP_H
