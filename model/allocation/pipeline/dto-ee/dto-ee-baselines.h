/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_BASELINES_H
#define EDGE_AI_DTO_EE_BASELINES_H

#include "dto-ee-network.h"
#include "dto-ee-planner-base.h"
#include "dto-ee-solver.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Baselines: rows of a rule or a game, with thresholds as the attribute Thresholds says - in force
 * (the default), none, or the best ones at these rows. The names of DTO-EE's baselines are not
 * confirmed by its text, and the definitions are this module's.
 */
class DtoEeBaselinePlanner : public DtoEePlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEePlan DoPlan(const DtoEeProblem& problem) const override;
    /**
     * @param [in] problem a sound one
     * @param [in] network of it
     * @param [in] passing S_0..S_H
     * @param [out] summary how it got there
     * @returns its rows over the links
     */
    virtual DtoEeShares FindRows(const DtoEeProblem& problem,
                                 const DtoEeNetwork& network,
                                 const std::vector<double>& passing,
                                 PlanSummary& summary) const = 0;

    DtoEeThresholds m_thresholds; ///< what becomes of them
};

/// @ingroup edge-ai
/// CF, computing first: in proportion to the nodes' speed.
class DtoEeComputingFirstPlanner : public DtoEeBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEeShares FindRows(const DtoEeProblem& problem,
                         const DtoEeNetwork& network,
                         const std::vector<double>& passing,
                         PlanSummary& summary) const override;
};

/// @ingroup edge-ai
/// BF, bandwidth first: in proportion to the links' rates.
class DtoEeBandwidthFirstPlanner : public DtoEeBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEeShares FindRows(const DtoEeProblem& problem,
                         const DtoEeNetwork& network,
                         const std::vector<double>& passing,
                         PlanSummary& summary) const override;
};

/// @ingroup edge-ai
/// Equal shares for all nodes within reach.
class DtoEeUniformPlanner : public DtoEeBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEeShares FindRows(const DtoEeProblem& problem,
                         const DtoEeNetwork& network,
                         const std::vector<double>& passing,
                         PlanSummary& summary) const override;
};

/// @ingroup edge-ai
/// NGTO: everybody for itself (PlayNgto()).
class DtoEeNgtoPlanner : public DtoEeBaselinePlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    DtoEeShares FindRows(const DtoEeProblem& problem,
                         const DtoEeNetwork& network,
                         const std::vector<double>& passing,
                         PlanSummary& summary) const override;
};

/// @ingroup edge-ai
/// GA: a central genetic search (SearchDtoEeGenetic()), by default over thresholds, too.
class DtoEeGeneticPlanner : public DtoEePlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::string ExplainRefusal(const DtoEeProblem& problem) const override;
    DtoEePlan DoPlan(const DtoEeProblem& problem) const override;

    DtoEeThresholds m_thresholds;
    uint32_t m_population;
    uint32_t m_generations;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_BASELINES_H
