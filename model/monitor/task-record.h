/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_RECORD_H
#define EDGE_AI_TASK_RECORD_H

#include <cstdint>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * "Not available" in every floating-point field of a TaskRecord. It becomes an empty field in CSV
 * and NULL in SQLite, and summaries leave it out instead of counting it as zero.
 */
inline constexpr double NOT_AVAILABLE = std::numeric_limits<double>::quiet_NaN();

/// @ingroup edge-ai
/// How a task ended: completed, or dropped with exactly one reason.
enum class TaskOutcome
{
    UNFINISHED,    ///< begun and not ended yet; never the outcome of an ended task
    COMPLETED,     ///< the device has the answer
    QUEUE_FULL,    ///< a queue on its way was full
    DEADLINE,      ///< given up because its deadline had passed
    BATTERY,       ///< an energy source ran dry
    LINK_LOST,     ///< the connection was lost or refused
    SERVER_SILENT, ///< the server did not answer within the time-out
    INFEASIBLE,    ///< the planner found no plan that keeps the budgets
    REFUSED,       ///< the planner or the server does not take this task
    MEMORY,        ///< its data or weights do not fit where they would have to run
    MALFORMED,     ///< a message about it could not be read
    STOPPED,       ///< the application was stopped while the task was under way
    SEGMENT_LOST,  ///< a datagram of it was lost, or it came too late to count
    STALE_PLAN,    ///< it came to a stage that does not have, or no longer has, the plan it follows
};

/// @param [in] outcome an outcome  @returns its name as written in the enumeration
std::string ToString(TaskOutcome outcome);
/// @returns every outcome, in the order of the enumeration
const std::vector<TaskOutcome>& GetTaskOutcomes();
/// @param [in] outcome an outcome  @returns true for every reason a task is dropped for
bool IsDropped(TaskOutcome outcome);
/// @param [in,out] os where to print  @param [in] outcome what to print  @returns os
std::ostream& operator<<(std::ostream& os, TaskOutcome outcome);

/// @ingroup edge-ai
/// Duration and energy of one stage.
struct StageFigure
{
    double time{NOT_AVAILABLE};   ///< [s], >= 0, without the wait before the stage
    double energy{NOT_AVAILABLE}; ///< [J], >= 0
};

/**
 * @ingroup edge-ai
 * What a task costs, expected by a plan or measured: every stage on its own, and the whole. The
 * whole is not the sum of the stages: latency includes waits, energy what no stage is charged for.
 */
struct TaskFigures
{
    StageFigure device;               ///< computing blocks 1..s on the device
    StageFigure uplink;               ///< sending the features
    StageFigure server;               ///< computing blocks s+1..L on the server
    StageFigure downlink;             ///< returning the answer
    double latency{NOT_AVAILABLE};    ///< from generation to answer [s], >= 0
    double energy{NOT_AVAILABLE};     ///< of the whole task [J], >= 0
    double distortion{NOT_AVAILABLE}; ///< in the planner's unit, >= 0
};

/// @ingroup edge-ai
/// One direction of a task over a radio: where it was planned to go, what was expected and
/// measured.
struct WayRecord
{
    double subchannel{NOT_AVAILABLE};   ///< planned, from 0
    double position{NOT_AVAILABLE};     ///< planned place in the decoding order, 1 first
    double power{NOT_AVAILABLE};        ///< planned transmit power [W]
    double sinrPlanned{NOT_AVAILABLE};  ///< linear
    double sinrRealised{NOT_AVAILABLE}; ///< linear, mean over the payload bits
    double ratePlanned{NOT_AVAILABLE};  ///< [bit/s]
    double rateRealised{NOT_AVAILABLE}; ///< application payload over the stage's time [bit/s]
    double blocks{NOT_AVAILABLE};       ///< transmissions of blocks
    double blocksFailed{NOT_AVAILABLE}; ///< of these, not decoded
};

/// @ingroup edge-ai
/// When a stage ran, in simulated time since the start of the run.
struct StageSpan
{
    double start{NOT_AVAILABLE}; ///< [s]
    double end{NOT_AVAILABLE};   ///< [s]
};

/**
 * @ingroup edge-ai
 * One leg of a task's way through a pipeline: a link, or a stage that computes. Instants are
 * available as far as the task came.
 */
struct HopRecord
{
    bool link{false};               ///< a link, else a stage
    uint32_t index{0};              ///< link 0..M, or stage 1..M
    uint32_t node{0};               ///< ns-3 id of the node that sends or computes
    double planned{NOT_AVAILABLE};  ///< expected duration without waiting [s]
    double queued{NOT_AVAILABLE};   ///< instant it was there to be sent or computed [s]
    double started{NOT_AVAILABLE};  ///< instant its service began [s]
    double finished{NOT_AVAILABLE}; ///< instant its service ended [s]
    double bits{NOT_AVAILABLE};     ///< of a link: application payload [bit]
    double flop{NOT_AVAILABLE};     ///< of a stage: work [FLOP]
    double traffic{NOT_AVAILABLE};  ///< of a stage: bytes moved in memory [B]
    double energy{NOT_AVAILABLE};   ///< of a stage: spent on the task [J]

    /// @returns duration of the service [s]
    double GetTime() const
    {
        return finished - started;
    }
};

/**
 * @ingroup edge-ai
 * Everything worth knowing about one task: what was planned, what happened, how it ended.
 */
struct TaskRecord
{
    static constexpr uint32_t NO_NODE = UINT32_MAX; ///< no server took part

    uint64_t id{0};               ///< unique within a monitor, see InferenceMonitor::NewTaskId
    uint32_t node{0};             ///< ns-3 id of the device's node
    uint32_t serverNode{NO_NODE}; ///< ns-3 id of the server's node
    std::string network;          ///< name of the network profile
    std::string planner;          ///< name of the method that planned it
    double generated{0};          ///< instant of generation [s]
    double ended{NOT_AVAILABLE};  ///< instant of completion or drop [s]

    uint32_t split{0};                        ///< s: blocks 1..s on the device
    double deviceKeepRatio{NOT_AVAILABLE};    ///< of the device's part, in (0, 1]
    double serverKeepRatio{NOT_AVAILABLE};    ///< of the server's part, in (0, 1]
    double txPowerPlanned{NOT_AVAILABLE};     ///< [W]
    double txPowerApplied{NOT_AVAILABLE};     ///< [W]
    double deviceClockPlanned{NOT_AVAILABLE}; ///< [cycle/s]
    double deviceClockApplied{NOT_AVAILABLE}; ///< mean over the service [cycle/s]
    double serverClockPlanned{NOT_AVAILABLE}; ///< [cycle/s]
    double serverClockApplied{NOT_AVAILABLE}; ///< mean over the service [cycle/s]
    double unitsPlanned{NOT_AVAILABLE};       ///< computing units of the server
    double unitsApplied{NOT_AVAILABLE};       ///< likewise
    double latencyBudget{NOT_AVAILABLE};      ///< [s]; not available: none
    double energyBudget{NOT_AVAILABLE};       ///< [J]; not available: none

    TaskFigures planned;  ///< what the plan expects
    TaskFigures realised; ///< what happened

    double planWait{NOT_AVAILABLE};   ///< generation until a plan was there [s]
    double deviceWait{NOT_AVAILABLE}; ///< in the device's queue [s]
    double uplinkWait{NOT_AVAILABLE}; ///< from the end of the device stage to the first byte [s]
    double serverWait{NOT_AVAILABLE}; ///< in the server's queue [s]

    double uplinkBits{NOT_AVAILABLE};   ///< application payload sent up [bit]
    double downlinkBits{NOT_AVAILABLE}; ///< application payload sent down [bit]
    double rateFactor{NOT_AVAILABLE};   ///< realised over Shannon rate the plan assumed
    double goodput{NOT_AVAILABLE};      ///< measured on the uplink by the application [bit/s]
    uint64_t retransmissions{0};        ///< seen by the application's transport

    WayRecord uplinkWay;   ///< the features' way
    WayRecord downlinkWay; ///< the answer's way

    StageSpan deviceSpan;   ///< service on the device, without its wait
    StageSpan uplinkSpan;   ///< first byte sent to last byte received
    StageSpan serverSpan;   ///< service on the server, without its wait
    StageSpan downlinkSpan; ///< first byte sent to last byte received

    uint64_t plan{0};            ///< of a pipeline: number of the plan it followed; 0: none
    std::vector<HopRecord> hops; ///< of a pipeline: links and stages in the order of the way

    TaskOutcome outcome{TaskOutcome::UNFINISHED};
    std::string detail;         ///< the reason in words, may be empty
    bool deadlineMissed{false}; ///< set by the monitor, see InferenceMonitor::End
    bool energyMissed{false};   ///< set by the monitor, see InferenceMonitor::End
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_RECORD_H
