/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_BASELINES_H
#define EDGE_AI_LAIM_BASELINES_H

#include "laim-planner-base.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Exact plan with some freedom taken away: what most baselines of LAIM are.
class LaimRestrictedPlanner : public LaimPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;
    bool MaximisesKeepRatio() const override;
};

/// @ingroup edge-ai
/// Everything on the device: cut L (a baseline of arXiv 2505.09214).
class LaimOnDevicePlanner : public LaimRestrictedPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    std::vector<SplitOption> SelectOptions(const SplitDevice& device) const override;
};

/// @ingroup edge-ai
/// Everything on the server: cut 0, the raw input is sent (a baseline of arXiv 2505.09214).
class LaimOnServerPlanner : public LaimRestrictedPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    std::vector<SplitOption> SelectOptions(const SplitDevice& device) const override;
};

/// @ingroup edge-ai
/// Cut in the middle: the cut nearest to L/2, rounded up (of two equally near ones the smaller),
/// unless the attribute Split names another (a baseline of this module).
class LaimFixedSplitPlanner : public LaimRestrictedPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    std::vector<SplitOption> SelectOptions(const SplitDevice& device) const override;
};

/// @ingroup edge-ai
/// Both clocks at their largest admissible value (a baseline of arXiv 2602.13052).
class LaimFixedFrequencyPlanner : public LaimRestrictedPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    void Restrict(LaimCase& planned) const override;
};

/// @ingroup edge-ai
/// Transmit power at its largest admissible value (a baseline of arXiv 2608.03026).
class LaimFixedPowerPlanner : public LaimRestrictedPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    void Restrict(LaimCase& planned) const override;
};

/// @ingroup edge-ai
/// Keep ratios drawn at random, mean distortion of those within the budgets (a baseline of
/// arXiv 2602.13052; see SolveRandomKeepRatio). Needs Draws uniform draws per device in the
/// problem.
class LaimRandomPlanner : public LaimPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    bool UsesDraws() const override;

  private:
    std::string ExplainMethodRefusal(const SplitProblem& problem) const override;
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;
    void Fail(const LaimCase& planned,
              const LaimSolution& solution,
              const SplitDevice& device,
              SplitDecision& decision) const override;

    uint32_t m_draws;
};

/// @ingroup edge-ai
/// The deadline divided equally over the stages (a baseline of this module; see SolveEqualTime).
class LaimEqualTimePlanner : public LaimPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    Shortfall FindShortfall(const LaimCase& planned) const override;

  private:
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;
};

/// @ingroup edge-ai
/// The whole network at any price (a baseline of this module; see SolveWithoutPruning). Budgets
/// that it breaks give status VIOLATED, and the reason says which and by how much.
class LaimNoPruningPlanner : public LaimPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    LaimSolution Solve(const LaimCase& planned, const Context& context) const override;
    void Fail(const LaimCase& planned,
              const LaimSolution& solution,
              const SplitDevice& device,
              SplitDecision& decision) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_BASELINES_H
