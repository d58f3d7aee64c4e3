/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PROCESSOR_LATENCIES_H
#define EDGE_AI_PROCESSOR_LATENCIES_H

#include "ns3/type-id.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

class LatencyTable;
class OperatingPoints;
struct PowerLaw;

/**
 * @ingroup edge-ai
 * Measured times that a processor has of a network, instead of working them out from FLOP and
 * bytes. They hold at the clock they were measured at (one that the table does not state is taken
 * to be the processor's largest). What other clocks make of them was not measured: LatencyScaling
 * says what to assume. A table that states the power makes the processor draw that power at that
 * clock; its power law keeps its shape.
 */
class ProcessorLatencies
{
  public:
    /// What a clock makes of a measured time.
    enum LatencyScaling
    {
        FIXED_LATENCY, ///< nothing is assumed: the time stays, and planners know no other clock
        LATENCY_OVER_CLOCK, ///< the whole time is in inverse proportion to the clock
    };

    /// @param [in] table measured times; nullptr: none
    void SetLatencies(std::shared_ptr<const LatencyTable> table);
    /// @returns measured times, nullptr if there are none
    std::shared_ptr<const LatencyTable> GetLatencies() const;
    /// @param [in] network name of a profile, or its file  @returns whether its times were measured
    bool HasLatenciesOf(const std::string& network) const;
    /// @returns ways to execute a block, the preferred first; none: the only one
    std::vector<std::string> GetLatencyOptions() const;
    /// @returns what a clock makes of a measured time
    LatencyScaling GetLatencyScaling() const;

  protected:
    ProcessorLatencies() = default;
    ~ProcessorLatencies() = default;

    /// @param [in] tid TypeId of a class that is derived from this one  @returns it with attributes
    static TypeId AddLatencyAttributes(TypeId tid);

    /// @param [in] points clocks of the processor  @returns clock at which the times hold [cycle/s]
    double GetTableClock(const OperatingPoints& points) const;
    /**
     * @param [in] law power law of the processor, without any scale
     * @param [in] points its clocks
     * @param [in] units its units
     * @returns how many times that power was measured; 1: it was not measured
     */
    double GetPowerScale(const PowerLaw& law, const OperatingPoints& points, uint32_t units) const;
    /**
     * @param [in] law power law of the processor, without any scale
     * @param [in] points its clocks
     * @param [in] units its units
     * @returns "" or why the times cannot be this processor's
     */
    std::string ExplainLatencies(const PowerLaw& law,
                                 const OperatingPoints& points,
                                 uint32_t units) const;

  private:
    /// @param [in] nameOrFile of the table; empty: none; aborts with the reason if there is none
    void LoadLatencies(std::string nameOrFile);
    /// @returns name or file of the table, as set
    std::string GetLatencyName() const;

    std::shared_ptr<const LatencyTable> m_table; //!< measured times
    std::string m_tableName;                     //!< as set
    std::string m_options;                       //!< ways to execute, with blanks between them
    LatencyScaling m_scaling{FIXED_LATENCY};     //!< what a clock makes of them
    mutable std::map<std::string, std::string> m_profileNames; //!< those inside files, read once
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PROCESSOR_LATENCIES_H
