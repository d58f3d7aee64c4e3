/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_ECC_PLANNER_H
#define EDGE_AI_ECC_PLANNER_H

#include "ecc-planner-base.h"
#include "ecc-solver.h"

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// What planners that run ECC's descents share: how long and how widely they search.
class EccSearchPlanner : public EccPlannerBase
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    /**
     * @param [in] ecc a sound problem
     * @param [in] context the rest
     * @param [in] warm whether descents start from solved splits (Li-GD)
     * @returns what ECC finds
     */
    EccResult Search(const EccProblem& ecc, const Context& context, bool warm) const;
    /// @param [in] summary of ECC  @returns the same in a planner's words
    static PlanSummary Summarise(const EccSummary& summary);

  private:
    bool m_startAtPresent;
    uint32_t m_candidates;
    bool m_coldCandidate;
    bool m_search;
    bool m_deepSearch;
    double m_tolerance;
    uint32_t m_stepLimit;
};

/// @ingroup edge-ai
/// ECC with Li-GD: every split's descent starts from the optimum of a solved one (Yuan et al.,
/// arXiv 2312.15850; see SolveEcc).
class EccPlanner : public EccSearchPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Answer Decide(const EccProblem& ecc, const Context& context) const override;
};

/// @ingroup edge-ai
/// ECC with plain GD: every split's descent starts cold.
class EccColdPlanner : public EccSearchPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Answer Decide(const EccProblem& ecc, const Context& context) const override;
};

/// @ingroup edge-ai
/// Orthogonal access with ECC's splits, subchannels and units: users of a cell and subchannel
/// divide its width equally (see SolveOma).
class EccOmaPlanner : public EccSearchPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  private:
    Answer Decide(const EccProblem& ecc, const Context& context) const override;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_ECC_PLANNER_H
