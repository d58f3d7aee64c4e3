/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_PLANNER_H
#define EDGE_AI_PARTEL_PLANNER_H

#include "partel-planner-base.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Subchannels, powers and parameters together, so that the slowest worker ends as early as possible
 * (policy SUPPORT of arXiv 2010.04061). Over a flat band it divides band and parameters together
 * (arXiv 2003.04544), over links of given rates parameters alone; both are then the best there is
 * but for whole parameters.
 */
class PartelPlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    RoundPlan Decide(const RoundProblem& problem) const override;
    /// @param [in] problem over subchannels  @returns the plan
    RoundPlan PlanSubchannels(const RoundProblem& problem) const;
    /// @param [in] problem over a band  @returns the plan
    RoundPlan PlanBand(const RoundProblem& problem) const;
    /// @param [in] problem over links of given rates  @returns the plan
    RoundPlan PlanRates(const RoundProblem& problem) const;

    bool m_polish;   ///< whether the rounded division is improved
    bool m_readjust; ///< whether the uplink is adjusted to loads of whole units
};

/**
 * @ingroup edge-ai
 * The best owners of all subchannels, by looking at every division: the reference for small rounds.
 */
class PartelExactPlanner : public PartelPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    std::vector<RoundUplinkForm> GetForms() const override;
    std::string ExplainFurther(const RoundProblem& problem) const override;
    RoundPlan Decide(const RoundProblem& problem) const override;

    double m_maxDivisions; ///< more are refused
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_PLANNER_H
