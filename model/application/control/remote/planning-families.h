/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PLANNING_FAMILIES_H
#define EDGE_AI_PLANNING_FAMILIES_H

// The one list of families of planners with the names of all their fields, for whoever takes
// planners and problems by name: the module for Python, planners in other processes, agents.

#include "allocation/pipeline/chain/chain-fields.h"
#include "allocation/pipeline/code/code-fields.h"
#include "allocation/pipeline/code/code-path-planner.h"
#include "allocation/pipeline/code/code-services-planner.h"
#include "allocation/pipeline/dto-ee/dto-ee-fields.h"
#include "allocation/pipeline/dto-ee/dto-ee-planner-base.h"
#include "allocation/pipeline/halp/row-partition-fields.h"
#include "allocation/pipeline/halp/row-partition-planner.h"
#include "allocation/round/round-fields.h"
#include "allocation/round/round-planner.h"
#include "allocation/split/split-fields.h"
#include "allocation/topology/topology-fields.h"
#include "allocation/topology/topology-planner.h"

#include "ns3/chain-planner.h"
#include "ns3/split-planner.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// A family of planners. @tparam Base class from which its planners derive
template <class Base>
struct PlanningFamily
{
    using Planner = Base;                       ///< of the family
    using Problem = typename Base::ProblemType; ///< that it takes
    using Plan = typename Base::PlanType;       ///< that it makes

    std::string name; ///< as users call it
};

/// @tparam Visitor called with a PlanningFamily  @param [in] visit is called with each
template <typename Visitor>
void
ForEachPlanningFamily(Visitor&& visit)
{
    visit(PlanningFamily<SplitPlanner>{"split"});
    visit(PlanningFamily<ChainPlanner>{"chain"});
    visit(PlanningFamily<RowPartitionPlanner>{"rows"});
    visit(PlanningFamily<DtoEePlannerBase>{"flow"});
    visit(PlanningFamily<CodePathPlanner>{"path"});
    visit(PlanningFamily<CodeServicesPlanner>{"services"});
    visit(PlanningFamily<RoundPlanner>{"round"});
    visit(PlanningFamily<TopologyPlanner>{"topology"});
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PLANNING_FAMILIES_H
