/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_LOSSES_H
#define EDGE_AI_CO_INFERENCE_LOSSES_H

// What was spent on a task that gets no answer, and how far it was.

#include "co-inference-body.h"

#include "ns3/job.h"
#include "ns3/processor.h"
#include "ns3/task-record.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] processor that has a job
 * @param [in] job its number there
 * @param [in] received instant its feature came [s]
 * @returns how far it is, in words: being served, or in the queue and behind how much
 */
std::string DescribeProgress(const Processor& processor, uint64_t job, double received);

/**
 * @param [in] report of a job that has ended
 * @param [in] received instant its feature came [s]
 * @returns what the device is told of it, without a reason
 */
ResultBody MakeResult(const JobReport& report, double received);

/**
 * What a server spent on a task it gave no answer to.
 * @param [in] result without an answer, of a feature that had come
 * @param [in,out] record gets the upload's end, and what the server did
 */
void RecordRefusal(const ResultBody& result, TaskRecord& record);

/**
 * What a task's job on the device took that was taken back.
 * @param [in] report of the job  @param [in,out] record gets that
 */
void RecordWithdrawal(const JobReport& report, TaskRecord& record);

/**
 * An upload ended without an answer.
 * @param [in] energy radiated for it [J]; not available: the link measures nothing
 * @param [in] until instant of its last byte so far [s]
 * @param [in,out] record gets what that took, if the upload had begun
 */
void RecordUnanswered(double energy, double until, TaskRecord& record);

/**
 * What was spent on a task, as its budget counts it.
 * @param [in] plan it followed  @param [in] record of it
 * @returns what is known of it [J]; not available if that is nothing
 */
double GetSpent(const PlanBody& plan, const TaskRecord& record);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_LOSSES_H
