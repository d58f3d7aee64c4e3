/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_IOVT_AUTHORS_PLANNER_H
#define EDGE_AI_IOVT_AUTHORS_PLANNER_H

#include "iovt-authors-objective.h"

#include "ns3/chain-planner.h"

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Two devices, latencies summed: the objective of the code its authors published with arXiv
 * 2411.00838 (2024) and of its follow-up (2026), beside IovtPlanner, whose bottleneck is this
 * module's derivation. The plan that is made of it is judged like any other, by eqs. (1) to (8).
 */
class IovtAuthorsPlanner : public ChainPlanner
{
  public:
    /// How to look for the division.
    enum Mode
    {
        EXACT,            ///< every split, the best structure of each part (see ScanSplits)
        VERTEX,           ///< exact for the objective of 2024 (see FindVertex)
        GRADIENT_DESCENT, ///< its published gradient version (see Descend)
        GRID,             ///< its published grid version (see SearchGrid)
    };

    /// Who has the first part.
    enum Order
    {
        DEVICE_FIRST, ///< the device nearer to the camera
        SERVER_FIRST, ///< the other one, as the code of 2026 has it
    };

    /// @returns the TypeId
    static TypeId GetTypeId();

    /**
     * @param [in] problem a sound problem with two devices
     * @returns the objective of 2024 as this planner reads it off the problem: work and intensity
     * of the whole network in its largest structure (traffic counts weights), losses of all its
     *          layers in each structure, N_e what is sent where half of the work is done
     */
    AuthorsObjective MakeObjective(const ChainProblem& problem) const;

  private:
    std::string ExplainRefusal(const ChainProblem& problem) const override;
    ChainPlan DoPlan(const ChainProblem& problem) const override;
    ChainPlan PlanExactly(const ChainProblem& problem) const;
    ChainPlan PlanByShare(const ChainProblem& problem) const;

    Mode m_mode;           ///< how to look
    Order m_order;         ///< who has the first part
    double m_linkTime;     ///< fixed time of the link [s]
    double m_streams;      ///< how often the activation is sent
    double m_kappa;        ///< weight of the accuracy loss
    double m_timeUnit;     ///< what times are counted in [s]
    double m_efficiency1;  ///< mu of the first part's device
    double m_efficiency2;  ///< mu of the other
    double m_computeRatio; ///< k
    double m_trafficRatio; ///< p
    double m_gridStep;     ///< between lambdas
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_IOVT_AUTHORS_PLANNER_H
