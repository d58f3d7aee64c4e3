/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_H
#define EDGE_AI_PROCESSOR_H

#include "governor.h"
#include "job-queue.h"
#include "job.h"
#include "operating-points.h"
#include "power-law.h"
#include "service-rate.h"

#include "ns3/event-id.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"
#include "ns3/traced-callback.h"
#include "ns3/traced-value.h"

#include <deque>
#include <list>
#include <string>
#include <vector>

namespace ns3
{

class Node;

namespace edgeai
{

/**
 * @ingroup edge-ai
 * A processor of a node: identical units under one clock, a queue, a governor and energy accounts.
 *
 * Service of a batch of n jobs takes overhead + max(n^beta F / (c f r^alpha), n^beta M / bandwidth)
 * with F FLOP and M bytes of the mean job, c FLOP per cycle and unit, clock f, r units. Any change
 * (clock, sharing) keeps the work that is left and rescales its time; work and energy are
 * integrated in closed form from change to change, so there is no polling and no drift.
 *
 * Every job's done is called exactly once, after the processor's own state is consistent again, so
 * that it may submit or cancel. An owner that goes away cancels its jobs first; when the simulator
 * is destroyed or the last holder lets go with jobs still pending, nobody is called.
 */
class Processor : public Object
{
  public:
    /// Who is served next.
    enum Discipline
    {
        FCFS,
        PROCESSOR_SHARING,
        PRIORITY,
        EARLIEST_DEADLINE,
    };

    /// Who goes when the queue is over its limit.
    enum DropPolicy
    {
        DROP_NEWEST,
        DROP_OLDEST,
    };

    /// Distribution of service times.
    enum ServiceLaw
    {
        DETERMINISTIC,
        EXPONENTIAL,
    };

    /// What has a clock of its own.
    enum ClockDomain
    {
        SHARED_CLOCK,  ///< all units run at the governor's clock
        PER_JOB_CLOCK, ///< the units of a job run at Job::clock if the governor follows plans
    };

    /**
     * Signature of the job traces.
     * @param [in] report what has happened to the job so far
     */
    typedef void (*JobTracedCallback)(const JobReport& report);

    /// @returns the TypeId
    static TypeId GetTypeId();
    Processor();
    ~Processor() override;

    /**
     * @param [in] node a node
     * @param [in] name of a processor; empty: the first one installed
     * @returns the node's processor of that name, nullptr if there is none
     */
    static Ptr<Processor> Find(Ptr<Node> node, const std::string& name = "");

    /**
     * Hand in a job. It is refused, with a reason, if it is unsound, if its resident bytes do not
     * fit, or while there is no power; done is then called, possibly before this returns.
     * @param [in] job the job
     * @returns its id, unique for this processor, ascending from 1
     */
    uint64_t Submit(Job job);
    /**
     * Withdraw a job; it ends CANCELLED.
     * @param [in] id as returned by Submit()
     * @returns whether it was waiting or served
     */
    bool Cancel(uint64_t id);
    /**
     * Keep memory aside for something that stays, such as the weights of a model.
     * @param [in] bytes how much [B], >= 0
     * @returns whether it fitted; if not nothing is kept
     */
    bool ReserveMemory(double bytes);
    /// @param [in] bytes memory to give back, at most what was reserved [B]
    void ReleaseMemory(double bytes);
    /**
     * Switch the supply. Without power all jobs end BATTERY, as do those submitted later.
     * @param [in] powered whether there is power
     */
    void SetPowered(bool powered);
    /// Let the governor decide anew, now.
    void Reconsider();
    /**
     * @param [in] stream first stream to use
     * @returns number of streams used
     */
    int64_t AssignStreams(int64_t stream);

    /// @param [in] governor governor from now on; not nullptr
    void SetGovernor(Ptr<Governor> governor);
    /// @returns the governor
    Ptr<Governor> GetGovernor() const;
    /// @param [in] node the node this processor belongs to
    void SetNode(Ptr<Node> node);
    /// @returns the node this processor belongs to, nullptr if none
    Ptr<Node> GetNode() const;
    /// @returns the name among the processors of its node
    std::string GetName() const;
    /// @returns "" or one sentence naming the attribute that is wrong and its allowed range
    std::string Validate() const;

    /// @returns c [FLOP/cycle] of one unit
    double GetFlopPerCycle() const;
    /// @returns largest clock [cycle/s]
    double GetMaxClock() const;
    /// @returns least clock [cycle/s]
    double GetMinClock() const;
    /// @returns current clock [cycle/s]
    double GetClock() const;
    /// @returns the clocks there are
    const OperatingPoints& GetOperatingPoints() const;
    /// @returns psi of a unit [W/(cycle/s)^3]; for laws that are not cubic see PowerLaw
    double GetPowerCoefficient() const;
    /// @returns eta, power drawn over power of the processor alone
    double GetUsageEffectiveness() const;
    /// @returns number of units
    uint32_t GetUnits() const;
    /// @returns x: a job on r units draws r^x times the dynamic power of one on one
    double GetUnitPowerExponent() const;
    /// @returns fixed time of a job [s]
    double GetJobOverhead() const;
    /// @returns what rates follow from
    ServiceCapacity GetCapacity() const;
    /// @returns the discipline
    Discipline GetDiscipline() const;
    /// @returns memory for jobs and models [B]; 0: unlimited
    double GetMemorySize() const;
    /// @returns memory that is not in use [B]; infinite if unlimited
    double GetFreeMemory() const;

    /**
     * @param [in] flop work [FLOP]
     * @param [in] bytes memory traffic [B]
     * @param [in] units units used, 1..Units
     * @param [in] clock clock, 0: the largest [cycle/s]
     * @returns deterministic service time of one such job alone [s]
     */
    double GetServiceTime(double flop, double bytes, uint32_t units, double clock) const;
    /**
     * @param [in] clock from the least to the largest [cycle/s]
     * @returns power of one busy unit with static part and usage effectiveness [W]
     */
    double GetBusyUnitPower(double clock) const;

    /// @returns jobs served now
    uint32_t GetServedCount() const;
    /// @returns jobs waiting now
    uint32_t GetWaitingCount() const;
    /// @returns jobs submitted so far
    uint64_t GetSubmittedCount() const;
    /// @returns jobs completed so far
    uint64_t GetCompletedCount() const;
    /// @returns jobs that ended otherwise so far
    uint64_t GetDroppedCount() const;
    /// @returns what is left of each batch in service
    std::vector<PendingWork> GetWorkInService() const;
    /// @returns what waits, in the order of service
    std::vector<PendingWork> GetWorkWaiting() const;
    /// @returns how long the units will still stand still for a transition [s]
    double GetStandstill() const;
    /// @returns integral of busy units over time so far [s]
    double GetBusyUnitTime() const;
    /// @returns power drawn now, with usage effectiveness [W]
    double GetPower() const;
    /// @param [in] cause what for  @returns energy spent on it so far, with eta [J]
    double GetEnergy(EnergyCause cause) const;
    /// @returns dynamic and static energy of busy units so far: the sum over all jobs [J]
    double GetBusyEnergy() const;
    /// @returns energy so far, all causes [J]
    double GetTotalEnergy() const;

  protected:
    void NotifyConstructionCompleted() override;
    void DoInitialize() override;
    void DoDispose() override;

  private:
    /// How far a service has come.
    struct Progress
    {
        long double overheadLeft{0}; ///< fixed time still to go [s]
        long double left{1};         ///< share of the work still to do
        double rate{0};              ///< share of the work done per second [1/s]
        double clock{0};             ///< clock of its units [cycle/s]
        double power{0};             ///< its busy power, with eta [W]
        long double cycles{0};       ///< integral of the clock
        long double energy{0};       ///< of the jobs still in it [J]
    };

    /// Jobs that are served together.
    struct Service
    {
        Progress progress;
        std::vector<PendingJob> jobs;
        std::vector<double> weights; ///< share of each job in the energy, sum 1
        double flop{0};              ///< work of all of them [FLOP]
        double bytes{0};             ///< memory traffic of all of them [B]
        uint32_t units{1};           ///< units wanted
        double askedClock{0};        ///< largest clock asked for [cycle/s]
        Time started;
    };

    /// Something users are to be told once the state is consistent.
    struct Notice
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

    /// @name Attribute accessors
    /// @{
    void SetFlopPerCycle(double flopPerCycle);
    void SetUnits(uint32_t units);
    void SetSpeedupExponent(double exponent);
    void SetUnitPowerExponent(double exponent);
    double GetSpeedupExponent() const;
    void SetMemoryBandwidth(double bandwidth);
    double GetMemoryBandwidth() const;
    void SetPowerLaw(PowerLaw::Kind kind);
    PowerLaw::Kind GetPowerLaw() const;
    void SetStaticPower(double power);
    double GetStaticPower() const;
    void SetPowerCoefficient(double coefficient);
    void SetSwitchedCapacitance(double capacitance);
    double GetSwitchedCapacitance() const;
    /// @}

    /// Check the configuration and begin accounting; once.
    void Start();
    /// @param [in] job a job  @param [out] outcome why not  @returns "" or why it is refused
    std::string ExplainRefusal(const Job& job, JobOutcome& outcome) const;
    /// Bring work and energy up to now and take out what is finished.
    void Settle();
    /// @param [in,out] progress of a service  @param [in] elapsed since the last account [s]
    static void Advance(Progress& progress, long double elapsed);
    /// @param [in] progress of a service  @returns time it still takes at its present rate [s]
    static long double GetTimeLeft(const Progress& progress);
    /// After any change: start what can start, set clock, rates, power and events, tell users.
    void Refresh();
    /// Start what can start.
    void Dispatch();
    /// @param [in] jobs a batch that waited, not empty
    void BeginService(std::vector<PendingJob> jobs);
    /// Jobs over the limit go.
    void EnforceQueueLimit();
    /// With processor sharing, make room for the next job or let it go.
    void EnforceSharingLimit();
    /// @param [in] id a job that goes before anybody was told that it had come
    void ForgetQueued(uint64_t id);
    /// Ask the governor and change the clock.
    void UpdateClock();
    /// Set the rate of everything in service.
    void UpdateRates();
    /// Set the power from what is in service.
    void UpdatePower();
    /// Schedule the next change.
    void UpdateEvents();
    /// Let the traced values follow.
    void Publish();
    /// Tell users what has happened.
    void Flush();
    /// Something scheduled is due.
    void HandleEvent();
    /**
     * Account for the end of a job and note that its owner is to be told.
     * @param [in] job the job
     * @param [in] outcome how it ended
     * @param [in] reason in words
     */
    void EndJob(PendingJob job, JobOutcome outcome, const std::string& reason);
    /**
     * Take one job out of its service.
     * @param [in,out] service in service
     * @param [in] index which of its jobs
     * @returns the job with its share of the energy
     */
    PendingJob TakeOut(Service& service, std::size_t index) const;
    /**
     * End everything.
     * @param [in] outcome how
     * @param [in] reason in words
     */
    void EndAll(JobOutcome outcome, const std::string& reason);
    /// @returns whether the units stand still now
    bool IsStalled() const;
    /// @returns time since the last account [s]
    long double GetElapsed() const;

    // Attributes
    std::string m_name;                    //!< among the processors of the node
    OperatingPoints m_points;              //!< clocks
    ServiceCapacity m_capacity;            //!< what rates follow from
    double m_memorySize;                   //!< [B], 0: unlimited
    Time m_jobOverhead;                    //!< fixed time of a service
    Discipline m_discipline;               //!< who is next
    uint32_t m_queueLimit;                 //!< most jobs waiting
    DropPolicy m_dropPolicy;               //!< who goes over the limit
    ServiceLaw m_serviceLaw;               //!< distribution of service times
    uint32_t m_batchSize;                  //!< most jobs served together
    Time m_batchWindow;                    //!< longest wait for a batch to fill
    double m_batchExponent;                //!< beta
    PowerLaw m_powerLaw;                   //!< busy power of a unit
    double m_usageEffectiveness;           //!< eta
    double m_idlePower;                    //!< of an idle unit [W]
    double m_sleepPower;                   //!< of the whole processor asleep [W]
    Time m_sleepDelay;                     //!< idle time before sleep
    Time m_wakeLatency;                    //!< from sleep to service
    ClockDomain m_clockDomain;             //!< what has a clock of its own
    Ptr<Governor> m_governor;              //!< decides the clock
    Ptr<ExponentialRandomVariable> m_draw; //!< service times of the exponential law, mean 1

    // State
    Ptr<Node> m_node;              //!< owner
    bool m_started{false};         //!< configuration checked, accounts running
    bool m_powered{true};          //!< supply
    bool m_refreshing{false};      //!< Refresh() is at work
    bool m_flushing{false};        //!< Flush() is at work
    bool m_asleep{false};          //!< sleep state
    bool m_waking{false};          //!< the standstill is a waking up
    uint64_t m_lastId{0};          //!< of the job submitted last
    uint64_t m_completed{0};       //!< jobs completed
    uint64_t m_dropped{0};         //!< jobs that ended otherwise
    double m_memoryUsed{0};        //!< [B]
    JobQueue m_queue;              //!< jobs waiting
    std::list<Service> m_services; //!< in service, in the order of their start
    std::deque<Notice> m_notices;  //!< what users have not been told yet
    Time m_settled;                //!< instant of the accounts
    Time m_stallEnd;               //!< end of the standstill
    Time m_idleSince;              //!< since when nothing is served
    double m_clockNow{0};          //!< [cycle/s]
    double m_stallClock{0};        //!< larger clock of the transition [cycle/s]
    double m_busyUnits{0};         //!< units busy since the last account
    PowerByCause m_powerNow{};     //!< drawn since the last account [W]
    PowerByCause m_energy{};       //!< up to the last account [J]
    long double m_busyUnitTime{0}; //!< up to the last account [s]
    EventId m_event;               //!< next end of a service, an overhead or a standstill
    EventId m_batchEvent;          //!< end of the wait for a batch to fill
    EventId m_sleepEvent;          //!< end of the idle time before sleep

    // Traces
    TracedCallback<const JobReport&> m_jobQueued;   //!< a job waits
    TracedCallback<const JobReport&> m_jobStarted;  //!< a job is served
    TracedCallback<const JobReport&> m_jobFinished; //!< a job completed
    TracedCallback<const JobReport&> m_jobDropped;  //!< a job ended otherwise
    TracedValue<double> m_clockTrace{0};            //!< [cycle/s]
    TracedValue<double> m_powerTrace{0};            //!< [W]
    TracedValue<double> m_utilizationTrace{0};      //!< busy units over units
    TracedValue<uint32_t> m_queueTrace{0};          //!< jobs waiting
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_H
