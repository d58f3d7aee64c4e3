/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FEDQVR_PLANNERS_H
#define EDGE_AI_FEDQVR_PLANNERS_H

#include "allocation/round/round-planner.h"
#include "fedqvr-solver.h"

#include <cstdint>
#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of the planners of rounds in which everybody trains the whole model for some local steps and
 * sends its quantised update within a window. Steps and powers are completed here: an energy budget
 * takes steps, then power, then the worker's part. The same planner plans before training, with
 * updates as they are expected, and after it, with those that workers report.
 */
class FedQvrPlannerBase : public RoundPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const RoundProblem& problem) const final;
    RoundPlan DoPlan(const RoundProblem& problem) const final;

    /// @returns whether it takes links of given rates beside fading ones
    virtual bool TakesRates() const
    {
        return false;
    }

    /// @param [in] problem with updates, over a link it takes  @returns "" or why it is not taken
    virtual std::string ExplainUnfit(const RoundProblem& problem) const
    {
        (void)problem;
        return "";
    }

    /// @param [in] problem of at least one device  @returns what is decided
    virtual FedQvrSolution Solve(const FedQvrCase& problem) const = 0;
};

/// @ingroup edge-ai
/// FedQVR-E: bits and band that make the variance least (see SolveFedQvr).
class FedQvrPlanner : public FedQvrPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    FedQvrSolution Solve(const FedQvrCase& problem) const override;

    uint32_t m_singleChangesMax; ///< workers up to which all are tried
    double m_tolerance;          ///< of the relaxation
};

/// @ingroup edge-ai
/// Every combination of bits: the reference for FedQvrPlanner.
class FedQvrEnumerationPlanner : public FedQvrPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    FedQvrSolution Solve(const FedQvrCase& problem) const override;
};

/// @ingroup edge-ai
/// FedQVR-fixed: equal bands and common bits. Over links of given rates, or of a band with given
/// efficiencies, an upload is lost if it takes longer than the window, if there is one.
class FedQvrEqualPlanner : public FedQvrPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    bool TakesRates() const override;
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    FedQvrSolution Solve(const FedQvrCase& problem) const override;

    uint32_t m_bits; ///< B
};

/// @ingroup edge-ai
/// The same probability of loss for everybody, as FedTOE has it (see DivideForUniformOutage).
class FedQvrUniformOutagePlanner : public FedQvrPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    FedQvrSolution Solve(const FedQvrCase& problem) const override;

    double m_least;    ///< probability of the grid
    double m_most;     ///< likewise
    uint32_t m_points; ///< of the grid
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FEDQVR_PLANNERS_H
