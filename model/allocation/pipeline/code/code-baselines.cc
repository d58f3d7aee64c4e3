/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-baselines.h"

#include "allocation/plan/planner-registry.h"
#include "code-evaluation.h"
#include "code-paths.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

EDGE_AI_PLANNER(CodeOwnPathPlanner, CodePathPlanner)

CodePlan
CodeOwnPathPlanner::DoPlan(const CodeProblem& problem) const
{
    return EvaluateCodePath(problem, problem.GetOwnPath());
}

EDGE_AI_PLANNER(CodeEdgeEarlyPlanner, CodePathPlanner)

CodePlan
CodeEdgeEarlyPlanner::DoPlan(const CodeProblem& problem) const
{
    CodePath path;
    CodePlan best;
    for (uint32_t b = 1; b <= problem.GetBlockCount(); ++b)
    {
        path.push_back({false, b});
        CodePlan tried = EvaluateCodePath(problem, path);
        // Of equal ones the longest: it needs the least training.
        if (b == 1 || tried.reward >= best.reward)
        {
            best = std::move(tried);
        }
    }
    best.summary.evaluations = problem.GetBlockCount();
    return best;
}

EDGE_AI_PLANNER(CodeFullOffloadPlanner, CodePathPlanner)

CodePlan
CodeFullOffloadPlanner::DoPlan(const CodeProblem& problem) const
{
    CodePath path = problem.GetOwnPath();
    for (CodeNode& node : path)
    {
        node.host = true;
    }
    return EvaluateCodePath(problem, path);
}

EDGE_AI_PLANNER(CodeMirroringPlanner, CodePathPlanner)

std::string
CodeMirroringPlanner::ExplainRefusal(const CodeProblem& problem) const
{
    if (problem.local.parameters == 0)
    {
        return "local.parameters is 0; a copy of the model needs to know them";
    }
    return problem.sharedInput ? "sharedInput is set; a copy of the local model has no blocks in "
                                 "common with the host's"
                               : "";
}

CodePlan
CodeMirroringPlanner::DoPlan(const CodeProblem& problem) const
{
    CodePlan best;
    for (uint32_t cut = 0; cut < problem.GetBlockCount(); ++cut)
    {
        CodePlan tried = EvaluateMirror(problem, cut);
        if (cut == 0 || tried.reward > best.reward)
        {
            best = std::move(tried);
        }
    }
    best.summary.evaluations = problem.GetBlockCount();
    if (problem.host.memoryBytes > 0 && best.hostMemoryBytes > problem.host.memoryBytes)
    {
        std::ostringstream text;
        text << "host.memoryBytes of " << problem.host.memoryBytes
             << " B cannot be kept: a copy of the local model takes " << best.hostMemoryBytes
             << " B";
        best = CodePlan();
        best.reason = text.str();
    }
    return best;
}

EDGE_AI_PLANNER(CodeRandomPathPlanner, CodePathPlanner)

std::string
CodeRandomPathPlanner::ExplainRefusal(const CodeProblem& problem) const
{
    return problem.uniformDraws.empty()
               ? "uniformDraws holds 0 values; needed is 1 to draw a path with"
               : "";
}

CodePlan
CodeRandomPathPlanner::DoPlan(const CodeProblem& problem) const
{
    const CodePathSpace space(problem.GetBlockCount(), problem.modelChangesMax);
    const uint64_t count = space.GetCount();
    const auto index = static_cast<uint64_t>(problem.uniformDraws.front() * count);
    return EvaluateCodePath(problem, space.Get(std::min(index, count - 1)));
}

} // namespace edgeai
} // namespace ns3
