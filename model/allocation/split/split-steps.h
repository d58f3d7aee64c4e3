/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_SPLIT_STEPS_H
#define EDGE_AI_SPLIT_STEPS_H

#include "split-problem.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Expected duration and energy of one stage, as a method computes it.
struct StageCost
{
    double time{0};   ///< [s]
    double energy{0}; ///< [J]
};

/**
 * @param [in] clock f [cycle/s], > 0
 * @param [in] cycles work [cycle], >= 0
 * @param [in] energyFactor eta psi [J s^2/cycle^3]
 * @param [in] staticPower eta P_static [W]
 * @returns cycles / f and energyFactor * cycles * f^2 (the paper's sibling arXiv 2602.13052), and
 *          the static power for that time
 */
StageCost ComputeStageCost(double clock,
                           double cycles,
                           double energyFactor,
                           double staticPower = 0);

/// What a method expects of the stages of one device's task.
struct SplitCosts
{
    StageCost device;
    StageCost uplink;
    StageCost server;
    StageCost downlink{PlanStep::NOT_PLANNED, PlanStep::NOT_PLANNED};
};

/// What a decision gives the stages to do.
struct SplitLoad
{
    double deviceWork{0}; ///< [FLOP]
    double uplinkBits{0}; ///< [bit]
    double serverWork{0}; ///< [FLOP]
};

/**
 * @param [in] problem a sound problem
 * @param [in] index device
 * @param [in] decision with one of its cuts and with keep ratios
 * @returns what is left to do after pruning; nothing if the cut is none of the device's
 */
SplitLoad GetSplitLoad(const SplitProblem& problem,
                       std::size_t index,
                       const SplitDecision& decision);

/**
 * The steps that a device's task takes by a decision: those with work or bits, and the answer's way
 * back from where the server takes part.
 * @param [in] problem a sound problem
 * @param [in] index device
 * @param [in] decision with one of its cuts and with keep ratios
 * @param [in] costs what the method expects
 * @returns the steps, in order
 */
std::vector<PlanStep> MakeSplitSteps(const SplitProblem& problem,
                                     std::size_t index,
                                     const SplitDecision& decision,
                                     const SplitCosts& costs);

/**
 * @param [in] decision with latency and energy
 * @param [in] latencyBudget T0 [s]
 * @param [in] energyBudget E0 [J]
 * @returns "", or which of the budgets it exceeds by more than rounding, and by how much, in words
 */
std::string ExplainExcess(const SplitDecision& decision, double latencyBudget, double energyBudget);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_SPLIT_STEPS_H
