/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_ACCOUNTS_H
#define EDGE_AI_CO_INFERENCE_ACCOUNTS_H

#include "co-inference-body.h"

#include "ns3/job.h"
#include "ns3/link-control.h"
#include "ns3/network-profile.h"
#include "ns3/task-accounts.h"
#include "ns3/task-record.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// Steps of a co-inference task, in their order in its record.
enum CoInferenceStep
{
    DEVICE_STEP,   ///< blocks 1..s on the device
    UPLINK_STEP,   ///< the features go to the server
    SERVER_STEP,   ///< blocks s+1..L on the server
    DOWNLINK_STEP, ///< the answer comes back
};

/**
 * @param [in] feature that has come
 * @param [in] profile of its network
 * @param [in] units of the server's processor, >= 1
 * @param [in] payload size of the tensor [B]
 * @returns the server's part of the task; who is told, and its tag, are added to it
 * @throws std::runtime_error naming what the processor or the network does not have
 */
Job MakeServerJob(const FeatureBody& feature,
                  const NetworkProfile& profile,
                  uint32_t units,
                  uint64_t payload);

/// @param [in] outcome of a job at the server, not completed  @returns what the device is told
ServerStatus ToStatus(JobOutcome outcome);

/// @param [in] result without an answer  @returns what that means for the task
TaskEnding ExplainRefusal(const ResultBody& result);

/**
 * @param [in] plan usable
 * @param [in] speed of the device at its largest clock [FLOP/s], > 0
 * @param [in] patience longest time a step may take [s]
 * @returns "", or which step of the plan takes longer
 */
std::string ExplainDelay(const PlanBody& plan, double speed, double patience);

/**
 * @param [in] plan usable
 * @param [in] link of the device
 * @returns its reason, and which part of it nobody enforces, in words
 */
std::string ExplainPlan(const PlanBody& plan, const LinkControl& link);

/// @param [in] link of a device  @param [in,out] request gets what it can say of it now
void DescribeLink(const LinkControl& link, RequestBody& request);

/**
 * @param [in] plan usable
 * @param [in] server ns-3 id of the server's node, or PlanStep::NO_NODE
 * @param [in,out] record gets its steps, and what the plan asks for and expects
 */
void RecordPlan(const PlanBody& plan, uint32_t server, TaskRecord& record);

/**
 * A step that has nothing to do takes no time and no energy.
 * @param [in] now instant the task came by [s]
 * @param [in] step which
 * @param [in,out] record gets that
 */
void RecordNothing(double now, CoInferenceStep step, TaskRecord& record);

/// @param [in] plan a task follows  @returns what the device's part moves in memory [B]
double GetDeviceTraffic(const PlanBody& plan);

/**
 * @param [in] report of a completed job on the device
 * @param [in,out] record gets what it took
 */
void RecordDevice(const JobReport& report, TaskRecord& record);

/**
 * The upload begins.
 * @param [in] plan the task follows
 * @param [in] now instant of its first byte [s]
 * @param [in] power at which it is sent [W], or not available
 * @param [in,out] record gets that
 */
void RecordUpload(const PlanBody& plan, double now, double power, TaskRecord& record);

/**
 * @param [in] plan the task follows
 * @param [in,out] record of the task; gets the computing units asked for
 * @returns the FEATURE; what messages call the network, the task's own shape, and whether it is
 * dropped when late, are added to it
 */
FeatureBody MakeFeature(const PlanBody& plan, TaskRecord& record);

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
 * @param [in,out] step gets SINR and transmissions
 * @returns energy radiated for it [J]
 */
double RecordTally(const LinkTally& before, const LinkTally& after, StepRecord& step);

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
 * @param [in] deviceTime what the device's part took [s]
 * @param [in] gain channel power gain measured now; NaN: unknown
 * @returns what the device reports of it
 */
ReportBody MakeReport(const PlanBody& plan,
                      const TaskRecord& record,
                      double deviceTime,
                      double gain);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_ACCOUNTS_H
