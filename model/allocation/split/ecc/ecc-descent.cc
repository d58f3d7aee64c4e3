/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ecc-descent.h"

#include "ecc-objective.h"

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in,out] objective the function  @param [in,out] variables start and result
/// @param [in] options settings  @returns what was done
DescentSummary
Descend(EccObjective& objective, EccVariables& variables, const EccDescentOptions& options)
{
    DescentOptions steps = options.steps;
    if (options.mode == ECC_GD_PLAIN)
    {
        steps.fixedStep = options.plainStep;
    }
    auto point = objective.Pack(variables);
    const auto summary = DescendProjected(objective, point, steps);
    objective.Unpack(point, variables);
    return summary;
}

/// @param [in] options settings  @returns scale of powers and units
EccObjective::Scale
GetScale(const EccDescentOptions& options)
{
    return options.mode == ECC_GD_PLAIN ? EccObjective::PLAIN : EccObjective::LOGARITHMIC;
}

} // namespace

DescentSummary
DescendEcc(const EccProblem& problem, EccPoint& point, const EccDescentOptions& options)
{
    EccObjective objective(problem, point, GetScale(options));
    return Descend(objective, point, options);
}

DescentSummary
DescendEcc(const EccProblem& problem, EccPlan& plan, const EccDescentOptions& options)
{
    EccObjective objective(problem, plan, GetScale(options));
    EccVariables variables{{}, {}, plan.uplinkPowers, plan.downlinkPowers, plan.units};
    const auto summary = Descend(objective, variables, options);
    plan.uplinkPowers = variables.uplinkPowers;
    plan.downlinkPowers = variables.downlinkPowers;
    plan.units = variables.units;
    return summary;
}

} // namespace edgeai
} // namespace ns3
