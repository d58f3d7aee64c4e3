/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PARTEL_PLANNER_BASE_H
#define EDGE_AI_PARTEL_PLANNER_BASE_H

#include "allocation/round/round-planner.h"
#include "partel-relaxation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Base of the planners that divide a model over workers (Wen, Jeon, Bennis, Huang, arXiv
 * 2010.04061). Each plan says how fast no division whatever can be, whoever made it.
 */
class PartelPlannerBase : public RoundPlanner
{
  public:
    /// @returns the TypeId
    static TypeId GetTypeId();

  protected:
    std::string ExplainRefusal(const RoundProblem& problem) const final;

    /// @returns settings of the relaxed solver
    RelaxationOptions GetRelaxation() const;

  private:
    RoundPlan DoPlan(const RoundProblem& problem) const final;

    /// @returns which forms of uplink the method takes; all that the base knows a bound of
    virtual std::vector<RoundUplinkForm> GetForms() const;

    /// @param [in] problem with a division and such an uplink  @returns "" or why it is not taken
    virtual std::string ExplainFurther(const RoundProblem& problem) const;

    /// @param [in] problem that is taken  @returns the plan; its lower bound is added if the method
    /// has found none on its way
    virtual RoundPlan Decide(const RoundProblem& problem) const = 0;

    void AddLowerBound(const RoundProblem& problem, RoundPlan& plan) const;

    double m_tolerance;        ///< of the relaxed solver's certificate, relative
    uint32_t m_maxEvaluations; ///< of the relaxed solver
};

/**
 * @ingroup edge-ai
 * @param [in] bands of each worker [Hz]
 * @param [in,out] plan with loads; who has none gets no band
 */
void SetBands(const std::vector<double>& bands, RoundPlan& plan);

/// @ingroup edge-ai
/// @param [in] problem over links of given rates  @returns R_k [bit/s]
std::vector<double> GetGivenRates(const RoundProblem& problem);

/// @ingroup edge-ai
/// @param [in] problem over a band  @param [in] bands of each worker [Hz]  @returns R_k [bit/s]
std::vector<double> GetBandRates(const RoundProblem& problem, const std::vector<double>& bands);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PARTEL_PLANNER_BASE_H
