/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CONSTANT_GOVERNORS_H
#define EDGE_AI_CONSTANT_GOVERNORS_H

#include "governor.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Always one clock, which may be changed by hand at any time.
 */
class FixedGovernor : public Governor
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @param [in] clock clock wanted from now on [cycle/s]; 0: the largest
    void SetClock(double clock);
    /// @returns clock wanted [cycle/s]; 0: the largest
    double GetClock() const;
    double ChooseClock() override;
    double GetOnlyClock(const ProcessorSettings& settings) const override;

  private:
    double m_clock{0}; //!< clock wanted [cycle/s]; 0: the largest
};

/**
 * @ingroup edge-ai
 * Always the largest clock.
 */
class PerformanceGovernor : public Governor
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    double ChooseClock() override;
    double GetOnlyClock(const ProcessorSettings& settings) const override;
};

/**
 * @ingroup edge-ai
 * Always the least clock.
 */
class PowersaveGovernor : public Governor
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    double ChooseClock() override;
    double GetOnlyClock(const ProcessorSettings& settings) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CONSTANT_GOVERNORS_H
