/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_BASELINE_PLANNERS_H
#define EDGE_AI_ECC_BASELINE_PLANNERS_H

#include "ecc-baselines.h"
#include "ecc-planner-base.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What the planners of ECC's baselines without a descent share. Radios send at full power on
/// subchannels by turns; links of known rate at their rate, for no energy.
class EccBaselinePlanner : public EccPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Answer Decide(const EccProblem& ecc, const Context& context) const override;
    bool DecidesRadio() const override;
    /// @param [in] ecc a sound problem  @returns what the method does
    virtual EccBaseline Solve(const EccProblem& ecc) const = 0;
};

/// @ingroup edge-ai
/// The whole network on the device at full clock (see SolveDeviceOnly). LaimOnDevicePlanner is
/// something else: it prunes the network until it keeps the budgets.
class EccDeviceOnlyPlanner : public EccBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    EccBaseline Solve(const EccProblem& ecc) const override;
};

/// @ingroup edge-ai
/// The whole network on the server, equal shares of everything (see SolveEdgeOnly).
/// LaimOnServerPlanner is something else: it prunes the network until it keeps the budgets.
class EccEdgeOnlyPlanner : public EccBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    EccBaseline Solve(const EccProblem& ecc) const override;
};

/// @ingroup edge-ai
/// Least delay per user at the rate without interference (see SolveNeurosurgeon).
class NeurosurgeonPlanner : public EccBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    EccBaseline Solve(const EccProblem& ecc) const override;
};

/// @ingroup edge-ai
/// DNN surgery on a chain (see SolveDnnSurgery).
class DnnSurgeryPlanner : public EccBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    EccBaseline Solve(const EccProblem& ecc) const override;

    bool m_heavyLoad;
};

/// @ingroup edge-ai
/// Iterative alternating optimisation of splits and units (see SolveIao).
class IaoPlanner : public EccBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    EccBaseline Solve(const EccProblem& ecc) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_BASELINE_PLANNERS_H
