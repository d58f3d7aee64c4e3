/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_STEP_SUMMARY_H
#define EDGE_AI_STEP_SUMMARY_H

#include "task-record.h"

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// The steps of one name, over the tasks that finished them in the span. Plan and reality are means
/// over the same tasks, as far as there are tasks with both.
struct StepSummary
{
    std::string name;                     ///< of the step
    StepKind kind{StepKind::COMPUTE};     ///< what is done
    uint64_t tasks{0};                    ///< that finished it
    double planned{NOT_AVAILABLE};        ///< mean expected duration [s]
    double realised{NOT_AVAILABLE};       ///< mean duration [s]
    double wait{NOT_AVAILABLE};           ///< mean wait before it [s]
    double utilisation{NOT_AVAILABLE};    ///< busy time in the span, with whatever task, over the
                                          ///< span, per node that was
    double intensity{NOT_AVAILABLE};      ///< work over memory traffic [FLOP/B]
    double energyPlanned{NOT_AVAILABLE};  ///< mean [J]
    double energyRealised{NOT_AVAILABLE}; ///< mean [J]
};

/**
 * @ingroup edge-ai
 * @param [in] records tasks; what has no steps is left out
 * @param [in] from beginning of the span [s]; tasks generated before are left out of the means
 * @param [in] until its end [s]; steps that finish after it are left out of the means
 * @returns steps by name, in the order of ListStepNames()
 */
std::vector<StepSummary> SummariseSteps(const std::vector<const TaskRecord*>& records,
                                        double from,
                                        double until);

/**
 * @ingroup edge-ai
 * The same for tasks wherever their records are kept: InferenceMonitor::GetSource().
 * @param [in] source of tasks
 * @param [in] from beginning of the span [s]
 * @param [in] until its end [s]
 * @returns steps by name, in the order of ListStepNames()
 */
std::vector<StepSummary> SummariseStepsOf(const RecordSource& source, double from, double until);

/// @ingroup edge-ai
/// What came in and went out in one window of time.
struct ThroughputWindow
{
    double start{0};               ///< [s]
    double end{0};                 ///< [s]
    uint64_t generated{0};         ///< tasks
    uint64_t completed{0};         ///< tasks
    uint64_t dropped{0};           ///< tasks
    double latency{NOT_AVAILABLE}; ///< mean of completed tasks [s]

    /// @returns completed tasks per time [1/s]
    double GetThroughput() const;
};

/**
 * @ingroup edge-ai
 * @param [in] records tasks
 * @param [in] window length of a window [s], > 0
 * @param [in] until windows end here at the latest [s]; an incomplete last one is left out
 * @returns windows from 0 on
 * @throws std::invalid_argument unless window > 0
 */
std::vector<ThroughputWindow> ListThroughput(const std::vector<const TaskRecord*>& records,
                                             double window,
                                             double until);

/**
 * @ingroup edge-ai
 * The same for tasks wherever their records are kept: InferenceMonitor::GetSource().
 * @param [in] source of tasks
 * @param [in] window length of a window [s], > 0
 * @param [in] until windows end here at the latest [s]
 * @returns windows from 0 on
 * @throws std::invalid_argument unless window > 0
 */
std::vector<ThroughputWindow> ListThroughputOf(const RecordSource& source,
                                               double window,
                                               double until);

/**
 * @ingroup edge-ai
 * Print steps as a table: plan, reality, their ratio, wait, utilisation, energy.
 * @param [in] steps what SummariseSteps() returned
 * @param [in,out] os where to print
 */
void PrintSteps(const std::vector<StepSummary>& steps, std::ostream& os);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_STEP_SUMMARY_H
