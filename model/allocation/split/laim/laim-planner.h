/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_PLANNER_H
#define EDGE_AI_LAIM_PLANNER_H

#include "laim-planner-base.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * LAIM (arXiv 2505.09214): keep ratio, transmit power and both clocks that make the distortion
 * least within a latency and an energy budget, solved exactly (SolveLaim) for every admissible cut.
 */
class LaimPlanner : public LaimPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;
    bool MaximisesKeepRatio() const override;
};

/**
 * @ingroup edge-ai
 * The same problem by successive convex approximation, the iterative way of LAIM's authors
 * (SolveLaimSca).
 */
class LaimScaPlanner : public LaimPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;

    double m_initialPower;
    double m_tolerance;
    uint32_t m_maxRounds;
};

/**
 * @ingroup edge-ai
 * LAIM with separate keep ratios for the device's and the server's part (SolveLaimSeparate).
 */
class LaimSeparatePlanner : public LaimPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_PLANNER_H
