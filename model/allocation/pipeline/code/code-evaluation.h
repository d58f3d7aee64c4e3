/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_EVALUATION_H
#define EDGE_AI_CODE_EVALUATION_H

#include "code-plan.h"

#include <cstdint>

namespace ns3
{
namespace edgeai
{

/**
 * What a path comes to, as a plan with its steps.
 * @param [in] problem a sound problem
 * @param [in] path a path that there is, with any number of changes of the model
 * @returns the plan, solved
 */
CodePlan EvaluateCodePath(const CodeProblem& problem, const CodePath& path);

/**
 * What it comes to if the host has a copy of the local model and runs its blocks behind a cut, and
 * the head; nothing is lost, nothing trained.
 * @param [in] problem a sound problem
 * @param [in] cut blocks that run at the local server, 0..B
 * @returns the plan, solved
 */
CodePlan EvaluateMirror(const CodeProblem& problem, uint32_t cut);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_EVALUATION_H
