/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_SERVICES_H
#define EDGE_AI_PROCESSOR_SERVICES_H

#include "job-service.h"

#include <list>
#include <vector>

namespace ns3
{
namespace edgeai
{

class OperatingPoints;

/**
 * @ingroup edge-ai
 * What a processor serves now, in the order in which it began, and at which rate.
 */
class ProcessorServices
{
  public:
    /**
     * Begin to serve jobs together, now. They stand still until rates are set; in a slice, they
     * wait until there is a rate for them.
     * @param [in] jobs who is served, not empty
     * @param [in] overhead fixed time of a job [s]
     * @param [in] exponent beta of the batch, 0..1
     * @returns the service, valid until the next call that takes something out
     */
    const JobService& Begin(std::vector<PendingJob> jobs, double overhead, double exponent);
    /// @param [in] elapsed time since the last call, at constant rates, clocks and powers [s]
    void Advance(long double elapsed);
    /**
     * Clocks from now on.
     * @param [in] points clocks there are
     * @param [in] clock of the processor [cycle/s]
     * @param [in] own whether a service that asks for a clock has one of its own
     * @param [in] sliced the same, for those in slices
     */
    void SetClocks(const OperatingPoints& points, double clock, bool own, bool sliced);
    /**
     * Rates from now on, at the clocks that were set.
     * @param [in] capacity what serves
     * @param [in] standstill whether nothing moves
     */
    void SetRates(const ServiceCapacity& capacity, bool standstill);
    /**
     * Jobs in slices whose turn has come: there is something of the units for them.
     * @returns reports of those that begin now, each once
     */
    std::vector<JobReport> TakeStarted();

    /**
     * Take out what has less than a time step to go.
     * @param [in] shared whether the end of an overhead has an event of its own, because it matters
     *             to the memory bandwidth of the others
     * @returns jobs that are done, in the order in which they began
     */
    std::vector<PendingJob> TakeFinished(bool shared);
    /**
     * @param [in] id of a job
     * @param [out] job the job, no longer served
     * @returns whether it was served
     */
    bool TakeOut(uint64_t id, PendingJob& job);
    /// @returns the first job of the service that began first, which ends if it has no other
    PendingJob TakeOldest();
    /// @returns all jobs, in the order in which they began; nothing is served any more
    std::vector<PendingJob> TakeAll();

    /// @returns the services, in the order in which they began
    const std::list<JobService>& GetServices() const;
    /// @returns the same, to charge energy to
    std::list<JobService>& GetServices();
    /// @returns whether nothing is served
    bool IsEmpty() const;
    /// @returns number of jobs served
    uint32_t GetJobCount() const;
    /// @returns sum of the units that those outside slices want
    uint64_t GetUnitsWanted() const;
    /**
     * @param [in] capacity what serves
     * @returns time to the next change of a rate that nobody else brings about [s]; infinite if
     *          nothing is served
     */
    long double GetTimeToChange(const ServiceCapacity& capacity) const;
    /// @param [in] elapsed since the last Advance() [s]  @returns what is left of each by now
    std::vector<PendingWork> GetWork(long double elapsed) const;
    /// @param [in] elapsed since the last Advance() [s]  @returns energy of what is served [J]
    double GetEnergy(long double elapsed) const;

  private:
    std::list<JobService> m_services; //!< in the order in which they began
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_SERVICES_H
