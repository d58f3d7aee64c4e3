/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_RECORD_VERDICT_H
#define EDGE_AI_RECORD_VERDICT_H

#include "task-record.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @param [in,out] record an ended task, whose missed budgets are set
/// @param [in] tolerance relative excess over a budget that is no miss, in [0, 1]
void JudgeBudgets(TaskRecord& record, double tolerance);

/// @param [in] begun what was told of a task at its beginning  @param [in] ended and at its end
/// @returns "" or what is wrong with its end
std::string FindEndFault(const TaskRecord& begun, const TaskRecord& ended);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_RECORD_VERDICT_H
