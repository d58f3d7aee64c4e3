/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PIPELINE_ACCOUNTS_H
#define EDGE_AI_PIPELINE_ACCOUNTS_H

#include "pipeline-body.h"

#include "ns3/task-record.h"

#include <cstdint>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] plan a frame follows, usable or not
 * @param [in] nodes ns-3 ids of camera, stages and sink, as far as known
 * @param [in,out] record gets what the plan expects, with a step per link and stage:
 *                 "link 0", "stage 1", "link 1", ...
 */
void RecordPlan(const PipelinePlanBody& plan,
                const std::vector<uint32_t>& nodes,
                TaskRecord& record);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PIPELINE_ACCOUNTS_H
