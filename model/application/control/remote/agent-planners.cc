/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "agent-planners.h"

#include "allocation/plan/planner-group.h"

namespace ns3
{
namespace edgeai
{

/// The type of an agent's planner. @param [in] Class its name  @param [in] Base of the family
/// @param [in] Optima planners that say what could have been
#define EDGE_AI_AGENT_TYPE(Class, Base, Optima)                                                    \
    NS_OBJECT_ENSURE_REGISTERED(Class);                                                            \
    TypeId Class::GetTypeId()                                                                      \
    {                                                                                              \
        static TypeId tid = AddAttributes(TypeId("ns3::edgeai::" #Class)                           \
                                              .SetParent<Base>()                                   \
                                              .SetGroupName(REMOTE_PLANNERS)                       \
                                              .AddConstructor<Class>(),                            \
                                          Optima);                                                 \
        return tid;                                                                                \
    }

EDGE_AI_AGENT_TYPE(AgentChainPlanner, ChainPlanner, "IovtPlanner")
EDGE_AI_AGENT_TYPE(AgentRowsPlanner, RowPartitionPlanner, "HalpPlanner,DpfpPlanner")
EDGE_AI_AGENT_TYPE(AgentFlowPlanner, DtoEePlannerBase, "DtoEePlanner")
EDGE_AI_AGENT_TYPE(AgentPathPlanner, CodePathPlanner, "CodePlanner")
EDGE_AI_AGENT_TYPE(AgentRoundPlanner,
                   RoundPlanner,
                   "PartelPlanner,FomoPlanner,FedQvrPlanner,DpSparsePlanner,HfelPlanner")
EDGE_AI_AGENT_TYPE(AgentTopologyPlanner, TopologyPlanner, "HfelThresholdPlanner")

} // namespace edgeai
} // namespace ns3
