/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_ACCOUNTS_H
#define EDGE_AI_TASK_ACCOUNTS_H

#include "ns3/job.h"
#include "ns3/task-record.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How something ended: the outcome, and the same in words.
struct TaskEnding
{
    TaskOutcome outcome{TaskOutcome::COMPLETED}; ///< how it ended
    std::string detail;                          ///< empty when completed
};

/**
 * @param [in] report how a job ended
 * @param [in] owner whose processor it was, as in "the device"
 * @returns what that means for the task the job was for
 */
TaskEnding ExplainJob(const JobReport& report, const std::string& owner);

/**
 * When a job was given in, began and ended, and what it cost. A job that did not end well has no
 * end, and one that never began no beginning either.
 * @param [in,out] step that the job carries out  @param [in] report how the job ended
 */
void RecordJob(StepRecord& step, const JobReport& report);

/**
 * @param [in] record of a task
 * @returns what is known to have been spent on its steps [J]; not available if that is nothing
 */
double SumEnergy(const TaskRecord& record);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_ACCOUNTS_H
