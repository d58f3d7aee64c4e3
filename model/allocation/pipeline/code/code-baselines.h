/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_BASELINES_H
#define EDGE_AI_CODE_BASELINES_H

#include "code-path-planner.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// No coordination: the local model as it is.
class CodeOwnPathPlanner : public CodePathPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    CodePlan DoPlan(const CodeProblem& problem) const override;
};

/// @ingroup edge-ai
/// Local blocks 1..b and a connection into the head, without the host; the b of the best reward.
/// Only the name is the paper's.
class CodeEdgeEarlyPlanner : public CodePathPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    CodePlan DoPlan(const CodeProblem& problem) const override;
};

/// @ingroup edge-ai
/// All blocks of the host and the local head.
class CodeFullOffloadPlanner : public CodePathPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    CodePlan DoPlan(const CodeProblem& problem) const override;
};

/// @ingroup edge-ai
/// A copy of the local model at the host, which runs it behind a cut: the cut of the best reward.
/// Needs the host's memory and the model's parameters there; INFEASIBLE without that room.
class CodeMirroringPlanner : public CodePathPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const CodeProblem& problem) const override;
    CodePlan DoPlan(const CodeProblem& problem) const override;
};

/// @ingroup edge-ai
/// A path drawn by lot: the first of the problem's uniformDraws.
class CodeRandomPathPlanner : public CodePathPlanner
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

#endif // EDGE_AI_CODE_BASELINES_H
