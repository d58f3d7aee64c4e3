/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FOMO_PLANNER_H
#define EDGE_AI_FOMO_PLANNER_H

#include "fomo-planner-base.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// FoMo (Wu, Chen, Huang, arXiv 2407.09873): blocks and bandwidth together, exactly; on links of
/// their own blocks alone. The algorithm is this module's (see SolveFomoExactly).
class FomoPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;
};

/// @ingroup edge-ai
/// The paper's way, as far as its abstract tells: dual ascent (see AscendFomoDual).
class FomoDualPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;

    uint32_t m_iterations; ///< at most
    uint32_t m_patience;   ///< iterations without a better matching
    double m_step;         ///< first step
};

/// @ingroup edge-ai
/// CRUNCH: blocks alone, on links of known rates (see SolveFomoCrunch).
class FomoCrunchPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;
};

/// @ingroup edge-ai
/// Looks at every matching: the reference for FomoPlanner.
class FomoEnumerationPlanner : public FomoBlockPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainUnfit(const RoundProblem& problem) const override;
    FomoSolution Solve(const FomoCase& problem, const std::vector<double>& draws) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FOMO_PLANNER_H
