/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_JOB_H
#define EDGE_AI_JOB_H

#include "ns3/nstime.h"

#include <functional>
#include <limits>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// How a job ended.
enum class JobOutcome
{
    COMPLETED,
    QUEUE_FULL, ///< the queue limit was reached
    MEMORY,     ///< its resident bytes do not fit
    BATTERY,    ///< the energy source ran dry
    CANCELLED,  ///< withdrawn by its owner, or the simulation of the node stopped
    INVALID,    ///< a figure of the job is outside its range (the report's reason says which)
};

/**
 * @param [in] outcome an outcome
 * @returns its name in traces and tables, e.g. "completed", "queue-full"
 */
const char* ToString(JobOutcome outcome);

/// @cond
std::ostream& operator<<(std::ostream& os, JobOutcome outcome);

/// @endcond

/**
 * @ingroup edge-ai
 * What happened to a job; while it is still queued or served, what happened so far.
 */
struct JobReport
{
    uint64_t id{0};                            ///< as Submit() returned it
    uint64_t tag{0};                           ///< the owner's own number
    JobOutcome outcome{JobOutcome::COMPLETED}; ///< how it ended
    Time submitted;                            ///< instant
    Time started;        ///< when service began (equal to ended for jobs that never began)
    Time ended;          ///< instant
    double energy{0};    ///< busy energy of this job's share, with the usage effectiveness [J]
    double meanClock{0}; ///< cycles done over service time [cycle/s]
    double done{0};      ///< work done on it over the job's, its random factor included, >= 0
    double flop{0};      ///< that work [FLOP]
    /// Moved in memory for that [B]; not a number: the job names no traffic, which is not none.
    double bytesMoved{std::numeric_limits<double>::quiet_NaN()};
    Time deadline{Time::Max()}; ///< the job's own, to compare ended with
    std::string reason;         ///< in words, when outcome is not COMPLETED
};

/**
 * @ingroup edge-ai
 * A piece of work for a processor.
 */
struct Job
{
    double flop{0};             ///< work [FLOP], >= 0
    double bytesMoved{0};       ///< memory traffic for the roofline [B], >= 0
    double residentBytes{0};    ///< memory it occupies while queued and served [B], >= 0
    uint32_t units{1};          ///< units it uses, 1..Units
    uint32_t priority{0};       ///< larger is sooner (Priority discipline)
    Time deadline{Time::Max()}; ///< instant (EarliestDeadline, DeadlineAware governor)
    double clock{0};            ///< clock asked for by a plan [cycle/s]; 0: the governor decides
    double workClock{0};        ///< its work takes as long as at this clock, whatever the clock is
                         ///< [cycle/s], for times that were measured; 0: it follows the clock
    double slice{0};   ///< share of the processor that is kept for its flow, 0..1;
                       ///< 0: none, the discipline says when it is served
    uint64_t flow{0};  ///< whose slice it is; jobs of one flow use one slice
    uint64_t tag{0};   ///< the owner's own number
    std::string model; ///< jobs of one (non-empty) model may share a batch
    /// Measured: how many times as long as alone 1, 2, ... such jobs take together; larger batches
    /// than that are not made. Null: n^beta, for any n.
    std::shared_ptr<const std::vector<double>> batchGrowth;
    std::function<void(const JobReport&)> done; ///< called exactly once; may be empty
};

/// Work that is served or waits, as a governor sees it.
struct PendingWork
{
    double overhead{0};  ///< what is left of the fixed time [s]
    double flop{0};      ///< what is left of the work [FLOP]
    double bytes{0};     ///< what is left of the memory traffic [B]
    uint32_t units{1};   ///< units wanted
    double clock{0};     ///< clock asked for [cycle/s]; 0: none
    double workClock{0}; ///< the work takes as long as at this clock [cycle/s]; 0: it follows
    Time deadline{Time::Max()}; ///< the earliest of its jobs'
    double slice{0};            ///< share of the processor that is kept for its flow; 0: none
    uint64_t flow{0};           ///< whose slice it is
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_JOB_H
