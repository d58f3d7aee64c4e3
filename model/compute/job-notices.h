/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_JOB_NOTICES_H
#define EDGE_AI_JOB_NOTICES_H

#include "job-queue.h"

#include <deque>
#include <functional>
#include <string>

namespace ns3
{
namespace edgeai
{

/// Something users are to be told once the processor's state is consistent.
struct JobNotice
{
    /// What it is about.
    enum Kind
    {
        QUEUED,
        STARTED,
        FINISHED,
        DROPPED,
    };

    Kind kind{QUEUED};
    JobReport report;
    std::function<void(const JobReport&)> done; ///< for FINISHED and DROPPED
};

/**
 * @ingroup edge-ai
 * What has happened to jobs that users have not been told yet, in the order in which it happened.
 * Those who are told may bring about more: it is told after what is here already, by whoever is
 * telling.
 */
class JobNotices
{
  public:
    /// @param [in] report of a job that was accepted
    void AddQueued(const JobReport& report);
    /// @param [in] report of a job whose service has begun
    void AddStarted(const JobReport& report);
    /**
     * @param [in] job a job that has ended now
     * @param [in] outcome how it ended
     * @param [in] reason in words, when it was not completed
     * @returns what its owner is told
     */
    JobReport AddEnd(PendingJob job, JobOutcome outcome, const std::string& reason);
    /// @param [in] id a job that goes before anybody was told that it had come
    void ForgetQueued(uint64_t id);
    /**
     * Tell everything. Does nothing while a call of it is at work, which will.
     * @param [in] tell tells one; it may add more, and must not let this go
     */
    void Flush(const std::function<void(const JobNotice&)>& tell);

    /// @returns jobs completed so far
    uint64_t GetCompletedCount() const;
    /// @returns jobs that ended otherwise so far
    uint64_t GetDroppedCount() const;
    /// @returns energy charged to all these jobs [J]
    double GetEnergy() const;

  private:
    std::deque<JobNotice> m_notices; //!< the next one first
    bool m_flushing{false};          //!< Flush() is at work
    uint64_t m_completed{0};         //!< jobs completed
    uint64_t m_dropped{0};           //!< jobs that ended otherwise
    long double m_energy{0};         //!< of all these [J]
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_JOB_NOTICES_H
