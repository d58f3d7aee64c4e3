/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RUN_SUMMARY_H
#define EDGE_AI_RUN_SUMMARY_H

#include "inference-summary.h"

namespace ns3
{
namespace edgeai
{

/**
 * Summarise all tasks of a run, and those of each planner, network and node.
 * @param [in] source of all tasks
 * @param [in] warmUp tasks generated before are left out [s]
 * @param [in] told counts kept while tasks came and went, which the records must agree with
 * @returns what is known of tasks alone: without energy of nodes, notes and errors
 * @throws std::runtime_error if a temporary file cannot be written or read
 */
InferenceSummary SummariseRun(const RecordSource& source, double warmUp, const TaskCounts& told);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RUN_SUMMARY_H
