/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_BASELINES_H
#define EDGE_AI_IOVT_BASELINES_H

#include "ns3/chain-planner.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of the baselines that use one structure everywhere: all of this module's derivation, since
 * those of arXiv 2411.00838 were not available. Their plans are carried out even where they exceed
 * a memory, the latency limit or miss the floor of the accuracy: status VIOLATED then.
 */
class IovtOneStructurePlanner : public ChainPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    std::string ExplainRefusal(const ChainProblem& problem) const override;
    /// @param [in] problem a problem  @returns the structure to use
    uint32_t GetOption(const ChainProblem& problem) const;

  private:
    int64_t m_option; ///< -1: the largest
};

/// @ingroup edge-ai
/// Baselines whose cuts follow from a rule.
class IovtRulePlanner : public IovtOneStructurePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    ChainPlan DoPlan(const ChainProblem& problem) const override;
    /// @param [in] problem a sound problem  @returns c_0..c_M
    virtual std::vector<uint32_t> ChooseCuts(const ChainProblem& problem) const = 0;
};

/// @ingroup edge-ai
/// DEVICE-i: the whole network on one device; the others relay.
class IovtDevicePlanner : public IovtRulePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const ChainProblem& problem) const override;
    std::vector<uint32_t> ChooseCuts(const ChainProblem& problem) const override;

    uint32_t m_device; ///< from 1
};

/// @ingroup edge-ai
/// EQUAL-LAYERS: as many layers for every device (see CutIntoEqualLayers).
class IovtEqualLayersPlanner : public IovtRulePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<uint32_t> ChooseCuts(const ChainProblem& problem) const override;
};

/// @ingroup edge-ai
/// EQUAL-FLOP: as much work for every device (see CutByShares).
class IovtEqualFlopPlanner : public IovtRulePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<uint32_t> ChooseCuts(const ChainProblem& problem) const override;
};

/// @ingroup edge-ai
/// PEAK-PROP: work in proportion to the computing peaks (see CutByShares).
class IovtPeakProportionalPlanner : public IovtRulePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<uint32_t> ChooseCuts(const ChainProblem& problem) const override;
};

/// @ingroup edge-ai
/// SPLIT-POINT: one cut between the first and the last device, of least latency (see
/// CutBetweenTwo).
class IovtSplitPointPlanner : public IovtRulePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<uint32_t> ChooseCuts(const ChainProblem& problem) const override;
};

/// @ingroup edge-ai
/// FIXED-STRUCTURE: one structure everywhere, cuts of least bottleneck within the memories.
class IovtFixedStructurePlanner : public IovtOneStructurePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const ChainProblem& problem) const override;
    ChainPlan DoPlan(const ChainProblem& problem) const override;
};

/// @ingroup edge-ai
/// STRUCTURE-ONLY: as many layers for every device, structures and pick as IovtPlanner.
class IovtStructureOnlyPlanner : public ChainPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const ChainProblem& problem) const override;
    ChainPlan DoPlan(const ChainProblem& problem) const override;
};

/// @ingroup edge-ai
/// UNFUSED: branches computed one after the other (see MakeUnfused), cuts of least bottleneck
/// within the memories. The stages' option is the largest, which has all branches.
class IovtUnfusedPlanner : public ChainPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();
    bool PlansBranchByBranch() const override;

  private:
    std::string ExplainRefusal(const ChainProblem& problem) const override;
    ChainPlan DoPlan(const ChainProblem& problem) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_BASELINES_H
