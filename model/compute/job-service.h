/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_JOB_SERVICE_H
#define EDGE_AI_JOB_SERVICE_H

#include "job-queue.h"
#include "service-rate.h"

#include "ns3/nstime.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Jobs that are served together, and how far they have come: the fixed overhead first, then the
 * work. A change of rate, clock or power keeps what is left; time, cycles and energy are integrated
 * in closed form from one change to the next.
 */
class JobService
{
  public:
    /**
     * Begins now. n jobs take n^beta times as long as one of their mean work, or what was measured
     * of the first of them.
     * @param [in] jobs who is served, not empty
     * @param [in] overhead fixed time of a job [s]
     * @param [in] exponent beta, 0..1
     */
    JobService(std::vector<PendingJob> jobs, double overhead, double exponent);

    /// @returns the jobs in it
    const std::vector<PendingJob>& GetJobs() const;
    /// @returns units wanted
    uint32_t GetUnits() const;
    /// @returns largest clock asked for [cycle/s]; 0: none
    double GetAskedClock() const;
    /// @returns clock of its units [cycle/s]
    double GetClock() const;
    /// @returns share of the processor that is kept for its flow; 0: it is in no slice
    double GetSlice() const;
    /// @returns what it gets of the units
    const UnitShare& GetShare() const;
    /// @returns fixed time still to go [s]
    long double GetOverheadLeft() const;
    /// @returns time still to go at the present rate, which is not 0 [s]
    long double GetTimeLeft() const;
    /// @returns whether work is being done
    bool IsMoving() const;
    /// @returns whether it is in a slice and waits for its turn
    bool IsWaiting() const;
    /// @param [in] alone whether nothing else is in service  @returns what its rate follows from
    ServiceLoad GetLoad(bool alone) const;
    /// @param [in] elapsed since the last Advance() [s]  @returns what is left of it by now
    PendingWork GetWork(long double elapsed) const;
    /// @param [in] elapsed since the last Advance() [s]  @returns energy of its jobs by now [J]
    long double GetEnergy(long double elapsed) const;

    /// @param [in] clock of its units from now on [cycle/s]
    /// @param [in] own whether it is its own, not that of the whole processor
    void SetClock(double clock, bool own);
    /// @param [in] share what it gets of the units from now on
    void SetShare(const UnitShare& share);
    /// @param [in] rate share of the work done per second from now on [1/s]; 0: standing still
    void SetRate(double rate);
    /// It was there and waited: service begins only now.
    void Start();
    /// @param [in] power charged to its jobs from now on [W]
    void SetPower(double power);
    /// @param [in] elapsed time since the last call, at constant rate, clock and power [s]
    void Advance(long double elapsed);
    /// What is left of the overhead is less than a time step: it is over.
    void EndOverhead();
    /**
     * Take one job out.
     * @param [in] index which
     * @returns the job with its share of the energy
     */
    PendingJob TakeOut(std::size_t index);

  private:
    /// How far it has come.
    struct Progress
    {
        long double overheadLeft{0}; ///< fixed time still to go [s]
        long double left{1};         ///< share of the work still to do
        double rate{0};              ///< share of the work done per second [1/s]
        double clock{0};             ///< clock of its units [cycle/s]
        double power{0};             ///< its busy power, with eta [W]
        long double cycles{0};       ///< integral of the clock
        long double energy{0};       ///< of the jobs still in it [J]

        /// @param [in] elapsed since the last call [s]
        void Advance(long double elapsed);
    };

    std::vector<PendingJob> m_jobs; //!< who is served
    std::vector<double> m_weights;  //!< share of each job in the energy, sum 1
    double m_flop{0};               //!< work of all of them [FLOP]
    double m_bytes{0};              //!< memory traffic of all of them [B]
    uint32_t m_units{1};            //!< units wanted
    double m_askedClock{0};         //!< largest clock asked for [cycle/s]
    double m_workClock{0};          //!< its work takes as long as there [cycle/s]; 0: it follows
    double m_slice{0};              //!< share of the processor that is kept for its flow; 0: none
    uint64_t m_flow{0};             //!< whose slice it is
    bool m_waiting{false};          //!< for its turn in its slice
    bool m_ownClock{false};         //!< its clock is not that of the whole processor
    UnitShare m_share;              //!< what it gets of the units
    Time m_started;                 //!< instant of the beginning
    Progress m_progress;            //!< how far it has come
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_JOB_SERVICE_H
