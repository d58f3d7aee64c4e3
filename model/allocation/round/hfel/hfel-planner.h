/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HFEL_PLANNER_H
#define EDGE_AI_HFEL_PLANNER_H

#include "allocation/round/round-planner.h"
#include "hfel-band.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of the planners of a cell of hierarchical learning (HFEL, after Gao, Zhang, Gong and Guo,
 * arXiv 2409.19509, section S1 of the module's definition): clock, power and band of every device.
 * Takes problems with the part update whose workers have processors. Where the round may take
 * longer than it must (update.time), everybody keeps his band and the energy falls.
 */
class HfelPlannerBase : public RoundPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const RoundProblem& problem) const final;
    RoundPlan DoPlan(const RoundProblem& problem) const final;

    /// @param [in,out] workers devices, whose clocks a method may restrict
    /// @returns "" or why it cannot, in words
    virtual std::string Restrict(std::vector<HfelWorker>& workers) const;

    /// @param [in] workers devices with budgets above their floors  @param [in] bandwidth [Hz]
    /// @param [in] granularity [Hz]  @returns shares of the band
    virtual HfelDivision Divide(const std::vector<HfelWorker>& workers,
                                double bandwidth,
                                double granularity) const = 0;

    /// @returns whether no plan is faster than that of Divide()
    virtual bool IsExact() const;
};

/// @ingroup edge-ai
/// S1: the shortest round, exactly.
class HfelPlanner : public HfelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    HfelDivision Divide(const std::vector<HfelWorker>& workers,
                        double bandwidth,
                        double granularity) const override;
    bool IsExact() const override;
};

/// @ingroup edge-ai
/// Equal bands, and each device's fastest clock and power within the same budget.
class HfelEqualBandPlanner : public HfelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    HfelDivision Divide(const std::vector<HfelWorker>& workers,
                        double bandwidth,
                        double granularity) const override;
};

/// @ingroup edge-ai
/// Equal bands and a fixed share of the largest clock, and each device's largest power within what
/// is left of the budget.
class HfelFixedClockPlanner : public HfelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string Restrict(std::vector<HfelWorker>& workers) const override;
    HfelDivision Divide(const std::vector<HfelWorker>& workers,
                        double bandwidth,
                        double granularity) const override;

    double m_clockShare; ///< of the largest clock
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HFEL_PLANNER_H
