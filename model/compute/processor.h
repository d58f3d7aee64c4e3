/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_H
#define EDGE_AI_PROCESSOR_H

#include "governor.h"
#include "job.h"
#include "processor-settings.h"

#include "ns3/object.h"
#include "ns3/traced-callback.h"
#include "ns3/traced-value.h"

#include <memory>
#include <string>
#include <vector>

namespace ns3
{

class Node;

namespace edgeai
{

class ProcessorEngine;
struct JobNotice;

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
class Processor : public Object, public ProcessorSettings
{
  public:
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
     * @param [out] report what became of it, with the energy spent; unless null. Its done, which is
     *              told the same, may be called later: whoever is telling already goes on with it
     * @returns whether it was waiting or served
     */
    bool Cancel(uint64_t id, JobReport* report = nullptr);
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
    /// @returns current clock [cycle/s]
    double GetClock() const;
    /// @returns memory that is not in use [B]; infinite if unlimited
    double GetFreeMemory() const;
    /// @returns jobs served now
    uint32_t GetServedCount() const;
    /// @returns jobs waiting now
    uint32_t GetWaitingCount() const;
    /// @param [in] id of a job  @returns jobs that wait before it; all that wait if it is served
    uint32_t GetWaitingBefore(uint64_t id) const;
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
    /// @returns energy that was charged to jobs that have ended [J]
    double GetEndedEnergy() const;
    /// @returns energy that the jobs in service have taken so far [J]
    double GetServedEnergy() const;
    /// @returns energy so far, all causes [J]
    double GetTotalEnergy() const;

  protected:
    void NotifyConstructionCompleted() override;
    void DoInitialize() override;
    void DoDispose() override;

  private:
    friend class ProcessorEngine;

    /// Let the traced values follow.
    void Publish();
    /// @param [in] notice what users are told
    void Tell(const JobNotice& notice);

    Ptr<Governor> m_governor;                  //!< decides the clock
    Ptr<Node> m_node;                          //!< owner
    std::unique_ptr<ProcessorEngine> m_engine; //!< makes it run

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
