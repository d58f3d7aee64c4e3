/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_SOLVER_H
#define EDGE_AI_DTO_EE_SOLVER_H

#include "dto-ee-network.h"
#include "dto-ee-node-exit.h"
#include "dto-ee-offloader.h"
#include "dto-ee-queue.h"

#include "ns3/plan-head.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Settings of DTO-EE.
struct DtoEeSolverOptions
{
    /// What becomes of the exits' thresholds.
    enum Thresholds
    {
        OPTIMISED, ///< step T once a slot
        FIXED,     ///< as in force
        NONE,      ///< nobody leaves early
    };

    /// Whose thresholds they are.
    enum Scope
    {
        STAGE, ///< of an exit: all nodes of its stage have the same, which its leader chooses
        NODE,  ///< of a node, which chooses it itself
    };

    uint32_t slots{5};        ///< at most, >= 1; each ends with step T
    uint32_t rounds{50};      ///< R, at most per slot, >= 1
    double tolerance{1e-3};   ///< a slot's rounds end when gap < tolerance T, >= 0
    DtoEeStepOptions step;    ///< how rows move
    double kappa{0.95};       ///< load from which on the costs are extended, in (0, 1)
    double penalty{0};        ///< psi_0 of the explicit penalty [s^2]; 0: the parabola of eq. (6)
    bool measuredOnly{false}; ///< step T moves one step of the grid by measured prices
    Thresholds thresholds{OPTIMISED};
    Scope scope{STAGE};
};

/// Values of an attribute are of a plain enumeration.
using DtoEeThresholds = DtoEeSolverOptions::Thresholds;
/// Likewise.
using DtoEeScope = DtoEeSolverOptions::Scope;

/// What DTO-EE came to.
struct DtoEeSolution
{
    DtoEeShares shares;                   ///< rows over the links
    std::vector<double> thresholds;       ///< C_b; of scope NODE those to begin with
    PlanSummary summary;                  ///< rounds, slots, gap over T at the end
    std::vector<double> nodeThresholds{}; ///< of scope NODE, stage by stage
};

/// @param [in] problem a sound one  @param [in] mode what becomes of them
/// @returns thresholds to begin with
std::vector<double> StartDtoEeThresholds(const DtoEeProblem& problem, DtoEeThresholds mode);
/// @param [in] problem a sound one  @param [in] mode what becomes of them
/// @returns thresholds of all nodes to begin with, stage by stage; 1 where there is no exit
std::vector<double> StartDtoEeNodeThresholds(const DtoEeProblem& problem, DtoEeThresholds mode);

/**
 * @param [in] problem a sound one
 * @param [in] options settings
 * @param [in] stage of a device (0) or node
 * @param [in] index of it
 * @returns what its part knows of exits, of scope NODE; nothing of scope STAGE
 */
std::optional<DtoEeNodeExitSettings> MakeDtoEeNodeExit(const DtoEeProblem& problem,
                                                       const DtoEeSolverOptions& options,
                                                       std::size_t stage,
                                                       std::size_t index);

/**
 * @param [in] law of the queues; its penalty is doubled if a node has more than its margin leaves
 * @param [in] network of a problem
 * @param [in] rates into the nodes, by stage [1/s]
 * @returns whether it was doubled
 */
bool RaiseDtoEePenalty(DtoEeQueueLaw& law,
                       const DtoEeNetwork& network,
                       const std::vector<std::vector<double>>& rates);

/**
 * DTO-EE in one place: slots of R rounds, all rows at once, each slot with step T at its end, from
 * the rows and thresholds in force. Slots end early when neither gap nor thresholds have anything
 * left to gain, and no node has more than a penalty allows. Of scope STAGE: for NODE there are only
 * the parts (ExchangeDtoEe).
 * @param [in] problem a sound one
 * @param [in] network of it
 * @param [in] options settings
 * @returns rows and thresholds
 */
DtoEeSolution SolveDtoEe(const DtoEeProblem& problem,
                         const DtoEeNetwork& network,
                         const DtoEeSolverOptions& options);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_SOLVER_H
