/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "chain-planner.h"

#include "allocation/plan/plan-inspection.h"
#include "allocation/plan/planner-registry.h"
#include "allocation/plan/silent-plan.h"
#include "chain-segments.h"

#include <cmath>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @returns "", or the first layer of a division that its device does not offer
std::string
ExplainNotOffered(const ChainProblem& problem, const ChainPlan& plan)
{
    const ChainSegments segments(problem);
    for (const ChainStage& stage : plan.stages)
    {
        for (uint32_t l = stage.firstLayer; l < stage.endLayer; ++l)
        {
            if (!std::isfinite(segments.GetComputeTime(stage.device, l, l + 1, stage.option)))
            {
                return "devices[" + std::to_string(stage.device) +
                       "].layerTimes do not offer layers[" + std::to_string(l) + "], '" +
                       problem.layers[l].name + "', in structure " + std::to_string(stage.option) +
                       ", as the method would have it";
            }
        }
    }
    return "";
}

} // namespace

EDGE_AI_PLANNER_FAMILY(ChainPlanner)

bool
ChainPlanner::PlansBranchByBranch() const
{
    return false;
}

void
ChainPlanner::Complete(const ChainProblem& problem, ChainPlan& plan) const
{
    NameSilence(*this, plan.stages.size(), problem.devices.size(), "devices", plan);
    std::string beyond = plan.IsUsable() ? ExplainPlanRange(plan) : "";
    if (!beyond.empty())
    {
        const std::string missing = ExplainNotOffered(problem, plan);
        beyond = missing.empty() ? beyond : missing;
        const PlanSummary summary = plan.summary;
        plan = ChainPlan();
        plan.reason = "no plan that can be carried out: " + beyond;
        plan.summary = summary;
    }
}

Ptr<ChainPlanner>
CreateChainPlanner(const std::string& name)
{
    return CreatePlanner<ChainPlanner>(name);
}

Ptr<ChainPlanner>
RequireChainPlanner(const std::string& name)
{
    return RequirePlanner<ChainPlanner>(name);
}

std::vector<std::string>
ListChainPlanners()
{
    return ListPlannerTypes(ChainPlanner::GetTypeId());
}

} // namespace edgeai
} // namespace ns3
