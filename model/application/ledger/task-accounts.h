/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_ACCOUNTS_H
#define EDGE_AI_TASK_ACCOUNTS_H

#include "ns3/job.h"
#include "ns3/link-control.h"
#include "ns3/message-body.h"
#include "ns3/task-record.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How something ended: the outcome, and the same in words.
struct TaskEnding
{
    TaskOutcome outcome{TaskOutcome::COMPLETED};
    std::string detail; ///< empty when completed
};

/**
 * @param [in] report how a job ended
 * @param [in] owner whose processor it was, as in "the device"
 * @returns what that means for the task the job was for
 */
TaskEnding ExplainJob(const JobReport& report, const std::string& owner);

/// @param [in] result without an answer  @returns what that means for the task
TaskEnding ExplainRefusal(const ResultBody& result);

/**
 * @param [in] plan usable
 * @param [in] speed of the device at its largest clock [FLOP/s], > 0
 * @param [in] patience longest time a step may take [s]
 * @returns "", or which step of the plan takes longer
 */
std::string ExplainDelay(const PlanBody& plan, double speed, double patience);

/// @param [in] plan usable  @param [in,out] record gets what the plan asks for and expects
void RecordPlan(const PlanBody& plan, TaskRecord& record);

/// @param [in] report of a completed job on the device  @param [in,out] record gets what it took
void RecordDevice(const JobReport& report, TaskRecord& record);

/**
 * @param [in] result with an answer
 * @param [in] bits of the answer [bit]
 * @param [in] now instant the answer was complete [s]
 * @param [in,out] record gets what upload, server and answer took
 */
void RecordResult(const ResultBody& result, double bits, double now, TaskRecord& record);

/**
 * What a link measured of one direction of a task.
 * @param [in] before the link's tally when the transfer began
 * @param [in] after the same when it was over
 * @param [in,out] way gets SINR and transmissions
 * @returns energy radiated for it [J]
 */
double RecordWay(const LinkTally& before, const LinkTally& after, WayRecord& way);

/**
 * The totals of a completed task.
 * @param [in] plan it followed
 * @param [in] now instant of completion [s]
 * @param [in,out] record gets latency, energy and distortion
 */
void RecordTotals(const PlanBody& plan, double now, TaskRecord& record);

/**
 * @param [in] plan the task followed
 * @param [in] record of the completed task
 * @param [in] gain channel power gain measured now; NaN: unknown
 * @returns what the device reports of it
 */
ReportBody MakeReport(const PlanBody& plan, const TaskRecord& record, double gain);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_ACCOUNTS_H
