/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LAIM_LEVELS_H
#define EDGE_AI_LAIM_LEVELS_H

#include "laim-task.h"

#include <functional>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// A method that plans one task whose free knobs are continuous.
using LaimSolver = std::function<LaimSolution(const LaimTask&)>;

/**
 * @ingroup edge-ai
 * Best plan when clocks or powers come from finite lists.
 *
 * For one listed knob the two levels beside its continuous optimum suffice: the plans that reach a
 * given merit form a convex set in keep ratios and stage times, clock and power are a
 * quasi-linear function of those, so the levels that reach it lie in one interval, and that
 * interval holds the continuous optimum. With several lists all levels of the shorter ones are
 * tried and the longest is searched this way, which stays exact; rounding every knob on its own
 * would not be. (This module's derivation.)
 *
 * @param [in] task the task
 * @param [in] levels the lists; lists of stages without work and of fixed knobs are ignored
 * @param [in] solver the method; it must return the optimum for the knobs that are left
 * @returns the best solution, with the evaluations of all solves
 */
LaimSolution SolveWithLevels(const LaimTask& task,
                             const LaimLevels& levels,
                             const LaimSolver& solver);

/**
 * Fix a knob at its largest admissible value.
 * @param [in,out] knob the knob
 * @param [in,out] levels its list, empty afterwards
 */
void FixAtTop(StageKnob& knob, std::vector<double>& levels);

/**
 * Fix a clock at its largest admissible value, so that it never changes.
 * @param [in,out] knob the clock
 * @param [in,out] levels its list, empty afterwards
 * @param [in,out] change time set aside for changes, 0 afterwards [s]
 */
void FixAtTop(StageKnob& knob, std::vector<double>& levels, double& change);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LAIM_LEVELS_H
