/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LOAD_GOVERNORS_H
#define EDGE_AI_LOAD_GOVERNORS_H

#include "governor.h"

#include "ns3/event-id.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of governors that look at the load of the last sampling period: busy units over units,
 * averaged over the period. The clock is the largest until the first sample.
 *
 * Samples are taken at multiples of the period after the processor has started. While the
 * processor is idle at its least clock they could change nothing and are left out, so that a
 * governor does not keep a simulation alive.
 */
class LoadGovernor : public Governor
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    double ChooseClock() override;

  protected:
    void DoDispose() override;

  private:
    /**
     * @param [in] load of the last period, 0..1
     * @param [in] clock now [cycle/s]
     * @returns clock for the next period [cycle/s]
     */
    virtual double Decide(double load, double clock) const = 0;
    void DoAttach() override;
    /// A sampling period is over.
    void Sample();
    /// Wait for the end of the sampling period that is running.
    void Resume();

    Time m_period;            //!< sampling period
    Time m_origin;            //!< instant samples are counted from
    double m_clock{0};        //!< decision of the last sample [cycle/s]; 0: none yet
    double m_busyUnitTime{0}; //!< at the beginning of the period [s]
    EventId m_sample;         //!< end of the period
};

/**
 * @ingroup edge-ai
 * Linux' ondemand rule (cpufreq_ondemand.c): above the threshold the largest clock, else
 * least + load (largest - least), taken to an operating point.
 */
class OnDemandGovernor : public LoadGovernor
{
  public:
    /// Which operating point is taken for a clock between two (Linux: relations C, L and H).
    enum Rounding
    {
        NEAREST,
        UP,
        DOWN,
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    double Decide(double load, double clock) const override;

    double m_threshold{0};        //!< load above which the largest clock is taken
    Rounding m_rounding{NEAREST}; //!< to an operating point
};

/**
 * @ingroup edge-ai
 * Linux' conservative rule: one step up above the upper threshold, one down below the lower one.
 * A step is one operating point, or a share of the largest clock where clocks are continuous.
 */
class ConservativeGovernor : public LoadGovernor
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    double Decide(double load, double clock) const override;

    double m_upThreshold{0};   //!< load above which the clock rises
    double m_downThreshold{0}; //!< load below which the clock falls
    double m_step{0};          //!< step of a continuous range over the largest clock
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LOAD_GOVERNORS_H
