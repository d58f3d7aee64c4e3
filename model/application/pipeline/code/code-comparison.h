/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_COMPARISON_H
#define EDGE_AI_CODE_COMPARISON_H

#include "allocation/pipeline/code/code-plan.h"

namespace ns3
{
namespace edgeai
{

/// @param [in] problem of a pair  @param [in] plan of it
/// @returns tasks that its path passes, whatever the load of the local service is [1/s]
double GetCodeCapacity(CodeProblem problem, const CodePlan& plan);

/**
 * @param [in] problem of a pair  @param [in] plan of it  @param [in] several hosts are known
 * @returns what the plan is worth beside those of other pairs: F of the pair; among several hosts,
 *          of a path that passes none, of the service's own accuracy and throughput alone, as
 *          nothing of a host belongs to it
 */
double GetCodeWorth(const CodeProblem& problem, const CodePlan& plan, bool several);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_COMPARISON_H
