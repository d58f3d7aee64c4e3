/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_PLANNER_H
#define EDGE_AI_DTO_EE_PLANNER_H

#include "dto-ee-planner-base.h"
#include "dto-ee-solver.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What planners that run DTO-EE's rounds have in common: its settings.
class DtoEeRoundsPlanner : public DtoEePlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

    /// @returns the attributes, with the thresholds of the method
    DtoEeSolverOptions GetOptions() const;

  private:
    std::string ExplainRefusal(const DtoEeProblem& problem) const override;
    DtoEePlan DoPlan(const DtoEeProblem& problem) const override;
    /// @returns what becomes of the thresholds
    virtual DtoEeThresholds GetThresholds() const;
    /// @param [in] problem a sound one  @param [in] network of it  @returns rows and thresholds
    virtual DtoEeSolution Solve(const DtoEeProblem& problem, const DtoEeNetwork& network) const;

    uint32_t m_slots;
    uint32_t m_rounds;
    double m_tolerance;
    DtoEeStep m_step;
    double m_gamma;
    bool m_safeguard;
    double m_kappa;
    double m_penalty;
    bool m_measuredPrices;
    DtoEeScope m_scope;
};

/// @ingroup edge-ai
/// DTO-EE: rows and thresholds, all rounds in one place (Xie et al., arXiv 2412.08284; steps of
/// this module's derivation).
class DtoEePlanner : public DtoEeRoundsPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
};

/// @ingroup edge-ai
/// DTO-EE by parts on the nodes that exchange messages in memory (DtoEeExchange): the same plan.
class DtoEeDistributedPlanner : public DtoEeRoundsPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEeSolution Solve(const DtoEeProblem& problem, const DtoEeNetwork& network) const override;
};

/// @ingroup edge-ai
/// DTO-EE with the thresholds in force.
class DtoEeFixedThresholdsPlanner : public DtoEeRoundsPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEeThresholds GetThresholds() const override;
};

/// @ingroup edge-ai
/// DTO-EE where nobody leaves early.
class DtoEeNoExitPlanner : public DtoEeRoundsPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEeThresholds GetThresholds() const override;
};

/// @ingroup edge-ai
/// What DTO-EE comes to if it has all the time it wants: rounds until the gap is 1e-7 of the time,
/// slots until the thresholds stay.
class DtoEeReferencePlanner : public DtoEePlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEePlan DoPlan(const DtoEeProblem& problem) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_PLANNER_H
