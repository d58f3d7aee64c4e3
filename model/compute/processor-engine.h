/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_ENGINE_H
#define EDGE_AI_PROCESSOR_ENGINE_H

#include "job-admission.h"
#include "job-notices.h"
#include "job-queue.h"
#include "processor-accounts.h"
#include "processor-services.h"
#include "unit-state.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/random-variable-stream.h"

#include <string>

namespace ns3
{
namespace edgeai
{

class Processor;
class ProcessorSettings;

/**
 * @ingroup edge-ai
 * What makes a Processor run: takes jobs in, starts what can start, asks the governor, and brings
 * work and energy up to each instant at which anything changes.
 *
 * Every change goes the same way: Settle() accounts for the time up to now, something is changed,
 * Refresh() lets everything that depends on it follow and tells users last, when the state is
 * consistent. So whoever is told may change something again; the way is then gone through inside.
 */
class ProcessorEngine
{
  public:
    /// @param [in] owner whose settings, governor and traces it uses; it outlives this
    explicit ProcessorEngine(Processor& owner);
    ~ProcessorEngine();

    // One owner and events of its own.
    ProcessorEngine(const ProcessorEngine&) = delete;
    ProcessorEngine& operator=(const ProcessorEngine&) = delete;

    /// Check the configuration and begin accounting; once.
    void Start();
    /**
     * End: jobs are refused for want of power from now on.
     * @param [in] tell whether to end the jobs that are here and to tell their owners
     */
    void Stop(bool tell);
    /// @returns whether Start() was called
    bool IsStarted() const;

    /// @param [in] job a job  @returns its id
    uint64_t Submit(Job job);
    /// @param [in] id of a job  @param [out] report what became of it, unless null
    /// @returns whether it was waiting or served; it ends CANCELLED
    bool Cancel(uint64_t id, JobReport* report);
    /// @param [in] powered whether there is power
    void SetPowered(bool powered);
    /// Let the governor decide anew, now, unless it is being asked.
    void Reconsider();
    /// @param [in] stream of the service times  @returns number of streams used
    int64_t AssignStreams(int64_t stream);

    /// @returns memory, to keep some of it aside
    JobAdmission& GetAdmission()
    {
        return m_admission;
    }

    /// @returns jobs waiting
    const JobQueue& GetQueue() const
    {
        return m_queue;
    }

    /// @returns jobs served
    const ProcessorServices& GetServices() const
    {
        return m_services;
    }

    /// @returns clock, standstill, sleep and supply
    const UnitState& GetState() const
    {
        return m_state;
    }

    /// @returns power and energy
    const ProcessorAccounts& GetAccounts() const
    {
        return m_accounts;
    }

    /// @returns how many jobs have ended
    const JobNotices& GetNotices() const
    {
        return m_notices;
    }

    /// @returns time since the last account, what queries of the above go on by [s]
    long double GetElapsed() const;
    /// @returns jobs submitted so far
    uint64_t GetSubmittedCount() const;

  private:
    /// Bring work and energy up to now and take out what is finished.
    void Settle();
    /// After any change: start what can start, set clock, rates, power and events, tell users.
    void Refresh();
    /// Something scheduled is due.
    void HandleEvent();
    /// Settings may have changed: end the program if they do not go together, let the queue follow.
    void FollowSettings();
    /// Jobs that wait and want more than there is now go.
    void DropMisfits();
    /// Start what can start.
    void Dispatch();
    /// @returns whether the next job has to wait for units, or for its batch to fill
    bool MustWait();
    /// Serve the next batch.
    void BeginService();
    /// @returns most jobs served together with the next one; asserts one waits
    uint32_t GetBatchLimit() const;
    /// Serve a job in its slice at once. @param [in] pending the job
    void BeginSliced(PendingJob pending);
    /// Jobs over the limit go.
    void EnforceQueueLimit();
    /// With processor sharing, make room for the next job or let it go.
    void EnforceSharingLimit();
    /// Ask the governor and change the clock.
    void UpdateClock();
    /// Schedule the next change.
    void UpdateEvents();
    /// Tell users what has happened.
    void Flush();
    /**
     * Account for the end of a job and note that its owner is to be told.
     * @param [in] job the job
     * @param [in] outcome how it ended
     * @param [in] reason in words
     * @returns what the owner will be told
     */
    JobReport EndJob(PendingJob job, JobOutcome outcome, const std::string& reason);
    /**
     * End a job that waits.
     * @param [in] id of the job
     * @param [in] outcome how
     * @param [in] reason in words
     */
    void DropQueued(uint64_t id, JobOutcome outcome, const std::string& reason);
    /**
     * End everything.
     * @param [in] outcome how
     * @param [in] reason in words
     */
    void EndAll(JobOutcome outcome, const std::string& reason);

    Processor& m_owner;                    //!< settings, governor, traces
    const ProcessorSettings& m_settings;   //!< the owner's
    Ptr<ExponentialRandomVariable> m_draw; //!< service times of the exponential law, mean 1
    JobAdmission m_admission;              //!< memory
    JobQueue m_queue;                      //!< jobs waiting
    ProcessorServices m_services;          //!< jobs served
    UnitState m_state;                     //!< clock, standstill, sleep, supply
    ProcessorAccounts m_accounts;          //!< power and energy
    JobNotices m_notices;                  //!< what users have not been told yet
    bool m_started{false};                 //!< configuration checked, accounts running
    bool m_refreshing{false};              //!< Refresh() is at work
    uint64_t m_lastId{0};                  //!< of the job submitted last
    uint32_t m_units{0};                   //!< that those who wait fit
    double m_maxClock{0};                  //!< that those who wait fit [cycle/s]
    Time m_settled;                        //!< instant of the accounts
    EventId m_event;                       //!< next end of a service, an overhead or a standstill
    EventId m_batchEvent;                  //!< end of the wait for a batch to fill
    EventId m_sleepEvent;                  //!< end of the idle time before sleep
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_ENGINE_H
