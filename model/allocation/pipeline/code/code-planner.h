/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_PLANNER_H
#define EDGE_AI_CODE_PLANNER_H

#include "code-path-planner.h"
#include "code-search.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of the planners that look for the best path (Maleki, Shah-Mansouri, Khalaj, arXiv
/// 2401.00631; algorithms of this module's derivation).
class CodeSearchPlanner : public CodePathPlanner
{
  public:
    /// Values of the attribute Objective.
    enum Objective
    {
        REWARD,
        COST,
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    /// @returns what a path is chosen for
    CodeObjective GetObjective() const;

  private:
    Objective m_objective; ///< from the attribute
};

/// @ingroup edge-ai
/// CoDE: predict, train the most promising path, decide again (see SearchStaged).
class CodePlanner : public CodeSearchPlanner
{
  public:
    /// Values of the attribute Training.
    enum Training
    {
        LAW,
        MEASURED,
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    CodePlan DoPlan(const CodeProblem& problem) const override;
    /// @param [in] problem a sound problem  @returns the plan with all training done by the law
    CodePlan PlanByLaw(const CodeProblem& problem) const;
    /// @param [in] problem a sound problem  @returns the best trained path, and what to train next
    CodePlan PlanByMeasurement(const CodeProblem& problem) const;

    Training m_training; ///< who says how accurate a path is after training
    bool m_fitPredictor; ///< whether the predictor follows what was measured
};

/// @ingroup edge-ai
/// The path of the best prediction, trained without asking whether another would have been better.
class CodePredictorPlanner : public CodeSearchPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    CodePlan DoPlan(const CodeProblem& problem) const override;
};

/// @ingroup edge-ai
/// Trains every path: the reference for CodePlanner.
class CodeExhaustivePlanner : public CodeSearchPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const CodeProblem& problem) const override;
    CodePlan DoPlan(const CodeProblem& problem) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_PLANNER_H
