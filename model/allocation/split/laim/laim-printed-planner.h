/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PRINTED_PLANNER_H
#define EDGE_AI_LAIM_PRINTED_PLANNER_H

#include "laim-planner-base.h"
#include "laim-printed-solver.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * What the planners of the printed problem of LAIM (arXiv 2505.09214v1) share: a keep ratio for
 * either part and the kept share of all weights as the merit that cuts and bands are compared by.
 * The distortion of their plans is LaimPlanner's, so that it may be compared; the printed bound
 * (41) is another quantity, the l2 norm of the change of all weights, and is the plan's
 * parameterDistortion. The attributes Distortion, CountMask and DistortionTable only say what is
 * reported.
 *
 * The printed problem has no least keep ratio, clock or power, no static power, no change of clock,
 * no memory and no link of known rate; where a problem has, they bind here as they do for
 * LaimPlanner, and where they are zero the plan is the printed one.
 */
class LaimPrintedPlannerBase : public LaimPlannerBase
{
  public:
    /// What is made as large as possible.
    enum Objective
    {
        SHARE,   ///< the kept share of all weights: all that the printed bound depends on
        MAX_MIN, ///< the smaller keep ratio, which keeps both parts alike
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    /// @param [in] planned a case  @returns the bounds of its keep ratios
    virtual PartBounds GetBounds(const LaimCase& planned) const;
    /// @returns what is made as large as possible
    virtual Objective GetObjective() const;
    /// @param [in] planned restricted case  @param [in] context the rest  @returns the exact plan
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;
    /// @param [in] planned a case  @param [in] solution for it
    /// @returns the solution where a part without work and weights keeps as the other does
    LaimSolution Settle(const LaimCase& planned, LaimSolution solution) const;

  private:
    void ReportDistortion(const LaimCase& planned,
                          const Context& context,
                          SplitDecision& decision) const override;
};

/**
 * @ingroup edge-ai
 * The printed problem solved exactly (SolveLaimPrinted) for every admissible cut.
 */
class LaimPrintedPlanner : public LaimPrintedPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Objective GetObjective() const override;

    Objective m_objective;
};

/**
 * @ingroup edge-ai
 * The same budgets with both parts kept alike (objective MaxMin): what published curves follow.
 */
class LaimPrintedMaxMinPlanner : public LaimPrintedPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Objective GetObjective() const override;
};

/**
 * @ingroup edge-ai
 * The printed problem by the printed iteration (SolveLaimPrintedSca). A plan whose rounds ended
 * before it came within Gap of what no plan exceeds has summary.limited set and the distance in
 * summary.residual, and its decision says so in its reason: it keeps its budgets, and is no
 * optimum.
 */
class LaimPrintedScaPlanner : public LaimPrintedPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;
    void Remark(const LaimSolution& solution, SplitDecision& decision) const override;

    double m_initialKeepRatio;
    double m_initialPower;
    double m_tolerance;
    double m_gap;
    uint32_t m_maxRounds;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PRINTED_PLANNER_H
