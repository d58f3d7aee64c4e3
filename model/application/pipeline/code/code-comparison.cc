/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "code-comparison.h"

#include "allocation/pipeline/code/code-value.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

double
GetCodeCapacity(CodeProblem problem, const CodePlan& plan)
{
    problem.local.load = Field::LARGEST;
    CodeLabel label;
    label.localFlop = plan.localFlop;
    label.hostFlop = plan.hostFlop;
    label.upBits = plan.upBits;
    label.downBits = plan.downBits;
    // Frames are not shared between servers.
    problem.sharedInput = false;
    return GetCodeThroughput(problem, label).local;
}

double
GetCodeWorth(const CodeProblem& problem, const CodePlan& plan, bool several)
{
    if (plan.hostFlop > 0 || !several)
    {
        return plan.reward;
    }
    return std::pow(plan.accuracy / problem.local.accuracy, problem.accuracyExponent) *
           std::pow(plan.localRate / plan.ownLocalRate, problem.throughputExponent);
}

} // namespace edgeai
} // namespace ns3
