/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_SETTINGS_H
#define EDGE_AI_PROCESSOR_SETTINGS_H

#include "operating-points.h"
#include "power-law.h"
#include "processor-latencies.h"

#include "ns3/nstime.h"
#include "ns3/type-id.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

struct ServiceCapacity;

/**
 * @ingroup edge-ai
 * What a processor is: the attributes that describe it, and what follows from them whatever it is
 * doing. A part of Processor, whose attributes these are.
 */
class ProcessorSettings : public ProcessorLatencies
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

    /// @returns the name among the processors of its node
    std::string GetName() const;
    /// @returns "" or one sentence naming the attribute that is wrong and its allowed range
    std::string Validate() const;

    /// @returns c [FLOP/cycle] of one unit
    double GetFlopPerCycle() const;
    /// @returns clock at which measured times hold [cycle/s]; without any, the largest
    double GetLatencyClock() const;
    /// @returns largest clock [cycle/s]
    double GetMaxClock() const;
    /// @returns least clock [cycle/s]
    double GetMinClock() const;
    /// @returns the clocks there are
    const OperatingPoints& GetOperatingPoints() const;
    /// @returns number of units
    uint32_t GetUnits() const;
    /// @returns what rates follow from
    ServiceCapacity GetCapacity() const;
    /// @returns fixed time of a job [s]
    double GetJobOverhead() const;
    /// @returns memory for jobs and models [B]; 0: unlimited
    double GetMemorySize() const;

    /// @returns the discipline
    Discipline GetDiscipline() const;
    /// @returns most jobs waiting, or sharing
    uint32_t GetQueueLimit() const;
    /// @returns who goes over the limit
    DropPolicy GetDropPolicy() const;
    /// @returns distribution of service times
    ServiceLaw GetServiceLaw() const;
    /// @returns most jobs served together
    uint32_t GetBatchSize() const;
    /// @returns longest wait for a batch to fill
    Time GetBatchWindow() const;
    /// @returns beta: n jobs together take n^beta times as long as one
    double GetBatchExponent() const;
    /// @returns what has a clock of its own
    ClockDomain GetClockDomain() const;

    /// @returns busy power of a unit, without the usage effectiveness
    PowerLaw GetPowerLaw() const;
    /// @returns psi of a unit [W/(cycle/s)^3]; for laws that are not cubic see PowerLaw
    double GetPowerCoefficient() const;
    /// @returns x: a job on r units draws r^x times the dynamic power of one on one
    double GetUnitPowerExponent() const;
    /// @returns eta, power drawn over power of the processor alone
    double GetUsageEffectiveness() const;
    /// @returns power of an idle unit, without the usage effectiveness [W]
    double GetIdlePower() const;
    /// @returns power of the whole processor asleep, without the usage effectiveness [W]
    double GetSleepPower() const;
    /// @returns idle time before sleep
    Time GetSleepDelay() const;
    /// @returns time from sleep to service
    Time GetWakeLatency() const;

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

  protected:
    ProcessorSettings() = default;
    ~ProcessorSettings() = default;

    /**
     * Give a class that has these settings their attributes.
     * @param [in] tid TypeId of a class that is derived from this one
     * @returns the TypeId with the attributes
     */
    static TypeId AddAttributes(TypeId tid);

  private:
    /// @param [in] coefficient psi of the cubic law [W/(cycle/s)^3]
    void SetPowerCoefficient(double coefficient);

    std::string m_name;              //!< among the processors of the node
    OperatingPoints m_points;        //!< clocks
    double m_flopPerCycle{1};        //!< c of one unit [FLOP/cycle]
    uint32_t m_units{1};             //!< identical units
    double m_speedupExponent{1};     //!< alpha
    double m_unitPowerExponent{1};   //!< x
    double m_memoryBandwidth{0};     //!< [B/s], 0: unlimited
    double m_memorySize{0};          //!< [B], 0: unlimited
    Time m_jobOverhead;              //!< fixed time of a service
    Discipline m_discipline{FCFS};   //!< who is next
    bool m_workConserving{true};     //!< what slices leave over is used
    uint32_t m_queueLimit{0};        //!< most jobs waiting
    DropPolicy m_dropPolicy{};       //!< who goes over the limit
    ServiceLaw m_serviceLaw{};       //!< distribution of service times
    uint32_t m_batchSize{1};         //!< most jobs served together
    Time m_batchWindow;              //!< longest wait for a batch to fill
    double m_batchExponent{1};       //!< beta
    PowerLaw::Kind m_powerKind{};    //!< shape of the busy power
    double m_staticPower{0};         //!< of a busy unit [W]
    double m_powerCoefficient{0};    //!< psi [W/(cycle/s)^3]
    double m_switchedCapacitance{0}; //!< C [F]
    double m_usageEffectiveness{1};  //!< eta
    double m_idlePower{0};           //!< of an idle unit [W]
    double m_sleepPower{0};          //!< of the whole processor asleep [W]
    Time m_sleepDelay;               //!< idle time before sleep
    Time m_wakeLatency;              //!< from sleep to service
    ClockDomain m_clockDomain{};     //!< what has a clock of its own
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_SETTINGS_H
