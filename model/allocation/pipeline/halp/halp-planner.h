/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_HALP_PLANNER_H
#define EDGE_AI_HALP_PLANNER_H

#include "halp-search.h"
#include "row-partition-planner.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Base of the planners with a host's zone between two secondaries (Li, Iosifidis, Zhang, arXiv
/// 2207.11294; timeline and search of this module's derivation, see SearchHalp).
class HalpZonePlanner : public RowPartitionPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    std::string ExplainRefusal(const RowPartitionProblem& problem) const override;
    RowPartitionPlan DoPlan(const RowPartitionProblem& problem) const override;

  private:
    /// @returns in which order a node computes the rows of a layer
    virtual HalpOrder GetOrder() const;
    /// @returns whether the zone is no wider than the secondaries' rows overlap
    virtual bool KeepsToOverlap() const;

    double m_zoneMin;           ///< least Z
    double m_zoneMax;           ///< largest Z
    double m_zoneStep;          ///< step of Z
    double m_ratioMin;          ///< least rho
    double m_ratioMax;          ///< largest rho
    double m_ratioStep;         ///< step of rho
    uint32_t m_convolutionZone; ///< least rows of the zone behind a convolution
    uint32_t m_poolingZone;     ///< least rows of the zone behind pooling
    bool m_refine;              ///< whether single boundaries are moved
};

/// @ingroup edge-ai
/// HALP with the best zone and ratio; the host alone where that is faster.
class HalpPlanner : public HalpZonePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    RowPartitionPlan DoPlan(const RowPartitionProblem& problem) const override;

    bool m_mayRunAlone; ///< whether the host may run everything
};

/// @ingroup edge-ai
/// HALP as first published: the host computes the overlap alone; the best ratio.
class HalpOverlapPlanner : public HalpZonePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    bool KeepsToOverlap() const override;
};

/// @ingroup edge-ai
/// HALP whose nodes compute rows that others wait for last: what hiding by order is worth.
class HalpBodyFirstPlanner : public HalpZonePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    HalpOrder GetOrder() const override;
};

/// @ingroup edge-ai
/// HALP with barriers around every exchange: what hiding is worth at all.
class HalpBarrierPlanner : public HalpZonePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    HalpOrder GetOrder() const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_HALP_PLANNER_H
