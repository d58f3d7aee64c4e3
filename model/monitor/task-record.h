/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TASK_RECORD_H
#define EDGE_AI_TASK_RECORD_H

#include "figure-set.h"

#include "ns3/plan-step.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * "Not available" in every floating-point field of a record. It becomes an empty field in CSV and
 * NULL in SQLite, and summaries leave it out instead of counting it as zero.
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

/**
 * @ingroup edge-ai
 * One step of a task: what the plan expected, and what happened. Instants are since the start of
 * the run, and available as far as the task came. What nobody measured is not available; it is
 * never a repetition of the plan. Steps of one name are the same place on the way of different
 * tasks.
 */
struct StepRecord : public FigureSet<FigureScope::STEP>
{
    PlanStep planned;               ///< nodes are ns-3 ids; "after" counts the record's steps
    std::string part;               ///< of the network that runs: "blocks 1-3"; "": not said
    double queued{NOT_AVAILABLE};   ///< instant it could have begun [s]
    double started{NOT_AVAILABLE};  ///< instant it began: service, or first byte sent [s]
    double finished{NOT_AVAILABLE}; ///< instant it ended: service, or last byte received [s]
    double energy{NOT_AVAILABLE};   ///< spent on it [J], >= 0
    double bits{NOT_AVAILABLE};     ///< of a transfer: application payload [bit], >= 0
    double work{NOT_AVAILABLE};     ///< of a computation: work done [FLOP], >= 0
    double traffic{NOT_AVAILABLE};  ///< of a computation: bytes moved in memory [B], >= 0

    /// @returns duration without waiting [s]
    double GetTime() const;
    /// @returns what it waited [s]
    double GetWait() const;
    /// @returns whether the task takes it: its plan says so, or it took time
    bool IsTaken() const;
};

/// @ingroup edge-ai
/// What a whole task costs. It is not the sum of the steps: latency includes waits, energy what no
/// step is charged for.
struct TaskTotals
{
    double latency{NOT_AVAILABLE};    ///< from generation to answer [s], >= 0
    double energy{NOT_AVAILABLE};     ///< [J], >= 0
    double distortion{NOT_AVAILABLE}; ///< loss of accuracy, in the planner's unit, >= 0
};

/**
 * @ingroup edge-ai
 * Everything worth knowing about one task: what was planned, what happened, how it ended. What only
 * one family of applications knows is in figures of that family, see FigureSet.
 */
struct TaskRecord : public FigureSet<FigureScope::TASK>
{
    uint64_t id{0};                 ///< unique within a monitor, see InferenceMonitor::NewTaskId
    uint32_t node{0};               ///< ns-3 id of the node that generated it
    std::string family;             ///< of applications: "co-inference", "pipeline"
    std::string network;            ///< name of the network profile
    std::string planner;            ///< name of the method that planned it
    uint64_t plan{0};               ///< number of the plan it followed; 0: none
    double generated{0};            ///< instant of generation [s]
    double ended{NOT_AVAILABLE};    ///< instant of completion or drop [s]
    double planWait{NOT_AVAILABLE}; ///< generation until a plan was there [s]
    double latencyBudget{NOT_AVAILABLE};          ///< [s]; not available: none
    double energyBudget{NOT_AVAILABLE};           ///< [J]; not available: none
    TaskTotals planned;                           ///< what the plan expects
    TaskTotals realised;                          ///< what happened
    std::vector<StepRecord> steps;                ///< in the order of the plan
    TaskOutcome outcome{TaskOutcome::UNFINISHED}; ///< how it ended
    std::string detail;                           ///< the reason in words, may be empty
    bool deadlineMissed{false};                   ///< set by the monitor, see InferenceMonitor::End
    bool energyMissed{false};                     ///< set by the monitor, see InferenceMonitor::End

    /// @param [in] name of a step  @returns the first of that name, or nullptr
    const StepRecord* FindStep(const std::string& name) const;
    /// @param [in] name of a step  @returns the first of that name, or nullptr
    StepRecord* FindStep(const std::string& name);
    /// @param [in] name of a step  @returns the first of that name; one of which nothing is
    /// available if the task has none, because it never got a plan
    const StepRecord& GetStep(const std::string& name) const;
};

/**
 * @ingroup edge-ai
 * Records of tasks, wherever they are kept: in memory or, of many that have ended, in a temporary
 * file. What has to look at all of them goes through them here, one after the other, in the memory
 * of one.
 */
class RecordSource
{
  public:
    /// Where a record is kept, for Get(); nothing else is to be read from it.
    using Place = uint64_t;
    /// Told about every record and its place. It must not begin or end tasks.
    using PlacedVisitor = std::function<void(const TaskRecord& record, Place place)>;

    virtual ~RecordSource() = default;

    /**
     * Go through all records.
     * @param [in] visitor is told about each, ascending in id; the record is there until it returns
     * @throws std::runtime_error if a temporary file cannot be read
     */
    virtual void Visit(const PlacedVisitor& visitor) const = 0;

    /**
     * @param [in] place of a record that Visit() told, with no task begun or ended since
     * @returns the record, valid until the next call
     * @throws std::runtime_error if a temporary file cannot be read
     */
    virtual const TaskRecord& Get(Place place) const = 0;

    /// @returns every kind of figures that a record or a step has; for look-ups, in no order
    virtual std::set<const FigureKind*> GetKinds() const = 0;

    /// @param [in] visitor is told about each, ascending in id; see Visit()
    void ForEach(const std::function<void(const TaskRecord& record)>& visitor) const
    {
        Visit([&visitor](const TaskRecord& record, Place) { visitor(record); });
    }
};

/**
 * @ingroup edge-ai
 * @param [in] records tasks
 * @returns the names of their steps, each once: every task's in its order, as far as tasks agree
 */
std::vector<std::string> ListStepNames(const std::vector<const TaskRecord*>& records);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TASK_RECORD_H
