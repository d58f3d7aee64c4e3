/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_BASELINE_PLANNERS_H
#define EDGE_AI_PARTEL_BASELINE_PLANNERS_H

#include "partel-planner-base.h"

#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// EQUAL: uplink, power and model divided equally, whoever the workers are.
class PartelEqualPlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    RoundPlan Decide(const RoundProblem& problem) const override;
};

/// @ingroup edge-ai
/// BEST-GAIN: each subchannel to who has the best gain on it; loads follow.
class PartelBestGainPlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<RoundUplinkForm> GetForms() const override;
    RoundPlan Decide(const RoundProblem& problem) const override;
};

/// @ingroup edge-ai
/// COMPUTE-PROP: uplink divided equally, the model in proportion to the speed of computing.
class PartelComputePlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    RoundPlan Decide(const RoundProblem& problem) const override;
};

/// @ingroup edge-ai
/// FIXED-PARTITION: the model divided equally, the uplink so that the last worker ends early.
class PartelFixedPartitionPlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    RoundPlan Decide(const RoundProblem& problem) const override;
};

/// @ingroup edge-ai
/// FEDERATED: every worker trains and sends the whole model; the uplink as of FIXED-PARTITION, for
/// these loads (the same division where offsets are equal).
class PartelFederatedPlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    RoundPlan Decide(const RoundProblem& problem) const override;
};

/// @ingroup edge-ai
/// Bandwidth-aware parameter allocation of arXiv 2003.04544: equal bands, the best loads for them.
class PabaParameterPlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<RoundUplinkForm> GetForms() const override;
    RoundPlan Decide(const RoundProblem& problem) const override;
};

/// @ingroup edge-ai
/// Parameter-aware bandwidth allocation of arXiv 2003.04544: equal loads, the best bands for them.
class PabaBandwidthPlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<RoundUplinkForm> GetForms() const override;
    RoundPlan Decide(const RoundProblem& problem) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_BASELINE_PLANNERS_H
