/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_REMOTE_COMPLETION_H
#define EDGE_AI_REMOTE_COMPLETION_H

// What another process decided, held against the problem and completed: it says what is to be done,
// and what that is expected to take follows here by the laws that the family's own planners use, so
// that plans of both are compared alike. Each throws std::invalid_argument that names what cannot
// be done, and what could.

#include "planning-families.h"
#include "remote-round.h"
#include "remote-split.h"

namespace ns3
{
namespace edgeai
{

/// All follows from cuts and from the stages' structures.
/// @param [in] problem sound  @param [in,out] plan of it
void CompletePlan(const ChainProblem& problem, ChainPlan& plan);

/// All follows from form, workers, zones and ends of blocks.
/// @param [in] problem sound  @param [in,out] plan of it
void CompletePlan(const RowPartitionProblem& problem, RowPartitionPlan& plan);

/// All follows from rows and thresholds; no exits: those in force.
/// @param [in] problem sound  @param [in,out] plan of it
void CompletePlan(const DtoEeProblem& problem, DtoEePlan& plan);

/// All follows from the path, or from the cut of a mirrored model.
/// @param [in] problem sound  @param [in,out] plan of it
void CompletePlan(const CodeProblem& problem, CodePlan& plan);

/// Rates and rewards follow from hosts and paths.
/// @param [in] problem sound  @param [in,out] plan of it
void CompletePlan(const CodeServicesProblem& problem, CodeServicesPlan& plan);

/// Times and factors follow from links and weights, as for every planner of the family.
/// @param [in] problem sound  @param [in,out] plan of it
void CompletePlan(const TopologyProblem& problem, TopologyPlan& plan);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_REMOTE_COMPLETION_H
