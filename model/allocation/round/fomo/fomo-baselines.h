/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_BASELINES_H
#define EDGE_AI_FOMO_BASELINES_H

#include "fomo-planner-base.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// EQUAL-BW: equal shares of the band, and the best matching for them.
class FomoEqualBandPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;
};

/// @ingroup edge-ai
/// Blocks for equal shares, shares for these blocks, and so on (see AlternateFomo).
class FomoAlternatingPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;
};

/// @ingroup edge-ai
/// INDEX-ORDER: from the deepest block on the first free worker that has the memory.
class FomoIndexOrderPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;
};

/// @ingroup edge-ai
/// RANDOM: from the deepest block on a free worker that has the memory, drawn by lot with one of
/// the problem's uniformDraws each; every matching is as likely as any other.
class FomoRandomPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;
};

/// @ingroup edge-ai
/// COMPUTE-ONLY: the best matching if sending took no time, whose time is the plan's lower bound;
/// the band is divided for it.
class FomoComputeOnlyPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;
};

/// @ingroup edge-ai
/// FULL-FED: every worker that has the memory trains all blocks on its own data (federated
/// parameter-efficient tuning).
class FomoFullFederatedPlanner : public FomoPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Decision Decide(const RoundProblem& problem) const override;
};

/// @ingroup edge-ai
/// SINGLE: one worker trains all blocks, and has the whole band; the fastest.
class FomoSinglePlanner : public FomoPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Decision Decide(const RoundProblem& problem) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_BASELINES_H
