/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_INFERENCE_SUMMARY_H
#define EDGE_AI_INFERENCE_SUMMARY_H

#include "energy-balance.h"
#include "task-record.h"

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// How many tasks there were and what became of them.
struct TaskCounts
{
    uint64_t generated{0};  ///< tasks begun
    uint64_t completed{0};  ///< tasks with an answer
    uint64_t dropped{0};    ///< tasks with a reason
    uint64_t unfinished{0}; ///< begun and not ended
    std::map<TaskOutcome, uint64_t>
        byOutcome; ///< ended tasks; outcomes that did not occur are absent

    /// @returns true if generated = completed + dropped + unfinished, and the drops by reason add
    /// up
    bool IsConserved() const;
};

/**
 * @ingroup edge-ai
 * One quantity, planned against realised, over completed tasks. If tasks have both figures, all
 * means are over these. If none has, the mean is over the tasks with the realised figure or, if
 * there are none, with the planned one: means of different tasks never stand side by side.
 */
struct QuantitySummary
{
    std::string name;               ///< of the quantity
    std::string unit;               ///< SI; may be empty
    uint64_t plannedCount{0};       ///< completed tasks with a planned figure
    uint64_t realisedCount{0};      ///< completed tasks with a realised figure
    uint64_t count{0};              ///< completed tasks with both
    double planned{NOT_AVAILABLE};  ///< mean
    double realised{NOT_AVAILABLE}; ///< mean
    double ratio{NOT_AVAILABLE};    ///< realised over planned; not available if planned is 0
};

/// @ingroup edge-ai
/// Quantiles, linear between order statistics ("type 7", what numpy and R do unless told).
struct Percentiles
{
    double p50{NOT_AVAILABLE}; ///< median
    double p95{NOT_AVAILABLE}; ///< of 20 one is above
    double p99{NOT_AVAILABLE}; ///< of 100 one is above
};

/// @ingroup edge-ai
/// Why tasks of one outcome were dropped, most of them.
struct OutcomeReason
{
    std::string words; ///< of the first of them
    uint64_t count{0}; ///< tasks with these words, whatever the numbers in them
};

/// @ingroup edge-ai
/// Figures of one group of tasks.
struct TaskSummary
{
    TaskCounts counts; ///< how they ended
    /// The most frequent reason in words, by outcome; outcomes without any are absent.
    std::map<TaskOutcome, OutcomeReason> reasons;
    /// Waits and times of all steps, latency, energies of all steps, energy and distortion, then
    /// the figures of families. Latency, energy and distortion are always there.
    std::vector<QuantitySummary> quantities;
    Percentiles latencyPlanned;  ///< of completed tasks, as in quantities [s]
    Percentiles latencyRealised; ///< of the same tasks [s]
    uint64_t late{0};            ///< completed after the deadline
    uint64_t deadlineMissed{0};  ///< late, or dropped for anything but STOPPED
    uint64_t energyMissed{0};    ///< ended tasks that took more than their budget
    /// deadlineMissed over ended tasks with a latency budget, without those STOPPED; in [0, 1].
    double deadlineMissRatio{NOT_AVAILABLE};
    /// energyMissed over ended tasks with an energy budget and a realised energy; in [0, 1].
    double energyMissRatio{NOT_AVAILABLE};
    double energyTotal{0};                ///< realised energy of all ended tasks [J]
    double energyWasted{0};               ///< realised energy of dropped tasks [J]
    double completionRate{NOT_AVAILABLE}; ///< completed over first generation to last end [task/s]

    /**
     * @param [in] name "latency", "uplink energy", ... as in the printed table
     * @returns the quantity, or nullptr if there is none of that name
     */
    const QuantitySummary* Find(const std::string& name) const;
};

/// @ingroup edge-ai
/// Figures of a run: all tasks, and the same by planner, network and node.
struct InferenceSummary
{
    TaskSummary all;                                     ///< tasks
    std::map<std::string, TaskSummary> byPlanner;        ///< by name
    std::map<std::string, TaskSummary> byNetwork;        ///< by name
    std::map<uint32_t, TaskSummary> byNode;              ///< by ns-3 id of the device's node
    EnergyBalance energy;                                ///< by node
    std::map<uint32_t, std::string> nodeNames;           ///< by ns-3 id, as far as they have any
    std::vector<std::pair<std::string, uint64_t>> notes; ///< see InferenceMonitor::AddNote
    uint64_t errors{0};  ///< misuse of the monitor, see InferenceMonitor::GetErrors
    double warmUp{0};    ///< tasks generated before count in the energy alone [s]
    uint64_t leftOut{0}; ///< how many these are
};

/// @ingroup edge-ai
/// What a monitor knows while the simulation runs, without looking at a record.
struct LiveSummary
{
    TaskCounts counts;             ///< so far
    uint64_t late{0};              ///< completed after the deadline
    double latency{NOT_AVAILABLE}; ///< mean of completed tasks [s]
    Percentiles latencies; ///< of them [s]: exact for the first few, then estimated by P-square
    double energy{0};      ///< of ended tasks, as far as it is known [J]
};

/**
 * @ingroup edge-ai
 * @param [in] records tasks, ended or not; unfinished ones are those with outcome UNFINISHED
 * @returns their figures. Time O(n log n).
 */
TaskSummary SummariseTasks(const std::vector<const TaskRecord*>& records);

/**
 * @ingroup edge-ai
 * @param [in] source of tasks
 * @returns the same of all of them, in memory that does not grow with their number
 * @throws std::runtime_error if a temporary file cannot be written or read
 */
TaskSummary SummariseTasksOf(const RecordSource& source);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_INFERENCE_SUMMARY_H
