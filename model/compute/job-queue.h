/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_JOB_QUEUE_H
#define EDGE_AI_JOB_QUEUE_H

#include "job.h"

#include <cstddef>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// A job as its processor keeps it.
struct PendingJob
{
    Job job;
    JobReport report;
    double scale{1};  ///< random factor of its service time (exponential service law)
    double energy{0}; ///< used so far [J]
    double done{0};   ///< share of its work that is done, in [0, 1]
};

/**
 * @ingroup edge-ai
 * The jobs that wait, in the order in which they will be served. Of equal jobs the one submitted
 * first is served first.
 */
class JobQueue
{
  public:
    /// What decides who is next.
    enum Order
    {
        SUBMISSION,       ///< submitted first
        HIGHEST_PRIORITY, ///< largest Job::priority
        NEXT_DEADLINE,    ///< least Job::deadline
    };

    /// @param [in] order what decides from now on, also about those that wait
    void SetOrder(Order order);
    /// @param [in] job a job whose id is larger than that of all jobs before it
    void Push(PendingJob job);
    /// @returns number of jobs waiting
    std::size_t GetSize() const;
    /// @returns the job that is next; undefined if none waits
    const PendingJob& Front() const;
    /// @param [in] look told of every job that waits, in the order of service
    void ForEach(const std::function<void(const PendingJob&)>& look) const;
    /// @returns id of the job submitted first of all that wait; undefined if none waits
    uint64_t GetOldest() const;
    /// @returns id of the job submitted last of all that wait; undefined if none waits
    uint64_t GetNewest() const;
    /**
     * @param [in] limit most jobs wanted, >= 1
     * @returns how many jobs could be served with the next one: itself, and those of its model
     */
    std::size_t CountBatch(std::size_t limit) const;
    /**
     * Take the next job and those of its model.
     * @param [in] limit most jobs wanted, >= 1
     * @returns the jobs, no longer waiting; empty if none waited
     */
    std::vector<PendingJob> PopBatch(std::size_t limit);
    /**
     * @param [in] id of a job
     * @param [out] job the job, no longer waiting
     * @returns whether it waited
     */
    bool Remove(uint64_t id, PendingJob& job);
    /**
     * @param [in] id of a job
     * @returns how many jobs wait before it; GetSize() if it does not wait
     */
    std::size_t CountBefore(uint64_t id) const;
    /// @param [in] overhead fixed time of a job [s]  @returns what waits, in the order of service
    std::vector<PendingWork> GetWork(double overhead) const;

  private:
    /// Sorts by what the order asks for, then by id.
    using Key = std::pair<int64_t, uint64_t>;
    /// @param [in] job a job  @returns where it stands
    Key GetKey(const PendingJob& job) const;

    Order m_order{SUBMISSION};          //!< what decides who is next
    std::map<Key, PendingJob> m_jobs;   //!< by order of service
    std::map<uint64_t, Key> m_position; //!< by id, that is by submission
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_JOB_QUEUE_H
